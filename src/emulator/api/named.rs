//! The lists of kinds that are little but attributes, such as `/schedules`.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::{Kind, NamedKind, kinds};
use crate::site::Refusal;
use crate::site::local::edit::{int, text};
use crate::site::local::named;
use crate::site::local::store::{List, Record, Try};
use serde_json::Value as Json;

fn show(x: &Exchange<'_>, kind: NamedKind, id: i64, mut record: Record) -> Try<Record> {
    if kind == NamedKind::PARTNER {
        let users = x.partner_users()?.iter().filter(|user| user.partner == id);
        let ids: Vec<i64> = users.clone().map(|user| user.user).collect();
        let admins: Vec<i64> = users.filter(|user| user.is_admin).map(|user| user.user).collect();
        record.insert("user_ids".to_owned(), Json::from(ids));
        record.insert("partner_admin_ids".to_owned(), Json::from(admins));
    }
    let names = [
        ("user_id", &kinds::USER, "username", "username"),
        ("group_id", &kinds::GROUP, "name", "group_name"),
        ("partner_id", &kinds::PARTNER, "name", "partner_name"),
    ];
    for (id, of, name, shown) in names {
        if let Some(id) = int(&record, id) {
            record.insert(shown.to_owned(), name_of(x, of, id, name)?);
        }
    }
    if let Some(groups) = record.get("group_ids").and_then(Json::as_array) {
        let groups = groups.iter().filter_map(Json::as_i64);
        let names = groups.map(|group| name_of(x, &kinds::GROUP, group, "name"));
        let names = names.collect::<Try<Vec<_>>>()?;
        record.insert("group_names".to_owned(), Json::from(names));
    }
    Ok(shapes::of(kind.kind()).show(&record))
}

/// The name of what has the id; nothing where it is gone.
fn name_of(x: &Exchange<'_>, of: &'static Kind, id: i64, name: &str) -> Try<Json> {
    let record = x.tx().get(List::of(of), id)?.unwrap_or_default();
    Ok(text(&record, name).map_or(Json::Null, Json::from))
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
