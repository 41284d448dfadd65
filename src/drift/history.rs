//! Who brought it about: entries of the site's log of settings that name what made a
//! difference in access. The log is text, so this is a hint and no proof.

use super::data::Remembered;
use crate::live::SettingsChange;
use crate::model::path;
use crate::plan::{AccessCause, AccessMove, AccessThrough, Holder};
use std::collections::BTreeSet;

/// The newest entry for each cause of a move, the newest first.
pub(super) fn remembered(one: &AccessMove, history: &[SettingsChange]) -> Vec<Remembered> {
    let causes = one.changes.iter().flat_map(|change| &change.through);
    let found = causes.filter_map(|through| newest(one, through, history));
    let found: BTreeSet<Remembered> = found.collect();
    found.into_iter().rev().collect()
}

fn newest(
    one: &AccessMove,
    through: &AccessThrough,
    history: &[SettingsChange],
) -> Option<Remembered> {
    let told = Told::of(one, through)?;
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
    fn of(one: &AccessMove, through: &AccessThrough) -> Option<Self> {
        let people = || one.people.clone();
        let groups = || match &through.grant.as_ref()?.holder {
            Holder::Own => Some(Vec::new()),
            Holder::Group(group) => Some(vec![group.clone()]),
            Holder::AllOf(groups) => Some(groups.clone()),
        };
        let (mut all, one_of) = match &through.because {
            AccessCause::Grant => {
                let mut all = groups()?;
                let one_of = if all.is_empty() { people() } else { Vec::new() };
                all.push(through.grant.as_ref()?.on.clone());
                (all, one_of)
            }
            AccessCause::Membership => (groups()?, people()),
            AccessCause::Fence(folder) | AccessCause::Move(folder) => {
                (vec![folder.clone()], Vec::new())
            }
            AccessCause::Role | AccessCause::Account => (Vec::new(), people()),
        };
        all.retain(|name| !name.is_empty());
        Some(Told { all, one_of })
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
    use super::*;
    use crate::model::Level;
    use crate::plan::{AccessChange, AccessGrant, AccessPlace, Scope, Sign};

    fn gained(because: AccessCause, holder: Holder) -> AccessMove {
        let on = "Payroll".to_owned();
        let grant = AccessGrant { holder, level: Level::ReadOnly, on, recursive: true };
        let change = AccessChange {
            place: AccessPlace { path: "Payroll".to_owned(), scope: Scope::Whole },
            change: Sign::Gained,
            atoms: vec!["read".to_owned()],
            except: Vec::new(),
            through: vec![AccessThrough { because, grant: Some(grant), declared: None }],
        };
        AccessMove { people: vec!["ben".to_owned()], group: None, changes: vec![change] }
    }

    fn entry(at: &str, by: &str, text: &str) -> SettingsChange {
        let at = at.parse().expect("an instant");
        SettingsChange { at, by: Some(by.into()), texts: vec![text.into()] }
    }

    fn by(one: &AccessMove, history: &[SettingsChange]) -> Vec<String> {
        remembered(one, history).into_iter().filter_map(|found| found.by).collect()
    }

    #[test]
    fn the_newest_entry_that_names_holder_and_folder_counts() {
        let history = [
            entry("2026-05-03T00:00:00Z", "cleo", "Added **Readonly** for Bennett on `/Payroll`"),
            entry("2026-05-02T00:00:00Z", "mallory", "Added **Readonly** for Ben on `/payroll`"),
            entry("2026-05-01T00:00:00Z", "ada", "Added **Readonly** for ben on `/Payroll`"),
            entry("2026-05-04T00:00:00Z", "dan", "Added **Readonly** for ben on `/Sales`"),
        ];
        assert_eq!(by(&gained(AccessCause::Grant, Holder::Own), &history), ["mallory"]);
    }

    #[test]
    fn a_membership_is_told_by_group_and_person() {
        let history = [
            entry("2026-05-01T00:00:00Z", "ada", "ben was added to group HR"),
            entry("2026-05-02T00:00:00Z", "ada", "group HR got **Readonly** on `/Payroll`"),
        ];
        let group = || Holder::Group("HR".to_owned());
        let told = |cause| remembered(&gained(cause, group()), &history);
        assert_eq!(told(AccessCause::Membership)[0].text, "ben was added to group HR");
        assert!(told(AccessCause::Grant)[0].text.starts_with("group HR got"));
        assert!(by(&gained(AccessCause::Grant, Holder::Own), &[]).is_empty());
    }
}
