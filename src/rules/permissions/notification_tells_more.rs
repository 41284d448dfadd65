//! Somebody is mailed about a folder whose content they may not list.

use crate::access::{Atoms, Folder, Person, Place, View};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grantee, Key, Named, NamedKind, Value, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::counted;

pub static RULE: Rule = Rule {
    code: Code("notification-tells-more"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "somebody is mailed about a folder whose content they may not list",
    page: include_str!("notification-tells-more.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.grants.is_empty() {
        return; // grants are not this definition's business
    }
    let named = cx.site.named.iter().filter(|named| named.kind == NamedKind::NOTIFICATION);
    let mut view: Option<View<'_>> = None;
    for notification in named {
        let view = view.get_or_insert_with(|| cx.view());
        let told = places(view, notification);
        let mut recipients: Vec<Key> = recipients(cx, notification)
            .map_or_else(Vec::new, |whom| view.state.people_of(&whom).into_iter().collect());
        recipients.sort_by_key(|user| cx.username(*user));
        let unseen = |user: &Key| {
            let person = Person::new(view, *user);
            let is_hidden = |place: &Place| !person.access(*place).has(Atoms::LIST);
            let place = told.iter().copied().find(is_hidden);
            place.filter(|_| person.standing.is_by_grants()).map(|place| (*user, place))
        };
        let mut unseen = recipients.iter().filter_map(unseen);
        let Some((user, place)) = unseen.next() else { continue };
        let (name, others) = (cx.username(user), unseen.count());
        let spelled = cx.spelled(view.tree.folders().path(place.folder));
        let folder = path::display(&spelled);
        let others = match others {
            0 => String::new(),
            more => format!(", and so with {}", counted(more, "more person", "more people")),
        };
        findings.push(
            RULE.found(format!("`{name}` is told of `{folder}`, and may not list it{others}"))
                .at(notification.name_span, "no fence stops what is mailed")
                .help(format!(
                    "grant `list` on `{folder}` to who is mailed, or notify somebody else"
                )),
        );
    }
}

/// The folder, and the fences below it where those are told of, too.
fn places(view: &View<'_>, notification: &Named) -> Vec<Place> {
    let text = |name: &str| notification.attributes.value(name).and_then(Value::as_text);
    let place = view.tree.place(&path::key(text("path").unwrap_or_default()));
    let mut places = vec![place];
    if notification.attributes.on("recursive").is_some() && !place.below {
        let inside =
            |folder: &Folder| *folder != place.folder && view.tree.is_within(*folder, place.folder);
        let mut fences: Vec<Folder> = view.state.fences().iter().copied().filter(inside).collect();
        fences.sort_by_key(|folder| view.tree.folders().path(*folder));
        places.extend(fences.into_iter().map(Place::at));
    }
    places
}

fn recipients(cx: &Context<'_>, notification: &Named) -> Option<Grantee> {
    let key = |value: &Value| cx.names.find_key(&value.as_reference()?.name);
    let said = |name: &str| notification.attributes.value(name);
    if let Some(user) = said("user_id") {
        return key(user).map(Grantee::User);
    }
    if let Some(group) = said("group_id") {
        return key(group).map(Grantee::Group);
    }
    let mut groups: Vec<Key> = said("group_ids")?.as_list().iter().filter_map(key).collect();
    groups.sort_unstable();
    Some(Grantee::AllOf(groups.into()))
}
