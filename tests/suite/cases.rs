//! `tests/cases/<stage>/<name>.kdl`: one file, one case.
//!
//! Lines `// run: check --format json` at the head say what is run, in order; `//- site.kdl`
//! begins a file. What is printed and how it ends is compared with `snapshots/`. A comment
//! `// error: CODE` (or `warning:`, `info:`) at the end of a line says what `check` finds
//! there; what it finds, and nothing else, must be announced in the cases of `check`.

use crate::program::{Place, files_below, package};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

struct Case {
    name: String,
    runs: Vec<String>,
    files: Vec<(String, String)>,
}

fn read(path: &Path) -> Case {
    let text = fs::read_to_string(path).expect("a case");
    let stage =
        path.parent().and_then(Path::file_name).expect("a stage").to_string_lossy().into_owned();
    let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut case = Case { name: format!("{stage}__{stem}"), runs: Vec::new(), files: Vec::new() };
    for line in text.split_inclusive('\n') {
        if let Some(run) = line.strip_prefix("// run: ") {
            case.runs.push(run.trim().to_owned());
        } else if let Some(file) = line.strip_prefix("//- ") {
            case.files.push((file.trim().to_owned(), String::new()));
        } else if let Some((_, content)) = case.files.last_mut() {
            content.push_str(line);
        }
    }
    assert!(!case.runs.is_empty(), "{}: no `// run:` line", path.display());
    case
}

fn announced(case: &Case) -> BTreeSet<(String, u64, String, String)> {
    let mut found = BTreeSet::new();
    for (file, text) in &case.files {
        for (index, line) in text.lines().enumerate() {
            for severity in ["error", "warning", "info"] {
                let mark = format!("// {severity}: ");
                for code in line.split(&mark).skip(1) {
                    let code = code.split([' ', '/']).next().unwrap_or_default().trim();
                    found.insert((
                        file.clone(),
                        index as u64 + 1,
                        severity.to_owned(),
                        code.to_owned(),
                    ));
                }
            }
        }
    }
    found
}

fn found(place: &Place) -> BTreeSet<(String, u64, String, String)> {
    let ran = place.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("a report");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let items = report["diagnostics"].as_array().expect("a list");
    items
        .iter()
        .map(|item| {
            let label = &item["labels"][0];
            let line = label["start"]["line"].as_u64().unwrap_or(0);
            (text(&label["file"]), line, text(&item["severity"]), text(&item["code"]))
        })
        .collect()
}

#[test]
fn every_case_does_what_its_snapshot_says() {
    let package = package();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(package.join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // A plan's hash changes with every byte of its case; that it fits is tested elsewhere.
    settings.add_filter("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{48}", "HASH");
    // Kept by a test beside the code it tests.
    let mut names = BTreeSet::from(["live-snapshot.snap".to_owned()]);
    let mut wrong = Vec::new();
    for path in files_below(&package.join("tests/cases")) {
        let case = read(&path);
        let place = Place::new();
        for (name, text) in &case.files {
            place.write(name, text);
        }
        if case.name.starts_with("check__") {
            let (announced, found) = (announced(&case), found(&place));
            for missing in announced.difference(&found) {
                wrong.push(format!("{}: not found: {missing:?}", case.name));
            }
            for extra in found.difference(&announced) {
                wrong.push(format!("{}: not announced: {extra:?}", case.name));
            }
        }
        let transcripts = case.runs.iter().map(|run| {
            let arguments: Vec<&str> = run.split(' ').collect();
            place.run(&arguments).transcript(run)
        });
        let transcript = transcripts.collect::<Vec<_>>().join("\n");
        names.insert(format!("{}.snap", case.name));
        settings.bind(|| {
            let compared =
                std::panic::catch_unwind(|| insta::assert_snapshot!(case.name.clone(), transcript));
            if compared.is_err() {
                wrong.push(format!("{}: differs from its snapshot", case.name));
            }
        });
    }
    for file in files_below(&package.join("snapshots")) {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        if !names.contains(&name) {
            wrong.push(format!("snapshots/{name} belongs to no case"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
