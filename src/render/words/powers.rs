//! Powers in words: who becomes or ceases to be what, who gets a key, what opens the site.

use super::attributes;
use super::impact::{self, Quoting};
use crate::diff::{Address, Assignment, Change, Operation, Subject};
use crate::model::{ChildLevel, NamedKind, Strangers, Value};
use crate::plan::{AccessGrant, AccessVia, Power, PowerChange, Powers, Sign};
use crate::wording::counted;
use std::collections::BTreeSet;

/// At most so many folders, groups and keys of a line are named.
const SHOWN: usize = 6;

/// `user "mallory" becomes site administrator`.
pub fn line(one: &PowerChange, quoting: &Quoting) -> String {
    if let Power::Setting { of, on, setting, before, after } = &one.power {
        let key = |value: &Value| Value::Object([(setting.as_str().into(), value.clone())].into());
        let (address, name, [before, after]) = match (of, on) {
            (Some(AccessVia::Link(name)), _) => {
                let address = Address::Named { resource: NamedKind::BUNDLE, name: name.clone() };
                (address, setting.as_str(), [before.clone(), after.clone()])
            }
            (Some(AccessVia::Setting(behavior)), Some(path)) => {
                let (path, behavior) = (path.clone(), behavior.clone());
                let address = Address::Behavior { path, behavior, name: None };
                (address, "value", [key(before), key(after)])
            }
            _ => (Address::Site, setting.as_str(), [before.clone(), after.clone()]),
        };
        let field = address.kind().field(name);
        let set = field.map(|field| Assignment::new(field, before, after));
        let change = Change::new(Operation::Update, address).set(Vec::from_iter(set));
        let lines = attributes::lines(&change).into_iter();
        let told = lines.map(|line| format!("{} {} → {}", line.name, line.before, line.after));
        let what = match (of, on) {
            (Some(AccessVia::Link(link)), _) => {
                format!("share link {} asks for less", (quoting.name)(link))
            }
            (Some(AccessVia::Setting(behavior)), Some(on)) => {
                format!("{behavior} on {} asks for less", (quoting.path)(on))
            }
            _ => "the site opens".to_owned(),
        };
        return format!("{what}: {}", told.collect::<Vec<_>>().join(", "));
    }
    match &one.power {
        Power::Open { whom, by } => return format!("{} in by {}", get(whom), ways(by)),
        Power::OpenByMove { whom, folders, by } => {
            let folders = names(folders, quoting.path);
            return format!("{} in to {folders} by {}", get(whom), ways(by));
        }
        Power::SiteKey { keys } => {
            let verb = if one.change == Sign::Gained { "gets" } else { "loses" };
            return format!("the site {verb} API key {}", names(keys, quoting.name));
        }
        Power::KeyAgain { keys } => return again(one, keys, quoting),
        _ => {}
    }
    let holder = one.holder.as_ref().map_or_else(String::new, |of| subject(of, quoting));
    let people = one
        .people
        .map_or_else(String::new, |people| format!(" ({})", counted(people, "person", "people")));
    let what = what(&one.power, quoting);
    let verb = match (&one.power, one.change) {
        (Power::ApiKey { .. } | Power::SshKey { .. }, Sign::Gained) => "gets",
        (Power::ApiKey { .. } | Power::SshKey { .. }, Sign::Lost) => "loses",
        (_, Sign::Gained) => "becomes",
        (_, Sign::Lost) => "is no longer",
    };
    let through = one.through.as_ref().map_or_else(String::new, |group| {
        let how =
            if one.change == Sign::Gained { "as a member of" } else { "no longer a member of" };
        format!(" {how} {}", subject(group, quoting))
    });
    format!("{holder}{people} {verb} {what}{through}")
}

/// `outsiders get`.
fn get(whom: &str) -> String {
    let get = if *whom == *Strangers::Outsiders.in_words() { "get" } else { "gets" };
    format!("{whom} {get}")
}

fn ways(by: &[AccessGrant]) -> String {
    let ways: Vec<String> = by.iter().take(SHOWN).map(impact::grant).collect();
    match by.len().saturating_sub(SHOWN) {
        0 => ways.join(", "),
        more => format!("{} and {more} more", ways.join(", ")),
    }
}

/// Keys that had expired.
fn again(one: &PowerChange, keys: &[String], quoting: &Quoting) -> String {
    let (key, works) = match (keys.len(), one.change) {
        (1, Sign::Gained) => ("key", "works again"),
        (_, Sign::Gained) => ("keys", "work again"),
        (1, Sign::Lost) => ("key", "works no longer"),
        (_, Sign::Lost) => ("keys", "work no longer"),
    };
    let whose = one.holder.as_ref().map_or_else(|| "the site".into(), |of| subject(of, quoting));
    format!("expired API {key} {} of {whose} {works}", names(keys, quoting.name))
}

fn subject(subject: &Subject, quoting: &Quoting) -> String {
    match subject {
        Subject::User(name) => format!("user {}", (quoting.name)(name)),
        Subject::Group(name) => format!("group {}", (quoting.name)(name)),
        Subject::Partner(name) => format!("partner {}", (quoting.name)(name)),
        Subject::AllOf(names) => {
            let names: Vec<String> = names.iter().map(|name| (quoting.name)(name)).collect();
            format!("whoever is in all of {}", names.join(", "))
        }
    }
}

fn names(names: &[String], quote: fn(&str) -> String) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| quote(name)).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn what(power: &Power, quoting: &Quoting) -> String {
    match power {
        Power::SiteAdmin => "site administrator".to_owned(),
        Power::ReadOnlyAdmin => "read-only administrator".to_owned(),
        Power::BillingAdmin => "billing administrator".to_owned(),
        Power::WorkspaceAdmin => "workspace administrator".to_owned(),
        Power::PartnerAdmin => "partner administrator".to_owned(),
        Power::ChildSite { site, level } => format!("{} of child site {site}", of_child(*level)),
        Power::FolderAdmin { folders } => {
            format!("folder administrator on {}", names(folders, quoting.path))
        }
        Power::GroupAdmin { groups } => {
            let word = if groups.len() == 1 { "group" } else { "groups" };
            format!("administrator of {word} {}", names(groups, quoting.name))
        }
        Power::ApiKey { keys } => format!("API key {}", names(keys, quoting.name)),
        Power::SshKey { keys } => format!("SSH key {}", names(keys, quoting.name)),
        Power::Setting { .. }
        | Power::SiteKey { .. }
        | Power::KeyAgain { .. }
        | Power::Open { .. }
        | Power::OpenByMove { .. } => String::new(),
    }
}

fn of_child(level: ChildLevel) -> &'static str {
    match level {
        ChildLevel::SiteAdmin => "administrator",
        ChildLevel::ReadonlySiteAdmin => "read-only administrator",
    }
}

/// `1 new site administrator, 1 read-only administrator fewer, 1 new API key`; nothing where
/// there is nothing to say.
pub fn summary(powers: &Powers) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (is, one, many) in KINDS {
        let of = |sign: Sign| {
            let lines = powers.changes.iter().filter(|line| line.change == sign);
            count(lines.filter(|line| is(&line.power)))
        };
        let (gained, lost) = (of(Sign::Gained), of(Sign::Lost));
        if gained > 0 {
            parts.push(format!("{gained} new {}", if gained == 1 { one } else { many }));
        }
        if lost > 0 {
            parts.push(format!("{} fewer", counted(lost, one, many)));
        }
    }
    let settings = powers.changes.iter().filter_map(|one| match &one.power {
        Power::Setting { of, on, .. } => Some((of.as_ref(), on)),
        _ => None,
    });
    let (of_ways_in, of_site): (Vec<_>, Vec<_>) = settings.partition(|(of, _)| of.is_some());
    match of_site.len() {
        0 => {}
        count => parts.push(counted(count, "setting opens the site", "settings open the site")),
    }
    match BTreeSet::from_iter(of_ways_in).len() {
        0 => {}
        count => parts.push(counted(count, "way in asks for less", "ways in ask for less")),
    }
    let again = powers.changes.iter().filter(|one| one.change == Sign::Gained);
    let again = again.filter(|one| matches!(one.power, Power::KeyAgain { .. }));
    match count(again) {
        0 => {}
        keys => parts.push(counted(keys, "expired key works again", "expired keys work again")),
    }
    parts.join(", ")
}

type KindOfPower = (fn(&Power) -> bool, &'static str, &'static str);

static KINDS: [KindOfPower; 12] = [
    (
        |of| matches!(of, Power::Open { .. } | Power::OpenByMove { .. }),
        "opening to outsiders",
        "openings to outsiders",
    ),
    (|of| matches!(of, Power::SiteAdmin), "site administrator", "site administrators"),
    (
        |of| matches!(of, Power::ReadOnlyAdmin),
        "read-only administrator",
        "read-only administrators",
    ),
    (|of| matches!(of, Power::BillingAdmin), "billing administrator", "billing administrators"),
    (
        |of| matches!(of, Power::WorkspaceAdmin),
        "workspace administrator",
        "workspace administrators",
    ),
    (|of| matches!(of, Power::PartnerAdmin), "partner administrator", "partner administrators"),
    (
        |of| matches!(of, Power::ChildSite { .. }),
        "administrator of a child site",
        "administrators of child sites",
    ),
    (|of| matches!(of, Power::FolderAdmin { .. }), "folder administrator", "folder administrators"),
    (|of| matches!(of, Power::GroupAdmin { .. }), "group administrator", "group administrators"),
    (|of| matches!(of, Power::SiteKey { .. }), "API key of the site", "API keys of the site"),
    (|of| matches!(of, Power::ApiKey { .. }), "API key", "API keys"),
    (|of| matches!(of, Power::SshKey { .. }), "SSH key", "SSH keys"),
];

/// Keys each for itself; people by name once, and those of groups.
fn count<'a>(lines: impl Iterator<Item = &'a PowerChange>) -> usize {
    let (mut users, mut others) = (BTreeSet::new(), 0);
    for line in lines {
        match (&line.power, &line.holder) {
            (
                Power::SiteKey { keys }
                | Power::KeyAgain { keys }
                | Power::ApiKey { keys }
                | Power::SshKey { keys },
                _,
            ) => {
                others += keys.len();
            }
            (Power::Open { by, .. }, _) => others += by.len(),
            (Power::OpenByMove { folders, .. }, _) => others += folders.len(),
            (_, Some(Subject::User(name))) => drop(users.insert(name)),
            _ => others += line.people.unwrap_or_default(),
        }
    }
    users.len() + others
}
