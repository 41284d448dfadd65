//! What a run tells: counts, and a failure as a case file.

use super::judge::{Judged, Kind};
use super::world::Pair;
use super::write::{definition, snapshot};
use siteplan::facade::diff::Address;
use siteplan::facade::plan::{Step, TransientKind};
use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, Default)]
pub struct Tally {
    pairs: usize,
    empty: usize,
    /// Of those that a plan declares something for.
    largest_circle: usize,
    steps: usize,
    most_steps: usize,
    states: usize,
    /// Plans with too many states to look at all.
    sampled: usize,
    /// Plans that declare something transient, and how often which.
    conflicts: usize,
    transient: BTreeMap<&'static str, usize>,
    /// Plans that need no excuse any more with bridges, and the steps that these cost.
    bridged: usize,
    bridge_steps: usize,
    violations: BTreeMap<Kind, usize>,
}

impl Tally {
    pub fn add(&mut self, judged: &Judged) {
        self.pairs += 1;
        self.empty += usize::from(judged.steps == 0);
        self.steps += judged.steps;
        self.most_steps = self.most_steps.max(judged.steps);
        self.states += judged.states;
        self.sampled += usize::from(judged.sampled);
        let transient = judged.plan.as_ref().map_or(&[][..], |plan| &plan.transient);
        self.conflicts += usize::from(!transient.is_empty());
        if let Some(bridged) = judged.bridged.as_ref().filter(|bridged| bridged.left == 0) {
            self.bridged += 1;
            self.bridge_steps += bridged.more_steps;
        }
        for transient in transient {
            self.largest_circle = self.largest_circle.max(transient.circle.len());
            *self.transient.entry(kind(&transient.what)).or_default() += 1;
        }
        if let Some(violation) = &judged.violation {
            *self.violations.entry(violation.kind).or_default() += 1;
        }
    }
}

impl Tally {
    pub fn count(&self, kind: Kind) -> usize {
        self.violations.get(&kind).copied().unwrap_or(0)
    }

    pub fn merge(&mut self, other: Tally) {
        self.pairs += other.pairs;
        self.empty += other.empty;
        self.largest_circle = self.largest_circle.max(other.largest_circle);
        self.steps += other.steps;
        self.most_steps = self.most_steps.max(other.most_steps);
        self.states += other.states;
        self.sampled += other.sampled;
        self.conflicts += other.conflicts;
        self.bridged += other.bridged;
        self.bridge_steps += other.bridge_steps;
        for (kind, count) in other.transient {
            *self.transient.entry(kind).or_default() += count;
        }
        for (kind, count) in other.violations {
            *self.violations.entry(kind).or_default() += count;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |count: usize| 100.0 * count as f64 / self.pairs.max(1) as f64;
        writeln!(
            f,
            "{} pairs, {} states; {:.1} % without a step",
            self.pairs,
            self.states,
            share(self.empty)
        )?;
        let mean = self.steps as f64 / self.pairs.max(1) as f64;
        writeln!(
            f,
            "{mean:.1} steps a plan, {} at most; of {:.1} % not every state",
            self.most_steps,
            share(self.sampled)
        )?;
        writeln!(
            f,
            "plans with conflicts: {} ({:.2} %), {:?}; circles of at most {} steps",
            self.conflicts,
            share(self.conflicts),
            self.transient,
            self.largest_circle
        )?;
        let each = self.bridge_steps as f64 / self.bridged.max(1) as f64;
        writeln!(f, "of these bridged: {}, with {each:.1} more steps each", self.bridged)?;
        write!(f, "violations: {:?}", self.violations)
    }
}

fn kind(what: &TransientKind) -> &'static str {
    match what {
        TransientKind::Loss { .. } => "loss",
        TransientKind::Gain { .. } => "gain",
        TransientKind::Automation { .. } | TransientKind::Moves { .. } => "automation",
        TransientKind::Administrator | TransientKind::GroupAdministrator { .. } => "administrator",
        TransientKind::Link { .. } => "link",
        TransientKind::Assertion { .. } => "assertion",
    }
}

/// The pair as a file for `tests/cases/plan/`, what is wrong said at its head.
pub fn case_file(pair: &Pair, judged: &Judged) -> String {
    let mut out = String::from("// run: plan --live live.json --verbose\n");
    let steps = judged.plan.as_ref().map_or(&[][..], |plan| &plan.steps);
    for step in steps {
        let done =
            judged.violation.as_ref().is_some_and(|found| found.done >> (step.id.0 - 1) & 1 == 1);
        let mark = if done { "done" } else { "open" };
        let after: Vec<String> = step.after.iter().map(|after| after.step.0.to_string()).collect();
        let after =
            if after.is_empty() { String::new() } else { format!(" (after {})", after.join(", ")) };
        let set: Vec<String> =
            step.set.iter().map(|one| format!("{}={}", one.field.name(), one.after)).collect();
        out += &format!(
            "// {mark} {}: {:?} {} {}{after}\n",
            step.id.0,
            step.operation,
            step.address,
            set.join(" ")
        );
    }
    for transient in judged.plan.iter().flat_map(|plan| &plan.transient) {
        let (from, until) = (transient.from.0, transient.until.0);
        out += &format!("// declared from {from} until {until}: {:?}\n", transient.what);
    }
    if let Some(found) = &judged.violation {
        for line in found.words.lines() {
            out += &format!("// {:?}: {line}\n", found.kind);
        }
    }
    out + "//- site.kdl\n" + &definition(pair) + "//- live.json\n" + &snapshot(pair)
}

/// Failures that look alike: the same thing goes wrong in plans of the same kinds of steps.
pub fn signature(judged: &Judged) -> String {
    let steps = judged.plan.as_ref().map_or(&[][..], |plan| &plan.steps);
    let mut words: Vec<String> = steps.iter().map(word).collect();
    words.sort();
    words.dedup();
    let kind = judged.violation.as_ref().map(|found| found.kind);
    format!("{kind:?}: {}", words.join(" + "))
}

fn word(step: &Step) -> String {
    let object = match &step.address {
        Address::Site => "site",
        Address::User { .. } => "user",
        Address::Group { .. } => "group",
        Address::Membership { .. } => "membership",
        Address::Folder { .. } => "folder",
        Address::Grant { .. } => "grant",
        Address::Behavior { behavior, .. } => behavior,
        Address::Named { .. } => "link",
        Address::Automation { .. } => "automation",
        _ => "other",
    };
    let mut set: Vec<&str> = step.set.iter().map(|one| one.field.name()).collect();
    set.retain(|name| !name.ends_with("_permission") && *name != "value");
    format!("{:?} {object}({})", step.operation, set.join(","))
}
