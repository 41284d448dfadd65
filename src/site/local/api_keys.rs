//! API keys. The secret is made here, handed out once and let go; the store holds its hash.

use super::assign::{self, assign};
use super::edit::{Edit, int, is_on, text};
use super::store::{Fault, List, Record, Try, Tx};
use super::{defaults, users};
use crate::model::kinds;
use crate::site::Refusal;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

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

/// What the store knows a key by.
pub fn hash(key: &str) -> String {
    hex(&Sha256::digest(key.as_bytes()))
}

fn unique(hash: &str) -> String {
    format!("api-key\0{hash}")
}

/// The id of a key that the store lists, or listed once: whoever bears a deleted key must not
/// pass for somebody else.
pub fn by_key(tx: &Tx<'_>, key: &str) -> Try<Option<i64>> {
    tx.unique(&unique(&hash(key)))
}

/// Makes keys known by their hashes that older versions made; says whether there were any.
pub fn index(tx: &Tx<'_>) -> Try<bool> {
    let mut changed = false;
    for (id, record) in tx.all(List::of(&kinds::API_KEY))? {
        let Some(hash) = text(&record, "key_sha256") else { continue };
        if tx.unique(&unique(hash))?.is_none() {
            tx.set_unique(&unique(hash), id)?;
            changed = true;
        }
    }
    Ok(changed)
}

/// The user's keys.
pub fn of(tx: &Tx<'_>, user: i64) -> Try<Vec<(i64, Record)>> {
    let mut keys = Vec::new();
    for id in tx.related(&keys_of(user))? {
        keys.extend(tx.get(List::of(&kinds::API_KEY), id)?.map(|key| (id, key)));
    }
    Ok(keys)
}

pub fn count(tx: &Tx<'_>, user: i64) -> Try<usize> {
    Ok(tx.related(&keys_of(user))?.len())
}

/// What a key for S3 clients is called by them: its own half of what they are given.
pub fn access_key_id(secret: &SecretString) -> String {
    let hash = hash(secret.expose_secret()).to_uppercase();
    format!("FILES{}", &hash[..15])
}

/// Whether the key is for S3 clients.
pub fn is_aws_style(record: &Record) -> bool {
    is_on(record, "aws_style_credentials")
}

/// Without a user it is a key of the whole site.
pub fn create(edit: &Edit<'_>, given: &Record) -> Try<(i64, SecretString)> {
    let tx = edit.tx;
    let user = assign::one_id(given, "user_id")?;
    if let Some(user) = user {
        users::name(tx, user)?;
    }
    let mut record = defaults::blank(&kinds::API_KEY);
    record.insert("last_use_at".to_owned(), Json::Null);
    record.insert("user_id".to_owned(), user.map_or(Json::Null, Json::from));
    record.insert("permission_set".to_owned(), Json::from("full"));
    write(edit, &mut record, given)?;
    check(&record)?;
    let secret = random_key()?;
    let hash = hash(secret.expose_secret());
    record.insert("key_sha256".to_owned(), Json::from(hash.as_str()));
    let (id, record) = edit.begin(record)?;
    tx.set_unique(&unique(&hash), id)?;
    tx.put(List::of(&kinds::API_KEY), id, &record)?;
    if let Some(user) = user {
        tx.relate(&keys_of(user), id)?;
    }
    Ok((id, secret))
}

/// Sets what is given. Names of keys repeat, and so are attributes like the others.
fn write(edit: &Edit<'_>, record: &mut Record, given: &Record) -> Result<(), Refusal> {
    assign(edit, &kinds::API_KEY, record, given)?;
    if let Some(name) = given.get("name") {
        record.insert("name".to_owned(), assign::checked(kinds::API_KEY.known("name"), name)?);
    }
    Ok(())
}

fn check(record: &Record) -> Result<(), Refusal> {
    match text(record, "name") {
        Some(_) => Ok(()),
        None => Err(Refusal::incomplete("an API key needs a name")),
    }
}

fn missing(id: i64) -> Refusal {
    Refusal::new("not-found/api-key-not-found", format!("there is no API key {id}"))
}

pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let mut record = edit.tx.get(List::of(&kinds::API_KEY), id)?.ok_or_else(|| missing(id))?;
    write(edit, &mut record, given)?;
    check(&record)?;
    edit.tx.put(List::of(&kinds::API_KEY), id, &record)
}

pub fn delete(tx: &Tx<'_>, id: i64) -> Try<()> {
    let record = tx.get(List::of(&kinds::API_KEY), id)?.ok_or_else(|| missing(id))?;
    if let Some(user) = int(&record, "user_id") {
        tx.unrelate(&keys_of(user), id)?;
    }
    tx.remove(List::of(&kinds::API_KEY), id)
}

/// Those of the site itself.
pub fn of_site(tx: &Tx<'_>) -> Try<Vec<(i64, Record)>> {
    let mut keys = tx.all(List::of(&kinds::API_KEY))?;
    keys.retain(|(_, key)| int(key, "user_id").is_none());
    Ok(keys)
}

/// The keys of a user who goes.
pub fn forget(tx: &Tx<'_>, user: i64) -> Try<()> {
    for key in tx.related(&keys_of(user))? {
        tx.unrelate(&keys_of(user), key)?;
        tx.remove(List::of(&kinds::API_KEY), key)?;
    }
    Ok(())
}
