//! Automations that run before and after can run at every moment: their owners have what they
//! need on every path, as long as the automation leads there.

use super::constraint::{AutomationIndex, Cause, Constraints};
use super::facts::Facts;
use super::people::by_atoms;
use super::person::{Person, Profile};
use super::term::{Term, Terms};
use crate::access::{Atoms, Folder, Match, Place, Remote, needed};
use crate::diff::{Change, Field, Operation, OwnerName};
use crate::live::{LiveAutomation, LiveOwner, LiveSite};
use crate::model::leads::{Lead, Leads, leads};
use crate::model::{Key, Names, Value, kinds, path};
use crate::plan::expand::{UnplacedId, UnplacedSteps};
use rustc_hash::FxHashMap;

/// An automation as it is for a part of the plan.
struct Version<'a> {
    automation: &'a LiveAutomation,
    /// The edit that made it so.
    edit: Option<&'a Change>,
    /// While it is so.
    while_: Terms,
    /// None where it is the site's.
    owner: Option<Key>,
}

impl<'a> Version<'a> {
    fn value(&self, name: &'static str) -> &'a Value {
        let field = Field::attribute(&kinds::AUTOMATION, name);
        let set = self.edit.and_then(|edit| edit.assignment(field));
        set.map_or_else(|| self.automation.attributes.get(name), |set| &set.after)
    }

    fn leads(&self) -> Leads<'a> {
        leads(|name| Some(self.value(name)))
    }
}

pub(super) fn constrain(
    facts: &Facts<'_>,
    live: &LiveSite,
    changes: &[Change],
    unplaced: &UnplacedSteps,
    names: &Names,
    constraints: &mut Constraints,
) {
    // The first step on each, and the last: it is paused in between.
    let mut edits: FxHashMap<i64, (UnplacedId, UnplacedId)> = FxHashMap::default();
    for (id, step) in unplaced.iter_enumerated() {
        if let (Some(_), Some(live_id)) = (step.address.automation(), step.live_id) {
            edits.entry(live_id).or_insert((id, id)).1 = id;
        }
    }
    let bequests = bequests(unplaced, names);
    for (at, automation) in AutomationIndex::all(live) {
        let edit = edits.get(&automation.id).and_then(|ids| Some((*ids, unplaced.get(ids.1)?)));
        let bequest = match automation.owner {
            LiveOwner::User(user) if edit.is_none() => {
                bequests.get(&facts.transition.renames.of_user(user))
            }
            _ => None,
        };
        let versions = match edit {
            // One that goes need not run.
            Some((_, step)) if step.operation == Operation::Delete => continue,
            Some(((first, last), step)) => {
                let Some(change) = step.change.of(changes) else { continue };
                vec![
                    version(facts, automation, None, Term::until(first).into(), names),
                    version(facts, automation, Some(change), Term::once(last).into(), names),
                ]
            }
            None => match bequest {
                Some((step, heir)) => {
                    let before = version(facts, automation, None, Term::until(*step).into(), names);
                    let after = before.as_ref().map(|before| Version {
                        owner: *heir,
                        while_: Term::once(*step).into(),
                        ..*before
                    });
                    vec![before, after]
                }
                None => vec![version(facts, automation, None, Terms::always(), names)],
            },
        };
        let runs: Option<Vec<Version<'_>>> = versions.into_iter().collect();
        let Some(runs) = runs else { continue };
        let mut found: Vec<(Terms, Cause)> = Vec::new();
        for version in &runs {
            needs(facts, at, version, &mut found);
        }
        moves(facts, at, &runs, changes, unplaced, &mut found);
        // One that cannot run before, or cannot afterwards, stops whatever the order.
        if found.iter().all(|(terms, _)| terms.holds_before() && terms.holds_after()) {
            for (terms, cause) in found {
                constraints.add(terms, cause);
            }
        }
    }
}

/// Who goes and leaves automations to whom, by which step; none: to the site.
fn bequests(unplaced: &UnplacedSteps, names: &Names) -> FxHashMap<Key, (UnplacedId, Option<Key>)> {
    let mut bequests = FxHashMap::default();
    for (id, step) in unplaced.iter_enumerated() {
        let heir = step.assignment(Field::NewOwner).and_then(|set| OwnerName::of(&set.after));
        let (Some(user), Some(heir)) = (step.address.user(), heir) else { continue };
        let heir = match heir {
            OwnerName::User(heir) => names.find_key(&heir),
            OwnerName::Site | OwnerName::DeletedUser(_) => None,
        };
        bequests.extend(names.find_key(user).map(|user| (user, (id, heir))));
    }
    bequests
}

/// How an automation is before an edit, or after it; nothing where it does not run.
fn version<'a>(
    facts: &Facts<'_>,
    automation: &'a LiveAutomation,
    edit: Option<&'a Change>,
    while_: Terms,
    names: &Names,
) -> Option<Version<'a>> {
    let owner = edit.and_then(|edit| edit.assignment(Field::Owner));
    let owner = match (owner.map(|owner| OwnerName::of(&owner.after)), automation.owner) {
        (Some(Some(OwnerName::User(user))), _) => Some(names.find_key(&user)?),
        (Some(Some(OwnerName::Site | OwnerName::DeletedUser(_)) | None), _) => None,
        (None, LiveOwner::User(user)) => Some(facts.transition.renames.of_user(user)),
        (None, LiveOwner::Site) => None,
        (None, LiveOwner::Gone(_)) => return None,
    };
    let version = Version { automation, edit, while_, owner };
    (*version.value("disabled") != Value::Bool(true)).then_some(version)
}

/// What the owner must have, wherever the automation leads.
fn needs(
    facts: &Facts<'_>,
    at: AutomationIndex,
    version: &Version<'_>,
    found: &mut Vec<(Terms, Cause)>,
) {
    let Some(owner) = version.owner else { return };
    let profile = Profile::of(owner, facts);
    let person = Person::new(facts, &profile);
    let leads = version.leads();
    for lead in leads.known.iter().filter(|lead| Remote::of(&lead.route.fixed().0).is_none()) {
        let wants = along(facts, at, version, owner, &person, lead);
        // Where it is not certain that it leads there, only what is covered throughout counts.
        let kept = wants.iter().all(|(terms, _)| terms.holds_before() && terms.holds_after());
        if lead.is_exact() || kept {
            found.extend(wants);
        }
    }
    if !leads.unknown.is_empty() || leads.known.is_empty() {
        let place = Place::at(Folder::ROOT);
        let cause = Cause::Automation { at, place, needs: Some((owner, Atoms::MANAGE)) };
        let able = facts.administers_any(owner).and(&facts.signs_in(owner));
        let terms = version.while_.not().or(able);
        if terms.holds_before() && terms.holds_after() {
            found.push((terms, cause));
        }
    }
}

/// What the owner must have wherever one lead goes.
fn along(
    facts: &Facts<'_>,
    at: AutomationIndex,
    version: &Version<'_>,
    owner: Key,
    person: &Person<'_>,
    lead: &Lead<'_>,
) -> Vec<(Terms, Cause)> {
    let mut found = Vec::new();
    let Ok(pattern) = lead.pattern(&lead.route) else { return found };
    let atoms = needed(lead.work) | Atoms::MANAGE;
    for Match { place, path } in pattern.places(&facts.transition.tree, lead.what()) {
        // What is removed is no longer led to.
        if !facts.goes_with(place.folder).is_always() {
            continue;
        }
        let path = path::key(&path);
        let access = access_by_path(facts, person, place, &path);
        let place = match facts.moved_away(&path) {
            Some((_, to)) => facts.transition.tree.place(&to),
            None => place,
        };
        let mut open = atoms;
        for (have, terms) in by_atoms(&access) {
            let cause = Cause::Automation { at, place, needs: Some((owner, have.and(atoms))) };
            open = open.without(have);
            if !have.and(atoms).is_none() {
                found.push((version.while_.not().or(terms), cause));
            }
        }
        let always = access.iter().filter(|(_, term)| term.is_always());
        let always = always.fold(Atoms::NONE, |all, (atoms, _)| all | *atoms);
        let lacks = open.without(always);
        if !lacks.is_none() {
            let cause = Cause::Automation { at, place, needs: Some((owner, lacks)) };
            found.push((version.while_.not(), cause));
        }
    }
    found
}

/// What the person may do wherever a path leads: until a folder moves away, into it.
fn access_by_path(
    facts: &Facts<'_>,
    person: &Person<'_>,
    place: Place,
    path: &str,
) -> Vec<(Atoms, Term)> {
    let access = person.access(place);
    let Some((step, to)) = facts.moved_away(path) else { return access };
    let there = person.access(facts.transition.tree.place(&to));
    let until = there.into_iter().map(|(atoms, term)| (atoms, term.and(&Term::until(step))));
    let once = access.into_iter().map(|(atoms, term)| (atoms, term.and(&Term::once(step))));
    until.chain(once).filter_map(|(atoms, term)| Some((atoms, term?))).collect()
}

/// A folder that moves and a pattern that follows it change at different moments.
fn moves(
    facts: &Facts<'_>,
    at: AutomationIndex,
    versions: &[Version<'_>],
    changes: &[Change],
    unplaced: &UnplacedSteps,
    found: &mut Vec<(Terms, Cause)>,
) {
    let [old, new] = versions else { return };
    let leads_to = |version: &Version<'_>, folder: &str| {
        let folder = path::key(folder);
        let within = |lead: &Lead<'_>| path::is_within(&path::key(&lead.route.fixed().0), &folder);
        version.leads().known.iter().any(within)
    };
    for (id, step) in unplaced.iter_enumerated().filter(|(_, d)| d.operation == Operation::Move) {
        let Some(change) = step.change.of(changes) else { continue };
        let (Some(to), Some(from)) = (change.address.folder(), &change.was) else {
            continue;
        };
        if leads_to(old, from) && leads_to(new, to) {
            let moved = Terms::from(Term::once(id));
            let pause = old.while_.not().and(&new.while_.not());
            let terms = old.while_.and(&moved.not()).or(new.while_.and(&moved)).or(pause);
            let folder = facts.transition.tree.folders().find(&path::key(to));
            let place = Place::at(folder.unwrap_or(Folder::ROOT));
            found.push((terms, Cause::Automation { at, place, needs: None }));
        }
    }
}
