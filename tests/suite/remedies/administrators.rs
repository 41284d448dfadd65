//! What is said of administrators.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "admin-holds-grant",
        "drop the grant",
        &[("    grant \"admin\" user=\"carter\"\n", "")],
    )
    .gaining(&["carter: everything on /"]),
    Remedy::of(
        "admin-holds-grant",
        "drop the role if only this folder is meant",
        &[("    role \"site-admin\"\n", "")],
    )
    .gaining(&["carter: everything on Branches/Central"]),
    Remedy::of(
        "admin-is-billing-admin",
        "drop the role of billing administrator",
        &[(r#" "billing-admin""#, "")],
    ),
    Remedy::of("admin-is-group-admin", "make it a plain `member`", &[("    admin", "    member")]),
    Remedy::of(
        "admin-is-group-admin",
        "or name somebody else as `admin`",
        &[(r#"    admin "carter""#, r#"    admin "priya""#), ("", "user \"priya\"\n")],
    ),
    Remedy::of(
        "admin-is-read-only-admin",
        "keep one of the two roles",
        &[(r#" "read-only-admin""#, "")],
    )
    .gaining(&["ellen: everything on /"]),
    Remedy::of(
        "admin-is-read-only-admin",
        "keep one of the two roles",
        &[(r#""site-admin" "#, "")],
    ),
    Remedy::of(
        "alerts-to-non-admin",
        "drop the line",
        &[("    notify-on-all-sso-failures #true\n", "")],
    ),
    Remedy::of(
        "alerts-to-non-admin",
        r#"or add `role "read-only-admin"`"#,
        &[("    notify", "    role \"read-only-admin\"\n    notify")],
    ),
    Remedy::of(
        "billing-admin-expects-access",
        "otherwise add a group",
        &[
            ("    role", "    groups \"Accounting\"\n    role"),
            (
                "",
                r#"group "Accounting"
folder "Invoices" {
    grant "readonly" group="Accounting"
}
"#,
            ),
        ],
    )
    .gaining(&["chale: list, preview, read on Invoices"]),
    Remedy::of(
        "bot-administers-child-site",
        "drop the grant",
        &[("    grant \"site-admin\" user=\"replicator\"\n", "")],
    ),
    Remedy::of(
        "bot-administers-child-site",
        "or name a person",
        &[(r#"user="replicator""#, r#"user="priya""#), ("", "user \"priya\"\n")],
    )
    .gaining(&["priya: everything on _/Sites/7"]),
    Remedy::of(
        "child-site-role-redundant",
        "drop the grant",
        &[("    grant \"site-admin\" user=\"carter\"\n", "")],
    ),
    Remedy::of(
        "child-site-role-redundant",
        "drop this grant, or keep one of the two to others",
        &[(r#" grant "read-only-admin" user="ana";"#, "")],
    )
    .written(
        r#"user "ana"
group "IT" { member "ana"; }
child-site "emea" id=7 { grant "read-only-admin" user="ana"; grant "site-admin" group="IT"; }
"#,
    ),
    Remedy::of(
        "child-site-role-redundant",
        "or keep one of the two to others",
        &[(r#"group "IT" { member "ana"; }"#, "group \"IT\" { member \"ben\"; }\nuser \"ben\"")],
    )
    .written(
        r#"user "ana"
group "IT" { member "ana"; }
child-site "emea" id=7 { grant "read-only-admin" user="ana"; grant "site-admin" group="IT"; }
"#,
    )
    .gaining(&["ben: everything on _/Sites/7"]),
    Remedy::of(
        "child-site-roles-exclude",
        "keep one of the two lines",
        &[("    grant \"site-admin\" group=\"IT\"\n", "")],
    ),
    Remedy::of(
        "child-site-roles-exclude",
        "keep one of the two lines",
        &[("    grant \"read-only-admin\" group=\"IT\"\n", "")],
    ),
    Remedy::of(
        "folder-admin-not-recursive",
        "drop `recursive=#false`",
        &[(" recursive=#false", "")],
    )
    .gaining(&["priya: everything on Branches/Central"]),
    Remedy::of(
        "folder-admin-not-recursive",
        "or grant `full` on this folder only",
        &[(r#""admin""#, r#""full""#)],
    )
    .gaining(&["priya: list, preview, read, write, delete on Branches/Central alone"]),
    Remedy::of(
        "group-without-admin",
        r#"name the team's lead with `admin "…"`"#,
        &[(r#"member "alex""#, r#"admin "alex""#)],
    ),
    Remedy::of(
        "read-only-admin-edits",
        "grant `admin` on the folders of the automation to `ellen`",
        &[(
            "",
            r#"folder "Inbox" {
    grant "admin" user="ellen"
}
folder "Archive" {
    grant "admin" user="ellen"
}
"#,
        )],
    )
    .gaining(&["ellen: everything on Archive", "ellen: everything on Inbox"]),
    Remedy::of(
        "read-only-admin-edits",
        r#"or say `owner "site"`"#,
        &[(r#"owner user="ellen""#, r#"owner "site""#)],
    ),
    Remedy::of(
        "read-only-admin-edits",
        "to a group with `priya` in it, and nobody else",
        &[(
            "",
            r#"group "P" { member "priya"; }
folder "In" { grant "admin" group="P"; }
"#,
        )],
    )
    .written(
        r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "priya" { role "read-only-admin"; }
automation "a" { owner user="priya"; trigger "manual"; delete-file { source "In/*.tmp"; }; }
"#,
    )
    .gaining(&["priya: everything on In"]),
    Remedy::of(
        "read-only-admin-shares",
        "where sharing is wanted, grant `bundle` to `ellen`, in place of `readonly`",
        &[(r#""readonly""#, r#""bundle""#)],
    )
    .gaining(&["ellen: share on Branches/East"]),
    Remedy::of(
        "read-only-admin-shares",
        "grant `bundle` to `ellen`",
        &[(r#"grant "full""#, r#"grant "full" "bundle""#)],
    )
    .written(
        r#"user "ellen" { role "read-only-admin"; }
folder "East" { grant "full" user="ellen"; }
"#,
    )
    .gaining(&["ellen: share on East"]),
    Remedy::of(
        "read-only-admin-shares",
        "grant `bundle` to `ellen`, in place of `readonly`",
        &[(r#""readwrite""#, r#""writeonly" "bundle""#)],
    )
    .written(
        r#"user "ellen" { role "read-only-admin"; }
folder "East" { grant "readwrite" user="ellen"; }
"#,
    )
    .gaining(&["ellen: share on East"]),
    Remedy::of(
        "read-only-admin-shares",
        "grant `bundle` to `ellen`",
        &[(r#"grant "readonly""#, r#"grant "bundle" user="ellen"; grant "readonly""#)],
    )
    .written(
        r#"user "ellen" { role "read-only-admin"; }
user "ben"
group "Staff" { member "ellen" "ben"; }
folder "East" { grant "readonly" group="Staff"; }
"#,
    )
    .gaining(&["ellen: share on East"]),
    Remedy::of(
        "read-only-admin-shares",
        "grant `bundle` to a group with `ellen` in it, and nobody else",
        &[
            (r#"grant "readonly""#, r#"grant "bundle" group="E"; grant "readonly""#),
            ("", "group \"E\" { member \"ellen\"; }\n"),
        ],
    )
    .written(
        r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "ellen" { role "read-only-admin"; }
user "ben"
group "Staff" { member "ellen" "ben"; }
folder "East" { grant "readonly" group="Staff"; }
"#,
    )
    .gaining(&["ellen: share on East"]),
    Remedy::of(
        "too-many-site-admins",
        "narrower roles exist",
        &[(r#"user "drew" { role "site-admin" }"#, r#"user "drew" { role "read-only-admin" }"#)],
    ),
];
