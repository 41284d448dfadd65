//! The compiler under test: a pair's two texts to a plan.

use super::world::Pair;
use super::write::{definition, snapshot};
use siteplan::diff::{Difference, diff};
use siteplan::live::LiveSite;
use siteplan::live::snapshot::read;
use siteplan::lower::{FileError, Files, load, lower};
use siteplan::model::{Definition, Names};
use siteplan::plan::{AccessImpact, Basis, Cycle, Header, Plan, Transition, compile, impact};
use siteplan::source::Sources;

struct Text(String);

impl Files for Text {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.clone())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// None where the texts are not sound: the pair cannot be.
pub fn plan(pair: &Pair, bridge: bool) -> Option<Result<Plan, Cycle>> {
    let Compared { names, site, live, difference, transition } = compare(pair)?;
    let (header, access) = (Header::default(), AccessImpact::default());
    let basis = Basis { bridge, ..Basis::new(&transition, &live, &site, &names) };
    Some(compile(header, difference.changes, difference.undeclared, access, basis))
}

/// Who gains or loses what by the plan, as it is told.
pub fn told(pair: &Pair) -> Option<AccessImpact> {
    let Compared { names, live, difference, transition, .. } = compare(pair)?;
    Some(impact(&transition, &live, &difference.changes, &names))
}

struct Compared {
    names: Names,
    site: Definition,
    live: LiveSite,
    difference: Difference,
    transition: Transition,
}

fn compare(pair: &Pair) -> Option<Compared> {
    let (mut sources, mut names) = (Sources::default(), Names::default());
    let text = Text(definition(pair));
    let loaded = load("site.kdl", &text, &mut sources);
    let (site, found) = lower(&sources, &loaded.trees, &mut names);
    if loaded.diagnostics.iter().chain(&found).any(|found| found.is_error()) {
        return None;
    }
    let file = sources.add("live.json", snapshot(pair));
    let (live, found) = read(&sources, file, &mut names);
    if !found.is_empty() {
        return None;
    }
    let difference = diff(&site, &live, &mut names, &sources);
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let transition = Transition::new(&live, &difference.changes, &mut names, now);
    Some(Compared { names, site, live, difference, transition })
}
