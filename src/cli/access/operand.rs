//! What a question is asked of: a definition on the disk or at a git revision, a snapshot, an
//! embedded store.

use super::git::{GitFiles, Revision};
use crate::access::{Folders, Renames, State};
use crate::cli::definition::{self, Checked};
use crate::cli::disk;
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::target::{self, Target};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::live::{LiveSite, Look, snapshot};
use crate::model::{Key, Names};
use crate::plan::fold::Spelling;
use crate::query::Origins;
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::Sources;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use std::path::Path;

pub struct Operand {
    /// As people named it.
    pub label: String,
    /// What comes before the names of its files.
    prefix: String,
    content: Content,
}

enum Content {
    /// Its names are in the table of the run.
    Definition(Box<Checked>),
    Live(Box<LiveSite>),
}

/// Opens what an argument names. Errors in it are printed, and end the command.
pub fn open(
    text: &str,
    names: &mut Names,
    output: &Output,
) -> Result<Result<Operand, Exit>, Failure> {
    let path = Path::new(text);
    if !path.exists() {
        if let Some(flag) = ["local:", "https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme).map(|_| text))
        {
            return live(target::parse(flag)?, text, names, output).map(Ok);
        }
        if let Some(revision) = Revision::parse(text) {
            let root = revision.root()?;
            let files = GitFiles::new(&revision);
            let prefix = format!("{}:", revision.name);
            return define(&root, &files, text, prefix, names, output);
        }
    }
    if path.extension().is_some_and(|extension| extension == "json") {
        return from_snapshot(path, text, names, output);
    }
    define(&definition::root(path), &disk::Disk, text, String::new(), names, output)
}

fn define(
    root: &str,
    files: &dyn crate::lower::Files,
    label: &str,
    prefix: String,
    names: &mut Names,
    output: &Output,
) -> Result<Result<Operand, Exit>, Failure> {
    let mut checked = definition::check_in(root, files, std::mem::take(names));
    *names = std::mem::take(&mut checked.names);
    let errors: Vec<Diagnostic> =
        checked.findings.iter().filter(|finding| finding.is_error()).cloned().collect();
    if !errors.is_empty() {
        return Ok(Err(refuse(&errors, &checked.sources, output)));
    }
    let content = Content::Definition(Box::new(checked));
    Ok(Ok(Operand { label: label.to_owned(), prefix, content }))
}

fn refuse(errors: &[Diagnostic], sources: &Sources, output: &Output) -> Exit {
    let style = output.error_style();
    output.aside(&diagnostics_text::diagnostics(errors, sources, style));
    output.aside(&format!("{}\n", diagnostics_text::count(errors)));
    Exit::Invalid
}

fn from_snapshot(
    path: &Path,
    label: &str,
    names: &mut Names,
    output: &Output,
) -> Result<Result<Operand, Exit>, Failure> {
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), disk::read_text(path)?);
    let (live, found) = snapshot::read(&sources, file, names);
    if has_errors(&found) {
        return Ok(Err(refuse(&found, &sources, output)));
    }
    Ok(Ok(live_operand(live, label)))
}

/// A site as it is.
pub fn live(
    target: Target,
    label: &str,
    names: &mut Names,
    output: &Output,
) -> Result<Operand, Failure> {
    Ok(live_operand(target.existing()?.read(&Look::Everything, names, output)?, label))
}

fn live_operand(live: LiveSite, label: &str) -> Operand {
    let content = Content::Live(Box::new(live));
    Operand { label: label.to_owned(), prefix: String::new(), content }
}

/// The definition beside a live site, if there is one without errors: it may declare what the
/// site has.
pub fn beside(named: &str, names: &mut Names) -> Option<Operand> {
    let named = if named.ends_with(".json") { "site.kdl" } else { named };
    let root = definition::root(Path::new(named));
    if !Path::new(&root).exists() {
        return None;
    }
    let mut checked = definition::check_in(&root, &disk::Disk, std::mem::take(names));
    *names = std::mem::take(&mut checked.names);
    let content = Content::Definition(Box::new(checked));
    let operand = Operand { label: named.to_owned(), prefix: String::new(), content };
    match &operand.content {
        Content::Definition(checked) if checked.has_errors() => None,
        _ => Some(operand),
    }
}

impl Operand {
    pub fn is_live(&self) -> bool {
        matches!(self.content, Content::Live(_))
    }

    pub fn state(
        &self,
        names: &Names,
        now: Timestamp,
        folders: &mut Folders,
        renames: &Renames,
    ) -> State {
        match &self.content {
            Content::Definition(checked) => {
                State::of_definition(&checked.site, names, now, folders, renames)
            }
            Content::Live(live) => live.access(names, now, folders, renames),
        }
    }

    pub fn origins(&self, names: &Names, folders: &mut Folders, renames: &Renames) -> Origins {
        match &self.content {
            Content::Definition(checked) => Origins::of_definition(
                &checked.site,
                names,
                &checked.sources,
                folders,
                renames,
                &self.prefix,
            ),
            Content::Live(_) => Origins::default(),
        }
    }

    /// What this definition renames of an earlier state.
    pub fn renames_from(&self, earlier: &Operand, names: &Names) -> Renames {
        let Content::Definition(checked) = &self.content else { return Renames::default() };
        let (users, groups, folders) = earlier.objects();
        let had_folder =
            |path: &str| names.find_path_key(path).is_some_and(|key| folders.contains(&key));
        let (had_user, had_group) = (|key| users.contains(&key), |key| groups.contains(&key));
        Renames::declared(&checked.site, names, had_user, had_group, had_folder)
    }

    fn objects(&self) -> (FxHashSet<Key>, FxHashSet<Key>, FxHashSet<Key>) {
        match &self.content {
            Content::Definition(checked) => {
                let site = &checked.site;
                let users = site.users.iter().map(|user| user.key).collect();
                let groups = site.groups.iter().map(|group| group.key).collect();
                (users, groups, site.folders.iter().map(|folder| folder.key).collect())
            }
            Content::Live(live) => {
                let users = live.users.iter().map(|user| user.key).collect();
                let groups = live.groups.iter().map(|group| group.key).collect();
                (users, groups, live.folders.iter().map(|folder| folder.key).collect())
            }
        }
    }

    pub fn spell<'a>(&self, names: &'a Names, spelling: &mut Spelling<'a>) {
        match &self.content {
            Content::Definition(checked) => {
                let site = &checked.site;
                let users = site.users.iter().map(|user| user.name);
                for name in users.chain(site.groups.iter().map(|group| group.name)) {
                    spelling.name(names.text(name));
                }
                for folder in &site.folders {
                    spelling.path(names.text(folder.name));
                }
            }
            Content::Live(live) => {
                let users = live.users.iter().map(|user| user.name);
                for name in users.chain(live.groups.iter().map(|group| group.name)) {
                    spelling.name(names.text(name));
                }
                let grants = live.grants.iter().map(|grant| grant.path);
                let behaviors = live.behaviors.iter().map(|behavior| behavior.path);
                let folders = live.folders.iter().map(|folder| folder.name);
                for path in grants.chain(behaviors).chain(folders) {
                    spelling.path(names.text(path));
                }
            }
        }
    }
}
