//! XML 1.0: text and attributes. A character that no XML may hold is spelled out.

use crate::wording::visible_lines;

/// Text between tags, or in an attribute: both take the same.
pub fn text(text: &str) -> String {
    let text = visible_lines(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // The end of a CDATA section is no end where there is none, but must not be written.
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A reader makes a space of a line break in an attribute.
            '\n' => out.push_str("&#10;"),
            '\u{FFFE}' | '\u{FFFF}' => out.extend(c.escape_unicode()),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_and_forbidden_characters_are_text() {
        assert_eq!(
            super::text("<a b=\"c\">]]>&\u{1b}[0m\u{0}\u{ffff}\n"),
            "&lt;a b=&quot;c&quot;&gt;]]&gt;&amp;\\u{1b}[0m\\u{0}\\u{ffff}&#10;"
        );
    }
}
