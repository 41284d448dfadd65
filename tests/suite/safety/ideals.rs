//! Everything an apply can leave behind: the sets of steps that hold, with a step, all that it
//! waits for. All of them where there are few enough; otherwise some, met on random ways through
//! the plan.

use super::world::World;
use siteplan::facade::plan::{Reason, Step};
use std::collections::HashSet;

/// Steps done, one bit a step, the first step lowest.
pub type Done = u128;

/// Plans with more steps than bits are not judged.
pub const MOST_STEPS: usize = 120;

pub struct Order {
    /// What must be done before each step.
    needs: Vec<Done>,
}

/// What visiting stops with.
pub type Found<T> = Result<(), T>;

impl Order {
    pub fn new(steps: &[Step]) -> Self {
        let needs = steps.iter().map(|step| {
            step.after.iter().fold(0, |needs, after| needs | 1 << (after.step.0 as usize - 1))
        });
        Order { needs: needs.collect() }
    }

    /// Only what follows from names and other references, nothing for safety's sake.
    pub fn of_references(steps: &[Step]) -> Self {
        let needs = steps.iter().map(|step| {
            let references = step.after.iter().filter(|after| !is_for_safety(&after.reason));
            references.fold(0, |needs, after| needs | 1 << (after.step.0 as usize - 1))
        });
        Order { needs: needs.collect() }
    }

    pub fn ready(&self, done: Done) -> impl Iterator<Item = usize> {
        let next = move |at: &usize| done & 1 << at == 0 && self.needs[*at] & !done == 0;
        (0..self.needs.len()).filter(next)
    }

    /// Goes through down-sets, each once, smaller ones first; where there are more than `limit`,
    /// goes on with some. `judge` is given a down-set's world; `step` makes the world after one step more.
    pub fn each<T>(
        &self,
        live: &World,
        limit: usize,
        random: &mut impl FnMut() -> u64,
        step: &mut impl FnMut(&World, Done, usize) -> Result<World, T>,
        judge: &mut impl FnMut(&World, Done) -> Found<T>,
    ) -> Found<T> {
        let mut level: Vec<(Done, World)> = vec![(0, live.clone())];
        let mut seen = 1;
        judge(live, 0)?;
        while !level.is_empty() {
            let mut next: Vec<(Done, World)> = Vec::new();
            let mut known: HashSet<Done> = HashSet::new();
            for (done, world) in &level {
                for at in self.ready(*done) {
                    let more = done | 1 << at;
                    if !known.insert(more) {
                        continue;
                    }
                    let world = step(world, *done, at)?;
                    judge(&world, more)?;
                    next.push((more, world));
                    seen += 1;
                    if seen > limit {
                        return self.some(live, limit, random, step, judge);
                    }
                }
            }
            level = next;
        }
        Ok(())
    }

    /// The corners: for each two steps, what is left if only they are done, with all that they
    /// wait for, and if only they are not, with all that waits for them. Then random orders.
    fn some<T>(
        &self,
        live: &World,
        limit: usize,
        random: &mut impl FnMut() -> u64,
        step: &mut impl FnMut(&World, Done, usize) -> Result<World, T>,
        judge: &mut impl FnMut(&World, Done) -> Found<T>,
    ) -> Found<T> {
        let count = self.needs.len();
        let corners = (0..count).flat_map(|one| (one..count).map(move |two| (one, two)));
        let mut seen: HashSet<Done> = HashSet::new();
        for (one, two) in corners {
            for wanted in [self.below(one) | self.below(two), self.without(one, two)] {
                if seen.insert(wanted) {
                    let world = self.follow(live, step, |at| wanted & 1 << at != 0)?;
                    judge(&world, wanted)?;
                }
            }
        }
        for _ in 0..(limit / count.max(1)).max(8) {
            let weights: Vec<u64> = (0..count).map(|_| random()).collect();
            let (mut world, mut done) = (live.clone(), 0);
            while let Some(at) = self.ready(done).min_by_key(|at| weights[*at]) {
                world = step(&world, done, at)?;
                done |= 1 << at;
                judge(&world, done)?;
            }
        }
        Ok(())
    }

    /// A step and all that it waits for.
    fn below(&self, step: usize) -> Done {
        let mut all = 1 << step;
        // Each step waits for earlier ones only.
        for at in (0..=step).rev() {
            if all & 1 << at != 0 {
                all |= self.needs[at];
            }
        }
        all
    }

    /// All steps but these and what waits for them.
    fn without(&self, one: usize, two: usize) -> Done {
        let mut not: Done = 1 << one | 1 << two;
        for at in 0..self.needs.len() {
            if self.needs[at] & not != 0 {
                not |= 1 << at;
            }
        }
        ((1 << self.needs.len()) - 1) & !not
    }

    /// The world after these steps in the plan's own order.
    fn follow<T>(
        &self,
        live: &World,
        step: &mut impl FnMut(&World, Done, usize) -> Result<World, T>,
        wanted: impl Fn(&usize) -> bool,
    ) -> Result<World, T> {
        let (mut world, mut done) = (live.clone(), 0);
        for at in (0..self.needs.len()).filter(wanted) {
            world = step(&world, done, at)?;
            done |= 1 << at;
        }
        Ok(world)
    }
}

/// Whether a step waits so that no state in between is wrong, not because it must.
pub fn is_for_safety(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::KeepsAccess(_)
            | Reason::NeverGains(_)
            | Reason::StaysOut { .. }
            | Reason::KeepsRunning { .. }
            | Reason::AdministratorRemains
            | Reason::GroupAdministratorRemains { .. }
            | Reason::FollowsFolder { .. }
            | Reason::KeepsAssertion { .. }
            | Reason::Bridges { .. }
    )
}
