//! One step on the site: its names become ids, its assignments a request, and the outcome is
//! what the embedded store would say of the same step.

mod accounts;
mod api_keys;
mod behaviors;
mod body;
mod folders;
mod grants;
mod memberships;
mod records;
mod ssh_keys;
mod write;

use super::FilesSite;
use super::client::Client;
use super::directory::{AUTOMATIONS, NamedList, USERS};
use super::http::Request;
use crate::diff::{Address, Assignment, Operation};
use crate::model::kinds;
use crate::model::{NamedKind, SecretRef};
use crate::plan::step::Step;
use crate::site::{Outcome, Refusal, Secrets, SiteError, secrets};
use body::{Body, Match};
use records::Record;
use secrecy::SecretString;
use serde_json::Value as Json;
use write::{Seen, write};

/// What a step is performed with.
struct Call<'a> {
    site: &'a FilesSite,
    step: &'a Step,
    secrets: &'a dyn Secrets,
    /// Of the user whom the step must be done by.
    key: Option<SecretString>,
}

impl Call<'_> {
    fn client(&self) -> &Client {
        &self.site.client
    }

    fn key(&self) -> Option<&SecretString> {
        self.key.as_ref()
    }

    fn assignment(&self, name: &str) -> Option<&Assignment> {
        self.step.set.iter().find(|assignment| assignment.name == name)
    }

    /// The assigned text, if one is.
    fn text(&self, name: &str) -> Option<&str> {
        self.assignment(name).and_then(|assignment| assignment.after.as_text())
    }

    /// The id of what another step or the site made.
    fn id(&self, list: &NamedList, name: &str) -> Result<Option<i64>, SiteError> {
        let ids = self.site.directory.ids(self.client(), list, name)?;
        Ok(ids.first().copied())
    }

    fn user(&self, name: &str) -> Result<i64, SiteError> {
        Ok(self.id(&USERS, name)?.ok_or_else(|| Refusal::no_user(name))?)
    }
}

pub fn perform(site: &FilesSite, step: &Step, secrets: &dyn Secrets) -> Result<Outcome, SiteError> {
    use Operation::{Create, Delete, Move, Update};
    let key = step
        .as_user
        .as_deref()
        .map(|user| secrets.resolve(&SecretRef::Env(secrets::user_key_variable(user).into())));
    let call = &Call { site, step, secrets, key: key.transpose()? };
    match (&step.address, step.operation) {
        (Address::Site, Update) => settings(call),
        (Address::User { user }, Create) => accounts::user(call, user)?.create(call),
        (Address::User { user }, Update) => accounts::user(call, user)?.update(call),
        (Address::User { user }, Delete) => accounts::delete_user(call, user),
        (Address::Group { group }, operation) => {
            named(call, operation, &accounts::group(call, group)?)
        }
        (Address::SshKey { user, title }, Create) => ssh_keys::create(call, user, title),
        (Address::SshKey { user, title }, Delete) => ssh_keys::delete(call, user, title),
        (Address::ApiKey { user, name }, Create) => api_keys::create(call, user, name),
        (Address::ApiKey { user, name }, Update) => api_keys::update(call, user, name),
        (Address::ApiKey { user, name }, Delete) => api_keys::delete(call, user, name),
        (Address::Membership { group, user }, Create | Update) => {
            memberships::join(call, group, user)
        }
        (Address::Membership { group, user }, Delete) => memberships::leave(call, group, user),
        (Address::Folder { path }, Create) => folders::create(call, path),
        (Address::Folder { path }, Move) => folders::relocate(call, path),
        (Address::Folder { path }, Delete) => folders::delete(call, path),
        (Address::Grant { .. } | Address::ChildSiteGrant { .. }, Create) => grants::create(call),
        (Address::Grant { .. } | Address::ChildSiteGrant { .. }, Delete) => grants::delete(call),
        (Address::Behavior { path, behavior, name }, Create | Update | Delete) => {
            let known = behaviors::Known { path, kind: behavior, name: name.as_deref() };
            match step.operation {
                Create => behaviors::create(call, &known),
                Delete => behaviors::delete(call, &known),
                _ => behaviors::update(call, &known),
            }
        }
        (Address::Automation { name }, operation) => {
            named(call, operation, &automation(call, name)?)
        }
        (Address::Named { resource, name }, operation) => {
            named(call, operation, &rule(call, *resource, name)?)
        }
        _ => Err(impossible(step).into()),
    }
}

fn named(call: &Call<'_>, operation: Operation, record: &Record<'_>) -> Result<Outcome, SiteError> {
    match operation {
        Operation::Create => record.create(call),
        Operation::Update => record.update(call),
        Operation::Delete => record.delete(call, None),
        Operation::Move => Err(impossible(call.step).into()),
    }
}

fn impossible(step: &Step) -> Refusal {
    let verb = match step.operation {
        Operation::Create => "created",
        Operation::Update => "updated",
        Operation::Move => "moved",
        Operation::Delete => "deleted",
    };
    Refusal::new("bad-request/method-not-allowed", format!("{} cannot be {verb}", step.address))
}

/// What a deletion brought: what is gone already is gone.
fn unless_gone(result: Result<Json, SiteError>) -> Result<Outcome, SiteError> {
    match result {
        Ok(_) => Ok(Outcome::Done),
        Err(SiteError::Refused(refusal)) if refusal.is_not_found() => Ok(Outcome::AlreadyDone),
        Err(error) => Err(error),
    }
}

fn settings(call: &Call<'_>) -> Result<Outcome, SiteError> {
    let body = body::body(&kinds::SITE, &call.step.set, &[], call.secrets)?;
    let judge = || {
        let site = call.client().read(&Request::get("site"))?;
        Ok(match body::compare(&kinds::SITE, &call.step.set, &[], &site) {
            Match::All => Seen::Done(site),
            Match::NotAll => Seen::NotDone,
            Match::Hidden => Seen::Unknown("the site never shows what was to change"),
        })
    };
    write(call.client(), call.key(), &Request::patch("site", Json::Object(body)), judge)?;
    Ok(Outcome::Done)
}

fn automation<'a>(call: &Call<'_>, name: &'a str) -> Result<Record<'a>, SiteError> {
    let mut ids = Body::new();
    if let Some(assignment) = call.assignment("schedule") {
        let schedule = match assignment.after.as_text() {
            None => Json::Null,
            Some(name) => Json::from(
                call.id(&NamedList::of(NamedKind::SCHEDULE), name)?
                    .ok_or_else(|| Refusal::invalid(format!("there is no schedule `{name}`")))?,
            ),
        };
        // A deletion only lets its schedule go.
        if call.step.operation != Operation::Delete {
            ids.insert("schedule_id".to_owned(), schedule);
        }
    }
    Ok(Record {
        list: AUTOMATIONS,
        kind: &kinds::AUTOMATION,
        name,
        besides: &["name", "owner", "schedule"],
        ids,
        missing: |name| Refusal::not_found(format!("there is no automation `{name}`")),
    })
}

fn rule<'a>(call: &Call<'_>, kind: NamedKind, name: &'a str) -> Result<Record<'a>, SiteError> {
    let mut ids = Body::new();
    if call.assignment("groups").is_some() {
        ids.insert("group_ids".to_owned(), Json::from(accounts::group_ids(call)?));
    }
    Ok(Record {
        list: NamedList::of(kind),
        kind: kind.kind(),
        name,
        besides: &["name", "groups"],
        ids,
        missing: |name| Refusal::not_found(format!("there is nothing of the name `{name}`")),
    })
}

#[cfg(test)]
mod tests;
