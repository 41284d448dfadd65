//! Circles of files that import each other.

use super::source::Crate;
use std::collections::{BTreeMap, BTreeSet};

type Graph<'c> = BTreeMap<&'c str, BTreeSet<&'c str>>;

/// Sets of files each of which is reached from every other. That a file uses what its own
/// module hands to it, or one above, makes no circle.
pub fn circles(sources: &Crate) -> Vec<BTreeSet<&str>> {
    let graph = graph(sources);
    let reached: Graph<'_> = graph.keys().map(|file| (*file, reached(&graph, file))).collect();
    let mut out: Vec<BTreeSet<&str>> = Vec::new();
    for (file, others) in &reached {
        let circle: BTreeSet<&str> =
            others.iter().copied().filter(|other| reached[other].contains(file)).collect();
        if !circle.is_empty() && !out.contains(&circle) {
            out.push(circle);
        }
    }
    out
}

fn graph(sources: &Crate) -> Graph<'_> {
    let mut graph: Graph<'_> = BTreeMap::new();
    for module in sources.modules() {
        let targets = graph.entry(&module.file).or_default();
        let homes = module.imports.iter().filter_map(|import| sources.home(&import.path));
        let others = homes.filter(|home| !module.path.starts_with(&home.path));
        targets.extend(others.map(|home| home.file.as_str()));
    }
    graph
}

/// Where the imports of a file lead in the end; to itself only in a circle.
fn reached<'c>(graph: &Graph<'c>, from: &str) -> BTreeSet<&'c str> {
    let mut open: Vec<&str> = graph[from].iter().copied().collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    while let Some(file) = open.pop() {
        if seen.insert(file) {
            open.extend(&graph[file]);
        }
    }
    seen
}
