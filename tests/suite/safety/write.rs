//! A pair as texts: the definition of what is to be, the snapshot of what is. Of accounts and
//! groups only that is said which is not as Files.com makes them, on either side.

use super::world::{
    AS_MADE, Automation, Grant, Holder, Id, PROTOCOLS, Pair, ROOT, Verb, Whom, World,
};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A moment long gone, and one that is still to come.
pub const PAST: &str = "2020-01-01T00:00:00Z";
pub const FUTURE: &str = "2090-01-01T00:00:00Z";

const MANAGE: &str = "manage {\n    users undeclared=\"remove\"\n    groups undeclared=\"remove\"\n    grants undeclared=\"remove\"\n    behaviors undeclared=\"remove\"\n    automations undeclared=\"remove\"\n    folders undeclared=\"remove\"\n}\n";

macro_rules! say {
    ($out:expr, $($words:tt)*) => { write!($out, $($words)*).expect("text") };
}

pub fn definition(pair: &Pair) -> String {
    let mut out = String::with_capacity(2048);
    out.push_str(MANAGE);
    let desired = &pair.desired;
    let settings = settings(pair);
    if !settings.is_empty() {
        out.push_str("site {\n    settings {\n");
        for (name, _, on) in settings {
            say!(out, "        {} #{on}\n", name.replace('_', "-"));
        }
        out.push_str("    }\n}\n");
    }
    for id in (0..desired.users.len()).filter(|id| desired.users[*id].exists) {
        user(pair, id, &mut out);
    }
    for id in (0..desired.groups.len()).filter(|id| desired.groups[*id].exists) {
        group(pair, id, &mut out);
    }
    for id in (0..desired.folders.len()).filter(|id| desired.folders[*id].exists) {
        folder(pair, id, &mut out);
    }
    for id in (0..desired.automations.len()).filter(|id| desired.automations[*id].exists) {
        automation(desired, &desired.automations[id], &mut out);
    }
    expectations(pair, &mut out);
    out
}

/// Settings that are on, before or after.
fn settings(pair: &Pair) -> Vec<(&'static str, bool, bool)> {
    let (live, desired) = (&pair.live, &pair.desired);
    let all = [
        (
            "protocol_access_groups_only",
            live.protocols_by_groups_only,
            desired.protocols_by_groups_only,
        ),
        (
            "folder_permissions_groups_only",
            live.grants_to_groups_only,
            desired.grants_to_groups_only,
        ),
    ];
    all.into_iter().filter(|(_, was, is)| *was || *is).collect()
}

fn user(pair: &Pair, id: Id, out: &mut String) {
    let (was, is) = (&pair.live.users[id], &pair.desired.users[id]);
    let node = if is.bot { "bot" } else { "user" };
    say!(out, "{node} {:?}", &*is.name);
    if was.exists && was.name != is.name {
        say!(out, " was={:?}", &*was.name);
    }
    out.push_str(" {\n");
    if is.bot {
        say!(out, "    system \"of {}\"\n", is.name);
    }
    if is.admin {
        out.push_str("    role \"site-admin\"\n");
    } else if was.exists && was.admin {
        out.push_str("    role #null\n");
    }
    if is.disabled || (was.exists && was.disabled) {
        say!(out, "    disabled #{}\n", is.disabled);
    }
    if is.expired || (was.exists && was.expired) {
        say!(out, "    authenticate-until {:?}\n", if is.expired { PAST } else { FUTURE });
    }
    if is.protocols != AS_MADE || (was.exists && was.protocols != AS_MADE) {
        protocols(is.protocols, out);
    }
    let groups = pair.desired.members.keys().filter(|(_, user)| *user == id);
    let groups: Vec<String> =
        groups.map(|(group, _)| format!("{:?}", &*pair.desired.groups[*group].name)).collect();
    if groups.is_empty() {
        out.push_str("    groups #null\n}\n");
    } else {
        say!(out, "    groups {}\n}}\n", groups.join(" "));
    }
}

fn protocols(bits: u8, out: &mut String) {
    out.push_str("    protocols");
    for (at, (word, _)) in PROTOCOLS.iter().enumerate() {
        if bits & 1 << at != 0 {
            say!(out, " {word:?}");
        }
    }
    out.push_str(if bits == 0 { " #null\n" } else { "\n" });
}

fn group(pair: &Pair, id: Id, out: &mut String) {
    let (was, is) = (&pair.live.groups[id], &pair.desired.groups[id]);
    say!(out, "group {:?}", &*is.name);
    if was.exists && was.name != is.name {
        say!(out, " was={:?}", &*was.name);
    }
    let mut lines = String::new();
    for ((_, user), admin) in pair.desired.members.iter().filter(|((group, _), _)| *group == id) {
        let role = if *admin { "admin" } else { "member" };
        say!(lines, "    {role} {:?}\n", &*pair.desired.users[*user].name);
    }
    if is.protocols != 0 || (was.exists && was.protocols != 0) {
        protocols(is.protocols, &mut lines);
    }
    if lines.is_empty() {
        out.push('\n');
    } else {
        say!(out, " {{\n{lines}}}\n");
    }
}

fn folder(pair: &Pair, id: Id, out: &mut String) {
    let (was, is) = (&pair.live.folders[id], &pair.desired.folders[id]);
    let path = pair.desired.path(id);
    say!(out, "folder {:?}", if path.is_empty() { "/" } else { &path });
    if was.exists && (was.name != is.name || was.parent != is.parent) {
        say!(out, " was={:?}", pair.live.path(id));
    }
    let mut lines = String::new();
    if is.fence {
        lines.push_str("    fence\n");
    }
    for grant in pair.desired.grants.iter().filter(|grant| grant.folder == id) {
        one_grant(&pair.desired, grant, &mut lines);
    }
    if lines.is_empty() {
        out.push('\n');
    } else {
        say!(out, " {{\n{lines}}}\n");
    }
}

fn one_grant(world: &World, grant: &Grant, out: &mut String) {
    say!(out, "    grant {:?}", grant.level);
    match &grant.holder {
        Holder::User(user) => say!(out, " user={:?}", &*world.users[*user].name),
        Holder::Group(group) => say!(out, " group={:?}", &*world.groups[*group].name),
        Holder::AllOf(_) => {}
    }
    if !grant.recursive {
        out.push_str(" recursive=#false");
    }
    if let Holder::AllOf(groups) = &grant.holder {
        out.push_str(" { all-of");
        for group in groups {
            say!(out, " {:?}", &*world.groups[*group].name);
        }
        out.push_str(" }");
    }
    out.push('\n');
}

fn automation(world: &World, automation: &Automation, out: &mut String) {
    say!(out, "automation {:?} {{\n", &*automation.name);
    match automation.owner {
        Some(owner) => say!(out, "    owner user={:?}\n", &*world.users[owner].name),
        None => out.push_str("    owner \"site\"\n"),
    }
    say!(
        out,
        "    copy-file {{\n        source {:?}\n        destination {:?}\n    }}\n    trigger \"manual\"\n}}\n",
        automation.source,
        automation.destination
    );
}

/// What an assertion is called.
pub fn text_of(expectation: usize) -> String {
    format!("assertion {}", expectation + 1)
}

fn expectations(pair: &Pair, out: &mut String) {
    for (index, expectation) in pair.expectations.iter().enumerate() {
        let verb = match expectation.verb {
            Verb::Deny => "deny",
            Verb::Allow => "allow",
            Verb::Only => "only",
        };
        let path = pair.desired.path(expectation.folder);
        let to = match (expectation.below, path.is_empty()) {
            (true, true) => "**".to_owned(),
            (true, false) => format!("{path}/**"),
            (false, _) => path,
        };
        say!(out, "expect {:?} {{\n    {verb} {:?} to={to:?}", text_of(index), expectation.atom);
        match expectation.whom {
            Whom::User(user) => say!(out, " user={:?}\n}}\n", &*pair.desired.users[user].name),
            Whom::Group(group) => say!(out, " group={:?}\n}}\n", &*pair.desired.groups[group].name),
        }
    }
}

/// The numbers that the snapshot gives: users from 1, groups from 101 and so on.
pub fn id_of_user(user: Id) -> i64 {
    1 + user as i64
}

pub fn id_of_group(group: Id) -> i64 {
    101 + group as i64
}

pub fn id_of_fence(folder: Id) -> i64 {
    201 + folder as i64
}

pub fn id_of_automation(automation: Id) -> i64 {
    301 + automation as i64
}

/// By the grant's place among all.
pub fn id_of_grant(index: usize) -> i64 {
    401 + index as i64
}

pub fn snapshot(pair: &Pair) -> String {
    let mut out = String::with_capacity(2048);
    let live = &pair.live;
    out.push_str("{\"format\":\"siteplan-snapshot\",\"version\":1,\"target\":\"local:site.db\"");
    let settings: Vec<String> =
        settings(pair).iter().map(|(name, was, _)| format!("{name:?}:{was}")).collect();
    if !settings.is_empty() {
        say!(out, ",\n \"settings\":{{{}}}", settings.join(","));
    }
    list("users", &mut out, live_users(pair));
    list("groups", &mut out, live_groups(pair));
    let members = live.members.iter().map(|((group, user), admin)| {
        let (group, user) = (&*live.groups[*group].name, &*live.users[*user].name);
        format!("{{\"group\":{group:?},\"user\":{user:?},\"admin\":{admin}}}")
    });
    list("memberships", &mut out, members.collect());
    let folders = (1..live.folders.len()).filter(|id| live.folders[*id].exists);
    let mut folders: Vec<String> = folders.map(|id| format!("{:?}", live.path(id))).collect();
    folders.sort();
    list("folders", &mut out, folders);
    let grants =
        live.grants.iter().enumerate().map(|(index, grant)| live_grant(live, index, grant));
    list("grants", &mut out, grants.collect());
    let fences =
        (0..live.folders.len()).filter(|id| live.folders[*id].exists && live.folders[*id].fence);
    let fences = fences.map(|id| {
        let path = live.path(id);
        format!("{{\"id\":{},\"path\":{path:?},\"behavior\":\"permission_fence\",\"value\":{{\"fenced_permissions\":\"all\"}}}}", id_of_fence(id))
    });
    list("behaviors", &mut out, fences.collect());
    list("automations", &mut out, live_automations(live));
    out.push_str("}\n");
    out
}

fn list(name: &str, out: &mut String, items: Vec<String>) {
    if !items.is_empty() {
        say!(out, ",\n {name:?}:[\n  {}]", items.join(",\n  "));
    }
}

fn live_users(pair: &Pair) -> Vec<String> {
    let mut all = Vec::new();
    for (id, was) in pair.live.users.iter().enumerate().filter(|(_, user)| user.exists) {
        let is = &pair.desired.users[id];
        let mut record = format!("{{\"id\":{},\"username\":{:?}", id_of_user(id), &*was.name);
        let flags = [("site_admin", was.admin, is.admin), ("disabled", was.disabled, is.disabled)];
        for (name, was, is) in flags {
            if was || is {
                say!(record, ",{name:?}:{was}");
            }
        }
        if was.bot || is.bot {
            say!(record, ",\"self_managed\":{}", !was.bot);
        }
        if was.expired || is.expired {
            say!(record, ",\"authenticate_until\":{:?}", if was.expired { PAST } else { FUTURE });
        }
        if was.protocols != AS_MADE || (is.exists && is.protocols != AS_MADE) {
            flags_of(was.protocols, &mut record);
        }
        record.push('}');
        all.push(record);
    }
    all
}

fn flags_of(protocols: u8, record: &mut String) {
    for (at, (_, flag)) in PROTOCOLS.iter().enumerate() {
        say!(record, ",{flag:?}:{}", protocols & 1 << at != 0);
    }
}

fn live_groups(pair: &Pair) -> Vec<String> {
    let mut all = Vec::new();
    for (id, was) in pair.live.groups.iter().enumerate().filter(|(_, group)| group.exists) {
        let is = &pair.desired.groups[id];
        let mut record = format!("{{\"id\":{},\"name\":{:?}", id_of_group(id), &*was.name);
        if was.protocols != 0 || (is.exists && is.protocols != 0) {
            flags_of(was.protocols, &mut record);
        }
        record.push('}');
        all.push(record);
    }
    all
}

fn live_grant(live: &World, index: usize, grant: &Grant) -> String {
    let path = if grant.folder == ROOT { String::new() } else { live.path(grant.folder) };
    let name = |group: &Id| format!("{:?}", &*live.groups[*group].name);
    let names = |groups: &BTreeSet<Id>| groups.iter().map(name).collect::<Vec<_>>().join(",");
    let holder = match &grant.holder {
        Holder::User(user) => format!("\"user\":{:?}", &*live.users[*user].name),
        Holder::Group(group) => format!("\"group\":{}", name(group)),
        Holder::AllOf(groups) => format!("\"all_of\":[{}]", names(groups)),
    };
    let (id, level, recursive) = (id_of_grant(index), grant.level, grant.recursive);
    format!(
        "{{\"id\":{id},\"path\":{path:?},{holder},\"level\":{level:?},\"recursive\":{recursive}}}"
    )
}

fn live_automations(live: &World) -> Vec<String> {
    let there = live.automations.iter().enumerate().filter(|(_, it)| it.exists);
    let one = |(id, it): (Id, &Automation)| {
        let owner = match it.owner {
            Some(owner) => format!("{{\"user\":{:?}}}", &*live.users[owner].name),
            None => "\"site\"".to_owned(),
        };
        format!(
            "{{\"id\":{},\"name\":{:?},\"automation\":\"copy_file\",\"trigger\":\"manual\",\"source\":{:?},\"destinations\":[{:?}],\"owner\":{owner}}}",
            id_of_automation(id),
            &*it.name,
            &*it.source,
            &*it.destination
        )
    };
    there.map(one).collect()
}
