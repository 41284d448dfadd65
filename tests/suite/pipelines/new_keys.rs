//! API keys that a run of the action makes: their secrets are stored, or none is made.

use super::runner::{Runner, WRITE_KEY};
use crate::program::{Ran, files_below};

/// A definition that makes two keys.
fn runner() -> Runner {
    let runner = Runner::new();
    let bot = |name: &str, key: &str| {
        format!(
            "bot \"{name}\" {{\n    system \"S\"\n    authentication \"none\"\n    \
             protocols \"web\"\n    api-key \"nightly\" save-to=\"{key}\"\n}}\n"
        )
    };
    runner.place.write("site/site.kdl", bot("s", "nightly.key") + &bot("t", "keys/status.key"));
    runner
}

/// Applies what was planned, and hands secrets to a command.
fn apply(runner: &Runner, store: &str) -> Ran {
    runner.plan().ends(0);
    runner.record("pulls/7/merge", "merge");
    runner.record("pulls/7/head", "head");
    let given = [
        ("FILES_API_KEY", WRITE_KEY),
        ("FILES_API_KEY__PRIYA", WRITE_KEY),
        ("GITHUB_SHA", "merge"),
        ("VAULT_TOKEN", "of-the-vault"),
        ("SITEPLAN_STORE_SECRET", store),
    ];
    runner.run("apply", &given)
}

fn stored(runner: &Runner, name: &str) -> String {
    runner.place.read(&format!("vault/{name}"))
}

/// No secret lies about, in what later steps, comments or people are given.
fn nothing_is_left(runner: &Runner) {
    for file in files_below(&runner.place.path().join("temp")) {
        assert!(file.extension().is_none_or(|ending| ending != "key"), "{}", file.display());
    }
}

#[test]
fn the_secret_of_a_new_key_is_handed_to_the_command() {
    let runner = runner();
    std::fs::create_dir_all(runner.place.path().join("vault/keys")).expect("a folder");
    let ran = apply(&runner, "cat >\"vault/$SECRET_NAME\"; env >vault-has").ends(0);
    let (first, second) = (stored(&runner, "nightly.key"), stored(&runner, "keys/status.key"));
    assert!(first.len() > 20 && second.len() > 20 && first != second);
    let environment = runner.place.read("vault-has");
    assert!(environment.contains("of-the-vault") && !environment.contains(WRITE_KEY));
    let mut shown = ran.stdout + &ran.stderr;
    for folder in ["github", "temp"] {
        for file in files_below(&runner.place.path().join(folder)) {
            shown.push_str(&std::fs::read_to_string(file).expect("text"));
        }
    }
    assert!(!shown.contains(first.trim()) && !shown.contains(second.trim()));
    nothing_is_left(&runner);
}

#[test]
fn a_command_that_fails_is_told_as_a_lost_secret() {
    let runner = runner();
    std::fs::create_dir_all(runner.place.path().join("vault/keys")).expect("a folder");
    let store = "test \"$SECRET_NAME\" != keys/status.key; cat >\"vault/$SECRET_NAME\"";
    apply(&runner, store).ends(1);
    assert!(stored(&runner, "nightly.key").len() > 20);
    for report in [runner.place.read("summary"), runner.recorded("comments/2/body")] {
        assert!(report.contains("❌ siteplan: a new API key is on the site, and its"), "{report}");
        let (_, after) = report.split_once("`store-secret` failed").expect("what to do");
        assert!(after.contains("\n    keys/status.key\n"), "{report}");
        assert!(!after.contains("\n    nightly.key\n"), "{report}");
    }
    nothing_is_left(&runner);
}

#[test]
fn without_a_command_nothing_is_made_and_the_report_names_it() {
    let runner = runner();
    apply(&runner, "").ends(4);
    assert_eq!(runner.site.requests_of("POST /users"), 0);
    let report = runner.recorded("comments/2/body");
    assert!(report.contains("refused, and nothing was applied"), "{report}");
    assert!(report.contains("`store-secret` names the command"), "{report}");
    assert!(report.contains("what a pipeline writes is gone when it ends"), "{report}");
}
