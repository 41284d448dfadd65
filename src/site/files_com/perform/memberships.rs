//! Memberships. Their records have no id of use: group and user together say which is meant.

use super::super::directory::{GROUPS, USERS};
use super::super::http::Request;
use super::super::paging;
use super::write::{Seen, write};
use super::{Call, unless_gone};
use crate::diff::Field;
use crate::model::Value;
use crate::site::{Outcome, Refusal, SiteError};
use serde_json::{Value as Json, json};

/// Whether the user is in the group, and whether as its admin.
fn there(call: &Call<'_>, group: i64, user: i64) -> Result<Option<bool>, SiteError> {
    let request = Request::get("group_users").with("group_id", group).with("user_id", user);
    let records = paging::list(call.client(), &request)?;
    let id = |record: &Json, name: &str| record.get(name).and_then(Json::as_i64);
    let of_pair = |record: &&Json| {
        id(record, "group_id") == Some(group) && id(record, "user_id") == Some(user)
    };
    let admin = |record: &Json| record.get("admin") == Some(&Json::Bool(true));
    Ok(records.iter().find(of_pair).map(admin))
}

/// The API's update makes what is missing, so that one call serves both.
pub fn join(call: &Call<'_>, group: &str, user: &str) -> Result<Outcome, SiteError> {
    let group_id = call.id(&GROUPS, group)?.ok_or_else(|| Refusal::no_group(group))?;
    let user_id = call.user(user)?;
    let admin = match call.step.assignment(Field::Admin).map(|assignment| &assignment.after) {
        Some(Value::Bool(admin)) => *admin,
        // Whoever is an admin already stays one.
        None | Some(Value::Null) => match there(call, group_id, user_id)? {
            Some(_) => return Ok(Outcome::AlreadyDone),
            None => false,
        },
        Some(other) => {
            let message = format!("`admin` must be a boolean, and is {other}");
            return Err(Refusal::unusable(message).into());
        }
    };
    let body = json!({"group_id": group_id, "user_id": user_id, "admin": admin});
    let request = Request::patch(format!("group_users/{group_id}"), body);
    let judge = || Ok(Seen::when(there(call, group_id, user_id)? == Some(admin)));
    let answered = write(call.client(), call.key(), &request, judge)?;
    let shown = answered.get("admin").and_then(Json::as_bool);
    if shown.is_none_or(|shown| shown == admin) || there(call, group_id, user_id)? == Some(admin) {
        return Ok(Outcome::Done);
    }
    let answered = if admin { "a member who is no admin" } else { "an admin of the group" };
    Err(SiteError::Otherwise { answered: answered.to_owned() })
}

pub fn leave(call: &Call<'_>, group: &str, user: &str) -> Result<Outcome, SiteError> {
    let (group, user) = (call.id(&GROUPS, group)?, call.id(&USERS, user)?);
    let (Some(group), Some(user)) = (group, user) else { return Ok(Outcome::AlreadyDone) };
    let request = Request::delete(format!("group_users/{group}"))
        .with("group_id", group)
        .with("user_id", user);
    let judge = || Ok(Seen::when(there(call, group, user)?.is_none()));
    unless_gone(write(call.client(), call.key(), &request, judge))
}
