//! Advice, followed: its lines are written into the definition as a person would write them.

use super::case::Case;
use super::judge::{Checked, difference, end, require, verdicts};
use super::meaning::Meaning;
use crate::safety::planner::Texts;
use crate::safety::world::World;
use siteplan::facade::diff::{Address, Operation, Subject};
use siteplan::facade::model::path;
use siteplan::facade::plan::Fact;

/// Objects that were declared nowhere have parts that are declared nowhere.
const ROUNDS: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Keep,
    TakeAway,
}

/// All of it, either way: what is kept changes nothing, what is taken away is gone, and nothing
/// is left open but what no line can say.
pub fn all(case: &Case, meaning: &Meaning, definition: &str, facts: &[Fact]) -> Checked {
    for (way, wanted) in [(Way::Keep, &meaning.end), (Way::TakeAway, &meaning.exact)] {
        let (mut text, mut open) = (definition.to_owned(), facts.to_vec());
        for _ in 0..ROUNDS {
            let before = text.clone();
            follow(&mut text, way, &open, &meaning.stated);
            if text == before {
                break;
            }
            let told = || format!("{way:?} leads elsewhere\n{text}");
            let live = case.live();
            let texts = Texts { definition: &text, base: None, live: &live };
            let Some(Some(next)) = verdicts(texts) else { return Err(told()) };
            let end = end(case, &next.plan).map_err(|refusal| format!("{}{refusal}", told()))?;
            require(end == wanted.shown(), || {
                format!("{}{}", told(), difference(&end, &wanted.shown()))
            })?;
            open = next.plan.residue.facts;
        }
        open.retain(|fact| line(way, fact).is_some());
        require(open.is_empty(), || format!("{way:?} leaves {open:#?}\n{text}"))?;
    }
    Ok(())
}

fn line(way: Way, fact: &Fact) -> Option<&str> {
    match way {
        Way::Keep => fact.advice.keep.as_deref(),
        Way::TakeAway => fact.advice.take_away.as_deref(),
    }
}

fn follow(text: &mut String, way: Way, facts: &[Fact], live: &World) {
    let removed = facts.iter().filter(|fact| fact.undoing.operation == Operation::Delete);
    let removed: Vec<&str> = removed.filter_map(|fact| fact.undoing.address.folder()).collect();
    // Objects first, and then what stands in their blocks.
    let mut facts: Vec<&Fact> = facts.iter().collect();
    facts.sort_by_key(|fact| fact.advice.within.is_some());
    for fact in facts {
        let Some(line) = line(way, fact) else { continue };
        if way == Way::Keep {
            named(&fact.undoing.address, live).iter().for_each(|object| declare(text, object));
        }
        let address = &fact.undoing.address;
        match &fact.advice.within {
            None if way == Way::Keep => declare(text, line),
            None => *text += &format!("{line}\n"),
            Some(within) => {
                // What stands on a folder that goes, goes with it.
                let goes = |at: &str| removed.iter().any(|folder| path::is_within(at, folder));
                if way == Way::TakeAway && address.stands_on().is_some_and(goes) {
                    continue;
                }
                put(text, within, line);
            }
        }
    }
}

/// Whoever is named must be declared, as the compiler says where it is forgotten.
fn named(address: &Address, live: &World) -> Vec<String> {
    let is_bot = |name: &str| live.user(name).is_some_and(|id| live.users[id].bot);
    let user = |name: &str| format!("{} {name:?}", if is_bot(name) { "bot" } else { "user" });
    let group = |name: &str| format!("group {name:?}");
    match address {
        Address::User { user } => {
            let Some(id) = live.user(user) else { return Vec::new() };
            let groups = live.members.keys().filter(|(_, member)| *member == id);
            groups.map(|(id, _)| group(&live.groups[*id].name)).collect()
        }
        Address::Membership { user: name, .. } => vec![user(name)],
        Address::Grant { grantee: Subject::User(name), .. } => vec![user(name)],
        Address::Grant { grantee: Subject::Group(name), .. } => vec![group(name)],
        Address::Grant { grantee: Subject::AllOf(names), .. } => {
            names.iter().map(|name| group(name)).collect()
        }
        _ => Vec::new(),
    }
}

/// Where the object's node begins.
fn node(text: &str, object: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.strip_prefix(object);
        if rest.is_some_and(|rest| rest.starts_with([' ', '\n'])) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// A node, perhaps with a line in it.
fn declare(text: &mut String, object: &str) {
    let (head, block) = match object.split_once(" { ") {
        Some((head, line)) => (head, format!(" {{\n    {}\n}}", line.trim_end_matches(" }"))),
        None => (object, String::new()),
    };
    if node(text, head).is_none() {
        *text += &format!("{head}{block}\n");
    }
}

/// Writes a line into the block of an object.
fn put(text: &mut String, within: &str, line: &str) {
    if within == "site { settings }" {
        let settings = "site {\n    settings {\n";
        match text.find(settings) {
            Some(at) => text.insert_str(at + settings.len(), &format!("        {line}\n")),
            None => *text += &format!("{settings}        {line}\n    }}\n}}\n"),
        }
        return;
    }
    declare(text, within);
    let at = node(text, within).expect("declared");
    let end = at + text[at..].find('\n').expect("a line");
    if text[..end].ends_with('{') {
        text.insert_str(end, &format!("\n    {line}"))
    } else {
        text.insert_str(end, &format!(" {{\n    {line}\n}}"))
    }
}
