//! The bulk-import format: what is read, written and read again means the same.

use proptest::prelude::*;
use siteplan::facade::csv::columns::COLUMNS;
use siteplan::facade::csv::reader::write_cell;
use siteplan::facade::csv::{export, guard, import};
use siteplan::facade::lower::{FileError, Files, GroupIds};
use siteplan::facade::model::{Grantee, Names};
use siteplan::facade::pipeline::{self, Read};
use siteplan::facade::source::FileId;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const AROUND: &str =
    "site \"s\" { sso \"okta\" id=3; }\ngroup \"Sales\"\ngroup \"2024\" id=7\ngroup \"Ü 1\"\n";

/// A definition, and a CSV that it reads as `people.csv`.
struct Texts<'a>(String, &'a str);

impl Files for Texts<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        match path {
            "site.kdl" => Ok(self.0.clone()),
            "people.csv" => Ok(self.1.to_owned()),
            _ => Err(FileError::Missing),
        }
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

fn read(people: &str, csv: &str) -> Read {
    let texts = Texts(format!("{AROUND}{people}"), csv);
    let read = pipeline::read("site.kdl", &texts, Names::default());
    let mut all = read.loading.iter().chain(&read.lowering);
    assert!(all.all(|d| d.code.0 == "csv-formula"), "{csv}\n{people}");
    read
}

fn from_csv(csv: &str) -> Read {
    read("users from=\"people.csv\"\n", csv)
}

/// What is meant, without places and order. Roles and protocols that only the language can
/// switch off are left out.
fn facts(read: &Read) -> BTreeSet<String> {
    let (site, names) = (&read.site, &read.names);
    let mut facts = BTreeSet::new();
    for user in &site.users {
        let name = names.text(user.name);
        facts.insert(format!("{name:?} bot={} groups={}", user.bot, user.groups_said.is_some()));
        for setting in user.attributes.iter() {
            let attribute = setting.attribute.name;
            let only_said_by_kdl =
                ["readonly_site_admin", "billing_permission", "s3_compatible_endpoint_permission"];
            if !only_said_by_kdl.contains(&attribute) && !setting.value.is_unset() {
                facts.insert(format!("{name:?} {attribute} {:?}", setting.value));
            }
        }
    }
    for membership in &site.memberships {
        let (user, group) = (names.key_text(membership.user), names.key_text(membership.group));
        facts.insert(format!("{user:?} in {group:?}"));
    }
    for grant in &site.grants {
        let folder = names.key_text(grant.folder);
        let Grantee::User(user) = grant.grantee else { continue };
        let (user, level) = (names.key_text(user), grant.level);
        facts.insert(format!("{user:?} {folder:?} {level:?} {}", grant.recursive));
    }
    facts
}

/// The user's text; blank ones read as empty.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[A-Za-zé]{1,6} [A-Za-z,\"\n;|]{0,6}[a-z]",
        1 => "['=+@-]{1,3}[a-z\\\\\u{202E}]{1,4}",
    ]
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

/// The cells of a row behind the username, in the order of the columns.
fn row() -> impl Strategy<Value = Vec<String>> {
    let yes_no = || one_of(&["", "Y", "N"]);
    let account = (
        one_of(&["", "password", "password_and_ssh_key", "email_signup", "none", "okta"]),
        one_of(&["", "0", "90"]),
        yes_no(),
        one_of(&["", "ana@firm.example"]),
        text(),
        text(),
        one_of(&["", "Sales", "2024,Sales", "7,Ü 1"]),
        yes_no(),
    );
    let rest = (
        (text(), one_of(&["", "London"]), one_of(&["", "Home/Ana", "/"])),
        one_of(&["", "192.0.2.7", "192.0.2.7\\n198.51.100.0/24", "192.0.2.7\n2001:db8::1"]),
        (
            (yes_no(), yes_no()),
            one_of(&["", "2027-03-14T13:27:01-04:00"]),
            one_of(&["", "2027-02-01T00:00:00Z"]),
        ),
        one_of(&["", "YNYN", "NNNN", "YYYY"]),
        one_of(&["", "/=readonly", "Sales=readwrite,history*|A\\|B=list", "A=readwrite*,readonly"]),
        any::<bool>(),
    );
    (account, rest).prop_map(|(a, (b, addresses, c, protocols, folders, bot))| {
        let managed = match (a.0.as_str(), bot) {
            (_, true) => "N",
            ("email_signup", _) => "Y",
            _ => "",
        };
        let folders = if a.7 == "Y" { String::new() } else { folders };
        let mut cells = vec![a.0, String::new(), a.1, a.2, a.3, a.4, a.5, a.6, a.7];
        cells.extend([managed.to_owned(), b.0, b.1, b.2, addresses, c.0.0, c.0.1, c.1, c.2]);
        let each = protocols.chars().map(String::from).chain(std::iter::repeat(String::new()));
        cells.extend(each.take(4));
        cells.push(folders);
        cells
    })
}

fn csv_of(rows: &[Vec<String>]) -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let mut text = format!("{}\r\n", names.join(","));
    for (index, row) in rows.iter().enumerate() {
        let _ = write!(text, "user {index}");
        for cell in row {
            text.push(',');
            write_cell(&guard(cell), &mut text);
        }
        text.push_str("\r\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn import_and_export_undo_each_other(rows in prop::collection::vec(row(), 1..4)) {
        let csv = csv_of(&rows);
        let first = from_csv(&csv);
        let exported = export::export(&first.site, &first.names, &GroupIds::default());
        let unfounded = exported.findings.iter().find(|f| {
            f.code.0 != "csv-formula" && !f.message.starts_with("the CSV names group")
        });
        prop_assert!(unfounded.is_none(), "{:?}", unfounded);
        prop_assert_eq!(facts(&from_csv(&exported.text)), facts(&first), "{}", csv);

        let around = import::Around {
            file: first.sources.find("people.csv").unwrap_or(FileId(0)),
            file_name: "people.csv",
            groups: &[],
            strategies: &[],
            passwords: &[],
        };
        let kdl = import::definition(&first.site, &first.names, &around);
        let second = read(&kdl, "");
        prop_assert_eq!(facts(&second), facts(&first), "{}", kdl);
        let again = export::export(&second.site, &second.names, &GroupIds::default());
        prop_assert_eq!(facts(&from_csv(&again.text)), facts(&first), "{}", again.text);
    }
}
