//! The whole program, tested from outside. One binary, so that it links once.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "tests and benches touch the world and may panic"
)]

mod access;
mod addresses;
mod approval;
mod automations;
mod bases;
mod cases;
mod chromium;
mod contributing;
mod coverage;
mod crash;
mod damage;
mod docs;
mod edges;
mod csv;
#[cfg(feature = "emulator")]
mod emulator;
#[cfg(feature = "emulator")]
mod emulator_sdk;
mod examples;
mod files;
mod fuzz;
mod globs;
mod habits;
mod hostile;
mod html;
#[cfg(feature = "emulator")]
mod import;
mod init;
mod kdl_schema;
#[cfg(feature = "emulator")]
mod kinds;
mod language;
mod layers;
mod live_records;
mod live_sites;
mod names;
mod npm;
mod params;
mod pipelines;
mod plans;
mod prefixes;
mod program;
mod properties;
mod pull;
mod random;
mod reading;
#[cfg(feature = "emulator")]
mod reference;
#[cfg(feature = "emulator")]
mod remote;
mod remedies;
mod reports;
mod reports_hostile;
mod safety;
mod saved_plans;
mod schemas;
#[cfg(feature = "emulator")]
mod secrets;
mod sites;
mod stores;
mod streams;
mod timed;
