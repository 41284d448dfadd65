//! The canonical layout: what it looks like, and that it changes nothing else.

use crate::shape::{read, shapes};
use siteplan::facade::syntax;

fn laid_out(text: &str) -> String {
    let (tree, diagnostics, good) = read(text);
    assert!(good, "{text:?}: {diagnostics:#?}");
    syntax::format(text, &tree)
}

/// Laying out keeps the document and its comments, and doing it again changes nothing.
pub fn check_layout(text: &str) {
    let once = laid_out(text);
    assert_eq!(shapes(&once), shapes(text), "{text:?} became {once:?}");
    assert_eq!(comments(&once), comments(text), "{text:?} became {once:?}");
    assert_eq!(laid_out(&once), once, "{text:?}");
    assert!(once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"), "{once:?}");
    assert!(!once.starts_with(['\n', ' ']), "{once:?}");
}

/// The comments of a valid text in order, and how many things are hidden by `/-`. Written
/// without any of the code under test.
fn comments(text: &str) -> (Vec<String>, usize) {
    let (mut found, mut hidden) = (Vec::new(), 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
        let quoted = &rest[hashes..];
        let len = if quoted.starts_with('"') {
            let open = if quoted.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
            let close = format!("{open}{}", "#".repeat(hashes));
            let mut at = hashes + open.len();
            while !rest[at..].starts_with(&close) {
                let escape = hashes == 0 && rest[at..].starts_with('\\');
                at += if escape { 1 } else { 0 };
                at += rest[at..].chars().next().expect("a string ends").len_utf8();
            }
            at + close.len()
        } else if rest.starts_with("//") {
            let newline = ['\n', '\r', '\u{85}', '\u{B}', '\u{C}', '\u{2028}', '\u{2029}'];
            let len = rest.find(newline).unwrap_or(rest.len());
            found.push(rest[..len].trim_end().to_owned());
            len
        } else if rest.starts_with("/*") {
            let (mut depth, mut at) = (0, 0);
            loop {
                match &rest[at..] {
                    inner if inner.starts_with("/*") => (depth, at) = (depth + 1, at + 2),
                    inner if inner.starts_with("*/") => (depth, at) = (depth - 1, at + 2),
                    inner => at += inner.chars().next().expect("a comment ends").len_utf8(),
                }
                if depth == 0 {
                    break;
                }
            }
            found.push(rest[..at].replace("\r\n", "\n").replace('\r', "\n"));
            at
        } else {
            hidden += usize::from(rest.starts_with("/-"));
            first.len_utf8()
        };
        rest = &rest[len..];
    }
    (found, hidden)
}

fn becomes(text: &str, wanted: &str) {
    assert_eq!(laid_out(text), wanted, "{text:?}");
    check_layout(text);
    check_layout(&text.replace('\n', "\r\n"));
    assert_eq!(laid_out(&text.replace('\n', "\r\n")), wanted, "{text:?} with CR LF");
}

#[test]
fn nodes_and_entries() {
    becomes("", "");
    becomes(" \n\n ", "");
    becomes("\u{FEFF}a", "a\n");
    becomes("a;b; c", "a\nb\nc\n");
    becomes("\ta   1\t 2\u{A0}3", "a 1 2 3\n");
    becomes("a b  =  (t) 1", "a b=(t)1\n");
    becomes("( t )a", "(t)a\n");
    becomes("a{b{c}}", "a {\n    b {\n        c\n    }\n}\n");
    becomes("a {\n\n\n}", "a {}\n");
    becomes("a {}; b {\n}\n", "a {}\nb {}\n");
    becomes("a {\n\n  b\n\n\n\n  c\n\n}\n\n\n", "a {\n    b\n\n    c\n}\n");
    becomes("/- kdl-version 2\na", "/- kdl-version 2\na\n");
}

#[test]
fn words_keep_their_form_or_lose_their_quotes() {
    becomes("a b \"c\"", "a \"b\" \"c\"\n");
    becomes("\"a\" \"k\"=v (\"t\")x", "a k=\"v\" (t)\"x\"\n");
    becomes("#\"a\"# #\"k\"#=#\"v\"#", "a k=#\"v\"#\n");
    becomes("\"a b\" \"1\"=1 \"true\"=1 \"\"=1", "\"a b\" \"1\"=1 \"true\"=1 \"\"=1\n");
    becomes("\"a:\" \"b,\"=1", "\"a:\" \"b,\"=1\n");
    becomes("a 0x1F 1_000 1e3 +1 #true #null #-inf", "a 0x1F 1_000 1e3 +1 #true #null #-inf\n");
    becomes("a \"\\u{41}\\n\"", "a \"\\u{41}\\n\"\n");
}

#[test]
fn comments_stay_where_they_stand() {
    becomes("// a\n\n\n// b\nc", "// a\n\n// b\nc\n");
    becomes("a // b\nc", "a // b\nc\n");
    becomes("a { // b\nc }", "a { // b\n    c\n}\n");
    becomes("a {\n// b\n}", "a {\n    // b\n}\n");
    becomes("a { /* b */ }", "a { /* b */\n}\n");
    becomes("a {\nb } // c", "a {\n    b\n} // c\n");
    becomes("/* a */ b /* c */ d=/* e */1 /* f */", "/* a */ b /* c */ d= /* e */ 1 /* f */\n");
    becomes("/* a */\nb", "/* a */\nb\n");
    becomes("a /*\n b\n*/ 1", "a /*\n b\n*/ 1\n");
    becomes("a; /* b */ c; // d\n", "a\n/* b */ c // d\n");
    becomes("a (/* b */t)c", "a ( /* b */ t)\"c\"\n");
    becomes("a {\n  b   // c   \n     // d\n}", "a {\n    b // c\n    // d\n}\n");
}

#[test]
fn what_is_hidden_is_laid_out_too() {
    becomes("/-a{b}", "/- a {\n    b\n}\n");
    becomes("a /-b /- c=1 d", "a /- \"b\" /- c=1 \"d\"\n");
    becomes("a /-{b} {c}/-{}", "a /- {\n    b\n} {\n    c\n} /- {}\n");
    becomes("a /-\n\n1 2", "a /- 1 2\n");
    becomes("a /- // b\n1 2", "a /- // b\n    1 2\n");
    becomes("/- // a\nb", "/- // a\nb\n");
}

#[test]
fn lines_that_go_on_stay_broken() {
    becomes("a 1 \\\n2 \\\n\\\n 3", "a 1 \\\n    2 \\\n    3\n");
    becomes("a { b \\ // c\n 1 }", "a {\n    b \\ // c\n        1\n}\n");
    becomes("a \\\n { b }", "a {\n    b\n}\n");
    becomes("a \\\n\nb", "a\nb\n");
    becomes("a \\ // b\n\nc", "a // b\nc\n");
    becomes("a \\ // b\n // c\nd", "a \\ // b\n    // c\nd\n");
    becomes("a b \\\n = \\\n 1", "a b=1\n");
    becomes("\\\na", "a\n");
}

#[test]
fn strings_over_lines_move_with_their_node() {
    becomes("a \"\"\"\nb\n  c\n\n\"\"\"", "a \"\"\"\n    b\n      c\n\n    \"\"\"\n");
    becomes(
        "a {\n\tb k=#\"\"\"\n\t\t\\x\n   \n\t\t\"\"\"#\n}",
        "a {\n    b k=#\"\"\"\n        \\x\n\n        \"\"\"#\n}\n",
    );
    // Escaped line breaks decide what is a line, so nothing in there moves.
    becomes("a \"\"\"\n b \\\n  c\n \"\"\"", "a \"\"\"\n b \\\n  c\n \"\"\"\n");
    becomes("a \"b \\\n   c\"", "a \"b \\\n   c\"\n");
}

#[test]
fn a_text_with_mistakes_comes_back() {
    for text in ["a true  b", "a {", "a  \"b"] {
        let (tree, _, _) = read(text);
        assert_eq!(syntax::format(text, &tree), text);
    }
}
