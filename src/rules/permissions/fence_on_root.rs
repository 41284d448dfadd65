//! A permission fence on the root.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("fence-on-root"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "a permission fence stands on the root",
    page: include_str!("fence-on-root.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for fence in cx.site.behaviors.iter().filter(|behavior| behavior.is_fence()) {
        if cx.names.key_text(fence.folder).is_empty() {
            findings.push(
                RULE.found("a permission fence cannot stand on the root")
                    .at(fence.span, "nothing is inherited from above `/`")
                    .help("put the fence on the folder that is to be closed"),
            );
        }
    }
}
