//! Which node of a graph leads where.

use crate::model::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};

/// The nodes of an automation of the second version, and its edges.
pub struct Graph<'v> {
    pub ids: Vec<&'v str>,
    pub triggers: Vec<&'v str>,
    next: FxHashMap<&'v str, Vec<&'v str>>,
}

impl<'v> Graph<'v> {
    pub fn of(definition: &'v Value) -> Self {
        let list = |name| definition.entry(name).map_or(&[][..], Value::as_list).iter();
        let text = |value: &'v Value, name| value.entry(name).and_then(Value::as_text);
        let mut graph = Graph { ids: Vec::new(), triggers: Vec::new(), next: FxHashMap::default() };
        for node in list("nodes") {
            let (Some(id), Some(kind)) = (text(node, "id"), text(node, "type")) else { continue };
            graph.ids.push(id);
            if kind.starts_with("trigger_") {
                graph.triggers.push(id);
            }
        }
        for edge in list("edges") {
            if let (Some(from), Some(to)) = (text(edge, "from"), text(edge, "to")) {
                graph.next.entry(from).or_default().push(to);
            }
        }
        graph
    }

    fn after(&self, id: &str) -> &[&'v str] {
        self.next.get(id).map_or(&[], Vec::as_slice)
    }

    /// The nodes that some trigger leads to, triggers among them; all, where there is no trigger.
    /// A graph may have circles, and edges to nodes that it lacks.
    pub fn reached(&self) -> FxHashSet<&'v str> {
        let mut open = if self.triggers.is_empty() { &self.ids } else { &self.triggers }.clone();
        let mut reached: FxHashSet<&str> = FxHashSet::default();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.after(id));
            }
        }
        reached
    }

    /// The first circle, with the node that it begins at twice.
    pub fn circle(&self) -> Option<Vec<&'v str>> {
        let mut done: FxHashSet<&str> = FxHashSet::default();
        for start in &self.ids {
            // The way here, each with how many of its edges have been gone along.
            let mut way: Vec<(&'v str, usize)> = vec![(*start, 0)];
            while let Some((id, tried)) = way.last_mut() {
                let (id, at) = (*id, *tried);
                *tried += 1;
                match self.after(id).get(at) {
                    None => {
                        done.insert(id);
                        way.pop();
                    }
                    Some(next) if done.contains(next) => {}
                    Some(next) => {
                        let from = way.iter().position(|(known, _)| known == next);
                        way.push((*next, 0));
                        if let Some(from) = from {
                            return Some(way[from..].iter().map(|(id, _)| *id).collect());
                        }
                    }
                }
            }
        }
        None
    }
}
