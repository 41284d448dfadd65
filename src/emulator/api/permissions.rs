//! `/permissions`: neither found one by one nor updated.

use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::{child_site, kinds, path};
use crate::site::Refusal;
use crate::site::local::edit::{int, text};
use crate::site::local::grants;
use crate::site::local::store::{List, Record, Try};
use serde_json::Value as Json;

fn show(x: &Exchange<'_>, mut record: Record) -> Try<Json> {
    if let Some(user) = int(&record, "user_id") {
        record.insert("username".to_owned(), Json::from(x.username(user)?));
    }
    if let Some(group) = int(&record, "group_id") {
        record.insert("group_name".to_owned(), Json::from(x.group_name(group)?));
    }
    if let Some(all) = record.get("group_ids").and_then(Json::as_array) {
        let all: Vec<i64> = all.iter().filter_map(Json::as_i64).collect();
        let names = all.iter().map(|group| x.group_name(*group)).collect::<Try<Vec<_>>>()?;
        record.insert("group_names".to_owned(), Json::from(names));
    }
    if let Some(partner) = int(&record, "partner_id") {
        let partner = x.tx().get(List::of(&kinds::PARTNER), partner)?.unwrap_or_default();
        let name = text(&partner, "name").map_or(Json::Null, Json::from);
        record.insert("partner_name".to_owned(), name);
    }
    let path = text(&record, "path").unwrap_or_default().to_owned();
    if let Some((site, path)) = child_site::of_path(&path) {
        record.insert("site_id".to_owned(), Json::from(site));
        record.insert("path".to_owned(), Json::from(path));
    }
    Ok(Json::Object(shapes::of(&kinds::GRANT).show(&record)))
}

/// `path` asks for what reaches a folder: its own rows and those of the folders above it.
pub fn list(x: &Exchange<'_>) -> Try<Answer> {
    let tx = x.tx();
    let (user, group) = (x.request.id("user_id")?, x.request.id("group_id")?);
    let mut ids = match (user, group) {
        (None, None) => None,
        (Some(user), None) => Some(held_by(x, user)?),
        (None, Some(group)) => Some(tx.related(&grants::held_by_group(group))?),
        (Some(_), Some(_)) => Some(Vec::new()),
    };
    if let Some(partner) = x.request.id("partner_id")? {
        ids = Some(match (user, group) {
            (None, None) => tx.related(&grants::held_by_partner(partner))?,
            _ => Vec::new(),
        });
    }
    if let Some(folder) = x.request.text("path") {
        let mut standing = Vec::new();
        let folder = path::key(&folder).into_owned();
        let mut above = Some(folder.as_str());
        while let Some(folder) = above {
            standing.extend(grants::on(tx, folder)?);
            above = path::parent(folder);
        }
        ids = Some(match ids {
            None => standing,
            Some(ids) => ids.into_iter().filter(|id| standing.contains(id)).collect(),
        });
    }
    let source = match ids {
        None => Source::All(List::of(&kinds::GRANT)),
        Some(ids) => {
            let mut records = Vec::new();
            for id in ids {
                records.extend(tx.get(List::of(&kinds::GRANT), id)?.map(|record| (id, record)));
            }
            Source::These(records)
        }
    };
    list::records(x, "permissions", &kinds::GRANT.listing, source, |_, record| show(x, record))
}

/// The rows of a user, and of their groups where that is asked for.
fn held_by(x: &Exchange<'_>, user: i64) -> Try<Vec<i64>> {
    let tx = x.tx();
    let mut ids = tx.related(&grants::held_by_user(user))?;
    if x.request.flag("include_groups")? {
        for group in tx.groups_of(user)? {
            ids.extend(tx.related(&grants::held_by_group(group))?);
        }
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let given = x.request.given(None);
    x.need_folder_admin(text(&given, "path").unwrap_or_default())?;
    let id = grants::create(&x.edit, &given)?;
    let record = x.tx().get(List::of(&kinds::GRANT), id)?.unwrap_or_default();
    refuse_self(x, &record)?;
    Ok(Answer::created(show(x, record)?))
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    let missing = |id| Refusal::not_found(format!("there is no permission {id}"));
    let (id, record) = x.find(List::of(&kinds::GRANT), missing)?;
    x.need_folder_admin(text(&record, "path").unwrap_or_default())?;
    refuse_self(x, &record)?;
    grants::remove(x.tx(), id)?;
    Ok(Answer::nothing())
}

/// Folder admins grant and revoke in their folders, but not to themselves.
fn refuse_self(x: &Exchange<'_>, record: &Record) -> Result<(), Refusal> {
    let Some(user) = x.caller.user.as_ref().filter(|user| !user.site_admin) else { return Ok(()) };
    if int(record, "user_id") == Some(user.id) {
        let message = "folder admins cannot change their own permissions";
        return Err(Refusal::new("not-authorized/insufficient-permission-for-params", message));
    }
    Ok(())
}
