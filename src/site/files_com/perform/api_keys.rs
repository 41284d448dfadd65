//! API keys. The site shows a key's secret once, in the answer to its creation: where that
//! answer is lost, or the secret cannot be kept, the key is of no use and goes again.

use super::super::FilesSite;
use super::super::directory::{USERS, id_of};
use super::super::http::Request;
use super::super::paging;
use super::Call;
use super::body::{self, Match};
use super::records::remove;
use super::write::{Seen, write};
use crate::diff::Field;
use crate::site::{NamedKey, Outcome, Refusal, SiteError, aws_credentials};
use secrecy::SecretString;
use serde_json::Value as Json;

const LIST: &str = "api_keys";

fn made_meanwhile(name: &str) -> SiteError {
    let message = format!("a key `{name}` was made meanwhile; its secret is where that was done");
    Refusal::unusable(message).into()
}

/// The keys of that name: a user's, or the site's own.
pub fn keys_named(
    site: &FilesSite,
    user: Option<&str>,
    name: &str,
) -> Result<Vec<NamedKey>, SiteError> {
    let created = |key: &Json| {
        let text = key.get("created_at").and_then(Json::as_str);
        Some(NamedKey::of(id_of(key)?, text))
    };
    let Some(user) = user else {
        return Ok(keys(site, None, name)?.iter().filter_map(created).collect());
    };
    match site.directory.ids(&site.client, &USERS, user)?.first() {
        Some(user) => Ok(keys(site, Some(*user), name)?.iter().filter_map(created).collect()),
        None => Ok(Vec::new()),
    }
}

/// The key that has this secret: it signs a question about itself.
pub fn key_of(site: &FilesSite, secret: &SecretString) -> Result<Option<i64>, SiteError> {
    let request = Request::get("api_key");
    match write(&site.client, Some(secret), &request, || Ok(Seen::NotDone)) {
        Ok(record) => Ok(id_of(&record)),
        Err(SiteError::Refused(refusal)) if matches!(refusal.status(), 401 | 403 | 404) => Ok(None),
        Err(error) => Err(error),
    }
}

pub fn revoke_key(site: &FilesSite, id: i64) -> Result<(), SiteError> {
    remove(&site.client, None, LIST, id).map(drop)
}

/// The user's keys of that name, or those of the site itself.
fn keys(site: &FilesSite, user: Option<i64>, name: &str) -> Result<Vec<Json>, SiteError> {
    let request = Request::get("api_keys");
    let request = match user {
        Some(user) => request.with("user_id", user),
        None => request,
    };
    let mut keys = paging::list(&site.client, &request)?;
    keys.retain(|key| {
        key.get("name").and_then(Json::as_str) == Some(name)
            && key.get("user_id").and_then(Json::as_i64) == user
    });
    Ok(keys)
}

/// A key of the same name may be there: the one that this one replaces.
pub fn create(call: &Call<'_>, user: Option<&str>, name: &str) -> Result<Outcome, SiteError> {
    let user = user.map(|user| call.user(user)).transpose()?;
    let file = call.step.text(Field::SaveTo).ok_or_else(|| {
        Refusal::incomplete(format!("the key `{name}` needs a file for its secret"))
    })?;
    let before = keys(call.site, user, name)?;
    // Whoever made it since has its secret, and this run never will.
    if before.iter().any(|key| id_of(key) != call.step.live_id) {
        return Err(made_meanwhile(name));
    }
    let mut body = body::body(&call.step.set, call.secrets, &Json::Null)?;
    body.insert("name".to_owned(), Json::from(name));
    if let Some(user) = user {
        body.insert("user_id".to_owned(), Json::from(user));
    }
    let judge = || {
        let is_new = |key: &Json| before.iter().all(|old| id_of(old) != id_of(key));
        for key in keys(call.site, user, name)?.iter().filter(|key| is_new(key)) {
            // Nobody has seen its secret.
            take_back(call, key)?;
        }
        Ok(Seen::NotDone)
    };
    let request = Request::post("api_keys", Json::Object(body));
    let made = write(call.client(), call.key(), &request, judge)?;
    if let Err(error) = claim(call, user, name, &before, &made, file) {
        take_back(call, &made)?;
        return Err(error);
    }
    Ok(Outcome::Done)
}

/// Keeps the secret of a key that is made, if it is ours to keep.
fn claim(
    call: &Call<'_>,
    user: Option<i64>,
    name: &str,
    before: &[Json],
    made: &Json,
    file: &str,
) -> Result<(), SiteError> {
    // Of two runs that make it at one time, the first one's stays.
    let is_earlier =
        |key: &Json| before.iter().all(|old| id_of(old) != id_of(key)) && id_of(key) < id_of(made);
    if keys(call.site, user, name)?.iter().any(is_earlier) {
        return Err(made_meanwhile(name));
    }
    match secret_of(made) {
        Some(secret) => Ok(call.secrets.keep(file, &secret)?),
        None => Err(SiteError::Answer {
            what: "api_keys".to_owned(),
            detail: "the new key has no secret".to_owned(),
        }),
    }
}

/// What is kept of a new key: its secret, or both halves where it is for S3 clients.
fn secret_of(made: &Json) -> Option<SecretString> {
    let text = |name: &str| made.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    match text("aws_access_key_id").zip(text("aws_secret_key")) {
        Some((id, secret)) => Some(aws_credentials(id, secret)),
        None => text("key").map(SecretString::from),
    }
}

/// Revokes a key whose secret nobody has. Where the site refuses that, the key is still there.
fn take_back(call: &Call<'_>, key: &Json) -> Result<(), SiteError> {
    let Some(id) = id_of(key) else { return Ok(()) };
    match remove(call.client(), call.key(), LIST, id) {
        Ok(_) => Ok(()),
        Err(refused @ SiteError::Refused(_)) => Err(SiteError::Unjudged {
            why: format!("the new key {id} could not be revoked, and its secret is lost"),
            source: Box::new(refused),
        }),
        Err(error) => Err(error),
    }
}

/// The key that a step is about: by id, or the newest of that name.
fn id(call: &Call<'_>, user: Option<&str>, name: &str) -> Result<Option<i64>, SiteError> {
    if let Some(id) = call.step.live_id {
        return Ok(Some(id));
    }
    let user = match user {
        None => None,
        Some(user) => match call.id(&USERS, user)? {
            None => return Ok(None),
            user => user,
        },
    };
    Ok(keys(call.site, user, name)?.iter().filter_map(id_of).max())
}

pub fn update(call: &Call<'_>, user: Option<&str>, name: &str) -> Result<Outcome, SiteError> {
    let client = call.client();
    let Some(id) = id(call, user, name)? else {
        return Err(Refusal::no_key(user, name).into());
    };
    let body = body::body(&call.step.set, call.secrets, &Json::Null)?;
    let path = format!("api_keys/{id}");
    let judge = || match client.find(&Request::get(path.as_str()))? {
        None => Ok(Seen::Unknown("it is gone")),
        Some(key) => {
            let same = body::compare(&call.step.set, &key);
            Ok(Seen::when(same == Match::All))
        }
    };
    write(client, call.key(), &Request::patch(path.as_str(), Json::Object(body)), judge)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, user: Option<&str>, name: &str) -> Result<Outcome, SiteError> {
    match id(call, user, name)? {
        Some(id) => remove(call.client(), call.key(), LIST, id),
        None => Ok(Outcome::AlreadyDone),
    }
}
