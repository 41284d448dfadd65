//! How much of a change is too much.

use super::step::{AccessImpact, AccessMove, Sign};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::diff::{Change, Operation};
use crate::wording::{counted, plural};

/// At most so many people may gain, or lose, access to anything, and so many objects may be
/// removed; none: no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    pub gain: Option<usize>,
    pub loss: Option<usize>,
    pub removals: Option<usize>,
}

impl Limits {
    /// What a difference does beyond the limits.
    pub fn exceeded(self, impact: &AccessImpact, changes: &[Change]) -> Vec<Diagnostic> {
        let mut found = self.removes_too_much(changes).into_iter().collect::<Vec<_>>();
        if let Some(most) = self.gain.filter(|most| impact.gain > *most) {
            let message = format!(
                "{} access, and at most {most} may",
                people(impact.gain, impact, Sign::Gained)
            );
            found.push(
                Diagnostic::error(codes::ACCESS_WIDENED, message)
                    .help("look through who gains what; then raise --max-gain for this run"),
            );
        }
        if let Some(most) = self.loss.filter(|most| impact.lose > *most) {
            let message = format!(
                "{} access, and at most {most} may",
                people(impact.lose, impact, Sign::Lost)
            );
            found.push(
                Diagnostic::error(codes::REMOVES_MANY, message)
                    .help("look through who loses what; then raise --max-loss for this run"),
            );
        }
        found
    }

    fn removes_too_much(self, changes: &[Change]) -> Option<Diagnostic> {
        let removed = changes
            .iter()
            .filter(|change| change.operation == Operation::Delete && !change.temporary);
        let removed: Vec<String> = removed.map(|change| format!("`{}`", change.address)).collect();
        let most = self.removals.filter(|most| removed.len() > *most)?;
        let objects = counted(removed.len(), "object is", "objects are");
        let message = format!(
            "{objects} removed ({}), and at most {most} may be",
            named(&removed, removed.len())
        );
        Some(
            Diagnostic::error(codes::REMOVES_MANY, message)
                .help("look through what goes; then raise --max-removals for this run"),
        )
    }
}

/// At most so many names are written out.
pub(super) const NAMED: usize = 3;

/// "`ada`, `ben`, `cleo` and 11 more".
pub(super) fn named(names: &[String], count: usize) -> String {
    let shown = &names[..names.len().min(NAMED)];
    match count - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// "14 people (`ada`, `ben`, `cleo` and 11 more) gain".
fn people(count: usize, impact: &AccessImpact, sign: Sign) -> String {
    let has = |one: &&AccessMove| one.changes.iter().any(|change| change.change == sign);
    let people = impact.moves.iter().filter(has).flat_map(|one| &one.people);
    let names: Vec<String> = people.take(NAMED).map(|name| format!("`{name}`")).collect();
    let people = counted(count, "person", "people");
    let verb = match sign {
        Sign::Gained => plural(count, "gains", "gain"),
        Sign::Lost => plural(count, "loses", "lose"),
    };
    format!("{people} ({}) {verb}", named(&names, count))
}
