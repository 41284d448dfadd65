//! Folder settings, permission fences among them.

use super::super::client::Client;
use super::super::directory::id_of;
use super::super::http::{Request, folder_path};
use super::super::paging;
use super::Call;
use super::body::{Body, json, record_for};
use super::records::remove;
use super::write::{Seen, write};
use crate::diff::Field;
use crate::live::typed;
use crate::model::kinds::{BehaviorType, HOSTING, behavior_type};
use crate::model::{Value, ValueKind, path};
use crate::site::{Outcome, Refusal, SiteError};
use serde_json::Value as Json;

const LIST: &str = "behaviors";

/// A setting as a step names it.
pub struct Known<'a> {
    pub path: &'a str,
    pub kind: &'a str,
    pub name: Option<&'a str>,
}

impl Known<'_> {
    fn facts(&self) -> Result<&'static BehaviorType, Refusal> {
        behavior_type(self.kind).ok_or_else(|| {
            Refusal::invalid(format!("there is no folder setting of type `{}`", self.kind))
        })
    }

    fn is(&self, record: &Json) -> bool {
        let text = |name: &str| record.get(name).and_then(Json::as_str).unwrap_or_default();
        path::key(text("path")) == path::key(self.path)
            && text("behavior") == self.kind
            && text("name") == self.name.unwrap_or_default()
    }

    /// The settings of this type and name that stand on the folder.
    fn standing(&self, call: &Call<'_>) -> Result<Vec<Json>, SiteError> {
        let mut found = on(call.client(), self.path)?;
        found.retain(|record| self.is(record));
        Ok(found)
    }

    fn id(&self, call: &Call<'_>) -> Result<Option<i64>, SiteError> {
        match call.step.live_id {
            Some(id) => Ok(Some(id)),
            None => Ok(self.standing(call)?.first().and_then(id_of)),
        }
    }
}

/// The settings on a folder.
fn on(client: &Client, folder: &str) -> Result<Vec<Json>, SiteError> {
    match paging::list(client, &Request::get(folder_path("behaviors/folders", folder))) {
        // The folder went, and with it what stood there.
        Err(SiteError::Refused(refusal)) if refusal.is_not_found() => Ok(Vec::new()),
        other => other,
    }
}

/// The setting that makes the folder a public page.
pub fn hosting(client: &Client, folder: &str) -> Result<Option<i64>, SiteError> {
    let text = |record: &Json, name: &str| {
        record.get(name).and_then(Json::as_str).unwrap_or_default().to_owned()
    };
    let is_it = |record: &&Json| {
        text(record, "behavior") == HOSTING && path::key(&text(record, "path")) == path::key(folder)
    };
    Ok(on(client, folder)?.iter().find(is_it).and_then(id_of))
}

fn body(call: &Call<'_>, now: &Json) -> Result<Body, SiteError> {
    let mut body = Body::new();
    for assignment in &call.step.set {
        let now = now.get(assignment.field.name()).unwrap_or(&Json::Null);
        let now = typed::unpacked(now);
        let value = json(ValueKind::Object, &assignment.after, call.secrets, &now)?;
        body.insert(assignment.field.name().to_owned(), value);
    }
    Ok(body)
}

/// Whether the site shows what is assigned.
fn fits(call: &Call<'_>, kind: &BehaviorType, record: &Json) -> bool {
    call.step.set.iter().all(|assignment| {
        let json = record.get(assignment.field.name()).unwrap_or(&Json::Null);
        let is = match assignment.field {
            Field::Value => typed::behavior_value(kind, json).unwrap_or_default(),
            _ => typed::plain(json),
        };
        typed::behavior_means(kind, &is, &assignment.after)
    })
}

pub fn create(call: &Call<'_>, known: &Known<'_>) -> Result<Outcome, SiteError> {
    let kind = known.facts()?;
    let mut body = body(call, &Json::Null)?;
    body.insert("path".to_owned(), Json::from(known.path));
    body.insert("behavior".to_owned(), Json::from(known.kind));
    if let Some(name) = known.name {
        body.insert("name".to_owned(), Json::from(name));
    }
    let judge = || {
        let standing = known.standing(call)?;
        Ok(match standing.iter().find(|record| fits(call, kind, record)) {
            Some(record) => Seen::Done(record.clone()),
            None if standing.is_empty() => Seen::NotDone,
            None => Seen::Unknown("another setting of this type stands there"),
        })
    };
    let request = Request::post("behaviors", Json::Object(body));
    match write(call.client(), call.key(), &request, judge) {
        Ok(record) => {
            let (path, kind) = (known.path.to_owned(), known.kind.to_owned());
            let name = known.name.map(str::to_owned);
            let what = format!("`{kind}` on `{}`", path::display(&path));
            let same = move |record: &Json| {
                Known { path: &path, kind: &kind, name: name.as_deref() }.is(record)
            };
            call.site.made.note(LIST, &record, what, Vec::new(), same);
            Ok(Outcome::Done)
        }
        Err(SiteError::Refused(refusal)) if refusal.status() == 422 => match judge()? {
            Seen::Done(_) => Ok(Outcome::AlreadyDone),
            Seen::NotDone | Seen::Unknown(_) => Err(refusal.into()),
        },
        Err(error) => Err(error),
    }
}

pub fn update(call: &Call<'_>, known: &Known<'_>) -> Result<Outcome, SiteError> {
    let (client, kind) = (call.client(), known.facts()?);
    let Some(id) = known.id(call)? else {
        let message = format!("`{}` has no such setting", path::display(known.path));
        return Err(Refusal::not_found(message).into());
    };
    let hidden = call.step.set.iter().all(|a| typed::shown(kind, &a.after).means(&Value::Null));
    let judge = || match client.find(&Request::get(format!("behaviors/{id}")))? {
        None => Ok(Seen::Unknown("it is gone")),
        Some(_) if hidden => Ok(Seen::Unknown("the site never shows what was to change")),
        Some(record) => Ok(Seen::when(fits(call, kind, &record))),
    };
    let now = record_for(&call.step.set, client, &format!("behaviors/{id}"))?;
    let request = Request::patch(format!("behaviors/{id}"), Json::Object(body(call, &now)?));
    write(client, call.key(), &request, judge)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, known: &Known<'_>) -> Result<Outcome, SiteError> {
    let client = call.client();
    let Some(id) = known.id(call)? else { return Ok(Outcome::AlreadyDone) };
    remove(client, call.key(), LIST, id)
}
