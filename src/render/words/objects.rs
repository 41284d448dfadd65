//! The changes of a plan under the objects they belong to: what every view of a plan lists and
//! counts.

use super::attributes::{self, Line};
use crate::diff::{Belonging, Change, ChildSiteGrant, Field, FolderGrant, Operation, Whole};
use crate::model::kinds::{self, FENCE};
use crate::model::{Value, path};
use crate::plan::Step;
use std::fmt;

/// An object with its own change, if it has one, and the changes of what belongs to it.
pub struct Object<'a> {
    heading: Whole<'a>,
    pub own: Option<&'a Change>,
    pub parts: Vec<&'a Change>,
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
            Some(last) if last.heading == heading && !is_own => last.parts.push(change),
            _ if is_own => objects.push(Object { heading, own: Some(change), parts: Vec::new() }),
            _ => objects.push(Object { heading, own: None, parts: vec![change] }),
        }
    }
    objects
}

impl Object<'_> {
    pub fn title(&self) -> String {
        match self.heading {
            Whole::Site => "site settings".to_owned(),
            Whole::Group(name) => format!("group {name:?}"),
            Whole::User(name) => match self.own.is_some_and(is_bot) {
                true => format!("bot {name:?}"),
                false => format!("user {name:?}"),
            },
            Whole::Folder(place) => format!("folder {:?}", path::display(place)),
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

/// A change under another object's heading, without what the heading says.
pub fn part(change: &Change) -> String {
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
            format!("grant {} to {grantee}{scope}", level.as_str())
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
    lines.retain(|line| !(said && matches!(line.name.as_str(), "path" | "self-managed")));
    lines
}

/// The attributes of a part that [`part`] does not say.
pub fn part_lines(change: &Change) -> Vec<Line> {
    match change.address.belonging() {
        Some(
            Belonging::Membership { .. }
            | Belonging::SshKey { .. }
            | Belonging::Behavior { behavior: FENCE, .. },
        ) => Vec::new(),
        Some(
            Belonging::ApiKey { .. }
            | Belonging::Grant(_)
            | Belonging::ChildSiteGrant(_)
            | Belonging::Behavior { .. },
        )
        | None => attributes::lines(change),
    }
}

/// What an update sets, in a word each, and whose key a step needs that is not the run's:
/// `: site-admin, disabled`, `: owner, with "rosa"'s key`.
pub fn means(step: &Step) -> String {
    let mut text = String::new();
    if step.operation == Operation::Update {
        text = format!(": {}", set(step));
    }
    if let Some(user) = &step.as_user {
        text.push_str(&format!(", with {user:?}'s key"));
    }
    text
}

/// What a step sets, in a word each.
pub fn set(step: &Step) -> String {
    step.set.iter().map(|one| one.field.word()).collect::<Vec<_>>().join(", ")
}
