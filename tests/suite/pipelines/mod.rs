//! The GitHub Action and the examples for pipelines: the scripts do what they say against a site
//! and a GitHub of files, and every file that names a command names one that exists.

#[cfg(all(unix, feature = "emulator"))]
mod base;
#[cfg(all(unix, feature = "emulator"))]
mod cancelled;
mod files;
#[cfg(all(unix, feature = "emulator"))]
mod gitlab;
#[cfg(all(unix, feature = "emulator"))]
mod install;
#[cfg(all(unix, feature = "emulator"))]
mod new_keys;
#[cfg(all(unix, feature = "emulator"))]
mod repository;
#[cfg(all(unix, feature = "emulator"))]
mod runner;
#[cfg(all(unix, feature = "emulator"))]
mod scripts;
mod workflows;
