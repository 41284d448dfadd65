//! An assertion about access that does not hold.

use crate::access::{Broken, broken};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::expect::Verb;
use crate::model::path;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("expectation-broken"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "an assertion about access does not hold",
    page: include_str!("expectation-broken.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.expectations.is_empty() {
        return;
    }
    let view = cx.view();
    for broken in broken(&view, &cx.site.expectations) {
        let user = cx.username(broken.witness.user).to_owned();
        let place = cx.spelled(&broken.witness.path);
        findings.push(finding(&broken, &user, &place, ""));
    }
}

/// The finding for a clause that does not hold; `when` says in which state, if it is not the
/// definition alone.
pub(crate) fn finding(broken: &Broken<'_>, user: &str, place: &str, when: &str) -> Diagnostic {
    let (clause, place) = (broken.clause, path::display(place));
    let atoms = broken.witness.atoms;
    let fact = match clause.verb {
        Verb::Allow => format!("`{user}` lacks {atoms} on `{place}`"),
        Verb::Only | Verb::Deny => format!("`{user}` has {atoms} on `{place}`"),
    };
    let others = match broken.others {
        0 => String::new(),
        1 => ", and so has 1 other".to_owned(),
        many => format!(", and so have {many} others"),
    };
    let others = if clause.verb == Verb::Allow {
        others.replace("has", "lacks").replace("have", "lack")
    } else {
        others
    };
    RULE.found(format!("{:?} does not hold{when}: {fact}{others}", &*broken.expectation.text))
        .at(clause.span, "this clause")
        .help(format!("`siteplan access why {user} {place:?}` shows every grant behind it"))
}
