//! Answers as tables: CSV and Markdown.

use super::{grant, origin, scope, shown};
use crate::plan::{AccessMove, Sign};
use crate::query::{Answer, CutStep, DeclaredGrant, Difference, Of, On, Why, WhyMissing};
use crate::render::access_text;

struct Table {
    title: String,
    head: &'static [&'static str],
    rows: Vec<Vec<String>>,
    /// What does not fit into rows; CSV leaves it out.
    notes: Vec<String>,
}

/// RFC 4180, one head line, lines ended by CRLF.
pub fn csv(answer: &Answer) -> String {
    let table = table(answer);
    let head = table.head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(head).chain(table.rows) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A table of GitHub's Markdown.
pub fn markdown(answer: &Answer) -> String {
    let table = table(answer);
    let mut out = format!("### {}\n\n", escaped(&table.title));
    if table.rows.is_empty() {
        out.push_str("Nothing.\n");
    } else {
        out.push_str(&format!(
            "| {} |\n|{}\n",
            table.head.join(" | "),
            " --- |".repeat(table.head.len())
        ));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    for note in &table.notes {
        out.push_str(&format!("\n{}\n", escaped(note)));
    }
    out
}

/// Text that Markdown and HTML take for what it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

fn table(answer: &Answer) -> Table {
    match answer {
        Answer::Of(of) => self::of(of),
        Answer::On(on) => self::on(on),
        Answer::Why(why) => self::why(why),
        Answer::Diff(diff) => self::diff(diff),
    }
}

/// The grants of a row in one cell.
fn through(standing: Option<&'static str>, grants: &[DeclaredGrant]) -> String {
    let grants = grants.iter().map(|one| format!("{} ({})", grant(one), origin(one)));
    let all: Vec<String> = standing.map(str::to_owned).into_iter().chain(grants).collect();
    all.join("; ")
}

fn of(of: &Of) -> Table {
    let standing = super::standing(of.standing);
    let row = |place: &crate::query::PlaceAccess| {
        vec![
            of.user.clone(),
            shown(&place.place.path).to_owned(),
            scope(&place.place).to_owned(),
            access_text::atoms(&place.atoms),
            through(standing, &place.grants),
        ]
    };
    Table {
        title: format!("What {} can do in {}", of.user, of.source),
        head: &["user", "path", "scope", "access", "through"],
        rows: of.places.iter().map(row).collect(),
        notes: standing.filter(|_| of.places.is_empty()).map(str::to_owned).into_iter().collect(),
    }
}

fn on(on: &On) -> Table {
    let row = |person: &crate::query::PersonAccess| {
        vec![
            shown(&on.path).to_owned(),
            person.user.clone(),
            access_text::atoms(&person.atoms),
            through(super::standing(person.standing), &person.grants),
        ]
    };
    Table {
        title: format!("Who can do what on {} in {}", shown(&on.path), on.source),
        head: &["path", "user", "access", "through"],
        rows: on.people.iter().map(row).collect(),
        notes: on.note.iter().cloned().collect(),
    }
}

fn why(why: &Why) -> Table {
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
        };
        let mut row = start();
        row.extend(["".to_owned(), grant(&missing.grant), origin(&missing.grant), because]);
        rows.push(row);
    }
    let steps: Vec<String> = why.taken_away_by.iter().map(step).collect();
    let standing = super::standing(why.standing).map(str::to_owned);
    let taken = (!steps.is_empty() && !why.atoms.is_empty())
        .then(|| format!("The smallest change that takes it away: {}", steps.join("; ")));
    Table {
        title: format!(
            "Why {} has {} on {} in {}",
            why.user,
            access_text::atoms(&why.atoms),
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

fn diff(diff: &Difference) -> Table {
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
                    access_text::atoms(&change.atoms),
                    shown(&change.place.path).to_owned(),
                    scope(&change.place).to_owned(),
                    access_text::reason(change),
                ]);
            }
        }
        rows
    };
    Table {
        title: format!("Who gains or loses access from {} to {}", diff.before, diff.after),
        head: &["user", "change", "access", "path", "scope", "through"],
        rows: diff.impact.moves.iter().flat_map(rows).collect(),
        notes: vec![
            access_text::totals(&diff.impact, crate::render::Style::PLAIN).trim().to_owned(),
        ],
    }
}
