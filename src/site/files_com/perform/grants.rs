//! Permissions on folders, and roles on child sites. A row has no update and no look-up by id:
//! it is found in the list of its folder.

use super::super::directory::{GROUPS, NamedList, USERS, id_of};
use super::super::http::Request;
use super::super::paging;
use super::body::{ids, joined};
use super::write::{Seen, write};
use super::{Call, unless_gone};
use crate::diff::{ChildSiteGrant, FolderGrant, Permission, Subject};
use crate::model::{NamedKind, child_site, path};
use crate::site::{Holder, Outcome, Refusal, SiteError};
use serde_json::{Value as Json, json};

/// A row as the API knows it.
struct Row<'a> {
    /// None: this site.
    child: Option<i64>,
    path: &'a str,
    holder: Holder,
    permission: &'static str,
    recursive: bool,
}

/// None where somebody whom it names does not exist.
fn row<'a>(
    call: &Call<'_>,
    permission: Permission<'a>,
) -> Result<Result<Row<'a>, Refusal>, SiteError> {
    let (child, path, grantee, permission, recursive) = match permission {
        Permission::Folder(FolderGrant { path, grantee, level, recursive }) => {
            let (child, path) = match child_site::of_path(path) {
                Some((site, path)) => (Some(site), path),
                None => (None, path),
            };
            (child, path, grantee, level.as_str(), recursive)
        }
        Permission::ChildSite(ChildSiteGrant { site, grantee, level }) => {
            (Some(site), "", grantee, level.as_str(), true)
        }
    };
    let holder = match holder(call, grantee)? {
        Ok(holder) => holder,
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(Ok(Row { child, path, holder, permission, recursive }))
}

fn holder(call: &Call<'_>, grantee: &Subject) -> Result<Result<Holder, Refusal>, SiteError> {
    let names = match grantee {
        Subject::User(name) => {
            let id = call.id(&USERS, name)?;
            return Ok(id.map(Holder::User).ok_or_else(|| Refusal::no_user(name)));
        }
        Subject::Partner(name) => {
            let id = call.id(&NamedList::of(NamedKind::PARTNER), name)?;
            let missing = || Refusal::invalid(format!("there is no partner `{name}`"));
            return Ok(id.map(Holder::Partner).ok_or_else(missing));
        }
        Subject::Group(name) => std::slice::from_ref(name),
        Subject::AllOf(names) => names,
    };
    let mut ids = Vec::new();
    for name in names {
        match call.id(&GROUPS, name)? {
            Some(id) => ids.push(id),
            None => return Ok(Err(Refusal::no_group(name))),
        }
    }
    Ok(match ids.as_slice() {
        [] => Err(Refusal::incomplete("a grant needs a user, a group or groups")),
        _ => Ok(Holder::all_of(ids)),
    })
}

impl Row<'_> {
    fn body(&self) -> Json {
        let mut body = json!({
            "path": self.path,
            "permission": self.permission,
            "recursive": self.recursive,
        });
        match &self.holder {
            Holder::User(id) => body["user_id"] = Json::from(*id),
            Holder::Group(id) => body["group_id"] = Json::from(*id),
            Holder::AllOf(ids) => body["group_ids"] = Json::from(joined(ids)),
            Holder::Partner(id) => body["partner_id"] = Json::from(*id),
        }
        if let Some(child) = self.child {
            body["site_id"] = Json::from(child);
        }
        body
    }

    fn is(&self, record: &Json) -> bool {
        let id = |name: &str| record.get(name).and_then(Json::as_i64);
        let groups = ids(record.get("group_ids"));
        let holder = match (id("user_id"), id("group_id")) {
            (None, None) if let Some(partner) = id("partner_id") => Holder::Partner(partner),
            (Some(user), _) => Holder::User(user),
            (None, Some(group)) if groups.len() < 2 => Holder::Group(group),
            (None, _) => Holder::all_of(groups),
        };
        let text = |name: &str| record.get(name).and_then(Json::as_str).unwrap_or_default();
        let recursive = record.get("recursive").and_then(Json::as_bool).unwrap_or(true);
        let child = self.child.is_none() || id("site_id") == self.child;
        child
            && path::key(text("path")) == path::key(self.path)
            && text("permission") == self.permission
            && recursive == self.recursive
            && holder == self.holder
    }
}

/// The rows on the folder and above it; of a folder of a child site, those of the holder.
fn rows(call: &Call<'_>, row: &Row<'_>) -> Result<Vec<Json>, SiteError> {
    let list = Request::get("permissions");
    let list = match (&row.holder, row.child) {
        (_, None) => list.with("path", row.path),
        (_, Some(_)) if row.path.is_empty() => list.with("path", row.path),
        (Holder::User(id), Some(_)) => list.with("user_id", *id),
        (Holder::Group(id), Some(_)) => list.with("group_id", *id),
        (Holder::Partner(id), Some(_)) => list.with("partner_id", *id),
        (Holder::AllOf(_), Some(_)) => list,
    };
    paging::list(call.client(), &list)
}

fn find(call: &Call<'_>, row: &Row<'_>) -> Result<Option<Json>, SiteError> {
    Ok(rows(call, row)?.into_iter().find(|record| row.is(record)))
}

pub fn create(call: &Call<'_>, permission: Permission<'_>) -> Result<Outcome, SiteError> {
    let row = row(call, permission)??;
    let judge = || Ok(find(call, &row)?.map_or(Seen::NotDone, Seen::Done));
    let request = Request::post("permissions", row.body());
    match write(call.client(), call.key(), &request, judge) {
        Ok(answered) if row.is(&answered) || answered.get("permission").is_none() => {
            Ok(Outcome::Done)
        }
        // What waits for this row takes others away: it must be there.
        Ok(answered) => match judge()? {
            Seen::Done(_) => Ok(Outcome::Done),
            Seen::NotDone | Seen::Unknown(_) => Err(another(&answered)),
        },
        // The very row may be there.
        Err(SiteError::Refused(refusal)) if refusal.status() == 422 => match judge()? {
            Seen::Done(_) => Ok(Outcome::AlreadyDone),
            Seen::NotDone | Seen::Unknown(_) => Err(refusal.into()),
        },
        Err(error) => Err(error),
    }
}

/// The site took the request, and made or kept something else.
fn another(answered: &Json) -> SiteError {
    let level = answered.get("permission").and_then(Json::as_str).unwrap_or("nothing");
    SiteError::Otherwise { answered: format!("{level} for this holder on this folder") }
}

pub fn delete(call: &Call<'_>, permission: Permission<'_>) -> Result<Outcome, SiteError> {
    let row = row(call, permission)?.ok();
    let id = match (call.step.live_id, &row) {
        (Some(id), _) => Some(id),
        (None, Some(row)) => find(call, row)?.as_ref().and_then(id_of),
        (None, None) => None,
    };
    let Some(id) = id else { return Ok(Outcome::AlreadyDone) };
    let judge = || {
        let listed = match &row {
            Some(row) => rows(call, row)?,
            None => paging::list(call.client(), &Request::get("permissions").with("path", ""))?,
        };
        Ok(Seen::when(!listed.iter().any(|record| id_of(record) == Some(id))))
    };
    let request = Request::delete(format!("permissions/{id}"));
    unless_gone(write(call.client(), call.key(), &request, judge))
}
