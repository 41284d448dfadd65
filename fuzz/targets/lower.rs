//! Any text is lowered, checked and reported without a panic.

use jiff::Timestamp;
use siteplan::lower::{self, FileError, Files};
use siteplan::model::Names;
use siteplan::render::{Style, text};
use siteplan::rules::{self, Context};
use siteplan::source::Sources;

/// A definition of one file, which may include itself and nothing else.
struct OneFile<'a>(&'a str);

impl Files for OneFile<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == "site.kdl" { Ok(self.0.to_owned()) } else { Err(FileError::Missing) }
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(vec!["site.kdl".to_owned()])
    }
}

pub fn run(text: &str) {
    let mut sources = Sources::default();
    let loaded = lower::load("site.kdl", &OneFile(text), &mut sources);
    let mut names = Names::default();
    let (site, found) = lower::lower(&sources, &loaded.trees, &mut names);
    let mut findings = loaded.diagnostics;
    findings.extend(found);
    findings.extend(rules::check(&Context::new(&site, &names, Timestamp::UNIX_EPOCH)));
    rules::apply_levels(&site, &mut findings);
    for label in findings.iter().flat_map(|finding| &finding.labels) {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(text.get(start..end).is_some(), "{label:?}");
    }
    text::diagnostics(&findings, &sources, Style::PLAIN);
}
