//! The README tells the truth: its definitions are definitions, its tour prints what it shows,
//! its tables are those of the program.

use crate::program::{Place, copy, files_below, package};
use clap::CommandFactory as _;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use siteplan::facade::cli::Arguments;
use siteplan::facade::csv::columns::COLUMNS;
use siteplan::facade::model::assumptions::ASSUMPTIONS;

fn readme() -> String {
    std::fs::read_to_string(package().join("README.md")).expect("a README")
}

/// The texts of all fenced blocks of a language.
pub fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if *name == *language => {
                found.push(String::new());
                inside = true;
            }
            Event::End(TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if inside => found.last_mut().expect("a block").push_str(&text),
            _ => {}
        }
    }
    found
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
            if let Some(files) = command.strip_prefix("cp ") {
                let (from, to) = files.split_once(' ').expect("two files");
                place.write(to, place.read(from));
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

/// The rows of the table of commands: the first cell, and the whole row.
fn commands(readme: &str) -> Vec<(String, String)> {
    let table = readme.split("| command | does |\n|---|---|\n").nth(1).expect("the commands");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    rows.map(|row| (row.split('`').nth(1).expect("a command").to_owned(), row.to_owned())).collect()
}

#[test]
fn every_command_is_listed_with_flags_that_it_has() {
    let program = Arguments::command();
    let listed = commands(&readme());
    let first = |usage: &str| usage.split(' ').next().unwrap_or_default().to_owned();
    for command in program.get_subcommands() {
        let rows: Vec<_> =
            listed.iter().filter(|(usage, _)| first(usage) == command.get_name()).collect();
        assert!(!rows.is_empty(), "the README's table lacks {}", command.get_name());
        let mut flags: Vec<&str> =
            command.get_arguments().filter_map(|flag| flag.get_long()).collect();
        for inner in command.get_subcommands() {
            flags.extend(inner.get_arguments().filter_map(|flag| flag.get_long()));
        }
        // What begins with the name of another command is that command's.
        let spans = rows.iter().flat_map(|(_, row)| row.split('`').skip(1).step_by(2));
        for span in spans.filter(|span| span.starts_with("--") || first(span) == command.get_name())
        {
            for flag in span.split([' ', '[', ']']).filter_map(|word| word.strip_prefix("--")) {
                assert!(flags.contains(&flag), "{} has no --{flag}", command.get_name());
            }
        }
    }
    let known = |name: &str| program.get_subcommands().any(|command| command.get_name() == name);
    for (usage, _) in &listed {
        assert!(known(&first(usage)), "{usage}");
    }
}

#[test]
fn what_pages_link_to_is_there_and_every_schema_is_linked() {
    let mut linked = Vec::new();
    for page in ["README.md", "examples/ci/README.md"] {
        let path = package().join(page);
        let text = std::fs::read_to_string(&path).expect("a page");
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            if let Some(anchor) = dest_url.strip_prefix('#') {
                let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
                let mut anchors = headings.map(|heading| heading.to_lowercase().replace(' ', "-"));
                assert!(anchors.any(|known| known == anchor), "{page}: {dest_url}");
            } else if !dest_url.contains("://") {
                let target = path.parent().expect("a folder").join(&*dest_url);
                assert!(target.exists(), "{page}: {dest_url}");
                linked.push(target);
            }
        }
    }
    for schema in files_below(&package().join("schema")) {
        assert!(linked.contains(&schema), "the README links no {}", schema.display());
    }
}
