//! How much of a change in access is too much.

use super::step::{AccessImpact, AccessMove, Sign};
use crate::diagnostic::Diagnostic;
use crate::rules::difference::codes;

/// At most so many people may gain, or lose, access to anything; none: no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    pub gain: Option<usize>,
    pub loss: Option<usize>,
}

impl Limits {
    /// What a difference in access does beyond the limits.
    pub fn exceeded(self, impact: &AccessImpact) -> Vec<Diagnostic> {
        let mut found = Vec::new();
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
}

/// "14 people (`ada`, `ben`, `cleo` and 11 more) gain".
fn people(count: usize, impact: &AccessImpact, sign: Sign) -> String {
    const NAMED: usize = 3;
    let has = |one: &&AccessMove| one.changes.iter().any(|change| change.change == sign);
    let named = impact.moves.iter().filter(has).flat_map(|one| &one.people);
    let named: Vec<String> = named.take(NAMED).map(|name| format!("`{name}`")).collect();
    let rest = match count - named.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (people, verb) = match (count, sign) {
        (1, Sign::Gained) => ("person", "gains"),
        (1, Sign::Lost) => ("person", "loses"),
        (_, Sign::Gained) => ("people", "gain"),
        (_, Sign::Lost) => ("people", "lose"),
    };
    format!("{count} {people} ({}{rest}) {verb}", named.join(", "))
}
