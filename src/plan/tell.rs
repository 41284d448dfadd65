//! Demands of safety in the words of a plan: who asks for what, and what comes of it.

use super::fold::Spelling;
use super::safety::{Claim, People, Rule};
use super::step::{AccessPlace, Reason, Scope, TransientKind, Witness};
use super::weave::Weigh;
use crate::access::{Atoms, Folder, Place, Tree};
use crate::live::LiveSite;
use crate::model::{Definition, Key, Names};
use rustc_hash::FxHashMap;

/// Everything that names are taken from.
pub(super) struct Teller<'a> {
    pub(super) names: &'a Names,
    pub(super) tree: &'a Tree,
    pub(super) spelling: &'a Spelling<'a>,
    pub(super) people: &'a People,
    pub(super) live: &'a LiveSite,
    pub(super) site: &'a Definition,
}

impl Weigh for Teller<'_> {
    fn people(&self, claims: &[Claim]) -> usize {
        let mut profiles: Vec<usize> = claims.iter().filter_map(Claim::profile).collect();
        profiles.sort_unstable();
        profiles.dedup();
        profiles.into_iter().map(|profile| self.people_of(profile).len()).sum()
    }

    fn reason(&self, rule: &Rule, claims: &[Claim]) -> Reason {
        let Some(claim) = claims.first() else { panic!("a demand is somebody's") };
        match *claim {
            Claim::Access { profile, place, .. } => {
                let same = |claim: &&Claim| is_of(**claim, profile, place.folder);
                let same: Vec<Claim> = claims.iter().filter(same).copied().collect();
                let witness = Box::new(Witness {
                    person: self
                        .people_of(profile)
                        .first()
                        .map_or_else(String::new, |user| self.person(*user)),
                    others: self.people(claims).saturating_sub(1),
                    place: self.place(place.folder, scope(&same)),
                    atoms: atoms(&same),
                });
                match rule {
                    Rule::Keep(_) => Reason::KeepsAccess(witness),
                    Rule::Never(_) => Reason::NeverGains(witness),
                }
            }
            Claim::Grant { folder } => Reason::StaysOut { path: self.path(folder) },
            Claim::Automation { at, place, .. } => Reason::KeepsRunning {
                automation: self.automation(at),
                path: self.path(place.folder),
            },
            Claim::Assertion { at, .. } => Reason::KeepsAssertion { expect: self.assertion(at) },
            Claim::Administrator => Reason::AdministratorRemains,
        }
    }
}

impl Teller<'_> {
    /// What comes of a demand that is not heeded.
    pub(super) fn kinds(&self, rule: &Rule, claims: &[Claim]) -> Vec<TransientKind> {
        let mut told: Vec<TransientKind> = Vec::new();
        let mut access: FxHashMap<(usize, Folder), Vec<Claim>> = FxHashMap::default();
        for claim in claims {
            match *claim {
                Claim::Access { profile, place, .. } => {
                    access.entry((profile, place.folder)).or_default().push(*claim);
                }
                // Of what no order heeds, people are told.
                Claim::Grant { .. } => {}
                Claim::Automation { at, place, .. } => told.push(TransientKind::Automation {
                    automation: self.automation(at),
                    path: self.path(place.folder),
                }),
                Claim::Assertion { at, user, place, .. } => told.push(TransientKind::Assertion {
                    expect: self.assertion(at),
                    person: self.person(user),
                    path: self.path(place.folder),
                }),
                Claim::Administrator => told.push(TransientKind::Administrator),
            }
        }
        for ((profile, folder), claims) in access {
            let mut people: Vec<String> =
                self.people_of(profile).iter().map(|user| self.person(*user)).collect();
            people.sort_unstable();
            let (place, atoms) = (self.place(folder, scope(&claims)), atoms(&claims));
            told.push(match rule {
                Rule::Keep(_) => TransientKind::Loss { people, place, atoms },
                Rule::Never(_) => TransientKind::Gain { people, place, atoms },
            });
        }
        told.sort_unstable();
        told.dedup();
        told
    }

    fn automation(&self, at: usize) -> String {
        let automation = self.live.automations.get(at);
        automation.map_or_else(String::new, |automation| match &automation.name {
            Some(name) => name.to_string(),
            None => format!("id {}", automation.id),
        })
    }

    fn assertion(&self, at: usize) -> String {
        self.site.expectations.get(at).map_or_else(String::new, |one| one.text.to_string())
    }

    pub(super) fn people_of(&self, profile: usize) -> &[Key] {
        self.people.get_index(profile).map_or(&[], |(_, people)| people)
    }

    pub(super) fn person(&self, user: Key) -> String {
        self.spelling.of_name(self.names.key_text(user))
    }

    pub(super) fn path(&self, folder: Folder) -> String {
        self.spelling.of_path(self.tree.folders().path(folder))
    }

    fn place(&self, folder: Folder, scope: Scope) -> AccessPlace {
        AccessPlace { path: self.path(folder), scope }
    }
}

fn is_of(claim: Claim, profile: usize, folder: Folder) -> bool {
    matches!(claim, Claim::Access { profile: p, place, .. } if p == profile && place.folder == folder)
}

fn places(claims: &[Claim]) -> impl Iterator<Item = (Place, Atoms)> {
    claims.iter().filter_map(|claim| match *claim {
        Claim::Access { place, atoms, .. } => Some((place, atoms)),
        _ => None,
    })
}

/// How far claims on one folder reach.
fn scope(claims: &[Claim]) -> Scope {
    let has = |below: bool| places(claims).any(|(place, _)| place.below == below);
    match (has(false), has(true)) {
        (true, true) => Scope::Whole,
        (false, true) => Scope::BelowOnly,
        _ => Scope::FolderOnly,
    }
}

fn atoms(claims: &[Claim]) -> Vec<String> {
    let all = places(claims).fold(Atoms::NONE, |all, (_, atoms)| all | atoms);
    all.names().map(str::to_owned).collect()
}
