//! Definition and live site to changes.
pub mod change;
