//! Secrets, resolved at the moment of the call and never kept.

#![expect(clippy::disallowed_methods, reason = "secrets come from the environment and from files")]

use crate::files::{self, Bounds, Refusal, parent, sync_folder};
use crate::model::SecretRef;
use crate::register;
use secrecy::{ExposeSecret, SecretString};
use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Finds the secrets that a definition refers to, and keeps those that the site makes; for
/// several steps at a time.
pub trait Secrets: Sync {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError>;

    /// Whether a new secret could be written to that file; nothing is left there.
    fn may_keep(&self, file: &str) -> Result<(), SecretError>;

    /// Writes a secret that the site shows only once to a file that must not be there yet.
    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError>;

    /// The secret that was kept in a file, if there is such a file.
    fn kept(&self, file: &str) -> Result<Option<SecretString>, SecretError>;

    /// Removes a file with a secret that opens nothing.
    fn discard(&self, file: &str) -> Result<(), SecretError>;
}

/// The variable that holds the key of the whole work.
pub const KEY_VARIABLE: &str = "FILES_API_KEY";

/// The variable that holds the key of one user, for what only that user's key can do.
pub fn user_key_variable(username: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    format!("{KEY_VARIABLE}__{}", username.chars().map(word).collect::<String>())
}

/// Names the variable or file, never the value.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error("the environment variable `{name}` is not set")]
    NotSet { name: String },
    #[error("the environment variable `{name}` is not text")]
    NotText { name: String },
    #[error("the secret in `{path}` cannot be read")]
    Unreadable {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("`{path}` lies outside of the definition's folder and repository")]
    Outside { path: String },
    #[error("the secret in `{path}` cannot be read: it is {what}")]
    NotRegular { path: String, what: &'static str },
    #[error("the file `{path}` is larger than a secret can be")]
    TooLarge { path: String },
    #[error("`{path}` is there already, so that no new secret is written to it")]
    Taken { path: String },
    #[error("the new secret cannot be written to `{path}`")]
    Unwritable {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error("`{path}` holds something else than the secret of a key")]
    NotAKey { path: String },
    #[error("`{path}` would be lost: what a pipeline writes is gone when it ends")]
    ThrownAway { path: String },
    #[error("the secret from `{reference}` is empty")]
    Empty { reference: String },
    #[error("the secret from `{reference}` ends with a line break that nobody means")]
    LineBreak { reference: String },
}

impl SecretError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            SecretError::Outside { .. } => {
                Some("permit the folder of the secret with --allow-outside DIR, or move the file")
            }
            SecretError::ThrownAway { .. } => Some(
                "name a folder that lasts with --keep-secrets-in, or apply this from elsewhere",
            ),
            SecretError::Taken { .. } | SecretError::NotAKey { .. } => {
                Some("move it away, or let `save-to` name another file; nothing is overwritten")
            }
            SecretError::Unwritable { .. } => {
                Some("make the folder, and see that it can be written to")
            }
            SecretError::LineBreak { .. } => Some(
                "take it away: a variable is set without by NAME=\"$(cat FILE)\", and of a file the \
                 last line break alone is left out",
            ),
            _ => None,
        }
    }
}

/// What the names of files begin with in which new secrets are written.
const BESIDE: &str = ".siteplan-key-";
/// Files with longer texts are not what is written here.
const LONGEST_KEY: u64 = 4096;
/// No secret is larger.
const LARGEST: u64 = 1 << 20;

/// Secrets of the process: environment variables, and files as they are when asked for.
#[derive(Debug, Default, Clone)]
pub struct EnvironmentSecrets {
    /// Where the files may lie; nowhere, unless this says so.
    pub bounds: Bounds,
    /// The folder in which the secrets of new keys last, if it is said.
    pub kept_in: Option<PathBuf>,
    /// Whatever is written here is gone when the run ends, as in a pipeline.
    pub is_thrown_away: bool,
}

impl EnvironmentSecrets {
    /// Where the secret of a new key lies: where secrets last, or within bounds.
    pub fn place(&self, file: &str) -> Result<PathBuf, SecretError> {
        let outside = || SecretError::Outside { path: file.to_owned() };
        if let Some(kept_in) = &self.kept_in {
            if let Err(source) = kept_in.metadata() {
                return Err(SecretError::Unwritable { path: shown(kept_in), source });
            }
            let place = kept_in.join(file);
            let within = Bounds::of(kept_in);
            return if within.outside(&place).is_none() { Ok(place) } else { Err(outside()) };
        }
        if self.is_thrown_away {
            return Err(SecretError::ThrownAway { path: file.to_owned() });
        }
        match self.bounds.outside(Path::new(file)) {
            None => Ok(PathBuf::from(file)),
            Some(_) => Err(outside()),
        }
    }

    /// The folder itself; or, below the one in which secrets last, what there is of its path: the rest
    /// is made with the first secret in it.
    fn there_already<'a>(&self, mut folder: &'a Path) -> &'a Path {
        let Some(kept_in) = &self.kept_in else { return folder };
        let is_missing = |folder: &Path| {
            let found = folder.symlink_metadata();
            found.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        while folder != kept_in && is_missing(folder) {
            folder = parent(folder);
        }
        folder
    }

    /// Removes what a run that was cut off left beside the places of secrets.
    fn sweep(&self, folder: &Path) {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(BESIDE) {
                // It is of no use to anybody, and may be another run's.
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    fn file(&self, path: &str) -> Result<String, SecretError> {
        let read = self.bounds.read(Path::new(path), LARGEST);
        let path = path.to_owned();
        let source = match read {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => return Ok(text),
                // The error itself would hold the bytes.
                Err(_) => io::ErrorKind::InvalidData.into(),
            },
            Err(Refusal::Outside(_)) => return Err(SecretError::Outside { path }),
            Err(Refusal::NotRegular(what)) => return Err(SecretError::NotRegular { path, what }),
            Err(Refusal::TooLarge) => return Err(SecretError::TooLarge { path }),
            Err(Refusal::Missing) => io::Error::new(io::ErrorKind::NotFound, "No such file"),
            Err(Refusal::Failed(error)) => error,
        };
        Err(SecretError::Unreadable { path, source })
    }
}

impl Secrets for EnvironmentSecrets {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
        let text = match reference {
            SecretRef::Env(name) => std::env::var(&**name).map_err(|error| match error {
                std::env::VarError::NotPresent => SecretError::NotSet { name: name.to_string() },
                // The error itself would show the value.
                std::env::VarError::NotUnicode(_) => {
                    SecretError::NotText { name: name.to_string() }
                }
            })?,
            SecretRef::File(path) => {
                let text = self.file(path)?;
                // Editors and `echo` end a file with a line break that is no part of the secret.
                text.strip_suffix('\n')
                    .map_or(text.as_str(), |t| t.trim_end_matches('\r'))
                    .to_owned()
            }
        };
        if text.is_empty() {
            return Err(SecretError::Empty { reference: reference.to_string() });
        }
        register::note(&text);
        // What is one line is no armoured key, to which its last line break belongs.
        let line = text.trim_end_matches(['\n', '\r']);
        if line.len() < text.len() && !line.contains('\n') {
            register::note(line);
            return Err(SecretError::LineBreak { reference: reference.to_string() });
        }
        Ok(SecretString::from(text))
    }

    fn may_keep(&self, file: &str) -> Result<(), SecretError> {
        let place = self.place(file)?;
        if place.symlink_metadata().is_ok() {
            return Err(SecretError::Taken { path: shown(&place) });
        }
        // A file without a name, which is gone at once.
        let made = tempfile::tempfile_in(self.there_already(parent(&place)));
        made.map(drop).map_err(|source| SecretError::Unwritable { path: shown(&place), source })
    }

    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError> {
        let place = self.place(file)?;
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => SecretError::Taken { path: shown(&place) },
            _ => SecretError::Unwritable { path: shown(&place), source },
        };
        let text = secret.expose_secret();
        register::note(text);
        if let Some(kept_in) = &self.kept_in {
            make_folders(kept_in, parent(&place)).map_err(failed)?;
        }
        // Beside its place and then put there, so that no half of it is ever seen; for its owner
        // only, and never over anything else, be it a link.
        let beside = tempfile::Builder::new().prefix(BESIDE).tempfile_in(parent(&place));
        let mut beside = beside.map_err(failed)?;
        beside.write_all(text.as_bytes()).map_err(failed)?;
        beside.write_all(b"\n").map_err(failed)?;
        beside.as_file().sync_all().map_err(failed)?;
        beside.persist_noclobber(&place).map_err(|error| failed(error.error))?;
        sync_folder(&place).map_err(failed)
    }

    fn kept(&self, file: &str) -> Result<Option<SecretString>, SecretError> {
        let place = self.place(file)?;
        self.sweep(parent(&place));
        let is_ours = |found: &Metadata| found.is_file() && found.len() <= LONGEST_KEY;
        match place.symlink_metadata() {
            Ok(found) if is_ours(&found) => {}
            Ok(_) => return Err(SecretError::NotAKey { path: shown(&place) }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(SecretError::Unreadable { path: shown(&place), source }),
        }
        let text =
            files::read_any(&place, LONGEST_KEY).ok().and_then(|b| String::from_utf8(b).ok());
        let key = text
            .as_deref()
            .map(str::trim)
            .filter(|key| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()));
        match key {
            Some(key) => {
                register::note(key);
                Ok(Some(SecretString::from(key)))
            }
            None => Err(SecretError::NotAKey { path: shown(&place) }),
        }
    }

    fn discard(&self, file: &str) -> Result<(), SecretError> {
        let place = self.place(file)?;
        let removed = std::fs::remove_file(&place).and_then(|()| sync_folder(&place));
        removed.map_err(|source| SecretError::Unwritable { path: shown(&place), source })
    }
}

/// Makes what is missing of a folder below another one, which is there.
fn make_folders(above: &Path, folder: &Path) -> io::Result<()> {
    if !above.is_dir() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Both halves of a key for S3 clients, as these read them from a file of credentials.
pub fn aws_credentials(id: &str, secret: &str) -> SecretString {
    let text = format!("[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
    SecretString::from(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn reads_a_file_without_its_last_line_break() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "tr0ub4dor\n").expect("written");
        let reference = SecretRef::File(file.path().to_string_lossy().into());
        let secrets = EnvironmentSecrets {
            bounds: Bounds::around(file.path(), &[]),
            ..EnvironmentSecrets::default()
        };
        let secret = secrets.resolve(&reference).expect("a secret");
        assert_eq!(secret.expose_secret(), "tr0ub4dor");
        assert!(!format!("{secret:?}").contains("tr0ub4dor"));
    }

    #[test]
    fn files_lie_within_bounds() {
        let (home, other) = (tempfile::tempdir(), tempfile::tempdir());
        let (home, other) = (home.expect("a folder"), other.expect("a folder"));
        let file = other.path().join("secret");
        std::fs::write(&file, "tr0ub4dor").expect("written");
        let reference = SecretRef::File(file.to_string_lossy().into());
        let bounds = Bounds::around(&home.path().join("site.kdl"), &[]);
        let error = EnvironmentSecrets { bounds, ..EnvironmentSecrets::default() }
            .resolve(&reference)
            .expect_err("outside");
        assert!(error.help().expect("a remedy").contains("--allow-outside"), "{error:?}");
        let bounds = Bounds::around(&home.path().join("site.kdl"), &[other.path().to_owned()]);
        assert!(
            EnvironmentSecrets { bounds, ..EnvironmentSecrets::default() }
                .resolve(&reference)
                .is_ok()
        );
    }

    #[test]
    fn a_users_key_has_a_variable_of_its_own() {
        assert_eq!(user_key_variable("alex.b@acme.example"), "FILES_API_KEY__ALEX_B_ACME_EXAMPLE");
    }

    #[test]
    fn errors_name_the_reference() {
        let name = "SITEPLAN_TEST_VARIABLE_THAT_NOBODY_SETS";
        let error = EnvironmentSecrets::default()
            .resolve(&SecretRef::Env(name.into()))
            .expect_err("not set");
        assert!(error.to_string().contains(name));
        let anywhere = EnvironmentSecrets {
            bounds: Bounds::around(Path::new("/x"), &[]),
            ..EnvironmentSecrets::default()
        };
        let error = anywhere.resolve(&SecretRef::File("/nowhere".into()));
        assert!(error.expect_err("no file").to_string().contains("/nowhere"));
    }
}
