//! A graph of which some part never runs, or that goes round.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Value;
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

pub static RULE: Rule = Rule {
    code: Code("graph-unsound"),
    family: Family::Automations,
    severity: Severity::Warning,
    summary: "a node of an automation's graph never runs, or leads back to itself",
    page: include_str!("graph-unsound.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in &cx.site.automations {
        let Some(definition) = automation.attributes.value("definition") else { continue };
        let graph = Graph::of(definition);
        let name = &automation.name;
        let reached = graph.reached();
        let span = |id: &str| {
            let node = automation.nodes.iter().find(|node| *node.id == *id);
            node.map_or(automation.name_span, |node| node.span)
        };
        // That a graph has no trigger is said by another rule.
        let starts = !graph.triggers.is_empty();
        for id in graph.ids.iter().filter(|id| starts && !reached.contains(*id)) {
            findings.push(
                RULE.found(format!("node `{id}` of automation `{name}` never runs"))
                    .at(span(id), "no trigger leads here")
                    .help("add an edge that leads here, or delete the node"),
            );
        }
        if let Some(circle) = graph.circle() {
            let way = circle.join("` -> `");
            findings.push(
                RULE.found(format!("the graph of automation `{name}` goes round: `{way}`"))
                    .at(span(circle.first().copied().unwrap_or_default()), "comes back to itself")
                    .help("take out one of these edges"),
            );
        }
    }
}

struct Graph<'v> {
    ids: Vec<&'v str>,
    triggers: Vec<&'v str>,
    next: FxHashMap<&'v str, Vec<&'v str>>,
}

impl<'v> Graph<'v> {
    fn of(definition: &'v Value) -> Self {
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

    fn reached(&self) -> FxHashSet<&'v str> {
        let mut open = self.triggers.clone();
        let mut reached: FxHashSet<&str> = FxHashSet::default();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.after(id));
            }
        }
        reached
    }

    /// The first circle, with the node that it begins at twice.
    fn circle(&self) -> Option<Vec<&'v str>> {
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
