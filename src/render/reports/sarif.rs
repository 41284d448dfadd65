//! Findings as SARIF 2.1.0, within what GitHub takes of a run.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix, Severity};
use crate::render::HOME;
use crate::render::escape::sarif::message;
use crate::render::findings::{Findings, Fingerprints};
use crate::render::groups::{Group, groups};
use crate::rules::{self, Family};
use crate::source::Span;
use crate::wording::{capitalized, counted};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What relative addresses are relative to: the top of the repository.
const ROOT: &str = "%SRCROOT%";

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;
/// It shows so many places of a result.
const MOST_PLACES: usize = 100;
/// Of all results, in bytes: it takes 10 MB of them, compressed.
const LARGEST: usize = 64 << 20;

#[derive(Serialize)]
pub struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Value,
    automation_details: Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    invocations: Vec<Value>,
    column_kind: &'static str,
    original_uri_base_ids: Value,
    results: Vec<Finding>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    /// `primaryLocationLineHash` is the one that GitHub reads.
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Remedy>,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// Columns count UTF-16 units from 1; the end is exclusive.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy {
    description: Text,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

/// Of what a command found.
pub fn log(findings: &Findings<'_>, command: &str) -> Log {
    let mut codes: Vec<Code> = findings.found.iter().map(|finding| finding.code).collect();
    codes.sort();
    codes.dedup();
    let (results, left_out) = results(&codes, findings);
    let root = findings.repository.path(findings.root());
    let run = Run {
        automation_details: json!({ "id": format!("siteplan/{command}/{root}/") }),
        invocations: (left_out > 0).then(|| cut(left_out)).into_iter().collect(),
        column_kind: "utf16CodeUnits",
        original_uri_base_ids: json!({
            ROOT: { "description": { "text": "The top of the repository." } }
        }),
        results,
        tool: json!({ "driver": {
            "name": "siteplan",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
        }}),
    };
    Log { schema: SCHEMA, version: "2.1.0", runs: [run] }
}

/// As many as GitHub takes, of more the gravest; and how many findings are left out.
fn results(codes: &[Code], findings: &Findings<'_>) -> (Vec<Finding>, usize) {
    let found: Vec<&Diagnostic> = findings.found.iter().collect();
    let mut groups = groups(&found, MOST_PLACES);
    if groups.len() > MOST_RESULTS {
        groups.sort_by_key(|group| std::cmp::Reverse(group.first.severity));
    }
    let (mut fingerprints, mut size, mut shown) = (Fingerprints::default(), 0, 0);
    let mut results = Vec::new();
    for group in groups.iter().take(MOST_RESULTS) {
        let result = result(group, codes, findings, &mut fingerprints);
        size += serde_json::to_string(&result).map_or(0, |text| text.len());
        if size > LARGEST {
            break;
        }
        shown += group.others.len() + 1;
        results.push(result);
    }
    (results, findings.found.len() - shown)
}

fn cut(left_out: usize) -> Value {
    let findings = counted(left_out, "finding is", "findings are");
    let text = format!("{findings} left out: GitHub takes no more. `--format json` shows all.");
    json!({
        "executionSuccessful": true,
        "toolExecutionNotifications": [{ "level": "warning", "message": { "text": text } }],
    })
}

/// What `siteplan explain` says of a code.
fn rule(code: Code) -> Value {
    let rule = rules::find(code.0);
    let (page, summary) = rule.map_or(("", ""), |rule| (rule.page, rule.summary));
    let family = rule.map_or(Family::Kdl, |rule| rule.family).title();
    json!({
        "id": code.0,
        "shortDescription": { "text": format!("{}.", capitalized(summary)) },
        "fullDescription": { "text": page.split("\n\n").nth(1).unwrap_or(code.0).replace('\n', " ") },
        "help": { "text": page, "markdown": page },
        "helpUri": format!("{HOME}/rules/{code}"),
        "defaultConfiguration": {
            "level": level(rule.map_or(Severity::Error, |rule| rule.severity)),
        },
        "properties": { "tags": [family.to_lowercase().replace(' ', "-")] },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Of several findings the first, with the places of the others.
fn result(
    group: &Group<'_>,
    codes: &[Code],
    findings: &Findings<'_>,
    fingerprints: &mut Fingerprints,
) -> Finding {
    let finding = group.first;
    let labels = finding.labels.iter().map(|label| (Some(label.span), &label.text));
    let others = group.others.iter().map(|other| (other.span(), &other.message));
    let nowhere = finding.labels.is_empty().then_some((None, ""));
    let places = nowhere.into_iter().chain(labels.chain(others).map(|(at, text)| (at, &**text)));
    let located = places.enumerate().map(|(index, (span, text))| Location {
        id: Some(index).filter(|index| *index > 0),
        physical_location: physical(span, findings),
        message: (!text.is_empty()).then(|| Text { text: message(text) }),
    });
    let mut located = located.collect::<Vec<_>>().into_iter();
    let Some(primary) = located.next() else { panic!("a finding is shown at one place at least") };
    let file = findings.place(finding).map_or(findings.root(), |place| place.file);
    let fingerprint = fingerprints.of(finding, &findings.repository.path(file));
    let more = (!group.others.is_empty()).then(|| format!(" (and {} more)", group.others.len()));
    let help = finding.help.iter().map(|help| format!("\n{help}"));
    let text: String = std::iter::once(finding.message.clone()).chain(more).chain(help).collect();
    let members = std::iter::once(&finding).chain(&group.others);
    Finding {
        rule_id: finding.code.0,
        rule_index: codes.binary_search(&finding.code).unwrap_or_default(),
        level: level(finding.severity),
        message: Text { text: message(&text) },
        locations: [primary],
        related_locations: located.collect(),
        partial_fingerprints: BTreeMap::from([("primaryLocationLineHash", fingerprint)]),
        fixes: members
            .filter_map(|one| one.fix.as_ref())
            .map(|fix| remedy(fix, findings))
            .collect(),
    }
}

fn remedy(fix: &Fix, findings: &Findings<'_>) -> Remedy {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let files = edits.chunk_by(|a, b| a.span.file == b.span.file);
    let changes = files.filter_map(|edits| {
        let file = findings.sources.file(edits.first()?.span.file);
        let replacements = edits.iter().map(|edit| Replacement {
            deleted_region: region(edit.span, findings),
            inserted_content: Text { text: edit.text.clone() },
        });
        Some(ArtifactChange {
            artifact_location: artifact(file.name(), findings),
            replacements: replacements.collect(),
        })
    });
    Remedy { description: Text { text: message(&fix.title) }, artifact_changes: changes.collect() }
}

/// Of what stands nowhere, the beginning of the first file.
fn physical(span: Option<Span>, findings: &Findings<'_>) -> Physical {
    let Some(span) = span else {
        return Physical {
            artifact_location: artifact(findings.root(), findings),
            region: Region { start_line: 1, start_column: 1, end_line: 1, end_column: 1 },
        };
    };
    let file = findings.sources.file(span.file);
    Physical { artifact_location: artifact(file.name(), findings), region: region(span, findings) }
}

fn artifact(file: &str, findings: &Findings<'_>) -> Artifact {
    let uri = findings.repository.uri(file);
    let uri_base_id = (!uri.starts_with("file:")).then_some(ROOT);
    Artifact { uri, uri_base_id }
}

fn region(span: Span, findings: &Findings<'_>) -> Region {
    let file = findings.sources.file(span.file);
    let point = |offset: u32| {
        let line = file.position(offset).line;
        let start = file.line_range(line).start;
        let before = file.text().get(start..offset as usize).unwrap_or_default();
        (line, before.encode_utf16().count() as u32 + 1)
    };
    let ((start_line, start_column), (end_line, end_column)) = (point(span.start), point(span.end));
    Region { start_line, start_column, end_line, end_column }
}
