//! Pictures of a definition or a plan: who reaches what, and which step waits for which.
//!
//! In: a definition or a plan. Out: a [`Graph`], which `mermaid`, `dot` and `svg` write down. A
//! graph has no more nodes than somebody can read: [`fold`] sums up what is alike, and
//! says so. Nodes are sorted so that edges lead from earlier ones to later ones.

pub mod access;
pub mod dot;
pub mod fold;
mod layout;
mod look;
pub mod mermaid;
pub mod steps;
mod strangers;
pub mod svg;

use super::words::reasons::Family;
use indexmap::IndexMap;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Default)]
pub struct Graph {
    pub title: String,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
    /// What the picture does not show, in words.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Node {
    pub title: String,
    /// A second, smaller line.
    pub detail: String,
    pub kind: NodeKind,
    /// What `--focus` knows it by.
    pub name: String,
    /// How many things it stands for.
    pub count: usize,
    /// The step of a plan that it is.
    pub step: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    Person,
    Group,
    /// Whoever is a member of all the groups that lead here.
    AllOf,
    Folder,
    Fence,
    Create,
    Update,
    Move,
    Delete,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub kind: EdgeKind,
    /// What it is, and of how many on either side where that is not all of them.
    pub label: String,
    said: Vec<Said>,
    /// The whole of what the edge means, where the label is not that.
    pub meaning: String,
}

/// One thing that an edge says, and of whom: nodes that stand for several do not all have each of
/// their edges.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    label: String,
    /// Nodes as they were before any was summed up.
    from: BTreeSet<usize>,
    to: BTreeSet<usize>,
}

impl Edge {
    /// Between two nodes of which neither stands for several.
    pub fn new(from: usize, to: usize, kind: EdgeKind, label: String, meaning: String) -> Self {
        let said =
            Said { label: label.clone(), from: BTreeSet::from([from]), to: BTreeSet::from([to]) };
        Edge { from, to, kind, label, said: vec![said], meaning }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    Member,
    Grant,
    /// A site administrator has everything.
    Role,
    /// The folder lies below the other one.
    Below,
    /// A step waits for another, for a reason of this family.
    After(Family),
}

impl Graph {
    /// How many edges come to and go from each node.
    fn degrees(&self) -> (Vec<usize>, Vec<usize>) {
        let (mut into, mut out) = (vec![0; self.nodes.len()], vec![0; self.nodes.len()]);
        for edge in &self.edges {
            out[edge.from] += 1;
            into[edge.to] += 1;
        }
        (into, out)
    }

    /// The kinds of edges that occur, in the order of a legend.
    fn kinds(&self) -> Vec<EdgeKind> {
        let mut kinds: Vec<EdgeKind> = self.edges.iter().map(|edge| edge.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// Puts edges of one kind between the same two nodes together, and drops those that lead
    /// from a node to itself.
    fn merge_edges(&mut self) {
        type Merged = (IndexMap<String, Said>, Vec<String>);
        let mut merged: IndexMap<(usize, usize, EdgeKind), Merged> = IndexMap::new();
        for edge in self.edges.drain(..).filter(|edge| edge.from != edge.to) {
            let (all, meanings) = merged.entry((edge.from, edge.to, edge.kind)).or_default();
            for said in edge.said {
                match all.get_mut(&said.label) {
                    Some(known) => {
                        known.from.extend(said.from);
                        known.to.extend(said.to);
                    }
                    None => drop(all.insert(said.label.clone(), said)),
                }
            }
            if !edge.meaning.is_empty() && !meanings.contains(&edge.meaning) {
                meanings.push(edge.meaning);
            }
        }
        merged.sort_unstable_keys();
        let edge = |((from, to, kind), (said, meanings)): (_, Merged)| {
            let said: Vec<Said> = said.into_values().collect();
            let texts = said.iter().map(|said| self.counted(said, from, to));
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            let (label, meaning) = (listed(&texts, ", "), listed(&meanings, "; "));
            Edge { from, to, kind, label, said, meaning }
        };
        self.edges = merged.into_iter().map(edge).collect();
    }

    /// `full: 3 of 250, to 2 of 12`, or the label alone where all have it.
    fn counted(&self, said: &Said, from: usize, to: usize) -> String {
        let part = |of: &BTreeSet<usize>, node: usize| {
            let all = self.nodes.get(node).map_or(1, |node| node.count);
            (of.len() < all).then(|| format!("{} of {all}", of.len()))
        };
        let of = part(&said.from, from);
        let to = part(&said.to, to).map(|part| format!("to {part}"));
        let parts: Vec<String> = of.into_iter().chain(to).collect();
        match (said.label.as_str(), parts.join(", ")) {
            (label, parts) if parts.is_empty() => label.to_owned(),
            ("", parts) => parts,
            (label, parts) => format!("{label}: {parts}"),
        }
    }
}

/// The first of several texts, and how many more there are.
fn listed(texts: &[String], separator: &str) -> String {
    const SHOWN: usize = 3;
    let shown = texts.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(separator);
    match texts.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
