//! An automation whose patterns lead where its owner cannot work.

use crate::access::{Gap, Person, Standing, View, needed, uncovered};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::automation::{Role, patterns};
use crate::model::glob::fixed;
use crate::model::{Automation, Key, Owner, path};
use crate::rules::administered::Administered;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("owner-lacks-access"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's patterns lead where its owner cannot work",
    page: include_str!("owner-lacks-access.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let owned = cx.site.automations.iter().filter_map(|automation| match automation.owner {
        Some((Owner::User(key), _)) if automation.attributes.on("disabled").is_none() => {
            Some((automation, key))
        }
        _ => None,
    });
    let mut view: Option<View<'_>> = None;
    for (automation, key) in owned {
        let own = Administered::of(cx, key);
        let person = Person::new(view.get_or_insert_with(|| cx.view()), key);
        if person.standing == Standing::Ordinary {
            judge(cx, automation, &own, &person, findings);
        }
    }
}

fn judge(
    cx: &Context<'_>,
    automation: &Automation,
    own: &Administered<'_>,
    person: &Person<'_>,
    findings: &mut Vec<Diagnostic>,
) {
    let attributes = &automation.attributes;
    for (role, name, text) in patterns(|name| attributes.value(name)) {
        let folder = path::key(fixed(text).0).into_owned();
        // Who administered nowhere there is no Folder Admin of the fixed part: another rule's matter.
        if !own.reaches_below(&folder) || own.covers(&folder) {
            continue;
        }
        let action = attributes.text("automation").unwrap_or_default();
        let Some(found) = uncovered(person, action, role, text) else { continue };
        let Some(setting) = attributes.get(name) else { continue };
        findings.push(finding(cx, automation, person.user, setting.span, action, role, &found));
    }
}

fn finding(
    cx: &Context<'_>,
    automation: &Automation,
    user: Key,
    span: crate::source::Span,
    action: &str,
    role: Role,
    found: &Gap,
) -> Diagnostic {
    let (owner, name) = (cx.username(user), &automation.name);
    let wanted = needed(action, role);
    let lacked: Vec<&str> = wanted.without(wanted.without(found.lacks)).names().collect();
    let what = if lacked.is_empty() {
        "is no folder admin of".to_owned()
    } else {
        format!("lacks {} on", listed(&lacked))
    };
    let shown = cx.spelled(&found.path);
    let diagnostic = RULE
        .found(format!("`{owner}`, who owns `{name}`, {what} `{shown}`"))
        .at(span, format!("this leads to `{shown}`, among others"));
    let owned = automation.owner.map(|(_, span)| span);
    let diagnostic = match owned {
        Some(span) => diagnostic.at(span, "and it runs with the permissions of this user"),
        None => diagnostic,
    };
    diagnostic
        .help("grant `admin` on the folder above, narrow the pattern, or say `owner \"site\"`")
}
