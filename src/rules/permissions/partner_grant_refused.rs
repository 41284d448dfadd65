//! What a partner never gets: administration, sharing, history, anything outside its root folder.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grantee, Level, NamedKind, path};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("partner-grant-refused"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "a partner is granted what Files.com gives no partner",
    page: include_str!("partner-grant-refused.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for grant in &cx.site.grants {
        let Grantee::Partner(partner) = grant.grantee else { continue };
        let name = cx.partner_name(partner);
        if matches!(grant.level, Level::Admin | Level::Bundle | Level::History) {
            findings.push(
                RULE.found(format!("partner `{name}` cannot hold `{}`", grant.level.as_str()))
                    .at(grant.level_span, "no partner gets this")
                    .help("grant `readwrite`, `full` or less"),
            );
        }
        let declared = cx.site.named.iter().filter(|one| one.kind == NamedKind::PARTNER);
        let mut of_name = declared.filter(|one| *one.name == *name);
        let Some(root) = of_name.next().and_then(|one| one.attributes.get("root_folder")) else {
            continue;
        };
        let folder = cx.names.key_text(grant.folder);
        let Some(text) = root.value.as_text() else { continue };
        if !path::is_within(folder, &path::key(text)) {
            let shown = cx.folder_path(grant.folder);
            findings.push(
                RULE.found(format!(
                    "partner `{name}` cannot hold a grant on `{}`",
                    path::display(shown)
                ))
                .at(grant.grantee_span, "outside the partner's root folder")
                .at(root.span, "its root folder")
                .help("grant on the root folder or below it"),
            );
        }
    }
}
