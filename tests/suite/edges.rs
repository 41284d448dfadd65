//! Where the program meets shells, pipes and pipelines: which site is meant, what is written where,
//! and how a run ends.

use crate::program::{Place, Ran};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// People with so much to say that no pipe holds it.
fn many() -> String {
    let notes = "word ".repeat(400);
    let user = |n: usize| format!("user \"u{n}\" {{\n    notes \"{notes}\"\n}}\n");
    (0..60).map(user).collect()
}

/// Both streams and the exit code of the first program of a pipe.
fn piped(place: &Place, arguments: &str, reader: &str) -> (i32, String) {
    let mut shell = Command::new("bash");
    let line =
        format!("\"$SITEPLAN\" {arguments} 2>said | {reader} >read; echo ${{PIPESTATUS[0]}}");
    shell.current_dir(place.path()).env_clear().env("SOURCE_DATE_EPOCH", crate::program::NOW);
    shell.env("XDG_STATE_HOME", place.state());
    shell.env("PATH", std::env::var_os("PATH").expect("a path"));
    shell.env("SITEPLAN", env!("CARGO_BIN_EXE_siteplan")).args(["-c", &line]);
    let output = shell.output().expect("bash");
    let code = String::from_utf8(output.stdout).expect("text").trim().parse().expect("a code");
    (code, place.read("said"))
}

#[test]
fn a_closed_pipe_changes_no_exit_code() {
    let bad = many() + &"grant \"full\" nobody=\"x\"\n".repeat(2000);
    let place =
        Place::with(&[("site.kdl", &many()), ("bad.kdl", &bad), ("few.kdl", "user \"x\"\n")]);
    place.run(&["apply", "few.kdl", "--auto-approve"]).ends(0);
    for (arguments, code) in [
        ("check bad.kdl --format json", 3),
        ("plan --format json", 0),
        ("plan --detailed-exitcode --format json", 2),
        ("plan --max-removals 0 --expect-no-changes --format json", 4),
        ("drift --format json", 2),
    ] {
        for reader in ["head -c 1", "head -n 1", "true"] {
            let (ended, said) = piped(&place, arguments, reader);
            assert_eq!(ended, code, "{arguments} | {reader}: {said}");
            assert!(!said.contains("Broken pipe") && !said.contains("standard output"), "{said}");
        }
    }
}

#[test]
fn what_is_applied_does_not_hang_on_who_reads() {
    for reader in ["head -n 1", "head -c 1", "true"] {
        let place = Place::with(&[("site.kdl", &many())]);
        let (ended, said) = piped(&place, "apply --auto-approve --verbose -q", reader);
        assert_eq!(ended, 0, "{said}");
        place.run(&["plan", "--expect-no-changes"]).ends(0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_fails_the_run_once_the_work_is_done() {
    let place = Place::with(&[("site.kdl", "user \"ana\"\n")]);
    let full = |arguments: &[&str]| {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = place.command();
        Ran::from(command.args(arguments).stdout(full).output().expect("the program runs")).ends(1)
    };
    let ran = full(&["plan", "--detailed-exitcode"]);
    assert!(
        ran.stderr.contains("cannot write to standard output: No space left"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("would have ended with 2"), "{}", ran.stderr);
    full(&["apply", "--auto-approve"]);
    place.run(&["plan", "--expect-no-changes"]).ends(0);
}

fn with(place: &Place, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let mut command = place.command();
    command.envs(environment.iter().copied()).args(arguments);
    Ran::from(command.output().expect("the program runs"))
}

#[test]
fn nobody_with_a_key_or_in_a_pipeline_means_a_store_that_lies_about() {
    let place = Place::with(&[("site.kdl", "user \"ana\"\n")]);
    for environment in [
        &[("FILES_API_KEY", "key")][..],
        &[("FILES_API_KEY", "key"), ("FILES_HOST", "")],
        &[("CI", "true")],
        &[("CI", "1"), ("FILES_API_KEY", "")],
    ] {
        for arguments in [
            &["plan"][..],
            &["apply", "--auto-approve"],
            &["drift"],
            &["graph", "--plan"],
            &["snapshot"],
            &["pull"],
        ] {
            let ran = with(&place, environment, arguments).ends(64);
            assert!(ran.stderr.contains("no site is named"), "{}", ran.stderr);
            for way in ["--target", "`host`", "FILES_HOST"] {
                assert!(ran.stderr.contains(way), "{}", ran.stderr);
            }
        }
    }
    assert!(!place.path().join("site.db").exists());
    for environment in [&[("CI", "false")][..], &[("CI", "")], &[]] {
        let ran = with(&place, environment, &["plan"]).ends(0);
        assert!(ran.stderr.contains("there is no store site.db: an empty site"), "{}", ran.stderr);
    }
    let made = ["apply", "--auto-approve", "--target", "local:named.db"];
    let ran = with(&place, &[("CI", "true")], &made).ends(0);
    assert!(ran.stderr.contains("a new store: named.db"), "{}", ran.stderr);
    let again = with(&place, &[("CI", "true")], &made).ends(0);
    assert!(!again.stderr.contains("a new store"), "{}", again.stderr);
}

#[test]
fn a_store_that_is_named_must_be_there() {
    let place = Place::with(&[("site.kdl", "user \"ana\"\n")]);
    place.run(&["apply", "--auto-approve", "--target", "local:acme.db"]).ends(0);
    for arguments in [&["plan"][..], &["drift"], &["graph", "--plan"], &["snapshot"], &["pull"]] {
        let run = |store| place.run(&[arguments, &["--target", store]].concat()).ends(5);
        let near = run("local:acne.db");
        assert!(near.stderr.contains("there is no store `acne.db`"), "{}", near.stderr);
        assert!(near.stderr.contains("did you mean `local:acme.db`?"), "{}", near.stderr);
        let far = run("local:elsewhere/other.db");
        assert!(far.stderr.contains("`siteplan apply --target local:elsewhere/other.db` makes"));
    }
    assert!(!place.path().join("acne.db").exists());
}

#[test]
fn what_pins_the_site_and_the_definition_agree() {
    let files = [("site.kdl", "site {\n    host \"acme.example\"\n}\n"), ("bare.kdl", "")];
    let place = Place::with(&files);
    place.run(&["apply", "bare.kdl", "--auto-approve"]).ends(0);
    let pinned = [("FILES_API_KEY", "key"), ("FILES_HOST", "other.example")];
    let disagrees = |environment: &[(&str, &str)], arguments: &[&str], names: [&str; 2]| {
        let ran = with(&place, environment, arguments).ends(64);
        for name in names {
            assert!(ran.stderr.contains(name), "{name}: {}", ran.stderr);
        }
    };
    let (acme, other) = ("https://acme.example", "https://other.example");
    for command in ["plan", "apply", "drift"] {
        disagrees(
            &pinned,
            &[command],
            [&format!("FILES_HOST names {other}"), "site.kdl:2) names https://acme"],
        );
        let flag = [command, "--target", "https://third.example"];
        disagrees(&pinned, &flag, ["`--target` names https://third.example", other]);
        disagrees(&pinned[..1], &flag, ["`--target` names https://third.example", acme]);
    }
    // A question takes the key along as well.
    let third = "https://third.example";
    disagrees(&pinned, &["access", "of", "ana", "--target", third], [third, other]);
    disagrees(&pinned, &["access", "diff", "bare.kdl", third], [third, other]);
    // A store and a site of this machine are for trials.
    let store = ["plan", "--target", "local:site.db"];
    with(&place, &pinned, &store).ends(0);
    with(&place, &pinned[..1], &["plan", "--target", "http://127.0.0.1:1"]).ends(5);
    // Whoever says the same twice has said it once.
    let same = [("FILES_HOST", "https://ACME.example/")];
    let ran = with(&place, &same, &["plan"]).ends(5);
    assert!(ran.stderr.contains("there is no key for"), "{}", ran.stderr);
}

#[test]
fn a_text_names_its_site_first_and_last() {
    let place = Place::with(&[
        ("site.kdl", "user \"ana\"\nuser \"ben\"\n"),
        ("less.kdl", "user \"ana\"\n"),
    ]);
    let named = |arguments: &[&str], code: i32| {
        let ran = place.run(arguments).ends(code);
        for line in [ran.stdout.lines().next(), ran.stdout.lines().last()] {
            let line = line.expect("a line");
            assert!(line.contains("local:site.db"), "{arguments:?}: {line}\n{}", ran.stdout);
        }
        ran
    };
    named(&["plan"], 0);
    named(&["apply"], 4);
    named(&["drift"], 2);
    named(&["apply", "--auto-approve"], 0);
    named(&["apply", "--auto-approve"], 0);
    named(&["plan"], 0);
    named(&["drift"], 0);
    named(&["plan", "less.kdl"], 0);
    named(&["drift", "less.kdl"], 2);
    for format in ["markdown", "github", "json", "html"] {
        for file in ["site.kdl", "less.kdl"] {
            let ran = place.run(&["plan", file, "--format", format]).ends(0);
            assert!(ran.stdout.contains("local:site.db"), "{format}: {}", ran.stdout);
        }
    }
    for format in ["markdown", "github", "json"] {
        let ran = place.run(&["drift", "--format", format]).ends(0);
        assert!(ran.stdout.contains("local:site.db"), "{format}: {}", ran.stdout);
    }
    for format in ["mermaid", "dot", "svg"] {
        let ran = place.run(&["graph", "--plan", "--format", format]).ends(0);
        assert!(ran.stdout.contains("local:site.db"), "{format}: {}", ran.stdout);
    }
}

#[test]
fn a_refused_plan_ends_with_that_and_has_no_hash() {
    let place = Place::with(&[
        ("site.kdl", "user \"ana\" {\n    role \"site-admin\"\n}\n"),
        ("less.kdl", "manage {\n    users undeclared=\"remove\"\n}\nprotect user=\"ana\"\n"),
        ("new.kdl", "user \"eva\"\n"),
    ]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    for arguments in [
        &["plan", "less.kdl"][..],
        &["apply", "less.kdl", "--auto-approve"],
        &["plan", "new.kdl", "--expect-no-changes"],
        &["apply", "new.kdl", "--auto-approve", "--expect-no-changes"],
    ] {
        let ran = place.run(arguments).ends(4);
        let last = ran.stdout.lines().last().expect("a line");
        assert!(last.starts_with("Refused: "), "{last}");
        assert!(last.ends_with("; nothing can be applied to local:site.db"), "{last}");
        assert!(!ran.stdout.contains("Hash:") && !ran.stderr.contains("hash"), "{}", ran.stdout);
    }
    for (format, refused) in [
        ("json", "\"refused\": ["),
        ("markdown", "Nothing can be applied"),
        ("github", "Refused: "),
        ("html", "This plan is refused:"),
    ] {
        let ran = place.run(&["plan", "less.kdl", "--format", format]).ends(4);
        assert!(ran.stdout.contains(refused), "{format}: {}", ran.stdout);
    }
    let page = place.run(&["plan", "less.kdl", "--format", "markdown"]);
    assert!(!page.stdout.contains("Plan hash"), "{}", page.stdout);
}

const SECRETS: &str = r#"
user "ana" {
    email "ana@acme.example"
    authentication "password" password=(env)"ANA_PASSWORD"
}
user "ben" {
    email "ben@acme.example"
    authentication "password" password=(file)"ben.secret"
}
bot "feed" {
    system "Feed"
    authentication "none"
    api-key "one" save-to="there.key" {
        permission-set "files-only"
    }
    api-key "two" save-to="no/folder.key" {
        permission-set "files-only"
    }
}
"#;

#[test]
fn what_steps_need_is_looked_at_before_the_first() {
    let place = Place::with(&[("site.kdl", SECRETS), ("there.key", "an older key")]);
    let lacks = [
        "the environment variable `ANA_PASSWORD` is not set: step",
        "the secret in `ben.secret` cannot be read: No such file",
        "`there.key` is there already",
        "the new secret cannot be written to `no/folder.key`: No such file",
    ];
    let planned = place.run(&["plan"]).ends(0);
    let refused = place.run(&["apply", "--auto-approve"]).ends(4);
    for lack in lacks {
        assert!(planned.stderr.contains(lack), "{lack}: {}", planned.stderr);
        assert!(refused.stderr.contains(lack), "{lack}: {}", refused.stderr);
    }
    assert!(planned.stderr.contains("note: this environment lacks"), "{}", planned.stderr);
    assert!(refused.stdout.ends_with("nothing can be applied to local:site.db\n"));
    for nothing in ["site.db", "no"] {
        assert!(!place.path().join(nothing).exists(), "{nothing}");
    }
    assert!(place.journals().is_empty());
    place.write("ben.secret", "a-secret-of-ben");
    place.write("site.kdl", SECRETS.replace("there.key", "new.key").replace("no/", ""));
    let ran = with(&place, &[("ANA_PASSWORD", "a-secret-of-ana")], &["apply", "--auto-approve"]);
    assert!(!ran.ends(0).stderr.contains("lacks"));
    assert!(place.path().join("new.key").exists() && place.path().join("folder.key").exists());
}

/// What comes out of a pipe that lies in a folder, once somebody has written to it.
fn through_a_fifo(place: &Place, arguments: &[&str]) -> String {
    let fifo = place.path().join("fifo");
    let _ = std::fs::remove_file(&fifo);
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
    let reader = {
        let fifo = fifo.clone();
        thread::spawn(move || std::fs::read_to_string(fifo).expect("text"))
    };
    place.run(arguments).ends(0);
    let read = reader.join().expect("a reader");
    assert!(!std::fs::symlink_metadata(&fifo).expect("it is there").is_file());
    read
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_stays() {
    let place = Place::with(&[("site.kdl", "user \"ana\"\n")]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    for (arguments, holds) in [
        (&["plan"][..], "\"siteplan-plan\""),
        (&["snapshot"], "\"siteplan-snapshot\""),
        (&["csv", "export"], "ana"),
    ] {
        let into = |out: &str| [arguments, &["--out", out]].concat().join(" ");
        let read = through_a_fifo(&place, &into("fifo").split(' ').collect::<Vec<_>>());
        assert!(read.contains(holds), "{read}");
        place.run(&into("/dev/null").split(' ').collect::<Vec<_>>()).ends(0);
        assert!(!Path::new("/dev/null").is_file());
        for out in ["-", "/dev/stdout"] {
            let ran = place.run(&into(out).split(' ').collect::<Vec<_>>()).ends(0);
            assert!(ran.stdout.contains(holds), "{out}: {}", ran.stdout);
            assert!(!place.path().join("-").exists());
        }
    }
    // What the next program reads is the plan, and nothing beside it.
    let ran = place.run(&["plan", "--out", "-"]).ends(0);
    serde_json::from_str::<serde_json::Value>(&ran.stdout).expect("JSON");
    assert!(ran.stderr.contains("No changes."), "{}", ran.stderr);
}

#[test]
fn a_reader_that_goes_away_ends_no_write_to_a_pipe() {
    let place = Place::with(&[("site.kdl", &many())]);
    let mut command = place.command();
    command.args(["plan", "--out", "/dev/stdout", "--detailed-exitcode"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    let mut pipe = child.stdout.take().expect("a pipe");
    pipe.read_exact(&mut [0]).expect("a byte");
    drop(pipe);
    assert_eq!(child.wait().expect("a child ends").code(), Some(2));
}
