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
    pub label: String,
    /// The whole of what the edge means, where the label is not that.
    pub meaning: String,
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
        let mut merged: IndexMap<(usize, usize, EdgeKind), [Vec<String>; 2]> = IndexMap::new();
        for edge in self.edges.drain(..).filter(|edge| edge.from != edge.to) {
            let texts = merged.entry((edge.from, edge.to, edge.kind)).or_default();
            for (texts, text) in texts.iter_mut().zip([edge.label, edge.meaning]) {
                if !text.is_empty() && !texts.contains(&text) {
                    texts.push(text);
                }
            }
        }
        merged.sort_unstable_keys();
        self.edges = merged
            .into_iter()
            .map(|((from, to, kind), [label, meaning])| {
                let (label, meaning) = (listed(&label, ", "), listed(&meaning, "; "));
                Edge { from, to, kind, label, meaning }
            })
            .collect();
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
