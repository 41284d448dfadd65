//! A live site becomes a definition that checks without errors and plans to nothing.

use crate::live_sites;
use proptest::prelude::*;
use siteplan::diagnostic::Diagnostic;
use siteplan::diff::diff;
use siteplan::live::{LiveSite, snapshot};
use siteplan::lower::{FileError, Files, load, lower};
use siteplan::model::Names;
use siteplan::pull::{File, Options, Pulled, ROOT, pull};
use siteplan::rules;
use siteplan::source::{FileId, Sources};
use siteplan::syntax;
use std::path::Path;

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
    let mut sources = Sources::default();
    let loaded = load(ROOT, &Pages(&pulled.files), &mut sources);
    let (site, lowered) = lower(&sources, &loaded.trees, names);
    let judged = rules::check(&rules::Context::new(&site, names, options().now));
    let found = loaded.diagnostics.into_iter().chain(lowered).chain(judged);
    let errors: Vec<Diagnostic> = found.filter(Diagnostic::is_error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    let difference = diff(&site, live, names, &sources);
    assert!(difference.changes.is_empty(), "{:#?}\n{text}", difference.changes);
    let errors: Vec<_> = difference.findings.iter().filter(|f| f.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

fn check(seed: u64) {
    let text = live_sites::snapshot(seed);
    let (live, mut names) = read(&text);
    let pulled = pull(&live, &mut names, options());
    holds(&pulled, &live, &mut names);
    let again = pull(&live, &mut names, options());
    assert_eq!(pulled.files, again.files, "{seed}: the same site, the same files");
    for other in [
        Options { one_file: true, ..options() },
        Options { bare_folders: false, ..options() },
    ] {
        holds(&pull(&live, &mut names, other), &live, &mut names);
    }
}

#[test]
fn whatever_a_site_holds_it_is_pulled_and_plans_to_nothing() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    for seed in 0..asked.unwrap_or(300) {
        if std::panic::catch_unwind(|| check(seed)).is_err() {
            panic!("site {seed}");
        }
    }
}
