//! Users, bots and their SSH keys: what is written, and what Files.com refuses of them.

use super::perform::{Call, is_on, text};
use super::store::{List, Record, Try, Tx};
use super::{api_keys, assign, defaults, grants, groups};
use crate::model::catalog::Resource;
use crate::model::fingerprint::fingerprint;
use crate::model::{Value, path};
use crate::site::{Outcome, Refusal};
use serde_json::Value as Json;

/// Assignments that are no attributes of the record.
const BESIDES: &[&str] = &["username", "groups", "new_owner"];

fn unique(username: &str) -> String {
    format!("user\0{}", path::fold(username))
}

fn keys_of(user: i64) -> String {
    format!("keys\0{user}")
}

/// The automations that a user owns.
pub fn owned_by(user: i64) -> String {
    format!("owner\0{user}")
}

pub fn id(tx: &Tx<'_>, username: &str) -> Try<Option<i64>> {
    tx.unique(&unique(username))
}

pub fn create(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.tx;
    if let Some(id) = id(tx, username)? {
        let record = tx.get(List::Users, id)?.unwrap_or_default();
        if is_exactly(call, id, &record)? {
            return Ok(Outcome::AlreadyDone);
        }
        return Err(taken(username).into());
    }
    let (id, mut record) = call.begin(defaults::user(tx.site()?.get("default_time_zone")))?;
    record.insert("username".to_owned(), Json::from(username));
    assign::assign(call, Resource::User, &mut record, BESIDES)?;
    check(tx, &record)?;
    tx.put(List::Users, id, &record)?;
    tx.set_unique(&unique(username), id)?;
    set_groups(call, id)?;
    Ok(Outcome::Done)
}

fn taken(username: &str) -> Refusal {
    Refusal::invalid(format!("the username `{username}` has already been taken"))
}

fn is_exactly(call: &Call<'_>, id: i64, record: &Record) -> Try<bool> {
    if let Some(assignment) = call.assignment("groups") {
        let mut wanted = group_ids(call, &assignment.after)?;
        wanted.sort_unstable();
        if wanted != call.tx.groups_of(id)? {
            return Ok(false);
        }
    }
    assign::has(call, Resource::User, record, BESIDES)
}

fn group_ids(call: &Call<'_>, names: &Value) -> Try<Vec<i64>> {
    let mut ids = Vec::new();
    for name in names.as_list().iter().filter_map(Value::as_text) {
        ids.push(groups::id(call.tx, name)?.ok_or_else(|| Refusal::no_group(name))?);
    }
    Ok(ids)
}

/// `groups` sets exactly those memberships.
fn set_groups(call: &Call<'_>, user: i64) -> Try<()> {
    let Some(assignment) = call.assignment("groups") else { return Ok(()) };
    let wanted = group_ids(call, &assignment.after)?;
    for group in call.tx.groups_of(user)? {
        if !wanted.contains(&group) {
            call.tx.remove_membership(group, user)?;
        }
    }
    for group in wanted {
        let admin = call.tx.membership(group, user)?.unwrap_or(false);
        call.tx.set_membership(group, user, admin)?;
    }
    Ok(())
}

pub fn update(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.tx;
    let renamed = call.text("username");
    let Some((id, mut record)) = call.find(List::Users, || id(tx, username))? else {
        // A rename whose answer was lost has happened already.
        return match renamed.map(|name| id(tx, name)).transpose()?.flatten() {
            Some(_) if call.step.live_id.is_none() => Ok(Outcome::AlreadyDone),
            _ => Err(Refusal::no_user(username).into()),
        };
    };
    assign::assign(call, Resource::User, &mut record, BESIDES)?;
    if let Some(name) = renamed {
        if self::id(tx, name)?.is_some_and(|other| other != id) {
            return Err(taken(name).into());
        }
        tx.remove_unique(&unique(text(&record, "username").unwrap_or_default()))?;
        tx.set_unique(&unique(name), id)?;
        record.insert("username".to_owned(), Json::from(name));
    }
    check(tx, &record)?;
    tx.put(List::Users, id, &record)?;
    set_groups(call, id)?;
    Ok(Outcome::Done)
}

/// What Files.com refuses of a user, whichever edit led there.
fn check(tx: &Tx<'_>, user: &Record) -> Try<()> {
    let name = text(user, "username").unwrap_or_default();
    if name.is_empty() {
        return Err(Refusal::incomplete("a user needs a username").into());
    }
    let bot = user.get("self_managed") == Some(&Json::Bool(false));
    let (admin, method) = (is_on(user, "site_admin"), text(user, "authentication_method"));
    let no = |what: &str| Err(Refusal::invalid(format!("`{name}` {what}")).into());
    if bot && admin {
        return no("cannot be a bot and a site admin");
    }
    if admin && is_on(user, "disabled") {
        return no("cannot be disabled while a site admin");
    }
    if admin && is_on(user, "readonly_site_admin") {
        return no("cannot be a site admin and a read-only admin");
    }
    if admin && !is_on(user, "restapi_permission") {
        return no("is a site admin and so cannot lose web and API access");
    }
    if bot && method == Some("sso") {
        return no("cannot be a bot that signs in through SSO");
    }
    if method == Some("email_signup") && text(user, "email").is_none() {
        return no("signs up by e-mail and so needs an e-mail address");
    }
    match user.get("sso_strategy_id").and_then(Json::as_i64) {
        None if method == Some("sso") => return no("signs in through SSO and so needs a strategy"),
        Some(strategy) if tx.get(List::SsoStrategies, strategy)?.is_none() => {
            return no(&format!("names the SSO strategy {strategy}, which the site does not have"));
        }
        _ => {}
    }
    for (field, list) in [
        ("primary_group_id", List::Groups),
        ("responsible_group_id", List::Groups),
        ("responsible_user_id", List::Users),
    ] {
        if let Some(id) = user.get(field).and_then(Json::as_i64)
            && tx.get(list, id)?.is_none()
        {
            return no(&format!("has a `{field}` {id} that the site does not have"));
        }
    }
    Ok(())
}

/// Memberships, grants and keys of the user go. Automations go to the heir, if one is named.
pub fn delete(call: &Call<'_>, username: &str) -> Try<Outcome> {
    let tx = call.tx;
    let Some((id, record)) = call.find(List::Users, || id(tx, username))? else {
        return Ok(Outcome::AlreadyDone);
    };
    bequeath(call, id)?;
    for group in tx.groups_of(id)? {
        tx.remove_membership(group, id)?;
    }
    grants::forget(tx, &grants::held_by_user(id))?;
    for key in tx.related(&keys_of(id))? {
        tx.unrelate(&keys_of(id), key)?;
        tx.remove(List::PublicKeys, key)?;
    }
    api_keys::forget(tx, id)?;
    tx.remove_unique(&unique(text(&record, "username").unwrap_or_default()))?;
    tx.remove(List::Users, id)?;
    Ok(Outcome::Done)
}

fn bequeath(call: &Call<'_>, user: i64) -> Try<()> {
    let tx = call.tx;
    // Without an heir the automations keep the id of somebody who is gone, and stop.
    let Some(heir) = call.text("new_owner") else { return Ok(()) };
    let heir = match heir {
        "site" => None,
        name => {
            let id = id(tx, name)?.ok_or_else(|| Refusal::no_user(name))?;
            if id == user {
                let message = format!("`{name}` cannot inherit from themselves");
                return Err(Refusal::new("bad-request/user-id-invalid", message).into());
            }
            // What a site admin inherits belongs to the site.
            let admin = tx.get(List::Users, id)?.is_some_and(|heir| is_on(&heir, "site_admin"));
            (!admin).then_some(id)
        }
    };
    for automation in tx.related(&owned_by(user))? {
        let Some(mut record) = tx.get(List::Automations, automation)? else { continue };
        record.insert("user_id".to_owned(), heir.map_or(Json::Null, Json::from));
        tx.put(List::Automations, automation, &record)?;
        tx.unrelate(&owned_by(user), automation)?;
        if let Some(heir) = heir {
            tx.relate(&owned_by(heir), automation)?;
        }
    }
    Ok(())
}

pub fn add_key(call: &Call<'_>, username: &str, title: &str) -> Try<Outcome> {
    let tx = call.tx;
    let user = id(tx, username)?.ok_or_else(|| Refusal::no_user(username))?;
    let public_key = call
        .text("public_key")
        .ok_or_else(|| Refusal::incomplete(format!("the key `{title}` needs its `public_key`")))?;
    let fingerprint = fingerprint(public_key)
        .ok_or_else(|| Refusal::invalid(format!("the key `{title}` is no SSH public key")))?;
    for (_, key) in keys(tx, user)? {
        let (same, named) = (text(&key, "fingerprint_sha256"), text(&key, "title"));
        if same == Some(&*fingerprint) {
            if named.unwrap_or_default() == title {
                return Ok(Outcome::AlreadyDone);
            }
            let message = format!("`{username}` already has the key `{title}` under another title");
            return Err(Refusal::invalid(message).into());
        }
    }
    let mut record = Record::new();
    record.insert("title".to_owned(), Json::from(title));
    record.insert("user_id".to_owned(), Json::from(user));
    record.insert("fingerprint_sha256".to_owned(), Json::from(&*fingerprint));
    record.insert("status".to_owned(), Json::from("complete"));
    let (id, record) = call.begin(record)?;
    tx.put(List::PublicKeys, id, &record)?;
    tx.relate(&keys_of(user), id)?;
    Ok(Outcome::Done)
}

pub fn remove_key(call: &Call<'_>, username: &str, title: &str) -> Try<Outcome> {
    let tx = call.tx;
    let Some(user) = id(tx, username)? else { return Ok(Outcome::AlreadyDone) };
    let is_it = |id: i64, key: &Record| match call.step.live_id {
        Some(live) => live == id,
        None => text(key, "title").unwrap_or_default() == title,
    };
    let found = keys(tx, user)?.into_iter().find(|(id, key)| is_it(*id, key));
    let Some((id, _)) = found else { return Ok(Outcome::AlreadyDone) };
    tx.unrelate(&keys_of(user), id)?;
    tx.remove(List::PublicKeys, id)?;
    Ok(Outcome::Done)
}

fn keys(tx: &Tx<'_>, user: i64) -> Try<Vec<(i64, Record)>> {
    let mut keys = Vec::new();
    for id in tx.related(&keys_of(user))? {
        keys.extend(tx.get(List::PublicKeys, id)?.map(|key| (id, key)));
    }
    Ok(keys)
}
