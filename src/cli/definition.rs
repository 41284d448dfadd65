//! The definition that a command line names.

use super::disk::Disk;
use crate::model::Names;
use crate::pipeline::{self, Checked};
use jiff::Timestamp;
use std::path::Path;

/// The path of the root file: a folder means its `site.kdl`.
pub fn root(path: &Path) -> String {
    let path = if path.is_dir() { path.join("site.kdl") } else { path.to_owned() };
    path.to_string_lossy().replace('\\', "/")
}

/// A folder, a `.kdl` file, or nothing at all; a saved plan is JSON.
pub fn is_definition(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "kdl")
}

/// Reads, lowers and checks what lies on the disk.
pub fn check(path: &Path) -> Checked {
    pipeline::check(&root(path), &Disk, Names::default(), now())
}

/// The clock, unless `SOURCE_DATE_EPOCH` fixes the moment so that a run can be repeated.
pub fn now() -> Timestamp {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    fixed.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(Timestamp::now)
}
