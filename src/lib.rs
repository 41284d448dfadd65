//! siteplan, a compiler for Files.com sites.
//!
//! A *site definition* in KDL goes through these stages, each a plain function from values to
//! values; a stage never imports a later one:
//!
//! | stage | in → out |
//! |---|---|
//! | `source`, `register`, `wording`, `diagnostic`, `codes` | texts and places; every secret of the run, and texts without them; names and counts in words; what is wrong, as data; what findings are called |
//! | `syntax` | text → tree with spans |
//! | `model` | the desired site, as data |
//! | `csv` | the bulk-import format: text → rows of users, and from the model |
//! | `lower` | trees and rows → the model, every name resolved |
//! | `access` | people, grants, fences → who can reach what |
//! | `rules` | the desired site → findings |
//! | `live` | the live site in the model's words; snapshots |
//! | `diff` | desired and live → changes |
//! | `plan` | changes → ordered steps, and their impact on access |
//! | `drift` | desired and live → what was changed outside the definition |
//! | `pull` | the live site → a definition that plans to nothing |
//! | `query` | a state of a site → answers about access |
//! | `pipeline` | the stages put together, as every command, test and bench runs them |
//! | `render` | diagnostics, plans, drift, answers → a module a format |
//! | `files` | paths → bytes, of regular files within bounds |
//! | `site` | a site to read and to change: the REST API of Files.com, the embedded store |
//! | `import` | what Terraform knows of a site → the live site that it stands for |
//! | `apply` | steps → a changed site, with a journal |
//! | `emulator` | the REST API, served over the embedded store |
//! | `schema` | the schemas of the machine formats and of the language |
//! | `cli` | the commands |
//! | [`facade`] | what tests, benches and fuzz targets use of all these |
//!
//! Invariants: the same input gives the same output, byte for byte; what a definition does not
//! say is not touched; secrets are references until the moment of the call; only `cli`, `files`,
//! `site`, the emulator's server and the journal touch files, network, clock, environment or terminal.

#![forbid(unsafe_code)]

mod source;
mod register;
mod wording;
mod diagnostic;
mod codes;
mod syntax;
mod model;
mod csv;
mod lower;
mod access;
mod rules;
mod live;
mod diff;
mod plan;
mod drift;
mod pull;
mod query;
mod pipeline;
mod render;
mod files;
mod site;
mod import;
mod apply;
#[cfg(feature = "emulator")]
mod emulator;
mod schema;
mod cli;
pub mod facade;

pub use cli::main;
