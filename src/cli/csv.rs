//! `csv`: the bulk-import format to a definition, and back.

use super::arguments::{Csv, CsvCommand, CsvExport, CsvImport};
use super::disk::Disk;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::{definition, fmt};
use crate::csv::columns::{METHODS, Meaning, column_named};
use crate::csv::reader::Reader;
use crate::csv::{export, import, unguard};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::lower::{self, FileError, Files};
use crate::model::Names;
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use std::collections::BTreeSet;
use std::path::Path;

pub fn run(options: &Csv, output: &mut Output) -> Result<Exit, Failure> {
    match &options.command {
        CsvCommand::Import(options) => import(options, output),
        CsvCommand::Export(options) => export(options, output),
    }
}

fn export(options: &CsvExport, output: &Output) -> Result<Exit, Failure> {
    let checked = definition::check(&options.file);
    if checked.has_errors() {
        return Ok(definition::require(&checked, false, output)?.unwrap_or(Exit::Invalid));
    }
    let exported = export::export(&checked.site, &checked.names);
    let style = output.error_style();
    output.aside(&diagnostics_text::diagnostics(&exported.findings, &checked.sources, style));
    write(options.out.as_deref(), &exported.text, output)?;
    Ok(Exit::Fine)
}

fn write(path: Option<&Path>, text: &str, output: &Output) -> Result<(), Failure> {
    match path {
        Some(path) => fmt::replace(path, text),
        None => output.result(text),
    }
}

/// The name of a definition that stands in no file: it holds what surrounds the rows.
const AROUND: &str = "the definition around the rows";

/// The disk, with the definition around the rows.
struct WithRows {
    around: String,
}

impl Files for WithRows {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == AROUND { Ok(self.around.clone()) } else { Disk.read(path) }
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        Disk.matching(pattern)
    }
}

fn import(options: &CsvImport, output: &Output) -> Result<Exit, Failure> {
    let path = options.file.to_string_lossy().replace('\\', "/");
    let text = super::disk::read_text(&options.file)?;
    let mentioned = match options.with {
        Some(_) => Mentioned::default(),
        None => mentioned(&text),
    };
    drop(text);
    let files = WithRows { around: around(&path, options.with.as_deref(), &mentioned) };
    let (mut sources, mut names) = (Sources::default(), Names::default());
    let loaded = lower::load(AROUND, &files, &mut sources);
    let (site, lowered) = lower::lower(&sources, &loaded.trees, &mut names);
    let mut findings: Vec<Diagnostic> = loaded.diagnostics.into_iter().chain(lowered).collect();
    diagnostic::sort(&mut findings);
    let file = sources.iter().find(|(_, f)| same(f.name(), &path)).map_or(FileId(0), |(id, _)| id);
    let passwords = forgive_passwords(&mut findings, file);
    let style = output.error_style();
    output.aside(&diagnostics_text::diagnostics(&findings, &sources, style));
    if diagnostic::has_errors(&findings) {
        output.aside(&format!("{}\n", diagnostics_text::count(&findings)));
        return Ok(Exit::Invalid);
    }
    let written = import::definition(
        &site,
        &names,
        &import::Around {
            file,
            file_name: &path,
            groups: &mentioned.groups,
            strategies: &mentioned.strategies,
            passwords: &passwords,
        },
    );
    let (tree, mistakes) = syntax::parse(FileId(0), &written);
    assert!(mistakes.is_empty(), "what we write is KDL: {mistakes:?}");
    write(options.out.as_deref(), &syntax::format(&written, &tree), output)?;
    Ok(Exit::Fine)
}

fn same(name: &str, path: &str) -> bool {
    name == lower::clean("", path)
}

/// The definition written does not hold the passwords, so they are no error of it. Gives the
/// places where they stood.
fn forgive_passwords(findings: &mut [Diagnostic], file: FileId) -> Vec<Span> {
    let mut passwords = Vec::new();
    for finding in findings.iter_mut().filter(|finding| lower::is_secret(finding)) {
        if let Some(span) = finding.span().filter(|span| span.file == file) {
            finding.severity = Severity::Warning;
            finding.help =
                Some("left out; the definition says where to put a reference".to_owned());
            passwords.push(span);
        }
    }
    passwords.sort_by_key(|span| span.start);
    passwords
}

/// Names that the rows use and nothing declares.
#[derive(Default)]
struct Mentioned {
    groups: Vec<String>,
    strategies: Vec<String>,
}

fn mentioned(text: &str) -> Mentioned {
    let (mut reader, mut cells, mut mistakes) = (Reader::new(text), Vec::new(), Vec::new());
    let (mut groups, mut strategies) = (BTreeSet::new(), BTreeSet::new());
    reader.next(&mut cells, &mut mistakes);
    let meanings: Vec<Option<Meaning>> =
        cells.iter().map(|cell| column_named(&cell.value()).map(|c| c.meaning)).collect();
    while reader.next(&mut cells, &mut mistakes).is_some() {
        for (cell, meaning) in cells.iter().zip(&meanings) {
            let value = cell.value();
            let value = unguard(&value);
            match meaning {
                Some(Meaning::Groups) => {
                    let names = value.split(',').map(str::trim);
                    groups.extend(names.filter(|name| can_be_declared(name)).map(str::to_owned));
                }
                Some(Meaning::Method) if !METHODS.contains(&value) && can_be_declared(value) => {
                    let near = lower::suggest(value, METHODS.iter().copied());
                    strategies.extend(near.is_none().then(|| value.to_owned()));
                }
                _ => {}
            }
        }
        mistakes.clear();
    }
    let mut names = Names::default();
    let mut seen = BTreeSet::new();
    let groups = groups.into_iter().filter(|name| seen.insert(names.key(name))).collect();
    Mentioned { groups, strategies: strategies.into_iter().collect() }
}

/// Whether a name may stand for a group or a strategy; a bare number is an id.
fn can_be_declared(name: &str) -> bool {
    let blank = name.trim().is_empty() || name.trim() != name;
    !blank && !name.contains(char::is_control) && !name.bytes().all(|b| b.is_ascii_digit())
}

fn around(path: &str, with: Option<&Path>, mentioned: &Mentioned) -> String {
    let mut text = format!("users from={}\n", syntax::quoted(path));
    if let Some(with) = with {
        text.push_str(&format!("include {}\n", syntax::quoted(&definition::root(with))));
    }
    for group in &mentioned.groups {
        text.push_str(&format!("group {}\n", syntax::quoted(group)));
    }
    if !mentioned.strategies.is_empty() {
        text.push_str("site \"around\" {\n");
        for (index, strategy) in mentioned.strategies.iter().enumerate() {
            text.push_str(&format!("    sso {} id={}\n", syntax::quoted(strategy), index + 1));
        }
        text.push_str("}\n");
    }
    text
}
