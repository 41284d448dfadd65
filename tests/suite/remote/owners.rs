//! Whose automations are, over HTTP: rights by groups, edits with a Folder Admin's key, heirs, and
//! a pause while a folder moves.

use super::Remote;
use crate::program::Ran;
use serde_json::{Value, json};
use siteplan::facade::emulator::{GivenKeys, Options};

const ROOTS: &str = r#"
lint {
    allow "owner-is-only-one-person"
}
user "root1" {
    role "site-admin"
    name "R R"
    email "r@x.example"
}
user "root2" {
    role "site-admin"
    name "S S"
    email "s@x.example"
}
"#;

/// A site with a key of `fa`.
fn remote(latency: u64) -> Remote {
    let of_users = vec![("fa".to_owned(), "fa-key".to_owned())];
    let keys = GivenKeys { of_users, ..GivenKeys::default() };
    let latency = std::time::Duration::from_millis(latency);
    Remote::new(Options { keys, latency, ..Options::default() })
}

/// Runs with the site's key, and that of `fa` for what is theirs.
fn run(remote: &Remote, site: &str, arguments: &[&str]) -> Ran {
    remote.place.write("site.kdl", format!("{ROOTS}{site}"));
    let mut command = remote.place.command();
    command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
    command.env("FILES_API_KEY__FA", "fa-key").args(arguments);
    Ran::from(command.output().expect("the program runs"))
}

const APPLY: &[&str] = &["apply", "--auto-approve", "--max-removals", "3"];
const AGAIN: &[&str] = &["plan", "--expect-no-changes"];

fn automation(remote: &Remote) -> Value {
    remote.site.get("/automations").is(200).json[0].clone()
}

fn id_of(remote: &Remote, user: &str) -> Value {
    remote.site.get(&format!("/users?filter[username]={user}")).json[0]["id"].clone()
}

#[test]
fn an_owner_gets_rights_by_a_group_before_they_are_used() {
    let remote = remote(20);
    let site = r#"
user "fa" {
    groups "FA"
}
group "FA"
folder "A" {
    folder "B" {
        folder "C" {
            grant "admin" group="FA"
        }
    }
}
automation "m" {
    owner user="fa"
    move-file {
        path "A/B/C"
        source "*.pdf"
        destination "A/B/C/old/"
    }
    trigger "manual"
}
"#;
    run(&remote, site, APPLY).ends(0);
    assert_eq!(automation(&remote)["user_id"], id_of(&remote, "fa"));
    run(&remote, site, AGAIN).ends(0);
}

#[test]
fn the_site_takes_what_check_takes() {
    let remote = remote(0);
    // No `path`: the source says where it works.
    let site = r#"
user "fa"
folder "A" {
    grant "admin" user="fa"
}
automation "m" {
    owner user="fa"
    move-file {
        source "A/C/*.pdf"
        destination "A/"
    }
    trigger "manual"
}
"#;
    run(&remote, site, APPLY).ends(0);
    run(&remote, site, AGAIN).ends(0);
}

#[test]
fn an_edit_is_taken_from_a_folder_admin_who_cannot_run_it() {
    let remote = remote(0);
    let people = "user \"fa\"\nfolder \"A\" { grant \"admin\" user=\"fa\"; }\nfolder \"B\"\n";
    let moves = "move-file { source \"A/*.tmp\"; destination \"B/\"; }; trigger \"manual\"";
    run(&remote, &format!("{people}automation \"a\" {{ owner \"site\"; {moves}; }}"), APPLY)
        .ends(0);
    assert!(automation(&remote)["user_id"].is_null());
    remote.place.write(
        "site.kdl",
        format!("{ROOTS}{people}automation \"a\" {{ {moves}; description \"x\"; }}"),
    );
    let planned = remote.run_with("fa-key", &["plan"]).ends(4);
    assert!(planned.stderr.contains("cannot work on `B/x`"), "{}", planned.stderr);
    // The site itself takes such an edit, as the document says, and it fails when it runs.
    let id = automation(&remote)["id"].clone();
    let edit = format!("PATCH /automations/{id}");
    remote.site.as_key("fa-key", &edit, "{\"description\":\"x\"}").is(200);
    assert_eq!(automation(&remote)["user_id"], id_of(&remote, "fa"));
    // Where somebody is Folder Admin of nothing that it names, they do not see it.
    let out =
        json!({"name": "b", "automation": "delete_file", "source": "B/*", "trigger": "manual"});
    let other = remote.site.post("/automations", out).is(201).id();
    let edit = format!("PATCH /automations/{other}");
    remote
        .site
        .as_key("fa-key", &edit, "{\"description\":\"x\"}")
        .refuses(403, "not-authorized/folder-admin-permission-required");
}

#[test]
fn whoever_goes_leaves_automations_to_an_heir() {
    for (heir, owner) in [("priya", true), ("site", false), ("root1", false)] {
        let remote = remote(0);
        let owned = r#"
user "fa"
user "priya"
folder "In" {
    grant "admin" user="fa"
}
automation "m" {
    owner user="fa"
    delete-file {
        source "In/*.tmp"
    }
    trigger "manual"
}
"#;
        run(&remote, owned, APPLY).ends(0);
        let left = format!(
            "user \"priya\"\nfolder \"In\" {{ grant \"admin\" user=\"priya\"; }}\n\
             automation \"m\"\nremove user=\"fa\" heir={heir:?}\n"
        );
        run(&remote, &left, APPLY).ends(0);
        let expected = if owner { id_of(&remote, "priya") } else { Value::Null };
        assert_eq!(automation(&remote)["user_id"], expected, "{heir}");
    }
}

#[test]
fn an_automation_pauses_while_its_folder_moves() {
    let remote = remote(0);
    let site = |folders: &str, source: &str| {
        format!(
            "folder \"New\" {{ {folders} }}\nfolder \"Out\"\nautomation \"m\" {{ owner \"site\"; \
             disabled #false; copy-file {{ source {source:?}; destination \"Out/\"; }}; \
             trigger \"manual\"; }}\n"
        )
    };
    run(&remote, &format!("folder \"In\"\n{}", site("", "In/*.pdf")), APPLY).ends(0);
    let moved = site("folder \"In\" was=\"/In\"", "New/In/*.pdf");
    let ran = run(&remote, &moved, &["plan", "--verbose"]).ends(0);
    assert!(ran.stdout.contains("the automation pauses while"), "{}", ran.stdout);
    run(&remote, &moved, APPLY).ends(0);
    let now = automation(&remote);
    assert_eq!((&now["disabled"], &now["source"]), (&json!(false), &json!("New/In/*.pdf")));
    run(&remote, &site("folder \"In\"", "New/In/*.pdf"), AGAIN).ends(0);
}

/// `fa` owns an automation on `In`.
const OWNED: &str = r#"
user "fa"
user "priya"
folder "In" {
    grant "admin" user="fa"
    grant "admin" user="priya"
}
automation "m" {
    owner user="fa"
    delete-file {
        source "In/*.tmp"
    }
    trigger "manual"
}
"#;

#[test]
fn an_owner_goes_after_what_their_key_has_to_do() {
    let pause = "automation \"m\" { owner user=\"fa\"; disabled #true; }\n";
    let ends = [
        "user \"fa\" { disabled #true; }\n",
        "user \"fa\" { authenticate-until \"2020-01-01T00:00:00Z\"; }\n",
        "user \"fa\"\nfolder \"In\" { grant #null user=\"fa\"; }\n",
    ];
    for end in ends {
        for parallelism in ["1", "8"] {
            let remote = remote(0);
            run(&remote, OWNED, APPLY).ends(0);
            let site = format!("manage {{ everything undeclared=\"keep\"; }}\n{end}{pause}");
            let arguments = [APPLY, &["--parallelism", parallelism]].concat();
            run(&remote, &site, &arguments).ends(0);
            assert_eq!(automation(&remote)["disabled"], json!(true), "{end}");
        }
    }
}

#[test]
fn an_owner_stays_where_what_was_theirs_is_not_handed_over() {
    for left in ["automation \"m\" { owner \"site\"; disabled #true; }\n", ""] {
        let remote = remote(0);
        run(&remote, OWNED, APPLY).ends(0);
        let fault = "error=500:path=/automations/";
        let removed = if left.is_empty() { "automation=\"m\"" } else { "" };
        let site = format!(
            "manage {{ everything undeclared=\"keep\"; }}\n{left}remove user=\"fa\" {removed}\n"
        );
        remote.site.emulator.add_faults([fault]).expect("a fault");
        let ran = run(&remote, &site, APPLY);
        assert_ne!(ran.code, 0);
        remote.site.emulator.clear_faults();
        assert_eq!(automation(&remote)["user_id"], id_of(&remote, "fa"), "{}", ran.stdout);
        run(&remote, &site, APPLY).ends(0);
        assert!(remote.site.get("/users?filter[username]=fa").json[0].is_null());
    }
}

#[test]
fn what_its_owner_cannot_run_is_not_switched_on() {
    let remote = remote(0);
    let paused = OWNED.replace("trigger", "disabled #true\n    trigger");
    run(&remote, &paused, APPLY).ends(0);
    let keep = "manage { everything undeclared=\"keep\"; }\nuser \"fa\"\n";
    let on = "automation \"m\" { owner user=\"fa\"; disabled #false; }\n";
    run(&remote, &format!("{keep}{on}"), &["plan"]).ends(0);
    let without = format!("{keep}folder \"In\" {{ grant #null user=\"fa\"; }}\n");
    run(&remote, &without, APPLY).ends(0);
    let ran = run(&remote, &format!("{keep}{on}"), &["plan"]).ends(4);
    assert!(ran.stderr.contains("is folder admin of nothing"), "{}", ran.stderr);
}

#[test]
fn a_users_automation_pauses_as_well() {
    let remote = remote(0);
    let site = |folders: &str, source: &str| {
        format!(
            "user \"fa\"\n{folders}\nautomation \"m\" {{ owner user=\"fa\"; disabled #false; \
             delete-file {{ source {source:?}; }}; trigger \"manual\"; }}\n"
        )
    };
    let grant = "grant \"admin\" user=\"fa\";";
    run(&remote, &site(&format!("folder \"New\"\nfolder \"In\" {{ {grant} }}"), "In/*"), APPLY)
        .ends(0);
    let moved = format!("folder \"New\" {{ folder \"In\" was=\"/In\" {{ {grant} }} }}");
    run(&remote, &site(&moved, "New/In/*"), APPLY).ends(0);
    let now = automation(&remote);
    assert_eq!((&now["disabled"], &now["source"]), (&json!(false), &json!("New/In/*")));
    assert_eq!(now["user_id"], id_of(&remote, "fa"));
}

#[test]
fn an_edit_with_the_wrong_key_is_no_success() {
    let remote = remote(0);
    run(&remote, OWNED, APPLY).ends(0);
    let keep = "manage { everything undeclared=\"keep\"; }\nuser \"fa\"\n";
    let edit = "automation \"m\" { owner user=\"fa\"; description \"d\"; }\n";
    remote.place.write("site.kdl", format!("{ROOTS}{keep}{edit}"));
    let mut command = remote.place.command();
    command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
    // The key of nobody in particular: the site's.
    command.env("FILES_API_KEY__FA", "x").args(APPLY);
    let ran = Ran::from(command.output().expect("the program runs"));
    assert_ne!(ran.code, 0, "{}", ran.stdout);
}

#[test]
fn what_is_to_be_removed_is_looked_for() {
    let remote = remote(0);
    let schedule = "schedule \"n\" { days \"monday\"; at \"02:00\"; }\n";
    run(&remote, schedule, APPLY).ends(0);
    let gone = "manage { schedules undeclared=\"keep\"; }\nremove schedule=\"n\"\n";
    run(&remote, gone, APPLY).ends(0);
    assert_eq!(remote.site.get("/schedules").json, json!([]));
}

#[test]
fn one_of_two_that_share_a_name_is_removed_where_it_is_meant() {
    let remote = remote(0);
    let made = |source: &str| {
        let given = json!({"name": "m", "automation": "delete_file", "source": source, "trigger": "manual"});
        remote.site.post("/automations", given).is(201).id()
    };
    let (first, second) = (made("In/*"), made("Out/*"));
    let keep = "manage { everything undeclared=\"keep\"; }\n";
    let ran = run(&remote, &format!("{keep}remove automation=\"m\"\n"), APPLY).ends(4);
    let remedy = format!("remove automation=\"m (id {first})\"");
    assert!(ran.stderr.contains(&remedy), "{}", ran.stderr);
    run(&remote, &format!("{keep}{remedy}\n"), APPLY).ends(0);
    let left = remote.site.get("/automations").json;
    assert_eq!((left[0]["id"].clone(), left[1].clone()), (json!(second), Value::Null));
}
