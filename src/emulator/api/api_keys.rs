//! `/api_keys`, and `/api_key`: the one that is used.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::site::Refusal;
use crate::site::local::api_keys;
use crate::site::local::edit::text;
use crate::site::local::store::{List, Record, Try};
use secrecy::ExposeSecret;
use serde_json::{Value as Json, json};

fn show(x: &Exchange<'_>, mut record: Record) -> Try<Record> {
    let name = text(&record, "name").unwrap_or_default().to_owned();
    record.insert("descriptive_label".to_owned(), Json::from(name));
    record.insert("site_id".to_owned(), x.site_id()?);
    Ok(shapes::of(&kinds::API_KEY).show(&record))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Record> {
    show(x, x.tx().get(List::of(&kinds::API_KEY), id)?.unwrap_or_default())
}

fn missing(id: i64) -> Refusal {
    Refusal::new("not-found/api-key-not-found", format!("there is no API key {id}"))
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let source = match x.request.id("user_id")? {
        None => Source::All(List::of(&kinds::API_KEY)),
        Some(user) => Source::These(api_keys::of(x.tx(), user)?),
    };
    list::records(x, "api_keys", &kinds::API_KEY.listing, source, |_, record| {
        Ok(Json::Object(show(x, record)?))
    })
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    let (_, record) = x.find(List::of(&kinds::API_KEY), missing)?;
    Ok(Answer::ok(show(x, record)?))
}

/// The only answer that ever shows the key. `user_id` 0 is whoever asks.
pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let mut given = x.request.given(Some(&kinds::API_KEY));
    if x.request.id("user_id")? == Some(0) {
        let user = x.caller.user.as_ref().map(|user| user.id);
        given.insert("user_id".to_owned(), Json::from(user));
    }
    let (id, secret) = api_keys::create(&x.edit, &given)?;
    let mut record = shown(x, id)?;
    let text = secret.expose_secret();
    if api_keys::is_aws_style(&record) {
        let id = api_keys::access_key_id(&secret);
        record.insert("aws_access_key_id".to_owned(), Json::from(id));
        record.insert("aws_secret_key".to_owned(), Json::from(text));
    } else {
        record.insert("key".to_owned(), Json::from(text));
    }
    Ok(Answer::created(record))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let id = x.id()?;
    api_keys::update(&x.edit, id, &x.request.given(Some(&kinds::API_KEY)))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    api_keys::delete(x.tx(), x.id()?)?;
    Ok(Answer::nothing())
}

/// The key that asks. One that is no record of the store is shown as what it may do.
pub fn find_current(x: &Exchange<'_>) -> Try<Answer> {
    if let Some(id) = x.caller.key {
        return Ok(Answer::ok(shown(x, id)?));
    }
    let set = if x.caller.read_only.is_some() { "none" } else { "full" };
    let record = json!({
        "name": "emulator",
        "permission_set": set,
        "user_id": x.caller.user.as_ref().map(|user| user.id),
    });
    Ok(Answer::ok(show(x, record.as_object().cloned().unwrap_or_default())?))
}

fn current(x: &Exchange<'_>) -> Result<i64, Refusal> {
    x.caller.key.ok_or_else(|| {
        Refusal::new("not-found/api-key-not-found", "the key is no record of the emulator's store")
    })
}

pub fn update_current(x: &Exchange<'_>) -> Try<Answer> {
    let id = current(x)?;
    api_keys::update(&x.edit, id, &x.request.given(Some(&kinds::API_KEY)))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete_current(x: &Exchange<'_>) -> Try<Answer> {
    api_keys::delete(x.tx(), current(x)?)?;
    Ok(Answer::nothing())
}
