//! Who gets a key, and which settings open the site.

use super::{Finding, Power, PowerChange};
use crate::access::Sign;
use crate::diff::{Change, Operation, Origin, Subject};
use crate::model::kinds::{self, Effect};
use rustc_hash::FxHashMap;

/// Whether the key comes, whether it is for SSH, and the user; none: the site itself.
type Whose<'a> = (bool, bool, Option<&'a str>);

impl<'a> Finding<'a> {
    pub(super) fn keys(&mut self, changes: &'a [Change]) {
        let mut by_user: FxHashMap<Whose<'_>, (Vec<String>, Option<Origin>)> = FxHashMap::default();
        for change in changes {
            let Some(key) = change.address.key() else { continue };
            let comes = match change.operation {
                Operation::Create => true,
                Operation::Delete => false,
                Operation::Update | Operation::Move => continue,
            };
            let (keys, declared) = by_user.entry((comes, key.is_ssh, key.user)).or_default();
            keys.push(key.name.to_owned());
            *declared = declared.take().or_else(|| change.declared.clone());
        }
        for ((comes, is_ssh, user), (mut keys, declared)) in by_user {
            keys.sort_unstable();
            let power = match user {
                None => Power::SiteKey { keys },
                Some(_) if is_ssh => Power::SshKey { keys },
                Some(_) => Power::ApiKey { keys },
            };
            let change = (self.read)(if comes { Sign::Gained } else { Sign::Lost });
            let holder = user.map(|user| Subject::User(user.to_owned()));
            let (people, through) = (None, None);
            self.found.push(PowerChange { change, power, holder, people, through, declared });
        }
    }

    pub(super) fn settings(&mut self, changes: &'a [Change]) {
        for change in changes {
            let of = change.address.kind().counted_as();
            for assignment in &change.set {
                let name = assignment.field.name();
                let (mut before, mut after) = (&assignment.before, &assignment.after);
                let Some(effect) = kinds::effect(of, name, before, after) else { continue };
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
                    power: Power::Setting { setting: name.to_owned(), before, after },
                    holder: None,
                    people: None,
                    through: None,
                    declared: change.declared.clone(),
                });
            }
        }
    }
}
