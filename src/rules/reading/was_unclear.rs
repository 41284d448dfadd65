//! Former names that do not say who becomes whom.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::account::Was;
use crate::model::{Key, Name};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("was-unclear"),
    family: Family::Reading,
    severity: Severity::Error,
    summary: "former names do not say who becomes whom",
    page: include_str!("was-unclear.md"),
    check: Check::Definition(check),
};

/// An object with its own name, and the one that it had.
type Named<'a> = (Key, Name, &'a Option<Was>);

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let site = cx.site;
    kind(cx, site.users.iter().map(|user| (user.key, user.name, &user.was)), findings);
    kind(cx, site.groups.iter().map(|group| (group.key, group.name, &group.was)), findings);
    kind(cx, site.folders.iter().map(|folder| (folder.key, folder.name, &folder.was)), findings);
}

fn kind<'a>(
    cx: &Context<'_>,
    objects: impl Iterator<Item = Named<'a>>,
    findings: &mut Vec<Diagnostic>,
) {
    let renamed: Vec<(Key, Name, &Was)> =
        objects.filter_map(|(key, name, was)| Some((key, name, was.as_ref()?))).collect();
    let mut claimed: FxHashMap<Key, (Name, &Was)> = FxHashMap::default();
    let takers: FxHashMap<Key, &Was> = renamed.iter().map(|(key, _, was)| (*key, *was)).collect();
    for (key, name, was) in &renamed {
        let (new, old) = (cx.names.text(*name), &was.text);
        if let Some((other, first)) = claimed.insert(was.key, (*name, was)) {
            let other = cx.names.text(other);
            findings.push(
                RULE.found(format!("`{other}` and `{new}` were both `{old}`"))
                    .at(was.span, "and this one as well")
                    .at(first.span, "this one becomes it")
                    .help("one object becomes one: leave `was` with the one that is to be it"),
            );
        } else if let Some(taken) = takers.get(&was.key).filter(|_| was.key != *key) {
            findings.push(
                RULE.found(format!(
                    "`{old}` becomes `{new}`, and `{}` becomes `{old}`",
                    taken.text
                ))
                .at(was.span, "gives up a name")
                .at(taken.span, "takes that name at the same time")
                .help("rename in two plans: first what gives up its name, then what takes it"),
            );
        }
    }
}
