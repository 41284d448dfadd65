//! Random site definitions that Files.com would take: a few people, groups and folders, with
//! enough in common between two of them that one can become the other.

use proptest::prelude::*;
use std::fmt::Write;

const USERS: &[&str] = &["ada", "ben", "cleo", "dan", "Éva"];
const GROUPS: &[&str] = &["Sales", "Ops", "Audit"];
const FOLDERS: &[&str] = &["A", "A/B", "A/B/C", "D", "D/É", "E"];
const SCHEDULES: &[&str] = &["nightly", "weekly"];
const LEVELS: &[&str] =
    &["full", "readonly", "writeonly", "readwrite", "list", "bundle", "history", "admin"];

#[derive(Debug, Clone)]
pub struct User {
    kind: u8,
    company: Option<String>,
    disabled: bool,
    groups: Vec<bool>,
}

#[derive(Debug, Clone)]
pub struct Grant {
    levels: Vec<usize>,
    grantee: usize,
    recursive: bool,
}

#[derive(Debug, Clone)]
pub struct Folder {
    fence: bool,
    days: Option<u8>,
    grants: Vec<Grant>,
}

#[derive(Debug, Clone)]
pub struct Automation {
    disabled: bool,
    hour: u8,
    schedule: usize,
}

/// A lifecycle rule: of users, with the groups it is for, and of keys.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    days: u8,
    deletes: bool,
    groups: Vec<bool>,
    keys: bool,
}

/// What a definition says of each name of the pools; none: nothing.
#[derive(Debug, Clone)]
pub struct Site {
    lockout: Option<bool>,
    users: Vec<Option<User>>,
    groups: Vec<Option<Vec<bool>>>,
    folders: Vec<Option<Folder>>,
    automation: Option<Automation>,
    schedules: Vec<Option<(u8, bool)>>,
    /// Who administers a child site; whether only to read.
    child_admins: Vec<Option<bool>>,
    lifecycle: Option<Lifecycle>,
}

fn user() -> impl Strategy<Value = User> {
    let company = proptest::option::of("[A-Z][a-z \\\\\"é]{0,8}[a-z]");
    let groups = proptest::collection::vec(any::<bool>(), GROUPS.len());
    (0..4u8, company, any::<bool>(), groups).prop_map(|(kind, company, disabled, groups)| User {
        kind,
        company,
        disabled,
        groups,
    })
}

fn folder() -> impl Strategy<Value = Folder> {
    let grant = (
        proptest::collection::vec(0..LEVELS.len(), 1..3),
        0..USERS.len() + GROUPS.len() + 1,
        any::<bool>(),
    )
        .prop_map(|(levels, grantee, recursive)| Grant { levels, grantee, recursive });
    (any::<bool>(), proptest::option::of(1..90u8), proptest::collection::vec(grant, 0..4))
        .prop_map(|(fence, days, grants)| Folder { fence, days, grants })
}

fn automation() -> impl Strategy<Value = Automation> {
    (any::<bool>(), 0..4u8, 0..SCHEDULES.len() + 1)
        .prop_map(|(disabled, hour, schedule)| Automation { disabled, hour, schedule })
}

fn lifecycle() -> impl Strategy<Value = Lifecycle> {
    let groups = proptest::collection::vec(any::<bool>(), GROUPS.len());
    (1..90u8, any::<bool>(), groups, any::<bool>())
        .prop_map(|(days, deletes, groups, keys)| Lifecycle { days, deletes, groups, keys })
}

pub fn site() -> impl Strategy<Value = Site> {
    let users = proptest::collection::vec(proptest::option::weighted(0.7, user()), USERS.len());
    let members = proptest::collection::vec(any::<bool>(), USERS.len());
    let groups = proptest::collection::vec(proptest::option::weighted(0.8, members), GROUPS.len());
    let folders =
        proptest::collection::vec(proptest::option::weighted(0.7, folder()), FOLDERS.len());
    let automation = proptest::option::of(automation());
    let schedule = proptest::option::weighted(0.6, (0..6u8, any::<bool>()));
    let schedules = proptest::collection::vec(schedule, SCHEDULES.len());
    let child_admins = proptest::collection::vec(any::<Option<bool>>(), USERS.len());
    let lifecycle = proptest::option::of(lifecycle());
    let lockout = proptest::option::of(any::<bool>());
    (lockout, users, groups, folders, automation, schedules, child_admins, lifecycle).prop_map(
        |(lockout, users, groups, folders, automation, schedules, child_admins, lifecycle)| Site {
            lockout,
            users,
            groups,
            folders,
            automation,
            schedules,
            child_admins,
            lifecycle,
        },
    )
}

impl Site {
    /// The definition, exact about everything: what it does not mention goes.
    pub fn text(&self) -> String {
        let mut out = String::from(
            "manage {\n    users undeclared=\"remove\"\n    groups undeclared=\"remove\"\n    grants undeclared=\"remove\"\n    behaviors undeclared=\"remove\"\n    automations undeclared=\"remove\"\n    schedules undeclared=\"remove\"\n    lifecycle-rules undeclared=\"remove\"\n    folders undeclared=\"remove\"\n}\n",
        );
        // Somebody is always there, so that no plan leaves the site without an administrator.
        out.push_str("user \"root\" {\n    role \"site-admin\"\n}\n");
        if let Some(lockout) = self.lockout {
            writeln!(out, "site {{\n    settings {{\n        user-lockout #{lockout}\n    }}\n}}")
                .expect("text");
        }
        for (name, user) in named(USERS, &self.users) {
            self.user(name, user, &mut out);
        }
        for (name, members) in named(GROUPS, &self.groups) {
            let mut lines = String::new();
            for (user, member) in USERS.iter().zip(members) {
                if *member && self.has_user(user) {
                    let role = if user.len() % 2 == 0 { "admin" } else { "member" };
                    writeln!(lines, "    {role} \"{user}\"").expect("text");
                }
            }
            writeln!(out, "group \"{name}\" {{\n    notes \"of {name}\"\n{lines}}}").expect("text");
        }
        for (path, folder) in named(FOLDERS, &self.folders) {
            self.folder(path, folder, &mut out);
        }
        for (name, (day, local)) in named(SCHEDULES, &self.schedules) {
            let zone = if *local { "\n    time-zone \"London\"" } else { "" };
            writeln!(out, "schedule \"{name}\" {{\n    days {day}\n    at \"04:00\"{zone}\n}}")
                .expect("text");
        }
        out.push_str("child-site \"emea\" id=7 {\n");
        for (user, reads) in named(USERS, &self.child_admins) {
            if self.has_user(user) {
                let level = if *reads { "read-only-admin" } else { "site-admin" };
                writeln!(out, "    grant \"{level}\" user=\"{user}\"").expect("text");
            }
        }
        for (group, _) in named(GROUPS, &self.groups) {
            writeln!(out, "    grant \"read-only-admin\" group=\"{group}\"").expect("text");
        }
        out.push_str("}\n");
        self.lifecycle(&mut out);
        self.automation(&mut out);
        out
    }

    fn automation(&self, out: &mut String) {
        let Some(Automation { disabled, hour, schedule }) = self.automation else { return };
        let schedule = named(SCHEDULES, &self.schedules)
            .find(|(name, _)| SCHEDULES.get(schedule).is_some_and(|chosen| chosen == name));
        let trigger = match schedule {
            Some((name, _)) => format!("\"custom-schedule\" schedule=\"{name}\""),
            None => format!("\"daily\" interval=\"day\" at=\"0{hour}:30\" time-zone=\"London\""),
        };
        writeln!(
            out,
            "automation \"sweep\" {{\n    owner \"site\"\n    disabled #{disabled}\n    move-file {{\n        source \"A/*.tmp\"\n        destination \"E/\"\n    }}\n    trigger {trigger}\n}}"
        )
        .expect("text");
    }

    fn lifecycle(&self, out: &mut String) {
        let Some(Lifecycle { days, deletes, groups, keys }) = &self.lifecycle else { return };
        if *keys {
            writeln!(out, "key-lifecycle-rule \"old\" {{\n    key-type \"ssh\"\n    expiration-days {days}\n}}")
                .expect("text");
        }
        let known = |name: &str| named(GROUPS, &self.groups).any(|(known, _)| known == name);
        let chosen = GROUPS.iter().zip(groups).filter(|(name, on)| **on && known(name));
        let groups: Vec<String> = chosen.map(|(name, _)| format!("{name:?}")).collect();
        let groups = if groups.is_empty() { "#null".to_owned() } else { groups.join(" ") };
        let action = if *deletes { "delete" } else { "disable" };
        writeln!(
            out,
            "lifecycle-rule \"idle\" {{\n    action \"{action}\"\n    inactivity-days {days}\n    groups {groups}\n}}"
        )
        .expect("text");
    }

    fn has_user(&self, name: &str) -> bool {
        named(USERS, &self.users).any(|(user, _)| user == name)
    }

    fn user(&self, name: &str, user: &User, out: &mut String) {
        let node = if user.kind == 1 { "bot" } else { "user" };
        writeln!(out, "{node} \"{name}\" {{").expect("text");
        match user.kind {
            1 => writeln!(out, "    system \"job of {name}\"\n    authentication \"none\"\n    protocols \"sftp\" \"web\""),
            2 => writeln!(out, "    role \"site-admin\"\n    disabled #false\n    protocols \"web\""),
            _ => writeln!(out, "    role #null\n    disabled #{}\n    protocols \"web\" \"ftp\"", user.disabled),
        }
        .expect("text");
        if let Some(company) = &user.company {
            writeln!(out, "    company {company:?}").expect("text");
        }
        let groups: Vec<String> = GROUPS
            .iter()
            .zip(&user.groups)
            .filter(|(group, member)| {
                **member && named(GROUPS, &self.groups).any(|(name, _)| name == **group)
            })
            .map(|(group, _)| format!("{group:?}"))
            .collect();
        let groups = if groups.is_empty() { "#null".to_owned() } else { groups.join(" ") };
        writeln!(out, "    groups {groups}\n}}").expect("text");
    }

    fn folder(&self, path: &str, folder: &Folder, out: &mut String) {
        writeln!(out, "folder \"{path}\" {{").expect("text");
        if folder.fence {
            out.push_str("    fence\n");
        }
        if let Some(days) = folder.days {
            writeln!(
                out,
                "    behavior \"file_expiration\" {{\n        days-to-retain {days}\n    }}"
            )
            .expect("text");
        }
        let mut seen = Vec::new();
        for grant in &folder.grants {
            let Some(grantee) = self.grantee(grant.grantee) else { continue };
            for level in &grant.levels {
                let level = LEVELS[*level];
                let recursive = grant.recursive || level == "admin";
                let rows: &[&str] =
                    if level == "readwrite" { &["readonly", "writeonly"] } else { &[level] };
                for row in rows {
                    let row = (*row, grantee.clone(), recursive);
                    if seen.contains(&row) {
                        continue;
                    }
                    let (level, grantee, recursive) = &row;
                    match grantee.strip_prefix("all-of ") {
                        Some(_) => writeln!(
                            out,
                            "    grant \"{level}\" recursive=#{recursive} {{ {grantee}; }}"
                        ),
                        None => {
                            writeln!(out, "    grant \"{level}\" {grantee} recursive=#{recursive}")
                        }
                    }
                    .expect("text");
                    seen.push(row);
                }
            }
        }
        out.push_str("}\n");
    }

    fn grantee(&self, index: usize) -> Option<String> {
        let groups: Vec<&str> = named(GROUPS, &self.groups).map(|(name, _)| name).collect();
        if let Some(name) = USERS.get(index) {
            // A site administrator holds no grants.
            let user = self.users[index].as_ref()?;
            return (user.kind != 2).then(|| format!("user=\"{name}\""));
        }
        match GROUPS.get(index - USERS.len()) {
            Some(name) => groups.contains(name).then(|| format!("group=\"{name}\"")),
            None => {
                (groups.len() > 1).then(|| format!("all-of \"{}\" \"{}\"", groups[0], groups[1]))
            }
        }
    }
}

fn named<'a, T>(
    names: &'a [&'a str],
    things: &'a [Option<T>],
) -> impl Iterator<Item = (&'a str, &'a T)> {
    names.iter().zip(things).filter_map(|(name, thing)| thing.as_ref().map(|thing| (*name, thing)))
}
