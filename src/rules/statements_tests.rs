//! Holds the table of statements to the rules, and each of its rows to cases: definitions that
//! break the statement, and others that nearly do.
//!
//! The cases of a document are a page in `tests/statements/`. A section is a row, by its first two
//! cells. `Breaks:` names all that is found, of which some must be of the row; `Plans:` shows the
//! steps that come of a definition; `Near miss:` shows that something close is fine, or is planned
//! otherwise. A live site stands in a block of JSON, without what every snapshot begins with; lines
//! of a block `says` stand in a message or a help.

use super::tests::{Shown, checked};
use super::{Family, all, find};
use crate::codes::difference::ACCESS_WIDENED;
use crate::codes::reading::CSV_LOSS;
use crate::csv::{GroupIds, export};
use crate::diagnostic::{Diagnostic, Severity};
use crate::diff::Operation;
use crate::live::{LiveSite, snapshot};
use crate::pipeline::{self, Checked, Wanted};
use crate::plan::{Limits, Plan};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const PAGE: &str = include_str!("statements.md");

/// The documents whose rows have cases.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "Human Users and Machine Accounts",
        include_str!("../../tests/statements/human-users-and-machine-accounts.md"),
    ),
    (
        "Administrative Permission Levels",
        include_str!("../../tests/statements/administrative-permission-levels.md"),
    ),
    ("Users", include_str!("../../tests/statements/users.md")),
    ("Ownership & Security", include_str!("../../tests/statements/ownership-and-security.md")),
];

struct Row {
    document: &'static str,
    title: String,
    codes: BTreeSet<&'static str>,
}

fn is_row(line: &&str) -> bool {
    line.starts_with("| ") && line.ends_with(" |") && !line.starts_with("| section ")
}

/// What stands in backticks.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for section in PAGE.split("\n## ").skip(1) {
        let document = section.lines().next().unwrap_or_default();
        for row in section.lines().filter(is_row) {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let [section, statement, held] = cells[..] else { panic!("three cells: {row}") };
            let title = format!("{section}: {statement}");
            rows.push(Row { document, title, codes: quoted(held) });
        }
    }
    rows
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Breaks,
    Plans,
    NearMiss,
}

struct Example<'a> {
    sort: Sort,
    /// The codes that it names.
    codes: BTreeSet<&'a str>,
    text: &'a str,
}

impl<'a> Example<'a> {
    fn block(&self, language: &str) -> Option<&'a str> {
        let (_, after) = self.text.split_once(&format!("```{language}\n"))?;
        after.split_once("```").map(|(block, _)| block)
    }
}

fn examples(section: &str) -> Vec<Example<'_>> {
    let sorts =
        [(Sort::Breaks, "\nBreaks:"), (Sort::Plans, "\nPlans:"), (Sort::NearMiss, "\nNear miss:")];
    let starts = sorts.iter().flat_map(|(sort, mark)| {
        section.match_indices(mark).map(|(at, _)| (at, *sort, at + mark.len()))
    });
    let mut starts: Vec<(usize, Sort, usize)> = starts.collect();
    starts.sort_by_key(|(at, ..)| *at);
    let ends = starts.iter().skip(1).map(|(at, ..)| *at).chain([section.len()]);
    let parts = starts.iter().zip(ends).map(|((_, sort, from), to)| {
        let text = &section[*from..to];
        Example { sort: *sort, codes: quoted(text.lines().next().unwrap_or_default()), text }
    });
    parts.collect()
}

/// What comes of an example.
struct Shows {
    findings: Vec<Diagnostic>,
    steps: String,
}

fn shows(example: &Example<'_>, row: &Row) -> Shows {
    let site = example.block("kdl").unwrap_or_else(|| panic!("{}: a definition", row.title));
    let mut checked = checked(Shown { site, people: example.block("csv") });
    let mut findings = checked.findings.clone();
    if row.codes.contains(CSV_LOSS.0) {
        findings
            .extend(export::export(&checked.site, &checked.names, &GroupIds::default()).findings);
    }
    let inner = example.block("json");
    if inner.is_none() && example.block("text").is_none() {
        return Shows { findings, steps: String::new() };
    }
    assert!(!checked.has_errors(), "{}: {findings:#?}", row.title);
    let live = live(&mut checked, inner.unwrap_or_default(), &row.title);
    let gain = row.codes.contains(ACCESS_WIDENED.0).then_some(0);
    let wanted = Wanted { limits: Limits { gain, ..Limits::default() }, ..Wanted::default() };
    let planned = pipeline::plan(&mut checked, &live, wanted);
    findings.extend(planned.findings);
    let plan = planned.plan.unwrap_or_else(|_| panic!("{}: an order", row.title));
    Shows { findings, steps: steps(&plan) }
}

fn live(checked: &mut Checked, inner: &str, title: &str) -> LiveSite {
    let comma = if inner.trim().is_empty() { "" } else { "," };
    let json = format!("{{\"format\": \"siteplan-snapshot\", \"version\": 1{comma}\n{inner}}}");
    let file = checked.sources.add("live.json", json);
    let (live, wrong) = snapshot::read(&checked.sources, file, &mut checked.names);
    assert!(wrong.is_empty(), "{title}: {wrong:#?}");
    live
}

/// A step a line, with what is assigned.
fn steps(plan: &Plan) -> String {
    let mut text = String::new();
    for step in &plan.steps {
        let sign = match step.operation {
            Operation::Create => '+',
            Operation::Update => '~',
            Operation::Move => '>',
            Operation::Delete => '-',
        };
        let set = step.set.iter().map(|set| format!("{}: {}", set.field.word(), set.after));
        let set: Vec<String> = set.collect();
        let colon = if set.is_empty() { "" } else { ", " };
        let _ = writeln!(text, "{sign} {}{colon}{}", step.address, set.join(", "));
    }
    text
}

fn codes(findings: &[Diagnostic]) -> BTreeSet<&str> {
    findings.iter().map(|finding| finding.code.0).collect()
}

fn errors(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// What is wrong with the cases of a row.
fn wrong_with(row: &Row, section: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut broken: BTreeSet<&str> = BTreeSet::new();
    let mut planned: BTreeSet<String> = BTreeSet::new();
    let examples = examples(section);
    for example in &examples {
        let Shows { findings, steps } = shows(example, row);
        let (found, own) = (codes(&findings), &row.codes);
        match example.sort {
            Sort::Breaks => {
                if found != example.codes {
                    wrong.push(format!("finds {found:?}, not {:?}", example.codes));
                }
                if found.is_disjoint(own) {
                    wrong.push(format!("breaks nothing of the row: {found:?}"));
                }
                broken.extend(example.codes.intersection(own));
            }
            Sort::Plans | Sort::NearMiss => {
                if !found.is_disjoint(own) || !errors(&findings).is_empty() {
                    wrong.push(format!("{:?} finds {found:?}: {findings:#?}", example.sort));
                }
            }
        }
        let said = |line: &str| {
            let help =
                |finding: &Diagnostic| finding.help.as_deref().is_some_and(|h| h.contains(line));
            findings.iter().any(|finding| finding.message.contains(line) || help(finding))
        };
        let unsaid = example.block("says").into_iter().flat_map(str::lines);
        wrong.extend(unsaid.filter(|line| !said(line)).map(|line| format!("does not say: {line}")));
        let wanted = example.block("text");
        if let Some(wanted) = wanted.filter(|wanted| *wanted != steps) {
            wrong.push(format!("plans\n{steps}not\n{wanted}"));
        }
        if example.sort == Sort::Plans && wanted.is_none() {
            wrong.push("shows no steps".to_owned());
        }
        if wanted.is_some() && !planned.insert(steps) {
            wrong.push("plans twice to the same".to_owned());
        }
    }
    if broken != row.codes {
        wrong.push(format!("no case breaks it with {:?}", &row.codes - &broken));
    }
    let has = |sort| examples.iter().any(|example| example.sort == sort);
    if !has(Sort::NearMiss) {
        wrong.push("has no near miss".to_owned());
    }
    if row.codes.is_empty() && !(has(Sort::Plans) || has(Sort::Breaks)) {
        wrong.push("has no case".to_owned());
    }
    wrong
}

#[test]
fn every_row_of_a_document_has_cases_that_break_it_and_a_near_miss() {
    let mut wrong = Vec::new();
    for (document, page) in DOCUMENTS {
        let mut sections: Vec<(&str, &str)> = page
            .split("\n## ")
            .skip(1)
            .map(|section| section.split_once('\n').unwrap_or((section, "")))
            .collect();
        for row in rows().iter().filter(|row| row.document == *document) {
            let Some(at) = sections.iter().position(|(title, _)| *title == row.title) else {
                wrong.push(format!("## {}\nhas no section", row.title));
                continue;
            };
            let (_, section) = sections.remove(at);
            let found = wrong_with(row, section).into_iter();
            wrong.extend(found.map(|what| format!("## {}\n{what}", row.title)));
        }
        wrong.extend(sections.iter().map(|(title, _)| format!("## {title}\nis no row")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_says_what_holds_it() {
    for row in PAGE.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
        assert!(!cells[1].contains('`'), "codes stand in the last column: {row}");
    }
}

#[test]
fn every_code_in_the_statements_exists() {
    for code in rows().iter().flat_map(|row| &row.codes) {
        assert!(find(code).is_some(), "no rule has the code `{code}`");
    }
}

#[test]
fn every_rule_on_definitions_has_a_statement() {
    let named: BTreeSet<&str> = rows().into_iter().flat_map(|row| row.codes).collect();
    for rule in
        all().filter(|rule| !matches!(rule.family, Family::Reading | Family::Plan | Family::Kdl))
    {
        assert!(named.contains(rule.code.0), "src/rules/statements.md lacks `{}`", rule.code);
    }
}
