//! Where nodes and edges lie: columns by the longest path, few crossings, few bends.
//!
//! In: the sizes of the nodes, and the edges between them. Out: places. The same input gives the
//! same picture. Edges against the order of the nodes do not count for columns.

use super::Graph;

/// Between the rows, and for an edge on its way through a column.
const ROW_GAP: f32 = 14.0;
const PASSAGE: f32 = 10.0;
/// Sweeps over the columns: for the order in each, and for the places.
const SWEEPS: usize = 12;
/// Beyond this many passages the long edges run straight.
const MOST_PASSAGES: usize = 4000;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

pub struct Layout {
    /// The middle of each node's left side.
    pub nodes: Vec<Point>,
    /// From the right side of one node through the passages to the left side of the other.
    pub edges: Vec<Vec<Point>>,
    pub width: f32,
    pub height: f32,
}

#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub width: f32,
    pub height: f32,
}

pub fn layout(graph: &Graph, sizes: &[Size]) -> Layout {
    let column_of = columns(graph);
    let mut grid = Grid::new(graph, sizes, &column_of);
    grid.reduce_crossings();
    let y = grid.rows();
    let (x, width) = grid.columns_at(graph, sizes, &column_of);
    let height = grid.items.iter().zip(&y).map(|(item, y)| y + item.height / 2.0);
    let height = height.fold(0.0, f32::max);
    let left = |at: usize| Point { x: x[column_of[at]], y: y[at] };
    let nodes: Vec<Point> = (0..graph.nodes.len()).map(left).collect();
    let edges = graph.edges.iter().zip(&grid.chains).map(|(edge, chain)| {
        let start = nodes[edge.from];
        let mut points = vec![Point { x: start.x + sizes[edge.from].width, y: start.y }];
        for item in chain {
            // Level through the whole column, so that no node lies in the way.
            let column = grid.items[*item].column;
            let wide = grid.column_widths[column];
            points.push(Point { x: x[column], y: y[*item] });
            points.push(Point { x: x[column] + wide, y: y[*item] });
        }
        points.push(nodes[edge.to]);
        points
    });
    Layout { edges: edges.collect(), nodes, width, height }
}

/// The longest way to each node; columns that nothing stands in are left out.
fn columns(graph: &Graph) -> Vec<usize> {
    let mut column = vec![0; graph.nodes.len()];
    let mut forward: Vec<(usize, usize)> =
        graph.edges.iter().filter(|e| e.from < e.to).map(|e| (e.from, e.to)).collect();
    forward.sort_unstable();
    for (from, to) in &forward {
        column[*to] = column[*to].max(column[*from] + 1);
    }
    // Whoever has only edges that go out stands next to where they go.
    let mut nearest = vec![usize::MAX; graph.nodes.len()];
    let mut has_before = vec![false; graph.nodes.len()];
    for (from, to) in &forward {
        nearest[*from] = nearest[*from].min(column[*to]);
        has_before[*to] = true;
    }
    for at in 0..column.len() {
        if !has_before[at] && nearest[at] != usize::MAX {
            column[at] = nearest[at] - 1;
        }
    }
    column
}

/// What takes room in a column: a node, or an edge on its way through.
struct Item {
    column: usize,
    height: f32,
    before: Vec<usize>,
    after: Vec<usize>,
}

struct Grid {
    items: Vec<Item>,
    /// The items of each column, from the top.
    columns: Vec<Vec<usize>>,
    column_widths: Vec<f32>,
    /// The passages of each edge.
    chains: Vec<Vec<usize>>,
}

impl Grid {
    fn new(graph: &Graph, sizes: &[Size], column_of: &[usize]) -> Self {
        let count = column_of.iter().max().map_or(0, |last| last + 1);
        let item = |column, height| Item { column, height, before: Vec::new(), after: Vec::new() };
        let mut items: Vec<Item> =
            sizes.iter().zip(column_of).map(|(size, column)| item(*column, size.height)).collect();
        let mut column_widths = vec![0.0f32; count];
        for (size, column) in sizes.iter().zip(column_of) {
            column_widths[*column] = column_widths[*column].max(size.width);
        }
        let spans = graph.edges.iter().map(|e| column_of[e.to].saturating_sub(column_of[e.from]));
        let winding = spans.map(|span| span.saturating_sub(1)).sum::<usize>() <= MOST_PASSAGES;
        let mut chains = Vec::with_capacity(graph.edges.len());
        for edge in &graph.edges {
            let mut chain = Vec::new();
            let mut last = edge.from;
            let between = if winding { column_of[edge.from] + 1..column_of[edge.to] } else { 0..0 };
            for column in between {
                items.push(item(column, PASSAGE));
                let passage = items.len() - 1;
                chain.push(passage);
                link(&mut items, last, passage);
                last = passage;
            }
            if items[last].column < items[edge.to].column {
                link(&mut items, last, edge.to);
            }
            chains.push(chain);
        }
        let mut columns = vec![Vec::new(); count];
        for (at, item) in items.iter().enumerate() {
            columns[item.column].push(at);
        }
        Grid { items, columns, column_widths, chains }
    }

    /// Orders each column by the mean place of its neighbours, back and forth, and keeps the
    /// order with the fewest crossings.
    fn reduce_crossings(&mut self) {
        let mut best = (self.crossings(), self.columns.clone());
        for sweep in 0..SWEEPS {
            let forward = sweep % 2 == 0;
            let count = self.columns.len();
            for step in 1..count {
                let at = if forward { step } else { count - 1 - step };
                let place = self.places();
                let mut keyed: Vec<(f32, usize)> = self.columns[at]
                    .iter()
                    .map(|item| {
                        let own = &self.items[*item];
                        let next = if forward { &own.before } else { &own.after };
                        (mean(next.iter().map(|n| place[*n] as f32), place[*item] as f32), *item)
                    })
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.columns[at] = keyed.into_iter().map(|(_, item)| item).collect();
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.columns.clone());
            }
        }
        self.columns = best.1;
    }

    fn places(&self) -> Vec<usize> {
        let mut place = vec![0; self.items.len()];
        for column in &self.columns {
            for (at, item) in column.iter().enumerate() {
                place[*item] = at;
            }
        }
        place
    }

    fn crossings(&self) -> usize {
        let place = self.places();
        let mut crossings = 0;
        for column in &self.columns {
            let mut ends: Vec<usize> = Vec::new();
            for item in column {
                let mut own: Vec<usize> =
                    self.items[*item].after.iter().map(|n| place[*n]).collect();
                own.sort_unstable();
                ends.extend(own);
            }
            crossings += inversions(&mut ends);
        }
        crossings
    }

    /// The middle of each item: near its neighbours, and none over another.
    fn rows(&self) -> Vec<f32> {
        let mut y = vec![0.0; self.items.len()];
        for column in &self.columns {
            self.apart(column, &vec![0.0; column.len()], &mut y);
        }
        for sweep in 0..SWEEPS {
            for step in 0..self.columns.len() {
                let at = if sweep % 2 == 0 { step } else { self.columns.len() - 1 - step };
                let column = &self.columns[at];
                let wanted: Vec<f32> = column
                    .iter()
                    .map(|item| {
                        let own = &self.items[*item];
                        mean(own.before.iter().chain(&own.after).map(|next| y[*next]), y[*item])
                    })
                    .collect();
                self.apart(column, &wanted, &mut y);
            }
        }
        let top = self.items.iter().zip(&y).map(|(item, y)| y - item.height / 2.0);
        let top = top.fold(f32::INFINITY, f32::min);
        y.iter_mut().for_each(|y| *y -= top);
        y
    }

    /// Places the items of a column as near to where they should be as their sizes allow: the
    /// mean of pushing all down and pushing all up.
    fn apart(&self, column: &[usize], wanted: &[f32], y: &mut [f32]) {
        let gap = |a: usize, b: usize| {
            let (a, b) = (self.items[a].height, self.items[b].height);
            (a + b) / 2.0 + if a.min(b) <= PASSAGE { ROW_GAP / 2.0 } else { ROW_GAP }
        };
        let mut down = wanted.to_vec();
        for at in 1..column.len() {
            down[at] = down[at].max(down[at - 1] + gap(column[at - 1], column[at]));
        }
        let mut up = wanted.to_vec();
        for at in (1..column.len()).rev() {
            up[at - 1] = up[at - 1].min(up[at] - gap(column[at - 1], column[at]));
        }
        for (at, item) in column.iter().enumerate() {
            y[*item] = (down[at] + up[at]) / 2.0;
        }
    }

    /// The left side of each column, and how wide all are together. The more edges run between
    /// two columns, the more room they have.
    fn columns_at(&self, graph: &Graph, sizes: &[Size], column_of: &[usize]) -> (Vec<f32>, f32) {
        let mut between = vec![0usize; self.columns.len()];
        let mut labelled = vec![false; self.columns.len()];
        for edge in &graph.edges {
            let (from, to) = (column_of[edge.from], column_of[edge.to]);
            for gap in between.iter_mut().take(to).skip(from) {
                *gap += 1;
            }
            if from < to && !edge.label.is_empty() {
                labelled[from] = true;
                labelled[to - 1] = true;
            }
        }
        let mut x = Vec::with_capacity(self.columns.len());
        let mut at = 0.0;
        let mut width = 0.0;
        for (column, wide) in self.column_widths.iter().enumerate() {
            x.push(at);
            width = at + wide;
            let room = if labelled[column] { 130.0 } else { 56.0 };
            at = width + room + (between[column] as f32).sqrt() * 6.0;
        }
        debug_assert_eq!(sizes.len(), graph.nodes.len());
        (x, width)
    }
}

fn link(items: &mut [Item], from: usize, to: usize) {
    items[from].after.push(to);
    items[to].before.push(from);
}

fn mean(values: impl Iterator<Item = f32>, otherwise: f32) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { otherwise }
}

/// How many pairs stand the wrong way round; sorts by merging.
fn inversions(values: &mut [usize]) -> usize {
    if values.len() < 2 {
        return 0;
    }
    let middle = values.len() / 2;
    let (left, right) = values.split_at_mut(middle);
    let mut count = inversions(left) + inversions(right);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut l, mut r) = (0, 0);
    while l < left.len() && r < right.len() {
        if left[l] <= right[r] {
            merged.push(left[l]);
            l += 1;
        } else {
            count += left.len() - l;
            merged.push(right[r]);
            r += 1;
        }
    }
    merged.extend_from_slice(&left[l..]);
    merged.extend_from_slice(&right[r..]);
    values.copy_from_slice(&merged);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::graph::{Edge, EdgeKind, Node, NodeKind};

    fn graph(count: usize, edges: &[(usize, usize)]) -> Graph {
        let node = Node {
            title: String::new(),
            detail: String::new(),
            kind: NodeKind::Group,
            name: String::new(),
            count: 1,
            step: None,
        };
        let edge = |(from, to): &(usize, usize)| {
            Edge::new(*from, *to, EdgeKind::Member, String::new(), String::new())
        };
        Graph {
            nodes: vec![node; count],
            edges: edges.iter().map(edge).collect(),
            ..Graph::default()
        }
    }

    #[test]
    fn nothing_lies_over_anything() {
        let edges: Vec<(usize, usize)> =
            (0..40).flat_map(|at| [(at, (at * 7) % 41 + at / 2), (at, 59 - at / 3)]).collect();
        let graph = graph(60, &edges);
        let sizes = vec![Size { width: 100.0, height: 30.0 }; 60];
        let laid = layout(&graph, &sizes);
        for (at, a) in laid.nodes.iter().enumerate() {
            assert!(a.x >= 0.0 && a.y >= 15.0 - 0.1 && a.y + 14.9 <= laid.height, "{a:?}");
            for b in &laid.nodes[at + 1..] {
                assert!((a.x - b.x).abs() >= 100.0 || (a.y - b.y).abs() >= 29.9, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn edges_lead_to_the_right_unless_they_run_against_the_order() {
        let graph = graph(4, &[(0, 2), (2, 3), (0, 3), (3, 0), (1, 3)]);
        let laid = layout(&graph, &[Size { width: 50.0, height: 20.0 }; 4]);
        let x: Vec<f32> = laid.nodes.iter().map(|node| node.x).collect();
        assert!(x[0] < x[2] && x[2] < x[3] && x[1] == x[2], "{x:?}");
        assert_eq!(laid.edges[2].len(), 4, "a long edge has its passage: {:?}", laid.edges[2]);
    }

    #[test]
    fn crossings_are_counted_and_undone() {
        assert_eq!(inversions(&mut [3, 1, 2, 0]), 5);
        let graph = graph(4, &[(0, 3), (1, 2)]);
        let laid = layout(&graph, &[Size { width: 50.0, height: 20.0 }; 4]);
        let order = (laid.nodes[0].y < laid.nodes[1].y, laid.nodes[3].y < laid.nodes[2].y);
        assert_eq!(order.0, order.1);
    }
}
