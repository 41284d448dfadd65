//! Text of a definition or a site, made inert for what will show it: one module a target.
//!
//! In: any text at all. Out: text that the target shows as it is and takes for nothing else.
//! What steers a terminal or reorders a line is spelled out first, by [`visible`].

pub mod html;
pub mod markdown;
pub mod sarif;
pub mod uri;
pub mod workflow;
pub mod xml;

use crate::register::{Spelling, json};
use crate::wording::{visible, visible_lines};

/// Every way in which one of our outputs writes a text, but for cutting it.
pub const SPELLINGS: &[Spelling] = &[
    visible,
    visible_lines,
    html::text,
    xml::text,
    workflow::message,
    workflow::property,
    sarif::message,
    markdown::cell,
    uri::path,
    json,
    |text| json(text).replace('<', "\\u003c"),
    |text| html::text(&json(text)),
    |text| json_of_pages(&json(text)),
    |text| json_of_ascii(&json(text)),
    form,
    |text| uri::encoded(text, |c| c.is_ascii_alphanumeric() || "-._~".contains(c)),
    |text| text.replace('\\', "\\\\").replace('"', "\\\""),
];

/// As servers write JSON that is to stand in a page.
fn json_of_pages(json: &str) -> String {
    let escaped = |c: char| matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    unicode_escaped(json, escaped)
}

fn json_of_ascii(json: &str) -> String {
    unicode_escaped(json, |c| !c.is_ascii())
}

fn unicode_escaped(json: &str, escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if escaped(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// As a form is sent.
fn form(text: &str) -> String {
    uri::encoded(text, |c| c == ' ' || c.is_ascii_alphanumeric() || "-._*".contains(c))
        .replace(' ', "+")
}

/// The first characters of a text that is too long to be shown whole.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
