//! What a question is asked of: a definition on the disk or at a git revision, a snapshot, an
//! embedded store.

use crate::cli::definition::{self, OutsideArgs};
use crate::cli::disk;
use crate::cli::exit::{Exit, Failure};
use crate::cli::git::{GitFiles, Revision};
use crate::cli::output::{self, Output};
use crate::cli::saved;
use crate::cli::target::{self, Target};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::live::{LiveSite, Look};
use crate::lower::Files;
use crate::model::Names;
use crate::pipeline::{self, Checked, Content, Operand};
use crate::render::text::diagnostics as diagnostics_text;
use crate::rules::permissions::expectation_broken;
use crate::source::Sources;
use crate::wording::counted;
use std::path::Path;

/// Opens what an argument names. Errors in it are printed, and end the command.
pub fn open(
    text: &str,
    outside: &OutsideArgs,
    names: &mut Names,
    output: &Output,
) -> Result<Operand, Failure> {
    let path = Path::new(text);
    if !path.exists() {
        if let Some(flag) = ["local:", "https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme).map(|_| text))
        {
            return live(target::target(Some(flag), None)?, text, names, output);
        }
        if let Some(revision) = Revision::parse(text) {
            let root = revision.root()?;
            let files = GitFiles::new(&revision, outside.given_earlier());
            let prefix = format!("{}:", revision.name);
            return define(&root, &files, text, prefix, names, output);
        }
    }
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    if is_json || disk::is_json_given(path)? {
        return from_snapshot(path, text, names, output);
    }
    let root = definition::root(path);
    define(&root, &outside.disk(&root), text, String::new(), names, output)
}

fn define(
    root: &str,
    files: &dyn Files,
    label: &str,
    prefix: String,
    names: &mut Names,
    output: &Output,
) -> Result<Operand, Failure> {
    let checked = check(root, files, names);
    let errors: Vec<Diagnostic> =
        checked.findings.iter().filter(|finding| finding.is_error()).cloned().collect();
    // What is asserted and does not hold is why somebody asks.
    if !errors.is_empty() && errors.iter().all(|error| error.code == expectation_broken::RULE.code)
    {
        let what = counted(errors.len(), "assertion does", "assertions do");
        output.progress(&format!("{what} not hold: siteplan check"));
    } else if !errors.is_empty() {
        return Err(refuse(&errors, &checked.sources, output));
    }
    let content = Content::Definition(Box::new(checked));
    Ok(Operand { label: label.to_owned(), prefix, content })
}

/// With the names in the table of the run.
fn check(root: &str, files: &dyn Files, names: &mut Names) -> Checked {
    let mut checked = pipeline::check(root, files, std::mem::take(names), definition::now());
    *names = std::mem::take(&mut checked.names);
    checked
}

fn refuse(errors: &[Diagnostic], sources: &Sources, output: &Output) -> Failure {
    output.findings(errors, sources);
    output.aside(&format!("{}\n", diagnostics_text::count(errors)));
    Failure::Told(Exit::Invalid)
}

fn from_snapshot(
    path: &Path,
    label: &str,
    names: &mut Names,
    output: &Output,
) -> Result<Operand, Failure> {
    let mut sources = Sources::default();
    let (live, found) = saved::snapshot(path, &mut sources, names)?;
    if has_errors(&found) {
        return Err(refuse(&found, &sources, output));
    }
    output::gaps(&live, output);
    Ok(live_operand(live, label))
}

/// A site as it is.
pub fn live(
    target: Target,
    label: &str,
    names: &mut Names,
    output: &Output,
) -> Result<Operand, Failure> {
    Ok(live_operand(target.existing(output)?.read(&Look::Everything, names, output)?, label))
}

fn live_operand(live: LiveSite, label: &str) -> Operand {
    let content = Content::Live(Box::new(live));
    Operand { label: label.to_owned(), prefix: String::new(), content }
}

/// The definition beside a live site, if there is one without errors: it may declare what the
/// site has.
pub fn beside(
    named: &str,
    outside: &OutsideArgs,
    names: &mut Names,
    output: &Output,
) -> Option<Operand> {
    let named = if named.ends_with(".json") { "site.kdl" } else { named };
    let root = definition::root(Path::new(named));
    if !Path::new(&root).exists() {
        return None;
    }
    let checked = check(&root, &outside.disk(&root), names);
    let is_broken =
        |found: &Diagnostic| found.is_error() && found.code != expectation_broken::RULE.code;
    if checked.findings.iter().any(is_broken) {
        output.progress(&format!("{root} has errors, and is not looked at: siteplan check {root}"));
        return None;
    }
    let content = Content::Definition(Box::new(checked));
    Some(Operand { label: named.to_owned(), prefix: String::new(), content })
}
