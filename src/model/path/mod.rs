//! Folder paths: their normal form, how the site compares them, and what it refuses.
//!
//! `comparison.json` is MySQL's `utf8mb4_0900_ai_ci` as the official Python SDK ships it
//! (PyPI `Files.com` 2.0.19, `path_comparison.json`, verbatim; MIT, © Action Verb, LLC).

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Longest path the site takes, in characters.
pub const MAX_CHARACTERS: usize = 5000;

/// Separators are `/`; empty, `.` and `..` components vanish; none leads or trails.
pub fn normalize(path: &str) -> Cow<'_, str> {
    let clean = !path.contains(['\\', '\0'])
        && (path.is_empty() || path.split('/').all(|part| !matches!(part, "" | "." | "..")));
    if clean {
        return Cow::Borrowed(path);
    }
    let path = path.replace('\0', "");
    let parts: Vec<&str> =
        path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | "..")).collect();
    Cow::Owned(parts.join("/"))
}

/// The form in which the site compares paths: two paths with one key are one folder.
pub fn key(path: &str) -> Cow<'_, str> {
    match normalize(path) {
        Cow::Borrowed(path) => fold(path),
        Cow::Owned(path) => Cow::Owned(fold(&path).into_owned()),
    }
}

/// Folds case, accents, width and kana, scalar by scalar.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Adds the folded form of a text to another one.
pub fn fold_into(text: &str, folded: &mut String) {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
        return;
    }
    for scalar in text.chars() {
        match scalar {
            ' '..='~' => folded.push(scalar.to_ascii_lowercase()),
            _ => match comparison().get(&scalar) {
                Some(replacement) => folded.push_str(replacement),
                None => folded.push(scalar),
            },
        }
    }
}

/// Why the site would refuse this folder path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    TooLong,
    TrailingWhitespace,
    ZeroWidthSpace,
}

pub fn refusal(path: &str) -> Option<Refusal> {
    if path.len() > MAX_CHARACTERS && path.chars().count() > MAX_CHARACTERS {
        return Some(Refusal::TooLong);
    }
    if path.contains('\u{200B}') {
        return Some(Refusal::ZeroWidthSpace);
    }
    if path.split(['/', '\\']).any(|part| part.ends_with(char::is_whitespace)) {
        return Some(Refusal::TrailingWhitespace);
    }
    None
}

/// Whether a folder (a key) is the root, or one of the roots of what the site reaches beside its own
/// files: child sites, remote servers, workspaces. They are always there, nobody makes them, and
/// they do not lie below `/`. Assumption `special-roots-stand-alone`.
pub fn is_root(key: &str) -> bool {
    match key.strip_prefix('_') {
        Some(rest) => rest.is_empty() || (rest.starts_with('/') && rest.matches('/').count() <= 2),
        None => key.is_empty(),
    }
}

/// Why nothing can lie at a path beside the site's own files.
pub fn no_root(path: &str) -> Option<&'static str> {
    const ROOTS: [&str; 4] = ["sites", "workspaces", "remoteservers", "snapshots"];
    let mut parts = path.strip_prefix("_/")?.split('/');
    let root = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !ROOTS.contains(&&*root) {
        return Some("there is no such root beside the site");
    }
    let as_written = |id: &str| id.parse::<u32>().is_ok_and(|number| number.to_string() == *id);
    let is_number = parts.next().is_none_or(as_written);
    (!is_number).then_some("what lies there is known by its number")
}

/// A key, with the root that it begins with as Files.com writes it.
pub fn with_roots_as_written(key: &str) -> String {
    const ROOTS: [&str; 3] = ["_/Sites", "_/Workspaces", "_/RemoteServers"];
    let begins = |root: &&&str| {
        let rest = key.get(root.len()..);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            && key[..root.len()].eq_ignore_ascii_case(root)
    };
    match ROOTS.iter().find(begins) {
        Some(root) => format!("{root}{}", &key[root.len()..]),
        None => key.to_owned(),
    }
}

/// The folder that holds this one; none for the root.
pub fn parent(path: &str) -> Option<&str> {
    match path.rfind('/') {
        Some(at) => Some(&path[..at]),
        None if path.is_empty() => None,
        None => Some(""),
    }
}

/// The last component.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Where what lies in a folder comes to lie when the folder moves. Path and folder may be spelled
/// differently, but are as deep.
pub fn moved(path: &str, from: &str, to: &str) -> String {
    let below = path.split('/').skip(from.split('/').count());
    below.fold(to.to_owned(), |path, name| join(&path, name))
}

/// The path of `child` below `parent`.
pub fn join(parent: &str, child: &str) -> String {
    match (parent, child) {
        ("", child) => child.to_owned(),
        (parent, "") => parent.to_owned(),
        _ => format!("{parent}/{child}"),
    }
}

/// Whether `path` is `ancestor` or lies below it; both as keys.
pub fn is_within(path: &str, ancestor: &str) -> bool {
    ancestor.is_empty()
        || path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path as people read it; the root has no name of its own.
pub fn display(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}

fn comparison() -> &'static HashMap<char, Box<str>> {
    static MAP: OnceLock<HashMap<char, Box<str>>> = OnceLock::new();
    MAP.get_or_init(|| {
        #[derive(serde::Deserialize)]
        struct File<'a> {
            #[serde(borrow)]
            mapping: HashMap<&'a str, Box<str>>,
        }
        let file: File<'_> = serde_json::from_str(include_str!("comparison.json"))
            .unwrap_or_else(|error| panic!("the shipped comparison map is JSON: {error}"));
        let scalar = |hex: &str| u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        file.mapping.into_iter().filter_map(|(hex, to)| Some((scalar(hex)?, to))).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_the_official_client_does() {
        let cases: serde_json::Value =
            serde_json::from_str(include_str!("comparison_cases.json")).expect("cases");
        let cases = cases["cases"].as_array().expect("a list");
        assert!(cases.len() > 50);
        for case in cases {
            let (input, expected) =
                (case[0].as_str().expect("input"), case[1].as_str().expect("key"));
            assert_eq!(key(input), expected, "{input:?}");
        }
    }

    #[test]
    fn the_ascii_short_cut_agrees_with_the_map() {
        for scalar in ' '..='~' {
            let mapped = comparison().get(&scalar).map_or(scalar.to_string(), |to| to.to_string());
            assert_eq!(mapped, scalar.to_ascii_lowercase().to_string());
        }
    }

    #[test]
    fn walks_up_to_the_root_and_no_further() {
        assert_eq!(parent("a/b/c"), Some("a/b"));
        assert_eq!(parent("a"), Some(""));
        assert_eq!(parent(""), None);
        assert!(is_within("a/b", "a") && is_within("a", "a") && is_within("a", ""));
        assert!(!is_within("ab", "a"));
    }

    #[test]
    fn refuses_what_the_site_refuses() {
        assert_eq!(refusal("a /b"), Some(Refusal::TrailingWhitespace));
        assert_eq!(refusal("a\u{200B}"), Some(Refusal::ZeroWidthSpace));
        assert_eq!(refusal(&"é".repeat(5001)), Some(Refusal::TooLong));
        assert_eq!(refusal(&"é".repeat(5000)), None);
        assert_eq!(refusal("A b/c"), None);
    }
}
