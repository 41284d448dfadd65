//! A runner of GitHub's: the action's environment, a site, and a GitHub made of files.

use crate::program::{Place, Ran, copy, package};
use siteplan::facade::emulator::{Emulator, GivenKeys, Options};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

pub const READ_KEY: &str = "a-key-that-may-only-read";
pub const WRITE_KEY: &str = "a-key-that-may-change";
pub const BOT: &str = "github-actions[bot]";

/// Where a script of the action lies.
pub fn script(name: &str) -> PathBuf {
    package().join(".github/scripts").join(name)
}

pub struct Runner {
    pub place: Place,
    pub site: Emulator,
}

impl Runner {
    /// With the smallest example as `site`, of which nothing is on the site yet.
    pub fn new() -> Self {
        Runner::at_a_site_that_takes(Duration::ZERO)
    }

    /// With a site that takes so long for each answer.
    pub fn at_a_site_that_takes(latency: Duration) -> Self {
        let place = Place::new();
        copy("examples/minimal", "site", &place);
        for folder in ["bin", "github", "temp"] {
            fs::create_dir(place.path().join(folder)).expect("a folder");
        }
        let bin = place.path().join("bin");
        symlink(env!("CARGO_BIN_EXE_siteplan"), bin.join("siteplan")).expect("a link");
        symlink(package().join("tests/pipelines/gh"), bin.join("gh")).expect("a link");
        let keys = GivenKeys { read_only: vec![READ_KEY.to_owned()], ..GivenKeys::default() };
        let options = Options { volatile: true, keys, latency, ..Options::default() };
        let site = Emulator::start(&place.path().join("emulated.db"), options);
        let runner = Self { site: site.expect("an emulator"), place };
        runner.record("runs/77/event", "pull_request");
        runner
    }

    /// A script of the action.
    pub fn script(&self, name: &str) -> Command {
        let mut shell = self.shell();
        shell.arg(script(name));
        shell
    }

    /// A shell in the environment that the action and the runner give a script.
    pub fn shell(&self) -> Command {
        let at = |name: &str| self.place.path().join(name);
        let path = std::env::var_os("PATH").expect("a path");
        let path =
            std::env::join_paths(std::iter::once(at("bin")).chain(std::env::split_paths(&path)));
        let mut shell = Command::new("bash");
        shell
            .current_dir(self.place.path())
            .env_clear()
            .env("PATH", path.expect("a path"))
            .env("SOURCE_DATE_EPOCH", crate::program::NOW)
            .env("XDG_STATE_HOME", at("state"))
            .env("FAKE_GITHUB", at("github"))
            .env("RUNNER_TEMP", at("temp"))
            .env("GITHUB_OUTPUT", at("output"))
            .env("GITHUB_PATH", at("path"))
            .env("GITHUB_STEP_SUMMARY", at("summary"))
            .env("GITHUB_REPOSITORY", "acme/site")
            .env("GITHUB_SERVER_URL", "https://github.example")
            .env("GITHUB_RUN_ID", "77")
            .env("CI", "true")
            .env("SITEPLAN_FILE", "site")
            .env("SITEPLAN_TARGET", self.site.url())
            .env("SITEPLAN_AUTHOR", BOT)
            .env("SITEPLAN_BASE", "none");
        shell
    }

    pub fn run(&self, command: &str, variables: &[(&str, &str)]) -> Ran {
        self.run_in("", command, variables)
    }

    /// With a folder of the place as the workspace.
    pub fn run_in(&self, workspace: &str, command: &str, variables: &[(&str, &str)]) -> Ran {
        fs::write(self.place.path().join("output"), "").expect("a file");
        // The pull request starts the run that plans it.
        for (_, head) in variables.iter().filter(|(name, _)| *name == "HEAD_SHA") {
            self.record("runs/77/head_sha", head);
        }
        let mut script = self.script("run.sh");
        script.current_dir(self.place.path().join(workspace));
        script.env("SITEPLAN_COMMAND", command).envs(variables.iter().copied());
        Ran::from(script.output().expect("bash"))
    }

    /// On pull request 7, whose head is `head`.
    pub fn plan(&self) -> Ran {
        self.plan_with(&[])
    }

    pub fn plan_with(&self, variables: &[(&str, &str)]) -> Ran {
        let of_request = [("FILES_API_KEY", READ_KEY), ("PULL_REQUEST", "7"), ("HEAD_SHA", "head")];
        self.run("plan", &[&of_request, variables].concat())
    }

    /// After pull request 7 was merged as `merge`.
    pub fn apply(&self) -> Ran {
        self.record("pulls/7/merge", "merge");
        self.record("pulls/7/head", "head");
        self.run("apply", &[("FILES_API_KEY", WRITE_KEY), ("GITHUB_SHA", "merge")])
    }

    pub fn drift(&self) -> Ran {
        self.run("drift", &[("FILES_API_KEY", READ_KEY)])
    }

    /// Edits the definition.
    pub fn edit(&self, before: &str, after: &str) {
        let text = self.place.read("site/site.kdl");
        assert!(text.contains(before));
        self.place.write("site/site.kdl", text.replace(before, after));
    }

    /// Changes the site past the definition.
    pub fn change_site(&self, definition: &str) {
        self.place.write("elsewhere.kdl", definition);
        self.siteplan(&["apply", "elsewhere.kdl", "--auto-approve"]).ends(0);
    }

    /// The program at the same site.
    pub fn siteplan(&self, arguments: &[&str]) -> Ran {
        let mut command = self.place.command();
        command.env("FILES_API_KEY", WRITE_KEY).env("FILES_HOST", self.site.url());
        Ran::from(command.args(arguments).output().expect("the program runs"))
    }

    /// What the action hands to later steps.
    pub fn output(&self, name: &str) -> Option<String> {
        let outputs = self.place.read("output");
        let line = outputs.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.map(str::to_owned)
    }

    fn github(&self, path: &str) -> PathBuf {
        self.place.path().join("github").join(path)
    }

    /// Puts something on GitHub.
    pub fn record(&self, path: &str, text: &str) {
        self.place.write(&format!("github/{path}"), text);
    }

    /// What is on GitHub.
    pub fn recorded(&self, path: &str) -> String {
        self.place.read(&format!("github/{path}"))
    }

    /// How many comments, issues or statuses there are.
    pub fn count(&self, kind: &str) -> usize {
        fs::read_dir(self.github(kind)).map_or(0, Iterator::count)
    }
}
