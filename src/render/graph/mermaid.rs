//! A graph as a Mermaid flowchart, for Markdown that draws them.

use super::look::{self, cut};
use super::{EdgeKind, Graph, Node, NodeKind};
use crate::wording::visible;

const LONGEST: usize = 80;

pub fn write(graph: &Graph) -> String {
    let mut out = format!("---\ntitle: {}\n---\nflowchart LR\n", front_matter(&graph.title));
    for note in &graph.notes {
        line(&mut out, &format!("%% {}", text(note)));
    }
    for (at, node) in graph.nodes.iter().enumerate() {
        line(&mut out, &format!("n{at}{}", shape(node)));
    }
    for edge in &graph.edges {
        let (arrow, label) = if edge.label.is_empty() {
            (arrow(edge.kind), String::new())
        } else {
            (arrow(edge.kind), format!("|\"{}\"|", text(&cut(&edge.label, LONGEST))))
        };
        line(&mut out, &format!("n{} {arrow}{label} n{}", edge.from, edge.to));
    }
    legend(graph, &mut out);
    looks(graph, &mut out);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str("    ");
    out.push_str(text);
    out.push('\n');
}

/// A string of the YAML before the graph; JSON strings are YAML strings.
fn front_matter(title: &str) -> String {
    serde_json::Value::from(text(title)).to_string()
}

fn shape(node: &Node) -> String {
    let mut label = text(&cut(&node.title, LONGEST));
    if !node.detail.is_empty() {
        label.push_str(&format!("<br/>{}", text(&cut(&node.detail, LONGEST))));
    }
    match node.kind {
        NodeKind::Person => format!("([\"{label}\"])"),
        NodeKind::Group => format!("(\"{label}\")"),
        NodeKind::AllOf => format!("{{{{\"{label}\"}}}}"),
        NodeKind::Fence => format!("[[\"{label}\"]]"),
        _ => format!("[\"{label}\"]"),
    }
}

fn arrow(kind: EdgeKind) -> &'static str {
    match look::line(kind).dashes {
        "" => "-->",
        _ => "-.->",
    }
}

/// What the lines mean: one edge of each kind, labelled.
fn legend(graph: &Graph, out: &mut String) {
    let kinds = graph.kinds();
    if kinds.is_empty() {
        return;
    }
    line(out, "subgraph legend[\"Lines\"]");
    line(out, "    direction LR");
    for (at, kind) in kinds.iter().enumerate() {
        let word = text(look::line(*kind).word);
        line(out, &format!("    la{at}[\" \"] {}|\"{word}\"| lb{at}[\" \"]", arrow(*kind)));
    }
    line(out, "end");
}

fn looks(graph: &Graph, out: &mut String) {
    for kind in look::NODES {
        let of: Vec<String> = (0..graph.nodes.len())
            .filter(|at| graph.nodes[*at].kind == *kind)
            .map(|at| format!("n{at}"))
            .collect();
        if !of.is_empty() {
            let (class, (fill, stroke)) = (look::class(*kind), look::colors(*kind));
            line(out, &format!("classDef {class} fill:{fill},stroke:{stroke},color:#1c2129"));
            line(out, &format!("class {} {class}", of.join(",")));
        }
    }
    for (at, kind) in graph.kinds().iter().enumerate() {
        let own = (0..graph.edges.len()).filter(|at| graph.edges[*at].kind == *kind);
        let of: Vec<String> =
            own.chain([graph.edges.len() + at]).map(|at| at.to_string()).collect();
        let color = look::line(*kind).color;
        line(out, &format!("linkStyle {} stroke:{color}", of.join(",")));
    }
}

/// Text that means nothing to Mermaid: all but letters, digits and plain marks as entities.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '"' => out.push_str("#quot;"),
            '\n' | '\r' => out.push(' '),
            ' ' | ',' | '.' | '/' | '_' | '-' | ':' | '(' | ')' | '@' => out.push(c),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => out.push(c),
            c => out.push_str(&format!("#{};", c as u32)),
        }
    }
    out
}
