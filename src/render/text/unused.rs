//! What nobody needed: kind by kind, what each would take from whom, and a closing line.

use crate::query::unused::answer::{Kind, LostBy, Unused, UnusedItem};
use crate::render::style::Style;
use crate::render::words::impact::first;
use crate::render::words::unused as words;
use crate::wording::{counted, visible};

/// At most so many of a kind are written out, and so many places and names of each.
const SHOWN: usize = 50;
const PLACES_SHOWN: usize = 4;
const NAMES_SHOWN: usize = 12;

pub fn unused(unused: &Unused, verbose: bool, style: Style) -> String {
    let mut out = format!("{}\n", style.bold(visible(&words::title(unused))));
    for kind in Kind::ALL {
        let items: Vec<&UnusedItem> =
            unused.items.iter().filter(|item| item.kind == kind).collect();
        if items.is_empty() {
            continue;
        }
        let most = if verbose { usize::MAX } else { SHOWN };
        out.push_str(&format!("\n{}\n", style.bold(words::heading(kind))));
        items.iter().take(most).for_each(|it| item(it, verbose, style, &mut out));
        if items.len() > most {
            out.push_str(&format!("    … and {} more (--verbose)\n", items.len() - most));
        }
    }
    if !unused.undecided.is_empty() {
        out.push_str(&format!("\n{}\n", style.bold("Undecided")));
    }
    for one in &unused.undecided {
        let most = if verbose { usize::MAX } else { NAMES_SHOWN };
        let names = first(", ", one.names.iter().cloned(), one.names.len(), most);
        out.push_str(&format!("    {}\n", visible(&words::undecided(one))));
        out.push_str(&format!("        {}\n", style.dim(visible(&names))));
    }
    out.push('\n');
    for limit in words::limits(unused) {
        out.push_str(&format!("{}\n", style.dim(visible(&limit))));
    }
    out.push_str(&format!("{} {}\n", style.bold("Unused:"), words::totals(unused)));
    out
}

fn item(item: &UnusedItem, verbose: bool, style: Style, out: &mut String) {
    let declared =
        item.declared.as_ref().map_or_else(|| "live only".to_owned(), |at| at.to_string());
    let line = format!("{}, {}", words::what(item), words::when(item));
    out.push_str(&format!("    {}  {}\n", visible(&line), style.dim(visible(&declared))));
    let mut lines: Vec<String> = words::besides(item).into_iter().collect();
    for by in &item.loses {
        lines.extend(losing(item, by, verbose));
    }
    if lines.is_empty() && item.members != Some(0) {
        lines.push("nobody would lose access".to_owned());
    }
    for line in lines {
        out.push_str(&format!("        {} {}\n", style.removed("-"), visible(&line)));
    }
    if let Some(dropped) = &item.dropped {
        out.push_str(&format!("        {}\n", visible(&words::dropped(dropped))));
    }
}

/// A line a place, the first of them.
fn losing(item: &UnusedItem, by: &LostBy, verbose: bool) -> Vec<String> {
    let most = if verbose { usize::MAX } else { PLACES_SHOWN };
    let whose = match item.kind {
        Kind::Group => {
            let most = if verbose { usize::MAX } else { NAMES_SHOWN };
            let names = by.people.iter().cloned();
            format!("{}: ", first(", ", names, by.people.len(), most))
        }
        _ => String::new(),
    };
    let places = by.places.iter().take(most).map(|lost| format!("{whose}{}", words::lost(lost)));
    let mut lines: Vec<String> = places.collect();
    if by.places.len() > most {
        let left = counted(by.places.len() - most, "more place", "more places");
        lines.push(format!("{whose}… and on {left} (--verbose)"));
    }
    lines
}
