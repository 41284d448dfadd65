//! Steps on permissions. A row has no update: it is created and deleted.

use super::Call;
use crate::diff::{ChildSiteGrant, FolderGrant, Permission, Subject};
use crate::model::NamedKind;
use crate::site::local::grants::{self, Row};
use crate::site::local::store::{Try, Tx};
use crate::site::local::{groups, named, users};
use crate::site::{Holder, Outcome, Refusal};

/// The row, and to whom it is.
fn row(permission: Permission<'_>) -> (Row<'_>, &Subject) {
    match permission {
        Permission::Folder(FolderGrant { path, grantee, level, recursive }) => {
            (Row::Folder { path, level, recursive }, grantee)
        }
        Permission::ChildSite(ChildSiteGrant { site, grantee, level }) => {
            (Row::Child { site, level }, grantee)
        }
    }
}

/// The inner refusal where the grantee does not exist.
fn holder(tx: &Tx<'_>, grantee: &Subject) -> Try<Result<Holder, Refusal>> {
    match grantee {
        Subject::User(name) => {
            Ok(users::id(tx, name)?.map(Holder::User).ok_or_else(|| Refusal::no_user(name)))
        }
        Subject::Group(name) => {
            Ok(groups::id(tx, name)?.map(Holder::Group).ok_or_else(|| Refusal::no_group(name)))
        }
        Subject::Partner(name) => {
            let id = named::id(tx, NamedKind::PARTNER, name)?;
            let missing = || Refusal::invalid(format!("there is no partner `{name}`"));
            Ok(id.map(Holder::Partner).ok_or_else(missing))
        }
        Subject::AllOf(names) => {
            let mut ids = Vec::new();
            for name in names {
                match groups::id(tx, name)? {
                    Some(id) => ids.push(id),
                    None => return Ok(Err(Refusal::no_group(name))),
                }
            }
            if ids.is_empty() {
                return Ok(Err(Refusal::incomplete("a grant needs a user, a group or groups")));
            }
            Ok(Ok(Holder::all_of(ids)))
        }
    }
}

pub fn create(call: &Call<'_>, permission: Permission<'_>) -> Try<Outcome> {
    let tx = call.edit.tx;
    let (row, grantee) = row(permission);
    let holder = holder(tx, grantee)??;
    if grants::id(tx, &row, &holder)?.is_some() {
        return Ok(Outcome::AlreadyDone);
    }
    grants::insert(&call.edit, &row, &holder)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, permission: Permission<'_>) -> Try<Outcome> {
    let tx = call.edit.tx;
    let (row, grantee) = row(permission);
    let id = match (call.step.live_id, holder(tx, grantee)?) {
        (Some(id), _) => Some(id),
        (None, Ok(holder)) => grants::id(tx, &row, &holder)?,
        (None, Err(_)) => None,
    };
    match id.map(|id| grants::remove(tx, id)).transpose()? {
        Some(true) => Ok(Outcome::Done),
        _ => Ok(Outcome::AlreadyDone),
    }
}

#[cfg(test)]
mod tests {
    use crate::diff::{Address, Subject};
    use crate::model::ChildLevel;
    use crate::model::kinds;
    use crate::site::Outcome;
    use crate::site::local::test_steps::{TestSite, create, delete, group, site, user};
    use serde_json::json;

    #[test]
    fn roles_on_a_child_site_go_with_their_holder() {
        let row = |grantee: Subject, level| Address::ChildSiteGrant { site: 7, grantee, level };
        let team = || row(Subject::Group("Team".to_owned()), ChildLevel::ReadonlySiteAdmin);
        let al = || row(Subject::User("al".to_owned()), ChildLevel::SiteAdmin);
        let steps = [user("al"), group("Team"), al(), team()].map(create);
        let mut site = site(&steps);
        assert_eq!(site.try_perform(&create(al())).expect("done"), Outcome::AlreadyDone);
        let rows = |site: &TestSite| site.list(&kinds::GRANT);
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
