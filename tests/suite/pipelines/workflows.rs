//! What the workflows that people copy promise: one job to require, and nothing that is left lying about.

use super::files::{of_github, read, scripts_of, steps_with, yaml};
use crate::program::package;
use serde_json::Value;

/// The workflow that shows plans on pull requests.
fn on_pull_requests() -> Value {
    yaml(&package().join("examples/ci/github/plan-on-pull-request.yml"))
}

#[test]
fn the_gate_waits_for_every_job_and_always_reports() {
    let workflow = on_pull_requests();
    let on = workflow["on"].as_object().expect("events");
    assert!(on.contains_key("merge_group"));
    // Of a workflow that does not start, a required job is awaited for ever.
    assert_eq!(on["pull_request"], Value::Null);
    let jobs = workflow["jobs"].as_object().expect("jobs");
    let gate = &jobs["gate"];
    assert_eq!(gate["if"], "always()");
    let mut needed: Vec<&str> =
        gate["needs"].as_array().expect("jobs").iter().filter_map(Value::as_str).collect();
    needed.push("gate");
    let all: Vec<&str> = jobs.keys().map(String::as_str).collect();
    assert_eq!(needed, all);
    // A check that fails leaves the plan to be seen.
    assert!(jobs["plan"]["if"].as_str().is_some_and(|when| when.starts_with("!cancelled() &&")));
    let told = &steps_with(&jobs["plan"], "with");
    assert!(told.iter().any(|step| step["with"]["check"] == "${{ needs.check.result }}"));
    let page = read(&package().join("examples/ci/README.md")).replace("\n  ", "");
    assert!(page.contains("require the job `gate` and no other"), "{page}");
}

#[cfg(unix)]
#[test]
fn the_gate_opens_only_where_nothing_failed_or_was_missed() {
    let workflow = on_pull_requests();
    let script = workflow["jobs"]["gate"]["steps"][0]["run"].as_str().expect("a script").to_owned();
    let opens = |changed: &str, site: &str, check: &str, plan: &str, has_plan: &str| {
        let mut shell = std::process::Command::new("bash");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]);
        shell.env("CHANGED", changed).env("SITE", site).env("CHECK", check);
        shell.env("PLAN", plan).env("HAS_PLAN", has_plan);
        shell.output().expect("bash").status.success()
    };
    let ends = ["success", "failure", "cancelled", "skipped", ""];
    for changed in ends {
        for site in ["true", "false", ""] {
            for check in ends {
                for plan in ends {
                    for has_plan in ["true", "false", ""] {
                        let nothing_to_do = site == "false";
                        let checked = check == "success";
                        let planned = plan == "success" || has_plan == "false";
                        assert_eq!(
                            opens(changed, site, check, plan, has_plan),
                            changed == "success" && (nothing_to_do || checked && planned),
                            "{changed} {site} {check} {plan} {has_plan}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn artifacts_expire_and_are_not_for_guests() {
    let mut uploads = 0;
    for path in of_github() {
        for step in steps_with(&yaml(&path), "uses") {
            if step["uses"].as_str().expect("text").starts_with("actions/upload-artifact@") {
                assert!(step["with"]["retention-days"].is_number(), "{}", path.display());
                uploads += 1;
            }
        }
    }
    assert!(uploads > 0);
    for (name, job) in gitlab_jobs() {
        if let Some(artifacts) = job.get("artifacts") {
            assert!(artifacts["expire_in"].is_string(), "{name}");
            assert!(artifacts["access"] == "developer" || name == "build", "{name}");
            // One excludes the other.
            assert!(artifacts.get("public").is_none(), "{name}");
        }
    }
}

/// The jobs of GitLab's pipeline.
fn gitlab_jobs() -> Vec<(String, Value)> {
    let pipeline = yaml(&package().join("examples/ci/gitlab/.gitlab-ci.yml"));
    let all = pipeline.as_object().expect("a pipeline").clone();
    let jobs: Vec<_> = all.into_iter().filter(|(_, job)| job.get("script").is_some()).collect();
    assert!(jobs.len() >= 6);
    jobs
}

#[test]
fn in_gitlab_a_job_has_a_key_or_builds_and_never_both() {
    for (name, job) in gitlab_jobs() {
        let environment = match &job["environment"] {
            Value::String(name) => name.as_str(),
            whole => whole["name"].as_str().unwrap_or_default(),
        };
        let script = scripts_of(&job);
        let scope = match () {
            () if script.contains("FILES_READ_KEY") => "files-read",
            () if script.contains("FILES_WRITE_KEY") => "files",
            () if script.contains("SITEPLAN_NOTE_TOKEN") => "siteplan-note",
            () => "",
        };
        assert_eq!(environment, scope, "{name}");
        let builds = script.contains("cargo ");
        assert!(!builds || scope.is_empty(), "{name}");
        assert!(name != "apply" || job["interruptible"] == false, "{name}");
        assert!(name != "apply" || job["resource_group"].is_string(), "{name}");
    }
}
