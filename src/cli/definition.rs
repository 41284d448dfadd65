//! A definition from its root file to its findings: the pipeline up to the rules.

use super::disk::Disk;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::diagnostic::{self, Diagnostic};
use crate::lower::{self, Files};
use crate::model::{Definition, Names};
use crate::render::json::diagnostics as diagnostics_json;
use crate::render::text::diagnostics as diagnostics_text;
use crate::rules;
use crate::source::Sources;
use crate::syntax::Tree;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::path::Path;

pub struct Checked {
    pub sources: Sources,
    pub names: Names,
    pub site: Definition,
    /// The moment of the run.
    pub now: Timestamp,
    /// Sorted by place.
    pub findings: Vec<Diagnostic>,
    /// How many of the sources are the definition's; a snapshot may come after them.
    files: usize,
    /// The texts could be read, so that the rules have looked at the definition.
    pub readable: bool,
}

impl Checked {
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.findings)
    }

    /// SHA-256 over the text of every file, in order. What the files are called depends on where
    /// they lie.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (_, file) in self.sources.iter().take(self.files) {
            hash.update((file.text().len() as u64).to_be_bytes());
            hash.update(file.text().as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The path of the root file: a folder means its `site.kdl`.
pub fn root(path: &Path) -> String {
    let path = if path.is_dir() { path.join("site.kdl") } else { path.to_owned() };
    path.to_string_lossy().replace('\\', "/")
}

/// Reads, lowers and checks.
pub fn check(path: &Path) -> Checked {
    check_in(&root(path), &Disk, Names::default())
}

/// Reads, lowers and checks what lies somewhere else than on the disk, or shares its names with
/// something else.
pub fn check_in(root: &str, files: &dyn Files, names: Names) -> Checked {
    let mut sources = Sources::default();
    let loaded = lower::load(root, files, &mut sources);
    checked(sources, names, loaded.trees, loaded.diagnostics)
}

fn checked(
    sources: Sources,
    mut names: Names,
    trees: Vec<Tree>,
    mut findings: Vec<Diagnostic>,
) -> Checked {
    let now = now();
    let (site, found) = lower::lower(&sources, &trees, &mut names);
    drop(trees);
    // What a broken text leaves out would be reported as missing.
    let readable = !diagnostic::has_errors(&findings);
    findings.extend(found.into_iter().filter(|finding| readable || !lower::is_unresolved(finding)));
    if readable {
        findings.extend(rules::check(&rules::Context::new(&site, &names, now)));
    }
    let used = rules::apply_levels(&site, &mut findings);
    if readable {
        findings.extend(rules::unused_allowances(&site, &used));
    }
    diagnostic::sort(&mut findings);
    let files = sources.iter().count();
    Checked { sources, names, site, now, findings, files, readable }
}

/// The clock, unless `SOURCE_DATE_EPOCH` fixes the moment so that a run can be repeated.
pub fn now() -> Timestamp {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    fixed.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(Timestamp::now)
}

/// Prints the findings of a definition that another command needs; errors end that command.
pub fn require(checked: &Checked, json: bool, output: &Output) -> Result<Option<Exit>, Failure> {
    if json && checked.has_errors() {
        let report = diagnostics_json::report(&checked.findings, &checked.sources);
        output.result(&super::output::json(&report))?;
    } else if !json || !checked.findings.is_empty() {
        let style = output.error_style();
        output.aside(&diagnostics_text::diagnostics(&checked.findings, &checked.sources, style));
    }
    if checked.has_errors() {
        output.aside(&format!("{}\n", diagnostics_text::count(&checked.findings)));
        return Ok(Some(Exit::Invalid));
    }
    Ok(None)
}
