//! What the definition does not account for, in words: the sentence by which people stop looking,
//! and each fact with what to write.

use super::{attributes, impact, objects, site};
use crate::diff::{Change, Operation};
use crate::plan::{Advice, Fact, Plan, Residue, Sign};
use crate::wording::{counted, plural};

/// By what people stop looking, of a plan that is carried out: that its site is as the definition
/// says, or what is left.
pub fn verdict(plan: &Plan) -> String {
    let (site, subject) = (site::name(&plan.target), site::subject(&plan.target));
    match (plan.residue.is_empty(), plan.unread.is_empty()) {
        (true, true) => format!("{subject} is as the definition says"),
        (true, false) => format!("As far as {site} was seen, nothing is otherwise than declared"),
        (false, _) => left(plan),
    }
}

/// `3 people have more access than the definition gives, 1 has less; 2 things on it are not
/// declared`.
pub fn left(plan: &Plan) -> String {
    left_on(plan, &site::name(&plan.target))
}

/// The same with the site's name as a format writes it.
pub fn left_on(plan: &Plan, site: &str) -> String {
    let Residue { access, facts, not_understood, kept: _ } = &plan.residue;
    let has = |count| plural(count, "has", "have");
    let people = |count| counted(count, "person", "people");
    let is_known = not_understood.is_empty() && plan.unread.is_empty();
    let access = match (access.gain, access.lose) {
        (0, 0) if !is_known => String::new(),
        (0, 0) => "Nobody has more or less access than the definition gives; ".to_owned(),
        (more, 0) => format!(
            "{} {} more access than the definition gives{}; ",
            people(more),
            has(more),
            impact::among(access, Sign::Gained)
        ),
        (0, less) => {
            format!("{} {} less access than the definition gives; ", people(less), has(less))
        }
        (more, less) => format!(
            "{} {} more access than the definition gives{}, {less} {} less; ",
            people(more),
            has(more),
            impact::among(access, Sign::Gained),
            has(less)
        ),
    };
    let undeclared = (!facts.is_empty()).then(|| {
        let (things, are) =
            (plural(facts.len(), "thing", "things"), plural(facts.len(), "is", "are"));
        format!("{} {things} on {site} {are} not declared", facts.len())
    });
    let not_understood = (!not_understood.is_empty()).then(|| {
        let things = counted(not_understood.len(), "thing", "things");
        let on = if facts.is_empty() { format!(" on {site}") } else { String::new() };
        format!("{things}{on} could not be judged")
    });
    let facts: Vec<String> = [undeclared, not_understood].into_iter().flatten().collect();
    format!("{access}{}", facts.join(", "))
}

/// Something that the site has and no file says; two rows that are one word of the language are
/// one.
pub struct Told<'a> {
    pub fact: &'a Fact,
    pub both: bool,
}

pub fn facts(residue: &Residue) -> Vec<Told<'_>> {
    let alike = |one: &Fact, next: &Fact| one.undoing.declared == next.undoing.declared;
    let paired = objects::paired(&residue.facts, |fact| &fact.undoing.address, alike);
    paired.into_iter().map(|(fact, both)| Told { fact, both }).collect()
}

impl Told<'_> {
    /// How many facts it tells.
    pub fn count(&self) -> usize {
        1 + usize::from(self.both)
    }

    /// `user "ben" in group "Payroll"`, `user "ben": disabled true`.
    pub fn what(&self) -> String {
        what(&self.fact.undoing, self.both)
    }

    /// What to write, either way.
    pub fn advice(&self) -> Option<String> {
        let origin = self.fact.undoing.declared.as_ref();
        let place = origin.map(|origin| origin.to_string());
        advice(&self.fact.advice, place.as_deref(), self.both)
    }
}

/// The fact that a change would take away.
pub fn what(undoing: &Change, both: bool) -> String {
    let object = match undoing.operation {
        Operation::Update => match undoing.address.membership() {
            Some((group, user)) => return format!("user {user:?} administers group {group:?}"),
            None => undoing.address.to_string(),
        },
        Operation::Create | Operation::Move | Operation::Delete => {
            return objects::named(&undoing.address, both);
        }
    };
    let values = attributes::lines(undoing).into_iter();
    let values: Vec<String> =
        values.map(|line| format!("{} {}", line.name, line.before).replace('\n', " ")).collect();
    format!("{object}: {}", values.join(", "))
}

/// `write "x" in group "Payroll" (site.kdl:3) to keep it, "y" to take it away`.
pub fn advice(advice: &Advice, place: Option<&str>, both: bool) -> Option<String> {
    let word = |line: &String| {
        if both {
            format!("`{}`", line.replacen("\"writeonly\"", "\"readwrite\"", 1))
        } else {
            format!("`{line}`")
        }
    };
    let others = match advice.others.saturating_sub(usize::from(both)) {
        0 => String::new(),
        1 => " (with the other one: the list is whole)".to_owned(),
        many => format!(" (with the {many} others: the list is whole)"),
    };
    let keep = advice.keep.as_ref().map(|line| format!("{} to keep it{others}", word(line)));
    let take = advice.take_away.as_ref().map(|line| format!("{} to take it away", word(line)));
    let ways: Vec<String> = [keep, take].into_iter().flatten().collect();
    let within = advice.within.as_ref().map(|within| match place {
        Some(place) => format!("in {within} ({place}) "),
        None => format!("in {within} "),
    });
    let within = within.unwrap_or_default();
    (!ways.is_empty()).then(|| format!("{within}write {}", ways.join(", ")))
}
