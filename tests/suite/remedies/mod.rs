//! Every help is followed by what does as it says and checks again: none leads to another mistake,
//! and none gives anybody more than it says.

mod accounts;
mod administrators;
mod automations;
mod difference;
mod fixes;
mod objects;
mod pages;
mod permissions;
mod planned;
mod reading;
mod settings;
mod tables;

use crate::program::Place;
use pages::{Finding, Page, check, graver, pages};
use std::collections::BTreeSet;

/// A help and who follows it.
#[derive(Clone, Copy)]
pub struct Remedy {
    code: &'static str,
    /// Part of the help as it is printed, or of a label where that says it all.
    told: &'static str,
    /// What stands where, and what is written in its place; in place of nothing, at the end.
    edits: &'static [(&'static str, &'static str)],
    /// What has the mistake, where it is not the page's example.
    written: Option<&'static str>,
    /// Files beside the definition.
    beside: &'static [(&'static str, &'static str)],
    /// Who reaches what by it: more than before, or at all where there was a mistake before.
    gains: &'static [&'static str],
    /// What is told afterwards, and is true: something less grave, or a mere note.
    then_told: &'static [&'static str],
    /// What is said on the command line.
    arguments: &'static [&'static str],
}

impl Remedy {
    const fn of(
        code: &'static str,
        told: &'static str,
        edits: &'static [(&'static str, &'static str)],
    ) -> Self {
        Remedy {
            code,
            told,
            edits,
            written: None,
            beside: &[],
            gains: &[],
            then_told: &[],
            arguments: &[],
        }
    }

    const fn written(mut self, text: &'static str) -> Self {
        self.written = Some(text);
        self
    }

    const fn beside(mut self, files: &'static [(&'static str, &'static str)]) -> Self {
        self.beside = files;
        self
    }

    const fn gaining(mut self, gains: &'static [&'static str]) -> Self {
        self.gains = gains;
        self
    }

    const fn then_told(mut self, codes: &'static [&'static str]) -> Self {
        self.then_told = codes;
        self
    }

    const fn with(mut self, arguments: &'static [&'static str]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Shown where something fails.
    fn named(&self) -> String {
        format!("{}: {}", self.code, self.told)
    }

    /// The files that have the mistake.
    fn before(&self, page: &Page) -> Vec<(String, String)> {
        let mut files = match self.written {
            Some(text) => vec![("site.kdl".to_owned(), text.to_owned())],
            None => page.fails.clone(),
        };
        files.extend(self.beside.iter().map(|(name, text)| ((*name).into(), (*text).into())));
        files
    }

    /// The same files, with what the help says.
    fn after(&self, mut files: Vec<(String, String)>) -> Vec<(String, String)> {
        for (find, replace) in self.edits {
            if find.is_empty() {
                files[0].1.push_str(replace);
                continue;
            }
            let places: usize = files.iter().map(|(_, text)| text.matches(find).count()).sum();
            assert_eq!(places, 1, "{}: `{find}` stands in one place", self.named());
            for (_, text) in &mut files {
                *text = text.replace(find, replace);
            }
        }
        files
    }
}

const ON_DEFINITIONS: &[&[Remedy]] = &[
    accounts::REMEDIES,
    administrators::REMEDIES,
    automations::REMEDIES,
    objects::REMEDIES,
    permissions::REMEDIES,
    reading::REMEDIES,
    settings::REMEDIES,
    tables::REMEDIES,
];

/// Rules with a help that nothing here follows, and why.
const NOT_FOLLOWED: &[(&str, &str)] = &[
    ("access-widened", "is told by a limit on the command line, which says what it permits"),
    ("assertion-not-established", "the help is to look at the site"),
    ("changed-since-base", "is told by a base on the command line: who changed what is asked"),
    ("csv-loss", "is told by `csv export`, of what the table cannot say and the definition does"),
    ("drift-changed-owner", "is told by a base on the command line: who changed what is asked"),
    ("file-unreadable", "a page cannot hold a file that is no text"),
    ("folder-admin-manages-self", "the help is to leave it to another administrator"),
    ("kdl-too-deep", "it is no definition: the page holds what wants to break the reader"),
    ("kdl-version-1", "`fmt --from-v1` has tests of its own"),
    ("key-lacks-rights", "the help is another key, which is no part of a definition"),
    ("list-not-read", "it is the key that may not read, whatever is declared"),
    ("new-administrators", "is told by a limit on the command line, which says what it permits"),
    ("no-longer-said", "is told by a base on the command line: who changed what is asked"),
    ("not-a-definition", "the help is to look for the file that was meant"),
    ("odd-record", "what a snapshot holds is never odd"),
    ("removal-empties-mount", "the help takes two plans and a site that the first has changed"),
    ("removal-leaves-behind", "tells what Files.com does: there is nothing to do"),
    ("removes-many", "is told by a limit on the command line, which says what it permits"),
    ("secret-not-comparable", "tells what siteplan does: there is nothing to do"),
    ("template-too-large", "takes two million nodes"),
];

fn follow(remedies: &[Remedy]) {
    let pages = pages();
    for remedy in remedies {
        let name = remedy.named();
        let page = pages.iter().find(|page| page.code == remedy.code);
        let before = remedy.before(page.unwrap_or_else(|| panic!("{name}: no such rule")));
        let place = Place::new();
        for (file, text) in &before {
            place.write(file, text);
            place.write(&format!("before/{file}"), text);
        }
        let found = check(&place, &[]);
        let own: Vec<&Finding> = found.iter().filter(|one| one.code == remedy.code).collect();
        assert!(own.iter().any(|one| one.says(remedy.told)), "{name} is told: {found:#?}");
        let gravity = own.iter().map(|one| graver(&one.severity)).max();
        for (file, text) in remedy.after(before) {
            place.write(&file, text);
        }
        let left = check(&place, remedy.arguments);
        let known: BTreeSet<&str> = found.iter().map(|one| &*one.code).collect();
        for finding in &left {
            let lesser = finding.severity == "info" || Some(graver(&finding.severity)) < gravity;
            let same = finding.code == remedy.code && finding.says(remedy.told);
            if remedy.then_told.contains(&&*finding.code) {
                assert!(lesser && !same, "{name} leads to nothing as grave: {finding:#?}");
            } else {
                let is_new = finding.code == remedy.code || !known.contains(&*finding.code);
                assert!(!is_new && finding.severity != "error", "{name} leads to {finding:#?}");
            }
        }
        for code in remedy.then_told {
            assert!(left.iter().any(|one| one.code == *code), "{name}: {code} is told no more");
        }
        place.write("nothing.kdl", "");
        let is_read = found.iter().all(|one| one.severity != "error");
        let base = if is_read { "before/site.kdl" } else { "nothing.kdl" };
        assert_eq!(pages::gains(&place, base, remedy.arguments), remedy.gains, "{name}");
    }
}

#[test]
fn helps_on_accounts_are_followed() {
    follow(accounts::REMEDIES);
}

#[test]
fn helps_on_administrators_are_followed() {
    follow(administrators::REMEDIES);
}

#[test]
fn helps_on_automations_are_followed() {
    follow(automations::REMEDIES);
}

#[test]
fn helps_on_objects_are_followed() {
    follow(objects::REMEDIES);
}

#[test]
fn helps_on_permissions_are_followed() {
    follow(permissions::REMEDIES);
}

#[test]
fn helps_on_what_is_read_are_followed() {
    follow(reading::REMEDIES);
}

#[test]
fn helps_on_settings_are_followed() {
    follow(settings::REMEDIES);
}

#[test]
fn helps_on_tables_are_followed() {
    follow(tables::REMEDIES);
}

/// A folder elsewhere has no name that a table could hold.
#[test]
fn a_folder_outside_is_permitted_as_the_help_says() {
    let (place, outside) = (Place::new(), Place::with(&[("maja", "Blue-Horse-1")]));
    let secret = outside.path().canonicalize().expect("a folder").join("maja");
    let account = format!(
        "user \"maja\" {{ email \"maja@acme.example\"; \
         authentication \"password\" password=(file){secret:?}; }}\n"
    );
    place.write("site.kdl", account);
    let found = check(&place, &[]);
    let help = found.first().and_then(|one| one.help.as_deref()).expect("a help");
    let (_, folder) = help.split_once("permit its folder: --allow-outside ").expect("a folder");
    assert!(check(&place, &["--allow-outside", folder]).is_empty());
}

#[test]
fn every_help_is_followed_or_has_a_reason_not_to_be() {
    let remedies: Vec<&Remedy> =
        ON_DEFINITIONS.iter().copied().flatten().chain(difference::REMEDIES).collect();
    let followed: BTreeSet<&str> = remedies.iter().map(|remedy| remedy.code).collect();
    for page in pages() {
        let code = &*page.code;
        let reason = NOT_FOLLOWED.iter().any(|(excepted, _)| *excepted == code);
        let found = page.findings();
        let own = || found.iter().filter(|one| one.code == code);
        let fixed = own().next().is_some() && own().all(|one| one.fix);
        assert!(followed.contains(code) || fixed || reason, "{code}: its help is not followed");
        assert!(!reason || !followed.contains(code) && !fixed, "{code}: followed, and excepted");
        for finding in own().filter(|one| !one.fix && !reason) {
            let mut of_code = remedies.iter().filter(|remedy| remedy.code == code);
            let told = of_code.any(|remedy| finding.says(remedy.told));
            assert!(told, "{code}: this help is not followed: {finding:#?}");
        }
    }
    for (code, _) in NOT_FOLLOWED {
        assert!(pages().iter().any(|page| page.code == *code), "{code} is a rule");
    }
}
