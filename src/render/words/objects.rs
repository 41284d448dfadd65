//! The changes of a plan under the objects they belong to: what every view of a plan lists and
//! counts.

use super::attributes::{self, Line};
use super::removals::WITH_CONTENT;
use crate::diff::{
    Address, Belonging, Change, ChildSiteGrant, Field, FolderGrant, Operation, Whole,
};
use crate::model::behavior::{ALL, fence_stops};
use crate::model::kinds::{self, FENCE};
use crate::model::{Level, Value, path};
use crate::plan::{Step, takes_content};
use std::fmt;

/// An object with its own change, if it has one, and the changes of what belongs to it.
pub struct Object<'a> {
    heading: Whole<'a>,
    pub own: Option<&'a Change>,
    pub parts: Vec<Part<'a>>,
}

/// What belongs to an object.
pub struct Part<'a> {
    pub change: &'a Change,
    /// The other of two rows that one word of the language stands for.
    pub with: Option<&'a Change>,
}

/// The changes that are there to stay.
pub fn lasting(changes: &[Change]) -> impl Iterator<Item = &Change> {
    changes.iter().filter(|change| !change.temporary)
}

/// How much a plan changes.
pub struct Counts {
    pub added: usize,
    /// Moved ones, too.
    pub changed: usize,
    pub removed: usize,
}

/// Of the changes that stay.
pub fn counts(changes: &[Change]) -> Counts {
    let mut counts = Counts { added: 0, changed: 0, removed: 0 };
    for change in lasting(changes) {
        *match change.operation {
            Operation::Create => &mut counts.added,
            Operation::Update | Operation::Move => &mut counts.changed,
            Operation::Delete => &mut counts.removed,
        } += 1;
    }
    counts
}

/// `3 to add, 1 to change, 0 to remove`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts { added, changed, removed } = self;
        write!(f, "{added} to add, {changed} to change, {removed} to remove")
    }
}

/// Of the changes that stay, sorted as people look for them: by kind, then by name.
pub fn objects(changes: &[Change]) -> Vec<Object<'_>> {
    let mut sorted: Vec<&Change> = lasting(changes).collect();
    sorted.sort_by(|a, b| {
        (a.address.whole(), rank(a), &a.address).cmp(&(b.address.whole(), rank(b), &b.address))
    });
    let mut objects: Vec<Object<'_>> = Vec::new();
    for change in sorted {
        let heading = change.address.whole();
        let is_own = change.address.belonging().is_none();
        match objects.last_mut() {
            Some(last) if last.heading == heading && !is_own => match last.parts.last_mut() {
                Some(part) if part.is_half_of(change) => part.with = Some(change),
                _ => last.parts.push(Part { change, with: None }),
            },
            _ if is_own => objects.push(Object { heading, own: Some(change), parts: Vec::new() }),
            _ => {
                let parts = vec![Part { change, with: None }];
                objects.push(Object { heading, own: None, parts });
            }
        }
    }
    objects
}

/// Each of some entries about objects, sorted by address, with whether it tells the next one too:
/// two rows that are one word of the language, and alike in all else.
pub fn paired<T>(
    all: &[T],
    address: impl Fn(&T) -> &Address,
    alike: impl Fn(&T, &T) -> bool,
) -> Vec<(&T, bool)> {
    let mut told = Vec::with_capacity(all.len());
    let mut rest = all.iter().peekable();
    while let Some(one) = rest.next() {
        let both = |next: &&T| {
            let grants = address(one).grant().zip(address(next).grant());
            grants.is_some_and(|(one, next)| are_one(one, next)) && alike(one, next)
        };
        told.push((one, rest.next_if(both).is_some()));
    }
    told
}

/// As messages name an object; `both` of two rows is one of a word.
pub fn named(address: &Address, both: bool) -> String {
    let text = address.to_string();
    if both { text.replacen(Level::WriteOnly.as_str(), READ_WRITE, 1) } else { text }
}

/// What two rows of the API are in the language.
pub const READ_WRITE: &str = "readwrite";

/// Whether the language has one word for the two rows: `readwrite`.
pub fn are_one(one: FolderGrant<'_>, other: FolderGrant<'_>) -> bool {
    let levels = [one.level, other.level];
    levels == [Level::WriteOnly, Level::ReadOnly]
        && FolderGrant { level: other.level, ..one } == other
}

impl Part<'_> {
    fn is_half_of(&self, other: &Change) -> bool {
        let (change, both) = (self.change, self.change.address.grant().zip(other.address.grant()));
        self.with.is_none()
            && (change.operation, &change.declared) == (other.operation, &other.declared)
            && both.is_some_and(|(one, other)| are_one(one, other))
    }

    /// The changes that it tells.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        std::iter::once(self.change).chain(self.with)
    }
}

impl Object<'_> {
    pub fn title(&self) -> String {
        match self.heading {
            Whole::Site => "site settings".to_owned(),
            Whole::Group(name) => format!("group {name:?}"),
            Whole::User(name) => {
                if self.own.is_some_and(is_bot) {
                    format!("bot {name:?}")
                } else {
                    format!("user {name:?}")
                }
            }
            Whole::Folder(place) => {
                let whole = self.own.is_some_and(takes_content);
                let whole = if whole { with_content() } else { String::new() };
                format!("folder {:?}{whole}", path::display(place))
            }
            Whole::Named(kind, name) => format!("{} {name:?}", kind.word),
            Whole::Automation(name) => format!("automation {name:?}"),
            Whole::ChildSite(id) => format!("child-site {id}"),
        }
    }
}

/// The object itself comes before what belongs to it, what comes before what goes.
fn rank(change: &Change) -> (bool, bool) {
    (change.address.belonging().is_some(), change.operation == Operation::Delete)
}

fn is_bot(change: &Change) -> bool {
    change
        .assignment(Field::attribute(&kinds::USER, "self_managed"))
        .is_some_and(|a| a.after == Value::Bool(false))
}

/// A part under its object's heading, without what the heading says.
pub fn part(part: &Part<'_>) -> String {
    let change = part.change;
    match change.address.belonging() {
        Some(Belonging::Membership { user, .. }) => {
            let admin = change.assignment(Field::Admin);
            let is = |value: &Value| *value == Value::Bool(true);
            match (change.operation, admin) {
                (Operation::Update, Some(admin)) if is(&admin.after) => {
                    format!("member {user:?} becomes group admin")
                }
                (Operation::Update, _) => format!("member {user:?} is no longer group admin"),
                (_, Some(admin)) if is(&admin.after) || is(&admin.before) => {
                    format!("group admin {user:?}")
                }
                _ => format!("member {user:?}"),
            }
        }
        Some(Belonging::SshKey { title, .. }) => {
            let fingerprint = change.assignment(Field::Fingerprint);
            let value = fingerprint.map(|a| if a.after.is_unset() { &a.before } else { &a.after });
            format!("ssh-key {title:?} {}", value.and_then(Value::as_text).unwrap_or_default())
        }
        Some(Belonging::ApiKey { name, .. }) => format!("api-key {name:?}"),
        Some(Belonging::Grant(FolderGrant { grantee, level, recursive, .. })) => {
            let scope = if recursive { "" } else { " (this folder only)" };
            let level = if part.with.is_some() { READ_WRITE } else { level.as_str() };
            format!("grant {level} to {grantee}{scope}")
        }
        Some(Belonging::ChildSiteGrant(ChildSiteGrant { grantee, level, .. })) => {
            format!("grant {} to {grantee}", level.word())
        }
        Some(Belonging::Behavior { behavior: FENCE, .. }) => "fence".to_owned(),
        Some(Belonging::Behavior { behavior, name, .. }) => match name {
            Some(name) => format!("behavior {behavior} {name:?}"),
            None => format!("behavior {behavior}"),
        },
        None => change.address.to_string(),
    }
}

/// The attributes of an object's own change that its title does not say.
pub fn lines(change: &Change) -> Vec<Line> {
    let said = matches!(change.operation, Operation::Move | Operation::Create);
    let mut lines = attributes::lines(change);
    lines.retain(|line| match line.name.as_str() {
        "path" => !(said && change.address.folder().is_some()),
        "self-managed" => !said,
        "recursive" => !takes_content(change),
        _ => true,
    });
    lines
}

/// The attributes of a part that [`part`] does not say.
pub fn part_lines(part: &Part<'_>) -> Vec<Line> {
    let change = part.change;
    match change.address.belonging() {
        Some(Belonging::Membership { .. } | Belonging::SshKey { .. }) => Vec::new(),
        Some(Belonging::Behavior { behavior: FENCE, .. }) if is_plain_fence(change) => Vec::new(),
        Some(
            Belonging::ApiKey { .. }
            | Belonging::Grant(_)
            | Belonging::ChildSiteGrant(_)
            | Belonging::Behavior { .. },
        )
        | None => attributes::lines(change),
    }
}

/// Whether all that it does is in its title.
fn is_plain_fence(change: &Change) -> bool {
    let value = change.assignment(Field::Value).map(|set| &set.after);
    match change.operation {
        Operation::Update => false,
        Operation::Delete => true,
        Operation::Create | Operation::Move => value.and_then(fence_stops) == Some(ALL),
    }
}

/// What an update sets, in a word each, and whose key a step needs that is not the run's:
/// `: site-admin, disabled`, `: owner, with "rosa"'s key`.
pub fn means(step: &Step) -> String {
    let mut text = String::new();
    match step.operation {
        Operation::Update => text = format!(": {}", set(step)),
        Operation::Delete if step.assignment(Field::Recursive).is_some() => text = with_content(),
        Operation::Create | Operation::Move | Operation::Delete => {}
    }
    if let Some(user) = &step.as_user {
        text.push_str(&format!(", with {user:?}'s key"));
    }
    text
}

fn with_content() -> String {
    format!(" {WITH_CONTENT}")
}

/// What a step sets, in a word each.
pub fn set(step: &Step) -> String {
    step.set.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ")
}
