//! What the steps of a plan need besides the site: secrets, keys of users, room for the secrets of
//! new keys. All of it can be known before anything is changed.

use crate::diff::{AddressKind, Field, Operation};
use crate::model::{SecretRef, Value};
use crate::plan::step::{Plan, Step, StepId};
use crate::site::secrets::{SecretError, Secrets, user_key_variable};
use std::collections::BTreeSet;
use std::error::Error as _;

/// Something that is not there, and the steps that would fail for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What is wrong, as one phrase.
    pub what: String,
    /// Whose key it is, if it is somebody's.
    pub key_of: Option<String>,
    /// What to do about it, where that is not plain.
    pub help: Option<&'static str>,
    pub steps: Vec<StepId>,
}

/// All that the steps lack, each once. The keys of users matter only where a site tells who sends
/// a request.
pub fn lacks(
    plan: &Plan,
    applied: &BTreeSet<StepId>,
    secrets: &dyn Secrets,
    keys_matter: bool,
) -> Vec<Lack> {
    let mut lacks = Lacks { secrets, found: Vec::new(), files: BTreeSet::new() };
    for step in plan.steps.iter().filter(|step| !applied.contains(&step.id)) {
        for reference in step.set.iter().flat_map(|assignment| references(&assignment.after)) {
            lacks.note(step, None, secrets.resolve(reference).map(drop));
        }
        if let Some(user) = step.as_user.as_deref().filter(|_| keys_matter) {
            let variable = SecretRef::Env(user_key_variable(user).into());
            lacks.note(step, Some(user), secrets.resolve(&variable).map(drop));
        }
        lacks.room(step);
    }
    lacks.found
}

struct Lacks<'a> {
    secrets: &'a dyn Secrets,
    found: Vec<Lack>,
    /// Where secrets of new keys will lie.
    files: BTreeSet<&'a str>,
}

impl<'a> Lacks<'a> {
    fn note(&mut self, step: &Step, key_of: Option<&str>, looked: Result<(), SecretError>) {
        if let Err(error) = looked {
            let cause = error.source().map(|cause| format!(": {cause}"));
            let what = format!("{error}{}", cause.unwrap_or_default());
            self.add(step, key_of, what, error.help());
        }
    }

    fn add(&mut self, step: &Step, key_of: Option<&str>, what: String, help: Option<&'static str>) {
        match self.found.iter_mut().find(|lack| lack.what == what) {
            Some(lack) if lack.steps.last() == Some(&step.id) => {}
            Some(lack) => lack.steps.push(step.id),
            None => {
                let key_of = key_of.map(str::to_owned);
                self.found.push(Lack { what, key_of, help, steps: vec![step.id] });
            }
        }
    }

    fn room(&mut self, step: &'a Step) {
        let makes_key =
            step.operation == Operation::Create && step.address.kind() == AddressKind::ApiKey;
        let Some(file) = step.text(Field::SaveTo).filter(|_| makes_key) else { return };
        if self.files.insert(file) {
            self.note(step, None, self.secrets.may_keep(file))
        } else {
            self.add(step, None, format!("several new secrets would go to `{file}`"), None)
        }
    }
}

fn references(value: &Value) -> Vec<&SecretRef> {
    match value {
        Value::Secret(reference) => vec![reference],
        Value::List(items) => items.iter().flat_map(references).collect(),
        Value::Object(entries) => entries.iter().flat_map(|(_, value)| references(value)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plan, step, user};
    use super::*;
    use crate::diff::Address;
    use secrecy::SecretString;

    /// Knows one variable, and has room in one file.
    struct Few;

    impl Secrets for Few {
        fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
            match reference {
                SecretRef::Env(name) if **name == *"KNOWN" => {
                    Ok(SecretString::from("text".to_owned()))
                }
                SecretRef::Env(name) => Err(SecretError::NotSet { name: name.to_string() }),
                SecretRef::File(path) => Err(SecretError::Taken { path: path.to_string() }),
            }
        }

        fn may_keep(&self, file: &str) -> Result<(), SecretError> {
            match file {
                "free.key" => Ok(()),
                _ => Err(SecretError::Taken { path: file.to_owned() }),
            }
        }

        fn keep(&self, _: &str, _: &SecretString) -> Result<(), SecretError> {
            panic!("nothing is kept while looking")
        }

        fn kept(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
            Ok(None)
        }

        fn discard(&self, _: &str) -> Result<(), SecretError> {
            Ok(())
        }
    }

    fn secret(name: &str) -> Value {
        Value::Secret(SecretRef::Env(name.into()))
    }

    fn key(name: &str) -> Address {
        Address::ApiKey { user: Some("bot".to_owned()), name: name.to_owned() }
    }

    #[test]
    fn everything_that_is_missing_is_found_once() {
        let mut edit = step(0, Operation::Update, user("cal"));
        edit.as_user = Some("cal".to_owned());
        let create = |of: Address| step(0, Operation::Create, of);
        let plan = plan(vec![
            create(user("ana")).set("password", Value::Null, secret("KNOWN")),
            create(user("ben")).set("password", Value::Null, secret("LOST")),
            create(user("eva")).set("password", Value::Null, secret("LOST")),
            create(key("a")).set("save_to", Value::Null, Value::text("free.key")),
            create(key("b")).set("save_to", Value::Null, Value::text("taken.key")),
            create(key("c")).set("save_to", Value::Null, Value::text("free.key")),
            edit,
        ]);
        let told = |applied: &[u32], keys_matter| -> Vec<(String, Vec<u32>)> {
            let applied = applied.iter().copied().map(StepId).collect();
            let found = lacks(&plan, &applied, &Few, keys_matter);
            found.into_iter().map(|l| (l.what, l.steps.iter().map(|s| s.0).collect())).collect()
        };
        let not_set = "the environment variable `LOST` is not set".to_owned();
        let taken = "`taken.key` is there already, so that no new secret is written to it";
        let twice = "several new secrets would go to `free.key`".to_owned();
        let key = "the environment variable `FILES_API_KEY__CAL` is not set".to_owned();
        assert_eq!(
            told(&[], true),
            [
                (not_set.clone(), vec![2, 3]),
                (taken.to_owned(), vec![5]),
                (twice, vec![6]),
                (key, vec![7])
            ]
        );
        assert_eq!(told(&[2, 5, 6], false), [(not_set, vec![3])]);
    }
}
