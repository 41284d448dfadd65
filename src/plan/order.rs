//! One order that respects every edge: Kahn's algorithm over an ordered set, so that the same
//! input gives the same order. Where a circle stands in the way, the shortest one is shown.

use super::expand::Draft;
use super::safety::Pair;
use super::step::{After, Reason, Step, StepId};
use super::weave::{Graph, shortest};
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

/// The order of a graph without circles, and which step each draft became.
pub(super) fn order(drafts: Vec<Draft>, graph: &Graph) -> (Vec<Step>, Vec<StepId>) {
    let removal = |draft: &Draft| draft.operation == Operation::Delete;
    let rank = |draft: &Draft| draft.address.kind().rank(removal(draft));
    let ranks: Vec<u8> = drafts.iter().map(rank).collect();
    let sequence = kahn(graph, &ranks);
    let mut place = vec![StepId(0); drafts.len()];
    for (position, node) in sequence.iter().enumerate() {
        place[node.index()] = StepId(position as u32 + 1);
    }
    let mut by_place: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    let steps = sequence.iter().map(|node| {
        let draft = match by_place[node.index()].take() {
            Some(draft) => draft,
            None => panic!("an order holds each step once"),
        };
        let incoming = graph.edges_directed(*node, petgraph::Direction::Incoming);
        let mut after: Vec<After> = incoming
            .map(|edge| After { step: place[edge.source().index()], reason: edge.weight().clone() })
            .collect();
        after.sort_by(|a, b| (a.step, &a.reason).cmp(&(b.step, &b.reason)));
        after.dedup();
        Step {
            id: place[node.index()],
            change: draft.change,
            operation: draft.operation,
            address: draft.address,
            live_id: draft.live_id,
            as_user: draft.as_user,
            set: draft.set,
            after,
        }
    });
    (steps.collect(), place)
}

fn kahn(graph: &Graph, ranks: &[u8]) -> Vec<NodeIndex> {
    let mut waiting: Vec<u32> = vec![0; ranks.len()];
    for edge in graph.edge_references() {
        waiting[edge.target().index()] += 1;
    }
    let free = (0..ranks.len()).filter(|index| waiting[*index] == 0);
    let mut ready: BTreeSet<(u8, usize)> = free.map(|index| (ranks[index], index)).collect();
    let mut sequence = Vec::with_capacity(ranks.len());
    while let Some((_, index)) = ready.pop_first() {
        let node = NodeIndex::new(index);
        sequence.push(node);
        for edge in graph.edges(node) {
            let target = edge.target().index();
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
pub(super) fn cycle(graph: &Graph, drafts: &[Draft]) -> Cycle {
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
        let draft = &drafts[node.index()];
        (draft.operation, draft.address.clone(), reason)
    };
    Cycle { steps: trail.into_iter().map(describe).collect() }
}

/// The shortest way from a step back to itself; each step with why the next waits for it.
fn shortest_return(graph: &Graph, start: NodeIndex) -> Option<Vec<(NodeIndex, Reason)>> {
    let mut trails: Vec<Vec<(Pair, Reason)>> = Vec::new();
    for edge in graph.edges_directed(start, petgraph::Direction::Incoming) {
        let Some(mut trail) = shortest(graph, start, edge.source()) else { continue };
        trail.push(((edge.source().index(), start.index()), edge.weight().clone()));
        trails.push(trail);
    }
    let trail = trails.into_iter().min_by_key(Vec::len)?;
    Some(trail.into_iter().map(|((first, _), reason)| (NodeIndex::new(first), reason)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::edges::Edge;
    use crate::plan::weave::graph;

    fn drafts(count: usize) -> Vec<Draft> {
        let draft = |index: usize| Draft {
            change: index,
            operation: Operation::Create,
            address: Address::Folder { path: format!("f{index}") },
            live_id: None,
            as_user: None,
            set: Vec::new(),
            follows: None,
        };
        (0..count).map(draft).collect()
    }

    fn edge(first: usize, then: usize) -> Edge {
        Edge::new(first, then, Reason::NewBeforeOld)
    }

    #[test]
    fn every_edge_is_respected_and_the_rest_keeps_its_place() {
        let graph = graph(4, &[edge(3, 0), edge(2, 1)]);
        let (steps, _) = order(drafts(4), &graph);
        let sequence: Vec<usize> = steps.iter().map(|step| step.change).collect();
        assert_eq!(sequence, [2, 1, 3, 0]);
        assert_eq!(steps[3].after[0].step, StepId(3));
    }

    #[test]
    fn the_shortest_circle_is_shown() {
        let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3), edge(3, 0), edge(2, 1)];
        let cycle = cycle(&graph(4, &edges), &drafts(4));
        let names: Vec<String> =
            cycle.steps.iter().map(|(_, address, _)| address.to_string()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(
            names.contains(&"folder \"f1\"".to_owned())
                && names.contains(&"folder \"f2\"".to_owned())
        );
    }
}
