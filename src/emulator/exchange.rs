//! One request while it is answered: what is asked, by whom, in which transaction.

use super::keys::{Caller, Sessions};
use super::request::Request;
use crate::model::kinds;
use crate::model::path;
use crate::site::Refusal;
use crate::site::local::edit::{Edit, int, is_on};
use crate::site::local::store::{List, Record, Try, Tx};
use crate::site::local::{grants, groups, users};
use serde_json::Value as Json;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

pub struct Exchange<'a> {
    pub edit: Edit<'a>,
    pub request: &'a Request,
    pub caller: &'a Caller,
    pub sessions: &'a Sessions,
    /// The session that the request bears.
    pub session: Option<&'a str>,
    /// Faults of lists.
    pub empty_page: bool,
    pub repeat_cursor: bool,
    /// What many records of one answer show again and again.
    pub known: Known,
}

#[derive(Default)]
pub struct Known {
    site_id: OnceCell<Json>,
    names: RefCell<HashMap<(&'static str, i64), String>>,
    partner_users: OnceCell<Vec<PartnerUser>>,
}

/// Whose user somebody is.
#[derive(Clone, Copy)]
pub struct PartnerUser {
    pub partner: i64,
    pub user: i64,
    pub is_admin: bool,
}

impl<'a> Exchange<'a> {
    pub fn tx(&self) -> &'a Tx<'a> {
        self.edit.tx
    }

    /// The id in the path. One that is no number names nothing.
    pub fn id(&self) -> Result<i64, Refusal> {
        self.request.id.ok_or_else(|| Refusal::not_found("there is no such record"))
    }

    /// A record that must be there.
    pub fn find(&self, list: List, missing: impl FnOnce(i64) -> Refusal) -> Try<(i64, Record)> {
        let id = self.id()?;
        let record = self.tx().get(list, id)?.ok_or_else(|| missing(id))?;
        Ok((id, record))
    }

    /// The id of the site itself.
    pub fn site_id(&self) -> Try<Json> {
        if let Some(id) = self.known.site_id.get() {
            return Ok(id.clone());
        }
        let id = self.tx().site()?.get("id").cloned().unwrap_or(Json::Null);
        Ok(self.known.site_id.get_or_init(|| id).clone())
    }

    pub fn username(&self, user: i64) -> Try<String> {
        self.name(("user", user), || users::name(self.tx(), user))
    }

    /// Every user of a partner.
    pub fn partner_users(&self) -> Try<&[PartnerUser]> {
        if let Some(known) = self.known.partner_users.get() {
            return Ok(known);
        }
        let of_partner = |(user, record): (i64, Record)| {
            let partner = int(&record, "partner_id")?;
            Some(PartnerUser { partner, user, is_admin: is_on(&record, "partner_admin") })
        };
        let users = self.tx().all(List::of(&kinds::USER))?;
        let users = users.into_iter().filter_map(of_partner).collect();
        Ok(self.known.partner_users.get_or_init(|| users))
    }

    pub fn group_name(&self, group: i64) -> Try<String> {
        self.name(("group", group), || groups::name(self.tx(), group))
    }

    fn name(&self, key: (&'static str, i64), find: impl FnOnce() -> Try<String>) -> Try<String> {
        if let Some(name) = self.known.names.borrow().get(&key) {
            return Ok(name.clone());
        }
        let name = find()?;
        self.known.names.borrow_mut().insert(key, name.clone());
        Ok(name)
    }

    /// Whoever is no site admin must be a folder admin there.
    pub fn need_folder_admin(&self, folder: &str) -> Try<()> {
        let Some(user) = self.caller.user.as_ref().filter(|user| !user.site_admin) else {
            return Ok(());
        };
        let folder = path::key(folder);
        if self.admin_folders(user.id)?.iter().any(|admin| path::is_within(&folder, admin)) {
            return Ok(());
        }
        let message = format!("`{}` is no folder admin there", user.name);
        Err(Refusal::new("not-authorized/folder-admin-permission-required", message).into())
    }

    /// Whoever is no site admin must be a folder admin of one of these folders, or below it; where
    /// there are none, of any.
    pub fn need_folder_admin_of_some(&self, folders: &[String]) -> Try<()> {
        let Some(user) = self.caller.user.as_ref().filter(|user| !user.site_admin) else {
            return Ok(());
        };
        let admin_folders = self.admin_folders(user.id)?;
        let touches = |folder: &String| {
            let folder = path::key(folder);
            admin_folders
                .iter()
                .any(|admin| path::is_within(&folder, admin) || path::is_within(admin, &folder))
        };
        if folders.iter().any(touches) || (folders.is_empty() && !admin_folders.is_empty()) {
            return Ok(());
        }
        let message = format!("`{}` is no folder admin there", user.name);
        Err(Refusal::new("not-authorized/folder-admin-permission-required", message).into())
    }

    fn admin_folders(&self, user: i64) -> Try<Vec<String>> {
        let mut rows = self.tx().related(&grants::held_by_user(user))?;
        let groups = self.tx().groups_of(user)?;
        for group in &groups {
            rows.extend(self.tx().related(&grants::held_by_group(*group))?);
        }
        let mut folders = Vec::new();
        for row in rows {
            let Some(row) = self.tx().get(List::of(&kinds::GRANT), row)? else { continue };
            let all = row.get("group_ids").and_then(Json::as_array);
            let member = all.is_none_or(|all| {
                all.iter().filter_map(Json::as_i64).all(|group| groups.contains(&group))
            });
            let admin = row.get("permission").and_then(Json::as_str) == Some("admin");
            if member && admin && is_on(&row, "recursive") {
                let folder = row.get("path").and_then(Json::as_str).unwrap_or_default();
                folders.push(path::key(folder).into_owned());
            }
        }
        Ok(folders)
    }
}
