//! The README tells the truth: its definitions are definitions, its tour prints what it shows,
//! its tables are those of the program.

use crate::program::{Place, copy, package};
use siteplan::csv::columns::COLUMNS;
use siteplan::model::assumptions::ASSUMPTIONS;

fn readme() -> String {
    std::fs::read_to_string(package().join("README.md")).expect("a README")
}

/// The texts of all fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split("\n```").next().unwrap_or_default().to_owned() + "\n")
        .collect()
}

#[test]
fn definitions_in_the_readme_are_valid() {
    let found = blocks(&readme(), "kdl");
    assert!(!found.is_empty());
    for block in found {
        let place = Place::with(&[("site.kdl", &block)]);
        let ran = place.run(&["check"]);
        assert_eq!(ran.code, 0, "{block}\n{}", ran.stdout);
    }
}

/// A `console` block is a session: `$ command`, then exactly what it prints on both streams.
#[test]
fn the_tour_prints_what_the_readme_shows() {
    let place = Place::new();
    copy("examples", "examples", &place);
    let mut commands = 0;
    for block in blocks(&readme(), "console") {
        for session in block.split("$ ").skip(1) {
            let (command, shown) = session.split_once('\n').expect("a command and its output");
            commands += 1;
            if let Some(edit) = command.strip_prefix("sed -i ") {
                let (script, file) = edit.rsplit_once(' ').expect("a script and a file");
                let parts: Vec<&str> = script.trim_matches('\'').split('/').collect();
                place.write(file, place.read(file).replace(parts[1], parts[2]));
                continue;
            }
            let arguments = command.strip_prefix("siteplan ").expect("a command of ours");
            let printed = on_a_terminal(&place, arguments);
            assert_eq!(shown.trim_end(), printed.trim_end(), "{command}");
        }
    }
    assert!(commands >= 4, "the tour has commands");
}

/// Both streams in the order in which a person sees them.
fn on_a_terminal(place: &Place, arguments: &str) -> String {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let mut command = place.command();
    command.args(arguments.split(' ')).stdout(writer.try_clone().expect("a pipe")).stderr(writer);
    let mut child = command.spawn().expect("the program runs");
    drop(command);
    let printed = std::io::read_to_string(reader).expect("text");
    child.wait().expect("a child ends");
    printed
}

#[test]
fn the_columns_of_the_csv_are_listed() {
    let readme = readme();
    for column in COLUMNS {
        // A bar in a table is escaped.
        let takes = column.takes.replace('|', "\\|");
        let row = format!("| `{}` | {takes} | {} |", column.name, column.said);
        assert!(readme.contains(&row), "the README lacks:\n{row}");
    }
}

#[test]
fn the_assumptions_are_listed() {
    let readme = readme();
    for assumption in ASSUMPTIONS {
        let row = format!(
            "| `{}` | {} | `{}` |",
            assumption.name, assumption.statement, assumption.held_in
        );
        assert!(readme.contains(&row), "the README lacks:\n{row}");
        assert!(package().join(assumption.held_in).is_file(), "{}", assumption.held_in);
    }
}
