//! The plan of GitLab's pipeline: its script, run as a runner would.

use super::repository::{Depth, Repository, WORKSPACE, cut_off, without_ben};
use super::runner::{READ_KEY, Runner};
use crate::program::{Ran, package};
use serde_json::Value;

const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// What the job `plan` does, in one shell, as GitLab's runner does it.
fn script() -> String {
    let text = std::fs::read_to_string(package().join("examples/ci/gitlab/.gitlab-ci.yml"));
    let pipeline: Value = serde_saphyr::from_str(&text.expect("text")).expect("YAML");
    let lines = pipeline["plan"]["script"].as_array().expect("lines").iter();
    lines.map(|line| format!("{}\n", line.as_str().expect("text"))).collect()
}

/// A merge request that deletes a line, and what it was made from.
fn deletion() -> (Runner, Repository, String) {
    let runner = Runner::new();
    runner.siteplan(&["apply", "site", "--auto-approve"]).ends(0);
    let repository = Repository::with_definition();
    let before = repository.head();
    repository.commit("site/site.kdl", &without_ben());
    (runner, repository, before)
}

fn plan(runner: &Runner, variables: &[(&str, &str)]) -> Ran {
    let mut shell = runner.shell();
    shell.current_dir(runner.place.path().join(WORKSPACE));
    shell.args(["-eo", "pipefail", "-c", &script()]);
    shell.env("SITE", "site").env("FILES_HOST", runner.site.url()).env("FILES_READ_KEY", READ_KEY);
    shell.envs(variables.iter().copied());
    Ran::from(shell.output().expect("bash"))
}

#[test]
fn a_merge_request_and_a_push_take_away_what_they_delete() {
    let (runner, repository, before) = deletion();
    let request =
        [("CI_MERGE_REQUEST_DIFF_BASE_SHA", &*before), ("CI_COMMIT_BEFORE_SHA", NO_COMMIT)];
    let push = [("CI_COMMIT_BEFORE_SHA", &*before)];
    for variables in [&request[..], &push[..]] {
        for depth in [Depth::Commits(1), Depth::Commits(50)] {
            repository.check_out(&repository.head(), depth, &runner.place);
            let ran = plan(&runner, variables).ends(0);
            assert!(ran.stdout.contains("- member \"ben\""), "{}", ran.stdout);
        }
    }
    // The saved plan is all that the apply needs.
    runner.siteplan(&["apply", "workspace/plan.json", "--auto-approve"]).ends(0);
    runner.siteplan(&["plan", "workspace/site", "--expect-no-changes"]).ends(0);
}

#[test]
fn where_there_is_no_base_it_says_so() {
    let (runner, repository, _) = deletion();
    repository.check_out(&repository.head(), Depth::All, &runner.place);
    let without = repository.git(&["rev-parse", "HEAD~2"]);
    for before in [NO_COMMIT, &without] {
        let ran = plan(&runner, &[("CI_COMMIT_BEFORE_SHA", before)]).ends(0);
        assert!(ran.stdout.contains("no base: site/site.kdl"), "{}", ran.stdout);
        assert!(ran.stdout.contains("1 person has more access"), "{}", ran.stdout);
    }
}

#[test]
fn a_base_that_cannot_be_had_ends_the_job() {
    let (runner, repository, before) = deletion();
    repository.check_out(&repository.head(), Depth::Commits(1), &runner.place);
    cut_off(&runner.place);
    let ran = plan(&runner, &[("CI_COMMIT_BEFORE_SHA", &before)]).ends(1);
    assert!(ran.stderr.contains("cannot be fetched: say GIT_DEPTH: 0"), "{}", ran.stderr);
    assert!(!runner.place.path().join(WORKSPACE).join("plan.json").exists());
}
