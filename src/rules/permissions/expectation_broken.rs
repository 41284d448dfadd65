//! An assertion about access that does not hold.

use crate::access::{Broken, broken};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::expect::Verb;
use crate::model::path;
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::{counted, plural};

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
    let (has, have) = match clause.verb {
        Verb::Allow => ("lacks", "lack"),
        Verb::Only | Verb::Deny => ("has", "have"),
    };
    let others = match broken.others {
        0 => String::new(),
        more => {
            let so = plural(more, has, have);
            format!(", and so {so} {}", counted(more, "other", "others"))
        }
    };
    RULE.found(format!("{:?} does not hold{when}: {fact}{others}", &*broken.expectation.text))
        .at(clause.span, "this clause")
        .help(format!("`siteplan access why {user} {place:?}` shows every grant behind it"))
}
