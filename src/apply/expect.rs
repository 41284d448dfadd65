//! Whether each step still finds what it was planned for, in the order in which the steps run:
//! a step sees what the earlier ones leave behind.

use super::made;
use super::objects::{Found, Objects};
use super::renames::{destination, path_of, renamed};
use crate::diff::{Address, Assignment, Field, Ident, Operation};
use crate::live::LiveSite;
use crate::model::{NamedKind, Names, Reference, Referent, Value, kinds, path};
use crate::plan::step::{Plan, Step, StepId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::convert::Infallible;

/// How a step and the site stand to each other.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// The site is as the step expects it.
    Fresh,
    /// The site is as the step leaves it.
    AlreadyApplied,
    /// The site is neither.
    Stale(Vec<Difference>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    /// What the step works on is not there.
    Gone,
    /// Where the step makes something, another object is.
    InTheWay,
    /// Another object of that name is there.
    Replaced { expected: i64, found: i64 },
    /// Neither the value before nor the one after.
    Value { field: Field, expected: Value, found: Value },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub step: StepId,
    pub standing: Standing,
}

/// Judges every step of the plan, in order.
pub fn stale(plan: &Plan, live: &LiveSite, names: &Names) -> Vec<Judged> {
    let mut world = World {
        plan,
        filled: made::filled_by_others(plan, live, names),
        objects: Objects::new(live, names),
        touched: FxHashMap::default(),
        users: FxHashMap::default(),
        groups: FxHashMap::default(),
        named: FxHashMap::default(),
        folders: Vec::new(),
    };
    let judge = |step| {
        let standing = world.judge(step);
        if standing != Standing::AlreadyApplied {
            world.perform(step);
        }
        Judged { step: step.id, standing }
    };
    plan.steps.iter().map(judge).collect()
}

/// The live site and what the steps so far do to it. Objects keep the names they have on the
/// live site; names that steps give lead back to those.
struct World<'a> {
    plan: &'a Plan,
    /// Groups and folders that are the plan's by name only.
    filled: FxHashSet<Ident>,
    objects: Objects<'a>,
    touched: FxHashMap<Ident, Touched<'a>>,
    users: FxHashMap<String, String>,
    groups: FxHashMap<String, String>,
    /// Of what is known by its name.
    named: FxHashMap<NamedKind, FxHashMap<String, String>>,
    /// Moves and removals of folders, in order.
    folders: Vec<(String, Option<String>)>,
}

/// What steps did to an object.
#[derive(Default)]
struct Touched<'a> {
    /// Made by a step: nothing of the live site shows through.
    made: bool,
    gone: bool,
    set: Vec<&'a Assignment>,
}

/// An object as it is when a step's turn comes.
struct Current<'a, 'w> {
    found: Option<Found<'a>>,
    touched: Option<&'w Touched<'a>>,
}

impl Current<'_, '_> {
    fn is(&self, id: Option<i64>) -> bool {
        id.is_some() && self.found.and_then(Found::id) == id
    }
}

impl<'a> World<'a> {
    /// The object's name on the live site, from its name at this moment.
    fn origin(&self, ident: Ident) -> Ident {
        ident.map(
            |name| self.users.get(&name).cloned().unwrap_or(name),
            |name| self.groups.get(&name).cloned().unwrap_or(name),
            |place| self.origin_of_folder(place),
        )
    }

    fn origin_of_folder(&self, mut place: String) -> String {
        for (at, (from, to)) in self.folders.iter().enumerate().rev() {
            let arrived = to.as_deref().filter(|to| path::is_within(&place, to));
            if let Some(to) = arrived {
                place = format!("{from}{}", place.get(to.len()..).unwrap_or_default());
            } else if path::is_within(&place, from) {
                // What is there now came after the old folder left.
                return format!("\0{at}/{place}");
            }
        }
        place
    }

    fn current(&self, address: &Address, live_id: Option<i64>) -> Option<Current<'a, '_>> {
        let ident = self.origin(address.ident(live_id));
        let touched = self.touched.get(&ident);
        if touched.is_some_and(|touched| touched.gone) {
            return None;
        }
        let made = touched.is_some_and(|touched| touched.made);
        let found = if made { None } else { self.objects.get(&ident) };
        (made || found.is_some()).then_some(Current { found, touched })
    }

    fn value(&self, current: &Current<'a, '_>, field: Field) -> Option<Value> {
        let set = current.touched.map_or(&[][..], |touched| &touched.set);
        let last = set.iter().rev().find(|assignment| assignment.field == field);
        match (last, current.found) {
            (Some(assignment), _) => Some(self.original(field, &assignment.after)),
            (None, Some(found)) => self.objects.value(found, field),
            (None, None) => Some(Value::Null),
        }
    }

    /// A value with the names on the live site, from those of this moment.
    fn original(&self, field: Field, value: &Value) -> Value {
        let text = |names: &FxHashMap<String, String>, text: &str| {
            Value::text(names.get(text).map_or(text, String::as_str))
        };
        match (field, value) {
            (Field::Schedule, Value::Text(schedule)) => {
                match self.named.get(&NamedKind::SCHEDULE) {
                    Some(names) => text(names, schedule),
                    None => value.clone(),
                }
            }
            (Field::Groups, Value::List(groups)) => {
                let groups = groups.iter().filter_map(Value::as_text);
                let groups = groups.map(|group| text(&self.groups, &path::fold(group)));
                Value::List(groups.collect())
            }
            _ if value.has_reference() => self.original_references(value),
            _ => value.clone(),
        }
    }

    fn original_references(&self, value: &Value) -> Value {
        let original = |reference: &Reference| {
            let Reference { to, name } = reference;
            let names = match (*to, NamedKind::of(kinds::referred(*to))) {
                (Referent::USER, _) => Some(&self.users),
                (Referent::GROUP, _) => Some(&self.groups),
                (_, Some(kind)) => self.named.get(&kind),
                (_, None) => None,
            };
            let former = names.and_then(|names| names.get(&*to.name_key(name)));
            let same = || Value::Reference(Box::new(reference.clone()));
            Ok::<_, Infallible>(former.map_or_else(same, |name| Value::reference(*to, &**name)))
        };
        match value.with_references(&original) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    fn judge(&self, step: &Step) -> Standing {
        let current = self.current(&step.address, step.object_id());
        match (step.operation, current) {
            (Operation::Create, None) => Standing::Fresh,
            // An object that another one replaces is in nobody's way.
            (Operation::Create, Some(current)) if current.is(step.live_id) => Standing::Fresh,
            (Operation::Create, Some(current)) => self.judge_creation(step, &current),
            (Operation::Update, None) => self.judge_renamed(step, Difference::Gone),
            (Operation::Update, Some(current)) => match replaced(step, &current) {
                // After a rename another object may have taken the old name.
                Some(difference) => self.judge_renamed(step, difference),
                None => self.judge_values(step, &current),
            },
            (Operation::Move, current) => self.judge_move(step, current.as_ref()),
            (Operation::Delete, None) => Standing::AlreadyApplied,
            (Operation::Delete, Some(current)) => match replaced(step, &current) {
                // The one that was meant is gone; another took its name.
                Some(_) => Standing::AlreadyApplied,
                None => Standing::Fresh,
            },
        }
    }

    fn judge_creation(&self, step: &Step, current: &Current<'a, '_>) -> Standing {
        let mut differences = vec![Difference::InTheWay];
        for assignment in &step.set {
            let Some(found) = self.value(current, assignment.field) else { continue };
            let after = self.original(assignment.field, &assignment.after);
            if !self.objects.means(&step.address, assignment.field, &found, &after)
                && !self.goes_on(step, assignment, &found)
            {
                let (field, expected) = (assignment.field, assignment.after.clone());
                differences.push(Difference::Value { field, expected, found });
            }
        }
        let is_the_plans = !self.filled.contains(&step.address.ident(None));
        let alike = differences.len() == 1 && is_the_plans;
        if alike { Standing::AlreadyApplied } else { Standing::Stale(differences) }
    }

    fn judge_values(&self, step: &Step, current: &Current<'a, '_>) -> Standing {
        let (mut compared, mut applied) = (0, 0);
        let mut differences = Vec::new();
        for assignment in &step.set {
            let field = assignment.field;
            let Some(found) = self.value(current, field) else { continue };
            compared += 1;
            let is = |value: &Value| {
                self.objects.means(&step.address, field, &found, &self.original(field, value))
            };
            if is(&assignment.before) {
                // Where before and after mean the same, there is nothing left to do.
                applied += usize::from(is(&assignment.after));
            } else if is(&assignment.after) || self.goes_on(step, assignment, &found) {
                applied += 1;
            } else {
                let expected = assignment.before.clone();
                differences.push(Difference::Value { field, expected, found });
            }
        }
        match differences.is_empty() {
            false => Standing::Stale(differences),
            // Values that the site never shows may be still to be written.
            true if compared > 0 && applied == step.set.len() => Standing::AlreadyApplied,
            true => Standing::Fresh,
        }
    }

    /// A later step of the same change leaves this value, so this one has happened too.
    fn goes_on(&self, step: &Step, assignment: &Assignment, found: &Value) -> bool {
        let later = self.plan.steps.iter().filter(|s| s.change == step.change && s.id > step.id);
        later
            .flat_map(|later| &later.set)
            .filter(|later| later.field == assignment.field)
            .any(|later| self.objects.means(&step.address, later.field, found, &later.after))
    }

    /// The object is not there under its old name; a rename may have happened.
    fn judge_renamed(&self, step: &Step, otherwise: Difference) -> Standing {
        let renamed = renamed(step)
            .and_then(|(_, address)| self.current(&address, step.live_id))
            .filter(|current| replaced(step, current).is_none());
        match renamed {
            Some(current) => self.judge_values(step, &current),
            // A later step removes the object, and may have done so.
            None if otherwise == Difference::Gone && self.removes(step) => Standing::AlreadyApplied,
            None => Standing::Stale(vec![otherwise]),
        }
    }

    fn removes(&self, step: &Step) -> bool {
        let ident = step.address.ident(None);
        let later = self.plan.steps.iter().filter(|later| later.id > step.id);
        later
            .filter(|later| later.operation == Operation::Delete)
            .any(|later| later.address.ident(None) == ident)
    }

    fn judge_move(&self, step: &Step, current: Option<&Current<'a, '_>>) -> Standing {
        let Some(to) = destination(step) else { return Standing::Stale(vec![Difference::Gone]) };
        let (from, to_key) = (step.address.ident(None), to.ident(None));
        if let Some(current) = current
            && from == to_key
        {
            // Only the spelling changes.
            return match self.judge_values(step, current) {
                Standing::AlreadyApplied => Standing::AlreadyApplied,
                _ => Standing::Fresh,
            };
        }
        let taken = self.current(&to, None).is_some() && from != to_key;
        match (current.is_some(), taken) {
            (true, false) => Standing::Fresh,
            (false, true) => Standing::AlreadyApplied,
            // Folders have no ids: what is at the old place may be what the plan puts there.
            (true, true) if self.fills(step) => Standing::AlreadyApplied,
            (true, true) => Standing::Stale(vec![Difference::InTheWay]),
            (false, false) => Standing::Stale(vec![Difference::Gone]),
        }
    }

    /// A later step makes a folder at the place that the move leaves.
    fn fills(&self, step: &Step) -> bool {
        let left = path_of(&step.address);
        self.plan.steps.iter().filter(|later| later.id > step.id).any(|later| {
            let arrives = match later.operation {
                Operation::Create => Some(path_of(&later.address)),
                Operation::Move => destination(later).map(|address| path_of(&address)),
                Operation::Update | Operation::Delete => None,
            };
            arrives.is_some_and(|place| !place.is_empty() && path::is_within(&place, &left))
        })
    }

    fn perform(&mut self, step: &'a Step) {
        let ident = self.origin(step.address.ident(step.object_id()));
        match step.operation {
            Operation::Create => {
                if let Some(path) = step.address.folder() {
                    self.make_parents(path);
                }
                let touched = self.touched.entry(ident).or_default();
                *touched = Touched { made: true, gone: false, set: step.set.iter().collect() };
            }
            Operation::Update => {
                self.touched.entry(ident).or_default().set.extend(&step.set);
                self.rename(step);
            }
            Operation::Move => {
                let to = destination(step).map(|address| path_of(&address));
                self.leave(path_of(&step.address), to);
            }
            Operation::Delete => {
                self.touched.entry(ident).or_default().gone = true;
                self.forget(&step.address);
            }
        }
    }

    fn make_parents(&mut self, folder: &str) {
        let mut at = path::parent(folder);
        while let Some(place) = at.filter(|place| !place.is_empty()) {
            let address = Address::Folder { path: place.to_owned() };
            if self.current(&address, None).is_none() {
                let ident = self.origin(address.ident(None));
                let made = Touched { made: true, ..Touched::default() };
                self.touched.insert(ident, made);
            }
            at = path::parent(place);
        }
    }

    fn rename(&mut self, step: &Step) {
        let Some((old, new)) = renamed(step) else { return };
        match (old.ident(None), new.ident(None)) {
            (Ident::User(old), Ident::User(new)) => rename(&mut self.users, old, new),
            (Ident::Group(old), Ident::Group(new)) => rename(&mut self.groups, old, new),
            (old, new @ (Ident::Automation(_) | Ident::Behavior { .. } | Ident::Named(..))) => {
                // No address holds these names, so that the object itself goes over.
                if let (Ident::Named(kind, old), Ident::Named(_, new)) = (&old, &new) {
                    rename(self.named.entry(*kind).or_default(), old.clone(), new.clone());
                }
                let (old, new) = (self.origin(old), self.origin(new));
                if let Some(touched) = self.touched.remove(&old) {
                    self.touched.insert(old, Touched { gone: true, ..Touched::default() });
                    self.touched.insert(new, Touched { made: true, ..touched });
                }
            }
            _ => {}
        }
    }

    /// What refers to a name that was removed does not refer to one that comes later.
    fn forget(&mut self, address: &Address) {
        match address.ident(None) {
            Ident::User(name) => forget(&mut self.users, name),
            Ident::Group(name) => forget(&mut self.groups, name),
            Ident::Folder(place) => self.leave(place, None),
            _ => {}
        }
    }

    fn leave(&mut self, from: String, to: Option<String>) {
        if to.as_ref() != Some(&from) {
            self.folders.push((from, to));
        }
    }
}

fn rename(names: &mut FxHashMap<String, String>, old: String, new: String) {
    if old == new {
        return;
    }
    let origin = names.get(&old).cloned().unwrap_or_else(|| old.clone());
    names.insert(new, origin);
    forget(names, old);
}

fn forget(names: &mut FxHashMap<String, String>, name: String) {
    let nobody = format!("\0{}/{name}", names.len());
    names.insert(name, nobody);
}

fn replaced(step: &Step, current: &Current<'_, '_>) -> Option<Difference> {
    let (expected, found) = (step.live_id?, current.found?.id()?);
    (expected != found).then_some(Difference::Replaced { expected, found })
}
