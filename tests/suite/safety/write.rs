//! A pair as texts: the definition of what is to be, the snapshot of what is. Of accounts and
//! groups only that is said which is not as Files.com makes them, on either side.

use super::said::{Part, Said};
use super::world::{
    AS_MADE, Automation, Grant, Holder, Id, PARTNERS, PROTOCOLS, Pair, ROOT, Verb, Whom, World,
};
use super::write_openings::{link, live_links, live_openings, openings_of};
use std::collections::BTreeSet;
use std::fmt::Write;

/// A moment long gone.
pub const PAST: &str = "2020-01-01T00:00:00Z";

/// Whatever no file mentions goes.
const MANAGE: &str = "manage {\n    users undeclared=\"remove\"\n    groups undeclared=\"remove\"\n    grants undeclared=\"remove\"\n    behaviors undeclared=\"remove\"\n    automations undeclared=\"remove\"\n    folders undeclared=\"remove\"\n    bundles undeclared=\"remove\"\n}\n";

macro_rules! say {
    ($out:expr, $($words:tt)*) => { write!($out, $($words)*).expect("text") };
}

pub fn definition(pair: &Pair) -> String {
    MANAGE.to_owned() + &statements(pair, &Said::default())
}

/// The definition without `manage`.
pub fn statements(pair: &Pair, said: &Said) -> String {
    let mut out = String::with_capacity(2048);
    let desired = &pair.desired;
    // Those that are on, before or after.
    let is_said = |one: &Setting| (one.was || one.is) && said.has(&one.part);
    let settings: Vec<Setting> = settings(pair).into_iter().filter(is_said).collect();
    if !settings.is_empty() {
        out.push_str("site {\n    settings {\n");
        for Setting { name, is, .. } in settings {
            say!(out, "        {} #{is}\n", name.replace('_', "-"));
        }
        out.push_str("    }\n}\n");
    }
    for partner in partners(pair) {
        say!(out, "partner {partner:?}\n");
    }
    for id in (0..desired.users.len()).filter(|id| desired.users[*id].exists) {
        user(pair, said, id, &mut out);
    }
    for id in (0..desired.groups.len()).filter(|id| desired.groups[*id].exists) {
        group(pair, said, id, &mut out);
    }
    for id in (0..desired.folders.len()).filter(|id| desired.folders[*id].exists) {
        if said.has(&Part::Folder(id)) {
            folder(pair, said, id, &mut out);
        }
    }
    for id in (0..desired.automations.len()).filter(|id| desired.automations[*id].exists) {
        automation(desired, &desired.automations[id], &mut out);
    }
    for one in desired.links.iter().filter(|link| link.exists) {
        link(desired, one, &mut out);
    }
    expectations(pair, &mut out);
    out
}

fn partners(pair: &Pair) -> impl Iterator<Item = &'static str> {
    let has_partners = pair.live.has_partners;
    PARTNERS.into_iter().filter(move |_| has_partners)
}

struct Setting {
    name: &'static str,
    part: Part,
    was: bool,
    is: bool,
}

fn settings(pair: &Pair) -> [Setting; 2] {
    let (live, desired) = (&pair.live, &pair.desired);
    [
        Setting {
            name: "protocol_access_groups_only",
            part: Part::ProtocolsByGroupsOnly,
            was: live.protocols_by_groups_only,
            is: desired.protocols_by_groups_only,
        },
        Setting {
            name: "folder_permissions_groups_only",
            part: Part::GrantsToGroupsOnly,
            was: live.grants_to_groups_only,
            is: desired.grants_to_groups_only,
        },
    ]
}

fn user(pair: &Pair, said: &Said, id: Id, out: &mut String) {
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
    if (is.admin || (was.exists && was.admin)) && said.has(&Part::Role(id)) {
        out.push_str(if is.admin { "    role \"site-admin\"\n" } else { "    role #null\n" });
    }
    if (is.disabled || (was.exists && was.disabled)) && said.has(&Part::Disabled(id)) {
        say!(out, "    disabled #{}\n", is.disabled);
    }
    if (is.expired || (was.exists && was.expired)) && said.has(&Part::Until(id)) {
        if is.expired {
            say!(out, "    authenticate-until {PAST:?}\n");
        } else {
            out.push_str("    authenticate-until #null\n");
        }
    }
    let plain = |protocols: u8| protocols == AS_MADE;
    if !(plain(is.protocols) && (!was.exists || plain(was.protocols)))
        && said.has(&Part::Protocols(id))
    {
        protocols(is.protocols, out);
    }
    match (is.partner, was.exists && was.partner.is_some()) {
        (Some(partner), _) => say!(out, "    partner {:?}\n", PARTNERS[partner]),
        (None, true) => out.push_str("    partner #null\n"),
        (None, false) => {}
    }
    if !said.has(&Part::Groups(id)) {
        return out.push_str("}\n");
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

fn group(pair: &Pair, said: &Said, id: Id, out: &mut String) {
    let (was, is) = (&pair.live.groups[id], &pair.desired.groups[id]);
    say!(out, "group {:?}", &*is.name);
    if was.exists && was.name != is.name {
        say!(out, " was={:?}", &*was.name);
    }
    let mut lines = String::new();
    let members = pair.desired.members.iter().filter(|((group, _), _)| *group == id);
    for ((_, user), admin) in members.filter(|_| said.has(&Part::Members(id))) {
        let role = if *admin { "admin" } else { "member" };
        say!(lines, "    {role} {:?}\n", &*pair.desired.users[*user].name);
    }
    if lines.is_empty() && said.nones && said.has(&Part::Members(id)) {
        lines.push_str("    member #null\n");
    }
    if (is.protocols != 0 || (was.exists && was.protocols != 0))
        && said.has(&Part::GroupProtocols(id))
    {
        protocols(is.protocols, &mut lines);
    }
    if lines.is_empty() {
        out.push('\n');
    } else {
        say!(out, " {{\n{lines}}}\n");
    }
}

fn folder(pair: &Pair, said: &Said, id: Id, out: &mut String) {
    let (was, is) = (&pair.live.folders[id], &pair.desired.folders[id]);
    let path = pair.desired.path(id);
    say!(out, "folder {:?}", if path.is_empty() { "/" } else { &path });
    if was.exists && (was.name != is.name || was.parent != is.parent) {
        say!(out, " was={:?}", pair.live.path(id));
    }
    let mut lines = String::new();
    if said.has(&Part::Fence(id)) {
        if is.fence {
            lines.push_str("    fence\n");
        } else if said.nones && was.exists && was.fence {
            lines.push_str("    fence #null\n");
        }
    }
    openings_of(&pair.desired, id, &mut lines);
    for grant in pair.desired.grants.iter().filter(|grant| grant.folder == id) {
        if said.has(&grant.part()) {
            one_grant(&pair.desired, Some(grant.level), grant, &mut lines);
        }
    }
    for holder in if said.nones { no_longer(pair, id) } else { BTreeSet::new() } {
        let grant = Grant { folder: id, holder, level: "", recursive: true };
        if said.has(&grant.part()) {
            one_grant(&pair.desired, None, &grant, &mut lines);
        }
    }
    if lines.is_empty() {
        out.push('\n');
    } else {
        say!(out, " {{\n{lines}}}\n");
    }
}

/// Who holds something on a folder, is to stay, and is to hold nothing there.
fn no_longer(pair: &Pair, folder: Id) -> BTreeSet<Holder> {
    let on = |world: &World| -> BTreeSet<Holder> {
        let grants = world.grants.iter().filter(|grant| grant.folder == folder);
        grants.map(|grant| grant.holder.clone()).collect()
    };
    let (mut held, holds) = (on(&pair.live), on(&pair.desired));
    held.retain(|holder| !holds.contains(holder) && pair.desired.has_holder(holder));
    held
}

/// Without a level: none at all.
fn one_grant(world: &World, level: Option<&str>, grant: &Grant, out: &mut String) {
    match level {
        Some(level) => say!(out, "    grant {level:?}"),
        None => out.push_str("    grant #null"),
    }
    match &grant.holder {
        Holder::User(user) => say!(out, " user={:?}", &*world.users[*user].name),
        Holder::Group(group) => say!(out, " group={:?}", &*world.groups[*group].name),
        Holder::Partner(partner) => say!(out, " partner={:?}", PARTNERS[*partner]),
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
            Whom::Outsiders => out.push_str(" outsiders=\"any\"\n}\n"),
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
    let settings = settings(pair).map(|Setting { name, was, .. }| format!("{name:?}:{was}"));
    say!(out, ",\n \"settings\":{{{}}}", settings.join(","));
    list("users", &mut out, live_users(pair));
    list("groups", &mut out, live_groups(pair));
    let partners = partners(pair).zip(601..);
    let partners = partners.map(|(name, id)| format!("{{\"id\":{id},\"name\":{name:?}}}"));
    list("partners", &mut out, partners.collect());
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
    list("behaviors", &mut out, fences.chain(live_openings(live)).collect());
    list("bundles", &mut out, live_links(live));
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
        let mut record = format!("{{\"id\":{},\"username\":{:?}", id_of_user(id), &*was.name);
        let flags =
            [("site_admin", was.admin), ("disabled", was.disabled), ("self_managed", !was.bot)];
        for (name, is_on) in flags {
            say!(record, ",{name:?}:{is_on}");
        }
        if was.expired {
            say!(record, ",\"authenticate_until\":{PAST:?}");
        }
        if let Some(partner) = was.partner {
            say!(record, ",\"partner_id\":{{\"$partner\":{:?}}}", PARTNERS[partner]);
        }
        flags_of(was.protocols, &mut record);
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
        let mut record = format!("{{\"id\":{},\"name\":{:?}", id_of_group(id), &*was.name);
        flags_of(was.protocols, &mut record);
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
        Holder::Partner(partner) => format!("\"partner\":{:?}", PARTNERS[*partner]),
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
            Some(owner) if live.users[owner].exists => {
                format!("{{\"user\":{:?}}}", &*live.users[owner].name)
            }
            Some(gone) => format!("{{\"deleted_user\":{}}}", id_of_user(gone)),
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
