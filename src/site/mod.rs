//! The site at the other end: [`ReadSite`] shows it, [`Site`] also performs steps of a plan.
//!
//! In: steps of a plan. Out: a [`LiveSite`], and what became of each step. The embedded store
//! is one home of a site; the HTTP client is the other. Nothing here decides what should
//! change.

pub mod files_com;
pub mod holder;
pub mod local;
pub mod records;
pub mod refusal;
pub mod secrets;

pub use files_com::FilesSite;
pub use holder::Holder;
pub use local::LocalSite;
pub use records::{FolderRecord, Records, RecordsError, SSO_STRATEGIES, Strangers};
pub use refusal::Refusal;
pub use secrets::{EnvironmentSecrets, SecretError, Secrets, aws_credentials};

use crate::live::{LiveSite, Look, SettingsChange};
use crate::model::Names;
use crate::plan::step::Step;
use jiff::Timestamp;
use secrecy::SecretString;
use std::io;

/// A site that can be looked at. Commands that only read hold one of these, and cannot write.
pub trait ReadSite {
    /// As the target is written: `local:site.db`, `https://acme.files.com`.
    fn target(&self) -> &str;

    /// What is there, at least as far as `look` needs to see it.
    fn read(&self, look: &Look, names: &mut Names) -> Result<LiveSite, SiteError>;

    /// What the site remembers of who changed its settings, as far as it tells.
    fn settings_changes(&self) -> Result<Vec<SettingsChange>, SiteError> {
        Ok(Vec::new())
    }
}

/// A site that can be changed, by several steps at a time.
pub trait Site: ReadSite + Sync {
    /// Does one step, durably and wholly, or not at all.
    fn perform(&self, step: &Step, secrets: &dyn Secrets) -> Result<Outcome, SiteError>;

    /// Takes back what this run made a second time because another run made it at the same moment.
    /// A site on which one step excludes another knows no such thing.
    fn withdraw_twins(&self) -> Result<Vec<Twin>, SiteError> {
        Ok(Vec::new())
    }
}

/// Something that another run made at the same time as this one, which has withdrawn its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    pub what: String,
    pub withdrawn: i64,
    pub kept: i64,
}

/// An API key of a user that bears a certain name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey {
    pub id: i64,
    /// When the site made it, if it tells.
    pub created: Option<Timestamp>,
}

impl NamedKey {
    /// As a record of the site shows it.
    pub fn of(id: i64, created: Option<&str>) -> Self {
        NamedKey { id, created: created.and_then(|text| text.parse().ok()) }
    }
}

/// A site whose API keys can be told apart, for those that a run was cut off from making.
pub trait KeySite {
    /// The keys of a user that bear a name.
    fn keys_named(&self, user: Option<&str>, name: &str) -> Result<Vec<NamedKey>, SiteError>;

    /// The key that has this secret.
    fn key_of(&self, secret: &SecretString) -> Result<Option<i64>, SiteError>;

    fn revoke_key(&self, key: i64) -> Result<(), SiteError>;
}

/// An embedded store that nobody has made yet: it shows what a new one would.
pub struct NoSite {
    pub target: String,
}

impl ReadSite for NoSite {
    fn target(&self) -> &str {
        &self.target
    }

    fn read(&self, _: &Look, names: &mut Names) -> Result<LiveSite, SiteError> {
        Ok(LocalSite::new_records().into_live(&self.target, names)?)
    }
}

/// What became of a step that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// What it removes was gone, or exactly what it creates was there.
    AlreadyDone,
}

#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The site understood and said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("`{target}` cannot be reached")]
    Unreachable {
        target: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("`{target}` shows a certificate that is not trusted")]
    Untrusted {
        target: String,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("`{target}` is no API: it sends elsewhere, to {to}")]
    Redirected { target: String, to: String },
    /// The key is wrong, expired or of another site.
    #[error("`{target}` does not accept the key")]
    Key {
        target: String,
        #[source]
        source: Refusal,
    },
    /// The site is served by another host.
    #[error("`{target}` does not serve this site")]
    Region {
        target: String,
        #[source]
        source: Refusal,
    },
    #[error("the key may not read the list of {list}")]
    MayNotRead {
        list: &'static str,
        #[source]
        source: Refusal,
    },
    #[error("the site does not show the list of {list}")]
    NotShown {
        list: &'static str,
        #[source]
        source: Refusal,
    },
    #[error("the site's answer about {what} makes no sense: {detail}")]
    Answer { what: String, detail: String },
    /// A write went wrong, and the site does not show whether it happened.
    #[error("whether this happened is not known: {why}")]
    Unjudged {
        why: String,
        #[source]
        source: Box<SiteError>,
    },
    /// A write was accepted, and something else came of it.
    #[error("the site did something else: it shows {answered}")]
    Otherwise { answered: String },
    #[error("`{path}` is not a siteplan store")]
    NotAStore { path: String },
    #[error("the store `{path}` has format {found}, and this siteplan knows format {known}")]
    Version { path: String, found: u64, known: u64 },
    #[error("the store `{path}` is damaged: {detail}")]
    Corrupt { path: String, detail: String },
    #[error("the store `{path}` is in use")]
    Locked { path: String },
    #[error("the store `{path}` cannot be used")]
    Io {
        path: String,
        #[source]
        source: io::Error,
    },
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Records(#[from] RecordsError),
}

impl SiteError {
    /// What to do about it.
    pub fn help(&self) -> Option<&'static str> {
        match self {
            SiteError::NotAStore { .. } => {
                Some("give another path; siteplan leaves files alone that it did not make")
            }
            SiteError::Version { .. } => Some("use the siteplan that made it, or a newer one"),
            SiteError::Corrupt { .. } => {
                Some("restore the file from a backup, or start a new store from a snapshot")
            }
            SiteError::Locked { .. } => {
                Some("another siteplan has it open: wait until that one ends, then try again")
            }
            SiteError::Untrusted { .. } => Some(
                "trust the certificate's issuer: add it to the system's store, or name its file in SSL_CERT_FILE",
            ),
            SiteError::Redirected { .. } => {
                Some("name the host it points to, if that is your site; the key was not sent there")
            }
            SiteError::Key { .. } => {
                Some("set FILES_API_KEY to a key of this site that has not expired")
            }
            SiteError::MayNotRead { .. } => {
                Some("use the key of a site administrator, or of a read-only one to plan only")
            }
            SiteError::NotShown { source, .. } => source.help().or(Some(
                "the site's plan may lack it; if so, leave what is of that kind out of the definition",
            )),
            SiteError::Otherwise { .. } | SiteError::Unjudged { .. } => Some("look at the site, then plan again"),
            SiteError::Region { .. } => Some(
                "name the site's own host: as `host` in the definition, with --target or in FILES_HOST",
            ),
            SiteError::Unreachable { .. } => {
                Some("check the host's name, the network and the proxy, then try again")
            }
            SiteError::Answer { .. } | SiteError::Records(_) => {
                Some("check that the target is a site of Files.com; if it is, please report this")
            }
            SiteError::Refused(refusal) => refusal.help(),
            SiteError::Secret(error) => error.help(),
            SiteError::Io { .. } => None,
        }
    }

    /// Whether only one list is missing.
    pub fn is_about_a_list(&self) -> bool {
        matches!(self, SiteError::MayNotRead { .. } | SiteError::NotShown { .. })
    }

    /// Whether the site itself is lost, so that no other step could succeed either.
    pub fn is_fatal(&self) -> bool {
        !matches!(
            self,
            SiteError::Refused(_)
                | SiteError::Secret(_)
                | SiteError::Unjudged { .. }
                | SiteError::Otherwise { .. }
        )
    }

    /// Whether what failed with this has surely left nothing behind.
    pub fn leaves_nothing(&self) -> bool {
        matches!(self, SiteError::Refused(_) | SiteError::Secret(_))
    }

    /// A word for journals and machine formats. It never holds anything of the site's answer.
    pub fn word(&self) -> &str {
        match self {
            SiteError::Refused(refusal) => &refusal.error_type,
            SiteError::Unreachable { .. } => "unreachable",
            SiteError::Untrusted { .. } => "untrusted",
            SiteError::Redirected { .. } => "redirected",
            SiteError::Key { .. } => "key-refused",
            SiteError::Region { .. } => "other-region",
            SiteError::MayNotRead { .. } => "may-not-read",
            SiteError::NotShown { .. } => "not-shown",
            SiteError::Answer { .. } => "answer-invalid",
            SiteError::Unjudged { .. } => "not-known",
            SiteError::Otherwise { .. } => "done-otherwise",
            SiteError::NotAStore { .. } => "not-a-store",
            SiteError::Version { .. } => "store-version",
            SiteError::Corrupt { .. } => "store-damaged",
            SiteError::Locked { .. } => "store-locked",
            SiteError::Io { .. } => "input-output",
            SiteError::Secret(_) => "secret-missing",
            SiteError::Records(_) => "records-invalid",
        }
    }
}
