//! What nobody needed, in words and as a table.

use super::answers::{Table, shown};
use super::impact;
use crate::query::unused::answer::{
    Dropped, Kind, Last, Lost, LostBy, Undecided, Unused, UnusedItem, Why,
};
use crate::wording::{counted, plural};
use jiff::Timestamp;

/// A moment as people read it: its day.
pub fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

pub fn last(last: Last) -> String {
    last.0.map_or_else(|| "never".to_owned(), |at| format!("last {}", day(at)))
}

pub fn title(unused: &Unused) -> String {
    let as_of = match (unused.as_of, unused.newest) {
        (Some(as_of), _) => format!(", as of {}", day(as_of)),
        (None, Some(newest)) => format!(", which shows nothing after {}", day(newest)),
        (None, None) => String::new(),
    };
    format!("Not used since {} in {}{as_of}", day(unused.since), unused.source)
}

/// The word of a kind, for one and for many.
pub fn kind(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Person => ("account", "accounts"),
        Kind::Role => ("role", "roles"),
        Kind::SshKey => ("SSH key", "SSH keys"),
        Kind::ApiKey => ("API key", "API keys"),
        Kind::Protocol => ("protocol", "protocols"),
        Kind::Group => ("group", "groups"),
    }
}

/// What of a kind is told.
pub fn heading(of: Kind) -> &'static str {
    match of {
        Kind::Person => "Accounts that were not active",
        Kind::Role => "Roles of accounts that were not active",
        Kind::SshKey => "SSH keys that nobody signed in with",
        Kind::ApiKey => "API keys that nobody used",
        Kind::Protocol => "Protocols over which nobody signed in, of accounts that were active",
        Kind::Group => "Groups of which no member was active",
    }
}

/// What it is, with whose.
pub fn what(item: &UnusedItem) -> String {
    let user = item.user.as_deref().unwrap_or_default();
    match (item.kind, &item.of) {
        (Kind::Person, _) => item.name.clone(),
        (Kind::Group, _) => format!("group {:?}", item.name),
        (Kind::Role, Some(of)) => format!("{user}: {} of {:?}", item.name, shown(of)),
        (Kind::Role, None) | (Kind::Protocol, _) => format!("{user}: {}", item.name),
        (Kind::SshKey, _) => format!("{user}: SSH key {:?}", item.name),
        (Kind::ApiKey, _) if item.user.is_some() => format!("{user}: API key {:?}", item.name),
        (Kind::ApiKey, _) => format!("the site's API key {:?}", item.name),
    }
}

/// When it was used last.
pub fn when(item: &UnusedItem) -> String {
    match item.members {
        Some(0) => "nobody is in it".to_owned(),
        Some(members) => {
            let members = counted(members, "member", "members");
            format!("{members}, {}", last(item.last))
        }
        None => last(item.last),
    }
}

/// What goes with it that is no access to a folder.
pub fn besides(item: &UnusedItem) -> Option<String> {
    match item.kind {
        Kind::Protocol => Some(format!("signing in over {}", item.name)),
        Kind::SshKey => Some("signing in with this key".to_owned()),
        Kind::ApiKey if item.user.is_some() => Some("what this key is let do for them".to_owned()),
        Kind::Role => match item.name.as_str() {
            "group-admin" => Some("saying who is in the group".to_owned()),
            "read-only-admin" => Some("looking at all of the site".to_owned()),
            "billing-admin" => Some("the billing".to_owned()),
            "partner-admin" => Some("administering the partner's users".to_owned()),
            "workspace-admin" => Some("administering the workspace".to_owned()),
            _ => None,
        },
        Kind::Person | Kind::ApiKey | Kind::Group => None,
    }
}

/// `read, write on Finance, but not Finance/Payroll`.
pub fn lost(lost: &Lost) -> String {
    let except = match lost.except.as_slice() {
        [] => String::new(),
        except => {
            let except: Vec<String> = except.iter().map(impact::place).collect();
            format!(", but not {}", except.join(", "))
        }
    };
    format!("{} on {}{except}", impact::atoms(&lost.atoms), impact::place(&lost.place))
}

pub fn why(why: Why) -> &'static str {
    match why {
        Why::NotShown => "the site does not show when they were used",
        Why::Undated => "never used, and when they were made is not shown",
        Why::New => "not used yet, and made since",
        Why::ByNothingShown => "active, and no column shows over what: each may be needed",
    }
}

/// `2 accounts: the site does not show …`.
pub fn undecided(one: &Undecided) -> String {
    let (singular, many) = match one.why {
        // Accounts, whose protocols they are.
        Why::ByNothingShown => ("account's protocols", "accounts' protocols"),
        _ => kind(one.kind),
    };
    format!("{}: {}", counted(one.names.len(), singular, many), why(one.why))
}

/// What columns of activity cannot show, so that it is not claimed.
pub fn limits(unused: &Unused) -> Vec<String> {
    let mut limits = vec![
        "Activity is shown of accounts and keys: which grants, groups or folders somebody made use of \
         is not, nor what an API key did."
            .to_owned(),
        "No column tells of S3, of share links and public pages.".to_owned(),
    ];
    if unused.protocols_by_groups {
        let text = "On this site people sign in over what their groups are allowed: no protocol is judged.";
        limits.push(text.to_owned());
    }
    let goes = |item: &UnusedItem| matches!(item.dropped, Some(Dropped::Done | Dropped::Possible));
    if unused.items.iter().any(goes) {
        let text = "What goes from a list (members, groups, protocols, keys of a user) the next apply takes \
                    away. An account, a group, a grant or a key of the site without a line it does not: \
                    siteplan plan tells it as undeclared, and how to take it away.";
        limits.push(text.to_owned());
    }
    limits.extend(unused.unread.iter().map(|unread| format!("{unread}.")));
    limits
}

pub fn totals(unused: &Unused) -> String {
    let count = |of: Kind| unused.items.iter().filter(|item| item.kind == of).count();
    let counts = Kind::ALL.into_iter().map(|of| (of, count(of))).filter(|(_, count)| *count > 0);
    let counts: Vec<String> = counts
        .map(|(of, count)| {
            let (one, many) = kind(of);
            format!("{count} {}", plural(count, one, many))
        })
        .collect();
    if counts.is_empty() { "nothing that the site shows".to_owned() } else { counts.join(", ") }
}

/// What became of its line.
pub fn dropped(dropped: &Dropped) -> String {
    match dropped {
        Dropped::Done => "dropped".to_owned(),
        Dropped::Possible => "can be dropped".to_owned(),
        Dropped::Kept(why) => format!("not dropped: {why}"),
    }
}

fn losing(item: &UnusedItem) -> String {
    let by = |by: &LostBy| {
        let places: Vec<String> = by.places.iter().map(lost).collect();
        (!places.is_empty()).then(|| match item.kind {
            Kind::Group => format!("{}: {}", by.people.join(", "), places.join("; ")),
            _ => places.join("; "),
        })
    };
    let all: Vec<String> =
        besides(item).into_iter().chain(item.loses.iter().filter_map(by)).collect();
    if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
}

pub fn table(unused: &Unused) -> Table {
    let row = |item: &UnusedItem| {
        let declared =
            item.declared.as_ref().map_or_else(|| "live only".to_owned(), |at| at.to_string());
        let last = item.last.0.map_or_else(|| "never".to_owned(), day);
        vec![
            kind(item.kind).0.to_owned(),
            item.user.clone().unwrap_or_default(),
            item.name.clone(),
            item.of.as_deref().map(shown).unwrap_or_default().to_owned(),
            if item.members == Some(0) { String::new() } else { last },
            losing(item),
            declared,
            item.dropped.as_ref().map(dropped).unwrap_or_default(),
        ]
    };
    let open = unused
        .undecided
        .iter()
        .map(|one| format!("Undecided: {} ({})", undecided(one), one.names.join(", ")));
    Table {
        title: title(unused),
        head: &["kind", "user", "name", "of", "last used", "would lose", "declared", "dropped"],
        rows: unused.items.iter().map(row).collect(),
        notes: open.chain(limits(unused)).collect(),
    }
}
