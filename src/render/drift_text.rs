//! Drift for people: the gravest first, and a closing line.

use super::access_text::{self, counted};
use super::style::{Style, safe};
use super::words;
use crate::diff::{Assignment, Change, Operation, Origin};
use crate::drift::{
    AccessSide, Drift, Fate, ObjectDrift, OwnerDrift, OwnerName, Remembered, Standing,
    UndeclaredDrift,
};

/// At most so many entries of a section are written out.
const SHOWN: usize = 20;

/// The whole of what `drift` prints.
pub fn drift(drift: &Drift, verbose: bool, style: Style) -> String {
    if drift.is_empty() {
        return "No drift. The site is as the definition says.\n".to_owned();
    }
    let most = if verbose { usize::MAX } else { SHOWN };
    let mut page = Page { out: String::new(), most, style };
    let access = |of: &AccessSide| access(of, verbose, style);
    page.section("Access on the site that the definition does not give", access(&drift.gained));
    page.section("Access that the definition gives and the site does not", access(&drift.lost));
    let owners = drift.owners.iter().map(|one| owner(one, style));
    page.section("Automations that belong to somebody else", owners.collect());
    let differences = drift.differences.iter().map(|one| object(one, style));
    page.section("Otherwise than declared", differences.collect());
    let undeclared = drift.undeclared.iter().map(|one| undeclared(one, style));
    page.section("On the site, and declared nowhere", undeclared.collect());
    page.out.push_str(&closing(drift, style));
    page.out
}

fn closing(drift: &Drift, style: Style) -> String {
    format!("{} {}\n", style.bold("Drift:"), totals(drift))
}

/// `1 person has more access, 2 have less; 1 owner moved, 3 objects differ, 4 undeclared`.
pub fn totals(drift: &Drift) -> String {
    format!(
        "{} more access, {} less; {} moved, {}, {} undeclared",
        counted(drift.gained.people, "person has", "people have"),
        counted(drift.lost.people, "has", "have"),
        counted(drift.owners.len(), "owner", "owners"),
        counted(drift.differences.len(), "object differs", "objects differ"),
        drift.undeclared.len(),
    )
}

struct Page {
    out: String,
    most: usize,
    style: Style,
}

impl Page {
    fn section(&mut self, heading: &str, entries: Vec<String>) {
        if entries.is_empty() {
            return;
        }
        self.out.push_str(&format!("{}\n", self.style.bold(heading)));
        self.out.extend(entries.iter().take(self.most).map(String::as_str));
        if entries.len() > self.most {
            self.out
                .push_str(&format!("    … and {} more (--verbose)\n", entries.len() - self.most));
        }
        self.out.push('\n');
    }
}

fn access(side: &AccessSide, verbose: bool, style: Style) -> Vec<String> {
    let one = side.moves.iter().map(|one| {
        let mut text = access_text::one_move(&one.access, verbose, style);
        text.push_str(&log(&one.remembered, style));
        text
    });
    one.collect()
}

fn log(entries: &[Remembered], style: Style) -> String {
    let line = |entry| format!("        {}\n", style.dim(safe(&remembered(entry))));
    entries.iter().map(line).collect()
}

/// `by the site's log: 2026-05-02T11:00:00Z, mallory: Added **Readonly** for …`.
pub fn remembered(entry: &Remembered) -> String {
    let by = entry.by.as_deref().unwrap_or("nobody of this site");
    let text = entry.text.replace('\n', " ");
    format!("by the site's log: {}, {by}: {text}", entry.at)
}

fn owner(one: &OwnerDrift, style: Style) -> String {
    let place = place(Some(&one.declared), style);
    let log = log(&one.remembered, style);
    format!("    {} {}{place}\n{log}", style.changed("~"), safe(&ownership(one)))
}

/// `automation "sweep" belongs to user "ben"; the definition says the site`.
pub fn ownership(one: &OwnerDrift) -> String {
    let name = |of: &OwnerName| match of {
        OwnerName::Site => "the site".to_owned(),
        OwnerName::User(user) => format!("user {user:?}"),
        OwnerName::DeletedUser(id) => format!("deleted user {id}, so that it does not run"),
    };
    format!(
        "automation {:?} belongs to {}; the definition says {}",
        one.automation,
        name(&one.live),
        name(&one.definition)
    )
}

fn object(one: &ObjectDrift, style: Style) -> String {
    let sign = match one.standing {
        Standing::Missing => style.removed("-"),
        Standing::Elsewhere => style.changed("→"),
        Standing::Different => style.changed("~"),
    };
    let place = place(one.declared.as_ref(), style);
    let mut out = format!("    {sign} {}{place}\n", safe(&standing(one)));
    for value in values(one) {
        out.push_str(&format!("        {}\n", safe(&value)));
    }
    out.push_str(&log(&one.remembered, style));
    out
}

/// `group "HR" is not on the site`.
pub fn standing(one: &ObjectDrift) -> String {
    let told = match (one.standing, &one.live_name) {
        (Standing::Missing, _) => " is not on the site".to_owned(),
        (Standing::Elsewhere, Some(at)) => format!(" is at {at:?}"),
        (_, Some(name)) => format!(" is called {name:?}"),
        (_, None) => String::new(),
    };
    format!("{}{told}", one.address)
}

/// `require-2fa false; the definition says true`, of each value.
pub fn values(one: &ObjectDrift) -> Vec<String> {
    let set = one.values.iter().map(|value| Assignment {
        field: value.field,
        before: value.live.clone(),
        after: value.definition.clone(),
    });
    let change = Change::new(Operation::Update, one.address.clone()).set(set.collect());
    let lines = words::lines(&change).into_iter().map(|line| {
        let (live, definition) = (one_line(&line.before), one_line(&line.after));
        format!("{} {live}; the definition says {definition}", line.name)
    });
    lines.collect()
}

fn one_line(value: &str) -> String {
    value.replace('\n', " ")
}

fn undeclared(one: &UndeclaredDrift, style: Style) -> String {
    let fate = match one.on_apply {
        Fate::Removed => "  (apply removes it)",
        Fate::LeftAlone => "",
    };
    let address = one.address.to_string();
    let log = log(&one.remembered, style);
    format!("    {} {}{}\n{log}", style.added("+"), safe(&address), style.dim(fate))
}

fn place(origin: Option<&Origin>, style: Style) -> String {
    origin.map_or_else(String::new, |origin| {
        format!("  {}", style.dim(safe(&format!("{}:{}", origin.file, origin.line))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drift::AccessDrift;
    use crate::plan::AccessMove;

    #[test]
    fn the_sites_own_words_are_one_harmless_line() {
        let access =
            AccessMove { people: vec!["ben".to_owned()], group: None, changes: Vec::new() };
        let entry = |by: Option<&str>| Remembered {
            at: "2026-05-02T11:00:00Z".parse().expect("an instant"),
            by: by.map(str::to_owned),
            text: "Added\n**Readonly**\u{1b}[2K".to_owned(),
        };
        let remembered = vec![entry(Some("mallory")), entry(None)];
        let side = AccessSide { people: 1, moves: vec![AccessDrift { access, remembered }] };
        let told = super::access(&side, false, Style::PLAIN).concat();
        let log = "        by the site's log: 2026-05-02T11:00:00Z,";
        let text = "Added **Readonly**\\u{1b}[2K";
        assert_eq!(
            told,
            format!("    ben\n{log} mallory: {text}\n{log} nobody of this site: {text}\n")
        );
    }
}
