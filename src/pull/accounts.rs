//! Users, bots and groups.

use super::left_out::{GROUPS, MEMBERS, Said};
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use crate::live::{Attributes, LiveApiKey, LiveGroup, LiveMembership, LiveSshKey, LiveUser};
use crate::model::account::{PROTOCOLS, ROLES};
use crate::model::kinds::{self, Kind};
use crate::model::written::scalar;
use crate::model::{Attribute, NamedKind, Value};
use crate::syntax::quoted;
use std::collections::BTreeSet;

const PROTOCOLS_WORD: &str = "protocols";
const ROLE: &str = "role";
const AUTHENTICATION: &str = "authentication";

/// Attributes that come before all else.
const FIRST: [&str; 3] = ["name", "email", "company"];

/// Found in a definition that does not name the keys of a bot, which the site has.
pub(super) const BOT_WITHOUT_KEY: &str = "bot-without-key";

/// The word of a user's or group's block that says this attribute.
pub(super) fn word_of(attribute: &'static str) -> &'static str {
    let is_of = |table: &[(&str, &str)]| table.iter().any(|(_, flag)| *flag == attribute);
    match attribute {
        "authentication_method" | "sso_strategy_id" => AUTHENTICATION,
        _ if is_of(ROLES) => ROLE,
        _ if is_of(PROTOCOLS) => PROTOCOLS_WORD,
        _ => attribute,
    }
}

/// A user or bot, before its node is made.
pub(super) struct Person<'a> {
    pub(super) user: &'a LiveUser,
    pub(super) name: &'a str,
    pub(super) bot: bool,
    pub(super) lines: Vec<Line>,
}

impl Person<'_> {
    /// `user "name"`, with the template that it uses.
    pub(super) fn statement(self, template: Option<&str>) -> Statement {
        let word = if self.bot { "bot" } else { "user" };
        let mut head = format!("{word} {}", quoted(self.name));
        if let Some(template) = template {
            head.push_str(&format!(" use={}", quoted(template)));
        }
        Statement::new(head).block(self.lines).said(Said::User(self.user.key))
    }
}

impl<'a> Source<'a> {
    /// All whom the definition declares, by name; and notes on the others.
    pub(super) fn people(&self) -> (Vec<Person<'a>>, Vec<Line>) {
        let mut users: Vec<&LiveUser> = self.live.users.iter().collect();
        users.sort_by_key(|user| (self.names.key_text(user.key), user.id));
        let (mut people, mut notes) = (Vec::with_capacity(users.len()), Vec::new());
        for user in users {
            let name = self.names.text(user.name);
            if let Some(reason) = self.left_out.reason(&Said::User(user.key)) {
                notes.push(left_out(&format!("user {}", shown(name)), reason));
                continue;
            }
            let bot = *user.attributes.get("self_managed") == Value::Bool(false);
            people.push(Person { user, name, bot, lines: self.user_lines(user) });
        }
        (people, notes)
    }

    fn user_lines(&self, user: &LiveUser) -> Vec<Line> {
        let mut lines = Vec::new();
        if user.externally_managed {
            let who = "an identity provider manages this account: its attributes are set there";
            lines.push(Line::Comment(who.to_owned()));
        } else {
            self.who_and_how(user, &mut lines);
        }
        lines.extend(self.user_groups(user));
        if !user.externally_managed {
            lines.extend(self.other_attributes(user));
        }
        let mut ssh_keys: Vec<&LiveSshKey> = user.ssh_keys.iter().collect();
        ssh_keys.sort_by(|a, b| (&a.title, a.id).cmp(&(&b.title, b.id)));
        lines.extend(ssh_keys.into_iter().map(ssh_key));
        let mut api_keys: Vec<&LiveApiKey> = user.api_keys.iter().collect();
        api_keys.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let said = |word: &'static str| Said::UserPart(user.key, word);
        lines.extend(api_keys.into_iter().map(|key| self.api_key(key, said).into()));
        let recipients = NamedKind::ADDITIONAL_EMAIL_RECIPIENT;
        lines.extend(self.rows_in(recipients, self.names.key_text(user.key)));
        if self.left_out.accepts_missing_key(user.key) {
            let reason = "the account has keys; the site does not show them";
            let head = format!("allow-lint {} {}", quoted(BOT_WITHOUT_KEY), quoted(reason));
            lines.push(Statement::new(head).into());
        }
        lines
    }

    /// Who the account is for, what it may be, and how it signs in.
    fn who_and_how(&self, user: &LiveUser, lines: &mut Vec<Line>) {
        let said = |word: &'static str| Said::UserPart(user.key, word);
        for name in FIRST {
            let attribute = kinds::USER.known(name);
            let value = user.attributes.get(name);
            if !value.is_unset() {
                lines.push(self.attribute(attribute, value, said(attribute.name)));
            }
        }
        let on = ROLES.iter().filter(|(_, flag)| user.attributes.is_on(flag));
        let is_admin = user.attributes.is_on("site_admin");
        let on = on.filter(|(_, flag)| !(is_admin && *flag == "billing_permission"));
        let on: Vec<&str> = on.map(|(word, _)| *word).collect();
        if !on.is_empty() {
            lines.push(self.part(said(ROLE), ROLE, || Some(words(ROLE, &on))));
        }
        lines.extend(self.authentication(user));
        lines.extend(self.protocols(&user.attributes, &kinds::USER, said(PROTOCOLS_WORD)));
    }

    /// All groups of the user, or which of them nobody can say.
    fn user_groups(&self, user: &LiveUser) -> Option<Line> {
        let groups = self.groups_of(user.key);
        if groups.is_empty() || !self.says_groups(user.key) {
            return self.unsaid_memberships(user);
        }
        let names: BTreeSet<&str> = groups.iter().filter_map(|m| self.group(m.group)).collect();
        let names: Vec<&str> = names.into_iter().collect();
        Some(words(GROUPS, &names).said(Said::UserPart(user.key, GROUPS)).into())
    }

    /// Its secret was shown once.
    fn api_key(&self, key: &LiveApiKey, said: impl Fn(&'static str) -> Said) -> Statement {
        let lines = self.attributes(&key.attributes, &kinds::API_KEY, said, |_| true);
        Statement::new(format!("api-key {}", quoted(&key.name))).block(lines)
    }

    /// Those of the site itself.
    pub(super) fn site_api_keys(&self) -> Vec<Line> {
        let mut keys: Vec<&LiveApiKey> = self.live.api_keys.iter().collect();
        keys.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let is_twin = |key: &LiveApiKey| keys.iter().filter(|it| it.name == key.name).count() > 1;
        let line = |key: &&LiveApiKey| {
            let what = format!("api-key {}", shown(&key.name));
            if is_twin(key) {
                return left_out(&what, "another one bears the same name");
            }
            self.part(Said::ApiKey(key.id), &what, || {
                Some(self.api_key(key, |word| Said::ApiKeyPart(key.id, word)))
            })
        };
        keys.iter().map(line).collect()
    }

    fn other_attributes(&self, user: &LiveUser) -> Vec<Line> {
        let zone = self.live.settings.get("default_time_zone");
        let is_sites = |name: &str| name == "time_zone" && user.attributes.get("time_zone") == zone;
        let is_told = |attribute: &Attribute| {
            !FIRST.contains(&attribute.name)
                && word_of(attribute.name) == attribute.name
                && kinds::USER.spoken(attribute.name).is_none()
                && !is_sites(attribute.name)
        };
        let said = |word: &'static str| Said::UserPart(user.key, word);
        self.attributes(&user.attributes, &kinds::USER, said, is_told)
    }

    /// How the account signs in, unless that is what a new one does.
    fn authentication(&self, user: &LiveUser) -> Option<Line> {
        let method = user.attributes.get("authentication_method");
        let strategy = user.attributes.get("sso_strategy_id").as_int();
        if strategy.is_none() && method.as_text().is_none_or(|method| method == "password") {
            return None;
        }
        let said = Said::UserPart(user.key, AUTHENTICATION);
        Some(self.part(said, AUTHENTICATION, || {
            let kind = kinds::USER.known("authentication_method").kind;
            let mut head = format!("{AUTHENTICATION} {}", scalar(kind, method)?);
            if let Some(id) = strategy {
                head.push_str(&format!(" strategy={}", quoted(&self.strategy(id)?)));
            }
            Some(Statement::new(head))
        }))
    }

    /// `protocols`, unless they are those of a new account or group.
    fn protocols(
        &self,
        attributes: &Attributes,
        resource: &'static Kind,
        said: Said,
    ) -> Option<Line> {
        let is_new = |(_, flag): &(&str, &'static str)| {
            let is = attributes.get(flag);
            is.is_unset() || *is == resource.default(resource.known(flag))
        };
        if PROTOCOLS.iter().all(is_new) {
            return None;
        }
        // What the site does not mention would be switched off by silence.
        let known = |(word, flag): &(&str, &str)| *word == "s3" || !attributes.get(flag).is_unset();
        if !PROTOCOLS.iter().all(known) {
            return Some(left_out(PROTOCOLS_WORD, "the site shows only some of them"));
        }
        let on: Vec<&str> = PROTOCOLS
            .iter()
            .filter(|(_, flag)| attributes.is_on(flag))
            .map(|(word, _)| *word)
            .collect();
        Some(self.part(said, PROTOCOLS_WORD, || {
            Some(match on[..] {
                [] => Statement::new(format!("{PROTOCOLS_WORD} #null")),
                _ => words(PROTOCOLS_WORD, &on),
            })
        }))
    }

    /// Memberships that neither the user's node nor the group's can say.
    fn unsaid_memberships(&self, user: &LiveUser) -> Option<Line> {
        if self.says_groups(user.key) {
            return None;
        }
        let unsaid = self.groups_of(user.key).iter().filter(|m| !self.says_members(m.group));
        let unsaid: BTreeSet<String> = unsaid.map(|m| shown(self.group_name(m.group))).collect();
        let listed = unsaid.into_iter().collect::<Vec<_>>().join(", ");
        let why = "not all of these groups and their members can be declared";
        (!listed.is_empty()).then(|| left_out(&format!("membership in {listed}"), why))
    }

    pub(super) fn group_lines(&self) -> Vec<Line> {
        let mut groups: Vec<&LiveGroup> = self.live.groups.iter().collect();
        groups.sort_by_key(|group| (self.names.key_text(group.key), group.id));
        groups.into_iter().map(|group| self.one_group(group)).collect()
    }

    fn one_group(&self, group: &LiveGroup) -> Line {
        let name = self.names.text(group.name);
        let what = format!("group {}", shown(name));
        self.part(Said::Group(group.key), &what, || {
            let said = |word: &'static str| Said::GroupPart(group.key, word);
            let is_told = |attribute: &Attribute| {
                word_of(attribute.name) == attribute.name
                    && kinds::GROUP.spoken(attribute.name).is_none()
            };
            let mut lines = self.attributes(&group.attributes, &kinds::GROUP, said, is_told);
            lines.extend(self.protocols(&group.attributes, &kinds::GROUP, said(PROTOCOLS_WORD)));
            self.members(group, &mut lines);
            Some(Statement::new(format!("group {}", quoted(name))).block(lines))
        })
    }

    /// Group admins; and members whose own nodes do not say so.
    fn members(&self, group: &LiveGroup, lines: &mut Vec<Line>) {
        let members = self.members_of(group.key);
        let of = |keep: &dyn Fn(&LiveMembership) -> bool| -> BTreeSet<&str> {
            let kept = members.iter().filter(|m| keep(m));
            kept.map(|m| self.username(m.user)).collect()
        };
        let admins = of(&|m| m.admin);
        if !self.says_members(group.key) {
            if !admins.is_empty() {
                let admins: Vec<String> = admins.iter().map(|name| shown(name)).collect();
                let why = self.left_out.reason(&Said::GroupPart(group.key, MEMBERS));
                let why = why.unwrap_or("not all members can be declared");
                lines.push(left_out(&format!("group admin {}", admins.join(", ")), why));
            }
            return;
        }
        let said = Said::GroupPart(group.key, MEMBERS);
        let rest = of(&|m| !m.admin && !self.says_groups(m.user));
        for (word, names) in [("admin", admins), ("member", rest)] {
            let names: Vec<&str> = names.into_iter().collect();
            // A long list is a line each, so that a new name is a new line.
            let row = if names.len() > LONGEST_ROW { 1 } else { LONGEST_ROW };
            lines.extend(names.chunks(row).map(|row| words(word, row).said(said.clone()).into()));
        }
    }
}

/// Names that stand in one line.
const LONGEST_ROW: usize = 8;

fn words(word: &str, values: &[&str]) -> Statement {
    Statement::new(values.iter().fold(word.to_owned(), |head, v| format!("{head} {}", quoted(v))))
}

/// The site shows no public key, only what tells it from others.
fn ssh_key(key: &LiveSshKey) -> Line {
    let (title, fingerprint) = (quoted(&key.title), quoted(&key.fingerprint));
    Statement::new(format!("ssh-key {title} fingerprint={fingerprint}")).into()
}
