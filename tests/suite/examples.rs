//! Every example is checked, planned and applied, and then plans to nothing.

use crate::program::{Place, copy, files_below, package};
use std::path::{Path, PathBuf};

/// Folders, and the root files in them.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("minimal", &["site.kdl"]),
    ("mortgage-broker", &["site.kdl"]),
    ("partner-exchange", &["site.kdl"]),
    ("two-sites", &["production.kdl", "staging.kdl"]),
];

fn roots() -> impl Iterator<Item = (&'static str, &'static str)> {
    EXAMPLES.iter().flat_map(|(folder, roots)| roots.iter().map(|root| (*folder, *root)))
}

#[test]
fn every_definition_of_examples_is_tested() {
    let entries = std::fs::read_dir(package().join("examples")).expect("examples");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let holds_definition = |folder: &PathBuf| files_below(folder).iter().any(|file| is_kdl(file));
    let definitions = folders.filter(holds_definition);
    let mut names: Vec<String> = definitions
        .map(|folder| folder.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, EXAMPLES.iter().map(|(folder, _)| *folder).collect::<Vec<_>>());
}

#[test]
fn examples_are_laid_out_and_free_of_findings() {
    for (example, root) in roots() {
        let place = Place::new();
        copy(&format!("examples/{example}"), ".", &place);
        for file in files_below(place.path()).iter().filter(|file| is_kdl(file)) {
            place.run(&["fmt", "--check", &file.to_string_lossy()]).ends(0);
        }
        let checked = place.run(&["check", root, "--deny", "warnings"]).ends(0);
        assert!(checked.stdout.starts_with("no problems in"), "{example}: {}", checked.stdout);
    }
}

#[test]
fn examples_become_sites_that_plan_to_nothing() {
    for (example, root) in roots() {
        let place = Place::new();
        copy(&format!("examples/{example}"), ".", &place);
        without_host(&place);
        place.run(&["plan", root, "--detailed-exitcode"]).ends(2);
        assert!(!place.path().join("site.db").exists(), "a plan only reads");
        place.run(&["apply", root, "--auto-approve"]).ends(0);
        let again = place.run(&["plan", root, "--detailed-exitcode"]).ends(0);
        assert!(again.stdout.contains("No changes."), "{example}: {}", again.stdout);
        let left = place.journals();
        assert!(left.is_empty(), "a finished run leaves no journal: {left:?}");
    }
}

/// No example is of a site that there is.
fn without_host(place: &Place) {
    for file in files_below(place.path()).iter().filter(|file| is_kdl(file)) {
        let text = std::fs::read_to_string(file).expect("a definition");
        let is_kept = |line: &&str| !line.trim_start().starts_with("host ");
        let lines: Vec<&str> = text.lines().filter(is_kept).collect();
        std::fs::write(file, lines.join("\n")).expect("written");
    }
}

fn is_kdl(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "kdl")
}

#[test]
fn one_edited_line_is_one_change() {
    let place = Place::new();
    copy("examples/mortgage-broker", ".", &place);
    place.run(&["apply", "--auto-approve"]).ends(0);
    let people = place.read("people.kdl").replace("Ellen Park", "Ellen Park-Hill");
    place.write("people.kdl", people);
    let plan = place.run(&["plan", "--format", "json"]).ends(0).stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
    let changes = plan["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0]["address"]["user"], "ellen");
    assert_eq!(changes[0]["set"][0]["after"], "Ellen Park-Hill");
    assert_eq!(plan["access"]["gain"], 0);
}

#[test]
fn a_saved_plan_applies_once_and_is_stale_when_the_site_has_moved_on() {
    let place = Place::new();
    copy("examples/minimal", ".", &place);
    place.run(&["plan", "--out", "first.plan"]).ends(0);
    place.run(&["show", "first.plan", "--verbose"]).ends(0);
    place.run(&["apply", "first.plan", "--auto-approve"]).ends(0);

    // Two plans from one state: the second finds the site changed under it.
    let text = place.read("site.kdl");
    place.write("site.kdl", text.replace("Ana Duarte", "Ana Maria Duarte"));
    place.run(&["plan", "--out", "a.plan"]).ends(0);
    place.write("site.kdl", text.replace("Ana Duarte", "Ana Costa Duarte"));
    place.run(&["plan", "--out", "b.plan"]).ends(0);
    place.run(&["apply", "a.plan", "--auto-approve"]).ends(0);
    let stale = place.run(&["apply", "b.plan", "--auto-approve"]).ends(6);
    assert!(
        stale.stderr.contains("stale") && stale.stderr.contains("Ana Maria Duarte"),
        "{}",
        stale.stderr
    );
    // Applied already: nothing is left to do, and that is no failure.
    place.run(&["apply", "a.plan", "--auto-approve"]).ends(0);
}

#[test]
fn nobody_is_asked_where_nobody_can_answer() {
    let place = Place::new();
    copy("examples/minimal", ".", &place);
    let ran = place.run(&["apply"]).ends(4);
    assert!(ran.stderr.contains("--auto-approve"), "{}", ran.stderr);
    assert!(!place.path().join("site.db").exists());
}

#[test]
fn secrets_reach_no_output_and_no_file() {
    let place = Place::with(&[(
        "site.kdl",
        "user \"ana\" {\n    name \"Ana Duarte\"\n    email \"ana@studio.example\"\n    authentication \"password\" password=(env)\"ANA_PASSWORD\"\n}\n",
    )]);
    let secret = "correct-horse-battery";
    let run = |arguments: &[&str]| {
        let output =
            place.command().env("ANA_PASSWORD", secret).args(arguments).output().expect("runs");
        assert!(output.status.success(), "{output:?}");
        for bytes in [&output.stdout, &output.stderr] {
            assert!(!String::from_utf8_lossy(bytes).contains(secret));
        }
    };
    run(&["plan", "--out", "a.plan", "--verbose"]);
    run(&["apply", "a.plan", "--auto-approve"]);
    run(&["snapshot", "--target", "local:site.db", "--out", "live.json"]);
    for file in files_below(place.path()) {
        let bytes = std::fs::read(&file).expect("a file");
        assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{}", file.display());
    }
    // Without the secret nothing is begun, and it is said which one is missing.
    let other = Place::with(&[("site.kdl", &place.read("site.kdl"))]);
    let ran = other.run(&["apply", "--auto-approve"]).ends(4);
    assert!(ran.stderr.contains("ANA_PASSWORD"), "{}", ran.stderr);
}
