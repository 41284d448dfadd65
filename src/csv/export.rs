//! The users of a definition in the bulk-import format.
//!
//! In: the model. Out: a CSV of all columns, a user a row, and a finding for each user of whom
//! the format cannot say all. Secrets are never in it; cells that a spreadsheet would run as a
//! formula are made harmless.

use super::columns::{COLUMNS, Column, METHODS, Meaning};
use super::reader::write_cell;
use super::{GroupIds, formula, permissions};
use crate::codes::reading as codes;
use crate::diagnostic::Diagnostic;
use crate::model::kebab_case;
use crate::model::{Definition, Grant, Grantee, Key, Level, Membership, Names, User, Value, path};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeSet;

pub struct Exported {
    pub text: String,
    pub findings: Vec<Diagnostic>,
}

/// `ids` are those that the site knows groups by.
pub fn export(site: &Definition, names: &Names, ids: &GroupIds) -> Exported {
    let ids = ids.iter().filter_map(|(id, name)| Some((names.find_key(name)?, *id))).collect();
    let mut export = Export {
        site,
        names,
        ids,
        without_id: BTreeSet::new(),
        out: Exported { text: String::new(), findings: vec![] },
    };
    let headings: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    export.out.text.push_str(&headings.join(","));
    export.out.text.push('\n');
    let mut memberships: FxHashMap<Key, Vec<&Membership>> = FxHashMap::default();
    for membership in &site.memberships {
        memberships.entry(membership.user).or_default().push(membership);
    }
    let mut grants: FxHashMap<Key, Vec<&Grant>> = FxHashMap::default();
    for grant in &site.grants {
        if let Grantee::User(user) = grant.grantee {
            grants.entry(user).or_default().push(grant);
        }
    }
    for user in &site.users {
        export.row(&Row {
            user,
            memberships: memberships.get(&user.key).map_or(&[], Vec::as_slice),
            grants: grants.get(&user.key).map_or(&[], Vec::as_slice),
        });
    }
    export.groups_without_id();
    export.out
}

struct Row<'a> {
    user: &'a User,
    memberships: &'a [&'a Membership],
    grants: &'a [&'a Grant],
}

struct Export<'a> {
    site: &'a Definition,
    names: &'a Names,
    ids: FxHashMap<Key, i64>,
    /// Groups that the bulk import would not find by what is written of them.
    without_id: BTreeSet<&'a str>,
    out: Exported,
}

impl<'a> Export<'a> {
    fn groups_without_id(&mut self) {
        for name in std::mem::take(&mut self.without_id) {
            let group = self.names.find_key(name).and_then(|key| self.site.group(key));
            let finding = Diagnostic::warning(
                codes::CSV_LOSS,
                format!("the CSV names group `{name}`, and the bulk import knows groups by id"),
            );
            let finding = match group {
                Some(group) => finding.at(group.name_span, "no id is said here"),
                None => finding,
            };
            self.out.findings.push(finding.help(format!(
                "give the site or a snapshot with --target or --live, or say the id that the \
                     site shows: `group {name:?} id=…`"
            )));
        }
    }

    fn row(&mut self, row: &Row<'a>) {
        let mut lost = lost_attributes(row.user);
        for (index, column) in COLUMNS.iter().enumerate() {
            let value = self.value(column, row, &mut lost);
            let guarded = formula::guard(&value);
            if formula::is_formula(&value) {
                self.formula(row.user, column, &value);
            }
            self.out.text.push_str(if index > 0 { "," } else { "" });
            write_cell(&guarded, &mut self.out.text);
        }
        self.out.text.push('\n');
        if row.memberships.iter().any(|membership| membership.admin == Some(true)) {
            lost.push("group administration".to_owned());
        }
        if !lost.is_empty() {
            let name = self.names.text(row.user.name);
            self.out.findings.push(
                Diagnostic::warning(
                    codes::CSV_LOSS,
                    format!("the CSV cannot say all of `{name}`: {} is left out", lost.join(", ")),
                )
                .at(row.user.name_span, "left out in part")
                .help("the definition still says it; set it by hand after a bulk import"),
            );
        }
    }

    fn value(&mut self, column: &Column, row: &Row<'a>, lost: &mut Vec<String>) -> String {
        let attributes = &row.user.attributes;
        let yes_no = |flag: bool| if flag { "Y" } else { "N" }.to_owned();
        match column.meaning {
            Meaning::Username => self.names.text(row.user.name).to_owned(),
            Meaning::Password => String::new(),
            Meaning::Method => self.method(row.user, lost),
            Meaning::Attribute(name) => attributes.value(name).map(cell_text).unwrap_or_default(),
            Meaning::Flag(name, on) => {
                let flag = attributes.value(name).and_then(Value::as_bool);
                flag.map(|flag| yes_no(flag == on)).unwrap_or_default()
            }
            Meaning::TlsRequired => match attributes.text("ssl_required") {
                Some("always_require") => yes_no(true),
                Some("never_require") => yes_no(false),
                _ => String::new(),
            },
            Meaning::SelfManaged if row.user.bot => yes_no(false),
            Meaning::SelfManaged => match row.user.authentication_method() {
                Some("email_signup") => yes_no(true),
                _ => String::new(),
            },
            Meaning::Groups => self.groups(row, lost),
            Meaning::Folders => self.folders(row, lost),
        }
    }

    fn method(&self, user: &User, lost: &mut Vec<String>) -> String {
        match user.authentication_method() {
            None => String::new(),
            Some("sso") => {
                let id = user.attributes.value("sso_strategy_id").and_then(Value::as_int);
                let strategy = self.site.sso.iter().find(|sso| Some(sso.id) == id);
                match strategy.filter(|sso| !METHODS.contains(&&*sso.name)) {
                    Some(sso) => sso.name.to_string(),
                    None => {
                        lost.push("the SSO strategy".to_owned());
                        String::new()
                    }
                }
            }
            Some(method) if METHODS.contains(&method) => method.to_owned(),
            Some(method) => {
                lost.push(format!("authentication {:?}", kebab_case(method)));
                String::new()
            }
        }
    }

    /// By the ids that are said; `siteplan` reads names as well.
    fn groups(&mut self, row: &Row<'a>, lost: &mut Vec<String>) -> String {
        let mut written: Vec<Cow<'a, str>> = Vec::new();
        for membership in row.memberships {
            let group = self.site.group(membership.group);
            let key = membership.group;
            let name = group.map_or(self.names.key_text(key), |group| self.names.text(group.name));
            let said = group.and_then(|group| Some(group.id?.0));
            match said.or_else(|| self.ids.get(&key).copied()) {
                Some(id) => written.push(id.to_string().into()),
                None if name.contains(',') => {
                    lost.push(format!("group `{name}`, which holds a comma"));
                }
                None if name.parse::<i64>().is_ok() => {
                    lost.push(format!("group `{name}`, whose name would be read as an id"));
                }
                None => {
                    self.without_id.insert(name);
                    written.push(name.into());
                }
            }
        }
        written.join(",")
    }

    fn folders(&self, row: &Row<'_>, lost: &mut Vec<String>) -> String {
        if row.user.is_site_admin() {
            return String::new();
        }
        let mut text = String::new();
        let mut folders: Vec<(Key, Vec<&Grant>)> = Vec::new();
        for grant in row.grants {
            match folders.iter_mut().find(|(folder, _)| *folder == grant.folder) {
                Some((_, grants)) => grants.push(grant),
                None => folders.push((grant.folder, vec![grant])),
            }
        }
        for (folder, grants) in folders {
            let name = self.site.folder(folder).map_or("", |folder| self.names.text(folder.name));
            if name.starts_with(char::is_whitespace) {
                lost.push(format!("grants on `{name}`, which begins with a blank"));
                continue;
            }
            if !permissions::other_separators(name).is_empty() {
                lost.push(format!("grants on `{name}`, which reads as two folders"));
                continue;
            }
            let words = words(&grants, |level| lost.push(format!("grant {:?}", level.as_str())));
            if !words.is_empty() {
                permissions::write(path::display(name), &words, &mut text);
            }
        }
        text
    }

    fn formula(&mut self, user: &User, column: &Column, value: &str) {
        let name = self.names.text(user.name);
        self.out.findings.push(
            Diagnostic::warning(
                codes::CSV_FORMULA,
                format!("`{}` of `{name}` would run as a formula: {value:?}", column.name),
            )
            .at(user.name_span, "written with a quote before it")
            .help("`csv import` takes the quote away again; other readers may keep it"),
        );
    }
}

/// The words for a user's levels on one folder; `readonly` and `writeonly` are one word.
fn words(grants: &[&Grant], mut lost: impl FnMut(Level)) -> Vec<(&'static str, bool)> {
    let mut words: Vec<(&'static str, bool)> = Vec::new();
    for recursive in [true, false] {
        let has = |level| grants.iter().any(|g| g.recursive == recursive && g.level == level);
        let both = has(Level::ReadOnly) && has(Level::WriteOnly);
        for (word, levels) in permissions::WORDS {
            let said = match (both, *levels) {
                (true, [Level::ReadOnly] | [Level::WriteOnly]) => false,
                (_, levels) => levels.iter().all(|level| has(*level)),
            };
            if said {
                words.push((word, recursive));
            }
        }
    }
    if let Some(grant) = grants.iter().find(|grant| grant.level == Level::PreviewOnly) {
        lost(grant.level);
    }
    words
}

/// A value as a cell says it.
fn cell_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Reference(reference) => reference.name.to_string(),
        Value::List(items) => {
            let lines: Vec<&str> = items.iter().filter_map(Value::as_text).collect();
            lines.join("\n")
        }
        Value::Null | Value::Secret(_) | Value::Hidden(_) | Value::Object(_) => String::new(),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Instant(_) => value.to_string(),
    }
}

/// What is said of a user and has no column. A role or protocol that is off is the other half
/// of one that is said.
fn lost_attributes(user: &User) -> Vec<String> {
    let has_column = |name: &str| {
        COLUMNS.iter().any(|column| {
            matches!(column.meaning, Meaning::Attribute(n) | Meaning::Flag(n, _) if n == name)
        })
    };
    let mut lost = Vec::new();
    for setting in user.attributes.iter() {
        let name = setting.attribute.name;
        let off = setting.value == Value::Bool(false)
            && ["readonly_site_admin", "billing_permission", "s3_compatible_endpoint_permission"]
                .contains(&name);
        let said_elsewhere = ["authentication_method", "sso_strategy_id", "ssl_required"];
        if off || setting.value.is_unset() || has_column(name) || said_elsewhere.contains(&name) {
            continue;
        }
        lost.push(format!("`{}`", setting.attribute.word()));
    }
    if !user.systems.is_empty() {
        lost.push("`system`".to_owned());
    }
    if !user.ssh_keys.is_empty() {
        lost.push("`ssh-key`".to_owned());
    }
    lost
}
