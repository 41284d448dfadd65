//! What to write so that a fact of the site is accounted for: either way.

use super::step::Advice;
use crate::diff::{
    Assignment, Belonging, Change, ChildSiteGrant, Field, FolderGrant, Holder, Operation, Subject,
    Whole, known_by_name,
};
use crate::model::account::{PROTOCOLS, ROLES};
use crate::model::automation::is_by_id;
use crate::model::behavior::{ALL, fence_stops};
use crate::model::kinds::{FENCE, WORKSPACE};
use crate::model::written::{arguments, row_head};
use crate::model::{NamedKind, Value, kebab_case, path};
use crate::syntax::quoted;

impl Advice {
    fn at_top(keep: impl Into<Option<String>>, take_away: String) -> Self {
        Advice { keep: keep.into(), take_away: Some(take_away), ..Advice::default() }
    }

    fn within(within: String, keep: impl Into<Option<String>>, take_away: String) -> Self {
        let (keep, take_away, within) = (keep.into(), Some(take_away), Some(within));
        Advice { keep, take_away, within, ..Advice::default() }
    }
}

/// For a fact that this change would take away; the account is the one that it is, or is of.
pub fn advice(undoing: &Change, of: &Holder) -> Advice {
    let address = &undoing.address;
    let account = |name: &str| account(name, of.bot);
    if undoing.operation == Operation::Update && address.membership().is_none() {
        return values(undoing, of.bot);
    }
    match address.belonging() {
        None => match address.whole() {
            Whole::Named(kind, _) if kind.is_row() => row(kind, undoing),
            whole => object(whole, undoing.id, of),
        },
        Some(Belonging::Membership { group, user }) => {
            let within = format!("group {}", quoted(group));
            let user = quoted(user);
            match undoing.operation {
                Operation::Update => {
                    Advice::within(within, format!("admin {user}"), format!("member {user}"))
                }
                Operation::Create | Operation::Move | Operation::Delete => {
                    let keep = if was_admin(undoing) { "admin" } else { "member" };
                    Advice::within(within, format!("{keep} {user}"), "member #null".to_owned())
                }
            }
        }
        Some(Belonging::SshKey { user, title }) => {
            let fingerprint = undoing.assignment(Field::Fingerprint);
            let keep = fingerprint
                .and_then(|set| set.before.as_text())
                .map(|shown| format!("ssh-key {} fingerprint={}", quoted(title), quoted(shown)));
            Advice::within(account(user), keep, "ssh-key #null".to_owned())
        }
        Some(Belonging::ApiKey { user, name }) => {
            let keep = format!("api-key {}", quoted(name));
            match user {
                Some(user) => Advice::within(account(user), keep, "api-key #null".to_owned()),
                None => Advice::at_top(keep, format!("remove api-key={}", quoted(name))),
            }
        }
        Some(Belonging::Grant(FolderGrant { path, grantee, level, recursive })) => {
            let scope = if recursive { "" } else { " recursive=#false" };
            let keep = given(&quoted(level.as_str()), grantee, scope);
            Advice::within(folder(path), keep, given("#null", grantee, ""))
        }
        Some(Belonging::Behavior { path, behavior: FENCE, .. }) => {
            let value = undoing.assignment(Field::Value).map(|set| &set.before);
            let keep = match value.and_then(fence_stops) {
                Some(stops) if stops != ALL => format!("fence stops={}", quoted(stops)),
                _ => "fence".to_owned(),
            };
            Advice::within(folder(path), keep, "fence #null".to_owned())
        }
        Some(Belonging::Behavior { path, behavior, .. }) => {
            Advice::within(folder(path), None, format!("behavior {} #null", quoted(behavior)))
        }
        Some(Belonging::ChildSiteGrant(ChildSiteGrant { site, grantee, level })) => {
            let node = format!("child-site \"{site}\" id={site}");
            let keep = given(&quoted(level.word()), grantee, "");
            Advice::at_top(format!("{node} {{ {keep} }}"), node)
        }
    }
}

/// Values of an object.
fn values(undoing: &Change, of_bot: bool) -> Advice {
    let within = match undoing.address.whole() {
        Whole::Site => "site { settings }".to_owned(),
        Whole::User(name) => account(name, of_bot),
        Whole::Group(name) => format!("group {}", quoted(name)),
        Whole::Folder(path) => folder(path),
        Whole::Named(kind, name) => format!("{} {}", kind.word, quoted(name)),
        Whole::Automation(name) => format!("automation {}", quoted(name)),
        Whole::ChildSite(id) => format!("child-site {id}"),
    };
    let written = |value: fn(&Assignment) -> &Value| {
        let mut lines = Vec::new();
        let flags = |word: &str, table: &[(&str, &str)], new: fn(&str) -> bool| {
            let set =
                |flag: &str| undoing.set.iter().find(|one| one.field.name() == flag).map(value);
            table.iter().any(|(_, flag)| set(flag).is_some()).then(|| {
                let is_on = |flag: &str| set(flag).map_or(new(flag), |v| *v == Value::Bool(true));
                let on = table.iter().filter(|(_, flag)| is_on(flag));
                let on: Vec<String> = on.map(|(word, _)| quoted(word)).collect();
                if on.is_empty() {
                    format!("{word} #null")
                } else {
                    format!("{word} {}", on.join(" "))
                }
            })
        };
        lines.extend(flags("role", ROLES, |_| false));
        let of_user = matches!(undoing.address.whole(), Whole::User(_));
        lines.extend(if of_user {
            flags("protocols", PROTOCOLS, |flag| flag != S3)
        } else {
            flags("protocols", PROTOCOLS, |_| false)
        });
        for set in &undoing.set {
            let name = set.field.name();
            let is_flag = |table: &[(&str, &str)]| table.iter().any(|(_, flag)| *flag == name);
            if is_flag(ROLES) || is_flag(PROTOCOLS) {
                continue;
            }
            let Field::Attribute(attribute) = set.field else { continue };
            let value = value(set);
            let value = if value.is_unset() {
                Some("#null".to_owned())
            } else {
                arguments(attribute.kind, value)
            };
            // What has a number only is said by that.
            let by_number = attribute.refers.is_some() && !set_by_name(&set.before);
            let word = if by_number { kebab_case(attribute.name) } else { set.field.word() };
            lines.extend(value.map(|value| format!("{word} {value}")));
        }
        (!lines.is_empty()).then(|| lines.join("; "))
    };
    Advice {
        keep: written(|set| &set.before),
        take_away: written(|set| &set.after),
        within: Some(within),
        ..Advice::default()
    }
}

fn set_by_name(value: &Value) -> bool {
    value.is_unset() || value.has_reference()
}

/// The protocol that a new account does not have.
const S3: &str = "s3_compatible_endpoint_permission";

fn object(whole: Whole<'_>, id: Option<i64>, of: &Holder) -> Advice {
    let (node, word, name) = match whole {
        Whole::User(name) => (Some(stranger(name, of)), "user", quoted(name)),
        Whole::Group(name) => (Some(format!("group {}", quoted(name))), "group", quoted(name)),
        Whole::Folder(path) => (Some(folder(path)), "folder", at(path)),
        Whole::Named(kind, name) => {
            let how = if *kind == WORKSPACE { " with-content=#true" } else { "" };
            let node = format!("{} {}", kind.word, quoted(name));
            (Some(node), named(kind), format!("{}{how}", quoted(name)))
        }
        Whole::Automation(name) => return automation(name, id),
        Whole::Site | Whole::ChildSite(_) => return Advice::default(),
    };
    Advice::at_top(node, format!("remove {word}={name}"))
}

/// What has no name is said in the node of what it is of.
fn row(kind: NamedKind, undoing: &Change) -> Advice {
    let null = Value::Null;
    let before = |name: &str| {
        let set = undoing.set.iter().find(|set| set.field.name() == name);
        set.map_or(&null, |set| &set.before)
    };
    let place = at(before("path").as_text().unwrap_or_default());
    let scope = if kind.has_place { format!(" within={place}") } else { String::new() };
    let line = kind.manage.unwrap_or(kind.many);
    let take_away = manage(&format!("{line} undeclared=\"remove\"{scope}"));
    // One that is of nothing, for nobody, or for a list of one group, cannot be said.
    let is_for = |name: &&str| match before(name) {
        Value::List(all) => all.len() > 1,
        value => value.has_reference() || value.as_text().is_some(),
    };
    let outer = kind.table().row.first().and_then(|name| match before(name) {
        Value::Reference(reference) => Some(quoted(&reference.name)),
        _ => kind.has_place.then_some(place),
    });
    let can_be_said = outer.is_some() && kind.table().row.iter().skip(1).any(is_for);
    let keep = can_be_said.then(|| match row_head(kind, before) {
        (head, None) => head,
        (head, Some(block)) => format!("{head} {{ {block} }}"),
    });
    match kind.table().within.as_ref().zip(outer) {
        None => Advice::at_top(keep, take_away),
        Some((within, outer)) => {
            Advice::within(format!("{} {outer}", within.outer), keep, take_away)
        }
    }
}

/// One without a name, or that shares it, is known by its id; `remove` knows names.
fn automation(title: &str, id: Option<i64>) -> Advice {
    let name = known_by_name(title, id);
    let node = format!("automation {}", quoted(name));
    match id {
        Some(id) if is_by_id(title) => Advice::at_top(
            format!("automation #null id={id}"),
            format!("remove automation={}", quoted(title)),
        ),
        Some(id) if name != title => {
            Advice { keep: Some(format!("{node} id={id}")), ..Advice::default() }
        }
        _ => Advice::at_top(node, format!("remove automation={}", quoted(name))),
    }
}

fn named(kind: NamedKind) -> &'static str {
    kind.kind().word
}

fn was_admin(undoing: &Change) -> bool {
    undoing.assignment(Field::Admin).is_some_and(|set| set.before == Value::Bool(true))
}

fn given(level: &str, grantee: &Subject, scope: &str) -> String {
    match grantee {
        Subject::User(name) => format!("grant {level} user={}{scope}", quoted(name)),
        Subject::Group(name) => format!("grant {level} group={}{scope}", quoted(name)),
        Subject::Partner(name) => format!("grant {level} partner={}{scope}", quoted(name)),
        Subject::AllOf(names) => {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("grant {level}{scope} {{ all-of {} }}", names.join(" "))
        }
    }
}

/// With its groups: a list that the group gets with other advice would leave it out.
fn stranger(name: &str, Holder { bot, groups }: &Holder) -> String {
    let groups: Vec<String> = groups.iter().map(|group| quoted(group)).collect();
    if groups.is_empty() {
        account(name, *bot)
    } else {
        format!("{} {{ groups {} }}", account(name, *bot), groups.join(" "))
    }
}

fn account(name: &str, of_bot: bool) -> String {
    format!("{} {}", if of_bot { "bot" } else { "user" }, quoted(name))
}

fn folder(path: &str) -> String {
    format!("folder {}", at(path))
}

fn at(path: &str) -> String {
    quoted(path::display(path))
}

fn manage(line: &str) -> String {
    format!("manage {{ {line} }}")
}
