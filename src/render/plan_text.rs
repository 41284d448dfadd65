//! A plan for people: objects with what changes in them, the order with its reasons if wanted,
//! and the closing lines.

use super::access_text;
use super::reasons::reason;
use super::style::{Painted, Style, safe};
use super::transient_text;
use super::words::{self, Line};
use crate::diff::{Address, Change, Operation};
use crate::model::catalog::FENCE;
use crate::model::{NamedKind, Value, path};
use crate::plan::{Plan, Step};
use similar::{ChangeTag, TextDiff};

/// At most so many undeclared objects are named.
const UNDECLARED_SHOWN: usize = 10;

/// The whole of what `plan` and `show` print.
pub fn plan(plan: &Plan, verbose: bool, style: Style) -> String {
    let mut out = String::new();
    undeclared(plan, verbose, style, &mut out);
    if plan.is_empty() {
        out.push_str("No changes. The site is as the definition says.\n");
        return out;
    }
    for group in grouped(&plan.changes) {
        group_text(group, style, &mut out);
    }
    access_text::moves(&plan.access, verbose, style, &mut out);
    transient_text::transient(plan, style, &mut out);
    if verbose {
        order(plan, style, &mut out);
    }
    out.push_str(&closing(plan, style));
    out
}

/// `Plan: 3 to add, 1 to change, 0 to remove`.
pub fn closing(plan: &Plan, style: Style) -> String {
    let count = |of: &[Operation]| lasting(plan).filter(|c| of.contains(&c.operation)).count();
    let added = count(&[Operation::Create]);
    let changed = count(&[Operation::Update, Operation::Move]);
    let removed = count(&[Operation::Delete]);
    let steps = match plan.steps.len() {
        1 => "1 step".to_owned(),
        many => format!("{many} steps"),
    };
    format!(
        "{} {added} to add, {changed} to change, {removed} to remove, in {steps}\n{}",
        style.bold("Plan:"),
        access_text::totals(&plan.access, style),
    )
}

/// The changes that are there to stay.
fn lasting(plan: &Plan) -> impl Iterator<Item = &Change> {
    plan.changes.iter().filter(|change| !change.temporary)
}

/// What `apply --plan-hash` takes for this plan.
pub fn hash(plan: &Plan, style: Style) -> String {
    if plan.is_empty() { String::new() } else { format!("{} {}\n", style.bold("Hash:"), plan.hash) }
}

/// Changes that stand under one heading: an object and what belongs to it.
fn grouped(changes: &[Change]) -> Vec<(Heading<'_>, Vec<&Change>)> {
    let mut groups: Vec<(Heading<'_>, Vec<&Change>)> = Vec::new();
    let mut sorted: Vec<&Change> = changes.iter().filter(|change| !change.temporary).collect();
    sorted.sort_by(|a, b| {
        (heading(&a.address), rank(a), &a.address).cmp(&(heading(&b.address), rank(b), &b.address))
    });
    for change in sorted {
        let heading = heading(&change.address);
        match groups.last_mut() {
            Some((last, members)) if *last == heading => members.push(change),
            _ => groups.push((heading, vec![change])),
        }
    }
    groups
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading<'a> {
    Site,
    Group(&'a str),
    User(&'a str),
    Folder(&'a str),
    Named(NamedKind, &'a str),
    Automation(&'a str),
    ChildSite(i64),
}

fn heading(address: &Address) -> Heading<'_> {
    match address {
        Address::Site => Heading::Site,
        Address::Group { group } | Address::Membership { group, .. } => Heading::Group(group),
        Address::User { user } | Address::SshKey { user, .. } | Address::ApiKey { user, .. } => {
            Heading::User(user)
        }
        Address::Folder { path } | Address::Grant { path, .. } | Address::Behavior { path, .. } => {
            Heading::Folder(path)
        }
        Address::Named { resource, name } => Heading::Named(*resource, name),
        Address::Automation { name } => Heading::Automation(name),
        Address::ChildSiteGrant { site, .. } => Heading::ChildSite(*site),
    }
}

/// The object itself comes before what belongs to it, what comes before what goes.
fn rank(change: &Change) -> (bool, bool) {
    (!is_heading(&change.address), change.operation == Operation::Delete)
}

fn is_heading(address: &Address) -> bool {
    matches!(
        address,
        Address::Site
            | Address::Group { .. }
            | Address::User { .. }
            | Address::Folder { .. }
            | Address::Named { .. }
            | Address::Automation { .. }
    )
}

fn group_text((heading, changes): (Heading<'_>, Vec<&Change>), style: Style, out: &mut String) {
    let own = changes.first().filter(|change| is_heading(&change.address));
    let title = match heading {
        Heading::Site => "site settings".to_owned(),
        Heading::Group(name) => format!("group {name:?}"),
        Heading::User(name) => match own.is_some_and(|change| is_bot(change)) {
            true => format!("bot {name:?}"),
            false => format!("user {name:?}"),
        },
        Heading::Folder(place) => format!("folder {:?}", path::display(place)),
        Heading::Named(kind, name) => format!("{} {name:?}", kind.facts().word),
        Heading::Automation(name) => format!("automation {name:?}"),
        Heading::ChildSite(id) => format!("child-site {id}"),
    };
    let title = style.bold(safe(&title));
    match own {
        Some(change) => {
            let was = change.was.as_ref().map_or(String::new(), |was| format!(" (was {was:?})"));
            out.push_str(&format!(
                "{} {title}{}{}\n",
                symbol(change.operation, style),
                safe(&was),
                place(change, style)
            ));
            assignments(change, style, out);
        }
        None => out.push_str(&format!("  {title}\n")),
    }
    for change in changes.iter().filter(|change| !is_heading(&change.address)) {
        let line = format!("    {} {}", symbol(change.operation, style), safe(&inner(change)));
        out.push_str(&format!("{line}{}\n", place(change, style)));
        if !matches!(change.address, Address::Membership { .. } | Address::SshKey { .. }) {
            inner_assignments(change, style, out);
        }
    }
    out.push('\n');
}

fn is_bot(change: &Change) -> bool {
    change.assignment("self_managed").is_some_and(|a| a.after == Value::Bool(false))
}

fn symbol(operation: Operation, style: Style) -> Painted {
    match operation {
        Operation::Create => style.added("+"),
        Operation::Update => style.changed("~"),
        Operation::Move => style.changed("→"),
        Operation::Delete => style.removed("-"),
    }
}

fn place(change: &Change, style: Style) -> String {
    match &change.declared {
        Some(origin) => {
            format!("  {}", style.dim(safe(&format!("{}:{}", origin.file, origin.line))))
        }
        None => String::new(),
    }
}

/// A change under another object's heading, without what the heading says.
fn inner(change: &Change) -> String {
    match &change.address {
        Address::Membership { user, .. } => {
            let admin = change.assignment("admin");
            let is = |value: &Value| *value == Value::Bool(true);
            match (change.operation, admin) {
                (Operation::Update, Some(admin)) if is(&admin.after) => {
                    format!("member {user:?} becomes group admin")
                }
                (Operation::Update, _) => format!("member {user:?} is no longer group admin"),
                (_, Some(admin)) if is(&admin.after) || is(&admin.before) => {
                    format!("group admin {user:?}")
                }
                _ => format!("member {user:?}"),
            }
        }
        Address::SshKey { title, .. } => {
            let fingerprint = change.assignment("fingerprint");
            let value = fingerprint.map(|a| if a.after.is_unset() { &a.before } else { &a.after });
            format!("ssh-key {title:?} {}", value.and_then(Value::as_text).unwrap_or_default())
        }
        Address::ApiKey { name, .. } => format!("api-key {name:?}"),
        Address::Grant { grantee, level, recursive, .. } => {
            let scope = if *recursive { "" } else { " (this folder only)" };
            format!("grant {} to {grantee}{scope}", level.as_str())
        }
        Address::ChildSiteGrant { grantee, level, .. } => {
            format!("grant {} to {grantee}", level.word())
        }
        Address::Behavior { behavior, .. } if behavior == FENCE => "fence".to_owned(),
        Address::Behavior { behavior, name, .. } => match name {
            Some(name) => format!("behavior {behavior} {name:?}"),
            None => format!("behavior {behavior}"),
        },
        address => address.to_string(),
    }
}

fn assignments(change: &Change, style: Style, out: &mut String) {
    for line in words::lines(change) {
        let skipped = matches!(line.name.as_str(), "path" | "self-managed")
            && matches!(change.operation, Operation::Move | Operation::Create);
        if !skipped {
            attribute(&line, change.operation, 4, style, out);
        }
    }
}

fn inner_assignments(change: &Change, style: Style, out: &mut String) {
    let is_fence =
        matches!(&change.address, Address::Behavior { behavior, .. } if behavior == FENCE);
    for line in words::lines(change).iter().filter(|_| !is_fence) {
        attribute(line, change.operation, 8, style, out);
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
    out.push_str(&format!("{pad}{text}\n"));
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
        let number = format!("{:>digits$}", step.id.0);
        let line = format!("{} {}", symbol(step.operation, style), safe(&step.address.to_string()));
        let what =
            if step.operation == Operation::Update { set_names(step) } else { String::new() };
        let whose = step.as_user.as_deref();
        let whose = whose.map_or_else(String::new, |user| safe(&format!(", with {user:?}'s key")));
        out.push_str(&format!("  {number}. {line}{what}{whose}\n"));
        for after in &step.after {
            let why = format!("after step {}: {}", after.step.0, reason(&after.reason));
            out.push_str(&format!("  {:digits$}    {}\n", "", style.dim(safe(&why))));
        }
    }
    out.push('\n');
}

/// `: site-admin, disabled`.
fn set_names(step: &Step) -> String {
    let names: Vec<String> = step.set.iter().map(|a| a.name.replace('_', "-")).collect();
    format!(": {}", names.join(", "))
}

fn undeclared(plan: &Plan, verbose: bool, style: Style, out: &mut String) {
    if plan.undeclared.is_empty() {
        return;
    }
    let total = plan.undeclared.len();
    let objects = if total == 1 { "object is" } else { "objects are" };
    out.push_str(&format!(
        "{} {total} live {objects} not declared and left alone:\n",
        style.bold("Note:")
    ));
    let shown = if verbose { total } else { UNDECLARED_SHOWN };
    for object in plan.undeclared.iter().take(shown) {
        out.push_str(&format!("    {}\n", safe(&object.address.to_string())));
    }
    if total > shown {
        out.push_str(&format!("    … and {} more (--verbose)\n", total - shown));
    }
    out.push('\n');
}
