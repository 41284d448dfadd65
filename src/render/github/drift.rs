//! Drift: access that nobody declared is an error, what is missing or otherwise a warning, what
//! is declared nowhere a notice.

use super::{SHOWN, not_annotated, notice};
use crate::diff::Origin;
use crate::drift::{AccessDrift, AccessSide, Drift, Remembered};
use crate::render::escape::workflow::{message, property};
use crate::render::repository::Repository;
use crate::render::style::Style;
use crate::render::text::{impact, site};
use crate::render::words::impact::PLAIN;
use crate::render::words::{drift as words, powers as powers_words};

/// The totals as a notice, and an annotation for each entry as far as GitHub shows them.
pub fn annotations(drift: &Drift, repository: &Repository) -> String {
    let totals = if drift.is_empty() { "no drift".to_owned() } else { words::totals(drift) };
    let unseen = drift.unread.iter().map(|one| format!("\n{one}")).collect::<String>();
    let totals = format!("{}: {totals}{unseen}", site::name(&drift.target));
    let owners = drift.owners.iter().map(|one| Note {
        text: words::ownership(one),
        more: log(&one.remembered),
        declared: Some(&one.declared),
    });
    let differences = words::differences(drift).into_iter().map(|(one, both)| Note {
        text: words::standing(one, both),
        more: words::values(one).into_iter().chain(log(&one.remembered)).collect(),
        declared: one.declared.as_ref(),
    });
    let over = words::over(drift).into_iter().map(|(one, both)| Note {
        text: format!("over: {}", words::undeclared_fact(one, both)),
        more: log(&one.remembered),
        declared: one.declared.as_ref(),
    });
    let undeclared = words::undeclared(drift).into_iter().map(|(one, both)| Note {
        text: format!("not declared: {}", words::undeclared_fact(one, both)),
        more: words::undeclared_advice(one, both).into_iter().chain(log(&one.remembered)).collect(),
        declared: one.declared.as_ref(),
    });
    let warnings = over.chain(moved(&drift.lost)).chain(owners).chain(differences);
    let mut out = notice("siteplan drift", &totals);
    let mut left_out = Vec::new();
    // The notice about all is one of its kind.
    for (kind, shown, notes) in [
        ("error", SHOWN, powers(drift).chain(moved(&drift.gained)).collect::<Vec<_>>()),
        ("warning", SHOWN, warnings.collect()),
        ("notice", SHOWN - 1, undeclared.collect()),
    ] {
        out.extend(notes.iter().take(shown).map(|note| note.annotation(kind, repository)));
        if notes.len() > shown {
            left_out.push(format!("{} of kind {kind}", notes.len() - shown));
        }
    }
    out + &not_annotated(&left_out)
}

struct Note<'a> {
    text: String,
    more: Vec<String>,
    declared: Option<&'a Origin>,
}

impl Note<'_> {
    fn annotation(&self, kind: &str, repository: &Repository) -> String {
        let place = self.declared.map_or_else(String::new, |origin| {
            let file = property(&repository.path(&origin.file));
            format!("file={file},line={},", origin.line)
        });
        let lines = std::iter::once(&self.text).chain(&self.more);
        let text = lines.map(String::as_str).collect::<Vec<_>>().join("\n");
        format!("::{kind} {place}title=drift::{}\n", message(&text))
    }
}

/// All in one, so that none is left out.
fn powers(drift: &Drift) -> impl Iterator<Item = Note<'_>> {
    let mut lines = drift.powers.changes.iter().map(|one| powers_words::line(one, &PLAIN));
    let text = lines.next();
    text.map(|text| Note { text, more: lines.collect(), declared: None }).into_iter()
}

fn moved(side: &AccessSide) -> impl Iterator<Item = Note<'_>> {
    side.moves.iter().map(access)
}

fn access(one: &AccessDrift) -> Note<'_> {
    let text = impact::one_move(&one.access, false, Style::PLAIN);
    let mut lines = text.lines().map(|line| line.trim().to_owned());
    let text = lines.next().unwrap_or_default();
    Note { text, more: lines.chain(log(&one.remembered)).collect(), declared: None }
}

fn log(entries: &[Remembered]) -> Vec<String> {
    entries.iter().map(words::remembered).collect()
}
