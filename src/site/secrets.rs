//! Secrets, resolved at the moment of the call and never kept.

#![expect(clippy::disallowed_methods, reason = "secrets come from the environment and from files")]

use crate::files::{Bounds, Refusal};
use crate::model::SecretRef;
use crate::register;
use secrecy::{ExposeSecret, SecretString};
use std::io::{self, Write};
use std::path::Path;

/// Finds the secrets that a definition refers to, and keeps those that the site makes; for
/// several steps at a time.
pub trait Secrets: Sync {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError>;

    /// Whether a new secret could be written to that file; nothing is left there.
    fn may_keep(&self, file: &str) -> Result<(), SecretError>;

    /// Writes a secret that the site shows only once to a file that must not be there yet.
    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError>;
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
    #[error("the secret from `{reference}` is empty")]
    Empty { reference: String },
}

impl SecretError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            SecretError::Outside { .. } => {
                Some("permit the folder of the secret with --allow-outside DIR, or move the file")
            }
            _ => None,
        }
    }
}

/// No secret is larger.
const LARGEST: u64 = 1 << 20;

/// Secrets of the process: environment variables, and files as they are when asked for.
#[derive(Debug, Default, Clone)]
pub struct EnvironmentSecrets {
    /// Where the files may lie; nowhere, unless this says so.
    pub bounds: Bounds,
}

impl EnvironmentSecrets {
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
        Ok(SecretString::from(text))
    }

    fn may_keep(&self, file: &str) -> Result<(), SecretError> {
        let path = Path::new(file);
        if path.symlink_metadata().is_ok() {
            return Err(SecretError::Taken { path: file.to_owned() });
        }
        let folder = match path.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        // A file without a name, which is gone at once.
        let made = tempfile::tempfile_in(folder);
        made.map(drop).map_err(|source| SecretError::Unwritable { path: file.to_owned(), source })
    }

    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError> {
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::AlreadyExists => SecretError::Taken { path: file.to_owned() },
            _ => SecretError::Unwritable { path: file.to_owned(), source },
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut open = options.open(file).map_err(failed)?;
        let text = secret.expose_secret();
        register::note(text);
        open.write_all(text.as_bytes()).map_err(failed)?;
        open.write_all(b"\n").map_err(failed)?;
        open.sync_all().map_err(failed)
    }
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
        let secrets = EnvironmentSecrets { bounds: Bounds::around(file.path(), &[]) };
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
        let error = EnvironmentSecrets { bounds }.resolve(&reference).expect_err("outside");
        assert!(error.help().expect("a remedy").contains("--allow-outside"), "{error:?}");
        let bounds = Bounds::around(&home.path().join("site.kdl"), &[other.path().to_owned()]);
        assert!(EnvironmentSecrets { bounds }.resolve(&reference).is_ok());
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
        let anywhere = EnvironmentSecrets { bounds: Bounds::around(Path::new("/x"), &[]) };
        let error = anywhere.resolve(&SecretRef::File("/nowhere".into()));
        assert!(error.expect_err("no file").to_string().contains("/nowhere"));
    }
}
