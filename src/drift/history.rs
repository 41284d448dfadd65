//! Who brought it about: entries of the site's log of settings that name what is otherwise. The
//! log is text, so this is a hint and no proof.

use super::data::{Drift, ObjectDrift, Remembered};
use crate::diff::Address;
use crate::live::SettingsChange;
use crate::model::path;
use crate::plan::{AccessCause, AccessMove, AccessThrough, AccessVia};
use std::collections::BTreeSet;

/// Puts beside each entry what the site remembers of it.
pub fn remember(drift: &mut Drift, history: &[SettingsChange]) {
    for one in drift.gained.moves.iter_mut().chain(&mut drift.lost.moves) {
        one.remembered = newest_of(Told::of_access(&one.access), history);
    }
    for one in &mut drift.owners {
        let address = Address::Automation { name: one.automation.clone() };
        one.remembered = newest_of(Told::of_object(&address), history);
    }
    for one in &mut drift.differences {
        one.remembered = newest_of(Told::of_difference(one), history);
    }
    for one in &mut drift.undeclared {
        one.remembered = newest_of(Told::of_object(&one.address), history);
    }
}

/// The newest entry for each, the newest first.
fn newest_of(all: impl IntoIterator<Item = Told>, history: &[SettingsChange]) -> Vec<Remembered> {
    let found: BTreeSet<Remembered> =
        all.into_iter().filter_map(|told| newest(&told, history)).collect();
    found.into_iter().rev().collect()
}

fn newest(told: &Told, history: &[SettingsChange]) -> Option<Remembered> {
    let entries =
        history.iter().flat_map(|entry| entry.texts.iter().map(move |text| (entry, text)));
    let (entry, text) = entries
        .filter(|(_, text)| told.is_in(&path::fold(text)))
        .max_by_key(|(entry, _)| entry.at)?;
    let by = entry.by.as_ref().map(|by| by.to_string());
    Some(Remembered { at: entry.at, by, text: text.to_string() })
}

/// What an entry must name.
struct Told {
    all: Vec<String>,
    /// One of these at least, if there are any.
    one_of: Vec<String>,
}

impl Told {
    /// None where nothing would have to be named: every entry would do.
    fn new(mut all: Vec<String>, one_of: Vec<String>) -> Option<Self> {
        all.retain(|name| !name.is_empty());
        (!all.is_empty() || !one_of.is_empty()).then_some(Told { all, one_of })
    }

    fn of_access(one: &AccessMove) -> Vec<Self> {
        let causes = one.changes.iter().flat_map(|change| &change.through);
        causes.filter_map(|through| Self::of_cause(one, through)).collect()
    }

    fn of_cause(one: &AccessMove, through: &AccessThrough) -> Option<Self> {
        let people = || one.people.clone();
        let groups = || match &through.grant.as_ref()?.holder {
            AccessVia::Own | AccessVia::Role | AccessVia::Setting(_) => Some(Vec::new()),
            AccessVia::Group(group)
            | AccessVia::Partner(group)
            | AccessVia::Link(group)
            | AccessVia::SiteKey(group) => Some(vec![group.clone()]),
            AccessVia::AllOf(groups) => Some(groups.clone()),
        };
        let (all, one_of) = match &through.because {
            AccessCause::Grant => {
                let mut all = groups()?;
                let is_setting = matches!(through.grant.as_ref()?.holder, AccessVia::Setting(_));
                let by_name = all.is_empty() && !is_setting;
                let one_of = if by_name { people() } else { Vec::new() };
                all.push(through.grant.as_ref()?.on.clone());
                (all, one_of)
            }
            AccessCause::Membership | AccessCause::Partner => (groups()?, people()),
            AccessCause::Fence(folder) | AccessCause::Move(folder) => {
                (vec![folder.clone()], Vec::new())
            }
            AccessCause::Role | AccessCause::Account => (Vec::new(), people()),
        };
        Self::new(all, one_of)
    }

    /// A setting of the site is known by its own name, in the API's spelling or in words.
    fn of_difference(one: &ObjectDrift) -> Vec<Self> {
        if one.address != Address::Site {
            return Self::of_object(&one.address).into_iter().collect();
        }
        let settings = one.values.iter().map(|value| value.field.name());
        let told = settings.filter_map(|name| {
            let words = name.replace('_', " ");
            Self::new(Vec::new(), vec![name.to_owned(), words])
        });
        told.collect()
    }

    fn of_object(address: &Address) -> Option<Self> {
        let all = address.names().into_iter().map(str::to_owned).collect();
        Self::new(all, Vec::new())
    }

    fn is_in(&self, text: &str) -> bool {
        let names = |name: &String| is_named(text, &path::fold(name));
        self.all.iter().all(names) && (self.one_of.is_empty() || self.one_of.iter().any(names))
    }
}

/// Whether the name stands in the text, and not as a part of a longer word.
fn is_named(text: &str, name: &str) -> bool {
    let part_of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        !part_of_word(before.chars().next_back()) && !part_of_word(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::super::data::{Standing, ValueDrift};
    use super::*;
    use crate::diff::Field;
    use crate::model::{Level, Value, kinds};
    use crate::plan::{AccessChange, AccessGrant, AccessPlace, Scope, Sign};

    fn gained(because: AccessCause, holder: AccessVia) -> AccessMove {
        let on = "Payroll".to_owned();
        let grant = AccessGrant { holder, level: Level::ReadOnly, on, recursive: true };
        let change = AccessChange {
            place: AccessPlace { path: "Payroll".to_owned(), scope: Scope::Whole },
            change: Sign::Gained,
            atoms: vec!["read".to_owned()],
            except: Vec::new(),
            through: vec![AccessThrough {
                because,
                account: None,
                grant: Some(grant),
                declared: None,
            }],
        };
        AccessMove { people: vec!["ben".to_owned()], group: None, changes: vec![change] }
    }

    fn entry(at: &str, by: &str, text: &str) -> SettingsChange {
        let at = at.parse().expect("an instant");
        SettingsChange { at, by: Some(by.into()), texts: vec![text.into()] }
    }

    fn told(one: &AccessMove, history: &[SettingsChange]) -> Vec<Remembered> {
        newest_of(Told::of_access(one), history)
    }

    fn by(one: &AccessMove, history: &[SettingsChange]) -> Vec<String> {
        told(one, history).into_iter().filter_map(|found| found.by).collect()
    }

    #[test]
    fn the_newest_entry_that_names_holder_and_folder_counts() {
        let history = [
            entry("2026-05-03T00:00:00Z", "cleo", "Added **Readonly** for Bennett on `/Payroll`"),
            entry("2026-05-02T00:00:00Z", "mallory", "Added **Readonly** for Ben on `/payroll`"),
            entry("2026-05-01T00:00:00Z", "ada", "Added **Readonly** for ben on `/Payroll`"),
            entry("2026-05-04T00:00:00Z", "dan", "Added **Readonly** for ben on `/Sales`"),
        ];
        assert_eq!(by(&gained(AccessCause::Grant, AccessVia::Own), &history), ["mallory"]);
    }

    #[test]
    fn a_membership_is_told_by_group_and_person() {
        let history = [
            entry("2026-05-01T00:00:00Z", "ada", "ben was added to group HR"),
            entry("2026-05-02T00:00:00Z", "ada", "group HR got **Readonly** on `/Payroll`"),
        ];
        let group = || AccessVia::Group("HR".to_owned());
        let text = |cause| told(&gained(cause, group()), &history).remove(0).text;
        assert_eq!(text(AccessCause::Membership), "ben was added to group HR");
        assert!(text(AccessCause::Grant).starts_with("group HR got"));
        assert!(by(&gained(AccessCause::Grant, AccessVia::Own), &[]).is_empty());
    }
    #[test]
    fn a_setting_is_told_by_its_name() {
        let value = |name: &'static str| ValueDrift {
            field: Field::attribute(&kinds::SITE, name),
            live: Value::Bool(false),
            definition: Value::Bool(true),
        };
        let differs = ObjectDrift {
            address: Address::Site,
            standing: Standing::Different,
            live_name: None,
            values: vec![value("require_2fa"), value("sftp_enabled")],
            declared: None,
            remembered: Vec::new(),
        };
        let history = [
            entry("2026-05-01T00:00:00Z", "ada", "Changed **Require 2FA** to off"),
            entry("2026-05-02T00:00:00Z", "ben", "`sftp_enabled`: true → false"),
            entry("2026-05-03T00:00:00Z", "cleo", "`ftp_enabled`: true → false"),
        ];
        let found = newest_of(Told::of_difference(&differs), &history);
        let by: Vec<_> = found.iter().filter_map(|found| found.by.as_deref()).collect();
        assert_eq!(by, ["ben", "ada"]);
    }

    #[test]
    fn an_object_is_told_by_all_its_names() {
        let join = Address::Membership { group: "HR".to_owned(), user: "ben".to_owned() };
        let history = [
            entry("2026-05-01T00:00:00Z", "ada", "ben was added to group HR"),
            entry("2026-05-02T00:00:00Z", "ada", "cleo was added to group HR"),
        ];
        let found = newest_of(Told::of_object(&join), &history);
        assert_eq!(found[0].text, "ben was added to group HR");
        assert!(newest_of(Told::of_object(&Address::Site), &history).is_empty());
        let fence = AccessCause::Fence(String::new());
        assert!(told(&gained(fence, AccessVia::Own), &history).is_empty());
    }
}
