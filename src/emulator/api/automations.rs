//! `/automations`. The owner follows whoever edits last.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::live::typed::from_json;
use crate::model::leads::leads;
use crate::model::{Value, kinds};
use crate::site::Refusal;
use crate::site::local::automations;
use crate::site::local::edit::text;
use crate::site::local::store::{List, Record, Try};
use serde_json::{Value as Json, json};

fn show(mut record: Record) -> Json {
    if text(&record, "trigger") == Some("custom_schedule") {
        let part = |name: &str| record.get(name).cloned().unwrap_or(Json::Null);
        let schedule = json!({
            "days_of_week": part("schedule_days_of_week"),
            "times_of_day": part("schedule_times_of_day"),
            "time_zone": part("schedule_time_zone"),
        });
        record.insert("schedule".to_owned(), schedule);
    }
    Json::Object(shapes::of(&kinds::AUTOMATION).show(&record))
}

fn missing(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no automation {id}"))
}

fn shown(x: &Exchange<'_>, id: i64) -> Try<Json> {
    Ok(show(x.tx().get(List::of(&kinds::AUTOMATION), id)?.unwrap_or_default()))
}

pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let all = Source::All(List::of(&kinds::AUTOMATION));
    list::records(x, "automations", &kinds::AUTOMATION.listing, all, |_, record| Ok(show(record)))
}

pub fn find(x: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::ok(show(x.find(List::of(&kinds::AUTOMATION), missing)?.1)))
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let given = x.request.given(Some(&kinds::AUTOMATION));
    x.need_folder_admin_of_some(&folders(&given))?;
    let id = automations::create(&x.edit, &given)?;
    Ok(Answer::created(shown(x, id)?))
}

/// The folders in which an automation works, as far as they are certain.
fn folders(automation: &Record) -> Vec<String> {
    let value = |name: &'static str| {
        let kind = kinds::AUTOMATION.attribute(name)?.kind;
        Some((name, from_json(kind, automation.get(name)?).ok()?))
    };
    const SAYING: [&str; 6] =
        ["automation", "path", "source", "exclude_pattern", "destinations", "definition"];
    let said: Vec<(&str, Value)> = SAYING.into_iter().filter_map(value).collect();
    let get = |name: &'static str| said.iter().find(|(of, _)| *of == name).map(|(_, value)| value);
    leads(get).known.iter().map(|lead| lead.route.fixed().0).collect()
}

/// Folder Admins may edit what works in a folder of theirs, before the edit or after, and what is
/// their own, whatever else it leads to: it is theirs from then on, and fails when it runs.
fn need_rights(x: &Exchange<'_>, given: &Record) -> Try<(i64, Record)> {
    let (id, record) = x.find(List::of(&kinds::AUTOMATION), missing)?;
    let owner = record.get("user_id").and_then(Json::as_i64);
    if owner.is_some() && owner == x.caller.user.as_ref().map(|user| user.id) {
        return Ok((id, record));
    }
    let mut edited = record.clone();
    edited.extend(given.iter().map(|(name, value)| (name.clone(), value.clone())));
    let mut touched = folders(&record);
    touched.extend(folders(&edited));
    x.need_folder_admin_of_some(&touched)?;
    Ok((id, record))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    let given = x.request.given(Some(&kinds::AUTOMATION));
    let (id, _) = need_rights(x, &given)?;
    automations::update(&x.edit, id, &given)?;
    Ok(Answer::ok(shown(x, id)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    automations::delete(x.tx(), need_rights(x, &Record::new())?.0)?;
    Ok(Answer::nothing())
}

/// The emulator runs nothing.
pub fn run(x: &Exchange<'_>) -> Try<Answer> {
    need_rights(x, &Record::new())?;
    Ok(Answer::nothing())
}

pub fn runs(_: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::ok(json!([])))
}
