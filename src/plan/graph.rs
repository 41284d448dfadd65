//! Which step waits for which, as a graph, and the shortest ways along it.

use super::edges::Edge;
use super::expand::UnplacedId;
use super::index_vec::Idx;
use super::safety::Pair;
use super::step::Reason;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Unplaced steps in their order; an edge leads to what waits.
pub(super) type Graph = DiGraph<(), Reason>;

impl From<UnplacedId> for NodeIndex {
    fn from(step: UnplacedId) -> Self {
        NodeIndex::new(step.index())
    }
}

impl From<NodeIndex> for UnplacedId {
    fn from(node: NodeIndex) -> Self {
        UnplacedId::new(node.index())
    }
}

/// The steps with all that does not give way.
pub(super) fn graph(count: usize, edges: &[Edge]) -> Graph {
    let mut graph = Graph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for edge in edges.iter().filter(|edge| !edge.soft) {
        graph.add_edge(edge.first.into(), edge.then.into(), edge.reason.clone());
    }
    graph
}

/// The shortest way from one step to another along edges, with why each waits.
pub(super) fn shortest(
    graph: &Graph,
    from: NodeIndex,
    to: NodeIndex,
) -> Option<Vec<(Pair, Reason)>> {
    let mut came: FxHashMap<NodeIndex, EdgeIndex> = FxHashMap::default();
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        let mut edges: Vec<_> = graph.edges(node).collect();
        edges.sort_by_key(|edge| edge.id());
        for edge in edges {
            let target = edge.target();
            if target == from || came.contains_key(&target) {
                continue;
            }
            came.insert(target, edge.id());
            if target == to {
                return Some(trace(graph, &came, to));
            }
            queue.push_back(target);
        }
    }
    None
}

fn trace(
    graph: &Graph,
    came: &FxHashMap<NodeIndex, EdgeIndex>,
    to: NodeIndex,
) -> Vec<(Pair, Reason)> {
    let mut trail = Vec::new();
    let mut at = to;
    while let Some(edge) = came.get(&at) {
        let (Some((first, then)), Some(reason)) =
            (graph.edge_endpoints(*edge), graph.edge_weight(*edge))
        else {
            panic!("a trail leads along edges of the graph");
        };
        trail.push(((first.into(), then.into()), reason.clone()));
        at = first;
    }
    trail.reverse();
    trail
}
