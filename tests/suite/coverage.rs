//! Whether an owner covers an automation, against every short path there is.

use crate::globs::matches;
use proptest::prelude::*;
use siteplan::facade::access::{Coverage, Folders, Held, Offices, State, Tree, View, Worker};
use siteplan::facade::model::leads::{Lead, Leads, Role, leads};
use siteplan::facade::model::{Grantee, Level, Names, Value, path};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

const FOLDERS: &[&str] = &["a", "b", "a/a", "a/b", "b/a", "a/b/x", "ab"];
const PATHS: &[&str] = &["", "a", "a/*", "*/b", "{a,b}", "a/**", "[ab]"];
const SOURCES: &[&str] = &[
    "*", "*.x", "a/*", "{a,b}/*", "**", "**/*.x", "a/**", "../b/*", "./b/*", "?/x", "x", "*/[^a]",
];
const EXCLUDED: &[&str] = &["", "a/**", "x", "*.x", "b/*", "**/a/*"];
const DESTINATIONS: &[&str] = &[
    "",
    "b/",
    "b",
    "a/x.x",
    "./",
    "./a/",
    "../b/",
    "%p1/",
    "a/%Fb/",
    "%P1/b/",
    "%td/",
    "b/%q/",
    "%%/",
    "{{ item }}/",
];
const ACTIONS: &[&str] = &["copy_file", "move_file", "delete_file", "create_folder"];

/// Files of up to three names.
fn files() -> Vec<String> {
    let names = ["a", "b", "x", "a.x", "ab"];
    let mut all: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut last = all.clone();
    for _ in 0..2 {
        last = last
            .iter()
            .flat_map(|folder| names.iter().map(move |name| format!("{folder}/{name}")))
            .collect();
        all.extend(last.clone());
    }
    all
}

/// A path with `.` and `..` taken out; nothing where it leaves the root.
fn resolved(path: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()?),
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

/// An automation as it is written.
#[derive(Debug, Clone, Copy)]
struct Written {
    action: &'static str,
    path: &'static str,
    source: &'static str,
    exclude: &'static str,
    destination: &'static str,
}

impl Written {
    /// The folder in which a file is found by the path and the source, for each way.
    fn finds(self, file: &str) -> Vec<String> {
        let folder = path::parent(file).unwrap_or("").to_owned();
        if self.path.is_empty() {
            let source = resolved(self.source).filter(|source| !source.starts_with(".."));
            let found = source.is_some_and(|source| matches(&source, file));
            return if found { vec![folder] } else { Vec::new() };
        }
        let bases = ["a", "b", "x", "ab", "a.x"];
        let mut folders: Vec<String> = bases.iter().map(|name| (*name).to_owned()).collect();
        for outer in bases {
            folders.extend(bases.iter().map(|name| format!("{outer}/{name}")));
        }
        folders.retain(|folder| {
            matches(self.path, folder)
                && resolved(&format!("{folder}/{}", self.source))
                    .is_some_and(|source| matches(&source, file))
        });
        folders
    }

    fn leaves_out(self, file: &str) -> bool {
        let name = path::file_name(file);
        !self.exclude.is_empty() && (matches(self.exclude, file) || matches(self.exclude, name))
    }

    /// Where it puts a file that it found in a folder; nothing where the file does not tell.
    fn puts(self, file: &str, base: &str) -> Option<String> {
        let folder = path::parent(file).unwrap_or("");
        let names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
        let name = path::file_name(file);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if self.destination.contains("%q") || self.destination.contains("{{") {
            return None;
        }
        let filled = self
            .destination
            .replace("%p1", names.last().copied().unwrap_or(""))
            .replace("%P1", names.first().copied().unwrap_or(""))
            .replace("%Fb", stem)
            .replace("%td", folder)
            .replace("%%", "%");
        let relative = filled.starts_with('.');
        let whole = if relative { format!("{base}/{filled}") } else { filled.clone() };
        let to = resolved(&whole)?;
        Some(if filled.ends_with('/') { path::join(&to, name) } else { to })
    }

    fn attributes(self) -> Vec<(&'static str, Value)> {
        let text = |name, text: &str| (name, Value::text(text));
        let destinations =
            if self.destination.is_empty() { vec![] } else { vec![Value::text(self.destination)] };
        vec![
            text("automation", self.action),
            text("path", self.path),
            text("source", self.source),
            text("exclude_pattern", self.exclude),
            ("destinations", Value::List(destinations.into())),
        ]
    }
}

fn written() -> impl Strategy<Value = Written> {
    let pick = |list: &'static [&'static str]| (0..list.len()).prop_map(move |at| list[at]);
    (pick(ACTIONS), pick(PATHS), pick(SOURCES), pick(EXCLUDED), pick(DESTINATIONS)).prop_map(
        |(action, path, source, exclude, destination)| Written {
            action,
            path,
            source,
            exclude,
            destination,
        },
    )
}

static COMPARED: AtomicUsize = AtomicUsize::new(0);

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    fn every_answer_is_so(
        written in written(),
        held in proptest::collection::vec(any::<bool>(), FOLDERS.len() + 1),
        there in proptest::collection::vec(any::<bool>(), FOLDERS.len()),
    ) {
        let (mut names, mut folders) = (Names::default(), Folders::default());
        let user = names.key("pat");
        let mut state = State::new("2026-06-01T00:00:00Z".parse().expect("an instant"));
        state.set_account(user, siteplan::facade::access::Account::NEW);
        let mut administered: Vec<&str> = Vec::new();
        for (at, folder) in FOLDERS.iter().enumerate() {
            if held[at] && there[at] {
                let held = Held::grant(folders.add(folder), Level::Admin, true);
                state.grant(Grantee::User(user), held);
                administered.push(folder);
            } else if there[at] {
                folders.add(folder);
            }
        }
        let tree = Tree::new(folders);
        let view = View::new(&tree, &state);
        let offices = Offices::default();
        let worker = Worker::new(&view, &offices, user);
        let covered = |file: &str| administered.iter().any(|folder| {
            path::is_within(path::parent(file).unwrap_or(""), folder)
        });
        let attributes = written.attributes();
        let get = |name: &'static str| {
            attributes.iter().find(|(of, _)| *of == name).map(|(_, value)| value)
        };
        let Leads { known, files: of_files, .. } = leads(get);
        let judged = |lead: &Lead<'_>| worker.covers(lead, &of_files);
        let compared = Cell::new(0);
        for lead in &known {
            let coverage = judged(lead);
            if let Coverage::Gap(gap) = &coverage {
                let shown = if lead.is_of_folders() { format!("{}/x", gap.path) } else { gap.path.clone() };
                prop_assert!(!covered(&shown), "{written:?}: {} is covered", gap.path);
            }
            match lead.role {
                Role::Source => {
                    if let Coverage::Gap(gap) = &coverage {
                        prop_assert!(!written.leaves_out(&gap.path), "{written:?}: {}", gap.path);
                    }
                    for file in files() {
                        compared.set(compared.get() + 1);
                        if written.finds(&file).is_empty() || covered(&file) {
                            continue;
                        }
                        prop_assert!(coverage != Coverage::Covered, "{written:?} works on {file}");
                        if !written.leaves_out(&file) && written.exclude.is_empty() {
                            prop_assert!(matches!(coverage, Coverage::Gap(_)), "{written:?}: {file}");
                        }
                    }
                }
                Role::Destination => {
                    let mut certain = None;
                    for file in files() {
                        for base in written.finds(&file) {
                            compared.set(compared.get() + 1);
                            let Some(to) = written.puts(&file, &base) else { continue };
                            // A folder of that name is written into.
                            let into = format!("{to}/x");
                            let is_folder = tree.folders().find(&to).is_some();
                            if !covered(if is_folder { &into } else { &to }) {
                                prop_assert!(
                                    coverage != Coverage::Covered,
                                    "{written:?} puts {file} to {to}"
                                );
                                certain = certain.or(Some(to));
                            }
                        }
                    }
                    let exact = !written.destination.contains(['%', '{']);
                    if let (Some(to), true) = (certain, exact) {
                        prop_assert!(matches!(coverage, Coverage::Gap(_)), "{written:?}: {to}");
                    }
                }
                Role::Folder | Role::NewFolder => {}
            }
        }
        COMPARED.fetch_add(compared.get(), Ordering::Relaxed);
    }
}

/// With `--nocapture`, it says how many paths were compared.
#[test]
fn what_is_said_of_an_owner_is_so_of_every_path() {
    every_answer_is_so();
    let compared = COMPARED.load(Ordering::Relaxed);
    println!("{compared} paths compared");
    assert!(compared > 50_000, "{compared}");
}
