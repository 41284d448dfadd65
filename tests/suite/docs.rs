//! README and the pages of `docs/` tell the truth: their definitions are definitions, their sessions
//! print what they show, their links lead somewhere, their tables are those of the program.
//!
//! A `kdl` block is checked alone. `kdl fails=CODE` is found by that code, and `kdl file=NAME` is
//! written into the folder of its page, in which the page's `console` blocks run from top to bottom:
//! `$ command`, then exactly what it prints on both streams. With `UPDATE_DOCS` set, what is shown
//! and what is generated is written anew.

use crate::program::{Place, copy, files_below, package};
use clap::CommandFactory as _;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use siteplan::facade::access::Atoms;
use siteplan::facade::cli::Arguments;
use siteplan::facade::csv::columns::COLUMNS;
use siteplan::facade::model::Level;
use siteplan::facade::model::assumptions::ASSUMPTIONS;
use siteplan::facade::rules;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

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

/// README and every page, by their paths from the top.
pub fn pages() -> Vec<String> {
    let mut found = vec!["README.md".to_owned()];
    for file in files_below(&package().join("docs")) {
        let path = file.strip_prefix(package()).expect("below").to_string_lossy().into_owned();
        if path.ends_with(".md") {
            found.push(path.replace('\\', "/"));
        }
    }
    found
}

fn read(page: &str) -> String {
    fs::read_to_string(package().join(page)).expect("a page")
}

fn is_updated() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

/// A piece of a page: text, or a fenced block with what stands behind its fence.
enum Piece {
    Text(String),
    Block { fence: String, info: String, text: String },
}

fn pieces(page: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with("```") {
            found.push(Piece::Text(format!("{line}\n")));
            continue;
        }
        let info = line.trim_start_matches('`');
        let fence = line[..line.len() - info.len()].to_owned();
        let body = lines.by_ref().take_while(|line| *line != fence);
        let text = body.map(|line| format!("{line}\n")).collect();
        found.push(Piece::Block { fence, info: info.to_owned(), text });
    }
    found
}

#[test]
fn blocks_of_every_page_are_as_they_say() {
    let (mut definitions, mut commands) = (0, 0);
    for page in pages() {
        let mut folder = Folder::new();
        let mut made = String::new();
        for piece in pieces(&read(&page)) {
            let (fence, info, text) = match piece {
                Piece::Text(text) => {
                    made.push_str(&text);
                    continue;
                }
                Piece::Block { fence, info, text } => (fence, info, text),
            };
            let mut shown = text.clone();
            match info.split_once(' ').unwrap_or((&info, "")) {
                ("kdl", "") => {
                    definitions += 1;
                    let ran = Place::with(&[("site.kdl", &text)]).run(&["check"]);
                    assert_eq!(ran.code, 0, "{page}:\n{text}\n{}", ran.stdout);
                }
                ("kdl", mark) => {
                    definitions += 1;
                    if let Some(name) = mark.strip_prefix("file=") {
                        folder.place.write(&folder.path(name), &text);
                    } else {
                        let code = mark.strip_prefix("fails=").expect("what a block is for");
                        let ran = Place::with(&[("site.kdl", &text)]).run(&["check"]);
                        assert!(ran.stdout.contains(code), "{page}:\n{text}\n{}", ran.stdout);
                    }
                }
                ("csv", mark) => {
                    let name = mark.strip_prefix("file=").expect("a CSV has a name");
                    folder.place.write(&folder.path(name), &text);
                }
                ("console", "") => {
                    let printed = folder.session(&text, &mut commands);
                    assert!(!printed.contains("kdl-syntax"), "{page}: not KDL:\n{printed}");
                    if !is_updated() {
                        assert_eq!(text, printed, "{page}: run this test with UPDATE_DOCS=1");
                    }
                    shown = printed;
                }
                ("sh" | "text" | "json" | "yaml" | "", "") => {}
                _ => panic!("{page}: nobody knows what a block of `{info}` is"),
            }
            made.push_str(&format!("{fence}{info}\n{shown}{fence}\n"));
        }
        if is_updated() && made != read(&page) {
            fs::write(package().join(&page), made).expect("written");
        }
    }
    assert!(definitions > 12 && commands > 40, "{definitions} definitions, {commands} commands");
}

/// The folder of a page, in which there is what a clone has, and where its sessions are in it.
struct Folder {
    place: Place,
    at: String,
}

impl Folder {
    fn new() -> Self {
        let place = Place::new();
        copy("examples", "clone/examples", &place);
        Folder { place, at: "clone".to_owned() }
    }

    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.at)
    }

    /// The session as it runs.
    fn session(&mut self, text: &str, count: &mut usize) -> String {
        let mut printed = String::new();
        let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
        for command in commands {
            *count += 1;
            printed.push_str(&format!("$ {command}\n"));
            printed.push_str(&self.run(command));
        }
        printed
    }

    fn run(&mut self, command: &str) -> String {
        if let Some(edit) = command.strip_prefix("sed -i ") {
            let (script, file) = edit.rsplit_once(' ').expect("a script and a file");
            let parts: Vec<&str> = script.trim_matches('\'').split('/').collect();
            let before = self.place.read(&self.path(file));
            assert!(before.contains(parts[1]), "{command}: nothing to edit in\n{before}");
            self.place.write(&self.path(file), before.replace(parts[1], parts[2]));
            return String::new();
        }
        if let Some(files) = command.strip_prefix("cp ") {
            let (from, to) = files.split_once(' ').expect("two files");
            self.place.write(&self.path(to), self.place.read(&self.path(from)));
            return String::new();
        }
        if let Some(folder) = command.strip_prefix("mkdir ") {
            fs::create_dir_all(self.place.path().join(self.path(folder))).expect("a folder");
            return String::new();
        }
        if let Some(folder) = command.strip_prefix("cd ") {
            self.at = folder.strip_prefix("../").unwrap_or(&self.path(folder)).to_owned();
            return String::new();
        }
        if let Some(file) = command.strip_prefix("cat ") {
            return self.place.read(&self.path(file));
        }
        let arguments = command.strip_prefix("siteplan ").expect("a command of ours");
        self.on_a_terminal(arguments)
    }

    /// Both streams in the order in which a person sees them.
    fn on_a_terminal(&self, arguments: &str) -> String {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let mut command = self.place.command();
        let (words, out) = match arguments.split_once(" > ") {
            Some((words, file)) => (words, Some(self.place.path().join(self.path(file)))),
            None => (arguments, None),
        };
        let words = words.split(' ').map(|word| word.trim_matches('\''));
        command.args(words).current_dir(self.place.path().join(&self.at));
        match out {
            Some(file) => command.stdout(fs::File::create(file).expect("a file")),
            None => command.stdout(writer.try_clone().expect("a pipe")),
        };
        let mut child = command.stderr(writer).spawn().expect("the program runs");
        drop(command);
        let printed = std::io::read_to_string(reader).expect("text");
        child.wait().expect("a child ends");
        printed
    }
}

#[test]
fn the_picture_at_the_top_is_what_the_tour_prints() {
    let readme = read("README.md");
    let picture = blocks(&readme, "text").into_iter().next().expect("a picture");
    assert!(blocks(&readme, "console").concat().contains(&picture), "{picture}");
}

#[test]
fn the_readme_is_short() {
    assert!(read("README.md").len() < 9_000, "{}", read("README.md").len());
}

#[test]
fn the_columns_of_the_csv_are_listed() {
    let page = read("docs/csv.md");
    for column in COLUMNS {
        // A bar in a table is escaped.
        let takes = column.takes.replace('|', "\\|");
        let row = format!("| `{}` | {takes} | {} |", column.name, column.said);
        assert!(page.contains(&row), "docs/csv.md lacks:\n{row}");
    }
}

#[test]
fn the_assumptions_are_listed() {
    let page = read("docs/assumptions.md");
    for assumption in ASSUMPTIONS {
        let row = format!(
            "| `{}` | {} | `{}` |",
            assumption.name, assumption.statement, assumption.held_in
        );
        assert!(page.contains(&row), "docs/assumptions.md lacks:\n{row}");
        assert!(package().join(assumption.held_in).is_file(), "{}", assumption.held_in);
    }
}

/// What each word of `grant` gives; `readwrite` is two levels at once.
#[test]
fn the_levels_are_those_of_the_program() {
    let page = read("docs/language.md");
    let head: Vec<&str> = Atoms::NAMED.iter().map(|(name, _)| *name).collect();
    assert!(page.contains(&format!("| level | {} |", head.join(" | "))), "{head:?}");
    let row = |name: &str, given: Atoms| {
        let cells = Atoms::NAMED.iter().map(|(_, atom)| if given.has(*atom) { "✓" } else { " " });
        let row = format!("| `{name}` | {} |", cells.collect::<Vec<_>>().join(" | "));
        assert!(page.contains(&row), "docs/language.md lacks:\n{row}");
    };
    for (name, levels) in Level::WORDS {
        let given = levels.iter().fold(Atoms::NONE, |given, level| given | Atoms::of(*level));
        row(name, given);
    }
}

/// The index of all rules, each with its page, as `siteplan explain` lists them.
#[test]
fn the_index_of_rules_is_that_of_the_program() {
    let page_of = |code: &str| {
        let files = files_below(&package().join("src/rules"));
        let name = format!("{code}.md");
        let file = files.into_iter().find(|file| file.file_name().is_some_and(|n| *n == *name));
        let file = file.unwrap_or_else(|| panic!("no page of {code}"));
        let path = file.strip_prefix(package()).expect("below").to_string_lossy().into_owned();
        path.replace('\\', "/")
    };
    let mut made = "# Rules\n\nAll that siteplan finds, by its code. `siteplan explain CODE` prints the same pages. \
        Which statement of\nFiles.com's documents a rule holds is in \
        [`src/rules/statements.md`](../src/rules/statements.md). How a finding is allowed\nis in \
        [Findings](language.md#findings).\n"
        .to_owned();
    let mut family = None;
    for rule in rules::all() {
        if family != Some(rule.family) {
            let title = rule.family.title();
            made.push_str(&format!("\n## {title}\n\n| code | severity | when |\n|---|---|---|\n"));
            family = Some(rule.family);
        }
        let (code, severity) = (rule.code.0, rule.severity.as_str());
        let summary = rule.summary.replace('|', "\\|");
        made.push_str(&format!("| [`{code}`](../{}) | {severity} | {summary} |\n", page_of(code)));
    }
    if is_updated() {
        fs::write(package().join("docs/rules.md"), &made).expect("written");
    }
    assert_eq!(read("docs/rules.md"), made, "run this test with UPDATE_DOCS=1");
}

/// The rows of the table of commands: the first cell, and the whole row.
fn commands(page: &str) -> Vec<(String, String)> {
    let table = page.split("| command | does |\n|---|---|\n").nth(1).expect("the commands");
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    rows.map(|row| (row.split('`').nth(1).expect("a command").to_owned(), row.to_owned())).collect()
}

#[test]
fn every_command_is_listed_with_flags_that_it_has() {
    let program = Arguments::command();
    let listed = commands(&read("docs/commands.md"));
    let first = |usage: &str| usage.split(' ').next().unwrap_or_default().to_owned();
    for command in program.get_subcommands() {
        let rows: Vec<_> =
            listed.iter().filter(|(usage, _)| first(usage) == command.get_name()).collect();
        assert!(!rows.is_empty(), "docs/commands.md lacks {}", command.get_name());
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

/// The anchors of a page, as git hosts and mdBook make them of its headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let whole = heading.take().unwrap_or_default().to_lowercase();
                let kept = whole.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
                found.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
            _ => {}
        }
    }
    found
}

/// What a page links to in the repository: the file, and the place in it.
fn links(page: &str) -> Vec<(String, PathBuf, Option<String>)> {
    let path = package().join(page);
    let text = read(page);
    let mut found = Vec::new();
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
        if dest_url.contains("://") {
            continue;
        }
        let (file, anchor) = match dest_url.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor.to_owned())),
            None => (&*dest_url, None),
        };
        let target = match file {
            "" => path.clone(),
            file => path.parent().expect("a folder").join(file),
        };
        found.push((dest_url.to_string(), target, anchor));
    }
    found
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn what_pages_link_to_is_there_and_every_schema_is_linked() {
    let others = ["examples/ci/README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];
    let mut linked = BTreeSet::new();
    for page in pages().into_iter().chain(others.map(str::to_owned)) {
        for (shown, target, anchor) in links(&page) {
            assert!(target.exists(), "{page}: {shown}");
            if let Some(anchor) = anchor {
                let text = fs::read_to_string(&target).expect("a page");
                assert!(anchors(&text).contains(&anchor), "{page}: {shown}");
            }
            linked.insert(real(&target));
        }
    }
    for schema in files_below(&package().join("schema")) {
        assert!(linked.contains(&real(&schema)), "no page links {}", schema.display());
    }
}

#[test]
fn the_summary_lists_every_page_once() {
    let listed = links("docs/SUMMARY.md").into_iter().map(|(_, target, _)| real(&target));
    let mut listed: Vec<PathBuf> = listed.collect();
    listed.sort();
    let pages = pages().into_iter().filter(|page| page.starts_with("docs/"));
    let pages = pages.filter(|page| page != "docs/SUMMARY.md");
    let mut there: Vec<PathBuf> = pages.map(|page| real(&package().join(page))).collect();
    there.sort();
    assert_eq!(listed, there);
}
