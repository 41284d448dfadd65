//! Which lines of a definition can be dropped so that what is left still checks.

use super::{Checked, check};
use crate::diagnostic::{Edit, Severity};
use crate::lower::{FileError, Files};
use crate::model::Names;
use crate::query::unused::Dropped;
use crate::query::unused::drops::{Places, Target, Trees};
use crate::syntax::apply_edits;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// How often the definition is checked at most: each time as long as a check.
const MOST_CHECKS: usize = 100;

/// A definition, and how to check it again.
pub struct Droppable<'a> {
    pub declared: &'a Checked,
    /// The names that the targets are of.
    pub names: &'a Names,
    pub root: &'a str,
    pub files: &'a dyn Files,
    pub now: Timestamp,
}

/// The edits that drop what can be dropped, and what becomes of each target.
pub fn drops(of: &Droppable<'_>, targets: &[Target]) -> (Vec<Edit>, Vec<Dropped>) {
    let Checked { site, sources, .. } = of.declared;
    let trees = Trees::of(site, sources);
    let places = Places::of(&trees, site, sources, of.names);
    let refused: Vec<Option<String>> =
        targets.iter().map(|target| places.refusal(target)).collect();
    let open: Vec<usize> = (0..targets.len()).filter(|at| refused[*at].is_none()).collect();
    let mut trial = Trial {
        of,
        places: &places,
        targets,
        before: weighed(of.declared),
        kept: Vec::new(),
        refused,
        left: MOST_CHECKS,
    };
    trial.grow(&open);
    // What stands in the way of one may have gone after it.
    loop {
        let goes = trial.kept.len();
        let rest: Vec<usize> =
            open.iter().copied().filter(|at| trial.refused[*at].is_some()).collect();
        trial.grow(&rest);
        if trial.kept.len() == goes || trial.left == 0 {
            break;
        }
    }
    let Trial { kept, mut refused, .. } = trial;
    let goes = |user| kept.iter().any(|at| targets[*at] == Target::User(user));
    for (at, target) in targets.iter().enumerate() {
        if let Target::WithUser(user) = target
            && refused[at].is_none()
            && !goes(*user)
        {
            refused[at] = Some("it goes with the account, which stays".to_owned());
        }
    }
    let edits = places.edits(kept.iter().map(|at| &targets[*at]));
    let dropped = refused.into_iter().map(|why| why.map_or(Dropped::Done, Dropped::Kept));
    (edits, dropped.collect())
}

/// How many findings of each code there are that somebody has to look at.
fn weighed(checked: &Checked) -> FxHashMap<&'static str, usize> {
    let mut all = FxHashMap::default();
    for finding in checked.findings.iter().filter(|one| one.severity > Severity::Info) {
        *all.entry(finding.code.0).or_default() += 1;
    }
    all
}

struct Trial<'a, 's> {
    of: &'a Droppable<'a>,
    places: &'a Places<'s>,
    targets: &'a [Target],
    before: FxHashMap<&'static str, usize>,
    /// What goes.
    kept: Vec<usize>,
    refused: Vec<Option<String>>,
    left: usize,
}

impl Trial<'_, '_> {
    /// Takes as many of these as go together with those that go already.
    fn grow(&mut self, some: &[usize]) {
        if some.is_empty() {
            return;
        }
        let why = match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                self.tried(some)
            }
            None => Some("too many others could not be dropped: drop those first".to_owned()),
        };
        match (why, some) {
            (None, _) => {
                some.iter().for_each(|at| self.refused[*at] = None);
                self.kept.extend(some);
            }
            (Some(why), [one]) => self.refused[*one] = Some(why),
            (Some(why), _) if self.left == 0 => {
                some.iter().for_each(|at| {
                    self.refused[*at].get_or_insert_with(|| why.clone());
                });
            }
            _ => {
                let (half, rest) = some.split_at(some.len() / 2);
                self.grow(half);
                self.grow(rest);
            }
        }
    }

    /// What would be wrong without these; none: nothing that was not before.
    fn tried(&self, some: &[usize]) -> Option<String> {
        let all = self.kept.iter().chain(some).map(|at| &self.targets[*at]);
        let mut edits: BTreeMap<_, Vec<Edit>> = BTreeMap::new();
        for edit in self.places.edits(all) {
            edits.entry(edit.span.file).or_default().push(edit);
        }
        let sources = &self.of.declared.sources;
        let mut texts = FxHashMap::default();
        for (file, edits) in &edits {
            let file = sources.file(*file);
            match apply_edits(file.text(), edits) {
                Ok(text) => texts.insert(file.name(), text),
                Err(error) => panic!("what is dropped lies apart, and within its file: {error}"),
            };
        }
        let edited = Edited { files: self.of.files, texts };
        let checked = check(self.of.root, &edited, Names::default(), self.of.now);
        let after = weighed(&checked);
        let more = |code: &str| after.get(code) > self.before.get(code);
        let first = checked.findings.iter().find(|finding| more(finding.code.0))?;
        let place = first.span().map(|span| {
            let file = checked.sources.file(span.file);
            format!(" ({}:{})", file.name(), file.position(span.start).line)
        });
        let message = &first.message;
        Some(format!("without it, check says: {message}{}", place.unwrap_or_default()))
    }
}

/// Files, of which some are other than they were.
struct Edited<'a> {
    files: &'a dyn Files,
    texts: FxHashMap<&'a str, String>,
}

impl Files for Edited<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        self.texts.get(path).map_or_else(|| self.files.read(path), |text| Ok(text.clone()))
    }

    fn table(&self, path: &str) -> Result<(String, crate::csv::encoding::Encoding), FileError> {
        match self.texts.get(path) {
            Some(text) => Ok((text.clone(), crate::csv::encoding::Encoding::Utf8)),
            None => self.files.table(path),
        }
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        self.files.matching(pattern)
    }

    fn outside(&self, path: &str) -> Option<String> {
        self.files.outside(path)
    }
}
