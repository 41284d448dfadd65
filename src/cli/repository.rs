//! What the environment of a pipeline tells about the repository.

#![expect(clippy::disallowed_methods, reason = "the environment names a file of the event")]

use crate::render::repository::Repository;
use std::env;

/// GitHub's and GitLab's variables; `link_base` overrides where links lead, and an empty one
/// makes none.
pub fn known(link_base: Option<&str>) -> Repository {
    let here = env::current_dir().ok().map(|path| path.to_string_lossy().replace('\\', "/"));
    let found = github().or_else(gitlab).unwrap_or_default();
    let link_base = match link_base {
        Some("") => None,
        Some(base) => Some(base.to_owned()),
        None => found.link_base,
    };
    Repository { here, link_base, ..found }
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn github() -> Option<Repository> {
    let (server, repository) = (variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?);
    let link_base = variable("GITHUB_SHA").map(|sha| format!("{server}/{repository}/blob/{sha}"));
    let commit =
        head_of_pull_request().or_else(|| variable("GITHUB_SHA")).filter(|sha| is_commit(sha));
    let run = variable("GITHUB_RUN_ID").filter(|id| id.chars().all(|c| c.is_ascii_digit()));
    let run = run.map(|id| format!("{server}/{repository}/actions/runs/{id}"));
    Some(Repository { root: root("GITHUB_WORKSPACE"), here: None, link_base, commit, run })
}

/// As GitHub tells of the event that a pipeline runs for.
fn head_of_pull_request() -> Option<String> {
    let event = std::fs::read(variable("GITHUB_EVENT_PATH")?).ok()?;
    let event: serde_json::Value = serde_json::from_slice(&event).ok()?;
    Some(event.pointer("/pull_request/head/sha")?.as_str()?.to_owned())
}

fn is_commit(sha: &str) -> bool {
    (7..=64).contains(&sha.len()) && sha.chars().all(|c| c.is_ascii_hexdigit())
}

fn gitlab() -> Option<Repository> {
    let project = variable("CI_PROJECT_URL")?;
    let link_base = variable("CI_COMMIT_SHA").map(|sha| format!("{project}/-/blob/{sha}"));
    let head = variable("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
    let commit = head.or_else(|| variable("CI_COMMIT_SHA")).filter(|sha| is_commit(sha));
    let (root, run) = (root("CI_PROJECT_DIR"), variable("CI_JOB_URL"));
    Some(Repository { root, here: None, link_base, commit, run })
}

fn root(name: &str) -> Option<String> {
    variable(name).map(|path| path.replace('\\', "/"))
}
