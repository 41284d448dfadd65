//! Where an automation leads: each path that it works on, of both versions, and what cannot be
//! told of it before it runs.

mod classic;
mod flow;
mod graph;

pub use graph::Graph;

use super::glob::{Astray, Form, Pattern, PatternError, Route, is_relative};
use super::value::Value;
use std::fmt;

/// What a path of an automation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The files it works on.
    Source,
    /// The folders it works in.
    Folder,
    Destination,
    /// The folders it makes.
    NewFolder,
}

/// What is done where a path leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    pub reads: bool,
    pub writes: bool,
    pub deletes: bool,
}

impl Work {
    const READS: Work = Work { reads: true, writes: false, deletes: false };
    const WRITES: Work = Work { reads: false, writes: true, deletes: false };
}

/// What says it: an attribute, in a graph that of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'v> {
    pub attribute: &'static str,
    pub node: Option<&'v str>,
}

/// A path on which an automation works.
#[derive(Debug, Clone)]
pub struct Lead<'v> {
    pub said: Said<'v>,
    pub role: Role,
    pub work: Work,
    /// As it is written.
    pub text: &'v str,
    pub route: Route<'v>,
    /// Where it leads by another reading of Files.com's documents.
    pub or_else: Option<Route<'v>>,
    /// What of it is left out.
    pub excluded: Option<&'v str>,
    /// The folder in which an exclusion may be meant.
    pub base: Option<Route<'v>>,
}

impl Lead<'_> {
    /// What the path matches: folders, or files.
    pub fn pattern(&self, route: &Route<'_>) -> Result<Pattern, PatternError> {
        if self.is_of_folders() { route.folders() } else { route.files() }
    }

    pub fn is_of_folders(&self) -> bool {
        matches!(self.role, Role::Folder | Role::NewFolder)
    }

    /// Whether it certainly leads wherever its route does, and nowhere else.
    pub fn is_exact(&self) -> bool {
        self.or_else.is_none() && self.excluded.is_none() && self.route.depends_on().is_none()
    }

    /// Whether it is written from the root down, as it is.
    pub fn is_absolute(&self) -> bool {
        self.route.to_string() == self.text.trim_start_matches('/')
    }
}

/// Why something of an automation is not known before it runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The value of a token, or of an expression.
    Token(String),
    /// All that is missing may be what an exclusion leaves out.
    Exclusion(String),
    /// Files.com's documents allow two readings, and only one is covered.
    TwoReadings(String),
    Astray(Astray),
    Malformed(PatternError),
    /// A relative path, and nothing tells in which folder it begins.
    Base,
    Syncs,
    Automation,
    Agent,
    Given,
    Graph,
    NodeType(String),
    /// The id of a child site, a workspace or a remote server is not certain.
    Remote,
    /// Whether what is granted on the root counts in another workspace or on a remote server.
    Root,
}

/// As the end of a sentence that begins with "because".
impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Token(token) => write!(f, "`{token}` is known only when it runs"),
            Doubt::Exclusion(pattern) => {
                write!(f, "`{pattern}` may or may not leave out what is missing")
            }
            Doubt::TwoReadings(other) => write!(f, "it may also mean `{other}`"),
            Doubt::Astray(Astray::FromWildcard) => {
                f.write_str("`..` goes up from a wildcard for any number of folders")
            }
            Doubt::Astray(Astray::AboveRoot) => f.write_str("`..` goes up beyond the root"),
            Doubt::Malformed(error) => write!(f, "the pattern cannot be read: {error}"),
            Doubt::Base => f.write_str("the folder in which it begins is not certain"),
            Doubt::Syncs => f.write_str("what its syncs read and write is not known here"),
            Doubt::Automation => f.write_str("the automation that it runs is not looked at"),
            Doubt::Agent => f.write_str("what an agent does on a remote server is not known here"),
            Doubt::Given => f.write_str("its files are named when it is started"),
            Doubt::Graph => f.write_str("its graph cannot be read"),
            Doubt::NodeType(node) => write!(f, "nodes of type `{node}` are not known here"),
            Doubt::Remote => f.write_str("the id of what is remote is not certain"),
            Doubt::Root => {
                f.write_str("it is not documented whether a grant on the root counts there")
            }
        }
    }
}

/// Something that is not known, and what says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown<'v> {
    pub said: Said<'v>,
    pub doubt: Doubt,
}

/// Everywhere an automation leads.
#[derive(Debug, Clone, Default)]
pub struct Leads<'v> {
    /// Each that its owner has to cover.
    pub known: Vec<Lead<'v>>,
    /// The files that it works on; what a destination's tokens speak of.
    pub files: Vec<Lead<'v>>,
    pub unknown: Vec<Unknown<'v>>,
    /// Patterns that are none, or that lead nowhere.
    pub malformed: Vec<(Said<'v>, &'v str, Doubt)>,
}

/// Where an automation with these attributes leads.
pub fn leads<'v>(get: impl Fn(&'static str) -> Option<&'v Value>) -> Leads<'v> {
    let mut leads = Leads::default();
    if text(get("automation")) == Some("v2") {
        flow::leads(get("definition"), &mut leads);
    } else {
        classic::leads(&get, &mut leads);
    }
    leads
}

/// The files that an automation works on: which folders, which files in them, and which not.
#[derive(Clone, Copy)]
struct Files<'v> {
    path: Option<&'v str>,
    source: Option<&'v str>,
    exclude: Option<&'v str>,
    node: Option<&'v str>,
}

impl<'v> Files<'v> {
    fn said(&self, attribute: &'static str) -> Said<'v> {
        Said { attribute, node: self.node }
    }

    fn are_said(&self) -> bool {
        self.path.is_some() || self.source.is_some()
    }
}

impl<'v> Leads<'v> {
    /// Takes over the files that are worked on. Gives the folder that relative paths begin in.
    fn files(&mut self, files: Files<'v>, work: Work) -> Option<Route<'v>> {
        let folder =
            files.path.and_then(|path| self.route(files.said("path"), path, Route::glob(path)));
        if files.path.is_some() && folder.is_none() {
            return None;
        }
        let below = |text: &'v str| match &folder {
            Some(folder) => folder.clone().down(Form::Glob, text),
            None => Route::glob(text),
        };
        if let Some(exclude) = files.exclude
            && let Err(error) = Pattern::automation(exclude)
        {
            self.malformed.push((files.said("exclude_pattern"), exclude, Doubt::Malformed(error)));
        }
        let excluded = files.exclude.filter(|text| Pattern::automation(text).is_ok());
        let source =
            files.source.and_then(|source| self.route(files.said("source"), source, below(source)));
        let Files { path, source: said, .. } = files;
        // A source within the folder leads nowhere else.
        let within = said.is_none_or(|source| !source.contains('/'));
        if let (Some(path), Some(folder)) = (path, &folder)
            && (excluded.is_none() || !within || source.is_none())
        {
            self.lead(files.said("path"), Role::Folder, work, path, Ok(folder.clone()));
        }
        let every = || folder.clone()?.down(Form::Glob, "*").ok();
        let text = said.or(path);
        if let (Some(text), Some(route)) = (text, source.clone().or_else(every)) {
            let attribute = if said.is_some() { "source" } else { "path" };
            let base = folder.clone();
            let (role, or_else, said) = (Role::Source, None, files.said(attribute));
            let lead = Lead { said, role, work, text, route, or_else, excluded, base };
            if folder.is_none() || excluded.is_some() || !within {
                self.known.push(lead.clone());
            }
            self.files.push(lead);
        }
        folder.or_else(|| source?.folder().ok())
    }

    /// Takes over what is written to. A relative path begins in `base`, any other in `below`, or
    /// at the root.
    fn destination(
        &mut self,
        said: Said<'v>,
        role: Role,
        text: &'v str,
        base: Option<&Route<'v>>,
        below: Option<&Route<'v>>,
    ) {
        let route = match (is_relative(text), base, below) {
            (true, Some(base), _) => base.clone().down(Form::Template, text),
            (true, None, _) => return self.unknown(said, Doubt::Base),
            (false, _, Some(folder)) => folder.clone().down(Form::Template, text),
            (false, _, None) => Route::template(text),
        };
        self.lead(said, role, Work::WRITES, text, route);
    }

    /// Another reading of the destination that was taken over last.
    fn or_else(&mut self, text: &str, other: &str, base: Option<&Route<'v>>) {
        let route = match base {
            Some(base) if is_relative(other) => base.clone().down_owned(Form::Template, other),
            _ => Route::ROOT.down_owned(Form::Template, other),
        };
        if let (Some(lead), Ok(route)) = (self.known.last_mut(), route)
            && lead.text == text
        {
            lead.or_else = Some(route);
        }
    }

    fn lead(
        &mut self,
        said: Said<'v>,
        role: Role,
        work: Work,
        text: &'v str,
        route: Result<Route<'v>, Astray>,
    ) {
        if let Some(route) = self.route(said, text, route) {
            let (or_else, excluded, base) = (None, None, None);
            self.known.push(Lead { said, role, work, text, route, or_else, excluded, base });
        }
    }

    /// A path that can be read; any other is told.
    fn route(
        &mut self,
        said: Said<'v>,
        text: &'v str,
        route: Result<Route<'v>, Astray>,
    ) -> Option<Route<'v>> {
        let doubt = match route {
            Ok(route) => match route.folders() {
                Ok(_) => return Some(route),
                Err(error) => Doubt::Malformed(error),
            },
            Err(astray @ Astray::FromWildcard) => {
                self.unknown.push(Unknown { said, doubt: Doubt::Astray(astray) });
                return None;
            }
            Err(astray) => Doubt::Astray(astray),
        };
        self.malformed.push((said, text, doubt));
        None
    }

    fn unknown(&mut self, said: Said<'v>, doubt: Doubt) {
        self.unknown.push(Unknown { said, doubt });
    }
}

/// A text that says something.
fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_text).filter(|text| !text.is_empty())
}

/// The texts of a list, or the one text.
fn texts(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let one = text(value);
    let list = value.map_or(&[][..], Value::as_list).iter();
    one.into_iter().chain(list.filter_map(|item| text(Some(item))))
}
