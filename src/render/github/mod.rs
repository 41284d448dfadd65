//! Annotations of a GitHub workflow run, written as workflow commands.

pub mod drift;
pub mod findings;
pub mod plan;

use super::escape::workflow::{message, property};

/// GitHub shows at most so many annotations of a kind from one step.
pub const SHOWN: usize = 10;

/// A line about what GitHub would not show; nothing where it shows all.
fn not_annotated(left_out: &[String]) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    format!("GitHub shows {SHOWN} annotations of a kind; not annotated: {}\n", left_out.join(", "))
}

/// Annotations of the step that stand before those of a list.
#[derive(Clone, Copy, Default)]
pub struct Taken {
    pub warnings: usize,
    pub notices: usize,
}

/// What a reviewer must not miss.
fn warning(title: &str, text: &str) -> String {
    format!("::warning title={}::{}\n", property(title), message(text))
}

/// A note about the whole run.
pub fn notice(title: &str, text: &str) -> String {
    format!("::notice title={}::{}\n", property(title), message(text))
}
