//! What is said while a definition is read.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "allow-lint-unused",
        "delete it",
        &[("    allow-lint \"name-not-full\" \"goes by one name\"\n", "")],
    ),
    Remedy::of(
        "automation-name-not-unique",
        "give each a name of its own",
        &[(
            r#"automation "archive" {
    owner "site"
    move-file {
        source "Scans"#,
            r#"automation "archive scans" {
    owner "site"
    move-file {
        source "Scans"#,
        )],
    ),
    Remedy::of(
        "automation-name-not-unique",
        "by its id on the site: `id=…`",
        &[
            (
                r#"automation "archive" {
    owner "site"
    move-file {
        source "Inbox"#,
                r#"automation "archive" id=7 {
    owner "site"
    move-file {
        source "Inbox"#,
            ),
            (
                r#"automation "archive" {
    owner "site"
    move-file {
        source "Scans"#,
                r#"automation "archive" id=8 {
    owner "site"
    move-file {
        source "Scans"#,
            ),
        ],
    ),
    Remedy::of(
        "behavior-unknown",
        "file_expiration",
        &[(r#""file_expiry""#, r#""file_expiration""#)],
    ),
    Remedy::of(
        "behavior-unknown",
        "write `fence` in the folder",
        &[(r#"behavior "permission_fence""#, "fence")],
    )
    .written("folder \"F\" { behavior \"permission_fence\"; }\n"),
    Remedy::of(
        "file-outside",
        "move it to the definition",
        &[("/run/secrets/maja", "secrets/maja")],
    ),
    Remedy::of("include-cycle", "remove one of these includes", &[("include \"site.kdl\"\n", "")]),
    Remedy::of(
        "include-missing",
        "relative to the file that includes them",
        &[(r#""people/sales.kdl""#, r#""sales.kdl""#)],
    )
    .written("include \"people/all.kdl\"\n")
    .beside(&[
        ("people/all.kdl", "include \"people/sales.kdl\"\n"),
        ("people/sales.kdl", "group \"Sales\"\n"),
    ]),
    Remedy::of(
        "include-missing",
        "folders are parted by `/`, on every system",
        &[(r#"people\\a.kdl"#, "people/a.kdl")],
    )
    .written("include \"people\\\\a.kdl\"\n")
    .beside(&[("people/a.kdl", "user \"ana\"\n")]),
    Remedy::of("include-nothing", "correct it", &[("people/*.kdl", "groups/*.kdl")])
    .written("include \"people/*.kdl\"\n")
    .beside(&[("groups/sales.kdl", "group \"Sales\"\n")]),
    Remedy::of("include-nothing", "delete the line", &[("include \"people/*.kdl\"\n", "")]),
    Remedy::of(
        "kdl-annotation",
        "write the value behind it, as `(type)\"value\"`",
        &[("(env)", r#"(env)"PRIYA_PASSWORD""#)],
    )
    .written(r#"user "priya" {
    email "priya@acme.example"
    authentication "password" password=(env)
}
"#),
    Remedy::of("lint-without-effect", "delete it", &[("    allow \"bot-is-site-admin\"\n", "")]),
    Remedy::of(
        "missing-value",
        r#"as in: trigger "daily" interval="day""#,
        &[(r#"trigger at="02:00""#, r#"trigger "daily" interval="day""#)],
    ),
    Remedy::of(
        "missing-value",
        r#"as in: users undeclared="report""#,
        &[("users", r#"users undeclared="report""#)],
    )
    .written("manage { users; }\n"),
    Remedy::of(
        "missing-value",
        r#"name the subtree: folders undeclared="remove-with-content" within="Some/Path""#,
        &[(r#"content""#, r#"content" within="Old""#)],
    )
    .written("manage { folders undeclared=\"remove-with-content\"; }\n"),
    Remedy::of(
        "missing-value",
        r#"as in: protect user="carter""#,
        &[("protect", r#"protect user="carter""#)],
    )
    .written(r#"user "carter"
protect
"#),
    Remedy::of(
        "missing-value",
        r#"as in: remove user="maja""#,
        &[("remove", r#"remove user="maja""#)],
    )
    .written("remove\n"),
    Remedy::of(
        "missing-value",
        r#"write: remove workspace="EU" with-content=#true"#,
        &[(r#""EU""#, r#""EU" with-content=#true"#)],
    )
    .written("remove workspace=\"EU\"\n"),
    Remedy::of(
        "missing-value",
        r#"as in: include "people/*.kdl""#,
        &[("include", r#"include "people/*.kdl""#)],
    )
    .written("include\n")
    .beside(&[("people/a.kdl", "user \"ana\"\n")]),
    Remedy::of(
        "secret-in-file",
        r#"write (env)"NAME" for an environment variable"#,
        &[(r#""Blue-Horse-1""#, r#"(env)"ALEX_PASSWORD""#)],
    ),
    Remedy::of(
        "secret-in-file",
        r#"or (file)"path" for a file"#,
        &[(r#""Blue-Horse-1""#, r#"(file)"secrets/alex""#)],
    ),
    Remedy::of(
        "secret-in-file",
        "name the `.pub` file beside it",
        &[(r#""-----BEGIN OPENSSH PRIVATE KEY-----""#, r#"(file)"k.pub""#)],
    )
    .written("user \"a\" { ssh-key \"k\" \"-----BEGIN OPENSSH PRIVATE KEY-----\"; }\n")
    .beside(&[(
        "k.pub",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw ana\n",
    )]),
    Remedy::of(
        "secret-of-run",
        "an environment variable of its own",
        &[("FILES_API_KEY", "INVOICES_HOOK")],
    ),
    Remedy::of("secret-shown", "as in `token`", &[("note (env)", "token (env)")]),
    Remedy::of(
        "secret-suspected",
        r#"write (env)"NAME" for an environment variable"#,
        &[(r#"api_token "tr0ub4dor""#, r#"api_token (env)"ACME_TOKEN""#)],
    ),
    Remedy::of(
        "secret-suspected",
        r#"or (file)"path" for a file"#,
        &[(r#"api_token "tr0ub4dor""#, r#"api_token (file)"secrets/acme""#)],
    ),
    Remedy::of("secret-suspected", "take it out of the address", &[("joe:tr0ub4dor@", "")])
    .written("user \"a\" { notes \"https://joe:tr0ub4dor@hooks.acme.example/in\"; }\n"),
    Remedy::of(
        "secret-suspected",
        r#"write (env)"NAME" for an environment variable"#,
        &[(r#""https://joe:tr0ub4dor@hooks.acme.example/in""#, r#"(env)"HOOK""#)],
    )
    .written("folder \"In\" { behavior \"webhook\" { urls \"https://joe:tr0ub4dor@hooks.acme.example/in\"; }; }\n"),
    Remedy::of("setting-type", "#true or #false expected", &[(r#""yes""#, "#true")]),
    Remedy::of(
        "param-unknown",
        "did you mean `domain`?",
        &[("set domian=", "set domain=")],
    ),
    Remedy::of(
        "param-unknown",
        r#"declare it in the definition: param "domian""#,
        &[("set domian", "param \"domian\" default=\"x.example\"\nset domian"), ("ana@{domain}", "ana@{domian}"), (r#"param "domain" default="northwind.example""#, "")],
    ),
    Remedy::of(
        "param-unknown",
        r#"declare it: param "team""#,
        &[("", "param \"team\" default=\"Design\"\n")],
    )
    .written("group \"{team}\"\n"),
    Remedy::of(
        "param-unset",
        "give it a default",
        &[(r#"param "domain""#, r#"param "domain" default="northwind.example""#)],
    ),
    Remedy::of(
        "param-unset",
        "`set domain=…` in the root file",
        &[("", "set domain=\"northwind.example\"\n")],
    ),
    Remedy::of(
        "param-unused",
        "write {domain} in a text",
        &[("ana@northwind.example", "ana@{domain}")],
    ),
    Remedy::of(
        "param-unused",
        "or delete this line",
        &[("param \"domain\" default=\"northwind.example\"\n", "")],
    ),
    Remedy::of(
        "template-parameter",
        "`team=` expected",
        &[(r#"use="project""#, r#"use="project" team="Apollo""#)],
    ),
    Remedy::of(
        "template-parameter",
        "call the parameter something else",
        &[(r#"id="x""#, r#"team="x""#)],
    )
    .written(r#"template "t" id="x" { company "{id}"; }
user "a" use="t"
"#),
    Remedy::of(
        "template-recursion",
        "remove one of these uses",
        &[(r#"template "b" use="a""#, r#"template "b""#)],
    ),
    Remedy::of(
        "template-unknown",
        r#"declare it: template "emplyee" { … }"#,
        &[(
            "",
            r#"template "emplyee" {
    company "Acme"
}
"#,
        )],
    ),
    Remedy::of("template-unknown", "did you mean `employee`?", &[("emplyee", "employee")]),
    Remedy::of(
        "template-unused",
        r#"use it with use="employee""#,
        &[(r#"user "ana""#, r#"user "ana" use="employee""#)],
    ),
    Remedy::of(
        "template-unused",
        "or delete it",
        &[(
            r#"template "employee" {
    company "Acme"
}
"#,
            "",
        )],
    ),
    Remedy::of(
        "unexpected-node",
        "say it in the definition of the child site",
        &[("{ fence; }", "")],
    )
    .written(r#"child-site "emea" id=7
folder "_/Sites/7/In" { fence; }
"#),
    Remedy::of(
        "unexpected-node",
        r#"put it into a `folder` node: folder "Some/Path" { grant … }"#,
        &[(r#"grant "full" user="ana""#, r#"folder "In" { grant "full" user="ana"; }"#)],
    )
    .written(r#"user "ana"
grant "full" user="ana"
"#)
    .gaining(&["ana: list, preview, read, write, delete on In"]),
    Remedy::of(
        "unexpected-node",
        "drop it, or declare the account with `bot` if a workload uses it",
        &[(r#" system "Feed";"#, "")],
    )
    .written("user \"a\" { system \"Feed\"; }\n"),
    Remedy::of(
        "unexpected-node",
        "or declare the account with `bot` if a workload uses it",
        &[("user", "bot")],
    )
    .written("user \"a\" { system \"Feed\"; }\n"),
    Remedy::of("unexpected-value", "not expected here", &[(r#"fence "all""#, "fence")]),
    Remedy::of("unexpected-value", "delete `was`", &[(r#" was="A""#, "")])
    .written("folder \"/\" was=\"A\"\n"),
    Remedy::of(
        "unexpected-value",
        "drop it, or say it with the user",
        &[(r#" heir="priya""#, "")],
    )
    .written(r#"user "priya"
remove group="G" heir="priya"
"#),
    Remedy::of(
        "unexpected-value",
        "drop it, or say it with the folder",
        &[(" with-content=#true", "")],
    )
    .written("remove group=\"G\" with-content=#true\n"),
    Remedy::of(
        "unexpected-value",
        "delete `was`; under another name a new key is made",
        &[(r#" was="k0""#, "")],
    )
    .written("user \"a\" { api-key \"k\" was=\"k0\" save-to=\"k.key\"; }\n"),
    Remedy::of(
        "value-type",
        r#"as in "2027-03-14T13:27:01-04:00""#,
        &[("31.12.2030", "2030-12-31T00:00:00-04:00")],
    ),
    Remedy::of(
        "value-type",
        "where there is only a number, write: primary-group-id 12",
        &[("primary-group 12", "primary-group-id 12")],
    )
    .written("user \"a\" { primary-group 12; }\n")
    .then_told(&["reference-by-number"]),
    Remedy::of(
        "value-type",
        r#"as in: users undeclared="keep" matching="ext-*""#,
        &[("ext-[", "ext-*")],
    )
    .written("manage { users undeclared=\"keep\" matching=\"ext-[\"; }\n"),
    Remedy::of("value-type", r#""London" or "Eastern Time (US & Canada)""#, &[("Mars", "London")])
    .written("user \"a\" { time-zone \"Mars\"; }\n"),
    Remedy::of("value-type", r#"as in "192.0.2.7" or "192.0.2.0/28""#, &[("here", "192.0.2.7")])
    .written("user \"a\" { allowed-ips \"here\"; }\n"),
    Remedy::of("value-type", r#"(env)"NAME""#, &[("(env)7", r#"(env)"PW""#)])
    .written("user \"a\" { email \"a@x.example\"; authentication \"password\" password=(env)7; }\n"),
    Remedy::of(
        "value-type",
        r#"write `remove api-key="…"` for one"#,
        &[("api-key #null", r#"remove api-key="old""#)],
    )
    .written("api-key #null\n"),
    Remedy::of(
        "value-type",
        r#"or `manage { api-keys undeclared="remove" }` for all that no file says"#,
        &[("api-key #null", r#"manage { api-keys undeclared="remove"; }"#)],
    )
    .written("api-key #null\n"),
    Remedy::of("value-type", "folders are matched with * ** ? [] {}", &[("F/[", "F/**")])
    .written(r#"user "ana"
folder "F"
expect "e" { deny "read" to="F/[" user="ana"; }
"#),
    Remedy::of(
        "value-type",
        "the content of the `.pub` file",
        &[(
            r#""AAAA""#,
            r#""ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw""#,
        )],
    )
    .written("user \"a\" { ssh-key \"k\" \"AAAA\"; }\n"),
    Remedy::of(
        "value-type",
        "write an `ssh-key` for each of them",
        &[(
            r#"ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
            r#"ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw"; ssh-key "l" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
        )],
    )
    .written("user \"a\" { ssh-key \"k\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw\\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz\"; }\n"),
    Remedy::of(
        "value-type",
        r#"without scheme and path, as in "acme.files.com""#,
        &[("https://acme.files.com", "acme.files.com")],
    )
    .written("site \"s\" { host \"https://acme.files.com\"; }\n"),
    Remedy::of("value-type", "a secret is marked at the value", &[("(env)user", "user")])
    .written("(env)user \"a\"\n"),
];
