//! What is said of permissions.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "duplicate-grant",
        "drop one of the two",
        &[("    grant \"readonly\" group=\"Sales Central\"\n", "")],
    ),
    Remedy::of(
        "duplicate-grant",
        "drop one of the two",
        &[("    grant \"readwrite\" group=\"Sales Central\"\n", "")],
    ),
    Remedy::of(
        "expectation-broken",
        "`siteplan access why ivy Finance/Payroll` shows every grant behind it",
        &[("    grant \"readonly\" group=\"Interns\"\n", "")],
    ),
    Remedy::of(
        "expectation-of-nothing",
        "declare the folder if it is meant",
        &[("", "folder \"Finanec/Payroll\"\n")],
    ),
    Remedy::of(
        "expectation-of-nothing",
        "say who is in the group",
        &[(r#"group "Interns""#, r#"group "Interns" { member "ivy"; }"#)],
    )
    .written(r#"user "ivy"
group "Interns"
folder "F"
expect "e" { deny "read" to="F/**" group="Interns"; }
"#),
    Remedy::of(
        "expectation-of-nothing",
        "or name who is meant",
        &[(r#"group="Interns""#, r#"user="ivy""#)],
    )
    .written(r#"user "ivy"
group "Interns"
folder "F"
expect "e" { deny "read" to="F/**" group="Interns"; }
"#),
    Remedy::of("fence-hides-nothing", "drop the fence", &[("            fence\n", "")]),
    Remedy::of(
        "fence-hides-nothing",
        "or grant above what it is to stop",
        &[(
            "        fence\n        folder",
            r#"        fence
        grant "readonly" group="Sales"
        folder"#,
        )],
    ),
    Remedy::of(
        "fence-hides-nothing",
        "drop the fence",
        &[(r#""Board" { fence; }"#, r#""Board""#)],
    )
    .written(r#"user "ana"
group "Sales" { member "ana"; }
folder "Branches" { grant "full" group="Sales"; folder "Central" { fence; folder "Board" { fence; }; folder "Other" { grant "readonly" group="Sales"; }; }; }
"#),
    Remedy::of(
        "fence-locks-out",
        "grant here what people need",
        &[(
            "        fence\n",
            r#"        fence
        grant "readonly" group="Sales"
"#,
        )],
    ),
    Remedy::of(
        "fence-locks-out",
        "grant here what people need",
        &[("fence;", r#"fence; grant "readonly" user="ana";"#)],
    )
    .written(r#"user "ana"
user "ben"
group "Sales" { member "ana" "ben"; }
folder "Branches" { grant "readwrite" group="Sales"; }
folder "Branches/Central" { fence; }
"#)
    .gaining(&["ana: list, preview, read on Branches/Central"]),
    Remedy::of(
        "fence-locks-out",
        "or drop the fence to let in who has access above",
        &[("fence;", "")],
    )
    .written(r#"user "ana"
user "ben"
group "Sales" { member "ana" "ben"; }
folder "Branches" { grant "readwrite" group="Sales"; }
folder "Branches/Central" { fence; }
"#)
    .gaining(&[
        "ana: list, preview, read, write on Branches/Central",
        "ben: list, preview, read, write on Branches/Central",
    ]),
    Remedy::of(
        "fence-on-root",
        "put the fence on the folder that is to be closed",
        &[(r#"folder "/""#, r#"folder "Board""#)],
    ),
    Remedy::of(
        "folder-on-remote-server",
        "make the folder on that server",
        &[("    folder \"Out\"\n", "")],
    ),
    Remedy::of("folder-on-remote-server", "drop `was=`", &[(r#" was="Old""#, "")])
    .written(r#"remote-server "w"
folder "W" { behavior "remote_server_mount" { remote-server "w"; }; }
folder "W/Out" was="Old"
"#)
    .then_told(&["folder-on-remote-server"]),
    Remedy::of(
        "folder-shows-too-much",
        r#"write the value in quotes: `Retention years "…"`"#,
        &[(r#""Retention years" 7"#, r#""Retention years" "7""#)],
    ),
    Remedy::of(
        "folder-shows-too-much",
        "say it of the folders in it",
        &[(r#"folder "/""#, r#"folder "In""#)],
    )
    .written("folder \"/\" { custom-metadata { \"Owner\" \"ana\"; }; }\n"),
    Remedy::of(
        "grant-unreachable",
        "add a member",
        &[(r#"groups "Sales""#, r#"groups "Sales" "Auditors""#)],
    )
    .gaining(&["alex: list, preview, read on Branches"]),
    Remedy::of(
        "grant-unreachable",
        "or drop the grant",
        &[(
            r#"    grant "readonly" {
        all-of "Sales" "Auditors"
    }
"#,
            "",
        )],
    ),
    Remedy::of(
        "grant-unreachable",
        "add a member, or drop the role",
        &[("\ngroup \"IT\"", "\ngroup \"IT\" { member \"ana\"; }")],
    )
    .written(r#"user "ana"
group "Staff" { member "ana"; }
group "IT"
child-site "emea" id=7 { grant "site-admin" group="IT"; }
"#)
    .gaining(&["ana: everything on _/Sites/7"]),
    Remedy::of(
        "group-only-needs-plan",
        "drop the setting",
        &[("        folder-permissions-groups-only #true\n", "")],
    ),
    Remedy::of("group-only-needs-plan", "or correct the plan", &[(r#""starter""#, r#""power""#)]),
    Remedy::of(
        "home-folder-missing",
        r#"add `folder "users/alex"` with a grant that lets `alex` in"#,
        &[(
            "",
            r#"folder "users/alex" {
    grant "readwrite" user="alex"
}
"#,
        )],
    )
    .gaining(&["alex: list, preview, read, write on users/alex"]),
    Remedy::of(
        "notification-tells-more",
        "grant `list` on `Cases` to who is mailed",
        &[("    notify", "    grant \"list\" group=\"Ops\"\n    notify")],
    )
    .gaining(&["rosa: list on Cases"]),
    Remedy::of(
        "notification-tells-more",
        "or notify somebody else",
        &[(r#""upload" group="Ops""#, r#""upload" group="Legal""#)],
    ),
    Remedy::of(
        "partner-grant-refused",
        "grant `readwrite`, `full` or less",
        &[(r#""bundle""#, r#""readwrite""#)],
    )
    .written(r#"user "vera" { partner "Acme"; }
partner "Acme" { root-folder "Acme"; }
folder "Acme" { grant "bundle" partner="Acme"; }
"#)
    .gaining(&["vera: list, preview, read, write on Acme"]),
    Remedy::of(
        "partner-grant-refused",
        "grant on the root folder or below it",
        &[(r#"folder "Finance""#, r#"folder "Acme/Finance""#)],
    )
    .written(r#"user "vera" { partner "Acme"; }
partner "Acme" { root-folder "Acme"; }
folder "Finance" { grant "readonly" partner="Acme"; }
"#)
    .gaining(&["vera: list, preview, read on Acme/Finance"]),
    Remedy::of(
        "partner-user-holds-more",
        "grant it to the partner, with all its users",
        &[
            (r#""full" user="vera""#, r#""full" partner="Acme""#),
            ("", "user \"otto\" { partner \"Acme\"; }\n"),
        ],
    )
    .gaining(&[
        "otto: list, preview, read, write, delete on Partners/Acme",
        "vera: list, preview, read, write, delete on Partners/Acme",
    ]),
    Remedy::of(
        "partner-user-holds-more",
        "or say `partner #null`",
        &[("partner \"Acme\"\n}", "partner #null\n}")],
    )
    .gaining(&["vera: list, preview, read, write, delete on Partners/Acme"]),
    Remedy::of("redundant-grant", "drop `readonly`", &[(r#" "readonly""#, "")]),
    Remedy::of(
        "redundant-grant",
        "or put a fence between if less is meant above",
        &[(r#"{ grant "readonly" group="G"; }"#, r#"{ fence; grant "readonly" group="G"; }"#)],
    )
    .written(r#"user "ana"
group "G" { member "ana"; }
folder "A" { grant "full" group="G"; }
folder "A/B" { grant "readonly" group="G"; }
"#),
    Remedy::of(
        "redundant-grant",
        "write `writeonly` here, without `readonly`",
        &[(r#""readwrite""#, r#""writeonly""#)],
    )
    .written(r#"group "G"
folder "A" { grant "bundle" group="G"; grant "readwrite" group="G"; }
"#),
    Remedy::of("redundant-grant", "drop `readwrite`", &[(r#" grant "readwrite" group="G";"#, "")])
    .written(r#"group "G"
folder "A" { grant "full" group="G"; grant "readwrite" group="G"; }
"#),
    Remedy::of(
        "root-grant",
        "grant it on the folders that are needed",
        &[(r#"folder "/""#, r#"folder "Notices""#)],
    ),
    Remedy::of(
        "root-grant",
        "or say `recursive=#false`",
        &[("group=\"All Staff\"\n}", "group=\"All Staff\" recursive=#false\n}")],
    ),
    Remedy::of(
        "root-grant-guarded",
        "grant it on folders below the root",
        &[(r#"folder "/""#, r#"folder "Notices""#)],
    ),
    Remedy::of(
        "root-grant-guarded",
        "or drop the setting",
        &[("        prevent-root-permissions-for-non-site-admins #true\n", "")],
    ),
    Remedy::of(
        "user-grant-in-group-only-site",
        "declare a group with member `alex`, and grant `readonly` to it",
        &[(r#"user="alex""#, r#"group="A""#), ("", "group \"A\" { member \"alex\"; }\n")],
    )
    .written(r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "alex"
user "blair"
group "Sales" { member "alex" "blair"; }
folder "F" { grant "readonly" user="alex"; }
"#)
    .gaining(&["alex: list, preview, read on F"]),
    Remedy::of(
        "user-grant-in-group-only-site",
        "drop it: `alex` has `readonly` here by group `Sales`",
        &[(r#" grant "readonly" user="alex";"#, "")],
    )
    .written(r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "alex"
user "blair"
group "Sales" { member "alex" "blair"; }
folder "F" { grant "readonly" group="Sales"; grant "readonly" user="alex"; }
"#)
    .gaining(&["alex: list, preview, read on F", "blair: list, preview, read on F"]),
    Remedy::of(
        "user-grant-in-group-only-site",
        "declare a group with member `alex`, and grant `site-admin` to it",
        &[(r#"user="alex""#, r#"group="A""#), ("", "group \"A\" { member \"alex\"; }\n")],
    )
    .written(r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "alex"
user "blair"
group "Sales" { member "alex" "blair"; }
child-site "emea" id=7 { grant "site-admin" user="alex"; }
"#)
    .gaining(&["alex: everything on _/Sites/7"]),
    Remedy::of(
        "user-grant-in-group-only-site",
        "grant `readonly` to group `Sales Central`, which `alex` is in",
        &[(r#"user="alex""#, r#"group="Sales Central""#)],
    )
    .gaining(&["alex: list, preview, read on Branches/Central"]),
];
