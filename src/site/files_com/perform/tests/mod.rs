use super::super::fake::{Fake, Reply, Sent, answer, client, lost};
use super::super::{FilesSite, directory};
use crate::diff::{Address, Assignment, Operation, Subject};
use crate::model::{ChildLevel, Level, NamedKind, SecretRef, Value};
use crate::plan::step::{ChangeId, Step, StepId};
use crate::site::{Outcome, Records, SecretError, Secrets, Site, SiteError};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value as Json, json};
use std::sync::Mutex;

/// Knows every secret, and keeps what it is given.
#[derive(Default)]
struct Vault(Mutex<Vec<(String, String)>>, bool);

impl Secrets for Vault {
    fn resolve(&self, reference: &SecretRef) -> Result<SecretString, SecretError> {
        match reference {
            SecretRef::Env(name) if &**name == "MISSING" => {
                Err(SecretError::NotSet { name: name.to_string() })
            }
            other => Ok(SecretString::from(format!("secret of {other}"))),
        }
    }

    fn may_keep(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }

    fn keep(&self, file: &str, secret: &SecretString) -> Result<(), SecretError> {
        if self.1 {
            return Err(SecretError::Taken { path: file.to_owned() });
        }
        let secret = secret.expose_secret().to_owned();
        self.0.lock().expect("a vault").push((file.to_owned(), secret));
        Ok(())
    }

    fn kept(&self, _: &str) -> Result<Option<SecretString>, SecretError> {
        Ok(None)
    }

    fn discard(&self, _: &str) -> Result<(), SecretError> {
        Ok(())
    }
}

/// A site that knows two users and two groups, and answers so.
fn site(replies: impl IntoIterator<Item = Reply>) -> (FilesSite, Sent) {
    let (client, sent) = client(Fake::script(replies));
    let site = FilesSite::over(client);
    let mut records = Records::default();
    for (list, record) in [
        ("users", json!({"id": 1, "username": "alex"})),
        ("users", json!({"id": 2, "username": "Robo"})),
        ("groups", json!({"id": 5, "name": "Sales"})),
        ("groups", json!({"id": 6, "name": "Ops"})),
        ("schedules", json!({"id": 8, "name": "Nightly"})),
        ("automations", json!({"id": 9, "name": "copy"})),
    ] {
        records.add(list, &record);
    }
    site.directory.fill(
        &records,
        &["users", "groups", "schedules", "automations"],
        site.client.clock().now(),
    );
    (site, sent)
}

fn step(operation: Operation, address: Address) -> Step {
    let (live_id, as_user, set, after) = (None, None, Vec::new(), Vec::new());
    Step { id: StepId(1), change: ChangeId(0), operation, address, live_id, as_user, set, after }
}

fn set(mut step: Step, name: &str, after: Value) -> Step {
    let field = step.address.kind().field(name).expect("a field");
    step.set.push(Assignment::new(field, Value::Null, after));
    step
}

fn with_id(step: Step, id: i64) -> Step {
    Step { live_id: Some(id), ..step }
}

/// Performs a step; gives what became of it and what was sent.
fn run(step: &Step, replies: Vec<Reply>) -> (Result<Outcome, SiteError>, Vec<String>, Json) {
    let (site, sent) = site(replies);
    let result = site.perform(step, &Vault::default());
    (result, sent.lines(), sent.bodies().first().cloned().unwrap_or_default())
}

fn done(step: &Step, reply: Reply) -> (Vec<String>, Json) {
    let (result, lines, body) = run(step, vec![reply]);
    assert_eq!(result.expect("done"), Outcome::Done);
    (lines, body)
}

fn user(name: &str) -> Address {
    Address::User { user: name.to_owned() }
}

fn grant(grantee: Subject) -> Address {
    Address::Grant { path: "A b/c".to_owned(), grantee, level: Level::Full, recursive: true }
}

fn taken() -> Reply {
    answer(422, json!({"type": "processing-failure/model-save-error", "error": "is taken"}))
}

fn gone() -> Reply {
    answer(404, json!({"type": "not-found", "error": "is gone"}))
}

#[test]
fn a_user_is_made_with_groups_and_secrets() {
    let create = set(step(Operation::Create, user("sandra")), "email", Value::text("s@x.example"));
    let groups = Value::List([Value::text("Sales"), Value::text("ops")].into());
    let create = set(create, "groups", groups);
    let create = set(create, "password", Value::Secret(SecretRef::Env("PASSWORD".into())));
    let (lines, body) = done(&create, answer(201, json!({"id": 30})));
    assert_eq!(lines, ["POST /users"]);
    let expected = json!({
        "username": "sandra", "email": "s@x.example", "group_ids": "5,6",
        "password": "secret of env:PASSWORD",
    });
    assert_eq!(body, expected);
}

#[test]
fn a_missing_secret_stops_a_step_before_it_is_sent() {
    let create = step(Operation::Create, user("sandra"));
    let create = set(create, "password", Value::Secret(SecretRef::Env("MISSING".into())));
    let (result, lines, _) = run(&create, Vec::new());
    assert!(matches!(result, Err(SiteError::Secret(_))));
    assert!(lines.is_empty());
}

#[test]
fn a_user_who_is_exactly_there_is_made() {
    let create = set(step(Operation::Create, user("sandra")), "company", Value::text("Acme"));
    let there =
        |company: &str| answer(200, json!([{"id": 30, "username": "Sandra", "company": company}]));
    let (result, lines, _) = run(&create, vec![taken(), there("Acme")]);
    assert_eq!(result.expect("there"), Outcome::AlreadyDone);
    assert_eq!(lines[1], "GET /users?filter%5Busername%5D=sandra&per_page=1000");
    let (result, ..) = run(&create, vec![taken(), there("Other")]);
    assert_eq!(result.expect_err("differs").word(), "processing-failure/model-save-error");
}

#[test]
fn a_lost_creation_is_judged_by_name() {
    let create = set(step(Operation::Create, user("sandra")), "company", Value::text("Acme"));
    let there = json!([{"id": 30, "username": "sandra", "company": "Acme"}]);
    let (result, lines, _) = run(&create, vec![lost(), answer(200, there)]);
    assert_eq!(result.expect("done"), Outcome::Done);
    assert_eq!(lines.len(), 2);
    let replies = vec![lost(), answer(200, json!([])), answer(201, json!({"id": 30}))];
    let (result, lines, _) = run(&create, replies);
    assert_eq!(result.expect("done"), Outcome::Done);
    assert_eq!(lines.iter().filter(|line| *line == "POST /users").count(), 2);
    let other = json!([{"id": 30, "username": "sandra", "company": "Other"}]);
    let (result, ..) = run(&create, vec![lost(), answer(200, other)]);
    assert!(matches!(result, Err(SiteError::Unjudged { .. })));
}

#[test]
fn updates_name_the_record_by_id_and_clear_with_null() {
    let update = with_id(step(Operation::Update, user("alex")), 1);
    let update = set(update, "notes", Value::Null);
    let update = set(update, "allowed_ips", Value::addresses(["192.0.2.7", "10.0.0.0/8"]));
    let (lines, body) = done(&update, answer(200, json!({"id": 1})));
    assert_eq!(lines, ["PATCH /users/1"]);
    assert_eq!(body, json!({"notes": null, "allowed_ips": "10.0.0.0/8\n192.0.2.7"}));
}

#[test]
fn a_renamed_user_is_known_by_the_new_name() {
    let rename = set(step(Operation::Update, user("ALEX")), "username", Value::text("alexa"));
    let join = step(
        Operation::Create,
        Address::Membership { group: "Sales".to_owned(), user: "Alexa".to_owned() },
    );
    let join = set(join, "admin", Value::Bool(true));
    let (site, sent) = site([answer(200, json!({"id": 1})), answer(200, json!({}))]);
    site.perform(&rename, &Vault::default()).expect("renamed");
    site.perform(&join, &Vault::default()).expect("joined");
    assert_eq!(sent.lines(), ["PATCH /users/1", "PATCH /group_users/5"]);
    assert_eq!(sent.bodies()[1], json!({"group_id": 5, "user_id": 1, "admin": true}));
}

#[test]
fn what_the_site_never_shows_cannot_be_judged() {
    let update = with_id(step(Operation::Update, user("alex")), 1);
    let secret = Value::Secret(SecretRef::Env("PASSWORD".into()));
    let update = set(update, "password", secret);
    let (result, ..) = run(&update, vec![lost(), answer(200, json!({"id": 1}))]);
    assert!(matches!(result, Err(SiteError::Unjudged { .. })));
}

#[test]
fn deleting_what_is_gone_is_success() {
    let all = [
        with_id(step(Operation::Delete, user("alex")), 1),
        with_id(step(Operation::Delete, Address::Group { group: "Sales".to_owned() }), 5),
        with_id(step(Operation::Delete, grant(Subject::User("alex".to_owned()))), 77),
        step(Operation::Delete, Address::Folder { path: "A".to_owned() }),
        with_id(step(Operation::Delete, Address::Automation { name: "copy".to_owned() }), 9),
    ];
    for delete in &all {
        let (result, lines, _) = run(delete, vec![gone()]);
        assert_eq!(result.expect("gone"), Outcome::AlreadyDone, "{lines:?}");
    }
    // Nobody of that name: nothing is sent but the question.
    let nobody = step(Operation::Delete, user("nobody"));
    let (result, lines, _) = run(&nobody, vec![answer(200, json!([]))]);
    assert_eq!(result.expect("gone"), Outcome::AlreadyDone);
    assert_eq!(lines, ["GET /users?filter%5Busername%5D=nobody&per_page=1000"]);
}

#[test]
fn an_heir_is_named_by_id() {
    let delete = |heir: &str| {
        let delete = with_id(step(Operation::Delete, user("alex")), 1);
        set(delete, "new_owner", Value::text(heir))
    };
    let (lines, _) = done(&delete("user robo"), answer(204, Json::Null));
    assert_eq!(lines, ["DELETE /users/1?new_owner_id=2"]);
    let admins = json!([
        {"id": 1, "username": "alex", "site_admin": true},
        {"id": 4, "username": "boss", "site_admin": true},
    ]);
    let (result, lines, _) =
        run(&delete("site"), vec![answer(200, admins), answer(204, Json::Null)]);
    assert_eq!(result.expect("done"), Outcome::Done);
    assert_eq!(lines[1], "DELETE /users/1?new_owner_id=4");
}

#[test]
fn grants_are_rows_of_ids() {
    let create = |grantee| step(Operation::Create, grant(grantee));
    let (lines, body) =
        done(&create(Subject::User("alex".to_owned())), answer(201, json!({"id": 70})));
    assert_eq!(lines, ["POST /permissions"]);
    let row = json!({"path": "A b/c", "permission": "full", "recursive": true, "user_id": 1});
    assert_eq!(body, row);
    let both = Subject::AllOf(vec!["Ops".to_owned(), "Sales".to_owned()]);
    let (_, body) = done(&create(both), answer(201, json!({"id": 70})));
    assert_eq!(body["group_ids"], "5,6");
    let child = Address::ChildSiteGrant {
        site: 40,
        grantee: Subject::Group("Ops".to_owned()),
        level: ChildLevel::SiteAdmin,
    };
    let (_, body) = done(&step(Operation::Create, child), answer(201, json!({"id": 70})));
    let row = json!({
        "path": "", "permission": "site_admin", "recursive": true, "group_id": 6, "site_id": 40,
    });
    assert_eq!(body, row);
}

#[test]
fn a_lost_grant_is_looked_for_in_its_folder() {
    let create = step(Operation::Create, grant(Subject::Group("Sales".to_owned())));
    let row = |level: &str, path: &str| json!([{"id": 1, "path": path, "group_id": 5, "permission": level, "recursive": true}]);
    let (result, lines, _) = run(&create, vec![lost(), answer(200, row("full", "a B/C"))]);
    assert_eq!(result.expect("done"), Outcome::Done);
    assert_eq!(lines[1], "GET /permissions?path=A%20b%2Fc&per_page=1000");
    for other in [row("readonly", "A b/c"), row("full", "A b")] {
        let replies = vec![lost(), answer(200, other), answer(201, json!({"id": 2}))];
        let (result, lines, _) = run(&create, replies);
        assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 3));
    }
    let (result, ..) = run(&create, vec![taken(), answer(200, row("full", "A b/c"))]);
    assert_eq!(result.expect("there"), Outcome::AlreadyDone);
}

#[test]
fn a_lost_deletion_is_judged() {
    let delete = with_id(step(Operation::Delete, grant(Subject::User("alex".to_owned()))), 77);
    let (result, lines, _) = run(&delete, vec![lost(), answer(200, json!([{"id": 76}]))]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 2));
    let replies = vec![lost(), answer(200, json!([{"id": 77}])), answer(204, Json::Null)];
    let (result, lines, _) = run(&delete, replies);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 3));
}

#[test]
fn folders_are_their_paths() {
    let create = step(Operation::Create, Address::Folder { path: "A b/é".to_owned() });
    let (lines, body) = done(&create, answer(201, json!({"path": "A b/é"})));
    assert_eq!(lines, ["POST /folders/A%20b/%C3%A9"]);
    assert_eq!(body, json!({"mkdir_parents": true}));
    let exists = || answer(422, json!({"type": "processing-failure/destination-exists"}));
    let is = |kind: &str| answer(200, json!({"path": "A b/é", "type": kind}));
    let (result, ..) = run(&create, vec![exists(), is("directory")]);
    assert_eq!(result.expect("there"), Outcome::AlreadyDone);
    let (result, ..) = run(&create, vec![exists(), is("file")]);
    assert!(result.expect_err("a file").to_string().contains("is a file"));
    let delete = step(Operation::Delete, Address::Folder { path: "A".to_owned() });
    let (lines, _) = done(&delete, answer(204, Json::Null));
    assert_eq!(lines, ["DELETE /files/A"]);
    let (lines, _) = done(&set(delete, "recursive", Value::Bool(true)), answer(204, Json::Null));
    assert_eq!(lines, ["DELETE /files/A?recursive=true"]);
}

#[test]
fn a_move_is_waited_for_and_judged() {
    let relocate = step(Operation::Move, Address::Folder { path: "A".to_owned() });
    let relocate = set(relocate, "path", Value::text("B"));
    let pending = |status: &str| json!({"status": status, "file_migration_id": 3});
    let (result, lines, body) = run(
        &relocate,
        vec![
            answer(200, pending("pending")),
            answer(200, pending("processing")),
            answer(200, pending("completed")),
        ],
    );
    assert_eq!(result.expect("moved"), Outcome::Done);
    assert_eq!(body, json!({"destination": "B"}));
    assert_eq!(
        lines,
        ["POST /file_actions/move/A", "GET /file_migrations/3", "GET /file_migrations/3"]
    );
    let there = || answer(200, json!({"path": "B", "type": "directory"}));
    let (result, ..) = run(&relocate, vec![lost(), there(), gone()]);
    assert_eq!(result.expect("moved"), Outcome::Done);
    let (result, ..) = run(&relocate, vec![lost(), gone(), gone()]);
    assert!(matches!(result, Err(SiteError::Unjudged { .. })));
    let (result, ..) = run(&relocate, vec![gone(), there(), gone()]);
    assert_eq!(result.expect("moved before"), Outcome::AlreadyDone);
}

#[test]
fn settings_of_a_folder_keep_their_write_only_values_to_themselves() {
    let address = Address::Behavior {
        path: "A".to_owned(),
        behavior: "serve_publicly".to_owned(),
        name: None,
    };
    let value = Value::Object(
        [
            ("key".into(), Value::text("photos")),
            ("password".into(), Value::Secret(SecretRef::Env("P".into()))),
        ]
        .into(),
    );
    let create = set(step(Operation::Create, address.clone()), "value", value.clone());
    let (lines, body) = done(&create, answer(201, json!({"id": 4})));
    assert_eq!(lines, ["POST /behaviors"]);
    assert_eq!(body["value"], json!({"key": "photos", "password": "secret of env:P"}));
    assert_eq!((&body["path"], &body["behavior"]), (&json!("A"), &json!("serve_publicly")));
    // What is shown again is enough to judge by.
    let shown = json!([{
        "id": 4, "path": "a", "behavior": "serve_publicly", "name": null, "value": {"key": "photos"},
    }]);
    let (result, lines, _) = run(&create, vec![lost(), answer(200, shown)]);
    assert_eq!(result.expect("done"), Outcome::Done);
    assert_eq!(lines[1], "GET /behaviors/folders/A?per_page=1000");
    let delete = with_id(step(Operation::Delete, address), 4);
    let (lines, _) = done(&delete, answer(204, Json::Null));
    assert_eq!(lines, ["DELETE /behaviors/4"]);
}

#[test]
fn settings_are_one_record() {
    let update = set(step(Operation::Update, Address::Site), "sftp_enabled", Value::Bool(false));
    let (lines, body) = done(&update, answer(200, json!({})));
    assert_eq!((lines, body), (vec!["PATCH /site".to_owned()], json!({"sftp_enabled": false})));
    let shown = |on: bool| answer(200, json!({"sftp_enabled": on}));
    let (result, lines, _) = run(&update, vec![lost(), shown(false)]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 2));
    let (result, lines, _) = run(&update, vec![lost(), shown(true), answer(200, json!({}))]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 3));
}

#[test]
fn a_row_that_is_answered_with_another_one_is_not_made() {
    let create = step(Operation::Create, grant(Subject::User("alex".to_owned())));
    let row = |level: &str| json!({"id": 70, "path": "A b/c", "user_id": 1, "permission": level, "recursive": true});
    let (result, lines, _) = run(&create, vec![answer(201, row("full"))]);
    assert_eq!((result.expect("made"), lines.len()), (Outcome::Done, 1));
    // The site folds it into the broader one that is there.
    let (result, lines, _) =
        run(&create, vec![answer(201, row("admin")), answer(200, json!([row("admin")]))]);
    let error = result.expect_err("another row");
    assert_eq!(error.word(), "done-otherwise");
    assert!(error.to_string().contains("admin"), "{error}");
    assert!(!error.is_fatal());
    assert_eq!(lines[1], "GET /permissions?path=A%20b%2Fc&per_page=1000");
    // The answer is about another row, and the one that was asked for is there.
    let (result, ..) = run(
        &create,
        vec![answer(201, row("admin")), answer(200, json!([row("admin"), row("full")]))],
    );
    assert_eq!(result.expect("made"), Outcome::Done);
}

#[test]
fn a_membership_that_is_answered_otherwise_is_not_made() {
    let address = Address::Membership { group: "Sales".to_owned(), user: "Robo".to_owned() };
    let join = set(step(Operation::Update, address), "admin", Value::Bool(false));
    let answered = || answer(200, json!({"group_id": 5, "user_id": 2, "admin": true}));
    let there = |admin: bool| answer(200, json!([{"group_id": 5, "user_id": 2, "admin": admin}]));
    let (result, ..) = run(&join, vec![answered(), there(true)]);
    assert_eq!(result.expect_err("an admin").word(), "done-otherwise");
    let (result, ..) = run(&join, vec![answered(), there(false)]);
    assert_eq!(result.expect("a member"), Outcome::Done);
}

#[test]
fn memberships_are_named_by_both_ids() {
    let address = Address::Membership { group: "Sales".to_owned(), user: "Robo".to_owned() };
    let leave = step(Operation::Delete, address.clone());
    let (lines, _) = done(&leave, answer(204, Json::Null));
    assert_eq!(lines, ["DELETE /group_users/5?group_id=5&user_id=2"]);
    let join = set(step(Operation::Update, address), "admin", Value::Bool(false));
    let there = |admin: bool| {
        answer(
            200,
            json!([{"group_id": 5, "user_id": 2, "admin": admin}, {"group_id": 6, "user_id": 2}]),
        )
    };
    let (result, lines, _) = run(&join, vec![lost(), there(false)]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 2));
    let (result, lines, _) = run(&join, vec![lost(), there(true), answer(200, json!({}))]);
    assert_eq!((result.expect("done"), lines.len()), (Outcome::Done, 3));
}

#[test]
fn names_that_nobody_bears_are_refused_without_a_write() {
    let join = step(
        Operation::Create,
        Address::Membership { group: "Nobodies".to_owned(), user: "alex".to_owned() },
    );
    let (result, lines, _) = run(&join, vec![answer(200, json!([]))]);
    assert_eq!(result.expect_err("no group").word(), "not-found/group-not-found");
    assert_eq!(lines, ["GET /groups?filter%5Bname%5D=Nobodies&per_page=1000"]);
    let (result, lines, _) = run(&step(Operation::Move, user("alex")), Vec::new());
    assert_eq!(result.expect_err("impossible").word(), "bad-request/method-not-allowed");
    assert!(lines.is_empty());
    assert_eq!(directory::USERS.list, "users");
}

mod automations;
mod keys;
