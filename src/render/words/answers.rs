//! Answers about access: what they are made of in words, and as tables.

use super::impact;
use crate::model::path;
use crate::plan::{AccessMove, AccessPlace, AccessVia, Scope, Sign};
use crate::query::{
    CutStep, DeclaredGrant, Difference, Of, OfGroup, On, PersonAccess, PlaceAccess, StandingWord,
    Why, WhyMissing,
};

/// What an account comes to, where that is not its grants.
pub fn standing(standing: StandingWord) -> Option<&'static str> {
    match standing {
        StandingWord::Ordinary => None,
        StandingWord::Confined => Some("nothing outside of the root folder"),
        StandingWord::SiteAdmin => Some("site administrator"),
        StandingWord::Disabled => Some("the account is disabled"),
        StandingWord::Expired => Some("the account has expired"),
        StandingWord::NoProtocol => Some("no protocol is left to sign in over"),
        StandingWord::Absent => Some("there is no such account"),
    }
}

/// `readonly on Finance through group "EU"`.
/// With until when it is so, where that is said.
pub fn person_standing(person: &PersonAccess) -> Option<String> {
    let until = person.role_until.as_ref();
    let until = until.map_or_else(String::new, |until| format!(" until {until}"));
    standing(person.standing).map(|standing| format!("{standing}{until}"))
}

pub fn grant(declared: &DeclaredGrant) -> String {
    let grant = &declared.grant;
    match &grant.holder {
        AccessVia::Setting(_) => format!("{}, a folder setting", impact::grant(grant)),
        AccessVia::Link(_) | AccessVia::SiteKey(_) | AccessVia::Role => impact::grant(grant),
        holder => {
            let until = declared.member_until.as_ref();
            let until = until.map_or_else(String::new, |until| format!(", a member until {until}"));
            format!("{} through {}{until}", impact::grant(grant), impact::holder(holder))
        }
    }
}

pub fn origin(declared: &DeclaredGrant) -> String {
    match &declared.declared {
        Some(origin) => origin.to_string(),
        None => "live only".to_owned(),
    }
}

pub fn scope(place: &AccessPlace) -> &'static str {
    match place.scope {
        Scope::Whole => "whole",
        Scope::FolderOnly => "folder only",
        Scope::BelowOnly => "below only",
    }
}

pub fn shown(place: &str) -> &str {
    path::display(place)
}

pub struct Table {
    pub title: String,
    pub head: &'static [&'static str],
    pub rows: Vec<Vec<String>>,
    /// What does not fit into rows; CSV leaves it out.
    pub notes: Vec<String>,
}

/// The grants of a row in one cell.
fn through(standing: Option<&str>, grants: &[DeclaredGrant]) -> String {
    let grants = grants.iter().map(|one| format!("{} ({})", grant(one), origin(one)));
    let all: Vec<String> = standing.map(str::to_owned).into_iter().chain(grants).collect();
    all.join("; ")
}

/// Who has what at a place, and through which grants.
fn place_row(who: &str, place: &PlaceAccess, standing: Option<&'static str>) -> Vec<String> {
    vec![
        who.to_owned(),
        shown(&place.place.path).to_owned(),
        scope(&place.place).to_owned(),
        impact::atoms(&place.atoms),
        through(standing, &place.grants),
    ]
}

pub(super) fn of(of: &Of) -> Table {
    let standing = self::standing(of.standing);
    Table {
        title: format!("What {} can do in {}", of.user, of.source),
        head: &["user", "path", "scope", "access", "through"],
        rows: of.places.iter().map(|place| place_row(&of.user, place, standing)).collect(),
        notes: standing.filter(|_| of.places.is_empty()).map(str::to_owned).into_iter().collect(),
    }
}

pub fn what_gives(of: &OfGroup) -> String {
    match of.kind {
        "partner" => format!("What users of partner {:?} can do by it", of.name),
        kind => format!("What members of {kind} {:?} can do by it", of.name),
    }
}

pub(super) fn of_group(of: &OfGroup) -> Table {
    let members = match of.members.len() {
        0 => "Nobody is in it.".to_owned(),
        _ => format!("In it: {}", of.members.join(", ")),
    };
    Table {
        title: format!("{} in {}", what_gives(of), of.source),
        head: &["name", "path", "scope", "access", "through"],
        rows: of.places.iter().map(|place| place_row(&of.name, place, None)).collect(),
        notes: of.note.iter().cloned().chain([members]).collect(),
    }
}

pub(super) fn on(on: &On) -> Table {
    let row = |person: &PersonAccess| {
        vec![
            shown(&on.path).to_owned(),
            person.user.clone(),
            impact::atoms(&person.atoms),
            through(person_standing(person).as_deref(), &person.grants),
        ]
    };
    Table {
        title: format!("Who can do what on {} in {}", shown(&on.path), on.source),
        head: &["path", "user", "access", "through"],
        rows: on.people.iter().map(row).collect(),
        notes: on.note.iter().cloned().collect(),
    }
}

pub(super) fn why(why: &Why) -> Table {
    let start = || vec![why.user.clone(), shown(&why.path).to_owned()];
    let mut rows: Vec<Vec<String>> = Vec::new();
    for reason in &why.reasons {
        for one in &reason.grants {
            let mut row = start();
            row.extend([reason.atom.clone(), grant(one), origin(one), String::new()]);
            rows.push(row);
        }
    }
    for missing in &why.missing {
        let because = match &missing.because {
            WhyMissing::Fence { on, .. } => format!("stopped by the fence on {}", shown(on)),
            WhyMissing::NotRecursive => "for its own folder only".to_owned(),
            WhyMissing::OutsideRoot => "outside of the root folder".to_owned(),
        };
        let mut row = start();
        row.extend(["".to_owned(), grant(&missing.grant), origin(&missing.grant), because]);
        rows.push(row);
    }
    let steps: Vec<String> = why.taken_away_by.iter().map(step).collect();
    let standing = self::standing(why.standing).map(str::to_owned);
    let taken = (!steps.is_empty() && !why.atoms.is_empty())
        .then(|| format!("The smallest change that takes it away: {}", steps.join("; ")));
    Table {
        title: format!(
            "Why {} has {} on {} in {}",
            why.user,
            impact::atoms(&why.atoms),
            shown(&why.path),
            why.source
        ),
        head: &["user", "path", "atom", "grant", "declared", "stopped"],
        rows,
        notes: why.note.iter().cloned().chain(standing).chain(taken).collect(),
    }
}

fn step(step: &CutStep) -> String {
    match step {
        CutStep::DropRole { .. } => "drop the role of site administrator".to_owned(),
        CutStep::Revoke(revoked) => format!("remove {}", grant(revoked)),
        CutStep::LeaveGroup { group, .. } => format!("leave group {group:?}"),
        CutStep::AddFence { on } => format!("put a fence on {}", shown(on)),
    }
}

pub(super) fn diff(diff: &Difference) -> Table {
    let rows = |one: &AccessMove| {
        let mut rows = Vec::new();
        for change in &one.changes {
            let sign = match change.change {
                Sign::Lost => "lost",
                Sign::Gained => "gained",
            };
            for person in &one.people {
                rows.push(vec![
                    person.clone(),
                    sign.to_owned(),
                    impact::atoms(&change.atoms),
                    shown(&change.place.path).to_owned(),
                    scope(&change.place).to_owned(),
                    impact::reason(change),
                ]);
            }
        }
        rows
    };
    Table {
        title: format!("Who gains or loses access from {} to {}", diff.before, diff.after),
        head: &["user", "change", "access", "path", "scope", "through"],
        rows: diff.impact.moves.iter().flat_map(rows).collect(),
        notes: vec![format!("Access: {}", impact::totals(&diff.impact))],
    }
}
