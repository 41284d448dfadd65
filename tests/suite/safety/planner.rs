//! The compiler under test: a pair's two texts to a plan.

use super::world::Pair;
use super::write::{definition, snapshot};
use siteplan::diff;
use siteplan::live::snapshot::read;
use siteplan::lower::{FileError, Files, load, lower};
use siteplan::model::Names;
use siteplan::plan::{AccessImpact, Basis, Cycle, Header, Plan, Transition, compile};
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
    let difference = diff::diff(&site, &live, &mut names, &sources);
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    let transition = Transition::new(&live, &difference.changes, &mut names, now);
    let (header, access) = (Header::default(), AccessImpact::default());
    let basis = Basis { bridge, ..Basis::new(&transition, &live, &site, &names) };
    Some(compile(header, difference.changes, difference.undeclared, access, basis))
}
