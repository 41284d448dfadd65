//! Who can really reach what.
//!
//! In: people, their groups, grants and fences, from a definition, a live site or any state
//! between ([`State`]). Out: the exact access of a person to any folder, and the difference
//! between two states. Only finitely many places differ: the folders that carry a grant or a
//! fence ([`Place`]), each by itself and with all that lies below it.

mod atoms;
mod difference;
mod person;
mod state;

pub use atoms::Atoms;
pub use difference::{PersonChange, PlaceChange, difference};
pub use person::{Person, Place};
pub use state::{Account, Held, State};
