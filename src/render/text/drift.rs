//! Drift: the gravest first, and a closing line.

use super::{impact, powers};
use crate::diff::Origin;
use crate::drift::{
    AccessSide, Drift, Fate, ObjectDrift, OwnerDrift, Remembered, Standing, UndeclaredDrift,
};
use crate::render::style::{Style, safe};
use crate::render::words::drift::{self as words, ownership, remembered, standing, totals, values};
use crate::render::words::objects;

/// At most so many entries of a section are written out.
const SHOWN: usize = 20;

/// The whole of what `drift` prints.
pub fn drift(drift: &Drift, verbose: bool, style: Style) -> String {
    if drift.is_empty() {
        return "No drift. The site is as the definition says.\n".to_owned();
    }
    let most = if verbose { usize::MAX } else { SHOWN };
    let out = powers::section(&drift.powers, style);
    let mut page = Page { out, most, style };
    let access = |of: &AccessSide| access(of, verbose, style);
    page.section("Access on the site that the definition does not give", access(&drift.gained));
    page.section("Access that the definition gives and the site does not", access(&drift.lost));
    let owners = drift.owners.iter().map(|one| owner(one, style));
    page.section("Automations that belong to somebody else", owners.collect());
    let differences = words::differences(drift).into_iter().map(|one| object(one, style));
    page.section("Otherwise than declared", differences.collect());
    let undeclared = words::undeclared(drift).into_iter().map(|one| undeclared(one, style));
    page.section("On the site, and declared nowhere", undeclared.collect());
    page.out.push_str(&closing(drift, style));
    page.out
}

fn closing(drift: &Drift, style: Style) -> String {
    format!("{} {}\n", style.bold("Drift:"), totals(drift))
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
        let mut text = impact::one_move(&one.access, verbose, style);
        text.push_str(&log(&one.remembered, style));
        text
    });
    one.collect()
}

fn log(entries: &[Remembered], style: Style) -> String {
    let line = |entry| format!("        {}\n", style.dim(safe(&remembered(entry))));
    entries.iter().map(line).collect()
}

fn owner(one: &OwnerDrift, style: Style) -> String {
    let place = place(Some(&one.declared), style);
    let log = log(&one.remembered, style);
    format!("    {} {}{place}\n{log}", style.changed("~"), safe(&ownership(one)))
}

fn object((one, both): (&ObjectDrift, bool), style: Style) -> String {
    let sign = match one.standing {
        Standing::Missing => style.removed("-"),
        Standing::Elsewhere => style.changed("→"),
        Standing::Different => style.changed("~"),
    };
    let place = place(one.declared.as_ref(), style);
    let mut out = format!("    {sign} {}{place}\n", safe(&standing(one, both)));
    for value in values(one) {
        out.push_str(&format!("        {}\n", safe(&value)));
    }
    out.push_str(&log(&one.remembered, style));
    out
}

fn undeclared((one, both): (&UndeclaredDrift, bool), style: Style) -> String {
    let fate = match one.on_apply {
        Fate::Removed => "  (apply removes it)",
        Fate::LeftAlone => "",
    };
    let address = objects::named(&one.address, both);
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
