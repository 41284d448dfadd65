//! What only the difference shows: rules on a change rather than on a definition.

use super::{Change, Diff, Field, Operation, OwnerName};
use crate::codes::difference as codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::live::{LiveAutomation, LiveOwner, LiveUser};
use crate::model::kebab_case;
use crate::model::leads::leads;
use crate::model::{Key, User, Value, kinds, path};
use crate::rules::accounts::bot_signs_in_interactively::{INTERACTIVE, needs_password};
use crate::rules::accounts::{bot_signs_in_interactively, login_deadline_without_effect};
use crate::wording::listed;
use rustc_hash::{FxHashMap, FxHashSet};

impl Diff<'_> {
    pub(super) fn findings(&mut self) {
        self.re_enabled_users();
        self.login_deadlines();
        self.bots_with_passwords();
        self.group_ids();
        self.site_admins();
        self.removed_users();
        self.removed_folders();
        self.emptied_mounts();
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
                let finding = Diagnostic::warning(
                    codes::RE_ENABLES_USER,
                    format!("this re-enables user `{name}`"),
                )
                .at(setting.span, "disabled on the site");
                let due = live.attributes.get("require_login_by");
                let missed = matches!(due, Value::Instant(due) if *due <= self.now)
                    && !live.signed_in
                    && user.authentication_method().is_none();
                self.result.findings.push(if missed {
                    finding.help(
                        "the day of its first sign-in has passed, and took every way to sign in \
                         with it: say `authentication` as well, and a later `require-login-by`",
                    )
                } else {
                    finding.help("re-enabling wants a person's look: why was the account disabled?")
                });
            }
        }
    }

    /// A day for the first sign-in of somebody who has signed in.
    fn login_deadlines(&mut self) {
        for user in self.site.users.iter().filter(|user| !user.is_disabled()) {
            let Some(by) = user.attributes.get("require_login_by") else { continue };
            let to_come = matches!(by.value, Value::Instant(by) if by > self.now);
            let live = self.matching.live_user(user.key);
            if !to_come || !live.is_some_and(|live| live.signed_in) {
                continue;
            }
            let name = self.names.text(user.name);
            self.result.findings.push(
                Diagnostic::warning(
                    login_deadline_without_effect::RULE.code,
                    format!("`{name}` has signed in, so the day of the first sign-in is moot"),
                )
                .at(by.span, "only for users who never signed in")
                .help("drop the line; `authenticate-until` ends access on a day"),
            );
        }
    }

    /// Bots that get or keep a password because nothing is said of how they sign in.
    fn bots_with_passwords(&mut self) {
        for bot in self.site.users.iter().filter(|user| user.bot && !user.is_disabled()) {
            if bot.attributes.get("authentication_method").is_some() || needs_password(bot) {
                continue;
            }
            let live = self.matching.live_user(bot.key);
            let method = live.map(|live| live.attributes.get("authentication_method"));
            let (word, label) = match method {
                None => ("password", "a new account signs in with a password"),
                Some(method) => match method.as_text().filter(|word| INTERACTIVE.contains(word)) {
                    Some(word) => (word, "signs in so on the site"),
                    None => continue,
                },
            };
            let (name, word) = (self.names.text(bot.name), kebab_case(word));
            self.result.findings.push(
                Diagnostic::warning(
                    bot_signs_in_interactively::RULE.code,
                    format!("bot `{name}` signs in as a person does, with `{word}`"),
                )
                .at(bot.name_span, label)
                .help("say `authentication \"none\"`, and give it an `ssh-key` or an API key"),
            );
        }
    }

    /// Ids that are said of groups and that the site has given to others.
    fn group_ids(&mut self) {
        for group in &self.site.groups {
            let Some((id, span)) = group.id else { continue };
            let name = self.names.text(group.name);
            let finding = match self.matching.live_group(group.key) {
                Some(live) if live.id == id => continue,
                Some(live) => Diagnostic::error(
                    codes::GROUP_ID_DIFFERS,
                    format!("group `{name}` has the id {} on the site", live.id),
                )
                .at(span, "another id is said here")
                .help(format!("say `id={}`, or nothing", live.id)),
                None => Diagnostic::error(
                    codes::GROUP_ID_DIFFERS,
                    format!("group `{name}` is new, and the site gives it an id"),
                )
                .at(span, "cannot be said before")
                .help("drop the id; say the one that the site shows once the group is made"),
            };
            self.result.findings.push(finding);
        }
    }

    fn site_admins(&mut self) {
        let live_value = |live: &LiveUser, name: &str| live.attributes.get(name).clone();
        let value = |key: Key, live: Option<&LiveUser>, name: &str| {
            let said = self.site.user(key).and_then(|user| user.attributes.value(name));
            said.cloned().or_else(|| live.map(|live| live_value(live, name)))
        };
        let administers = |value: &dyn Fn(&str) -> Option<Value>| {
            let is_on = |name: &str| value(name) == Some(Value::Bool(true));
            let until = value("authenticate_until");
            let expired = matches!(until, Some(Value::Instant(until)) if until <= self.now);
            is_on("site_admin") && !is_on("disabled") && !expired
        };
        let is_admin = |live: &&LiveUser| administers(&|name| Some(live_value(live, name)));
        let is_admin_after = |live: &&LiveUser| {
            let key = self.matching.user_key(live.key);
            let becomes_bot = self.site.user(key).is_some_and(|user| user.bot);
            let stays = !becomes_bot && !self.user_goes(key);
            stays && administers(&|name| value(key, Some(live), name))
        };
        let before = self.live.users.iter().filter(is_admin).count();
        let kept = self.live.users.iter().filter(is_admin_after).count();
        let unknown =
            self.site.users.iter().filter(|user| self.matching.live_user(user.key).is_none());
        let new = unknown
            .filter(|user| !user.bot && administers(&|name| value(user.key, None, name)))
            .count();
        let after = kept + new;
        if before > 0 && after == 0 {
            self.result.findings.push(
                Diagnostic::error(
                    codes::NO_SITE_ADMIN,
                    "this leaves the site without a site administrator",
                )
                .help("keep one who can sign in: role \"site-admin\""),
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

    /// What goes with a folder that a remote server is mounted in goes on that server.
    fn emptied_mounts(&mut self) {
        let mounts = self.live.mounts();
        let changes = self.result.changes.iter();
        let gone = changes.filter(|change| change.operation == Operation::Delete);
        let gone: Vec<&str> = gone.filter_map(|change| change.address.folder()).collect();
        let mut findings = Vec::new();
        for folder in gone {
            let key = path::key(folder);
            let within = mounts.iter().map(|mount| self.names.key_text(*mount));
            let first = within.filter(|mount| path::is_within(mount, &key)).min();
            let Some(mount) = first.and_then(|mount| self.names.find_path_key(mount)) else {
                continue;
            };
            let mount = self.path(self.matching.folder_key(mount));
            let help = "take the mount away first, in a plan of its own: without \
                        `behavior \"remote_server_mount\"` there, nothing of the server is shown";
            findings.push(
                Diagnostic::error(
                    codes::REMOVAL_EMPTIES_MOUNT,
                    format!(
                        "removing `{folder}` would remove what the remote server has that is \
                         mounted in `{mount}`"
                    ),
                )
                .help(help),
            );
        }
        self.result.findings.extend(findings);
    }

    fn removed_folders(&mut self) {
        let changes = &self.result.changes;
        let goes = |change: &&Change| change.operation == Operation::Delete;
        let gone = changes.iter().filter(goes).filter_map(|change| change.address.folder());
        let gone: Vec<String> = gone.map(|path| path::key(path).into_owned()).collect();
        if gone.is_empty() {
            return;
        }
        // What goes as well, or is led elsewhere, and what does not run.
        const LEADING: [&str; 4] = ["path", "source", "destinations", "definition"];
        let is_led = |change: &&Change| {
            let sets = |name: &'static str| {
                change.assignment(Field::attribute(&kinds::AUTOMATION, name)).is_some()
            };
            let disabled = Field::attribute(&kinds::AUTOMATION, "disabled");
            let stops =
                change.assignment(disabled).is_some_and(|set| set.after == Value::Bool(true));
            goes(change) || stops || LEADING.into_iter().any(sets)
        };
        let edits = changes.iter().filter(|change| change.address.automation().is_some());
        let settled: FxHashSet<i64> = edits.filter(is_led).filter_map(|change| change.id).collect();
        let runs = |live: &&LiveAutomation| {
            !settled.contains(&live.id) && !live.attributes.is_on("disabled")
        };
        let mut findings = Vec::new();
        for live in self.live.automations.iter().filter(runs) {
            let leads = leads(|name| Some(live.attributes.get(name)));
            let mut folders = leads.known.iter().map(|lead| lead.route.fixed().0);
            let lost = folders
                .find(|folder| gone.iter().any(|gone| path::is_within(&path::key(folder), gone)));
            let Some(folder) = lost else { continue };
            let name = live.name.as_deref().unwrap_or("without a name");
            findings.push(
                Diagnostic::warning(
                    codes::AUTOMATION_LOSES_FOLDER,
                    format!("automation `{name}` works in `{folder}`, which this plan removes"),
                )
                .help("lead it elsewhere, disable it, or remove it in the same plan"),
            );
        }
        self.result.findings.extend(findings);
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
        let runs =
            |one: &&LiveAutomation| !settled.contains(&one.id) && !one.attributes.is_on("disabled");
        for automation in self.live.automations.iter().filter(runs) {
            if let LiveOwner::User(key) = automation.owner
                && let Some(user) = self.matching.live_user(self.matching.user_key(key))
            {
                let name = automation.name.as_deref().unwrap_or("(unnamed)");
                owned.entry(self.names.text(user.name)).or_default().push(name);
            }
        }
        let removed =
            self.result.changes.iter().filter(|change| change.operation == Operation::Delete);
        let setting = "revoke_bundle_access_on_disable_or_delete";
        let links_end = match self.site.settings.value(setting) {
            Some(said) => *said == Value::Bool(true),
            None => self.live.settings.is_on(setting),
        };
        let help = if links_end {
            "Files.com keeps folder settings, automations and files of removed users; their share \
             links end by a setting of the site, and notifications for them go"
        } else {
            "Files.com keeps share links, folder settings, automations and files of removed users; \
             notifications for them go"
        };
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
            let inherited = heir.and_then(|set| OwnerName::of(&set.after)).map(|heir| {
                let heir = match heir {
                    OwnerName::User(user)
                        if !self
                            .names
                            .find_key(&user)
                            .is_some_and(|it| self.is_administrator(it)) =>
                    {
                        format!("user `{user}`")
                    }
                    _ => "the site".to_owned(),
                };
                let automations = owned
                    .get(user)
                    .map_or(String::new(), |automations| format!("{} and ", listed(automations)));
                format!("; {heir} gets {automations}what else they own")
            });
            let inherited = inherited.unwrap_or_default();
            let left = if links_end || heir.is_some() { "files" } else { "files and share links" };
            let message = format!("removing user `{user}` leaves their {left}{inherited}");
            findings.push(Diagnostic::info(codes::REMOVAL_LEAVES_BEHIND, message).help(help));
        }
        self.result.findings.extend(findings);
    }
}
