//! For people at a terminal: plain lines, coloured if the [`Style`](super::Style) says so.

pub mod answer;
pub mod concise;
pub mod diagnostics;
pub mod drift;
pub mod impact;
pub mod plan;
pub mod powers;
pub mod residue;
mod review;
pub mod site;
mod steps;
mod transients;
mod unused;

pub use answer::answer;
pub use diagnostics::diagnostics;
pub use drift::drift;
pub use plan::plan;
