//! When something holds while a plan runs, said over its steps.

use crate::plan::expand::UnplacedId;

/// Holds once every step of `up` has happened, and as long as none of `down` has. Steps are
/// indices of unplaced ones, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::plan) struct Term {
    pub(in crate::plan) up: Vec<UnplacedId>,
    pub(in crate::plan) down: Vec<UnplacedId>,
}

impl Term {
    pub(super) fn once(step: UnplacedId) -> Self {
        Term { up: vec![step], down: Vec::new() }
    }

    pub(super) fn until(step: UnplacedId) -> Self {
        Term { up: Vec::new(), down: vec![step] }
    }

    /// Both at a time; nothing where that cannot be.
    pub(super) fn and(&self, other: &Term) -> Option<Term> {
        let term = Term { up: union(&self.up, &other.up), down: union(&self.down, &other.down) };
        let impossible = term.up.iter().any(|step| term.down.binary_search(step).is_ok());
        (!impossible).then_some(term)
    }

    pub(super) fn is_always(&self) -> bool {
        self.up.is_empty() && self.down.is_empty()
    }

    /// Whether it holds whenever the other does.
    fn covers(&self, other: &Term) -> bool {
        let within =
            |a: &[UnplacedId], b: &[UnplacedId]| a.iter().all(|step| b.binary_search(step).is_ok());
        within(&self.up, &other.up) && within(&self.down, &other.down)
    }

    /// What holds while either does, where they differ only in whether one step has happened.
    fn either(&self, other: &Term) -> Option<Term> {
        let one_more = |a: &Term, b: &Term| {
            let step = only_new(&a.up, &b.up)?;
            let holds_until = only_new(&b.down, &a.down)? == step;
            holds_until.then(|| Term { up: b.up.clone(), down: a.down.clone() })
        };
        one_more(self, other).or_else(|| one_more(other, self))
    }

    pub(in crate::plan) fn holds(&self, happened: impl Fn(UnplacedId) -> bool) -> bool {
        self.up.iter().all(|step| happened(*step)) && !self.down.iter().any(|step| happened(*step))
    }
}

/// The one step that the first have and the others, all among them, do not. Both are sorted.
fn only_new(more: &[UnplacedId], rest: &[UnplacedId]) -> Option<UnplacedId> {
    if more.len() != rest.len() + 1 {
        return None;
    }
    let same = more.iter().zip(rest).take_while(|(a, b)| a == b).count();
    (more.get(same + 1..) == rest.get(same..)).then(|| more.get(same).copied())?
}

fn union(a: &[UnplacedId], b: &[UnplacedId]) -> Vec<UnplacedId> {
    match (a, b) {
        ([], all) | (all, []) => all.to_vec(),
        _ => {
            let mut all = [a, b].concat();
            all.sort_unstable();
            all.dedup();
            all
        }
    }
}

/// Holds while any of its terms does. None covers another, no two make one; sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::plan) struct Terms(Vec<Term>);

impl Terms {
    pub(super) fn never() -> Self {
        Terms::default()
    }

    pub(super) fn always() -> Self {
        Terms(vec![Term::default()])
    }

    pub(super) fn of(terms: Vec<Term>) -> Self {
        let mut terms = terms;
        terms.sort_unstable();
        terms.dedup();
        let mut kept: Vec<Term> = Vec::with_capacity(terms.len());
        for mut term in terms {
            // One that makes another with a kept one may make yet another with the next.
            while let Some(both) = kept.iter().find_map(|other| other.either(&term)) {
                term = both;
            }
            if !kept.iter().any(|other| other.covers(&term)) {
                kept.retain(|other| !term.covers(other));
                kept.push(term);
            }
        }
        kept.sort_unstable();
        Terms(kept)
    }

    /// What holds or not at first, and after each of some steps that come one after another.
    pub(super) fn over(first: bool, then: impl IntoIterator<Item = (UnplacedId, bool)>) -> Self {
        let mut terms = Vec::new();
        let mut open = first.then(Term::default);
        for (step, holds) in then {
            match (holds, open.take()) {
                (false, Some(mut term)) => {
                    term.down.push(step);
                    terms.push(term);
                }
                (true, None) => open = Some(Term::once(step)),
                (_, same) => open = same,
            }
        }
        terms.extend(open);
        Terms::of(terms)
    }

    pub(super) fn and(&self, other: &Terms) -> Terms {
        match (self.is_always(), other.is_always()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => {
                let each = self.0.iter().flat_map(|a| other.0.iter().filter_map(|b| a.and(b)));
                Terms::of(each.collect())
            }
        }
    }

    pub(super) fn or(self, other: Terms) -> Terms {
        match (self.0.is_empty(), other.0.is_empty()) {
            (true, _) => other,
            (_, true) => self,
            _ => Terms::of([self.0, other.0].concat()),
        }
    }

    /// Holds while none of its terms does.
    pub(super) fn not(&self) -> Terms {
        self.0.iter().fold(Terms::always(), |all, term| {
            let ups = term.up.iter().map(|step| Term::until(*step));
            let downs = term.down.iter().map(|step| Term::once(*step));
            all.and(&Terms::of(ups.chain(downs).collect()))
        })
    }

    pub(super) fn is_always(&self) -> bool {
        matches!(&*self.0, [term] if term.is_always())
    }

    pub(super) fn is_never(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any step makes a difference to it.
    pub(super) fn changes(&self) -> bool {
        !self.is_never() && !self.is_always()
    }

    pub(super) fn holds_before(&self) -> bool {
        self.0.iter().any(|term| term.up.is_empty())
    }

    pub(super) fn holds_after(&self) -> bool {
        self.0.iter().any(|term| term.down.is_empty())
    }

    pub(in crate::plan) fn iter(&self) -> impl Iterator<Item = &Term> {
        self.0.iter()
    }

    pub(in crate::plan) fn hold(&self, happened: impl Fn(UnplacedId) -> bool) -> bool {
        self.0.iter().any(|term| term.holds(&happened))
    }
}

impl From<Term> for Terms {
    fn from(term: Term) -> Self {
        Terms(vec![term])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::index_vec::Idx;

    fn id(step: usize) -> UnplacedId {
        UnplacedId::new(step)
    }

    #[test]
    fn a_sequence_holds_in_its_stretches() {
        let terms =
            Terms::over(true, [(id(3), true), (id(4), false), (id(5), false), (id(7), true)]);
        let words: Vec<_> = terms.iter().map(|t| (t.up.clone(), t.down.clone())).collect();
        assert_eq!(words, [(vec![], vec![id(4)]), (vec![id(7)], vec![])]);
        assert!(Terms::over(true, [(id(1), true)]).is_always());
        assert!(Terms::over(false, []).is_never());
    }

    #[test]
    fn a_step_that_makes_no_difference_is_left_out() {
        let term = |up: &[usize], down: &[usize]| Term {
            up: up.iter().copied().map(id).collect(),
            down: down.iter().copied().map(id).collect(),
        };
        let until = Terms::of(vec![term(&[], &[2, 3, 5]), term(&[2], &[3, 5])]);
        assert_eq!(until, term(&[], &[3, 5]).into());
        let all = [term(&[1, 2], &[]), term(&[1], &[2]), term(&[2], &[1]), term(&[], &[1, 2])];
        assert!(Terms::of(all.to_vec()).is_always());
        assert_eq!(Terms::of(vec![term(&[1], &[2]), term(&[2], &[3])]).iter().count(), 2);
    }

    #[test]
    fn what_cannot_be_is_dropped_and_what_is_covered_too() {
        let up: Terms = Term::once(id(1)).into();
        let down: Terms = Term::until(id(1)).into();
        assert!(up.and(&down).is_never());
        let narrow = up.and(&Term::once(id(2)).into());
        assert_eq!(up.clone().or(narrow), up);
        assert_eq!(up.not(), down);
        assert!(Terms::never().not().is_always() && Terms::always().not().is_never());
    }
}
