//! Everything an apply can leave behind: the sets of steps that hold, with a step, all that it
//! waits for. All of them where there are few enough; otherwise some, met on random ways through
//! the plan.

use super::world::World;
use siteplan::plan::Step;
use std::collections::HashMap;

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

    pub fn ready(&self, done: Done) -> impl Iterator<Item = usize> {
        let next = move |at: &usize| done & 1 << at == 0 && self.needs[*at] & !done == 0;
        (0..self.needs.len()).filter(next)
    }

    /// Goes through down-sets, each once, smaller ones first; where there are more than `limit`,
    /// goes on with `ways` random orders from the first step to the last. `judge` is given a
    /// down-set's world; `step` makes the world after one step more.
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
            let mut known: HashMap<Done, ()> = HashMap::new();
            for (done, world) in &level {
                for at in self.ready(*done) {
                    let more = done | 1 << at;
                    if known.insert(more, ()).is_some() {
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

    /// Random orders, half of them with a leaning: what comes late in the plan comes first.
    fn some<T>(
        &self,
        live: &World,
        limit: usize,
        random: &mut impl FnMut() -> u64,
        step: &mut impl FnMut(&World, Done, usize) -> Result<World, T>,
        judge: &mut impl FnMut(&World, Done) -> Found<T>,
    ) -> Found<T> {
        let ways = limit / self.needs.len().max(1);
        for way in 0..ways.max(8) {
            let weights: Vec<u64> = self
                .needs
                .iter()
                .enumerate()
                .map(|(at, _)| random() % 64 + if way % 2 == 0 { 0 } else { 64 - at as u64 % 64 })
                .collect();
            let (mut world, mut done) = (live.clone(), 0);
            while let Some(at) = self.ready(done).min_by_key(|at| weights[*at]) {
                world = step(&world, done, at)?;
                done |= 1 << at;
                judge(&world, done)?;
            }
        }
        Ok(())
    }
}
