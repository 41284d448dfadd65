//! Constraints of safety in the words of a plan: who asks for what, and what comes of it where
//! no order satisfies it.

use super::fold::Spelling;
use super::safety::{AutomationIndex, Cause, ExpectationIndex, Invariant, People, ProfileId};
use super::step::{AccessPlace, Reason, Scope, TransientKind, Witness};
use super::transition::Transition;
use crate::access::{Atoms, Folder, Place, Tree};
use crate::live::LiveSite;
use crate::model::{Definition, Key, Names};
use rustc_hash::FxHashMap;

/// Everything that names are taken from.
pub(super) struct Explainer<'a> {
    pub(super) names: &'a Names,
    pub(super) tree: &'a Tree,
    pub(super) spelling: &'a Spelling<'a>,
    pub(super) people: &'a People,
    pub(super) live: &'a LiveSite,
    pub(super) site: &'a Definition,
    pub(super) transition: &'a Transition,
}

impl Explainer<'_> {
    /// How many people ask for it.
    pub(super) fn people(&self, causes: &[Cause]) -> usize {
        let mut profiles: Vec<ProfileId> = causes.iter().filter_map(Cause::profile).collect();
        profiles.sort_unstable();
        profiles.dedup();
        profiles.into_iter().map(|profile| self.people_of(profile).len()).sum()
    }

    /// Why the second of a pair waits for the first.
    pub(super) fn reason(&self, invariant: &Invariant, causes: &[Cause]) -> Reason {
        let Some(cause) = causes.first() else { panic!("a constraint has a cause") };
        match *cause {
            Cause::Access { profile, place, .. } => {
                let same = |cause: &&Cause| is_of(**cause, profile, place.folder);
                let same: Vec<Cause> = causes.iter().filter(same).copied().collect();
                let witness = Box::new(Witness {
                    person: self
                        .people_of(profile)
                        .first()
                        .map_or_else(String::new, |user| self.person(*user)),
                    others: self.people(causes).saturating_sub(1),
                    place: self.place(place.folder, scope(&same)),
                    atoms: atoms(&same),
                });
                match invariant {
                    Invariant::Always(_) => Reason::KeepsAccess(witness),
                    Invariant::Never(_) => Reason::NeverGains(witness),
                }
            }
            Cause::Grant { folder } => Reason::StaysOut { path: self.path(folder) },
            Cause::Automation { at, place, needs } => {
                let (automation, path) = (self.automation(at), self.path(place.folder));
                match needs {
                    Some(_) => Reason::KeepsRunning { automation, path },
                    None => Reason::FollowsFolder { automation, path },
                }
            }
            Cause::Assertion { at, .. } => Reason::KeepsAssertion { expect: self.assertion(at) },
            Cause::Administrator => Reason::AdministratorRemains,
            Cause::GroupAdministrator { group } => {
                Reason::GroupAdministratorRemains { group: self.group(group) }
            }
        }
    }

    /// What comes of a constraint that is violated.
    pub(super) fn kinds(&self, invariant: &Invariant, causes: &[Cause]) -> Vec<TransientKind> {
        let mut told: Vec<TransientKind> = Vec::new();
        let mut access: FxHashMap<(ProfileId, Folder), Vec<Cause>> = FxHashMap::default();
        for cause in causes {
            match *cause {
                Cause::Access { profile, place, .. } => {
                    access.entry((profile, place.folder)).or_default().push(*cause);
                }
                // Of what no order satisfies, people are told.
                Cause::Grant { .. } => {}
                Cause::Automation { at, place, needs } => {
                    let (automation, path) = (self.automation(at), self.path(place.folder));
                    told.push(match needs {
                        Some(_) => TransientKind::Automation { automation, path },
                        None => TransientKind::Moves { automation, path },
                    });
                }
                Cause::Assertion { at, user, place, .. } => told.push(TransientKind::Assertion {
                    expect: self.assertion(at),
                    person: self.person(user),
                    path: self.path(place.folder),
                }),
                Cause::Administrator => told.push(TransientKind::Administrator),
                Cause::GroupAdministrator { group } => {
                    told.push(TransientKind::GroupAdministrator { group: self.group(group) });
                }
            }
        }
        for ((profile, folder), causes) in access {
            let mut people: Vec<String> =
                self.people_of(profile).iter().map(|user| self.person(*user)).collect();
            people.sort_unstable();
            let (place, atoms) = (self.place(folder, scope(&causes)), atoms(&causes));
            told.push(match invariant {
                Invariant::Always(_) => TransientKind::Loss { people, place, atoms },
                Invariant::Never(_) => TransientKind::Gain { people, place, atoms },
            });
        }
        told.sort_unstable();
        told.dedup();
        told
    }

    fn automation(&self, at: AutomationIndex) -> String {
        let automation = at.of(self.live);
        automation.map_or_else(String::new, |automation| match &automation.name {
            Some(name) => name.to_string(),
            None => format!("id {}", automation.id),
        })
    }

    fn assertion(&self, at: ExpectationIndex) -> String {
        at.of(self.site).map_or_else(String::new, |one| one.text.to_string())
    }

    pub(super) fn people_of(&self, profile: ProfileId) -> &[Key] {
        self.people.get(profile).map_or(&[], |(_, people)| people)
    }

    pub(super) fn person(&self, user: Key) -> String {
        self.spelling.of_user(self.names.key_text(user))
    }

    fn group(&self, group: Key) -> String {
        self.spelling.of_group(self.names.key_text(group))
    }

    pub(super) fn path(&self, folder: Folder) -> String {
        self.spelling.of_path(self.tree.folders().path(folder))
    }

    fn place(&self, folder: Folder, scope: Scope) -> AccessPlace {
        AccessPlace { path: self.path(folder), scope }
    }
}

fn is_of(cause: Cause, profile: ProfileId, folder: Folder) -> bool {
    matches!(cause, Cause::Access { profile: p, place, .. } if p == profile && place.folder == folder)
}

fn places(causes: &[Cause]) -> impl Iterator<Item = (Place, Atoms)> {
    causes.iter().filter_map(|cause| match *cause {
        Cause::Access { place, atoms, .. } => Some((place, atoms)),
        _ => None,
    })
}

/// How far causes on one folder reach.
fn scope(causes: &[Cause]) -> Scope {
    let has = |below: bool| places(causes).any(|(place, _)| place.below == below);
    match (has(false), has(true)) {
        (true, true) => Scope::Whole,
        (false, true) => Scope::BelowOnly,
        _ => Scope::FolderOnly,
    }
}

fn atoms(causes: &[Cause]) -> Vec<String> {
    let all = places(causes).fold(Atoms::NONE, |all, (_, atoms)| all | atoms);
    all.names().map(str::to_owned).collect()
}
