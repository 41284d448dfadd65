//! Texts as KDL v2 writes them: what may not stand as it is stands as an escape.

use super::chars::{Class, can_be_bare, class, invites_mistakes};
use crate::wording;
use std::fmt::Write;

/// A string in quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The name of a node or the key of a property: bare where that is possible.
pub fn name(text: &str) -> String {
    let is_plain = can_be_bare(text) && !invites_mistakes(text) && !text.chars().any(is_hidden);
    if is_plain { text.to_owned() } else { quoted(text) }
}

/// A line comment; what would end it or steer a terminal is made visible.
pub fn comment(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 3);
    out.push_str("//");
    if !text.is_empty() {
        out.push(' ');
    }
    for c in text.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// What ends a line, steers a terminal or reorders what is read.
fn is_hidden(c: char) -> bool {
    // Of letters that are made of several, what joins them stays.
    let is_joint = matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    let is_hidden = wording::is_hidden(c) && !is_joint;
    is_hidden || matches!(class(c), Class::Forbidden | Class::Newline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::{Scalar, parse};

    #[test]
    fn every_character_comes_back_as_it_was() {
        let all = ('\0'..='\u{2FFFF}').step_by(1).filter(|c| *c < '\u{3100}' || *c > '\u{F000}');
        for chunk in all.collect::<Vec<_>>().chunks(500) {
            let text: String = chunk.iter().collect();
            let source =
                format!("{} {} {}=1 {}\n", name(&text), quoted(&text), name(&text), comment(&text));
            let (tree, found) = parse(FileId(0), &source);
            assert!(found.is_empty(), "{found:#?}");
            let node = tree.document(&source).nodes().next().expect("a node");
            assert_eq!(node.name(), text);
            assert_eq!(node.args().next().map(|a| a.value()), Some(Scalar::Str(&text)));
            assert_eq!(node.props().next().and_then(|p| p.key()), Some(&*text));
            assert_eq!(tree.document(&source).nodes().count(), 1, "the comment is one line");
        }
    }

    #[test]
    fn names_are_bare_where_that_is_possible() {
        for (text, written) in
            [("days", "days"), ("a b", "\"a b\""), ("true", "\"true\""), ("", "\"\"")]
        {
            assert_eq!(name(text), written);
        }
    }
}
