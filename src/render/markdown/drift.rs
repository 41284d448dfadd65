//! Drift as an issue's body or a comment: the gravest first, and cut last.

use super::budget::{Budget, Filled, Row};
use super::{details, findings, headlines, impact, marker, place};
use crate::diff::Origin;
use crate::drift::{AccessSide, Drift, Fate, ObjectDrift, Remembered};
use crate::plan::Sign;
use crate::render::escape::markdown::{block, block_line, code, prose};
use crate::render::escape::shortened;
use crate::render::findings::Findings;
use crate::render::repository::Repository;
use crate::render::words::drift as words;
use crate::render::words::site;
use crate::wording::{capitalized, counted};

/// Longer entries of the list of undeclared objects are cut.
const LONGEST_LINE: usize = 400;
/// At most so many entries of the site's log are told beside one of ours.
const LOG: usize = 3;

/// `root` is the definition's first file: two definitions of a repository have a page each.
pub fn drift(drift: &Drift, root: &str, repository: &Repository) -> String {
    let mut budget = Budget::of(repository);
    let budget = &mut budget;
    [
        marker("drift", &repository.path(root)),
        verdict(drift),
        headlines::powers(&drift.powers, repository, budget),
        over(drift, repository, budget),
        gained(&drift.gained, repository, budget),
        lost(&drift.lost, repository, budget),
        owners(drift, repository, budget),
        differences(drift, repository, budget),
        undeclared(drift, budget),
        unused(drift, repository, budget),
        unread(drift),
        not_looked_at(drift),
    ]
    .concat()
}

/// That nothing could be compared, and why.
pub fn not_compared(findings: &Findings<'_>) -> String {
    let mut budget = Budget::of(findings.repository);
    [
        marker("drift", &findings.repository.path(findings.root())),
        "## ❌ siteplan: nothing was compared\n\n".to_owned(),
        findings::errors("What is wrong", findings, &mut budget),
        findings::others(findings, &mut budget),
    ]
    .concat()
}

fn verdict(drift: &Drift) -> String {
    let target = code(&drift.target);
    if drift.is_empty() {
        return if drift.unread.is_empty() {
            format!("## ✅ siteplan: no drift\n\n{target} is as the definition says.\n")
        } else {
            format!(
                "## ⚠️ siteplan: no drift in what was seen\n\nOf {target}, not all is known.\n\n"
            )
        };
    }
    let title = match (drift.gained.people, drift.lost.people) {
        (0, 0) => "📝 siteplan: drift, and nobody has more or less access".to_owned(),
        (0, less) => format!("⚠️ siteplan: drift, {} less access", have(less)),
        (more, _) => format!("⚠️ siteplan: drift, {} more access", have(more)),
    };
    format!("## {title}\n\nOn {target}: {}.\n\n", words::totals(drift))
}

/// What nothing is known of.
fn unread(drift: &Drift) -> String {
    drift
        .unread
        .iter()
        .map(|one| format!("- {}\n", prose(&capitalized(&one.to_string()))))
        .collect()
}

fn not_looked_at(drift: &Drift) -> String {
    let text = site::not_looked_at(&drift.not_looked_at, false);
    text.map_or(String::new(), |text| format!("\n<sub>{}</sub>\n", prose(&text)))
}

fn have(people: usize) -> String {
    counted(people, "person has", "people have")
}

fn gained(side: &AccessSide, repository: &Repository, budget: &mut Budget) -> String {
    let title = format!("➕ {} access that the definition does not give", have(side.people));
    section(side, Sign::Gained, &title, repository, budget)
}

fn lost(side: &AccessSide, repository: &Repository, budget: &mut Budget) -> String {
    let people = counted(side.people, "person lacks", "people lack");
    let title = format!("➖ {people} access that the definition gives");
    section(side, Sign::Lost, &title, repository, budget)
}

fn section(
    side: &AccessSide,
    sign: Sign,
    title: &str,
    repository: &Repository,
    budget: &mut Budget,
) -> String {
    if side.moves.is_empty() {
        return String::new();
    }
    let rows = side.moves.iter().flat_map(|one| {
        let log: String =
            told(&one.remembered).map(|entry| format!("; {}", prose(&entry))).collect();
        impact::rows(&one.access, sign, &log, repository)
    });
    let filled = budget.fill(rows, usize::MAX);
    let head = if sign == Sign::Gained { "Has" } else { "Lacks" };
    let table = if filled.text.is_empty() {
        String::new()
    } else {
        let head = format!("| Who | {head} | Where | How |\n| :-- | :-- | :-- | :-- |\n");
        format!("{head}{}\n", filled.text)
    };
    format!("### {title}\n\n{table}{}", cut(&filled, side.people, "people"))
}

fn told(log: &[Remembered]) -> impl Iterator<Item = String> {
    log.iter().take(LOG).map(words::remembered)
}

fn owners(drift: &Drift, repository: &Repository, budget: &mut Budget) -> String {
    let rows = drift.owners.iter().map(|one| {
        let text = words::ownership(one);
        item(&text, Some(&one.declared), &[], &one.remembered, repository)
    });
    let count = drift.owners.len();
    list("🔁 Automations that belong to somebody else", rows, count, "automations", budget)
}

fn differences(drift: &Drift, repository: &Repository, budget: &mut Budget) -> String {
    let row = |(one, both): (&ObjectDrift, bool)| {
        let text = words::standing(one, both);
        let values = words::values(one);
        let row = item(&text, one.declared.as_ref(), &values, &one.remembered, repository);
        Row { tells: 1 + usize::from(both), ..row }
    };
    let rows = words::differences(drift).into_iter().map(row);
    list("✏️ Otherwise than declared", rows, drift.differences.len(), "objects", budget)
}

fn over(drift: &Drift, repository: &Repository, budget: &mut Budget) -> String {
    let over = words::over(drift);
    let count = over.iter().map(|(_, both)| 1 + usize::from(*both)).sum();
    let rows = over.into_iter().map(|(one, both)| {
        let text = words::undeclared_fact(one, both);
        let row = item(&text, one.declared.as_ref(), &[], &one.remembered, repository);
        Row { tells: 1 + usize::from(both), ..row }
    });
    list("⌛ Over, and still on the site", rows, count, "objects", budget)
}

/// A line, and what belongs to it below.
fn item(
    text: &str,
    declared: Option<&Origin>,
    values: &[String],
    log: &[Remembered],
    repository: &Repository,
) -> Row {
    let at = declared.map(|origin| format!(" ({})", place(origin, repository)));
    let mut row = format!("- {}{}\n", prose(text), at.unwrap_or_default());
    for line in values.iter().cloned().chain(told(log)) {
        row.push_str(&format!("  - {}\n", prose(&line)));
    }
    Row { text: row, tells: 1 }
}

fn list(
    title: &str,
    rows: impl Iterator<Item = Row>,
    count: usize,
    what: &str,
    budget: &mut Budget,
) -> String {
    if count == 0 {
        return String::new();
    }
    let filled = budget.fill(rows, usize::MAX);
    format!("### {title}\n\n{}\n{}", filled.text, cut(&filled, count, what))
}

/// What is on the site and declared nowhere; folded.
fn undeclared(drift: &Drift, budget: &mut Budget) -> String {
    let all = words::undeclared(drift);
    if all.is_empty() {
        return String::new();
    }
    let count = all.iter().map(|(_, both)| 1 + usize::from(*both)).sum();
    let rows = all.into_iter().map(|(one, both)| {
        let fate = match one.on_apply {
            Fate::Removed => " (apply removes it)",
            Fate::LeftAlone => "",
        };
        let mut text = line(&format!("{}{fate}", words::undeclared_fact(one, both)), 0);
        text.extend(words::undeclared_advice(one, both).map(|advice| line(&advice, 4)));
        text.extend(told(&one.remembered).map(|entry| line(&entry, 4)));
        Row { text, tells: 1 + usize::from(both) }
    });
    let filled = budget.fill(rows, usize::MAX);
    let title =
        counted(count, "thing on the site is not declared", "things on the site are not declared");
    let lines =
        if filled.text.is_empty() { String::new() } else { block("text", &filled.text) + "\n" };
    details(&title, &format!("{lines}{}", cut(&filled, count, "objects")))
}

/// What nobody used: for information.
fn unused(drift: &Drift, repository: &Repository, budget: &mut Budget) -> String {
    let Some(unused) = &drift.unused else { return String::new() };
    let idle = unused.accounts.iter().chain(&unused.keys);
    let rows =
        idle.map(|idle| item(&words::idle(idle), idle.declared.as_ref(), &[], &[], repository));
    let count = unused.accounts.len() + unused.keys.len();
    let filled = budget.fill(rows, usize::MAX);
    let lines = format!("{}{}", filled.text, cut(&filled, count, "accounts and keys"));
    format!("\n{}", details(&words::not_used(unused), &lines))
}

fn line(text: &str, indent: usize) -> String {
    format!("{:indent$}{}\n", "", shortened(&block_line(text), LONGEST_LINE))
}

fn cut(filled: &Filled, all: usize, what: &str) -> String {
    if filled.whole {
        return String::new();
    }
    let left = all.saturating_sub(filled.told);
    format!(
        "**Cut:** {left} of {all} {what}. All of it: `siteplan drift --verbose`, or \
         `--format json`.\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Address;
    use crate::drift::UndeclaredDrift;
    use crate::plan::Powers;
    use crate::render::markdown::budget::{LIMIT, size};

    #[test]
    fn what_is_cut_is_counted_and_the_gravest_stays() {
        let address = |at: usize| Address::Folder { path: format!("Folder {at}") };
        let undeclared = (0..10_000).map(|at| UndeclaredDrift {
            address: address(at),
            on_apply: Fate::LeftAlone,
            values: Vec::new(),
            declared: None,
            advice: crate::plan::Advice::default(),
            remembered: Vec::new(),
        });
        let differences = (0..700).map(|at| ObjectDrift {
            address: address(at),
            standing: crate::drift::Standing::Missing,
            live_name: None,
            values: Vec::new(),
            declared: Some(Origin::new("site.kdl", 1)),
            remembered: Vec::new(),
        });
        let drift = Drift {
            format: crate::drift::FORMAT.to_owned(),
            version: crate::drift::VERSION,
            target: "https://acme.example".to_owned(),
            definition: String::new(),
            live: String::new(),
            powers: Powers::default(),
            gained: AccessSide::default(),
            lost: AccessSide::default(),
            owners: Vec::new(),
            differences: differences.collect(),
            undeclared: undeclared.collect(),
            kept: 0,
            not_understood: Vec::new(),
            unread: Vec::new(),
            unused: None,
            not_looked_at: Vec::new(),
        };
        let page = super::drift(&drift, "site.kdl", &Repository::default());
        assert!(size(&page) < LIMIT, "{}", size(&page));
        assert!(page.contains("folder \"Folder 699\" is not on the site"), "{page}");
        assert!(page.contains(" of 10000 objects. All of it: `siteplan drift --verbose`"));
    }
}
