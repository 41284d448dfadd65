//! `init`: the first files of a definition, asked for or said by flags, or begun with what a site has.

use super::arguments::TargetArgs;
use super::definition;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::pull::{self, PullArgs};
use super::reporter::Reporter;
use super::standard_input::lasting;
use crate::lower::{FileError, Files};
use crate::model::Names;
use crate::pipeline;
use crate::syntax::quoted;
use crate::wording::visible;
use clap::{Args, ValueEnum};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder that is to hold the definition
    #[arg(value_name = "DIR", default_value = ".", value_parser = lasting)]
    pub folder: PathBuf,
    /// What the site is called; the folder's name where nothing is said
    #[arg(long)]
    pub name: Option<String>,
    /// The host of the live site, as in acme.files.com
    #[arg(long)]
    pub host: Option<String>,
    /// The username of a site administrator
    #[arg(long, value_name = "USERNAME")]
    pub admin: Option<String>,
    /// The administrator's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Begin with what this site has, as `pull` writes it: https://HOST or local:FILE
    #[arg(long, value_name = "SITE", conflicts_with_all = ["name", "host", "admin", "email"])]
    pub from: Option<String>,
    /// Write the files of a pipeline, too
    #[arg(long, value_name = "SERVICE", value_enum)]
    pub ci: Option<Ci>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    Github,
    Gitlab,
}

/// What runs leave beside a definition, and what nobody should commit.
const IGNORED: &[&str] = &["site.db*", "*.journal", "*.plan", "plan.json", "*.key"];

pub fn run(options: &InitArgs, output: &mut Output) -> Result<Exit, Failure> {
    let folder = options.folder.as_path();
    let root = folder.join("site.kdl");
    if root.symlink_metadata().is_ok() {
        return Err(Failure::Refused {
            message: format!("{} is there already", told(&root)),
            help: format!(
                "`siteplan check {}` judges it; `siteplan init DIR` begins another",
                told(folder)
            ),
        });
    }
    let first = match &options.from {
        Some(site) => First { text: None, host: site.clone() },
        None => first_file(options, folder, output)?,
    };
    if let Some(text) = &first.text {
        judge(text, output)?;
    }
    fs::create_dir_all(folder).map_err(|error| Failure::file("make", folder, error))?;
    let (top, place) = work_tree(folder);
    let pipeline = options.ci.map_or_else(Vec::new, |ci| files_of(ci, &place, &top, &first.host));
    if let Some((path, _)) = pipeline.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(Failure::Refused {
            message: format!("{} is there already", told(path)),
            help: "leave out `--ci`, or move it away".to_owned(),
        });
    }
    let mut exit = Exit::Fine;
    match &first.text {
        Some(text) => write_new(&root, text, output)?,
        None => exit = from_site(&first.host, folder, output)?,
    }
    for (path, text) in &pipeline {
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(|error| Failure::file("make", above, error))?;
        }
        write_new(path, text, output)?;
    }
    ignore(&top.join(".gitignore"), output)?;
    next(options, &first, folder, output);
    Ok(exit)
}

fn from_site(site: &str, folder: &Path, output: &mut Output) -> Result<Exit, Failure> {
    let options = PullArgs {
        target: TargetArgs { target: Some(site.to_owned()) },
        live: None,
        into: Some(folder.to_owned()),
        force: false,
        skip_bare_folders: false,
    };
    pull::run(&options, output)
}

/// The first file, unless a site gives it, and the site's host, or what names the site; empty where
/// there is none yet.
struct First {
    text: Option<String>,
    host: String,
}

/// Asks for what no flag says, where somebody is there to answer.
fn first_file(options: &InitArgs, folder: &Path, output: &Output) -> Result<First, Failure> {
    let asks = output.can_ask();
    let said = |flag: &Option<String>, question: &str, usual: Option<&str>| match flag {
        Some(text) => Ok(text.clone()),
        None if asks => output.ask_for(question, usual),
        None => Ok(usual.unwrap_or_default().to_owned()),
    };
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let usual = whole.file_name().and_then(|name| name.to_str());
    let name = said(&options.name, "What is the site called?", usual.or(Some("site")))?;
    let host =
        said(&options.host, "Its host, as in acme.files.com (none: no live site yet)", Some(""))?;
    let admin = said(&options.admin, "Username of a site administrator", None)?;
    let email = said(&options.email, "Their e-mail address", None)?;
    if [&admin, &email].iter().any(|text| text.trim().is_empty()) {
        return Err(Failure::Usage {
            message: "a site has an administrator, and nothing says who it is".to_owned(),
            help: "siteplan init --admin USERNAME --email ADDRESS; or `--from SITE` begins with what a \
                   site has"
                .to_owned(),
        });
    }
    let host = host.trim().trim_start_matches("https://").trim_end_matches('/');
    let block =
        if host.is_empty() { String::new() } else { format!(" {{\n    host {}\n}}", quoted(host)) };
    let text = format!(
        "// What the site is to be. `siteplan check` judges it, `siteplan plan` shows what would change.\n\
         site {}{block}\n\n\
         user {} {{\n    role \"site-admin\"\n    email {}\n}}\n\n\
         // Groups are who, folders are where, and a grant says what: list, readonly, writeonly,\n\
         // readwrite, full, admin.\n\
         group \"Staff\"\n\n\
         folder \"Shared\" {{\n    grant \"readonly\" group=\"Staff\"\n}}\n",
        quoted(name.trim()),
        quoted(admin.trim()),
        quoted(email.trim()),
    );
    Ok(First { text: Some(text), host: host.to_owned() })
}

/// What was answered may be no name or no address.
fn judge(text: &str, output: &Output) -> Result<(), Failure> {
    let files = Written(text);
    let checked = pipeline::check(Written::NAME, &files, Names::default(), definition::now());
    Reporter::for_people(output).require(&checked)
}

/// A definition that is not written yet.
struct Written<'t>(&'t str);

impl Written<'_> {
    const NAME: &'static str = "site.kdl";
}

impl Files for Written<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == Self::NAME { Ok(self.0.to_owned()) } else { Err(FileError::Missing) }
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// The files of a pipeline, with the definition's place and the site's host in them.
fn files_of(ci: Ci, place: &str, top: &Path, host: &str) -> Vec<(PathBuf, String)> {
    let host = host.trim_start_matches("https://").trim_end_matches('/');
    let filled = |text: &str| {
        let text = match host {
            "" => text.to_owned(),
            host if host.starts_with("local:") => text.to_owned(),
            host => text.replace("FILES.example", host),
        };
        let paths = if place == "." { "**".to_owned() } else { format!("{place}/**") };
        text.replace("file: site\n", &format!("file: {place}\n"))
            .replace("SITE: site\n", &format!("SITE: {place}\n"))
            .replace("-- site;", &format!("-- {place};"))
            .replace("\"site/**\"", &format!("\"{paths}\""))
    };
    let files: &[(&str, &str)] = match ci {
        Ci::Github => &[
            (
                ".github/workflows/siteplan-plan.yml",
                include_str!("../../examples/ci/github/plan-on-pull-request.yml"),
            ),
            (
                ".github/workflows/siteplan-apply.yml",
                include_str!("../../examples/ci/github/apply-on-merge.yml"),
            ),
            (
                ".github/workflows/siteplan-drift.yml",
                include_str!("../../examples/ci/github/nightly-drift.yml"),
            ),
        ],
        Ci::Gitlab => {
            &[(".gitlab-ci.yml", include_str!("../../examples/ci/gitlab/.gitlab-ci.yml"))]
        }
    };
    files.iter().map(|(path, text)| (top.join(path), filled(text))).collect()
}

/// The top of the work tree that a folder lies in, written so that messages can speak of it, and
/// the folder's place below it. A folder in no work tree is its own top.
fn work_tree(folder: &Path) -> (PathBuf, String) {
    let whole = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let top = whole.ancestors().find(|above| above.join(".git").exists());
    let Some((top, inside)) = top.and_then(|top| Some((top, whole.strip_prefix(top).ok()?))) else {
        return (folder.to_owned(), ".".to_owned());
    };
    let place = inside.to_string_lossy().replace('\\', "/");
    let place = if place.is_empty() { ".".to_owned() } else { place };
    let here = fs::canonicalize(".").is_ok_and(|here| here == top);
    (if here { PathBuf::from(".") } else { top.to_owned() }, place)
}

fn told(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    visible(&path.display().to_string())
}

fn write_new(path: &Path, text: &str, output: &Output) -> Result<(), Failure> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| Failure::file("write", path, error))?;
    file.write_all(text.as_bytes()).map_err(|error| Failure::file("write", path, error))?;
    output.progress(&format!("  + {}", told(path)));
    Ok(())
}

/// Adds the lines that are missing.
fn ignore(path: &Path, output: &Output) -> Result<(), Failure> {
    let there = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Failure::file("read", path, error)),
    };
    let missing: Vec<&str> = IGNORED
        .iter()
        .copied()
        .filter(|line| !there.lines().any(|known| known.trim() == *line))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let gap = if there.is_empty() || there.ends_with('\n') { "" } else { "\n" };
    let text = format!("{there}{gap}{}\n", missing.join("\n"));
    fs::write(path, text).map_err(|error| Failure::file("write", path, error))?;
    let sign = if there.is_empty() { '+' } else { '~' };
    output.progress(&format!("  {sign} {}", told(path)));
    Ok(())
}

fn next(options: &InitArgs, first: &First, folder: &Path, output: &Output) {
    let place = folder.display().to_string();
    let place = if place == "." { String::new() } else { format!(" {}", visible(&place)) };
    match (&first.text, first.host.is_empty()) {
        (None, _) => {}
        (Some(_), true) => output.progress(&format!("next: siteplan plan{place}")),
        (Some(_), false) => output.progress(&format!(
            "next: siteplan plan{place}, with the site's API key in FILES_API_KEY"
        )),
    }
    if options.ci.is_some() {
        output.progress(
            "in the pipeline's files, fill in OWNER, the commit 0000… and the site where they stand, \
             and make the secrets that their first lines name",
        );
    }
}
