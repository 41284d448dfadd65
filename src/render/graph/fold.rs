//! Makes a graph small enough to be read: what is alike becomes one node.

use super::{Graph, Node};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::hash::Hash;

/// More is no picture but a thicket. Mermaid draws at most 500 edges.
const NODES: usize = 300;
const EDGES: usize = 500;

pub fn is_readable(graph: &Graph) -> bool {
    graph.nodes.len() <= NODES && graph.edges.len() <= EDGES
}

/// Makes one node of all that share a key. `sum` says what it is called; a node that is alone
/// with its key stays as it is.
pub fn contract<K: Eq + Hash>(
    graph: Graph,
    key: impl Fn(usize, &Node) -> Option<K>,
    sum: impl Fn(&[&Node]) -> Node,
) -> Graph {
    let mut classes: FxHashMap<K, usize> = FxHashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut class_of = Vec::with_capacity(graph.nodes.len());
    for (at, node) in graph.nodes.iter().enumerate() {
        let new = members.len();
        let class = match key(at, node) {
            Some(key) => *classes.entry(key).or_insert(new),
            None => new,
        };
        if class == new {
            members.push(Vec::new());
        }
        members[class].push(at);
        class_of.push(class);
    }
    let nodes = members.iter().map(|members| match members[..] {
        [only] => graph.nodes[only].clone(),
        _ => {
            let all: Vec<&Node> = members.iter().map(|at| &graph.nodes[*at]).collect();
            let count = all.iter().map(|node| node.count).sum();
            Node { count, step: None, ..sum(&all) }
        }
    });
    let mut folded = Graph { nodes: nodes.collect(), ..graph };
    for edge in &mut folded.edges {
        (edge.from, edge.to) = (class_of[edge.from], class_of[edge.to]);
    }
    folded.merge_edges();
    folded
}

/// The node of that name with all that leads to it and all that it leads to. None if nothing
/// bears the name.
pub fn focus(graph: Graph, is_meant: impl Fn(&Node) -> bool) -> Option<Graph> {
    let center: Vec<usize> =
        (0..graph.nodes.len()).filter(|at| is_meant(&graph.nodes[*at])).collect();
    if center.is_empty() {
        return None;
    }
    let mut next = vec![[Vec::new(), Vec::new()]; graph.nodes.len()];
    for edge in &graph.edges {
        next[edge.from][0].push(edge.to);
        next[edge.to][1].push(edge.from);
    }
    let mut kept = vec![false; graph.nodes.len()];
    for way in [0, 1] {
        let mut seen = vec![false; graph.nodes.len()];
        let mut queue = VecDeque::from(center.clone());
        while let Some(at) = queue.pop_front() {
            if !std::mem::replace(&mut seen[at], true) {
                kept[at] = true;
                queue.extend(&next[at][way]);
            }
        }
    }
    Some(keep(graph, &kept))
}

/// Only these nodes, and the edges between them.
pub fn keep(graph: Graph, kept: &[bool]) -> Graph {
    let mut place = vec![None; graph.nodes.len()];
    let mut nodes = Vec::new();
    for (at, node) in graph.nodes.into_iter().enumerate() {
        if kept[at] {
            place[at] = Some(nodes.len());
            nodes.push(node);
        }
    }
    let edges = graph.edges.into_iter().filter_map(|mut edge| {
        (edge.from, edge.to) = (place[edge.from]?, place[edge.to]?);
        Some(edge)
    });
    Graph { edges: edges.collect(), nodes, title: graph.title, notes: graph.notes }
}

/// What is left when summing up was not enough: the nodes with the most edges.
pub fn cut(mut graph: Graph) -> Graph {
    if graph.nodes.len() > NODES {
        let (into, out) = graph.degrees();
        let mut by_degree: Vec<usize> = (0..graph.nodes.len()).collect();
        by_degree.sort_by_key(|at| std::cmp::Reverse(into[*at] + out[*at]));
        let mut kept = vec![false; graph.nodes.len()];
        by_degree.iter().take(NODES).for_each(|at| kept[*at] = true);
        let left = graph.nodes.len() - NODES;
        graph = keep(graph, &kept);
        graph.notes.push(format!("{left} nodes with few edges are left out"));
    }
    if graph.edges.len() > EDGES {
        let left = graph.edges.len() - EDGES;
        graph.edges.truncate(EDGES);
        graph.notes.push(format!("{left} edges are left out"));
    }
    graph
}

/// `ana, ben, cleo and 34 more`.
pub fn examples(nodes: &[&Node]) -> String {
    const SHOWN: usize = 3;
    let names = nodes.iter().take(SHOWN).map(|node| super::look::cut(&node.name, 24));
    let shown = names.collect::<Vec<_>>().join(", ");
    let count: usize = nodes.iter().map(|node| node.count).sum();
    match count.saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
