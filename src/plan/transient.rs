//! Between which steps something is not as it should be, where no order avoids it.

use super::expand::{UnplacedId, UnplacedSteps};
use super::explain::Explainer;
use super::index_vec::IndexVec;
use super::limits::{self, NAMED};
use super::safety::Pair;
use super::safety::{Invariant, Terms};
use super::solver::{Conflict, GaveWay};
use super::step::{AccessPlace, Precedence, Reason, Scope, StepId, Transient, TransientKind};
use crate::codes::difference as codes;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::diff::AccessPart;
use crate::model::path;
use crate::wording::plural;

/// `links` open what comes to their paths until they are changed; `place` says which step of the
/// plan each became.
pub(super) fn transients(
    conflicts: &[Conflict],
    links: Vec<(TransientKind, GaveWay)>,
    place: &IndexVec<UnplacedId, StepId>,
    explainer: &Explainer<'_>,
) -> Vec<Transient> {
    let mut told = Vec::new();
    let id = |at: UnplacedId| place[at];
    let in_steps = |circle: &[(Pair, Reason)]| -> Vec<Precedence> {
        let step = |((first, then), reason): &(Pair, Reason)| Precedence {
            first: id(*first),
            then: id(*then),
            reason: reason.clone(),
        };
        circle.iter().map(step).collect()
    };
    for (what, GaveWay { first, then, circle }) in links {
        let circle = in_steps(&circle);
        told.push(Transient { what, from: id(then), until: id(first), circle });
    }
    for conflict in conflicts {
        let circle = in_steps(&conflict.circle);
        let stretches = stretches(&conflict.invariant, id);
        for what in explainer.kinds(&conflict.invariant, &conflict.causes) {
            for (from, until) in &stretches {
                let (what, circle) = (what.clone(), circle.clone());
                told.push(Transient { what, from: *from, until: *until, circle });
            }
        }
    }
    told.sort_by(|a, b| (a.from, a.until, &a.what).cmp(&(b.from, b.until, &b.what)));
    told.dedup_by(|a, b| (a.from, a.until, &a.what) == (b.from, b.until, &b.what));
    told
}

/// The links that lead to what comes to bear their paths, if the site keeps them by these, until
/// they are changed.
pub(super) fn open_what_comes(
    unplaced: &UnplacedSteps,
    gave_way: &[GaveWay],
    explainer: &Explainer<'_>,
) -> Vec<(TransientKind, GaveWay)> {
    let Explainer { transition, names, .. } = *explainer;
    let opens = |link: &str| {
        let key = names.find_key(link);
        key.is_some_and(|key| !transition.before.opened_by(key).is_empty())
    };
    let links = gave_way.iter().filter_map(|one| {
        let (first, then) = (unplaced.get(one.first)?, unplaced.get(one.then)?);
        let AccessPart::Link(link) = first.address.access_part() else { return None };
        let link = Some(link).filter(|link| opens(link))?.to_owned();
        let path = Some(then).filter(|then| then.address.folder().is_some())?.made().to_owned();
        Some((TransientKind::Link { link, path }, one.clone()))
    });
    links.collect()
}

/// The steps that begin and end each time at which an invariant is broken.
fn stretches(invariant: &Invariant, id: impl Fn(UnplacedId) -> StepId) -> Vec<(StepId, StepId)> {
    let terms: Terms = invariant.terms();
    let wanted = !invariant.is_never();
    let mut steps: Vec<StepId> =
        terms.iter().flat_map(|term| term.up.iter().chain(&term.down)).map(|at| id(*at)).collect();
    steps.sort_unstable();
    steps.dedup();
    let mut found = Vec::new();
    let mut since = None;
    for step in steps {
        let as_wanted = terms.hold(|at| id(at) <= step) == wanted;
        match (as_wanted, since) {
            (false, None) => since = Some(step),
            (true, Some(from)) => {
                found.push((from, step));
                since = None;
            }
            _ => {}
        }
    }
    found
}

/// What no order avoids, as findings: a guard, unless it is allowed. `bridged` says that bridges
/// were asked for.
pub fn unavoidable(transient: &[Transient], allowed: bool, bridged: bool) -> Vec<Diagnostic> {
    let severity = if allowed { Severity::Warning } else { Severity::Error };
    let finding = |one: &Transient| {
        let (code, what) = told(&one.what);
        let (from, until) = (one.from.0, one.until.0);
        let message = format!("{what} from step {from} until step {until}");
        let ways = match code {
            _ if matches!(one.what, TransientKind::Moves { .. }) && !allowed => {
                "write `disabled #false` in the automation, and the plan pauses it around the move; or accept it with --allow-transient"
            }
            _ if allowed => "it is accepted by --allow-transient",
            codes::TRANSIENT_LOSS if bridged => {
                "no temporary group helps here: accept it with --allow-transient, or make the change in two plans"
            }
            codes::TRANSIENT_LOSS => {
                "plan with --bridge to build a temporary group where one helps, or accept it with --allow-transient"
            }
            _ => "accept it with --allow-transient, or make the change in two plans",
        };
        Diagnostic::new(severity, code, message).help(ways)
    };
    transient.iter().map(finding).collect()
}

/// What is not as it should be, and whether that is a loss or a gain.
fn told(what: &TransientKind) -> (Code, String) {
    match what {
        TransientKind::Loss { people, place, atoms } => {
            let verb = plural(people.len(), "loses", "lose");
            let what = format!("{} {verb} {} on {}", named(people), atoms.join(", "), shown(place));
            (codes::TRANSIENT_LOSS, what)
        }
        TransientKind::Gain { people, place, atoms } => {
            let verb = plural(people.len(), "has", "have");
            let what = format!("{} {verb} {} on {}", named(people), atoms.join(", "), shown(place));
            (codes::TRANSIENT_GAIN, what)
        }
        TransientKind::Automation { automation, path } => {
            let what = format!("automation `{automation}` cannot work on `{path}`");
            (codes::TRANSIENT_LOSS, what)
        }
        TransientKind::Moves { automation, path } => {
            let path = path::display(path);
            let what = format!("automation `{automation}` and folder `{path}` do not meet");
            (codes::TRANSIENT_LOSS, what)
        }
        TransientKind::GroupAdministrator { group } => {
            (codes::TRANSIENT_LOSS, format!("nobody administers group `{group}`"))
        }
        TransientKind::Administrator => {
            (codes::TRANSIENT_LOSS, "nobody administers the site".to_owned())
        }
        TransientKind::Link { link, path } => {
            let path = path::display(path);
            let what = format!("share link `{link}` may open the new `{path}`");
            (codes::TRANSIENT_GAIN, what)
        }
        TransientKind::Assertion { expect, person, path } => {
            let what = format!("{expect:?} does not hold for `{person}` on `{path}`");
            (codes::TRANSIENT_GAIN, what)
        }
    }
}

fn named(people: &[String]) -> String {
    let names: Vec<String> = people.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    limits::named(&names, people.len())
}

fn shown(place: &AccessPlace) -> String {
    let path = path::display(&place.path);
    match place.scope {
        Scope::Whole => format!("`{path}`"),
        Scope::FolderOnly => format!("`{path}` itself"),
        Scope::BelowOnly => format!("all below `{path}`"),
    }
}
