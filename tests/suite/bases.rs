//! `--base`: a definition as it was, at a revision of git or in a file, and why one is none.

use crate::program::{Place, Ran};
use std::process::Command;

const ANA: &str = "user \"ana\" { name \"Ana D\"; email \"a@x.example\"; role \"site-admin\" }\n";
const BEN: &str = "user \"ben\" { name \"Ben D\"; email \"b@x.example\" }\n";

fn git(place: &Place, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=siteplan", "-c", "user.email=siteplan@acme.example"];
    let output = Command::new("git")
        .args(identity)
        .args(["-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(place.path())
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn run(place: &Place, arguments: &[&str]) -> Ran {
    let mut command = place.command();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.args(arguments).args(["--target", "local:site.db"]);
    Ran::from(command.output().expect("the program runs"))
}

/// Two commits, and a site as the first says: the second deletes a member.
fn two_commits() -> Place {
    let place = Place::new();
    let before =
        format!("{ANA}include \"people/*.kdl\"\ngroup \"Payroll\" {{ member \"ben\"; }}\n");
    place.write("acme/site.kdl", &before);
    place.write("acme/people/ben.kdl", BEN);
    git(&place, &["init", "-q"]);
    git(&place, &["add", "acme"]);
    git(&place, &["commit", "-qm", "Ben is on payroll"]);
    run(&place, &["apply", "acme", "--auto-approve"]).ends(0);
    place.write("acme/site.kdl", before.replace(" { member \"ben\"; }", ""));
    git(&place, &["commit", "-qam", "Ben leaves payroll"]);
    place
}

#[test]
fn a_deleted_line_goes_with_a_revision_as_base() {
    let place = two_commits();
    let first = git(&place, &["rev-parse", "HEAD~1"]);
    for base in ["HEAD~1", first.trim(), "HEAD~1:acme", "HEAD~1:acme/site.kdl"] {
        let ran = run(&place, &["plan", "acme", "--base", base]).ends(0);
        assert!(ran.stdout.contains("- member \"ben\""), "{base}: {}", ran.stdout);
    }
    let none = run(&place, &["plan", "acme"]).ends(0);
    assert!(none.stdout.contains("`member #null` to take it away"), "{}", none.stdout);
    run(&place, &["drift", "acme", "--base", "HEAD~1"]).ends(2);
    run(&place, &["apply", "acme", "--base", "HEAD~1", "--auto-approve"]).ends(0);
    run(&place, &["plan", "acme", "--base", "HEAD~1", "--expect-no-changes"]).ends(0);
    run(&place, &["drift", "acme"]).ends(0);
}

#[test]
fn a_base_that_is_none_ends_with_what_to_do() {
    let place = two_commits();
    let refused = |base: &str, code: i32, why: &str| {
        let ran = run(&place, &["plan", "acme", "--base", base]).ends(code);
        assert!(ran.stderr.contains(why), "{base}: {}", ran.stderr);
    };
    refused("no-such-revision", 3, "name a revision");
    refused("--version", 64, "a value is required");
    place.write("broken.kdl", "user \"ana\" {\n");
    refused("broken.kdl", 3, "the base `broken.kdl` cannot be read");
    refused("broken.kdl", 3, "help: name one that checks, or none (in the action `base: none`)");
    place.write("other.kdl", "site \"other\"\n");
    place.write("acme/site.kdl", format!("site \"acme\"\n{ANA}{BEN}group \"Payroll\"\n"));
    refused("other.kdl", 3, "the base is of site \"other\", the definition of site \"acme\"");

    let outside = Place::with(&[("site.kdl", ANA)]);
    let ran = run(&outside, &["plan", "--base", "HEAD~1"]).ends(3);
    assert!(ran.stderr.contains("not a git repository"), "{}", ran.stderr);

    // A clone of the last commit alone.
    let shallow = Place::new();
    let from = format!("file://{}", place.path().display());
    git(&shallow, &["clone", "-q", "--depth", "1", &from, "clone"]);
    let ran = run(&shallow, &["plan", "clone/acme", "--base", "HEAD~1"]).ends(3);
    assert!(ran.stderr.contains("git fetch --unshallow"), "{}", ran.stderr);
}

/// What the base read and the definition no longer does would all go.
#[test]
fn an_include_that_reads_nothing_is_an_error_beside_a_base() {
    let place = two_commits();
    std::fs::rename(place.path().join("acme/people"), place.path().join("acme/People"))
        .expect("a folder");
    place.run(&["check", "acme"]).ends(0);
    let ran = run(&place, &["plan", "acme", "--base", "HEAD~1"]).ends(3);
    assert!(ran.stderr.contains("include-nothing"), "{}", ran.stderr);
}

#[test]
fn renames_between_base_and_definition_are_understood() {
    let place = Place::new();
    let before = format!(
        "{ANA}{BEN}group \"Pay\" {{ member \"ben\"; }}\nfolder \"Old\" {{ folder \"In\" {{ grant \"full\" group=\"Pay\"; }} }}\n"
    );
    place.write("before.kdl", &before);
    run(&place, &["apply", "before.kdl", "--auto-approve"]).ends(0);
    place.write(
        "site.kdl",
        format!("{ANA}{BEN}group \"Payroll\" was=\"Pay\"\nfolder \"New\" was=\"Old\" {{ folder \"In\"; }}\n"),
    );
    let ran = run(&place, &["plan", "--base", "before.kdl"]).ends(0);
    for told in ["- member \"ben\"", "- grant full to group \"Payroll\"", "(was \"Pay\")"] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    run(&place, &["apply", "--base", "before.kdl", "--auto-approve"]).ends(0);
    run(&place, &["drift", "--base", "before.kdl"]).ends(0);
}

/// Of several folders above that moved, the nearest takes it along.
#[test]
fn what_lies_in_what_moved_is_found_where_it_lies_now() {
    let place = Place::new();
    let grants = "grant \"full\" user=\"ben\";";
    let before = format!(
        "{ANA}{BEN}folder \"OLD\" {{ folder \"In\" {{ folder \"Deep\" {{ {grants} }} }}; folder \"Too\" {{ {grants} }} }}\n"
    );
    place.write("before.kdl", &before);
    run(&place, &["apply", "before.kdl", "--auto-approve"]).ends(0);
    place.write(
        "site.kdl",
        format!("{ANA}{BEN}folder \"New\" was=\"Old\" {{ folder \"Too\"; }}\nfolder \"Kept\" was=\"/Old/In\" {{ folder \"Deep\"; }}\n"),
    );
    let ran = run(&place, &["plan", "--base", "before.kdl", "--format", "text"]).ends(0);
    for told in ["folder \"Kept/Deep\"\n    - grant full", "folder \"New/Too\"\n    - grant full"] {
        assert!(ran.stdout.contains(told), "{told}: {}", ran.stdout);
    }
    run(&place, &["apply", "--base", "before.kdl", "--auto-approve"]).ends(0);
    run(&place, &["plan", "--base", "before.kdl", "--expect-no-changes"]).ends(0);
}

#[test]
fn what_was_changed_since_and_what_is_protected_is_told() {
    let place = Place::new();
    place.write("before.kdl", format!("{ANA}{BEN}"));
    run(&place, &["apply", "before.kdl", "--auto-approve"]).ends(0);
    place.write("by-hand.kdl", format!("{ANA}{}", BEN.replace("Ben D", "Benjamin D")));
    run(&place, &["apply", "by-hand.kdl", "--auto-approve"]).ends(0);
    place.write("site.kdl", ANA);
    let ran = run(&place, &["plan", "--base", "before.kdl"]).ends(0);
    assert!(ran.stderr.contains("changed-since-base"), "{}", ran.stderr);
    place.write("site.kdl", format!("{ANA}protect user=\"ben\"\n"));
    let ran = run(&place, &["plan", "--base", "before.kdl"]).ends(4);
    assert!(ran.stderr.contains("removes-protected"), "{}", ran.stderr);
}
