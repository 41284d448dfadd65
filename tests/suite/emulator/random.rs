//! Whatever comes, in whatever order: no panic, no 500, and refusals only of documented types.

use super::site::{Reply, Site};
use crate::program::package;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const LISTS: &[&str] = &[
    "users",
    "groups",
    "group_users",
    "permissions",
    "behaviors",
    "automations",
    "api_keys",
    "public_keys",
    "schedules",
    "user_lifecycle_rules",
    "key_lifecycle_rules",
    "sso_strategies",
    "settings_changes",
    "workspaces",
];

/// Fields that some list knows, and one that none does.
const FIELDS: &[&str] = &[
    "username",
    "name",
    "path",
    "permission",
    "recursive",
    "user_id",
    "group_id",
    "group_ids",
    "user_ids",
    "admin_ids",
    "admin",
    "site_admin",
    "disabled",
    "self_managed",
    "behavior",
    "value",
    "automation",
    "schedule_id",
    "trigger",
    "destinations",
    "title",
    "public_key",
    "action",
    "key_type",
    "inactivity_days",
    "schedule_days_of_week",
    "schedule_times_of_day",
    "time_zone",
    "expires_at",
    "permission_set",
    "destination",
    "mkdir_parents",
    "new_owner_id",
    "custom_metadata",
    "provided_mtime",
    "domain",
    "custom_namespace",
    "password",
    "site_id",
    "primary_group_id",
    "authentication_method",
    "sso_strategy_id",
    "nothing",
];

fn value() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        Just("A".to_owned()),
        Just("a/B".to_owned()),
        Just("".to_owned()),
        Just("u1".to_owned()),
        Just("full".to_owned()),
        Just("admin".to_owned()),
        Just("webhook".to_owned()),
        Just("permission_fence".to_owned()),
        Just("copy_file".to_owned()),
        Just("v2".to_owned()),
        Just("1,2,3".to_owned()),
        Just("ssh".to_owned()),
        Just("disable".to_owned()),
        Just("2030-01-01T00:00:00Z".to_owned()),
        Just("07:30".to_owned()),
        Just("{\"fenced_permissions\":\"all\"}".to_owned()),
        "\\PC{0,12}",
        "[\\x00-\\x20/.]{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-2i64..12).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        text.prop_map(Json::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[a-z_]{1,8}", inner, 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

fn body() -> impl Strategy<Value = Json> {
    let field = prop::sample::select(FIELDS).prop_map(str::to_owned);
    prop::collection::btree_map(field, value(), 0..6)
        .prop_map(|members: BTreeMap<String, Json>| Json::Object(members.into_iter().collect()))
}

/// Bodies that are likely to be taken, so that there is something to work on.
fn likely() -> impl Strategy<Value = (String, Json)> {
    let name = prop::sample::select(&["A", "a/B", "C", "u1", "u2", "Zoë"][..]);
    let id = 1i64..14;
    (0..9u8, name, id.clone(), id).prop_map(|(kind, name, a, b)| match kind {
        0 => ("POST /users".into(), json!({"username": name, "group_ids": [a]})),
        1 => ("POST /groups".into(), json!({"name": name, "user_ids": a.to_string()})),
        2 => (format!("PATCH /group_users/{a}"), json!({"group_id": a, "user_id": b})),
        3 => (format!("POST /folders/{}", encode(name)), json!({"mkdir_parents": true})),
        4 => {
            let grant = json!({"path": name, "user_id": a, "permission": "full"});
            ("POST /permissions".into(), grant)
        }
        5 => ("POST /behaviors".into(), json!({"path": name, "behavior": "webhook"})),
        6 => ("POST /automations".into(), json!({"automation": "copy_file", "schedule_id": a})),
        7 => (format!("POST /file_actions/move/{}", encode(name)), json!({"destination": "D/x"})),
        _ => (format!("DELETE /users/{a}?new_owner_id={b}"), json!({})),
    })
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn any_call() -> impl Strategy<Value = (String, Json)> {
    let verb = prop::sample::select(&["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD"][..]);
    let list = prop::sample::select(LISTS);
    let query = (prop::sample::select(FIELDS), "\\PC{0,6}").prop_flat_map(|(field, text)| {
        let text = encode(&text);
        prop::sample::select(vec![
            String::new(),
            format!("?{field}={text}"),
            format!("?filter[{field}]={text}&per_page=2"),
            format!("?filter_prefix[{field}]={text}"),
            format!("?sort_by[{field}]=desc&per_page=1"),
            format!("?cursor={text}"),
        ])
    });
    let path = "[A-Ca-c/ .]{0,6}";
    (verb, list, 0..14i64, query, body(), path, 0..6u8).prop_map(
        |(verb, list, id, query, body, path, form)| {
            let path = encode(&path);
            let url = match form {
                0 => format!("/{list}{query}"),
                1 | 2 => format!("/{list}/{id}{query}"),
                3 => format!("/folders/{path}{query}"),
                4 => format!("/files/{path}{query}"),
                _ => format!("/site{query}"),
            };
            (format!("{verb} {url}"), body)
        },
    )
}

fn documented() -> Vec<String> {
    let text = std::fs::read_to_string(package().join("tests/emulator/error-types.txt"));
    text.expect("the types").lines().map(str::to_owned).collect()
}

fn check(request: &str, reply: &Reply, documented: &[String]) {
    let status = reply.status;
    match status {
        200 | 201 => {}
        204 => assert_eq!(reply.text, "", "{request}"),
        401 | 403 | 404 | 409 | 422 if request.starts_with("HEAD") => {}
        401 | 403 | 404 | 409 | 422 => {
            assert!(documented.iter().any(|known| known == reply.error()), "{request}: {reply:?}");
        }
        _ => panic!("{request}: {reply:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_calls_breaks_it(
        calls in prop::collection::vec(prop_oneof![likely(), any_call()], 1..60)
    ) {
        let (site, documented) = (Site::new(), documented());
        for (request, body) in &calls {
            let reply = site.as_key("key", request, &body.to_string());
            check(request, &reply, &documented);
        }
        // All that is there can be shown.
        for list in LISTS {
            site.get(&format!("/{list}")).is(200);
        }
        site.get("/folders/").is(200);
    }
}
