//! `/users`.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::model::path;
use crate::site::Refusal;
use crate::site::local::edit::text;
use crate::site::local::store::{List, Record, Try};
use crate::site::local::users::Heir;
use crate::site::local::{api_keys, public_keys, users};
use serde_json::Value as Json;

/// A user as the API shows them.
pub fn show(x: &Exchange<'_>, id: i64, mut record: Record) -> Try<Json> {
    let tx = x.tx();
    let groups = tx.groups_of(id)?;
    let mut admin_of = Vec::new();
    for group in &groups {
        if tx.membership(*group, id)? == Some(true) {
            admin_of.push(*group);
        }
    }
    let joined: Vec<String> = groups.iter().map(i64::to_string).collect();
    record.insert("group_ids".to_owned(), Json::from(joined.join(",")));
    record.insert("admin_group_ids".to_owned(), Json::from(admin_of));
    record.insert("api_keys_count".to_owned(), Json::from(api_keys::count(tx, id)?));
    record.insert("public_keys_count".to_owned(), Json::from(public_keys::count(tx, id)?));
    record.insert("site_id".to_owned(), x.site_id()?);
    Ok(Json::Object(shapes::of(&kinds::USER).show(&record)))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Json> {
    let record = x.tx().get(List::of(&kinds::USER), id)?.unwrap_or_default();
    show(x, id, record)
}

fn missing(id: i64) -> Refusal {
    Refusal::no_user(&id.to_string())
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let source = list::those_asked_for(x, List::of(&kinds::USER))?;
    let source = match x.request.text("search").filter(|search| !search.is_empty()) {
        None => source,
        Some(search) => Source::These(search_in(x, source, &search)?),
    };
    list::records(x, "users", &kinds::USER.listing, source, |id, record| show(x, id, record))
}

/// Users whose name, username or e-mail address holds a text.
fn search_in(x: &Exchange<'_>, source: Source, search: &str) -> Try<Vec<(i64, Record)>> {
    let mut records = match source {
        Source::All(list) => x.tx().all(list)?,
        Source::These(records) => records,
    };
    let search = path::fold(search);
    records.retain(|(_, user)| {
        let fields =
            ["username", "name", "email"].into_iter().filter_map(|field| text(user, field));
        fields.into_iter().any(|field| path::fold(field).contains(&*search))
    });
    Ok(records)
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    let (id, record) = x.find(List::of(&kinds::USER), missing)?;
    Ok(Answer::ok(show(x, id, record)?))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let id = users::create(&x.edit, &x.request.given(Some(&kinds::USER)))?;
    Ok(Answer::created(shown(x, id)?))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let id = x.id()?;
    users::update(&x.edit, id, &x.request.given(Some(&kinds::USER)))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    let heir = x.request.id("new_owner_id")?.map_or(Heir::Nobody, Heir::User);
    users::delete(&x.edit, x.id()?, heir)?;
    Ok(Answer::nothing())
}

/// Unlocking, another welcome mail, a reset of the second factor: nothing that a record shows.
pub fn act(x: &Exchange<'_>) -> Try<Answer> {
    x.find(List::of(&kinds::USER), missing)?;
    Ok(Answer::nothing())
}
