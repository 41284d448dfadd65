//! `/schedules`, `/user_lifecycle_rules`, `/key_lifecycle_rules`.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source, Spec};
use crate::emulator::shapes::{self, Shape};
use crate::model::NamedKind;
use crate::site::Refusal;
use crate::site::local::named;
use crate::site::local::store::Try;
use serde_json::Value as Json;

fn shape(kind: NamedKind) -> &'static Shape {
    match kind {
        NamedKind::Schedule => &shapes::SCHEDULE,
        NamedKind::LifecycleRule => &shapes::USER_LIFECYCLE_RULE,
        NamedKind::KeyLifecycleRule => &shapes::KEY_LIFECYCLE_RULE,
    }
}

fn spec(kind: NamedKind) -> Spec {
    match kind {
        NamedKind::Schedule => Spec { sort: &["name"], ..Spec::NONE },
        NamedKind::LifecycleRule => {
            Spec { sort: &["site_id", "workspace_id"], filter: &["workspace_id"], ..Spec::NONE }
        }
        NamedKind::KeyLifecycleRule => Spec {
            sort: &["workspace_id", "key_type"],
            filter: &["key_type", "workspace_id"],
            together: &[&["workspace_id", "key_type"]],
            ..Spec::NONE
        },
    }
}

fn shown(x: &Exchange<'_>, kind: NamedKind, id: i64) -> Try<Json> {
    let record = x.tx().get(named::list(kind), id)?.unwrap_or_default();
    Ok(Json::Object(shape(kind).show(&record)))
}

pub fn list(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let all = Source::All(named::list(kind));
    list::records(x, kind.facts().list, &spec(kind), all, |_, record| {
        Ok(Json::Object(shape(kind).show(&record)))
    })
}

pub fn find(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let missing = |id| Refusal::not_found(format!("there is no {} {id}", kind.facts().word));
    let (_, record) = x.find(named::list(kind), missing)?;
    Ok(Answer::ok(shape(kind).show(&record)))
}

pub fn create(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let id = named::create(&x.edit, kind, &x.request.given(Some(kind.facts().resource)))?;
    Ok(Answer::created(shown(x, kind, id)?))
}

pub fn update(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    let id = x.id()?;
    named::update(&x.edit, kind, id, &x.request.given(Some(kind.facts().resource)))?;
    Ok(Answer::ok(shown(x, kind, id)?))
}

pub fn delete(x: &Exchange<'_>, kind: NamedKind) -> Try<Answer> {
    named::delete(x.tx(), kind, x.id()?)?;
    Ok(Answer::nothing())
}
