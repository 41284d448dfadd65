//! The YAML files are YAML, ask for no more than they need, and name commands that exist.

use crate::program::{files_below, package};
use clap::Parser as _;
use serde_json::Value;
use siteplan::facade::cli::Arguments;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("text")
}

fn yaml(path: &Path) -> Value {
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

fn steps_with<'v>(file: &'v Value, key: &str) -> Vec<&'v Value> {
    let mut found = Vec::new();
    holding(file, key, &mut found);
    found
}

#[test]
fn what_is_used_is_pinned_to_a_major_version() {
    let mut files = examples();
    files.extend(with_ending(".github/workflows", "yml"));
    files.push(package().join("action.yml"));
    let mut used = 0;
    for path in files {
        for step in steps_with(&yaml(&path), "uses") {
            let uses = step["uses"].as_str().expect("text");
            let version = uses.rsplit_once("@v").map(|(_, version)| version.parse::<u32>());
            assert!(matches!(version, Some(Ok(_))), "{}: {uses}", path.display());
            used += 1;
        }
    }
    assert!(used > 8);
}

#[test]
fn workflows_ask_for_little_and_do_not_overtake_each_other() {
    for path in examples() {
        let workflow = yaml(&path);
        assert_eq!(workflow["permissions"], serde_json::json!({}), "{}", path.display());
        assert!(workflow["concurrency"]["group"].is_string(), "{}", path.display());
        for job in workflow["jobs"].as_object().expect("jobs").values() {
            assert_eq!(job["permissions"]["contents"], "read", "{}", path.display());
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
        for step in steps_with(&workflow, "env") {
            let key = step["env"]["FILES_API_KEY"].as_str().expect("a key");
            assert!(key.starts_with("${{ secrets.FILES_"), "{key}");
            assert!(step["uses"].as_str().expect("the action").starts_with("OWNER/siteplan@"));
        }
        let mentions = read(&path).matches("secrets.").count();
        assert_eq!(mentions, steps_with(&workflow, "env").len(), "{}", path.display());
    }
}

#[test]
fn nothing_is_put_into_a_script_but_variables() {
    let mut files = examples();
    files.extend(with_ending(".github/workflows", "yml"));
    files.push(package().join("action.yml"));
    for path in files {
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
            if !step["uses"].as_str().expect("an action").starts_with("OWNER/siteplan@") {
                continue;
            }
            let with = step["with"].as_object().expect("inputs");
            for name in with.keys() {
                assert!(action["inputs"].get(name).is_some(), "{}: {name}", path.display());
            }
            let text = |name: &str| with.get(name).and_then(Value::as_str);
            let command = text("command").expect("a command");
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
        let script = run.strip_prefix("bash \"$GITHUB_ACTION_PATH/").expect("a script of ours");
        assert!(package().join(script.trim_end_matches('"')).is_file(), "{run}");
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
    pages.push(package().join("README.md"));
    for path in pages {
        let blocks = crate::readme::blocks(&read(&path), "sh");
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
fn scripts_of(pipeline: &Value) -> String {
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
