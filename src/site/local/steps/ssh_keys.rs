//! Steps on the SSH keys of users.

use super::Call;
use crate::diff::Field;
use crate::site::local::edit::text;
use crate::site::local::store::{Record, Try};
use crate::site::local::{public_keys, users};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

pub fn create(call: &Call<'_>, username: &str, title: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let user = users::id(tx, username)?.ok_or_else(|| Refusal::no_user(username))?;
    let mut given = Record::new();
    given.insert("user_id".to_owned(), Json::from(user));
    given.insert("title".to_owned(), Json::from(title));
    if let Some(key) = call.step.text(Field::PublicKey) {
        given.insert("public_key".to_owned(), Json::from(key));
    }
    let fingerprint = public_keys::fingerprint_of(&given)?;
    let is_it = |key: &Record| {
        text(key, "fingerprint_sha256") == Some(&*fingerprint)
            && text(key, "title").unwrap_or_default() == title
    };
    if public_keys::of(tx, user)?.iter().any(|(_, key)| is_it(key)) {
        return Ok(Outcome::AlreadyDone);
    }
    public_keys::create(&call.edit, &given)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, username: &str, title: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let Some(user) = users::id(tx, username)? else { return Ok(Outcome::AlreadyDone) };
    let is_it = |id: i64, key: &Record| match call.step.live_id {
        Some(live) => live == id,
        None => text(key, "title").unwrap_or_default() == title,
    };
    let found = public_keys::of(tx, user)?.into_iter().find(|(id, key)| is_it(*id, key));
    let Some((id, _)) = found else { return Ok(Outcome::AlreadyDone) };
    public_keys::delete(tx, id)?;
    Ok(Outcome::Done)
}
