//! What each endpoint takes and answers.

use super::site::Site;
use serde_json::{Value as Json, json};
use siteplan::facade::emulator::Options;

#[test]
fn users_take_what_the_api_takes() {
    let site = Site::with(Options { sso: vec![(12, "Okta".into())], ..Options::default() });
    let (ops, sales) = (site.group("Ops"), site.group("Sales"));
    let given = json!({
        "username": "Alex", "group_ids": format!("{sales}  , {ops}"), "password": "hunter2hunter2",
        "allowed_ips": "192.0.2.7\n10.0.0.0/8", "misspelt": true, "-": 7
    });
    let user = site.post("/users", given).is(201);
    assert_eq!(user.json["group_ids"], json!(format!("{ops},{sales}")));
    assert_eq!(user.json["allowed_ips"], "10.0.0.0/8\n192.0.2.7");
    assert!(user.json["password_set_at"].is_string());
    assert!(user.json.get("password").is_none() && user.json.get("misspelt").is_none());
    let path = format!("/users/{}", user.id());
    let again = site.patch(&path, json!({"group_ids": [sales], "allowed_ips": null})).is(200);
    assert_eq!(again.json["group_ids"], json!(sales.to_string()));
    assert!(again.json["allowed_ips"].is_null());
    let again = site.patch(&path, json!({"group_id": ops})).is(200);
    assert_eq!(again.json["group_ids"], json!(format!("{ops},{sales}")));
    let sso = json!({"authentication_method": "sso", "sso_strategy_id": 12, "id": user.id()});
    assert_eq!(site.patch(&path, sso).is(200).json["authentication_method"], "sso");
    let back = json!({"authentication_method": "password", "sso_strategy_id": null});
    site.patch(&path, back).is(200);
    assert_eq!(site.get(&format!("/users?ids={}", user.id())).is(200).json[0]["username"], "Alex");
    assert_eq!(site.get("/users?search=LEX").json[0]["username"], "Alex");
    assert_eq!(site.get("/users?search=none").json, json!([]));
    let invalid = "processing-failure/model-save-error";
    let wrong = json!({"username": "x", "site_admin": true, "self_managed": false});
    let refused = site.post("/users", wrong).refuses(422, invalid);
    assert!(refused.json["model_errors"]["base"].is_array());
    site.post("/users", json!({})).refuses(422, "bad-request/request-params-required");
    let typed = json!({"username": "y", "site_admin": "perhaps"});
    site.post("/users", typed).refuses(422, "bad-request/request-params-invalid");
    let nowhere = json!({"username": "y", "group_ids": "999"});
    site.post("/users", nowhere).refuses(404, "not-found/group-not-found");
    assert_eq!(site.get("/users").json.as_array().map(Vec::len), Some(1), "nothing was half made");
    site.get("/users/x").refuses(404, "not-found");
}

#[test]
fn forms_are_taken_like_json() {
    let site = Site::new();
    let form = "username=Zo%C3%AB+M&disabled=true&password_validity_days=7&notes=1";
    let user = site.as_key("key", "POST /users", form).is(201);
    let shown = ["username", "disabled", "password_validity_days", "notes"].map(|f| &user.json[f]);
    assert_eq!(shown, [&json!("Zoë M"), &json!(true), &json!(7), &json!("1")]);
    let form = "name=nightly&schedule_days_of_week[]=1&schedule_days_of_week[]=5\
                &schedule_times_of_day[]=7:30";
    let schedule = site.as_key("key", "POST /schedules", form).is(201);
    assert_eq!(schedule.json["schedule_times_of_day"], json!(["07:30"]));
    assert_eq!(schedule.json["schedule_days_of_week"], json!([1, 5]));
}

#[test]
fn memberships_have_no_id_and_updates_make_them() {
    let site = Site::new();
    let (user, group) = (site.user("al"), site.group("Ops"));
    let both = json!({"group_id": group, "user_id": user.to_string(), "admin": true});
    let made = site.patch("/group_users/777", both).is(200);
    assert!(made.json.get("id").is_none());
    assert_eq!(made.json["admin"], json!(true));
    let kept = site.post("/group_users", json!({"group_id": group, "user_id": user})).is(201);
    assert_eq!(kept.json["admin"], json!(true), "what is not given stays");
    let shown = site.get(&format!("/groups/{group}")).json;
    assert_eq!(
        (&shown["admin_ids"], &shown["usernames"]),
        (&json!(user.to_string()), &json!("al"))
    );
    let half = json!({"group_id": group});
    site.patch("/group_users/1", half).refuses(422, "bad-request/request-params-required");
    let path = format!("/group_users/1?group_id={group}&user_id={user}");
    site.delete(&path).is(204);
    site.delete(&path).refuses(404, "not-found");
    let admins = json!({"admin_ids": user.to_string()});
    let shown = site.patch(&format!("/groups/{group}"), admins).is(200).json;
    assert_eq!(shown["user_ids"], json!(user.to_string()), "an admin is a member");
    let shown = site.patch(&format!("/groups/{group}"), json!({"user_ids": ""})).is(200).json;
    assert_eq!((&shown["user_ids"], &shown["admin_ids"]), (&json!(""), &json!("")));
}

#[test]
fn permissions_reach_from_above() {
    let site = Site::new();
    let (user, group, other) = (site.user("al"), site.group("Ops"), site.group("Legal"));
    site.folder("A/B");
    let grant = |given: Json| site.post("/permissions", given);
    let root = grant(json!({"path": "", "group_name": "Ops", "permission": "list"})).is(201);
    assert_eq!((&root.json["group_id"], &root.json["recursive"]), (&json!(group), &json!(true)));
    let own = json!({"path": "a/b", "user_id": user, "permission": "full", "recursive": false});
    let own = grant(own).is(201);
    assert_eq!(own.json["path"], "A/B", "as the folder is spelled");
    let all =
        json!({"path": "A", "group_ids": format!("{other}, {group}"), "permission": "bundle"});
    let all = grant(all).is(201);
    assert_eq!(all.json["group_names"], json!(["Ops", "Legal"]));
    let ids = |path: &str| -> Vec<i64> {
        let rows = site.get(path).is(200).json;
        rows.as_array().expect("a list").iter().map(|row| row["id"].as_i64().expect("id")).collect()
    };
    assert_eq!(ids("/permissions?path=A/B"), [root.id(), own.id(), all.id()]);
    assert_eq!(ids("/permissions?path=A"), [root.id(), all.id()]);
    assert_eq!(ids("/permissions?filter[path]=A%2Fb"), [own.id()]);
    assert_eq!(ids("/permissions?filter_prefix[path]=a"), [own.id(), all.id()]);
    assert_eq!(ids(&format!("/permissions?group_id={group}")), [root.id(), all.id()]);
    assert_eq!(ids(&format!("/permissions?user_id={user}")), [own.id()]);
    let join = json!({"group_id": group, "user_id": user});
    site.post("/group_users", join).is(201);
    let with_groups = format!("/permissions?user_id={user}&include_groups=True");
    assert_eq!(ids(&with_groups), [root.id(), own.id(), all.id()]);
    assert!(ids("/permissions?partner_id=3").is_empty());
    let invalid = "processing-failure/model-save-error";
    grant(json!({"path": "A", "user_id": user, "permission": "most"})).refuses(422, invalid);
    grant(json!({"path": "a/B", "user_id": user, "permission": "full", "recursive": false}))
        .refuses(422, invalid);
    grant(json!({"path": "nowhere", "user_id": user, "permission": "full"}))
        .refuses(404, "not-found");
    grant(json!({"path": "A", "permission": "full"}))
        .refuses(422, "bad-request/request-params-required");
    let child = json!({"path": "", "site_id": 7, "group_id": group, "permission": "site_admin"});
    assert_eq!(grant(child).is(201).json["site_id"], json!(7));
    let path = format!("/permissions/{}", own.id());
    site.get(&path).refuses(422, "bad-request/method-not-allowed");
    site.delete(&path).is(204);
    site.delete(&path).refuses(404, "not-found");
}

#[test]
fn folders_are_one_level_at_a_time() {
    let site = Site::new();
    site.post("/folders/A%2FB", json!({})).refuses(404, "not-found");
    for folder in ["A/B/C", "A b", "A-", "a0", "B", "A/Z"] {
        site.folder(&folder.replace(' ', "%20"));
    }
    let names = |path: &str| -> Vec<String> {
        let list = site.get(path).is(200).json;
        let list = list.as_array().expect("a list").iter();
        list.map(|folder| folder["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert_eq!(names("/folders/"), ["A", "A b", "A-", "a0", "B"]);
    assert_eq!(names("/folders/?path="), ["A", "A b", "A-", "a0", "B"]);
    assert_eq!(names("/folders?sort_by[path]=desc"), ["B", "a0", "A-", "A b", "A"]);
    assert_eq!(names("/folders/a"), ["A/B", "A/Z"]);
    assert_eq!(names("/folders/A?type=file"), Vec::<String>::new());
    assert_eq!(names("/folders/?search=b"), ["A b", "B"]);
    site.get("/folders/nowhere").refuses(404, "not-found");
    let exists = "processing-failure/destination-exists";
    site.post("/folders/a%2Fb", json!({})).refuses(422, exists);
    site.post("/folders/", json!({})).refuses(422, exists);
    let trailing = "bad-request/path-cannot-have-trailing-whitespace";
    site.post("/folders/x%20", json!({})).refuses(422, trailing);
    let shown = site.get("/file_actions/metadata/a/b").is(200).json;
    assert_eq!((&shown["path"], &shown["display_name"]), (&json!("A/B"), &json!("B")));
    let metadata = json!({"custom_metadata": {"k": 1}});
    site.patch("/files/A", metadata).refuses(422, "bad-request/request-params-invalid");
    site.post("/file_actions/move/A/B", json!({"destination": "B/New"})).is(201);
    assert_eq!(names("/folders/B/New"), ["B/New/C"]);
    site.delete("/files/B").refuses(422, "processing-failure/folder-not-empty");
    site.delete("/files/B?recursive=true").is(204);
    site.delete("/files/B").refuses(404, "not-found");
    let gone = site.post("/file_actions/delete/A", json!({"recursive": true})).is(201);
    assert_eq!(gone.json["status"], "completed");
    site.patch("/site", json!({"always_mkdir_parents": true})).is(200);
    site.post("/folders/New/Tree", json!({})).is(201);
}

#[test]
fn settings_of_folders_show_what_may_be_shown() {
    let site = Site::new();
    site.folder("A/B");
    let secret = json!({"path": "A", "behavior": "webhook", "value": {
        "urls": ["https://example.com/hook"], "method": "POST", "verification_token": "t0ken"}});
    let hook = site.post("/behaviors", secret).is(201);
    assert_eq!(hook.json["value"]["method"], "POST");
    let bare = json!({"path": "A", "behavior": "file_expiration", "value": 14});
    let bare = site.post("/behaviors", bare).is(201);
    assert_eq!(bare.json["value"], json!(14), "a bare value stays one");
    let fence = json!({"path": "A/B", "behavior": "permission_fence",
        "value": "{\"fenced_permissions\":\"all\"}"});
    let fence = site.post("/behaviors", fence).is(201);
    assert_eq!(fence.json["value"], json!({"fenced_permissions": "all"}));
    let invalid = "processing-failure/model-save-error";
    let of_kind = |kind: &str, value: Json| {
        site.post("/behaviors", json!({"path": "A/B", "behavior": kind, "value": value}))
    };
    of_kind("file_expiration", json!("14")).refuses(422, invalid);
    of_kind("limit_file_regex", json!([1])).refuses(422, invalid);
    let sorting =
        |apply: Json| json!({"subfolder_name_type": "created_at", "apply_behavior": apply});
    let unusable = of_kind("organize_files_into_subfolders", sorting(json!("yes")));
    assert_ne!(unusable.status, 201, "a flag is none of the texts");
    let sorted = of_kind("organize_files_into_subfolders", sorting(json!(true))).is(201);
    assert_eq!(sorted.json["value"], json!({"subfolder_name_type": "created_at"}));
    site.delete(&format!("/behaviors/{}", sorted.id())).is(204);
    let listed = of_kind("webhook", json!({"urls": "https://example.com"}));
    assert_ne!(listed.status, 201, "a list is no text");
    let same = json!({"path": "elsewhere", "behavior": "webhook", "description": "x"});
    let path = format!("/behaviors/{}", fence.id());
    let patched = site.patch(&path, same).is(200).json;
    assert_eq!(
        (&patched["path"], &patched["behavior"]),
        (&json!("A/B"), &json!("permission_fence"))
    );
    let list = |path: &str| site.get(path).is(200).json.as_array().map(Vec::len);
    assert_eq!(list("/behaviors/folders/A/B"), Some(1));
    assert_eq!(list("/behaviors/folders/A%2FB?ancestor_behaviors=True"), Some(3));
    assert_eq!(list("/behaviors?filter[behavior]=webhook"), Some(1));
    let sorted = site.get("/behaviors?sort_by[behavior]=asc").json;
    assert_eq!(sorted[0]["behavior"], "file_expiration");
    site.post("/behaviors/webhook/test", json!({"url": "https://example.com"})).is(200);
    site.delete("/files/A?recursive=true").is(204);
    assert_eq!(list("/behaviors"), Some(0));
}

#[test]
fn automations_stand_on_schedules() {
    let site = Site::new();
    let times = json!({"name": "nightly", "schedule_days_of_week": [5, 1],
        "schedule_times_of_day": ["02:00"]});
    let schedule = site.post("/schedules", times.clone()).is(201);
    site.post("/schedules", times).refuses(422, "processing-failure/model-save-error");
    let given = json!({"automation": "run_sync", "trigger": "custom_schedule",
        "schedule_id": schedule.id(), "sync_ids": "3,1", "name": null});
    let mut joined = given.clone();
    joined["recurring_days"] = json!("1,3");
    assert_ne!(site.post("/automations", joined).status, 201, "days are no ids");
    let made = site.post("/automations", given).is(201);
    assert_eq!(made.json["sync_ids"], json!([1, 3]), "written as text, read as numbers");
    assert!(made.json["name"].is_null() && made.json["user_id"].is_null());
    let path = format!("/automations/{}", made.id());
    let renamed = site.patch(&path, json!({"name": "x"})).is(200).json;
    assert_eq!(renamed["last_modified_at"], made.json["last_modified_at"]);
    let moved = site.patch(&path, json!({"disabled": true})).is(200).json;
    assert_ne!(moved["last_modified_at"], made.json["last_modified_at"]);
    let in_use = format!("/schedules/{}", schedule.id());
    site.delete(&in_use).refuses(422, "processing-failure/model-save-error");
    site.patch(&path, json!({"schedule_id": null})).is(200);
    site.delete(&in_use).is(204);
    site.post("/automations", json!({"name": "x"}))
        .refuses(422, "bad-request/request-params-required");
    site.post(&format!("{path}/manual_run"), json!({})).is(204);
    site.delete(&path).is(204);
    site.get(&path).refuses(404, "not-found");
}

#[test]
fn share_links_open_what_is_there() {
    let site = Site::new();
    site.folder("A");
    let invalid = "processing-failure/model-save-error";
    let link = |paths: Json| site.post("/bundles", json!({"paths": paths, "password": "x"}));
    link(json!(["A", "B"])).refuses(422, invalid);
    let made = link(json!(["A"])).is(201);
    let shown = |link: &Json| [link["password_protected"].clone(), link["preview_only"].clone()];
    assert_eq!(shown(&made.json), [json!(true), json!(false)]);
    let path = format!("/bundles/{}", made.id());
    site.patch(&path, json!({"paths": ["B"]})).refuses(422, invalid);
    site.delete("/files/A").is(204);
    let open = json!({"password": "", "permissions": "preview_only"});
    let open = site.patch(&path, open).is(200).json;
    assert_eq!(shown(&open), [json!(false), json!(true)], "what it opens may go");
    let listed = site.get("/bundles").json;
    assert!(listed[0].get("paths").is_none() && open["paths"] == json!(["A"]));
    let user = site.user("al");
    assert_eq!(site.patch(&path, json!({"user_id": user})).is(200).json["username"], "al");
    site.delete(&format!("/users/{user}")).is(204);
    assert_eq!(site.get(&path).is(200).json["username"], Json::Null);
}

#[test]
fn partners_show_their_users() {
    let site = Site::new();
    let partner = |name: &str| {
        let given = json!({"name": name, "root_folder": name, "partnership_role": "host"});
        site.post("/partners", given).is(201)
    };
    let (acme, other) = (partner("Acme"), partner("Other"));
    assert_eq!(acme.json["user_ids"], json!([]));
    let user = |name: &str, is_admin: bool| {
        let given = json!({"username": name, "partner_id": acme.id(), "partner_admin": is_admin});
        site.post("/users", given).is(201).id()
    };
    let (admin, user) = (user("admin", true), user("user", false));
    let listed = site.get("/partners").is(200).json;
    assert_eq!(listed[0]["user_ids"], json!([admin, user]));
    assert_eq!(listed[0]["partner_admin_ids"], json!([admin]));
    assert_eq!(listed[1]["user_ids"], json!([]));
    let key = json!({"name": "key", "partner_id": acme.id()});
    assert_eq!(site.post("/gpg_keys", key).is(201).json["partner_name"], "Acme");
    site.delete(&format!("/users/{user}")).is(204);
    let shown = site.get(&format!("/partners/{}", acme.id())).json;
    assert_eq!(shown["user_ids"], json!([admin]));
    site.delete(&format!("/partners/{}", other.id())).is(204);
}

#[test]
fn notifications_show_whose_they_are() {
    let site = Site::new();
    let (user, group, other) = (site.user("al"), site.group("Ops"), site.group("EU"));
    let made = |given: Json| site.post("/notifications", given).is(201).json;
    let one = made(json!({"path": "In", "user_id": user}));
    assert_eq!((&one["username"], &one["group_names"]), (&json!("al"), &json!([])));
    let both = made(json!({"path": "In", "group_ids": format!("{group},{other}")}));
    assert_eq!(both["group_names"], json!(["Ops", "EU"]));
    let all = made(json!({"path": "In", "group_id": group}));
    assert_eq!((&all["group_name"], &all["username"]), (&json!("Ops"), &Json::Null));
}

#[test]
fn an_object_may_come_as_the_text_that_holds_it() {
    let site = Site::new();
    let given = json!({"policy_type": "settings", "value": "{\"require_2fa\":true}"});
    let made = site.post("/child_site_management_policies", given).is(201);
    assert_eq!(made.json["value"], json!({"require_2fa": true}));
    let path = format!("/child_site_management_policies/{}", made.id());
    site.patch(&path, json!({"value": "no object"})).is(422);
    let free = json!({"name": "Drives", "mount_mappings": "{\"F\":\"Orders\"}"});
    let made = site.post("/desktop_configuration_profiles", free).is(201);
    assert_eq!(made.json["mount_mappings"], json!({"F": "Orders"}));
    let path = format!("/desktop_configuration_profiles/{}", made.id());
    let plain = site.patch(&path, json!({"mount_mappings": "no object"})).is(200);
    assert_eq!(plain.json["mount_mappings"], json!("no object"));
}

#[test]
fn records_say_when_they_changed_last() {
    let site = Site::new();
    let made = site.post("/event_channels", json!({"name": "alerts"})).is(201);
    assert!(made.json["updated_at"].is_string());
    let path = format!("/event_channels/{}", made.id());
    let same = site.patch(&path, json!({"name": "alerts", "enabled": false})).is(200);
    assert_eq!(same.json["updated_at"], made.json["updated_at"]);
    let changed = site.patch(&path, json!({"enabled": true})).is(200);
    assert_ne!(changed.json["updated_at"], made.json["updated_at"]);
    assert_eq!(changed.json["created_at"], made.json["created_at"]);
}

#[test]
fn the_site_and_what_has_no_lists_of_its_own() {
    let site = Site::new();
    let shown = site.get("/site").is(200).json;
    assert_eq!((&shown["password_min_length"], &shown["user"]), (&json!(10), &Json::Null));
    site.patch("/site", json!({"password_min_length": 14, "unknown": 1})).is(200);
    site.patch("/site", json!({"password_min_length": 14})).is(200);
    let changes = site.get("/settings_changes").is(200).json;
    assert_eq!(changes.as_array().map(Vec::len), Some(1), "what changes nothing is no change");
    assert_eq!(site.get("/workspaces").is(200).json, json!([]), "the default one has no record");
    let invalid = "processing-failure/model-save-error";
    site.patch("/site", json!({"custom_namespace": true})).refuses(422, invalid);
    assert_eq!(site.get("/sso_strategies").is(200).json, json!([]));
    let rule = json!({"action": "disable", "inactivity_days": 90, "group_ids": [site.group("G")]});
    site.post("/user_lifecycle_rules", rule.clone()).is(201);
    site.post("/user_lifecycle_rules", rule).is(201);
    site.delete("/site").refuses(422, "bad-request/method-not-allowed");
    site.get("/nothing").refuses(404, "not-found");
}

#[test]
fn ids_are_never_used_again() {
    let site = Site::new();
    let first = site.user("a");
    site.delete(&format!("/users/{first}")).is(204);
    let second = site.user("a");
    assert!(second > first);
    site.post("/users", json!({"username": "A"})).is(422);
    assert!(site.user("b") > second);
}

#[test]
fn activity_is_recorded_and_shown() {
    let site = Site::new();
    let ana = site.user("ana");
    let record = |body: Json| site.as_key("", "POST /__emulator/activity", &body.to_string());
    let shown = site.get(&format!("/users/{ana}")).is(200).json;
    assert_eq!(shown["last_active_at"], Json::Null);
    let at = "2026-04-01T08:00:00Z";
    record(json!({"user": "ana", "last_ftp_login_at": at, "last_active_at": at})).is(204);
    let shown = site.get(&format!("/users/{ana}")).is(200).json;
    assert_eq!((&shown["last_ftp_login_at"], &shown["last_active_at"]), (&json!(at), &json!(at)));
    for wrong in [
        json!({"user": "ben", "last_active_at": at}),
        json!({"user": "ana", "last_active_at": "yesterday"}),
        json!({"user": "ana", "last_active_at": 7}),
        json!({"user": "ana", "site_admin": true}),
        json!({"user": "ana", "ssh_key": "none", "last_login_at": at}),
        json!({}),
        json!([]),
    ] {
        let status = record(wrong.clone()).status;
        assert!(matches!(status, 404 | 422), "{wrong}: {status}");
    }
}
