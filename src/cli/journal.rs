//! Where the journal of a site lies, and what is told of one that an earlier run left.

use super::exit::Failure;
use super::output::Output;
use super::target::Reached;
use crate::apply::{Journal, JournalError};
use crate::wording::visible;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Takes the journal for a run on this site: nobody else applies to it from this machine.
pub fn take(reached: &Reached, said: Option<&Path>, now: Timestamp) -> Result<Journal, Failure> {
    let site = reached.identity();
    let path = place(&site, said)?;
    if said.is_none()
        && let Some(folder) = path.parent()
    {
        make(folder)
            .map_err(|source| JournalError::Io { path: path.display().to_string(), source })?;
    }
    Ok(Journal::take(&path, &site, now)?)
}

/// Tells whoever only looks that a run is at work on the site, or did not finish.
pub fn tell(reached: &Reached, now: Timestamp, output: &Output) {
    let Ok(path) = place(&reached.identity(), None) else { return };
    if !path.exists() {
        return;
    }
    match Journal::take(&path, &reached.identity(), now) {
        Ok(journal) => {
            if let Some(left) = journal.unfinished() {
                output.progress(&format!(
                    "a run that began {} did not finish; `siteplan apply` sees to what it left",
                    left.began
                ));
            }
        }
        Err(error) => output.progress(&visible(&error.to_string())),
    }
}

fn place(site: &str, said: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(path) = said {
        return Ok(path.to_owned());
    }
    let folder = state().ok_or_else(|| Failure::Refused {
        message: "there is no place for the journal: neither XDG_STATE_HOME nor a home is known"
            .to_owned(),
        help: "name a file with --journal".to_owned(),
    })?;
    Ok(folder.join(file_name(site)))
}

/// Readable, and another one for every site.
fn file_name(site: &str) -> String {
    let last = site.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let last: String = last.chars().take(40).map(plain).collect();
    let digest: String =
        Sha256::digest(site).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{last}-{digest}.journal")
}

/// The folder in which programs of this user remember what they were about.
fn state() -> Option<PathBuf> {
    let absolute =
        |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = absolute("XDG_STATE_HOME")
        .or_else(|| absolute("LOCALAPPDATA"))
        .or_else(|| std::env::home_dir().map(|home| home.join(".local").join("state")))?;
    Some(folder.join("siteplan"))
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_site_has_a_journal_of_its_own() {
        let name = file_name("https://acme.files.com");
        assert!(name.starts_with("acme.files.com-") && name.ends_with(".journal"), "{name}");
        assert_ne!(file_name("local:/a/site.db"), file_name("local:/b/site.db"));
        assert!(!file_name("local:/a/../é b").contains([' ', '/', 'é']));
    }
}
