//! Diagnostics. Columns count characters, offsets count bytes.

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{Sources, Span};
use serde::Serialize;

pub const FORMAT: &str = "siteplan-diagnostics";
pub const VERSION: u32 = 1;

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Report<'a> {
    pub format: &'static str,
    pub version: u32,
    pub diagnostics: Vec<Item<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Item<'a> {
    pub code: &'static str,
    pub severity: &'static str,
    pub message: &'a str,
    pub labels: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Remedy<'a>>,
}

/// The first of a diagnostic is the primary one.
#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Place<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub start: Point,
    pub end: Point,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Point {
    pub line: u32,
    pub column: u32,
    pub offset: u32,
}

#[derive(Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Remedy<'a> {
    pub title: &'a str,
    pub edits: Vec<Place<'a>>,
}

pub fn report<'a>(found: &'a [Diagnostic], sources: &'a Sources) -> Report<'a> {
    let diagnostics = found.iter().map(|diagnostic| item(diagnostic, sources)).collect();
    Report { format: FORMAT, version: VERSION, diagnostics }
}

fn item<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Item<'a> {
    let label = |label: &'a Label| place(label.span, &label.text, sources);
    Item {
        code: diagnostic.code.0,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        labels: diagnostic.labels.iter().map(label).collect(),
        help: diagnostic.help.as_deref(),
        fix: diagnostic.fix.as_ref().map(|fix| Remedy {
            title: &fix.title,
            edits: fix.edits.iter().map(|edit| place(edit.span, &edit.text, sources)).collect(),
        }),
    }
}

fn place<'a>(span: Span, text: &'a str, sources: &'a Sources) -> Place<'a> {
    let file = sources.file(span.file);
    let point = |offset: u32| {
        let position = file.position(offset);
        Point { line: position.line, column: position.column, offset }
    };
    Place { file: file.name(), text, start: point(span.start), end: point(span.end) }
}
