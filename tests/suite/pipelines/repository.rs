//! A repository on GitHub's side, and a runner's clone of it.

use crate::program::Place;
use std::path::Path;
use std::process::Command;

/// Where a runner clones to, in its place.
pub const WORKSPACE: &str = "workspace";

/// The smallest example, in which Ben is a member of a group that may write.
pub const FIRST: &str = include_str!("../../../examples/minimal/site.kdl");

/// The same without the line that makes Ben a member.
pub fn without_ben() -> String {
    let line = "    member \"ben\"\n";
    assert!(FIRST.contains(line));
    FIRST.replace(line, "")
}

/// How much of the history a clone holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Commits(u32),
    All,
}

pub struct Repository {
    place: Place,
}

impl Repository {
    /// On `main`, with a file that is no definition.
    pub fn new() -> Self {
        let repository = Repository { place: Place::new() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit("README.md", "A site.\n");
        repository
    }

    /// And with the definition `site/site.kdl`.
    pub fn with_definition() -> Self {
        let repository = Repository::new();
        repository.commit("site/site.kdl", FIRST);
        repository
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        git(self.place.path(), arguments)
    }

    /// Commits a file to the branch that is checked out.
    pub fn commit(&self, file: &str, text: &str) -> String {
        self.place.write(file, text);
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", &format!("Edit {file}")]);
        self.head()
    }

    pub fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes a branch at the one that is checked out.
    pub fn branch(&self, name: &str) {
        self.git(&["checkout", "--quiet", "-b", name]);
    }

    pub fn switch(&self, branch: &str) {
        self.git(&["checkout", "--quiet", branch]);
    }

    /// The merge that GitHub tries of a branch into `main`, and shows to runners.
    pub fn tried(&self, branch: &str) -> String {
        self.git(&["checkout", "--quiet", "--detach", "main"]);
        self.git(&["merge", "--quiet", "--no-ff", "--no-edit", branch]);
        self.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
        self.head()
    }

    /// Clones a commit, as actions/checkout does it.
    pub fn check_out(&self, commit: &str, depth: Depth, place: &Place) {
        let workspace = place.path().join(WORKSPACE);
        if workspace.exists() {
            std::fs::remove_dir_all(&workspace).expect("it is ours");
        }
        std::fs::create_dir(&workspace).expect("a folder");
        let clone = |arguments: &[&str]| git(&workspace, arguments);
        clone(&["init", "--quiet"]);
        clone(&["remote", "add", "origin", &format!("file://{}", self.place.path().display())]);
        let fetch = ["fetch", "--quiet", "--no-tags"];
        match depth {
            Depth::All => {
                clone(&[&fetch[..], &["origin", "+refs/heads/*:refs/remotes/origin/*"]].concat());
                clone(&[&fetch[..], &["origin", commit]].concat());
            }
            Depth::Commits(count) => {
                let depth = format!("--depth={count}");
                clone(&[&fetch[..], &[depth.as_str(), "origin", commit]].concat());
            }
        }
        clone(&["checkout", "--quiet", "--detach", commit]);
    }
}

/// Whether a clone holds a commit.
pub fn holds(place: &Place, commit: &str) -> bool {
    command(&place.path().join(WORKSPACE), &["cat-file", "-e", commit])
        .output()
        .expect("git")
        .status
        .success()
}

/// Lets a shallow clone know `main` as well, as deep as itself.
pub fn fetch_main(place: &Place, depth: u32) {
    let (depth, main) = (format!("--depth={depth}"), "main:refs/remotes/origin/main");
    git(&place.path().join(WORKSPACE), &["fetch", "--quiet", "--no-tags", &depth, "origin", main]);
}

/// Takes a clone's way to where it comes from.
pub fn cut_off(place: &Place) {
    let nowhere = "file:///nowhere.example";
    git(&place.path().join(WORKSPACE), &["remote", "set-url", "origin", nowhere]);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder, arguments).output().expect("git");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {}: {said}", arguments.join(" "));
    String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").expect("a path"))
        .args(["-c", "user.name=Ana Duarte", "-c", "user.email=ana@studio.example"])
        .args(arguments);
    command
}
