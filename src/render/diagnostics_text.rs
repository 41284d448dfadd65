//! Diagnostics for people, printed by miette: the place in its lines, every label, the remedy.

use super::style::{Style, is_bidi_control, safe};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceFile, Sources};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

/// Where the pages of rules are read.
const PAGES: &str = "siteplan explain";

/// At most so many are written out; the rest is counted.
pub const SHOWN: usize = 100;

/// Writes the diagnostics and, if there are any, a closing line that counts them.
pub fn diagnostics(found: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let (handler, texts) = (handler(style), Texts::new(sources));
    let mut out = String::new();
    for diagnostic in found.iter().take(SHOWN) {
        let view = View::new(diagnostic, &texts);
        match handler.render_report(&mut out, &view) {
            Ok(()) => out.push('\n'),
            Err(fmt::Error) => panic!("a text in memory can be written to"),
        }
    }
    if found.len() > SHOWN {
        out.push_str(&format!("… and {} more; --format json shows all\n\n", found.len() - SHOWN));
    }
    out
}

/// `3 errors, 1 warning`.
pub fn count(found: &[Diagnostic]) -> String {
    let of = |severity| found.iter().filter(|d| d.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error", "errors"),
        (of(Severity::Warning), "warning", "warnings"),
        (of(Severity::Info), "note", "notes"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}

fn handler(style: Style) -> GraphicalReportHandler {
    let characters =
        if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(style.width)
        .with_context_lines(1)
        .with_links(false)
        .tab_width(4)
}

/// A diagnostic in miette's eyes. Labels of other files than the first one's come as related
/// diagnostics, each with its own lines.
struct View<'a> {
    message: String,
    code: Option<String>,
    severity: miette::Severity,
    help: Option<String>,
    labels: Vec<LabeledSpan>,
    source: Option<Lines<'a>>,
    related: Vec<View<'a>>,
}

impl<'a> View<'a> {
    fn new(diagnostic: &Diagnostic, texts: &'a Texts<'_>) -> Self {
        let first = diagnostic.labels.first().map(|label| label.span.file);
        let own = diagnostic.labels.iter().filter(|label| Some(label.span.file) == first);
        let mut others: Vec<FileId> = diagnostic
            .labels
            .iter()
            .map(|label| label.span.file)
            .filter(|file| Some(*file) != first)
            .collect();
        others.dedup();
        let related = others.iter().map(|file| {
            let labels = diagnostic.labels.iter().filter(|label| label.span.file == *file);
            View {
                message: "the other place".to_owned(),
                code: None,
                severity: miette::Severity::Advice,
                help: None,
                labels: labels.map(|label| labeled(label, false)).collect(),
                source: Some(texts.lines(*file)),
                related: Vec::new(),
            }
        });
        View {
            message: safe(&diagnostic.message),
            code: Some(diagnostic.code.to_string()),
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            },
            help: Some(match &diagnostic.help {
                Some(help) => format!("{}\n{PAGES} {}", safe(help), diagnostic.code),
                None => format!("{PAGES} {}", diagnostic.code),
            }),
            labels: own.enumerate().map(|(index, label)| labeled(label, index == 0)).collect(),
            source: first.map(|file| texts.lines(file)),
            related: related.collect(),
        }
    }
}

fn labeled(label: &Label, primary: bool) -> LabeledSpan {
    let text = Some(safe(&label.text)).filter(|text| !text.is_empty());
    let span = SourceSpan::from((label.span.start as usize, label.span.len()));
    match primary {
        true => LabeledSpan::new_primary_with_span(text, span),
        false => LabeledSpan::new_with_span(text, span),
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>> {
        Some(Box::new(self.related.iter().map(|view| view as &dyn miette::Diagnostic)))
    }
}

/// The texts as a terminal may see them: what would steer it is replaced by marks of the same
/// length in bytes, so that spans stay true. A text is copied only if it holds such a thing.
struct Texts<'a> {
    sources: &'a Sources,
    clean: Vec<OnceCell<Cow<'a, str>>>,
}

impl<'a> Texts<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self { sources, clean: sources.iter().map(|_| OnceCell::new()).collect() }
    }

    fn lines(&self, file: FileId) -> Lines<'_> {
        let source = self.sources.file(file);
        let text = match self.clean.get(file.0 as usize) {
            Some(cell) => cell.get_or_init(|| clean(source.text())),
            None => source.text(),
        };
        Lines { file: source, text }
    }
}

fn clean(text: &str) -> Cow<'_, str> {
    let steers =
        |c: char| !matches!(c, '\n' | '\t' | '\r') && (c.is_control() || is_bidi_control(c));
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mark = |c: char| match c.len_utf8() {
        _ if !steers(c) => c,
        1 => '?',
        2 => '·',
        _ => '\u{FFFD}',
    };
    Cow::Owned(text.chars().map(mark).collect())
}

/// A source that gives miette just the lines it asks for: its own reader walks the whole text
/// for every label, and would print a line of a hundred megabytes.
struct Lines<'a> {
    file: &'a SourceFile,
    text: &'a str,
}

/// Longer lines are cut to this many bytes around the place.
const LONGEST_LINE: usize = 240;

impl SourceCode for Lines<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = self.file.position(start as u32).line.saturating_sub(before as u32).max(1);
        let last = self.file.position(end as u32).line.saturating_add(after as u32);
        let mut from = self.file.line_range(first).start;
        let mut to = self.file.line_range(last).end;
        if start - from > LONGEST_LINE {
            from = floor(self.text, start - LONGEST_LINE);
        }
        if to - end > LONGEST_LINE {
            to = floor(self.text, end + LONGEST_LINE);
        }
        let at = self.file.position(from as u32);
        Ok(Box::new(MietteSpanContents::new_named(
            safe(self.file.name()),
            &self.text.as_bytes()[from..to],
            SourceSpan::from((from, to - from)),
            at.line as usize - 1,
            at.column as usize - 1,
            (last.saturating_sub(first) + 1) as usize,
        )))
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
