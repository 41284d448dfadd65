//! Cells that a spreadsheet would run as a formula, and the quote that keeps it from doing so.
//!
//! In: the text of a cell. Out: the same text made harmless, and back; `unguard(guard(x))` is
//! always `x`.

use std::borrow::Cow;

/// What a formula begins with; blanks before it do not help.
const STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// Whether a spreadsheet may take this text for a formula.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(STARTS)
}

/// The text with a quote before it, if it would be a formula (or begins with such a quote).
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text.trim_start_matches('\'')) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text without the quote that [`guard`] put before it.
pub fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarding_is_undone_whatever_the_text() {
        for text in ["", "'", "a", "=1+1", "'=1", "''=1", "+49 30", "-", "@x", "\tx", "'a", "''"] {
            assert!(!is_formula(&guard(text)), "{text:?}");
            assert_eq!(unguard(&guard(text)), text);
        }
        assert_eq!(guard("=cmd()"), "'=cmd()");
        assert_eq!(guard("'tis"), "'tis");
    }
}
