use super::*;
use crate::model::Value;
use serde_json::json;

fn site() -> Records {
    Records {
        site: json!({
            "id": 7, "name": "Acme", "custom_namespace": false, "allowed_ips": "10.0.0.0/8\n",
            "unheard_of": {"x": 1}, "managed_site_settings": {"sftp_enabled": true},
        }),
        users: vec![
            json!({"id": 1, "username": "Alex", "site_admin": true, "group_ids": "5",
                   "authenticate_until": "2027-03-14T13:27:01-04:00", "notes": "", "user_root": ""}),
            json!({"id": 2, "username": "robo", "self_managed": false, "externally_managed": true,
                   "group_ids": "", "admin_group_ids": [6]}),
        ],
        groups: vec![
            json!({"id": 5, "name": "Sales", "user_ids": "1,2", "admin_ids": "1"}),
            json!({"id": 6, "name": "Ops", "user_ids": "", "admin_ids": null}),
        ],
        permissions: vec![
            json!({"id": 1, "path": "A/b", "user_id": 2, "permission": "full", "recursive": true}),
            json!({"id": 2, "path": "", "group_id": 5, "group_ids": [5], "permission": "list", "recursive": false}),
            json!({"id": 3, "path": "A", "group_id": null, "group_ids": "6, 5", "permission": "readonly", "recursive": true}),
            json!({"id": 4, "path": "A", "partner_id": 3, "permission": "full"}),
            json!({"id": 5, "path": "", "user_id": 1, "permission": "site_admin", "site_id": 9}),
            json!({"id": 6, "path": "", "user_id": 2, "permission": "full", "site_id": 9}),
            json!({"id": 7, "path": "", "user_id": 99, "permission": "full"}),
        ],
        behaviors: vec![
            json!({"id": 1, "path": "A", "behavior": "file_expiration", "value": 14}),
            json!({"id": 2, "path": "A", "behavior": "webhook", "value": ["https://example.com"]}),
            json!({"id": 3, "path": "A", "behavior": "from_the_future", "value": 3}),
        ],
        automations: vec![
            json!({"id": 1, "name": null, "automation": "copy_file", "user_id": null, "sync_ids": []}),
            json!({"id": 2, "name": "x", "automation": "copy_file", "user_id": 2}),
            json!({"id": 3, "name": "y", "automation": "copy_file", "user_id": 44}),
            json!({"id": 4, "name": "z", "automation": "copy_file", "deleted": true}),
        ],
        public_keys: vec![
            json!({"id": 1, "title": "laptop", "user_id": 1, "fingerprint_sha256": "abc="}),
        ],
        sso_strategies: vec![json!({"id": 3, "label": "Okta"})],
        folders: vec!["A".to_owned(), "A/b".to_owned()],
        ..Records::default()
    }
}

#[test]
fn reads_what_the_api_shows() {
    let mut names = Names::default();
    let live = site().to_live("local:x", &mut names).expect("a site");
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
fn says_of_every_record_what_is_wrong() {
    let mut records = site();
    records.users[1] = json!({"id": "2", "username": "robo", "site_admin": "yes"});
    records.groups.push(json!([]));
    records.permissions[0] = json!({"id": 1, "path": "", "user_id": 1, "permission": "owner"});
    records.behaviors[0] =
        json!({"id": 1, "path": "A", "behavior": "file_expiration", "value": "x"});
    records.automations[0] = json!({"id": 1, "automation": "copy_file", "sync_ids": {"a": 1}});
    let error = records.to_live("x", &mut Names::default()).expect_err("wrong");
    let all: Vec<String> = error.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        all,
        [
            "users[1].id: expected a whole number, found \"2\"",
            "users[1].site_admin: expected a boolean, found \"yes\"",
            "groups[2]: expected an object, found a list",
            "permissions[0].permission: expected a permission level, found \"owner\"",
            "behaviors[0].value: expected an object, found \"x\"",
            "automations[0].sync_ids: expected a list, found an object",
        ]
    );
    assert!(error.to_string().contains("users[1].site_admin"));
}
