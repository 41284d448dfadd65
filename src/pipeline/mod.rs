//! The stages put together as the program runs them: the one composition that there is.
//!
//! In: the files of a definition, what a live site holds, the moment of the run. Out: what the
//! commands show: a checked definition, a plan, an answer about access, drift, a pulled
//! definition. It judges nothing by itself, and touches neither files nor network, clock,
//! environment or terminal: what they hold comes in as values.

mod ask;
mod base;
mod check;
mod compare;
mod drift;
mod drops;
mod operand;
mod plan;
mod pull;
mod review;
mod saved;
mod unused;

pub use ask::{Known, ask, difference, known};
pub use base::{NoBase, take_base};
pub use check::{Checked, Read, check, read, read_on};
pub use compare::compare;
pub use drift::drift;
pub use drops::{Droppable, drops};
pub use operand::{Content, Operand};
pub use plan::{Planned, Wanted, plan};
pub use pull::{pull, pull_from};
pub use review::review;
pub use saved::{again, inputs};
pub use unused::unused;
