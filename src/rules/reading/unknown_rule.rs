//! A `lint` line for a rule that does not exist.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lower::suggest;
use crate::rules::{Check, Context, Family, Rule, all, find};

pub static RULE: Rule = Rule {
    code: Code("unknown-rule"),
    family: Family::Reading,
    severity: Severity::Error,
    summary: "a lint line names a rule that does not exist",
    page: include_str!("unknown-rule.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let lint = cx.site.lint.iter().map(|line| (&line.code, line.span));
    let named = lint.chain(cx.site.allowed.iter().map(|allowed| (&allowed.code, allowed.span)));
    for (code, span) in named.filter(|(code, _)| find(code).is_none()) {
        // No level says anything to what is no KDL.
        let known = all().filter(|rule| rule.family != Family::Kdl).map(|rule| rule.code.0);
        let near = suggest(code, known);
        let label = near.map_or("not known".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.push(
            RULE.found(format!("no rule has the code `{}`", code))
                .at(span, label)
                .help("`siteplan explain` lists all codes"),
        );
    }
}
