//! Makes a graph small enough to be read: what is alike becomes one node.

use super::{Graph, Node};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::hash::Hash;

/// More is no picture but a thicket; `--focus` shows the rest. Mermaid draws at most 500 edges, the
/// legend's among them.
const NODES: usize = 60;
const EDGES: usize = 180;

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
    match count.saturating_sub(nodes.len().min(SHOWN)) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::graph::{Edge, EdgeKind, NodeKind};

    fn graph(names: &[&str], edges: &[(usize, usize)]) -> Graph {
        let node = |name: &&str| Node {
            title: (*name).to_owned(),
            detail: String::new(),
            kind: NodeKind::Group,
            name: (*name).to_owned(),
            count: 1,
            step: None,
        };
        let edge = |(from, to): &(usize, usize)| {
            Edge::new(*from, *to, EdgeKind::Member, format!("{from}"), String::new())
        };
        Graph {
            nodes: names.iter().map(node).collect(),
            edges: edges.iter().map(edge).collect(),
            ..Graph::default()
        }
    }

    fn names(graph: &Graph) -> Vec<&str> {
        graph.nodes.iter().map(|node| node.name.as_str()).collect()
    }

    #[test]
    fn what_is_contracted_keeps_its_edges_once() {
        let graph = graph(&["a1", "b", "a2", "c"], &[(0, 1), (2, 1), (0, 2), (1, 3)]);
        let first = |_: usize, node: &Node| node.name.chars().next();
        let folded = contract(graph, first, |nodes| nodes[0].clone());
        assert_eq!(names(&folded), ["a1", "b", "c"]);
        assert_eq!(folded.nodes[0].count, 2);
        let edges: Vec<(usize, usize, &str)> =
            folded.edges.iter().map(|e| (e.from, e.to, e.label.as_str())).collect();
        assert_eq!(edges, [(0, 1, "0: 1 of 2, 2: 1 of 2"), (1, 2, "1")]);
    }

    #[test]
    fn focus_follows_edges_one_way_at_a_time() {
        // b and d share c, and have else nothing to do with each other.
        let graph = graph(&["a", "b", "c", "d", "e"], &[(0, 1), (1, 2), (3, 2), (2, 4)]);
        let focused = focus(graph.clone(), |node| node.name == "b").expect("it is there");
        assert_eq!(names(&focused), ["a", "b", "c", "e"]);
        assert_eq!(focused.edges.len(), 3);
        assert!(focus(graph, |node| node.name == "z").is_none());
    }

    #[test]
    fn what_cannot_be_summed_up_is_cut_and_said_to_be() {
        let names: Vec<String> = (0..1_000).map(|at| at.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let edges: Vec<(usize, usize)> =
            (1..1_000).flat_map(|at| [(0, at), (at / 2, at)]).collect();
        let cut = cut(graph(&names, &edges));
        assert!(is_readable(&cut), "{} {}", cut.nodes.len(), cut.edges.len());
        assert_eq!(cut.nodes[0].name, "0", "the most connected stay");
        assert_eq!(cut.notes[0], "940 nodes with few edges are left out");
    }
}
