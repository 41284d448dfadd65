//! Between which steps something is not as it should be, where no order avoids it.

use super::safety::{Rule, Terms};
use super::step::{Precedence, StepId, Transient};
use super::tell::Teller;
use super::weave::Conflict;

/// `place` says of each draft which step it is.
pub(super) fn transients(
    conflicts: &[Conflict],
    place: &[StepId],
    teller: &Teller<'_>,
) -> Vec<Transient> {
    let mut told = Vec::new();
    for conflict in conflicts {
        let id = |draft: usize| match place.get(draft) {
            Some(id) => *id,
            None => panic!("every draft has its step"),
        };
        let circle: Vec<Precedence> = conflict
            .circle
            .iter()
            .map(|((first, then), reason)| Precedence {
                first: id(*first),
                then: id(*then),
                reason: reason.clone(),
            })
            .collect();
        let stretches = stretches(&conflict.rule, id);
        for what in teller.kinds(&conflict.rule, &conflict.claims) {
            for (from, until) in &stretches {
                let (what, circle) = (what.clone(), circle.clone());
                told.push(Transient { what, from: *from, until: *until, circle });
            }
        }
    }
    told.sort_by(|a, b| (a.from, a.until, &a.what).cmp(&(b.from, b.until, &b.what)));
    told
}

/// The steps that begin and end each time at which a rule is broken.
fn stretches(rule: &Rule, id: impl Fn(usize) -> StepId) -> Vec<(StepId, StepId)> {
    let terms: Terms = rule.terms();
    let wanted = matches!(rule, Rule::Keep(_));
    let mut steps: Vec<StepId> =
        terms.iter().flat_map(|term| term.up.iter().chain(&term.down)).map(|d| id(*d)).collect();
    steps.sort_unstable();
    steps.dedup();
    let mut found = Vec::new();
    let mut since = None;
    for step in steps {
        let as_wanted = terms.hold(|draft| id(draft) <= step) == wanted;
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
