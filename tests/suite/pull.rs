//! A live site becomes a definition that checks without errors and plans to nothing.

use crate::program::{Place, copy, files_below};
use crate::stores::{content, store};
use crate::{live_records, live_sites, sites, stores};
use proptest::prelude::*;
use siteplan::facade::live::{LiveFolder, LiveGroup, LiveSite, LiveUser, Look, snapshot};
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::{Named, NamedKind, Names};
use siteplan::facade::pipeline::{self, pull};
use siteplan::facade::pull::{File, Options, Pulled, ROOT};
use siteplan::facade::site::{LocalSite, ReadSite};
use siteplan::facade::source::{FileId, Sources};
use siteplan::facade::syntax;
use std::collections::BTreeMap;
use std::mem::take;
use std::path::{Path, PathBuf};

pub fn options() -> Options {
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    Options { one_file: false, bare_folders: true, now }
}

struct Pages<'p>(&'p [File]);

impl Files for Pages<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        let file = self.0.iter().find(|file| file.path == path);
        file.map(|file| file.text.clone()).ok_or(FileError::Missing)
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let folder = pattern.strip_suffix("/*.kdl").expect("a folder of files");
        let inside = |file: &&File| Path::new(&file.path).parent() == Some(Path::new(folder));
        Ok(self.0.iter().filter(inside).map(|file| file.path.clone()).collect())
    }
}

fn read(text: &str) -> (LiveSite, Names) {
    let (mut sources, mut names) = (Sources::default(), Names::default());
    let file = sources.add("live.json", text.to_owned());
    let (live, found) = snapshot::read(&sources, file, &mut names);
    assert!(found.is_empty(), "{found:#?}\n{text}");
    (live, names)
}

fn all(pulled: &Pulled) -> String {
    pulled.files.iter().map(|file| format!("//- {}\n{}", file.path, file.text)).collect()
}

/// Holds what is promised of every pulled definition.
fn holds(pulled: &Pulled, live: &LiveSite, names: &mut Names) {
    let text = all(pulled);
    for file in &pulled.files {
        let (tree, found) = syntax::parse(FileId(0), &file.text);
        assert!(found.is_empty(), "{found:#?}\n{text}");
        assert_eq!(syntax::format(&file.text, &tree), file.text, "laid out");
    }
    let mut checked = pipeline::check(ROOT, &Pages(&pulled.files), take(names), options().now);
    let errors: Vec<_> = checked.findings.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    let difference = pipeline::compare(&mut checked, live);
    *names = checked.names;
    let changes = difference.changes.iter();
    let changes: Vec<_> =
        changes.map(|one| (one.operation, one.address.to_string(), &one.set)).collect();
    assert!(changes.is_empty(), "{changes:#?}\n{text}");
    let errors: Vec<_> = difference.findings.iter().filter(|f| f.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

fn check(seed: u64) {
    let text = live_sites::snapshot(seed);
    let (mut live, mut names) = read(&text);
    if seed.is_multiple_of(3) {
        twins(&mut live, &mut names);
    }
    let pulled = pull(&live, &mut names, options());
    holds(&pulled, &live, &mut names);
    let other = match seed % 4 {
        0 => Options { one_file: true, ..options() },
        1 => Options { bare_folders: false, ..options() },
        _ => {
            // The site as the same program reads it again.
            let again = pull(&live, &mut names, options());
            assert_eq!(pulled.files, again.files, "the same site, the same files");
            return;
        }
    };
    holds(&pull(&live, &mut names, other), &live, &mut names);
}

/// Objects whose names the site keeps apart, and siteplan takes for one.
fn twins(live: &mut LiveSite, names: &mut Names) {
    if let Some(user) = live.users.first() {
        let twin = names.text(user.name).to_uppercase();
        let twin = LiveUser { id: 900, name: names.name(&twin), ..user.clone() };
        live.users.push(twin);
    }
    if let Some(group) = live.groups.first() {
        let twin = LiveGroup { id: 900, attributes: Default::default(), ..group.clone() };
        live.groups.push(twin);
    }
    if let Some(folder) = live.folders.first() {
        let twin = names.text(folder.name).to_uppercase();
        let twin = LiveFolder { name: names.name(&twin), key: folder.key };
        live.folders.push(twin);
    }
}

#[test]
fn whatever_a_site_holds_it_is_pulled_and_plans_to_nothing() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    for seed in 0..asked.unwrap_or(48) {
        if std::panic::catch_unwind(|| check(seed)).is_err() {
            panic!("site {seed}");
        }
    }
}

/// A site that shows records of every kind. What it is called counts how many of what are declared.
fn check_records(seed: u64) -> BTreeMap<&'static str, usize> {
    let mut names = Names::default();
    let records = live_records::records(seed);
    let live = records.into_live("local:site.db", &mut names).expect("a site");
    assert!(live.odd.is_empty(), "{:#?}", live.odd);
    let pulled = pull(&live, &mut names, options());
    holds(&pulled, &live, &mut names);
    let declared = nothing_is_passed_over(&pulled, &live, &mut names);
    let text = snapshot::write(&live, &names);
    let (again, mut names) = read(&text);
    same(&snapshot::write(&again, &names), &text);
    holds(&pulled, &again, &mut names);
    same(&all(&pull(&again, &mut names, options())), &all(&pulled));
    declared
}

fn same(is: &str, was: &str) {
    assert!(is == was, "{}", similar::TextDiff::from_lines(was, is).unified_diff());
}

/// What the site has is declared, or it is said that it is left out.
fn nothing_is_passed_over(
    pulled: &Pulled,
    live: &LiveSite,
    names: &mut Names,
) -> BTreeMap<&'static str, usize> {
    let text = all(pulled);
    let mut files = pulled.files.clone();
    files[0].text.push_str("manage {\n    everything undeclared=\"report\"\n}\n");
    let mut checked = pipeline::check(ROOT, &Pages(&files), take(names), options().now);
    let difference = pipeline::compare(&mut checked, live);
    let is_noted = |what: &str| {
        text.lines()
            .any(|line| line.contains("note: ") && line.contains(&format!("{what} is left out")))
    };
    for unsaid in &difference.unsaid {
        assert!(pulled.left_out > 0, "{}\n{text}", unsaid.undoing.address);
    }
    let (mut counts, mut missing) = (BTreeMap::new(), BTreeMap::<&str, usize>::new());
    for one in &live.named {
        let title = one.title();
        let is_it = |named: &&Named| named.kind == one.kind && *named.name == *title;
        let Some(named) = checked.site.named.iter().find(is_it) else {
            *missing.entry(one.kind.word).or_default() += 1;
            continue;
        };
        *counts.entry(one.kind.word).or_default() += 1;
        // A schedule says when; times of its own are without effect.
        let has_schedule = !one.attributes.get("schedule_id").is_unset();
        for (attribute, value) in one.attributes.iter() {
            let is_said = named.attributes.get(attribute.name).is_some()
                || *value == one.kind.default(attribute)
                || one.kind.identity.contains(&attribute.name)
                || is_noted(&attribute.word())
                || is_noted(written(attribute.name))
                || is_noted(&one.kind.word_of(attribute.name))
                || is_noted("trigger")
                || (attribute.name == "group_ids" && !one.attributes.get("group_id").is_unset())
                || (has_schedule && one.kind.spoken(attribute.name).is_some());
            assert!(is_said, "{} of {} {title:?}\n{text}", attribute.name, one.kind.word);
        }
    }
    for (word, count) in missing {
        let notes = text.lines().filter(|line| line.contains("note: "));
        // What stands on a folder that is left out is left out with it.
        let of_folder = |line: &str| word == "notification" && line.contains("note: folder `");
        let is_told = |line: &&str| line.contains(&format!("note: {word} `"));
        let (told, folders) =
            (notes.clone().filter(is_told).count(), notes.filter(|l| of_folder(l)));
        assert!(told >= count || folders.count() > 0, "{count} times {word}, {told} told\n{text}");
    }
    *names = checked.names;
    counts
}

/// The word of an attribute that has one of its own in some cases.
fn written(attribute: &str) -> &str {
    match attribute {
        "holiday_region" => "holiday-calendar",
        "value" => "settings",
        name => name,
    }
}

#[test]
fn every_kind_of_object_is_pulled_and_plans_to_nothing() {
    let asked = std::env::var("SITEPLAN_CASES").ok().and_then(|cases| cases.parse().ok());
    let from = std::env::var("SITEPLAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let (mut declared, mut failed) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for seed in from..from + asked.unwrap_or(24) {
        match std::panic::catch_unwind(|| check_records(seed)) {
            Ok(counts) => {
                counts.into_iter().for_each(|(k, n)| *declared.entry(k).or_default() += n)
            }
            Err(_) => {
                println!("site {seed}");
                failed.push(seed);
            }
        }
    }
    println!("{declared:?}");
    assert!(failed.is_empty(), "sites {failed:?}");
    let never: Vec<&str> = NamedKind::all()
        .map(|kind| kind.word)
        .filter(|word| !declared.contains_key(word))
        .collect();
    assert!(asked.is_some() || never.is_empty(), "never pulled: {never:?}");
}

fn apply(text: &str, site: &LocalSite) {
    let (plan, _, _) = stores::plan(text, site);
    stores::apply(&plan, site, usize::MAX);
}

fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let files = files_below(folder).into_iter();
    files.map(|path| (path.clone(), std::fs::read_to_string(path).expect("text"))).collect()
}

#[test]
fn examples_are_adopted_as_they_are() {
    for example in ["minimal", "mortgage-broker", "partner-exchange"] {
        let place = Place::new();
        copy(&format!("examples/{example}"), "made", &place);
        place.run(&["apply", "made", "--auto-approve"]).ends(0);
        place.run(&["pull", "--into", "pulled"]).ends(0);
        let first = texts(&place.path().join("pulled"));
        let planned = place.run(&["plan", "pulled", "--detailed-exitcode"]).ends(0);
        assert!(planned.stdout.contains("No changes."), "{}", planned.stdout);
        place.run(&["check", "pulled"]).ends(0);
        let names: Vec<String> = first.iter().map(|(path, _)| path.display().to_string()).collect();
        let names = names.iter().map(String::as_str);
        place.run(&["fmt", "--check"].into_iter().chain(names).collect::<Vec<_>>()).ends(0);
        place.run(&["pull", "--into", "pulled"]).ends(0);
        assert_eq!(first, texts(&place.path().join("pulled")), "{example}: the same again");
        // The pulled definition says of access what the one says that was applied.
        let access = place.run(&["access", "diff", "made", "pulled"]).ends(0).stdout;
        assert!(access.contains("Nobody"), "{example}: {access}");
    }
}

#[test]
fn a_store_that_is_not_there_is_no_empty_site() {
    let place = Place::new();
    place.run(&["pull", "--into", "out"]).ends(5);
    assert!(!place.path().join("out").exists(), "nothing is half written");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_forgotten_another_store_becomes_the_same_site(sample in sites::site()) {
        let (_folder, first) = store();
        apply(&sample.text(), &first);
        let mut names = Names::default();
        let live = first.read(&Look::Everything, &mut names).expect("the store is read");
        let pulled = pull(&live, &mut names, Options { one_file: true, ..options() });
        holds(&pulled, &live, &mut names);
        prop_assert_eq!(pulled.left_out, 0, "{}", all(&pulled));
        let (_other, second) = store();
        apply(&pulled.files[0].text, &second);
        prop_assert_eq!(content(&first), content(&second), "{}", all(&pulled));
    }
}
