//! Keys: whose they are, and what they may not do.

use super::site::Site;
use serde_json::json;
use siteplan::facade::emulator::{GivenKeys, Options};

const ADMIN: &str = "not-authorized/site-admin-required";
const FOLDER_ADMIN: &str = "not-authorized/folder-admin-permission-required";

fn site() -> Site {
    let keys = GivenKeys {
        read_only: vec!["reader".into()],
        of_users: vec![("fay".into(), "fay-key".into()), ("boss".into(), "boss-key".into())],
    };
    let site = Site::with(Options { keys, ..Options::default() });
    site.post("/users", json!({"username": "boss", "site_admin": true})).is(201);
    site.user("fay");
    site.folder("A/B");
    site.folder("C");
    let admin = json!({"path": "A", "username": "fay", "permission": "admin", "recursive": true});
    site.post("/permissions", admin).is(201);
    site
}

#[test]
fn a_request_needs_a_key() {
    let site = site();
    site.as_key("", "GET /users", "").refuses(401, "not-authenticated/authentication-required");
    site.as_key("anything", "GET /users", "").is(200);
    let current = site.as_key("anything", "GET /api_key", "").is(200).json;
    assert_eq!((&current["user_id"], &current["permission_set"]), (&json!(null), &json!("full")));
}

#[test]
fn a_read_only_key_reads_everything_and_writes_nothing() {
    let site = site();
    for path in ["/users", "/groups", "/permissions", "/site", "/folders/A", "/automations"] {
        site.as_key("reader", &format!("GET {path}"), "").is(200);
    }
    assert_eq!(site.as_key("reader", "GET /api_key", "").is(200).json["permission_set"], "none");
    let before = site.get("/users").text;
    for (request, body) in [
        ("POST /users", "{\"username\":\"x\"}"),
        ("PATCH /users/1", "{}"),
        ("DELETE /users/1", ""),
        ("POST /groups", "{}"),
        ("POST /folders/X", "{}"),
        ("DELETE /files/A?recursive=true", ""),
        ("POST /automations", "{\"automation\":\"copy_file\"}"),
        ("PATCH /site", "{\"name\":\"x\"}"),
        ("POST /api_keys", "{\"name\":\"x\"}"),
    ] {
        site.as_key("reader", request, body).refuses(403, ADMIN);
    }
    assert_eq!(site.get("/users").text, before);
}

#[test]
fn folder_admins_write_in_their_folders_and_own_what_they_edit() {
    let site = site();
    let fay =
        |request: &str, body: serde_json::Value| site.as_key("fay-key", request, &body.to_string());
    let id = site.as_key("fay-key", "GET /api_key", "").is(200).json["user_id"].clone();
    fay("POST /users", json!({"username": "x"})).refuses(403, ADMIN);
    fay("PATCH /site", json!({"name": "x"})).refuses(403, ADMIN);
    fay("POST /folders/A/New", json!({})).is(201);
    fay("POST /folders/New", json!({})).refuses(403, FOLDER_ADMIN);
    fay("POST /file_actions/move/A/New", json!({"destination": "C/New"}))
        .refuses(403, FOLDER_ADMIN);
    let expire = |path: &str| json!({"path": path, "behavior": "file_expiration", "value": {"days_to_retain": 3}});
    fay("POST /behaviors", expire("A/B")).is(201);
    fay("POST /behaviors", expire("C")).refuses(403, FOLDER_ADMIN);
    site.user("al");
    let grant = |path: &str, who: &str| json!({"path": path, "username": who, "permission": "readonly", "recursive": true});
    fay("POST /permissions", grant("A/B", "al")).is(201);
    fay("POST /permissions", grant("C", "al")).refuses(403, FOLDER_ADMIN);
    fay("POST /permissions", grant("A/B", "fay"))
        .refuses(403, "not-authorized/insufficient-permission-for-params");
    let copy = |path: &str| json!({"automation": "copy_file", "path": path, "name": "copy"});
    fay("POST /automations", copy("C")).refuses(403, FOLDER_ADMIN);
    let made = fay("POST /automations", copy("A/B")).is(201);
    assert_eq!(made.json["user_id"], id, "whoever edits owns");
    let path = format!("PATCH /automations/{}", made.id());
    let edited = site.as_key("boss-key", &path, "{\"name\":\"boss's\"}").is(200);
    assert!(edited.json["user_id"].is_null(), "a site admin's edit makes it the site's");
    assert_eq!(fay(&path, json!({"name": "mine"})).is(200).json["user_id"], id);
    let heir = site.get("/users?filter[username]=al").json[0]["id"].clone();
    site.delete(&format!("/users/{id}?new_owner_id={heir}")).is(204);
    let left = site.get(&format!("/automations/{}", made.id())).json;
    assert_eq!(left["user_id"], heir);
    site.as_key("fay-key", "GET /users", "").refuses(401, "not-authenticated/invalid-credentials");
}

#[test]
fn keys_of_the_store_are_what_their_records_say() {
    let site = site();
    let al = site.user("al");
    let make = |given: serde_json::Value| {
        let made = site.post("/api_keys", given).is(201);
        (made.id(), made.json["key"].as_str().expect("a key").to_owned())
    };
    let (id, key) = make(json!({"name": "own", "user_id": al}));
    let current = site.as_key(&key, "GET /api_key", "").is(200).json;
    assert_eq!((&current["id"], &current["user_id"]), (&json!(id), &json!(al)));
    assert!(current.get("key").is_none(), "a key is shown once");
    site.as_key(&key, "POST /groups", "{\"name\":\"x\"}").refuses(403, ADMIN);
    site.patch(&format!("/users/{al}"), json!({"disabled": true})).is(200);
    let invalid = "not-authenticated/invalid-credentials";
    site.as_key(&key, "GET /users", "").refuses(401, invalid);
    site.patch(&format!("/users/{al}"), json!({"disabled": false})).is(200);
    site.patch(&format!("/api_keys/{id}"), json!({"expires_at": "2020-01-01T00:00:00Z"})).is(200);
    site.as_key(&key, "GET /users", "").refuses(401, invalid);
    site.delete(&format!("/api_keys/{id}")).is(204);
    site.as_key(&key, "GET /users", "").refuses(401, invalid);
    let (_, files) = make(json!({"name": "files", "permission_set": "files_only"}));
    site.as_key(&files, "GET /users", "").is(200);
    site.as_key(&files, "POST /groups", "{\"name\":\"x\"}")
        .refuses(403, "not-authorized/api-key-only-for-file-operations");
    let (_, whole) = make(json!({"name": "whole"}));
    site.as_key(&whole, "POST /groups", "{\"name\":\"x\"}").is(201);
    site.as_key(&whole, "PATCH /api_key", "{\"name\":\"renamed\"}").is(200);
    site.as_key(&whole, "DELETE /api_key", "").is(204);
    site.as_key(&whole, "GET /users", "").refuses(401, invalid);
}

#[test]
fn sessions_take_a_user_s_key_as_password() {
    let site = site();
    let session = site.post("/sessions", json!({"username": "fay", "password": "fay-key"})).is(201);
    assert!(session.json["id"].is_string());
    site.post("/sessions", json!({"username": "fay", "password": "x"}))
        .refuses(401, "not-authenticated/invalid-username-or-password");
}
