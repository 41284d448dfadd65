//! Automations, their owners, and rules.

use super::*;
use crate::model::Referent;

fn automation(operation: Operation) -> Step {
    step(operation, Address::Automation { name: "copy".to_owned() })
}

#[test]
fn automations_name_their_schedule_by_id() {
    let create = set(automation(Operation::Create), "automation", Value::text("copy_file"));
    let create = set(create, "schedule", Value::text("Nightly"));
    let (lines, body) = done(&create, answer(201, json!({"id": 12})));
    assert_eq!(lines, ["POST /automations"]);
    assert_eq!(body, json!({"automation": "copy_file", "schedule_id": 8, "name": "copy"}));
}

#[test]
fn a_lost_automation_is_not_mistaken_for_an_older_one() {
    let create = set(automation(Operation::Create), "automation", Value::text("copy_file"));
    let older = json!({"id": 9, "name": "copy", "automation": "copy_file"});
    let newer = json!({"id": 12, "name": "copy", "automation": "copy_file"});
    let (result, lines, _) = run(&create, vec![lost(), answer(200, json!([older, newer]))]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 2));
    let replies = vec![lost(), answer(200, json!([older])), answer(201, newer)];
    let (result, lines, _) = run(&create, replies);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 3));
}

#[test]
fn a_step_for_a_user_is_sent_with_that_users_key() {
    let step = Step { as_user: Some("alex.b".to_owned()), ..automation(Operation::Update) };
    let (site, sent) = site([answer(200, json!({"id": 9})), answer(204, Json::Null)]);
    let step = set(step, "owner", Value::text("user alex.b"));
    site.perform(&step, &Vault::default()).expect("done");
    let delete = with_id(automation(Operation::Delete), 9);
    site.perform(&delete, &Vault::default()).expect("done");
    assert_eq!(sent.keys(), ["secret of env:FILES_API_KEY__ALEX_B", "the-key"]);
    // Any edit moves the owner; one that changes nothing else writes the name again.
    assert_eq!(sent.bodies()[0], json!({"name": "copy"}));
}

#[test]
fn anothers_key_that_does_not_work_is_not_our_own() {
    let no =
        || answer(401, json!({"type": "not-authenticated/invalid-credentials", "error": "no"}));
    let step = Step { as_user: Some("alex".to_owned()), ..automation(Operation::Update) };
    let (result, ..) = run(&step, vec![no()]);
    assert!(!result.expect_err("no").is_fatal());
    let (result, ..) = run(&automation(Operation::Update), vec![no()]);
    let error = result.expect_err("no");
    assert!(error.is_fatal() && matches!(error, SiteError::Key { .. }));
}

#[test]
fn rules_take_groups_as_a_list() {
    let address = Address::Named { resource: NamedKind::LIFECYCLE_RULE, name: "idle".to_owned() };
    let create = set(step(Operation::Create, address), "inactivity_days", Value::Int(90));
    let create =
        set(create, "group_ids", Value::List([Value::reference(Referent::GROUP, "Sales")].into()));
    let (lines, body) = done(&create, answer(201, json!({"id": 1})));
    assert_eq!(lines, ["POST /user_lifecycle_rules"]);
    assert_eq!(body, json!({"inactivity_days": 90, "group_ids": [5], "name": "idle"}));
}

fn named(word: &str) -> Step {
    let resource = NamedKind::by_word(word).expect("a kind");
    step(Operation::Create, Address::Named { resource, name: "base".to_owned() })
}

#[test]
fn a_calendar_is_named_by_its_id_behind_what_tells_it_from_a_region() {
    let calendar = Value::reference(Referent::HOLIDAY_CALENDAR, "Co");
    let create = set(named("schedule"), "holiday_region", calendar);
    let calendars = answer(200, json!([{"id": 3, "name": "Co"}]));
    let (site, sent) = site([calendars, answer(201, json!({"id": 12}))]);
    site.perform(&create, &Vault::default()).expect("done");
    assert_eq!(sent.lines(), ["GET /holiday_calendars?per_page=1000", "POST /schedules"]);
    let body = sent.bodies().pop().expect("a body");
    assert_eq!(body, json!({"name": "base", "holiday_region": "custom_3"}));
}

#[test]
fn a_policy_has_settings_as_the_site_has_them() {
    let given = Value::Object(
        [
            ("allowed_ips".into(), Value::addresses(["198.51.100.7", "192.0.2.0/24"])),
            ("smtp_password".into(), Value::Secret(SecretRef::Env("SMTP".into()))),
            ("folder_behaviors".into(), Value::List([Value::text("x")].into())),
        ]
        .into(),
    );
    let create = set(named("child-site-policy"), "value", given);
    let (_, body) = done(&create, answer(201, json!({"id": 12})));
    let value = json!({
        "allowed_ips": "192.0.2.0/24\n198.51.100.7",
        "smtp_password": "secret of env:SMTP",
        "folder_behaviors": ["x"],
    });
    assert_eq!(body, json!({"name": "base", "value": value}));
}
