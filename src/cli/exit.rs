//! How a run can end, and which code says so. The only place that knows the codes.

use crate::apply::JournalError;
use crate::site::SiteError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    Fine = 0,
    /// Input or output failed, or the program has a bug.
    Failed = 1,
    /// There is drift; or there are changes, and the caller asked to be told by the code.
    Changes = 2,
    /// The definition, a snapshot or a plan file is invalid.
    Invalid = 3,
    /// A guard refused: protection, limits, unanswered confirmation.
    Refused = 4,
    /// The site could not be reached, or said no.
    Site = 5,
    /// The plan no longer fits the site or the definition.
    Stale = 6,
    /// Some steps were applied, others were not.
    Partial = 7,
    Usage = 64,
}

/// Why a command could not do its work. What is wrong with a definition is a result, which the
/// command prints itself before it fails.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("cannot {verb} {}: {source}", path.display())]
    File { verb: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot {verb}: {source}")]
    Stream { verb: &'static str, source: io::Error },
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error("{message}")]
    Refused { message: String, help: String },
    #[error("{message}")]
    Stale { message: String, help: String },
    #[error("{message}")]
    Invalid { message: String, help: String },
    #[error("{message}")]
    Usage { message: String, help: String },
    #[error("{message}")]
    Unsupported { message: String, help: String },
    #[error("cannot write to standard output: {why}")]
    Lost { why: String, exit: Exit },
    /// The command has told why itself; how it ends is all that is left to say.
    #[error("the command ends with {0}")]
    Told(Exit),
}

impl Failure {
    pub fn file(verb: &'static str, path: &Path, source: io::Error) -> Self {
        Failure::File { verb, path: path.to_owned(), source }
    }

    pub fn exit(&self) -> Exit {
        match self {
            Failure::File { .. }
            | Failure::Stream { .. }
            | Failure::Journal(_)
            | Failure::Lost { .. } => Exit::Failed,
            Failure::Site(_) | Failure::Unsupported { .. } => Exit::Site,
            Failure::Refused { .. } => Exit::Refused,
            Failure::Stale { .. } => Exit::Stale,
            Failure::Invalid { .. } => Exit::Invalid,
            Failure::Usage { .. } => Exit::Usage,
            Failure::Told(exit) => *exit,
        }
    }

    pub fn help(&self) -> Option<String> {
        match self {
            Failure::Refused { help, .. }
            | Failure::Stale { help, .. }
            | Failure::Invalid { help, .. }
            | Failure::Usage { help, .. }
            | Failure::Unsupported { help, .. } => Some(help.clone()),
            Failure::Site(error) => error.help().map(str::to_owned),
            Failure::Journal(error) => Some(error.help()),
            Failure::Lost { exit, .. } => Some(format!(
                "what was to be done is done: but for the output, this would have ended with {exit}"
            )),
            Failure::File { .. } | Failure::Stream { .. } | Failure::Told(_) => None,
        }
    }
}

impl Exit {
    /// As help texts and manual pages say it.
    pub fn means(self) -> &'static str {
        match self {
            Exit::Fine => "Fine",
            Exit::Failed => "Input or output failed, or siteplan has a bug",
            Exit::Changes => "There is drift",
            Exit::Invalid => "The definition, the snapshot or the plan is invalid",
            Exit::Refused => {
                "A guard refused: protection, a limit, an assertion, nobody to approve"
            }
            Exit::Site => "The site could not be reached, or said no",
            Exit::Stale => "The plan is stale: the site or the definition has changed since",
            Exit::Partial => "Applied in part, and applying again goes on",
            Exit::Usage => "Wrong usage",
        }
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", *self as u8)
    }
}

/// An error with what caused it.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text.push_str(&format!(": {source}"));
        cause = source.source();
    }
    text
}
