//! What the emulator records of who was at work: who signs in, and what whoever controls it says.
//!
//! In: a user and columns of activity, with or without a key of theirs; none: a key of the site. Out:
//! the records with them. It judges no moment but that it is one.

use crate::live::activity::{ACTIVE, COLUMNS};
use crate::model::kinds;
use crate::site::Refusal;
use crate::site::local::edit::{Edit, text};
use crate::site::local::store::{List, Record, Try, Tx};
use crate::site::local::{api_keys, public_keys, users};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

/// `{"user": "ana", "last_ftp_login_at": "…"}`, and the key that is meant, if one is: `"ssh_key"` by
/// its title, or `"api_key"` by its name.
pub fn record(tx: &Tx<'_>, body: &[u8]) -> Try<()> {
    let invalid = |message: String| Refusal::new("bad-request/invalid-body", message);
    let mut given: Map<String, Json> =
        serde_json::from_slice(body).map_err(|error| invalid(error.to_string()))?;
    let mut name = |of: &str| given.remove(of).and_then(|name| name.as_str().map(str::to_owned));
    let (user, ssh, api) = (name("user"), name("ssh_key"), name("api_key"));
    let user = user.as_deref().map(|name| id(tx, name)).transpose()?;
    let (kind, at, mut found, known) = match (user, ssh, api) {
        (Some(user), Some(title), None) => {
            let keys = public_keys::of(tx, user)?;
            let (at, key) = one(keys, "title", &title)?;
            (&kinds::SSH_KEY, at, key, &["created_at", "last_login_at"][..])
        }
        (user, None, Some(name)) => {
            let keys = match user {
                Some(user) => api_keys::of(tx, user)?,
                None => api_keys::of_site(tx)?,
            };
            let (at, key) = one(keys, "name", &name)?;
            (&kinds::API_KEY, at, key, &["created_at", "last_use_at"][..])
        }
        (Some(user), None, None) => {
            let record = tx.get(List::of(&kinds::USER), user)?;
            let record = record.ok_or_else(|| Refusal::not_found("there is no such user"))?;
            (&kinds::USER, user, record, &COLUMNS[..])
        }
        _ => return Err(invalid("say `user`, and one key at most".to_owned()).into()),
    };
    for (column, value) in given {
        if !known.contains(&column.as_str()) && column != "created_at" {
            return Err(invalid(format!("no column is named {column:?}")).into());
        }
        let is_moment =
            |json: &Json| json.as_str().is_some_and(|at| at.parse::<Timestamp>().is_ok());
        if !value.is_null() && !is_moment(&value) {
            return Err(invalid(format!("{column:?} is no moment")).into());
        }
        found.insert(column, value);
    }
    tx.put(List::of(kind), at, &found)
}

fn id(tx: &Tx<'_>, name: &str) -> Try<i64> {
    let found = users::id(tx, name)?;
    Ok(found.ok_or_else(|| Refusal::not_found(format!("no user is named {name:?}")))?)
}

fn one(keys: Vec<(i64, Record)>, by: &str, name: &str) -> Try<(i64, Record)> {
    let found = keys.into_iter().find(|(_, key)| text(key, by) == Some(name));
    Ok(found.ok_or_else(|| Refusal::not_found(format!("no key is named {name:?}")))?)
}

/// Somebody begins a session over the API.
pub fn signed_in(edit: &Edit<'_>, username: &str) -> Try<()> {
    let Some(id) = users::id(edit.tx, username)? else { return Ok(()) };
    let Some(mut record) = edit.tx.get(List::of(&kinds::USER), id)? else { return Ok(()) };
    let now = Json::String(edit.now.to_string());
    if record.get("first_login_at").is_none_or(Json::is_null) {
        record.insert("first_login_at".to_owned(), now.clone());
    }
    for column in [ACTIVE, "last_login_at", "last_restapi_login_at"] {
        record.insert(column.to_owned(), now.clone());
    }
    edit.tx.put(List::of(&kinds::USER), id, &record)
}
