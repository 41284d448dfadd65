//! What a run leaves in a work tree of git is told, unless git ignores it.

use crate::program::Place;
use crate::remote::Remote;
use siteplan::facade::emulator::Options;
use std::process::Command;

fn work_tree(place: &Place) {
    let made = Command::new("git").args(["init", "--quiet"]).current_dir(place.path()).status();
    assert!(made.expect("git").success());
}

fn definition(keys: &[&str]) -> String {
    let key = |file: &&str| format!("    api-key \"{file}\" save-to=\"{file}\"\n");
    let keys: String = keys.iter().map(key).collect();
    format!(
        "bot \"s\" {{\n    system \"S\"\n    authentication \"none\"\n    protocols \"web\"\n{keys}}}\n"
    )
}

#[test]
fn a_secret_that_would_be_committed_is_warned_of() {
    let remote = Remote::new(Options::default());
    work_tree(&remote.place);
    remote.place.write(".gitignore", "ignored.key\n");
    remote.place.write("keys/.keep", "");
    remote.place.write("site.kdl", definition(&["keys/new.key", "ignored.key"]));
    let ran = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(
        ran.stderr.contains("the secret in `keys/new.key` would be committed"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("add `/keys/new.key` to .gitignore"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("`ignored.key` would"), "{}", ran.stderr);
    // Whoever does so hears no more.
    remote.place.write(".gitignore", "ignored.key\n/keys/new.key\n/more.key\n");
    remote.place.write("site.kdl", definition(&["keys/new.key", "ignored.key", "more.key"]));
    let ran = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(!ran.stderr.contains("would be committed"), "{}", ran.stderr);
}

#[test]
fn a_store_that_would_be_committed_is_noted() {
    let place = Place::with(&[("sites/site.kdl", "group \"G\"\n")]);
    let apply = |more: &[&str]| {
        let mut command = place.command();
        command.current_dir(place.path().join("sites")).args(["apply", "--auto-approve"]);
        crate::program::Ran::from(command.args(more).output().expect("it runs")).ends(0)
    };
    let ran = apply(&[]);
    assert!(!ran.stderr.contains("would be committed"), "no work tree: {}", ran.stderr);
    work_tree(&place);
    place.write("sites/site.kdl", "group \"H\"\n");
    let ran = apply(&[]);
    assert!(ran.stderr.contains("add `/sites/site.db*` to .gitignore"), "{}", ran.stderr);
    place.write("sites/site.kdl", "group \"I\"\n");
    let quiet = apply(&["--quiet"]);
    assert!(!quiet.stderr.contains("would be committed"), "{}", quiet.stderr);
    place.write(".gitignore", "/sites/site.db*\n");
    place.write("sites/site.kdl", "group \"J\"\n");
    let ran = apply(&[]);
    assert!(!ran.stderr.contains("would be committed"), "{}", ran.stderr);
}
