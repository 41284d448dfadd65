//! An automation of which it cannot be told whether its owner covers all of its paths.

use crate::access::Coverage;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::leads::{Doubt, Said};
use crate::rules::coverage::Owned;
use crate::rules::places::span_of;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("coverage-undecided"),
    family: Family::Automations,
    severity: Severity::Info,
    summary: "it cannot be told whether an automation's owner may work wherever it leads",
    page: include_str!("coverage-undecided.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for owned in cx.owned() {
        for unknown in &owned.unknown {
            findings.push(finding(cx, owned, unknown.said, None, &unknown.doubt));
        }
        for judged in &owned.leads {
            if let Coverage::Undecided(doubt) = &judged.coverage {
                let text = Some(judged.lead.route.to_string());
                findings.push(finding(cx, owned, judged.lead.said, text, doubt));
            }
        }
    }
}

fn finding(
    cx: &Context<'_>,
    owned: &Owned<'_>,
    said: Said<'_>,
    text: Option<String>,
    doubt: &Doubt,
) -> Diagnostic {
    let (owner, automation) = (cx.text(owned.owner.name), owned.automation);
    let covers = match text {
        Some(text) => format!("covers `{text}`"),
        None => "covers all that it does".to_owned(),
    };
    let name = &automation.name;
    RULE.found(format!("whether `{owner}`, who owns `{name}`, {covers} cannot be decided"))
        .at(span_of(automation, said), format!("because {doubt}"))
        .at(owned.span, "it runs with the permissions of this user")
        .help(
            "say `owner \"site\"`, or see to it that this user is a folder admin wherever it leads",
        )
}
