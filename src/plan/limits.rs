//! How much of a change is too much.

use super::effects::Effects;
use super::inputs::Limits;
use super::powers::data::Powers;
use super::removals::Removal;
use super::step::{AccessImpact, AccessMove, Plan, Sign};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::diff::{Change, Operation};
use crate::model::kinds;
use crate::wording::{counted, plural};

/// Without a limit of one's own, no more than so many of ten objects of a kind are removed,
/// unless they are [`FEW`].
const SHARE: usize = 3;
const FEW: usize = 5;

/// What is held against the limits.
#[derive(Clone, Copy)]
pub struct Weighed<'a> {
    access: &'a AccessImpact,
    powers: &'a Powers,
    removals: &'a [Removal],
    changes: &'a [Change],
}

impl<'a> Weighed<'a> {
    pub fn new(effects: &'a Effects, changes: &'a [Change]) -> Self {
        let Effects { access, powers, removals } = effects;
        Weighed { access, powers, removals, changes }
    }

    pub fn plan(plan: &'a Plan) -> Self {
        let Plan { access, powers, removals, changes, .. } = plan;
        Weighed { access, powers, removals, changes }
    }
}

impl Limits {
    /// What a difference does beyond the limits.
    pub fn exceeded(self, weighed: Weighed<'_>) -> Vec<Diagnostic> {
        let Weighed { access: impact, powers, removals, changes } = weighed;
        let mut found: Vec<Diagnostic> = self.too_many_administrators(powers).into_iter().collect();
        match self.removals {
            Some(most) => found.extend(removes_too_much(most, changes)),
            None => found.extend(removes_large_shares(removals, changes)),
        }
        let strangers = impact.strangers(Sign::Gained);
        if let (Some(first), Some(most)) = (strangers.first(), self.gain) {
            let message =
                format!("{} gain access, and at most {most} people may", first.in_words());
            found.push(Diagnostic::error(codes::ACCESS_WIDENED, message).help(
                "no number says how many these are: look through what they gain; a run without \
                 --max-gain lets them in",
            ));
        } else if let Some(most) = self.gain.filter(|most| impact.gain > *most) {
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

    fn too_many_administrators(self, powers: &Powers) -> Option<Diagnostic> {
        let new = powers.new_administrators;
        let most = self.new_admins.filter(|most| new > *most)?;
        let names: Vec<String> = powers.named.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "{} ({}) {}, and at most {most} may",
            counted(new, "person", "people"),
            named(&names, new),
            plural(new, "becomes an administrator", "become administrators"),
        );
        Some(
            Diagnostic::error(codes::NEW_ADMINISTRATORS, message).help(
                "look through who administers what; then raise --max-new-admins for this run",
            ),
        )
    }
}

fn removed(changes: &[Change]) -> impl Iterator<Item = &Change> {
    changes.iter().filter(|change| change.operation == Operation::Delete && !change.temporary)
}

fn removes_too_much(most: usize, changes: &[Change]) -> Option<Diagnostic> {
    let removed: Vec<String> =
        removed(changes).map(|change| format!("`{}`", change.address)).collect();
    if removed.len() <= most {
        return None;
    }
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

/// What goes of a kind where nobody said how much may.
fn removes_large_shares(removals: &[Removal], changes: &[Change]) -> Vec<Diagnostic> {
    let large = removals
        .iter()
        .filter(|removal| removal.count > FEW && removal.count * 10 > removal.live * SHARE);
    let found = large.map(|removal| {
        let kind = kinds::by_tag(&removal.kind);
        let what = kind.map_or(&*removal.kind, |kind| {
            if kind == &kinds::CHILD_SITE { "roles on child sites" } else { kind.many }
        });
        let message = format!(
            "{} of {} {what} of the site are removed, which is more than three in ten",
            removal.count, removal.live
        );
        Diagnostic::error(codes::REMOVES_LARGE_SHARE, message).help(format!(
            "look through what goes; if it is meant, say so: `--max-removals {}`",
            removed(changes).count()
        ))
    });
    found.collect()
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
    let mut names: Vec<String> = Vec::new();
    for name in people.map(|name| format!("`{name}`")) {
        if names.len() == NAMED {
            break;
        }
        // Somebody may stand in two moves, with folders in one and a child site in the other.
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let people = counted(count, "person", "people");
    let verb = match sign {
        Sign::Gained => plural(count, "gains", "gain"),
        Sign::Lost => plural(count, "loses", "lose"),
    };
    format!("{people} ({}) {verb}", named(&names, count))
}
