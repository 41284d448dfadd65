//! What the rules about automations find beyond their pages.

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

#[test]
fn an_owner_must_be_folder_admin_at_or_above_the_fixed_part() {
    let site = |role: &str, admin: &str, source: &str, destination: &str| {
        format!(
            "user \"u\" {{ {role} }}\n {admin}\n automation \"a\" {{ owner user=\"u\"; \
             copy-file {{ source {source:?}; destination {destination:?}; }}; \
             trigger \"manual\"; }}"
        )
    };
    let admin = |folder: &str| format!("folder {folder:?} {{ grant \"admin\" user=\"u\"; }}");
    let found = |admin: &str, source: &str, destination: &str| {
        messages("owner-not-folder-admin", &site("", admin, source, destination)).len()
    };
    assert_eq!(found("", "A/*.pdf", "B/"), 2);
    assert_eq!(found(&admin("A"), "A/*.pdf", "A/b/%Y/"), 0);
    assert_eq!(found(&admin("a"), "A/x/*.pdf", "./done/"), 0, "compared like paths");
    assert_eq!(found(&admin("A/x"), "A/*/in/*.pdf", "A/x/"), 0, "a grant below may cover it");
    assert_eq!(found(&admin("A/x"), "A/y.pdf", "A/x/"), 1, "no wildcard: not covered");
    assert_eq!(found(&admin("/"), "**/*.pdf", "B/"), 0);
    let by_admin = site("role \"site-admin\"", "", "A/*", "B/");
    assert_eq!(
        messages("owner-not-folder-admin", &by_admin),
        ["site administrator `u` cannot own automation `a`"]
    );
}

#[test]
fn output_feeds_the_source_only_where_that_is_certain() {
    let found = |source: &str, destination: &str| {
        let site = format!(
            "automation \"a\" {{ owner \"site\"; copy-file {{ source {source:?}; \
             destination {destination:?}; }}; trigger \"manual\"; }}"
        );
        messages("destination-feeds-source", &site).len()
    };
    assert_eq!(found("In/*.{pdf,txt}", "in/"), 1, "the very folder, in another case");
    assert_eq!(found("In/*.pdf", "In/all.pdf"), 1, "a file that the source matches");
    assert_eq!(found("In/*.pdf", "In/all.txt"), 0);
    assert_eq!(found("*/*.pdf", "Out/"), 1);
    assert_eq!(found("*/*.pdf", "Out/deep/"), 0);
    assert_eq!(found("In/**", "In/old/"), 0, "undecided: the last part names no file");
    assert_eq!(found("In/**/*.pdf", "In/%Y/"), 0, "undecided: a token");
}

#[test]
fn schedules_and_triggers_say_what_is_wrong() {
    let found = |code: &str, rest: &str| {
        messages(code, &format!("automation \"a\" {{ owner \"site\"; run-sync; {rest} }}"))
    };
    let custom = |block: &str| format!("trigger \"custom-schedule\" {{ {block} }}");
    let lacks = |what: &str| vec![format!("the trigger of automation `a` lacks {what}")];
    let code = "trigger-incomplete";
    assert_eq!(found(code, &custom("days 1")), lacks("times of day"));
    assert_eq!(found(code, &custom("at \"02:00\"")), lacks("days of the week"));
    assert_eq!(found(code, "trigger \"action\""), lacks("actions"));
    assert!(found(code, &custom("days 1; at \"02:00\"")).is_empty());
    let code = "schedule-invalid";
    assert!(found(code, &custom("days 0 6; at \"7:30\" \"23:59\"")).is_empty());
    assert_eq!(found(code, &custom("days 1; at \"7\" \"12:60\" \"noon\"")).len(), 3);
    let retry = |minutes: i64, tries: i64| {
        let retry = format!(
            "trigger \"manual\"; retry-on-failure-interval-in-minutes {minutes}; \
             retry-on-failure-number-of-attempts {tries}"
        );
        found(code, &retry).len()
    };
    assert_eq!((retry(5, 10), retry(1440, 0), retry(4, 11)), (0, 0, 2));
}
