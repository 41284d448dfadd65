//! SSH keys of users. The store knows a key by its fingerprint.

use super::assign;
use super::edit::{Edit, int, text};
use super::store::{List, Record, Try, Tx};
use super::users;
use crate::model::fingerprint::fingerprint;
use crate::model::kinds;
use crate::site::Refusal;
use serde_json::Value as Json;

fn keys_of(user: i64) -> String {
    format!("keys\0{user}")
}

/// The keys of a user.
pub fn of(tx: &Tx<'_>, user: i64) -> Try<Vec<(i64, Record)>> {
    let mut keys = Vec::new();
    for id in tx.related(&keys_of(user))? {
        keys.extend(tx.get(List::of(&kinds::SSH_KEY), id)?.map(|key| (id, key)));
    }
    Ok(keys)
}

pub fn count(tx: &Tx<'_>, user: i64) -> Try<usize> {
    Ok(tx.related(&keys_of(user))?.len())
}

/// The fingerprint of a given key.
pub fn fingerprint_of(given: &Record) -> Result<String, Refusal> {
    let title = title(given)?;
    let public_key = text(given, "public_key")
        .ok_or_else(|| Refusal::incomplete(format!("the key `{title}` needs its `public_key`")))?;
    let fingerprint = fingerprint(public_key)
        .ok_or_else(|| Refusal::invalid(format!("the key `{title}` is no SSH public key")))?;
    Ok(fingerprint.into())
}

fn title(given: &Record) -> Result<&str, Refusal> {
    let title = assign::name(given, "title")?.filter(|title| !title.is_empty());
    title.ok_or_else(|| Refusal::incomplete("an SSH key needs a `title`"))
}

pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let tx = edit.tx;
    let user = assign::one_id(given, "user_id")?
        .ok_or_else(|| Refusal::incomplete("an SSH key needs its user's `user_id`"))?;
    let username = users::name(tx, user)?;
    let (title, fingerprint) = (title(given)?, fingerprint_of(given)?);
    for (_, key) in of(tx, user)? {
        if text(&key, "fingerprint_sha256") == Some(&*fingerprint) {
            let message = format!("`{username}` already has the key `{title}` under another title");
            return Err(Refusal::invalid(message).into());
        }
    }
    let mut record = Record::new();
    record.insert("title".to_owned(), Json::from(title));
    record.insert("user_id".to_owned(), Json::from(user));
    record.insert("fingerprint_sha256".to_owned(), Json::from(fingerprint));
    record.insert("status".to_owned(), Json::from("complete"));
    record.insert("last_login_at".to_owned(), Json::Null);
    let (id, record) = edit.begin(record)?;
    tx.put(List::of(&kinds::SSH_KEY), id, &record)?;
    tx.relate(&keys_of(user), id)?;
    Ok(id)
}

/// Nothing but the title of a key can be changed.
pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let mut record = edit.tx.get(List::of(&kinds::SSH_KEY), id)?.ok_or_else(|| missing(id))?;
    record.insert("title".to_owned(), Json::from(title(given)?));
    edit.tx.put(List::of(&kinds::SSH_KEY), id, &record)
}

pub fn delete(tx: &Tx<'_>, id: i64) -> Try<()> {
    let record = tx.get(List::of(&kinds::SSH_KEY), id)?.ok_or_else(|| missing(id))?;
    if let Some(user) = int(&record, "user_id") {
        tx.unrelate(&keys_of(user), id)?;
    }
    tx.remove(List::of(&kinds::SSH_KEY), id)
}

fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no SSH key {id}"))
}

/// The keys of a user who goes.
pub fn forget(tx: &Tx<'_>, user: i64) -> Try<()> {
    for key in tx.related(&keys_of(user))? {
        tx.unrelate(&keys_of(user), key)?;
        tx.remove(List::of(&kinds::SSH_KEY), key)?;
    }
    Ok(())
}
