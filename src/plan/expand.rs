//! Changes to calls. Most changes are one call; those that Files.com refuses in one go are
//! several, in a fixed order.

use super::index_vec::{IndexVec, idx};
use super::step::ChangeId;
use crate::diff::{Address, Assignment, Change, Field, Operation};
use crate::model::account::PROTOCOLS;
use crate::model::leads::leads;
use crate::model::{Value, kinds, path};
use std::sync::LazyLock;

idx! {
    /// The place of a step among those that have none in the plan yet.
    UnplacedId
}

/// Steps in the order of their changes.
pub(super) type UnplacedSteps = IndexVec<UnplacedId, UnplacedStep>;

/// A step without its place in the order yet.
#[derive(Debug, Clone)]
pub(super) struct UnplacedStep {
    pub(super) change: ChangeId,
    pub(super) operation: Operation,
    /// As the object is named when the step's turn comes.
    pub(super) address: Address,
    pub(super) live_id: Option<i64>,
    /// Whose key must be used.
    pub(super) as_user: Option<String>,
    pub(super) set: Vec<Assignment>,
    /// Where a change takes several calls: why this one follows the step before it.
    pub(super) follows: Option<&'static str>,
}

impl UnplacedStep {
    pub(super) fn assignment(&self, field: Field) -> Option<&Assignment> {
        Assignment::find(&self.set, field)
    }

    /// The assigned text, if one is.
    pub(super) fn text(&self, field: Field) -> Option<&str> {
        self.assignment(field).and_then(|assignment| assignment.after.as_text())
    }

    /// The folder that the step makes or moves, as it will be called.
    pub(super) fn made(&self) -> &str {
        let to = self.text(Field::Path);
        to.or(self.address.folder()).unwrap_or_default()
    }
}

/// `pauses` says of which automations it may be that they do not run for a while.
pub(super) fn expand(changes: &[Change], pauses: &dyn Fn(&Change) -> bool) -> UnplacedSteps {
    let mut unplaced = UnplacedSteps::default();
    let moves: Vec<(&str, &str)> = changes
        .iter()
        .filter(|change| change.operation == Operation::Move)
        .filter_map(|change| Some((change.was.as_deref()?, change.address.folder()?)))
        .collect();
    for (id, change) in ChangeId::all(changes) {
        let updates = change.operation == Operation::Update;
        if updates && change.address.user().is_some() {
            user(id, change, &mut unplaced);
        } else if updates && change.address.group().is_some() {
            let rest = renamed_first(id, change, Field::Name, &mut unplaced);
            unplaced.extend(rest);
        } else if updates && follows_a_move(change, &moves) && pauses(change) {
            paused(id, change, &mut unplaced);
        } else if change.address.folder().is_some() {
            folder(id, change, &mut unplaced);
        } else if change.address == Address::Site {
            site(id, change, &mut unplaced);
        } else {
            unplaced.push(step(id, change, change.set.clone(), None));
        }
    }
    moves_within_moves(&mut unplaced);
    unplaced
}

/// What a folder shows of itself is written once it is there.
fn folder(id: ChangeId, change: &Change, unplaced: &mut UnplacedSteps) {
    let is_attribute = |set: &Assignment| matches!(set.field, Field::Attribute(_));
    let (shows, rest): (Vec<_>, Vec<_>) = change.set.iter().cloned().partition(is_attribute);
    if change.operation == Operation::Update || shows.is_empty() {
        return unplaced.push(step(id, change, change.set.clone(), None));
    }
    unplaced.push(step(id, change, rest, None));
    let why = "the folder is there before anything is said of it";
    let described = step(id, change, shows, Some(why));
    let (operation, address) = (Operation::Update, change.address.clone());
    unplaced.push(UnplacedStep { operation, address, ..described });
}

/// Whether an edit takes an automation from where a folder was to where it goes.
fn follows_a_move(change: &Change, moves: &[(&str, &str)]) -> bool {
    if moves.is_empty() || change.address.automation().is_none() {
        return false;
    }
    let folders = |side: fn(&Assignment) -> &Value| {
        let get = |name: &'static str| {
            let set = change.assignment(Field::attribute(&kinds::AUTOMATION, name));
            set.map(side)
        };
        let mut found = leads(get);
        if found.known.is_empty() && get("definition").is_some() {
            found = leads(|name| if name == "automation" { Some(&*V2) } else { get(name) });
        }
        let keys = found.known.iter().map(|lead| path::key(&lead.route.fixed().0).into_owned());
        keys.collect::<Vec<String>>()
    };
    let (before, after) = (folders(|set| &set.before), folders(|set| &set.after));
    moves.iter().any(|(from, to)| {
        let (from, to) = (path::key(from), path::key(to));
        before.iter().any(|folder| path::is_within(folder, &from))
            && after.iter().any(|folder| path::is_within(folder, &to))
    })
}

static V2: LazyLock<Value> = LazyLock::new(|| Value::text("v2"));

/// The automation does not run while what it names is not there.
fn paused(id: ChangeId, change: &Change, unplaced: &mut UnplacedSteps) {
    let disabled = Field::attribute(&kinds::AUTOMATION, "disabled");
    let set = |before, after| Assignment::new(disabled, Value::Bool(before), Value::Bool(after));
    unplaced.push(step(id, change, vec![set(false, true)], None));
    let mut rest = change.set.clone();
    rest.retain(|assignment| assignment.field != disabled);
    rest.push(set(true, false));
    let why = "the automation pauses while the folder moves that it works in";
    unplaced.push(step(id, change, rest, Some(why)));
}

/// A folder that stays in one that moves, or that goes where that one was, is moved from where
/// it comes to lie with that; or with another one between both that leaves the outer one first.
fn moves_within_moves(unplaced: &mut UnplacedSteps) {
    let moves = |step: &UnplacedStep| {
        let path = step.address.folder().filter(|_| step.operation == Operation::Move)?;
        let to = step.text(Field::Path)?;
        Some((path.to_owned(), to.to_owned()))
    };
    let mut outer: Vec<(String, String)> = unplaced.iter().filter_map(moves).collect();
    // The nearest one counts.
    outer.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    for step in unplaced.iter_mut() {
        let Some((from, to)) = moves(step) else { continue };
        let (key, to) = (path::key(&from), path::key(&to));
        let goes_to = |place: &str| path::is_within(&to, &path::key(place));
        let around = outer.iter().filter(|(old, _)| {
            let old = path::key(old);
            *old != *key && path::is_within(&key, &old)
        });
        let Some((old, new)) = around.clone().find(|(old, new)| goes_to(new) || goes_to(old))
        else {
            continue;
        };
        let leaves = |to: &str| {
            let within = |place: &str| path::is_within(&path::key(to), &path::key(place));
            !within(old) && !within(new)
        };
        let mut nearer = around.take_while(|(between, _)| between != old);
        let nearest = nearer.find(|(_, to)| leaves(to));
        let (old, new) = nearest.map_or((old, new), |(old, new)| (old, new));
        step.address = Address::Folder { path: path::moved(&from, old, new) };
    }
}

fn step(
    id: ChangeId,
    change: &Change,
    set: Vec<Assignment>,
    follows: Option<&'static str>,
) -> UnplacedStep {
    UnplacedStep {
        change: id,
        operation: change.operation,
        address: match change.operation {
            Operation::Update | Operation::Move => former(change),
            Operation::Create | Operation::Delete => change.address.clone(),
        },
        live_id: change.id,
        as_user: change.as_user.clone(),
        set,
        follows,
    }
}

/// Gives a step on a folder the path that it has before the folder's move.
pub(super) fn before_move(unplaced: &mut UnplacedSteps, early: UnplacedId, moves: UnplacedId) {
    let Some(moved) = unplaced.get(moves) else { return };
    let new = moved.text(Field::Path).map(str::to_owned);
    let old = moved.address.folder().map(str::to_owned);
    let (Some(old), Some(new)) = (old, new) else { return };
    let Some(step) = unplaced.get_mut(early) else { return };
    step.address = step.address.clone().moved(&new, &old);
}

/// The address before the rename or move that the change itself makes.
fn former(change: &Change) -> Address {
    let old = change.was.as_deref();
    let former = old.and_then(|old| change.address.renamed(Some(old)));
    former.unwrap_or_else(|| change.address.clone())
}

/// Calls on a user that must not be one: what has to be written later, and why.
const LATER: &[(Later, &str)] = &[
    (Later::On("site_admin"), "a bot is no longer one before it becomes an administrator"),
    (
        Later::Off("self_managed"),
        "an administrator's role and SSO go before an account becomes a bot",
    ),
    (Later::On("disabled"), "an administrator's role is revoked before the account is disabled"),
];

enum Later {
    On(&'static str),
    Off(&'static str),
}

fn attribute(name: &'static str) -> Field {
    Field::attribute(&kinds::USER, name)
}

/// A promotion, a demotion to a bot and the disabling of an administrator take two calls.
fn user(id: ChangeId, change: &Change, unplaced: &mut UnplacedSteps) {
    let becomes = |name: &'static str, flag: bool| {
        change
            .assignment(attribute(name))
            .is_some_and(|assignment| assignment.after == Value::Bool(flag))
    };
    let leaves_sso = change
        .assignment(attribute("authentication_method"))
        .is_some_and(|method| method.before.as_text() == Some("sso"));
    let mut first = change.set.clone();
    let mut second = Vec::new();
    let mut why = None;
    for (later, reason) in LATER {
        let (name, applies) = match later {
            Later::On("site_admin") => {
                ("site_admin", becomes("site_admin", true) && becomes("self_managed", true))
            }
            Later::On(name) => (*name, becomes("disabled", true) && becomes("site_admin", false)),
            Later::Off(name) => (
                *name,
                becomes("self_managed", false) && (becomes("site_admin", false) || leaves_sso),
            ),
        };
        if applies && let Some(at) = first.iter().position(|one| one.field == attribute(name)) {
            second.push(first.remove(at));
            why = Some(*reason);
        }
    }
    let first = renamed_first(id, &change.clone().set(first), Field::Username, unplaced);
    unplaced.extend(first);
    if !second.is_empty() {
        let mut later = step(id, change, second, why);
        later.address = change.address.clone();
        unplaced.push(later);
    }
}

/// What a change sets, as its last call. Others name an object by its new name: where it is
/// renamed and gets or loses access in one, the name comes first, and the rest can be placed.
fn renamed_first(
    id: ChangeId,
    change: &Change,
    naming: Field,
    unplaced: &mut UnplacedSteps,
) -> Option<UnplacedStep> {
    let (named, rest): (Vec<_>, Vec<_>) =
        change.set.iter().cloned().partition(|assignment| assignment.field == naming);
    if named.is_empty() || !rest.iter().any(|assignment| gives_access(assignment.field)) {
        return Some(step(id, change, change.set.clone(), None));
    }
    unplaced.push(step(id, change, named, None));
    let why = "the new name comes by itself, so that access can change at its own time";
    let mut later = step(id, change, rest, Some(why));
    later.address = change.address.clone();
    Some(later)
}

/// Whether an account's or a group's access depends on the attribute.
fn gives_access(field: Field) -> bool {
    let attribute = field.name();
    matches!(attribute, "site_admin" | "disabled" | "authenticate_until")
        || PROTOCOLS.iter().any(|(_, flag)| *flag == attribute)
}

/// Settings that govern what other steps may do go alone, so that they can be placed; the rest
/// of the settings is one call.
fn site(id: ChangeId, change: &Change, unplaced: &mut UnplacedSteps) {
    let (alone, together): (Vec<_>, Vec<_>) =
        change.set.iter().cloned().partition(|assignment| assignment.field.stands_alone());
    if !together.is_empty() {
        unplaced.push(step(id, change, together, None));
    }
    for assignment in alone {
        unplaced.push(step(id, change, vec![assignment], None));
    }
}
