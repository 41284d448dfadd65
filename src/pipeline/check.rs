//! A definition from its root file to its findings: the stages up to the rules.

use crate::codes::kdl::VERSION_1;
use crate::codes::reading::{PARAM_UNKNOWN, PARAM_UNUSED};
use crate::csv::GroupIds;
use crate::diagnostic::{self, Diagnostic, Label};
use crate::diff::Base;
use crate::lower::{self, Clock, Files};
use crate::model::{Definition, Names};
use crate::rules;
use crate::source::{FileId, Sources, plain};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// A definition as it was read; no rule has looked at it.
pub struct Read {
    pub sources: Sources,
    pub names: Names,
    pub site: Definition,
    /// The same with what has ended, where there is any such thing.
    pub ended: Option<Definition>,
    /// What is wrong with the texts: with errors here, something of the definition is not in `site`.
    pub loading: Vec<Diagnostic>,
    /// What is wrong with what they say.
    pub lowering: Vec<Diagnostic>,
}

/// The definition as it was, in the table of names of the one that came after it.
pub struct Earlier {
    pub(super) said: Base,
    pub(super) site: Definition,
    pub(super) sources: Sources,
}

/// The definition with what has ended.
pub struct Ended {
    pub(super) said: Base,
    pub(super) site: Definition,
}

pub struct Checked {
    pub sources: Sources,
    pub names: Names,
    pub site: Definition,
    /// The moment of the run.
    pub now: Timestamp,
    /// Sorted by place.
    pub findings: Vec<Diagnostic>,
    /// What an earlier definition said, where one was given.
    pub(super) earlier: Option<Earlier>,
    /// What it said until some moment before now, where there is any such thing.
    pub(super) ended: Option<Ended>,
    /// How many of the sources are the definition's; a snapshot may come after them.
    pub(super) files: usize,
    /// The texts could be read, so that the rules have looked at the definition.
    pub readable: bool,
}

impl Checked {
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.findings)
    }

    /// SHA-256 over the text of every file, in order. What the files are called depends on where
    /// they lie, and how their lines end on how they were checked out.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (_, file) in self.sources.iter().take(self.files) {
            let text = plain(file.text());
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Loads and lowers, whatever is said for a while at any time. The names may be those of something
/// else, with which this is compared.
pub fn read(root: &str, files: &dyn Files, names: Names) -> Read {
    read_on(root, files, names, &GroupIds::default(), Clock::Ever)
}

/// The same at some time, with the groups of a site that files of users call by their ids.
pub fn read_on(
    root: &str,
    files: &dyn Files,
    mut names: Names,
    ids: &GroupIds,
    clock: Clock,
) -> Read {
    let mut sources = Sources::default();
    let loaded = lower::load(root, files, &mut sources);
    let (site, mut lowering) = lower::lower(&sources, &loaded, &mut names, ids, clock);
    let ended = match clock {
        Clock::At(now) if site.timed.iter().any(|timed| timed.has_ended(now)) => {
            let clock = Clock::WithEnded(now);
            Some(lower::lower(&sources, &loaded, &mut names, ids, clock).0)
        }
        _ => None,
    };
    let mut loading = loaded.diagnostics;
    lowering.extend(lower::secrets_outside(&site, files));
    // A document of KDL v1 is converted as a whole; what is wrong with it may be nothing then.
    let old: Vec<FileId> = loading
        .iter()
        .filter(|d| d.is_error() && d.code == VERSION_1)
        .filter_map(|d| d.span())
        .map(|span| span.file)
        .collect();
    let is_of_old =
        |finding: &Diagnostic| finding.span().is_some_and(|span| old.contains(&span.file));
    lowering.retain(|finding| !is_of_old(finding));
    // What depends on a parameter without a value is in no site.
    loading.extend(lowering.extract_if(.., |finding| lower::is_unset(finding)));
    lower::nothing_is_read(&site, &mut loading);
    lower::nothing_is_read(&site, &mut lowering);
    Read { sources, names, site, ended, loading, lowering }
}

/// Reads and checks.
pub fn check(root: &str, files: &dyn Files, names: Names, now: Timestamp) -> Checked {
    let mut checked = check_unsorted(root, files, names, now);
    diagnostic::sort(&mut checked.findings);
    checked
}

/// What is found of a value that a parameter makes shows where that is given; a fix would write over
/// the parameter.
fn show_params(site: &Definition, findings: &mut [Diagnostic]) {
    // What is said of the parameters themselves has its places.
    let of_params = [PARAM_UNKNOWN, PARAM_UNUSED];
    for finding in findings.iter_mut().filter(|finding| !of_params.contains(&finding.code)) {
        let Some(place) = finding.span() else { continue };
        for made in site.made_by_params.around(place) {
            let said = format!("`{{{}}}` is given here", made.name);
            finding.labels.push(Label { span: made.said, text: said });
            finding.fix = None;
        }
    }
}

/// The findings in the order of the stages that find them, and of the rules.
pub(super) fn check_unsorted(
    root: &str,
    files: &dyn Files,
    names: Names,
    now: Timestamp,
) -> Checked {
    let ids = GroupIds::default();
    let Read { sources, mut names, site, ended, loading: mut findings, lowering } =
        read_on(root, files, names, &ids, Clock::At(now));
    // What a broken text leaves out would be reported as missing.
    let readable = !diagnostic::has_errors(&findings);
    let counts = |finding: &Diagnostic| readable || !lower::is_unresolved(finding);
    findings.extend(lowering.into_iter().filter(counts));
    if readable {
        findings.extend(rules::check(&rules::Context::new(&site, &names, &sources, now)));
    }
    let used = rules::apply_levels(&site, &mut findings);
    if readable {
        findings.extend(rules::unused_allowances(&site, &used));
    }
    show_params(&site, &mut findings);
    let files = sources.iter().count();
    let ended =
        ended.map(|ended| Ended { said: Base::new(&ended, &site, &mut names), site: ended });
    Checked { sources, names, site, now, findings, ended, earlier: None, files, readable }
}
