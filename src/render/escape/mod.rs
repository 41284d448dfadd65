//! Text of a definition or a site, made inert for what will show it: one module a target.
//!
//! In: any text at all. Out: text that the target shows as it is and takes for nothing else.
//! What steers a terminal or reorders a line is spelled out first, by [`visible`](crate::wording::visible).

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
    |text| text.replace('\\', "\\\\").replace('"', "\\\""),
];

/// The first characters of a text that is too long to be shown whole.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
