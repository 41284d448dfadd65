//! Where patterns lead, against `globset` and every short path there is.

use globset::GlobBuilder;
use proptest::prelude::*;
use siteplan::facade::access::{Folders, Pattern, Place, Tree, What};
use siteplan::facade::model::glob::{Form, Route};
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
        let route = Route::template(text).expect("it stays below the root");
        let pattern = route.files().expect("a template");
        pattern.places(&tree, What::Files).first().map(|found| found.path.clone())
    };
    assert_eq!(first("Straße/Études/").as_deref(), Some("strasse/etudes/x"));
    assert_eq!(first("Neu/%Y/").as_deref(), Some("Neu/2020/x"));
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

/// The alternatives of a glob, its braces written out; as the documents of automations have it.
fn written_out(glob: &str) -> Vec<String> {
    let Some(open) = glob.find('{') else { return vec![glob.to_owned()] };
    let (mut depth, mut cuts) = (0, vec![open]);
    let mut close = None;
    for (at, c) in glob.char_indices().skip(open) {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => {
                close = Some(at);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 1 => cuts.push(at),
            _ => {}
        }
    }
    let close = close.expect("a brace is closed");
    cuts.push(close);
    cuts.windows(2)
        .flat_map(|cut| {
            let branch = &glob[cut[0] + 1..cut[1]];
            written_out(&format!("{}{branch}{}", &glob[..open], &glob[close + 1..]))
        })
        .collect()
}

/// Whether names match one by one, `**` for any number of them.
fn names_match(glob: &[&str], path: &[&str]) -> bool {
    match (glob, path) {
        ([], []) => true,
        // At the end it stands for what lies below.
        (["**"], path) => !path.is_empty(),
        (["**", rest @ ..], path) => {
            names_match(rest, path)
                || path.split_first().is_some_and(|(_, below)| names_match(glob, below))
        }
        ([name, rest @ ..], [first, below @ ..]) => {
            name_matches(name.as_bytes(), first.as_bytes()) && names_match(rest, below)
        }
        _ => false,
    }
}

fn name_matches(glob: &[u8], name: &[u8]) -> bool {
    match (glob, name) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => {
            name_matches(rest, name) || (!name.is_empty() && name_matches(glob, &name[1..]))
        }
        ([b'?', rest @ ..], [_, below @ ..]) => name_matches(rest, below),
        ([b'[', rest @ ..], [first, below @ ..]) => {
            let (negated, set) = match rest {
                [b'^', set @ ..] => (true, set),
                set => (false, set),
            };
            let (mut at, mut within) = (0, false);
            while set[at] != b']' {
                let c = if set[at] == b'\\' {
                    at += 1;
                    set[at]
                } else {
                    set[at]
                };
                if set[at + 1] == b'-' && set[at + 2] != b']' {
                    within |= (c..=set[at + 2]).contains(first);
                    at += 3;
                } else {
                    within |= c == *first;
                    at += 1;
                }
            }
            within != negated && name_matches(&set[at + 1..], below)
        }
        ([c, rest @ ..], [first, below @ ..]) => c == first && name_matches(rest, below),
        _ => false,
    }
}

pub fn matches(glob: &str, path: &str) -> bool {
    let path: Vec<&str> = path.split('/').collect();
    written_out(glob).iter().any(|glob| {
        let names: Vec<&str> = glob.split('/').collect();
        names_match(&names, &path)
    })
}

const NAMES: &[&str] = &[
    "a",
    "b",
    "ab",
    "*",
    "?",
    "**",
    "[ab]",
    "[^a]",
    "[a-b]x",
    "{a,b}",
    "{,a}b",
    "{a*,?b}",
    "*b",
    "[\\*]",
    "[\\[]x",
    "x{a,{b,x}}",
    "?x",
    "x*",
];

fn glob() -> impl Strategy<Value = String> {
    proptest::collection::vec(0..NAMES.len(), 1..4)
        .prop_map(|names| names.into_iter().map(|name| NAMES[name]).collect::<Vec<_>>().join("/"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of automations: what matches, where, with what is left out, and where relative paths lead.
    #[test]
    fn automations_lead_where_their_globs_match(
        text in glob(),
        left_out in glob(),
        ups in 0..3_usize,
        picked in proptest::collection::vec(any::<bool>(), FOLDERS.len()),
    ) {
        let pattern = Pattern::automation(&text).expect("a glob");
        let without = [Pattern::automation(&left_out).expect("a glob")];
        let tree = tree(&picked);
        let mut compared = 0;
        for path in paths() {
            prop_assert_eq!(matches(&text, &path), pattern.is_match(&path), "{} on {}", text, path);
            compared += 1;
        }
        prop_assert!(compared > 800);
        for what in [What::Folders, What::Files] {
            let found = pattern.places_without(&tree, what, &without);
            for found in &found {
                prop_assert!(
                    matches(&text, &found.path) && !matches(&left_out, &found.path),
                    "{text} without {left_out} has {:?}", found.path
                );
                prop_assert_eq!(belongs(&tree, &found.path, what), Some(found.place));
            }
            for path in paths() {
                if matches(&text, &path) && !matches(&left_out, &path)
                    && let Some(place) = belongs(&tree, &path, what)
                {
                    prop_assert!(
                        found.iter().any(|found| found.place == place),
                        "{text} without {left_out} misses {path} {what:?}"
                    );
                }
            }
        }
        // `..` from a folder that matches is the folder around it.
        let route = Route::glob(&text).expect("it stays below the root");
        let relative = format!("{}x", "../".repeat(ups));
        let Ok(up) = route.down(Form::Template, &relative) else { return Ok(()) };
        let up = up.files().expect("it can be read");
        for path in paths().iter().filter(|path| matches(&text, path)) {
            let names: Vec<&str> = path.split('/').collect();
            let Some(kept) = names.len().checked_sub(ups) else { continue };
            let names: Vec<&str> = names[..kept].iter().copied().chain(["x"]).collect();
            let led = names.join("/");
            prop_assert!(up.is_match(&led), "{text} {relative} does not lead to {led}");
        }
    }
}

#[test]
fn tokens_stand_for_what_the_documents_say() {
    let matches = |template: &str, path: &str| {
        let route = Route::template(template).expect("it stays below the root");
        route.files().expect("a template").is_match(path)
    };
    assert!(matches("a/%Y-%m-%d/", "a/2026-11-29/x"));
    assert!(!matches("a/%Y-%m-%d/", "a/2026-13-29/x"));
    assert!(matches("a/%B/%H%M%S%z", "a/november/235959+0100"));
    assert!(!matches("a/%B/", "a/brumaire/x"));
    assert!(matches("a/%p1/%Ff", "a/b/c.pdf") && !matches("a/%p1/", "a/b/c/d"));
    assert!(matches("a/%td/", "a/b/c/d") && matches("a/{{ item.name }}/b", "a/x/y/b"));
    assert!(matches("100%%/", "100%/x"));
    let filled = |template: &str, file: &str| {
        let route = Route::template(template).expect("it stays below the root");
        route.of_file(file).map(|route| route.to_string())
    };
    let file = "partner/app/team/inbound/file.txt";
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(filled("to/%P1/%P3/%P4/file.txt", file), some("to/partner/team/inbound/file.txt"));
    assert_eq!(filled("to/%p1/%Fb-%Y.%Fe", file), some("to/inbound/file-%Y.txt"));
    assert_eq!(filled("%td/done/%tf", file), some("partner/app/team/inbound/done/file.txt"));
    assert_eq!(filled("%p9/", file), None, "there is no such folder");
    assert_eq!(filled("%u-customer/", file), None, "the file does not tell");
    assert_eq!(filled("{{ item }}/", file), None);
}
