//! The definition that a command line names.

use super::disk::{self, Disk};
use super::exit::Failure;
use super::standard_input;
use crate::files::Bounds;
use crate::lower::{Given, is_name};
use crate::model::Names;
use crate::pipeline::{self, Checked};
use crate::register;
use crate::source::Sources;
use clap::Args;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// How a definition is read: where its files may lie, and what its parameters are.
#[derive(Debug, Clone, Default, Args)]
pub struct OutsideArgs {
    /// Give a parameter of the definition its value, as in --set domain=staging.example; may be said
    /// several times
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = set)]
    pub sets: Vec<(String, String)>,
    /// Take the parameters' values from this file of `set` nodes
    #[arg(long, value_name = "FILE")]
    pub environment: Option<PathBuf>,
    /// Read files of the definition from this folder too, though it lies outside of the
    /// definition's own folder and repository
    #[arg(long = "allow-outside", value_name = "DIR", value_parser = standard_input::lasting)]
    pub folders: Vec<PathBuf>,
}

impl OutsideArgs {
    /// Of the definition with this root file.
    pub fn bounds(&self, root: &str) -> Bounds {
        Bounds::around(Path::new(root), &self.folders)
    }

    pub fn disk(&self, root: &str) -> Disk {
        Disk::new(root, self.bounds(root), self.given())
    }

    /// What is said before the root file.
    pub fn given(&self) -> Given {
        let environment = self.environment.as_ref().map(|path| slashes(path));
        Given { sets: self.sets.clone(), environment, is_earlier: false, root: None }
    }

    /// The same for a definition as it was.
    pub fn disk_earlier(&self, root: &str) -> Disk {
        Disk::new(root, self.bounds(root), self.given_earlier())
    }

    pub fn given_earlier(&self) -> Given {
        Given { is_earlier: true, ..self.given() }
    }
}

/// `name=value`
fn set(text: &str) -> Result<(String, String), String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("a name and its value are expected, as in --set domain=staging.example".into());
    };
    if !is_name(name) {
        return Err(format!(
            "`{name}` cannot be the name of a parameter: letters, digits, `-` and `_`; a letter first"
        ));
    }
    Ok((name.to_owned(), value.to_owned()))
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The path of the root file: a folder means its `site.kdl`.
pub fn root(path: &Path) -> String {
    if standard_input::is_meant(path) {
        return standard_input::NAME.to_owned();
    }
    let path = if path.is_dir() { path.join("site.kdl") } else { path.to_owned() };
    slashes(&path)
}

/// A folder, a `.kdl` file, or nothing at all; a saved plan is JSON.
pub fn is_definition(path: &Path) -> Result<bool, Failure> {
    if standard_input::is_meant(path) {
        return Ok(!disk::is_json_given(path)?);
    }
    Ok(path.is_dir() || path.extension().is_some_and(|extension| extension == "kdl"))
}

/// Reads, lowers and checks what lies on the disk.
pub fn check(path: &Path, outside: &OutsideArgs) -> Checked {
    let root = root(path);
    let checked = pipeline::check(&root, &outside.disk(&root), Names::default(), now());
    if checked.has_errors() {
        note_secrets(&checked.sources);
    }
    checked
}

/// What stands in files that are not as they should be, where a secret may stand. Files that check
/// hold none but what somebody was warned of, and a saved plan holds them as they are.
fn note_secrets(sources: &Sources) {
    let marks = |c: char| c.is_whitespace() || "\"'#`=:;{}".contains(c);
    for (_, file) in sources.iter() {
        for part in file.hidden() {
            register::note(part.trim_matches(marks));
        }
    }
}

/// The clock, unless `SOURCE_DATE_EPOCH` fixes the moment so that a run can be repeated.
pub fn now() -> Timestamp {
    moment().ok().flatten().unwrap_or_else(Timestamp::now)
}

/// What `SOURCE_DATE_EPOCH` says. What it says wrongly is not passed over.
pub fn moment() -> Result<Option<Timestamp>, Failure> {
    let Some(said) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|said| !said.is_empty()) else {
        return Ok(None);
    };
    let seconds = said.to_str().and_then(|seconds| seconds.parse().ok());
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map(Some).ok_or_else(|| Failure::Usage {
        message: "SOURCE_DATE_EPOCH is set, and is no moment".to_owned(),
        help: "give it seconds since 1970, as in SOURCE_DATE_EPOCH=1780272000, or unset it"
            .to_owned(),
    })
}
