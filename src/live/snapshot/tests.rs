use super::*;
use crate::live::typed::plain;
use crate::live::{
    Activity, Attributes, Fields, Last, LiveApiKey, LiveAutomation, LiveBehavior, LiveFolder,
    LiveGrant, LiveGroup, LiveMembership, LiveNamed, LiveOwner, LiveSite, LiveSshKey, LiveSso,
    LiveUser, typed,
};
use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{Grantee, Level, NamedKind, Names, Referent, Value, ValueKind};
use crate::source::Sources;
use proptest::prelude::*;
use serde_json::json;

fn read_text(text: &str) -> (LiveSite, Names, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("live.json", text.to_owned());
    let mut names = Names::default();
    let (live, diagnostics) = read(&sources, file, &mut names);
    let shown = diagnostics.iter().map(|d| {
        let span = d.span().expect("every problem has a place");
        format!("{}:{} {}", d.code, sources.position(span).line, d.message)
    });
    let shown = shown.collect();
    (live, names, shown)
}

fn with(members: &str) -> String {
    format!("{{\"format\": \"siteplan-snapshot\", \"version\": 1,\n{members}}}")
}

#[test]
fn reads_what_people_write_by_hand() {
    let (live, names, problems) = read_text(&with(
        r#""users": [{"username": "al", "site_admin": true, "unheard_of": 1,
             "authenticate_until": "2027-03-14T13:27:01-04:00"}],
           "groups": [{"id": 9, "name": "Ops"}], "folders": ["A/b"],
           "memberships": [{"group": "ops", "user": "AL"}],
           "grants": [{"path": "", "group": "Ops", "level": "full"}],
           "behaviors": [{"path": "A/b", "behavior": "file_expiration", "value": 14}],
           "automations": [{"automation": "copy_file", "owner": {"user": "al"}},
                           {"automation": "copy_file", "owner": {"deleted_user": 4}}]"#,
    ));
    assert_eq!(problems, [] as [String; 0]);
    let al = names.find_key("al").expect("al");
    assert_eq!((live.users[0].id, live.groups[0].id), (1, 9));
    assert!(live.grants[0].recursive && !live.memberships[0].admin);
    assert_eq!(live.automations[0].owner, LiveOwner::User(al));
    assert_eq!(live.automations[1].owner, LiveOwner::Gone(4));
    assert!(matches!(live.users[0].attributes.get("authenticate_until"), Value::Instant(_)));
}

#[test]
fn collects_every_mistake_with_its_place() {
    let (_, _, problems) = read_text(&with(
        r#""users": [{"username": "al", "site_admin": "yes"},
{"username": "AL"},
{"id": 3, "id": 4, "username": "bo"},
7],
"groups": {},
"memberships": [{"group": "ops", "user": "al"}],
"folders": ["A", "a", 3],
"grants": [{"path": "A", "user": "al", "group": "x", "level": "full"},
{"user": "nobody", "path": "A", "level": "owner"}],
"behaviors": [{"path": "A", "behavior": "nope"}],
"automations": [{"owner": {"user": "nobody"}}],
"automations": []"#,
    ));
    assert_eq!(
        problems,
        [
            "snapshot-invalid:13 `automations` stands here twice",
            "snapshot-invalid:2 `users[0].site_admin` must be a boolean, and is \"yes\"",
            "snapshot-invalid:3 `users[1].username` must be a name that no other user bears, and is \"AL\"",
            "snapshot-invalid:4 `users[2].id` stands here twice",
            "snapshot-invalid:5 `users[3]` must be an object",
            "snapshot-invalid:6 `groups` must be a list",
            "snapshot-invalid:7 `memberships[0].group` must be a group of this snapshot, and is \"ops\"",
            "snapshot-invalid:8 `folders[1]` stands here twice",
            "snapshot-invalid:8 `folders[2]` must be a path",
            "snapshot-invalid:9 `grants[0].user` must be the one of `user`, `group` and `all_of` that is there, and is \"al\"",
            "snapshot-invalid:10 `grants[1].level` must be a permission level, and is \"owner\"",
            "snapshot-invalid:10 `grants[1].user` must be a user of this snapshot, and is \"nobody\"",
            "snapshot-invalid:11 `behaviors[0].behavior` must be a type of folder setting, and is \"nope\"",
            "snapshot-invalid:12 `automations[0].owner` must be \"site\" or a user of this snapshot, and is an object",
        ]
    );
}

#[test]
fn what_is_no_snapshot_is_refused() {
    let (_, _, problems) = read_text("{\"format\": \"siteplan-snapshot\", \"version\": 2}");
    assert!(problems[0].starts_with("snapshot-version:1"), "{problems:?}");
    let deep = "[".repeat(200_000);
    let nested = with(&format!("\"settings\": {{\"value\": {deep}{}}}", "]".repeat(200_000)));
    for text in ["", "{", "[]", "3", "{}", "\u{FEFF}{}", "{\"format\": 1}", &deep, &nested] {
        let (_, _, problems) = read_text(text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].starts_with("snapshot-invalid:"), "{problems:?}");
    }
}

#[test]
fn a_text_cut_anywhere_is_never_a_panic() {
    let (live, names) = sample();
    let text = write(&live, &names);
    for end in 0..text.len() {
        if let Some(cut) = text.get(..end) {
            let (_, _, problems) = read_text(cut);
            assert!(!problems.is_empty() || cut.trim_end() == text.trim_end());
        }
    }
}

#[test]
fn where_it_was_read_does_not_count_and_what_it_holds_does() {
    let ((mut live, names), (other, other_names)) = (sample(), sample());
    assert_eq!(digest(&live, &names), digest(&other, &other_names));
    assert_eq!(digest(&live, &names).len(), 64);
    live.target = "elsewhere".into();
    assert_eq!(digest(&live, &names), digest(&other, &other_names));
    live.memberships[0].admin ^= true;
    assert_ne!(digest(&live, &names), digest(&other, &other_names));
}

#[test]
fn what_is_written_fits_the_schema() {
    let schema = serde_json::from_str(crate::schema::SNAPSHOT.text).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let (live, names) = sample();
    let json = serde_json::from_str(&write(&live, &names)).expect("JSON");
    let wrong: Vec<String> = validator.iter_errors(&json).map(|e| e.to_string()).collect();
    assert_eq!(wrong, [] as [String; 0]);
    let json = json!({"format": "siteplan-snapshot", "version": 1, "grants": [{"path": "A"}]});
    assert!(!validator.is_valid(&json));
}

#[test]
fn one_record_is_one_line() {
    let (live, names) = sample();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("live-snapshot", write(&live, &names)));
}

fn sample() -> (LiveSite, Names) {
    site(&["Zoe", "al"], &["Ops", "Sales"], &["B", "A/é"], &[("notes", "x\"y"), ("company", "")])
}

/// A site with some of everything, in no order.
fn activity() -> Activity {
    let record = json!({"created_at": "2025-01-02T03:04:05Z", "last_active_at": "2026-04-01T08:00:00Z", "last_ftp_login_at": null});
    let mut problems = Vec::new();
    let mut fields = Fields::new(&record, "users", None, &mut problems).expect("a record");
    Activity::of(&mut fields)
}

fn site(
    users: &[&str],
    groups: &[&str],
    folders: &[&str],
    texts: &[(&'static str, &str)],
) -> (LiveSite, Names) {
    let mut names = Names::default();
    let mut live = LiveSite { target: "local:x".into(), ..LiveSite::default() };
    let known = |resource: &'static Kind, name| resource.attribute(name).expect("known");
    live.settings.add(known(&kinds::SITE, "require_2fa"), Value::Bool(true));
    live.settings.add(known(&kinds::SITE, "allowed_ips"), Value::addresses(["192.0.2.7"]));
    live.managed_settings = vec!["sftp_enabled".into()];
    live.sso = vec![LiveSso { id: 3, name: "Okta".into() }];
    for (at, user) in users.iter().enumerate() {
        let mut attributes = Attributes::default();
        for (name, text) in texts {
            attributes.add(known(&kinds::USER, name), Value::text(*text));
        }
        attributes.add(known(&kinds::USER, "authenticate_until"), instant());
        let moment = || Last::At("2026-04-01T08:00:00Z".parse().expect("a moment"));
        let ssh_keys = vec![LiveSshKey {
            id: 1,
            title: "k".into(),
            fingerprint: "SHA256:abc".into(),
            created: moment(),
            last_login: Last::Never,
        }];
        let (name, key) = (names.name(user), names.key(user));
        let externally_managed = at == 0;
        let id = at as i64 + 1;
        let mut api_attributes = Attributes::default();
        api_attributes.add(known(&kinds::API_KEY, "permission_set"), Value::text("files_only"));
        api_attributes.add(known(&kinds::API_KEY, "expires_at"), instant());
        let api_keys = vec![LiveApiKey {
            id: 2,
            name: "exporter".into(),
            attributes: api_attributes,
            created: Last::NotShown,
            last_use: if at == 0 { moment() } else { Last::Never },
        }];
        live.users.push(LiveUser {
            id,
            name,
            key,
            attributes,
            ssh_keys,
            api_keys,
            externally_managed,
            signed_in: at == 1,
            activity: if at == 2 { Activity::default() } else { activity() },
        });
    }
    for (at, group) in groups.iter().enumerate() {
        let (name, key) = (names.name(group), names.key(group));
        let id = at as i64 + 1;
        live.groups.push(LiveGroup { id, name, key, attributes: Attributes::default() });
        for user in &live.users {
            live.memberships.push(LiveMembership { group: key, user: user.key, admin: at == 0 });
        }
    }
    for (at, folder) in folders.iter().enumerate() {
        let (path, key) = (names.name(folder), names.path_key(folder));
        live.folders.push(LiveFolder { name: path, key });
        let mut all: Vec<_> = live.groups.iter().map(|group| group.key).collect();
        all.sort_unstable();
        let users = live.users.iter().map(|user| Grantee::User(user.key));
        for (id, grantee) in users.chain([Grantee::AllOf(all.into())]).enumerate() {
            let (id, level) = (id as i64 + 1, Level::Full);
            live.grants.push(LiveGrant {
                id,
                folder: key,
                path,
                grantee,
                level,
                recursive: at == 0,
            });
        }
        live.behaviors.push(LiveBehavior {
            id: at as i64 + 1,
            folder: key,
            path,
            kind: behavior_type("webhook").expect("known"),
            name: texts.first().map(|(_, text)| Box::<str>::from(*text)).filter(|t| !t.is_empty()),
            description: None,
            recursive: Some(true),
            disable_parent_folder_behavior: None,
            value: plain(&json!({"urls": ["https://example.com"], "x": 1.5, "method": "POST"})),
            managed: at == 1,
        });
    }
    for (kind, id) in NamedKind::all().zip(4..) {
        let mut attributes = Attributes::default();
        if let Some(days) = kind.attribute("inactivity_days") {
            attributes.add(days, Value::Int(90));
        }
        if let Some(of) = kind.attribute("group_ids") {
            let group =
                |group: &LiveGroup| Value::reference(Referent::GROUP, names.text(group.name));
            let groups = Value::List(live.groups.iter().map(group).collect());
            attributes.add(of, typed::canonical(of.kind, groups));
        }
        let name = texts.last().map(|(_, text)| Box::<str>::from(*text)).filter(|t| !t.is_empty());
        live.named.push(LiveNamed { kind, id, name, attributes, updated: None });
    }
    let users = live.users.iter().map(|user| Grantee::User(user.key));
    let holders = users.chain(live.groups.iter().map(|group| Grantee::Group(group.key)));
    let levels = crate::model::ChildLevel::ALL.into_iter().cycle();
    let rows = holders.zip(levels).zip(1..);
    live.child_grants = rows
        .map(|((grantee, level), id)| crate::live::LiveChildGrant { id, site: 7, grantee, level })
        .collect();
    let owner = live.users.first().map_or(LiveOwner::Gone(7), |user| LiveOwner::User(user.key));
    for (id, owner) in [(1, owner), (2, LiveOwner::Site), (3, LiveOwner::Gone(9))] {
        let name = texts.last().map(|(_, text)| Box::<str>::from(*text)).filter(|t| !t.is_empty());
        let mut attributes = Attributes::default();
        attributes.add(known(&kinds::AUTOMATION, "schedule_days_of_week"), plain(&json!([1, 5])));
        let schedule = live.named.first().filter(|_| id == 2).map(LiveNamed::title);
        // Told of those of one name.
        let last_modified = name.as_ref().map(|_| jiff::Timestamp::UNIX_EPOCH);
        let last_run = last_modified.filter(|_| id == 2);
        let automation =
            LiveAutomation { id, name, owner, schedule, attributes, last_modified, last_run };
        live.automations.push(automation);
    }
    (live, names)
}

fn instant() -> Value {
    typed::from_json(ValueKind::Instant, &json!("2027-03-14T13:27:01-04:00")).expect("an instant")
}

fn unique<T: Clone>(items: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(key(item))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn what_is_written_is_read_and_written_the_same(
        users in prop::collection::vec("[^\\p{Cc}]{1,12}", 0..6),
        groups in prop::collection::vec("[a-zA-Zéß ]{1,8}", 1..5),
        folders in prop::collection::vec("[a-zA-Z]{1,3}(/[a-zA-Zé\"]{1,4}){0,3}", 0..6),
        note in ".{0,20}",
    ) {
        let fold = |text: &String| crate::model::path::fold(text).into_owned();
        let users = unique(users, fold);
        let groups = unique(groups, fold);
        let folders = unique(folders, fold);
        let users: Vec<&str> = users.iter().map(String::as_str).collect();
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        let texts = [("notes", note.as_str()), ("company", note.as_str())];
        let (live, names) = site(&users, &groups, &folders, &texts);
        let first = write(&live, &names);
        let (again, again_names, problems) = read_text(&first);
        prop_assert_eq!(problems, Vec::<String>::new());
        prop_assert_eq!(&write(&again, &again_names), &first);
        prop_assert_eq!(digest(&again, &again_names), digest(&live, &names));
    }

    #[test]
    fn hostile_text_is_never_a_panic(text in "[\\[\\]{}\":,a-z0-9\\\\ é]{0,80}") {
        read_text(&text);
        read_text(&with(&format!("\"users\": {text}")));
    }
}
