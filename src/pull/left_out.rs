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
    FolderPart(Key, &'static str),
    /// All that a grantee holds on a folder: what is declared of it is exact.
    Grants(Key, Grantee),
    Behavior(i64),
    BehaviorPart(i64, &'static str),
    Automation(i64),
    AutomationPart(i64, &'static str),
    Named(NamedKind, i64),
    NamedPart(NamedKind, i64, &'static str),
    /// Of the site itself.
    ApiKey(i64),
    ApiKeyPart(i64, &'static str),
    /// The administrators of a child site.
    ChildSite(i64),
}

/// The words of parts that stand for several attributes, or for none.
pub(super) const MEMBERS: &str = "members";
pub(super) const GROUPS: &str = "groups";
pub(super) const OWNER: &str = "owner";

/// Rules on automations that fail when they run. Files.com has them so: they are said, and that is
/// accepted.
pub(super) const OF_FAILING: &[&str] = &[
    "automation-needs-remote",
    "automation-path-invalid",
    "owner-disabled",
    "owner-lacks-access",
    "owner-not-folder-admin",
];

impl Said {
    /// What holds it: left out where leaving out the part does not help.
    pub(super) fn whole(&self) -> Option<Said> {
        match self {
            Said::UserPart(key, _) => Some(Said::User(*key)),
            Said::GroupPart(key, _) => Some(Said::Group(*key)),
            Said::FolderPart(folder, _) | Said::Grants(folder, _) => Some(Said::Folder(*folder)),
            Said::BehaviorPart(id, _) => Some(Said::Behavior(*id)),
            Said::AutomationPart(id, _) => Some(Said::Automation(*id)),
            Said::NamedPart(kind, id, _) => Some(Said::Named(*kind, *id)),
            Said::ApiKeyPart(id, _) => Some(Said::ApiKey(*id)),
            _ => None,
        }
    }
}

/// What is left out so far, with the reasons.
#[derive(Debug, Default)]
pub struct LeftOut {
    reasons: FxHashMap<Said, Box<str>>,
    /// Bots that are found to lack a key only because theirs cannot be declared.
    missing_keys: FxHashSet<Key>,
    /// What is found of automations that fail on the site as they are, by id and rule.
    accepted: FxHashSet<(i64, &'static str)>,
}

impl LeftOut {
    /// Leaves out a user whom nobody can name.
    pub fn user(&mut self, user: Key, reason: &str) {
        self.reasons.insert(Said::User(user), reason.into());
    }

    pub fn group(&mut self, group: Key, reason: &str) {
        self.reasons.insert(Said::Group(group), reason.into());
    }

    /// Not all groups of the user are known.
    pub fn groups_of(&mut self, user: Key, reason: &str) {
        self.reasons.insert(Said::UserPart(user, GROUPS), reason.into());
    }

    /// Not all members of the group are known.
    pub fn members_of(&mut self, group: Key, reason: &str) {
        self.reasons.insert(Said::GroupPart(group, MEMBERS), reason.into());
    }

    /// Leaves out what of a draft does not hold. Tells whether that is anything new.
    pub(super) fn learn(
        &mut self,
        troubles: impl IntoIterator<Item = (Said, String)>,
        missing_keys: impl IntoIterator<Item = Key>,
        accepted: impl IntoIterator<Item = (i64, &'static str)>,
    ) -> bool {
        let mut is_new = self.add_all(troubles);
        for one in accepted {
            is_new |= self.accepted.insert(one);
        }
        for bot in missing_keys {
            is_new |= self.missing_keys.insert(bot);
        }
        is_new
    }

    /// Leaves these out; what was left out before takes with it what holds it, as that did not
    /// help. Tells whether that is anything new.
    fn add_all(&mut self, troubles: impl IntoIterator<Item = (Said, String)>) -> bool {
        let mut new: FxHashMap<Said, Box<str>> = FxHashMap::default();
        for (said, reason) in troubles {
            let mut at = Some(said);
            while let Some(said) = at.take_if(|said| self.has(said)) {
                at = said.whole();
            }
            if let Some(said) = at {
                new.entry(said).or_insert_with(|| reason.into());
            }
        }
        let is_new = !new.is_empty();
        self.reasons.extend(new);
        is_new
    }

    pub(super) fn reason(&self, said: &Said) -> Option<&str> {
        self.reasons.get(said).map(|reason| &**reason)
    }

    pub(super) fn has(&self, said: &Said) -> bool {
        self.reasons.contains_key(said)
    }

    pub(super) fn accepts(&self, automation: i64, rule: &'static str) -> bool {
        self.accepted.contains(&(automation, rule))
    }

    pub(super) fn accepts_missing_key(&self, bot: Key) -> bool {
        self.missing_keys.contains(&bot)
    }
}
