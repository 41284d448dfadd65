//! Who has what, row by row, as somebody reviews it.
//!
//! In: a state ready for questions, and what it was made of. Out: [`Review`]: a row for each grant that
//! comes to a person, each role, and each membership that gives nothing by itself. The rows depend on
//! nothing but the site, so that two reviews can be compared.

pub mod answer;
mod log;

pub use answer::{AccountKind, By, GrantedBy, LastActive, Review, ReviewRow};
pub use log::tell as tell_log;

use super::Asked;
use crate::access::{Atoms, Offices, Via, Way};
use crate::live::{Last, LiveSite};
use crate::model::account::{LOCAL_ROLES, ROLES};
use crate::model::{Definition, Grantee, Key, SiteKey, Strangers, Value, path};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// What is known of an account beside its access.
#[derive(Debug, Clone)]
struct Known {
    name: Option<String>,
    account: AccountKind,
    responsible: Vec<String>,
    since: Option<Timestamp>,
    last: LastActive,
}

impl Known {
    const NOTHING: Known = Known {
        name: None,
        account: AccountKind::None,
        responsible: Vec::new(),
        since: None,
        last: LastActive::NotShown,
    };

    fn of<'v>(bot: bool, value: impl Fn(&str) -> &'v Value) -> Self {
        let responsible = ["responsible_user_id", "responsible_group_id"].into_iter();
        let responsible = responsible.filter_map(|name| value(name).as_reference());
        Known {
            name: value("name").as_text().filter(|name| !name.is_empty()).map(str::to_owned),
            account: if bot { AccountKind::Bot } else { AccountKind::Person },
            responsible: responsible.map(|one| one.name.to_string()).collect(),
            ..Known::NOTHING
        }
    }
}

/// What a review is made of, beside the state.
pub enum Subject<'a> {
    Definition(&'a Definition),
    Live(&'a LiveSite),
}

impl Subject<'_> {
    fn known(&self) -> FxHashMap<Key, Known> {
        let null = &Value::Null;
        match self {
            Subject::Definition(site) => {
                let users = site.users.iter().map(|user| {
                    let value = |name: &str| user.attributes.value(name).unwrap_or(null);
                    (user.key, Known::of(user.bot, value))
                });
                users.collect()
            }
            Subject::Live(live) => {
                let users = live.users.iter().map(|user| {
                    let bot = user.attributes.get("self_managed").as_bool() == Some(false);
                    let known = Known::of(bot, |name| user.attributes.get(name));
                    let last = match user.activity.last() {
                        // Keys may have been at work since.
                        Last::At(_) if !user.activity.is_whole() => Last::NotShown,
                        last => last,
                    };
                    let since = user.activity.created.at();
                    (user.key, Known { since, last: last.into(), ..known })
                });
                users.collect()
            }
        }
    }

    fn offices(&self) -> Offices {
        match self {
            Subject::Definition(site) => Offices::of_definition(site),
            Subject::Live(live) => live.offices(),
        }
    }
}

struct Table<'a> {
    asked: &'a Asked<'a>,
    by: By,
    known: FxHashMap<Key, Known>,
    /// Groups to the names of their admins.
    admins: FxHashMap<Key, Vec<String>>,
    /// Folders, as keys, to who is granted to administer them there.
    folder_admins: FxHashMap<&'a str, BTreeSet<String>>,
    rows: Vec<ReviewRow>,
}

pub fn review(asked: &Asked<'_>, subject: &Subject<'_>, source: &str, by: By) -> Review {
    let (known, offices) = (subject.known(), subject.offices());
    let mut admins: FxHashMap<Key, Vec<String>> = FxHashMap::default();
    for (group, user) in offices.group_admins() {
        admins.entry(*group).or_default().push(asked.username(*user));
    }
    admins.values_mut().for_each(|names| names.sort());
    let folder_admins = folder_admins(asked);
    let mut table = Table { asked, by, known, admins, folder_admins, rows: Vec::new() };
    for user in asked.view.state.everybody() {
        table.grants(user, subject);
        table.roles(user, &offices);
        table.memberships(user);
    }
    let mut rows = table.rows;
    rows.sort_by(|a, b| order(by, a).cmp(&order(by, b)));
    rows.dedup();
    let as_of = match subject {
        Subject::Live(live) => live.read_at,
        Subject::Definition(_) => None,
    };
    Review { source: source.to_owned(), by, as_of, rows }
}

/// The rows of one heading together; what has no heading comes last.
fn order(by: By, row: &ReviewRow) -> impl Ord + '_ {
    let first = match by {
        By::Folder => row.folder.as_deref(),
        By::Group => row.group.as_deref(),
        By::Person => Some(row.user.as_str()),
    };
    (first.is_none(), first, row.folder.as_deref(), &row.user, row)
}

fn folder_admins<'a>(asked: &'a Asked<'_>) -> FxHashMap<&'a str, BTreeSet<String>> {
    let mut all: FxHashMap<&str, BTreeSet<String>> = FxHashMap::default();
    let grants = asked.view.state.grants();
    for (grantee, held) in grants.filter(|(_, held)| held.administers()) {
        let name = match grantee {
            Grantee::User(user) => asked.username(*user),
            Grantee::Group(group) => {
                format!("group {}", asked.spelling.of_group(asked.names.key_text(*group)))
            }
            Grantee::AllOf(_) | Grantee::Partner(_) => continue,
        };
        all.entry(asked.tree().folders().path(held.folder)).or_default().insert(name);
    }
    all
}

impl Table<'_> {
    fn of(&self, user: Key) -> Known {
        self.known.get(&user).cloned().unwrap_or(Known::NOTHING)
    }

    /// Who answers for it.
    fn owners(&self, known: &Known, folder: Option<&str>, group: Option<Key>) -> Vec<String> {
        match (self.by, folder, group) {
            (By::Group, _, Some(group)) => self.admins.get(&group).cloned().unwrap_or_default(),
            (By::Folder, Some(folder), _) => {
                let above = std::iter::successors(Some(folder), |at| path::parent(at));
                let nearest = above.filter_map(|at| self.folder_admins.get(at)).next();
                nearest.into_iter().flatten().cloned().collect()
            }
            (By::Person, ..) => known.responsible.clone(),
            _ => Vec::new(),
        }
    }

    fn row(&self, user: Key, known: &Known, by: GrantedBy) -> ReviewRow {
        ReviewRow {
            owners: self.owners(known, None, None),
            folder: None,
            recursive: None,
            group: None,
            user: self.asked.username(user),
            name: known.name.clone(),
            account: known.account,
            standing: self.asked.view.state.standing(user).into(),
            atoms: Vec::new(),
            by,
            declared: None,
            member_until: None,
            since: None,
            logged: None,
            account_since: known.since,
            last_active: known.last,
        }
    }

    fn grants(&mut self, user: Key, subject: &Subject<'_>) {
        let (asked, known) = (self.asked, self.of(user));
        let key = match subject {
            Subject::Live(live) if asked.view.state.is_no_account(user) => live
                .api_keys
                .iter()
                .find(|key| asked.names.find_key(&SiteKey(&key.name).to_string()) == Some(user)),
            _ => None,
        };
        for way in asked.view.state.held_by(user) {
            let told = asked.grant(user, way);
            let folder = asked.tree().folders().path(way.held.folder);
            let mut row = self.row(user, &known, GrantedBy::Grant(told.grant));
            row.group = self.group_of(&way);
            row.owners = self.owners(&known, Some(folder), self.group_key(&way));
            row.folder = Some(asked.spelling.of_path(folder));
            row.recursive = Some(way.held.recursive);
            row.atoms = names(way.held.atoms());
            row.declared = told.declared;
            row.member_until = told.member_until;
            row.since = key.and_then(|key| key.created.at());
            if let Some(key) = key {
                row.last_active = key.last_use.into();
            }
            self.rows.push(row);
        }
    }

    fn group_key(&self, way: &Way<'_>) -> Option<Key> {
        way.via.groups().first().copied()
    }

    fn group_of(&self, way: &Way<'_>) -> Option<String> {
        let name = |group: &Key| self.asked.spelling.of_group(self.asked.names.key_text(*group));
        match way.via {
            Via::Group(group) => Some(name(&group)),
            Via::AllOf(groups) => {
                let mut names: Vec<String> = groups.iter().map(name).collect();
                names.sort();
                Some(names.join(" + "))
            }
            Via::Own | Via::Partner(_) => None,
        }
    }

    fn roles(&mut self, user: Key, offices: &Offices) {
        let (known, roles) = (self.of(user), offices.roles(user));
        let words = ROLES.iter().chain(LOCAL_ROLES).map(|(word, _)| *word);
        let has = [roles.site, roles.read_only, roles.billing, roles.partner, roles.workspace];
        for (word, _) in words.zip(has).filter(|(_, has)| *has) {
            let mut row = self.row(user, &known, GrantedBy::Role(word.to_owned()));
            row.declared = self.asked.origins.role(user, word);
            if roles.site && word == "site-admin" {
                row.folder = Some(String::new());
                row.recursive = Some(true);
                row.atoms = names(Atoms::ALL);
            }
            self.rows.push(row);
        }
        let mut groups: Vec<Key> = self
            .asked
            .view
            .state
            .groups(user)
            .filter(|group| offices.group_admins().contains(&(*group, user)))
            .collect();
        groups.sort_unstable();
        for group in groups {
            let mut row = self.row(user, &known, GrantedBy::Role("group-admin".to_owned()));
            row.group = Some(self.asked.spelling.of_group(self.asked.names.key_text(group)));
            row.owners = self.owners(&known, None, Some(group));
            row.declared = self.asked.origins.membership(user, group);
            self.rows.push(row);
        }
        for (_, site, level) in
            offices.child_roles().iter().filter(|(grantee, ..)| *grantee == Grantee::User(user))
        {
            let word = format!("{} of child site {site}", level.word());
            let row = self.row(user, &known, GrantedBy::Role(word));
            self.rows.push(row);
        }
    }

    /// Of groups that are granted nothing by themselves: else a grant says it.
    fn memberships(&mut self, user: Key) {
        if Strangers::of(user).is_some() {
            return;
        }
        let (known, state) = (self.of(user), self.asked.view.state);
        let groups: Vec<Key> = state.groups(user).collect();
        for group in groups {
            if state.granted(&Grantee::Group(group)).next().is_some() {
                continue;
            }
            let mut row = self.row(user, &known, GrantedBy::Membership);
            row.group = Some(self.asked.spelling.of_group(self.asked.names.key_text(group)));
            row.owners = self.owners(&known, None, Some(group));
            row.declared = self.asked.origins.membership(user, group);
            self.rows.push(row);
        }
    }
}

fn names(atoms: Atoms) -> Vec<String> {
    atoms.names().map(str::to_owned).collect()
}
