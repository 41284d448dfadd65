//! Who gets a key, and which settings open the site.

use super::{Finding, Power, PowerChange};
use crate::access::{OPENINGS, Sign};
use crate::diff::{AccessPart, Assignment, Change, Operation, Origin, Subject};
use crate::model::Value;
use crate::model::kinds::{self, Effect};
use crate::plan::AccessVia;
use jiff::Timestamp;
use rustc_hash::FxHashMap;

/// What becomes of keys that are told in one line.
#[derive(PartialEq, Eq, Hash)]
struct Line<'a> {
    comes: bool,
    /// It was there before, and has expired on the other side.
    expired: bool,
    is_ssh: bool,
    /// None: the site itself.
    user: Option<&'a str>,
}

impl<'a> Finding<'a> {
    pub(super) fn keys(&mut self, changes: &'a [Change]) {
        let mut lines: FxHashMap<Line<'_>, (Vec<String>, Option<Origin>)> = FxHashMap::default();
        let now = self.state(0).now();
        for change in changes {
            let Some(key) = change.address.key() else { continue };
            let (comes, expired) = match change.operation {
                Operation::Create => (true, false),
                Operation::Delete => (false, false),
                Operation::Update | Operation::Move => match works_again(change, now) {
                    Some(comes) => (comes, true),
                    None => continue,
                },
            };
            let line = Line { comes, expired, is_ssh: key.is_ssh, user: key.user };
            let (keys, declared) = lines.entry(line).or_default();
            keys.push(key.name.to_owned());
            *declared = declared.take().or_else(|| change.declared.clone());
        }
        for (line, (mut keys, declared)) in lines {
            keys.sort_unstable();
            let power = match line.user {
                _ if line.expired => Power::KeyAgain { keys },
                None => Power::SiteKey { keys },
                Some(_) if line.is_ssh => Power::SshKey { keys },
                Some(_) => Power::ApiKey { keys },
            };
            let change = (self.read)(if line.comes { Sign::Gained } else { Sign::Lost });
            let holder = line.user.map(|user| Subject::User(user.to_owned()));
            let (people, through) = (None, None);
            self.found.push(PowerChange { change, power, holder, people, through, declared });
        }
    }

    pub(super) fn settings(&mut self, changes: &'a [Change]) {
        for change in changes {
            let kind = change.address.kind().counted_as();
            // Of what comes or goes as a whole it is told that it opens the site.
            if change.operation != Operation::Update {
                continue;
            }
            let (of, on) = match change.address.access_part() {
                AccessPart::Link(name) => (Some(AccessVia::Link(name.to_owned())), None),
                AccessPart::Setting { path, behavior } if OPENINGS.contains(&behavior) => {
                    (Some(AccessVia::Setting(behavior.to_owned())), Some(path.to_owned()))
                }
                AccessPart::Setting { .. } => continue,
                _ => (None, None),
            };
            for (name, mut before, mut after) in change.set.iter().flat_map(asked) {
                let Some(effect) = kinds::effect(kind, name, before, after) else { continue };
                let sign = (self.read)(match effect {
                    Effect::Opens => Sign::Gained,
                    Effect::Closes => Sign::Lost,
                });
                if (self.read)(Sign::Gained) == Sign::Lost {
                    std::mem::swap(&mut before, &mut after);
                }
                let (before, after) = (before.clone(), after.clone());
                self.found.push(PowerChange {
                    change: sign,
                    power: Power::Setting {
                        of: of.clone(),
                        on: on.clone(),
                        setting: name.to_owned(),
                        before,
                        after,
                    },
                    holder: None,
                    people: None,
                    through: None,
                    declared: change.declared.clone(),
                });
            }
        }
    }
}

/// What an assignment sets: an attribute, or every key of a folder setting's value.
fn asked(set: &Assignment) -> Vec<(&str, &Value, &Value)> {
    let Value::Object(keys) = &set.before else {
        return vec![(set.field.name(), &set.before, &set.after)];
    };
    let after = |key: &str| set.after.entry(key).unwrap_or(&Value::Null);
    keys.iter().map(|(key, before)| (&**key, before, after(key))).collect()
}

/// Whether a key that had expired works afterwards, or one that works has expired then.
fn works_again(change: &Change, now: Timestamp) -> Option<bool> {
    let until = change.set.iter().find(|set| set.field.name() == "expires_at")?;
    let works = |value: &Value| !matches!(value, Value::Instant(end) if *end <= now);
    let (before, after) = (works(&until.before), works(&until.after));
    (before != after).then_some(after)
}
