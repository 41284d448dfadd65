//! What happened to each step, written down before anything builds on it.
//!
//! A file of JSON lines: a header with the plan's hash, then `start`, `done` and `failed`
//! records, on disk before the run goes on; those of one moment are written together. It holds numbers of steps and words for
//! errors, never what a step sets. A last line that a crash cut short counts for nothing.

#![expect(clippy::disallowed_methods, reason = "the journal is a file")]

use crate::plan::step::{Plan, StepId};
use crate::register::without_secrets;
use crate::site::{Outcome, SiteError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const FORMAT: &str = "siteplan-journal";
const VERSION: u64 = 1;

#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("a journal of an unfinished run is there already: `{path}`")]
    Exists { path: String },
    #[error("there is no journal `{path}`: no run of this plan is unfinished")]
    Missing { path: String },
    #[error("the journal `{path}` is in use by another run")]
    Locked { path: String },
    #[error("`{path}` is no journal of siteplan")]
    NotAJournal { path: String },
    #[error("the journal `{path}` has version {found}, and this siteplan knows {VERSION}")]
    Version { path: String, found: u64 },
    #[error("the journal `{path}` belongs to another plan")]
    OtherPlan { path: String },
    #[error("line {line} of the journal `{path}` cannot be read")]
    Damaged { path: String, line: usize },
    #[error("the journal `{path}` cannot be used")]
    Io {
        path: String,
        #[source]
        source: io::Error,
    },
}

/// What an unfinished run left behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    pub done: BTreeMap<StepId, Outcome>,
    /// Begun, and no answer was written down: the site must be asked whether it happened.
    pub unknown: BTreeSet<StepId>,
    pub failed: BTreeSet<StepId>,
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    version: u64,
    #[serde(default)]
    plan: String,
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Record {
    Start {
        step: StepId,
    },
    Done {
        step: StepId,
        /// It had happened before.
        #[serde(default)]
        already: bool,
    },
    Failed {
        step: StepId,
        error: String,
    },
}

/// An open journal, locked against other runs.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Begins the journal of a run.
    pub fn create(path: &Path, plan: &Plan) -> Result<Self, JournalError> {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        let file = file.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => JournalError::Exists { path: shown(path) },
            _ => JournalError::Io { path: shown(path), source },
        })?;
        let mut journal = Self { path: path.to_owned(), file };
        journal.lock()?;
        let plan = plan.hash.clone();
        journal.write(&[Header { format: FORMAT.to_owned(), version: VERSION, plan }])?;
        sync_folder(path).map_err(|source| JournalError::Io { path: shown(path), source })?;
        Ok(journal)
    }

    /// Goes on with the journal that an unfinished run of the same plan left behind.
    pub fn open_for_resume(path: &Path, plan: &Plan) -> Result<(Self, Progress), JournalError> {
        let file = OpenOptions::new().read(true).write(true).open(path);
        let file = file.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => JournalError::Missing { path: shown(path) },
            _ => JournalError::Io { path: shown(path), source },
        })?;
        let mut journal = Self { path: path.to_owned(), file };
        journal.lock()?;
        let mut bytes = Vec::new();
        journal.file.read_to_end(&mut bytes).map_err(|source| journal.io(source))?;
        // Only what a line break ends was written whole.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let lines = bytes.get(..whole).unwrap_or_default();
        let progress = journal.progress(lines, plan)?;
        let cut = journal.file.set_len(whole as u64);
        cut.and_then(|()| journal.file.seek(SeekFrom::End(0))).map_err(|s| journal.io(s))?;
        if whole == 0 {
            let plan = plan.hash.clone();
            journal.write(&[Header { format: FORMAT.to_owned(), version: VERSION, plan }])?;
        }
        Ok((journal, progress))
    }

    fn progress(&self, lines: &[u8], plan: &Plan) -> Result<Progress, JournalError> {
        let path = || shown(&self.path);
        let mut progress = Progress::default();
        let mut lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        // A crash may come before the header is written whole; then nothing was done yet.
        let Some(header) = lines.next() else { return Ok(progress) };
        let header: Header = serde_json::from_slice(header)
            .ok()
            .filter(|header: &Header| header.format == FORMAT)
            .ok_or_else(|| JournalError::NotAJournal { path: path() })?;
        if header.version != VERSION {
            return Err(JournalError::Version { path: path(), found: header.version });
        }
        if header.plan != plan.hash {
            return Err(JournalError::OtherPlan { path: path() });
        }
        for (index, line) in lines.enumerate() {
            let record = serde_json::from_slice(line)
                .map_err(|_| JournalError::Damaged { path: path(), line: index + 2 })?;
            progress.note(record);
        }
        Ok(progress)
    }

    /// Writes records down, all with one turn of the disk.
    pub fn append(&mut self, records: &[Record]) -> Result<(), JournalError> {
        if records.is_empty() { Ok(()) } else { self.write(records) }
    }

    /// Removes the journal of a run that has nothing left to do.
    pub fn finish(self) -> Result<(), JournalError> {
        let removed = std::fs::remove_file(&self.path).and_then(|()| sync_folder(&self.path));
        removed.map_err(|source| self.io(source))
    }

    /// A journal that cannot be written to.
    #[cfg(test)]
    pub fn read_only(path: &Path) -> Self {
        let file = File::open(path).unwrap_or_else(|error| panic!("{error}"));
        Self { path: path.to_owned(), file }
    }

    fn lock(&self) -> Result<(), JournalError> {
        match self.file.try_lock() {
            Ok(()) => Ok(()),
            Err(TryLockError::WouldBlock) => Err(JournalError::Locked { path: shown(&self.path) }),
            Err(TryLockError::Error(source)) => Err(self.io(source)),
        }
    }

    fn write(&mut self, lines: &[impl Serialize]) -> Result<(), JournalError> {
        let mut write = || {
            let mut text = Vec::new();
            for line in lines {
                let line = serde_json::to_string(line)?;
                text.extend_from_slice(without_secrets(&line).as_bytes());
                text.push(b'\n');
            }
            self.file.write_all(&text)?;
            self.file.sync_data()
        };
        write().map_err(|source| self.io(source))
    }

    fn io(&self, source: io::Error) -> JournalError {
        JournalError::Io { path: shown(&self.path), source }
    }
}

impl Record {
    pub fn start(step: StepId) -> Self {
        Record::Start { step }
    }

    pub fn ended(step: StepId, end: &Result<Outcome, SiteError>) -> Self {
        match end {
            Ok(outcome) => Record::Done { step, already: *outcome == Outcome::AlreadyDone },
            // The message may quote what the step sets; the word cannot.
            Err(error) => Record::Failed { step, error: error.word().to_owned() },
        }
    }
}

impl Progress {
    fn note(&mut self, record: Record) {
        let (Record::Start { step } | Record::Done { step, .. } | Record::Failed { step, .. }) =
            &record;
        self.unknown.remove(step);
        self.failed.remove(step);
        match record {
            Record::Start { step } => {
                self.unknown.insert(step);
            }
            Record::Done { step, already } => {
                let outcome = if already { Outcome::AlreadyDone } else { Outcome::Done };
                self.done.insert(step, outcome);
            }
            Record::Failed { step, .. } => {
                self.failed.insert(step);
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A new or removed name is safe only once its folder is on disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}
