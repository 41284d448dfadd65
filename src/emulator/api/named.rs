//! The lists of kinds that are little but attributes, such as `/schedules`.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::NamedKind;
use crate::site::Refusal;
use crate::site::local::named;
use crate::site::local::store::{Record, Try};
use serde_json::Value as Json;

fn show(x: &Exchange<'_>, kind: NamedKind, id: i64, mut record: Record) -> Try<Record> {
    if kind == NamedKind::PARTNER {
        let users = x.partner_users()?.iter().filter(|user| user.partner == id);
        let ids: Vec<i64> = users.clone().map(|user| user.user).collect();
        let admins: Vec<i64> = users.filter(|user| user.is_admin).map(|user| user.user).collect();
        record.insert("user_ids".to_owned(), Json::from(ids));
        record.insert("partner_admin_ids".to_owned(), Json::from(admins));
    }
    Ok(shapes::of(kind.kind()).show(&record))
}

fn shown(x: &Exchange<'_>, kind: NamedKind, id: i64) -> Try<Json> {
    let record = x.tx().get(named::list(kind), id)?.unwrap_or_default();
    Ok(Json::Object(show(x, kind, id, record)?))
}

pub fn list(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let all = Source::All(named::list(kind));
    list::records(x, kind.list, &kind.kind().listing, all, |id, record| {
        let mut shown = show(x, kind, id, record)?;
        shown.retain(|name, _| !kind.table().by_itself.contains(&name.as_str()));
        Ok(Json::Object(shown))
    })
}

pub fn find(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let missing = |id| Refusal::not_found(format!("there is no {} {id}", kind.word));
    let (id, record) = x.find(named::list(kind), missing)?;
    Ok(Answer::ok(show(x, kind, id, record)?))
}

pub fn create(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let id = named::create(&x.edit, kind, &x.request.given(Some(kind.kind())))?;
    Ok(Answer::created(shown(x, kind, id)?))
}

pub fn update(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let id = x.id()?;
    named::update(&x.edit, kind, id, &x.request.given(Some(kind.kind())))?;
    Ok(Answer::ok(shown(x, kind, id)?))
}

pub fn delete(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    named::delete(&x.edit, kind, x.id()?)?;
    Ok(Answer::nothing())
}
