//! One step of a plan as edits of records: names become ids, secrets are resolved, and what is
//! as it should be already is left alone. What the site refuses is refused by the records.

mod api_keys;
mod automations;
mod behaviors;
mod folders;
mod given;
mod grants;
mod groups;
mod named;
mod site;
mod ssh_keys;
mod users;

use super::behaviors::Known;
use super::store::{List, Record, Try};
use crate::diff::{Action, Edit, FolderEdit, Presence};
use crate::plan::step::Step;
use crate::site::{Outcome, Refusal, Secrets};

/// What a step is performed with.
pub struct Call<'a> {
    pub edit: super::edit::Edit<'a>,
    pub step: &'a Step,
    pub secrets: &'a dyn Secrets,
}

impl Call<'_> {
    /// The record of the step's object, by the site's id where the plan knows it.
    fn find(
        &self,
        list: List,
        unique: impl FnOnce() -> Try<Option<i64>>,
    ) -> Try<Option<(i64, Record)>> {
        let id = match self.step.live_id {
            Some(id) => id,
            None => match unique()? {
                Some(id) => id,
                None => return Ok(None),
            },
        };
        Ok(self.edit.tx.get(list, id)?.map(|record| (id, record)))
    }

    /// What becomes of an update whose object is not there: a rename whose answer was lost has
    /// happened already.
    fn renamed(&self, there: Try<bool>, missing: Refusal) -> Try<Outcome> {
        if self.step.live_id.is_none() && there? {
            return Ok(Outcome::AlreadyDone);
        }
        Err(missing.into())
    }
}

pub fn perform(call: &Call<'_>) -> Try<Outcome> {
    match call.step.action().map_err(Refusal::from)? {
        Action::UpdateSettings => site::update(call),
        Action::User(Edit::Create, user) => users::create(call, user),
        Action::User(Edit::Update, user) => users::update(call, user),
        Action::User(Edit::Delete, user) => users::delete(call, user),
        Action::SshKey { presence: Presence::Create, user, title } => {
            ssh_keys::create(call, user, title)
        }
        Action::SshKey { presence: Presence::Delete, user, title } => {
            ssh_keys::delete(call, user, title)
        }
        Action::ApiKey { edit: Edit::Create, user, name } => api_keys::create(call, user, name),
        Action::ApiKey { edit: Edit::Update, user, name } => api_keys::update(call, user, name),
        Action::ApiKey { edit: Edit::Delete, user, name } => api_keys::delete(call, user, name),
        Action::Group(Edit::Create, group) => groups::create(call, group),
        Action::Group(Edit::Update, group) => groups::update(call, group),
        Action::Group(Edit::Delete, group) => groups::delete(call, group),
        Action::Membership { presence: Presence::Create, group, user } => {
            groups::join(call, group, user)
        }
        Action::Membership { presence: Presence::Delete, group, user } => {
            groups::leave(call, group, user)
        }
        Action::Folder(FolderEdit::Create, path) => folders::create(call, path),
        Action::Folder(FolderEdit::Describe, path) => folders::describe(call, path),
        Action::Folder(FolderEdit::Move, path) => folders::relocate(call, path),
        Action::Folder(FolderEdit::Delete, path) => folders::delete(call, path),
        Action::Permission(Presence::Create, row) => grants::create(call, row),
        Action::Permission(Presence::Delete, row) => grants::delete(call, row),
        Action::Behavior { edit, path, behavior, name } => {
            behaviors::perform(call, edit, &Known { path, kind: behavior, name })
        }
        Action::Automation(Edit::Create, name) => automations::create(call, name),
        Action::Automation(Edit::Update, name) => automations::update(call, name),
        Action::Automation(Edit::Delete, name) => automations::delete(call, name),
        Action::Named(Edit::Create, kind, name) => named::create(call, kind, name),
        Action::Named(Edit::Update, kind, name) => named::update(call, kind, name),
        Action::Named(Edit::Delete, kind, name) => named::delete(call, kind, name),
    }
}
