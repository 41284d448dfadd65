//! Opening a store: what is no store, or another version's, is refused and left as it is.

#![expect(clippy::disallowed_methods, reason = "the store is a file")]

use super::defaults;
use super::store::{self, Fault, Tx};
use crate::files::{parent, sync_folder};
use crate::site::SiteError;
use redb::{
    Builder, Database, DatabaseError, ReadOnlyDatabase, ReadableDatabase, StorageError, TableError,
};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// How every file of the embedded database begins.
const MAGIC: &[u8] = b"redb\x1A\x0A\xA9\x0D\x0A";

pub fn open(path: &Path, create: bool) -> Result<Database, SiteError> {
    let text = path.display().to_string();
    let io = |source| SiteError::Io { path: text.clone(), source };
    if create && !path.try_exists().map_err(io)? {
        make(path, &text)?;
    }
    is_store(path, &text)?;
    // A look that writes nothing comes first, so that a foreign file stays as it is.
    let looked = guarded(&text, || match Builder::new().open_read_only(path) {
        Ok(database) => check(&database, &text),
        // After a crash the file must be repaired before it can be read.
        Err(DatabaseError::RepairAborted) => Ok(()),
        Err(error) => Err(database_error(&text, error)),
    })?;
    looked?;
    guarded(&text, || {
        let database = Builder::new().open(path).map_err(|error| database_error(&text, error))?;
        check(&database, &text)?;
        Ok(database)
    })?
}

/// A store in use by whoever only reads it, or had to be repaired first.
pub enum Readable {
    Only(ReadOnlyDatabase),
    Repaired(Database),
}

/// Opens a store that must be there, to look at it: it may be one that cannot be written.
pub fn open_to_read(path: &Path) -> Result<Readable, SiteError> {
    let text = path.display().to_string();
    is_store(path, &text)?;
    let opened = guarded(&text, || match Builder::new().open_read_only(path) {
        Ok(database) => {
            check(&database, &text)?;
            Ok(Some(database))
        }
        Err(DatabaseError::RepairAborted) => Ok(None),
        Err(error) => Err(database_error(&text, error)),
    })?;
    match opened? {
        Some(database) => Ok(Readable::Only(database)),
        None => open(path, false).map(Readable::Repaired),
    }
}

fn is_store(path: &Path, text: &str) -> Result<(), SiteError> {
    let io = |source| SiteError::Io { path: text.to_owned(), source };
    if !std::fs::metadata(path).map_err(io)?.is_file() {
        return Err(SiteError::NotAStore { path: text.to_owned() });
    }
    let file = File::open(path).map_err(io)?;
    let mut start = Vec::new();
    file.take(MAGIC.len() as u64).read_to_end(&mut start).map_err(io)?;
    if start == MAGIC { Ok(()) } else { Err(SiteError::NotAStore { path: text.to_owned() }) }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread is taken for a damaged store, and so nothing to tell of.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// The database trusts its own files; one that was altered may break its invariants.
pub fn guarded<T>(path: &str, work: impl FnOnce() -> T) -> Result<T, SiteError> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    result.map_err(|_| damaged(path, "it was altered by something else than siteplan"))
}

fn damaged(path: &str, detail: impl Into<String>) -> SiteError {
    SiteError::Corrupt { path: path.to_owned(), detail: detail.into() }
}

/// Makes a whole store beside the path and then puts it there, so that no half-made one is
/// ever seen.
fn make(path: &Path, text: &str) -> Result<(), SiteError> {
    let io = |source| SiteError::Io { path: text.to_owned(), source };
    let temporary =
        tempfile::Builder::new().prefix(".siteplan-").tempfile_in(parent(path)).map_err(io)?;
    let temporary = temporary.into_temp_path();
    fill(&temporary).map_err(|fault| error(text, fault))?;
    match temporary.persist_noclobber(path) {
        Ok(()) => {}
        // Another process was quicker; its store serves as well.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        Err(error) => return Err(io(error.error)),
    }
    sync_folder(path).map_err(io)
}

fn fill(path: &Path) -> Result<(), Fault> {
    let database = Builder::new().create(path).map_err(|error| Fault::Store(error.into()))?;
    let transaction = database.begin_write()?;
    Tx::new(&transaction).initialize(&defaults::site())?;
    transaction.commit()?;
    Ok(())
}

fn check(database: &impl ReadableDatabase, path: &str) -> Result<(), SiteError> {
    let format = || -> Result<Option<u64>, Fault> {
        let transaction = database.begin_read()?;
        match transaction.open_table(store::META) {
            Ok(table) => Ok(table.get("format")?.map(|format| format.value())),
            Err(TableError::Storage(error)) => Err(error.into()),
            Err(_) => Ok(None),
        }
    };
    match format().map_err(|fault| error(path, fault))? {
        Some(store::FORMAT) => Ok(()),
        Some(found) => {
            Err(SiteError::Version { path: path.to_owned(), found, known: store::FORMAT })
        }
        None => Err(SiteError::NotAStore { path: path.to_owned() }),
    }
}

fn database_error(path: &str, error: DatabaseError) -> SiteError {
    let path = path.to_owned();
    match error {
        DatabaseError::DatabaseAlreadyOpen => SiteError::Locked { path },
        DatabaseError::UpgradeRequired(found) => {
            SiteError::Version { path, found: found.into(), known: store::FORMAT }
        }
        DatabaseError::Storage(StorageError::Io(source))
            if source.kind() != io::ErrorKind::InvalidData
                && source.kind() != io::ErrorKind::UnexpectedEof =>
        {
            SiteError::Io { path, source }
        }
        other => SiteError::Corrupt { path, detail: other.to_string() },
    }
}

pub fn error(path: &str, fault: Fault) -> SiteError {
    match fault {
        Fault::Refused(refusal) => refusal.into(),
        Fault::Secret(error) => error.into(),
        Fault::Damaged(detail) => damaged(path, detail),
        Fault::Store(redb::Error::Io(source)) => SiteError::Io { path: path.to_owned(), source },
        Fault::Store(redb::Error::DatabaseAlreadyOpen) => {
            SiteError::Locked { path: path.to_owned() }
        }
        Fault::Store(other) => damaged(path, other.to_string()),
    }
}
