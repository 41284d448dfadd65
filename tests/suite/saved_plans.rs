//! A saved plan is judged again where it is applied: its guards, its assertions, and who gains or
//! loses by it.

use crate::program::{Place, Ran};
use std::io::Write as _;
use std::process::{Command, Stdio};

const PEOPLE: &str = "user \"ana\" { name \"Ana D\"; email \"a@x.example\"; role \"site-admin\" }\n\
                      user \"ben\" { name \"Ben D\"; email \"b@x.example\" }\n";

fn design(level: &str) -> String {
    format!(
        "{PEOPLE}group \"Design\" {{ member \"ben\"; }}\n\
         folder \"Design\" {{ grant \"{level}\" group=\"Design\"; }}\n"
    )
}

/// A site on which the group reads.
fn reading() -> Place {
    let place = Place::with(&[("live.kdl", &design("readonly"))]);
    apply(&place, "live.kdl").ends(0);
    place
}

fn apply(place: &Place, what: &str) -> Ran {
    place.run(&["apply", what, "--auto-approve", "--target", "local:site.db"])
}

fn plan(place: &Place, more: &[&str]) -> Ran {
    let arguments = ["plan", "site.kdl", "--out", "p.json", "--target", "local:site.db"];
    place.run(&[&arguments, more].concat())
}

fn access(place: &Place) -> String {
    place.run(&["access", "on", "Design", "--in", "local:site.db"]).stdout
}

#[test]
fn a_refused_plan_is_saved_as_refused_and_never_applied() {
    let protected = format!(
        "manage {{ users undeclared=\"remove\"; }}\n{}\ngroup \"Design\"\nprotect user=\"ben\"\n",
        PEOPLE.lines().next().expect("ana")
    );
    let nobody = design("readonly").replace("role \"site-admin\"", "role #null");
    for (text, more) in [
        (protected, &[][..]),
        (nobody, &[]),
        (design("full"), &["--max-gain", "0"]),
        (design("list"), &["--max-loss", "0"]),
        (design("full"), &["--expect-no-changes"]),
        (
            format!("{}remove user=\"ben\"\n", design("list"))
                .replace("member \"ben\"", "member #null")
                .replace("user \"ben\" { name \"Ben D\"; email \"b@x.example\" }", ""),
            &["--max-removals", "0"],
        ),
    ] {
        let place = reading();
        place.write("site.kdl", text);
        let planned = plan(&place, more).ends(4);
        assert!(!planned.stdout.contains("Hash:"), "{}", planned.stdout);
        let before = access(&place);
        let applied = apply(&place, "p.json").ends(4);
        assert!(applied.stdout.contains("Refused: "), "{}", applied.stdout);
        assert_eq!(access(&place), before);
    }
}

#[test]
fn what_was_shown_is_what_is_done_or_nothing() {
    // Ten people join the group, while a plan waits that gives it more.
    let place = reading();
    let open = design("full").replace(" { member \"ben\"; }", "");
    place.write("site.kdl", &open);
    plan(&place, &["--max-gain", "1"]).ends(0);
    let members: String = (0..10).map(|at| format!(" \"u{at}\"")).collect();
    let users: String = (0..10)
        .map(|at| format!("user \"u{at}\" {{ name \"U\"; email \"u{at}@x.example\"; }}\n"))
        .collect();
    let joined = design("readonly").replace(" \"ben\"; }", &format!(" \"ben\"{members}; }}"));
    place.write("joined.kdl", format!("{users}{joined}"));
    apply(&place, "joined.kdl").ends(0);
    let before = access(&place);
    let limited = apply(&place, "p.json").ends(4);
    assert!(limited.stderr.contains("11 people"), "{}", limited.stderr);
    // The limit was the plan's own; another one is the caller's.
    let arguments = ["apply", "p.json", "--auto-approve", "--max-gain", "20"];
    let stale = place.run(&arguments).ends(6);
    assert!(stale.stderr.contains("`u0` gains"), "{}", stale.stderr);
    assert_eq!(access(&place), before);

    // An assertion that held when the plan was made.
    let place = reading();
    let only = "expect \"only ben\" { only \"delete\" to=\"Design/**\" user=\"ben\"; }\n";
    place.write("site.kdl", format!("{open}{only}"));
    plan(&place, &[]).ends(0);
    place.write("joined.kdl", format!("{users}{joined}"));
    apply(&place, "joined.kdl").ends(0);
    let broken = apply(&place, "p.json").ends(4);
    assert!(broken.stderr.contains("expectation-broken"), "{}", broken.stderr);

    // The row that was to be replaced is another one by now.
    let place = reading();
    place.write("site.kdl", design("full"));
    plan(&place, &[]).ends(0);
    place.write("other.kdl", design("list"));
    apply(&place, "other.kdl").ends(0);
    let stale = apply(&place, "p.json").ends(6);
    assert!(stale.stderr.contains("delete list on \"Design\""), "{}", stale.stderr);
}

#[test]
fn a_file_that_says_something_else_than_its_texts_is_no_plan() {
    let place = reading();
    place.write("site.kdl", design("full"));
    plan(&place, &[]).ends(0);
    let good: serde_json::Value = serde_json::from_str(&place.read("p.json")).expect("JSON");
    let edits: [(&str, serde_json::Value); 4] = [
        ("/access", serde_json::json!({"gain": 0, "lose": 0})),
        ("/access/moves/0/people/0", "zoe".into()),
        ("/inputs/definition/files/site.kdl", design("admin").into()),
        ("/inputs", serde_json::Value::Null),
    ];
    for (pointer, value) in edits {
        let mut edited = good.clone();
        *edited.pointer_mut(pointer).expect("a part of the plan") = value;
        place.write("p.json", edited.to_string());
        let before = access(&place);
        let ran = apply(&place, "p.json").ends(3);
        assert!(ran.stderr.contains("p.json"), "{pointer}: {}", ran.stderr);
        assert_eq!(access(&place), before, "{pointer}");
    }
    place.write("p.json", good.to_string());
    apply(&place, "p.json").ends(0);
    assert!(access(&place).contains("delete"));
}

#[test]
fn fields_that_are_not_known_are_passed_over() {
    let place = reading();
    place.write("site.kdl", design("full"));
    plan(&place, &[]).ends(0);
    let mut saved: serde_json::Value = serde_json::from_str(&place.read("p.json")).expect("JSON");
    saved["later"] = serde_json::json!({ "known": true });
    place.write("p.json", saved.to_string());
    apply(&place, "p.json").ends(0);
    assert!(access(&place).contains("delete"));
}

#[test]
fn a_plan_knows_its_base_and_goes_on_after_a_part_of_it() {
    let place = reading();
    let none = design("readonly").replace(" { member \"ben\"; }", "");
    place.write("site.kdl", &none);
    plan(&place, &["--base", "live.kdl"]).ends(0);
    // The base is in the file: it need not be there any more.
    place.write("live.kdl", "// gone\n");
    let applied = apply(&place, "p.json").ends(0);
    assert!(applied.stdout.contains("is as the definition says"), "{}", applied.stdout);
    assert!(!access(&place).contains("ben"), "{}", access(&place));
    let again = apply(&place, "p.json").ends(0);
    assert!(again.stderr.contains("(was done)"), "{}", again.stderr);
}

/// On a terminal, as `script` makes one: somebody is asked, and meanwhile the site changes.
#[test]
fn the_site_is_looked_at_again_after_the_question() {
    let place = reading();
    place.write("site.kdl", design("full"));
    place.write("other.kdl", design("list"));
    let program = env!("CARGO_BIN_EXE_siteplan");
    let meanwhile = format!(
        "{program} apply other.kdl --auto-approve --target local:site.db >/dev/null 2>&1; echo yes"
    );
    let asked = format!("{program} apply site.kdl --target local:site.db; echo \"code $?\"");
    let Ok(mut child) = Command::new("script")
        .args(["-qec", &asked, "/dev/null"])
        .current_dir(place.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    else {
        return println!("no `script` here: nobody can be asked");
    };
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let said = Command::new("sh").args(["-c", &meanwhile]).current_dir(place.path()).output();
    assert!(said.expect("a shell").status.success());
    child.stdin.take().expect("a terminal").write_all(b"yes\n").expect("an answer");
    let output = child.wait_with_output().expect("it ends");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("Only `yes` is taken"), "{text}");
    assert!(text.contains("code 6"), "{text}");
    assert!(access(&place).contains("list") && !access(&place).contains("delete"));
}
