//! Where the lexical pieces of a text end: words, comments, strings.
//!
//! In: a text and an offset at which a piece begins. Out: its extent and what was seen on the
//! way. Both the reader and the printer stand on it. It reports nothing and resolves no escape.

use super::chars::{CLASS, Class, END, INNER, Inner, class};

/// A text with look-ups that never fail: past the end stands [`END`].
#[derive(Clone, Copy)]
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    bytes: &'t [u8],
}

/// Extent of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) end: usize,
    pub(super) closed: bool,
    /// A forbidden code point stands in it, or something that has to be decoded to know.
    pub(super) odd: bool,
}

/// How a string is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Quoted,
    Multi,
    Raw,
    RawMulti,
}

/// Why a string ends where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Closed,
    /// A line break in a string of one line.
    Newline,
    /// The text is over.
    End,
}

/// Extent of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) form: Form,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Between the quotes; for multi-line strings after the first line break.
    pub(super) body: (usize, usize),
    pub(super) escapes: bool,
    /// Some of the escapes swallow white space, so lines may not be what they seem.
    pub(super) folds: bool,
    pub(super) odd: bool,
    pub(super) stop: Stop,
    /// Text follows the opening quotes of a multi-line string on their line.
    pub(super) late_break: bool,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes() }
    }

    pub(super) fn len(self) -> usize {
        self.bytes.len()
    }

    #[inline]
    pub(super) fn peek(self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(END)
    }

    pub(super) fn slice(self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn slice_bytes(self, start: usize, end: usize) -> &'t [u8] {
        self.bytes.get(start..end.min(self.bytes.len())).unwrap_or_default()
    }

    pub(super) fn rest(self, at: usize) -> &'t [u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// The character that begins at `at`.
    pub(super) fn char_at(self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    /// Class of what begins at `at`, and its length.
    #[inline]
    pub(super) fn look(self, at: usize) -> (Class, usize) {
        match CLASS[self.peek(at) as usize] {
            Class::Lead => match self.char_at(at) {
                Some(c) => (class(c), c.len_utf8()),
                None => (Class::Word, 1),
            },
            class => (class, 1),
        }
    }

    /// End of the run of bare-string characters from `at`.
    #[inline]
    pub(super) fn word_end(self, mut at: usize) -> usize {
        loop {
            match CLASS[self.peek(at) as usize] {
                Class::Word | Class::Digit => at += 1,
                Class::Lead => match self.look(at) {
                    (Class::Word, len) => at += len,
                    _ => return at,
                },
                _ => return at,
            }
        }
    }

    /// End of the white space from `at`, line breaks not included.
    pub(super) fn space_end(self, mut at: usize) -> usize {
        while let (Class::Space, len) = self.look(at) {
            at += len;
        }
        at
    }

    /// End of the line break at `at`, if one is there; CR LF is one.
    #[inline]
    pub(super) fn newline_end(self, at: usize) -> Option<usize> {
        match self.look(at) {
            (Class::Newline, _) if self.rest(at).starts_with(b"\r\n") => Some(at + 2),
            (Class::Newline, len) => Some(at + len),
            _ => None,
        }
    }

    /// The first line break at or after `at`, or the end.
    pub(super) fn line_end(self, mut at: usize) -> usize {
        loop {
            match INNER[self.peek(at) as usize] {
                Inner::Newline | Inner::End => return at,
                Inner::Lead if self.newline_end(at).is_some() => return at,
                _ => at += 1,
            }
        }
    }

    /// Extent of the `//` comment at `at`, without its line break.
    pub(super) fn line_comment(self, mut at: usize) -> Comment {
        let mut odd = false;
        loop {
            match INNER[self.peek(at) as usize] {
                Inner::Newline | Inner::End => return Comment { end: at, closed: true, odd },
                Inner::Lead if self.newline_end(at).is_some() => {
                    return Comment { end: at, closed: true, odd };
                }
                Inner::Lead | Inner::Forbidden => odd = true,
                _ => {}
            }
            at += 1;
        }
    }

    /// Extent of the `/*` comment at `at`, with those nested in it.
    pub(super) fn block_comment(self, mut at: usize) -> Comment {
        let mut odd = false;
        let mut depth = 0usize;
        loop {
            match INNER[self.peek(at) as usize] {
                Inner::Comment => match (self.peek(at), self.peek(at + 1)) {
                    (b'/', b'*') => {
                        depth += 1;
                        at += 2;
                        continue;
                    }
                    (b'*', b'/') => {
                        depth -= 1;
                        at += 2;
                        if depth == 0 {
                            return Comment { end: at, closed: true, odd };
                        }
                        continue;
                    }
                    _ => {}
                },
                Inner::Lead | Inner::Forbidden => odd = true,
                Inner::End => return Comment { end: self.len(), closed: false, odd },
                _ => {}
            }
            at += 1;
        }
    }

    /// The closing quote of the quoted string at `at`, if nothing in it needs a closer look.
    #[inline]
    pub(super) fn plain_string(self, at: usize) -> Option<usize> {
        let body = at + 1;
        let mut close = body;
        loop {
            match INNER[self.peek(close) as usize] {
                Inner::Plain | Inner::Comment => close += 1,
                Inner::Quote if close > body || self.peek(close + 1) != b'"' => return Some(close),
                _ => return None,
            }
        }
    }

    /// Whether a raw string begins at `at`: hashes and then a quote.
    pub(super) fn is_raw(self, at: usize) -> bool {
        let hashes = self.hashes(at);
        hashes > 0 && self.peek(at + hashes) == b'"'
    }

    fn hashes(self, at: usize) -> usize {
        self.rest(at).iter().take_while(|byte| **byte == b'#').count()
    }

    /// Extent of the string at `at`, where a quote or hashes and a quote must stand.
    pub(super) fn literal(self, at: usize) -> Literal {
        let hashes = self.hashes(at);
        let quotes = at + hashes;
        let many = self.rest(quotes).starts_with(b"\"\"\"");
        let open = quotes + if many { 3 } else { 1 };
        let (form, late_break, body) = match (hashes > 0, many) {
            (false, false) => (Form::Quoted, false, open),
            (true, false) => (Form::Raw, false, open),
            (raw, true) => {
                let form = if raw { Form::RawMulti } else { Form::Multi };
                match self.newline_end(open) {
                    Some(body) => (form, false, body),
                    None => (form, true, open),
                }
            }
        };
        let mut literal = Literal {
            form,
            start: at,
            end: body,
            body: (body, body),
            escapes: false,
            folds: false,
            odd: false,
            stop: Stop::End,
            late_break,
        };
        self.body(&mut literal, hashes);
        literal
    }

    /// Walks to the closing quotes.
    fn body(self, literal: &mut Literal, hashes: usize) {
        let many = matches!(literal.form, Form::Multi | Form::RawMulti);
        let quotes = if many { 3 } else { 1 };
        let mut at = literal.body.0;
        let stop = loop {
            match INNER[self.peek(at) as usize] {
                Inner::Plain | Inner::Comment => at += 1,
                Inner::Quote => {
                    let here =
                        self.rest(at).iter().take(quotes).take_while(|b| **b == b'"').count();
                    let tail = if here == quotes && hashes > 0 {
                        self.rest(at + quotes)
                            .iter()
                            .take(hashes)
                            .take_while(|b| **b == b'#')
                            .count()
                    } else {
                        0
                    };
                    if here == quotes && tail == hashes {
                        literal.body.1 = at;
                        literal.end = at + quotes + hashes;
                        literal.stop = Stop::Closed;
                        return;
                    }
                    // `""""#` closes with its last three quotes only.
                    at += if here == quotes && tail == 0 { 1 } else { here + tail };
                }
                Inner::Backslash if hashes == 0 => {
                    literal.escapes = true;
                    at = self.escape_end(at, &mut literal.folds);
                }
                Inner::Backslash => at += 1,
                Inner::Newline if many => at += 1,
                Inner::Newline => break Stop::Newline,
                Inner::Forbidden => {
                    literal.odd = true;
                    at += 1;
                }
                Inner::Lead if !many && self.newline_end(at).is_some() => break Stop::Newline,
                Inner::Lead => {
                    literal.odd = true;
                    at += 1;
                }
                Inner::End => break Stop::End,
            }
        };
        literal.stop = stop;
        literal.body.1 = at;
        literal.end = at;
    }

    /// Just past an escape; a white space escape takes all white space and line breaks.
    fn escape_end(self, at: usize, folds: &mut bool) -> usize {
        let mut next = at + 1;
        match self.look(next) {
            (Class::Space | Class::Newline, _) => {
                *folds = true;
                while let (Class::Space | Class::Newline, len) = self.look(next) {
                    next += len;
                }
                next
            }
            // `\"` and `\\` must not be taken for a quote or another escape.
            (Class::Mark, _) => next + 1,
            _ => next,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> (Form, &str, Stop) {
        let scan = Scan::new(text);
        let literal = scan.literal(0);
        (literal.form, scan.slice(literal.body.0, literal.body.1), literal.stop)
    }

    #[test]
    fn extents_of_strings() {
        assert_eq!(literal(r#""a\"b" c"#), (Form::Quoted, r#"a\"b"#, Stop::Closed));
        assert_eq!(literal(r#""\\" c"#), (Form::Quoted, r"\\", Stop::Closed));
        assert_eq!(literal("\"a\nb"), (Form::Quoted, "a", Stop::Newline));
        assert_eq!(literal("\"a\\\n b\""), (Form::Quoted, "a\\\n b", Stop::Closed));
        assert_eq!(literal("\"a\u{2028}b\""), (Form::Quoted, "a", Stop::Newline));
        assert_eq!(literal("\"a"), (Form::Quoted, "a", Stop::End));
        assert_eq!(literal("\"\""), (Form::Quoted, "", Stop::Closed));
        assert_eq!(literal(r####"##"#"a"#"##"####), (Form::Raw, r##"#"a"#"##, Stop::Closed));
        assert_eq!(literal(r##"#""a"#"##), (Form::Raw, "\"a", Stop::Closed));
        assert_eq!(literal("\"\"\"\n \"\" \\\"\"\"\n\"\"\""), {
            (Form::Multi, " \"\" \\\"\"\"\n", Stop::Closed)
        });
        assert_eq!(literal("#\"\"\"\n\"\"\"\n\"\"\"#"), (Form::RawMulti, "\"\"\"\n", Stop::Closed));
        assert_eq!(literal("\"\"\"a\"\"\""), (Form::Multi, "a", Stop::Closed));
        assert_eq!(literal("\"\"\"a\nb"), (Form::Multi, "a\nb", Stop::End));
    }

    #[test]
    fn extents_of_comments() {
        let end = |text: &str| Scan::new(text).block_comment(0);
        assert_eq!(end("/**/x").end, 4);
        assert_eq!(end("/*/* */*/x").end, 9);
        assert!(!end("/*/").closed);
        assert!(!end("/* /* */").closed);
        assert!(end("/* \u{200E} */").odd);
        assert_eq!(Scan::new("// a\u{85}b").line_comment(0).end, 4);
    }
}
