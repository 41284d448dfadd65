//! The official KDL v2 suite, read from where it lies: `SITEPLAN_KDL_SUITE`, or beside the
//! project. It is not part of this package.

use crate::layout::check_layout;
use crate::shape::{by_suite, read, shapes};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/kdl-suite");
    let folder = std::env::var_os("SITEPLAN_KDL_SUITE").map_or_else(beside, PathBuf::from);
    if folder.join("input").is_dir() {
        return Some(folder);
    }
    println!("KDL suite not found at {}; nothing was tested", folder.display());
    None
}

/// Names and texts of the inputs.
fn inputs(folder: &Path) -> Vec<(String, String)> {
    let mut inputs: Vec<_> = std::fs::read_dir(folder.join("input"))
        .expect("the input folder can be listed")
        .map(|entry| entry.expect("an entry can be read"))
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).expect("an input can be read");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn what_must_parse_says_what_is_expected() {
    let Some(folder) = folder() else { return };
    let mut failures = Vec::new();
    for (name, text) in inputs(&folder).iter().filter(|(name, _)| !name.contains("_fail")) {
        let (_, diagnostics, good) = read(text);
        if !good {
            failures.push(format!("{name} is refused: {}", diagnostics[0].message));
            continue;
        }
        let expected = std::fs::read_to_string(folder.join("expected_kdl").join(name))
            .expect("an expectation can be read");
        let (got, wanted) = (by_suite(shapes(text)), by_suite(shapes(&expected)));
        if got != wanted {
            failures.push(format!("{name}:\n{got:?}\n{wanted:?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_must_fail_fails_with_one_mistake() {
    let Some(folder) = folder() else { return };
    let mut failures = Vec::new();
    for (name, text) in inputs(&folder).iter().filter(|(name, _)| name.contains("_fail")) {
        let (_, mut diagnostics, good) = read(text);
        // This one contains three.
        let three = name == "floating_point_keyword_identifier_strings_fail.kdl";
        // A document that is wholly KDL v1 has this one mistake.
        if diagnostics.len() > 1 {
            diagnostics.retain(|diagnostic| diagnostic.code.0 != "kdl-version-1");
        }
        if good {
            failures.push(format!("{name} is accepted"));
        } else if diagnostics.len() != if three { 3 } else { 1 } {
            let messages: Vec<_> = diagnostics.iter().map(|d| d.message.as_str()).collect();
            failures.push(format!("{name}: {}", messages.join(" | ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_input_can_be_laid_out() {
    let Some(folder) = folder() else { return };
    for (name, text) in inputs(&folder).iter().filter(|(name, _)| !name.contains("_fail")) {
        println!("{name}");
        check_layout(text);
    }
}
