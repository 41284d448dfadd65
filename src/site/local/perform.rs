//! One step on the store: finds the object, leaves the work to its resource's module. Site
//! settings and memberships, which have no records of their own kind, are done here.

use super::assign;
use super::store::{List, Record, Try, Tx};
use super::{api_keys, automations, behaviors, folders, grants, groups, named, users};
use crate::diff::change::{Address, Assignment, Operation};
use crate::model::catalog::Resource;
use crate::model::{Value, path};
use crate::plan::step::Step;
use crate::site::{Outcome, Refusal, Secrets};
use jiff::Timestamp;
use serde_json::Value as Json;

/// What a step is performed with.
pub struct Call<'a> {
    pub tx: &'a Tx<'a>,
    pub step: &'a Step,
    pub secrets: &'a dyn Secrets,
    /// Whose key is used; none: the whole site's.
    pub acting: Option<&'a str>,
    pub now: Timestamp,
}

impl Call<'_> {
    pub fn assignment(&self, name: &str) -> Option<&Assignment> {
        self.step.set.iter().find(|assignment| assignment.name == name)
    }

    /// The assigned text, if one is.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.assignment(name).and_then(|assignment| assignment.after.as_text())
    }

    /// A record begins: its id and when.
    pub fn begin(&self, mut record: Record) -> Try<(i64, Record)> {
        let id = self.tx.next_id()?;
        record.insert("id".to_owned(), Json::from(id));
        record.insert("created_at".to_owned(), Json::String(self.now.to_string()));
        Ok((id, record))
    }

    /// The record of the step's object, by the site's id where the plan knows it.
    pub fn find(
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
        Ok(self.tx.get(list, id)?.map(|record| (id, record)))
    }
}

pub fn perform(call: &Call<'_>) -> Try<Outcome> {
    use Operation::{Create, Delete, Move, Update};
    match (&call.step.address, call.step.operation) {
        (Address::Site, Update) => site(call),
        (Address::User { user }, Create) => users::create(call, user),
        (Address::User { user }, Update) => users::update(call, user),
        (Address::User { user }, Delete) => users::delete(call, user),
        (Address::SshKey { user, title }, Create) => users::add_key(call, user, title),
        (Address::SshKey { user, title }, Delete) => users::remove_key(call, user, title),
        (Address::ApiKey { user, name }, Create) => api_keys::create(call, user, name),
        (Address::ApiKey { user, name }, Update) => api_keys::update(call, user, name),
        (Address::ApiKey { user, name }, Delete) => api_keys::delete(call, user, name),
        (Address::Group { group }, Create) => groups::create(call, group),
        (Address::Group { group }, Update) => groups::update(call, group),
        (Address::Group { group }, Delete) => groups::delete(call, group),
        (Address::Membership { group, user }, Create | Update) => join(call, group, user),
        (Address::Membership { group, user }, Delete) => leave(call, group, user),
        (Address::Folder { path }, Create) => folders::create(call, path),
        (Address::Folder { path }, Move) => folders::relocate(call, path),
        (Address::Folder { path }, Delete) => folders::delete(call, path),
        (Address::Grant { path, grantee, level, recursive }, Create) => grants::create(
            call,
            &grants::Row { path, grantee, level: *level, recursive: *recursive },
        ),
        (Address::Grant { path, grantee, level, recursive }, Delete) => grants::delete(
            call,
            &grants::Row { path, grantee, level: *level, recursive: *recursive },
        ),
        (Address::ChildSiteGrant { site, grantee, level }, Create) => {
            grants::create_child(call, *site, grantee, *level)
        }
        (Address::ChildSiteGrant { site, grantee, level }, Delete) => {
            grants::delete_child(call, *site, grantee, *level)
        }
        (Address::Behavior { path, behavior, name }, operation @ (Create | Update | Delete)) => {
            let known = behaviors::Known { path, kind: behavior, name: name.as_deref() };
            match operation {
                Create => behaviors::create(call, &known),
                Delete => behaviors::delete(call, &known),
                _ => behaviors::update(call, &known),
            }
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

fn site(call: &Call<'_>) -> Try<Outcome> {
    let mut record = call.tx.site()?;
    let was_custom = is_on(&record, "custom_namespace");
    assign::assign(call, Resource::Site, &mut record, &[])?;
    let custom = is_on(&record, "custom_namespace");
    if custom && text(&record, "domain").is_none() {
        let message = "usernames of its own need a custom domain: set `domain` first";
        return Err(Refusal::invalid(message).into());
    }
    if was_custom && !custom {
        for (_, user) in call.tx.all(List::Users)? {
            if text(&user, "authentication_method") == Some("sso") {
                let name = text(&user, "username").unwrap_or_default();
                let message = format!(
                    "usernames cannot be unique across sites while `{name}` signs in through SSO"
                );
                return Err(Refusal::invalid(message).into());
            }
        }
    }
    call.tx.put_site(&record)?;
    Ok(Outcome::Done)
}

/// Creating and updating a membership are one: the API's update makes what is missing.
fn join(call: &Call<'_>, group: &str, user: &str) -> Try<Outcome> {
    let group_id = groups::id(call.tx, group)?.ok_or_else(|| Refusal::no_group(group))?;
    let user_id = users::id(call.tx, user)?.ok_or_else(|| Refusal::no_user(user))?;
    let was = call.tx.membership(group_id, user_id)?;
    let admin = match call.assignment("admin").map(|assignment| &assignment.after) {
        None | Some(Value::Null) => was.unwrap_or(false),
        Some(Value::Bool(admin)) => *admin,
        Some(other) => {
            return Err(
                Refusal::unusable(format!("`admin` must be a boolean, and is {other}")).into()
            );
        }
    };
    if was == Some(admin) {
        return Ok(Outcome::AlreadyDone);
    }
    call.tx.set_membership(group_id, user_id, admin)?;
    Ok(Outcome::Done)
}

fn leave(call: &Call<'_>, group: &str, user: &str) -> Try<Outcome> {
    let (group, user) = (groups::id(call.tx, group)?, users::id(call.tx, user)?);
    let (Some(group), Some(user)) = (group, user) else { return Ok(Outcome::AlreadyDone) };
    if call.tx.membership(group, user)?.is_none() {
        return Ok(Outcome::AlreadyDone);
    }
    call.tx.remove_membership(group, user)?;
    Ok(Outcome::Done)
}

/// A record's text; the empty one is none.
pub fn text<'a>(record: &'a Record, name: &str) -> Option<&'a str> {
    record.get(name).and_then(Json::as_str).filter(|text| !text.is_empty())
}

pub fn is_on(record: &Record, name: &str) -> bool {
    record.get(name) == Some(&Json::Bool(true))
}

/// The site refuses some paths as they are written.
pub fn check_path(text: &str) -> Result<(), Refusal> {
    let shown: String = text.chars().take(60).collect();
    match path::refusal(text) {
        None => Ok(()),
        Some(path::Refusal::TrailingWhitespace) => Err(Refusal::new(
            "bad-request/path-cannot-have-trailing-whitespace",
            format!("a folder's name may not end in white space: {shown:?}"),
        )),
        Some(path::Refusal::ZeroWidthSpace) => Err(Refusal::new(
            "bad-request/invalid-path",
            format!("a path may not hold U+200B: {shown:?}"),
        )),
        Some(path::Refusal::TooLong) => Err(Refusal::new(
            "processing-failure/path-too-long",
            format!("a path has at most {} characters: {shown:?}", path::MAX_CHARACTERS),
        )),
    }
}
