//! The compiler under test: a pair's two texts to a plan.

use super::world::Pair;
use super::write::{definition, snapshot};
use siteplan::facade::diagnostic::Diagnostic;
use siteplan::facade::live::LiveSite;
use siteplan::facade::live::snapshot::read;
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Checked, Planned, Wanted, check, take_base};
use siteplan::facade::plan::{AccessImpact, Cycle, Plan};
use siteplan::facade::rules::{self, Check};

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
    Some(planned(pair, Wanted { bridge, ..Wanted::default() })?.plan)
}

/// Whether the definition is refused, as no order of steps leads there.
pub fn is_refused(pair: &Pair) -> bool {
    let (definition, live) = (definition(pair), snapshot(pair));
    let texts = Texts { definition: &definition, base: None, live: &live };
    let in_itself = |found: &Diagnostic| found.message.contains("which lies in itself");
    texts.read(|checked, _| checked.findings.iter().any(in_itself)) == Some(true)
}

/// Who gains or loses what by the plan, as it is told.
pub fn told(pair: &Pair) -> Option<AccessImpact> {
    Some(planned(pair, Wanted::default())?.plan.ok()?.access)
}

fn planned(pair: &Pair, wanted: Wanted) -> Option<Planned> {
    let (definition, live) = (definition(pair), snapshot(pair));
    let texts = Texts { definition: &definition, base: None, live: &live };
    texts.read(|mut checked, live| pipeline::plan(&mut checked, &live, wanted))
}

/// What is compared.
#[derive(Clone, Copy)]
pub struct Texts<'a> {
    pub definition: &'a str,
    /// The definition as it was.
    pub base: Option<&'a str>,
    /// A snapshot.
    pub live: &'a str,
}

impl Texts<'_> {
    /// None where the texts are not sound.
    pub fn read<T>(self, compare: impl FnOnce(Checked, LiveSite) -> T) -> Option<T> {
        let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
        let definition = Text(self.definition.to_owned());
        let mut checked = check("site.kdl", &definition, Names::default(), now);
        // A site may well be as a rule says that it should not be.
        let is_unread = |found: &Diagnostic| found.is_error() && !is_of_definition(found);
        if checked.findings.iter().any(is_unread) {
            return None;
        }
        if let Some(base) = self.base {
            take_base(&mut checked, "site.kdl", &Text(base.to_owned())).ok()?;
        }
        let file = checked.sources.add("live.json", self.live.to_owned());
        let (live, found) = read(&checked.sources, file, &mut checked.names);
        found.is_empty().then(|| compare(checked, live))
    }
}

fn is_of_definition(found: &Diagnostic) -> bool {
    let rule = rules::find(found.code.0);
    rule.is_some_and(|rule| matches!(rule.check, Check::Definition(_)))
}
