//! A graph of which some part never runs, or that goes round.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::leads::Graph;
use crate::rules::{Check, Context, Family, Rule};

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
        for id in graph.ids.iter().filter(|id| !reached.contains(*id)) {
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
