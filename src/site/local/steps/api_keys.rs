//! Steps on API keys. The secret goes to [`Secrets::keep`](crate::site::Secrets::keep), and
//! nowhere else.

use super::{Call, given};
use crate::diff::Field;
use crate::model::kinds;
use crate::site::local::edit::{Edit, text};
use crate::site::local::store::{List, Record, Try, Tx};
use crate::site::local::{api_keys, users};
use crate::site::{Outcome, Refusal, aws_credentials};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::Value as Json;

/// The keys of that name: a user's, or the site's own.
fn named(tx: &Tx<'_>, user: Option<i64>, name: &str) -> Try<Vec<(i64, Record)>> {
    let mut keys = match user {
        Some(user) => api_keys::of(tx, user)?,
        None => api_keys::of_site(tx)?,
    };
    keys.retain(|(_, key)| text(key, "name") == Some(name));
    Ok(keys)
}

/// A key of the same name may be there: the one that this one replaces.
#[expect(clippy::disallowed_methods, reason = "a journal compares the time")]
pub fn create(call: &Call<'_>, username: Option<&str>, name: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let user = match username {
        None => None,
        Some(name) => Some(users::id(tx, name)?.ok_or_else(|| Refusal::no_user(name))?),
    };
    for (id, key) in named(tx, user, name)? {
        let replaced = call.step.live_id == Some(id);
        if !replaced && given::has(call, &key) {
            return Ok(Outcome::AlreadyDone);
        }
    }
    let file = call.step.text(Field::SaveTo).ok_or_else(|| {
        Refusal::incomplete(format!("the key `{name}` needs a file for its secret"))
    })?;
    let mut given = given::given(call)?;
    given.insert("name".to_owned(), Json::from(name));
    given.insert("user_id".to_owned(), user.map_or(Json::Null, Json::from));
    // Whose key it is, a journal tells by when it was really made.
    let edit = Edit { tx, acting: call.edit.acting, now: Timestamp::now() };
    let (id, secret) = api_keys::create(&edit, &given)?;
    let made = tx.get(List::of(&kinds::API_KEY), id)?.unwrap_or_default();
    let secret = if api_keys::is_aws_style(&made) {
        aws_credentials(&api_keys::access_key_id(&secret), secret.expose_secret())
    } else {
        secret
    };
    // Last, so that no file is left behind by a key that was refused.
    call.secrets.keep(file, &secret)?;
    Ok(Outcome::Done)
}

/// The key that a step is about: by id, or the only one of that name.
fn find(call: &Call<'_>, username: Option<&str>, name: &str) -> Try<Option<(i64, Record)>> {
    call.find(List::of(&kinds::API_KEY), || {
        let user = match username {
            None => None,
            Some(name) => match users::id(call.edit.tx, name)? {
                None => return Ok(None),
                user => user,
            },
        };
        Ok(named(call.edit.tx, user, name)?.pop().map(|(id, _)| id))
    })
}

pub fn update(call: &Call<'_>, username: Option<&str>, name: &str) -> Try<Outcome> {
    let Some((id, _)) = find(call, username, name)? else {
        return Err(Refusal::no_key(username, name).into());
    };
    if let Some((fixed, _)) = given::attributes(call).find(|(attribute, _)| attribute.create_only) {
        let message = format!("`{}` of an API key cannot be changed", fixed.name);
        return Err(Refusal::unusable(message).into());
    }
    api_keys::update(&call.edit, id, &given::given(call)?)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, username: Option<&str>, name: &str) -> Try<Outcome> {
    let Some((id, _)) = find(call, username, name)? else { return Ok(Outcome::AlreadyDone) };
    api_keys::delete(call.edit.tx, id)?;
    Ok(Outcome::Done)
}
