//! What the definition does not account for: who has more or less by it, and each fact.

use super::budget::{Budget, Row};
use super::changes::cut;
use super::{details, impact};
use crate::plan::{Plan, Residue, Sign};
use crate::render::escape::markdown::prose;
use crate::render::repository::Repository;
use crate::render::words::residue::facts;
use crate::wording::counted;

/// So much of a comment may go to each.
const UNDECLARED: usize = 4_000;

/// Who has more access than the definition gives, and who has less.
pub fn access(residue: &Residue, repository: &Repository, budget: &mut Budget) -> String {
    let have = |people: usize| counted(people, "person has", "people have");
    let of = &residue.access;
    let sides = [
        (
            Sign::Gained,
            of.gain,
            format!("➕ {} more access than the definition gives", have(of.gain)),
        ),
        (
            Sign::Lost,
            of.lose,
            format!("➖ {} less access than the definition gives", have(of.lose)),
        ),
    ];
    let mut text = String::new();
    for (sign, people, title) in sides.into_iter().filter(|(_, people, _)| *people > 0) {
        let rows = of.moves.iter().flat_map(|one| impact::rows(one, sign, "", repository));
        let filled = budget.fill(rows, usize::MAX);
        let head = if sign == Sign::Gained { "Has" } else { "Lacks" };
        let table = if filled.text.is_empty() {
            String::new()
        } else {
            format!("| Who | {head} | Where | How |\n| :-- | :-- | :-- | :-- |\n{}\n", filled.text)
        };
        text.push_str(&format!("### {title}\n\n{table}{}", cut(&filled, people, "people", budget)));
    }
    text
}

/// What the site has and no file says; folded.
pub fn undeclared(plan: &Plan, budget: &mut Budget) -> String {
    let all = &plan.residue.facts;
    if all.is_empty() {
        return String::new();
    }
    let rows = facts(&plan.residue).into_iter().map(|told| {
        let advice = told.advice().map(|advice| format!("  - {}\n", prose(&advice)));
        let text = format!("- {}\n{}", prose(&told.what()), advice.unwrap_or_default());
        Row { text, tells: told.count() }
    });
    let filled = budget.fill(rows, UNDECLARED);
    let title = counted(
        all.len(),
        "thing on the site is not declared, and is left alone",
        "things on the site are not declared, and are left alone",
    );
    details(&title, &format!("{}\n{}", filled.text, cut(&filled, all.len(), "facts", budget)))
}
