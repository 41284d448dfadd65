//! One order that respects every edge: Kahn's algorithm over an ordered set, so that the same
//! input gives the same order. Where a circle stands in the way, the shortest one is shown.

use super::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use super::graph::{Graph, shortest};
use super::index_vec::IndexVec;
use super::safety::Pair;
use super::step::{After, Reason, Step, StepId};
use crate::diff::{Address, Operation};
use petgraph::algo::tarjan_scc;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::fmt;

/// Steps each of which waits for the next, and the last for the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    pub steps: Vec<(Operation, Address, Reason)>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no order of steps is possible: these wait for each other")
    }
}

impl std::error::Error for Cycle {}

/// The order of a graph without circles, and the place that each step takes in it.
pub(super) fn order(
    unplaced: UnplacedSteps,
    graph: &Graph,
) -> (Vec<Step>, IndexVec<UnplacedId, StepId>) {
    let removal = |step: &UnplacedStep| step.operation == Operation::Delete;
    let rank = |step: &UnplacedStep| step.address.kind().rank(removal(step));
    let ranks: IndexVec<UnplacedId, u8> = unplaced.iter().map(rank).collect();
    let sequence = kahn(graph, &ranks);
    let mut place: IndexVec<UnplacedId, StepId> = unplaced.iter().map(|_| StepId(0)).collect();
    for (position, id) in sequence.iter().enumerate() {
        place[*id] = StepId::at(position);
    }
    let mut left: IndexVec<UnplacedId, Option<UnplacedStep>> =
        unplaced.into_iter().map(Some).collect();
    let steps = sequence.iter().map(|id| {
        let step = match left[*id].take() {
            Some(step) => step,
            None => panic!("an order holds each step once"),
        };
        let incoming = graph.edges_directed((*id).into(), petgraph::Direction::Incoming);
        let mut after: Vec<After> = incoming
            .map(|edge| After { step: place[edge.source().into()], reason: edge.weight().clone() })
            .collect();
        after.sort_by(|a, b| (a.step, &a.reason).cmp(&(b.step, &b.reason)));
        after.dedup();
        Step {
            id: place[*id],
            change: step.change,
            operation: step.operation,
            address: step.address,
            live_id: step.live_id,
            as_user: step.as_user,
            set: step.set,
            after,
        }
    });
    (steps.collect(), place)
}

fn kahn(graph: &Graph, ranks: &IndexVec<UnplacedId, u8>) -> Vec<UnplacedId> {
    let mut waiting: IndexVec<UnplacedId, u32> = ranks.iter().map(|_| 0).collect();
    for edge in graph.edge_references() {
        waiting[edge.target().into()] += 1;
    }
    let free = ranks.indices().filter(|id| waiting[*id] == 0);
    let mut ready: BTreeSet<(u8, UnplacedId)> = free.map(|id| (ranks[id], id)).collect();
    let mut sequence = Vec::with_capacity(ranks.len());
    while let Some((_, id)) = ready.pop_first() {
        sequence.push(id);
        for edge in graph.edges(id.into()) {
            let target = UnplacedId::from(edge.target());
            waiting[target] -= 1;
            if waiting[target] == 0 {
                ready.insert((ranks[target], target));
            }
        }
    }
    assert_eq!(sequence.len(), ranks.len(), "a graph without circles has an order");
    sequence
}

/// The shortest circle in the smallest component that has one.
pub(super) fn cycle(graph: &Graph, unplaced: &UnplacedSteps) -> Cycle {
    let components = tarjan_scc(graph);
    let knotted = components.into_iter().filter(|nodes| nodes.len() > 1);
    let mut nodes = match knotted.min_by_key(Vec::len) {
        Some(nodes) => nodes,
        None => panic!("steps that cannot be ordered lie on a circle"),
    };
    nodes.sort();
    let trails = nodes.iter().filter_map(|start| shortest_return(graph, *start));
    let Some(trail) = trails.min_by_key(Vec::len) else {
        panic!("every step of a component leads back to itself");
    };
    let describe = |(node, reason): (NodeIndex, Reason)| {
        let step = &unplaced[node.into()];
        (step.operation, step.address.clone(), reason)
    };
    Cycle { steps: trail.into_iter().map(describe).collect() }
}

/// The shortest way from a step back to itself; each step with why the next waits for it.
fn shortest_return(graph: &Graph, start: NodeIndex) -> Option<Vec<(NodeIndex, Reason)>> {
    let mut trails: Vec<Vec<(Pair, Reason)>> = Vec::new();
    for edge in graph.edges_directed(start, petgraph::Direction::Incoming) {
        let Some(mut trail) = shortest(graph, start, edge.source()) else { continue };
        trail.push(((edge.source().into(), start.into()), edge.weight().clone()));
        trails.push(trail);
    }
    let trail = trails.into_iter().min_by_key(Vec::len)?;
    Some(trail.into_iter().map(|((first, _), reason)| (first.into(), reason)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::edges::Edge;
    use crate::plan::graph::graph;
    use crate::plan::index_vec::Idx;
    use crate::plan::step::ChangeId;

    fn unplaced(count: usize) -> UnplacedSteps {
        let step = |index: usize| UnplacedStep {
            change: ChangeId(index),
            operation: Operation::Create,
            address: Address::Folder { path: format!("f{index}") },
            live_id: None,
            as_user: None,
            set: Vec::new(),
            follows: None,
        };
        (0..count).map(step).collect()
    }

    fn edge(first: usize, then: usize) -> Edge {
        Edge::new(UnplacedId::new(first), UnplacedId::new(then), Reason::NewBeforeOld)
    }

    #[test]
    fn every_edge_is_respected_and_the_rest_keeps_its_place() {
        let graph = graph(4, &[edge(3, 0), edge(2, 1)]);
        let (steps, _) = order(unplaced(4), &graph);
        let sequence: Vec<usize> = steps.iter().map(|step| step.change.0).collect();
        assert_eq!(sequence, [2, 1, 3, 0]);
        assert_eq!(steps[3].after[0].step, StepId(3));
    }

    #[test]
    fn the_shortest_circle_is_shown() {
        let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3), edge(3, 0), edge(2, 1)];
        let cycle = cycle(&graph(4, &edges), &unplaced(4));
        let names: Vec<String> =
            cycle.steps.iter().map(|(_, address, _)| address.to_string()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(
            names.contains(&"folder \"f1\"".to_owned())
                && names.contains(&"folder \"f2\"".to_owned())
        );
    }
}
