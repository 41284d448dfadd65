//! Who is said to take ownership, and who to miss the logs.

use crate::rules::tests::messages;

fn site(people: &str, from: &str, to: &str) -> String {
    format!(
        "{people}\n automation \"a\" {{ owner \"site\"; copy-file {{ source {from:?}; \
         destination {to:?}; }}; trigger \"manual\"; }}"
    )
}

#[test]
fn a_group_covers_what_one_of_its_members_covers() {
    let people = |member: &str| {
        format!(
            "user \"u\" {{ groups {member}; }}\n group \"G\"\n group \"H\"\n \
             folder \"In\" {{ grant \"admin\" group=\"G\"; }}\n \
             folder \"Out\" {{ grant \"admin\" group=\"H\"; }}"
        )
    };
    let code = "editor-takes-ownership";
    let found = |member: &str| messages(code, &site(&people(member), "In/*.pdf", "Out/%Y/"));
    assert_eq!(found("\"G\""), ["an edit by group `G` stops automation `a`"]);
    assert!(found("\"G\" \"H\"").is_empty(), "who is in both has all paths");
    assert!(found("#null").is_empty(), "nobody is in the groups");
    let hidden = "log-hidden-from-owner";
    let logs = messages(hidden, &site(&people("\"G\" \"H\""), "In/*.pdf", "Out/%Y/"));
    assert_eq!(logs, ["logs of automation `a` are hidden from group `G` and group `H`"]);
}

#[test]
fn what_a_wildcard_may_reach_is_not_said_to_be_missing() {
    let people = "user \"u\"\n folder \"In\" { grant \"admin\" user=\"u\"; }\n \
                  folder \"Out/u\" { grant \"admin\" user=\"u\"; }";
    let found = |to: &str| messages("editor-takes-ownership", &site(people, "In/*", to)).len();
    assert_eq!(found("Out/%Y/"), 0, "undecided");
    assert_eq!(found("Out/"), 1);
    assert_eq!(found("Out/u/"), 0);
}

#[test]
fn three_are_named_and_the_others_mentioned() {
    let mut people = String::from("folder \"In\" {");
    people.extend(["a", "b", "c", "d", "e"].map(|u| format!("grant \"admin\" user={u:?};")));
    people.push('}');
    people.extend(["a", "b", "c", "d", "e"].map(|u| format!("\nuser {u:?}")));
    let found = messages("editor-takes-ownership", &site(&people, "In/*", "Out/"));
    let who = "user `a`, user `b`, user `c` or others";
    assert_eq!(found, [format!("an edit by {who} stops automation `a`")]);
}

#[test]
fn what_is_remote_is_said_once() {
    let text = "user \"u\"\n automation \"a\" { owner user=\"u\"; delete-file { \
                source \"_/RemoteServers/3/Old/*.tmp\"; }; trigger \"manual\"; }";
    assert_eq!(messages("automation-needs-remote", text).len(), 1);
    assert!(messages("owner-not-folder-admin", text).is_empty());
}
