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
