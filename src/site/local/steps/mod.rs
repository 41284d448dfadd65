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

use super::edit::Edit;
use super::store::{List, Record, Try};
use crate::diff::change::{Address, Assignment, Operation};
use crate::plan::step::Step;
use crate::site::{Outcome, Refusal, Secrets};

/// What a step is performed with.
pub struct Call<'a> {
    pub edit: Edit<'a>,
    pub step: &'a Step,
    pub secrets: &'a dyn Secrets,
}

impl Call<'_> {
    fn assignment(&self, name: &str) -> Option<&Assignment> {
        self.step.set.iter().find(|assignment| assignment.name == name)
    }

    /// The assigned text, if one is.
    fn text(&self, name: &str) -> Option<&str> {
        self.assignment(name).and_then(|assignment| assignment.after.as_text())
    }

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
    use Operation::{Create, Delete, Move, Update};
    match (&call.step.address, call.step.operation) {
        (Address::Site, Update) => site::update(call),
        (Address::User { user }, Create) => users::create(call, user),
        (Address::User { user }, Update) => users::update(call, user),
        (Address::User { user }, Delete) => users::delete(call, user),
        (Address::SshKey { user, title }, Create) => ssh_keys::create(call, user, title),
        (Address::SshKey { user, title }, Delete) => ssh_keys::delete(call, user, title),
        (Address::ApiKey { user, name }, Create) => api_keys::create(call, user, name),
        (Address::ApiKey { user, name }, Update) => api_keys::update(call, user, name),
        (Address::ApiKey { user, name }, Delete) => api_keys::delete(call, user, name),
        (Address::Group { group }, Create) => groups::create(call, group),
        (Address::Group { group }, Update) => groups::update(call, group),
        (Address::Group { group }, Delete) => groups::delete(call, group),
        (Address::Membership { group, user }, Create | Update) => groups::join(call, group, user),
        (Address::Membership { group, user }, Delete) => groups::leave(call, group, user),
        (Address::Folder { path }, Create) => folders::create(call, path),
        (Address::Folder { path }, Move) => folders::relocate(call, path),
        (Address::Folder { path }, Delete) => folders::delete(call, path),
        (Address::Grant { .. } | Address::ChildSiteGrant { .. }, Create) => grants::create(call),
        (Address::Grant { .. } | Address::ChildSiteGrant { .. }, Delete) => grants::delete(call),
        (Address::Behavior { path, behavior, name }, operation @ (Create | Update | Delete)) => {
            behaviors::perform(call, operation, (path, behavior, name.as_deref()))
        }
        (Address::Automation { name }, Create) => automations::create(call, name),
        (Address::Automation { name }, Update) => automations::update(call, name),
        (Address::Automation { name }, Delete) => automations::delete(call, name),
        (Address::Named { resource, name }, Create) => named::create(call, *resource, name),
        (Address::Named { resource, name }, Update) => named::update(call, *resource, name),
        (Address::Named { resource, name }, Delete) => named::delete(call, *resource, name),
        (address, operation) => {
            let verb = match operation {
                Create => "created",
                Update => "updated",
                Move => "moved",
                Delete => "deleted",
            };
            let message = format!("{address} cannot be {verb}");
            Err(Refusal::new("bad-request/method-not-allowed", message).into())
        }
    }
}
