//! A start from nothing: `init`, and what points to it.

use crate::program::Place;

const ANSWERS: [&str; 4] = ["--admin", "carter", "--email", "carter@acme.example"];

#[test]
fn an_empty_folder_has_a_plan_after_two_commands() {
    let place = Place::new();
    let told = place.run(&["plan"]).ends(3).stderr;
    assert!(told.contains("`siteplan init` begins one"), "{told}");
    let ran = place.run(&[&["init"], &ANSWERS[..]].concat()).ends(0);
    assert_eq!(ran.stderr, "  + site.kdl\n  + .gitignore\nnext: siteplan plan\n");
    let checked = place.run(&["check", "--deny", "warnings"]).ends(0).stdout;
    assert!(checked.starts_with("no problems"), "{checked}");
    assert!(place.run(&["plan"]).ends(0).stdout.contains("Plan: 4 to add"));
    place.run(&["fmt", "--check"]).ends(0);
    // It is not done twice.
    let told = place.run(&[&["init"], &ANSWERS[..]].concat()).ends(4).stderr;
    assert!(told.contains("site.kdl is there already"), "{told}");
}

#[test]
fn what_is_there_is_kept() {
    let place = Place::with(&[(".gitignore", "*.log\n*.key"), ("other.kdl", "layout { }\n")]);
    place.run(&[&["init"], &ANSWERS[..]].concat()).ends(0);
    assert_eq!(place.read(".gitignore"), "*.log\n*.key\nsite.db*\n*.journal\n*.plan\nplan.json\n");
    place.run(&["check"]).ends(0);
}

#[test]
fn what_was_answered_is_judged_before_anything_is_written() {
    let place = Place::new();
    let told = place.run(&["init", "--admin", "carter", "--email", "nope"]).ends(3).stderr;
    assert!(told.contains("`nope` is not an e-mail address"), "{told}");
    let told = place.run(&["init"]).ends(64).stderr;
    assert!(told.contains("--admin USERNAME --email ADDRESS"), "{told}");
    assert!(std::fs::read_dir(place.path()).expect("a folder").next().is_none(), "nothing is left");
}

#[test]
fn a_pipeline_is_written_for_where_the_definition_lies() {
    for (ci, files) in [
        (
            "github",
            &[".github/workflows/siteplan-plan.yml", ".github/workflows/siteplan-apply.yml"][..],
        ),
        ("gitlab", &[".gitlab-ci.yml"]),
    ] {
        let place = Place::new();
        std::fs::create_dir(place.path().join(".git")).expect("a folder");
        let more = ["infra/files", "--host", "acme.files.com", "--ci", ci];
        place.run(&[&["init"], &more[..], &ANSWERS[..]].concat()).ends(0);
        for file in files {
            let text = place.read(file);
            assert!(text.contains("https://acme.files.com"), "{file}");
            assert!(!text.contains("FILES.example\n") && text.contains("infra/files"), "{file}");
        }
        assert!(place.read(".gitignore").contains("site.db*"), "at the top of the repository");
        place.run(&["check", "infra/files"]).ends(0);
    }
}

#[test]
fn a_start_from_a_site_plans_to_nothing() {
    let place = Place::new();
    crate::program::copy("examples/mortgage-broker", "old", &place);
    place.run(&["apply", "old", "--target", "local:live.db", "--auto-approve"]).ends(0);
    place.run(&["init", "new", "--from", "local:live.db"]).ends(0);
    let told = place.run(&["plan", "new", "--target", "local:live.db"]).ends(0).stdout;
    assert!(told.contains("No changes."), "{told}");
}
