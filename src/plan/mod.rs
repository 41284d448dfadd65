//! Changes to ordered steps.
pub mod step;
