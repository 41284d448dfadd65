//! Bots and systems that are not one to one.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

pub static RULE: Rule = Rule {
    code: Code("bot-shared-by-systems"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "one bot serves several systems, or one system has several bots",
    page: include_str!("bot-shared-by-systems.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut served: FxHashMap<String, (&User, Span)> = FxHashMap::default();
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let name = cx.text(user.name);
        if let [(_, first), (second, span), ..] = &*user.systems {
            let count = user.systems.len();
            findings.push(
                RULE.found(format!("bot `{name}` serves {count} systems"))
                    .at(*span, format!("`{second}` shares the account"))
                    .at(*first, "with this system")
                    .help("declare one bot for each system, with the folders that system needs"),
            );
        }
        for (system, span) in &user.systems {
            let key = path::fold(system.trim()).into_owned();
            match served.entry(key) {
                Entry::Vacant(entry) => {
                    entry.insert((user, *span));
                }
                Entry::Occupied(entry) if entry.get().0.key != user.key => {
                    let (other, other_span) = *entry.get();
                    let other = cx.text(other.name);
                    findings.push(
                        RULE.found(format!(
                            "system `{system}` has two bots: `{other}` and `{name}`"
                        ))
                        .at(*span, "claimed here")
                        .at(other_span, format!("already served by `{other}`"))
                        .help("keep one bot for the system, or name the two workloads apart"),
                    );
                }
                Entry::Occupied(_) => {}
            }
        }
    }
}
