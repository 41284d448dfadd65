//! The KDL reader and printer from outside: the official suite, the `kdl` crate as a second
//! opinion, broken and hostile input, and layout.

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
