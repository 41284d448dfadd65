//! How fast and how frugal the KDL reader is, beside JSON of equal content.
//!
//! `cargo bench --bench reader` prints for sites of 1,000 to 100,000 users the rate of the
//! reader, its time relative to `serde_json` into values and into types, and the peak memory of
//! the tree relative to its text. The `kdl` crate is measured at 1,000 users only. All times of a row are
//! taken in turns and each is the best of its rounds, so that a busy machine hurts all alike.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    unsafe_code,
    reason = "tests and benches touch the world and may panic"
)]

use serde::Deserialize;
use siteplan::source::FileId;
use siteplan::syntax;
use std::alloc::{GlobalAlloc, Layout, System};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Counts the bytes in use and their peak.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn count(more: usize, less: usize) {
    let now = NOW.fetch_add(more, Ordering::Relaxed) + more;
    PEAK.fetch_max(now, Ordering::Relaxed);
    NOW.fetch_sub(less, Ordering::Relaxed);
}

// SAFETY: every call is handed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    // The old and the new block are counted together, as if each growth copied.
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the work of filling the fields is of interest")]
struct User {
    username: String,
    template: String,
    name: String,
    email: String,
    groups: Vec<String>,
    days: u32,
    sso: bool,
}

fn kdl_site(users: usize) -> String {
    let mut text = String::new();
    for n in 0..users {
        write!(
            text,
            "user \"user-{n}\" use=\"employee\" {{\n    name \"Person Number {n}\"\n    \
             email \"user-{n}@broker.example\"\n    groups \"Sales\" \"Central {n}\"\n    \
             days {n}\n    sso #true\n}}\n",
        )
        .expect("a string takes all");
    }
    text
}

fn json_site(users: usize) -> String {
    let mut text = String::from("[\n");
    for n in 0..users {
        let comma = if n + 1 < users { "," } else { "" };
        write!(
            text,
            "  {{\n    \"username\": \"user-{n}\",\n    \"template\": \"employee\",\n    \
             \"name\": \"Person Number {n}\",\n    \"email\": \"user-{n}@broker.example\",\n    \
             \"groups\": [\"Sales\", \"Central {n}\"],\n    \"days\": {n},\n    \"sso\": true\n  }}{comma}\n",
        )
        .expect("a string takes all");
    }
    text + "]\n"
}

/// Best times of some actions, taken in turns.
fn race<const N: usize>(rounds: usize, actions: [&dyn Fn(); N]) -> [Duration; N] {
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

fn main() {
    println!("users      KDL     rate  JSON values  JSON types  kdl crate  printing  peak memory");
    for users in [1_000, 10_000, 100_000] {
        let (kdl, json) = (kdl_site(users), json_site(users));
        let read = || {
            black_box(syntax::parse(FileId(0), black_box(&kdl)));
        };
        let values = || {
            black_box(serde_json::from_str::<serde_json::Value>(black_box(&json)).expect("valid"));
        };
        let types = || {
            black_box(serde_json::from_str::<Vec<User>>(black_box(&json)).expect("valid"));
        };
        let (tree, diagnostics) = syntax::parse(FileId(0), &kdl);
        assert!(diagnostics.is_empty(), "the site is valid");
        let print = || {
            black_box(syntax::format(black_box(&kdl), &tree));
        };
        let rounds = 3_000_000 / users / 10;
        let [reader, value, typed, printer] =
            race(rounds.clamp(10, 100), [&read, &values, &types, &print]);
        let crate_ratio = if users == 1_000 {
            let theirs = || {
                black_box(kdl::KdlDocument::parse_v2(black_box(&kdl)).expect("valid"));
            };
            let [ours, theirs] = race(3, [&read, &theirs]);
            format!("{:.0}x", theirs.as_secs_f64() / ours.as_secs_f64())
        } else {
            "-".to_owned()
        };
        drop(tree);
        let before = NOW.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        let result = black_box(syntax::parse(FileId(0), &kdl));
        let peak = PEAK.load(Ordering::Relaxed) - before;
        drop(result);
        let ratio = |other: Duration| other.as_secs_f64() / reader.as_secs_f64();
        let rate = kdl.len() as f64 / 1e6 / reader.as_secs_f64();
        println!(
            "{users:>6} {:>5.1} MB {rate:>4.0} MB/s {:>11.2}x {:>10.2}x {crate_ratio:>10} {:>8.0}/s {:>11.2}x",
            kdl.len() as f64 / 1e6,
            ratio(value),
            ratio(typed),
            kdl.len() as f64 / 1e6 / printer.as_secs_f64(),
            peak as f64 / kdl.len() as f64,
        );
    }
}
