//! An assertion about access that does not hold.

use crate::access::{
    Broken, Misfit, Offices, Scene, Witness, accounts_of, breaches, broken, misfits,
};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Key;
use crate::model::expect::{Office, Verb};
use crate::model::path;
use crate::rules::duties::{Told, breach_finding, undecided};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::{argument, counted, listed, plural};

pub static RULE: Rule = Rule {
    code: Code("expectation-broken"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "an assertion about access, who administers or accounts does not hold",
    page: include_str!("expectation-broken.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.expectations.is_empty() {
        return;
    }
    let view = cx.view();
    let root = cx.sources.iter().next().map_or("", |(_, root)| root.name());
    // What is asked where nothing else is named.
    let of = if root == "site.kdl" { String::new() } else { format!(" --in {}", argument(root)) };
    for broken in broken(&view, &cx.site.expectations) {
        let user = cx.username(broken.witness.user).to_owned();
        let place = cx.spelled(&broken.witness.path);
        findings.push(finding(&broken, &user, &place, "", Some(&of)));
    }
    let accounts = accounts_of(cx.site);
    let scene = Scene {
        tree: view.tree,
        state: view.state,
        accounts: &accounts,
        seen: None,
        site: cx.site,
        names: cx.names,
    };
    let told = Told {
        rule: &RULE,
        user: &|key| cx.username(key).to_owned(),
        group: &|key| cx.group_name(key).to_owned(),
        place: &|path| cx.spelled(path),
        site: cx.site,
        names: cx.names,
        now: cx.now,
    };
    for breach in breaches(&scene, &cx.site.expectations) {
        findings.push(match breach.witness {
            Witness::Unknown { .. } => undecided(&breach, &RULE),
            _ => breach_finding(&breach, &told, ""),
        });
    }
    let offices = Offices::of_definition(cx.site);
    for misfit in misfits(&view, &offices, &cx.site.expectations) {
        let user = |key| cx.username(key).to_owned();
        let group = |key| cx.group_name(key).to_owned();
        findings.push(misfit_finding(&misfit, user, group, ""));
    }
}

/// The finding for a list of administrators that is not the one that there is.
pub(crate) fn misfit_finding(
    misfit: &Misfit<'_>,
    user: impl Fn(Key) -> String,
    group: impl Fn(Key) -> String,
    when: &str,
) -> Diagnostic {
    let Misfit { expectation, roster, unnamed, lacking } = misfit;
    let of = match &roster.office {
        Office::Group(key) => format!(" of group `{}`", group(*key)),
        Office::Folders(glob) => format!(" on `{}`", path::display(glob)),
        Office::Site | Office::ReadOnly | Office::Billing => String::new(),
    };
    let (one, many) = match &roster.office {
        Office::Site => ("site administrator", "site administrators"),
        Office::ReadOnly => ("read-only administrator", "read-only administrators"),
        Office::Billing => ("billing administrator", "billing administrators"),
        Office::Folders(_) => ("folder administrator", "folder administrators"),
        Office::Group(_) => ("administrator", "administrators"),
    };
    let people = |keys: &[Key]| {
        let names: Vec<String> = keys.iter().map(|key| user(*key)).collect();
        listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let article = if one.starts_with('a') { "an" } else { "a" };
    let too_many = (!unnamed.is_empty()).then(|| match unnamed.len() {
        1 => format!("{} is {article} {one}{of} and not named", people(unnamed)),
        _ => format!("{} are {many}{of} and not named", people(unnamed)),
    });
    let too_few = (!lacking.is_empty()).then(|| match lacking.len() {
        1 => format!("{} is named and is no {one}{of}", people(lacking)),
        _ => format!("{} are named and are no {many}{of}", people(lacking)),
    });
    let facts: Vec<String> = too_many.into_iter().chain(too_few).collect();
    let message = format!("{:?} does not hold{when}: {}", &*expectation.text, facts.join("; "));
    let named = roster.users.iter().find(|(user, _)| lacking.contains(user));
    let label = if unnamed.is_empty() { "not so of this one" } else { "this list is not all" };
    let place = named.filter(|_| unnamed.is_empty()).map_or(roster.span, |(_, span)| *span);
    RULE.found(message)
        .at(place, label)
        .help("name exactly those who are meant, or give or take away what makes the difference")
}

/// The finding for a clause that does not hold; `when` says in which state, if it is not the
/// definition alone, and `of` names that state to a command, if any can be asked about it.
pub(crate) fn finding(
    broken: &Broken<'_>,
    user: &str,
    place: &str,
    when: &str,
    of: Option<&str>,
) -> Diagnostic {
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
    let help = match of {
        Some(of) => {
            let (user, place) = (argument(user), argument(place));
            format!("`siteplan access why {user} {place}{of}` shows every grant behind it")
        }
        None => {
            "the plan says who gains or loses that, and through what; the rest of it stands on \
                 the site, undeclared"
                .to_owned()
        }
    };
    RULE.found(format!("{:?} does not hold{when}: {fact}{others}", &*broken.expectation.text))
        .at(clause.span, "this clause")
        .help(help)
}
