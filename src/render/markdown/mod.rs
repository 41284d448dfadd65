//! Plans, checks and drift as the comment on a pull request; answers as a table.
//!
//! In: a plan, what was found, where the files lie. Out: GitHub's Markdown of less than
//! [`budget::LIMIT`] characters, whatever goes in. Powers and removals come first, then losses,
//! and are cut last; what is cut is counted, and it is said where all of it is. The first line is a hidden marker by which
//! the comment is found again, to be replaced by a newer one.

pub mod answer;
pub mod budget;
pub mod changes;
pub mod drift;
pub mod findings;
mod headlines;
pub mod impact;
mod residue;
mod verdict;

pub use answer::answer;

use super::assertions::Assertion;
use super::escape::markdown::{code, hidden, link, prose};
use super::findings::Findings;
use super::repository::Repository;
use super::words::reasons;
use crate::diff::Origin;
use crate::plan::{Cycle, Plan, Sign};
use budget::Budget;

/// A plan. Without findings it is one that was saved: what its guards said is not part of it.
pub fn plan(plan: &Plan, findings: Option<&Findings<'_>>, repository: &Repository) -> String {
    let mut budget = Budget::of(repository);
    let budget = &mut budget;
    // In the order in which room is given away; put together in that of reading.
    let powers = headlines::powers(&plan.powers, repository, budget);
    let removals = headlines::removals(&plan.removals, budget);
    let stops = findings.map(|found| findings::errors("⛔ What stops it", found, budget));
    let while_running = changes::for_a_while(plan, budget);
    let owners = changes::owners(plan, repository, budget);
    let others = findings.map(|found| findings::others(found, budget));
    let losses = impact::section(&plan.access, Sign::Lost, repository, budget);
    let gains = impact::section(&plan.access, Sign::Gained, repository, budget);
    let beside = residue::access(&plan.residue, repository, budget);
    let undeclared = residue::undeclared(plan, budget);
    let objects = changes::object_by_object(plan, budget);
    let order = changes::order(plan, budget);
    let key = findings.map_or_else(|| plan.target.clone(), |found| repository.path(found.root()));
    [
        marker("plan", &key),
        verdict::plan(plan, findings),
        powers,
        stops.unwrap_or_default(),
        removals,
        objects,
        losses,
        gains,
        beside,
        while_running,
        owners,
        others.unwrap_or_default(),
        order,
        undeclared,
        made_by(plan, repository),
    ]
    .concat()
}

/// With the hash by which a plan can be applied.
fn made_by(plan: &Plan, repository: &Repository) -> String {
    let (of, program) = (looked_at(repository), prose(&plan.siteplan));
    if plan.refused.is_empty() {
        let hash = code(&plan.hash);
        format!("<sub>Plan hash {hash}, made by siteplan {program}{of}.</sub>\n")
    } else {
        format!("<sub>Made by siteplan {program}{of}.</sub>\n")
    }
}

/// ` for commit abc1234 in this run`: a comment is of one push, and a newer one may be on its way.
fn looked_at(repository: &Repository) -> String {
    const SHOWN: usize = 12;
    let commit = repository.commit.as_ref();
    let commit = commit.map(|sha| format!(" for commit {}", code(sha.get(..SHOWN).unwrap_or(sha))));
    let run = repository.run.as_ref().map(|run| format!(" in {}", link("this run", Some(run))));
    commit.unwrap_or_default() + &run.unwrap_or_default()
}

/// What stands in the way of any plan at all.
pub enum Obstacle<'a> {
    Definition,
    /// What the definition was to be compared with.
    Snapshot,
    /// Steps that wait for each other.
    Circle(&'a Cycle),
}

/// That there is no plan, and why.
pub fn no_plan(obstacle: &Obstacle<'_>, findings: &Findings<'_>) -> String {
    let mut budget = Budget::of(findings.repository);
    let (title, story) = match obstacle {
        Obstacle::Definition => ("❌ siteplan: the definition is invalid", String::new()),
        Obstacle::Snapshot => ("❌ siteplan: the snapshot is invalid", String::new()),
        Obstacle::Circle(cycle) => {
            ("⛔ siteplan: no order of steps is possible", circle(cycle, &mut budget))
        }
    };
    [
        marker("plan", &findings.repository.path(findings.root())),
        format!("## {title}\n\nThere is no plan, and nothing would be changed.\n\n"),
        story,
        findings::errors("What is wrong", findings, &mut budget),
        findings::others(findings, &mut budget),
    ]
    .concat()
}

fn circle(cycle: &Cycle, budget: &mut Budget) -> String {
    let rows = reasons::circle(cycle)
        .into_iter()
        .map(|line| budget::Row { text: format!("1. {}\n", prose(&line)), tells: 1 });
    let filled = budget.fill(rows, usize::MAX);
    let cut = match cycle.steps.len() - filled.told {
        0 => String::new(),
        left => format!("**Cut:** {left} more. {}\n\n", budget.rest),
    };
    format!("### These wait for each other\n\n{}\n{cut}", filled.text)
}

/// A check: what is wrong, what the assertions came to, and what the definition holds.
pub fn check(findings: &Findings<'_>, assertions: &[Assertion<'_>], contents: &str) -> String {
    let mut budget = Budget::of(findings.repository);
    let errors = findings::errors("What is wrong", findings, &mut budget);
    let title = if errors.is_empty() {
        "✅ siteplan: the definition is valid"
    } else {
        "❌ siteplan: the definition is invalid"
    };
    let of = looked_at(findings.repository);
    [
        marker("check", &findings.repository.path(findings.root())),
        format!("## {title}\n\n{} in {contents}{of}.\n\n", verdict::count(findings)),
        errors,
        findings::assertions(assertions, findings, &mut budget),
        findings::others(findings, &mut budget),
    ]
    .concat()
}

fn marker(kind: &str, key: &str) -> String {
    let key = super::escape::shortened(key, 200);
    format!("<!-- siteplan:{kind} {} -->\n", hidden(&key))
}

/// `site.kdl:12`, as a link where it is known where to.
fn place(origin: &Origin, repository: &Repository) -> String {
    let text = format!("{}:{}", repository.path(&origin.file), origin.line);
    let until =
        origin.until.as_ref().map_or_else(String::new, |until| prose(&format!(", until {until}")));
    format!("{}{until}", link(&text, repository.link(origin).as_deref()))
}

/// A folded part. The title is ours.
fn details(title: &str, body: &str) -> String {
    format!("<details><summary>{title}</summary>\n\n{}\n\n</details>\n\n", body.trim_end())
}
