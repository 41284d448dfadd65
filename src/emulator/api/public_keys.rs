//! `/public_keys`: SSH keys of users, known by their fingerprints.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::site::Refusal;
use crate::site::local::edit::int;
use crate::site::local::public_keys;
use crate::site::local::store::{List, Record, Try};
use serde_json::Value as Json;

fn show(x: &Exchange<'_>, mut record: Record) -> Try<Json> {
    if let Some(user) = int(&record, "user_id") {
        record.insert("username".to_owned(), Json::from(x.username(user)?));
    }
    Ok(Json::Object(shapes::of(&kinds::SSH_KEY).show(&record)))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Json> {
    show(x, x.tx().get(List::of(&kinds::SSH_KEY), id)?.unwrap_or_default())
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let source = match x.request.id("user_id")? {
        None => Source::All(List::of(&kinds::SSH_KEY)),
        Some(user) => Source::These(public_keys::of(x.tx(), user)?),
    };
    list::records(x, "public_keys", &kinds::SSH_KEY.listing, source, |_, record| show(x, record))
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    let missing = |id| Refusal::not_found(format!("there is no SSH key {id}"));
    let (_, record) = x.find(List::of(&kinds::SSH_KEY), missing)?;
    Ok(Answer::ok(show(x, record)?))
}

/// Without a user, or with 0, the key is whoever's who asks.
pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let mut given = x.request.given(None);
    if x.request.flag("generate_keypair")? {
        let message = "the emulator makes no key pairs: send a `public_key`";
        return Err(Refusal::unusable(message).into());
    }
    if x.request.id("user_id")?.is_none_or(|user| user == 0) {
        let user = x.caller.user.as_ref().map(|user| user.id);
        given.insert("user_id".to_owned(), Json::from(user));
    }
    let id = public_keys::create(&x.edit, &given)?;
    Ok(Answer::created(shown(x, id)?))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let id = x.id()?;
    public_keys::update(&x.edit, id, &x.request.given(None))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    public_keys::delete(x.tx(), x.id()?)?;
    Ok(Answer::nothing())
}
