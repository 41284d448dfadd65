//! A plan: objects with what changes in them, the order with its reasons if wanted,
//! and the closing lines.

use super::steps::{numbered, symbol};
use super::{impact, powers, residue, site, transients};
use crate::diff::{Change, Operation};
use crate::plan::Plan;
use crate::render::style::Style;
use crate::render::words::attributes::Line;
use crate::render::words::objects::{self, Object, counts, objects};
use crate::render::words::reasons::reason;
use crate::render::words::residue::{left, verdict};
use crate::wording::{counted, visible};
use similar::{ChangeTag, TextDiff};

/// The whole of what `plan` and `show` print, but for how it ends.
pub fn plan(plan: &Plan, verbose: bool, style: Style) -> String {
    let mut out = powers::section(&plan.powers, style);
    site::unread(&plan.unread, style, &mut out);
    if verbose {
        site::not_looked_at(&plan.not_looked_at, false, style, &mut out);
        out.push('\n');
    }
    if plan.is_empty() {
        residue::section(&plan.residue, verbose, style, &mut out);
        out.push_str(&no_changes(plan));
        // A line that names the site is first and last at once.
        let is_alone = plan.refused.is_empty() && out.lines().count() == 1;
        return if is_alone { out } else { site::headed(&plan.target, out, style) };
    }
    for object in objects(&plan.changes) {
        object_text(&object, style, &mut out);
    }
    impact::moves(&plan.access, verbose, style, &mut out);
    transients::transient(plan, verbose, style, &mut out);
    if verbose {
        order(plan, style, &mut out);
    }
    residue::section(&plan.residue, verbose, style, &mut out);
    out.push_str(&closing(plan, style));
    site::headed(&plan.target, out, style)
}

/// `Plan: 3 to add, 1 to change, 0 to remove`, below who becomes an administrator and what goes.
pub fn closing(plan: &Plan, style: Style) -> String {
    let after = if plan.residue.is_empty() {
        String::new()
    } else {
        format!("{} {}.\n", style.bold("Then:"), left(plan))
    };
    format!(
        "{}{} {}, in {}\n{}{after}",
        powers::closing(plan, style),
        style.bold("Plan:"),
        counts(&plan.changes),
        counted(plan.steps.len(), "step", "steps"),
        impact::totals(&plan.access, style),
    )
}

fn no_changes(plan: &Plan) -> String {
    match (plan.refused.is_empty(), plan.residue.is_empty(), plan.unread.is_empty()) {
        (false, ..) => "No changes.\n".to_owned(),
        (true, true, false) => {
            format!("No changes, as far as {} was seen.\n", site::name(&plan.target))
        }
        _ => format!("No changes. {}.\n", verdict(plan)),
    }
}

/// How the text of a plan ends that nobody applies at once: with the hash that `apply --plan-hash`
/// takes, or with what refuses it.
pub fn ending(plan: &Plan, style: Style) -> String {
    if plan.is_empty() || !plan.refused.is_empty() {
        end(plan, style)
    } else {
        format!("{} {}\n{}", style.bold("Hash:"), plan.hash, end(plan, style))
    }
}

/// The same without a hash.
pub fn end(plan: &Plan, style: Style) -> String {
    // That nothing changes is a line that names the site.
    if plan.is_empty() && plan.refused.is_empty() { String::new() } else { last(plan, style) }
}

/// The site, and whether anything can be applied to it.
pub fn last(plan: &Plan, style: Style) -> String {
    if plan.refused.is_empty() {
        site::line(&plan.target, style)
    } else {
        site::refused(&plan.refused, &plan.target, style)
    }
}

/// Who becomes an administrator and what goes, as far as anybody or anything does: to be read
/// before saying yes.
pub fn headlines(plan: &Plan, style: Style) -> String {
    powers::closing(plan, style)
}

fn object_text(object: &Object<'_>, style: Style, out: &mut String) {
    let title = style.bold(visible(&object.title()));
    match object.own {
        Some(change) => {
            let was = change.was.as_ref().map_or(String::new(), |was| format!(" (was {was:?})"));
            out.push_str(&format!(
                "{} {title}{}{}\n",
                symbol(change.operation, style),
                visible(&was),
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
            format!("    {} {}", symbol(change.operation, style), visible(&objects::part(part)));
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
            format!("  {}", style.dim(visible(&origin.to_string())))
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
    let (before, after) = (visible(&line.before), visible(&line.after));
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
                    let part = visible(part.trim_end_matches('\n'));
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
            out.push_str(&format!("  {:digits$}    {}\n", "", style.dim(visible(&why))));
        }
    }
    out.push('\n');
}
