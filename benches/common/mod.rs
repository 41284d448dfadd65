//! What the benchmarks share: a site of any size, a counting allocator, a stop-watch.
#![allow(dead_code, reason = "each benchmark uses a part of it")]

pub mod live;
pub mod memory;
pub mod site;

use std::time::{Duration, Instant};

/// Best times of some actions, taken in turns, so that a busy machine hurts all alike.
pub fn race<const N: usize>(rounds: usize, actions: [&dyn Fn(); N]) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..rounds {
        for (action, best) in actions.iter().zip(&mut best) {
            let start = Instant::now();
            action();
            *best = start.elapsed().min(*best);
        }
    }
    best
}
