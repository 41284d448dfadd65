//! Bridges: groups that are there for a while only, so that nobody goes without what they keep.
//!
//! In: what no order satisfies. Out: changes that make a bridge before access would be lost and
//! take it away once it is there anew, and what waits for them.

use super::edges::Edge;
use super::expand::UnplacedId;
use super::explain::Explainer;
use super::index_vec::Idx;
use super::safety::{Assertions, Cause, Facts, Needs, People, ProfileId, Terms, grants, needs};
use super::solver::Conflict;
use super::step::Reason;
use crate::access::{Atoms, Held, Place};
use crate::diff::{Address, BRIDGE, Change, Field, Operation, Subject};
use crate::live::LiveSite;
use crate::model::{Key, Value, kinds};
use indexmap::IndexMap;

/// Whether the site lets anybody make groups by hand, or comes to with these changes.
pub(super) fn may_be_built(live: &LiveSite, changes: &[Change]) -> bool {
    let setting = "non_sso_groups_allowed";
    let mut set = changes.iter().filter(|change| change.address == Address::Site);
    let comes = set.any(|c| {
        c.assignment(Field::attribute(&kinds::SITE, setting))
            .is_some_and(|a| a.after == Value::Bool(true))
    });
    comes || *live.settings.get(setting) != Value::Bool(false)
}

/// The changes of all bridges, and what of them waits for what and what for them; their
/// steps are numbered from `next` on.
pub(super) fn build(
    bridges: Vec<Bridge>,
    next: usize,
    explainer: &Explainer<'_>,
) -> (Vec<Change>, Vec<Edge>) {
    let (mut changes, mut edges) = (Vec::new(), Vec::new());
    let names = (1..).map(|number| format!("{BRIDGE}{number}"));
    let mut names = names.filter(|name| explainer.names.find_key(name).is_none());
    for (bridge, name) in bridges.into_iter().zip(&mut names) {
        edges.extend(bridge.build(&name, next, explainer, &mut changes));
    }
    (changes, edges)
}

/// A group that gives its members what they would go without.
pub(super) struct Bridge {
    profiles: Vec<ProfileId>,
    grants: Vec<Held>,
    /// Steps that take access away: the bridge is there before them,
    takes: Vec<(UnplacedId, Reason)>,
    /// and stays until these have given it anew.
    gives: Vec<UnplacedId>,
}

/// The bridges for what is in conflict, as far as any can be built.
pub(super) fn bridges(
    facts: &Facts<'_>,
    people: &People,
    assertions: &Assertions<'_>,
    conflicts: &[Conflict],
    explainer: &Explainer<'_>,
) -> Vec<Bridge> {
    let losses = || conflicts.iter().filter(|conflict| !conflict.invariant.is_never());
    let causes = || losses().flat_map(|conflict| &conflict.causes);
    let mut profiles: Vec<ProfileId> = causes().filter_map(Cause::profile).collect();
    profiles.sort_unstable();
    profiles.dedup();
    // People who need the same share a bridge.
    let mut bridges: IndexMap<(Needs, Vec<Held>), Bridge> = IndexMap::new();
    for profile in profiles {
        let needs = needs(profile, causes());
        let Some(grants) = grants(facts, people, profile, &needs) else { continue };
        let mut people_of = explainer.people_of(profile).iter();
        if people_of.any(|user| assertions.endangers(facts, *user, &grants)) {
            continue;
        }
        let bridge = bridges.entry((needs, grants.clone())).or_insert_with(|| Bridge {
            profiles: Vec::new(),
            grants,
            takes: Vec::new(),
            gives: Vec::new(),
        });
        bridge.profiles.push(profile);
        for conflict in losses().filter(|c| c.causes.iter().any(|c| c.profile() == Some(profile))) {
            bridge.span(
                &conflict.invariant.terms(),
                &explainer.reason(&conflict.invariant, &conflict.causes),
            );
        }
    }
    bridges.into_values().collect()
}

impl Bridge {
    /// Stands from before one of the things that carry access is touched until one of those that
    /// will carry it is complete.
    fn span(&mut self, terms: &Terms, reason: &Reason) {
        let old = terms.iter().filter(|term| term.up.is_empty()).min_by_key(|term| term.down.len());
        let new = terms.iter().filter(|term| term.down.is_empty()).min_by_key(|term| term.up.len());
        let (Some(old), Some(new)) = (old, new) else { return };
        for step in &old.down {
            if self.takes.iter().all(|(known, _)| known != step) {
                self.takes.push((*step, reason.clone()));
            }
        }
        for step in &new.up {
            if !self.gives.contains(step) {
                self.gives.push(*step);
            }
        }
    }

    /// Whether it carries the people of one of the causes that ask for the same. An assertion
    /// holds, and an automation runs, where its grants give what is needed.
    pub(super) fn carries(
        &self,
        cause: &Cause,
        causes: &[Cause],
        explainer: &Explainer<'_>,
    ) -> bool {
        let is_carried =
            |cause: &Cause| cause.profile().is_some_and(|profile| self.profiles.contains(&profile));
        match *cause {
            Cause::Access { .. } => is_carried(cause),
            Cause::Assertion { user, place, atoms, .. } => {
                self.gives(user, place, atoms, explainer)
            }
            // It spans the time in which its people need it.
            Cause::Automation { place, needs: Some((owner, atoms)), .. } => {
                causes.iter().any(is_carried) && self.gives(owner, place, atoms, explainer)
            }
            _ => false,
        }
    }

    fn gives(&self, user: Key, place: Place, atoms: Atoms, explainer: &Explainer<'_>) -> bool {
        let mut people = self.profiles.iter().flat_map(|profile| explainer.people_of(*profile));
        let reaches = |held: &&Held| {
            let within = explainer.tree.is_within(place.folder, held.folder);
            within && (held.recursive || place == Place::at(held.folder))
        };
        let given = self.grants.iter().filter(reaches);
        let given = given.fold(Atoms::NONE, |all, held| all | held.atoms());
        people.any(|one| *one == user) && given.has(atoms)
    }

    /// Adds its changes, the steps of which are numbered from `first` on.
    fn build(
        self,
        name: &str,
        first: usize,
        explainer: &Explainer<'_>,
        changes: &mut Vec<Change>,
    ) -> Vec<Edge> {
        let group = || Address::Group { group: name.to_owned() };
        let mut add = |operation, address| {
            changes.push(Change::new(operation, address).temporary());
            UnplacedId::new(first + changes.len() - 1)
        };
        add(Operation::Create, group());
        let mut carries = Vec::new();
        for user in self.profiles.iter().flat_map(|profile| explainer.people_of(*profile)) {
            let user = explainer.person(*user);
            let address = Address::Membership { group: name.to_owned(), user };
            carries.push(add(Operation::Create, address));
        }
        for held in &self.grants {
            let address = Address::Grant {
                path: explainer.path(held.folder),
                grantee: Subject::Group(name.to_owned()),
                level: held.level,
                recursive: held.recursive,
            };
            carries.push(add(Operation::Create, address));
        }
        let goes = add(Operation::Delete, group());
        let takes = self.takes.iter().flat_map(|(step, reason)| {
            carries.iter().map(|at| Edge::new(*at, *step, reason.clone()))
        });
        let gives = self.gives.iter().map(|step| {
            let reason = Reason::Bridges { bridge: group().to_string() };
            Edge::new(*step, goes, reason)
        });
        takes.chain(gives).collect()
    }
}
