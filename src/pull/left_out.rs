//! What a pulled definition does not say, and why not.

use crate::model::{Grantee, Key, NamedKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// Something that a definition may say, or leave out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Said {
    Setting(&'static str),
    User(Key),
    /// One word of a user's block.
    UserPart(Key, &'static str),
    Group(Key),
    GroupPart(Key, &'static str),
    Folder(Key),
    /// All that a grantee holds on a folder: what is declared of it is exact.
    Grants(Key, Grantee),
    Behavior(i64),
    BehaviorPart(i64, &'static str),
    Automation(i64),
    AutomationPart(i64, &'static str),
    Named(NamedKind, i64),
    NamedPart(NamedKind, i64, &'static str),
    /// The administrators of a child site.
    ChildSite(i64),
}

/// The words of parts that stand for several attributes, or for none.
pub(super) const MEMBERS: &str = "members";
pub(super) const GROUPS: &str = "groups";
pub(super) const OWNER: &str = "owner";

impl Said {
    /// What holds it: left out where leaving out the part does not help.
    pub(super) fn whole(&self) -> Option<Said> {
        match self {
            Said::UserPart(key, _) => Some(Said::User(*key)),
            Said::GroupPart(key, _) => Some(Said::Group(*key)),
            Said::Grants(folder, _) => Some(Said::Folder(*folder)),
            Said::BehaviorPart(id, _) => Some(Said::Behavior(*id)),
            Said::AutomationPart(id, _) => Some(Said::Automation(*id)),
            Said::NamedPart(kind, id, _) => Some(Said::Named(*kind, *id)),
            _ => None,
        }
    }
}

/// What is left out so far, with the reasons.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    reasons: FxHashMap<Said, Box<str>>,
    /// Bots that are found to lack a key only because theirs cannot be declared.
    missing_keys: FxHashSet<Key>,
}

impl LeftOut {
    /// Leaves it out, or what holds it where it was left out before. Tells whether that is new.
    pub(super) fn add(&mut self, said: Said, reason: &str) -> bool {
        let mut at = Some(said);
        while let Some(said) = at {
            at = said.whole();
            if !self.reasons.contains_key(&said) {
                self.reasons.insert(said, reason.into());
                return true;
            }
        }
        false
    }

    pub(super) fn reason(&self, said: &Said) -> Option<&str> {
        self.reasons.get(said).map(|reason| &**reason)
    }

    pub(super) fn has(&self, said: &Said) -> bool {
        self.reasons.contains_key(said)
    }

    /// Tells whether that is new.
    pub(super) fn accept_missing_key(&mut self, bot: Key) -> bool {
        self.missing_keys.insert(bot)
    }

    pub(super) fn accepts_missing_key(&self, bot: Key) -> bool {
        self.missing_keys.contains(&bot)
    }
}
