//! A `lint` line for a rule that does not exist.

use crate::diagnostic::{Diagnostic, Severity};
use crate::lower::{codes, suggest};
use crate::rules::{Check, Context, Family, Rule, all, find};
use crate::syntax::CODES;

pub static RULE: Rule = Rule {
    code: codes::UNKNOWN_RULE,
    family: Family::Reading,
    severity: Severity::Error,
    summary: "a lint line names a rule that does not exist",
    page: include_str!("unknown_rule.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let is_known = |code: &str| find(code).is_some() || CODES.iter().any(|syntax| syntax.0 == code);
    let lint = cx.site.lint.iter().map(|line| (&line.code, line.span));
    let named = lint.chain(cx.site.allowed.iter().map(|allowed| (&allowed.code, allowed.span)));
    for (code, span) in named.filter(|(code, _)| !is_known(code)) {
        let near = suggest(code, all().map(|rule| rule.code.0));
        let label = near.map_or("not known".to_owned(), |near| format!("did you mean `{near}`?"));
        findings.push(
            RULE.found(format!("no rule has the code `{}`", code))
                .at(span, label)
                .help("`siteplan explain` lists all codes"),
        );
    }
}
