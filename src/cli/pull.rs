//! `pull`: the live site as a definition that plans to nothing.

use super::arguments::TargetArgs;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::reporter::Reporter;
use super::standard_input::lasting;
use super::{definition, target};
use crate::diagnostic::{Severity, has_errors};
use crate::files;
use crate::live::{LiveSite, Look};
use crate::model::Names;
use crate::pipeline;
use crate::pull::{File, Options, Pulled};
use crate::register::without_secrets;
use crate::render::text::site;
use crate::source::Sources;
use crate::wording::{counted, visible};
use clap::Args;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct PullArgs {
    #[command(flatten)]
    pub target: TargetArgs,
    /// Read this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    /// Write files into this folder, instead of one to standard output
    #[arg(long, value_name = "DIR", value_parser = lasting)]
    pub into: Option<PathBuf>,
    /// Overwrite files that say something else
    #[arg(long, requires = "into")]
    pub force: bool,
    /// Leave out folders that hold nothing but files
    #[arg(long)]
    pub skip_bare_folders: bool,
}

pub fn run(options: &PullArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut names = Names::default();
    let live = match &options.live {
        Some(path) => {
            Reporter::for_people(output).snapshot(path, &mut Sources::default(), &mut names)?
        }
        None => {
            let target = target::target(options.target.target.as_deref(), None)?;
            target.existing(output)?.read(&Look::Everything, &mut names, output)?
        }
    };
    let how = Options {
        one_file: options.into.is_none(),
        bare_folders: !options.skip_bare_folders,
        now: definition::now(),
    };
    let pulled = pipeline::pull(&live, &mut names, how);
    let into = options.into.as_deref();
    let from = format!("pulled {}", holds(&live, &site::name(&live.target)));
    let exit = hand_out(&pulled, &from, &against(options), into, options.force, output)?;
    // The process ends here, and takes large things down faster whole than piece by piece.
    std::mem::forget((live, names, pulled));
    Ok(exit)
}

/// What a plan of the definition must be told to compare it with the same site; nothing where the
/// definition names it.
fn against(options: &PullArgs) -> String {
    let of = |flag: &str, value: &str| format!(" {flag} {}", visible(value));
    match (&options.live, &options.target.target) {
        (Some(path), _) => of("--live", &path.display().to_string()),
        (None, Some(site)) if site.starts_with("local:") => of("--target", site),
        (None, _) => String::new(),
    }
}

/// How much there is, and where it comes from.
pub fn holds(live: &LiveSite, from: &str) -> String {
    format!("{} from {from}", live.contents().or("an empty site"))
}

/// Writes a definition where it is wanted, and tells what came of it.
pub fn hand_out(
    pulled: &Pulled,
    done: &str,
    against: &str,
    into: Option<&Path>,
    force: bool,
    output: &Output,
) -> Result<Exit, Failure> {
    match into {
        Some(folder) => {
            if !write(folder, &pulled.files, force)? {
                output.progress("every file is there as it would be written");
            }
        }
        None => pulled.files.iter().for_each(|file| output.result(&file.text)),
    }
    summary(pulled, done, against, into, output);
    let failed = has_errors(&pulled.findings) || !pulled.changes.is_empty();
    Ok(if failed { Exit::Invalid } else { Exit::Fine })
}

/// Writes all the files or none: first beside their places, then into them. Tells whether any
/// was to be written.
fn write(folder: &Path, files: &[File], force: bool) -> Result<bool, Failure> {
    let place = |file: &File| folder.join(&file.path);
    refuse_strangers(folder, files)?;
    let changed: Vec<&File> = files
        .iter()
        .filter(|file| {
            let text = without_secrets(&file.text);
            // What is longer is something else, and is not read to its end.
            let there = files::read_regular(&place(file), text.len() as u64);
            there.ok().as_deref() != Some(text.as_bytes())
        })
        .collect();
    let in_the_way: Vec<PathBuf> = changed
        .iter()
        .map(|file| place(file))
        .filter(|path| path.symlink_metadata().is_ok())
        .collect();
    if !in_the_way.is_empty() && !force {
        return Err(Failure::Refused {
            message: format!("these files say something else: {}", listed(&in_the_way)),
            help: "write into another folder and compare, or overwrite them with --force"
                .to_owned(),
        });
    }
    let mut written = Vec::new();
    for file in changed {
        let path = place(file);
        let failed = |error: io::Error| Failure::file("write", &path, error);
        let folder = path.parent().unwrap_or(folder);
        fs::create_dir_all(folder).map_err(failed)?;
        let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        beside.write_all(without_secrets(&file.text).as_bytes()).map_err(failed)?;
        beside.as_file().sync_all().map_err(failed)?;
        written.push((beside, path));
    }
    let any = !written.is_empty();
    // The root file names the others, so it comes last.
    for (beside, path) in written.into_iter().rev() {
        beside.persist(&path).map_err(|error| Failure::file("write", &path, error.error))?;
    }
    Ok(any)
}

/// The root file includes whole folders: what else lies in them would be part of the definition.
fn refuse_strangers(folder: &Path, files: &[File]) -> Result<(), Failure> {
    let mut strangers = Vec::new();
    for shared in ["people", "folders"] {
        let pulled: Vec<PathBuf> = files.iter().map(|file| folder.join(&file.path)).collect();
        let inside = folder.join(shared);
        if !pulled.iter().any(|path| path.starts_with(&inside)) {
            continue;
        }
        let Ok(entries) = fs::read_dir(&inside) else { continue };
        let there = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let read = there.filter(|path| path.extension().is_some_and(|ending| ending == "kdl"));
        strangers.extend(read.filter(|path| !pulled.contains(path)));
    }
    strangers.sort();
    if strangers.is_empty() {
        return Ok(());
    }
    Err(Failure::Refused {
        message: format!(
            "these files would be read as part of the definition: {}",
            listed(&strangers)
        ),
        help: "move them away, or write into another folder".to_owned(),
    })
}

fn listed(paths: &[PathBuf]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> =
        paths.iter().take(SHOWN).map(|path| path.display().to_string()).collect();
    match paths.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn summary(pulled: &Pulled, done: &str, against: &str, into: Option<&Path>, output: &Output) {
    let place = into.map(|folder| folder.display().to_string());
    let place = place.map_or_else(String::new, |folder| format!(" into {}", visible(&folder)));
    output.progress(&format!("{done}{place}"));
    let errors = pulled.findings.iter().filter(|finding| finding.is_error());
    for finding in errors {
        output.progress(&format!("still wrong: {}: {}", finding.code, visible(&finding.message)));
    }
    for address in &pulled.changes {
        output.progress(&format!("still to change: {}", visible(&address.to_string())));
    }
    if pulled.left_out > 0 {
        let (is, them) = if pulled.left_out == 1 { ("is", "its") } else { ("are", "their") };
        output.progress(&format!(
            "{} {is} left out, with the reason in {them} place: look for `// note:`",
            counted(pulled.left_out, "thing", "things")
        ));
    }
    let warnings = pulled.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    let folder = into.map_or("DIR".to_owned(), |folder| visible(&folder.display().to_string()));
    if into.is_some() {
        if warnings > 0 {
            let warnings = counted(warnings, "warning", "warnings");
            output.progress(&format!("the site gives rise to {warnings}: siteplan check {folder}"));
        }
        output.progress(&format!("next: siteplan plan {folder}{against}"));
    }
}
