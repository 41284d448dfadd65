//! Whether the site is as the plan leaves it: for every object that a step touched, what the
//! last step to do so brought about.

use super::objects::Objects;
use super::renames::{destination, path_of, renamed};
use crate::diff::{Address, Assignment, Field, Ident, Operation, OwnerName, Subject};
use crate::live::LiveSite;
use crate::model::{NamedKind, Names, Value, path};
use crate::plan::step::{Plan, Step, StepId};
use rustc_hash::FxHashSet;

/// Something that is not as the plan leaves it.
#[derive(Debug, Clone, PartialEq)]
pub enum Unverified {
    /// It should be there.
    Missing {
        step: StepId,
        address: Address,
    },
    /// It should be gone.
    StillThere {
        step: StepId,
        address: Address,
    },
    Value {
        step: StepId,
        address: Address,
        field: Field,
        expected: Value,
        found: Value,
    },
}

/// Compares the live site with what the plan's steps bring about.
pub fn verify(plan: &Plan, live_after: &LiveSite, names: &Names) -> Vec<Unverified> {
    let mut verifier = Verifier {
        objects: Objects::new(live_after, names),
        closed: FxHashSet::default(),
        checked: FxHashSet::default(),
        users: Vec::new(),
        groups: Vec::new(),
        folders: Vec::new(),
        out: Vec::new(),
    };
    // Backwards: the last step that touches something decides.
    for step in plan.steps.iter().rev() {
        verifier.step(step);
    }
    verifier.out.reverse();
    verifier.out
}

struct Verifier<'a> {
    objects: Objects<'a>,
    /// Made or removed by a later step: earlier ones say nothing about it.
    closed: FxHashSet<Ident>,
    checked: FxHashSet<(Ident, Option<Field>)>,
    /// Renames by later steps, the last one first.
    users: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    folders: Vec<(String, String)>,
    out: Vec<Unverified>,
}

impl Verifier<'_> {
    /// What the object is called in the end.
    fn last_name(&self, ident: Ident) -> Ident {
        let follow = |names: &[(String, String)], name: String| {
            names
                .iter()
                .rev()
                .fold(name, |name, (old, new)| if name == *old { new.clone() } else { name })
        };
        ident.map(
            |name| follow(&self.users, name),
            |name| follow(&self.groups, name),
            |place| {
                self.folders.iter().rev().fold(place, |place, (from, to)| {
                    if path::is_within(&place, from) {
                        path::moved(&place, from, to)
                    } else {
                        place
                    }
                })
            },
        )
    }

    fn step(&mut self, step: &Step) {
        let new = match step.operation {
            Operation::Update => renamed(step).map(|(_, new)| new),
            Operation::Move => destination(step),
            Operation::Create | Operation::Delete => None,
        };
        let address = new.as_ref().unwrap_or(&step.address).clone();
        let ident = self.last_name(address.ident(step.object_id()));
        if self.closed.contains(&ident) || self.is_removed(&ident) {
            self.remember(step, &address);
            return;
        }
        match (step.operation, self.objects.get(&ident)) {
            (Operation::Delete, found) => {
                // Another object may have taken the name since.
                let is_it = |is: i64| step.live_id.is_none_or(|id| id == is);
                if found.is_some_and(|found| found.id().is_none_or(is_it)) {
                    let address = address.clone();
                    self.out.push(Unverified::StillThere { step: step.id, address });
                }
                self.closed.insert(ident.clone());
            }
            (_, None) => {
                if self.checked.insert((ident.clone(), None)) {
                    let address = address.clone();
                    self.out.push(Unverified::Missing { step: step.id, address });
                }
            }
            (_, Some(_)) => self.values(step, &address, &ident),
        }
        if step.operation == Operation::Create {
            self.closed.insert(ident);
        }
        self.remember(step, &new.unwrap_or_else(|| step.address.clone()));
    }

    /// It went with a folder, a user or a group that a later step removes.
    fn is_removed(&self, ident: &Ident) -> bool {
        let gone =
            |ident: Ident| self.closed.contains(&ident) && self.objects.get(&ident).is_none();
        let user = |name: &String| gone(Ident::User(name.clone()));
        let group = |name: &String| gone(Ident::Group(name.clone()));
        let folder = |place: &String| {
            let mut at = Some(place.as_str());
            while let Some(place) = at {
                if gone(Ident::Folder(place.to_owned())) {
                    return true;
                }
                at = path::parent(place);
            }
            false
        };
        let held = |holder: &Subject| match holder {
            Subject::User(name) => user(name),
            Subject::Group(name) => group(name),
            Subject::AllOf(names) => names.iter().any(group),
            Subject::Partner(name) => self.closed.iter().any(|closed| match closed {
                Ident::Named(kind, known) => {
                    *kind == NamedKind::PARTNER
                        && path::fold(known) == **name
                        && gone(closed.clone())
                }
                _ => false,
            }),
        };
        match ident {
            Ident::SshKey { user: name, .. } | Ident::ApiKey { user: Some(name), .. } => user(name),
            Ident::Membership { group: team, user: name } => user(name) || group(team),
            Ident::Folder(place) => folder(place),
            Ident::Behavior { folder: place, .. } => folder(place),
            Ident::Grant { folder: place, holder, .. } => folder(place) || held(holder),
            Ident::ChildSiteGrant { holder, .. } => held(holder),
            Ident::Site
            | Ident::Group(_)
            | Ident::User(_)
            | Ident::ApiKey { user: None, .. }
            | Ident::ApiKeyId(_)
            | Ident::Named(..)
            | Ident::RowId(..)
            | Ident::Automation(_)
            | Ident::AutomationId(_) => false,
        }
    }

    fn values(&mut self, step: &Step, address: &Address, ident: &Ident) {
        // Whose key makes an edit owns from then on, whether or not that changes anything.
        let by_key = step.as_user.as_ref().filter(|_| address.automation().is_some());
        let owned = by_key
            .map(|user| Assignment::new(Field::Owner, Value::Null, OwnerName::User(user.clone())));
        let said = |owned: &Assignment| step.assignment(owned.field).is_some();
        let owned = owned.filter(|owned| !said(owned));
        for assignment in step.set.iter().chain(&owned) {
            let field = assignment.field;
            if !self.checked.insert((ident.clone(), Some(field))) {
                continue;
            }
            let found = self.objects.get(ident);
            let Some(found) = found.and_then(|found| self.objects.value(found, field)) else {
                continue;
            };
            if !self.objects.means(address, field, &found, &assignment.after) {
                self.out.push(Unverified::Value {
                    step: step.id,
                    address: address.clone(),
                    field,
                    expected: assignment.after.clone(),
                    found,
                });
            }
        }
    }

    /// Earlier steps use the name that this one changes.
    fn remember(&mut self, step: &Step, new: &Address) {
        match (step.address.ident(None), new.ident(None)) {
            (Ident::User(old), Ident::User(new)) if old != new => self.users.push((old, new)),
            (Ident::Group(old), Ident::Group(new)) if old != new => self.groups.push((old, new)),
            (Ident::Folder(_), Ident::Folder(to)) if step.operation == Operation::Move => {
                let from = path_of(&step.address);
                if from != to {
                    self.folders.push((from, to));
                }
            }
            _ => {}
        }
    }
}
