//! Where patterns lead, against `globset` and every short path there is.

use globset::GlobBuilder;
use proptest::prelude::*;
use siteplan::facade::access::{Folders, Pattern, Place, Tree, What};
use std::collections::BTreeMap;

const PIECES: &[&str] = &[
    "a", "b", "ab", "*", "?", "/", "/", "**", "**/", "/**", "/**/", "[ab]", "[!a]", "[a-b]",
    "{a,b}", "{a/b,b}", "{,a}", "{a*,?b}", "*b",
];
const FOLDERS: &[&str] = &["a", "b", "a/a", "a/b", "b/a", "a/b/b", "ab", "ab/a"];

/// All paths of up to three components over a few names.
fn paths() -> Vec<String> {
    let names = ["a", "b", "x", "aa", "ab", "ba", "xb", "bx", "xx"];
    let mut all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut last = all.clone();
    for _ in 0..2 {
        last = last
            .iter()
            .flat_map(|path| names.iter().map(move |name| format!("{path}/{name}")))
            .collect();
        all.extend(last.clone());
    }
    all
}

fn pattern() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..PIECES.len(), 1..6)
        .prop_map(|pieces| pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>())
}

fn tree(picked: &[bool]) -> Tree {
    let mut folders = Folders::default();
    for (path, picked) in FOLDERS.iter().zip(picked) {
        if *picked {
            folders.add(path);
        }
    }
    Tree::new(folders)
}

/// Where a path belongs; none for a file that has the name of a folder.
fn belongs(tree: &Tree, path: &str, what: What) -> Option<Place> {
    match what {
        What::Folders => Some(tree.place(path)),
        What::Files if tree.folders().find(path).is_some() => None,
        What::Files => Some(tree.place(siteplan::facade::model::path::parent(path).unwrap_or(""))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pattern_meets_the_places_where_something_matches(
        text in pattern(),
        picked in proptest::collection::vec(any::<bool>(), FOLDERS.len()),
    ) {
        let mut builder = GlobBuilder::new(text.trim_start_matches('/'));
        let Ok(glob) = builder.literal_separator(true).build() else { return Ok(()) };
        let glob = glob.compile_matcher();
        let pattern = Pattern::glob(&text).expect("globset reads it");
        let files = Pattern::files(text.trim_start_matches('/')).expect("globset reads it");
        let tree = tree(&picked);
        for what in [What::Folders, What::Files] {
            let found: BTreeMap<Place, String> =
                pattern.places(&tree, what).into_iter().map(|m| (m.place, m.path)).collect();
            for (place, path) in &found {
                prop_assert!(
                    path.is_empty() || glob.is_match(path), "{text} does not match {path:?}"
                );
                prop_assert_eq!(belongs(&tree, path, what), Some(*place), "{} {}", text, path);
            }
            for path in paths() {
                prop_assert_eq!(glob.is_match(&path), pattern.is_match(&path), "{} on {}", text, path);
                prop_assert_eq!(glob.is_match(&path), files.is_match(&path), "{} on {}", text, path);
                if glob.is_match(&path) && let Some(place) = belongs(&tree, &path, what) {
                    prop_assert!(found.contains_key(&place), "{text} misses {path} {what:?}");
                }
            }
        }
    }
}

#[test]
fn patterns_are_compared_as_paths_are() {
    let mut folders = Folders::default();
    folders.add("strasse/etudes");
    let tree = Tree::new(folders);
    let first = |text: &str| {
        let pattern = Pattern::destination(text).expect("a template");
        pattern.places(&tree, What::Files).first().map(|found| found.path.clone())
    };
    assert_eq!(first("Straße/Études/").as_deref(), Some("strasse/etudes/x"));
    assert_eq!(first("Neu/%Y/").as_deref(), Some("Neu/0000/x"));
    assert!(Pattern::glob("A/[B-C]?.PDF").expect("a glob").is_match("a/bx.pdf"));
    assert!(!Pattern::glob("a/[!b]").expect("a glob").is_match("a/b"));
    for wrong in ["[", "{a", "a}", "[b-a]", "\\"] {
        assert!(Pattern::glob(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn patterns_of_files_tell_upper_case_from_lower() {
    let files = Pattern::files("./People/[A-C]*.csv").expect("a glob");
    assert!(files.is_match("./People/Ben.csv"));
    assert!(!files.is_match("./people/Ben.csv"));
    assert!(!files.is_match("./People/ben.csv"));
    assert!(!files.is_match("People/Ben.csv"));
}
