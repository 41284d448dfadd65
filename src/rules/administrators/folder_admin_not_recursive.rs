//! A Folder Admin for one folder without its subfolders.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Level;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("folder-admin-not-recursive"),
    family: Family::Administrators,
    severity: Severity::Error,
    summary: "a folder admin's grant is said not to be recursive",
    page: include_str!("folder-admin-not-recursive.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for grant in &cx.site.grants {
        if grant.level != Level::Admin || grant.recursive {
            continue;
        }
        let folder = cx.folder_path(grant.folder);
        let finding = RULE
            .found(format!("`admin` on `{folder}` cannot leave out the subfolders"))
            .at(grant.recursive_span.unwrap_or(grant.level_span), "`admin` is always recursive");
        let finding = match grant.recursive_span {
            Some(_) => finding.at(grant.level_span, "the level"),
            None => finding,
        };
        findings.push(finding.help("drop `recursive=#false`, or grant `full` on this folder only"));
    }
}
