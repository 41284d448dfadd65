//! The YAML files are YAML, ask for no more than they need, and name commands that exist.

use crate::program::{files_below, package};
use clap::Parser as _;
use serde_json::Value;
use siteplan::facade::cli::Arguments;
use std::path::{Path, PathBuf};

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("text")
}

pub fn yaml(path: &Path) -> Value {
    serde_saphyr::from_str(&read(path))
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn with_ending(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = files_below(&package().join(folder));
    found.retain(|path| path.extension().is_some_and(|known| known == ending));
    found
}

/// The workflows that people are to copy.
fn examples() -> Vec<PathBuf> {
    let found = with_ending("examples/ci/github", "yml");
    assert!(found.len() >= 3);
    found
}

fn action() -> Value {
    yaml(&package().join("action.yml"))
}

/// Every mapping of a file that has a key.
fn holding<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    if value.get(key).is_some() {
        found.push(value);
    }
    match value {
        Value::Object(fields) => fields.values().for_each(|value| holding(value, key, found)),
        Value::Array(items) => items.iter().for_each(|value| holding(value, key, found)),
        _ => {}
    }
}

pub fn steps_with<'v>(file: &'v Value, key: &str) -> Vec<&'v Value> {
    let mut found = Vec::new();
    holding(file, key, &mut found);
    found
}

/// All files of GitHub's: what people copy, the action, and our own.
pub fn of_github() -> Vec<PathBuf> {
    let mut files = examples();
    files.extend(with_ending(".github/workflows", "yml"));
    files.push(package().join("action.yml"));
    files
}

fn is_ours(step: &Value) -> bool {
    step["uses"].as_str().is_some_and(|uses| uses.starts_with("OWNER/siteplan@"))
}

#[test]
fn what_is_used_is_pinned_to_a_commit_whose_version_is_named() {
    let mut used = 0;
    for path in of_github() {
        for line in read(&path).lines() {
            let Some(uses) = line.trim_start_matches([' ', '-']).strip_prefix("uses: ") else {
                continue;
            };
            used += 1;
            if uses.starts_with("./ ") {
                continue;
            }
            let (_, version) = uses.split_once('@').expect("a version");
            let (commit, named) = version.split_once(" # ").unwrap_or_default();
            let is_commit = commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit());
            let is_named = named.trim_start_matches("COMMIT of ").starts_with('v');
            assert!(is_commit && is_named, "{}: {line}", path.display());
        }
    }
    assert!(used > 12);
}

#[test]
fn no_page_promises_a_tag_that_moves() {
    let mut files = of_github();
    files.extend(with_ending("examples/ci", "md"));
    files.extend([package().join("examples/ci/gitlab/.gitlab-ci.yml")]);
    files.extend(crate::docs::pages().into_iter().map(|page| package().join(page)));
    for path in files {
        let text = read(&path);
        for promise in ["siteplan@v", "rev: v1\n", "--tag v", "checkout@v", "artifact@v"] {
            assert!(!text.contains(promise), "{}: {promise}", path.display());
        }
    }
}

#[test]
fn workflows_ask_for_little_and_do_not_overtake_each_other() {
    for path in examples() {
        let workflow = yaml(&path);
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{}", path.display());
        assert!(workflow["concurrency"]["group"].is_string(), "{}", path.display());
        // What changes the site is never cancelled by a newer run.
        let text = read(&path);
        let applies = text.contains("command: apply");
        let cancels = &workflow["concurrency"]["cancel-in-progress"];
        assert!(!applies || *cancels == Value::Bool(false), "{}", path.display());
        for job in workflow["jobs"].as_object().expect("jobs").values() {
            let contents = job["permissions"].get("contents").and_then(Value::as_str);
            let checks_out = job["steps"][0].get("uses").is_some();
            assert_eq!(contents, checks_out.then_some("read"), "{}", path.display());
            assert!(job["timeout-minutes"].is_number(), "{}", path.display());
        }
    }
}

#[test]
fn keys_come_from_secrets_and_go_to_the_environment_of_one_step() {
    let action = action();
    let inputs = action["inputs"].as_object().expect("inputs");
    assert!(inputs.keys().all(|name| !name.contains("key")), "{inputs:?}");
    for path in examples() {
        let workflow = yaml(&path);
        let mut given = 0;
        for job in workflow["jobs"].as_object().expect("jobs").values() {
            let steps = job["steps"].as_array().expect("steps");
            for (at, step) in steps.iter().enumerate() {
                let Some(key) = step.get("env").and_then(|env| env.get("FILES_API_KEY")) else {
                    continue;
                };
                given += 1;
                assert!(key.as_str().expect("text").starts_with("${{ secrets.FILES_"), "{key}");
                assert!(is_ours(step), "{step}");
                // Nothing is built or downloaded beside it.
                let before = &steps[at - 1];
                assert!(is_ours(before) && before.get("env").is_none(), "{before}");
                assert_eq!(before["with"]["command"], "install", "{}", path.display());
                // What others write to gives no program to a job that may change the site.
                let applies = step["with"]["command"] == "apply";
                assert_eq!(before["with"].get("cache").is_some(), applies, "{before}");
            }
        }
        assert_eq!(read(&path).matches("secrets.").count(), given, "{}", path.display());
    }
}

#[test]
fn of_the_actions_steps_only_the_one_that_runs_siteplan_has_keys() {
    let action = action();
    let steps = action["runs"]["steps"].as_array().expect("steps");
    assert!(steps.len() >= 6);
    for step in steps {
        let env = step["env"].as_object().expect("an environment");
        let runs = step["id"] == "run";
        assert_eq!(env.get("FILES_API_KEY").is_none(), runs, "{step}");
        assert!(runs || env["FILES_API_KEY"] == "", "{step}");
        let token = env["GH_TOKEN"].as_str().expect("text");
        let downloads = token.starts_with("${{ inputs.version != ''");
        assert!(runs || token.is_empty() || downloads, "{step}");
    }
    // What cannot be sent to code scanning is told, and fails nothing.
    let sends = steps.last().expect("a step");
    assert!(sends["uses"].as_str().is_some_and(|uses| uses.contains("/upload-sarif@")));
    assert_eq!(sends["continue-on-error"], true);
    assert_eq!(action["inputs"]["sarif"]["default"], "false");
}

#[test]
fn nothing_is_put_into_a_script_but_variables() {
    for path in of_github() {
        for step in steps_with(&yaml(&path), "run") {
            let run = step["run"].as_str().expect("a script");
            assert!(!run.contains("${{"), "{}: {run}", path.display());
        }
    }
}

#[test]
fn the_action_takes_what_the_workflows_give() {
    let action = action();
    let mut commands = Vec::new();
    for path in examples() {
        for step in steps_with(&yaml(&path), "with") {
            if !is_ours(step) {
                continue;
            }
            let with = step["with"].as_object().expect("inputs");
            for name in with.keys() {
                assert!(action["inputs"].get(name).is_some(), "{}: {name}", path.display());
            }
            let text = |name: &str| with.get(name).and_then(Value::as_str);
            let command = text("command").expect("a command");
            if command == "install" {
                continue;
            }
            let mut line = vec!["siteplan", command, text("file").expect("a file")];
            if let Some(target) = text("target") {
                line.extend(["--target", target]);
            }
            line.extend(text("args").unwrap_or_default().lines());
            assert_parses(&line, &path);
            commands.push(command.to_owned());
        }
    }
    commands.sort();
    assert_eq!(commands, ["apply", "check", "drift", "plan"]);
}

#[test]
fn the_scripts_of_the_action_are_there() {
    for step in steps_with(&action(), "run") {
        let run = step["run"].as_str().expect("a script");
        let script = run.strip_prefix("exec bash \"$GITHUB_ACTION_PATH/");
        let (script, _) = script.and_then(|rest| rest.split_once('"')).expect("a script of ours");
        assert!(package().join(script).is_file(), "{run}");
    }
}

#[test]
fn hooks_for_pre_commit_name_commands() {
    let hooks = yaml(&package().join(".pre-commit-hooks.yaml"));
    for hook in hooks.as_array().expect("hooks") {
        let entry = hook["entry"].as_str().expect("an entry");
        let mut line: Vec<&str> = entry.split(' ').collect();
        line.push("site.kdl");
        assert_parses(&line, Path::new(".pre-commit-hooks.yaml"));
        // It rewrites, by which pre-commit knows that it failed.
        assert!(hook["id"] != "siteplan-fmt" || !entry.contains("--check"), "{entry}");
        for key in ["id", "name", "language", "files"] {
            assert!(hook[key].is_string(), "{hook}");
        }
    }
}

#[test]
fn every_command_line_is_one_that_the_program_takes() {
    let gitlab = package().join("examples/ci/gitlab/.gitlab-ci.yml");
    let mut texts: Vec<(PathBuf, String)> = vec![(gitlab.clone(), scripts_of(&yaml(&gitlab)))];
    for path in with_ending(".github/scripts", "sh") {
        texts.push((path.clone(), read(&path)));
    }
    let mut pages = with_ending("examples", "md");
    pages.extend(crate::docs::pages().into_iter().map(|page| package().join(page)));
    for path in pages {
        let blocks = crate::docs::blocks(&read(&path), "sh");
        texts.push((path, blocks.concat()));
    }
    let mut lines = 0;
    for (path, text) in &texts {
        for line in command_lines(text) {
            let words: Vec<&str> = line.iter().map(String::as_str).collect();
            assert_parses(&words, path);
            lines += 1;
        }
    }
    assert!(lines > 20, "{lines} lines");
}

/// The scripts of all jobs, a command a line.
pub fn scripts_of(pipeline: &Value) -> String {
    let jobs = steps_with(pipeline, "script").into_iter();
    let lines = jobs.flat_map(|job| job["script"].as_array().expect("lines"));
    lines.map(|line| format!("{}\n", line.as_str().expect("text"))).collect()
}

fn assert_parses(line: &[&str], path: &Path) {
    if let Err(error) = Arguments::try_parse_from(line) {
        panic!("{}: {}\n{error}", path.display(), line.join(" "));
    }
}

/// The runs of siteplan in a script, as words. What a variable holds is made up.
fn command_lines(script: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for line in script.replace("\\\n", " ").lines() {
        let line = line.replace("cargo run --release -- ", "siteplan ");
        let code = line.trim_start();
        let starts = |at: usize| at == 0 || code[..at].ends_with([' ', '(']);
        let runs = code.match_indices("siteplan ").filter(|(at, _)| starts(*at));
        if code.starts_with(['#', '*'])
            || ["echo", "title", "printf"].iter().any(|w| code.contains(w))
        {
            continue;
        }
        for (at, _) in runs {
            let words = code[at..].split(' ').filter(|word| !word.is_empty());
            let ends = |word: &&str| {
                !(word.starts_with(['>', '|', '&', ';', '#', '<']) || word.starts_with("2>"))
            };
            let words = words.take_while(ends).flat_map(value);
            found.push(words.collect());
        }
    }
    found
}

fn value(word: &str) -> Vec<String> {
    let values: &[&str] = match word.trim_end_matches([')', ';']).trim_matches(['"', '\'']) {
        "${arguments[@]}" => &["site"],
        "${approval[@]}" => &["--plan-hash", "0"],
        "$@" => &["--base", "HEAD~1"],
        word if word.starts_with('$') => &["something"],
        word => &[word],
    };
    values.iter().map(|value| (*value).to_owned()).collect()
}
