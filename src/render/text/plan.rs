//! A plan: objects with what changes in them, the order with its reasons if wanted,
//! and the closing lines.

use super::steps::{numbered, symbol};
use super::{impact, powers, transients};
use crate::diff::{Change, Operation};
use crate::plan::Plan;
use crate::render::style::{Style, safe};
use crate::render::words::attributes::Line;
use crate::render::words::objects::{self, Object, counts, objects};
use crate::render::words::reasons::reason;
use crate::wording::{counted, plural};
use similar::{ChangeTag, TextDiff};

/// At most so many undeclared objects are named.
const UNDECLARED_SHOWN: usize = 10;

/// The whole of what `plan` and `show` print.
pub fn plan(plan: &Plan, verbose: bool, style: Style) -> String {
    let mut out = powers::section(&plan.powers, style);
    undeclared(plan, verbose, style, &mut out);
    if plan.is_empty() {
        out.push_str("No changes. The site is as the definition says.\n");
        return out;
    }
    for object in objects(&plan.changes) {
        object_text(&object, style, &mut out);
    }
    impact::moves(&plan.access, verbose, style, &mut out);
    transients::transient(plan, verbose, style, &mut out);
    if verbose {
        order(plan, style, &mut out);
    }
    out.push_str(&closing(plan, style));
    out
}

/// `Plan: 3 to add, 1 to change, 0 to remove`, below who becomes an administrator and what goes.
pub fn closing(plan: &Plan, style: Style) -> String {
    format!(
        "{}{} {}, in {}\n{}",
        powers::closing(plan, style),
        style.bold("Plan:"),
        counts(&plan.changes),
        counted(plan.steps.len(), "step", "steps"),
        impact::totals(&plan.access, style),
    )
}

/// Who becomes an administrator and what goes, as far as anybody or anything does: to be read
/// before saying yes.
pub fn headlines(plan: &Plan, style: Style) -> String {
    powers::closing(plan, style)
}

/// What `apply --plan-hash` takes for this plan.
pub fn hash(plan: &Plan, style: Style) -> String {
    if plan.is_empty() { String::new() } else { format!("{} {}\n", style.bold("Hash:"), plan.hash) }
}

fn object_text(object: &Object<'_>, style: Style, out: &mut String) {
    let title = style.bold(safe(&object.title()));
    match object.own {
        Some(change) => {
            let was = change.was.as_ref().map_or(String::new(), |was| format!(" (was {was:?})"));
            out.push_str(&format!(
                "{} {title}{}{}\n",
                symbol(change.operation, style),
                safe(&was),
                place(change, style)
            ));
            for line in objects::lines(change) {
                attribute(&line, change.operation, 4, style, out);
            }
        }
        None => out.push_str(&format!("  {title}\n")),
    }
    for part in &object.parts {
        let change = part.change;
        let line =
            format!("    {} {}", symbol(change.operation, style), safe(&objects::part(part)));
        out.push_str(&format!("{line}{}\n", place(change, style)));
        for line in objects::part_lines(part) {
            attribute(&line, change.operation, 8, style, out);
        }
    }
    out.push('\n');
}

fn place(change: &Change, style: Style) -> String {
    match &change.declared {
        Some(origin) => {
            format!("  {}", style.dim(safe(&format!("{}:{}", origin.file, origin.line))))
        }
        None => String::new(),
    }
}

fn attribute(line: &Line, operation: Operation, indent: usize, style: Style, out: &mut String) {
    let (name, pad) = (&line.name, " ".repeat(indent));
    if let Some((before, after)) = &line.texts {
        out.push_str(&format!("{pad}{} {name}\n", style.changed("~")));
        text_diff(before, after, indent + 4, style, out);
        return;
    }
    let (before, after) = (safe(&line.before), safe(&line.after));
    let text = match operation {
        Operation::Create => format!("{} {name} {after}", style.added("+")),
        Operation::Delete => format!("{} {name} {before}", style.removed("-")),
        Operation::Update | Operation::Move => {
            format!("{} {name} {before} → {after}", style.changed("~"))
        }
    };
    out.push_str(&format!("{pad}{}\n", text.trim_end()));
}

/// Lines that change, with what changes within them marked.
fn text_diff(before: &str, after: &str, indent: usize, style: Style, out: &mut String) {
    let pad = " ".repeat(indent);
    let diff = TextDiff::from_lines(before, after);
    for group in diff.grouped_ops(2) {
        for op in group {
            for change in diff.iter_inline_changes(&op) {
                let sign = match change.tag() {
                    ChangeTag::Delete => style.removed("-"),
                    ChangeTag::Insert => style.added("+"),
                    ChangeTag::Equal => style.dim(" "),
                };
                out.push_str(&format!("{pad}{sign} "));
                for (changed, part) in change.iter_strings_lossy() {
                    let part = safe(part.trim_end_matches('\n'));
                    match change.tag() {
                        ChangeTag::Delete if changed => {
                            out.push_str(&style.removed(part).to_string())
                        }
                        ChangeTag::Insert if changed => {
                            out.push_str(&style.added(part).to_string())
                        }
                        _ => out.push_str(&part),
                    }
                }
                out.push('\n');
            }
        }
    }
}

fn order(plan: &Plan, style: Style, out: &mut String) {
    out.push_str(&format!("{}\n", style.bold("Order")));
    let digits = plan.steps.len().to_string().len();
    for step in &plan.steps {
        out.push_str(&format!("  {}\n", numbered(step, digits, style)));
        for after in &step.after {
            let why = format!("after step {}: {}", after.step.0, reason(&after.reason));
            out.push_str(&format!("  {:digits$}    {}\n", "", style.dim(safe(&why))));
        }
    }
    out.push('\n');
}

fn undeclared(plan: &Plan, verbose: bool, style: Style, out: &mut String) {
    if plan.undeclared.is_empty() {
        return;
    }
    let total = plan.undeclared.len();
    out.push_str(&format!(
        "{} {total} live {} not declared and left alone:\n",
        style.bold("Note:"),
        plural(total, "object is", "objects are")
    ));
    let most = if verbose { usize::MAX } else { UNDECLARED_SHOWN };
    let mut rest = total;
    for (object, tells) in objects::undeclared(plan).into_iter().take(most) {
        out.push_str(&format!("    {}\n", safe(&object)));
        rest -= tells;
    }
    if rest > 0 {
        out.push_str(&format!("    … and {rest} more (--verbose)\n"));
    }
    out.push('\n');
}
