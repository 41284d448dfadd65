//! Drift: the gravest first, and a closing line.

use super::{impact, powers, site};
use crate::diff::Origin;
use crate::drift::{
    AccessSide, Drift, Fate, ObjectDrift, OwnerDrift, Remembered, Standing, UndeclaredDrift,
};
use crate::render::style::Style;
use crate::render::words::drift::{self as words, ownership, remembered, standing, totals, values};
use crate::wording::visible;

/// At most so many entries of a section are written out.
const SHOWN: usize = 20;

/// The whole of what `drift` prints.
pub fn drift(drift: &Drift, verbose: bool, style: Style) -> String {
    let most = if verbose { usize::MAX } else { SHOWN };
    let mut out = String::new();
    site::unread(&drift.unread, style, &mut out);
    let unused = unused(drift, most, style);
    if drift.is_empty() {
        out.push_str(&unused);
        site::not_looked_at(&drift.not_looked_at, verbose, style, &mut out);
        out.push_str(&no_drift(drift));
        // A line that names the site is first and last at once.
        let is_alone = drift.unread.is_empty() && drift.not_looked_at.is_empty();
        return if is_alone && unused.is_empty() {
            out
        } else {
            site::headed(&drift.target, out, style)
        };
    }
    out.push_str(&powers::section(&drift.powers, style));
    let mut page = Page { out, most, style };
    let access = |of: &AccessSide| access(of, verbose, style);
    let over = words::over(drift).into_iter().map(|one| over(one, style));
    page.section("Over, and still on the site", over.collect());
    page.section("Access on the site that the definition does not give", access(&drift.gained));
    page.section("Access that the definition gives and the site does not", access(&drift.lost));
    let owners = drift.owners.iter().map(|one| owner(one, style));
    page.section("Automations that belong to somebody else", owners.collect());
    let differences = words::differences(drift).into_iter().map(|one| object(one, style));
    page.section("Otherwise than declared", differences.collect());
    let undeclared = words::undeclared(drift).into_iter().map(|one| undeclared(one, style));
    page.section("On the site, and declared nowhere", undeclared.collect());
    let odd = drift.not_understood.iter().map(|what| format!("    ? {}\n", visible(what)));
    page.section("Not judged", odd.collect());
    page.out.push_str(&unused);
    site::not_looked_at(&drift.not_looked_at, verbose, style, &mut page.out);
    page.out.push_str(&closing(drift, style));
    site::headed(&drift.target, page.out, style) + &site::line(&drift.target, style)
}

/// What nobody used: for information.
fn unused(drift: &Drift, most: usize, style: Style) -> String {
    let Some(unused) = &drift.unused else { return String::new() };
    let mut page = Page { out: String::new(), most, style };
    let idle = unused.accounts.iter().chain(&unused.keys);
    let lines = idle.map(|idle| {
        format!("    · {}{}\n", visible(&words::idle(idle)), place(idle.declared.as_ref(), style))
    });
    page.section(&words::not_used(unused), lines.collect());
    page.out
}

fn no_drift(drift: &Drift) -> String {
    let site = site::name(&drift.target);
    if drift.unread.is_empty() {
        format!("No drift. {} is as the definition says.\n", site::subject(&drift.target))
    } else {
        format!("No drift, as far as {site} was seen.\n")
    }
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
    let line = |entry| format!("        {}\n", style.dim(visible(&remembered(entry))));
    entries.iter().map(line).collect()
}

fn owner(one: &OwnerDrift, style: Style) -> String {
    let place = place(Some(&one.declared), style);
    let log = log(&one.remembered, style);
    format!("    {} {}{place}\n{log}", style.changed("~"), visible(&ownership(one)))
}

fn object((one, both): (&ObjectDrift, bool), style: Style) -> String {
    let sign = match one.standing {
        Standing::Missing => style.removed("-"),
        Standing::Elsewhere => style.changed("→"),
        Standing::Different => style.changed("~"),
    };
    let place = place(one.declared.as_ref(), style);
    let mut out = format!("    {sign} {}{place}\n", visible(&standing(one, both)));
    for value in values(one) {
        out.push_str(&format!("        {}\n", visible(&value)));
    }
    out.push_str(&log(&one.remembered, style));
    out
}

fn undeclared((one, both): (&UndeclaredDrift, bool), style: Style) -> String {
    let fate = match one.on_apply {
        Fate::Removed => "  (apply removes it)",
        Fate::LeftAlone => "",
    };
    let fact = words::undeclared_fact(one, both);
    let advice = words::undeclared_advice(one, both);
    let advice = advice.map(|advice| format!("        {}\n", style.dim(visible(&advice))));
    let (advice, log) = (advice.unwrap_or_default(), log(&one.remembered, style));
    format!("    {} {}{}\n{advice}{log}", style.added("+"), visible(&fact), style.dim(fate))
}

fn over((one, both): (&UndeclaredDrift, bool), style: Style) -> String {
    let (fact, log) = (words::undeclared_fact(one, both), log(&one.remembered, style));
    let place = place(one.declared.as_ref(), style);
    format!("    {} {}{place}\n{log}", style.added("+"), visible(&fact))
}

fn place(origin: Option<&Origin>, style: Style) -> String {
    origin
        .map_or_else(String::new, |origin| format!("  {}", style.dim(visible(&origin.to_string()))))
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
