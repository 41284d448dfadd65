//! What every report of findings needs to know of each: a place, and a name that stays.

use super::repository::Repository;
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Origin;
use crate::source::{FileId, Position, Sources, Span};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// Findings with the texts they are about and the repository that these lie in.
#[derive(Clone, Copy)]
pub struct Findings<'a> {
    pub found: &'a [Diagnostic],
    pub sources: &'a Sources,
    pub repository: &'a Repository,
}

/// Lines and columns of a span, both from 1, the end exclusive.
pub struct Place<'a> {
    pub file: &'a str,
    pub start: Position,
    pub end: Position,
}

impl<'a> Findings<'a> {
    /// The gravest first; else as they stand.
    pub fn by_gravity(&self) -> Vec<&'a Diagnostic> {
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        sorted
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|finding| finding.severity == severity).count()
    }

    pub fn place(&self, finding: &Diagnostic) -> Option<Place<'a>> {
        finding.span().map(|span| self.place_of(span))
    }

    pub fn place_of(&self, span: Span) -> Place<'a> {
        let file = self.sources.file(span.file);
        Place { file: file.name(), start: file.position(span.start), end: file.position(span.end) }
    }

    pub fn origin(&self, finding: &Diagnostic) -> Option<Origin> {
        let place = self.place(finding)?;
        Some(Origin::new(place.file, place.start.line))
    }

    /// The definition's first file: where a finding without a place is shown by those who must
    /// show it somewhere.
    pub fn root(&self) -> &'a str {
        let first = self.sources.iter().next();
        first.map_or("site.kdl", |(FileId(_), file)| file.name())
    }
}

/// Names findings so that the same one is known again when lines move: from its code, file and
/// message, and its turn among equals. No line of a file goes into it: that could be a secret's.
#[derive(Default)]
pub struct Fingerprints {
    seen: FxHashMap<String, u32>,
}

impl Fingerprints {
    pub fn of(&mut self, finding: &Diagnostic, file: &str) -> String {
        let mut hash = Sha256::new();
        for part in [finding.code.0, file, &finding.message] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let hash: String =
            hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        let turn = self.seen.entry(hash.clone()).or_default();
        *turn += 1;
        format!("{hash}:{turn}")
    }
}
