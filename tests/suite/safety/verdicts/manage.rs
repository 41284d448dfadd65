//! Lines of `manage`, and what they decide, from the words of the README.

use crate::safety::world::{Id, ROOT, World};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Keep,
    Report,
    Remove,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    All,
    /// A folder and what lies in it.
    Within(Id),
    /// Names that begin like this.
    Matching(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub of: &'static str,
    pub scope: Scope,
    pub fate: Fate,
}

pub const EVERYTHING: &str = "everything";

/// The lines there are, and how each tells its objects apart.
pub const LINES: &[(&str, Tells)] = &[
    (EVERYTHING, Tells::Nothing),
    ("users", Tells::Names),
    ("groups", Tells::Names),
    ("folders", Tells::Places),
    ("grants", Tells::Places),
    ("behaviors", Tells::Places),
    ("automations", Tells::Nothing),
    ("memberships", Tells::Nothing),
    ("roles", Tells::Nothing),
    ("sign-in", Tells::Nothing),
    ("settings", Tells::Nothing),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    Nothing,
    Names,
    Places,
}

/// Who or what a line is asked about.
#[derive(Debug, Clone, Copy)]
pub enum Told<'a> {
    Nothing,
    Name(&'a str),
    Place(Id),
}

/// What becomes of something; paths are those of `world`.
pub fn fate(lines: &[Line], of: &str, told: Told<'_>, world: &World) -> Fate {
    // The narrowest: how deep the folder lies, how long the pattern is.
    let holds = |line: &Line| match (&line.scope, told) {
        (Scope::All, _) => Some(0),
        (Scope::Within(folder), Told::Place(place)) => {
            let is_there = world.folders[*folder].exists || *folder == ROOT;
            (is_there && world.is_within(place, *folder)).then(|| 1 + world.path(*folder).len())
        }
        (Scope::Matching(start), Told::Name(name)) => {
            name.to_lowercase().starts_with(&start.to_lowercase()).then_some(1 + start.len())
        }
        _ => None,
    };
    let own = lines.iter().filter(|line| line.of == of);
    let narrowest =
        own.filter_map(|line| Some((holds(line)?, line.fate))).max_by_key(|(by, _)| *by);
    let everything = || lines.iter().find(|line| line.of == EVERYTHING).map(|line| line.fate);
    narrowest.map(|(_, fate)| fate).or_else(everything).unwrap_or(Fate::Report)
}

pub fn text(lines: &[Line], world: &World) -> String {
    let written = lines.iter().map(|Line { of, scope, fate }| {
        let scope = match scope {
            Scope::All => String::new(),
            Scope::Within(ROOT) => " within=\"/\"".to_owned(),
            Scope::Within(folder) => format!(" within={:?}", world.path(*folder)),
            Scope::Matching(start) => format!(" matching=\"{start}*\""),
        };
        let fate = format!("{fate:?}").to_lowercase();
        format!("    {of} undeclared={fate:?}{scope}\n")
    });
    let written: String = written.collect();
    if written.is_empty() { written } else { format!("manage {{\n{written}}}\n") }
}
