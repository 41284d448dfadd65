//! Who gains or loses the files of child sites, by a site administrator's role there.
//!
//! A child site lies at a path of its own, and a site administrator reaches all of it. The
//! role of a read-only administrator gives no access to files.

use super::fold::Spelling;
use super::step::{
    AccessCause, AccessChange, AccessImpact, AccessMove, AccessPlace, AccessThrough, Scope, Sign,
};
use crate::access::{Atoms, Offices, Standing, State};
use crate::model::{ChildLevel, Key, Names};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};

/// Adds them to what else the changes do to people.
pub(super) fn add(
    impact: &mut AccessImpact,
    states: [&State; 2],
    offices: [&Offices; 2],
    spelling: &Spelling<'_>,
    names: &Names,
) {
    let [before, after] = offices.map(|offices| offices.child_roles());
    if before.is_empty() && after.is_empty() {
        return;
    }
    let holders = [0, 1].map(|at| holders(states[at], offices[at]));
    let both: BTreeSet<i64> = holders.iter().flat_map(|of| of.keys().copied()).collect();
    for site in both {
        let by_role = |at: usize, user: &Key| {
            states[at].standing(*user) == Standing::Ordinary
                && holders[at].get(&site).is_some_and(|people| people.contains(user))
        };
        // Whoever administers this site administers its child sites, which is told of the site.
        let has = |at: usize, user: &Key| {
            states[at].standing(*user) == Standing::Everything || by_role(at, user)
        };
        let people: FxHashSet<Key> =
            holders.iter().filter_map(|of| of.get(&site)).flatten().copied().collect();
        for (sign, without, with) in [(Sign::Lost, 1, 0), (Sign::Gained, 0, 1)] {
            let moved = people.iter().filter(|user| by_role(with, user) && !has(without, user));
            let mut moved: Vec<String> =
                moved.map(|user| spelling.of_user(names.key_text(*user))).collect();
            if moved.is_empty() {
                continue;
            }
            moved.sort_unstable();
            impact.moves.push(AccessMove {
                people: moved,
                group: None,
                changes: vec![everything(site, sign)],
            });
        }
    }
    impact.sort();
    impact.gain = impact.count(Sign::Gained);
    impact.lose = impact.count(Sign::Lost);
}

fn holders(state: &State, offices: &Offices) -> BTreeMap<i64, FxHashSet<Key>> {
    let mut holders: BTreeMap<i64, FxHashSet<Key>> = BTreeMap::new();
    for (grantee, site, level) in offices.child_roles() {
        if *level == ChildLevel::SiteAdmin {
            holders.entry(*site).or_default().extend(state.people_of(grantee));
        }
    }
    holders
}

fn everything(site: i64, sign: Sign) -> AccessChange {
    AccessChange {
        place: AccessPlace { path: format!("_/Sites/{site}"), scope: Scope::Whole },
        change: sign,
        atoms: Atoms::ALL.names().map(str::to_owned).collect(),
        except: Vec::new(),
        through: vec![AccessThrough { because: AccessCause::Role, grant: None, declared: None }],
    }
}
