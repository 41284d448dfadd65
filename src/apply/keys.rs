//! API keys whose making was cut off. A site shows a key's secret once: a key whose secret did not
//! reach its file is of no use to anybody, and one that did must not be made a second time.

use crate::diff::{Belonging, Field, Operation};
use crate::live::LiveSite;
use crate::model::Names;
use crate::plan::step::{Plan, StepId};
use crate::site::{KeySite, NamedKey, Secrets, SiteError};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A key that is about to be made, as the journal holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunKey {
    /// None: the site itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    pub name: String,
    /// Where its secret goes.
    pub file: String,
    /// The user's keys of this name before it.
    pub before: Vec<i64>,
    /// When its making was begun.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It was not made.
    NotMade,
    /// It was made, and its secret is where it should be.
    Kept,
    /// It was made, nobody has its secret, and it is revoked.
    TakenBack,
    /// Several were made since, and which of them is the run's own nobody can tell.
    Unclear { ids: Vec<i64> },
}

/// The keys that a plan makes, by step. `live` is the site as it is before that, `place` where a
/// secret lies, wherever the next run is started.
pub fn begun(
    plan: &Plan,
    live: &LiveSite,
    names: &Names,
    place: impl Fn(&str) -> Option<PathBuf>,
) -> BTreeMap<StepId, BegunKey> {
    let made = plan.steps.iter().filter(|step| step.operation == Operation::Create);
    let begun = made.filter_map(|step| {
        let Some(Belonging::ApiKey { user, name }) = step.address.belonging() else { return None };
        let file = place(step.text(Field::SaveTo)?)?;
        let keys = match user {
            None => &live.api_keys[..],
            Some(user) => {
                let key = names.find_key(user);
                let live = live.users.iter().find(|live| Some(live.key) == key);
                live.map_or(&[][..], |live| &live.api_keys)
            }
        };
        let same = keys.iter().filter(|key| *key.name == *name);
        let key = BegunKey {
            user: user.map(str::to_owned),
            name: name.to_owned(),
            file: file.to_string_lossy().into_owned(),
            before: same.map(|key| key.id).collect(),
            at: None,
        };
        Some((step.id, key))
    });
    begun.collect()
}

/// How long after a run has died its last request may still arrive, and clocks may differ.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// What was made long before or after is somebody else's, whatever it is called.
fn may_be_ours(begun: &BegunKey, key: &NamedKey) -> bool {
    let apart = begun.at.zip(key.created).map(|(at, made)| made.duration_since(at).abs());
    apart.is_none_or(|apart| apart <= LATE)
}

/// Finishes the making of a key that was cut off, or takes it back.
pub fn settle(
    begun: &BegunKey,
    site: &dyn KeySite,
    secrets: &dyn Secrets,
) -> Result<Settled, SiteError> {
    if let Some(secret) = secrets.kept(&begun.file)? {
        if site.key_of(&secret)?.is_some() {
            return Ok(Settled::Kept);
        }
        // It was written before the site made its key last, which did not happen.
        secrets.discard(&begun.file)?;
    }
    let mut new = site.keys_named(begun.user.as_deref(), &begun.name)?;
    new.retain(|key| !begun.before.contains(&key.id) && may_be_ours(begun, key));
    let new: Vec<i64> = new.iter().map(|key| key.id).collect();
    match new.as_slice() {
        [] => Ok(Settled::NotMade),
        [id] => {
            site.revoke_key(*id)?;
            Ok(Settled::TakenBack)
        }
        [..] => Ok(Settled::Unclear { ids: new }),
    }
}
