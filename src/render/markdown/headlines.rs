//! Powers, and what goes: before all else, and given room first.

use super::budget::{Budget, Row};
use super::place;
use crate::model::path;
use crate::plan::{Power, PowerChange, Powers, Removal, Sign};
use crate::render::escape::markdown::{code, prose};
use crate::render::repository::Repository;
use crate::render::words::impact::{PLAIN, Quoting};
use crate::render::words::{powers as words, removals};

/// What only thousands of lines would need; so much is left for the rest of a comment.
const POWERS: usize = 24_000;
const REMOVALS: usize = 6_000;

const QUOTING: Quoting =
    Quoting { name: code, path: |at| code(path::display(at)), lost_through: "no longer through" };

/// A line each.
pub fn powers(powers: &Powers, repository: &Repository, budget: &mut Budget) -> String {
    if powers.is_empty() {
        return String::new();
    }
    let rows = powers.changes.iter().map(|one| Row { text: line(one, repository), tells: 1 });
    let filled = budget.fill(rows, POWERS);
    let cut = match powers.changes.len() - filled.told {
        0 => String::new(),
        left => format!("**Cut:** {left} more. {}\n\n", budget.rest),
    };
    format!("### 🔑 Powers\n\n{}\n{cut}", filled.text)
}

fn line(one: &PowerChange, repository: &Repository) -> String {
    let mark = if one.change == Sign::Gained { "➕" } else { "➖" };
    let at = one.declared.as_ref().map(|origin| format!(" ({})", place(origin, repository)));
    // Values of settings are told as they are.
    let text = match one.power {
        Power::Setting { .. } | Power::Open { .. } | Power::OpenByMove { .. } => {
            prose(&words::line(one, &PLAIN))
        }
        _ => words::line(one, &QUOTING),
    };
    format!("- {mark} {text}{}\n", at.unwrap_or_default())
}

/// What is missed for itself.
pub fn removals(all: &[Removal], budget: &mut Budget) -> String {
    let objects = removals::objects(all);
    if objects.is_empty() {
        return String::new();
    }
    let rows = objects.iter().map(|object| {
        let mark = if object.with_content { "🗑️ " } else { "" };
        Row { text: format!("- {mark}{}\n", prose(&removals::object(object))), tells: 1 }
    });
    let filled = budget.fill(rows, REMOVALS);
    let cut = match objects.len() - filled.told {
        0 => String::new(),
        left => format!("**Cut:** {left} more. {}\n\n", budget.rest),
    };
    format!("### 🗑️ Removed: {}\n\n{}\n{cut}", prose(&removals::summary(all)), filled.text)
}
