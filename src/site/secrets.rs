//! Secrets, resolved at the moment of the call and never kept.

#![expect(clippy::disallowed_methods, reason = "secrets come from the environment and from files")]

use crate::model::SecretRef;
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

/// Secrets of the process: environment variables, and files as they are when asked for.
#[derive(Debug, Default, Clone, Copy)]
pub struct EnvironmentSecrets;

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
                let unreadable =
                    |source| SecretError::Unreadable { path: path.to_string(), source };
                let text = std::fs::read_to_string(&**path).map_err(unreadable)?;
                // Editors and `echo` end a file with a line break that is no part of the secret.
                text.strip_suffix('\n')
                    .map_or(text.as_str(), |t| t.trim_end_matches('\r'))
                    .to_owned()
            }
        };
        if text.is_empty() {
            return Err(SecretError::Empty { reference: reference.to_string() });
        }
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
        let secret = EnvironmentSecrets.resolve(&reference).expect("a secret");
        assert_eq!(secret.expose_secret(), "tr0ub4dor");
        assert!(!format!("{secret:?}").contains("tr0ub4dor"));
    }

    #[test]
    fn a_users_key_has_a_variable_of_its_own() {
        assert_eq!(user_key_variable("alex.b@acme.example"), "FILES_API_KEY__ALEX_B_ACME_EXAMPLE");
    }

    #[test]
    fn errors_name_the_reference() {
        let name = "SITEPLAN_TEST_VARIABLE_THAT_NOBODY_SETS";
        let error = EnvironmentSecrets.resolve(&SecretRef::Env(name.into())).expect_err("not set");
        assert!(error.to_string().contains(name));
        let error = EnvironmentSecrets.resolve(&SecretRef::File("/nowhere".into()));
        assert!(error.expect_err("no file").to_string().contains("/nowhere"));
    }
}
