//! What the environment of a pipeline tells about the repository.

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
    Some(Repository { root: root("GITHUB_WORKSPACE"), here: None, link_base })
}

fn gitlab() -> Option<Repository> {
    let project = variable("CI_PROJECT_URL")?;
    let link_base = variable("CI_COMMIT_SHA").map(|sha| format!("{project}/-/blob/{sha}"));
    Some(Repository { root: root("CI_PROJECT_DIR"), here: None, link_base })
}

fn root(name: &str) -> Option<String> {
    variable(name).map(|path| path.replace('\\', "/"))
}
