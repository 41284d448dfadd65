//! A site of N users: N/10 groups, each user in 10 of them, N/10 nested folders with two grants
//! each, a fence on every eighth folder, a few automations; in a root file and what it includes.

use siteplan::facade::lower::{FileError, Files};
use std::collections::BTreeMap;
use std::fmt::Write;

pub const ROOT: &str = "site.kdl";
const PEOPLE_FILES: usize = 4;
const FOLDERS_IN_A_FOLDER: usize = 8;

/// The files of a definition, by path.
pub struct Definition(pub BTreeMap<String, String>);

impl Files for Definition {
    fn read(&self, path: &str) -> Result<String, FileError> {
        self.0.get(path).cloned().ok_or(FileError::Missing)
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(self.0.keys().filter(|path| path.starts_with("people/")).cloned().collect())
    }
}

pub fn definition(users: usize) -> Definition {
    let mut files = BTreeMap::new();
    files.insert(ROOT.to_owned(), root());
    for part in 0..PEOPLE_FILES {
        let (from, to) = (users * part / PEOPLE_FILES, users * (part + 1) / PEOPLE_FILES);
        let mut text = String::new();
        for user in from..to {
            add_user(&mut text, user, groups(users));
        }
        files.insert(format!("people/{part}.kdl"), text);
    }
    files.insert("groups.kdl".to_owned(), all_groups(groups(users)));
    files.insert("folders.kdl".to_owned(), all_folders(users / 10, groups(users)));
    files.insert("automations.kdl".to_owned(), automations(users / 1000 + 3));
    Definition(files)
}

/// Only the users, as one text.
pub fn people(users: usize) -> String {
    let mut text = String::new();
    for user in 0..users {
        add_user(&mut text, user, groups(users));
    }
    text
}

/// The same as JSON.
pub fn people_as_json(users: usize) -> String {
    let mut text = String::from("[\n");
    for user in 0..users {
        let comma = if user + 1 < users { "," } else { "" };
        let days = 30 + user % 60;
        let admin = user < 2;
        write!(
            text,
            "  {{\n    \"username\": \"user-{user}\",\n    \"name\": \"Person Number {user}\",\n    \
             \"email\": \"user-{user}@broker.example\",\n    \"company\": \"Broker {}\",\n    \
             \"require_2fa\": \"always-require\",\n    \"password_validity_days\": {days},\n    \
             \"site_admin\": {admin},\n    \"groups\": [",
            user % 97,
        )
        .expect("a string takes all");
        for (index, group) in groups_of(user, groups(users)).enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(text, "{comma}\"Group {group}\"").expect("a string takes all");
        }
        write!(text, "]\n  }}{comma}\n").expect("a string takes all");
    }
    text + "]\n"
}

fn groups(users: usize) -> usize {
    (users / 10).max(10)
}

fn groups_of(user: usize, groups: usize) -> impl Iterator<Item = usize> {
    (0..10).map(move |index| (user + index * (groups / 10)) % groups)
}

fn root() -> String {
    "site \"broker\" {\n    subscription \"premier\"\n    settings {\n        require-2fa #true\n        \
     user-lockout #true\n    }\n}\nmanage {\n    grants undeclared=\"remove\" within=\"Branches\"\n}\n\
     include \"people/*.kdl\" \"groups.kdl\" \"folders.kdl\" \"automations.kdl\"\n"
        .to_owned()
}

fn add_user(text: &mut String, user: usize, groups: usize) {
    write!(
        text,
        "user \"user-{user}\" {{\n    name \"Person Number {user}\"\n    \
         email \"user-{user}@broker.example\"\n    company \"Broker {}\"\n    \
         require-2fa \"always-require\"\n    password-validity-days {}\n    groups",
        user % 97,
        30 + user % 60,
    )
    .expect("a string takes all");
    for group in groups_of(user, groups) {
        write!(text, " \"Group {group}\"").expect("a string takes all");
    }
    text.push_str(if user < 2 { "\n    role \"site-admin\"\n}\n" } else { "\n}\n" });
}

fn all_groups(count: usize) -> String {
    let mut text = String::new();
    for group in 0..count {
        writeln!(
            text,
            "group \"Group {group}\" {{\n    notes \"The people of branch {group}\"\n}}"
        )
        .expect("a string takes all");
    }
    text
}

fn all_folders(count: usize, groups: usize) -> String {
    let mut text = "folder \"Branches\" {\n".to_owned();
    add_folder(&mut text, 0, count, groups, 1);
    text + "}\n"
}

/// The folder of a number and, in it, those that come eight times as far.
fn add_folder(text: &mut String, number: usize, count: usize, groups: usize, depth: usize) {
    let indent = "    ".repeat(depth);
    writeln!(text, "{indent}folder \"Branch {number}\" {{").expect("a string takes all");
    if number % 8 == 5 {
        writeln!(text, "{indent}    fence").expect("a string takes all");
    }
    let (own, other) = (number % groups, (number + groups / 2 + 1) % groups);
    write!(
        text,
        "{indent}    grant \"full\" group=\"Group {own}\"\n\
         {indent}    grant \"readonly\" group=\"Group {other}\" recursive=#false\n",
    )
    .expect("a string takes all");
    let first = number * FOLDERS_IN_A_FOLDER + 1;
    for inner in first..(first + FOLDERS_IN_A_FOLDER).min(count) {
        add_folder(text, inner, count, groups, depth + 1);
    }
    writeln!(text, "{indent}}}").expect("a string takes all");
}

fn automations(count: usize) -> String {
    let mut text = String::new();
    for automation in 0..count {
        write!(
            text,
            "automation \"sweep-{automation}\" {{\n    owner \"site\"\n    move-file {{\n        \
             source \"Branches/Branch 0/Inbox {automation}/*.pdf\"\n        \
             destination \"Archive/{automation}/%Y/\"\n    }}\n    \
             trigger \"daily\" interval=\"day\" at=\"02:00\" time-zone=\"London\"\n}}\n",
        )
        .expect("a string takes all");
    }
    text
}
