//! What is said of names and objects while a definition is read.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of("declared-twice", "keep one of them", &[("user \"Carter\"\n", "")]),
    Remedy::of(
        "declared-twice",
        "keep one of the two",
        &[("user \"carter\" { company \"B\"; }\n", "")],
    )
    .written(
        r#"user "carter" { company "A"; }
user "carter" { company "B"; }
"#,
    ),
    Remedy::of("declared-twice", "keep one of the two", &[(r#" company "B";"#, "")])
        .written("user \"a\" { company \"A\"; company \"B\"; }\n"),
    Remedy::of(
        "former-name-used",
        "what is protected is known by the name that it has in the definition",
        &[(r#"protect group="Old""#, r#"protect group="New""#)],
    )
    .written(
        r#"group "New" was="Old"
protect group="Old"
"#,
    ),
    Remedy::of(
        "grantee-missing",
        r#"group="…""#,
        &[(r#""readonly""#, r#""readonly" group="Accounting""#)],
    )
    .written(
        r#"user "ana"
group "Accounting" { member "ana"; }
folder "Finance" {
    grant "readonly"
}
"#,
    )
    .gaining(&["ana: list, preview, read on Finance"]),
    Remedy::of("grantee-missing", r#"user="…""#, &[(r#""readonly""#, r#""readonly" user="ana""#)])
        .written(
            r#"user "ana"
user "ben"
folder "Finance" {
    grant "readonly"
}
"#,
        )
        .gaining(&["ana: list, preview, read on Finance"]),
    Remedy::of(
        "grantee-missing",
        r#"partner="…""#,
        &[(r#""readonly""#, r#""readonly" partner="Acme""#)],
    )
    .written(
        r#"partner "Acme" { root-folder "Acme"; }
folder "Acme" {
    grant "readonly"
}
"#,
    ),
    Remedy::of(
        "grantee-missing",
        r#"{ all-of "…" "…" }"#,
        &[(r#""readonly""#, r#""readonly" { all-of "A" "B"; }"#)],
    )
    .written(
        r#"user "ana"
user "ben"
group "A" { member "ana" "ben"; }
group "B" { member "ana"; }
folder "Finance" {
    grant "readonly"
}
"#,
    )
    .gaining(&["ana: list, preview, read on Finance"]),
    Remedy::of("grantee-missing", "name exactly one", &[(r#" group="G""#, "")])
        .written(
            r#"user "ana"
user "ben"
group "G" { member "ben"; }
folder "F" { grant "full" user="ana" group="G"; }
"#,
        )
        .gaining(&["ana: list, preview, read, write, delete on F"]),
    Remedy::of(
        "grantee-missing",
        r#"name one with group="…" or user="…""#,
        &[(r#"deny "read" to="F""#, r#"deny "read" to="F" user="ana""#)],
    )
    .written(
        r#"user "ana"
folder "F"
expect "e" { deny "read" to="F"; }
"#,
    ),
    Remedy::of(
        "grantee-missing",
        "or several in a block",
        &[(r#"deny "read" to="F";"#, r#"deny "read" to="F" { user "ana" "ben"; };"#)],
    )
    .written(
        r#"user "ana"
user "ben"
folder "F"
expect "e" { deny "read" to="F"; }
"#,
    ),
    Remedy::of(
        "name-invalid",
        "a name has no blanks at its ends",
        &[(r#""priya ""#, r#""priya""#)],
    ),
    Remedy::of("name-invalid", "give the user another name", &[("(outsiders)", "guests")])
        .written("user \"(outsiders)\"\n"),
    Remedy::of("path-collision", "spell it one way", &[("clients/Meyer", "Clients/Meyer")]),
    Remedy::of("path-invalid", "may not end in white space", &[("Reports /", "Reports/")]),
    Remedy::of(
        "path-invalid",
        r#"the root is written folder "/" at the top level"#,
        &[(r#"folder "A" { folder "/"; }"#, "folder \"A\"\nfolder \"/\"")],
    )
    .written("folder \"A\" { folder \"/\"; }\n"),
    Remedy::of(
        "path-invalid",
        r#"as in "_/Workspaces/3""#,
        &[(r#""_/Old""#, r#""_/Workspaces/3""#)],
    )
    .written("folder \"_/Old\"\n"),
    Remedy::of("path-invalid", "write the path of what is meant, without `..`", &[("A/../B", "B")])
        .written("folder \"A/../B\"\n"),
    Remedy::of(
        "path-invalid",
        "name the folder; for many of them there is: manage",
        &[("Old/*", "Old/2020")],
    )
    .written("remove folder=\"Old/*\"\n"),
    Remedy::of(
        "path-invalid",
        r#"manage { folders undeclared="remove" within="…" }"#,
        &[(r#"remove folder="Old/*""#, r#"manage { folders undeclared="remove" within="Old"; }"#)],
    )
    .written("remove folder=\"Old/*\"\n"),
    Remedy::of(
        "path-invalid",
        "and add `/**` for all that lies below it",
        &[("Old/*/x", "Old/**")],
    )
    .written("protect folder=\"Old/*/x\"\n"),
    Remedy::of(
        "reference-by-number",
        "write primary-group, with the name in quotes",
        &[("primary-group-id 12", r#"primary-group "Staff""#)],
    ),
    Remedy::of("removes-declared", "keep one of the two", &[("user \"maja\"\nremove", "remove")]),
    Remedy::of("removes-declared", "keep one of the two", &[("remove user=\"maja\"\n", "")]),
    Remedy::of("unknown-group", "declare it", &[("", "group \"Acounting\"\n")]),
    Remedy::of(
        "unknown-group",
        "did you mean `Accounting`?",
        &[(r#""Acounting""#, r#""Accounting""#)],
    ),
    Remedy::of("unknown-object", "declare it", &[("", "gpg-key \"acmee\"\n")]),
    Remedy::of("unknown-object", "did you mean", &[(r#""acmee""#, r#""acme""#)]),
    Remedy::of(
        "unknown-object",
        r#"declare it with its id, as in: child-site "emea" id=7"#,
        &[("", "child-site \"emea\" id=7\n")],
    )
    .written("child-site-policy \"p\" { child-sites \"emea\"; }\n"),
    Remedy::of(
        "unknown-rule",
        "did you mean `bot-without-system`?",
        &[("bot-without-sytem", "bot-without-system")],
    ),
    Remedy::of("unknown-schedule", "declare it", &[("", "schedule \"nightley\"\n")]),
    Remedy::of("unknown-schedule", "did you mean `nightly`?", &[(r#""nightley""#, r#""nightly""#)]),
    Remedy::of(
        "unknown-sso-strategy",
        r#"declare it in the `site` node with the id that the site shows: sso "otka" id=…"#,
        &[(r#"sso "okta" id=12"#, "sso \"okta\" id=12\n    sso \"otka\" id=13")],
    ),
    Remedy::of("unknown-sso-strategy", "did you mean", &[(r#""otka""#, r#""okta""#)]),
    Remedy::of("unknown-user", "declare it", &[("", "user \"pirya\"\n")]),
    Remedy::of("unknown-user", "did you mean `priya`?", &[(r#""pirya""#, r#""priya""#)]),
    Remedy::of("unknown-user", "name somebody who stays", &[(r#"heir="ben""#, r#"heir="ana""#)])
        .written(
            r#"user "ana"
remove user="maja" heir="ben"
remove user="ben"
"#,
        ),
    Remedy::of("unknown-user", r#"or `heir="site"`"#, &[(r#"heir="ben""#, r#"heir="site""#)])
        .written(
            r#"user "ana"
remove user="maja" heir="ben"
remove user="ben"
"#,
        ),
    Remedy::of(
        "unknown-user",
        "say it once for each of them",
        &[(
            r#"grant "list" user="ana, ben";"#,
            r#"grant "list" user="ana"; grant "list" user="ben";"#,
        )],
    )
    .written(
        r#"user "ana"
user "ben"
folder "F" { grant "list" user="ana, ben"; }
"#,
    )
    .gaining(&["ana: list on F", "ben: list on F"]),
    Remedy::of(
        "was-unclear",
        "rename in two plans: first what gives up its name",
        &[(r#"group "Sales" was="Sellers""#, r#"group "Sellers""#)],
    ),
    Remedy::of("was-unclear", "say what it was, or delete `was`", &[(r#" was="Sales""#, "")])
        .written("group \"Sales\" was=\"Sales\"\n"),
    Remedy::of(
        "was-unclear",
        "leave `was` with the one that is to be it",
        &[(r#"group "B" was="Old""#, r#"group "B""#)],
    )
    .written(
        r#"group "A" was="Old"
group "B" was="Old"
"#,
    ),
];
