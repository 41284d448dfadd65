//! A graph as SVG, drawn here.

use super::layout::{self, Layout, Point, Size};
use super::{Edge, EdgeKind, Graph, Node, NodeKind, look};
use crate::render::escape::html;
use crate::render::words::reasons::Family;
use crate::wording::visible;

const MARGIN: f32 = 16.0;
/// A file of its own follows the reader's choice of dark or light.
const DARK: &str =
    "@media (prefers-color-scheme: dark) { svg { filter: invert(1) hue-rotate(180deg); } }\n";
/// Of a character in the title of a node, about.
const CHARACTER: f32 = 6.9;
const LONGEST: usize = 44;
const LINE: f32 = 15.0;

/// A file of its own, with its colours for light and dark.
pub fn write(graph: &Graph) -> String {
    drawing(graph, Some(&(style() + DARK)))
}

/// To stand in a page that has the colours.
pub fn inline(graph: &Graph) -> String {
    drawing(graph, None)
}

fn drawing(graph: &Graph, style: Option<&str>) -> String {
    let sizes: Vec<Size> = graph.nodes.iter().map(size).collect();
    let laid = layout::layout(graph, &sizes);
    let kinds = graph.kinds();
    let legend_top = laid.height + MARGIN + 26.0;
    let lines = kinds.len() + graph.notes.len();
    let height = legend_top + lines as f32 * 18.0 + MARGIN;
    let notes = graph.notes.iter().map(|note| note.chars().count());
    let widest = notes.max().unwrap_or(0) as f32 * 6.0;
    let width = (laid.width.max(widest) + 2.0 * MARGIN).max(320.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" role=\"img\" aria-label=\"{}\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {width:.0} {height:.0}\">\n",
        html::text(&graph.title)
    );
    if let Some(style) = style {
        out.push_str(&format!("<style>\n{style}</style>\n"));
        out.push_str("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    }
    out.push_str(&format!("<g transform=\"translate({MARGIN} {MARGIN})\">\n"));
    let degrees = graph.degrees();
    for (edge, points) in graph.edges.iter().zip(&laid.edges) {
        draw_edge(edge, graph, points, &mut out);
    }
    for (edge, points) in graph.edges.iter().zip(&laid.edges) {
        draw_label(edge, &degrees, points, &mut out);
    }
    draw_nodes(graph, &laid, &sizes, &mut out);
    out.push_str("</g>\n");
    legend(graph, &kinds, legend_top, &mut out);
    out.push_str("</svg>\n");
    out
}

fn size(node: &Node) -> Size {
    let wide = |text: &str| text.chars().count().min(LONGEST) as f32 * CHARACTER;
    let width = wide(&node.title).max(wide(&node.detail) * 0.88) + 24.0;
    let lines = if node.detail.is_empty() { 1.0 } else { 2.0 };
    Size { width: width.max(44.0), height: 14.0 + lines * LINE }
}

fn draw_edge(edge: &Edge, graph: &Graph, points: &[Point], out: &mut String) {
    let line = look::line(edge.kind);
    let ends = points.first().zip(points.last());
    let Some((from, to)) = ends else { return };
    let mut path = format!("M{:.1} {:.1}", from.x, from.y);
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.y == b.y && b.x > a.x {
            path.push_str(&format!("H{:.1}", b.x));
            continue;
        }
        let reach = ((b.x - a.x).abs() / 2.0).max(30.0);
        path.push_str(&format!(
            "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
            a.x + reach,
            a.y,
            b.x - reach,
            b.y,
            b.x,
            b.y
        ));
    }
    let name = |at: usize| visible(&graph.nodes[at].title);
    let meaning = match (edge.meaning.as_str(), edge.label.as_str()) {
        ("", "") => format!("{} {} {}", name(edge.from), line.word, name(edge.to)),
        ("", label) => format!("{} {} {}: {label}", name(edge.from), line.word, name(edge.to)),
        (meaning, _) => meaning.to_owned(),
    };
    out.push_str(&format!("<g class=\"edge {}\" data-from=\"{}\" data-to=\"{}\"><title>{}</title><path d=\"{path}\"/><path class=\"head\" d=\"M{:.1} {:.1}l-7 -3.5v7z\"/></g>\n",
        line.class,
        edge.from,
        edge.to,
        html::text(&meaning),
        to.x,
        to.y));
}

/// Near the end at which the fewer edges meet.
fn draw_label(
    edge: &Edge,
    (into, out_of): &(Vec<usize>, Vec<usize>),
    points: &[Point],
    out: &mut String,
) {
    let near_end = out_of[edge.from] >= into[edge.to];
    let pair = if near_end { points.windows(2).last() } else { points.windows(2).next() };
    let Some(&[a, b]) = pair.filter(|_| !edge.label.is_empty()) else { return };
    let share = if near_end { 0.62 } else { 0.38 };
    let along = Point { x: a.x + (b.x - a.x) * share, y: bend(a.y, b.y, share) };
    out.push_str(&format!(
        "<text class=\"label {}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>\n",
        look::line(edge.kind).class,
        along.x,
        along.y + 3.5,
        html::text(&look::cut(&edge.label, 30))
    ));
}

/// How far up or down a curve with level ends is.
fn bend(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share * share * (3.0 - 2.0 * share)
}

fn draw_nodes(graph: &Graph, laid: &Layout, sizes: &[Size], out: &mut String) {
    for (at, ((node, place), size)) in graph.nodes.iter().zip(&laid.nodes).zip(sizes).enumerate() {
        let (top, width) = (place.y - size.height / 2.0, size.width);
        let round = match node.kind {
            NodeKind::Person => size.height / 2.0,
            NodeKind::Group | NodeKind::AllOf => 6.0,
            _ => 2.0,
        };
        let step = node.step.map_or_else(String::new, |step| format!(" data-step=\"{step}\""));
        out.push_str(&format!("<g class=\"node {}\" data-node=\"{at}\"{step}><title>{}</title><rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" rx=\"{round}\"/>",
            look::class(node.kind),
            html::text(&[node.title.as_str(), &node.detail].join("\n")),
            place.x,
            size.height));
        if node.kind == NodeKind::Fence {
            out.push_str(&format!(
                "<rect class=\"inner\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                place.x + 3.0,
                top + 3.0,
                width - 6.0,
                size.height - 6.0
            ));
        }
        let x = place.x + width / 2.0;
        let title = html::text(&look::cut(&visible(&node.title), LONGEST));
        out.push_str(&format!("<text x=\"{x:.1}\" y=\"{:.1}\">{title}</text>", top + 18.5));
        if !node.detail.is_empty() {
            let detail = html::text(&look::cut(&visible(&node.detail), LONGEST));
            out.push_str(&format!(
                "<text class=\"detail\" x=\"{x:.1}\" y=\"{:.1}\">{detail}</text>",
                top + 33.0
            ));
        }
        out.push_str("</g>\n");
    }
}

fn legend(graph: &Graph, kinds: &[EdgeKind], top: f32, out: &mut String) {
    out.push_str(&format!("<g class=\"legend\" transform=\"translate({MARGIN} {top:.1})\">\n"));
    for (at, kind) in kinds.iter().enumerate() {
        let (line, y) = (look::line(*kind), at as f32 * 18.0);
        out.push_str(&format!("<g class=\"edge {}\"><path d=\"M0 {y:.1}H38\"/><path class=\"head\" d=\"M45 {y:.1}l-7 -3.5v7z\"/></g><text x=\"54\" y=\"{:.1}\">{}</text>\n",
            line.class,
            y + 3.5,
            line.word));
    }
    for (at, note) in graph.notes.iter().enumerate() {
        let y = (kinds.len() + at) as f32 * 18.0 + 3.5;
        out.push_str(&format!(
            "<text class=\"note\" x=\"0\" y=\"{y:.1}\">{}</text>\n",
            html::text(note)
        ));
    }
    out.push_str("</g>\n");
}

/// The rules of the classes, made from the one table of looks.
pub fn style() -> String {
    let mut css = String::from(include_str!("svg.css"));
    let kinds = [EdgeKind::Member, EdgeKind::Grant, EdgeKind::Role, EdgeKind::Below];
    let families = Family::ALL.iter().map(|family| EdgeKind::After(*family));
    for kind in kinds.into_iter().chain(families) {
        let line = look::line(kind);
        css.push_str(&format!(".edge.{0} path {{ stroke: {1}; stroke-width: {2}; stroke-dasharray: {3}; }}\n.edge.{0} .head {{ fill: {1}; }}\n.label.{0} {{ fill: {1}; }}\n",
            line.class,
            line.color,
            line.width,
            if line.dashes.is_empty() { "none" } else { line.dashes },));
    }
    for kind in look::NODES {
        let (class, (fill, stroke)) = (look::class(*kind), look::colors(*kind));
        css.push_str(&format!(".node.{class} rect {{ fill: {fill}; stroke: {stroke}; }}\n"));
    }
    css
}

/// The class of the lines that stand for such reasons.
pub fn class_of(family: Family) -> &'static str {
    look::line(EdgeKind::After(family)).class
}
