//! References and the constraints of safety in one partial order: whatever respects it, one
//! after another or side by side, is safe. A constraint that no order satisfies is told with the
//! circle that stands in the way.
//!
//! In: edges, which must be, and constraints, each with the ways of satisfying it. Out: a graph
//! without circles. Constraints are taken one after another first, in a few rounds; where that
//! leaves some violated, choices that go together are searched for, within limits. It knows
//! nothing of what steps do.

mod candidate;

use super::edges::Edge;
use super::expand::UnplacedId;
use super::explain::Explainer;
use super::graph::{Graph, graph};
use super::index_vec::{IndexVec, idx};
use super::safety::{Cause, Constraints, Invariant, Pair, options};
use super::step::Reason;
use candidate::Candidate;
use petgraph::acyclic::Acyclic;
use std::cmp::Reverse;

/// A constraint that no order satisfies.
#[derive(Debug)]
pub(super) struct Conflict {
    pub(super) invariant: Invariant,
    pub(super) causes: Vec<Cause>,
    /// Each waits for the one before it, and the first for the last.
    pub(super) circle: Vec<(Pair, Reason)>,
}

pub(super) struct Solution {
    pub(super) graph: Graph,
    pub(super) conflicts: Vec<Conflict>,
    /// Of the edges that may: each with the circle that it would close.
    pub(super) gave_way: Vec<GaveWay>,
}

/// The second comes before the first after all.
#[derive(Debug, Clone)]
pub(super) struct GaveWay {
    pub(super) first: UnplacedId,
    pub(super) then: UnplacedId,
    pub(super) circle: Vec<(Pair, Reason)>,
}

/// The steps of `last` come after all others. The graph itself where the references alone go
/// round in a circle.
pub(super) fn solve(
    count: usize,
    edges: &[Edge],
    constraints: &Constraints,
    last: &[UnplacedId],
    explainer: &Explainer<'_>,
) -> Result<Solution, Graph> {
    let solver = Solver::new(count, edges, constraints, explainer);
    let mut violated_in = solver.constraints.iter().map(|_| 0).collect();
    let mut best = solver.in_rounds(&mut violated_in)?;
    if solver.leaves_choice() && !best.violated.is_empty() && best.violated.len() <= MOST_LEFT {
        best = solver.searched(best, &violated_in)?;
    }
    Ok(solver.solution(best, last))
}

idx! {
    /// The place of a constraint among all.
    ConstraintId
}

/// In which round a constraint was violated last; 0: in none.
type ViolatedIn = IndexVec<ConstraintId, u32>;

/// A constraint with all that its turn depends on.
struct Constraint<'p> {
    invariant: &'p Invariant,
    causes: &'p [Cause],
    options: Vec<Vec<Pair>>,
    /// How many ask for it.
    people: usize,
    /// It gives way to everything else.
    soft: bool,
}

impl Constraint<'_> {
    fn leaves_choice(&self) -> bool {
        self.options.len() > 1
    }

    /// That nobody gets too much comes before that nobody goes without, what leaves no choice
    /// before what does, many people before few; but first what was left out before.
    fn turn(&self, violated_in: u32) -> impl Ord + use<> {
        let (choice, never) = (self.leaves_choice(), self.invariant.is_never());
        let firm = never && !choice;
        (self.soft, !firm, Reverse(violated_in), choice, !never, Reverse(self.people))
    }
}

/// How often an order is tried anew where choices that were made left something violated.
const ROUNDS: u32 = 8;
/// How many constraints with a choice are searched through, and how many choices are tried.
const MOST_CHOICES: usize = 200;
const MOST_TRIES: usize = 4000;
/// Of how many constraints that are left it is tried to leave one only.
const MOST_LEFT: usize = 8;

/// What an order is sought for.
struct Solver<'p> {
    count: usize,
    edges: &'p [Edge],
    constraints: IndexVec<ConstraintId, Constraint<'p>>,
    explainer: &'p Explainer<'p>,
}

impl<'p> Solver<'p> {
    fn new(
        count: usize,
        edges: &'p [Edge],
        constraints: &'p Constraints,
        explainer: &'p Explainer<'p>,
    ) -> Self {
        let constraints = constraints.all.iter().map(|(invariant, causes)| Constraint {
            invariant,
            causes,
            options: options(invariant),
            people: explainer.people(causes),
            soft: causes.iter().all(Cause::is_soft),
        });
        Solver { count, edges, constraints: constraints.collect(), explainer }
    }

    fn leaves_choice(&self) -> bool {
        self.constraints.iter().any(Constraint::leaves_choice)
    }

    fn reason(&self, constraint: &Constraint<'_>) -> Reason {
        self.explainer.reason(constraint.invariant, constraint.causes)
    }

    /// The references alone.
    fn candidate(&self) -> Result<Candidate, Graph> {
        let graph = || graph(self.count, self.edges);
        Acyclic::try_from_graph(graph()).map(Candidate::new).map_err(|_| graph())
    }

    /// The best of some rounds, each of which begins with what was left out before it.
    fn in_rounds(&self, violated_in: &mut ViolatedIn) -> Result<Candidate, Graph> {
        let mut best: Option<Candidate> = None;
        for round in 1..=ROUNDS {
            let candidate = self.one_after_another(self.candidate()?, violated_in);
            for at in &candidate.violated {
                violated_in[*at] = round;
            }
            let done = candidate.violated.is_empty() || !self.leaves_choice();
            if best.as_ref().is_none_or(|best| self.cost(&candidate) < self.cost(best)) {
                best = Some(candidate);
            }
            if done {
                break;
            }
        }
        let Some(best) = best else { panic!("at least one order is tried") };
        Ok(best)
    }

    /// Satisfies one constraint after another; of several ways, those at hand come first.
    fn one_after_another(&self, mut candidate: Candidate, violated_in: &ViolatedIn) -> Candidate {
        let mut turns: Vec<ConstraintId> = self.constraints.indices().collect();
        turns.sort_by_key(|at| self.constraints[*at].turn(violated_in[*at]));
        for at in turns {
            let one = &self.constraints[at];
            // What was left out before takes what asks for least, and leaves room to others.
            let at_hand = violated_in[at] == 0;
            let satisfied = candidate.satisfy(&one.options, at_hand, &|| self.reason(one));
            if !satisfied && !one.soft {
                candidate.violated.push(at);
            }
        }
        candidate
    }

    /// What is left out: how often somebody gets too much, how many go without.
    fn cost(&self, candidate: &Candidate) -> (usize, usize) {
        let left = || candidate.violated.iter().map(|at| &self.constraints[*at]);
        let gains = left().filter(|one| one.invariant.is_never()).count();
        let losses = left().filter(|one| !one.invariant.is_never());
        (gains, losses.map(|one| one.people.max(1)).sum())
    }

    /// Something better than the best so far, if there is any: that satisfies everything, or
    /// else everything but one.
    fn searched(&self, mut best: Candidate, violated_in: &ViolatedIn) -> Result<Candidate, Graph> {
        let one_left = best.violated.iter().map(|at| Some(*at));
        for left in [None].into_iter().chain(one_left).collect::<Vec<_>>() {
            let found = self.search(self.candidate()?, left, violated_in);
            if let Some(better) = found.filter(|it| self.cost(it) < self.cost(&best)) {
                best = better;
            }
            if best.violated.is_empty() {
                break;
            }
        }
        Ok(best)
    }

    /// Looks for choices that go together, where taking one after another left something
    /// violated. `left` is left out.
    fn search(
        &self,
        mut candidate: Candidate,
        left: Option<ConstraintId>,
        violated_in: &ViolatedIn,
    ) -> Option<Candidate> {
        let all = &self.constraints;
        candidate.violated.extend(left);
        let is_due = |at: &ConstraintId| !all[*at].soft && Some(*at) != left;
        let (mut open, firm): (Vec<ConstraintId>, Vec<ConstraintId>) =
            all.indices().filter(is_due).partition(|at| all[*at].leaves_choice());
        let mut satisfy = |one: &Constraint<'_>, at_hand| {
            candidate.satisfy(&one.options, at_hand, &|| self.reason(one))
        };
        if open.len() > MOST_CHOICES || !firm.iter().all(|at| satisfy(&all[*at], false)) {
            return None;
        }
        open.sort_by_key(|at| (Reverse(violated_in[*at]), all[*at].options.len()));
        let open: Vec<&Constraint<'_>> = open.into_iter().map(|at| &all[at]).collect();
        let mut tries = MOST_TRIES;
        if !self.choose(&mut candidate, &open, &mut tries) {
            return None;
        }
        for one in all.iter().filter(|one| one.soft) {
            candidate.satisfy(&one.options, true, &|| self.reason(one));
        }
        Some(candidate)
    }

    /// Takes a way for each constraint, and goes back where that leaves none for a later one.
    fn choose(
        &self,
        candidate: &mut Candidate,
        open: &[&Constraint<'_>],
        tries: &mut usize,
    ) -> bool {
        let Some((one, rest)) = open.split_first() else { return true };
        for option in &one.options {
            if *tries == 0 {
                return false;
            }
            *tries -= 1;
            let Some(added) = candidate.put(option, &|| self.reason(one)) else { continue };
            if self.choose(candidate, rest, tries) {
                return true;
            }
            candidate.take_back(added);
        }
        false
    }

    /// What gives way comes last, and then the steps of `last`.
    fn solution(&self, mut candidate: Candidate, last: &[UnplacedId]) -> Solution {
        let conflicts = candidate.violated.iter().map(|at| &self.constraints[*at]);
        let conflicts = conflicts.map(|one| Conflict {
            invariant: one.invariant.clone(),
            causes: one.causes.to_vec(),
            circle: candidate.circle(&one.options, &|| self.reason(one)),
        });
        let conflicts = conflicts.collect();
        let soft = self.edges.iter().filter(|edge| edge.soft);
        let mut gave_way = Vec::new();
        for edge in soft {
            let Edge { first, then, ref reason, .. } = *edge;
            let way = [(first, then)];
            if !candidate.add(&way, &|| reason.clone()) {
                let circle = candidate.circle(&[way.to_vec()], &|| reason.clone());
                gave_way.push(GaveWay { first, then, circle });
            }
        }
        candidate.put_last(last);
        Solution { graph: candidate.into_graph(), conflicts, gave_way }
    }
}
