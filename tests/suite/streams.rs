//! `-` is standard input wherever a file is read, and standard output wherever one is written.

use crate::program::{Place, Ran};
use std::io::Write as _;
use std::process::Stdio;

const SITE: &str = "user \"ana\" {\n    name \"Ana Duarte\"\n    role \"site-admin\"\n}\n";
const BROKEN: &str = "group \"G\"; folder \"F\" { grant \"full\" group=\"Gx\"; }\n";

fn fed(place: &Place, arguments: &[&str], text: &str) -> Ran {
    let mut command = place.command();
    let command = command.args(arguments).stdin(Stdio::piped());
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    // Whoever refuses its arguments reads nothing.
    let _ = child.stdin.take().expect("a pipe").write_all(text.as_bytes());
    Ran::from(child.wait_with_output().expect("it ends"))
}

#[test]
fn a_definition_comes_from_standard_input() {
    let place = Place::with(&[("people.kdl", "user \"ben\"\n")]);
    let found = fed(&place, &["check", "-", "--format", "concise"], BROKEN).ends(3).stdout;
    assert_eq!(found, "<stdin>:1:44: error[unknown-group]: no group is named `Gx`\n");
    let shown = fed(&place, &["check", "-"], BROKEN).ends(3).stdout;
    assert!(shown.contains("[<stdin>:1:44]"), "{shown}");
    let included = format!("include \"people.kdl\"\n{SITE}");
    let counted = fed(&place, &["check", "-"], &included).ends(0).stdout;
    assert!(counted.contains("2 users"), "{counted}");
    assert!(fed(&place, &["graph", "-"], SITE).ends(0).stdout.contains("ana"));
    assert!(
        fed(&place, &["access", "of", "ana", "--in", "-"], SITE).ends(0).stdout.contains("ana")
    );
    let plan = fed(&place, &["plan", "-", "--out", "-"], SITE).ends(0);
    assert!(plan.stderr.contains("user \"ana\""), "{}", plan.stderr);
    let shown = fed(&place, &["show", "-"], &plan.stdout).ends(0).stdout;
    assert!(shown.contains("user \"ana\""), "{shown}");
    let steps = fed(&place, &["graph", "-"], &plan.stdout).ends(0).stdout;
    assert!(steps.contains("ana"), "{steps}");
    let applied = fed(&place, &["apply", "-", "--auto-approve"], &plan.stdout).ends(0).stdout;
    assert!(applied.contains("Applied: 1 step"), "{applied}");
    let applied = fed(&place, &["apply", "-", "--auto-approve"], SITE).ends(0).stdout;
    assert!(applied.contains("No changes"), "{applied}");
    fed(&place, &["drift", "-"], SITE).ends(0);
    assert!(!place.path().join("-").exists());
}

#[test]
fn snapshots_bases_and_rows_come_from_standard_input() {
    let place = Place::with(&[("site.kdl", SITE), ("live.json", "")]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    let live = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    let planned = fed(&place, &["plan", "--live", "-"], &live).ends(0).stdout;
    assert!(planned.contains("No changes"), "{planned}");
    let mistaken = fed(&place, &["plan", "--live", "-"], "{}").ends(3).stderr;
    assert!(mistaken.contains("<stdin>"), "{mistaken}");
    assert!(fed(&place, &["pull", "--live", "-"], &live).ends(0).stdout.contains("user \"ana\""));
    let asked = fed(&place, &["access", "of", "ana", "--in", "-"], &live).ends(0).stdout;
    assert!(asked.contains("ana"), "{asked}");
    let before = format!("{SITE}user \"ben\" {{ name \"Ben Okafor\"; }}\n");
    place.write("more.kdl", &before);
    place.run(&["apply", "more.kdl", "--auto-approve"]).ends(0);
    let planned = fed(&place, &["plan", "--base", "-", "--max-removals", "9"], &before).stdout;
    assert!(planned.contains("- user \"ben\""), "{planned}");
    let rows = fed(&place, &["csv", "import", "-"], "username,email\ncem,cem@acme.example\n");
    assert!(rows.ends(0).stdout.contains("user \"cem\""));
}

#[test]
fn what_standard_streams_cannot_be_is_refused() {
    let place = Place::with(&[("site.kdl", SITE)]);
    for arguments in [
        &["check", "--fix", "-"][..],
        &["apply", "--journal", "-"],
        &["pull", "--into", "-"],
        &["plan", "--keep-secrets-in", "-"],
        &["check", "--allow-outside", "-"],
        &["plan", "-", "--base", "main"],
    ] {
        let ran = fed(&place, arguments, SITE).ends(64);
        assert!(ran.stderr.starts_with("error: "), "{}", ran.stderr);
    }
    let twice = fed(&place, &["plan", "-", "--live", "-"], SITE).ends(1);
    assert!(twice.stderr.contains("cannot read <stdin>: it is read once"), "{}", twice.stderr);
    assert!(!place.path().join("-").exists());
}
