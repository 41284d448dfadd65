//! Two names that nobody can tell apart, and that are not one name.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;
use unicode_security::confusable_detection::skeleton;

pub static RULE: Rule = Rule {
    code: Code("name-looks-alike"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "two names look the same and are not",
    page: include_str!("name-looks-alike.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let users = cx.site.users.iter().map(|user| (cx.text(user.name), user.name_span));
    alike(users, "user", findings);
    let groups = cx.site.groups.iter().map(|group| (cx.text(group.name), group.name_span));
    alike(groups, "group", findings);
    let folders = cx.site.folders.iter().filter(|folder| folder.declared);
    alike(folders.map(|folder| (cx.text(folder.name), folder.span)), "folder", findings);
}

/// Pairs of which at least one name is not plain ASCII: `l` and `1` are left to the reader.
fn alike<'a>(
    names: impl Iterator<Item = (&'a str, Span)> + Clone,
    what: &str,
    findings: &mut Vec<Diagnostic>,
) {
    if names.clone().all(|(name, _)| name.is_ascii()) {
        return;
    }
    let mut seen: FxHashMap<String, (&str, Span)> = FxHashMap::default();
    for (name, span) in names {
        let looks: String = skeleton(name).collect();
        let (first, place) = *seen.entry(looks).or_insert((name, span));
        if first == name || (first.is_ascii() && name.is_ascii()) {
            continue;
        }
        let odd = if name.is_ascii() { first } else { name };
        let strange = odd.chars().find(|c| !c.is_ascii()).map_or(0, u32::from);
        findings.push(
            RULE.found(format!("{what} `{name}` looks like {what} `{first}`"))
                .at(span, format!("{odd:?} holds U+{strange:04X}"))
                .at(place, "the other one")
                .help(format!(
                    "keep one of the two if they are one {what}, or choose another name"
                )),
        );
    }
}
