//! A graph in the language of Graphviz.

use super::{Graph, NodeKind, look};
use crate::wording::{visible, visible_lines};

pub fn write(graph: &Graph) -> String {
    let label: Vec<String> =
        std::iter::once(&graph.title).chain(&graph.notes).map(|line| visible(line)).collect();
    let mut out = format!(
        "digraph siteplan {{\n    graph [rankdir=LR, labelloc=t, fontname=\"Helvetica\", label={}];\n    node [fontname=\"Helvetica\", fontsize=11, shape=box, style=filled];\n    edge [fontname=\"Helvetica\", fontsize=9];\n",
        quoted(&label.join("\n"))
    );
    for (at, node) in graph.nodes.iter().enumerate() {
        let text = if node.detail.is_empty() {
            visible(&node.title)
        } else {
            format!("{}\n{}", visible(&node.title), visible(&node.detail))
        };
        let (fill, color) = look::colors(node.kind);
        let shape = match node.kind {
            NodeKind::Person => ", style=\"filled,rounded\"",
            NodeKind::AllOf => ", shape=hexagon",
            NodeKind::Folder => ", shape=folder",
            NodeKind::Fence => ", shape=folder, peripheries=2",
            _ => "",
        };
        out.push_str(&format!(
            "    n{at} [label={}, fillcolor=\"{fill}\", color=\"{color}\"{shape}];\n",
            quoted(&text)
        ));
    }
    for edge in &graph.edges {
        let line = look::line(edge.kind);
        let mut attributes = format!("color=\"{}\", style={}", line.color, style(line.dashes));
        if !edge.label.is_empty() {
            attributes.push_str(&format!(", label={}", quoted(&edge.label)));
        }
        if !edge.meaning.is_empty() {
            attributes.push_str(&format!(", tooltip={}", quoted(&edge.meaning)));
        }
        out.push_str(&format!("    n{} -> n{} [{attributes}];\n", edge.from, edge.to));
    }
    legend(graph, &mut out);
    out.push_str("}\n");
    out
}

fn style(dashes: &str) -> &'static str {
    match dashes {
        "" => "solid",
        short if short.starts_with(['1', '2']) => "dotted",
        _ => "dashed",
    }
}

fn legend(graph: &Graph, out: &mut String) {
    out.push_str("    subgraph cluster_legend {\n        label=\"Lines\"; color=\"#c9ced6\";\n");
    for (at, kind) in graph.kinds().iter().enumerate() {
        let line = look::line(*kind);
        out.push_str(&format!(
            "        a{at} [shape=point]; b{at} [shape=plaintext, style=\"\", label={}]; a{at} -> b{at} [color=\"{}\", style={}];\n",
            quoted(line.word),
            line.color,
            style(line.dashes)
        ));
    }
    out.push_str("    }\n");
}

/// A string in which no escape, no HTML and no entity of Graphviz's has a meaning.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in visible_lines(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
