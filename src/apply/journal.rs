//! What happened to each step, written down before anything builds on it; and, while it is held,
//! that nobody else applies to the same site from this machine.
//!
//! A file of JSON lines: a header with the site, the plan's hash, then `start`, `done` and `failed`
//! records, on disk before the run goes on; those of one moment are written together. It holds
//! numbers of steps, words for errors, and of an API key that is being made its name and where its
//! secret goes, never what a step sets. A last line that a crash cut short counts for nothing.

#![expect(clippy::disallowed_methods, reason = "the journal is a file")]

use super::keys::BegunKey;
use crate::files::sync_folder;
use crate::plan::step::{Plan, StepId};
use crate::register::without_secrets;
use crate::site::{Outcome, SiteError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const FORMAT: &str = "siteplan-journal";
const VERSION: u64 = 2;
/// No journal is larger; a file that is, is something else.
const LARGEST: u64 = 1 << 30;
/// How often a file may vanish while it is being locked.
const TRIES: u32 = 20;

#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error("another run is at work on this site{whose}; its journal is `{path}`")]
    Locked { path: String, whose: String },
    #[error("`{path}` is no journal of siteplan, and is left as it is")]
    NotAJournal { path: String },
    #[error("the journal `{path}` has version {found}, and this siteplan knows {VERSION}")]
    Version { path: String, found: u64 },
    #[error("the journal `{path}` is of another site: {site}")]
    OtherSite { path: String, site: String },
    #[error("line {line} of the journal `{path}` cannot be read")]
    Damaged { path: String, line: usize },
    #[error("the journal `{path}` cannot be written")]
    Io {
        path: String,
        #[source]
        source: io::Error,
    },
}

impl JournalError {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            JournalError::Locked { .. } => "wait until it ends, then apply again".to_owned(),
            JournalError::NotAJournal { .. } | JournalError::OtherSite { .. } => {
                "name another file with --journal".to_owned()
            }
            JournalError::Version { .. } => {
                "finish that run with the siteplan that began it, or a newer one".to_owned()
            }
            JournalError::Damaged { path, .. } => format!(
                "plan again, see whether the API keys are as they should be, then remove `{path}`"
            ),
            JournalError::Io { .. } => "name a file that can be written with --journal".to_owned(),
        }
    }
}

/// What an unfinished run left behind.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    pub done: BTreeMap<StepId, Outcome>,
    /// Begun, and no answer was written down: the site must be asked whether it happened.
    pub unknown: BTreeSet<StepId>,
    pub failed: BTreeSet<StepId>,
}

/// An earlier run on the same site that did not finish.
#[derive(Debug, Clone, PartialEq)]
pub struct Unfinished {
    pub began: Timestamp,
    /// The hash of its plan.
    pub plan: String,
    pub progress: Progress,
    /// API keys of which it is not known whether they came to be.
    pub keys: BTreeMap<StepId, BegunKey>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Header {
    format: String,
    version: u64,
    #[serde(default)]
    site: String,
    #[serde(default)]
    began: Timestamp,
    #[serde(default)]
    process: u32,
}

/// A line of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Record {
    Plan {
        hash: String,
    },
    Start {
        step: StepId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<BegunKey>,
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
        /// Nothing is left of it on the site.
        #[serde(default)]
        undone: bool,
    },
    /// What was left of making this key is seen to.
    Settled {
        step: StepId,
    },
}

/// A journal that this process holds, locked against other runs.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    header: Header,
    unfinished: Option<Unfinished>,
    is_ours: bool,
}

impl Journal {
    /// Takes the journal of a site for a run: the file is made, or what an earlier run left in it is
    /// read.
    pub fn take(path: &Path, site: &str, now: Timestamp) -> Result<Self, JournalError> {
        let file = lock(path)?;
        let header = Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            site: site.to_owned(),
            began: now,
            process: std::process::id(),
        };
        let mut journal =
            Self { path: path.to_owned(), file, header, unfinished: None, is_ours: false };
        let text = journal.read()?;
        journal.unfinished = journal.understand(&text)?;
        // Until here it may have been anybody's file.
        journal.is_ours = true;
        let cut = journal.file.set_len(text.len() as u64);
        let end = cut.and_then(|()| journal.file.seek(SeekFrom::End(0)));
        end.map_err(|source| journal.io(source))?;
        if journal.unfinished.is_none() {
            // Nothing was begun: the file is as good as new.
            journal.restart()?;
        }
        Ok(journal)
    }

    /// What an earlier run left behind.
    pub fn unfinished(&self) -> Option<&Unfinished> {
        self.unfinished.as_ref()
    }

    /// Goes on with the run of a saved plan that was cut off, and tells what it did.
    pub fn resume(&mut self, plan: &Plan) -> Result<Progress, JournalError> {
        if let Some(unfinished) = self.unfinished.as_ref().filter(|left| left.plan == plan.hash) {
            return Ok(unfinished.progress.clone());
        }
        self.begin(plan)?;
        Ok(Progress::default())
    }

    /// Begins the run of a plan. It was made from what any earlier run left, which is history.
    pub fn begin(&mut self, plan: &Plan) -> Result<(), JournalError> {
        self.restart()?;
        self.append(&[Record::Plan { hash: plan.hash.clone() }])?;
        self.unfinished = Some(Unfinished {
            began: self.header.began,
            plan: plan.hash.clone(),
            progress: Progress::default(),
            keys: BTreeMap::new(),
        });
        Ok(())
    }

    /// Lets others have the site, until it is taken again.
    pub fn leave(&mut self) {
        if self.unfinished.is_none() {
            // Another run makes its own.
            let _ = self.remove();
        }
        // The lock goes with the file, should this fail.
        let _ = self.file.unlock();
        self.is_ours = false;
    }

    /// Takes the site again, and what anybody left in between.
    pub fn retake(&mut self) -> Result<(), JournalError> {
        *self = Self::take(&self.path, &self.header.site, self.header.began)?;
        Ok(())
    }

    /// Writes records down, all with one turn of the disk.
    pub fn append(&mut self, records: &[Record]) -> Result<(), JournalError> {
        if records.is_empty() { Ok(()) } else { self.write(records) }
    }

    /// Removes the journal: there is nothing left to do.
    pub fn finish(mut self) -> Result<(), JournalError> {
        self.unfinished = None;
        self.remove().map_err(|source| self.io(source))
    }

    fn remove(&self) -> io::Result<()> {
        // On some systems the name of an open file stays until it is closed.
        fs::remove_file(&self.path).and_then(|()| sync_folder(&self.path))
    }

    /// A journal that cannot be written to.
    #[cfg(test)]
    pub fn read_only(path: &Path) -> Self {
        let mut journal = Self::take(path, "https://acme.example", Timestamp::UNIX_EPOCH)
            .unwrap_or_else(|error| panic!("{error}"));
        journal.file = File::open(path).unwrap_or_else(|error| panic!("{error}"));
        journal
    }

    /// What the file holds, as far as it was written whole.
    fn read(&self) -> Result<Vec<u8>, JournalError> {
        let mut bytes = Vec::new();
        let read = (&self.file).take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|source| self.io(source))?;
        if bytes.len() as u64 > LARGEST {
            return Err(JournalError::NotAJournal { path: shown(&self.path) });
        }
        // Only what a line break ends was written whole.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let begins = format!("{{\"format\":\"{FORMAT}\"");
        let rest = bytes.get(whole..).unwrap_or_default();
        // The first line may be cut short as well; what begins otherwise is somebody else's.
        if whole == 0
            && !rest.starts_with(begins.as_bytes())
            && !begins.as_bytes().starts_with(rest)
        {
            return Err(JournalError::NotAJournal { path: shown(&self.path) });
        }
        bytes.truncate(whole);
        Ok(bytes)
    }

    /// The run that the records tell of, unless it began nothing.
    fn understand(&self, text: &[u8]) -> Result<Option<Unfinished>, JournalError> {
        let path = || shown(&self.path);
        let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let Some(header) = lines.next() else { return Ok(None) };
        let header: Header = serde_json::from_slice(header)
            .ok()
            .filter(|header: &Header| header.format == FORMAT)
            .ok_or_else(|| JournalError::NotAJournal { path: path() })?;
        if header.version != VERSION {
            return Err(JournalError::Version { path: path(), found: header.version });
        }
        if header.site != self.header.site {
            return Err(JournalError::OtherSite { path: path(), site: header.site });
        }
        let mut unfinished: Option<Unfinished> = None;
        for (index, line) in lines.enumerate() {
            let damaged = || JournalError::Damaged { path: path(), line: index + 2 };
            let record: Record = serde_json::from_slice(line).map_err(|_| damaged())?;
            match (record, &mut unfinished) {
                (Record::Plan { hash }, None) => {
                    unfinished = Some(Unfinished {
                        began: header.began,
                        plan: hash,
                        progress: Progress::default(),
                        keys: BTreeMap::new(),
                    });
                }
                (Record::Plan { .. }, Some(_)) | (_, None) => return Err(damaged()),
                (record, Some(unfinished)) => unfinished.note(record),
            }
        }
        Ok(unfinished)
    }

    /// Empties the file but for its header.
    fn restart(&mut self) -> Result<(), JournalError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|source| self.io(source))?;
        let mut text = serde_json::to_vec(&self.header).map_err(|e| self.io(e.into()))?;
        text.push(b'\n');
        let written = self.file.write_all(&text).and_then(|()| self.file.sync_data());
        written.and_then(|()| sync_folder(&self.path)).map_err(|source| self.io(source))
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

/// What began nothing leaves nothing behind.
impl Drop for Journal {
    fn drop(&mut self) {
        if self.is_ours && self.unfinished.is_none() {
            // Whoever finished it has removed it already.
            let _ = self.remove();
        }
    }
}

/// Opens a file and locks it; it is still the one of that name once it is locked.
fn lock(path: &Path) -> Result<File, JournalError> {
    let io = |source| JournalError::Io { path: shown(path), source };
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(JournalError::NotAJournal { path: shown(path) });
    }
    for _ in 0..TRIES {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(io)?;
        match file.try_lock() {
            Ok(()) if is_at(&file, path) => return Ok(file),
            // The run that held it has ended in between, and removed it.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let whose = whose(path);
                return Err(JournalError::Locked { path: shown(path), whose });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
    }
    Err(io(io::Error::other("it is made and removed all the time")))
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |a: fs::Metadata, b: fs::Metadata| a.dev() == b.dev() && a.ino() == b.ino();
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(a), Ok(b)) => same(a, b),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Which process it is that holds the journal, as its header tells.
fn whose(path: &Path) -> String {
    let line = File::open(path).and_then(|file| {
        let mut text = Vec::new();
        file.take(4096).read_to_end(&mut text)?;
        Ok(text)
    });
    let line = line.unwrap_or_default();
    let header = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice::<Header>(header) {
        Ok(header) => format!(" (process {}, since {})", header.process, header.began),
        Err(_) => String::new(),
    }
}

impl Record {
    pub fn start(step: StepId, key: Option<BegunKey>) -> Self {
        let key = key.map(|key| BegunKey { at: Some(Timestamp::now()), ..key });
        Record::Start { step, key }
    }

    pub fn ended(step: StepId, end: &Result<Outcome, SiteError>) -> Self {
        match end {
            Ok(outcome) => Record::Done { step, already: *outcome == Outcome::AlreadyDone },
            // The message may quote what the step sets; the word cannot.
            Err(error) => {
                let error_word = error.word().to_owned();
                Record::Failed { step, error: error_word, undone: error.leaves_nothing() }
            }
        }
    }
}

impl Unfinished {
    fn note(&mut self, record: Record) {
        let progress = &mut self.progress;
        match record {
            Record::Plan { .. } => {}
            Record::Start { step, key } => {
                progress.failed.remove(&step);
                progress.unknown.insert(step);
                if let Some(key) = key {
                    self.keys.insert(step, key);
                }
            }
            Record::Done { step, already } => {
                progress.unknown.remove(&step);
                self.keys.remove(&step);
                let outcome = if already { Outcome::AlreadyDone } else { Outcome::Done };
                progress.done.insert(step, outcome);
            }
            Record::Failed { step, undone, .. } => {
                if undone {
                    self.keys.remove(&step);
                }
                progress.unknown.remove(&step);
                progress.failed.insert(step);
            }
            Record::Settled { step } => {
                progress.unknown.remove(&step);
                self.keys.remove(&step);
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
