//! Memberships: one relation of groups and users, whichever list writes it.

use super::store::{List, Try, Tx};
use crate::model::kinds;
use crate::site::Refusal;

/// Makes a user a member, or a member an admin or none; says whether that changed anything.
/// Who is one already keeps what is not given.
pub fn join(tx: &Tx<'_>, group: i64, user: i64, admin: Option<bool>) -> Try<bool> {
    if tx.get(List::of(&kinds::GROUP), group)?.is_none() {
        return Err(Refusal::no_group(&group.to_string()).into());
    }
    if tx.get(List::of(&kinds::USER), user)?.is_none() {
        return Err(Refusal::no_user(&user.to_string()).into());
    }
    let was = tx.membership(group, user)?;
    let admin = admin.unwrap_or(was.unwrap_or(false));
    if was == Some(admin) {
        return Ok(false);
    }
    tx.set_membership(group, user, admin)?;
    Ok(true)
}

/// Ends a membership; says whether there was one.
pub fn leave(tx: &Tx<'_>, group: i64, user: i64) -> Try<bool> {
    let was = tx.membership(group, user)?.is_some();
    if was {
        tx.remove_membership(group, user)?;
    }
    Ok(was)
}

/// A list of members sets exactly those; admins stay admins.
pub fn set_members(tx: &Tx<'_>, group: i64, users: &[i64]) -> Try<()> {
    for user in tx.members(group)? {
        if !users.contains(&user) {
            tx.remove_membership(group, user)?;
        }
    }
    for user in users {
        join(tx, group, *user, None)?;
    }
    Ok(())
}

/// A list of admins sets exactly those; who is an admin no more stays a member.
pub fn set_admins(tx: &Tx<'_>, group: i64, users: &[i64]) -> Try<()> {
    for user in tx.members(group)? {
        if !users.contains(&user) {
            join(tx, group, user, Some(false))?;
        }
    }
    for user in users {
        join(tx, group, *user, Some(true))?;
    }
    Ok(())
}
