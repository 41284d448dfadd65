//! The KDL reader and printer from outside: the official suite, the `kdl` crate as a second
//! opinion, broken and hostile input, and layout.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests and benches touch the world and may panic"
)]

mod differential;
mod hostile;
mod layout;
mod layout_random;
mod shape;
mod suite;

/// Cases of a property; `SITEPLAN_CASES` raises the number for a long run.
fn cases(usual: u32) -> u32 {
    std::env::var("SITEPLAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}
