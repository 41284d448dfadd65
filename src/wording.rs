//! How messages of every stage put names and counts.
//!
//! In: names, numbers, phrases. Out: a piece of a sentence. It knows nothing of sites.

use crate::register::without_secrets;

/// Text of a definition or a site as one line in which everything can be seen: what would break the
/// line, steer a terminal, reorder what stands there, or cannot be seen at all, is spelled out.
pub fn visible(text: &str) -> String {
    spelled_out(text, |c| c == '\n')
}

/// The same for text of several lines.
pub fn visible_lines(text: &str) -> String {
    spelled_out(text, |_| false)
}

fn spelled_out(text: &str, also: impl Fn(char) -> bool) -> String {
    // Here, for what is wrapped or cut afterwards shows half of a secret that nobody finds.
    let text = &*without_secrets(text);
    let is_plain = |c: char| (' '..='~').contains(&c) || (c == '\n' && !also(c));
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let (mut before, mut rest) = (None, text.chars().peekable());
    while let Some(c) = rest.next() {
        match c {
            '\t' => out.push(' '),
            '\n' if also(c) => out.push_str("\\n"),
            '\n' => out.push(c),
            // Parts of letters, where letters that need them stand on both sides.
            '\u{200C}' | '\u{200D}' if joins(before, rest.peek().copied()) => out.push(c),
            '\u{FE0E}' | '\u{FE0F}' if before.is_some_and(|c: char| !c.is_ascii()) => out.push(c),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
        before = Some(c);
    }
    out
}

fn joins(before: Option<char>, after: Option<char>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !is_hidden(c));
    is_letter(after) && (is_letter(before) || before == Some('\u{FE0F}'))
}

/// A character that nobody sees, or that changes how others are seen.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Why a text of JSON is not what it should be, without the texts in it: who knows what they are.
pub fn json_error(error: &serde_json::Error) -> String {
    let words = error.to_string();
    for quoting in ["string \"", "unknown variant `", "unknown field `"] {
        if let Some(at) = words.find(quoting) {
            let place = words.rfind(" at line ").map_or("", |place| &words[place..]);
            let before = &words[..at];
            return format!("{before}{}{place}", quoting.trim_end_matches([' ', '"', '`']));
        }
    }
    words
}

/// "`a`", "`a` and `b`", "`a`, `b` and 3 more".
pub fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let mut parts: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        parts.push(format!("{} more", names.len() - SHOWN));
    }
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// A text of any length, as much of it as a message has room for.
pub fn shortened(text: &str) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// An argument of a command line, in quotes where a shell would read it otherwise.
pub fn argument(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "@._-+/:,=%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let is_odd = |c: char| "\"$`\\!".contains(c);
    if text.contains(is_odd) {
        format!("'{}'", text.replace('\'', "'\\''"))
    } else {
        format!("\"{text}\"")
    }
}

/// "1 person", "2 people".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", plural(count, one, many))
}

/// The form of a word or phrase that goes with a count.
pub fn plural<'a>(count: usize, one: &'a str, many: &'a str) -> &'a str {
    if count == 1 { one } else { many }
}

/// With its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_a_few_and_counts_the_rest() {
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b"]), "`a` and `b`");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "`a`, `b`, `c` and 2 more");
    }

    #[test]
    fn one_is_single_and_none_are_many() {
        assert_eq!(counted(1, "user", "users"), "1 user");
        assert_eq!(counted(0, "user", "users"), "0 users");
        assert_eq!(plural(2, "person loses", "people lose"), "people lose");
    }

    #[test]
    fn only_the_first_letter_is_raised() {
        assert_eq!(capitalized("éa b"), "Éa b");
        assert_eq!(capitalized(""), "");
    }
}

#[cfg(test)]
mod visible_tests {
    use super::*;

    #[test]
    fn nothing_breaks_a_line_or_hides_in_it() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(visible("a\nAccess: 0 people gain"), "a\\nAccess: 0 people gain");
        assert_eq!(visible_lines("é\nb\r"), "é\nb\\u{d}");
        for hidden in ["\u{ad}", "\u{200b}", "\u{2028}", "\u{2060}", "\u{feff}", "\u{e0041}"] {
            let shown = visible(hidden);
            assert!(shown.starts_with("\\u{"), "{shown}");
        }
        assert_eq!(visible("ad\u{200d}min"), "ad\\u{200d}min");
    }

    #[test]
    fn errors_of_json_quote_nothing() {
        let error =
            |text: &str| json_error(&serde_json::from_str::<u32>(text).expect_err("no number"));
        assert_eq!(error("\"HUNTER2\""), "invalid type: string at line 1 column 9");
        assert!(error("{").contains("line 1"));
    }

    #[test]
    fn letters_stay_what_they_are() {
        for text in ["Zoë", "می\u{200c}خواهم", "👩\u{200d}💻", "❤\u{fe0f}\u{200d}🔥", "平野"]
        {
            assert_eq!(visible(text), text);
        }
    }
}
