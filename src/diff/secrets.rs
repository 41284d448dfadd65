//! Secrets, which no comparison sees: those that were sent once and are not sent again, and those
//! that an edit of something else would take away.

use super::compare::is_shown;
use super::{Assignment, Diff, Field};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::LiveBehavior;
use crate::model::{Behavior, Setting, Settings, Value, ValueKind, kebab_case, kinds, path};
use crate::wording;

impl Diff<'_> {
    /// A reference is not compared with what the site has, so a secret that is there is not sent
    /// again.
    pub(super) fn secrets(&mut self) {
        let secret = |settings: &Settings| {
            let secret = settings.iter().find(|setting| setting.value.has_secret());
            secret.map(|secret| secret.span)
        };
        let of = |word: &str, name: &str| format!("{word} `{name}`");
        self.settings_never_sent();
        let users = self.site.users.iter().filter_map(|user| {
            self.matching.live_user(user.key)?;
            let name = self.names.text(user.name);
            Some((of(kinds::USER.word, name), secret(&user.attributes)?))
        });
        let named = self.site.named.iter().enumerate().filter_map(|(at, named)| {
            let live = self.matching.named.get(at)?.one()?;
            // What is not there is sent.
            let is_sent = |setting: &Setting| {
                is_shown(setting, &live.attributes)
                    && live.attributes.get(setting.attribute.name).is_unset()
            };
            let mut kept = named.attributes.iter().filter(|setting| !is_sent(setting));
            let kept = kept.find(|setting| setting.value.has_secret())?;
            Some((of(named.kind.word, &named.name), kept.span))
        });
        let automations =
            self.site.automations.iter().enumerate().filter_map(|(at, automation)| {
                self.matching.automations.get(at)?.one()?;
                let name = &*automation.name;
                Some((of(kinds::AUTOMATION.word, name), secret(&automation.attributes)?))
            });
        let behaviors = self.secrets_kept.iter().cloned();
        let mut known = users.chain(named).chain(automations).chain(behaviors);
        let Some((first, span)) = known.next() else { return };
        let message = match known.count() {
            0 => format!("the secret of {first} is not sent again"),
            1 => format!("the secrets of {first} and one other are not sent again"),
            more => format!("the secrets of {first} and {more} others are not sent again"),
        };
        self.result.findings.push(
            Diagnostic::info(codes::SECRET_NOT_COMPARABLE, message)
                .at(span, "not compared: what a reference leads to is not known here")
                .help("if it has changed, change it on the site too"),
        );
    }

    /// A site is there from the beginning, and does not show these settings.
    fn settings_never_sent(&mut self) {
        for setting in self.site.settings.iter().filter(|setting| setting.attribute.write_only) {
            let word = setting.attribute.word();
            self.result.findings.push(
                Diagnostic::info(
                    codes::SECRET_NOT_COMPARABLE,
                    format!("`{word}` is not sent: the site does not show whether it has it"),
                )
                .at(setting.span, "not compared, and so never changed by a plan")
                .help("set it on the site"),
            );
        }
    }

    /// An edit sends the whole value of a folder setting (assumption `values-are-replaced`). What
    /// the site does not show, and no file says, is not in it.
    pub(super) fn secrets_of(
        &mut self,
        behavior: &Behavior,
        live: Option<&LiveBehavior>,
        set: &[Assignment],
    ) {
        if live.is_none() {
            return;
        }
        let entries = match set.iter().find(|assignment| assignment.field == Field::Value) {
            Some(Assignment { after: Value::Object(entries), .. }) => entries,
            Some(_) => return,
            None => {
                if behavior.value.has_secret() {
                    let folder = self.path(behavior.folder);
                    let (word, kind) = (kinds::BEHAVIOR.word, behavior.kind.name);
                    let name = format!("{word} `{kind}` on `{}`", path::display(&folder));
                    self.secrets_kept.push((name, behavior.span));
                }
                return;
            }
        };
        let said = |name: &str| entries.iter().find(|(key, _)| **key == *name);
        let mut unsaid: Vec<Unsaid> = Vec::new();
        for key in behavior.kind.keys {
            match said(key.name) {
                None if key.write_only => {
                    let is_secret = key.kind == ValueKind::Secret;
                    unsaid.push(Unsaid { within: None, key: kebab_case(key.name), is_secret });
                }
                Some((_, value)) => {
                    let missing = key.unshown.iter().filter(|path| !has(value, path));
                    unsaid.extend(missing.map(|path| Unsaid {
                        within: Some(key.word()),
                        key: (*path).to_owned(),
                        is_secret: true,
                    }));
                }
                None => {}
            }
        }
        if let Some(first) = unsaid.first() {
            let help = first.help();
            self.dropped(behavior, &unsaid, help);
        }
    }

    fn dropped(&mut self, behavior: &Behavior, unsaid: &[Unsaid], help: String) {
        let folder = self.path(behavior.folder);
        let names: Vec<&str> = unsaid.iter().map(|one| one.key.as_str()).collect();
        let (folder, kind) = (path::display(&folder), behavior.kind.name);
        let message = format!(
            "this edit of `{kind}` on `{folder}` leaves out {}, which the site never shows",
            wording::listed(&names)
        );
        self.result.findings.push(
            Diagnostic::warning(codes::HIDDEN_VALUE_DROPPED, message)
                .at(behavior.span, "the whole value is sent, without it")
                .help(help),
        );
    }
}

/// What an edit leaves out.
struct Unsaid {
    within: Option<String>,
    key: String,
    is_secret: bool,
}

impl Unsaid {
    fn help(&self) -> String {
        let Unsaid { within, key, is_secret } = self;
        let within = within
            .as_ref()
            .map_or_else(String::new, |word| format!(" in `{word}`, beside what stands there"));
        let value = if *is_secret { "(env)\"NAME\"" } else { "…" };
        format!("write `{key} {value}`{within}, or `{key} #null` if the site has none")
    }
}

/// Whether a value says something at a path of keys joined by dots.
fn has(value: &Value, path: &str) -> bool {
    let mut at = value;
    for part in path.split('.') {
        let Value::Object(entries) = at else { return false };
        let Some((_, inner)) = entries.iter().find(|(key, _)| **key == *part) else {
            return false;
        };
        at = inner;
    }
    true
}
