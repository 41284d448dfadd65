//! Steps and stores for the tests of this module.

#![expect(clippy::disallowed_methods, reason = "stores are files")]

use super::LocalSite;
use super::edit::Edit;
use super::everything::{self, Item};
use super::store::{List, Try, Tx};
use crate::diff::{Address, Assignment, Operation, Subject};
use crate::model::{Kind, Level, NamedKind, SecretRef, Value};
use crate::plan::step::{ChangeId, Step, StepId};
use crate::site::{Outcome, Refusal, SecretError, Secrets, Site, SiteError};
use secrecy::SecretString;
use serde_json::Value as Json;
use tempfile::TempDir;

pub struct TestSite {
    pub site: LocalSite,
    folder: TempDir,
}

/// Knows one secret, `env:PASSWORD`.
pub struct OneSecret;

impl Secrets for OneSecret {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
        match reference {
            SecretRef::Env(name) if &**name == "PASSWORD" => Ok("hunter2hunter2".into()),
            _ => Err(SecretError::NotSet { name: reference.to_string() }),
        }
    }

    fn may_keep(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }

    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError> {
        let file = std::path::Path::new(file);
        let bounds = crate::files::Bounds::around(file, &[]);
        let secrets = crate::site::EnvironmentSecrets { bounds, ..Default::default() };
        secrets.keep(&file.to_string_lossy(), secret)
    }

    fn kept(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(None)
    }

    fn discard(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }
}

/// A new store on which these steps were done.
pub fn site(steps: &[Step]) -> TestSite {
    let folder = tempfile::tempdir().expect("a folder");
    let site = LocalSite::open(&folder.path().join("site.db")).expect("a store");
    let mut site = TestSite { site, folder };
    for step in steps {
        assert_eq!(site.perform(step), Outcome::Done, "{step:?}");
    }
    site
}

impl TestSite {
    /// Closes the store and keeps its file.
    pub fn close(self) -> TempDir {
        self.folder
    }

    /// A path beside the store at which nothing is yet.
    pub fn beside(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub fn perform(&mut self, step: &Step) -> Outcome {
        self.try_perform(step).unwrap_or_else(|error| panic!("{step:?}: {error}"))
    }

    pub fn try_perform(&mut self, step: &Step) -> Result<Outcome, SiteError> {
        self.site.perform(step, &OneSecret)
    }

    /// All that the store holds.
    pub fn contents(&self) -> String {
        let mut all = String::new();
        let each = |item: Item| {
            all.push_str(&match item {
                Item::Site(site) => format!("{site}\n"),
                Item::Record(list, record) => format!("{} {record}\n", list.name()),
                Item::Folder(folder) => format!("{} {}\n", folder.path, folder.shows),
                Item::Member { group, user, admin } => format!("{group} {user} {admin}\n"),
            })
        };
        everything::read(&self.site.database, each).expect("the store");
        all
    }

    /// The records of a list.
    pub fn list(&self, kind: &Kind) -> Vec<Json> {
        let mut all = Vec::new();
        let each = |item: Item| match item {
            Item::Record(list, record) if list == List::of(kind) => all.push(record),
            _ => {}
        };
        everything::read(&self.site.database, each).expect("the store");
        all
    }

    /// What the site answers to a step that it must refuse; nothing may have changed.
    pub fn refusal(&mut self, step: &Step) -> Refusal {
        let before = self.contents();
        let refusal = match self.try_perform(step) {
            Err(SiteError::Refused(refusal)) => refusal,
            other => panic!("{step:?}: {other:?}"),
        };
        assert_eq!(before, self.contents());
        refusal
    }
}

pub fn in_transaction(site: &TestSite, work: impl FnOnce(&Edit<'_>) -> Try<()>) {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let done =
        site.site.write(|tx: &Tx<'_>| work(&Edit { tx, acting: None, now }).map(|()| (true, ())));
    done.expect("the transaction");
}

fn step(operation: Operation, address: Address) -> Step {
    Step {
        id: StepId(1),
        change: ChangeId(0),
        operation,
        address,
        live_id: None,
        as_user: None,
        set: Vec::new(),
        after: Vec::new(),
    }
}

pub fn create(address: Address) -> Step {
    step(Operation::Create, address)
}

pub fn update(address: Address) -> Step {
    step(Operation::Update, address)
}

pub fn delete(address: Address) -> Step {
    step(Operation::Delete, address)
}

pub fn relocate(from: &str, to: &str) -> Step {
    step(Operation::Move, folder(from)).with("path", Value::text(to))
}

impl Step {
    pub fn with(mut self, name: &str, after: impl Into<Value>) -> Self {
        let field = self.address.kind().field(name).expect("a field");
        self.set.push(Assignment::new(field, Value::Null, after));
        self
    }

    pub fn id(self, live_id: i64) -> Self {
        Self { live_id: Some(live_id), ..self }
    }
}

pub fn user(name: &str) -> Address {
    Address::User { user: name.to_owned() }
}

pub fn group(name: &str) -> Address {
    Address::Group { group: name.to_owned() }
}

pub fn member(group: &str, user: &str) -> Address {
    Address::Membership { group: group.to_owned(), user: user.to_owned() }
}

pub fn key(user: &str, title: &str) -> Address {
    Address::SshKey { user: user.to_owned(), title: title.to_owned() }
}

pub fn api_key(user: &str, name: &str) -> Address {
    Address::ApiKey { user: Some(user.to_owned()), name: name.to_owned() }
}

pub fn folder(path: &str) -> Address {
    Address::Folder { path: path.to_owned() }
}

pub fn grant(path: &str, grantee: Subject, level: Level, recursive: bool) -> Address {
    Address::Grant { path: path.to_owned(), grantee, level, recursive }
}

pub fn to_user(name: &str) -> Subject {
    Subject::User(name.to_owned())
}

pub fn to_group(name: &str) -> Subject {
    Subject::Group(name.to_owned())
}

pub fn behavior(path: &str, behavior: &str) -> Address {
    Address::Behavior { path: path.to_owned(), behavior: behavior.to_owned(), name: None }
}

pub fn automation(name: &str) -> Address {
    Address::Automation { name: name.to_owned() }
}

pub fn named(resource: NamedKind, name: &str) -> Address {
    Address::Named { resource, name: name.to_owned() }
}

pub fn text(text: &str) -> Value {
    Value::text(text)
}

pub fn json(json: serde_json::Value) -> Value {
    crate::live::typed::plain(&json)
}
