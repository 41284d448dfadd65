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

pub use api_keys::{key_of, keys_named, revoke_key};
pub use records::remove;

use super::FilesSite;
use super::client::Client;
use super::directory::{AUTOMATIONS, GROUPS, NamedList, USERS};
use super::http::Request;
use crate::diff::{Action, Edit, Field, FolderEdit, Operation, Presence};
use crate::model::{NamedKind, Reference, Referent, SecretRef, kinds};
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
    let key = step
        .as_user
        .as_deref()
        .map(|user| secrets.resolve(&SecretRef::Env(secrets::user_key_variable(user).into())));
    let step = &*step.by_ids(|reference| id_of(site, reference))?;
    let call = &Call { site, step, secrets, key: key.transpose()? };
    match step.action().map_err(Refusal::from)? {
        Action::UpdateSettings => settings(call),
        Action::User(Edit::Create, user) => accounts::user(call, user)?.create(call),
        Action::User(Edit::Update, user) => accounts::user(call, user)?.update(call),
        Action::User(Edit::Delete, user) => accounts::delete_user(call, user),
        Action::Group(edit, group) => named(call, edit, &accounts::group(call, group)?),
        Action::SshKey { presence: Presence::Create, user, title } => {
            ssh_keys::create(call, user, title)
        }
        Action::SshKey { presence: Presence::Delete, user, title } => {
            ssh_keys::delete(call, user, title)
        }
        Action::ApiKey { edit: Edit::Create, user, name } => api_keys::create(call, user, name),
        Action::ApiKey { edit: Edit::Update, user, name } => api_keys::update(call, user, name),
        Action::ApiKey { edit: Edit::Delete, user, name } => api_keys::delete(call, user, name),
        Action::Membership { presence: Presence::Create, group, user } => {
            memberships::join(call, group, user)
        }
        Action::Membership { presence: Presence::Delete, group, user } => {
            memberships::leave(call, group, user)
        }
        Action::Folder(FolderEdit::Create, path) => folders::create(call, path),
        Action::Folder(FolderEdit::Describe, path) => folders::describe(call, path),
        Action::Folder(FolderEdit::Move, path) => folders::relocate(call, path),
        Action::Folder(FolderEdit::Delete, path) => folders::delete(call, path),
        Action::Permission(Presence::Create, row) => grants::create(call, row),
        Action::Permission(Presence::Delete, row) => grants::delete(call, row),
        Action::Behavior { edit, path, behavior, name } => {
            let known = behaviors::Known { path, kind: behavior, name };
            match edit {
                Edit::Create => behaviors::create(call, &known),
                Edit::Update => behaviors::update(call, &known),
                Edit::Delete => behaviors::delete(call, &known),
            }
        }
        Action::Automation(edit, name) => named(call, edit, &automation(call, name)?),
        Action::Named(edit, kind, name) => named(call, edit, &rule(kind, name)),
    }
}

fn named(call: &Call<'_>, edit: Edit, record: &Record<'_>) -> Result<Outcome, SiteError> {
    match edit {
        Edit::Create => record.create(call),
        Edit::Update => record.update(call),
        Edit::Delete => record.delete(call, None),
    }
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
    let now = body::record_for(&call.step.set, call.client(), "site")?;
    let body = body::body(&call.step.set, call.secrets, &now)?;
    let judge = || {
        let site = call.client().read(&Request::get("site"))?;
        Ok(match body::compare(&call.step.set, &site) {
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
    if let Some(assignment) = call.step.assignment(Field::Schedule) {
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
        name,
        ids,
        missing: |name| Refusal::not_found(format!("there is no automation `{name}`")),
    })
}

fn rule(kind: NamedKind, name: &str) -> Record<'_> {
    Record {
        list: NamedList::of(kind),
        name,
        ids: Body::new(),
        missing: |name| Refusal::not_found(format!("there is nothing of the name `{name}`")),
    }
}

/// The id of what a step names.
fn id_of(site: &FilesSite, reference: &Reference) -> Result<i64, SiteError> {
    let Reference { to, name } = reference;
    if *to == Referent::BEHAVIOR {
        let hosting = behaviors::hosting(&site.client, name)?;
        return hosting.ok_or_else(|| Refusal::no_object(reference).into());
    }
    let kind = kinds::referred(*to);
    let list = match (*to, NamedKind::of(kind)) {
        (Referent::USER, _) => USERS,
        (Referent::GROUP, _) => GROUPS,
        (_, Some(kind)) => NamedList::of(kind),
        (_, None) => AUTOMATIONS,
    };
    let ids = site.directory.ids(&site.client, &list, name)?;
    match ids.as_slice() {
        [] => Err(Refusal::no_object(reference).into()),
        [id] => Ok(*id),
        [..] => {
            let message = format!("several are called `{name}`: {}", kind.many);
            Err(Refusal::unusable(message).into())
        }
    }
}

#[cfg(test)]
mod tests;
