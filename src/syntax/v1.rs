//! From KDL v1 to KDL v2.
//!
//! In: a text that is KDL v1. Out: the same document in KDL v2 with all its comments, or why there
//! is none. What the text says is read by the `kdl` crate's own reader of v1; what is made of it
//! here, word by word, must say the same, or nothing is made. Texts that this reader could not bear
//! are refused before.

use super::view::{Entry, Node};
use super::{MAX_DEPTH, Scalar, Tree, words};
use crate::codes::kdl as codes;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, plain};
use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};
use std::thread;

/// The reader of v1 keeps many times this in memory.
const LARGEST: usize = 64 << 20;
/// It recurses over blocks, `/-`, and each of these marks in a comment.
const MOST_MARKS: usize = 10_000;
const STACK: usize = 256 << 20;

/// The document in KDL v2.
pub fn from_v1(file: FileId, text: &str) -> Result<String, Box<Diagnostic>> {
    let whole = Span::new(file, 0, 0);
    let refused = |message: &str, span: Span, label: String| {
        Diagnostic::error(codes::VERSION_1, message).at(span, label)
    };
    if text.len() > LARGEST {
        return Err(refused(
            "the document is larger than 64 MiB",
            whole,
            "no more is converted".into(),
        )
        .help("split it into files")
        .into());
    }
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let body = &text[start..];
    let converted = Converter::new(body).run().map_err(|at| {
        let at = (start + at) as u32;
        let message = format!("blocks or comments nest deeper than {MAX_DEPTH} levels");
        let finding =
            Diagnostic::error(codes::TOO_DEEP, message).at(Span::new(file, at, at), "here");
        Box::new(finding.help("close what has ended, or delete the comment"))
    })?;
    let said = read(body).map_err(|(message, from, to)| {
        let span = Span::new(file, (start + from) as u32, (start + to) as u32);
        let finding = refused("the document is no KDL v1", span, message);
        Box::new(finding.help("correct it by hand; in KDL v1 texts always stand in quotes"))
    })?;
    let differs = |at: usize| {
        let span = Span::new(file, (start + at) as u32, (start + at) as u32);
        let label = "from here on".to_owned();
        let finding = refused("nothing in KDL v2 is known to say the same", span, label);
        Box::new(finding.help("write this node in KDL v2 by hand"))
    };
    let (tree, mistakes) = super::parse(file, &converted);
    if mistakes.iter().any(Diagnostic::is_error) {
        return Err(differs(difference(&said, &tree, &converted).unwrap_or(0)));
    }
    match difference(&said, &tree, &converted) {
        Some(at) => Err(differs(at)),
        None => Ok(converted),
    }
}

/// What a text says in KDL v1; or what is wrong with it, and where.
fn read(text: &str) -> Result<KdlDocument, (String, usize, usize)> {
    let parse = || KdlDocument::parse_v1(text);
    let read = thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, parse);
        reader.map(|reader| match reader.join() {
            Ok(read) => read,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    });
    let error = match read {
        Ok(Ok(document)) => return Ok(document),
        Ok(Err(error)) => error,
        Err(error) => return Err((error.to_string(), 0, 0)),
    };
    let Some(first) = error.diagnostics.into_iter().next() else {
        return Err(("it cannot be read".to_owned(), 0, 0));
    };
    let message = first.message.unwrap_or_default().trim_end_matches('.').to_lowercase();
    let from = (0..=first.span.offset().min(text.len())).rfind(|at| text.is_char_boundary(*at));
    let from = from.unwrap_or(0);
    let to = text[from..].chars().next().map_or(from, |c| from + c.len_utf8());
    Err((message, from, to))
}

/// Where a document begins to say something else than a tree.
fn difference(said: &KdlDocument, tree: &Tree, text: &str) -> Option<usize> {
    differ(said.nodes(), tree.document(text).nodes())
}

fn differ<'s>(said: &[KdlNode], mut nodes: impl Iterator<Item = Node<'s>>) -> Option<usize> {
    for node in said {
        let at = node.span().offset();
        let Some(made) = nodes.next() else { return Some(at) };
        let is_same = made.name() == node.name().value()
            && made.annotation() == node.ty().map(|ty| ty.value())
            && made.has_block() == node.children().is_some()
            && made.entries().count() == node.entries().len()
            && made.entries().zip(node.entries()).all(|(made, said)| is_same_entry(made, said));
        if !is_same {
            return Some(at);
        }
        let children = node.children().map_or(&[][..], |children| children.nodes());
        if let Some(at) = differ(children, made.children()) {
            return Some(at);
        }
    }
    nodes.next().map(|_| said.last().map_or(0, |node| node.span().offset()))
}

fn is_same_entry(made: Entry<'_>, said: &KdlEntry) -> bool {
    made.key() == said.name().map(|name| name.value())
        && made.annotation() == said.ty().map(|ty| ty.value())
        && match (made.value(), said.value()) {
            (Scalar::Null, KdlValue::Null) => true,
            (Scalar::Bool(made), KdlValue::Bool(said)) => made == *said,
            (Scalar::Int(made), KdlValue::Integer(said)) => i128::from(made) == *said,
            (Scalar::Float(made), KdlValue::Float(said)) => made.to_bits() == said.to_bits(),
            // How lines end is not the text's.
            (Scalar::Str(made), KdlValue::String(said)) => plain(made) == plain(said),
            _ => false,
        }
}

/// Goes over a text word by word.
struct Converter<'t> {
    text: &'t str,
    at: usize,
    out: String,
}

impl<'t> Converter<'t> {
    fn new(text: &'t str) -> Self {
        Converter { text, at: 0, out: String::with_capacity(text.len() + text.len() / 16) }
    }

    /// Writes it all; or gives where it is deeper than anybody writes.
    fn run(mut self) -> Result<String, usize> {
        let (mut depth, mut dashes) = (0_usize, 0_usize);
        self.marker();
        while let Some(c) = self.rest().chars().next() {
            let start = self.at;
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            match c {
                '/' if self.rest().starts_with("/-") => {
                    dashes += 1;
                    self.copy(2);
                }
                '/' if self.rest().starts_with("//") => {
                    let rest = self.rest();
                    self.copy(rest.find(is_line_end).unwrap_or(rest.len()));
                }
                '/' if self.rest().starts_with("/*") => self.comment()?,
                '"' => self.quoted(),
                'r' if self.raw() => dashes = 0,
                c if is_word(c) => {
                    self.word();
                    dashes = 0;
                }
                c => self.copy(c.len_utf8()),
            }
            if depth > MAX_DEPTH || dashes > MAX_DEPTH {
                return Err(start);
            }
        }
        Ok(self.out)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn copy(&mut self, length: usize) {
        self.replace(length, &self.text[self.at..self.at + length]);
    }

    fn replace(&mut self, length: usize, by: &str) {
        self.out.push_str(by);
        self.at += length;
    }

    /// `/- kdl-version 1`
    fn marker(&mut self) {
        let rest = self.rest().strip_prefix("/-").map(|rest| rest.trim_start_matches([' ', '\t']));
        let rest = rest.and_then(|rest| rest.strip_prefix("kdl-version"));
        let number = rest.map(|rest| rest.trim_start_matches([' ', '\t']));
        if let Some(after) = number.and_then(|number| number.strip_prefix('1'))
            && !after.starts_with(is_word)
        {
            self.copy(self.text.len() - after.len() - 1);
            self.replace(1, "2");
        }
    }

    /// Comments may lie in one another.
    fn comment(&mut self) -> Result<(), usize> {
        let (rest, mut depth, mut marks, mut at) = (self.rest(), 0_usize, 0_usize, 0);
        while at < rest.len() {
            let next = &rest.as_bytes()[at..];
            marks += usize::from(matches!(next[0], b'*' | b'/'));
            if depth > MAX_DEPTH || marks > MOST_MARKS {
                return Err(self.at + at);
            }
            match next {
                [b'/', b'*', ..] => {
                    depth += 1;
                    at += 2;
                }
                [b'*', b'/', ..] => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        break;
                    }
                }
                _ => at += 1,
            }
        }
        self.copy(at);
        Ok(())
    }

    fn quoted(&mut self) {
        let rest = self.rest();
        let (mut end, mut escaped, mut slashes) = (rest.len(), false, false);
        for (at, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                _ if escaped => {
                    slashes |= byte == b'/';
                    escaped = false;
                }
                b'\\' => escaped = true,
                b'"' => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let body = &rest[1..end];
        let length = (end + 1).min(rest.len());
        if !slashes && !body.contains(is_line_end) {
            return self.copy(length);
        }
        let body = unslashed(body);
        let by = match lines(&body) {
            Some(lines) => format!("\"\"\"{lines}\"\"\""),
            None => format!("\"{}\"", escaped_breaks(&body)),
        };
        self.replace(length, &by);
    }

    /// `r"…"`, `r#"…"#`
    fn raw(&mut self) -> bool {
        let rest = self.rest();
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        let Some(body) = rest[1 + hashes..].strip_prefix('"') else { return false };
        let marks = "#".repeat(hashes);
        let Some(end) = body.find(&format!("\"{marks}")) else { return false };
        let (length, body) = (2 + hashes + end + 1 + hashes, &body[..end]);
        let marks = if marks.is_empty() { "#" } else { &marks };
        let by = match lines(body) {
            _ if body.starts_with('"') => words::quoted(&plain(body)),
            None if body.contains(is_line_end) => words::quoted(&plain(body)),
            None => format!("{marks}\"{body}\"{marks}"),
            Some(lines) => format!("{marks}\"\"\"{lines}\"\"\"{marks}"),
        };
        self.replace(length, &by);
        true
    }

    /// A keyword, a number or a name.
    fn word(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let is_key = rest[length..].starts_with('=');
        let digits = word.trim_start_matches(['+', '-']);
        let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
        let by = match word {
            "true" | "false" | "null" if !is_key => format!("#{word}"),
            _ if is_number => word.to_owned(),
            _ => words::name(word),
        };
        self.replace(length, &by);
    }
}

/// What words of KDL v1 are made of.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !"\\/(){}<>;[]=,\"\u{FEFF}".contains(c)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{C}' | '\u{2028}' | '\u{2029}')
}

/// `\/` is no escape any more.
fn unslashed(body: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(body.len()), body.chars());
    while let Some(c) = chars.next() {
        match (c, (c == '\\').then(|| chars.next()).flatten()) {
            ('\\', Some('/')) => out.push('/'),
            ('\\', Some(next)) => out.extend(['\\', next]),
            _ => out.push(c),
        }
    }
    out
}

/// A text of several lines between lines of their own, where that says the same.
fn lines(body: &str) -> Option<String> {
    let text = plain(body);
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    let is_plain = text.contains('\n')
        && !text.replace('\n', "").contains(is_line_end)
        && !text.contains("\"\"\"")
        && !text.split('\n').any(|line| blank(line) || line.ends_with('\\'));
    is_plain.then(|| format!("\n{text}\n"))
}

fn escaped_breaks(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for c in plain(body).chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if is_line_end(c) => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(text: &str) -> String {
        from_v1(FileId(0), text).unwrap_or_else(|finding| panic!("{text}: {finding:?}"))
    }

    #[test]
    fn words_change_and_all_else_stays() {
        for (old, new) in [
            ("/- kdl-version 1\na true", "/- kdl-version 2\na #true"),
            ("a true null k=false // true\n", "a #true #null k=#false // true\n"),
            ("a r\"b\\c\" r##\"d\"#\"##", "a #\"b\\c\"# ##\"d\"#\"##"),
            ("a r#\"\"b\"\"#", "a \"\\\"b\\\"\""),
            ("a \"\\/b\\u{41}\\n\"", "a \"/b\\u{41}\\n\""),
            ("a \"b\nc\"", "a \"\"\"\nb\nc\n\"\"\""),
            ("a \"b\r\n \r\nc\\/\"", "a \"b\\n \\nc/\""),
            (
                "a { name \"A B\"; notes r\"Rules:\nlimit = 5\nadmin true\n\"; disabled true; }",
                "a { name \"A B\"; notes #\"\"\"\nRules:\nlimit = 5\nadmin true\n\n\"\"\"#; disabled #true; }",
            ),
            ("tab_template name=\"x\" {\n}", "tab_template name=\"x\" {\n}"),
            ("a /- true {\n  /- b true\n} // c\nd 1", "a /- #true {\n  /- b #true\n} // c\nd 1"),
            ("a#b 'c'=1 (#)\"d\"", "\"a#b\" \"'c'\"=1 (\"#\")\"d\""),
            ("a 1_000 0xFF -1.5e3 /* true */ \\\n 2", "a 1_000 0xFF -1.5e3 /* true */ \\\n 2"),
            ("\u{FEFF}a true\r\n", "a #true\r\n"),
            ("r 1; raw 2", "r 1; raw 2"),
        ] {
            assert_eq!(converted(old), new);
        }
    }

    #[test]
    fn what_is_too_deep_is_refused() {
        for (open, count) in [("a {\n", 10_000), ("/-", 10_000), ("/*", 10_000), ("/* **", 1)] {
            let stars = if count == 1 { "*".repeat(100_000) } else { String::new() };
            let finding = from_v1(FileId(0), &format!("{}{stars}", open.repeat(count)));
            assert_eq!(finding.expect_err("too deep").code, codes::TOO_DEEP, "{open}");
        }
        let most = format!("{}{}", "a {\n".repeat(MAX_DEPTH), "}\n".repeat(MAX_DEPTH));
        assert_eq!(converted(&most), most);
    }

    #[test]
    fn what_is_no_kdl_of_version_1_is_refused_where_it_stands() {
        for text in ["a #true", "a b", "a \"b", "}", "a r\"b", "a {", "é 1 é", "a /* b"] {
            let finding = from_v1(FileId(0), text).expect_err(text);
            let end = finding.span().map_or(0, |span| span.end as usize);
            assert!(finding.code == codes::VERSION_1 && end <= text.len(), "{text} {finding:?}");
        }
    }
}
