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

mod common;

use common::{memory, race, site};
use serde::Deserialize;
use siteplan::facade::source::FileId;
use siteplan::facade::syntax;
use std::hint::black_box;

#[derive(Deserialize)]
#[expect(dead_code, reason = "only the work of filling the fields is of interest")]
struct User {
    username: String,
    name: String,
    email: String,
    company: String,
    require_2fa: String,
    password_validity_days: u32,
    site_admin: bool,
    groups: Vec<String>,
}

fn main() {
    println!("users      KDL     rate  JSON values  JSON types  kdl crate  printing  peak memory");
    for users in [1_000, 10_000, 100_000] {
        let (kdl, json) = (site::people(users), site::people_as_json(users));
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
        let (_, peak) = memory::peak_of(|| black_box(syntax::parse(FileId(0), &kdl)));
        let ratio = |other: std::time::Duration| other.as_secs_f64() / reader.as_secs_f64();
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
