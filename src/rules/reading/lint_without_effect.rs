//! A `lint` line that would soften what is always an error.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::silence::always_an_error;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("lint-without-effect"),
    family: Family::Reading,
    severity: Severity::Warning,
    summary: "a lint line would soften what is always an error",
    page: include_str!("lint-without-effect.md"),
    check: Check::Definition(check),
};

/// Rules that are errors, and warnings where the definition alone does not decide.
const SOMETIMES_WARNING: &[&str] = &["namespace-needs-domain"];

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for line in cx.site.lint.iter().filter(|line| line.severity != Some(Severity::Error)) {
        if always_an_error(&line.code) && !SOMETIMES_WARNING.contains(&&*line.code) {
            findings.push(
                RULE.found(format!("`{}` stays an error, whatever `lint` says", line.code))
                    .at(line.span, "without effect")
                    .help("delete it: the server would refuse what the rule finds"),
            );
        }
    }
}
