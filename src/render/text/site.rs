//! Which site a text is about: its first line and its last one say so.

use crate::live::Unread;
use crate::render::style::Style;
use crate::render::words::refusal;
use crate::render::words::site as words;
pub use crate::render::words::site::{name, one_line, subject};
use crate::wording::capitalized;

pub fn line(target: &str, style: Style) -> String {
    format!("{} {}\n", style.bold("Site:"), name(target))
}

/// A text below the site's name.
pub fn headed(target: &str, text: String, style: Style) -> String {
    format!("{}\n{text}", line(target, style))
}

/// The last line of what is refused.
pub fn refused(reasons: &[String], target: &str, style: Style) -> String {
    let why = one_line(&refusal::why(reasons));
    format!("{} {why}; nothing can be applied to {}\n", style.error("Refused:"), name(target))
}

/// What the site did not show.
pub fn unread(unread: &[Unread], style: Style, out: &mut String) {
    for one in unread {
        let text = capitalized(&one_line(&one.to_string()));
        out.push_str(&format!("{} {text}\n", style.bold("Not seen:")));
    }
    if !unread.is_empty() {
        out.push('\n');
    }
}

/// What nobody asked for.
pub fn not_looked_at(lines: &[String], all: bool, style: Style, out: &mut String) {
    if let Some(text) = words::not_looked_at(lines, all) {
        out.push_str(&format!("{}\n", style.dim(text)));
    }
}
