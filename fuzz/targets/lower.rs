//! Any text is lowered, checked and reported without a panic.

use jiff::Timestamp;
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::Names;
use siteplan::facade::pipeline;
use siteplan::facade::render::Style;
use siteplan::facade::render::text::diagnostics as diagnostics_text;

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
    let now = Timestamp::UNIX_EPOCH;
    let checked = pipeline::check("site.kdl", &OneFile(text), Names::default(), now);
    for label in checked.findings.iter().flat_map(|finding| &finding.labels) {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(text.get(start..end).is_some(), "{label:?}");
    }
    diagnostics_text::diagnostics(&checked.findings, &checked.sources, Style::PLAIN);
}
