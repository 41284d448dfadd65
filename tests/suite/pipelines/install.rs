//! The program is put on the path: downloaded, or built once, beside no key.

use super::runner::Runner;
use crate::program::Ran;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

/// Installs version v1.2.3 from an archive with the program, and a checksum.
fn install(runner: &Runner, checksum: &str) -> Ran {
    let archive = "siteplan-x86_64-unknown-linux-gnu.tar.gz";
    runner.place.write("program/siteplan", "#!/bin/sh\necho \"siteplan 1.2.3\"\n");
    let program = runner.place.path().join("program/siteplan");
    std::fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("set");
    let packed = Command::new("tar")
        .args(["-czf", &format!("github/release/{archive}"), "-C", "program", "siteplan"])
        .current_dir(runner.place.path())
        .status();
    assert!(packed.expect("tar").success());
    let sum = match checksum {
        "" => sha256(&runner.place.path().join("github/release").join(archive)),
        given => given.to_owned(),
    };
    runner.record(&format!("release/{archive}.sha256"), &format!("{sum}  {archive}\n"));
    let mut script = runner.script("install.sh");
    script.env("SITEPLAN_VERSION", "v1.2.3").env("ACTION_REPOSITORY", "acme/siteplan");
    script.env("RUNNER_OS", "Linux").env("RUNNER_ARCH", "X64");
    Ran::from(script.output().expect("bash"))
}

fn sha256(path: &std::path::Path) -> String {
    use sha2::Digest;
    let sum = sha2::Sha256::digest(std::fs::read(path).expect("a file"));
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_released_program_is_installed_if_its_checksum_fits() {
    let runner = Runner::new();
    runner.record("release/.keep", "");
    let refused = install(&runner, &"0".repeat(64)).ends(1);
    assert!(refused.stderr.contains("not what its checksum says"), "{}", refused.stderr);
    assert!(!runner.place.path().join("path").exists());

    let installed = install(&runner, "").ends(0);
    assert!(installed.stdout.contains("siteplan 1.2.3"), "{}", installed.stdout);
    let bin = runner.place.read("path");
    assert!(std::path::Path::new(bin.trim()).join("siteplan").is_file());
}

/// A program of this name that is found first, with this text.
fn instead(runner: &Runner, name: &str, text: &str) {
    let program = runner.place.path().join("bin").join(name);
    let _ = std::fs::remove_file(&program);
    runner.place.write(&format!("bin/{name}"), format!("#!/usr/bin/env bash\n{text}"));
    std::fs::set_permissions(&program, Permissions::from_mode(0o755)).expect("it is ours");
}

/// What neither a build nor a download has a use for.
const KEYS: [&str; 5] =
    ["FILES_API_KEY", "FILES_API_KEY__PRIYA_B", "GH_TOKEN", "ACTIONS_RUNTIME_TOKEN", "X_SECRET"];

#[test]
fn without_a_release_the_actions_own_source_is_built() {
    let runner = Runner::new();
    // Nor can it be read of the process that has started it.
    let cargo = "echo \"$*\" >cargo-was-called\n\
                 { env; cat /proc/$PPID/environ 2>/dev/null || true; } >cargo-has\n\
                 cp \"$(dirname \"$0\")/siteplan\" \"${@: -1}/bin\"\n";
    instead(&runner, "cargo", cargo);
    let install = || {
        let mut script = runner.script("install.sh");
        script.env("GITHUB_ACTION_PATH", "/action").envs(KEYS.map(|name| (name, "planted")));
        Ran::from(script.output().expect("bash"))
    };
    install().ends(0);
    let called = runner.place.read("cargo-was-called");
    let built = "install --locked --no-default-features --path /action --root ";
    assert!(called.starts_with(built), "{called}");
    let environment = runner.place.read("cargo-has");
    assert!(environment.contains("PATH=") && !environment.contains("planted"), "{environment}");

    // Once for all steps of a job; and anew where what a cache held does not run here.
    std::fs::remove_file(runner.place.path().join("cargo-was-called")).expect("it is there");
    install().ends(0);
    assert!(!runner.place.path().join("cargo-was-called").exists());
    runner.place.write("temp/siteplan-program/bin/siteplan", "of another machine");
    install().ends(0);
    assert!(runner.place.path().join("cargo-was-called").exists());
}

#[test]
fn a_cache_is_asked_for_what_is_still_to_be_built_by_its_source() {
    let runner = Runner::new();
    let source = |variables: &[(&str, &str)]| {
        runner.place.write("output", "");
        let mut script = runner.script("install.sh");
        script.arg("source").env("GITHUB_ACTION_PATH", runner.place.path().join("action"));
        script.envs(variables.iter().copied());
        Ran::from(script.output().expect("bash")).ends(0);
        runner.output("source")
    };
    for file in ["Cargo.toml", "Cargo.lock", "src/main.rs", "schema/a.json", "README.md"] {
        runner.place.write(&format!("action/{file}"), "1\n");
    }
    let first = source(&[]).expect("a key");
    assert_eq!(first.len(), 40);
    runner.place.write("action/README.md", "2\n");
    assert_eq!(source(&[]).as_ref(), Some(&first));
    runner.place.write("action/src/main.rs", "2\n");
    assert!(source(&[]).is_some_and(|second| second != first));
    assert_eq!(source(&[("SITEPLAN_VERSION", "v1.2.3")]), None);
    runner.place.write("temp/siteplan-program/bin/siteplan", "#!/bin/sh\n");
    let program = runner.place.path().join("temp/siteplan-program/bin/siteplan");
    std::fs::set_permissions(program, Permissions::from_mode(0o755)).expect("it is ours");
    assert_eq!(source(&[]), None);
}
