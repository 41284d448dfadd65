//! The whole program, tested from outside. One binary, so that it links once.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests and benches touch the world and may panic"
)]

#[path = "suite/access.rs"]
mod access;
#[path = "suite/addresses.rs"]
mod addresses;
#[path = "suite/approval.rs"]
mod approval;
#[path = "suite/cases.rs"]
mod cases;
#[path = "suite/chromium.rs"]
mod chromium;
#[path = "suite/crash.rs"]
mod crash;
#[path = "suite/csv.rs"]
mod csv;
#[cfg(feature = "emulator")]
#[path = "suite/emulator/mod.rs"]
mod emulator;
#[cfg(feature = "emulator")]
#[path = "suite/emulator_sdk.rs"]
mod emulator_sdk;
#[path = "suite/examples.rs"]
mod examples;
#[path = "suite/fuzz.rs"]
mod fuzz;
#[path = "suite/globs.rs"]
mod globs;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/html.rs"]
mod html;
#[path = "suite/kdl_schema.rs"]
mod kdl_schema;
#[path = "suite/language.rs"]
mod language;
#[path = "suite/live_sites.rs"]
mod live_sites;
#[path = "suite/pipelines/mod.rs"]
mod pipelines;
#[path = "suite/plans.rs"]
mod plans;
#[path = "suite/prefixes/mod.rs"]
mod prefixes;
#[path = "suite/program.rs"]
mod program;
#[path = "suite/properties.rs"]
mod properties;
#[path = "suite/pull.rs"]
mod pull;
#[path = "suite/readme.rs"]
mod readme;
#[cfg(feature = "emulator")]
#[path = "suite/reference.rs"]
mod reference;
#[cfg(feature = "emulator")]
#[path = "suite/remote/mod.rs"]
mod remote;
#[path = "suite/reports.rs"]
mod reports;
#[path = "suite/reports_hostile.rs"]
mod reports_hostile;
#[path = "suite/safety/mod.rs"]
mod safety;
#[path = "suite/schemas.rs"]
mod schemas;
#[path = "suite/sites.rs"]
mod sites;
#[path = "suite/stores.rs"]
mod stores;
