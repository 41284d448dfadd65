//! References and demands of safety woven into one partial order: whatever respects it, one
//! after another or side by side, is safe. What cannot be heeded is told with the circle that
//! stands in the way.

use super::edges::Edge;
use super::safety::{Claim, Demands, Pair, Rule, options};
use super::step::Reason;
use petgraph::acyclic::Acyclic;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::VecDeque;

/// Steps by index; an edge leads to what waits.
pub(super) type Graph = DiGraph<(), Reason>;

/// A demand that no order heeds.
#[derive(Debug)]
pub(super) struct Conflict {
    pub(super) rule: Rule,
    pub(super) claims: Vec<Claim>,
    /// Each waits for the one before it, and the first for the last.
    pub(super) circle: Vec<(Pair, Reason)>,
}

pub(super) struct Woven {
    pub(super) graph: Graph,
    pub(super) conflicts: Vec<Conflict>,
    /// What comes before the move of its folder, and that move.
    pub(super) early: Vec<Pair>,
}

/// What weaving has to know of demands.
pub(super) trait Weigh {
    /// How many people ask for it.
    fn people(&self, claims: &[Claim]) -> usize;
    /// Why the second of a pair waits for the first.
    fn reason(&self, rule: &Rule, claims: &[Claim]) -> Reason;
}

/// The steps with all that does not give way.
pub(super) fn graph(count: usize, edges: &[Edge]) -> Graph {
    let mut graph = Graph::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    for edge in edges.iter().filter(|edge| !edge.loose) {
        let (first, then) = (NodeIndex::new(edge.first), NodeIndex::new(edge.then));
        graph.add_edge(first, then, edge.reason.clone());
    }
    graph
}

/// How often an order is tried anew where choices that were made left something unheeded.
const ROUNDS: u32 = 8;

/// The steps of `last` come after all others. The graph itself where the references alone go round in a circle.
pub(super) fn weave(
    count: usize,
    edges: &[Edge],
    demands: &Demands,
    last: &[usize],
    weigh: &dyn Weigh,
) -> Result<Woven, Graph> {
    let weighed: Vec<Weighed<'_>> = demands
        .all
        .iter()
        .map(|(rule, claims)| {
            let (options, people) = (options(rule), weigh.people(claims));
            let courtesy = claims.iter().all(Claim::is_courtesy);
            Weighed { rule, claims, options, people, courtesy }
        })
        .collect();
    let leave_choice = weighed.iter().any(|one| one.options.len() > 1);
    let mut urgent = vec![0; weighed.len()];
    let mut best: Option<Loom> = None;
    for round in 1..=ROUNDS {
        let mut loom = Loom::new(acyclic(count, edges)?);
        loom.weave(&weighed, &urgent, weigh);
        for at in &loom.unheeded {
            urgent[*at] = round;
        }
        let done = loom.unheeded.is_empty() || !leave_choice;
        if best.as_ref().is_none_or(|best| loom.cost(&weighed) < best.cost(&weighed)) {
            best = Some(loom);
        }
        if done {
            break;
        }
    }
    let Some(mut loom) = best else { panic!("at least one order is tried") };
    if leave_choice && !loom.unheeded.is_empty() && loom.unheeded.len() <= MOST_LEFT {
        // Everything, or else everything but one.
        let one_left = loom.unheeded.iter().map(|at| Some(*at));
        for left in [None].into_iter().chain(one_left).collect::<Vec<Option<usize>>>() {
            let fresh = Loom::new(acyclic(count, edges)?);
            let found = search(fresh, &weighed, left, &urgent, weigh);
            if let Some(better) = found.filter(|it| it.cost(&weighed) < loom.cost(&weighed)) {
                loom = better;
            }
            if loom.unheeded.is_empty() {
                break;
            }
        }
    }
    let conflicts = loom.unheeded.iter().filter_map(|at| weighed.get(*at));
    let conflicts = conflicts.map(|one| Conflict {
        rule: one.rule.clone(),
        claims: one.claims.to_vec(),
        circle: loom.circle(&one.options, &|| weigh.reason(one.rule, one.claims)),
    });
    let conflicts = conflicts.collect();
    let loose = edges.iter().filter(|edge| edge.loose);
    let early = loose.filter(|edge| !loom.add(&[(edge.first, edge.then)], &|| edge.reason.clone()));
    let early = early.map(|edge| (edge.then, edge.first)).collect();
    loom.put_last(last);
    Ok(Woven { graph: loom.graph.into_inner(), conflicts, early })
}

fn acyclic(count: usize, edges: &[Edge]) -> Result<Acyclic<Graph>, Graph> {
    Acyclic::try_from_graph(graph(count, edges)).map_err(|_| graph(count, edges))
}

/// How many demands with a choice are searched through, and how many choices are tried.
const MOST_CHOICES: usize = 200;
const MOST_TRIES: usize = 4000;
/// Of how many demands that are left it is tried to leave one only.
const MOST_LEFT: usize = 8;

/// Looks for choices that go together, where taking one after another left something unheeded.
fn search(
    mut loom: Loom,
    weighed: &[Weighed<'_>],
    left: Option<usize>,
    urgent: &[u32],
    weigh: &dyn Weigh,
) -> Option<Loom> {
    let reason = |one: &Weighed<'_>| weigh.reason(one.rule, one.claims);
    loom.unheeded.extend(left);
    let is_due = |at: &usize| !weighed[*at].courtesy && Some(*at) != left;
    let must: Vec<usize> = (0..weighed.len()).filter(is_due).collect();
    let (firm, mut open): (Vec<usize>, Vec<usize>) =
        must.into_iter().partition(|at| weighed[*at].options.len() <= 1);
    let heeds = |at: &usize| loom.heed(&weighed[*at].options, false, &|| reason(&weighed[*at]));
    if open.len() > MOST_CHOICES || !firm.iter().all(heeds) {
        return None;
    }
    open.sort_by_key(|at| (Reverse(urgent[*at]), weighed[*at].options.len()));
    let open: Vec<&Weighed<'_>> = open.into_iter().map(|at| &weighed[at]).collect();
    let mut tries = MOST_TRIES;
    if !loom.choose(&open, &mut tries, &reason) {
        return None;
    }
    for one in weighed.iter().filter(|one| one.courtesy) {
        loom.heed(&one.options, true, &|| reason(one));
    }
    Some(loom)
}

/// A demand with all that its turn depends on.
struct Weighed<'d> {
    rule: &'d Rule,
    claims: &'d [Claim],
    options: Vec<Vec<Pair>>,
    people: usize,
    /// It gives way to everything else.
    courtesy: bool,
}

impl Weighed<'_> {
    fn is_never(&self) -> bool {
        matches!(self.rule, Rule::Never(_))
    }

    /// That nobody gets too much comes before that nobody goes without, what leaves no choice
    /// before what does, many people before few; but first what was left out before.
    fn precedence(&self, urgent: u32) -> impl Ord + use<> {
        let choice = self.options.len() > 1;
        let firm = self.is_never() && !choice;
        (self.courtesy, !firm, Reverse(urgent), choice, !self.is_never(), Reverse(self.people))
    }
}

/// A pair that was put in order.
type Added = (EdgeIndex, Pair);

struct Loom {
    graph: Acyclic<Graph>,
    /// Pairs that safety has put in order.
    woven: FxHashSet<Pair>,
    /// Demands for which no way was possible.
    unheeded: Vec<usize>,
}

impl Loom {
    fn new(graph: Acyclic<Graph>) -> Self {
        Loom { graph, woven: FxHashSet::default(), unheeded: Vec::new() }
    }

    /// Heeds one demand after another; of several ways, those at hand come first.
    fn weave(&mut self, weighed: &[Weighed<'_>], urgent: &[u32], weigh: &dyn Weigh) {
        let mut turns: Vec<usize> = (0..weighed.len()).collect();
        turns.sort_by_key(|at| weighed[*at].precedence(urgent[*at]));
        for at in turns {
            let one = &weighed[at];
            let reason = || weigh.reason(one.rule, one.claims);
            // What was left out before takes what asks for least, and leaves room to others.
            let at_hand = urgent[at] == 0;
            if !self.heed(&one.options, at_hand, &reason) && !one.courtesy {
                self.unheeded.push(at);
            }
        }
    }

    /// What is left out: how often somebody gets too much, how many go without.
    fn cost(&self, weighed: &[Weighed<'_>]) -> (usize, usize) {
        let left = || self.unheeded.iter().map(|at| &weighed[*at]);
        let gains = left().filter(|one| one.is_never()).count();
        (gains, left().filter(|one| !one.is_never()).map(|one| one.people.max(1)).sum())
    }

    /// Takes the first way that is possible; one that is heeded already before others, and one
    /// that fits the order at hand, if such are preferred.
    fn heed(&mut self, options: &[Vec<Pair>], at_hand: bool, reason: &dyn Fn() -> Reason) -> bool {
        let graph = self.graph.inner();
        let stands = |pair: &Pair| {
            let (first, then) = (NodeIndex::new(pair.0), NodeIndex::new(pair.1));
            self.woven.contains(pair) || graph.contains_edge(first, then)
        };
        if options.iter().any(|option| option.iter().all(stands)) {
            return true;
        }
        let position = |step: usize| self.graph.get_position(NodeIndex::new(step));
        let is_so = |pair: &Pair| position(pair.0) < position(pair.1);
        let is_at_hand = |option: &&Vec<Pair>| at_hand && option.iter().all(is_so);
        if let Some(option) = options.iter().find(is_at_hand) {
            return self.add(option, reason);
        }
        options.iter().any(|option| self.add(option, reason))
    }

    /// Takes a way for each demand, and goes back where that leaves none for a later one.
    fn choose(
        &mut self,
        open: &[&Weighed<'_>],
        tries: &mut usize,
        reason: &dyn Fn(&Weighed<'_>) -> Reason,
    ) -> bool {
        let Some((one, rest)) = open.split_first() else { return true };
        for option in &one.options {
            if *tries == 0 {
                return false;
            }
            *tries -= 1;
            let Some(added) = self.put(option, &|| reason(one)) else { continue };
            if self.choose(rest, tries, reason) {
                return true;
            }
            self.take_back(added);
        }
        false
    }

    /// Puts all pairs in order, or none.
    fn add(&mut self, option: &[Pair], reason: &dyn Fn() -> Reason) -> bool {
        self.put(option, reason).is_some()
    }

    /// Puts all pairs in order, or none: those that were not yet.
    fn put(&mut self, option: &[Pair], reason: &dyn Fn() -> Reason) -> Option<Vec<Added>> {
        let mut added: Vec<Added> = Vec::new();
        for pair in option {
            if self.woven.contains(pair) {
                continue;
            }
            let (first, then) = (NodeIndex::new(pair.0), NodeIndex::new(pair.1));
            match self.graph.try_add_edge(first, then, reason()) {
                Ok(edge) => {
                    self.woven.insert(*pair);
                    added.push((edge, *pair));
                }
                Err(_) => {
                    self.take_back(added);
                    return None;
                }
            }
        }
        Some(added)
    }

    /// Takes pairs out again, which nothing was put in order after.
    fn take_back(&mut self, added: Vec<Added>) {
        // The last one goes first, so that no other edge takes its number.
        for (edge, pair) in added.into_iter().rev() {
            self.graph.remove_edge(edge);
            self.woven.remove(&pair);
        }
    }

    /// Puts steps after all others that do not wait for them, and one after the other.
    fn put_last(&mut self, steps: &[usize]) {
        if steps.is_empty() {
            return;
        }
        let graph = self.graph.inner();
        let is_last = |node: NodeIndex| steps.contains(&node.index());
        let is_end = |node: &NodeIndex| !is_last(*node) && graph.neighbors(*node).all(is_last);
        let ends = graph.node_indices().filter(is_end).map(NodeIndex::index);
        let mut before: Vec<usize> = ends.collect();
        for step in steps {
            before.retain(|end| !self.add(&[(*end, *step)], &|| Reason::KeyIsNeeded));
            before.push(*step);
        }
    }

    /// The shortest circle that any of the ways would close.
    fn circle(&self, options: &[Vec<Pair>], reason: &dyn Fn() -> Reason) -> Vec<(Pair, Reason)> {
        let pairs: FxHashSet<Pair> = options.iter().flatten().copied().collect();
        let mut pairs: Vec<Pair> = pairs.into_iter().collect();
        pairs.sort_unstable();
        let trails = pairs.into_iter().filter_map(|pair| {
            let mut trail = self.trail(pair.1, pair.0)?;
            trail.push((pair, reason()));
            Some(trail)
        });
        trails.min_by_key(Vec::len).unwrap_or_default()
    }

    /// The shortest way along edges.
    fn trail(&self, from: usize, to: usize) -> Option<Vec<(Pair, Reason)>> {
        shortest(self.graph.inner(), NodeIndex::new(from), NodeIndex::new(to))
    }
}

/// The shortest way from one step to another along edges, with why each waits.
pub(super) fn shortest(
    graph: &Graph,
    from: NodeIndex,
    to: NodeIndex,
) -> Option<Vec<(Pair, Reason)>> {
    let mut came: FxHashMap<NodeIndex, EdgeIndex> = FxHashMap::default();
    let mut queue = VecDeque::from([from]);
    while let Some(node) = queue.pop_front() {
        let mut edges: Vec<_> = graph.edges(node).collect();
        edges.sort_by_key(|edge| edge.id());
        for edge in edges {
            let target = edge.target();
            if target == from || came.contains_key(&target) {
                continue;
            }
            came.insert(target, edge.id());
            if target == to {
                return Some(trace(graph, &came, to));
            }
            queue.push_back(target);
        }
    }
    None
}

fn trace(
    graph: &Graph,
    came: &FxHashMap<NodeIndex, EdgeIndex>,
    to: NodeIndex,
) -> Vec<(Pair, Reason)> {
    let mut trail = Vec::new();
    let mut at = to;
    while let Some(edge) = came.get(&at) {
        let (Some((first, then)), Some(reason)) =
            (graph.edge_endpoints(*edge), graph.edge_weight(*edge))
        else {
            panic!("a trail leads along edges of the graph");
        };
        trail.push(((first.index(), then.index()), reason.clone()));
        at = first;
    }
    trail.reverse();
    trail
}
