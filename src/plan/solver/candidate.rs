//! A partial order in the making: the references, and the pairs that constraints have put in
//! order so far. It never has a circle.

use super::ConstraintId;
use crate::plan::expand::UnplacedId;
use crate::plan::graph::{Graph, shortest};
use crate::plan::safety::Pair;
use crate::plan::step::Reason;
use petgraph::acyclic::Acyclic;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::FxHashSet;

/// A pair that was put in order.
pub(super) type Added = (EdgeIndex, Pair);

pub(super) struct Candidate {
    graph: Acyclic<Graph>,
    /// Pairs that constraints have put in order.
    ordered: FxHashSet<Pair>,
    /// Constraints that no way of satisfying was possible for.
    pub(super) violated: Vec<ConstraintId>,
}

impl Candidate {
    pub(super) fn new(graph: Acyclic<Graph>) -> Self {
        Candidate { graph, ordered: FxHashSet::default(), violated: Vec::new() }
    }

    pub(super) fn into_graph(self) -> Graph {
        self.graph.into_inner()
    }

    /// Takes the first way that is possible; one that is taken already before others, and one
    /// that fits the order at hand, if such are preferred.
    pub(super) fn satisfy(
        &mut self,
        options: &[Vec<Pair>],
        at_hand: bool,
        reason: &dyn Fn() -> Reason,
    ) -> bool {
        let graph = self.graph.inner();
        let stands = |pair: &Pair| {
            self.ordered.contains(pair) || graph.contains_edge(pair.0.into(), pair.1.into())
        };
        if options.iter().any(|option| option.iter().all(stands)) {
            return true;
        }
        let position = |step: UnplacedId| self.graph.get_position(step.into());
        let is_so = |pair: &Pair| position(pair.0) < position(pair.1);
        let is_at_hand = |option: &&Vec<Pair>| at_hand && option.iter().all(is_so);
        if let Some(option) = options.iter().find(is_at_hand) {
            return self.add(option, reason);
        }
        options.iter().any(|option| self.add(option, reason))
    }

    /// Puts all pairs in order, or none.
    pub(super) fn add(&mut self, option: &[Pair], reason: &dyn Fn() -> Reason) -> bool {
        self.put(option, reason).is_some()
    }

    /// Puts all pairs in order, or none: those that were not yet.
    pub(super) fn put(
        &mut self,
        option: &[Pair],
        reason: &dyn Fn() -> Reason,
    ) -> Option<Vec<Added>> {
        let mut added: Vec<Added> = Vec::new();
        for pair in option {
            if self.ordered.contains(pair) {
                continue;
            }
            match self.graph.try_add_edge(pair.0.into(), pair.1.into(), reason()) {
                Ok(edge) => {
                    self.ordered.insert(*pair);
                    added.push((edge, *pair));
                }
                Err(_) => {
                    self.take_back(added);
                    return None;
                }
            }
        }
        Some(added)
    }

    /// Takes pairs out again, which nothing was put in order after.
    pub(super) fn take_back(&mut self, added: Vec<Added>) {
        // The last one goes first, so that no other edge takes its number.
        for (edge, pair) in added.into_iter().rev() {
            self.graph.remove_edge(edge);
            self.ordered.remove(&pair);
        }
    }

    /// Puts steps after all others that do not wait for them, and one after the other.
    pub(super) fn put_last(&mut self, steps: &[UnplacedId]) {
        if steps.is_empty() {
            return;
        }
        let graph = self.graph.inner();
        let is_last = |node: NodeIndex| steps.contains(&node.into());
        let is_end = |node: &NodeIndex| !is_last(*node) && graph.neighbors(*node).all(is_last);
        let mut before: Vec<UnplacedId> =
            graph.node_indices().filter(is_end).map(UnplacedId::from).collect();
        for step in steps {
            before.retain(|end| !self.add(&[(*end, *step)], &|| Reason::KeyIsNeeded));
            before.push(*step);
        }
    }

    /// The shortest circle that any of the ways would close.
    pub(super) fn circle(
        &self,
        options: &[Vec<Pair>],
        reason: &dyn Fn() -> Reason,
    ) -> Vec<(Pair, Reason)> {
        let pairs: FxHashSet<Pair> = options.iter().flatten().copied().collect();
        let mut pairs: Vec<Pair> = pairs.into_iter().collect();
        pairs.sort_unstable();
        let trails = pairs.into_iter().filter_map(|pair| {
            let (first, then) = pair;
            let mut trail = shortest(self.graph.inner(), then.into(), first.into())?;
            trail.push((pair, reason()));
            Some(trail)
        });
        trails.min_by_key(Vec::len).unwrap_or_default()
    }
}
