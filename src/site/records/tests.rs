use super::*;
use crate::model::Value;
use serde_json::json;

fn site() -> Json {
    json!({
        "site": {
            "id": 7, "name": "Acme", "custom_namespace": false, "allowed_ips": "10.0.0.0/8\n",
            "unheard_of": {"x": 1}, "managed_site_settings": {"sftp_enabled": true},
        },
        "users": [
            {"id": 1, "username": "Alex", "site_admin": true, "group_ids": "5",
                   "authenticate_until": "2027-03-14T13:27:01-04:00", "notes": "", "user_root": "",
                   "first_login_at": "2026-01-12T08:00:00Z"},
            {"id": 2, "username": "robo", "self_managed": false, "externally_managed": true,
                   "group_ids": "", "admin_group_ids": [6]},
        ],
        "groups": [
            {"id": 5, "name": "Sales", "user_ids": "1,2", "admin_ids": "1"},
            {"id": 6, "name": "Ops", "user_ids": "", "admin_ids": null},
        ],
        "permissions": [
            {"id": 1, "path": "A/b", "user_id": 2, "permission": "full", "recursive": true},
            {"id": 2, "path": "", "group_id": 5, "group_ids": [5], "permission": "list", "recursive": false},
            {"id": 3, "path": "A", "group_id": null, "group_ids": "6, 5", "permission": "readonly", "recursive": true},
            {"id": 4, "path": "A", "partner_id": 3, "permission": "full"},
            {"id": 5, "path": "", "user_id": 1, "permission": "site_admin", "site_id": 9},
            {"id": 6, "path": "", "user_id": 2, "permission": "full", "site_id": 9},
            {"id": 7, "path": "", "user_id": 99, "permission": "full"},
        ],
        "behaviors": [
            {"id": 1, "path": "A", "behavior": "file_expiration", "value": 14},
            {"id": 2, "path": "A", "behavior": "webhook", "value": ["https://example.com"]},
            {"id": 3, "path": "A", "behavior": "from_the_future", "value": 3},
        ],
        "automations": [
            {"id": 1, "name": null, "automation": "copy_file", "user_id": null, "sync_ids": []},
            {"id": 2, "name": "x", "automation": "copy_file", "user_id": 2},
            {"id": 3, "name": "y", "automation": "copy_file", "user_id": 44},
            {"id": 4, "name": "z", "automation": "copy_file", "deleted": true},
        ],
        "public_keys": [
            {"id": 1, "title": "laptop", "user_id": 1, "fingerprint_sha256": "abc="},
        ],
        "sso_strategies": [{"id": 3, "label": "Okta"}],
        "folders": ["A", "A/b"],
    })
}

fn records(site: &Json) -> Records {
    let mut records = Records::new(site["site"].clone());
    let lists = ["users", "groups", "group_users", "permissions", "behaviors", "automations"];
    for list in lists.into_iter().chain(["public_keys", SSO_STRATEGIES]) {
        for record in site[list].as_array().into_iter().flatten() {
            records.add(list, record);
        }
    }
    let folders = site["folders"].as_array().expect("folders").iter();
    let folders = folders.filter_map(Json::as_str);
    records.folders = folders.map(|path| FolderRecord::of(path, &Json::Null)).collect();
    records
}

#[test]
fn reads_what_the_api_shows() {
    let mut names = Names::default();
    let live = records(&site()).into_live("local:x", &mut names).expect("a site");
    let key = |name: &str| names.find_key(name).expect("interned");
    assert_eq!(live.settings.get("allowed_ips"), &Value::addresses(["10.0.0.0/8"]));
    assert_eq!(live.managed_settings, ["sftp_enabled".into()]);
    let [alex, robo] = live.users.as_slice() else { panic!("two users") };
    assert!(matches!(alex.attributes.get("authenticate_until"), Value::Instant(_)));
    assert!(alex.attributes.get("notes").is_unset());
    let [child] = live.child_grants.as_slice() else { panic!("one role on a child site") };
    assert_eq!((child.id, child.site, child.level), (5, 9, crate::model::ChildLevel::SiteAdmin));
    assert_eq!(child.grantee, Grantee::User(key("Alex")));
    assert_eq!(alex.ssh_keys[0].fingerprint, "SHA256:abc".into());
    assert!(robo.externally_managed);
    assert!(alex.signed_in && !robo.signed_in);
    let memberships: Vec<_> = live.memberships.iter().map(|m| (m.group, m.user, m.admin)).collect();
    assert_eq!(
        memberships,
        [
            (key("sales"), key("alex"), true),
            (key("sales"), key("robo"), false),
            (key("ops"), key("robo"), true),
        ]
    );
    let grants: Vec<_> = live.grants.iter().map(|grant| grant.id).collect();
    assert_eq!(grants, [1, 2, 3], "other sites' and partners' grants are left out");
    assert_eq!(live.grants[1].grantee, Grantee::Group(key("sales")));
    assert!(matches!(&live.grants[2].grantee, Grantee::AllOf(keys) if keys.len() == 2));
    assert_eq!(live.behaviors.len(), 2);
    let owners: Vec<_> = live.automations.iter().map(|a| a.owner).collect();
    assert_eq!(owners, [LiveOwner::Site, LiveOwner::User(key("robo")), LiveOwner::Gone(44)]);
    assert_eq!(live.sso[0].name, "Okta".into());
}

#[test]
fn what_an_answer_lacks_is_not_unset() {
    let mut records = records(&site());
    let mut shown = json!({
        "id": 1, "name": "a", "user_id": 1, "permission_set": "full", "path": null,
        "aws_style_credentials": false, "workspace_id": 0,
    });
    records.add("api_keys", &shown);
    let record = shown.as_object_mut().expect("a record");
    record.remove("path");
    records.add("api_keys", &shown);
    let live = records.into_live("local:x", &mut Names::default()).expect("a site");
    let unshown = |at: usize| {
        let unshown = live.users[0].api_keys[at].attributes.unshown().iter();
        unshown.map(|attribute| attribute.name).collect::<Vec<_>>()
    };
    assert_eq!([unshown(0), unshown(1)], [vec![], vec!["path"]]);
}

#[test]
fn one_odd_record_never_stops_the_rest() {
    let mut odd = site();
    odd["users"][1] = json!({"id": 2, "username": "robo", "site_admin": "perhaps"});
    let groups = odd["groups"].as_array_mut().expect("groups");
    groups.extend([json!([]), json!({"id": {}, "name": "Ops 2"})]);
    odd["permissions"][0] = json!({"id": 1, "path": "", "user_id": 1, "permission": "owner"});
    odd["behaviors"][0] =
        json!({"id": 1, "path": "A", "behavior": "file_expiration", "value": "x"});
    odd["automations"][0] = json!({"id": 1, "automation": "copy_file", "sync_ids": {"a": 1}});
    odd["site"]["sftp_enabled"] = json!("maybe");
    let live = records(&odd).into_live("x", &mut Names::default()).expect("a site");
    let all: Vec<String> = live.odd.iter().map(ToString::to_string).collect();
    assert_eq!(
        all,
        [
            "users[1].site_admin: expected a boolean, found \"perhaps\"",
            "groups[2]: expected an object, found a list",
            "groups[3].id: expected a whole number, found an object",
            "behaviors[0].value of file_expiration (id 1): expected an object, found \"x\"",
            "automations[0].sync_ids: expected a list, found an object",
            "site.sftp_enabled: expected a boolean, found \"maybe\"",
        ]
    );
    let left_out: Vec<bool> = live.odd.iter().map(|problem| problem.left_out).collect();
    assert_eq!(left_out, [false, true, true, false, false, false]);
    let unknown = live.beyond.iter().map(|one| &*one.text).filter(|text| text.contains("level"));
    assert_eq!(
        unknown.collect::<Vec<_>>(),
        ["permission 1: \"owner\" on \"/\", a level unknown to siteplan"]
    );
    // What is odd counts as unset, and all else is as it was.
    assert!(live.users[1].attributes.get("site_admin").is_unset());
    assert_eq!((live.users.len(), live.groups.len(), live.grants.len()), (2, 2, 2));
    assert_eq!((live.behaviors.len(), live.automations.len()), (2, 3));
}

#[test]
fn what_is_meant_is_taken_in_another_form() {
    let mut records = Records::default();
    records.add(
        "users",
        &json!({"id": "7", "username": "al", "site_admin": "true", "disabled": "",
                "password_validity_days": "14", "group_ids": [5], "name": 1984}),
    );
    records.add("groups", &json!({"id": 5, "name": "Ops"}));
    records.add("automations", &json!({"id": 1, "automation": "copy_file", "destinations": "a,b"}));
    let live = records.into_live("x", &mut Names::default()).expect("a site");
    let shown: Vec<String> = live.odd.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["users[0].disabled: expected a boolean, found \"\""]);
    let user = &live.users[0];
    assert!(user.id == 7 && user.attributes.is_on("site_admin"));
    assert_eq!(user.attributes.get("password_validity_days"), &Value::Int(14));
    assert_eq!(user.attributes.get("name"), &Value::text("1984"));
    assert_eq!(live.memberships.len(), 1);
    let destinations = live.automations[0].attributes.get("destinations").as_list();
    assert_eq!(destinations, [Value::text("a"), Value::text("b")]);
}

#[test]
fn a_list_of_which_nothing_can_be_read_is_none() {
    let mut records = Records::default();
    records.add("groups", &json!({"id": 5, "name": "Ops"}));
    records.add("users", &json!({"id": "2", "username": 7}));
    records.add("users", &json!(7));
    let error = records.into_live("x", &mut Names::default()).expect_err("no users");
    assert_eq!(
        error.to_string(),
        "the site's records are not as the API promises: users[0].username: expected text, \
         found 7; users[1]: expected an object, found 7"
    );
}
