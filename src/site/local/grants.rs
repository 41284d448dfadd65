//! Permissions on folders. A row has no update: it is created and deleted.

use super::folders;
use super::perform::{Call, is_on};
use super::store::{List, Record, Try, Tx};
use super::{groups, users};
use crate::diff::change::Subject;
use crate::model::{ChildLevel, Level, path};
use crate::site::{Outcome, Refusal};
use serde_json::{Value as Json, json};

/// A row as a step names it.
pub struct Row<'a> {
    pub path: &'a str,
    pub grantee: &'a Subject,
    pub level: Level,
    pub recursive: bool,
}

/// Who holds a row, by id.
enum Holder {
    User(i64),
    Group(i64),
    AllOf(Vec<i64>),
}

pub fn held_by_user(user: i64) -> String {
    format!("grantee\0user {user}")
}

/// Rows that need the group, alone or among others.
pub fn held_by_group(group: i64) -> String {
    format!("grantee\0group {group}")
}

/// What all unique keys of rows on a folder begin with.
pub const PREFIX: &str = "grant\0";

impl Holder {
    fn word(&self) -> String {
        match self {
            Holder::User(id) => format!("user {id}"),
            Holder::Group(id) => format!("group {id}"),
            Holder::AllOf(ids) => format!("all {ids:?}"),
        }
    }

    fn relations(&self) -> Vec<String> {
        match self {
            Holder::User(id) => vec![held_by_user(*id)],
            Holder::Group(id) => vec![held_by_group(*id)],
            Holder::AllOf(ids) => ids.iter().map(|id| held_by_group(*id)).collect(),
        }
    }

    fn of(record: &Record) -> Self {
        let id = |name: &str| record.get(name).and_then(Json::as_i64);
        let groups = record.get("group_ids").and_then(Json::as_array);
        match (id("user_id"), id("group_id")) {
            (Some(user), _) => Holder::User(user),
            (None, Some(group)) => Holder::Group(group),
            (None, None) => {
                Holder::AllOf(groups.into_iter().flatten().filter_map(Json::as_i64).collect())
            }
        }
    }
}

/// A role on a child site.
fn unique_child(site: i64, level: ChildLevel, holder: &Holder) -> String {
    format!("child\0{site}\0{}\0{}", holder.word(), level.as_str())
}

fn unique(row: &Row<'_>, holder: &Holder) -> String {
    let folder = path::key(row.path);
    format!("{PREFIX}{folder}\0{}\0{}\0{}", holder.word(), row.level.as_str(), row.recursive)
}

/// None where the grantee does not exist.
fn holder(tx: &Tx<'_>, grantee: &Subject) -> Try<Result<Holder, Refusal>> {
    match grantee {
        Subject::User(name) => {
            Ok(users::id(tx, name)?.map(Holder::User).ok_or_else(|| Refusal::no_user(name)))
        }
        Subject::Group(name) => {
            Ok(groups::id(tx, name)?.map(Holder::Group).ok_or_else(|| Refusal::no_group(name)))
        }
        Subject::AllOf(names) => {
            let mut ids = Vec::new();
            for name in names {
                match groups::id(tx, name)? {
                    Some(id) => ids.push(id),
                    None => return Ok(Err(Refusal::no_group(name))),
                }
            }
            ids.sort_unstable();
            ids.dedup();
            Ok(match ids.as_slice() {
                [] => Err(Refusal::incomplete("a grant needs a user, a group or groups")),
                [group] => Ok(Holder::Group(*group)),
                _ => Ok(Holder::AllOf(ids)),
            })
        }
    }
}

pub fn create(call: &Call<'_>, row: &Row<'_>) -> Try<Outcome> {
    let tx = call.tx;
    let holder = holder(tx, row.grantee)??;
    if tx.unique(&unique(row, &holder))?.is_some() {
        return Ok(Outcome::AlreadyDone);
    }
    check(tx, row, &holder)?;
    insert(call, row, &holder)?;
    Ok(Outcome::Done)
}

/// The site takes no second row that equals a first.
fn insert(call: &Call<'_>, row: &Row<'_>, holder: &Holder) -> Try<()> {
    let tx = call.tx;
    let unique = unique(row, holder);
    if tx.unique(&unique)?.is_some() {
        let message = format!("this permission is there already on `{}`", path::display(row.path));
        return Err(Refusal::invalid(message).into());
    }
    let place = [("path", Json::from(folders::spelled(tx, row.path)?))];
    put(call, place, (row.level.as_str(), row.recursive), holder, &unique)
}

fn put<const N: usize>(
    call: &Call<'_>,
    place: [(&str, Json); N],
    (permission, recursive): (&str, bool),
    holder: &Holder,
    unique: &str,
) -> Try<()> {
    let tx = call.tx;
    let Json::Object(mut record) = json!({
        "user_id": if let Holder::User(id) = holder { Json::from(*id) } else { Json::Null },
        "group_id": if let Holder::Group(id) = holder { Json::from(*id) } else { Json::Null },
        "group_ids": if let Holder::AllOf(ids) = holder { Json::from(ids.clone()) } else { Json::Null },
        "permission": permission,
        "recursive": recursive,
    }) else {
        return Ok(());
    };
    record.extend(place.map(|(name, value)| (name.to_owned(), value)));
    let (id, record) = call.begin(record)?;
    tx.put(List::Permissions, id, &record)?;
    tx.set_unique(unique, id)?;
    for relation in holder.relations() {
        tx.relate(&relation, id)?;
    }
    Ok(())
}

fn check(tx: &Tx<'_>, row: &Row<'_>, holder: &Holder) -> Try<()> {
    let site = tx.site()?;
    folders::need(tx, row.path)?;
    if row.level == Level::Admin && !row.recursive {
        return Err(Refusal::invalid("folder admin rights reach all folders below").into());
    }
    if let Holder::User(id) = holder {
        if is_on(&site, "folder_permissions_groups_only") {
            let message = "the site manages all permissions through groups";
            return Err(Refusal::invalid(message).into());
        }
        if tx.get(List::Users, *id)?.is_some_and(|user| is_on(&user, "site_admin")) {
            let message = "a site admin holds everything and takes no permissions on folders";
            return Err(Refusal::invalid(message).into());
        }
    }
    if path::key(row.path).is_empty()
        && is_on(&site, "prevent_root_permissions_for_non_site_admins")
    {
        let message = "the site keeps permissions on its root for site admins";
        return Err(Refusal::invalid(message).into());
    }
    Ok(())
}

pub fn delete(call: &Call<'_>, row: &Row<'_>) -> Try<Outcome> {
    delete_known(call, row.grantee, |holder| unique(row, holder))
}

/// Rows of a child site stand on its root, and are not of this site's folders.
pub fn create_child(
    call: &Call<'_>,
    site: i64,
    grantee: &Subject,
    level: ChildLevel,
) -> Try<Outcome> {
    let tx = call.tx;
    let holder = holder(tx, grantee)??;
    if matches!(holder, Holder::AllOf(_)) {
        return Err(Refusal::invalid("a role on a child site is a user's or a group's").into());
    }
    let unique = unique_child(site, level, &holder);
    if tx.unique(&unique)?.is_some() {
        return Ok(Outcome::AlreadyDone);
    }
    let place = [("site_id", Json::from(site)), ("path", Json::from(""))];
    put(call, place, (level.as_str(), true), &holder, &unique)?;
    Ok(Outcome::Done)
}

pub fn delete_child(
    call: &Call<'_>,
    site: i64,
    grantee: &Subject,
    level: ChildLevel,
) -> Try<Outcome> {
    delete_known(call, grantee, |holder| unique_child(site, level, holder))
}

fn delete_known(
    call: &Call<'_>,
    grantee: &Subject,
    unique: impl Fn(&Holder) -> String,
) -> Try<Outcome> {
    let tx = call.tx;
    let id = match (call.step.live_id, holder(tx, grantee)?) {
        (Some(id), _) => Some(id),
        (None, Ok(holder)) => tx.unique(&unique(&holder))?,
        (None, Err(_)) => None,
    };
    match id.map(|id| remove(tx, id)).transpose()? {
        Some(true) => Ok(Outcome::Done),
        _ => Ok(Outcome::AlreadyDone),
    }
}

/// Removes a row and what leads to it; says whether it was there.
pub fn remove(tx: &Tx<'_>, id: i64) -> Try<bool> {
    let Some(record) = tx.get(List::Permissions, id)? else { return Ok(false) };
    let holder = Holder::of(&record);
    if let Some(unique) = unique_of(&record, &holder) {
        tx.remove_unique(&unique)?;
    }
    for relation in holder.relations() {
        tx.unrelate(&relation, id)?;
    }
    tx.remove(List::Permissions, id)?;
    Ok(true)
}

fn unique_of(record: &Record, holder: &Holder) -> Option<String> {
    let level = record.get("permission").and_then(Json::as_str)?;
    if let Some(site) = record.get("site_id").and_then(Json::as_i64) {
        return Some(unique_child(site, ChildLevel::parse(level)?, holder));
    }
    let level = Level::parse(level)?;
    let path = record.get("path").and_then(Json::as_str)?;
    // Who holds it does not matter here: the holder is given.
    let nobody = Subject::AllOf(Vec::new());
    let row = Row { path, grantee: &nobody, level, recursive: is_on(record, "recursive") };
    Some(unique(&row, holder))
}

/// Removes every row that is related so.
pub fn forget(tx: &Tx<'_>, relation: &str) -> Try<()> {
    for id in tx.related(relation)? {
        remove(tx, id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::test_steps::TestSite;
    use super::super::test_steps::{create, delete, folder, group, in_transaction, user};
    use super::*;
    use crate::diff::Address;
    use crate::site::local::store::Fault;

    #[test]
    fn a_second_equal_row_is_refused() {
        let site = super::super::test_steps::site(&[create(user("al")), create(folder("A"))]);
        let grantee = Subject::User("al".to_owned());
        let row = Row { path: "A", grantee: &grantee, level: Level::Full, recursive: true };
        in_transaction(&site, &create(folder("A")), |call| {
            let holder = holder(call.tx, &grantee)??;
            insert(call, &row, &holder)?;
            match insert(call, &row, &holder) {
                Err(Fault::Refused(refusal)) => {
                    assert_eq!(refusal.error_type, "processing-failure/model-save-error");
                    Ok(())
                }
                other => panic!("{other:?}"),
            }
        });
    }

    #[test]
    fn roles_on_a_child_site_go_with_their_holder() {
        let row = |grantee: Subject, level| Address::ChildSiteGrant { site: 7, grantee, level };
        let team = || row(Subject::Group("Team".to_owned()), ChildLevel::ReadonlySiteAdmin);
        let al = || row(Subject::User("al".to_owned()), ChildLevel::SiteAdmin);
        let steps = [user("al"), group("Team"), al(), team()].map(create);
        let mut site = super::super::test_steps::site(&steps);
        assert_eq!(site.try_perform(&create(al())).expect("done"), Outcome::AlreadyDone);
        let rows = |site: &TestSite| site.site.records().expect("records").permissions;
        let [first, second] = &rows(&site)[..] else { panic!("two rows") };
        assert_eq!((&first["site_id"], &first["permission"]), (&json!(7), &json!("site_admin")));
        assert_eq!((&second["path"], &second["recursive"]), (&json!(""), &json!(true)));
        site.try_perform(&delete(user("al"))).expect("done");
        assert_eq!(rows(&site).len(), 1);
        assert_eq!(site.try_perform(&delete(al())).expect("done"), Outcome::AlreadyDone);
        // The name is free, and what stood for it is gone.
        for step in [create(user("al")), create(al()), delete(al()), delete(team())] {
            assert_eq!(site.try_perform(&step).expect("done"), Outcome::Done);
        }
        assert!(rows(&site).is_empty());
    }
}
