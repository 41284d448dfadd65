//! A `lint` line for a rule that does not exist.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lower::{codes, suggest};
use crate::rules::{Check, Context, Family, Rule, all, find};

pub static RULE: Rule = Rule {
    code: codes::UNKNOWN_RULE,
    family: Family::Reading,
    severity: Severity::Error,
    summary: "a lint line names a rule that does not exist",
    page: include_str!("unknown_rule.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for line in cx.site.lint.iter().filter(|line| find(&line.code).is_none()) {
        let near = suggest(&line.code, all().map(|rule| rule.code.0));
        let label = near.map_or("not known".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.push(
            RULE.found(format!("no rule has the code `{}`", line.code))
                .at(line.span, label)
                .help("`siteplan explain` lists all codes"),
        );
    }
}
