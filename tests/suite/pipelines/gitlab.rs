//! The plan of GitLab's pipeline: its script, run as a runner would.

use super::repository::{Depth, Repository, WORKSPACE, cut_off, without_ben};
use super::runner::{READ_KEY, Runner};
use crate::program::{Ran, package};
use serde_json::{Value, json};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;

const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

/// What a job does, in one shell, as GitLab's runner does it.
fn script(job: &str) -> String {
    let text = std::fs::read_to_string(package().join("examples/ci/gitlab/.gitlab-ci.yml"));
    let pipeline: Value = serde_saphyr::from_str(&text.expect("text")).expect("YAML");
    let lines = pipeline[job]["script"].as_array().expect("lines").iter();
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
    shell.args(["-eo", "pipefail", "-c", &script("plan")]);
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

/// Stands in for GitLab: notes are files below `gitlab`, of a token's user 7 or another's; it takes the
/// token from a configuration on standard input only.
const CURL: &str = r#"#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/../gitlab"
printf '%s\n' "$*" >>calls
[ "$(cat)" = 'header = "PRIVATE-TOKEN: a-note-token"' ] || exit 22
method=GET body='' url=${!#}
while [ $# -gt 0 ]; do
    case "$1" in
        --request) method=$2 ;;
        --data-urlencode) body=../workspace/${2#body@} ;;
    esac
    shift
done
notes=https://gitlab.example/api/v4/projects/5/merge_requests/3/notes
case "$method $url" in
    "GET https://gitlab.example/api/v4/user") echo '{"id": 7}' ;;
    "GET $notes?sort=asc&per_page=100&page=1") cat first-page.json ;;
    "GET $notes?sort=asc&per_page=100&page=2")
        for note in note-*; do
            [ -e "$note" ] || continue
            jq -n --arg id "${note#note-}" --rawfile body "$note" \
                '{id: ($id | tonumber), author: {id: 7}, body: $body}'
        done | jq -s .
        ;;
    "GET $notes?"*) echo '[]' ;;
    "POST $notes") cp "$body" note-41 ;;
    "PUT $notes/41") cp "$body" note-41 ;;
    *) exit 22 ;;
esac
"#;

fn report(runner: &Runner, token: &str) -> Ran {
    runner.place.write("bin/curl", CURL);
    let curl = runner.place.path().join("bin/curl");
    std::fs::set_permissions(curl, Permissions::from_mode(0o755)).expect("it is ours");
    let mut shell = runner.shell();
    shell.current_dir(runner.place.path().join(WORKSPACE));
    shell.args(["-eo", "pipefail", "-c", &script("report")]);
    shell.env("SITEPLAN_NOTE_TOKEN", token).env("CI_API_V4_URL", "https://gitlab.example/api/v4");
    shell.env("CI_PROJECT_ID", "5").env("CI_MERGE_REQUEST_IID", "3");
    Ran::from(shell.output().expect("bash"))
}

#[test]
fn the_merge_request_shows_counts_and_one_note_that_is_kept_up_to_date() {
    if !std::process::Command::new("jq")
        .arg("--version")
        .output()
        .is_ok_and(|ran| ran.status.success())
    {
        println!("passed over: there is no jq");
        return;
    }
    let (runner, repository, before) = deletion();
    repository.check_out(&repository.head(), Depth::All, &runner.place);
    plan(&runner, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &before)]).ends(0);
    let plan_md = runner.place.read("workspace/plan.md");
    let marker = plan_md.lines().next().expect("a line");
    assert_eq!(marker, "<!-- siteplan:plan site/site.kdl -->");
    // Another's note that begins like ours, on a page of its own.
    let others = json!([{"id": 40, "author": {"id": 8}, "body": plan_md}]);
    runner.place.write("gitlab/first-page.json", others.to_string());

    report(&runner, "").ends(0);
    assert!(!runner.place.path().join("gitlab/calls").exists());
    let counts = || -> Value {
        serde_json::from_str(&runner.place.read("workspace/counts.json")).expect("JSON")
    };
    assert_eq!(counts(), json!({"create": 0, "update": 0, "delete": 1}));

    report(&runner, "a-note-token").ends(0);
    assert_eq!(runner.place.read("gitlab/note-41"), plan_md);
    runner.place.write("workspace/site/site.kdl", without_ben() + "group \"New\"\nuser \"zoe\"\n");
    plan(&runner, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &before)]).ends(0);
    report(&runner, "a-note-token").ends(0);
    assert_eq!(counts(), json!({"create": 2, "update": 0, "delete": 1}));
    assert!(runner.place.read("gitlab/note-41").contains("zoe"));
    let calls = runner.place.read("gitlab/calls");
    assert!(calls.contains("--request PUT") && calls.matches("--request POST").count() == 1);
    assert!(!calls.contains("a-note-token"), "{calls}");

    // What cannot be planned replaces it.
    std::fs::remove_file(runner.place.path().join("workspace/plan.json")).expect("it is there");
    runner.place.write("workspace/site/site.kdl", "user \"zoe\" { groups \"None\"; }\n");
    let failed = plan(&runner, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &before)]);
    assert_ne!(failed.code, 0);
    report(&runner, "a-note-token").ends(0);
    let note = runner.place.read("gitlab/note-41");
    assert!(note.starts_with(marker) && note.contains('❌'), "{note}");
}

#[test]
fn a_plan_that_waited_is_refused_if_the_site_has_changed() {
    let (runner, repository, before) = deletion();
    repository.check_out(&repository.head(), Depth::All, &runner.place);
    plan(&runner, &[("CI_COMMIT_BEFORE_SHA", &before)]).ends(0);
    runner
        .change_site("group \"Design\"\nfolder \"Design\" { grant \"full\" group=\"Design\"; }\n");
    let apply = |runner: &Runner| {
        let mut shell = runner.shell();
        shell.current_dir(runner.place.path().join(WORKSPACE));
        shell.args(["-eo", "pipefail", "-c", &script("apply")]);
        shell.env("FILES_HOST", runner.site.url()).env("FILES_WRITE_KEY", super::runner::WRITE_KEY);
        Ran::from(shell.output().expect("bash"))
    };
    apply(&runner).ends(6);
}
