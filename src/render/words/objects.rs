//! The changes of a plan under the objects they belong to: what every view of a plan lists and
//! counts.

use super::attributes::{self, Line};
use crate::diff::{Address, Change, Operation};
use crate::model::kinds::FENCE;
use crate::model::{NamedKind, Value, kebab_case, path};
use crate::plan::Step;
use std::fmt;

/// An object with its own change, if it has one, and the changes of what belongs to it.
pub struct Object<'a> {
    heading: Heading<'a>,
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
        (heading(&a.address), rank(a), &a.address).cmp(&(heading(&b.address), rank(b), &b.address))
    });
    let mut objects: Vec<Object<'_>> = Vec::new();
    for change in sorted {
        let heading = heading(&change.address);
        let is_own = is_heading(&change.address);
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
            Heading::Site => "site settings".to_owned(),
            Heading::Group(name) => format!("group {name:?}"),
            Heading::User(name) => match self.own.is_some_and(is_bot) {
                true => format!("bot {name:?}"),
                false => format!("user {name:?}"),
            },
            Heading::Folder(place) => format!("folder {:?}", path::display(place)),
            Heading::Named(kind, name) => format!("{} {name:?}", kind.word),
            Heading::Automation(name) => format!("automation {name:?}"),
            Heading::ChildSite(id) => format!("child-site {id}"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading<'a> {
    Site,
    Group(&'a str),
    User(&'a str),
    Folder(&'a str),
    Named(NamedKind, &'a str),
    Automation(&'a str),
    ChildSite(i64),
}

fn heading(address: &Address) -> Heading<'_> {
    match address {
        Address::Site => Heading::Site,
        Address::Group { group } | Address::Membership { group, .. } => Heading::Group(group),
        Address::User { user } | Address::SshKey { user, .. } | Address::ApiKey { user, .. } => {
            Heading::User(user)
        }
        Address::Folder { path } | Address::Grant { path, .. } | Address::Behavior { path, .. } => {
            Heading::Folder(path)
        }
        Address::Named { resource, name } => Heading::Named(*resource, name),
        Address::Automation { name } => Heading::Automation(name),
        Address::ChildSiteGrant { site, .. } => Heading::ChildSite(*site),
    }
}

/// The object itself comes before what belongs to it, what comes before what goes.
fn rank(change: &Change) -> (bool, bool) {
    (!is_heading(&change.address), change.operation == Operation::Delete)
}

fn is_heading(address: &Address) -> bool {
    matches!(
        address,
        Address::Site
            | Address::Group { .. }
            | Address::User { .. }
            | Address::Folder { .. }
            | Address::Named { .. }
            | Address::Automation { .. }
    )
}

fn is_bot(change: &Change) -> bool {
    change.assignment("self_managed").is_some_and(|a| a.after == Value::Bool(false))
}

/// A change under another object's heading, without what the heading says.
pub fn part(change: &Change) -> String {
    match &change.address {
        Address::Membership { user, .. } => {
            let admin = change.assignment("admin");
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
        Address::SshKey { title, .. } => {
            let fingerprint = change.assignment("fingerprint");
            let value = fingerprint.map(|a| if a.after.is_unset() { &a.before } else { &a.after });
            format!("ssh-key {title:?} {}", value.and_then(Value::as_text).unwrap_or_default())
        }
        Address::ApiKey { name, .. } => format!("api-key {name:?}"),
        Address::Grant { grantee, level, recursive, .. } => {
            let scope = if *recursive { "" } else { " (this folder only)" };
            format!("grant {} to {grantee}{scope}", level.as_str())
        }
        Address::ChildSiteGrant { grantee, level, .. } => {
            format!("grant {} to {grantee}", level.word())
        }
        Address::Behavior { behavior, .. } if behavior == FENCE => "fence".to_owned(),
        Address::Behavior { behavior, name, .. } => match name {
            Some(name) => format!("behavior {behavior} {name:?}"),
            None => format!("behavior {behavior}"),
        },
        address => address.to_string(),
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
    match &change.address {
        Address::Membership { .. } | Address::SshKey { .. } => Vec::new(),
        Address::Behavior { behavior, .. } if behavior == FENCE => Vec::new(),
        _ => attributes::lines(change),
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
    step.set.iter().map(|one| kebab_case(&one.name)).collect::<Vec<_>>().join(", ")
}
