//! Users and bots: what is written, and what Files.com refuses of them.

use super::assign::{self, assign};
use super::edit::{Edit, int, is_on, need_by_hand, text};
use super::store::{List, Record, Try, Tx};
use super::{api_keys, defaults, grants, memberships, public_keys, rows};
use crate::model::{Referent, kinds, path};
use crate::site::Refusal;
use serde_json::Value as Json;

/// Who gets what a user leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heir {
    /// Automations keep the id of somebody who is gone, and stop.
    Nobody,
    Site,
    User(i64),
}

fn unique(username: &str) -> String {
    format!("user\0{}", path::fold(username))
}

/// The automations that a user owns.
pub fn owned_by(user: i64) -> String {
    format!("owner\0{user}")
}

pub fn id(tx: &Tx<'_>, username: &str) -> Try<Option<i64>> {
    tx.unique(&unique(username))
}

/// The name of a user that must be there.
pub fn name(tx: &Tx<'_>, user: i64) -> Try<String> {
    let record = tx.get(List::of(&kinds::USER), user)?.ok_or_else(|| no_user(user))?;
    Ok(text(&record, "username").unwrap_or_default().to_owned())
}

fn no_user(id: i64) -> Refusal {
    Refusal::no_user(&id.to_string())
}

fn taken(username: &str) -> Refusal {
    Refusal::invalid(format!("the username `{username}` has already been taken"))
}

pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let tx = edit.tx;
    let username = assign::name(given, "username")?.unwrap_or_default();
    if id(tx, username)?.is_some() {
        return Err(taken(username).into());
    }
    let mut record = defaults::user(tx.site()?.get("default_time_zone"));
    record.insert("username".to_owned(), Json::from(username));
    assign(edit, &kinds::USER, &mut record, given)?;
    let (id, record) = edit.begin(record)?;
    check(tx, &record)?;
    by_hand(tx, &record)?;
    tx.put(List::of(&kinds::USER), id, &record)?;
    tx.set_unique(&unique(username), id)?;
    relate(edit, id, given)?;
    Ok(id)
}

pub fn update(edit: &Edit<'_>, id: i64, given: &Record) -> Try<()> {
    let tx = edit.tx;
    let mut record = tx.get(List::of(&kinds::USER), id)?.ok_or_else(|| no_user(id))?;
    assign(edit, &kinds::USER, &mut record, given)?;
    if let Some(name) = assign::name(given, "username")? {
        if self::id(tx, name)?.is_some_and(|other| other != id) {
            return Err(taken(name).into());
        }
        tx.remove_unique(&unique(text(&record, "username").unwrap_or_default()))?;
        tx.set_unique(&unique(name), id)?;
        record.insert("username".to_owned(), Json::from(name));
    }
    check(tx, &record)?;
    by_hand(tx, &record)?;
    tx.put(List::of(&kinds::USER), id, &record)?;
    relate(edit, id, given)
}

/// `group_ids` sets exactly those memberships, `group_id` adds one.
fn relate(edit: &Edit<'_>, user: i64, given: &Record) -> Try<()> {
    if let Some(groups) = assign::ids(given, "group_ids")? {
        for group in edit.tx.groups_of(user)? {
            if !groups.contains(&group) {
                edit.tx.remove_membership(group, user)?;
            }
        }
        for group in groups {
            memberships::join(edit.tx, group, user, None)?;
        }
    }
    if let Some(group) = assign::one_id(given, "group_id")? {
        memberships::join(edit.tx, group, user, None)?;
    }
    Ok(())
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
    match int(user, "sso_strategy_id") {
        None if method == Some("sso") => return no("signs in through SSO and so needs a strategy"),
        Some(strategy) if tx.get(List::SSO_STRATEGIES, strategy)?.is_none() => {
            return no(&format!("names the SSO strategy {strategy}, which the site does not have"));
        }
        _ => {}
    }
    for (field, list) in [
        ("primary_group_id", List::of(&kinds::GROUP)),
        ("responsible_group_id", List::of(&kinds::GROUP)),
        ("responsible_user_id", List::of(&kinds::USER)),
    ] {
        if let Some(id) = int(user, field)
            && tx.get(list, id)?.is_none()
        {
            return no(&format!("has a `{field}` {id} that the site does not have"));
        }
    }
    Ok(())
}

/// Who signs in through the SSO provider is changed anyway.
fn by_hand(tx: &Tx<'_>, user: &Record) -> Try<()> {
    if text(user, "authentication_method") == Some("sso") {
        return Ok(());
    }
    need_by_hand(tx, "non_sso_users_allowed", "users")
}

pub fn delete(edit: &Edit<'_>, id: i64, heir: Heir) -> Try<()> {
    let tx = edit.tx;
    by_hand(tx, &tx.get(List::of(&kinds::USER), id)?.ok_or_else(|| no_user(id))?)?;
    take(edit, id, heir)
}

/// Memberships, grants and keys of the user go. Automations go to the heir, if there is one.
pub fn take(edit: &Edit<'_>, id: i64, heir: Heir) -> Try<()> {
    let tx = edit.tx;
    let record = tx.get(List::of(&kinds::USER), id)?.ok_or_else(|| no_user(id))?;
    bequeath(tx, id, heir)?;
    for group in tx.groups_of(id)? {
        tx.remove_membership(group, id)?;
    }
    grants::forget(tx, &grants::held_by_user(id))?;
    public_keys::forget(tx, id)?;
    api_keys::forget(tx, id)?;
    rows::forget(tx, Referent::USER, id)?;
    tx.remove_unique(&unique(text(&record, "username").unwrap_or_default()))?;
    tx.remove(List::of(&kinds::USER), id)
}

fn bequeath(tx: &Tx<'_>, user: i64, heir: Heir) -> Try<()> {
    let owner = match heir {
        Heir::Nobody => return Ok(()),
        Heir::Site => None,
        Heir::User(heir) if heir == user => {
            let message = format!("`{}` cannot inherit from themselves", name(tx, heir)?);
            return Err(Refusal::new("bad-request/user-id-invalid", message).into());
        }
        Heir::User(heir) => {
            let record = tx.get(List::of(&kinds::USER), heir)?.ok_or_else(|| no_user(heir))?;
            // What a site admin inherits belongs to the site.
            (!is_on(&record, "site_admin")).then_some(heir)
        }
    };
    for automation in tx.related(&owned_by(user))? {
        let Some(mut record) = tx.get(List::of(&kinds::AUTOMATION), automation)? else { continue };
        record.insert("user_id".to_owned(), owner.map_or(Json::Null, Json::from));
        tx.put(List::of(&kinds::AUTOMATION), automation, &record)?;
        tx.unrelate(&owned_by(user), automation)?;
        if let Some(owner) = owner {
            tx.relate(&owned_by(owner), automation)?;
        }
    }
    Ok(())
}
