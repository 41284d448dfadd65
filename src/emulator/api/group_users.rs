//! `/group_users`. A membership has no id: `group_id` and `user_id` pick it, whatever the path
//! says, and an update makes what is not there.

use crate::emulator::answer::Answer;
use crate::emulator::cursor::Position;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::Query;
use crate::emulator::shapes;
use crate::model::kinds;
use crate::model::kinds::Listing;
use crate::site::Refusal;
use crate::site::local::assign;
use crate::site::local::memberships;
use crate::site::local::store::{Record, Try};
use serde_json::{Value as Json, json};

fn show(x: &Exchange<'_>, group: i64, user: i64, admin: bool) -> Try<Json> {
    let record = json!({
        "group_name": x.group_name(group)?,
        "group_id": group,
        "user_id": user,
        "admin": admin,
        "username": x.username(user)?,
    });
    let record: Record = record.as_object().cloned().unwrap_or_default();
    Ok(Json::Object(shapes::of(&kinds::MEMBERSHIP).show(&record)))
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let tx = x.tx();
    let query = Query::read(x.request, "group_users", &Listing::NONE)?;
    let (group, user) = (x.request.id("group_id")?, x.request.id("user_id")?);
    let pairs: Vec<(i64, i64)> = match (group, user) {
        (Some(group), None) => tx.members(group)?.into_iter().map(|user| (group, user)).collect(),
        (None, Some(user)) => tx.groups_of(user)?.into_iter().map(|group| (group, user)).collect(),
        (Some(group), Some(user)) => {
            tx.membership(group, user)?.map(|_| (group, user)).into_iter().collect()
        }
        (None, None) => tx.all_memberships()?,
    };
    let after: Option<(i64, i64)> =
        query.after().and_then(|key| serde_json::from_value(key.clone()).ok());
    let pairs = pairs.into_iter().filter(|pair| after.is_none_or(|after| *pair > after));
    let positions =
        pairs.map(|pair| Ok((Position { sort: Json::Null, key: json!([pair.0, pair.1]) }, pair)));
    query.page(x, positions, |(group, user)| {
        show(x, group, user, tx.membership(group, user)?.unwrap_or(false))
    })
}

fn picked(x: &Exchange<'_>) -> Result<(i64, i64), Refusal> {
    let need = |name: &str| match x.request.id(name)? {
        Some(id) => Ok(id),
        None => Err(Refusal::incomplete(format!("a membership needs its `{name}`"))),
    };
    Ok((need("group_id")?, need("user_id")?))
}

fn join(x: &Exchange<'_>) -> Try<Json> {
    let (group, user) = picked(x)?;
    let admin = assign::flag(&x.request.given(None), "admin")?;
    memberships::join(x.tx(), group, user, admin)?;
    show(x, group, user, x.tx().membership(group, user)?.unwrap_or(false))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::created(join(x)?))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::ok(join(x)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    let (group, user) = picked(x)?;
    if !memberships::leave(x.tx(), group, user)? {
        return Err(Refusal::not_found("there is no such membership").into());
    }
    Ok(Answer::nothing())
}
