//! Names of files: safe on every file system, and stable while the site grows.

use crate::model::path;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Longer names are cut.
const LONGEST: usize = 40;

/// Devices on Windows, whatever their ending.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// A file for each name, in the same order. Names that make one file name are told apart by
/// their own text, so that none depends on which others there are.
pub(super) fn stems(names: &[&str]) -> Vec<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let stems: Vec<String> = names.iter().map(|name| stem(name)).collect();
    for stem in &stems {
        *count.entry(stem.clone()).or_default() += 1;
    }
    let unique = |(name, stem): (&&str, String)| match count.get(&stem) {
        Some(1) | None => stem,
        Some(_) => {
            let hash = Sha256::digest(path::fold(name).as_bytes());
            let tail: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            format!("{stem}-{tail}")
        }
    };
    names.iter().zip(stems).map(unique).collect()
}

/// The file of one of very many names: by its first letter.
pub(super) fn drawer(name: &str) -> String {
    match path::fold(name).chars().next() {
        Some(first) if first.is_ascii_alphanumeric() => first.to_string(),
        _ => "other".to_owned(),
    }
}

fn stem(name: &str) -> String {
    let mut stem = String::new();
    for c in path::fold(name).chars() {
        if c.is_ascii_alphanumeric() {
            stem.push(c);
        } else if !stem.is_empty() && !stem.ends_with('-') {
            stem.push('-');
        }
        if stem.len() >= LONGEST {
            break;
        }
    }
    let stem = stem.trim_end_matches('-');
    let device = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    match stem {
        "" => "folder".to_owned(),
        _ if RESERVED.contains(&device) => format!("{stem}-folder"),
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_told_apart() {
        let names = ["Branches", "../etc", "CON", "a b", "a_b", "🙂", "Éclair", &"x".repeat(5000)];
        let stems = stems(&names);
        assert_eq!(stems[..3], ["branches", "etc", "con-folder"]);
        assert!(stems[3].starts_with("a-b-") && stems[4].starts_with("a-b-"));
        assert_ne!(stems[3], stems[4]);
        assert_eq!(stems[5..7], ["folder", "eclair"]);
        assert_eq!(stems[7].len(), LONGEST);
        assert_eq!(super::stems(&["a_b", "A.B", "z"])[0], stems[4], "whatever else there is");
    }

    #[test]
    fn many_names_lie_in_few_files() {
        assert_eq!(["Ada", "éva", "7up", "_x", ""].map(drawer), ["a", "e", "7", "other", "other"]);
    }
}
