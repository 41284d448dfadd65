//! A root folder that no file declares.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("root-folder-missing"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a user's root folder is not declared",
    page: include_str!("root-folder-missing.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.folders.is_empty() {
        return; // folders are not this definition's business
    }
    for user in &cx.site.users {
        let Some(root) = user.attributes.get("user_root") else { continue };
        let Some(path) = root.value.as_text() else { continue };
        if !cx.has_folder(path) {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("the root folder of `{name}` is not declared: `{path}`"))
                    .at(root.span, "no `folder` of this path")
                    .help(format!("add `folder \"{path}\"` with a grant that lets `{name}` in")),
            );
        }
    }
}
