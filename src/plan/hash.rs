//! The hash of a plan: what was looked at and approved, in a line that can be handed on.
//!
//! It is the same on every machine and at any time as long as the same would be done to the same
//! site. So it knows no moment, no place in a file, and nothing of where an embedded store lies.

use super::step::{Plan, Step};
use crate::diff::{Address, Assignment, Change, Operation};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, BufWriter, Write};

/// Hexadecimal digits that stand for the definition, and as many for the live site; the others
/// stand for everything.
const PART: usize = 8;
const WHOLE: usize = 48;

/// `definition-site-everything`, in hexadecimal digits.
pub fn of(plan: &Plan) -> String {
    let content = Content {
        scheme: "siteplan plan hash 1",
        target: if plan.target.starts_with("local:") { "local" } else { &plan.target },
        definition: &plan.definition,
        live: &plan.live,
        changes: plan.changes.iter().map(HashedChange::from).collect(),
        steps: &plan.steps,
    };
    let part = |of: &str| digits(Sha256::new_with_prefix(of), PART);
    let whole = digits(digest(&content), WHOLE);
    format!("{}-{}-{whole}", part(&plan.definition), part(&plan.live))
}

/// Of the JSON, of which only a piece is there at a time.
fn digest(content: &Content<'_>) -> Sha256 {
    let mut whole = Sha256::new();
    let mut pieces = BufWriter::new(Hashed(&mut whole));
    let written = serde_json::to_writer(&mut pieces, content).map_err(io::Error::from);
    if let Err(error) = written.and_then(|()| pieces.flush()) {
        panic!("a plan is plain data and so becomes JSON: {error}");
    }
    drop(pieces);
    whole
}

struct Hashed<'a>(&'a mut Sha256);

impl Write for Hashed<'_> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.update(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why a plan is not the one whose hash was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// What was given is no hash of a plan at all.
    NotAHash,
    Definition,
    Site,
    Both,
    /// Definition and site are the same: the target differs, or what is planned for them.
    Plan,
}

/// Compares a plan with a hash that was given.
pub fn compare(plan: &Plan, given: &str) -> Result<(), Mismatch> {
    let parts = |hash: &str| -> Option<[String; 3]> {
        let parts: Vec<String> = hash.trim().split('-').map(str::to_ascii_lowercase).collect();
        let parts: [String; 3] = parts.try_into().ok()?;
        let lengths = [PART, PART, WHOLE];
        let fits = |(part, length): (&String, usize)| {
            part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        parts.iter().zip(lengths).all(fits).then_some(parts)
    };
    let given = parts(given).ok_or(Mismatch::NotAHash)?;
    let Some(known) = parts(&of(plan)) else { panic!("our own hash has its three parts") };
    match (given == known, given[0] == known[0], given[1] == known[1]) {
        (true, ..) => Ok(()),
        (_, true, true) => Err(Mismatch::Plan),
        (_, false, true) => Err(Mismatch::Definition),
        (_, true, false) => Err(Mismatch::Site),
        (_, false, false) => Err(Mismatch::Both),
    }
}

#[derive(Serialize)]
struct Content<'a> {
    scheme: &'static str,
    target: &'a str,
    definition: &'a str,
    live: &'a str,
    changes: Vec<HashedChange<'a>>,
    steps: &'a [Step],
}

/// A change without the place of its declaration, which is named as the files were found.
#[derive(Serialize)]
struct HashedChange<'a> {
    operation: Operation,
    address: &'a Address,
    id: Option<i64>,
    was: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_user: Option<&'a str>,
    set: &'a [Assignment],
}

impl<'a> From<&'a Change> for HashedChange<'a> {
    fn from(change: &'a Change) -> Self {
        let Change {
            operation,
            address,
            id,
            was,
            as_user,
            set,
            owner_reason: _,
            declared: _,
            temporary: _,
        } = change;
        let (was, as_user) = (was.as_deref(), as_user.as_deref());
        HashedChange { operation: *operation, address, id: *id, was, as_user, set }
    }
}

fn digits(digest: Sha256, count: usize) -> String {
    digest.finalize().iter().take(count / 2).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Field, Origin};
    use crate::live::LiveSite;
    use crate::model::{Definition, Names, kinds};
    use crate::plan::{Basis, Effects, Header, Residue, Transition, compile};
    use jiff::Timestamp;

    fn plan(header: Header, file: &str, company: &str) -> Plan {
        let declared = Some(Origin::new(file, 3));
        let after = crate::model::Value::text(company);
        let before = crate::model::Value::Null;
        let set = vec![Assignment::new(Field::attribute(&kinds::USER, "company"), before, after)];
        let address = Address::User { user: "ana".to_owned() };
        let change = Change::new(Operation::Create, address).set(set).declared(declared);
        let (live, mut names, changes) = (LiveSite::default(), Names::default(), vec![change]);
        let transition = Transition::new(&live, &changes, &[], &mut names, Timestamp::UNIX_EPOCH);
        let site = Definition::default();
        let (transition, live, site, names) = (&transition, &live, &site, &names);
        let basis = Basis { transition, live, site, names, bridge: false };
        let (effects, residue) = (Effects::default(), Residue::default());
        compile(header, changes, effects, residue, basis).expect("no circle")
    }

    fn header(target: &str, definition: &str, live: &str) -> Header {
        let [target, definition, live] = [target, definition, live].map(str::to_owned);
        Header { target, definition, live }
    }

    #[test]
    fn places_do_not_count_and_content_does() {
        let site = "https://acme.files.com";
        let approved = plan(header(site, "d", "l"), "site.kdl", "Acme");
        let given = of(&approved);
        let compare = |header, file, company| compare(&plan(header, file, company), &given);
        assert_eq!(compare(header(site, "d", "l"), "/home/ci/site.kdl", "Acme"), Ok(()));
        let differs = |header, company| compare(header, "site.kdl", company).expect_err("differs");
        assert_eq!(differs(header(site, "x", "l"), "Acme"), Mismatch::Definition);
        assert_eq!(differs(header(site, "d", "x"), "Acme"), Mismatch::Site);
        assert_eq!(differs(header(site, "x", "x"), "Acme"), Mismatch::Both);
        assert_eq!(differs(header(site, "d", "l"), "Other"), Mismatch::Plan);
        assert_eq!(differs(header("https://b.files.com", "d", "l"), "Acme"), Mismatch::Plan);
    }

    #[test]
    fn an_embedded_store_is_the_same_wherever_it_lies() {
        let here = plan(header("local:site.db", "d", "l"), "site.kdl", "Acme");
        let there = plan(header("local:/tmp/other.db", "d", "l"), "site.kdl", "Acme");
        assert_eq!(of(&here), of(&there));
    }

    #[test]
    fn what_is_no_hash_is_told_apart() {
        let plan = plan(header("local:site.db", "d", "l"), "site.kdl", "Acme");
        for given in ["", "abc", "1-2-3", &"0".repeat(66), &format!("{}-00", of(&plan))] {
            assert_eq!(compare(&plan, given), Err(Mismatch::NotAHash), "{given}");
        }
        assert_eq!(compare(&plan, &format!(" {}\n", of(&plan).to_uppercase())), Ok(()));
    }
}
