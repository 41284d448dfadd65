//! A check as JUnit's XML: assertions and rules are test cases.
//!
//! A rule that finds nothing is a case that passes; else each finding is a case: one that fails
//! where it is an error, one that is skipped, with its message, where it is not. So the cases
//! fail exactly when the check does. No two cases of a suite share a name, and none holds a line.

use crate::diagnostic::Diagnostic;
use crate::render::assertions::{Assertion, Outcome};
use crate::render::escape::xml::text;
use crate::render::findings::Findings;
use crate::rules::{self, Check, Family, Rule};
use rustc_hash::FxHashMap;

/// Of a check that came as far as its rules, or not (`judged`).
pub fn report(findings: &Findings<'_>, assertions: &[Assertion<'_>], judged: bool) -> String {
    let mut suites = vec![of_assertions(findings, assertions)];
    suites.push(syntax(findings));
    let mut families: Vec<Family> = rules::all().map(|rule| rule.family).collect();
    families.dedup();
    families.retain(|family| *family != Family::Kdl);
    suites.extend(families.into_iter().map(|family| of_family(family, findings, judged)));
    suites.retain(|suite| !suite.cases.is_empty());
    suites.iter_mut().for_each(Suite::tell_apart);
    let cases = || suites.iter().flat_map(|suite| &suite.cases);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"siteplan check\" {}>\n",
        counts(cases())
    );
    for suite in &suites {
        out.push_str(&format!(
            "  <testsuite name=\"{}\" {}>\n",
            text(suite.name),
            counts(suite.cases.iter())
        ));
        suite.cases.iter().for_each(|case| case.write(&mut out));
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

struct Suite {
    name: &'static str,
    cases: Vec<Case>,
}

impl Suite {
    /// Numbers cases of one name, of which some readers would take the first alone.
    fn tell_apart(&mut self) {
        let mut turns: FxHashMap<String, usize> = FxHashMap::default();
        for case in &mut self.cases {
            let turn = turns.entry(case.name.clone()).or_default();
            *turn += 1;
            if *turn > 1 {
                case.name = format!("{} ({turn})", case.name);
            }
        }
    }
}

struct Case {
    name: String,
    class: String,
    place: Option<(String, u32)>,
    end: End,
}

enum End {
    Passed,
    Skipped(String),
    /// What kind of failure, in a line, and at length.
    Failed {
        kind: &'static str,
        message: String,
        body: String,
    },
}

fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.end, End::Failed { .. }));
        skipped += usize::from(matches!(case.end, End::Skipped(_)));
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

impl Case {
    fn write(&self, out: &mut String) {
        let place = self.place.as_ref().map_or_else(String::new, |(file, line)| {
            format!(" file=\"{}\" line=\"{line}\"", text(file))
        });
        let (name, class) = (text(&self.name), text(&self.class));
        out.push_str(&format!("    <testcase name=\"{name}\" classname=\"{class}\"{place}"));
        match &self.end {
            End::Passed => out.push_str("/>\n"),
            End::Skipped(message) => out.push_str(&format!(
                ">\n      <skipped message=\"{}\"/>\n    </testcase>\n",
                text(message)
            )),
            End::Failed { kind, message, body } => out.push_str(&format!(
                ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
                text(kind),
                text(message),
                text(body)
            )),
        }
    }
}

fn of_assertions(findings: &Findings<'_>, assertions: &[Assertion<'_>]) -> Suite {
    let case = |assertion: &Assertion<'_>| {
        let place = findings.place_of(assertion.span);
        let file = findings.repository.path(place.file);
        Case {
            name: assertion.text.to_owned(),
            class: "expect".to_owned(),
            place: Some((file, place.start.line)),
            end: match &assertion.outcome {
                Outcome::Holds => End::Passed,
                Outcome::Unjudged => {
                    End::Skipped("the definition could not be read so far".to_owned())
                }
                Outcome::Open(why) => End::Skipped(why.message.clone()),
                Outcome::Fails(why) => failed(why, findings),
            },
        }
    };
    Suite { name: "assertions", cases: assertions.iter().map(case).collect() }
}

fn failed(why: &[&Diagnostic], findings: &Findings<'_>) -> End {
    let told: Vec<String> = why.iter().map(|one| at_length(one, findings)).collect();
    End::Failed {
        kind: why.first().map_or("error", |one| one.code.0),
        message: why.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("; "),
        body: told.join("\n\n"),
    }
}

/// Message, place, label and remedy, a line each.
fn at_length(finding: &Diagnostic, findings: &Findings<'_>) -> String {
    let place = findings
        .origin(finding)
        .map(|origin| format!("{}:{}", findings.repository.path(&origin.file), origin.line));
    let label = finding.labels.first().map(|label| label.text.clone()).filter(|t| !t.is_empty());
    let help = finding.help.as_ref().map(|help| format!("help: {help}"));
    let lines = [Some(finding.message.clone()), place, label, help];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn syntax(findings: &Findings<'_>) -> Suite {
    let name = Family::Kdl.title();
    let is_syntax = |finding: &&Diagnostic| {
        rules::find(finding.code.0).is_none_or(|rule| rule.family == Family::Kdl)
    };
    let found = findings.found.iter().filter(is_syntax);
    Suite { name, cases: found.map(|one| of_finding(one, name, findings)).collect() }
}

fn of_family(family: Family, findings: &Findings<'_>, judged: bool) -> Suite {
    let mut cases = Vec::new();
    let checked = |rule: &&Rule| !matches!(rule.check, Check::Difference);
    for rule in rules::all().filter(|rule| rule.family == family).filter(checked) {
        let found = findings.found.iter().filter(|finding| finding.code == rule.code);
        let before = cases.len();
        cases.extend(found.map(|one| of_finding(one, family.title(), findings)));
        if cases.len() == before {
            let unjudged = !judged && matches!(rule.check, Check::Definition(_));
            cases.push(Case {
                name: rule.code.to_string(),
                class: family.title().to_owned(),
                place: None,
                end: if unjudged {
                    End::Skipped("the definition could not be read so far".to_owned())
                } else {
                    End::Passed
                },
            });
        }
    }
    Suite { name: family.title(), cases }
}

fn of_finding(finding: &Diagnostic, class: &str, findings: &Findings<'_>) -> Case {
    let origin = findings.origin(finding);
    let place = origin.map(|origin| (findings.repository.path(&origin.file), origin.line));
    Case {
        name: format!("{}: {}", finding.code, finding.message),
        class: class.to_owned(),
        place,
        end: if finding.is_error() {
            failed(&[finding], findings)
        } else {
            End::Skipped(format!("{}: {}", finding.severity.as_str(), finding.message))
        },
    }
}
