//! Who can really reach what.
//!
//! In: people, their groups, grants and fences, from a definition, a live site or any state
//! between ([`State`]), over a tree of folders ([`Tree`]). Out: the exact access of a person to
//! any path, the reasons for it, and the difference between two states. Only finitely many
//! places differ: the folders that carry a grant or a fence cut the tree into [`Region`]s, and
//! everything here walks those, never the folders between.

mod account;
mod atoms;
mod change;
mod coverage;
mod difference;
mod duties;
mod entries;
mod expectations;
mod folders;
mod grantees;
mod links;
mod losses;
mod offices;
mod openings;
mod places;
mod renames;
mod state;
mod view;
mod worker;
mod why;

pub use account::{Account, Partnership, Protocols, SWITCHES, ShutOut, Standing};
pub use atoms::Atoms;
pub use change::{Barred, Cause, PlaceChange, Scope, Sign, Through};
pub use coverage::{who_has_any, who_lacks_any};
pub use difference::{PersonChange, difference};
pub use duties::{AccountFacts, Breach, LastUse, Scene, Witness, accounts_of, breaches};
pub use expectations::{Broken, broken, globs, wanted_atoms};
pub use folders::{Folder, Folders, Place, Tree};
pub use losses::losses;
pub use offices::{ChildRole, Misfit, Offices, Roles, misfits};
pub use openings::{OPENINGS, Opening};
pub use places::{Match, What};

pub use crate::model::glob::Pattern;
pub use grantees::{all_of, renamed};
pub use renames::Renames;
pub use state::{Held, State, Via, Way};
pub use view::{Person, Region, View};
pub use why::{Cut, Miss, Why, why};
pub use worker::{Coverage, Gap, Remote, Worker, needed};
