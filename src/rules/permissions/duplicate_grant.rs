//! One grant declared twice.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Key, Level};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

pub static RULE: Rule = Rule {
    code: Code("duplicate-grant"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "one grant is declared twice",
    page: include_str!("duplicate-grant.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut rows: FxHashMap<(Key, &Grantee, Level, bool), &Grant> = FxHashMap::default();
    let mut last: Option<(Span, Span)> = None;
    for grant in &cx.site.grants {
        let row = (grant.folder, &grant.grantee, grant.level, grant.recursive);
        match rows.entry(row) {
            Entry::Vacant(entry) => {
                entry.insert(grant);
            }
            Entry::Occupied(entry) => {
                let places = (grant.level_span, entry.get().level_span);
                if last.replace(places) == Some(places) {
                    continue; // the other half of two `readwrite`
                }
                let (level, folder) = (grant.level.as_str(), cx.folder_path(grant.folder));
                let to = cx.grantee(&grant.grantee);
                findings.push(
                    RULE.found(format!("`{level}` on `{folder}` is granted to {to} twice"))
                        .at(grant.level_span, "granted again here")
                        .at(places.1, "first granted here")
                        .help("drop one of the two"),
                );
            }
        }
    }
}
