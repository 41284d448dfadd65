//! The emulator from outside: over HTTP, as any client meets it.

mod edges;
mod endpoints;
mod faults;
mod lists;
mod process;
mod random;
mod recorded;
mod rights;
pub mod site;
