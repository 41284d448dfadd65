//! How messages of every stage put names and counts.
//!
//! In: names, numbers, phrases. Out: a piece of a sentence. It knows nothing of sites.

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
