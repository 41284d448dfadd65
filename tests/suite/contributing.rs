//! ARCHITECTURE.md, CONTRIBUTING.md and the pages on security tell the truth: what they name is there, and whoever
//! forgets a step of a recipe is told.

use crate::docs::blocks;
use crate::program::{files_below, package};
use clap::CommandFactory as _;
use pulldown_cmark::{Event, Options, Parser, Tag};
use siteplan::facade::cli::Arguments;
use siteplan::facade::model::kinds::{KINDS, Kind, by_tag};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const PAGES: [&str; 4] = ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "docs/security.md"];
/// What begins the list of those who notice that a step was forgotten.
const FORGOTTEN: &str = "*Forgotten:*";

fn text(name: &str) -> String {
    fs::read_to_string(package().join(name)).expect("a text")
}

/// Pieces of code in running text.
fn spans(page: &str) -> Vec<String> {
    let events = Parser::new_ext(page, Options::ENABLE_TABLES);
    let code = events.filter_map(|event| match event {
        Event::Code(code) => Some(code.to_string()),
        _ => None,
    });
    code.collect()
}

/// Headings of a level below a heading of the level above, or of the whole page.
fn sections<'p>(page: &'p str, mark: &str) -> Vec<(&'p str, &'p str)> {
    let mark = format!("\n{mark} ");
    let parts = page.split(&mark).skip(1);
    parts.map(|part| part.split_once('\n').expect("a heading and a text")).collect()
}

fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let found = sections(page, "##").into_iter().find(|(name, _)| *name == heading);
    found.unwrap_or_else(|| panic!("no section `{heading}`")).1
}

/// A file or folder that a page names: from the top, or in `src/`.
fn named(path: &str) -> Option<PathBuf> {
    let places = [package().join(path), package().join("src").join(path)];
    places.into_iter().find(|place| place.exists())
}

fn defines(source: &str, function: &str) -> bool {
    let fn_ = format!("fn {function}");
    let mut found = source.match_indices(&fn_).map(|(at, _)| &source[at + fn_.len()..]);
    found.any(|rest| rest.starts_with(['(', '<']))
}

fn is_path(span: &str) -> bool {
    let ends = [".rs", ".md", ".json", ".toml"];
    let plain = !span.contains([' ', '(', ':', '"', '$', '%', '~']) && !span.starts_with('/');
    plain && (span.contains('/') || ends.iter().any(|end| span.ends_with(end)))
}

#[test]
fn files_and_functions_that_the_pages_name_are_there() {
    let mut functions = 0;
    for page in PAGES {
        for span in spans(&text(page)) {
            let (path, function) = match span.split_once(".rs::") {
                Some((stem, function)) => (format!("{stem}.rs"), Some(function)),
                None => (span.clone(), None),
            };
            if !is_path(&path) {
                continue;
            }
            // What the reader puts in stands in angle brackets.
            let known = path.split('<').next().unwrap_or_default();
            let place = named(known).unwrap_or_else(|| panic!("{page}: there is no `{span}`"));
            if let Some(function) = function {
                functions += 1;
                let source = fs::read_to_string(place).expect("a source");
                assert!(defines(&source, function), "{page}: `{span}` is not defined there");
            }
        }
    }
    assert!(functions > 50, "the walks name functions");
}

#[test]
fn what_the_pages_link_to_is_there() {
    for page in PAGES {
        for event in Parser::new_ext(&text(page), Options::ENABLE_TABLES) {
            let Event::Start(Tag::Link { dest_url, .. }) = event else { continue };
            let file = dest_url.split('#').next().unwrap_or_default();
            let from = package().join(page);
            let there = from.parent().expect("a folder").join(file).exists();
            let there = dest_url.contains("://") || there;
            assert!(there, "{page}: {dest_url}");
        }
    }
}

/// As `lib.rs` declares them.
fn modules() -> Vec<String> {
    let lib = text("src/lib.rs");
    let lines = lib.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line));
    let declared = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

#[test]
fn every_module_has_a_paragraph_and_a_row_in_their_order() {
    let page = text("ARCHITECTURE.md");
    let paragraphs = sections(section(&page, "The modules"), "###");
    let told: Vec<&str> = paragraphs.iter().map(|(name, _)| name.trim_matches('`')).collect();
    assert_eq!(told, modules());
    for (name, paragraph) in paragraphs {
        assert_eq!(paragraph.matches("**Invariant:**").count(), 1, "{name}");
    }
    let lib = text("src/lib.rs");
    let rows = lib.lines().filter(|line| line.starts_with("//! | ")).skip(1);
    let cells = rows.map(|row| row.split('|').nth(1).expect("a cell"));
    let rows: Vec<&str> = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert_eq!(rows, modules());
}

#[test]
fn types_in_the_glossary_are_defined() {
    let sources: String = files_below(&package().join("src"))
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| fs::read_to_string(file).expect("a source"))
        .collect();
    let defined = |name: &str| {
        let alone = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let words = ["struct ", "enum ", "type ", "trait ", "\n    "];
        words.iter().any(|word| {
            let whole = format!("{word}{name}");
            let last = if word.trim().is_empty() { "\n}" } else { "" };
            sources.match_indices(&whole).any(|(at, _)| {
                let rest = &sources[at + whole.len()..];
                alone(rest) && rest.starts_with(last)
            })
        })
    };
    let page = text("ARCHITECTURE.md");
    let rows = section(&page, "Glossary").lines().filter(|line| line.starts_with("| "));
    let mut count = 0;
    for row in rows {
        let first = row.split('|').nth(1).expect("a cell");
        for name in first.split('`').skip(1).step_by(2) {
            let name = name.rsplit("::").next().unwrap_or(name);
            assert!(defined(name), "nothing defines `{name}`");
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

/// Every test by its path: those of the library, and those of the suite.
fn tests() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for top in ["src", "tests/suite"] {
        let top = package().join(top);
        for file in files_below(&top) {
            let path = file.strip_prefix(&top).expect("below").to_string_lossy().into_owned();
            let Some(path) = path.strip_suffix(".rs") else { continue };
            let module = path.strip_suffix("/mod").unwrap_or(path).replace('/', "::");
            let source = fs::read_to_string(&file).expect("a source");
            for after in source.split("#[test]\n").skip(1) {
                let Some((_, rest)) = after.split_once("fn ") else { continue };
                let name = rest.split('(').next().unwrap_or_default();
                // What is indented stands in a module of the file.
                let inner = if after.starts_with(' ') { "tests::" } else { "" };
                found.insert(format!("{module}::{inner}{name}"));
            }
        }
    }
    found
}

#[test]
fn commands_that_the_page_gives_can_be_given() {
    let (manifest, fuzz) = (text("Cargo.toml"), text("fuzz/Cargo.toml"));
    let (tests, program) = (tests(), Arguments::command());
    let is_target = |manifest: &str, name: &str| manifest.contains(&format!("name = \"{name}\""));
    let sources =
        [text(".ci/run"), text("tests/suite/schemas.rs"), text("tests/suite/reference.rs")]
            .concat()
            + &text("tests/suite/safety/mod.rs")
            + &text("tests/suite/docs.rs");
    let shown = blocks(&text("CONTRIBUTING.md"), "sh");
    for line in shown.iter().flat_map(|block| block.lines()).filter(|line| !line.starts_with('#')) {
        let (variables, words): (Vec<&str>, Vec<&str>) =
            line.split(' ').partition(|word| word.contains('=') && !word.starts_with('-'));
        for variable in variables {
            let name = variable.split('=').next().unwrap_or_default();
            assert!(sources.contains(name), "{line}: nobody reads {name}");
        }
        let after = |flag: &str| {
            let at = words.iter().position(|word| *word == flag)?;
            words.get(at + 1).copied()
        };
        for target in ["--test", "--bench"].into_iter().filter_map(after) {
            assert!(is_target(&manifest, target), "{line}");
        }
        for filter in words.iter().filter(|word| word.ends_with("::")) {
            assert!(tests.iter().any(|test| test.starts_with(filter)), "{line}");
        }
        match words.as_slice() {
            ["cargo", "+nightly", "fuzz", "run", target] => assert!(is_target(&fuzz, target)),
            ["bash", script] => assert!(package().join(script).is_file(), "{line}"),
            ["cargo", "run", ..] | ["time", "cargo", "run", ..] => {
                let command = after("--").expect("a command");
                assert!(program.find_subcommand(command).is_some(), "{line}");
            }
            _ => {}
        }
    }
    assert!(shown.len() > 5);
}

#[test]
fn every_step_of_a_recipe_names_a_test_that_tells_when_it_is_forgotten() {
    let (page, tests) = (text("CONTRIBUTING.md"), tests());
    let recipes = sections(&page, "##").into_iter().filter(|(name, _)| name.starts_with("Add "));
    let recipes: Vec<_> = recipes.collect();
    let names = recipes.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let wanted = ["Add a rule", "Add a kind", "Add a format", "Add a command", "Add an API fact"];
    assert_eq!(names, wanted);
    for (recipe, steps) in recipes {
        let paragraphs: Vec<&str> = steps.split("\n\n").collect();
        let numbered = |line: &str| line.starts_with(|c: char| c.is_ascii_digit());
        let lists = paragraphs.into_iter().map(str::trim).filter(|part| numbered(part));
        let mut count = 0;
        for list in lists {
            let joined = list.replace("\n   ", " ");
            for step in joined.lines() {
                count += 1;
                let told = step.split_once(FORGOTTEN);
                let (_, told) = told.unwrap_or_else(|| panic!("{recipe}: who tells? {step}"));
                let named: Vec<&str> = told.split('`').skip(1).step_by(2).collect();
                let excused = told.contains("the compiler") || told.contains("nothing tells");
                assert!(excused || !named.is_empty(), "{recipe}: who tells? {step}");
            }
        }
        assert!(count > 3, "{recipe}: {count} steps");
        let is_test = |span: &String| span.contains("::") && !span.ends_with("::");
        for test in spans(steps).into_iter().filter(is_test) {
            assert!(tests.contains(&test), "{recipe}: there is no test `{test}`");
        }
    }
}

#[test]
fn every_kind_is_in_the_list() {
    let is_kind = |text: &&str| text.lines().next().is_some_and(|line| line.ends_with("= Kind {"));
    for file in files_below(&package().join("src/model/kinds")) {
        let source = fs::read_to_string(&file).expect("a source");
        let statics = source.split("pub static ").skip(1);
        for kind in statics.filter(is_kind) {
            let tag = kind.split("tag: \"").nth(1).and_then(|rest| rest.split('"').next());
            let tag = tag.expect("a kind has a tag");
            assert!(by_tag(tag).is_some(), "`KINDS` lacks {tag}");
        }
    }
}

/// The words that stand at the beginning of a line of any of these texts.
fn nodes(texts: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let lines = |text: String| {
        let words = text.lines().filter_map(|line| line.split_whitespace().next());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    texts.into_iter().flat_map(lines).collect()
}

/// The node that says one of the kind.
fn node(kind: &Kind) -> &'static str {
    kind.table.and_then(|table| table.within.as_ref()).map_or(kind.word, |within| within.node)
}

fn cases(stage: &str) -> Vec<String> {
    let files = files_below(&package().join("tests/cases").join(stage));
    files.iter().map(|file| fs::read_to_string(file).expect("a case")).collect()
}

#[test]
fn every_kind_with_a_table_is_checked_and_applied_in_a_case() {
    for stage in ["check", "apply"] {
        let nodes = nodes(cases(stage));
        for kind in KINDS.iter().filter(|kind| kind.table.is_some()) {
            let node = node(kind);
            assert!(nodes.contains(node), "no case of `{stage}` has a `{node}`");
        }
    }
}

#[test]
fn every_kind_with_a_table_is_in_the_docs() {
    let page = text("docs/kinds.md");
    let nodes = nodes(blocks(&page, "kdl"));
    for kind in KINDS.iter().filter(|kind| kind.table.is_some()) {
        assert!(nodes.contains(node(kind)), "docs/kinds.md shows no `{}`", node(kind));
        let row = format!("| `{}` | `{}` |", kind.word, kind.list);
        assert!(page.contains(&row), "docs/kinds.md lacks {row}");
    }
}

/// The page has in a table what the cost of a site is counted to be.
#[test]
fn costs_on_the_page_are_those_that_are_counted() {
    let (page, counted) =
        (text("docs/live-sites.md").replace(',', ""), text("src/site/files_com/cost_tests.rs"));
    let lines: Vec<&str> =
        counted.lines().filter(|line| line.contains(" objects: look ")).collect();
    for line in lines.iter().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let row = format!("| {} |", numbers.collect::<Vec<_>>().join(" | "));
        assert!(page.contains(&row), "docs/live-sites.md lacks {row}");
    }
    assert!(lines.len() > 3, "{lines:?}");
}

#[test]
fn every_format_of_findings_can_be_asked_for() {
    let source = text("src/cli/findings.rs");
    let (_, all) = source.split_once("ALL: ").expect("the list");
    let (all, rest) =
        all.split_once(';').and_then(|(_, all)| all.split_once(';')).expect("its end");
    for (variant, _) in rest.match_indices("=> (\"").map(|(at, _)| rest.split_at(at)) {
        let variant = variant.rsplit("Self::").next().unwrap_or_default().trim();
        assert!(all.contains(&format!("Self::{variant}")), "`ALL` lacks {variant}");
    }
}

/// The formats of each command, but for the one that it takes by itself.
fn formats() -> Vec<(String, Vec<String>)> {
    let program = Arguments::command();
    let mut found = Vec::new();
    for command in program.get_subcommands() {
        let all = std::iter::once(command).chain(command.get_subcommands());
        for format in all.flat_map(|one| one.get_arguments()).filter(|a| a.get_id() == "format") {
            let usual = format.get_default_values();
            let values = format.get_possible_values().into_iter();
            let names = values.map(|value| value.get_name().to_owned());
            let others = names.filter(|name| usual.iter().all(|usual| *usual != **name));
            found.push((command.get_name().to_owned(), others.collect()));
        }
    }
    assert!(found.len() > 5, "{found:?}");
    found
}

#[test]
fn every_format_is_in_the_table_of_commands() {
    let page = text("docs/commands.md");
    for (command, formats) in formats() {
        let row = page.lines().find(|line| line.starts_with(&format!("| `{command}")));
        let row = row.filter(|row| row.contains("--format")).unwrap_or(&page);
        for format in formats {
            let there = [format!("`{format}`"), format!("--format {format}`")];
            assert!(there.iter().any(|text| row.contains(text)), "{command} --format {format}");
        }
    }
}

#[test]
fn every_format_is_asked_for_by_a_case_or_a_test() {
    let asked = asked();
    for (command, formats) in formats() {
        for format in formats {
            let there = [format!("--format {format}"), format!("\"--format\", \"{format}\"")];
            assert!(there.iter().any(|text| asked.contains(text)), "{command} --format {format}");
        }
    }
}

#[test]
fn every_command_is_run_by_a_case_or_a_test() {
    let asked = asked();
    for command in Arguments::command().get_subcommands() {
        let name = command.get_name();
        let there = [format!("// run: {name}"), format!("\"{name}\"")];
        assert!(there.iter().any(|text| asked.contains(text)), "nothing runs `{name}`");
    }
}

/// All cases, and the suite but for this file.
fn asked() -> String {
    let tests = files_below(&package().join("tests/suite"));
    let tests = tests.iter().filter(|file| !file.ends_with("contributing.rs"));
    let tests = tests.map(|file| fs::read_to_string(file).expect("a test"));
    tests.chain(cases("")).collect()
}
