//! What Files.com refuses, the store refuses, in the same words.

use super::test_steps::*;
use crate::diff::{Address, Subject};
use crate::model::{Level, NamedKind, Referent, Value};
use crate::plan::step::Step;
use crate::site::Outcome;
use serde_json::json;

const INVALID: &str = "processing-failure/model-save-error";
const ON: Value = Value::Bool(true);
const OFF: Value = Value::Bool(false);

/// A site with an admin, a bot, a user, a group and a folder.
fn populated() -> TestSite {
    site(&[
        create(user("boss")).with("site_admin", ON),
        create(user("bot")).with("self_managed", OFF),
        create(user("al")),
        create(group("Ops")),
        create(folder("A")),
    ])
}

fn setting(name: &str, value: Value) -> Step {
    update(Address::Site).with(name, value)
}

fn refuses(steps: &[(Step, &str, &str)]) {
    let mut site = populated();
    for (step, error_type, words) in steps {
        let refusal = site.refusal(step);
        assert_eq!(refusal.error_type, *error_type, "{step:?}: {refusal}");
        assert!(refusal.message.contains(words), "{step:?}: {refusal}");
    }
}

#[test]
fn accounts_that_cannot_be() {
    let sso = |step: Step| {
        step.with("authentication_method", text("sso")).with("sso_strategy_id", Value::Int(9))
    };
    refuses(&[
        (create(user("n")).with("self_managed", OFF).with("site_admin", ON), INVALID, "a bot"),
        (update(user("bot")).with("site_admin", ON), INVALID, "a bot and a site admin"),
        (update(user("boss")).with("self_managed", OFF), INVALID, "a bot and a site admin"),
        (update(user("boss")).with("disabled", ON), INVALID, "disabled"),
        (update(user("boss")).with("readonly_site_admin", ON), INVALID, "read-only"),
        (update(user("boss")).with("restapi_permission", OFF), INVALID, "API access"),
        (sso(update(user("bot"))), INVALID, "SSO"),
        (sso(update(user("al"))), INVALID, "strategy 9"),
        (update(user("al")).with("authentication_method", text("sso")), INVALID, "strategy"),
        (update(user("al")).with("authentication_method", text("email_signup")), INVALID, "e-mail"),
        (update(user("al")).with("authentication_method", text("magic")), INVALID, "magic"),
        (update(user("al")).with("time_zone", text("Europe/Berlin")), INVALID, "time_zone"),
        (update(user("al")).with("primary_group_id", Value::Int(99)), INVALID, "99"),
    ]);
}

#[test]
fn names_that_are_taken() {
    refuses(&[
        (create(user("AL")).with("email", text("a@example.com")), INVALID, "taken"),
        (update(user("al")).with("username", text("BOSS")), INVALID, "taken"),
        (create(group("ops")).with("notes", text("x")), INVALID, "taken"),
    ]);
    let mut site = populated();
    site.perform(&create(group("Sales")));
    let rename = update(group("Sales")).with("name", text("ops"));
    assert_eq!(site.refusal(&rename).error_type, INVALID);
    let fence = create(behavior("A", "storage_region")).with("value", text("us-east-1"));
    site.perform(&fence);
    let other = create(behavior("a", "storage_region")).with("value", text("eu-west-1"));
    assert_eq!(site.refusal(&other).error_type, INVALID);
}

#[test]
fn references_to_nothing() {
    let (no_user, no_group) = ("not-found/user-not-found", "not-found/group-not-found");
    let all = Subject::AllOf(vec!["Ops".into(), "Nope".into()]);
    refuses(&[
        (update(user("nobody")).with("name", text("x")), no_user, "nobody"),
        (update(user("al")).id(999).with("name", text("x")), no_user, "al"),
        (update(group("Nope")).with("notes", text("x")), no_group, "Nope"),
        (update(group("Ops")).id(999).with("notes", text("x")), no_group, "Ops"),
        (create(member("Nope", "al")), no_group, "Nope"),
        (create(member("Ops", "nobody")), no_user, "nobody"),
        (create(user("n")).with("groups", json(json!(["Nope"]))), no_group, "Nope"),
        (create(key("nobody", "k")).with("public_key", text("x")), no_user, "nobody"),
        (delete(user("al")).with("new_owner", text("user nobody")), no_user, "nobody"),
        (
            delete(user("al")).with("new_owner", text("user al")),
            "bad-request/user-id-invalid",
            "al",
        ),
        (create(grant("A", to_user("nobody"), Level::Full, true)), no_user, "nobody"),
        (create(grant("A", to_group("Nope"), Level::Full, true)), no_group, "Nope"),
        (create(grant("A", all, Level::Full, true)), no_group, "Nope"),
        (create(grant("B", to_user("al"), Level::Full, true)), "not-found", "B"),
        (create(behavior("B", "storage_region")).with("value", text("x")), "not-found", "B"),
        (update(behavior("A", "webhook")), "not-found", "A"),
        (update(automation("x")).with("disabled", ON), "not-found", "x"),
        (relocate("B", "C"), "not-found", "B"),
    ]);
}

#[test]
fn grants_that_cannot_be() {
    refuses(&[
        (create(grant("A", to_user("al"), Level::Admin, false)), INVALID, "below"),
        (create(grant("A", to_user("boss"), Level::Full, true)), INVALID, "site admin"),
    ]);
    let mut site = populated();
    site.perform(&setting("prevent_root_permissions_for_non_site_admins", ON));
    let root = create(grant("", to_group("Ops"), Level::List, true));
    assert_eq!(site.refusal(&root).error_type, INVALID);
    site.perform(&setting("folder_permissions_groups_only", ON));
    let alone = create(grant("A", to_user("al"), Level::List, true));
    assert!(site.refusal(&alone).message.contains("groups"));
    site.perform(&create(grant("A", to_group("Ops"), Level::List, true)));
}

#[test]
fn what_only_the_provider_changes() {
    let mut site = populated();
    site.site.declare_sso(7, "Okta").expect("declared");
    let sso = |step: Step| {
        step.with("authentication_method", text("sso")).with("sso_strategy_id", Value::Int(7))
    };
    site.perform(&sso(create(user("sue"))));
    site.perform(&setting("non_sso_users_allowed", OFF));
    site.perform(&setting("non_sso_groups_allowed", OFF));
    for step in [
        create(user("new")),
        update(user("al")).with("company", text("Acme")),
        delete(user("al")),
        create(group("New")),
        update(group("Ops")).with("notes", text("x")),
        delete(group("Ops")),
    ] {
        let refusal = site.refusal(&step);
        assert_eq!(refusal.error_type, INVALID, "{step:?}: {refusal}");
        assert!(refusal.message.contains("only the SSO provider"), "{step:?}: {refusal}");
    }
    site.perform(&create(member("Ops", "al")).with("admin", OFF));
    site.perform(&update(user("sue")).with("company", text("Acme")));
    site.perform(&setting("non_sso_users_allowed", ON));
    site.perform(&setting("non_sso_groups_allowed", ON));
    site.perform(&delete(user("al")));
    site.perform(&delete(group("Ops")));
}

#[test]
fn folders_that_cannot_be() {
    let trailing = "bad-request/path-cannot-have-trailing-whitespace";
    refuses(&[
        (create(folder("B /c")), trailing, "B "),
        (create(folder("B\u{200B}")), "bad-request/invalid-path", "U+200B"),
        (create(folder(&"x".repeat(5001))), "processing-failure/path-too-long", "5000"),
        (relocate("A", "B "), trailing, "B "),
        (relocate("A", "A/B"), "processing-failure/destination-parent-conflict", "itself"),
        (relocate("A", "X/B"), "processing-failure/destination-parent-does-not-exist", "X/B"),
        (relocate("", "B"), "bad-request/invalid-path", "root"),
        (delete(folder("")), "bad-request/invalid-path", "root"),
        (delete(folder("_/Sites/7")), "bad-request/invalid-path", "root"),
        (relocate("A", "_/RemoteServers/3"), "bad-request/invalid-path", "root"),
        (update(folder("Nowhere")), "not-found", "Nowhere"),
    ]);
    let mut site = populated();
    site.perform(&create(folder("B")));
    let taken = site.refusal(&relocate("A", "b"));
    assert_eq!(taken.error_type, "processing-failure/destination-exists");
}

#[test]
fn settings_that_cannot_be() {
    let fence = json(json!({"fenced_permissions": "all"}));
    let bad = "bad-request/request-params-invalid";
    let expiry = |value: Value| create(behavior("A", "file_expiration")).with("value", value);
    refuses(&[
        (create(behavior("", "permission_fence")).with("value", fence), INVALID, "root"),
        (create(behavior("A", "from_the_future")), INVALID, "from_the_future"),
        (create(behavior("A", "webhook")).with("value", text("x")), INVALID, "an object"),
        (create(behavior("A", "storage_region")).with("value", Value::Int(3)), INVALID, "text"),
        (expiry(json(json!({"days_to_retain": "many"}))), bad, "days_to_retain"),
        (expiry(Value::Null).with("disable_parent_folder_behavior", ON), INVALID, "folders below"),
        (create(automation("x")), "bad-request/request-params-required", "needs to say"),
        (create(automation("x")).with("automation", text("dance")), INVALID, "dance"),
        (setting("custom_namespace", ON), INVALID, "domain"),
        (setting("password_min_length", text("long")), bad, "password_min_length"),
    ]);
}

#[test]
fn leaving_custom_usernames_needs_leaving_sso_first() {
    let mut site = populated();
    site.site.declare_sso(7, "Okta").expect("declared");
    site.perform(&setting("custom_namespace", ON).with("domain", text("files.example.com")));
    let sso = update(user("al"))
        .with("authentication_method", text("sso"))
        .with("sso_strategy_id", Value::Int(7));
    site.perform(&sso);
    assert!(site.refusal(&setting("custom_namespace", OFF)).message.contains("`al`"));
    site.perform(&update(user("al")).with("authentication_method", text("password")));
    site.perform(&setting("custom_namespace", OFF));
}

#[test]
fn the_last_site_admin_may_go() {
    let mut site = populated();
    site.perform(&update(user("boss")).with("site_admin", OFF));
    site.perform(&delete(user("boss")));
}

#[test]
fn schedules_and_lifecycle_rules_that_cannot_be() {
    let schedule = |name: &str| named(NamedKind::SCHEDULE, name);
    let rule = named(NamedKind::LIFECYCLE_RULE, "idle");
    let times = |step: Step| {
        step.with("schedule_days_of_week", super::test_steps::json(json!([1])))
            .with("schedule_times_of_day", super::test_steps::json(json!(["02:00"])))
    };
    let mut site = populated();
    for step in [
        times(create(schedule("nightly"))),
        times(create(schedule("weekly"))),
        create(rule.clone())
            .with("action", text("disable"))
            .with("inactivity_days", Value::Int(90)),
        create(automation("sweep"))
            .with("automation", text("delete_file"))
            .with("schedule", text("nightly")),
    ] {
        assert_eq!(site.perform(&step), Outcome::Done);
        assert_eq!(site.perform(&step), Outcome::AlreadyDone, "{step:?}");
    }
    let incomplete = "bad-request/request-params-required";
    for (step, error_type, words) in [
        (create(schedule("x")), incomplete, "schedule_days_of_week"),
        (
            create(named(NamedKind::by_word("key-lifecycle-rule").expect("known"), "x")),
            incomplete,
            "key_type",
        ),
        (
            update(rule)
                .with("group_ids", Value::List([Value::reference(Referent::GROUP, "Nope")].into())),
            "",
            "Nope",
        ),
        (create(schedule("nightly")).with("holiday_region", text("us")), INVALID, "taken"),
        (update(schedule("weekly")).with("name", text("nightly")), INVALID, "taken"),
        (update(schedule("x")).with("holiday_region", text("us")), "", "no schedule"),
        (
            update(schedule("weekly")).with("holiday_region", text("custom_99")),
            INVALID,
            "no holiday-calendar 99",
        ),
        (delete(schedule("nightly")), INVALID, "in use by the automation `sweep`"),
        (update(automation("sweep")).with("schedule", text("x")), INVALID, "no schedule `x`"),
    ] {
        let refusal = site.refusal(&step);
        assert!(error_type.is_empty() || refusal.error_type == error_type, "{step:?}: {refusal:?}");
        assert!(refusal.message.contains(words), "{step:?}: {refusal}");
    }
    site.perform(&update(automation("sweep")).with("schedule", Value::Null));
    assert_eq!(site.perform(&delete(schedule("nightly"))), Outcome::Done);
    assert_eq!(site.perform(&delete(schedule("nightly"))), Outcome::AlreadyDone);
}

#[test]
fn what_something_refers_to_stays() {
    let kind = |word: &str| NamedKind::by_word(word).expect("a kind");
    let refers = |word: &str, name: &str| {
        Value::reference(Referent::by_tag(kind(word).tag).expect("referred to"), name)
    };
    let object = |entries: Vec<(&str, Value)>| {
        Value::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    };
    let server = |name: &str| named(kind("remote-server"), name);
    let sync = named(kind("sync"), "orders");
    let inbox = behavior("A", "inbox");
    let of_inbox = [
        ("clickwrap_id", refers("clickwrap", "NDA")),
        ("form_field_set_id", refers("form-field-set", "Vendor")),
    ];
    let mut site = populated();
    for step in [
        create(server("wh")).with("server_type", text("s3")),
        create(server("agent")).with("server_type", text("files_agent")),
        create(named(kind("clickwrap"), "NDA")),
        create(named(kind("form-field-set"), "Vendor")),
        create(named(NamedKind::SCHEDULE, "nightly"))
            .with("schedule_days_of_week", json(json!([1])))
            .with("schedule_times_of_day", json(json!(["02:00"]))),
        create(sync.clone())
            .with("dest_remote_server_id", refers("remote-server", "wh"))
            .with("schedule_id", refers("schedule", "nightly")),
        update(server("wh")).with("outbound_agent_id", refers("remote-server", "agent")),
        create(inbox.clone()).with("value", object(of_inbox.to_vec())),
    ] {
        assert_eq!(site.perform(&step), Outcome::Done, "{step:?}");
    }
    let held = [
        (server("wh"), "the remote server `wh` is in use by the sync `orders`"),
        (server("agent"), "the remote server `agent` is in use by the remote server `wh`"),
        (named(NamedKind::SCHEDULE, "nightly"), "in use by the sync `orders`"),
        (named(kind("clickwrap"), "NDA"), "in use by the setting `inbox` of `A`"),
        (named(kind("form-field-set"), "Vendor"), "in use by the setting `inbox` of `A`"),
    ];
    for (address, words) in &held {
        let refusal = site.refusal(&delete(address.clone()));
        assert_eq!(refusal.error_type, INVALID, "{refusal:?}");
        assert!(refusal.message.contains(words), "{refusal}");
    }
    site.perform(&delete(sync));
    site.perform(&delete(inbox));
    for (address, _) in held {
        assert_eq!(site.perform(&delete(address)), Outcome::Done);
    }
}
