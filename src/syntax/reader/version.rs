//! Is this KDL v1? One answer for the whole document instead of a riddle of mistakes.

use super::super::chars::{Class, is_space};
use super::{Reader, mistake};
use crate::source::Span;

/// How many bare keywords make a document one of KDL v1.
const MANY_KEYWORDS: usize = 3;

/// What speaks for KDL v1.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    raw_strings: usize,
    keywords: usize,
    first: Option<Span>,
    /// The `1` of `/- kdl-version 1`.
    marker: Option<Span>,
    /// A marker says that the document is KDL v2.
    second: bool,
    /// Something in it is KDL v2 and no KDL v1.
    modern: bool,
    /// Raw strings with so many marks or more are closed nowhere.
    pub(super) unclosed: Option<usize>,
}

impl Evidence {
    pub(super) fn raw_string(&mut self, span: Span) {
        self.raw_strings += 1;
        self.first.get_or_insert(span);
    }

    /// A keyword with its `#`, a string that begins with one, or with three quotes.
    pub(super) fn modern(&mut self) {
        self.modern = true;
    }

    /// `inf` and `nan` are new in KDL v2 and prove nothing.
    pub(super) fn keyword(&mut self, word: &str, span: Span) {
        if !matches!(word, "true" | "false" | "null") {
            return;
        }
        self.keywords += 1;
        self.first.get_or_insert(span);
    }
}

impl Reader<'_> {
    /// Looks for `/- kdl-version 1` or `2` at the start, and leaves it to be read as any node
    /// that is commented out.
    pub(super) fn version_marker(&mut self) {
        let text = self.scan.slice(self.at, self.scan.len());
        let marker = text.strip_prefix("/-").map(|text| text.trim_start_matches(is_space));
        let Some(rest) = marker.and_then(|text| text.strip_prefix("kdl-version")) else { return };
        let number = rest.trim_start_matches(is_space);
        let at = self.scan.len() - number.len();
        let end = self.scan.space_end(at + 1);
        let ends = matches!(self.scan.look(end).0, Class::Newline | Class::End);
        match (number.len() < rest.len() && ends, self.scan.peek(at)) {
            (true, b'1') => self.evidence.marker = Some(self.span(at, at + 1)),
            (true, b'2') => self.evidence.second = true,
            _ => {}
        }
    }

    /// Says so if the document is KDL v1, and nothing else: it is converted as a whole. What reads
    /// the same in both versions is no mistake, so a marker alone earns a warning.
    pub(super) fn version_verdict(&mut self) {
        let evidence = &self.evidence;
        let many = evidence.raw_strings > 0 || evidence.keywords >= MANY_KEYWORDS;
        let is_mixed = evidence.modern && evidence.marker.is_none();
        if evidence.second || is_mixed || !many && evidence.marker.is_none() {
            return;
        }
        let Some(span) = evidence.marker.or(evidence.first) else { return };
        let certain = self.report.has_errors();
        let marker = evidence.marker.filter(|_| !certain || evidence.modern);
        if certain && !evidence.modern {
            self.report.forget();
        }
        self.report.conclude(mistake::version_1(span, certain, marker));
    }
}
