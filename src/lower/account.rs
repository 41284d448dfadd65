//! `user`, `bot`, `group`.

use super::fields::Word;
use super::timed::TIMES;
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::account::{LOCAL_ROLES, PROTOCOLS, ROLES};
use crate::model::{Group, Membership, Settings, User, Value, Was, kinds, outsiders};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn user(&mut self, node: Node<'a>, bot: bool) {
        self.object_props(node, &["was"]);
        let example = if bot { "bot \"bank-feed\"" } else { "user \"priya\"" };
        let Some(name) = self.one_arg(node, example).and_then(|entry| self.own_name(entry)) else {
            return;
        };
        let mut user = User {
            name: self.names.name(name.text),
            key: self.names.key(name.text),
            bot,
            was: self.was(node),
            attributes: Settings::with_capacity(node.children().count()),
            systems: Vec::new(),
            ssh_keys: Vec::new(),
            ssh_keys_said: None,
            api_keys: Vec::new(),
            api_keys_said: None,
            groups_said: None,
            heir: None,
            span: node.span(),
            name_span: name.span,
        };
        self.children(node, |lowering, child| lowering.user_child(child, &mut user));
        self.add_user(user, name);
    }

    /// Adds an account under its name, or reports the other one of that name.
    pub(super) fn add_user(&mut self, user: User, name: Word<'_>) {
        if outsiders::is_taken(name.text) {
            self.out.push(
                Diagnostic::error(codes::NAME_INVALID, format!("{:?} is not a name", name.text))
                    .at(name.span, "answers about access call somebody without an account so")
                    .help("give the user another name"),
            );
            return;
        }
        let key = user.key;
        if let Err(first) = self.site.add_user(user) {
            let (what, first) = (format!("user `{}`", name.text), first.name_span);
            debug_assert!(self.names.find_key(name.text) == Some(key));
            self.declared_twice(what, name.span, first);
        }
    }

    fn user_child(&mut self, node: Node<'a>, user: &mut User) {
        match node.name() {
            "role" => {
                self.only_props(node, &TIMES);
                if self.is_in_time(node) {
                    self.flags(
                        node,
                        ROLES,
                        LOCAL_ROLES,
                        "role \"site-admin\"",
                        &mut user.attributes,
                    );
                }
            }
            "protocols" => {
                self.only_props(node, &[]);
                self.flags(node, PROTOCOLS, &[], "protocols \"web\" \"sftp\"", &mut user.attributes)
            }
            "authentication" => self.authentication(node, &mut user.attributes),
            "groups" => self.user_groups(node, user),
            "heir" => {
                if let Some(heir) = self.owner_said(node, "heir")
                    && let Some((_, first)) = user.heir.replace(heir)
                {
                    self.declared_twice("`heir`".to_owned(), node.head_span(), first);
                }
            }
            "ssh-key" => self.ssh_key(node, user),
            "api-key" => self.api_key(node, user),
            "additional-email-recipient" => {
                let name = self.names.text(user.name).to_owned();
                self.email_recipients(node, &name);
            }
            "system" if user.bot => {
                self.only_props(node, &[]);
                self.no_children(node);
                for word in self.name_words(node, "system \"Nightly bank feed\"") {
                    user.systems.push((word.text.into(), word.span));
                }
            }
            "system" => self.out.push(
                Diagnostic::error(codes::UNEXPECTED_NODE, "`system` is said of bots only")
                    .at(node.head_span(), "this account is a person's")
                    .help("drop it, or declare the account with `bot` if a workload uses it"),
            ),
            word => match language::attribute(&kinds::USER, word) {
                Some(attribute) => {
                    self.attribute(node, attribute, codes::VALUE_TYPE, &mut user.attributes);
                }
                None => {
                    let own = if user.bot { &language::BOT } else { &language::USER };
                    self.unknown_attribute(node, &kinds::USER, &own.known());
                }
            },
        }
    }

    /// A list of words that switches each of its flags on or off; `#null` switches all off. Those
    /// of `besides` are only switched on.
    fn flags(
        &mut self,
        node: Node<'a>,
        table: &'static [(&'static str, &'static str)],
        besides: &'static [(&'static str, &'static str)],
        example: &str,
        into: &mut Settings,
    ) {
        self.no_children(node);
        let none = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
        let words: Vec<Word<'a>> = if none { Vec::new() } else { self.name_words(node, example) };
        let given = node.args().count();
        let all = [table, besides].concat();
        let chosen: Vec<(&str, Span)> =
            words.iter().filter_map(|word| Some((self.choice(*word, &all)?, word.span))).collect();
        if given == 0 || (!none && chosen.len() < given) {
            return;
        }
        let is_chosen = |flag: &str| chosen.iter().any(|(on, _)| *on == flag);
        let besides = besides.iter().filter(|(_, flag)| is_chosen(flag));
        for (_, flag) in table.iter().chain(besides) {
            let span = chosen.iter().find(|(on, _)| on == flag).map(|(_, span)| *span);
            let place = span.unwrap_or(node.head_span());
            let value = Value::Bool(span.is_some());
            if let Some(first) = into.add(kinds::USER.known(flag), value, place) {
                self.declared_twice(format!("`{}`", node.name()), node.head_span(), first);
                return;
            }
        }
    }

    fn authentication(&mut self, node: Node<'a>, into: &mut Settings) {
        self.only_props(node, &["strategy", "password", "hash"]);
        self.no_children(node);
        let method = kinds::USER.known("authentication_method");
        let Some(entry) = self.one_arg(node, "authentication \"password\"") else { return };
        let Some(value) = self.value(entry, method.kind, codes::VALUE_TYPE) else { return };
        let is_sso = value.as_text() == Some("sso");
        if let Some(first) = into.add(method, value, entry.span()) {
            self.declared_twice("`authentication`".to_owned(), node.head_span(), first);
            return;
        }
        for (property, attribute) in [("password", "password"), ("hash", "imported_password_hash")]
        {
            let Some(entry) = node.props().find(|p| p.key() == Some(property)) else { continue };
            if let Some(secret) = self.secret(entry) {
                into.add(kinds::USER.known(attribute), Value::Secret(secret), entry.span());
            }
        }
        match self.text_prop(node, "strategy") {
            Some(word) => self.strategy(word, into),
            None if is_sso => self.missing(
                node,
                "the SSO strategy",
                "name one that `site` declares: authentication \"sso\" strategy=\"okta\"",
            ),
            None => {}
        }
    }

    pub(super) fn strategy(&mut self, word: Word<'_>, into: &mut Settings) {
        if let Some(sso) = self.site.sso.iter().find(|sso| *sso.name == *word.text) {
            let id = Value::Int(sso.id);
            into.add(kinds::USER.known("sso_strategy_id"), id, word.span);
            return;
        }
        let near = suggest(word.text, self.site.sso.iter().map(|sso| &*sso.name));
        let label =
            near.map_or("not declared".to_owned(), |near| format!("did you mean `{near}`?"));
        self.out.push(
            Diagnostic::error(
                codes::UNKNOWN_SSO_STRATEGY,
                format!("no SSO strategy is named `{}`", word.text),
            )
            .at(word.span, label)
            .help(format!(
                "declare it in the `site` node with the id that the site shows: sso {:?} id=…",
                word.text
            )),
        );
    }

    fn user_groups(&mut self, node: Node<'a>, user: &mut User) {
        self.only_props(node, &TIMES);
        self.no_children(node);
        if !self.is_in_time(node) {
            return;
        }
        if let Some(first) = user.groups_said {
            self.declared_twice("`groups`".to_owned(), node.head_span(), first);
            return;
        }
        user.groups_said = Some(node.head_span());
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            return;
        }
        if node.args().next().is_none() {
            self.missing(
                node,
                "a group",
                "as in: groups \"Sales Central\"; `groups #null` for none",
            );
        }
        for entry in node.args() {
            let Some(word) = self.name_word(entry) else { continue };
            let group = self.names.key(word.text);
            let membership = Membership { group, user: user.key, admin: None, span: word.span };
            self.site.memberships.push(membership);
        }
    }

    pub(super) fn group(&mut self, node: Node<'a>) {
        self.object_props(node, &["was", "id"]);
        let Some(name) =
            self.one_arg(node, "group \"Sales Central\"").and_then(|entry| self.own_name(entry))
        else {
            return;
        };
        let mut group = Group {
            name: self.names.name(name.text),
            key: self.names.key(name.text),
            was: self.was(node),
            attributes: Settings::with_capacity(node.children().count()),
            members_said: None,
            id: self.group_id(node),
            name_span: name.span,
        };
        self.children(node, |lowering, child| lowering.group_child(child, &mut group));
        if let Err(first) = self.site.add_group(group) {
            let first = first.name_span;
            self.declared_twice(format!("group `{}`", name.text), name.span, first);
        }
    }

    fn group_id(&mut self, node: Node<'a>) -> Option<(i64, Span)> {
        let entry = node.props().find(|property| property.key() == Some("id"))?;
        let Scalar::Int(id @ 1..) = self.scalar(entry) else {
            self.wrong_type(entry, codes::VALUE_TYPE, "the group's id, a whole number");
            return None;
        };
        let same = |group: &&Group| group.id.is_some_and(|(known, _)| known == id);
        if let Some((_, first)) = self.site.groups.iter().find(same).and_then(|group| group.id) {
            self.declared_twice(format!("the group with id {id}"), entry.span(), first);
            return None;
        }
        Some((id, entry.span()))
    }

    fn group_child(&mut self, node: Node<'a>, group: &mut Group) {
        match node.name() {
            role @ ("member" | "admin") => {
                self.only_props(node, &TIMES);
                self.no_children(node);
                if !self.is_in_time(node) {
                    return;
                }
                group.members_said.get_or_insert(node.head_span());
                if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
                    return;
                }
                if node.args().next().is_none() {
                    self.missing(
                        node,
                        "a username",
                        "as in: member \"alex\" \"blair\"; `member #null` for none",
                    );
                }
                for entry in node.args() {
                    let Some(word) = self.name_word(entry) else { continue };
                    let user = self.names.key(word.text);
                    let admin = Some(role == "admin");
                    let membership = Membership { group: group.key, user, admin, span: word.span };
                    self.site.memberships.push(membership);
                }
            }
            "protocols" => {
                self.only_props(node, &[]);
                self.flags(
                    node,
                    PROTOCOLS,
                    &[],
                    "protocols \"web\" \"sftp\"",
                    &mut group.attributes,
                );
            }
            word => match language::attribute(&kinds::GROUP, word) {
                Some(attribute) => {
                    self.attribute(node, attribute, codes::VALUE_TYPE, &mut group.attributes);
                }
                None => self.unknown_attribute(node, &kinds::GROUP, &language::GROUP.known()),
            },
        }
    }

    /// `was="old name"`.
    pub(super) fn was(&mut self, node: Node<'a>) -> Option<Was> {
        let entry = node.props().find(|property| property.key() == Some("was"))?;
        let word = self.name_word(entry)?;
        Some(Was::new(word.text, self.names.key(word.text), entry.span()))
    }
}
