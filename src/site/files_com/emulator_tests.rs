//! Against the emulator, over the network: whole plans, with every kind of fault at every
//! request in turn. Nothing is lost, nothing is done twice.

#![cfg(feature = "emulator")]
#![expect(clippy::disallowed_methods, reason = "stores are files")]

use super::clock::Clock;
use super::fake::FakeClock;
use super::wire::Wire;
use super::{Client, FilesSite};
use crate::diff::Difference;
use crate::emulator::{Emulator, GivenKeys, Options};
use crate::live::{LiveSite, Look, Rights};
use crate::lower::{FileError, Files};
use crate::model::{Names, SecretRef, Value};
use crate::pipeline::{self, Checked, Wanted};
use crate::plan::Plan;
use crate::site::{ReadSite, SecretError, Secrets, Site, SiteError};
use jiff::Timestamp;
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FIRST: &str = include_str!("emulator_tests/first.kdl");
const SECOND: &str = include_str!("emulator_tests/second.kdl");

struct OneFile(&'static str);

impl Files for OneFile {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.to_owned())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// Knows every secret, and forgets those that it is given: a run may keep one twice.
struct Anything;

impl Secrets for Anything {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
        Ok(SecretString::from(reference.to_string()))
    }

    fn may_keep(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }

    fn keep(&self, _: &str, _: &SecretString) -> Result<(), SecretError> {
        Ok(())
    }

    fn kept(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(None)
    }

    fn discard(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }
}

struct Bench {
    emulator: Emulator,
    folder: tempfile::TempDir,
}

impl Bench {
    /// An emulator over a new store, or over a copy of one.
    fn new(store: Option<&Path>) -> Self {
        Self::with(store, GivenKeys::default())
    }

    fn with(store: Option<&Path>, keys: GivenKeys) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("site.db");
        if let Some(store) = store {
            std::fs::copy(store, &path).expect("a copy");
        }
        let options = Options { volatile: true, keys, ..Options::default() };
        Self { emulator: Emulator::start(&path, options).expect("an emulator"), folder }
    }

    /// The store, at rest.
    fn stop(self) -> (PathBuf, tempfile::TempDir) {
        drop(self.emulator);
        (self.folder.path().join("site.db"), self.folder)
    }

    fn site(&self) -> FilesSite {
        self.site_with("any-key")
    }

    fn site_with(&self, key: &str) -> FilesSite {
        let url = self.emulator.url();
        let clock: Box<dyn Clock> = Box::new(FakeClock::default());
        let key = SecretString::from(key.to_owned());
        FilesSite::over(Client::new(url.to_owned(), Box::new(Wire::new(url)), clock, key))
    }
}

/// A definition, and what separates a site from it.
struct Compared {
    checked: Checked,
    difference: Difference,
    live: LiveSite,
}

/// A definition, and the site as it is.
fn look(text: &'static str, site: &dyn ReadSite) -> Result<(Checked, LiveSite), SiteError> {
    let (names, now) = (Names::default(), Timestamp::UNIX_EPOCH);
    let mut checked = pipeline::check("site.kdl", &OneFile(text), names, now);
    assert!(!checked.has_errors(), "{:#?}", checked.findings);
    let live = site.read(&Look::of(&checked.site, &checked.names), &mut checked.names)?;
    Ok((checked, live))
}

fn compare(text: &'static str, site: &dyn ReadSite) -> Result<Compared, SiteError> {
    let (mut checked, live) = look(text, site)?;
    let difference = pipeline::compare(&mut checked, &live);
    Ok(Compared { checked, difference, live })
}

fn plan(text: &'static str, site: &dyn ReadSite) -> Plan {
    let (mut checked, live) = look(text, site).expect("the site is read");
    pipeline::plan(&mut checked, &live, Wanted::default()).plan.expect("an order")
}

fn apply(plan: &Plan, site: &FilesSite) -> Result<(), SiteError> {
    plan.steps.iter().try_for_each(|step| site.perform(step, &Anything).map(drop))
}

/// How many objects of each kind there are.
fn census(live: &LiveSite) -> Vec<usize> {
    let keys = live.users.iter().map(|user| user.ssh_keys.len() + user.api_keys.len()).sum();
    vec![
        live.users.len(),
        live.groups.len(),
        live.memberships.len(),
        live.folders.len(),
        live.grants.len(),
        live.behaviors.len(),
        live.automations.len(),
        live.named.len(),
        keys,
    ]
}

fn everything(site: &FilesSite) -> LiveSite {
    site.read(&Look::Everything, &mut Names::default()).expect("the site is read")
}

/// A store that is as the first definition says.
fn first() -> (PathBuf, tempfile::TempDir) {
    let bench = Bench::new(None);
    let site = bench.site();
    apply(&plan(FIRST, &site), &site).expect("applied");
    bench.stop()
}

#[test]
fn a_site_becomes_another_and_stays_so() {
    let bench = Bench::new(None);
    for text in [FIRST, SECOND] {
        let site = bench.site();
        let plan = plan(text, &site);
        assert!(plan.steps.len() > 15, "{}", plan.steps.len());
        apply(&plan, &site).expect("applied");
        let compared = compare(text, &bench.site()).expect("read");
        assert!(compared.difference.changes.is_empty(), "{:#?}", compared.difference.changes);
    }
    // A site that nothing was read of finds its names by itself.
    let cold = bench.site();
    apply(&plan(FIRST, &bench.site()), &cold).expect("applied");
    assert!(compare(FIRST, &bench.site()).expect("read").difference.changes.is_empty());
}

#[test]
fn what_no_list_shows_is_read_one_by_one() {
    const LINKS: &str = "folder \"A\"\nfolder \"B\"\n\
        bundle \"one\" { paths \"/A\"; }\n\
        bundle \"two\" { paths \"B\" \"A\"; permissions \"write\"; }\n";
    let bench = Bench::new(None);
    let site = bench.site();
    apply(&plan(LINKS, &site), &site).expect("applied");
    let compared = compare(LINKS, &bench.site()).expect("read");
    assert!(compared.difference.changes.is_empty(), "{:#?}", compared.difference.changes);
    let links = compared.live.named.iter().map(|link| {
        let paths = link.attributes.get("paths").as_list().iter().filter_map(Value::as_text);
        (link.title().to_string(), paths.map(str::to_owned).collect::<Vec<_>>())
    });
    let [a, b] = ["A", "B"].map(str::to_owned);
    assert_eq!(
        links.collect::<Vec<_>>(),
        [("one".to_owned(), vec![a.clone()]), ("two".to_owned(), vec![a, b])]
    );
    // A definition that has nothing to do with them does not ask for them.
    let (_, live) = look("folder \"A\"\n", &bench.site()).expect("read");
    assert!(live.named.is_empty(), "{:?}", live.named);
}

/// Applies the second definition, with this fault at one request after the other.
fn survives(fault: &str, methods: &[&str], stride: usize) {
    let (store, _keep) = first();
    let bench = Bench::new(Some(&store));
    let site = bench.site();
    let plan = plan(SECOND, &site);
    apply(&plan, &site).expect("applied");
    let expected = census(&everything(&site));
    for method in methods {
        for at in (1..).step_by(stride) {
            let bench = Bench::new(Some(&store));
            let site = bench.site();
            let word = format!("{fault}:method={method}:at={at}");
            bench.emulator.add_faults([word.as_str()]).expect("a fault");
            let plan = self::plan(SECOND, &site);
            if let Err(error) = apply(&plan, &site) {
                panic!("{word}: {error}: {:?}", std::error::Error::source(&error));
            }
            let struck = bench.emulator.faults().iter().any(|(_, struck)| *struck > 0);
            bench.emulator.clear_faults();
            let left = compare(SECOND, &bench.site()).expect("read").difference.changes;
            assert!(left.is_empty(), "{word}: {left:#?}");
            assert_eq!(census(&everything(&site)), expected, "{word}");
            if !struck {
                break;
            }
        }
    }
}

const WRITES: &[&str] = &["POST", "PATCH", "DELETE"];

#[test]
fn a_connection_that_drops_after_a_write_doubles_nothing() {
    survives("drop-after", WRITES, 1);
}

#[test]
fn a_connection_that_drops_before_a_write_loses_nothing() {
    survives("drop", WRITES, 3);
}

#[test]
fn an_error_after_a_write_doubles_nothing() {
    survives("error-after=500", WRITES, 3);
}

#[test]
fn a_limit_on_requests_is_waited_out() {
    survives("rate-limit=3", WRITES, 4);
}

#[test]
fn an_answer_that_is_cut_off_is_no_answer() {
    survives("truncate", &["POST", "PATCH"], 2);
}

#[test]
fn reads_outlive_a_bad_network() {
    for fault in ["drop", "html", "error=503", "rate-limit-date=4", "truncate", "empty-page"] {
        survives(fault, &["GET"], 6);
    }
}

#[test]
fn a_site_that_is_never_well_ends_the_work() {
    let bench = Bench::new(None);
    for fault in ["drop", "html", "error=503", "rate-limit=1", "truncate", "empty-page"] {
        bench.emulator.clear_faults();
        let word = format!("{fault}:path=/users");
        bench.emulator.add_faults([word.as_str()]).expect("a fault");
        let read = bench.site().read(&Look::Everything, &mut Names::default());
        assert!(read.is_err(), "{fault}");
    }
}

#[test]
fn records_of_other_types_are_told() {
    let (store, _keep) = first();
    let bench = Bench::new(Some(&store));
    bench.emulator.add_faults(["wrong-types:path=/users"]).expect("a fault");
    let error = bench.site().read(&Look::Everything, &mut Names::default());
    let error = error.expect_err("wrong types").to_string();
    assert!(error.contains("users[0]"), "{error}");
}

#[test]
fn a_key_that_only_reads_is_known_before_planning() {
    let keys = GivenKeys { read_only: vec!["look".to_owned()], ..GivenKeys::default() };
    let bench = Bench::with(None, keys);
    let site = bench.site_with("look");
    let Compared { mut checked, difference, live } = compare(FIRST, &site).expect("may be read");
    assert!(matches!(live.rights(), Some(Rights::Limited(_))));
    let changes = difference.changes;
    let found = pipeline::plan(&mut checked, &live, Wanted::default()).findings;
    assert!(found.iter().any(|finding| finding.code.0 == "key-lacks-rights"), "{found:#?}");
    let plan = plan(FIRST, &site);
    let refused = apply(&plan, &site).expect_err("no writing");
    assert!(refused.word().starts_with("not-authorized/"), "{refused}");
    assert_eq!(compare(FIRST, &site).expect("read").difference.changes.len(), changes.len());
}

#[test]
fn an_automation_is_its_users_when_that_users_key_edits_it() {
    const OWNED: &str = include_str!("emulator_tests/owned.kdl");
    let of_users = vec![("priya".to_owned(), "env:FILES_API_KEY__PRIYA".to_owned())];
    let bench = Bench::with(None, GivenKeys { of_users, ..GivenKeys::default() });
    let site = bench.site();
    apply(&plan(OWNED, &site), &site).expect("applied");
    let compared = compare(OWNED, &bench.site()).expect("read");
    assert!(compared.difference.changes.is_empty(), "{:#?}", compared.difference.changes);
    let live = compared.live;
    let owner = live.automations.iter().map(|automation| automation.owner).next();
    assert_eq!(owner, Some(crate::live::LiveOwner::User(live.users[0].key)));
    // Seen with her key, it is hers to edit.
    let hers = bench.site_with("env:FILES_API_KEY__PRIYA");
    let live = everything(&hers);
    assert!(matches!(live.rights(), Some(Rights::Part { .. })));
}

#[test]
fn steps_run_side_by_side() {
    let (store, _keep) = first();
    // All of them together cannot wear out one step.
    for faults in [
        ["drop-after:every=5:times=2", "rate-limit=1:every=7:times=3"],
        ["drop-after:every=3:times=2", "rate-limit=1:every=4:times=3"],
        ["drop-after:every=11:times=2", "rate-limit=1:every=2:times=3"],
    ] {
        runs_side_by_side(&store, faults);
    }
}

fn runs_side_by_side(store: &Path, faults: [&str; 2]) {
    let bench = Bench::new(Some(store));
    let site = Arc::new(bench.site());
    let plan = plan(SECOND, &*site);
    bench.emulator.add_faults(faults).expect("faults");
    // As the runner does: whatever waits for nothing that is left.
    let mut done: std::collections::BTreeSet<_> = Default::default();
    while done.len() < plan.steps.len() {
        let ready: Vec<_> = plan
            .steps
            .iter()
            .filter(|step| !done.contains(&step.id))
            .filter(|step| step.after.iter().all(|after| done.contains(&after.step)))
            .collect();
        let results = super::side_by_side::side_by_side(8, ready.clone(), |step| {
            site.perform(step, &Anything).map(|_| step.id)
        });
        done.extend(results.expect("performed"));
    }
    bench.emulator.clear_faults();
    let left = compare(SECOND, &bench.site()).expect("read").difference.changes;
    assert!(left.is_empty(), "{left:#?}");
}
