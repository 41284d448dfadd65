//! `/behaviors`, and those that reach a folder.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::model::kinds::Listing;
use crate::model::path;
use crate::site::Refusal;
use crate::site::local::edit::text;
use crate::site::local::store::{List, Record, Try};
use crate::site::local::{behaviors, folders};
use serde_json::{Value as Json, json};

const SPEC_OF_FOLDER: Listing = Listing {
    sort: &["behavior"],
    filter: &["impacts_ui", "behavior"],
    together: &[&["impacts_ui", "behavior"]],
    prefix: &[],
    range: &[],
};

fn show(record: &Record) -> Json {
    Json::Object(shapes::of(&kinds::BEHAVIOR).show(record))
}

fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no folder setting {id}"))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Json> {
    Ok(show(&x.tx().get(List::of(&kinds::BEHAVIOR), id)?.unwrap_or_default()))
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    list::records(
        x,
        "behaviors",
        &kinds::BEHAVIOR.listing,
        Source::All(List::of(&kinds::BEHAVIOR)),
        |_, r| Ok(show(&r)),
    )
}

/// The settings of a folder; with `ancestor_behaviors` also those above it, which are marked.
pub fn list_for(x: &Exchange<'_>) -> Try<Answer> {
    let tx = x.tx();
    folders::need(tx, &x.request.path)?;
    let own = path::key(&x.request.path).into_owned();
    let mut all = Vec::new();
    let mut folder = Some(own.as_str());
    while let Some(key) = folder {
        for id in behaviors::on(tx, key)? {
            let Some(mut record) = tx.get(List::of(&kinds::BEHAVIOR), id)? else { continue };
            record.insert("inherited".to_owned(), Json::Bool(key != own));
            all.push((id, record));
        }
        folder = if x.request.flag("ancestor_behaviors")? { path::parent(key) } else { None };
    }
    let name = "behaviors/folders";
    list::records(x, name, &SPEC_OF_FOLDER, Source::These(all), |_, record| Ok(show(&record)))
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    let (_, record) = x.find(List::of(&kinds::BEHAVIOR), missing)?;
    Ok(Answer::ok(show(&record)))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let given = x.request.given(None);
    let folder = text(&given, "path").unwrap_or_default();
    x.need_folder_admin(folder)?;
    refuse_root(x, folder)?;
    let id = behaviors::create(&x.edit, &given)?;
    Ok(Answer::created(shown(x, id)?))
}

/// A site may keep settings of its root for site admins.
fn refuse_root(x: &Exchange<'_>, folder: &str) -> Try<()> {
    let kept = x.tx().site()?.get("restrict_root_folder_behaviors_to_site_admins").cloned();
    if !x.caller.is_site_admin() && path::key(folder).is_empty() && kept == Some(Json::Bool(true)) {
        let message = "the site keeps settings of its root for site admins";
        let error_type = "not-authorized/root-folder-behavior-site-admin-required";
        return Err(Refusal::new(error_type, message).into());
    }
    Ok(())
}

fn need_rights(x: &Exchange<'_>) -> Try<i64> {
    let (id, record) = x.find(List::of(&kinds::BEHAVIOR), missing)?;
    let folder = text(&record, "path").unwrap_or_default();
    x.need_folder_admin(folder)?;
    refuse_root(x, folder)?;
    Ok(id)
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let id = need_rights(x)?;
    behaviors::update(&x.edit, id, &x.request.given(None))?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    behaviors::delete(x.tx(), need_rights(x)?)?;
    Ok(Answer::nothing())
}

/// The emulator calls nobody.
pub fn test_webhook(x: &Exchange<'_>) -> Try<Answer> {
    if x.request.text("url").is_none_or(|url| url.is_empty()) {
        return Err(Refusal::incomplete("a test of a webhook needs its `url`").into());
    }
    Ok(Answer::ok(json!({"code": 200, "message": "", "status": "success", "success": true})))
}
