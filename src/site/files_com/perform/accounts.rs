//! Users and groups.

use super::super::directory::{GROUPS, USERS, id_of};
use super::super::http::Request;
use super::super::paging;
use super::Call;
use super::body::{Body, joined};
use super::records::Record;
use crate::diff::{Field, Operation, OwnerName};
use crate::model::Value;
use crate::model::kinds;
use crate::site::{Outcome, Refusal, SiteError};
use serde_json::Value as Json;

/// The ids of the groups that the step assigns.
pub fn group_ids(call: &Call<'_>) -> Result<Vec<i64>, SiteError> {
    let names =
        call.step.assignment(Field::Groups).map_or(&[][..], |assigned| assigned.after.as_list());
    let mut ids = Vec::new();
    for name in names.iter().filter_map(Value::as_text) {
        ids.push(call.id(&GROUPS, name)?.ok_or_else(|| Refusal::no_group(name))?);
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

pub fn user<'a>(call: &Call<'_>, name: &'a str) -> Result<Record<'a>, SiteError> {
    let mut ids = Body::new();
    if call.step.assignment(Field::Groups).is_some() {
        ids.insert("group_ids".to_owned(), Json::from(joined(&group_ids(call)?)));
    }
    let partner = call.step.assignment(Field::attribute(&kinds::USER, "partner_id"));
    let becomes_partners = partner.is_some_and(|set| !set.after.is_unset());
    if becomes_partners && call.step.operation == Operation::Update {
        ids.insert("convert_to_partner_user".to_owned(), Json::Bool(true));
    }
    Ok(Record { list: USERS, name, ids, missing: Refusal::no_user })
}

pub fn group<'a>(call: &Call<'_>, name: &'a str) -> Result<Record<'a>, SiteError> {
    let assigned =
        |name: &&'static str| call.step.assignment(Field::attribute(&kinds::GROUP, name)).is_some();
    // Two writers of one relation would undo each other.
    let relation = ["user_ids", "admin_ids"].into_iter().find(assigned);
    if let Some(relation) = relation {
        let message = format!("`{relation}` is not taken: write memberships one by one");
        return Err(Refusal::unusable(message).into());
    }
    Ok(Record { list: GROUPS, name, ids: Body::new(), missing: Refusal::no_group })
}

/// Automations go to the heir, if one is named.
pub fn delete_user(call: &Call<'_>, name: &str) -> Result<Outcome, SiteError> {
    let heir = call.step.assignment(Field::NewOwner).and_then(|set| OwnerName::of(&set.after));
    let heir = match &heir {
        None | Some(OwnerName::DeletedUser(_)) => None,
        Some(OwnerName::Site) => Some(("new_owner_id", some_administrator(call, name)?)),
        Some(OwnerName::User(heir)) => Some(("new_owner_id", call.user(heir)?)),
    };
    user(call, name)?.delete(call, heir)
}

/// What a site administrator inherits belongs to the site.
fn some_administrator(call: &Call<'_>, besides: &str) -> Result<i64, SiteError> {
    let request = Request::get("users").with("filter[site_admin]", true);
    let administrators = paging::list(call.client(), &request)?;
    let is_on = |record: &Json, name: &str| record.get(name) == Some(&Json::Bool(true));
    let mut fit = administrators
        .iter()
        .filter(|user| is_on(user, "site_admin") && !USERS.bears(user, besides));
    let found = fit.find_map(id_of);
    Ok(found.ok_or_else(|| Refusal::incomplete("no site administrator is there to inherit"))?)
}
