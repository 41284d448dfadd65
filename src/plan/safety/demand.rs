//! What the order of steps must heed, and the ways of heeding it.

use super::term::{Term, Terms};
use crate::access::{Atoms, Folder, Place};
use crate::model::Key;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Something about a state of the site that must be so throughout.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::plan) enum Rule {
    /// It holds before and after, so it holds at every moment.
    Keep(Terms),
    /// It holds neither before nor after, so it never does.
    Never(Term),
}

impl Rule {
    pub(in crate::plan) fn terms(&self) -> Terms {
        match self {
            Rule::Keep(terms) => terms.clone(),
            Rule::Never(term) => term.clone().into(),
        }
    }
}

/// Who asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) enum Claim {
    /// People of one profile, for what they may do at a place.
    Access { profile: usize, place: Place, atoms: Atoms },
    /// A new grant, for a folder that it is not to reach.
    Grant { folder: Folder },
    /// A live automation, at a place that it leads to; for what its owner needs there, or for
    /// leading there at all.
    Automation { at: usize, place: Place, needs: Option<(Key, Atoms)> },
    /// An assertion, for one person at a place. A courtesy gives way: nobody loses what comes.
    Assertion { at: usize, user: Key, place: Place, atoms: Atoms, courtesy: bool },
    /// There is somebody who administers the site.
    Administrator,
}

/// One thing waits for another: first, then.
pub(in crate::plan) type Pair = (usize, usize);

/// Every demand once, with all that ask for it.
#[derive(Debug, Default)]
pub(in crate::plan) struct Demands {
    pub(in crate::plan) all: IndexMap<Rule, Vec<Claim>, FxBuildHasher>,
}

impl Claim {
    pub(in crate::plan) fn is_courtesy(&self) -> bool {
        matches!(self, Claim::Assertion { courtesy: true, .. })
    }

    /// The people whom it is for.
    pub(in crate::plan) fn profile(&self) -> Option<usize> {
        match self {
            Claim::Access { profile, .. } => Some(*profile),
            _ => None,
        }
    }
}

impl Demands {
    /// All but some claims, of those that ask for the same; without what nobody asks for any more.
    pub(in crate::plan) fn without(&self, drop: impl Fn(&Rule, &[Claim], &Claim) -> bool) -> Self {
        let rest = self.all.iter().map(|(rule, claims)| match rule {
            Rule::Keep(_) => {
                let stays = |claim: &&Claim| !drop(rule, claims, claim);
                (rule.clone(), claims.iter().filter(stays).copied().collect())
            }
            Rule::Never(_) => (rule.clone(), claims.clone()),
        });
        Demands {
            all: rest.filter(|(_, claims): &(Rule, Vec<Claim>)| !claims.is_empty()).collect(),
        }
    }

    /// What follows from something that holds while any of the terms does.
    pub(super) fn add(&mut self, terms: Terms, claim: Claim) {
        if !terms.changes() {
            return;
        }
        match (terms.holds_before(), terms.holds_after()) {
            (true, true) => {
                let rule = Rule::Keep(terms);
                if !options(&rule).iter().any(Vec::is_empty) {
                    self.all.entry(rule).or_default().push(claim);
                }
            }
            (false, false) => {
                for term in terms.iter() {
                    self.all.entry(Rule::Never(term.clone())).or_default().push(claim);
                }
            }
            _ => {}
        }
    }
}

/// How many ways of heeding a demand are looked at.
const MOST_OPTIONS: usize = 64;

/// The ways of heeding a rule: in each, every first step comes before its second.
pub(in crate::plan) fn options(rule: &Rule) -> Vec<Vec<Pair>> {
    let mut options = match rule {
        Rule::Never(term) => {
            let pairs = term.down.iter().flat_map(|s| term.up.iter().map(|t| vec![(*s, *t)]));
            pairs.collect()
        }
        Rule::Keep(terms) => keep_options(terms),
    };
    options.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    options.dedup();
    options.truncate(MOST_OPTIONS);
    options
}

/// What carries it before is there until what carries it afterwards is; perhaps with something
/// in between that does so for a while.
fn keep_options(terms: &Terms) -> Vec<Vec<Pair>> {
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
