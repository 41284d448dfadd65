//! The site itself: its name, host, settings and SSO strategies; and its child sites.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::source::{Source, left_out};
use crate::live::LiveChildGrant;
use crate::model::kebab_case;
use crate::model::kinds;
use crate::model::{Grantee, Value};
use crate::syntax::quoted;
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Source<'a> {
    /// The `site` node, if there is anything to say.
    pub(super) fn site(&self) -> Option<Statement> {
        let mut lines = Vec::new();
        let host = self.live.target.strip_prefix("https://").filter(|host| is_host(host));
        lines.extend(host.map(|host| Statement::new(format!("host {}", quoted(host))).into()));
        let locked = &self.live.managed_settings;
        let is_locked = |name: &str| locked.iter().any(|known| **known == *name);
        let is_told = |attribute: &crate::model::Attribute| !is_locked(attribute.name);
        let mut settings =
            self.attributes(&self.live.settings, &kinds::SITE, Said::Setting, is_told);
        if !locked.is_empty() {
            let words: Vec<String> = locked.iter().map(|name| kebab_case(name)).collect();
            let what = words.join(", ");
            settings.push(left_out(&what, "a policy of the parent site locks it"));
        }
        if !settings.is_empty() {
            lines.push(Statement::new("settings").block(settings).into());
        }
        let strategies = self.strategies();
        lines.extend(
            strategies.iter().map(|(id, name)| {
                Line::from(Statement::new(format!("sso {} id={id}", quoted(name))))
            }),
        );
        let subdomain = self.live.settings.get("subdomain").as_text();
        let name = subdomain.or(host.and_then(|host| host.split('.').next()));
        let name = name.filter(|name| is_host(name)).map(|name| format!(" {}", quoted(name)));
        let head = format!("site{}", name.unwrap_or_default());
        (!lines.is_empty()).then(|| Statement::new(head).block(lines))
    }

    /// Strategies of the site, and those that a user refers to, each under a name of its own.
    fn strategies(&self) -> BTreeMap<i64, String> {
        let mut ids: BTreeMap<i64, &str> =
            self.live.sso.iter().map(|sso| (sso.id, sso.name.trim())).collect();
        for user in &self.live.users {
            if let Value::Int(id) = user.attributes.get("sso_strategy_id") {
                ids.entry(*id).or_default();
            }
        }
        let mut taken = BTreeSet::new();
        let unique = |(id, name): (i64, &str)| {
            let clean: String = name.chars().filter(|c| !c.is_control()).collect();
            let clean = clean.trim();
            let base = if clean.is_empty() { format!("sso {id}") } else { clean.to_owned() };
            let name = if taken.contains(&base) { format!("{base} ({id})") } else { base };
            taken.insert(name.clone());
            (id, name)
        };
        ids.into_iter().filter(|(id, _)| *id > 0).map(unique).collect()
    }

    /// What the definition calls a strategy.
    pub(super) fn strategy(&self, id: i64) -> Option<String> {
        self.strategies.get_or_init(|| self.strategies()).get(&id).cloned()
    }

    /// Who administers which child site.
    pub(super) fn child_sites(&self) -> Vec<Line> {
        let mut sites: BTreeMap<i64, Vec<&LiveChildGrant>> = BTreeMap::new();
        for grant in &self.live.child_grants {
            sites.entry(grant.site).or_default().push(grant);
        }
        sites.into_iter().map(|(id, grants)| self.child_site(id, &grants)).collect()
    }

    fn child_site(&self, id: i64, grants: &[&LiveChildGrant]) -> Line {
        let what = format!("child site {id}");
        let mut lines: BTreeSet<(bool, &str, &str)> = BTreeSet::new();
        for grant in grants {
            let holder = match &grant.grantee {
                Grantee::Group(key) => self.group(*key).map(|name| (false, name)),
                Grantee::User(key) => self.user(*key).map(|name| (true, name)),
                Grantee::AllOf(_) | Grantee::Partner(_) => None,
            };
            let Some((is_user, name)) = holder else {
                return left_out(&what, "not all who administer it are declared");
            };
            lines.insert((is_user, name, grant.level.word()));
        }
        let lines = lines.into_iter().map(|(is_user, name, level)| {
            let holder = if is_user { "user" } else { "group" };
            Statement::new(format!("grant {} {holder}={}", quoted(level), quoted(name))).into()
        });
        self.part(Said::ChildSite(id), &what, || {
            let name = quoted(&child_site_name(id));
            Some(Statement::new(format!("child-site {name} id={id}")).block(lines.collect()))
        })
    }

    /// What the definition calls a child site, if it declares it.
    pub(super) fn child_site_name(&self, id: i64) -> Option<String> {
        let mut grants = self.live.child_grants.iter().filter(|grant| grant.site == id).peekable();
        grants.peek()?;
        let is_said = !self.left_out.has(&Said::ChildSite(id))
            && grants.all(|grant| match &grant.grantee {
                Grantee::Group(key) => self.group(*key).is_some(),
                Grantee::User(key) => self.user(*key).is_some(),
                Grantee::AllOf(_) | Grantee::Partner(_) => false,
            });
        is_said.then(|| child_site_name(id))
    }
}

fn child_site_name(id: i64) -> String {
    format!("site {id}")
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
}
