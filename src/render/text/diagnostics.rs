//! Diagnostics, printed by miette: the place in its lines, every label, the remedy. Those of one
//! cause are one, with the places of the others below it.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::render::excerpt::{LONGEST_LINE, Lines, Texts, floor};
use crate::render::groups::{Group, groups};
use crate::render::style::Style;
pub use crate::render::words::findings::count;
use crate::source::{FileId, Sources};
use crate::wording::visible;
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// Where the pages of rules are read.
const PAGES: &str = "siteplan explain";

/// At most so many are written out; the rest is counted.
pub const SHOWN: usize = 100;

/// At most so many others of one cause are named.
const NAMED: usize = 5;

/// Writes the diagnostics.
pub fn diagnostics<'a>(
    found: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    style: Style,
) -> String {
    let (handler, texts) = (handler(style), Texts::new(sources));
    let mut out = String::new();
    let found: Vec<&Diagnostic> = found.into_iter().collect();
    let groups = groups(&found, usize::MAX);
    for group in groups.iter().take(SHOWN) {
        one(group.first, &texts, &handler, style, &mut out);
        more(&group.others, &texts, style, &mut out);
        out.push('\n');
    }
    let rest: usize = groups.iter().skip(SHOWN).map(|group| group.others.len() + 1).sum();
    if rest > 0 {
        out.push_str(&format!("… and {rest} more; --format json shows all\n\n"));
    }
    out
}

/// A line a cause, for notes that come back with every run: `check` and `explain` say the rest.
pub fn reminders<'a>(
    found: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &Sources,
    style: Style,
) -> String {
    let texts = Texts::new(sources);
    let found: Vec<&Diagnostic> = found.into_iter().collect();
    let line = |group: &Group<'_>| {
        let Group { first, others } = group;
        let more = match others.len() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let place = first.span().map_or_else(String::new, |span| texts.place(span));
        let head = style.bold(format!("note[{}]:", first.code));
        format!("{head} {}{more}  {}\n", visible(&first.message), style.dim(place))
    };
    groups(&found, usize::MAX).iter().map(line).collect()
}

/// Others of the same cause, in a line each.
fn more(others: &[&Diagnostic], texts: &Texts<'_>, style: Style, out: &mut String) {
    if others.is_empty() {
        return;
    }
    out.push_str(&format!("  {} {} more of this:\n", style.bold("and"), others.len()));
    // No line counts a single one that could stand in it.
    let named = if others.len() == NAMED + 1 { others.len() } else { NAMED };
    for other in others.iter().take(named) {
        let place = other.span().map(|span| format!("{}: ", texts.place(span)));
        let message = visible(&other.message);
        out.push_str(&format!("      {}{message}\n", place.unwrap_or_default()));
    }
    if others.len() > named {
        out.push_str(&format!("      … and {} more\n", others.len() - named));
    }
}

/// One diagnostic. Labels in other files than the first one's follow in lines of their own.
fn one(
    diagnostic: &Diagnostic,
    texts: &Texts<'_>,
    handler: &GraphicalReportHandler,
    style: Style,
    out: &mut String,
) {
    // Where nothing is shown, the place is said.
    let (quoted, bare): (Vec<&Label>, Vec<&Label>) =
        diagnostic.labels.iter().partition(|label| texts.around(label.span).is_some());
    let mut files: Vec<FileId> = quoted.iter().map(|label| label.span.file).collect();
    files.dedup();
    let mut report = String::new();
    for (index, file) in files.iter().map(|file| Some(*file)).chain([None]).enumerate() {
        if file.is_none() && index > 0 {
            break;
        }
        let mut text = String::new();
        let view = View::new(diagnostic, &quoted, file, texts);
        match handler.render_report(&mut text, &view) {
            Ok(()) => {}
            Err(fmt::Error) => panic!("a text in memory can be written to"),
        }
        let snippet = if index == 0 {
            0
        } else {
            text.find("╭─").or_else(|| text.find(",-[")).unwrap_or(0)
        };
        let start = text[..snippet].rfind('\n').map_or(0, |at| at + 1);
        report.push_str(&text[start..]);
    }
    out.push_str(report.trim_start_matches('\n').trim_end());
    out.push('\n');
    bare.iter().for_each(|label| out.push_str(&place(label, texts, style)));
    let mut help = diagnostic.help.as_deref().map(visible).unwrap_or_default();
    if !help.is_empty() {
        help = format!("  {} {}\n", style.bold("help:"), help.replace('\n', "\n        "));
    }
    out.push_str(&help);
    out.push_str(&format!("  {}\n", style.dim(format!("{PAGES} {}", diagnostic.code))));
}

fn place(label: &Label, texts: &Texts<'_>, style: Style) -> String {
    let said = if label.text.is_empty() { "" } else { ": " };
    format!("  {} {}{said}{}\n", style.bold("at"), texts.place(label.span), visible(&label.text))
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

/// A diagnostic in miette's eyes, as far as one file has to do with it.
struct View<'a> {
    message: String,
    code: String,
    severity: miette::Severity,
    labels: Vec<LabeledSpan>,
    source: Option<Lines<'a>>,
}

impl<'a> View<'a> {
    fn new(
        diagnostic: &Diagnostic,
        quoted: &[&Label],
        file: Option<FileId>,
        texts: &'a Texts<'_>,
    ) -> Self {
        let first = diagnostic.labels.first();
        let own = || quoted.iter().filter(|label| Some(label.span.file) == file);
        View {
            message: visible(&diagnostic.message),
            code: diagnostic.code.to_string(),
            severity: match diagnostic.severity {
                Severity::Error => miette::Severity::Error,
                Severity::Warning => miette::Severity::Warning,
                Severity::Info => miette::Severity::Advice,
            },
            labels: own().map(|label| labeled(label, Some(*label) == first)).collect(),
            source: own().next().and_then(|label| texts.around(label.span)),
        }
    }
}

fn labeled(label: &Label, primary: bool) -> LabeledSpan {
    let text = Some(visible(&label.text)).filter(|text| !text.is_empty());
    let span = SourceSpan::from(label.span.range());
    if primary {
        LabeledSpan::new_primary_with_span(text, span)
    } else {
        LabeledSpan::new_with_span(text, span)
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
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Gives miette just the lines it asks for: its own reader walks the whole text for every label,
/// and would print a line of a hundred megabytes.
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
        // Without lines around it, miette asks where the place itself begins.
        let mut from = if before == 0 { start } else { self.file.line_range(first).start };
        let mut to = self.file.line_range(last).end;
        if start - from > LONGEST_LINE {
            from = floor(self.text, start - LONGEST_LINE);
        }
        if to - end > LONGEST_LINE {
            to = floor(self.text, end + LONGEST_LINE);
        }
        let at = self.file.position(from as u32);
        Ok(Box::new(MietteSpanContents::new_named(
            visible(self.file.name()),
            &self.text.as_bytes()[from..to],
            SourceSpan::from((from, to - from)),
            at.line as usize - 1,
            at.column as usize - 1,
            (last.saturating_sub(first) + 1) as usize,
        )))
    }
}
