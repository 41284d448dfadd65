//! What each byte and character may be in KDL: two byte tables and the few characters beyond
//! ASCII that are not plain text.
//!
//! In: a byte or a character. Out: its class. It knows no grammar and moves no cursor.

/// What stands past the end of a text for whoever looks there; never part of UTF-8.
pub(super) const END: u8 = 0xFF;

/// A byte (or, once decoded, a character) outside of strings and comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// May stand anywhere in a bare string.
    Word,
    /// As [`Class::Word`], but not at the start.
    Digit,
    Space,
    Newline,
    /// One of `\ / ( ) { } ; [ ] " # =`.
    Mark,
    /// A code point no document may contain.
    Forbidden,
    /// First byte of a character that has to be decoded to be classed.
    Lead,
    /// Past the end.
    End,
}

/// A byte inside of strings and comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Inner {
    Plain,
    Quote,
    Backslash,
    Newline,
    Forbidden,
    Lead,
    /// `*` and `/`, which only block comments care about.
    Comment,
    End,
}

pub(super) static CLASS: [Class; 256] = classes();
pub(super) static INNER: [Inner; 256] = inners();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Word; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b' ' => Class::Space,
            0x0A..=0x0D => Class::Newline,
            0..=0x1F | 0x7F => Class::Forbidden,
            b'0'..=b'9' => Class::Digit,
            b'\\' | b'/' | b'(' | b')' | b'{' | b'}' | b';' | b'[' | b']' | b'"' | b'#' | b'=' => {
                Class::Mark
            }
            // U+0085 and U+00A0; U+1680; U+2000 to U+206F; U+3000; U+FEFF.
            0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF => Class::Lead,
            END => Class::End,
            _ => Class::Word,
        };
        byte += 1;
    }
    table
}

const fn inners() -> [Inner; 256] {
    let mut table = [Inner::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'"' => Inner::Quote,
            b'\\' => Inner::Backslash,
            b'*' | b'/' => Inner::Comment,
            b'\t' => Inner::Plain,
            0x0A..=0x0D => Inner::Newline,
            0..=0x1F | 0x7F => Inner::Forbidden,
            0xC2 | 0xE2 | 0xEF => Inner::Lead,
            END => Inner::End,
            _ => Inner::Plain,
        };
        byte += 1;
    }
    table
}

/// The class of a character; `Lead` and `End` never come out.
pub(super) fn class(c: char) -> Class {
    match c {
        '\0'..='\x7F' => CLASS[c as usize],
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Class::Space
        }
        '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => Class::Forbidden,
        _ => Class::Word,
    }
}

pub(super) fn is_space(c: char) -> bool {
    class(c) == Class::Space
}

pub(super) fn is_newline(c: char) -> bool {
    class(c) == Class::Newline
}

/// What may not stand as a bare string although its characters may.
pub(super) fn is_keyword(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "inf" | "-inf" | "nan")
}

/// Whether a word reads as a number, or as a number that lacks its first digit.
pub(super) fn looks_like_number(word: &[u8]) -> bool {
    let rest = word.strip_prefix(b"+").or(word.strip_prefix(b"-")).unwrap_or(word);
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    rest.first().is_some_and(u8::is_ascii_digit)
}

/// Whether a text can be written as a bare string.
pub(super) fn can_be_bare(text: &str) -> bool {
    !text.is_empty()
        && !is_keyword(text)
        && !looks_like_number(text.as_bytes())
        && text.chars().all(|c| matches!(class(c), Class::Word | Class::Digit))
}

/// Whether a bare string looks like what people write who think of another language. The reader
/// refuses some of these where they stand, so the printer quotes them all.
pub(super) fn invites_mistakes(text: &str) -> bool {
    let odd = |c: char| matches!(c, '\'' | '‘' | '’' | '“' | '”' | '„' | ',' | ':');
    text.starts_with(odd) || text.ends_with(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_agree_with_the_classes_of_characters() {
        for c in (0..=0x3100).chain([0xFEFF, 0x1F601]).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            let first = c.encode_utf8(&mut bytes).as_bytes()[0];
            let by_table = CLASS[first as usize];
            if by_table != Class::Lead {
                assert_eq!(by_table, class(c), "U+{:04X}", c as u32);
            }
            let inner = INNER[first as usize];
            match class(c) {
                Class::Forbidden => assert!(matches!(inner, Inner::Forbidden | Inner::Lead)),
                Class::Newline => assert!(matches!(inner, Inner::Newline | Inner::Lead)),
                _ => assert!(!matches!(inner, Inner::Forbidden | Inner::Newline)),
            }
        }
    }

    #[test]
    fn bare_strings() {
        for text in ["a", "--", "+", "-", ".", "+.", "-a", ".md", "r", "🙂", "a.b:c,d'"] {
            assert!(can_be_bare(text), "{text}");
        }
        for text in ["", "1", "-1", "+.1", ".1", "true", "-inf", "a b", "a/b", "a=b", "a\u{FEFF}"] {
            assert!(!can_be_bare(text), "{text}");
        }
    }
}
