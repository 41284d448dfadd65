//! What the site refuses of a definition that is fine by itself: settings that no file says.

use super::{Address, ChildSiteGrant, Diff, Operation, Subject};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::typed;
use crate::model::{Grant, Grantee, Key, User, Value, path};
use crate::rules::permissions::{root_grant_guarded, user_grant_in_group_only_site};
use crate::rules::settings::override_not_allowed::{ADDRESSES, OVERRIDES, overrides, refused};
use crate::rules::settings::{namespace_needs_domain, namespace_with_sso};
use crate::source::Span;
use crate::wording::{listed, plural};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

impl Diff<'_> {
    pub(super) fn refused(&mut self) {
        self.sso_left_behind();
        self.namespace_without_domain();
        self.provider_managed();
        self.guarded_root();
        self.groups_only();
        self.overrides();
    }

    /// Whether a setting of the site has this value, before and after.
    fn is_and_stays(&self, setting: &str, value: bool) -> bool {
        let value = Value::Bool(value);
        *self.live.settings.get(setting) == value
            && self.site.settings.value(setting).is_none_or(|said| *said == value)
    }

    /// The method after all changes; what an identity provider manages stays as it is.
    fn method_after(&self, key: Key) -> Option<&str> {
        let live = self.matching.live_user(key);
        let left_alone = live.is_some_and(|live| live.externally_managed);
        let said = self.site.user(key).and_then(User::authentication_method);
        said.filter(|_| !left_alone)
            .or_else(|| live?.attributes.get("authentication_method").as_text())
    }

    /// Users whom the definition leaves with SSO, on a site whose own usernames end.
    fn sso_left_behind(&mut self) {
        let Some(namespace) = self.site.settings.get("custom_namespace") else { return };
        let ends =
            namespace.value == Value::Bool(false) && self.live.settings.is_on("custom_namespace");
        if !ends {
            return;
        }
        // With a domain beside the setting, the rule on the definition has found who is declared.
        let found = self.site.settings.value("domain").is_some_and(|domain| !domain.is_unset());
        let says_sso =
            |key| self.site.user(key).and_then(User::authentication_method) == Some("sso");
        let live = self.live.users.iter().map(|user| self.matching.user_key(user.key));
        let left: BTreeSet<String> = live
            .chain(self.site.users.iter().map(|user| user.key))
            .filter(|key| self.method_after(*key) == Some("sso") && !self.user_goes(*key))
            .filter(|key| !(found && says_sso(*key)))
            .map(|key| self.username(key))
            .collect();
        if left.is_empty() {
            return;
        }
        let names: Vec<&str> = left.iter().map(String::as_str).collect();
        let verb = plural(names.len(), "signs", "sign");
        self.result.findings.push(
            Diagnostic::error(
                namespace_with_sso::RULE.code,
                format!(
                    "usernames cannot become globally unique while {} {verb} in by SSO",
                    listed(&names)
                ),
            )
            .at(namespace.span, "the site has usernames of its own")
            .help("declare each of them with another `authentication`, or remove them, first"),
        );
    }

    /// Usernames of the site's own, and no domain for them. Where the definition says both, the rule
    /// on definitions has found it.
    fn namespace_without_domain(&mut self) {
        let settings = &self.site.settings;
        let (namespace, domain) = (settings.get("custom_namespace"), settings.get("domain"));
        let refused = match (namespace, domain) {
            (Some(said), None) => {
                let comes = said.value == Value::Bool(true)
                    && !self.live.settings.is_on("custom_namespace")
                    && self.live.settings.get("domain").is_unset();
                comes.then_some((said.span, "the site has no custom domain"))
            }
            (None, Some(said)) => {
                let goes = said.value.is_unset()
                    && self.live.settings.is_on("custom_namespace")
                    && !self.live.settings.get("domain").is_unset();
                goes.then_some((said.span, "the site has usernames of its own"))
            }
            _ => None,
        };
        self.result.findings.extend(refused.map(|(span, label)| {
            let message = "usernames of the site's own need a custom domain";
            Diagnostic::error(namespace_needs_domain::RULE.code, message)
                .at(span, label)
                .help("say both in the definition: `custom-namespace` and `domain`")
        }));
    }

    /// Users and groups are made, changed and deleted through the SSO provider only.
    fn provider_managed(&mut self) {
        let changes = || self.result.changes.iter().filter(|change| !change.temporary);
        let by_hand = |user: &&str| {
            let key = self.names.find_key(user);
            key.is_none_or(|key| self.method_after(key) != Some("sso"))
        };
        let users: BTreeSet<&str> =
            changes().filter_map(|c| c.address.user()).filter(by_hand).collect();
        let groups: BTreeSet<&str> = changes().filter_map(|c| c.address.group()).collect();
        let user = |name: &str| Some(self.site.user(self.names.find_key(name)?)?.name_span);
        let group = |name: &str| Some(self.site.group(self.names.find_key(name)?)?.name_span);
        let users = self.only_by_provider("non_sso_users_allowed", "user", &users, user);
        let groups = self.only_by_provider("non_sso_groups_allowed", "group", &groups, group);
        self.result.findings.extend(users.into_iter().chain(groups));
    }

    fn only_by_provider(
        &self,
        setting: &str,
        what: &str,
        names: &BTreeSet<&str>,
        place: impl Fn(&str) -> Option<Span>,
    ) -> Option<Diagnostic> {
        if names.is_empty() || !self.is_and_stays(setting, false) {
            return None;
        }
        let listed = listed(&names.iter().copied().collect::<Vec<_>>());
        let word = setting.replace('_', "-");
        let finding = Diagnostic::error(
            codes::PROVIDER_MANAGED,
            format!("only the SSO provider may make, change or remove {what} {listed}"),
        )
        .help(format!("do it at the provider, or let the site allow it: `{word} #true`"));
        Some(match names.iter().find_map(|name| place(name)) {
            Some(place) => finding.at(place, "changed by this plan"),
            None => finding,
        })
    }

    fn guarded_root(&mut self) {
        let guard = "prevent_root_permissions_for_non_site_admins";
        let on_root = |grant: &&Grant| self.names.key_text(grant.folder).is_empty();
        let refused = |grant: &Grant| {
            Diagnostic::error(
                root_grant_guarded::RULE.code,
                "the site keeps permissions on its root for site administrators",
            )
            .at(grant.grantee_span, "refused: a grant on `/`")
            .help("grant it on folders below the root, or switch the guard off for the site")
        };
        let found = self.new_grants(guard, on_root, refused);
        self.result.findings.extend(found);
    }

    fn groups_only(&mut self) {
        let setting = "folder_permissions_groups_only";
        let to_user = |grant: &&Grant| matches!(grant.grantee, Grantee::User(_));
        let refused = |grant: &Grant| {
            let folder = self.path(grant.folder);
            Diagnostic::error(
                user_grant_in_group_only_site::RULE.code,
                format!(
                    "a grant on `{}` names a user, and the site grants to groups only",
                    path::display(&folder)
                ),
            )
            .at(grant.grantee_span, "refused: permissions go to groups")
            .help("grant it to a group of the user's, or switch the setting off for the site")
        };
        let found = self.new_grants(setting, to_user, refused);
        self.result.findings.extend(found);
        if !self.is_and_stays(setting, true) || self.site.settings.get(setting).is_some() {
            return;
        }
        let changes = self.result.changes.iter();
        let new = changes.filter(|change| change.operation == Operation::Create);
        let new: Vec<_> = new.filter_map(|change| change.address.child_site_grant()).collect();
        let mut findings = Vec::new();
        for site in &self.site.child_sites {
            for grant in &site.grants {
                let Grantee::User(user) = grant.grantee else { continue };
                let name = self.username(user);
                let is_it = |new: &&ChildSiteGrant<'_>| {
                    new.site == site.id && *new.grantee == Subject::User(name.clone())
                };
                if new.iter().any(|new| is_it(&new)) {
                    findings.push(
                        Diagnostic::error(
                            user_grant_in_group_only_site::RULE.code,
                            format!(
                                "a role on child site {} names a user, and the site grants to \
                                 groups only",
                                site.id
                            ),
                        )
                        .at(grant.grantee_span, "refused: permissions go to groups")
                        .help("give it to a group of the user's, or switch the setting off"),
                    );
                }
            }
        }
        self.result.findings.extend(findings);
    }

    /// The nodes of grants that would be made against a setting of the site. Where the
    /// definition says the setting, the rule has found them.
    fn new_grants(
        &self,
        setting: &str,
        concerns: impl Fn(&&Grant) -> bool,
        refused: impl Fn(&Grant) -> Diagnostic,
    ) -> Vec<Diagnostic> {
        if !self.is_and_stays(setting, true) || self.site.settings.get(setting).is_some() {
            return Vec::new();
        }
        let new: FxHashSet<Address> = self
            .result
            .changes
            .iter()
            .filter(|change| change.operation == Operation::Create)
            .filter(|change| change.address.grant().is_some())
            .map(|change| change.address.clone())
            .collect();
        let mut seen = FxHashSet::default();
        let mut findings = Vec::new();
        for grant in self.site.grants.iter().filter(concerns) {
            let row = (grant.level, grant.recursive);
            let address = self.grant_address(grant.folder, &grant.grantee, row);
            if new.contains(&address) && seen.insert(grant.span) {
                findings.push(refused(grant));
            }
        }
        findings
    }

    fn overrides(&mut self) {
        let mut findings = Vec::new();
        let of_site = self.site.settings.value("allowed_ips");
        let of_site = of_site.unwrap_or(self.live.settings.get("allowed_ips"));
        let addresses = Some(&ADDRESSES).filter(|_| !of_site.is_unset());
        for (allowance, attribute) in OVERRIDES.iter().chain(addresses) {
            let is_said = self.site.settings.get(allowance).is_some();
            if is_said || !self.is_and_stays(allowance, false) {
                continue;
            }
            for user in &self.site.users {
                let own = user.attributes.get(attribute).filter(|own| overrides(&own.value));
                let Some(own) = own else { continue };
                let live = self.matching.live_user(user.key);
                let is = live.map(|live| live.attributes.get(attribute));
                if is.is_none_or(|is| !typed::means(own.attribute.kind, is, &own.value)) {
                    findings.push(refused(self.names.text(user.name), allowance, own));
                }
            }
        }
        self.result.findings.extend(findings);
    }
}
