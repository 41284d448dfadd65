//! The live site, indexed for writing, and what of it is to be left out.

use super::left_out::{GROUPS, LeftOut, MEMBERS, Said};
use super::page::{Line, Statement};
use super::row_index::{Rows, rows};
use super::values;
use crate::live::{Attributes, LiveGroup, LiveMembership, LiveSite, LiveUser};
use crate::model::kinds::{HOSTING, Kind};
use crate::model::{
    Attribute, Key, NamedKind, Names, Reference, Referent, Value, kebab_case, kinds,
};
use rustc_hash::FxHashMap;

pub(super) struct Source<'a> {
    pub(super) live: &'a LiveSite,
    pub(super) names: &'a Names,
    pub(super) left_out: &'a LeftOut,
    users: FxHashMap<Key, &'a LiveUser>,
    groups: FxHashMap<Key, &'a LiveGroup>,
    groups_of: FxHashMap<Key, Vec<&'a LiveMembership>>,
    members_of: FxHashMap<Key, Vec<&'a LiveMembership>>,
    pub(super) rows: Rows<'a>,
    /// The names of variables that stand for secrets already.
    pub(super) variables: std::cell::RefCell<rustc_hash::FxHashSet<String>>,
    pub(super) strategies: std::cell::OnceCell<std::collections::BTreeMap<i64, String>>,
}

impl<'a> Source<'a> {
    pub(super) fn new(live: &'a LiveSite, names: &'a Names, left_out: &'a LeftOut) -> Self {
        let users: FxHashMap<Key, &LiveUser> = live.users.iter().map(|u| (u.key, u)).collect();
        let groups: FxHashMap<Key, &LiveGroup> = live.groups.iter().map(|g| (g.key, g)).collect();
        let mut source = Source {
            live,
            names,
            left_out,
            users,
            groups,
            groups_of: FxHashMap::default(),
            members_of: FxHashMap::default(),
            rows: rows(live),
            variables: std::cell::RefCell::default(),
            strategies: std::cell::OnceCell::default(),
        };
        for membership in &live.memberships {
            source.groups_of.entry(membership.user).or_default().push(membership);
            source.members_of.entry(membership.group).or_default().push(membership);
        }
        source
    }

    /// The username, if the definition declares the user.
    pub(super) fn user(&self, key: Key) -> Option<&'a str> {
        let user = self.users.get(&key).filter(|_| !self.left_out.has(&Said::User(key)))?;
        Some(self.names.text(user.name))
    }

    pub(super) fn group(&self, key: Key) -> Option<&'a str> {
        let group = self.groups.get(&key).filter(|_| !self.left_out.has(&Said::Group(key)))?;
        Some(self.names.text(group.name))
    }

    /// The username as the site has it, whether or not it is declared.
    pub(super) fn username(&self, key: Key) -> &'a str {
        self.users.get(&key).map_or(self.names.key_text(key), |user| self.names.text(user.name))
    }

    pub(super) fn group_name(&self, key: Key) -> &'a str {
        self.groups.get(&key).map_or(self.names.key_text(key), |g| self.names.text(g.name))
    }

    /// A partner's name as the site has it, whether or not it is declared.
    pub(super) fn partner_name(&self, key: Key) -> &'a str {
        let partners = self.live.named.iter().filter(|one| one.kind == NamedKind::PARTNER);
        let mut names = partners.filter_map(|one| one.name.as_deref());
        names
            .find(|name| self.names.find_key(name) == Some(key))
            .unwrap_or(self.names.key_text(key))
    }

    pub(super) fn groups_of(&self, user: Key) -> &[&'a LiveMembership] {
        self.groups_of.get(&user).map_or(&[], Vec::as_slice)
    }

    pub(super) fn members_of(&self, group: Key) -> &[&'a LiveMembership] {
        self.members_of.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Whether a user's own node says which groups they are in: it must be able to name all.
    pub(super) fn says_groups(&self, user: Key) -> bool {
        self.user(user).is_some()
            && !self.left_out.has(&Said::UserPart(user, GROUPS))
            && self.groups_of(user).iter().all(|m| self.group(m.group).is_some())
    }

    /// Whether a group's node may name members: it must be able to name all.
    pub(super) fn says_members(&self, group: Key) -> bool {
        self.group(group).is_some()
            && !self.left_out.has(&Said::GroupPart(group, MEMBERS))
            && self.members_of(group).iter().all(|m| self.user(m.user).is_some())
    }

    /// A statement, or why it is left out.
    pub(super) fn part(
        &self,
        said: Said,
        what: &str,
        write: impl FnOnce() -> Option<Statement>,
    ) -> Line {
        match self.left_out.reason(&said) {
            Some(reason) => left_out(what, reason),
            None => match write() {
                Some(statement) => statement.said(said).into(),
                None => left_out(what, "the language cannot write its value"),
            },
        }
    }

    /// The attributes that differ from what a new object has, in their words.
    pub(super) fn attributes(
        &self,
        attributes: &Attributes,
        resource: &'static Kind,
        said: impl Fn(&'static str) -> Said,
        is_told: impl Fn(&Attribute) -> bool,
    ) -> Vec<Line> {
        let told = attributes.iter().filter(|(attribute, value)| {
            is_told(attribute)
                && attribute.is_comparable()
                && !value.is_unset()
                && **value != resource.default(attribute)
        });
        told.map(|(attribute, value)| self.attribute(attribute, value, said(attribute.name)))
            .collect()
    }

    pub(super) fn attribute(&self, attribute: &Attribute, value: &Value, said: Said) -> Line {
        let mut undeclared = None;
        value.references(&mut |reference| {
            if !self.declares(reference) {
                undeclared = Some(format!(
                    "the {} {reference} is not declared",
                    kinds::referred(reference.to).word
                ));
            }
        });
        let word = match kinds::name_word(attribute) {
            _ if attribute.refers.is_some() && !value.has_reference() => kebab_case(attribute.name),
            Some(word) => word.to_owned(),
            None => attribute.word(),
        };
        if value.has_reference() && value.as_list().iter().any(is_number) {
            undeclared = Some("not all that it refers to can be named".to_owned());
        }
        if let Some(reason) = undeclared {
            return left_out(&word, &reason);
        }
        self.part(said, &word, || values::statement(&word, attribute.kind, value))
    }

    /// Whether the definition declares what a value names.
    pub(super) fn declares(&self, reference: &Reference) -> bool {
        let Reference { to, name } = reference;
        let key = || self.names.find_key(name);
        match (*to, NamedKind::of(kinds::referred(*to))) {
            (Referent::USER, _) => key().and_then(|key| self.user(key)).is_some(),
            (Referent::GROUP, _) => key().and_then(|key| self.group(key)).is_some(),
            (Referent::BEHAVIOR, _) => self.declares_hosting(name),
            (_, Some(kind)) => self.declared_name(kind, name).is_some(),
            (_, None) => self.declares_automation(name),
        }
    }

    fn declares_hosting(&self, folder: &str) -> bool {
        let key = self.names.find_path_key(folder);
        let mut hosting = self.live.behaviors.iter().filter(|one| one.kind.name == HOSTING);
        hosting.any(|one| Some(one.folder) == key && !self.left_out.has(&Said::Behavior(one.id)))
    }

    fn declares_automation(&self, name: &str) -> bool {
        let mut of_name =
            self.live.automations.iter().filter(|one| one.name.as_deref() == Some(name));
        let only = of_name.next().filter(|_| of_name.next().is_none());
        only.is_some_and(|only| !self.left_out.has(&Said::Automation(only.id)))
    }
}

fn is_number(value: &Value) -> bool {
    matches!(value, Value::Int(_))
}

/// Why something does not stand here.
pub(super) fn left_out(what: &str, reason: &str) -> Line {
    Line::Note(format!("{what} is left out: {reason}"))
}

/// A text of the site as a comment may hold it.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("`{shown}`")
}
