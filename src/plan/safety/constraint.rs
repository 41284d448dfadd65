//! Constraints on the order of steps, and the ways of satisfying them.

use super::person::ProfileId;
use super::term::{Term, Terms};
use crate::access::{Atoms, Folder, Place};
use crate::live::{LiveAutomation, LiveSite};
use crate::model::expect::Expectation;
use crate::model::{Definition, Key};
use crate::plan::expand::UnplacedId;
use crate::plan::index_vec::{Idx, idx};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Something about a state of the site that must be so throughout.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::plan) enum Invariant {
    /// It holds before and after, so it holds at every moment.
    Always(Terms),
    /// It holds neither before nor after, so it never does.
    Never(Term),
}

impl Invariant {
    pub(in crate::plan) fn is_never(&self) -> bool {
        matches!(self, Invariant::Never(_))
    }

    pub(in crate::plan) fn terms(&self) -> Terms {
        match self {
            Invariant::Always(terms) => terms.clone(),
            Invariant::Never(term) => term.clone().into(),
        }
    }
}

idx! {
    /// The place of an automation among the live ones.
    AutomationIndex
}

impl AutomationIndex {
    pub(super) fn all(live: &LiveSite) -> impl Iterator<Item = (Self, &LiveAutomation)> {
        let automations = live.automations.iter().enumerate();
        automations.map(|(index, automation)| (AutomationIndex::new(index), automation))
    }

    pub(in crate::plan) fn of(self, live: &LiveSite) -> Option<&LiveAutomation> {
        live.automations.get(self.index())
    }
}

idx! {
    /// The place of an assertion among those of the definition.
    ExpectationIndex
}

impl ExpectationIndex {
    pub(super) fn all(site: &Definition) -> impl Iterator<Item = (Self, &Expectation)> {
        let expectations = site.expectations.iter().enumerate();
        expectations.map(|(index, expectation)| (ExpectationIndex::new(index), expectation))
    }

    pub(in crate::plan) fn of(self, site: &Definition) -> Option<&Expectation> {
        site.expectations.get(self.index())
    }
}

/// Who asks for an invariant, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Cause {
    /// People of one profile, for what they may do at a place.
    Access { profile: ProfileId, place: Place, atoms: Atoms },
    /// A new grant, for a folder that it is not to reach.
    Grant { folder: Folder },
    /// A live automation, at a place that it leads to; for what its owner needs there, or for
    /// leading there at all.
    Automation { at: AutomationIndex, place: Place, needs: Option<(Key, Atoms)> },
    /// An assertion, for one person at a place. A soft one gives way: nobody loses what comes.
    Assertion { at: ExpectationIndex, user: Key, place: Place, atoms: Atoms, soft: bool },
    /// There is somebody who administers the site.
    Administrator,
    /// There is somebody who administers the group.
    GroupAdministrator { group: Key },
}

/// One thing waits for another: first, then.
pub(in crate::plan) type Pair = (UnplacedId, UnplacedId);

/// Every invariant once, with all that ask for it.
#[derive(Debug, Default)]
pub(in crate::plan) struct Constraints {
    pub(in crate::plan) all: IndexMap<Invariant, Vec<Cause>, FxBuildHasher>,
}

impl Cause {
    pub(in crate::plan) fn is_soft(&self) -> bool {
        matches!(self, Cause::Assertion { soft: true, .. })
    }

    /// The people whom it is for.
    pub(in crate::plan) fn profile(&self) -> Option<ProfileId> {
        match self {
            Cause::Access { profile, .. } => Some(*profile),
            _ => None,
        }
    }
}

impl Constraints {
    /// All but some causes, of those that ask for the same; without what nobody asks for any more.
    pub(in crate::plan) fn without(
        &self,
        drop: impl Fn(&Invariant, &[Cause], &Cause) -> bool,
    ) -> Self {
        let rest = self.all.iter().map(|(invariant, causes)| match invariant {
            Invariant::Always(_) => {
                let stays = |cause: &&Cause| !drop(invariant, causes, cause);
                (invariant.clone(), causes.iter().filter(stays).copied().collect())
            }
            Invariant::Never(_) => (invariant.clone(), causes.clone()),
        });
        Constraints {
            all: rest.filter(|(_, causes): &(Invariant, Vec<Cause>)| !causes.is_empty()).collect(),
        }
    }

    /// What follows from something that holds while any of the terms does.
    pub(super) fn add(&mut self, terms: Terms, cause: Cause) {
        if !terms.changes() {
            return;
        }
        match (terms.holds_before(), terms.holds_after()) {
            (true, true) => {
                let invariant = Invariant::Always(terms);
                if !options(&invariant).iter().any(Vec::is_empty) {
                    self.all.entry(invariant).or_default().push(cause);
                }
            }
            (false, false) => {
                for term in terms.iter() {
                    self.all.entry(Invariant::Never(term.clone())).or_default().push(cause);
                }
            }
            _ => {}
        }
    }
}

/// How many ways of satisfying a constraint are looked at.
const MOST_OPTIONS: usize = 64;

/// The ways of keeping to an invariant: in each, every first step comes before its second.
pub(in crate::plan) fn options(invariant: &Invariant) -> Vec<Vec<Pair>> {
    let mut options = match invariant {
        Invariant::Never(term) => {
            let pairs = term.down.iter().flat_map(|s| term.up.iter().map(|t| vec![(*s, *t)]));
            pairs.collect()
        }
        Invariant::Always(terms) => always_options(terms),
    };
    options.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    options.dedup();
    options.truncate(MOST_OPTIONS);
    options
}

/// What carries it before is there until what carries it afterwards is; perhaps with something
/// in between that does so for a while.
fn always_options(terms: &Terms) -> Vec<Vec<Pair>> {
    let before = || terms.iter().filter(|term| term.up.is_empty());
    let after = || terms.iter().filter(|term| term.down.is_empty());
    let between = || terms.iter().filter(|term| !term.up.is_empty() && !term.down.is_empty());
    let mut options = Vec::new();
    for old in before() {
        for new in after() {
            options.push(hand_over(&[old, new]));
        }
        for bridge in between().take(MOST_OPTIONS) {
            for new in after() {
                options.push(hand_over(&[old, bridge, new]));
            }
        }
    }
    options
}

/// Each is complete before the one before it is touched.
fn hand_over(chain: &[&Term]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for two in chain.windows(2) {
        let [old, new] = two else { continue };
        let each = new.up.iter().flat_map(|first| old.down.iter().map(move |then| (*first, *then)));
        // A step that does both at once hands over by itself.
        pairs.extend(each.filter(|(first, then)| first != then));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
