//! Folders: they have no id, the path is the key.

use super::super::http::{Request, folder_path};
use super::body::{self, Match};
use super::write::{Seen, write};
use super::{Call, unless_gone};
use crate::diff::Field;
use crate::model::path;
use crate::site::{Outcome, Refusal, SiteError};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// How often the site is asked whether a large move has ended, and how long between.
const MOVE_CHECKS: u32 = 600;
const MOVE_PAUSE: Duration = Duration::from_secs(2);

/// What is at a path, as the site spells it; none where nothing is.
fn spelled(call: &Call<'_>, folder: &str) -> Result<Option<String>, SiteError> {
    let record = call.client().find(&Request::get(folder_path("file_actions/metadata", folder)))?;
    let Some(record) = record else { return Ok(None) };
    if record.get("type").and_then(Json::as_str) == Some("file") {
        let message = format!("`{folder}` is a file, and no folder");
        return Err(Refusal::new("processing-failure/destination-exists", message).into());
    }
    let path = record.get("path").and_then(Json::as_str).unwrap_or(folder);
    Ok(Some(path.to_owned()))
}

/// Makes the folder and those above it.
pub fn create(call: &Call<'_>, folder: &str) -> Result<Outcome, SiteError> {
    let request = Request::post(folder_path("folders", folder), json!({"mkdir_parents": true}));
    let judge = || Ok(Seen::when(spelled(call, folder)?.is_some()));
    match write(call.client(), call.key(), &request, judge) {
        Ok(_) => Ok(Outcome::Done),
        Err(SiteError::Refused(refusal))
            if refusal.error_type == "processing-failure/destination-exists" =>
        {
            match spelled(call, folder)? {
                Some(_) => Ok(Outcome::AlreadyDone),
                None => Err(refusal.into()),
            }
        }
        Err(error) => Err(error),
    }
}

/// Sets what the folder shows of itself. Metadata that is taken away is sent as none.
pub fn describe(call: &Call<'_>, folder: &str) -> Result<Outcome, SiteError> {
    let mut body = body::body(&call.step.set, call.secrets, &Json::Null)?;
    if let Some(metadata) = body.get_mut("custom_metadata").filter(|json| json.is_null()) {
        *metadata = json!({});
    }
    let shown = Request::get(folder_path("file_actions/metadata", folder))
        .with("with_priority_color", true);
    let judge = || {
        let record = call.client().read(&shown)?;
        Ok(match body::compare(&call.step.set, &record) {
            Match::All => Seen::Done(record),
            Match::NotAll | Match::Hidden => Seen::NotDone,
        })
    };
    let request = Request::patch(folder_path("files", folder), Json::Object(body));
    write(call.client(), call.key(), &request, judge)?;
    Ok(Outcome::Done)
}

pub fn relocate(call: &Call<'_>, folder: &str) -> Result<Outcome, SiteError> {
    let to = call
        .step
        .text(Field::Path)
        .ok_or_else(|| Refusal::incomplete("a move needs a destination"))?;
    let respelled = path::key(folder) == path::key(to);
    let judge = || {
        let there = spelled(call, to)?;
        if respelled {
            return Ok(Seen::when(there.as_deref() == Some(&*path::normalize(to))));
        }
        Ok(match (spelled(call, folder)?, there) {
            (None, Some(_)) => Seen::Done(Json::Null),
            (Some(_), None) => Seen::NotDone,
            (Some(_), Some(_)) => Seen::Unknown("both the old and the new folder are there"),
            (None, None) => Seen::Unknown("neither the old nor the new folder is there"),
        })
    };
    let request =
        Request::post(folder_path("file_actions/move", folder), json!({"destination": to}));
    match write(call.client(), call.key(), &request, judge) {
        Ok(answer) => finish_move(call, &answer),
        // A move whose answer was lost has happened already.
        Err(SiteError::Refused(refusal)) if refusal.is_not_found() => match judge()? {
            Seen::Done(_) => Ok(Outcome::AlreadyDone),
            Seen::NotDone | Seen::Unknown(_) => Err(refusal.into()),
        },
        Err(error) => Err(error),
    }
}

/// A large move goes on after its answer.
fn finish_move(call: &Call<'_>, answer: &Json) -> Result<Outcome, SiteError> {
    let text = |record: &Json| {
        record.get("status").and_then(Json::as_str).unwrap_or("completed").to_owned()
    };
    let Some(id) = answer.get("file_migration_id").and_then(Json::as_i64) else {
        return Ok(Outcome::Done);
    };
    let mut status = text(answer);
    for _ in 0..MOVE_CHECKS {
        match status.as_str() {
            "completed" => return Ok(Outcome::Done),
            "failed" | "cancelled" => {
                let message = format!("the site says that the move is {status}");
                return Err(Refusal::new("processing-failure/move-failed", message).into());
            }
            _ => {}
        }
        call.client().clock().sleep(MOVE_PAUSE);
        status = text(&call.client().read(&Request::get(format!("file_migrations/{id}")))?);
    }
    let late = Refusal::new("processing-failure/move-pending", "the site is still moving it");
    Err(SiteError::Unjudged { why: "it takes too long".to_owned(), source: Box::new(late.into()) })
}

pub fn delete(call: &Call<'_>, folder: &str) -> Result<Outcome, SiteError> {
    let mut request = Request::delete(folder_path("files", folder));
    if call.step.assignment(Field::Recursive).is_some_and(|a| a.after.as_bool() == Some(true)) {
        request = request.with("recursive", true);
    }
    let judge = || Ok(Seen::when(spelled(call, folder)?.is_none()));
    unless_gone(write(call.client(), call.key(), &request, judge))
}
