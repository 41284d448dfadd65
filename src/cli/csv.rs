//! `csv`: the bulk-import format to a definition, and back.

use super::arguments::TargetArgs;
use super::definition::{self, OutsideArgs};
use super::disk::{self, Disk};
use super::exit::{Exit, Failure};
use super::help;
use super::output::Output;
use super::reporter::Reporter;
use super::saved;
use super::standard_input;
use super::target;
use crate::csv::columns::{self, METHODS, Meaning, column_named};
use crate::csv::encoding::Encoding;
use crate::csv::{GroupIds, export, import, unguard};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::files::Bounds;
use crate::live::{Declared, LiveGroup, Look, Part};
use crate::lower::{self, Clock, FileError, Files, Given};
use crate::model::{Names, kinds};
use crate::pipeline::{self, Read};
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use clap::{Args, Subcommand};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct CsvArgs {
    #[command(subcommand)]
    pub command: CsvCommand,
}

#[derive(Debug, Subcommand)]
pub enum CsvCommand {
    /// Print the users of a CSV as a definition
    #[command(after_long_help = help::of("csv import"))]
    Import(CsvImportArgs),
    /// Print the users of a definition as a CSV, without passwords
    #[command(after_long_help = help::of("csv export"))]
    Export(CsvExportArgs),
}

#[derive(Debug, Args)]
pub struct CsvImportArgs {
    /// A CSV in the format of the bulk import
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    /// The definition that declares the groups and SSO strategies
    #[arg(long, value_name = "FILE")]
    pub with: Option<PathBuf>,
    #[command(flatten)]
    pub ids: IdsArgs,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What says whose the numbers in `group_ids` are, besides `group "…" id=…`.
#[derive(Debug, Args)]
pub struct IdsArgs {
    /// A snapshot of the site that knows the ids of the groups
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    #[command(flatten)]
    pub target: TargetArgs,
}

#[derive(Debug, Args)]
pub struct CsvExportArgs {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    #[command(flatten)]
    pub ids: IdsArgs,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

pub fn run(options: &CsvArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &options.command {
        CsvCommand::Import(options) => import(options, output),
        CsvCommand::Export(options) => export(options, output),
    }
}

fn export(options: &CsvExportArgs, output: &Output) -> Result<Exit, Failure> {
    let checked = definition::check(&options.file, &options.outside);
    if checked.has_errors() {
        Reporter::for_people(output).require(&checked)?;
    }
    let ids = options.ids.read(output)?;
    let exported = export::export(&checked.site, &checked.names, &ids);
    output.findings(&exported.findings, &checked.sources);
    disk::write(options.out.as_deref(), &exported.text, output)?;
    Ok(Exit::Fine)
}

/// The name of a definition that stands in no file: it holds what surrounds the rows.
const AROUND: &str = "the definition around the rows";

/// The disk, with the definition around the rows.
struct WithRows {
    around: String,
    /// The root file of the definition that the rows come to.
    with: Option<String>,
    /// The rows, where they can be read no second time.
    given: Option<(String, Encoding)>,
    disk: Disk,
}

impl Files for WithRows {
    fn read(&self, path: &str) -> Result<String, FileError> {
        match &self.given {
            _ if path == AROUND => Ok(self.around.clone()),
            Some((rows, _)) if path == standard_input::NAME => Ok(rows.clone()),
            _ => self.disk.read(path),
        }
    }

    fn table(&self, path: &str) -> Result<(String, Encoding), FileError> {
        match &self.given {
            Some(given) if path == standard_input::NAME => Ok(given.clone()),
            _ => self.disk.table(path),
        }
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        self.disk.matching(pattern)
    }

    fn given(&self) -> Given {
        Given { root: self.with.clone(), ..self.disk.given() }
    }

    fn environment(&self, path: &str) -> Result<String, FileError> {
        self.disk.environment(path)
    }

    fn outside(&self, path: &str) -> Option<String> {
        self.disk.outside(path)
    }
}

fn import(options: &CsvImportArgs, output: &Output) -> Result<Exit, Failure> {
    let path = standard_input::name(&options.file).replace('\\', "/");
    let (text, encoding) = disk::read_table(&options.file)?;
    let ids = options.ids.read(output)?;
    let mentioned = match options.with {
        Some(_) => Mentioned::default(),
        None => mentioned(&text, &ids),
    };
    let given = standard_input::is_meant(&options.file).then_some((text, encoding));
    let with = options.with.as_deref().map(definition::root);
    let bounds = options.outside.bounds(&path);
    let disk = Disk::new(
        with.as_deref().unwrap_or(&path),
        with.iter().fold(bounds, |all, with| all.with(Bounds::around(Path::new(with), &[]))),
        options.outside.given(),
    );
    let around = around(&path, with.as_deref(), &mentioned);
    let files = WithRows { around, with, given, disk };
    let Read { sources, names, site, loading, lowering, .. } =
        pipeline::read_on(AROUND, &files, Names::default(), &ids, Clock::At(definition::now()));
    let mut findings: Vec<Diagnostic> = loading.into_iter().chain(lowering).collect();
    diagnostic::sort(&mut findings);
    let file = sources.iter().find(|(_, f)| same(f.name(), &path)).map_or(FileId(0), |(id, _)| id);
    let passwords = forgive_passwords(&mut findings, file);
    output.findings(&findings, &sources);
    if diagnostic::has_errors(&findings) {
        output.aside(&format!("{}\n", diagnostics_text::count(&findings)));
        return Err(Failure::Told(Exit::Invalid));
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
    disk::write(options.out.as_deref(), &syntax::format(&written, &tree), output)?;
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

impl IdsArgs {
    /// The names of the site's groups, by their ids.
    fn read(&self, output: &Output) -> Result<GroupIds, Failure> {
        let mut names = Names::default();
        let live = match (&self.live, &self.target.target) {
            (Some(path), _) => {
                let mut sources = Sources::default();
                let (live, found) = saved::snapshot(path, &mut sources, &mut names)?;
                if diagnostic::has_errors(&found) {
                    output.findings(&found, &sources);
                    return Err(Failure::Told(Exit::Invalid));
                }
                live
            }
            (None, Some(site)) => {
                let parts = BTreeSet::from([Part::Of(&kinds::GROUP)]);
                let groups = Look::Declared(Declared { parts, ..Declared::default() });
                let target = target::target(Some(site), None)?;
                target.existing(output)?.read(&groups, &mut names, output)?
            }
            (None, None) => return Ok(GroupIds::default()),
        };
        let name = |group: &LiveGroup| (group.id, names.text(group.name).to_owned());
        Ok(live.groups.iter().map(name).collect())
    }
}

fn mentioned(text: &str, ids: &GroupIds) -> Mentioned {
    let (mut reader, mut cells, mut mistakes) = (columns::reader(text), Vec::new(), Vec::new());
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
                    let names = names.map(|name| {
                        name.parse().ok().and_then(|id| ids.get(&id)).map_or(name, String::as_str)
                    });
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

fn around(path: &str, with: Option<&str>, mentioned: &Mentioned) -> String {
    let mut text = format!("users from={}\n", syntax::quoted(path));
    if let Some(with) = with {
        text.push_str(&format!("include {}\n", syntax::quoted(with)));
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
