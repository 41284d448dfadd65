//! One case: whether what plan and drift say of the site is so.

use super::case::Case;
use super::follow;
use super::meaning::{Meaning, removes};
use crate::safety::oracle::access;
use crate::safety::planner::Texts;
use crate::safety::simulate::Simulation;
use crate::safety::told::{Told, seen};
use crate::safety::world::{Id, Pair, World};
use crate::safety::write::snapshot;
use siteplan::facade::drift::Drift;
use siteplan::facade::pipeline::{self, Content, Operand, Wanted};
use siteplan::facade::plan::{AccessImpact, Plan};
use siteplan::facade::render::repository::Repository;
use siteplan::facade::render::{Style, markdown, text};
use std::fmt::Debug;

const AS_SAID: &str = "is as the definition says";

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The compiler does not take its texts.
    Unread,
    /// No order of the steps.
    Circle,
    /// Files.com would refuse a step, and the plan is refused, too.
    Refused,
    Exact,
    /// Something is left that the definition does not account for.
    Open,
}

pub struct Judged {
    pub outcome: Outcome,
    pub kept: bool,
    pub advised: usize,
    pub wrong: Option<String>,
}

/// What the compiler says of one site.
pub struct Verdicts {
    pub plan: Plan,
    pub drift: Drift,
    /// From the site to the definition, of nobody whom `manage` keeps.
    pub diff: AccessImpact,
    pub refused: bool,
}

pub fn judge(case: &Case) -> Judged {
    let mut judged = Judged { outcome: Outcome::Unread, kept: false, advised: 0, wrong: None };
    let (definition, base) = (case.definition(), case.base());
    let read = |live: &str| {
        let base = base.as_deref();
        verdicts(Texts { definition: &definition, base, live })
    };
    let Some(verdicts) = read(&case.live()) else { return judged };
    let Some(verdicts) = verdicts else {
        judged.outcome = Outcome::Circle;
        return judged;
    };
    let meaning = Meaning::of(case);
    judged.outcome = match end(case, &verdicts.plan) {
        Err(_) if verdicts.refused => Outcome::Refused,
        Err(refusal) => {
            judged.wrong = Some(format!("a plan that is not refused: {refusal}"));
            return judged;
        }
        Ok(end) if end != meaning.end.shown() => {
            judged.wrong = Some(format!(
                "the plan leads elsewhere: {}",
                difference(&end, &meaning.end.shown())
            ));
            return judged;
        }
        Ok(_) if verdicts.plan.residue.is_empty() => Outcome::Exact,
        Ok(_) => Outcome::Open,
    };
    judged.kept = meaning.kept > 0;
    let looked = Looked { case, meaning: &meaning };
    let again = || {
        let pair = Pair { live: meaning.end.clone(), ..case.pair.clone() };
        match read(&snapshot(&pair)) {
            Some(Some(after)) => looked.settled(&verdicts, &after),
            _ => Err("the site after the plan is not read".to_owned()),
        }
    };
    let mut wrong = looked.before(&verdicts).and_then(|()| match judged.outcome {
        Outcome::Refused => Ok(()),
        _ => again(),
    });
    if wrong.is_ok() && judged.outcome == Outcome::Open && base.is_none() && !removes(&case.manage)
    {
        judged.advised = verdicts.plan.residue.facts.len();
        wrong = follow::all(case, &meaning, &definition, &verdicts.plan.residue.facts);
    }
    judged.wrong = wrong.err();
    judged
}

/// None inside where the steps wait for each other in a circle; none where the texts are not sound.
pub fn verdicts(texts: Texts<'_>) -> Option<Option<Verdicts>> {
    texts.read(|mut checked, live| {
        let planned = pipeline::plan(&mut checked, &live, Wanted::default());
        let refused = planned.is_refused();
        let drift =
            pipeline::drift(&mut checked, &live).expect("names of these sites are not shared");
        let (names, now) = (std::mem::take(&mut checked.names), checked.now);
        let operand = |content| Operand { label: String::new(), prefix: String::new(), content };
        let definition = operand(Content::Definition(Box::new(checked)));
        let live = operand(Content::Live(Box::new(live)));
        let diff = pipeline::difference(&live, &definition, &names, now).impact;
        Some(Verdicts { plan: planned.plan.ok()?, drift, diff, refused })
    })
}

/// The site once the plan is applied, or why it cannot be.
pub fn end(case: &Case, plan: &Plan) -> Result<World, String> {
    let simulation = Simulation::new(&case.pair, &plan.steps);
    let mut world = simulation.live.clone();
    for step in &plan.steps {
        simulation.perform(&mut world, step)?;
    }
    Ok(world.shown())
}

/// Where two worlds differ.
pub fn difference(one: &World, other: &World) -> String {
    let settings = |world: &World| (world.protocols_by_groups_only, world.grants_to_groups_only);
    let mut words = unlike("settings", &[settings(one)], &[settings(other)]);
    words += &unlike("users", &one.users, &other.users);
    words += &unlike("groups", &one.groups, &other.groups);
    words += &unlike("folders", &one.folders, &other.folders);
    words += &unlike("automations", &one.automations, &other.automations);
    let members = |world: &World| world.members.iter().map(|(pair, is)| (*pair, *is)).collect();
    let (ones, others): (Vec<_>, Vec<_>) = (members(one), members(other));
    words += &unlike("members", &ones, &others);
    let grants = |world: &World| world.grants.iter().cloned().collect();
    let (ones, others): (Vec<_>, Vec<_>) = (grants(one), grants(other));
    words + &unlike("grants", &ones, &others)
}

fn unlike<T: PartialEq + Debug>(what: &str, one: &[T], other: &[T]) -> String {
    if one == other { String::new() } else { format!("{what}: {one:?}\nnot {other:?}\n") }
}

struct Looked<'a> {
    case: &'a Case,
    meaning: &'a Meaning,
}

/// Or what is wrong.
pub type Checked = Result<(), String>;

impl Looked<'_> {
    /// What is said before anything is done.
    fn before(&self, Verdicts { plan, drift, diff, .. }: &Verdicts) -> Checked {
        let Meaning { stated, end, exact, given, alone, reported, told, kept } = self.meaning;
        let residue = &plan.residue;
        let same = end.shown() == exact.shown();
        require(*kept > 0 || exact.shown() == alone.shown(), || {
            format!("the test's own: {}", difference(exact, alone))
        })?;
        require(same == reported.is_empty(), || format!("the test's own: {reported:?}"))?;
        require(residue.is_empty() == same, || {
            format!("residue {:?}\nreported {reported:?}", residue.facts)
        })?;
        let facts = residue.facts.len();
        require(facts == *told, || {
            format!("{facts} facts {:#?}, not {told}: {reported:?}", residue.facts)
        })?;
        require(residue.kept == *kept, || format!("{} are kept, not {kept}", residue.kept))?;
        let live = &self.case.pair.live;
        self.told("plan", &plan.access, &self.with_what_goes(end), live, stated)?;
        self.told("residue", &residue.access, end, given, end)?;
        if *kept == 0 {
            self.told("access diff", diff, given, live, stated)?;
        }
        let is_as_said = plan.is_empty() && same;
        for written in [
            text::plan::plan(plan, true, Style::PLAIN),
            markdown::plan(plan, None, &Repository::default()),
        ] {
            let says = written.contains(AS_SAID);
            require(says == is_as_said, || format!("the plan says:\n{written}"))?;
        }
        let is_empty = drift.is_empty();
        require(is_empty == is_as_said, || {
            format!("drift is empty: {is_empty}, and the plan is not:\n{drift:#?}")
        })?;
        for written in [
            text::drift::drift(drift, true, Style::PLAIN),
            markdown::drift::drift(drift, "site.kdl", &Repository::default()),
        ] {
            let says = written.contains(AS_SAID);
            require(says == is_empty, || format!("drift says:\n{written}"))?;
        }
        require(drift.kept == *kept, || format!("{} are kept, not {kept}", drift.kept))?;
        self.drifted(drift)
    }

    /// What is said once the plan is applied.
    fn settled(&self, first: &Verdicts, after: &Verdicts) -> Checked {
        let residue = &after.plan.residue;
        let steps = &after.plan.steps;
        require(steps.is_empty(), || format!("planning again: {steps:#?}"))?;
        let (facts, again) = (first.plan.residue.facts.len(), residue.facts.len());
        require(facts == again, || format!("{facts} facts, and {again} after the plan"))?;
        require(residue.is_empty() == after.drift.is_empty(), || {
            format!("residue {:#?}\ndrift {:#?}", residue.facts, after.drift)
        })?;
        let Meaning { end, given, .. } = self.meaning;
        self.told("residue after the plan", &residue.access, end, given, end)
    }

    /// Who has more or less than a world gives is told, and nobody else.
    fn told(
        &self,
        what: &str,
        told: &AccessImpact,
        site: &World,
        meant: &World,
        of: &World,
    ) -> Checked {
        let (here, there) = (access(site), access(meant));
        let moves = told.moves.iter().collect();
        let seen = seen(of);
        let found = Told { moves, paths: &self.meaning.stated, seen };
        if let Some(words) = found.untrue(&|user| self.name(user), &there, &here) {
            return Err(format!("{what}: {words}"));
        }
        let differ = |one: &[[u64; 8]], other: &[[u64; 8]]| {
            let more =
                |(a, b): (&[u64; 8], &[u64; 8])| a.iter().zip(b).any(|(a, b)| a & !b & seen != 0);
            one.iter().zip(other).filter(|(a, b)| more((a, b))).count()
        };
        let (gain, lose) = (differ(&here, &there), differ(&there, &here));
        require((told.gain, told.lose) == (gain, lose), || {
            format!("{what}: {} gain, {} lose; not {gain} and {lose}", told.gain, told.lose)
        })
    }

    fn drifted(&self, drift: &Drift) -> Checked {
        let Meaning { given, stated, .. } = self.meaning;
        let meant = self.with_what_goes(given);
        let (here, there) = (access(&self.case.pair.live), access(&meant));
        let sides = drift.gained.moves.iter().chain(&drift.lost.moves);
        let moves = sides.map(|one| &one.access).collect();
        let seen = seen(stated);
        let found = Told { moves, paths: stated, seen };
        match found.untrue(&|user| self.name(user), &there, &here) {
            Some(words) => Err(format!("drift: {words}")),
            None => Ok(()),
        }
    }

    /// Folders that go are compared as what they are, with their fences.
    fn with_what_goes(&self, world: &World) -> World {
        let Meaning { end, stated, .. } = self.meaning;
        let mut with = world.clone();
        for (id, folder) in stated.folders.iter().enumerate() {
            if folder.exists && !end.folders[id].exists {
                with.folders[id] = folder.clone();
            }
        }
        with
    }

    fn name(&self, user: Id) -> Option<&str> {
        let user = self.meaning.stated.users.get(user)?;
        user.exists.then_some(&*user.name)
    }
}

/// Fails with these words.
pub fn require(holds: bool, words: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(words()) }
}
