//! Which site a command speaks to.

#![expect(clippy::disallowed_methods, reason = "the environment names the site and its key")]

use super::exit::Failure;
use super::output::{self, Output};
use crate::live::{LiveSite, Look};
use crate::model::{Definition, Names, SecretRef};
use crate::pipeline::Checked;
use crate::site::secrets::KEY_VARIABLE;
use crate::site::{EnvironmentSecrets, FilesSite, LocalSite, NoSite, ReadSite, Secrets};
use std::net::IpAddr;
use std::path::PathBuf;

/// Where the embedded store lies when nothing else is said.
const DEFAULT_STORE: &str = "site.db";
/// The host, where neither the flag nor the definition says one.
const HOST_VARIABLE: &str = "FILES_HOST";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An embedded store.
    Local(PathBuf),
    /// A site of Files.com, by scheme and host.
    Remote(String),
}

/// The flag decides, then the definition's host, then the environment, then the embedded store.
pub fn target(flag: Option<&str>, site: Option<&Definition>) -> Result<Target, Failure> {
    if let Some(flag) = flag {
        return parse(flag);
    }
    if let Some((host, _)) = site.and_then(|site| site.host.as_ref()) {
        return remote(host);
    }
    match std::env::var(HOST_VARIABLE) {
        Ok(host) if !host.is_empty() => remote(&host),
        _ => Ok(Target::Local(PathBuf::from(DEFAULT_STORE))),
    }
}

pub fn parse(text: &str) -> Result<Target, Failure> {
    if let Some(path) = text.strip_prefix("local:").filter(|path| !path.is_empty()) {
        return Ok(Target::Local(PathBuf::from(path)));
    }
    if text.contains("://") {
        return remote(text);
    }
    Err(no_target(text))
}

fn no_target(text: &str) -> Failure {
    Failure::Usage {
        message: format!("`{text}` is not a target"),
        help: "a target is local:FILE for an embedded store or https://HOST for a site".to_owned(),
    }
}

/// A host, with or without its scheme. What goes to another machine is encrypted: the key is
/// part of it.
fn remote(text: &str) -> Result<Target, Failure> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let authority = rest.trim_end_matches('/');
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    if authority.is_empty() || !authority.chars().all(named) {
        return Err(no_target(text));
    }
    match scheme {
        "https" => Ok(Target::Remote(format!("https://{authority}"))),
        "http" if is_loopback(authority) => Ok(Target::Remote(format!("http://{authority}"))),
        "http" => Err(Failure::Usage {
            message: format!("`{text}` would send the key in the open"),
            help: "say https; plain http is for this machine's own addresses only".to_owned(),
        }),
        _ => Err(no_target(text)),
    }
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Target {
    /// Gets the site ready for use. Nothing is read yet.
    pub fn reach(self) -> Result<Reached, Failure> {
        Ok(match self {
            Target::Local(path) => Reached::Store(path),
            Target::Remote(base) => Reached::Site(Box::new(connect(&base)?)),
        })
    }

    /// The site, to look at only. A store that nobody made yet is an empty site.
    pub fn reader(self) -> Result<Box<dyn ReadSite>, Failure> {
        Ok(match self {
            Target::Local(path) if !path.exists() => {
                Box::new(NoSite { target: format!("local:{}", path.display()) })
            }
            Target::Local(path) => Box::new(LocalSite::open_existing(&path)?),
            Target::Remote(base) => Box::new(connect(&base)?),
        })
    }

    /// The same, of a site that must be there.
    pub fn existing(self) -> Result<Reached, Failure> {
        if let Target::Local(path) = &self {
            LocalSite::open_existing(path)?;
        }
        self.reach()
    }
}

/// A site in use. A store is opened only while something is done with it; a site of Files.com
/// keeps its connections, and what it knows.
pub enum Reached {
    Store(PathBuf),
    Site(Box<FilesSite>),
}

impl Reached {
    /// What is there. A store that nobody made yet is an empty site. What is odd is told.
    pub fn read(
        &self,
        look: &Look,
        names: &mut Names,
        output: &Output,
    ) -> Result<LiveSite, Failure> {
        let live = self.fetch(look, names, output)?;
        output::odd(&live, output);
        Ok(live)
    }

    fn fetch(&self, look: &Look, names: &mut Names, output: &Output) -> Result<LiveSite, Failure> {
        match self {
            Reached::Store(path) if !path.exists() => {
                let target = format!("local:{}", path.display());
                Ok(NoSite { target }.read(look, names)?)
            }
            Reached::Store(path) => Ok(LocalSite::open_existing(path)?.read(look, names)?),
            Reached::Site(site) => {
                let counter = output.counter(format!("reading {}", site.target()));
                site.watch(Some(Box::new(move |requests| counter.show(requests))));
                let live = site.read(look, names);
                site.watch(None);
                Ok(live?)
            }
        }
    }

    /// What of it the definition concerns. What is odd is among the findings of the difference.
    pub fn read_for(&self, checked: &mut Checked, output: &Output) -> Result<LiveSite, Failure> {
        let look = Look::of(&checked.site, &checked.names);
        self.fetch(&look, &mut checked.names, output)
    }

    /// Where the journal of a run lies.
    pub fn journal(&self) -> PathBuf {
        match self {
            Reached::Store(path) => {
                let mut name = path.as_os_str().to_owned();
                name.push(".journal");
                PathBuf::from(name)
            }
            Reached::Site(site) => {
                let host = site.target().split("://").last().unwrap_or_default();
                let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
                let host: String = host.chars().map(plain).collect();
                PathBuf::from(format!("{host}.journal"))
            }
        }
    }

    /// How many requests this took, as people are told.
    pub fn tell_requests(&self, output: &Output) {
        let Reached::Site(site) = self else { return };
        let requests = site.requests();
        let each: Vec<String> = requests
            .by_resource
            .iter()
            .map(|(resource, count)| format!("{resource} {}", count.reads + count.writes))
            .collect();
        output.progress(&format!(
            "requests: {} to read, {} to change ({})",
            requests.reads(),
            requests.writes(),
            each.join(", ")
        ));
    }
}

/// The key comes from the environment only: flags show up in lists of processes.
fn connect(base: &str) -> Result<FilesSite, Failure> {
    let key = EnvironmentSecrets::default().resolve(&SecretRef::Env(KEY_VARIABLE.into()));
    let key = key.map_err(|error| Failure::Unsupported {
        message: format!("there is no key for {base}: {error}"),
        help: format!("set {KEY_VARIABLE} to an API key of the site"),
    })?;
    Ok(FilesSite::new(base, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let remote = |text: &str| {
            parse(text).map(|target| match target {
                Target::Remote(base) => base,
                Target::Local(path) => panic!("{path:?}"),
            })
        };
        for fine in ["http://127.0.0.1:4041", "http://localhost:1", "http://[::1]:80"] {
            assert_eq!(remote(fine).expect("loopback"), fine);
        }
        assert_eq!(remote("https://acme.example/").expect("a host"), "https://acme.example");
        for not in [
            "http://acme.example",
            "http://127.0.0.1.acme.example",
            "http://localhost.acme.example",
            "http://192.0.2.7",
            "ftp://acme.example",
            "https://",
            "https://user:pass@acme.example",
            "https://acme.example/api?x",
            "acme.example",
        ] {
            assert!(remote(not).is_err(), "{not}");
        }
    }
}
