//! Public keys of users, known by their fingerprint.

use super::super::directory::{USERS, id_of};
use super::super::http::Request;
use super::super::paging;
use super::write::{Seen, write};
use super::{Call, unless_gone};
use crate::diff::Field;
use crate::model::fingerprint;
use crate::site::{Outcome, Refusal, SiteError};
use serde_json::{Value as Json, json};

fn keys(call: &Call<'_>, user: i64) -> Result<Vec<Json>, SiteError> {
    let mut keys = paging::list(call.client(), &Request::get("public_keys").with("user_id", user))?;
    keys.retain(|key| key.get("user_id").and_then(Json::as_i64).is_none_or(|of| of == user));
    Ok(keys)
}

pub fn create(call: &Call<'_>, user: &str, title: &str) -> Result<Outcome, SiteError> {
    let user = call.user(user)?;
    let public_key = call
        .step
        .text(Field::PublicKey)
        .ok_or_else(|| Refusal::incomplete(format!("the key `{title}` needs its `public_key`")))?;
    let wanted = fingerprint::fingerprint(public_key)
        .ok_or_else(|| Refusal::invalid(format!("the key `{title}` is no SSH public key")))?;
    let judge = || {
        let is_it = |key: &&Json| {
            let shown = key.get("fingerprint_sha256").and_then(Json::as_str);
            shown.is_some_and(|shown| fingerprint::normalize(shown) == wanted)
        };
        Ok(keys(call, user)?.iter().find(is_it).map_or(Seen::NotDone, |k| Seen::Done(k.clone())))
    };
    let body = json!({"user_id": user, "title": title, "public_key": public_key});
    match write(call.client(), call.key(), &Request::post("public_keys", body), judge) {
        Ok(_) => Ok(Outcome::Done),
        Err(SiteError::Refused(refusal)) if refusal.status() == 422 => match judge()? {
            Seen::Done(key) if key.get("title").and_then(Json::as_str) == Some(title) => {
                Ok(Outcome::AlreadyDone)
            }
            _ => Err(refusal.into()),
        },
        Err(error) => Err(error),
    }
}

pub fn delete(call: &Call<'_>, user: &str, title: &str) -> Result<Outcome, SiteError> {
    let Some(user) = call.id(&USERS, user)? else { return Ok(Outcome::AlreadyDone) };
    let titled = |key: &&Json| key.get("title").and_then(Json::as_str) == Some(title);
    let id = match call.step.live_id {
        Some(id) => Some(id),
        None => keys(call, user)?.iter().find(titled).and_then(id_of),
    };
    let Some(id) = id else { return Ok(Outcome::AlreadyDone) };
    let judge = || {
        let there = keys(call, user)?.iter().any(|key| id_of(key) == Some(id));
        Ok(Seen::when(!there))
    };
    let request = Request::delete(format!("public_keys/{id}"));
    unless_gone(write(call.client(), call.key(), &request, judge))
}
