//! What the site's log of settings says of grants, newest first. The log is text in the site's words: a
//! hint, and no proof.

use super::{GrantedBy, Review, ReviewRow};
use crate::drift::Remembered;
use crate::live::SettingsChange;
use crate::model::path;
use crate::plan::AccessVia;
use aho_corasick::{AhoCorasick, Match};
use rustc_hash::FxHashMap;

/// The names of a row that an entry must hold, by their numbers.
type Pair = (usize, usize);

/// Puts beside each grant the newest entry that names its holder and its folder.
pub fn tell(review: &mut Review, history: &[SettingsChange]) {
    let mut names = Names::default();
    let pairs: Vec<Option<Pair>> = review.rows.iter().map(|row| names.pair_of(row)).collect();
    let mut found: FxHashMap<Pair, Option<Remembered>> =
        pairs.iter().flatten().map(|pair| (*pair, None)).collect();
    let Ok(search) = AhoCorasick::new(&names.all) else { return };
    let mut entries: Vec<&SettingsChange> = history.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    for (entry, text) in
        entries.iter().flat_map(|one| one.texts.iter().map(move |text| (one, text)))
    {
        let (holders, folders) = names.in_text(&search, &path::fold(text));
        for pair in holders.iter().flat_map(|holder| folders.iter().map(|at| (*holder, *at))) {
            if let Some(none @ None) = found.get_mut(&pair) {
                let by = entry.by.as_ref().map(ToString::to_string);
                *none = Some(Remembered { at: entry.at, by, text: text.to_string() });
            }
        }
    }
    for (row, pair) in review.rows.iter_mut().zip(pairs) {
        row.logged = pair.and_then(|pair| found.get(&pair).cloned().flatten());
    }
}

#[derive(Default)]
struct Names {
    all: Vec<String>,
    numbers: FxHashMap<(bool, String), usize>,
    is_folder: Vec<bool>,
}

impl Names {
    fn number(&mut self, name: &str, is_folder: bool) -> usize {
        let name = path::fold(name).into_owned();
        *self.numbers.entry((is_folder, name.clone())).or_insert_with(|| {
            self.all.push(name);
            self.is_folder.push(is_folder);
            self.all.len() - 1
        })
    }

    /// The root has no name that a text could hold.
    fn pair_of(&mut self, row: &ReviewRow) -> Option<Pair> {
        let folder = row.folder.as_deref().filter(|folder| !folder.is_empty())?;
        let GrantedBy::Grant(grant) = &row.by else { return None };
        let holder = match &grant.holder {
            AccessVia::Own => &row.user,
            AccessVia::Group(name) | AccessVia::Partner(name) => name,
            _ => return None,
        };
        Some((self.number(holder, false), self.number(folder, true)))
    }

    /// The holders and the folders that a text names.
    fn in_text(&self, search: &AhoCorasick, text: &str) -> (Vec<usize>, Vec<usize>) {
        let whole = search.find_overlapping_iter(text).filter(|one| self.is_whole(one, text));
        let mut found: Vec<usize> = whole.map(|one| one.pattern().as_usize()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().partition(|name| !self.is_folder[*name])
    }

    /// Whether it is no part of a longer word or, of a folder, of a longer path.
    fn is_whole(&self, found: &Match, text: &str) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = &text[..found.start()];
        let mut after = text[found.end()..].chars();
        let (next, one_more) = (after.next(), after.next());
        if is_word(before.chars().next_back()) || is_word(next) {
            return false;
        }
        let above = before.strip_suffix('/').is_some_and(|rest| is_word(rest.chars().next_back()));
        let below = next == Some('/') && is_word(one_more);
        !(self.is_folder[found.pattern().as_usize()] && (above || below))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AccountKind, By, LastActive};
    use super::*;
    use crate::model::Level;
    use crate::plan::AccessGrant;
    use crate::query::standing::StandingWord;

    fn row(user: &str, holder: AccessVia, folder: &str) -> ReviewRow {
        let on = folder.to_owned();
        let grant = AccessGrant { holder, level: Level::ReadOnly, on, recursive: true };
        ReviewRow {
            owners: Vec::new(),
            folder: Some(folder.to_owned()),
            recursive: Some(true),
            group: None,
            user: user.to_owned(),
            name: None,
            account: AccountKind::Person,
            standing: StandingWord::Ordinary,
            atoms: Vec::new(),
            by: GrantedBy::Grant(grant),
            declared: None,
            member_until: None,
            since: None,
            logged: None,
            account_since: None,
            last_active: LastActive::NotShown,
        }
    }

    #[test]
    fn the_newest_entry_that_names_holder_and_folder_whole_is_told() {
        let entry = |at: &str, text: &str| SettingsChange {
            at: at.parse().expect("an instant"),
            by: Some("ada".into()),
            texts: vec![text.into()],
        };
        let history = [
            entry("2026-05-01T00:00:00Z", "Added Readonly for Ben on `/Payroll`"),
            entry("2026-05-03T00:00:00Z", "Added Readonly for bennett on `/Payroll`"),
            entry("2026-05-04T00:00:00Z", "Added Readonly for ben on `/Payroll/2026`"),
            entry("2026-05-05T00:00:00Z", "Added Readonly for ben on `/Old/Payroll`"),
            entry("2026-05-02T00:00:00Z", "Added Readonly for ben on `/Payroll`."),
            entry("2026-05-06T00:00:00Z", "Added Full for group Clerks on `/Payroll`"),
        ];
        let group = AccessVia::Group("Clerks".to_owned());
        let rows = vec![
            row("ben", AccessVia::Own, "Payroll"),
            row("ben", group, "payroll"),
            row("zoe", AccessVia::Own, "Payroll"),
            row("ben", AccessVia::Role, "Payroll"),
            row("ben", AccessVia::Own, ""),
        ];
        let mut review = Review { source: "x".to_owned(), by: By::Folder, as_of: None, rows };
        tell(&mut review, &history);
        let at = |row: &ReviewRow| row.logged.as_ref().map(|entry| entry.at.to_string());
        let told: Vec<_> = review.rows.iter().map(at).collect();
        let (ben, clerks) = ("2026-05-02T00:00:00Z".to_owned(), "2026-05-06T00:00:00Z".to_owned());
        assert_eq!(told, [Some(ben), Some(clerks), None, None, None]);
    }
}
