//! A plan: changes, and the ordered steps that bring them about. Data only; what is saved by
//! `plan --out` is this.

use super::held::AccessGrant;
use super::inputs::Inputs;
use super::powers::data::Powers;
use super::removals::Removal;
use crate::access::{Barred, ShutOut};
pub use crate::access::{Scope, Sign};
use crate::diff::{
    Action, Address, Assignment, Change, Field, Impossible, Operation, Origin, WrittenAssignment,
    read_set,
};
use crate::live::Unread;
use crate::model::{Reference, SiteKey, Strangers, Value};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;

pub const FORMAT: &str = "siteplan-plan";
pub const VERSION: u32 = 2;

/// The place of a step in its plan, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct StepId(pub u32);

impl StepId {
    /// The step at a place of a list, from 0.
    pub fn at(index: usize) -> Self {
        StepId(index as u32 + 1)
    }

    /// The place of the step in a list of all, from 0.
    pub fn index(self) -> usize {
        self.0 as usize - 1
    }
}

/// The place of a change in its plan, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(pub usize);

impl ChangeId {
    /// Changes with their numbers.
    pub fn all(changes: &[Change]) -> impl Iterator<Item = (ChangeId, &Change)> {
        changes.iter().enumerate().map(|(index, change)| (ChangeId(index), change))
    }

    /// The change of this number.
    pub fn of(self, changes: &[Change]) -> Option<&Change> {
        changes.get(self.0)
    }
}

/// Why a step waits for another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Reason {
    /// It refers to what the other one makes or renames.
    Refers { to: String },
    /// The other one stops referring to what this one removes.
    StillUsed { by: String },
    /// A folder is made below this one's.
    ParentFirst { parent: String },
    /// What lies in a folder goes before the folder.
    ContentFirst { content: String },
    /// A setting of the site governs whether this is allowed.
    SettingFirst { setting: String },
    /// The setting may only change once nothing stands against it.
    SettingLast { setting: String },
    /// The user takes grants only once the role of site administrator is gone.
    RoleFirst { user: String },
    /// One change takes several calls, in this order.
    SameChange { why: String },
    /// The new grant is there before the old one goes.
    NewBeforeOld,
    /// The name or path is free only then.
    FreesName { name: String },
    /// It takes away what somebody keeps; the other one gives it anew before that.
    KeepsAccess(Box<Witness>),
    /// It would give somebody what they had not and do not get; the other one prevents that.
    NeverGains(Box<Witness>),
    /// The grant would reach into a folder for a moment; the other one builds the fence there.
    StaysOut { path: String },
    /// An automation that runs before and after can run in between.
    KeepsRunning { automation: String, path: String },
    /// An automation names a folder where it is, at every moment.
    FollowsFolder { automation: String, path: String },
    /// Somebody administers the site at every moment.
    AdministratorRemains,
    /// Somebody administers the group at every moment.
    GroupAdministratorRemains { group: String },
    /// It may shut out the key that applies the plan, so everything else happens before.
    KeyIsNeeded,
    /// What is asserted before and after is so in between.
    KeepsAssertion { expect: String },
    /// What is there for a while only: the other one makes it.
    Bridges { bridge: String },
}

/// Somebody who shows why an order is needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Witness {
    pub person: String,
    /// How many others there are.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub others: usize,
    pub place: AccessPlace,
    pub atoms: Vec<String>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Something that is not as it should be for a while, because no order of the steps avoids it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Transient {
    #[serde(flatten)]
    pub what: TransientKind,
    /// With this step it begins,
    pub from: StepId,
    /// with this one it ends.
    pub until: StepId,
    /// Why no order avoids it: each step must precede the next, and the last the first.
    pub circle: Vec<Precedence>,
}

/// What is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(tag = "transient", rename_all = "snake_case")]
pub enum TransientKind {
    /// People go without what they keep.
    Loss { people: Vec<String>, place: AccessPlace, atoms: Vec<String> },
    /// People have what they had not and do not get.
    Gain { people: Vec<String>, place: AccessPlace, atoms: Vec<String> },
    /// An automation cannot run.
    Automation { automation: String, path: String },
    /// An automation names a folder that is not there: it is edited before the folder moves, or
    /// after.
    Moves { automation: String, path: String },
    /// Nobody administers the site.
    Administrator,
    /// Nobody administers a group.
    GroupAdministrator { group: String },
    /// A share link may open a folder that comes to where it led.
    Link { link: String, path: String },
    /// An assertion does not hold.
    Assertion { expect: String, person: String, path: String },
}

/// A step that must come before another, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Precedence {
    pub first: StepId,
    pub then: StepId,
    #[serde(flatten)]
    pub reason: Reason,
}

/// One step waits for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct After {
    pub step: StepId,
    #[serde(flatten)]
    pub reason: Reason,
}

/// One call to the site.
///
/// What it expects to find is part of it: a `create` expects nothing there, an `update` the
/// values `before`, a `delete` or `move` the object itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Step {
    pub id: StepId,
    /// Which of the plan's changes this is part of.
    #[cfg_attr(feature = "schemas", schemars(with = "usize"))]
    pub change: ChangeId,
    pub operation: Operation,
    /// The object as it is named when the step's turn comes. A move's `set` holds `path`,
    /// a rename's `username` or `name`.
    pub address: Address,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_id: Option<i64>,
    /// Whose key must be used: an automation belongs to whoever edits it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_user: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Assignment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<After>,
}

/// A folder by itself, all below it, or both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessPlace {
    pub path: String,
    pub scope: Scope,
}

/// What changes at a place, as far as no other entry begins below it. Atoms bear the names of
/// `access::Atoms`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessChange {
    #[serde(flatten)]
    pub place: AccessPlace,
    pub change: Sign,
    pub atoms: Vec<String>,
    /// Places below at which not all of this holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<AccessPlace>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<AccessThrough>,
}

/// What makes a difference in somebody's access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessCause {
    /// The grant comes or goes.
    Grant,
    /// The person joins or leaves the grant's group.
    Membership,
    /// The fence on this folder goes, or comes.
    Fence(String),
    /// This folder moves into the grant's reach, or out of it.
    Move(String),
    /// The role of site administrator comes or goes.
    Role,
    /// The person becomes a partner's user, or is one no longer.
    Partner,
    /// The account goes, or can sign in or reach something again or no longer.
    Account,
}

/// Why an account has nothing, or not all that its grants give: so from now on where somebody
/// loses, and so no longer where somebody gains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    Absent,
    Disabled,
    Expired,
    /// No protocol to sign in over, its own or a group's.
    NoProtocol,
    /// It reaches what lies in one folder only.
    Confined,
}

impl From<Barred> for AccountState {
    fn from(barred: Barred) -> Self {
        match barred {
            Barred::Absent => Self::Absent,
            Barred::ShutOut(ShutOut::Disabled) => Self::Disabled,
            Barred::ShutOut(ShutOut::Expired) => Self::Expired,
            Barred::ShutOut(ShutOut::NoProtocol) => Self::NoProtocol,
            Barred::Confined => Self::Confined,
        }
    }
}

/// Through which grant somebody gains or loses something, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessThrough {
    pub because: AccessCause,
    /// What becomes of the account, where that is the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountState>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<AccessGrant>,
    /// Where what makes the difference is declared, for the first of the people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
}

/// People for whom the same changes at the same places, through the same grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessMove {
    pub people: Vec<String>,
    /// The group whose members these are: all of them whose access depends on grants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    pub changes: Vec<AccessChange>,
}

/// What a difference between two states does to people's access.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct AccessImpact {
    /// How many people gain anything anywhere.
    pub gain: usize,
    /// How many people lose anything anywhere.
    pub lose: usize,
    /// Losses first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<AccessMove>,
}

/// What the definition leaves open, as long as nobody keeps it on purpose.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Residue {
    /// Whoever gains here has more access than the definition gives; whoever loses has less.
    #[serde(default)]
    pub access: AccessImpact,
    /// The gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// How many facts are kept on purpose, by `manage`.
    #[serde(default)]
    pub kept: usize,
    /// What the site shows and siteplan does not understand, or could not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_understood: Vec<String>,
}

/// Something that the site has and no file says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Fact {
    /// What would take it away: an object goes, a value becomes that of a new object. `declared`
    /// is where the object stands that it belongs to.
    pub undoing: Change,
    /// The line of `manage` that decides on it.
    pub manage: String,
    #[serde(flatten)]
    pub advice: Advice,
}

/// What to write about a fact, in lines of the language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Advice {
    /// What keeps it; none where the language cannot say it in a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<String>,
    /// What takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_away: Option<String>,
    /// The object in whose block both stand; none at the top of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// How many more facts are of the same list. A list is whole: to write one of them alone
    /// takes the others away.
    #[serde(default, skip_serializing_if = "is_none")]
    pub others: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

impl Residue {
    /// What this leaves of the site's access is as the definition says.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty() && self.not_understood.is_empty()
    }
}

impl AccessImpact {
    /// Losses first.
    pub(super) fn sort(&mut self) {
        self.moves.sort_by(|a, b| {
            let gains = |it: &AccessMove| it.changes.iter().all(|c| c.change == Sign::Gained);
            (gains(a), &a.changes, &a.people).cmp(&(gains(b), &b.changes, &b.people))
        });
    }

    /// The site's own API keys that gain or lose something.
    pub fn site_keys(&self, sign: Sign) -> Vec<&str> {
        let moved = self.moves.iter().filter(|one| one.changes.iter().any(|c| c.change == sign));
        let mut found: Vec<&str> =
            moved.flat_map(|one| &one.people).filter_map(|name| SiteKey::listed_as(name)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Those without an account, or all with one, who gain or lose something.
    pub fn strangers(&self, sign: Sign) -> Vec<Strangers> {
        let moved = self.moves.iter().filter(|one| one.changes.iter().any(|c| c.change == sign));
        let named = moved.flat_map(|one| &one.people).map(String::as_str);
        let mut found: Vec<Strangers> = named.filter_map(Strangers::listed_as).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The same between the same states, looked at from the other one.
    #[must_use]
    pub fn reversed(mut self) -> Self {
        std::mem::swap(&mut self.gain, &mut self.lose);
        for change in self.moves.iter_mut().flat_map(|one| &mut one.changes) {
            change.change = change.change.reversed();
        }
        self
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Plan {
    pub format: String,
    pub version: u32,
    /// The program's own version that made it.
    pub siteplan: String,
    /// The site it is for.
    pub target: String,
    /// SHA-256 of the definition's files.
    pub definition: String,
    /// SHA-256 of the live site as it was read.
    pub live: String,
    /// What was looked at and approved: stands for the target, the definition, the live site,
    /// the changes and the steps.
    pub hash: String,
    pub changes: Vec<Change>,
    pub steps: Vec<Step>,
    /// Who becomes or ceases to be an administrator, and what else opens the site.
    #[serde(default, skip_serializing_if = "Powers::is_empty")]
    pub powers: Powers,
    /// What goes, by kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removals: Vec<Removal>,
    #[serde(default)]
    pub access: AccessImpact,
    /// What no order of the steps avoids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transient: Vec<Transient>,
    /// What of the site is not as the definition says once this is applied.
    #[serde(default)]
    pub residue: Residue,
    /// Lists that the site did not show: what they hold counts in nothing of this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// The lines of `manage` of kinds that nothing asks for, so that they were not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_looked_at: Vec<String>,
    /// From when on the definition says something else: the next time at which anything that is said
    /// for a while begins or ends. ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_until: Option<String>,
    /// What the guards said against it: with anything here, nothing can be applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<String>,
    /// What it was made from; only a saved plan holds that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Inputs>,
}

impl Step {
    /// The call that it is.
    pub fn action(&self) -> Result<Action<'_>, Impossible> {
        self.address.action(self.operation)
    }

    pub fn assignment(&self, field: Field) -> Option<&Assignment> {
        Assignment::find(&self.set, field)
    }

    /// The assigned text, if one is.
    pub fn text(&self, field: Field) -> Option<&str> {
        self.assignment(field).and_then(|assignment| assignment.after.as_text())
    }

    /// The assigned name or path of the object.
    pub fn new_name(&self) -> Option<&str> {
        self.text(self.address.kind().naming()?)
    }

    /// The same step with ids for the objects that it names. What is deleted only lets them go.
    pub fn by_ids<E>(&self, id: impl Fn(&Reference) -> Result<i64, E>) -> Result<Cow<'_, Step>, E> {
        let names = |set: &Assignment| set.after.has_reference();
        if self.operation == Operation::Delete || !self.set.iter().any(names) {
            return Ok(Cow::Borrowed(self));
        }
        let mut step = self.clone();
        for assignment in step.set.iter_mut().filter(|set| names(set)) {
            let prefix = match assignment.field {
                Field::Attribute(attribute) => attribute.refers.map_or("", |refers| refers.prefix),
                _ => "",
            };
            assignment.after = assignment.after.with_references(&|reference| {
                let id = id(reference)?;
                let prefixed = || Value::text(format!("{prefix}{id}"));
                Ok(if prefix.is_empty() { Value::Int(id) } else { prefixed() })
            })?;
        }
        Ok(Cow::Owned(step))
    }

    /// The id of the object that the step is about: none where it makes one.
    pub fn object_id(&self) -> Option<i64> {
        self.live_id.filter(|_| self.operation != Operation::Create)
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            id: StepId,
            change: ChangeId,
            operation: Operation,
            address: Address,
            live_id: Option<i64>,
            as_user: Option<String>,
            #[serde(default)]
            set: Vec<WrittenAssignment>,
            #[serde(default)]
            after: Vec<After>,
        }
        let Written { id, change, operation, address, live_id, as_user, set, after } =
            Written::deserialize(deserializer)?;
        let set = read_set(operation, &address, set).map_err(de::Error::custom)?;
        Ok(Step { id, change, operation, address, live_id, as_user, set, after })
    }
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}
