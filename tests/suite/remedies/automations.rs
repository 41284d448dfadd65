//! What is said of automations.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "action-incomplete",
        r#"add `destination "Out/"`"#,
        &[(r#"*.pdf""#, "*.pdf\"\n        destination \"Out/\"")],
    ),
    Remedy::of(
        "action-incomplete",
        "say it in the node: `zip` cannot do without",
        &[(r#"type="zip""#, r#"type="zip" { destination "Out/a.zip"; }"#)],
    )
    .written("automation \"s\" { owner \"site\"; v2 { node \"in\" type=\"trigger_manual\" { path \"In\"; }; node \"a\" type=\"zip\"; edge from=\"in\" to=\"a\"; }; }\n"),
    Remedy::of(
        "action-trigger-not-allowed",
        "by a schedule",
        &[(r#""action" "create""#, r#""daily" interval="day""#)],
    ),
    Remedy::of(
        "action-trigger-not-allowed",
        "a webhook",
        &[(r#""action" "create""#, r#""webhook""#)],
    ),
    Remedy::of(
        "action-trigger-not-allowed",
        "an e-mail",
        &[(r#""action" "create""#, r#""email""#)],
    ),
    Remedy::of(
        "action-trigger-not-allowed",
        "or by hand",
        &[(r#""action" "create""#, r#""manual""#)],
    ),
    Remedy::of(
        "automation-needs-remote",
        "grant `admin` on `Partners/Acme/In` to `priya`",
        &[(
            "",
            r#"folder "Partners/Acme/In" {
    grant "admin" user="priya"
}
"#,
        )],
    )
    .gaining(&["priya: everything on Inbox", "priya: everything on Partners/Acme/In"])
    .then_told(&["folder-on-remote-server"]),
    Remedy::of(
        "automation-needs-remote",
        r#"or say `owner "site"`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    )
    .gaining(&["priya: everything on Inbox"])
    .then_told(&["editor-takes-ownership"]),
    Remedy::of(
        "automation-needs-remote",
        "grant `site-admin` on the child site with id 7 to `priya`",
        &[(
            r#"child-site "emea" id=7"#,
            r#"child-site "emea" id=7 { grant "site-admin" user="priya"; }"#,
        )],
    )
    .written(r#"user "priya"
child-site "emea" id=7
folder "In" { grant "admin" user="priya"; }
automation "a" { owner user="priya"; trigger "manual"; copy-file { source "In/*.tmp"; destination "_/Sites/7/In/"; }; }
"#)
    .gaining(&["priya: everything on In", "priya: everything on _/Sites/7"]),
    Remedy::of("automation-path-invalid", "close what is opened", &[("In[box/", "In[b]ox/")]),
    Remedy::of(
        "automation-path-invalid",
        r#"a special character is meant literally as in `[\[]`"#,
        &[("In[box/", r#"In[\\[]box/"#)],
    ),
    Remedy::of(
        "automation-path-invalid",
        "name the folder and the file, or bring the files here by a sync",
        &[("**/*.tmp", "In/a.tmp")],
    )
    .written(r#"remote-server "acme"
folder "Acme" { behavior "remote_server_mount" { remote-server "acme"; }; }
automation "a" { owner "site"; trigger "manual"; copy-file { source "Acme/**/*.tmp"; destination "Out/"; }; }
"#),
    Remedy::of(
        "coverage-undecided",
        r#"say `owner "site"`"#,
        &[(r#"owner user="pat""#, r#"owner "site""#)],
    ),
    Remedy::of(
        "coverage-undecided",
        "is a folder admin wherever it leads",
        &[(r#"folder "Clients/fabrikam""#, r#"folder "Clients""#)],
    )
    .gaining(&["pat: everything on Clients"]),
    Remedy::of(
        "destination-feeds-source",
        "write to a folder that the source does not match",
        &[("Inbox/Done/", "Done/")],
    ),
    Remedy::of(
        "destination-feeds-source",
        "or narrow the source",
        &[("Inbox/**/*.pdf", "Inbox/*.pdf")],
    ),
    Remedy::of(
        "editor-takes-ownership",
        "grant `admin` on all of its paths",
        &[(
            "",
            r#"folder "Archive" {
    grant "admin" user="priya"
}
"#,
        )],
    )
    .gaining(&["priya: everything on Archive"])
    .then_told(&["log-hidden-from-owner"]),
    Remedy::of(
        "editor-takes-ownership",
        "or on none",
        &[("    grant \"admin\" user=\"priya\"\n", "")],
    ),
    Remedy::of(
        "graph-unsound",
        "add an edge that leads here",
        &[(
            "to=\"copy\"\n",
            r#"to="copy"
        edge from="copy" to="clean"
"#,
        )],
    ),
    Remedy::of(
        "graph-unsound",
        "or delete the node",
        &[("        node \"clean\" type=\"delete_file\"\n", "")],
    ),
    Remedy::of(
        "graph-unsound",
        "take out one of these edges",
        &[(r#" edge from="b" to="a";"#, "")],
    )
    .written("automation \"s\" { owner \"site\"; v2 { node \"in\" type=\"trigger_manual\" { path \"In\"; }; node \"a\" type=\"copy_file\" { destinations \"Out/\"; }; node \"b\" type=\"copy_file\" { destinations \"Out2/\"; }; edge from=\"in\" to=\"a\"; edge from=\"a\" to=\"b\"; edge from=\"b\" to=\"a\"; }; }\n"),
    Remedy::of(
        "log-hidden-from-owner",
        r#"to who needs them add `role "read-only-admin"`"#,
        &[("user \"priya\"\n", "user \"priya\" { role \"read-only-admin\"; }\n")],
    ),
    Remedy::of(
        "owner-disabled",
        r#"say `owner "site"`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    ),
    Remedy::of(
        "owner-disabled",
        "name another folder admin of its paths",
        &[(r#"owner user="priya""#, r#"owner user="noor""#)],
    )
    .written(r#"user "priya" { disabled #true; }
user "noor"
folder "In" { grant "admin" user="noor"; }
automation "a" { owner user="priya"; delete-file { source "In/*"; }; trigger "manual"; }
"#)
    .gaining(&["noor: everything on In"])
    .then_told(&["owner-is-only-one-person"]),
    Remedy::of(
        "owner-disabled",
        "or disable the automation",
        &[("    owner", "    disabled #true\n    owner")],
    ),
    Remedy::of(
        "owner-is-bot",
        r#"say `owner "site"`"#,
        &[(r#"owner user="archiver""#, r#"owner "site""#)],
    )
    .then_told(&["log-hidden-from-owner"]),
    Remedy::of(
        "owner-is-only-one-person",
        r#"say `owner "site"`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    )
    .then_told(&["log-hidden-from-owner"]),
    Remedy::of(
        "owner-lacks-access",
        "grant `admin` on `Branches` to `priya`",
        &[(r#"folder "Branches/Central""#, r#"folder "Branches""#)],
    )
    .gaining(&["priya: everything on Branches"]),
    Remedy::of(
        "owner-lacks-access",
        "narrow the pattern",
        &[("Branches/*/*.tmp", "Branches/Central/*.tmp")],
    )
    .gaining(&["priya: everything on Branches/Central"]),
    Remedy::of(
        "owner-lacks-access",
        r#"or say `owner "site"`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    )
    .gaining(&["priya: everything on Branches/Central"]),
    Remedy::of(
        "owner-lacks-access",
        r#"narrow the pattern, or say `owner "site"`: `admin` on `/` would give the whole site to `priya`"#,
        &[(r#""**/*.tmp""#, r#""In/*.tmp""#)],
    )
    .written(r#"user "priya"
folder "In" { grant "admin" user="priya"; }
automation "a" { owner user="priya"; trigger "manual"; delete-file { source "**/*.tmp"; }; }
"#)
    .gaining(&["priya: everything on In"]),
    Remedy::of(
        "owner-not-folder-admin",
        "grant `admin` on `Archive` to `priya`",
        &[(
            "",
            r#"folder "Archive" {
    grant "admin" user="priya"
}
"#,
        )],
    )
    .gaining(&["priya: everything on Archive", "priya: everything on Inbox"]),
    Remedy::of(
        "owner-not-folder-admin",
        r#"or say `owner "site"`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    )
    .gaining(&["priya: everything on Inbox"])
    .then_told(&["editor-takes-ownership"]),
    Remedy::of(
        "owner-not-folder-admin",
        r#"say `owner "site"`: `admin` on `/` would give the whole site to `priya`"#,
        &[(r#"owner user="priya""#, r#"owner "site""#)],
    )
    .written(r#"user "priya"
automation "a" { owner user="priya"; trigger "manual"; delete-file { source "*.tmp"; }; }
"#),
    Remedy::of(
        "owner-not-folder-admin",
        "grant `admin` on `In` to a group with `priya` in it, and nobody else",
        &[(
            "",
            r#"group "P" { member "priya"; }
folder "In" { grant "admin" group="P"; }
"#,
        )],
    )
    .written(r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "priya"
automation "a" { owner user="priya"; trigger "manual"; delete-file { source "In/*.tmp"; }; }
"#)
    .gaining(&["priya: everything on In"])
    .then_told(&["owner-is-only-one-person"]),
    Remedy::of(
        "owner-not-folder-admin",
        r#"say `owner "site"`"#,
        &[(r#"owner user="carter""#, r#"owner "site""#)],
    )
    .written(r#"user "carter" { role "site-admin"; }
automation "a" { owner user="carter"; trigger "manual"; delete-file { source "In/*.tmp"; }; }
"#)
    .gaining(&["carter: everything on /"]),
    Remedy::of(
        "schedule-invalid",
        "count days from 0",
        &[("days 1 7", "days 1 6"), ("24:00", "23:59")],
    ),
    Remedy::of(
        "schedule-invalid",
        "from `00:00` to `23:59`",
        &[("days 1 7", "days 1 6"), ("24:00", "23:59")],
    ),
    Remedy::of(
        "trigger-incomplete",
        r#"add `interval="day"`"#,
        &[(r#""daily""#, r#""daily" interval="day""#)],
    ),
    Remedy::of(
        "trigger-incomplete",
        r#"add `at "02:00"`"#,
        &[("days 1 2", r#"days 1 2; at "02:00""#)],
    )
    .written("automation \"a\" { owner \"site\"; delete-file { source \"In/*\"; }; trigger \"custom-schedule\" { days 1 2; }; }\n"),
    Remedy::of(
        "trigger-incomplete",
        "add `days 1 2 3 4 5`",
        &[(r#"at ""#, r#"days 1 2 3 4 5; at ""#)],
    )
    .written("automation \"a\" { owner \"site\"; delete-file { source \"In/*\"; }; trigger \"custom-schedule\" { at \"02:00\"; }; }\n"),
    Remedy::of(
        "trigger-incomplete",
        r#"add `days 1 2 3 4 5` and `at "02:00"`"#,
        &[(r#""custom-schedule""#, r#""custom-schedule" { days 1 2 3 4 5; at "02:00"; }"#)],
    )
    .written("automation \"a\" { owner \"site\"; delete-file { source \"In/*\"; }; trigger \"custom-schedule\"; }\n"),
    Remedy::of(
        "trigger-incomplete",
        r#"name them: `trigger "action" "create" "update"`"#,
        &[(r#"trigger "action""#, r#"trigger "action" "create" "update""#)],
    )
    .written("automation \"a\" { owner \"site\"; delete-file { source \"In/*\"; }; trigger \"action\"; }\n"),
];
