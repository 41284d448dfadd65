//! Which site a command speaks to.

#![expect(clippy::disallowed_methods, reason = "the environment names the site and its key")]

use super::clock;
use super::definition;
use super::exit::Failure;
use super::output::{self, Output};
use crate::files;
use crate::live::{LiveSite, Look};
use crate::lower::suggest;
use crate::model::{Names, SecretRef};
use crate::pipeline::Checked;
use crate::site::secrets::KEY_VARIABLE;
use crate::site::{EnvironmentSecrets, FilesSite, LocalSite, NoSite, ReadSite, Secrets};
use crate::wording::visible;
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// Where the embedded store lies when nothing else is said.
const DEFAULT_STORE: &str = "site.db";
/// The host that the environment pins: the key is sent nowhere else.
const HOST_VARIABLE: &str = "FILES_HOST";
/// Set by pipelines, in which nobody means a store that lies about.
const PIPELINE_VARIABLE: &str = "CI";

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The embedded store that is meant where nobody names a site.
    DefaultStore,
    /// An embedded store.
    Local(PathBuf),
    /// A site of Files.com, by scheme and host.
    Remote(String),
}

/// The flag decides, then the environment, then the definition's host, then the default store.
/// Where several name a site of Files.com, they name the same one.
pub fn target(flag: Option<&str>, checked: Option<&Checked>) -> Result<Target, Failure> {
    let flag = flag.map(parse).transpose()?;
    // A store needs no key, and is named on purpose.
    if let Some(Target::Local(_)) = flag {
        return flag.ok_or_else(nobody_names_a_site);
    }
    let flag = Said { by: "`--target`".to_owned(), target: flag };
    let pinned = Said { by: HOST_VARIABLE.to_owned(), target: pinned()? };
    let declared = declared(checked)?;
    pinned.agrees_with(&flag)?;
    declared.agrees_with(&pinned)?;
    if !flag.is_this_machine() {
        declared.agrees_with(&flag)?;
    }
    match flag.target.or(pinned.target).or(declared.target) {
        Some(target) => Ok(target),
        None if may_fall_back() => Ok(Target::DefaultStore),
        None => Err(nobody_names_a_site()),
    }
}

/// The site that a saved plan is for, unless the flag or the environment names another one.
pub fn of_plan(target: &str, flag: Option<&str>) -> Result<Target, Failure> {
    let planned = parse(target)?;
    if let Some(flag) = flag
        && parse(flag)? != planned
    {
        return Err(Failure::Refused {
            message: format!("the plan is for {target}, not for {flag}"),
            help: "plan again for this target".to_owned(),
        });
    }
    if let Target::Remote(_) = planned {
        let planned = Said { by: "the plan".to_owned(), target: Some(planned.clone()) };
        planned.agrees_with(&Said { by: HOST_VARIABLE.to_owned(), target: pinned()? })?;
    }
    Ok(planned)
}

/// Who names which site, if any.
struct Said {
    by: String,
    target: Option<Target>,
}

impl Said {
    fn agrees_with(&self, pin: &Said) -> Result<(), Failure> {
        let (Some(Target::Remote(ours)), Some(Target::Remote(theirs))) =
            (&self.target, &pin.target)
        else {
            return Ok(());
        };
        if ours.eq_ignore_ascii_case(theirs) {
            return Ok(());
        }
        Err(Failure::Usage {
            message: format!("{} names {theirs}, and {} names {ours}", pin.by, self.by),
            help: "let both name the same site, or leave one of them out".to_owned(),
        })
    }

    /// An emulator, for trials.
    fn is_this_machine(&self) -> bool {
        let authority = |base: &str| base.split_once("://").is_some_and(|(_, at)| is_loopback(at));
        matches!(&self.target, Some(Target::Remote(base)) if authority(base))
    }
}

fn pinned() -> Result<Option<Target>, Failure> {
    set(HOST_VARIABLE).map(|host| remote(&host)).transpose()
}

fn declared(checked: Option<&Checked>) -> Result<Said, Failure> {
    let host = checked.and_then(|checked| Some((checked, checked.site.host.as_ref()?)));
    let Some((checked, (host, span))) = host else {
        return Ok(Said { by: String::new(), target: None });
    };
    let file = checked.sources.file(span.file);
    let line = file.position(span.start).line;
    let by = format!("the definition's `host` ({}:{line})", file.name());
    Ok(Said { by, target: Some(remote(host)?) })
}

/// The value of a variable; an empty one counts as unset.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_pipeline() -> bool {
    let no = ["false", "0", "no", "off"];
    set(PIPELINE_VARIABLE).is_some_and(|value| !no.contains(&value.to_ascii_lowercase().as_str()))
}

/// Whoever has a key, or works unattended, means a site that somebody named.
fn may_fall_back() -> bool {
    set(KEY_VARIABLE).is_none() && !is_pipeline()
}

fn nobody_names_a_site() -> Failure {
    let why = match set(KEY_VARIABLE) {
        Some(_) => format!("{KEY_VARIABLE} is set"),
        None => format!("this is a pipeline ({PIPELINE_VARIABLE} is set)"),
    };
    Failure::Usage {
        message: format!("no site is named, and {why}"),
        help: format!(
            "name it: --target https://HOST or --target local:FILE, `host` in the definition, or {HOST_VARIABLE}"
        ),
    }
}

fn parse(text: &str) -> Result<Target, Failure> {
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
    /// Gets the site ready to be looked at, or to be changed once it was. Nothing is read yet.
    /// Of the stores that are not there only the default one is taken, for an empty site.
    pub fn reach(self, output: &Output) -> Result<Reached, Failure> {
        Ok(match self {
            Target::DefaultStore => Reached::Store(default_store(output)),
            Target::Local(path) if !path.exists() => return Err(no_store(&path)),
            Target::Local(path) => Reached::Store(path),
            Target::Remote(base) => Reached::Site(Box::new(connect(&base)?)),
        })
    }

    /// The same, for whoever makes the store that is not there.
    pub fn reach_or_make(self, output: &Output) -> Result<Reached, Failure> {
        let path = match self {
            Target::Remote(_) => return self.reach(output),
            Target::DefaultStore => PathBuf::from(DEFAULT_STORE),
            Target::Local(path) => path,
        };
        if !path.exists() {
            output.progress(&format!("a new store: {}", visible(&path.display().to_string())));
        }
        Ok(Reached::Store(path))
    }

    /// The site, to look at only.
    pub fn reader(self, output: &Output) -> Result<Box<dyn ReadSite>, Failure> {
        Ok(match self.reach(output)? {
            Reached::Store(path) if !path.exists() => {
                Box::new(NoSite { target: format!("local:{}", path.display()) })
            }
            Reached::Store(path) => Box::new(LocalSite::reader(&path)?),
            Reached::Site(site) => site,
        })
    }

    /// A site that must be there.
    pub fn existing(self, output: &Output) -> Result<Reached, Failure> {
        match self {
            Target::DefaultStore => Target::Local(PathBuf::from(DEFAULT_STORE)).reach(output),
            other => other.reach(output),
        }
    }
}

fn default_store(output: &Output) -> PathBuf {
    let path = PathBuf::from(DEFAULT_STORE);
    if !path.exists() {
        output.progress(&format!(
            "no site is named, and there is no store {DEFAULT_STORE}: an empty site is taken"
        ));
    }
    path
}

fn no_store(path: &Path) -> Failure {
    let (name, shown) = (path.file_name().unwrap_or_default().to_string_lossy(), path.display());
    let beside = files::parent(path).read_dir();
    let beside = beside.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
    let is_alike = |name: &OsString| Path::new(name).extension() == path.extension();
    let beside = beside.filter(is_alike).filter_map(|name| name.into_string().ok());
    let beside: Vec<String> = beside.collect();
    let help = match suggest(&name, beside.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `local:{}`?", path.with_file_name(near).display()),
        None => format!(
            "`siteplan apply --target local:{shown}` makes a new one; a live site is named as \
             `--target https://HOST`"
        ),
    };
    Failure::Unsupported { message: format!("there is no store `{shown}`"), help }
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
        output::gaps(&live, output);
        Ok(live)
    }

    fn fetch(&self, look: &Look, names: &mut Names, output: &Output) -> Result<LiveSite, Failure> {
        let mut live = self.fetch_undated(look, names, output)?;
        live.read_at = Some(definition::now());
        Ok(live)
    }

    fn fetch_undated(
        &self,
        look: &Look,
        names: &mut Names,
        output: &Output,
    ) -> Result<LiveSite, Failure> {
        match self {
            Reached::Store(path) if !path.exists() => {
                let target = format!("local:{}", path.display());
                Ok(NoSite { target }.read(look, names)?)
            }
            Reached::Store(path) => Ok(LocalSite::reader(path)?.read(look, names)?),
            Reached::Site(site) => {
                let counter = output.counter(format!("reading {}", site.target()));
                site.watch(Some(Box::new(move |requests| counter.show(requests))));
                let live = site.read(look, names);
                site.watch(None);
                clock::tell(site, output);
                Ok(live?)
            }
        }
    }

    /// What of it the definition concerns. What is odd is among the findings of the difference.
    pub fn read_for(&self, checked: &mut Checked, output: &Output) -> Result<LiveSite, Failure> {
        let look = checked.look();
        self.fetch(&look, &mut checked.names, output)
    }

    /// Whether what is written for this site is gone when the run ends, as in a pipeline. The keys
    /// of an embedded store are as short-lived as the store.
    pub fn loses_files(&self) -> bool {
        matches!(self, Reached::Site(_)) && is_pipeline()
    }

    /// What the site is called by everybody on this machine, from wherever they reach it.
    pub fn identity(&self) -> String {
        match self {
            Reached::Store(path) => format!("local:{}", real(path).display()),
            Reached::Site(site) => site.target().to_ascii_lowercase(),
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

/// The path of a store, without links and from the root, whether or not it is there yet.
fn real(path: &Path) -> PathBuf {
    let folder = files::parent(path);
    let real = path.canonicalize().or_else(|_| {
        let name = path.file_name().unwrap_or_default();
        folder.canonicalize().map(|folder| folder.join(name))
    });
    real.or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

/// The key comes from the environment only: flags show up in lists of processes.
/// What names certificates to trust, and is passed over in silence where it names none.
fn certificates() -> Result<(), Failure> {
    let Some(file) = std::env::var_os("SSL_CERT_FILE").filter(|file| !file.is_empty()) else {
        return Ok(());
    };
    match std::fs::File::open(&file) {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::Usage {
            message: format!(
                "SSL_CERT_FILE names `{}`, which cannot be read",
                visible(&Path::new(&file).display().to_string())
            ),
            help: "name a file of certificates (PEM), or unset it".to_owned(),
        }),
    }
}

fn connect(base: &str) -> Result<FilesSite, Failure> {
    if base.starts_with("https:") {
        certificates()?;
    }
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
                other => panic!("{other:?}"),
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
