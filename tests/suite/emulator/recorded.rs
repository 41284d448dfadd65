//! What the real API answered, asked of the emulator again: status, type of error, and every
//! member that does not depend on the site that was recorded.

use super::site::{API, Reply, Site};
use crate::program::package;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use siteplan::facade::emulator::Options;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Recording {
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    source: String,
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    body: Json,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    body: Json,
}

/// Members that differ from site to site and from moment to moment.
const OF_THE_MOMENT: &[&str] = &[
    "id",
    "site_id",
    "user_id",
    "user_ids",
    "created_at",
    "created_by_id",
    "mtime",
    "last_modified_by_id",
    "last_modified_by_api_key_id",
    "first_login_at",
    "last_active_at",
    "password_set_at",
    // How an API of a language says what is wrong is not what a client goes by.
    "error",
    "errors",
    "model_errors",
    "model_error_keys",
    "instance",
];

/// Members that the API showed once and shows no more.
const OF_OLD: &[&str] = &[
    "bypass_inactive_disable",
    "created_by_remote_server_sync_id",
    "disable_users_from_inactivity_period_days",
    "last_modified_by_remote_server_sync_id",
    "session_expiry",
    "session_pinned_by_ip",
    "subscribe_to_newsletter",
    "tls_disabled",
    "updated_at",
];

/// Members that say something about the recorded person. The emulator does not track when
/// passwords expire, and manages nobody from outside: one recorded answer shows a user as such
/// as soon as an SSO strategy is set, and no document says when that is so.
const OF_THE_PERSON: &[&str] =
    &["days_remaining_until_password_expire", "password_expire_at", "externally_managed"];

/// The site as it was when the recording began, and its ids as the recording has them.
fn site(source: &str) -> (Site, HashMap<i64, i64>) {
    let site = Site::with(Options { sso: vec![(12, "Okta".into())], ..Options::default() });
    let zone = json!({"default_time_zone": "Eastern Time (US & Canada)"});
    site.patch("/site", zone).is(200);
    let mut ids = HashMap::new();
    let users: &[(i64, &str)] = match source {
        "TestGroupResource" => &[(942660, "user1"), (1105124, "user2"), (1173788, "example_user")],
        "TestPermissionResource" => &[(1028730, "user3"), (1122264, "example_user")],
        "TestClient_Update" => &[(558974, "TestMo")],
        "deleteUsers"
        | "update_user_to_authentication-method_password"
        | "update_user_to_authentication-method_sso" => &[(1203319, "test-automations-user")],
        "findOrCreateTestUser" => &[(1177882, "user12")],
        _ => &[],
    };
    for (recorded, name) in users {
        ids.insert(*recorded, site.user(name));
    }
    let folders: &[&str] = match source {
        "TestBehaviorResource" => &["Bar"],
        "TestFiles_Delete_Missing_Recursive" => &["test-dir-files-delete/full"],
        "TestFiles_Delete_Recursive" => &["test-dir-files-delete-r/full"],
        _ => &[],
    };
    folders.iter().for_each(|folder| site.folder(folder));
    if source == "TestPermissionResource" {
        let grant = json!({"path": "", "username": "user3", "permission": "readonly"});
        ids.insert(1499622, site.post("/permissions", grant).is(201).id());
    }
    (site, ids)
}

/// Ids of the recording as those of the emulator, also where they stand in a text.
fn translate(text: &str, ids: &HashMap<i64, i64>) -> String {
    ids.iter().fold(text.to_owned(), |text, (recorded, own)| {
        text.replace(&recorded.to_string(), &own.to_string())
    })
}

fn ask(site: &Site, exchange: &Exchange, ids: &HashMap<i64, i64>) -> Reply {
    let Request { method, url, body } = &exchange.request;
    let path = translate(url.strip_prefix(API).expect("a path of the API"), ids);
    let body = translate(&body.to_string(), ids);
    site.as_key("key", &format!("{method} {path}"), &body)
}

fn same(is: &Json, was: &Json) -> bool {
    let nothing = |json: &Json| json.is_null() || json.as_str() == Some("");
    is == was || (nothing(is) && nothing(was))
}

/// Whether all that was recorded of an object is there, and means the same.
fn compare(at: &str, is: &Json, was: &Map<String, Json>, by_value: bool, wrong: &mut Vec<String>) {
    for (name, was) in was.iter().filter(|(name, _)| !OF_OLD.contains(&name.as_str())) {
        match is.get(name) {
            None => wrong.push(format!("{at}: `{name}` is missing")),
            Some(_) if !by_value || OF_THE_MOMENT.contains(&name.as_str()) => {}
            Some(_) if OF_THE_PERSON.contains(&name.as_str()) => {}
            Some(is) if same(is, was) => {}
            Some(is) => wrong.push(format!("{at}: `{name}` is {is}, and was {was}")),
        }
    }
}

/// Lists of people of the recorded site show which members there are; their values are their own.
fn check(at: &str, exchange: &Exchange, reply: &Reply, wrong: &mut Vec<String>) {
    if reply.status != exchange.response.status {
        wrong.push(format!("{at}: {} where it was {}", reply.text, exchange.response.status));
        return;
    }
    let of_people = exchange.request.url.ends_with("/users") && exchange.request.method == "GET";
    match &exchange.response.body {
        Json::Object(was) => {
            let by_value = !exchange.request.url.ends_with("/site");
            compare(at, &reply.json, was, by_value, wrong);
        }
        Json::Array(all) if of_people => {
            let is = reply.json.get(0).cloned().unwrap_or(Json::Null);
            let was = all.iter().filter_map(Json::as_object);
            was.take(if is.is_null() { 0 } else { 1 })
                .for_each(|was| compare(at, &is, was, false, wrong));
        }
        Json::Array(all) => {
            let count = reply.json.as_array().map(Vec::len);
            if count != Some(all.len()) {
                wrong.push(format!("{at}: {count:?} records where there were {}", all.len()));
            }
            for (index, was) in all.iter().filter_map(Json::as_object).enumerate() {
                compare(&format!("{at}[{index}]"), &reply.json[index], was, true, wrong);
            }
        }
        _ => assert_eq!(reply.text, "", "{at}"),
    }
}

#[test]
fn the_emulator_answers_as_the_api_did() {
    let text = std::fs::read_to_string(package().join("tests/emulator/recorded-api.json"));
    let recording: Recording =
        serde_json::from_str(&text.expect("the recording")).expect("exchanges");
    let mut sites: HashMap<String, (Site, HashMap<i64, i64>)> = HashMap::new();
    let mut wrong = Vec::new();
    for (number, exchange) in recording.exchanges.iter().enumerate() {
        let file = exchange.source.rsplit('/').next().expect("a name");
        let source = file.trim_end_matches(".yaml").to_owned();
        let (site, ids) = sites.entry(source.clone()).or_insert_with(|| site(&source));
        let reply = ask(site, exchange, ids);
        let at = format!("{number} {} {}", exchange.request.method, exchange.request.url);
        check(&at, exchange, &reply, &mut wrong);
        let (was, is) = (&exchange.response.body["id"], &reply.json["id"]);
        if let (Some(was), Some(is)) = (was.as_i64(), is.as_i64()) {
            ids.insert(was, is);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(recording.exchanges.len(), 50);
}
