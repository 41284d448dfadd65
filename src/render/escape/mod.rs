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

use super::style::safe;

/// One line without anything that cannot be seen: line breaks, too, are spelled out.
pub fn visible(text: &str) -> String {
    let mut text = safe(text);
    if text.contains('\n') {
        text = text.replace('\n', "\\n");
    }
    text
}

/// The first characters of a text that is too long to be shown whole.
pub fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
