//! A `remove` of what the definition declares.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Protected, kinds, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: Code("removes-declared"),
    family: Family::Reading,
    severity: Severity::Error,
    summary: "what is to be removed is declared",
    page: include_str!("removes-declared.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for removal in &cx.site.removals {
        let Some((what, declared)) = declared(cx, &removal.target) else { continue };
        findings.push(
            RULE.found(format!("{what} is declared, and is to be removed"))
                .at(removal.span, "to be removed")
                .at(declared, "declared here")
                .help("keep one of the two"),
        );
    }
}

/// What it is called, and where it is declared.
fn declared(cx: &Context<'_>, target: &Protected) -> Option<(String, Span)> {
    let site = cx.site;
    match target {
        Protected::User(key) => {
            let user = site.user(*key)?;
            Some((format!("user `{}`", cx.text(user.name)), user.name_span))
        }
        Protected::Group(key) => {
            let group = site.group(*key)?;
            Some((format!("group `{}`", cx.text(group.name)), group.name_span))
        }
        // With a folder goes what lies in it.
        Protected::Folder { key, .. } => {
            let gone = cx.names.key_text(*key);
            let within = |key| path::is_within(cx.names.key_text(key), gone);
            let folder = site.folders.iter().find(|folder| within(folder.key))?;
            Some((format!("folder `{}`", cx.text(folder.name)), folder.span))
        }
        Protected::Named(kind, name) => {
            let named = site.named.iter().find(|one| one.kind.kind() == *kind && one.name == *name);
            let named = named.map(|one| one.name_span);
            let automation = || site.automations.iter().find(|one| one.name == *name);
            let key = || site.api_keys.iter().find(|one| one.name == *name);
            let span = match kind.table {
                Some(_) => named?,
                None if **kind == kinds::API_KEY => key()?.span,
                None => automation()?.name_span,
            };
            Some((format!("{} `{name}`", kind.word), span))
        }
    }
}
