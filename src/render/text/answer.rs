//! Answers about access.

use super::impact;
use crate::diff::Origin;
use crate::query::{
    Answer, CutStep, DeclaredGrant, Difference, Of, OfGroup, On, PersonAccess, PlaceAccess, Why,
    WhyMissing,
};
use crate::render::style::Style;
use crate::render::words::answers::{grant, origin, person_standing, shown, standing, what_gives};
use crate::render::words::impact::{atoms, first, place};
use crate::wording::{counted, visible};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

pub fn answer(answer: &Answer, verbose: bool, style: Style) -> String {
    match answer {
        Answer::Of(of) => self::of(of, style),
        Answer::OfGroup(of) => of_group(of, verbose, style),
        Answer::On(on) => self::on(on, verbose, style),
        Answer::Why(why) => self::why(why, style),
        Answer::Diff(diff) => self::diff(diff, verbose, style),
        Answer::Unused(unused) => super::unused::unused(unused, verbose, style),
        Answer::Review(review) => super::review::review(review, style),
    }
}

fn of(of: &Of, style: Style) -> String {
    let title = format!("What {} can do in {}", of.user, of.source);
    let mut out = format!("{}\n", style.bold(visible(&title)));
    if let Some(standing) = standing(of.standing) {
        out.push_str(&format!("    {standing}\n"));
    }
    places(&of.places, style, &mut out);
    if of.places.is_empty() && standing(of.standing).is_none() {
        out.push_str("    nothing: no grant reaches them\n");
    }
    out
}

fn places(places: &[PlaceAccess], style: Style, out: &mut String) {
    for access in places {
        let line = format!("{} on {}", atoms(&access.atoms), place(&access.place));
        out.push_str(&format!("    {}\n", visible(&line)));
        grants(&access.grants, 8, style, out);
    }
}

/// At most so many of the people who are alike are named.
const PEOPLE_SHOWN: usize = 12;

fn names(people: &[&str], verbose: bool) -> String {
    let most = if verbose { usize::MAX } else { PEOPLE_SHOWN };
    let names = people.iter().map(|name| (*name).to_owned());
    first(", ", names, people.len(), most)
}

fn of_group(of: &OfGroup, verbose: bool, style: Style) -> String {
    let title = format!("{} in {}", what_gives(of), of.source);
    let mut out = format!("{}\n", style.bold(visible(&title)));
    places(&of.places, style, &mut out);
    if of.places.is_empty() {
        out.push_str(&format!("    nothing: no grant is for this {}\n", of.kind));
    }
    note(of.note.as_deref(), style, &mut out);
    let members: Vec<&str> = of.members.iter().map(String::as_str).collect();
    let line = match members.len() {
        0 => "nobody is in it".to_owned(),
        count => format!(
            "{} in it: {}",
            counted(count, "person is", "people are"),
            names(&members, verbose)
        ),
    };
    out.push_str(&format!("    {}\n", visible(&line)));
    out
}

/// People who have the same through the same, where the first of them stands.
fn alike(people: &[PersonAccess]) -> Vec<(&PersonAccess, Vec<&str>)> {
    let mut found: IndexMap<_, (&PersonAccess, Vec<&str>), FxBuildHasher> = IndexMap::default();
    for person in people {
        let has = (person.standing, &person.role_until, &person.atoms, &person.grants);
        found.entry(has).or_insert((person, Vec::new())).1.push(&person.user);
    }
    found.into_values().collect()
}

fn on(on: &On, verbose: bool, style: Style) -> String {
    let title = format!("Who can do what on {} in {}", shown(&on.path), on.source);
    let mut out = format!("{}\n", style.bold(visible(&title)));
    note(on.note.as_deref(), style, &mut out);
    for (person, people) in alike(&on.people) {
        let what = person_standing(person).map_or_else(String::new, |what| format!(", {what}"));
        let who = names(&people, verbose);
        let who = match people.len() {
            count if count > PEOPLE_SHOWN => format!("{count} people ({who})"),
            _ => who,
        };
        let line = format!("{who}: {}{what}", atoms(&person.atoms));
        out.push_str(&format!("    {}\n", visible(&line)));
        grants(&person.grants, 8, style, &mut out);
    }
    if on.people.is_empty() {
        out.push_str("    nobody\n");
    }
    out
}

fn note(note: Option<&str>, style: Style, out: &mut String) {
    if let Some(note) = note {
        out.push_str(&format!("    {}\n", style.dim(visible(note))));
    }
}

fn grants(grants: &[DeclaredGrant], indent: usize, style: Style, out: &mut String) {
    for declared in grants {
        let line = visible(&grant(declared));
        let from = style.dim(visible(&origin(declared)));
        out.push_str(&format!("{:indent$}{line}  {from}\n", ""));
    }
}

fn declared(origin: Option<&Origin>, style: Style) -> String {
    let place = origin.map_or_else(|| "live only".to_owned(), |origin| origin.to_string());
    format!("  {}", style.dim(visible(&place)))
}

fn why(why: &Why, style: Style) -> String {
    let title = format!(
        "Why {} has {} on {} in {}",
        why.user,
        atoms(&why.atoms),
        shown(&why.path),
        why.source
    );
    let mut out = format!("{}\n", style.bold(visible(&title)));
    note(why.note.as_deref(), style, &mut out);
    if let Some(standing) = standing(why.standing) {
        out.push_str(&format!("    {standing}\n"));
    }
    // Atoms that come through the same grants stand together.
    let mut reasons: Vec<(Vec<String>, &[DeclaredGrant])> = Vec::new();
    for reason in &why.reasons {
        match reasons.iter_mut().find(|(_, known)| *known == reason.grants.as_slice()) {
            Some((atoms, _)) => atoms.push(reason.atom.clone()),
            None => reasons.push((vec![reason.atom.clone()], &reason.grants)),
        }
    }
    for (names, through) in reasons {
        out.push_str(&format!("    {}\n", names.join(", ")));
        grants(through, 8, style, &mut out);
    }
    missing(why, style, &mut out);
    taken_away(why, style, &mut out);
    out
}

fn missing(why: &Why, style: Style, out: &mut String) {
    if why.missing.is_empty() {
        return;
    }
    out.push_str(&format!("{}\n", style.bold("What does not reach it")));
    for missing in &why.missing {
        let from = style.dim(visible(&origin(&missing.grant)));
        out.push_str(&format!("    {}  {from}\n", visible(&grant(&missing.grant))));
        let reason = match &missing.because {
            WhyMissing::Fence { on, declared: at } => {
                let line = format!("        stopped by the fence on {}", shown(on));
                format!("{}{}\n", visible(&line), declared(at.as_ref(), style))
            }
            WhyMissing::NotRecursive => "        it is for its own folder only\n".to_owned(),
            WhyMissing::OutsideRoot => "        outside of the root folder\n".to_owned(),
        };
        out.push_str(&reason);
    }
}

fn taken_away(why: &Why, style: Style, out: &mut String) {
    if why.taken_away_by.is_empty() || why.atoms.is_empty() {
        return;
    }
    out.push_str(&format!("{}\n", style.bold("The smallest change that takes it away")));
    for step in &why.taken_away_by {
        let line = match step {
            CutStep::DropRole { declared: at } => {
                format!("drop the role of site administrator{}", declared(at.as_ref(), style))
            }
            CutStep::Revoke(revoked) => {
                format!(
                    "remove {}  {}",
                    visible(&grant(revoked)),
                    style.dim(visible(&origin(revoked)))
                )
            }
            CutStep::LeaveGroup { group, declared: at } => {
                let line = format!("take {} out of group {group:?}", why.user);
                format!("{}{}", visible(&line), declared(at.as_ref(), style))
            }
            CutStep::AddFence { on } => visible(&format!("put a fence on {}", shown(on))),
        };
        out.push_str(&format!("    {line}\n"));
    }
    let others = match why.others_lose {
        0 => "nobody else loses anything".to_owned(),
        more => {
            let who = counted(more, "other person loses", "others lose");
            format!("{who} something, too")
        }
    };
    out.push_str(&format!("    {}\n", style.dim(others)));
}

fn diff(diff: &Difference, verbose: bool, style: Style) -> String {
    let mut out = format!("From {} to {}\n\n", visible(&diff.before), visible(&diff.after));
    if diff.impact.moves.is_empty() {
        out.push_str("Nobody gains or loses access.\n");
        return out;
    }
    impact::moves(&diff.impact, verbose, style, &mut out);
    out.push_str(&impact::totals(&diff.impact, style));
    out
}
