//! What each step does, read back as the live site.

use super::test_steps::*;
use crate::live::{LiveOwner, LiveSite, Look};
use crate::model::{Grantee, Level, Names, SecretRef, Value};
use crate::site::{Outcome, ReadSite, SiteError};
use serde_json::json;

fn read(site: &mut TestSite) -> (LiveSite, Names) {
    let mut names = Names::default();
    let live = site.site.read(&Look::Everything, &mut names).expect("read");
    (live, names)
}

fn folders(site: &mut TestSite) -> Vec<String> {
    let (live, names) = read(site);
    live.folders.iter().map(|folder| names.text(folder.name).to_owned()).collect()
}

fn copy(name: &str) -> crate::plan::step::Step {
    create(automation(name)).with("automation", text("copy_file"))
}

#[test]
fn a_user_is_created_changed_renamed_and_deleted() {
    let mut site = site(&[create(group("Ops")), create(group("Sales"))]);
    let alex = create(user("Alex"))
        .with("email", text("alex@example.com"))
        .with("allowed_ips", json(json!(["10.0.0.0/8", "192.0.2.7"])))
        .with("authenticate_until", text("2027-03-14T13:27:01-04:00"))
        .with("password", Value::Secret(SecretRef::Env("PASSWORD".into())))
        .with("groups", json(json!(["sales", "ops"])));
    assert_eq!(site.perform(&alex), Outcome::Done);
    assert_eq!(site.perform(&alex), Outcome::AlreadyDone, "exactly what is there");
    let (live, names) = read(&mut site);
    let [user_before] = live.users.as_slice() else { panic!("one user") };
    assert_eq!(names.text(user_before.name), "Alex");
    assert!(user_before.attributes.is_on("self_managed"));
    assert_eq!(user_before.attributes.get("disabled"), &Value::Bool(false));
    assert!(matches!(user_before.attributes.get("authenticate_until"), Value::Instant(_)));
    assert_eq!(live.memberships.len(), 2);

    site.perform(&update(user("alex")).with("username", text("Alexa")).with("email", Value::Null));
    let (live, names) = read(&mut site);
    assert_eq!(names.text(live.users[0].name), "Alexa");
    assert_eq!(live.users[0].id, user_before.id);
    assert!(live.users[0].attributes.get("email").is_unset());
    let again = update(user("alex")).with("username", text("Alexa"));
    assert_eq!(site.perform(&again), Outcome::AlreadyDone);

    assert_eq!(site.perform(&delete(user("ALEXA"))), Outcome::Done);
    assert_eq!(site.perform(&delete(user("Alexa"))), Outcome::AlreadyDone);
    let (live, _) = read(&mut site);
    assert!(live.users.is_empty() && live.memberships.is_empty());
    site.perform(&create(user("Alex")));
    assert!(read(&mut site).0.users[0].id > user_before.id, "ids are never used again");
}

#[test]
fn secrets_are_never_stored() {
    let secret = || Value::Secret(SecretRef::Env("PASSWORD".into()));
    let inbox = Value::Object(Box::new([
        ("title".into(), Value::text("Drop")),
        ("password".into(), secret()),
    ]));
    let mut site = site(&[
        create(user("al")).with("password", secret()),
        create(folder("In")),
        create(behavior("In", "inbox")).with("value", inbox),
        update(crate::diff::Address::Site).with("smtp_password", secret()),
    ]);
    let all = site.contents();
    assert!(!all.contains("hunter2") && !all.contains("PASSWORD"));
    assert!(all.contains("password_set_at") && all.contains("Drop"));
    let missing = Value::Secret(SecretRef::Env("OTHER".into()));
    let step = update(user("al")).with("name", text("Al")).with("password", missing);
    assert!(matches!(site.try_perform(&step), Err(SiteError::Secret(_))));
    assert!(read(&mut site).0.users[0].attributes.get("name").is_unset(), "all or nothing");
}

#[test]
fn keys_are_kept_by_fingerprint() {
    let public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    let add = create(key("al", "laptop")).with("public_key", text(public));
    let mut site = site(&[create(user("al")), add.clone()]);
    assert_eq!(site.perform(&add), Outcome::AlreadyDone);
    let (live, _) = read(&mut site);
    let fingerprint = &*live.users[0].ssh_keys[0].fingerprint;
    assert_eq!(fingerprint, "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    assert_eq!(site.perform(&delete(key("al", "laptop"))), Outcome::Done);
    assert_eq!(site.perform(&delete(key("al", "laptop"))), Outcome::AlreadyDone);
}

#[test]
fn memberships_are_made_by_updating_them() {
    let mut site = site(&[create(user("al")), create(group("Ops"))]);
    let admin = update(member("ops", "AL")).with("admin", Value::Bool(true));
    assert_eq!(site.perform(&admin), Outcome::Done);
    assert_eq!(site.perform(&admin), Outcome::AlreadyDone);
    assert!(read(&mut site).0.memberships[0].admin);
    assert_eq!(site.perform(&delete(member("Ops", "al"))), Outcome::Done);
    assert_eq!(site.perform(&delete(member("Ops", "al"))), Outcome::AlreadyDone);
    assert_eq!(site.perform(&delete(member("Ops", "nobody"))), Outcome::AlreadyDone);
}

#[test]
fn deleting_a_group_takes_its_grants_and_those_of_all_that_need_it() {
    let both = crate::diff::Subject::AllOf(vec!["Ops".into(), "Sales".into()]);
    let mut site = site(&[
        create(user("al")),
        create(group("Ops")),
        create(group("Sales")),
        create(folder("A")),
        create(member("Ops", "al")),
        create(grant("A", to_group("Ops"), Level::Full, true)),
        create(grant("A", both, Level::ReadOnly, true)),
        create(grant("A", to_group("Sales"), Level::List, true)),
    ]);
    site.perform(&update(group("ops")).with("name", text("Operations")));
    site.perform(&delete(group("operations")));
    let (live, names) = read(&mut site);
    assert!(live.memberships.is_empty());
    let [left] = live.grants.as_slice() else { panic!("one grant: {:?}", live.grants) };
    assert_eq!(left.grantee, Grantee::Group(names.find_key("sales").expect("sales")));
}

#[test]
fn a_folder_moves_with_what_stands_on_it() {
    let mut site = site(&[
        create(user("al")),
        create(folder("Old/Sub/Deep")),
        create(folder("Older")),
        create(folder("New")),
        create(grant("old/sub", to_user("al"), Level::Full, true)),
        create(behavior("Old/Sub/Deep", "permission_fence"))
            .with("value", json(json!({"fenced_permissions": "all"}))),
        copy("nightly").with("path", text("Old/Sub")),
    ]);
    assert_eq!(site.perform(&relocate("old", "new/Moved")), Outcome::Done);
    assert_eq!(site.perform(&relocate("old", "new/Moved")), Outcome::AlreadyDone);
    assert_eq!(
        folders(&mut site),
        ["New", "New/Moved", "New/Moved/Sub", "New/Moved/Sub/Deep", "Older"]
    );
    let (live, names) = read(&mut site);
    assert_eq!(names.text(live.grants[0].path), "New/Moved/Sub");
    assert_eq!(names.text(live.behaviors[0].path), "New/Moved/Sub/Deep");
    assert_eq!(live.automations[0].attributes.get("path"), &Value::text("Old/Sub"));
    site.perform(&relocate("New/Moved", "New/MOVED"));
    assert!(folders(&mut site).contains(&"New/MOVED/Sub".to_owned()), "only the spelling changes");
    site.perform(&delete(grant("New/moved/sub", to_user("al"), Level::Full, true)));
    site.perform(&delete(behavior("New/moved/sub/deep", "permission_fence")));
    let (live, _) = read(&mut site);
    assert!(live.grants.is_empty() && live.behaviors.is_empty());
}

#[test]
fn deleting_a_folder_takes_what_stands_on_it() {
    let mut site = site(&[
        create(user("al")),
        create(folder("A/B")),
        create(grant("A/B", to_user("al"), Level::Full, true)),
        create(behavior("A", "limit_file_regex")).with("value", json(json!(["x"]))),
    ]);
    let refusal = site.refusal(&delete(folder("A")));
    assert_eq!(refusal.error_type, "processing-failure/folder-not-empty");
    site.perform(&delete(folder("A")).with("recursive", Value::Bool(true)));
    let (live, _) = read(&mut site);
    assert!(live.folders.is_empty() && live.grants.is_empty() && live.behaviors.is_empty());
    assert_eq!(site.perform(&delete(folder("A"))), Outcome::AlreadyDone);
}

#[test]
fn settings_of_folders_are_replaced_by_value() {
    let hook = behavior("", "webhook");
    let add = create(hook.clone()).with("value", json(json!({"urls": ["https://example.com"]})));
    let mut site = site(std::slice::from_ref(&add));
    assert_eq!(site.perform(&add), Outcome::AlreadyDone);
    site.perform(&update(hook.clone()).with("value", json(json!({"method": "POST"}))));
    let (live, _) = read(&mut site);
    assert!(live.behaviors[0].value.means(&json(json!({"method": "POST"}))));
    site.perform(&update(hook.clone()).with("name", text("push")));
    assert_eq!(site.perform(&delete(hook)), Outcome::AlreadyDone, "it bears a name now");
}

#[test]
fn the_owner_of_an_automation_is_who_edited_it_last() {
    let mut site = site(&[create(user("al")), create(user("heir")), create(user("boss"))]);
    site.perform(&update(user("boss")).with("site_admin", Value::Bool(true)));
    let owner = |site: &mut TestSite| read(site).0.automations[0].owner;
    let key = |site: &mut TestSite, name: &str| {
        let (live, names) = read(site);
        let user = live.users.iter().find(|user| names.text(user.name) == name).expect(name);
        (LiveOwner::User(user.key), LiveOwner::Gone(user.id))
    };
    site.perform(&copy("nightly"));
    assert_eq!(owner(&mut site), LiveOwner::Site);
    let edit = |note: &str| update(automation("nightly")).with("description", text(note));
    site.site.act_as(Some("al"));
    site.perform(&edit("a"));
    assert_eq!(owner(&mut site), key(&mut site, "al").0);
    site.site.act_as(Some("boss"));
    site.perform(&edit("b"));
    assert_eq!(owner(&mut site), LiveOwner::Site, "a site admin's edit gives it to the site");
    site.site.act_as(Some("al"));
    site.perform(&edit("c"));
    site.perform(&delete(user("al")).with("new_owner", text("user heir")));
    assert_eq!(owner(&mut site), key(&mut site, "heir").0);
    let gone = key(&mut site, "heir").1;
    site.perform(&delete(user("heir")));
    assert_eq!(owner(&mut site), gone, "without an heir nobody owns it");
    site.site.act_as(None);
    site.perform(&edit("d"));
    assert_eq!(owner(&mut site), LiveOwner::Site);
}

#[test]
fn automations_of_one_name_are_told_apart_by_id() {
    let mut site = site(&[copy("x"), copy("x").with("disabled", Value::Bool(true))]);
    assert_eq!(site.perform(&copy("x")), Outcome::AlreadyDone);
    let error_type = site.refusal(&delete(automation("x"))).error_type;
    assert_eq!(error_type, "bad-request/request-params-invalid");
    let ids: Vec<i64> = read(&mut site).0.automations.iter().map(|a| a.id).collect();
    assert_eq!(site.perform(&delete(automation("x")).id(ids[0])), Outcome::Done);
    site.perform(&update(automation("x")).with("name", text("y")));
    assert_eq!(site.perform(&delete(automation("y"))), Outcome::Done);
    assert!(read(&mut site).0.automations.is_empty());
}

#[test]
fn declared_strategies_are_there() {
    let mut site = site(&[]);
    site.site.declare_sso(7, "Okta").expect("declared");
    site.site.declare_sso(7, "Okta").expect("declared again");
    let sso = create(user("al"))
        .with("authentication_method", text("sso"))
        .with("sso_strategy_id", Value::Int(7));
    assert_eq!(site.perform(&sso), Outcome::Done);
    assert_eq!(read(&mut site).0.sso.len(), 1);
}
