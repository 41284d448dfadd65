//! API keys. The secret is made here, handed to [`Secrets::keep`](crate::site::Secrets::keep)
//! and let go; the store holds only its hash.

use super::perform::{Call, text};
use super::store::{Fault, List, Record, Try, Tx};
use super::{assign, defaults, users};
use crate::model::catalog::Resource;
use crate::site::{Outcome, Refusal};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

/// Assignments that are no attributes of the record.
const BESIDES: &[&str] = &["name", "save_to"];

fn keys_of(user: i64) -> String {
    format!("api-keys\0{user}")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random_key() -> Try<SecretString> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Fault::Damaged(format!("no randomness for a key: {error}")))?;
    Ok(SecretString::from(hex(&bytes)))
}

/// The user's keys of that name.
fn named(tx: &Tx<'_>, user: i64, name: &str) -> Try<Vec<(i64, Record)>> {
    let mut keys = Vec::new();
    for id in tx.related(&keys_of(user))? {
        keys.extend(tx.get(List::ApiKeys, id)?.map(|key| (id, key)));
    }
    keys.retain(|(_, key)| text(key, "name") == Some(name));
    Ok(keys)
}

/// A key of the same name may be there: the one that this one replaces.
pub fn create(call: &Call<'_>, username: &str, name: &str) -> Try<Outcome> {
    let tx = call.tx;
    let user = users::id(tx, username)?.ok_or_else(|| Refusal::no_user(username))?;
    for (id, key) in named(tx, user, name)? {
        let replaced = call.step.live_id == Some(id);
        if !replaced && assign::has(call, Resource::ApiKey, &key, BESIDES)? {
            return Ok(Outcome::AlreadyDone);
        }
    }
    let mut record = defaults::blank(Resource::ApiKey);
    record.insert("name".to_owned(), Json::from(name));
    record.insert("user_id".to_owned(), Json::from(user));
    record.insert("permission_set".to_owned(), Json::from("full"));
    assign::assign(call, Resource::ApiKey, &mut record, BESIDES)?;
    let file = call.text("save_to").ok_or_else(|| {
        Refusal::incomplete(format!("the key `{name}` needs a file for its secret"))
    })?;
    let secret = random_key()?;
    let hash = hex(&Sha256::digest(secret.expose_secret().as_bytes()));
    record.insert("key_sha256".to_owned(), Json::from(hash));
    let (id, record) = call.begin(record)?;
    tx.put(List::ApiKeys, id, &record)?;
    tx.relate(&keys_of(user), id)?;
    // Last, so that no file is left behind by a key that was refused.
    call.secrets.keep(file, &secret)?;
    Ok(Outcome::Done)
}

/// The key that a step is about: by id, or the only one of that name.
fn find(call: &Call<'_>, username: &str, name: &str) -> Try<Option<(i64, Record)>> {
    call.find(List::ApiKeys, || {
        let Some(user) = users::id(call.tx, username)? else { return Ok(None) };
        Ok(named(call.tx, user, name)?.pop().map(|(id, _)| id))
    })
}

pub fn update(call: &Call<'_>, username: &str, name: &str) -> Try<Outcome> {
    let Some((id, mut record)) = find(call, username, name)? else {
        return Err(Refusal::not_found(format!("`{username}` has no API key `{name}`")).into());
    };
    let attributes = call.step.set.iter().filter_map(|a| Resource::ApiKey.attribute(&a.name));
    if let Some(fixed) = attributes.into_iter().find(|attribute| attribute.create_only) {
        let message = format!("`{}` of an API key cannot be changed", fixed.name);
        return Err(Refusal::unusable(message).into());
    }
    assign::assign(call, Resource::ApiKey, &mut record, BESIDES)?;
    call.tx.put(List::ApiKeys, id, &record)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, username: &str, name: &str) -> Try<Outcome> {
    let Some((id, record)) = find(call, username, name)? else { return Ok(Outcome::AlreadyDone) };
    if let Some(user) = record.get("user_id").and_then(Json::as_i64) {
        call.tx.unrelate(&keys_of(user), id)?;
    }
    call.tx.remove(List::ApiKeys, id)?;
    Ok(Outcome::Done)
}

/// The keys of a user who goes.
pub fn forget(tx: &Tx<'_>, user: i64) -> Try<()> {
    for key in tx.related(&keys_of(user))? {
        tx.unrelate(&keys_of(user), key)?;
        tx.remove(List::ApiKeys, key)?;
    }
    Ok(())
}
