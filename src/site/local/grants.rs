//! Permissions on folders. A row has no update: it is created and deleted.

use super::assign;
use super::edit::{Edit, int, is_on};
use super::store::{List, Record, Try, Tx};
use super::{folders, groups, users};
use crate::model::{ChildLevel, Level, child_site, kinds, path};
use crate::site::{Holder, Refusal};
use serde_json::{Value as Json, json};

/// What a row gives, and where.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    Folder {
        path: &'a str,
        level: Level,
        recursive: bool,
    },
    /// On the root of a child site, which is none of this site's folders.
    Child {
        site: i64,
        level: ChildLevel,
    },
}

pub fn held_by_user(user: i64) -> String {
    format!("grantee\0user {user}")
}

/// Rows that need the group, alone or among others.
pub fn held_by_group(group: i64) -> String {
    format!("grantee\0group {group}")
}

pub fn held_by_partner(partner: i64) -> String {
    format!("grantee\0partner {partner}")
}

/// What all unique keys of rows on a folder begin with.
pub const PREFIX: &str = "grant\0";

impl Holder {
    fn word(&self) -> String {
        match self {
            Holder::User(id) => format!("user {id}"),
            Holder::Group(id) => format!("group {id}"),
            Holder::AllOf(ids) => format!("all {ids:?}"),
            Holder::Partner(id) => format!("partner {id}"),
        }
    }

    fn relations(&self) -> Vec<String> {
        match self {
            Holder::User(id) => vec![held_by_user(*id)],
            Holder::Group(id) => vec![held_by_group(*id)],
            Holder::AllOf(ids) => ids.iter().map(|id| held_by_group(*id)).collect(),
            Holder::Partner(id) => vec![held_by_partner(*id)],
        }
    }

    fn of(record: &Record) -> Self {
        let groups = record.get("group_ids").and_then(Json::as_array);
        if let Some(partner) = int(record, "partner_id") {
            return Holder::Partner(partner);
        }
        match (int(record, "user_id"), int(record, "group_id")) {
            (Some(user), _) => Holder::User(user),
            (None, Some(group)) => Holder::Group(group),
            (None, None) => {
                Holder::AllOf(groups.into_iter().flatten().filter_map(Json::as_i64).collect())
            }
        }
    }
}

impl Row<'_> {
    fn unique(&self, holder: &Holder) -> String {
        let holder = holder.word();
        match self {
            Row::Folder { path, level, recursive } => {
                let (folder, level) = (path::key(path), level.as_str());
                format!("{PREFIX}{folder}\0{holder}\0{level}\0{recursive}")
            }
            Row::Child { site, level } => format!("child\0{site}\0{holder}\0{}", level.as_str()),
        }
    }

    fn of(record: &Record) -> Option<Row<'_>> {
        let level = record.get("permission").and_then(Json::as_str)?;
        if let Some(site) = int(record, "site_id") {
            return Some(Row::Child { site, level: ChildLevel::parse(level)? });
        }
        let path = record.get("path").and_then(Json::as_str)?;
        let recursive = is_on(record, "recursive");
        Some(Row::Folder { path, level: Level::parse(level)?, recursive })
    }
}

pub fn id(tx: &Tx<'_>, row: &Row<'_>, holder: &Holder) -> Try<Option<i64>> {
    tx.unique(&row.unique(holder))
}

/// The rows on a folder itself.
pub fn on(tx: &Tx<'_>, folder: &str) -> Try<Vec<i64>> {
    let uniques = tx.uniques(&format!("{PREFIX}{}\0", path::key(folder)))?;
    Ok(uniques.into_iter().map(|(_, id)| id).collect())
}

/// Makes a row from what a client gives.
pub fn create(edit: &Edit<'_>, given: &Record) -> Try<i64> {
    let path = assign::name(given, "path")?;
    let level = assign::name(given, "permission")?.unwrap_or_default();
    // Which default the site takes is not documented; an SDK's own example is recursive.
    let recursive = assign::flag(given, "recursive")?.unwrap_or(true);
    let own = int(&edit.tx.site()?, "id");
    // A folder of a child site is one beside the site's own.
    let of_child;
    let row = match assign::one_id(given, "site_id")?.filter(|site| Some(*site) != own) {
        Some(site) if path.is_none_or(|path| path::key(path).is_empty()) => {
            let level = ChildLevel::parse(level).ok_or_else(|| no_level(level))?;
            Row::Child { site, level }
        }
        site => {
            let path = path.ok_or_else(|| Refusal::incomplete("a permission needs its `path`"))?;
            let level = Level::parse(level).ok_or_else(|| no_level(level))?;
            of_child = site.map(|site| path::join(&child_site::files(site), path));
            Row::Folder { path: of_child.as_deref().unwrap_or(path), level, recursive }
        }
    };
    insert(edit, &row, &holder(edit.tx, given)?)
}

fn no_level(level: &str) -> Refusal {
    match level {
        "" => Refusal::incomplete("a permission needs its `permission`"),
        level => Refusal::invalid(format!("there is no permission `{level}` here")),
    }
}

/// Exactly one of a user, a group and several groups, by id or by name.
fn holder(tx: &Tx<'_>, given: &Record) -> Try<Holder> {
    let partner = assign::one_id(given, "partner_id")?;
    let named = |name: &'static str| {
        assign::name(given, name).map(|name| name.filter(|name| !name.is_empty()))
    };
    let user = match (assign::one_id(given, "user_id")?, named("username")?) {
        (Some(id), _) => Some(id),
        (None, Some(name)) => Some(users::id(tx, name)?.ok_or_else(|| Refusal::no_user(name))?),
        (None, None) => None,
    };
    let group = match (assign::one_id(given, "group_id")?, named("group_name")?) {
        (Some(id), _) => Some(id),
        (None, Some(name)) => Some(groups::id(tx, name)?.ok_or_else(|| Refusal::no_group(name))?),
        (None, None) => None,
    };
    let all = assign::ids(given, "group_ids")?.unwrap_or_default();
    match (user, group, all.as_slice()) {
        (None, None, []) if let Some(partner) = partner => Ok(Holder::Partner(partner)),
        _ if partner.is_some() => {
            Err(Refusal::unusable("a permission has one holder, and not a partner as well").into())
        }
        (Some(user), None, []) => Ok(Holder::User(user)),
        (None, Some(group), []) => Ok(Holder::Group(group)),
        (None, None, [_, ..]) => Ok(Holder::all_of(all)),
        (None, None, []) => {
            Err(Refusal::incomplete("a permission needs a user, a group or groups").into())
        }
        _ => Err(Refusal::unusable("a permission has one holder: a user or groups").into()),
    }
}

/// Makes a row. The site takes no second one that equals a first.
pub fn insert(edit: &Edit<'_>, row: &Row<'_>, holder: &Holder) -> Try<i64> {
    let tx = edit.tx;
    check_holder(tx, holder)?;
    let (place, level, recursive) = match row {
        Row::Folder { path, level, recursive } => {
            check(tx, (path, *level, *recursive), holder)?;
            let place = ("path", Json::from(folders::spelled(tx, path)?));
            (vec![place], level.as_str(), *recursive)
        }
        Row::Child { site, level } => {
            if matches!(holder, Holder::AllOf(_) | Holder::Partner(_)) {
                let message = "a role on a child site is a user's or a group's";
                return Err(Refusal::invalid(message).into());
            }
            let place = vec![("site_id", Json::from(*site)), ("path", Json::from(""))];
            (place, level.as_str(), true)
        }
    };
    let unique = row.unique(holder);
    if tx.unique(&unique)?.is_some() {
        return Err(Refusal::invalid("this permission is there already").into());
    }
    let Json::Object(mut record) = json!({
        "user_id": if let Holder::User(id) = holder { Json::from(*id) } else { Json::Null },
        "group_id": if let Holder::Group(id) = holder { Json::from(*id) } else { Json::Null },
        "group_ids": if let Holder::AllOf(ids) = holder { Json::from(ids.clone()) } else { Json::Null },
        "partner_id": if let Holder::Partner(id) = holder { Json::from(*id) } else { Json::Null },
        "permission": level,
        "recursive": recursive,
    }) else {
        unreachable!("an object literal is an object");
    };
    record.extend(place.into_iter().map(|(name, value)| (name.to_owned(), value)));
    let (id, record) = edit.begin(record)?;
    tx.put(List::of(&kinds::GRANT), id, &record)?;
    tx.set_unique(&unique, id)?;
    for relation in holder.relations() {
        tx.relate(&relation, id)?;
    }
    Ok(id)
}

fn check_holder(tx: &Tx<'_>, holder: &Holder) -> Try<()> {
    let groups = match holder {
        Holder::User(id) => return users::name(tx, *id).map(drop),
        Holder::Group(id) => std::slice::from_ref(id),
        Holder::AllOf(ids) => ids.as_slice(),
        Holder::Partner(id) => return partner(tx, *id).map(drop),
    };
    groups.iter().try_for_each(|group| groups::name(tx, *group).map(drop))
}

fn partner(tx: &Tx<'_>, id: i64) -> Try<Record> {
    let missing = || Refusal::not_found(format!("there is no partner {id}"));
    Ok(tx.get(List::of(&kinds::PARTNER), id)?.ok_or_else(missing)?)
}

fn check(tx: &Tx<'_>, row: (&str, Level, bool), holder: &Holder) -> Try<()> {
    let (path, level, recursive) = row;
    let site = tx.site()?;
    // Which folders a child site has is not known here.
    if child_site::of_path(path).is_none() {
        folders::need(tx, path)?;
    }
    if level == Level::Admin && !recursive {
        return Err(Refusal::invalid("folder admin rights reach all folders below").into());
    }
    if let Holder::Partner(id) = holder {
        let partner = partner(tx, *id)?;
        let root = partner.get("root_folder").and_then(Json::as_str).unwrap_or_default();
        if matches!(level, Level::Admin | Level::Bundle | Level::History) {
            let message = format!("a partner never gets `{}`", level.as_str());
            return Err(Refusal::invalid(message).into());
        }
        if !path::is_within(&path::key(path), &path::key(root)) {
            let message = format!("a partner gets nothing outside its root folder, `{root}`");
            return Err(Refusal::invalid(message).into());
        }
    }
    if let Holder::User(id) = holder {
        if is_on(&site, "folder_permissions_groups_only") {
            let message = "the site manages all permissions through groups";
            return Err(Refusal::invalid(message).into());
        }
        if tx.get(List::of(&kinds::USER), *id)?.is_some_and(|user| is_on(&user, "site_admin")) {
            let message = "a site admin holds everything and takes no permissions on folders";
            return Err(Refusal::invalid(message).into());
        }
    }
    if path::key(path).is_empty() && is_on(&site, "prevent_root_permissions_for_non_site_admins") {
        let message = "the site keeps permissions on its root for site admins";
        return Err(Refusal::invalid(message).into());
    }
    Ok(())
}

/// Removes a row and what leads to it; says whether it was there.
pub fn remove(tx: &Tx<'_>, id: i64) -> Try<bool> {
    let Some(record) = tx.get(List::of(&kinds::GRANT), id)? else { return Ok(false) };
    let holder = Holder::of(&record);
    if let Some(row) = Row::of(&record) {
        tx.remove_unique(&row.unique(&holder))?;
    }
    for relation in holder.relations() {
        tx.unrelate(&relation, id)?;
    }
    tx.remove(List::of(&kinds::GRANT), id)?;
    Ok(true)
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
    use super::super::test_steps::{create, folder, in_transaction, site, user};
    use super::*;
    use crate::site::local::store::Fault;

    #[test]
    fn a_second_equal_row_is_refused() {
        let site = site(&[create(user("al")), create(folder("A"))]);
        in_transaction(&site, |edit| {
            let holder = Holder::User(users::id(edit.tx, "al")?.expect("a user"));
            let row = Row::Folder { path: "A", level: Level::Full, recursive: true };
            insert(edit, &row, &holder)?;
            match insert(edit, &row, &holder) {
                Err(Fault::Refused(refusal)) => {
                    assert_eq!(refusal.error_type, "processing-failure/model-save-error");
                    Ok(())
                }
                other => panic!("{other:?}"),
            }
        });
    }
}
