//! Workflow commands of GitHub Actions: `::error file=…::message`.
//!
//! A runner reads commands line by line and decodes exactly the sequences written here.

use crate::wording::visible_lines;

/// What follows the second `::`.
pub fn message(text: &str) -> String {
    visible_lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property before it.
pub fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_another_command() {
        assert_eq!(message("100%\n::error::x\u{1b}"), "100%25%0A::error::x\\u{1b}");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
