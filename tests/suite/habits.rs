//! What newcomers write who know other tools: each is told what to write, and who does that has a
//! definition that checks.

use crate::program::Place;

const ROOTS: &str = "user \"root1\" { role \"site-admin\"; name \"R R\"; email \"r@x.example\"; }\n\
                     user \"root2\" { role \"site-admin\"; name \"S S\"; email \"s@x.example\"; }\n";

/// What is written, what must be told, and what it says to write; nothing where `--fix` does it.
const HABITS: &[(&str, &str, Option<&str>)] = &[
    (
        "site \"acme\" { group \"G\"; folder \"F\"; }",
        "end its block before what comes next",
        Some("site \"acme\" { }\ngroup \"G\"\nfolder \"F\""),
    ),
    (
        "site \"acme\" { require-2fa #true; }",
        "settings { require-2fa … }",
        Some("site \"acme\" { settings { require-2fa #true; }; }"),
    ),
    (
        "settings { require-2fa #true; }",
        "site \"NAME\" { … }",
        Some("site \"NAME\" { settings { require-2fa #true; }; }"),
    ),
    (
        "user \"a\" email=\"a@x.example\"",
        "{ email \"a@x.example\"; }",
        Some("user \"a\" { email \"a@x.example\"; }"),
    ),
    (
        "user \"a\"\nautomation \"m\" owner=\"a\" { trigger \"daily\" interval=\"day\"; delete-file { source \"A/*\"; }; }\nfolder \"A\" { grant \"admin\" user=\"a\"; }",
        "{ owner user=\"a\"; }",
        Some(
            "user \"a\"\nautomation \"m\" { owner user=\"a\"; trigger \"daily\" interval=\"day\"; delete-file { source \"A/*\"; }; }\nfolder \"A\" { grant \"admin\" user=\"a\"; }",
        ),
    ),
    (
        "automation \"m\" { owner \"site\"; trigger \"daily\" interval=\"day\"; delete-file source=\"A/*\"; }\nfolder \"A\"",
        "{ source \"A/*\"; }",
        Some(
            "automation \"m\" { owner \"site\"; trigger \"daily\" interval=\"day\"; delete-file { source \"A/*\"; }; }\nfolder \"A\"",
        ),
    ),
    ("user \"a\"\ngroup \"G\" { user \"a\"; }", "did you mean `member`?", None),
    ("user \"a\"\nuser \"b\"\ngroup \"G\" { users \"a\" \"b\"; }", "did you mean `member`?", None),
    ("user \"a\"\ngroup \"G\" { member \"a\"; admins \"a\"; }", "did you mean `admin`?", None),
    (
        "user \"a\"\ngroup \"H\" { member \"a\"; }\ngroup \"G\" { group \"H\"; }",
        "list the people of both as members",
        Some("user \"a\"\ngroup \"H\" { member \"a\"; }\ngroup \"G\" { member \"a\"; }"),
    ),
    (
        "module \"x\" { source \"people.kdl\"; }",
        "include \"people.kdl\"",
        Some("include \"people.kdl\""),
    ),
    ("folder \"F\"\nshare-link \"s\" { paths \"F\"; }", "did you mean `bundle`?", None),
    ("team \"G\"", "did you mean `group`?", None),
    ("directory \"F\"", "did you mean `folder`?", None),
    ("account \"a\"", "did you mean `user`?", None),
    (
        "group \"G\"\nfolder \"F\" { permission \"full\" group=\"G\"; }",
        "did you mean `grant`?",
        None,
    ),
    (
        "group \"G\"\nfolder \"F\" { deny \"readwrite\" group=\"G\"; }",
        "or assert with `expect`",
        Some(
            "group \"G\"\nfolder \"F\"\nexpect \"G stays out\" { deny \"readwrite\" group=\"G\" to=\"F\"; }",
        ),
    ),
    (
        "group \"G\"\nfolder \"F\" { grant \"read\" group=\"G\"; }",
        "did you mean \"readonly\"?",
        None,
    ),
    (
        "group \"G\"\nfolder \"F\" { grant \"write\" group=\"G\"; }",
        "\"writeonly\" gives uploads alone",
        Some("group \"G\"\nfolder \"F\" { grant \"writeonly\" group=\"G\"; }"),
    ),
    (
        "group \"G\"\nfolder \"F\" { grant \"rw\" group=\"G\"; }",
        "did you mean \"readwrite\"?",
        None,
    ),
    (
        "group \"G\"\nfolder \"F\" { grant \"delete\" group=\"G\"; }",
        "\"full\" gives reading, writing and deleting",
        Some("group \"G\"\nfolder \"F\" { grant \"full\" group=\"G\"; }"),
    ),
    (
        "group \"G\"\nfolder \"F\" { grant \"share\" group=\"G\"; }",
        "\"bundle\" gives reading, and sharing by links",
        Some("group \"G\"\nfolder \"F\" { grant \"bundle\" group=\"G\"; }"),
    ),
    (
        "user \"a\" { role \"admin\"; }",
        "did you mean \"site-admin\"? It reaches everything",
        Some("user \"a\" { role \"site-admin\"; }"),
    ),
    (
        "user \"a\" { role \"user\"; }",
        "an ordinary user has no role: leave it out",
        Some("user \"a\""),
    ),
    (
        "user \"a\" { enabled #false; }",
        "unless it says `disabled #true`",
        Some("user \"a\" { disabled #true; }"),
    ),
    ("user \"a\" { full_name \"A B\"; }", "did you mean `name`?", None),
    ("user \"a\" { mail \"a@x.example\"; }", "did you mean `email`?", None),
    ("group \"G\"\nuser \"a\" { member-of \"G\"; }", "did you mean `groups`?", None),
    (
        "user \"a\" { public-key \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz\"; }",
        "ssh-key \"laptop\" \"ssh-ed25519 AAAA…\"",
        Some(
            "user \"a\" { ssh-key \"laptop\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz\"; }",
        ),
    ),
    ("group \"G\"\ngroup \"H\"\nuser \"a\" { groups \"G,H\"; }", "names of 2 groups", None),
    (
        "group \"G\"\ngroup \"H\"\nfolder \"F\" { grant \"list\" group=\"G, H\"; }",
        "say it once for each of them",
        Some(
            "group \"G\"\ngroup \"H\"\nfolder \"F\" { grant \"list\" group=\"G\"; grant \"list\" group=\"H\"; }",
        ),
    ),
    ("user \"a\" { allowed-ips \"192.0.2.1, 192.0.2.2\"; }", "is not an address or a range", None),
    ("user \"a\" { time-zone \"America/New_York\"; }", "did you mean \"Eastern Time", None),
    (
        "user \"a\" { authenticate-until \"9999-12-31T23:59:59Z\"; }",
        "write `#null`, or leave the line out",
        Some("user \"a\" { authenticate-until #null; }"),
    ),
    (
        "automation \"m\" { owner \"site\"; trigger \"daily\" interval=\"dayly\"; delete-file { source \"A/*\"; }; }\nfolder \"A\"",
        "did you mean \"day\"?",
        None,
    ),
    (
        "user \"Amy\"\nuser \"amy\"",
        "the two spellings for one name: keep one",
        Some("user \"Amy\""),
    ),
    (
        "user \"a\" { self-managed #false; }",
        "declare the account with `bot` or `user`",
        Some("user \"a\""),
    ),
    (
        "site \"s\" { subscription \"power\"; settings { folder-permissions-groups-only #true; }; }\nuser \"a\"\nuser \"b\"\ngroup \"G\" { member \"a\" \"b\"; }\nfolder \"F\" { grant \"readonly\" group=\"G\"; grant \"full\" user=\"a\"; }",
        "group `G`, which has access here, would give it to `b`, too",
        Some(
            "site \"s\" { subscription \"power\"; settings { folder-permissions-groups-only #true; }; }\nuser \"a\"\nuser \"b\"\ngroup \"G\" { member \"a\" \"b\"; }\ngroup \"A\" { member \"a\"; }\nfolder \"F\" { grant \"readonly\" group=\"G\"; grant \"full\" group=\"A\"; }",
        ),
    ),
    (
        "user \"a\" { role \"site-admin\"; disabled #true; }",
        "write `role #null`",
        Some("user \"a\" { role #null; disabled #true; }"),
    ),
];

#[test]
fn what_a_message_says_to_write_checks() {
    for (written, told, remedy) in HABITS {
        let files = [("site.kdl", format!("{ROOTS}{written}\n")), ("people.kdl", String::new())];
        let place = Place::with(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
        let ran = place.run(&["check"]).ends(3);
        assert!(ran.stdout.contains(told), "{written}: {told}\n{}", ran.stdout);
        let errors = ran.stdout.matches("  × ").count();
        assert_eq!(errors, 1, "one mistake is told once: {written}\n{}", ran.stdout);
        match remedy {
            Some(text) => place.write("site.kdl", format!("{ROOTS}{text}\n")),
            None => drop(place.run(&["check", "--fix"])),
        }
        let after = place.run(&["check"]);
        assert_eq!(after.code, 0, "{written}\n{}\n{}", place.read("site.kdl"), after.stdout);
    }
}

/// A path as other systems write theirs is shown as what it becomes.
#[test]
fn paths_of_other_systems_are_shown_as_what_they_become() {
    let text = format!("{ROOTS}folder \"C:\\\\Data\\\\In\"\nfolder \"/srv/Out\"\n");
    let place = Place::with(&[("site.kdl", &text)]);
    let told = place.run(&["check"]).ends(0).stdout;
    assert!(told.contains("`C:/Data/In`") && told.contains("`srv/Out`"), "{told}");
    place.run(&["check", "--fix"]).ends(0);
    let fixed = place.read("site.kdl");
    assert!(
        fixed.contains("folder \"Data/In\"") && fixed.contains("folder \"srv/Out\""),
        "{fixed}"
    );
    assert!(!place.run(&["check"]).ends(0).stdout.contains("path-rewritten"));
}

#[test]
fn commands_of_other_tools_lead_to_ours() {
    let place = Place::new();
    for (command, instead) in [
        ("validate", "siteplan check"),
        ("destroy", "`remove` names an object"),
        ("new", "siteplan init"),
        ("export", "siteplan pull"),
        ("diff", "siteplan drift"),
    ] {
        let told = place.run(&[command]).ends(64).stderr;
        assert!(told.contains(instead), "{command}: {told}");
    }
}
