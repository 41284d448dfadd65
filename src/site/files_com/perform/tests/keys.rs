//! SSH keys and API keys.

use super::*;

const SSH: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHbqfYPzYUz6LIsFIFdnrXx6SGYPPXl7iQzkHJBWRUQf robo";

#[test]
fn ssh_keys_are_known_by_their_fingerprint() {
    let address = Address::SshKey { user: "robo".to_owned(), title: "laptop".to_owned() };
    let create = set(step(Operation::Create, address), "public_key", Value::text(SSH));
    let create = set(create, "fingerprint", Value::text("SHA256:x"));
    let (lines, body) = done(&create, answer(201, json!({"id": 3})));
    assert_eq!(lines, ["POST /public_keys"]);
    assert_eq!(body, json!({"user_id": 2, "title": "laptop", "public_key": SSH}));
    let print = crate::model::fingerprint::fingerprint(SSH).expect("a key");
    let there = json!([{"id": 3, "user_id": 2, "title": "laptop", "fingerprint_sha256": &*print}]);
    let (result, lines, _) = run(&create, vec![lost(), answer(200, there)]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 2));
    assert_eq!(lines[1], "GET /public_keys?user_id=2&per_page=1000");
}

fn api_key() -> Step {
    let address = Address::ApiKey { user: Some("robo".to_owned()), name: "ci".to_owned() };
    set(step(Operation::Create, address), "save_to", Value::text("ci.key"))
}

#[test]
fn a_new_keys_secret_is_kept() {
    let made = || answer(201, json!({"id": 50, "key": "abc"}));
    let key = |id: i64| json!({"id": id, "user_id": 2, "name": "ci"});
    let (site, sent) = site([answer(200, json!([])), made(), answer(200, json!([key(50)]))]);
    let vault = Vault::default();
    site.perform(&api_key(), &vault).expect("made");
    assert_eq!(*vault.0.lock().expect("a vault"), [("ci.key".to_owned(), "abc".to_owned())]);
    assert_eq!(sent.bodies()[1], json!({"name": "ci", "user_id": 2}));
}

#[test]
fn a_key_whose_secret_nobody_has_goes_again() {
    let key = |id: i64| json!({"id": id, "user_id": 2, "name": "ci"});
    let (site, sent) = site([
        answer(200, json!([key(49)])),
        lost(),
        answer(200, json!([key(49), key(50)])),
        answer(204, Json::Null),
        answer(201, json!({"id": 51, "key": "abc"})),
        answer(200, json!([key(49), key(51)])),
    ]);
    site.perform(
        &with_id(set(api_key(), "description", Value::text("new")), 49),
        &Vault::default(),
    )
    .expect("made");
    assert_eq!(sent.lines()[3], "DELETE /api_keys/50");
    // Neither does one that cannot be kept stay.
    let (site, sent) = self::site([
        answer(200, json!([])),
        answer(201, json!({"id": 50, "key": "abc"})),
        answer(200, json!([key(50)])),
        answer(204, Json::Null),
    ]);
    let error = site.perform(&api_key(), &Vault(Mutex::default(), true)).expect_err("not kept");
    assert!(matches!(error, SiteError::Secret(_)));
    assert_eq!(sent.lines()[3], "DELETE /api_keys/50");
}

#[test]
fn of_two_runs_that_make_a_key_the_first_ones_stays() {
    let key = |id: i64| json!({"id": id, "user_id": 2, "name": "ci"});
    let (site, sent) = site([
        answer(200, json!([])),
        answer(201, json!({"id": 50, "key": "abc"})),
        answer(200, json!([key(49), key(50)])),
        answer(204, Json::Null),
    ]);
    let vault = Vault::default();
    let error = site.perform(&api_key(), &vault).expect_err("another run's");
    assert!(error.to_string().contains("made meanwhile"), "{error}");
    assert_eq!(sent.lines()[3], "DELETE /api_keys/50");
    assert!(vault.0.lock().expect("a vault").is_empty());
    let (site, sent) = self::site([answer(200, json!([key(49)]))]);
    let error = site.perform(&api_key(), &vault).expect_err("there before it was begun");
    assert!(error.to_string().contains("made meanwhile"), "{error}");
    assert_eq!(sent.lines().len(), 1);
}

#[test]
fn a_key_that_is_made_and_cannot_be_kept_is_never_taken_for_one_that_is_not() {
    let made = || answer(201, json!({"id": 50, "key": "abc"}));
    let no = || answer(403, json!({"type": "not-authorized/insufficient-permission-for-params"}));
    let (empty, listed) = (|| answer(200, json!([])), answer(200, json!([{"id": 50}])));
    // The site refuses to show whose it is: it goes again.
    let (site, sent) = site([empty(), made(), no(), answer(204, Json::Null)]);
    let error = site.perform(&api_key(), &Vault::default()).expect_err("not claimed");
    assert!(matches!(error, SiteError::Refused(_)), "{error}");
    assert_eq!(sent.lines()[3], "DELETE /api_keys/50");
    // The site refuses to remove it as well: it is there.
    let (site, _) = self::site([empty(), made(), listed, no()]);
    let error = site.perform(&api_key(), &Vault(Mutex::default(), true)).expect_err("not kept");
    assert!(error.to_string().contains("50 could not be revoked"), "{error}");
    assert!(!error.leaves_nothing());
}
