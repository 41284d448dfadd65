//! A case with a wrong verdict made smaller, as long as one is wrong.

use super::case::Case;
use crate::safety::shrink as pairs;

pub fn shrunk(case: Case, fails: &mut impl FnMut(&Case) -> bool) -> Case {
    let mut best = case;
    loop {
        let mut smaller = false;
        for next in simpler(&best) {
            if fails(&next) {
                best = next;
                smaller = true;
                break;
            }
        }
        if smaller {
            continue;
        }
        let pair = pairs::shrunk(best.pair.clone(), &mut |pair| {
            let next = settled(Case { pair: pair.clone(), ..best.clone() });
            // What was settled must not be undone, or this would never end.
            next.pair.live == pair.live && next.pair.desired == pair.desired && fails(&next)
        });
        let same = pair.live == best.pair.live && pair.desired == best.pair.desired;
        if same {
            return best;
        }
        best.pair = pair;
        best = settled(best);
    }
}

fn settled(mut case: Case) -> Case {
    case.settle();
    case
}

/// Each with one thing less to look at.
fn simpler(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    if case.base.is_some() {
        all.push(Case { base: None, ..case.clone() });
    }
    for at in 0..case.manage.len() {
        let mut next = case.clone();
        next.manage.remove(at);
        all.push(next);
    }
    for part in &case.said.left_out {
        let mut next = case.clone();
        next.said.left_out.remove(part);
        next.settle();
        if next.said.left_out.len() < case.said.left_out.len() {
            all.push(next);
        }
    }
    if let Some(base) = &case.base {
        for part in &base.said.left_out {
            let mut next = case.clone();
            next.base.as_mut().expect("a base").said.left_out.remove(part);
            all.push(next);
        }
    }
    all
}
