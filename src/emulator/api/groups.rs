//! `/groups`.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::site::Refusal;
use crate::site::local::groups;
use crate::site::local::store::{List, Record, Try};
use serde_json::Value as Json;

fn show(x: &Exchange<'_>, id: i64, mut record: Record) -> Try<Json> {
    let tx = x.tx();
    let (mut members, mut admins, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for user in tx.members(id)? {
        members.push(user.to_string());
        names.push(x.username(user)?);
        if tx.membership(id, user)? == Some(true) {
            admins.push(user.to_string());
        }
    }
    for (field, values) in [("user_ids", members), ("admin_ids", admins), ("usernames", names)] {
        record.insert(field.to_owned(), Json::from(values.join(",")));
    }
    record.insert("site_id".to_owned(), x.site_id()?);
    Ok(Json::Object(shapes::of(&kinds::GROUP).show(&record)))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Json> {
    let record = x.tx().get(List::of(&kinds::GROUP), id)?.unwrap_or_default();
    show(x, id, record)
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let source = list::those_asked_for(x, List::of(&kinds::GROUP))?;
    list::records(x, "groups", &kinds::GROUP.listing, source, |id, record| show(x, id, record))
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    let (id, record) = x.find(List::of(&kinds::GROUP), |id| Refusal::no_group(&id.to_string()))?;
    Ok(Answer::ok(show(x, id, record)?))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let id = groups::create(&x.edit, &x.request.given(Some(&kinds::GROUP)))?;
    Ok(Answer::created(shown(x, id)?))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let id = x.id()?;
    groups::update(&x.edit, id, &x.request.given(Some(&kinds::GROUP)))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    groups::delete(&x.edit, x.id()?)?;
    Ok(Answer::nothing())
}
