//! Strings in quotes: what they say, and what is wrong with them.

use super::super::chars::{Class, is_newline, is_space};
use super::super::scan::{Form, Literal, Scan, Stop};
use super::super::tree::{Text, Word};
use super::mistake::BadEscape;
use super::{Reader, mistake};
use crate::source::Span;

/// How many line breaks a fix turns into escapes.
const MOST_BREAKS: usize = 20;

/// How many lines of a string a fix indents.
const MOST_LINES: usize = 100;

impl Reader<'_> {
    /// Reads the string here. Whatever is wrong with it, it has some value.
    #[inline]
    pub(super) fn string(&mut self) -> Word {
        let start = self.at;
        if self.peek() == b'"'
            && let Some(close) = self.scan.plain_string(start)
        {
            self.at = close + 1;
            let text = Text::source(start + 1, close);
            return Word { text, start: start as u32, end: close as u32 + 1 };
        }
        let literal = self.scan.literal(self.at);
        self.at = literal.end;
        if literal.stop == Stop::Closed && literal.form != Form::Quoted {
            self.evidence.modern();
        }
        let plain = !literal.escapes && !literal.odd && literal.stop == Stop::Closed;
        if plain && matches!(literal.form, Form::Quoted | Form::Raw) {
            let (start, end) = literal.body;
            let text = Text::source(start, end);
            return Word { text, start: literal.start as u32, end: literal.end as u32 };
        }
        self.unusual_string(literal)
    }

    fn unusual_string(&mut self, mut literal: Literal) -> Word {
        let many = matches!(literal.form, Form::Multi | Form::RawMulti);
        match literal.stop {
            Stop::Closed if literal.late_break => self.late_break(&literal),
            Stop::Closed => {}
            Stop::Newline => self.broken(&mut literal),
            Stop::End => self.unclosed(&literal),
        }
        self.at = literal.end;
        let (start, end) = literal.body;
        if literal.odd {
            let escapable = matches!(literal.form, Form::Quoted | Form::Multi);
            self.check_characters(start, end, escapable);
        }
        if literal.escapes {
            self.check_escapes(start, end);
        }
        let text =
            match (many && !literal.late_break && literal.stop == Stop::Closed, literal.escapes) {
                (true, _) => self.multi_line(&literal),
                (false, true) => {
                    let built = self.tree.buffer.len();
                    unescape(self.scan.slice(start, end), &mut self.tree.buffer);
                    Text::built(built, self.tree.buffer.len())
                }
                (false, false) => Text::source(start, end),
            };
        Word { text, start: literal.start as u32, end: literal.end as u32 }
    }

    /// `r"…"` and `r#"…"#`, raw strings of KDL v1.
    pub(super) fn old_raw_string(&mut self) -> Word {
        let start = self.at;
        let hashes = self.scan.rest(start + 1).iter().take_while(|byte| **byte == b'#').count();
        let from = start + 2 + hashes;
        let (close, closed) = match self.old_close(from, hashes) {
            Some(close) => (close, true),
            None => (self.scan.line_end(from), false),
        };
        let end = if closed { close + 1 + hashes } else { close };
        let body = (from, close);
        let lines = self.scan.slice(from, close);
        let is_blank = |line: &str| !line.is_empty() && line.trim().is_empty();
        let opening = self.span(start, from);
        let closing = self.span(close, end);
        let marks = "#".repeat(hashes.max(1));
        let fix = match (closed, lines.contains(is_newline)) {
            (false, _) => None,
            (true, false) => Some((format!("{marks}\""), format!("\"{marks}"))),
            (true, true) if lines.contains("\"\"\"") || lines.lines().any(is_blank) => None,
            (true, true) => Some((format!("{marks}\"\"\"\n"), format!("\n\"\"\"{marks}"))),
        };
        let fix = fix.map(|(open, close)| [(opening, open), (closing, close)]);
        self.at = end;
        let span = self.span(start, end);
        self.evidence.raw_string(span);
        self.report.add(|| mistake::old_raw_string(span, fix));
        Word { text: Text::source(body.0, body.1), start: start as u32, end: end as u32 }
    }

    /// Where such a string ends, on this line or another.
    fn old_close(&mut self, from: usize, hashes: usize) -> Option<usize> {
        if self.evidence.unclosed.is_some_and(|unclosed| hashes >= unclosed) {
            return None;
        }
        let close = format!("\"{}", "#".repeat(hashes));
        let found = self.scan.slice(from, self.scan.len()).find(&close);
        if found.is_none() {
            self.evidence.unclosed = Some(hashes);
        }
        found.map(|at| from + at)
    }

    fn opening(&self, literal: &Literal) -> (usize, usize) {
        let quotes = self.scan.rest(literal.start).iter().take_while(|byte| **byte == b'#').count();
        let many = matches!(literal.form, Form::Multi | Form::RawMulti);
        (literal.start, literal.start + quotes + if many { 3 } else { 1 })
    }

    fn unclosed(&mut self, literal: &Literal) {
        let (start, end) = self.opening(literal);
        let close = close_of(self.scan, literal);
        let span = self.span(start, end);
        let curly = self.curly_end(literal).filter(|_| close == "\"");
        self.report.add(|| mistake::unclosed_string(span, &close, curly));
        self.swallowed = true;
    }

    /// The curly quote at the end of an unclosed string, which was probably meant to close it.
    fn curly_end(&self, literal: &Literal) -> Option<Span> {
        let (start, end) = literal.body;
        let curly = self.scan.slice(start, end).ends_with('”');
        curly.then(|| self.span(end - '”'.len_utf8(), end))
    }

    /// A line break in a string of one line. If the next quote closes one, the string was meant
    /// to go over lines; else its own closing quote is missing.
    fn broken(&mut self, literal: &mut Literal) {
        let scan = self.scan;
        let close = close_of(scan, literal);
        let line_end = literal.end;
        let rest = scan.rest(line_end);
        let next = line_end + rest.iter().take_while(|byte| **byte != b'"').count();
        let after = next + close.len();
        let closes = scan.rest(next).starts_with(close.as_bytes())
            && matches!(
                scan.look(after).0,
                Class::Space | Class::Newline | Class::End | Class::Mark
            )
            && !matches!(scan.peek(after), b'"' | b'#');
        let (start, opened) = self.opening(literal);
        if !closes {
            let curly = self.curly_end(literal);
            let span = self.span(start, opened);
            return self.report.add(|| mistake::unclosed_string(span, &close, curly));
        }
        let mut breaks = Vec::new();
        let mut at = line_end;
        while at < next && breaks.len() <= MOST_BREAKS {
            at = scan.line_end(at);
            if let Some(end) = scan.newline_end(at).filter(|end| *end <= next) {
                breaks.push(self.span(at, end));
                at = end;
            }
        }
        literal.body.1 = next;
        literal.end = after;
        literal.escapes |=
            literal.form == Form::Quoted && scan.slice(line_end, next).contains('\\');
        let span = self.span(start, line_end);
        let fixable = literal.form == Form::Quoted && breaks.len() <= MOST_BREAKS;
        self.report.add(|| mistake::line_break_in_string(span, fixable.then_some(breaks)));
    }

    /// `"""text"""`, and `"""text` with more lines.
    fn late_break(&mut self, literal: &Literal) {
        let scan = self.scan;
        let (start, opened) = self.opening(literal);
        let (open, close) = (self.span(start, opened), self.span(literal.body.1, literal.end));
        let body = scan.slice(literal.body.0, literal.body.1);
        let last_line = body.rsplit(is_newline).next().unwrap_or_default();
        let single = last_line.len() == body.len();
        let indent = (!single && last_line.chars().all(is_space)).then_some(last_line);
        let hashes = "#".repeat(literal.end - literal.body.1 - 3);
        let flat = single && !body.contains('"');
        self.report.add(|| mistake::late_break(open, close, &hashes, flat, indent));
    }

    /// The value of a multi-line string, which goes to the buffer.
    fn multi_line(&mut self, literal: &Literal) -> Text {
        let (start, end) = literal.body;
        let source = self.scan.slice(start, end);
        let folded;
        let (text, moved) = if literal.folds {
            folded = fold(source);
            (folded.0.as_str(), folded.1.as_slice())
        } else {
            (source, [].as_slice())
        };
        let place = |at: usize| start + original(moved, at);
        let built = self.tree.buffer.len();
        let fault = dedent(text, literal.escapes, &mut self.tree.buffer).err();
        match fault {
            Some(Dedent::Closing) => {
                let close = self.span(end, literal.end);
                self.report.add(|| mistake::closing_not_alone(close));
            }
            Some(Dedent::Lines(lines)) => {
                let prefix = text.rsplit(is_newline).next().unwrap_or_default();
                let fixable = !literal.folds && lines.len() < MOST_LINES;
                let lines = lines.into_iter().map(|(from, to)| self.span(place(from), place(to)));
                let lines: Vec<Span> = lines.collect();
                self.report.add(|| mistake::dedent(&lines, prefix, fixable));
            }
            None => {}
        }
        Text::built(built, self.tree.buffer.len())
    }

    /// Reports the first escape of a string that is none; its fix is for all of them.
    fn check_escapes(&mut self, start: usize, end: usize) {
        let scan = self.scan;
        let mut bad = Vec::new();
        let mut at = start;
        while at < end {
            if scan.peek(at) != b'\\' {
                at += 1;
                continue;
            }
            let (next, fault) = escape(scan, at, end);
            if let Some(fault) = fault
                && bad.len() < MOST_BREAKS
            {
                bad.push((self.span(at, next), fault));
            }
            at = next;
        }
        if !bad.is_empty() {
            self.report.add(|| mistake::escapes(scan.text, &bad));
        }
    }
}

fn close_of(scan: Scan<'_>, literal: &Literal) -> String {
    let hashes = scan.rest(literal.start).iter().take_while(|byte| **byte == b'#').count();
    let many = matches!(literal.form, Form::Multi | Form::RawMulti);
    format!("{}{}", if many { "\"\"\"" } else { "\"" }, "#".repeat(hashes))
}

/// End of the escape at `at`, and what is wrong with it.
fn escape(scan: Scan<'_>, at: usize, end: usize) -> (usize, Option<BadEscape>) {
    let Some(c) = scan.char_at(at + 1).filter(|_| at + 1 < end) else { return (at + 1, None) };
    let next = at + 1 + c.len_utf8();
    match c {
        'n' | 'r' | 't' | '\\' | '"' | 'b' | 'f' | 's' => (next, None),
        'u' if scan.peek(next) == b'{' => unicode_escape(scan, next, end),
        'u' => {
            let digits = scan.slice_bytes(next, (next + 4).min(end));
            let hex = digits.iter().take_while(|digit| digit.is_ascii_hexdigit()).count();
            let fault = if hex == 4 { BadEscape::NoBraces } else { BadEscape::Unknown('u') };
            (next + if hex == 4 { 4 } else { 0 }, Some(fault))
        }
        c if is_space(c) || is_newline(c) => {
            let mut next = next;
            while let (Class::Space | Class::Newline, len) = scan.look(next) {
                next += len;
            }
            (next.min(end), None)
        }
        c => (next, Some(BadEscape::Unknown(c))),
    }
}

/// The escape whose `{` stands at `brace`.
fn unicode_escape(scan: Scan<'_>, brace: usize, end: usize) -> (usize, Option<BadEscape>) {
    let inner = scan.slice_bytes(brace + 1, (brace + 1 + 16).min(end));
    let digits = inner.iter().take_while(|digit| digit.is_ascii_hexdigit()).count();
    let word = inner.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let next = brace + 1 + word;
    if inner.get(word) != Some(&b'}') {
        return (next, Some(BadEscape::Digits));
    }
    if digits != word || !(1..=6).contains(&digits) {
        return (next + 1, Some(BadEscape::Digits));
    }
    let text = scan.slice(brace + 1, next);
    let code = u32::from_str_radix(text, 16).unwrap_or(u32::MAX);
    let fault = char::from_u32(code).is_none().then_some(BadEscape::NoCharacter(code));
    (next + 1, fault)
}

/// Resolves the escapes of a text; what is none stays as it is.
fn unescape(text: &str, out: &mut String) {
    let scan = Scan::new(text);
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('\\')) {
        let at = from + found;
        out.push_str(scan.slice(from, at));
        let (next, fault) = escape(scan, at, text.len());
        from = next;
        let written = scan.slice(at, next);
        if fault.is_some() {
            out.push_str(written);
            continue;
        }
        match written.as_bytes().get(1) {
            Some(b'n') => out.push('\n'),
            Some(b'r') => out.push('\r'),
            Some(b't') => out.push('\t'),
            Some(b'b') => out.push('\u{8}'),
            Some(b'f') => out.push('\u{C}'),
            Some(b's') => out.push(' '),
            Some(c @ (b'\\' | b'"')) => out.push(char::from(*c)),
            Some(b'u') => {
                let digits = written.trim_start_matches("\\u{").trim_end_matches('}');
                let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                out.extend(c);
            }
            // White space, which an escape swallows.
            _ => {}
        }
    }
    out.push_str(scan.slice(from, text.len()));
}

/// Takes white space escapes out of a text. Also gives where the pieces that stay begin, in the
/// new text and in the old.
fn fold(text: &str) -> (String, Vec<(usize, usize)>) {
    let scan = Scan::new(text);
    let (mut out, mut moved) = (String::with_capacity(text.len()), Vec::new());
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        let start = at + found;
        let swallows = matches!(scan.look(start + 1).0, Class::Space | Class::Newline);
        at = escape(scan, start, text.len()).0;
        if swallows {
            out.push_str(scan.slice(from, start));
            moved.push((out.len(), at));
            from = at;
        }
    }
    out.push_str(scan.slice(from, text.len()));
    (out, moved)
}

/// Where an offset of a folded text was before.
fn original(moved: &[(usize, usize)], at: usize) -> usize {
    let index = moved.partition_point(|(new, _)| *new <= at);
    match index.checked_sub(1).and_then(|index| moved.get(index)) {
        Some((new, old)) => old + (at - new),
        None => at,
    }
}

/// Why a multi-line string cannot be dedented.
enum Dedent {
    /// Something stands before the closing quotes.
    Closing,
    /// Lines that do not begin with the white space the closing quotes have before them: where
    /// each begins and where its text does.
    Lines(Vec<(usize, usize)>),
}

/// Takes the indentation of the last line off all lines. At a fault it goes on as far as there
/// is sense in it.
fn dedent(text: &str, escapes: bool, out: &mut String) -> Result<(), Dedent> {
    let scan = Scan::new(text);
    let last = text.rfind(is_newline).map_or(0, |at| scan.newline_end(at).unwrap_or(at));
    let prefix = scan.slice(last, text.len());
    let closing = !prefix.chars().all(is_space);
    let (end, prefix) = if closing { (text.len(), "") } else { (last, prefix) };
    let mut lines = Vec::new();
    let mut from = 0;
    while from < end {
        let stop = scan.line_end(from).min(end);
        let line = scan.slice(from, stop);
        if from > 0 {
            out.push('\n');
        }
        if !line.chars().all(is_space) {
            let content = line.strip_prefix(prefix).unwrap_or_else(|| {
                let text = line.trim_start_matches(is_space);
                let to = stop - text.len();
                if lines.len() < MOST_LINES {
                    lines.push((from, to));
                }
                text
            });
            if escapes { unescape(content, out) } else { out.push_str(content) }
        }
        from = scan.newline_end(stop).unwrap_or(stop.max(from + 1));
    }
    match (closing, lines.is_empty()) {
        (true, _) => Err(Dedent::Closing),
        (false, true) => Ok(()),
        (false, false) => Err(Dedent::Lines(lines)),
    }
}
