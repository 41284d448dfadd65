//! What changes object by object, in which order and why, whose automations change hands.

use super::budget::{Budget, Filled, Row};
use super::{details, place};
use crate::diff::{Assignment, Change, Field, Operation};
use crate::model::Value;
use crate::plan::{Plan, Step};
use crate::render::escape::markdown::{block, block_line, code, prose};
use crate::render::repository::Repository;
use crate::render::words::attributes::{Line, owner_reason};
use crate::render::words::objects::{self, Object, lasting, objects};
use crate::render::words::reasons::reason;
use crate::render::words::transients;
use crate::wording::counted;
use similar::{ChangeTag, TextDiff};

/// So much of a comment may go to each.
const TRANSIENT: usize = 5_000;
const OWNERS: usize = 4_000;
/// Longer lines of a block are cut.
const LONGEST_LINE: usize = 400;

/// Automations that get another owner.
pub fn owners(plan: &Plan, repository: &Repository, budget: &mut Budget) -> String {
    let owner = |change: &Change| change.assignment(Field::Owner).is_some();
    let all = || plan.changes.iter().filter(|change| is_automation(change) && owner(change));
    let count = all().count();
    if count == 0 {
        return String::new();
    }
    let rows = all().map(|change| Row { text: hand_over(change, repository), tells: 1 });
    let filled = budget.fill(rows, OWNERS);
    let what = counted(count, "automation changes hands", "automations change hands");
    format!("### 🔁 {what}\n\n{}\n{}", filled.text, cut(&filled, count, "automations", budget))
}

fn is_automation(change: &Change) -> bool {
    change.address.automation().is_some() && change.operation == Operation::Update
}

fn hand_over(change: &Change, repository: &Repository) -> String {
    let owner = |value: fn(&Assignment) -> &Value| {
        let value = change.assignment(Field::Owner).map(value);
        value.and_then(Value::as_text).map_or_else(|| "nobody".to_owned(), code)
    };
    let name = change.address.automation().map_or_else(|| code(&change.address.to_string()), code);
    let at = change.declared.as_ref().map(|origin| format!(" ({})", place(origin, repository)));
    let why = owner_reason(change).map(|why| format!(", {}", prose(&why)));
    format!(
        "- {name}: from {} to {}{}{}\n",
        owner(|a| &a.before),
        owner(|a| &a.after),
        why.unwrap_or_default(),
        at.unwrap_or_default()
    )
}

/// What holds only while the plan runs: bridges, and what no order avoids.
pub fn for_a_while(plan: &Plan, budget: &mut Budget) -> String {
    let bridges: Vec<&str> = transients::bridges(plan).collect();
    let count = plan.transient.len() + bridges.len();
    if count == 0 {
        return String::new();
    }
    let unavoidable = plan.transient.iter().map(|one| {
        let waits = one.circle.iter().take(REASONS).map(transients::precedence);
        let waits: String = waits.map(|line| format!("  - {}\n", prose(&line))).collect();
        format!("- ⚠️ {}\n{waits}", prose(&transients::told(one)))
    });
    let bridges =
        bridges.iter().map(|name| format!("- {}\n", prose(&transients::carried(plan, name))));
    let rows = unavoidable.chain(bridges).map(|text| Row { text, tells: 1 });
    let filled = budget.fill(rows, TRANSIENT);
    let cut = cut(&filled, count, "such things", budget);
    format!("### ⏳ For a while, until the plan has run\n\n{}\n{cut}", filled.text)
}

/// `**Cut:** 12 of 40 changes. …`, if anything was.
pub(super) fn cut(filled: &Filled, all: usize, what: &str, budget: &Budget) -> String {
    if filled.whole {
        String::new()
    } else {
        let left = all.saturating_sub(filled.told);
        format!("**Cut:** {left} of {all} {what}. {}\n\n", budget.rest)
    }
}

/// More lines of changes than these are folded.
const UNFOLDED: usize = 15;

/// Every object with its attributes, as a difference; folded unless it is short.
pub fn object_by_object(plan: &Plan, budget: &mut Budget) -> String {
    let all = objects(&plan.changes);
    if all.is_empty() {
        return String::new();
    }
    let filled = budget.fill(all.iter().flat_map(object_rows), usize::MAX);
    let cut = cut(&filled, lasting(&plan.changes).count(), "changes", budget);
    let lines = if filled.text.is_empty() {
        String::new()
    } else {
        block("diff", filled.text.trim_end()) + "\n"
    };
    if filled.whole && filled.text.trim_end().lines().count() <= UNFOLDED {
        return format!("### What changes\n\n{}\n\n", lines.trim_end());
    }
    details("What changes, object by object: + comes, ! changes, - goes", &format!("{lines}{cut}"))
}

fn object_rows<'a>(object: &'a Object<'a>) -> impl Iterator<Item = Row> + 'a {
    let title = object.title();
    let own = object.own.into_iter().flat_map(|change| own_rows(change, object.title()));
    let bare = object.own.is_none().then(|| row(' ', 0, &title, 0));
    let parts = object.parts.iter().flat_map(|part| {
        let change = part.change;
        let text = format!("{}{}", objects::part(part), declared(change));
        let head = row(sign(change.operation), 4, &text, part.changes().count());
        let lines = objects::part_lines(part);
        let lines = lines.into_iter().flat_map(|line| attribute(&line, change.operation, 8));
        std::iter::once(head).chain(lines)
    });
    own.chain(bare).chain(parts).chain([Row { text: "\n".to_owned(), tells: 0 }])
}

fn own_rows(change: &Change, title: String) -> impl Iterator<Item = Row> + use<> {
    let was = change.was.as_ref().map_or_else(String::new, |was| format!(" (was {was:?})"));
    let head = row(sign(change.operation), 0, &format!("{title}{was}{}", declared(change)), 1);
    let operation = change.operation;
    let lines = objects::lines(change).into_iter();
    std::iter::once(head).chain(lines.flat_map(move |line| attribute(&line, operation, 4)))
}

/// The sign stands first in its line: that is what colours the line.
fn row(sign: char, indent: usize, text: &str, tells: usize) -> Row {
    let text = crate::render::escape::shortened(&block_line(text), LONGEST_LINE);
    Row { text: format!("{sign} {:indent$}{text}\n", ""), tells }
}

fn sign(operation: Operation) -> char {
    match operation {
        Operation::Create => '+',
        Operation::Update | Operation::Move => '!',
        Operation::Delete => '-',
    }
}

fn declared(change: &Change) -> String {
    let origin = change.declared.as_ref();
    origin.map_or_else(String::new, |origin| format!("  {origin}"))
}

fn attribute(line: &Line, operation: Operation, indent: usize) -> Vec<Row> {
    let name = &line.name;
    if let Some((before, after)) = &line.texts {
        let mut rows = vec![row('!', indent, name, 0)];
        rows.extend(changed_lines(before, after, indent + 4));
        return rows;
    }
    let text = match operation {
        Operation::Create => format!("{name} {}", line.after),
        Operation::Delete => format!("{name} {}", line.before),
        Operation::Update | Operation::Move => format!("{name} {} → {}", line.before, line.after),
    };
    vec![row(sign(operation), indent, text.trim_end(), 0)]
}

fn changed_lines(before: &str, after: &str, indent: usize) -> Vec<Row> {
    let diff = TextDiff::from_lines(before, after);
    let groups = diff.grouped_ops(2);
    let changes = groups.iter().flatten().flat_map(|op| diff.iter_changes(op));
    let rows = changes.map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        row(sign, indent, change.value().trim_end_matches('\n'), 0)
    });
    rows.collect()
}

/// The steps with what each waits for; folded.
pub fn order(plan: &Plan, budget: &mut Budget) -> String {
    if plan.steps.is_empty() {
        return String::new();
    }
    let digits = plan.steps.len().to_string().len();
    let filled = budget.fill(plan.steps.iter().map(|step| step_row(step, digits)), usize::MAX);
    let cut = cut(&filled, plan.steps.len(), "steps", budget);
    let lines =
        if filled.text.is_empty() { String::new() } else { block("text", &filled.text) + "\n" };
    let title = format!("The order: {}, and why", counted(plan.steps.len(), "step", "steps"));
    details(&title, &format!("{lines}{cut}"))
}

/// At most so many of the steps that a step waits for are told.
const REASONS: usize = 6;

fn step_row(step: &Step, digits: usize) -> Row {
    let line = |text: &str| crate::render::escape::shortened(&block_line(text), LONGEST_LINE);
    let what = format!("{}{}", step.address, objects::means(step));
    let mut text = format!("{:>digits$}. {} {}\n", step.id.0, sign(step.operation), line(&what));
    for after in step.after.iter().take(REASONS) {
        let why = format!("after step {}: {}", after.step.0, reason(&after.reason));
        text.push_str(&format!("{:digits$}      {}\n", "", line(&why)));
    }
    if step.after.len() > REASONS {
        let more = step.after.len() - REASONS;
        text.push_str(&format!("{:digits$}      and after {more} more steps\n", ""));
    }
    Row { text, tells: 1 }
}
