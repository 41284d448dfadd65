//! A home folder that no file declares.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::path;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("home-folder-missing"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "a user's home folder is not declared",
    page: include_str!("home-folder-missing.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.folders.is_empty() {
        return; // folders are not this definition's business
    }
    for user in &cx.site.users {
        let Some(home) = user.attributes.get("user_home") else { continue };
        let Some(path) = home.value.as_text() else { continue };
        // Not settled by the sources: the home folder may be meant below the account's root.
        let root = user.attributes.text("user_root").unwrap_or_default();

        if !cx.has_folder(path) && !cx.has_folder(&path::join(root, path)) {
            let name = cx.text(user.name);
            findings.push(
                RULE.found(format!("the home folder of `{name}` is not declared: `{path}`"))
                    .at(home.span, "no `folder` of this path")
                    .help(format!("add `folder \"{path}\"` with a grant that lets `{name}` in")),
            );
        }
    }
}
