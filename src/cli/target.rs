//! Which site a command speaks to.

use super::exit::Failure;
use crate::model::Definition;
use crate::site::{LocalSite, NoSite, ReadSite};
use std::path::PathBuf;

/// Where the embedded store lies when nothing else is said.
const DEFAULT_STORE: &str = "site.db";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An embedded store.
    Local(PathBuf),
    /// A site of Files.com, by host.
    Remote(String),
}

/// The flag decides, then the definition's host, then the embedded store.
pub fn target(flag: Option<&str>, site: Option<&Definition>) -> Result<Target, Failure> {
    if let Some(flag) = flag {
        return parse(flag);
    }
    match site.and_then(|site| site.host.as_ref()) {
        Some((host, _)) => Ok(Target::Remote(host.to_string())),
        None => Ok(Target::Local(PathBuf::from(DEFAULT_STORE))),
    }
}

pub fn parse(text: &str) -> Result<Target, Failure> {
    if let Some(path) = text.strip_prefix("local:").filter(|path| !path.is_empty()) {
        return Ok(Target::Local(PathBuf::from(path)));
    }
    if let Some(host) = text.strip_prefix("https://").filter(|host| !host.is_empty()) {
        return Ok(Target::Remote(host.trim_end_matches('/').to_owned()));
    }
    Err(Failure::Usage {
        message: format!("`{text}` is not a target"),
        help: "a target is local:FILE for an embedded store or https://HOST for a site".to_owned(),
    })
}

impl Target {
    /// The site, to look at. A store that nobody made yet is an empty site.
    pub fn reader(self) -> Result<Box<dyn ReadSite>, Failure> {
        let path = self.store()?;
        if !path.exists() {
            return Ok(Box::new(NoSite { target: format!("local:{}", path.display()) }));
        }
        Ok(Box::new(LocalSite::open_existing(&path)?))
    }

    /// The site, to look at; it must be there.
    pub fn existing(self) -> Result<Box<dyn ReadSite>, Failure> {
        Ok(Box::new(LocalSite::open_existing(&self.store()?)?))
    }

    /// The store, where it is one.
    pub fn store(self) -> Result<PathBuf, Failure> {
        match self {
            Target::Local(path) => Ok(path),
            Target::Remote(host) => Err(Failure::Unsupported {
                message: format!("this version cannot speak to https://{host} yet"),
                help: "name an embedded store with --target local:site.db, or compare with a snapshot: plan --live FILE".to_owned(),
            }),
        }
    }
}
