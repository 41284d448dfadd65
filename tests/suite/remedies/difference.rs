//! What is said of the difference between a definition and a live site.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "api-key-not-saved",
        r#"save-to="keys/exporter.key""#,
        &[(r#"api-key "nightly""#, r#"api-key "nightly" save-to="keys/exporter.key""#)],
    ),
    Remedy::of(
        "automation-loses-folder",
        "lead it elsewhere",
        &[(
            "",
            r#"automation "sweep" {
    delete-file {
        source "Out/*.tmp"
    }
}
"#,
        )],
    ),
    Remedy::of(
        "automation-loses-folder",
        "disable it, or remove it in the same plan",
        &[("", "automation \"sweep\" { disabled #true; }\n")],
    ),
    Remedy::of(
        "automation-loses-folder",
        "or remove it in the same plan",
        &[("", "remove automation=\"sweep\"\n")],
    ),
    Remedy::of(
        "externally-managed",
        "or do not declare them",
        &[(
            r#"user "priya" {
    company "Acme Brokers"
}
"#,
            "",
        )],
    ),
    Remedy::of(
        "fixed-once-made",
        "write what it is",
        &[("    user \"mara\"\n", "    user \"ben\"\n")],
    ),
    Remedy::of(
        "fixed-once-made",
        "or make another under a new name and remove this one",
        &[
            (
                r#"share-group "Press" {"#,
                r#"share-group "Press 2" {
    members { - { name "Pia"; email "pia@daily.example"; }; }"#,
            ),
            ("", "remove share-group=\"Press\"\n"),
        ],
    ),
    Remedy::of("group-id-differs", "say `id=42`", &[("id=24", "id=42")]),
    Remedy::of("group-id-differs", "or nothing", &[(" id=24", "")]),
    Remedy::of(
        "hidden-value-dropped",
        "enable-inbound-email-address #null",
        &[(
            "        title",
            "        enable-inbound-email-address #null\n        password #null\n        title",
        )],
    ),
    Remedy::of(
        "incomplete-to-create",
        "say it",
        &[(
            "    time-zone",
            r#"    days "monday"
    at "02:00"
    time-zone"#,
        )],
    ),
    Remedy::of(
        "left-at-former-path",
        "declare it with the new path (an automation with `disabled #false`, so that the plan pauses it)",
        &[(
            "",
            r#"automation "file scans" {
    disabled #false
    owner "site"
    trigger "daily" interval="day"
    move-file {
        source "Paper/*.pdf"
        destination "Filed/"
    }
}
"#,
        )],
    ),
    Remedy::of(
        "leftover-user-grant",
        r#"grant it to group `Sales`, which `alex` is in, and write grants undeclared="remove" within="Branches""#,
        &[(
            "",
            r#"group "Sales"
folder "Branches" { grant "readonly" group="Sales"; }
manage { grants undeclared="remove" within="Branches"; }
"#,
        )],
    ),
    Remedy::of(
        "link-leads-nowhere",
        r#"declare `folder "Press/2026"`"#,
        &[("", "folder \"Press/2026\"\n")],
    )
    .gaining(&["(outsiders): list, preview, read on Press/2026/Q3.pdf"]),
    Remedy::of("link-leads-nowhere", "or correct the path", &[("Press/2026/Q3.pdf", "Press")])
        .gaining(&["(outsiders): list, preview, read on Press"]),
    Remedy::of("live-name-shared", "`id=5` (delete-file)", &[(r#""sweep""#, r#""sweep" id=5"#)]),
    Remedy::of("live-name-shared", "or `id=6` (delete-file)", &[(r#""sweep""#, r#""sweep" id=6"#)]),
    Remedy::of(
        "no-site-admin",
        r#"keep one who can sign in: role "site-admin""#,
        &[("role #null", r#"role "site-admin""#)],
    ),
    Remedy::of(
        "owner-change-on-apply",
        r#"say owner "site" to confirm"#,
        &[("    delete-file", "    owner \"site\"\n    delete-file")],
    ),
    Remedy::of(
        "owner-loses-path",
        "give the automation another owner first",
        &[("", "automation \"sweep\" { owner \"site\"; }\n")],
    )
    .then_told(&["owner-change-on-apply"]),
    Remedy::of(
        "owner-loses-path",
        "or disable it in the same plan",
        &[("", "automation \"sweep\" { disabled #true; }\n")],
    )
    .then_told(&["owner-change-on-apply"]),
    Remedy::of(
        "owner-removed-without-heir",
        r#"say who gets them: remove user="alex" heir="…""#,
        &[("", "remove user=\"alex\" heir=\"carter\"\n")],
    ),
    Remedy::of(
        "owner-removed-without-heir",
        r#"(a user, or "site")"#,
        &[("", "remove user=\"alex\" heir=\"site\"\n")],
    ),
    Remedy::of(
        "owner-removed-without-heir",
        "or declare them with another owner",
        &[("", "automation \"sweep\" { owner \"site\"; }\n")],
    )
    .then_told(&["owner-change-on-apply"]),
    Remedy::of(
        "partner-takes-users",
        "to keep one, declare it with `partner #null`",
        &[("", "user \"vera\" { partner #null; }\n")],
    ),
    Remedy::of(
        "provider-managed",
        "let the site allow it: `non-sso-users-allowed #true`",
        &[("", "site \"s\" { settings { non-sso-users-allowed #true; }; }\n")],
    ),
    Remedy::of("re-enables-user", "why was the account disabled?", &[("#false", "#true")]),
    Remedy::of("removal-done", "delete the statement", &[("remove user=\"maja\"\n", "")]),
    Remedy::of(
        "removal-empties-workspace",
        "remove what is in it by statements of its own",
        &[("", "remove user=\"rosa\"\n")],
    )
    .then_told(&["removal-leaves-behind"]),
    Remedy::of("removal-still-used", "keep it", &[("remove gpg-key=\"Globex\"\n", "")]),
    Remedy::of(
        "removal-still-used",
        "or declare what uses it without it",
        &[("", "folder \"In\" { behavior \"auto_encrypt\" #null; }\n")],
    ),
    Remedy::of("removes-large-share", "`--max-removals 6`", &[]).with(&["--max-removals", "6"]),
    Remedy::of("removes-protected", "declare the object", &[("", "user \"carter\"\n")]),
    Remedy::of("removes-protected", "or drop the protection", &[("protect user=\"carter\"\n", "")]),
    Remedy::of(
        "rename-suspected",
        r#"for a rename write: user "priya-nair" was="priya""#,
        &[(r#""priya-nair""#, r#""priya-nair" was="priya""#)],
    ),
    Remedy::of(
        "setting-managed-by-parent",
        "or drop the setting here",
        &[("        require-2fa #true\n", "")],
    ),
    Remedy::of(
        "single-site-admin",
        "with two, one can help when the other is locked out",
        &[("#null", r#""site-admin""#)],
    ),
    Remedy::of(
        "spelled-otherwise",
        r#"to rename it add was="design""#,
        &[(r#""Design""#, r#""Design" was="design""#)],
    ),
    Remedy::of(
        "spelled-otherwise",
        "else write it as the site does",
        &[(r#""Design""#, r#""design""#)],
    ),
    Remedy::of("stale-was", "delete it", &[(r#" was="priya""#, "")]),
    Remedy::of("transient-gain", "accept it with --allow-transient", &[])
        .gaining(&["ben: list, preview, read on Notices/Plans"])
        .then_told(&["transient-gain"])
        .with(&["--allow-transient"]),
    Remedy::of("transient-loss", "plan with --bridge", &[]).with(&["--bridge"]),
    Remedy::of("transient-loss", "or accept it with --allow-transient", &[])
        .then_told(&["transient-loss"])
        .with(&["--allow-transient"]),
    Remedy::of(
        "was-ambiguous",
        r#"write was="Clients/Inbox""#,
        &[(r#""Inbox""#, r#""Clients/Inbox""#)],
    ),
    Remedy::of("was-ambiguous", r#"or was="/Inbox""#, &[(r#""Inbox""#, r#""/Inbox""#)]),
    Remedy::of("was-and-is", "delete `was` if they are two", &[(r#" was="Sales""#, "")]),
    Remedy::of("was-unknown", "for a new folder delete `was`", &[(r#" was="Shraed/Reports""#, "")])
        .then_told(&["rename-suspected"]),
];
