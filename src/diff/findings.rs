//! What only the difference shows: rules on a change rather than on a definition.

use super::{Diff, Field, Operation, OwnerName};
use crate::codes::difference as codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::live::{LiveOwner, LiveUser};
use crate::model::kebab_case;
use crate::model::{User, Value};
use crate::wording::listed;
use rustc_hash::{FxHashMap, FxHashSet};

impl Diff<'_> {
    pub(super) fn findings(&mut self) {
        self.re_enabled_users();
        self.site_admins();
        self.removed_users();
        self.suspected_renames();
    }

    /// What is said and what the site has can be fine each, and refused together.
    pub(super) fn contradictions(&mut self, user: &User, live: &LiveUser) {
        let said = |name: &str| user.attributes.get(name);
        let value =
            |name: &str| said(name).map_or(live.attributes.get(name), |setting| &setting.value);
        let is = |name: &str, flag: bool| *value(name) == Value::Bool(flag);
        let method = value("authentication_method").as_text();
        let admin = is("site_admin", true) && !user.bot;
        let contradictions = [
            (
                admin && is("disabled", true),
                "admin-disabled",
                ["site_admin", "disabled"],
                "a site administrator cannot be disabled",
            ),
            (
                admin && is("restapi_permission", false),
                "admin-without-web",
                ["site_admin", "restapi_permission"],
                "an administrator cannot be denied web access",
            ),
            (
                user.bot && method == Some("sso"),
                "bot-uses-sso",
                ["authentication_method", "self_managed"],
                "a bot cannot sign in over SSO",
            ),
            (
                method == Some("email_signup") && value("email").is_unset(),
                "email-missing",
                ["authentication_method", "email"],
                "an e-mail sign-up needs an address",
            ),
        ];
        for (holds, code, names, message) in contradictions {
            let said: Vec<_> = names.iter().filter_map(|name| said(name)).collect();
            // Where both are said, the rule on the definition has found it.
            if !holds || said.len() == names.len() {
                continue;
            }
            let place = said.first().map_or(user.name_span, |setting| setting.span);
            let unsaid = names.iter().find(|name| user.attributes.get(name).is_none());
            let (name, word) =
                (self.names.text(user.name), kebab_case(unsaid.map_or("", |name| name)));
            self.result.findings.push(
                Diagnostic::error(Code(code), format!("{message}: user `{name}`"))
                    .at(
                        place,
                        format!("`{word}` is not said here, and stands against this on the site"),
                    )
                    .help(format!("say what `{word}` is to be")),
            );
        }
    }

    fn re_enabled_users(&mut self) {
        for user in &self.site.users {
            let Some(setting) = user.attributes.get("disabled") else { continue };
            let Some(live) = self.matching.live_user(user.key) else { continue };
            if setting.value == Value::Bool(false) && live.attributes.is_on("disabled") {
                let name = self.names.text(user.name);
                self.result.findings.push(
                    Diagnostic::warning(
                        codes::RE_ENABLES_USER,
                        format!("this re-enables user `{name}`"),
                    )
                    .at(setting.span, "disabled on the site")
                    .help("re-enabling wants a person's look: why was the account disabled?"),
                );
            }
        }
    }

    fn site_admins(&mut self) {
        let is_admin_after = |live: &crate::live::LiveUser| {
            let key = self.matching.user_key(live.key);
            let said = self.site.user(key).and_then(|user| user.attributes.value("site_admin"));
            let stays =
                said.and_then(Value::as_bool).unwrap_or(live.attributes.is_on("site_admin"));
            stays && !self.user_goes(key)
        };
        let before =
            self.live.users.iter().filter(|user| user.attributes.is_on("site_admin")).count();
        let kept = self.live.users.iter().filter(|user| is_admin_after(user)).count();
        let declared = self.site.users.iter().filter(|user| user.is_site_admin());
        let new = declared.filter(|user| self.matching.live_user(user.key).is_none()).count();
        let after = kept + new;
        if before > 0 && after == 0 {
            self.result.findings.push(
                Diagnostic::error(
                    codes::NO_SITE_ADMIN,
                    "this leaves the site without a site administrator",
                )
                .help("keep one: role \"site-admin\""),
            );
        } else if before > 1 && after == 1 {
            self.result.findings.push(
                Diagnostic::warning(
                    codes::SINGLE_SITE_ADMIN,
                    "this leaves the site with a single site administrator",
                )
                .help("with two, one can help when the other is locked out"),
            );
        }
    }

    fn removed_users(&mut self) {
        // Automations that this plan takes down, or hands over before.
        let settled: FxHashSet<i64> = self
            .result
            .changes
            .iter()
            .filter(|change| change.address.automation().is_some())
            .filter(|change| {
                change.operation == Operation::Delete || change.assignment(Field::Owner).is_some()
            })
            .filter_map(|change| change.id)
            .collect();
        let mut owned: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for automation in self.live.automations.iter().filter(|one| !settled.contains(&one.id)) {
            if let LiveOwner::User(key) = automation.owner
                && let Some(user) = self.matching.live_user(self.matching.user_key(key))
            {
                let name = automation.name.as_deref().unwrap_or("(unnamed)");
                owned.entry(self.names.text(user.name)).or_default().push(name);
            }
        }
        let removed =
            self.result.changes.iter().filter(|change| change.operation == Operation::Delete);
        let mut findings = Vec::new();
        for change in removed {
            let Some(user) = change.address.user() else { continue };
            let heir = change.assignment(Field::NewOwner);
            if let Some(automations) = owned.get(user).filter(|_| heir.is_none()) {
                findings.push(
                    Diagnostic::error(
                        codes::OWNER_REMOVED_WITHOUT_HEIR,
                        format!(
                            "user `{user}` owns automations that would stop: {}",
                            listed(automations)
                        ),
                    )
                    .help(format!(
                        "say who gets them: remove user={user:?} heir=\"…\" (a user, or \"site\"); or \
                         declare them with another owner"
                    )),
                );
            }
            let inherited = owned.get(user).zip(heir.and_then(|set| OwnerName::of(&set.after)));
            let inherited = inherited.map_or(String::new(), |(automations, heir)| {
                format!("; {heir} gets {}", listed(automations))
            });
            let message =
                format!("removing user `{user}` leaves their files and share links{inherited}");
            findings.push(Diagnostic::info(codes::REMOVAL_LEAVES_BEHIND, message).help(
                "Files.com keeps share links, folder settings, automations and files of removed users",
            ));
        }
        self.result.findings.extend(findings);
    }
}
