//! Packages of npm that tests need, each in a folder of its own below `target`.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder from which Node.js finds `entry` of a package: it is put there once. Where this
/// cannot be done the tests say so and pass, except in CI, where it must be possible.
pub fn installed(package: &str, version: &str, entry: &str) -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("npm-{package}-{version}"));
    std::fs::create_dir_all(&place).expect("a folder");
    let is_there = || {
        let check = format!("require.resolve('{package}/{entry}')");
        let output = Command::new("node").args(["-e", &check]).current_dir(&place).output();
        output.is_ok_and(|output| output.status.success())
    };
    if is_there() {
        return Some(place);
    }
    let install = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
    let wanted = format!("{package}@{version}");
    let ran = Command::new("npm").args(install).arg(&wanted).arg("--prefix").arg(&place).output();
    let why = match ran {
        Ok(output) if output.status.success() => {
            assert!(is_there(), "{wanted} was installed and cannot be required");
            return Some(place);
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    assert!(std::env::var_os("CI").is_none(), "{wanted} cannot be installed: {why}");
    eprintln!("PASSED OVER: {wanted} cannot be installed here: {why}");
    None
}
