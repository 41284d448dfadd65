//! Opening what is no store, a broken one, another version's, or one in use.

#![expect(clippy::disallowed_methods, reason = "stores are files")]

use super::store::META;
use super::test_steps::{create, folder, site, user};
use super::{LocalSite, ReadSite};
use crate::live::Look;
use crate::model::{Names, kinds};
use crate::site::SiteError;
use std::path::{Path, PathBuf};

fn file(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    (folder, path)
}

/// Opening must fail and leave the bytes as they were.
fn open_error(path: &Path) -> SiteError {
    let before = std::fs::read(path).expect("the file");
    let error = LocalSite::open(path).err().expect("it must not open");
    assert_eq!(before, std::fs::read(path).expect("the file"), "the file is untouched");
    error
}

#[test]
fn makes_a_store_only_where_it_may() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("site.db");
    assert!(matches!(LocalSite::open_existing(&path), Err(SiteError::Io { .. })));
    drop(LocalSite::open(&path).expect("made"));
    let site = LocalSite::open_existing(&path).expect("opened");
    let live = site.read(&Look::Everything, &mut Names::default()).expect("read");
    assert!(live.users.is_empty() && live.settings.is_on("sftp_enabled"));
    assert!(site.target().starts_with("local:") && site.target().ends_with("site.db"));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("listed").collect();
    assert_eq!(left.len(), 1, "nothing else is left behind");
    let nowhere = folder.path().join("no/such/folder/site.db");
    assert!(matches!(LocalSite::open(&nowhere), Err(SiteError::Io { .. })));
}

#[test]
fn a_second_opener_is_told_to_wait() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("site.db");
    let first = LocalSite::open(&path).expect("made");
    let error = LocalSite::open(&path).err().expect("in use");
    assert!(matches!(error, SiteError::Locked { .. }), "{error:?}");
    assert!(error.help().is_some_and(|help| help.contains("wait")));
    drop(first);
    assert!(LocalSite::open(&path).is_ok());
}

#[test]
fn foreign_files_are_left_alone() {
    for bytes in [&b""[..], b"hello", b"SQLite format 3\0", &[0; 100_000]] {
        let (_folder, path) = file("site.db", bytes);
        assert!(matches!(open_error(&path), SiteError::NotAStore { .. }));
    }
    let folder = tempfile::tempdir().expect("a folder");
    assert!(LocalSite::open(folder.path()).is_err(), "a folder is no store");
}

#[test]
fn another_database_or_version_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.db");
    let write = |format: Option<u64>| {
        let database = redb::Database::create(&path).expect("made");
        let transaction = database.begin_write().expect("begun");
        if let Some(format) = format {
            let mut table = transaction.open_table(META).expect("a table");
            table.insert("format", format).expect("written");
        }
        transaction.commit().expect("committed");
    };
    write(None);
    assert!(matches!(open_error(&path), SiteError::NotAStore { .. }));
    write(Some(99));
    let error = open_error(&path);
    assert!(matches!(error, SiteError::Version { found: 99, .. }), "{error:?}");
}

#[test]
fn a_truncated_store_is_refused_and_never_a_panic() {
    let filled = site(&[create(user("al")), create(folder("A/B/C"))]);
    let path = PathBuf::from(filled.site.target().trim_start_matches("local:"));
    let (users, folder) = (filled.list(&kinds::USER), filled.close());
    assert_eq!(users.len(), 1);
    let whole = std::fs::read(&path).expect("the file");
    let mut length = whole.len() - 1;
    while length > 0 {
        let (_folder, path) = file("site.db", &whole[..length]);
        let error = open_error(&path);
        let wanted = matches!(error, SiteError::Corrupt { .. } | SiteError::NotAStore { .. });
        assert!(wanted, "{length}: {error:?}");
        length = length * 2 / 3;
    }
    drop(folder);
}

#[test]
fn a_store_with_altered_bytes_is_never_a_panic() {
    let filled = site(&[create(user("al")), create(folder("A/B/C"))]);
    let path = PathBuf::from(filled.site.target().trim_start_matches("local:"));
    let _folder = filled.close();
    let whole = std::fs::read(&path).expect("the file");
    let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    for at in written.iter().step_by(written.len() / 150 + 1) {
        let mut altered = whole.clone();
        altered[*at] ^= 0x5A;
        let (_folder, path) = file("site.db", &altered);
        if let Ok(site) = LocalSite::open(&path) {
            drop(site.read(&Look::Everything, &mut Names::default()));
        }
    }
}
