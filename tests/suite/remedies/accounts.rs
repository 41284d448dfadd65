//! What is said of accounts.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "account-without-protocol",
        "allow a protocol",
        &[("protocols #null", r#"protocols "web""#)],
    ),
    Remedy::of(
        "account-without-protocol",
        "use `disabled #true` to lock the account",
        &[("protocols #null", "disabled #true")],
    ),
    Remedy::of("admin-disabled", "write `role #null`", &[(r#"role "site-admin""#, "role #null")]),
    Remedy::of(
        "admin-without-web",
        "add `web`",
        &[(r#"protocols "sftp""#, r#"protocols "sftp" "web""#)],
    )
    .gaining(&["carter: everything on /"]),
    Remedy::of("already-expired", "say a later date", &[("2020-03-14", "2099-03-14")]),
    Remedy::of(
        "already-expired",
        "remove the account from the definition",
        &[(
            r#"user "temp-04" {
    authenticate-until "2020-03-14T13:27:01-04:00"
}
"#,
            "",
        )],
    ),
    Remedy::of(
        "already-expired",
        "remove the key from the definition",
        &[(r#" api-key "k" save-to="k.key" { expires-at "2020-01-01T00:00:00Z"; };"#, "")],
    )
    .written("user \"ana\" { api-key \"k\" save-to=\"k.key\" { expires-at \"2020-01-01T00:00:00Z\"; }; }\n"),
    Remedy::of(
        "bot-has-group-admin",
        "make it a plain `member`, and name a person as `admin`",
        &[
            (r#"admin "bank-feed""#, "member \"bank-feed\"\n    admin \"priya\""),
            ("", "user \"priya\"\n"),
        ],
    ),
    Remedy::of(
        "bot-is-site-admin",
        "declare it with `user`, without `system`, if a person signs in with it",
        &[(r#"bot "nightly"#, r#"user "nightly"#), (r#" system "Nightly export";"#, "")],
    )
    .written("bot \"nightly\" { system \"Nightly export\"; role \"site-admin\"; }\n")
    .gaining(&["nightly: everything on /"]),
    Remedy::of("bot-is-site-admin", "drop the role", &[("    role \"site-admin\"\n", "")]),
    Remedy::of(
        "bot-looks-human",
        "declare it with `user`, without `system`, if a person signs in with it",
        &[(r#"bot "creed""#, r#"user "creed""#), ("    system \"Ad hoc scripts\"\n", "")],
    ),
    Remedy::of(
        "bot-password-expires",
        "drop the line",
        &[("    password-validity-days 90\n", "")],
    ),
    Remedy::of(
        "bot-password-expires",
        "drop the line; a bot cannot change its own password",
        &[(" require-password-change #true;", "")],
    )
    .written("bot \"ftp-drop\" { system \"Partner file drop\"; require-password-change #true; }\n"),
    Remedy::of(
        "bot-reaches-beyond-keys",
        "drop the grant",
        &[("    grant \"readonly\" user=\"exporter\"\n", "")],
    ),
    Remedy::of(
        "bot-reaches-beyond-keys",
        "or give the workload a key for the folder",
        &[(
            "    protocols \"web\"\n",
            r#"    protocols "web"
    api-key "reports" save-to="reports.key" {
        permission-set "files-only"
        path "Finance"
    }
"#,
        )],
    ),
    Remedy::of(
        "bot-reaches-root",
        "grant the bot the folders that its workload needs",
        &[(r#"folder "/""#, r#"folder "Bank""#)],
    ),
    Remedy::of(
        "bot-requires-2fa",
        "drop the line",
        &[("    require-2fa \"always-require\"\n", "")],
    ),
    Remedy::of(
        "bot-requires-2fa",
        "limit the bot by `allowed-ips` and `protocols` instead",
        &[(
            r#"require-2fa "always-require""#,
            "allowed-ips \"192.0.2.7\"\n    protocols \"sftp\"",
        )],
    ),
    Remedy::of(
        "bot-shared-by-systems",
        "declare one bot for each system",
        &[
            (r#" "Invoice export""#, ""),
            (
                "",
                r#"bot "invoice-jobs" {
    system "Invoice export"
}
"#,
            ),
        ],
    ),
    Remedy::of(
        "bot-shared-by-systems",
        "keep one bot for the system",
        &[("bot \"b\" { system \"bank FEED\"; }\n", "")],
    )
    .written(r#"bot "a" { system "Bank feed"; }
bot "b" { system "bank FEED"; }
"#),
    Remedy::of(
        "bot-shared-by-systems",
        "name the two workloads apart",
        &[("bank FEED", "Bank statements")],
    )
    .written(r#"bot "a" { system "Bank feed"; }
bot "b" { system "bank FEED"; }
"#),
    Remedy::of(
        "bot-signs-in-interactively",
        r#"use `authentication "none"` and an `ssh-key`"#,
        &[(
            r#"authentication "password" password=(env)"BANK_FEED_PASSWORD""#,
            r#"authentication "none"
    ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
        )],
    ),
    Remedy::of(
        "bot-signs-in-interactively",
        "or an API key",
        &[(
            r#"authentication "password" password=(env)"B""#,
            r#"authentication "none"; api-key "feed" save-to="feed.key""#,
        )],
    )
    .written("bot \"b\" { system \"Feed\"; authentication \"password\" password=(env)\"B\"; }\n"),
    Remedy::of(
        "bot-uses-sso",
        r#"use `authentication "none"` and an `ssh-key`"#,
        &[(
            r#"authentication "sso" strategy="okta""#,
            r#"authentication "none"
    ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
        )],
    ),
    Remedy::of(
        "bot-uses-sso",
        "or declare a `user`, without `system`",
        &[(r#"bot "bank"#, r#"user "bank"#), ("    system \"Nightly bank feed\"\n", "")],
    ),
    Remedy::of(
        "bot-with-every-protocol",
        "allow only the protocols that its workload speaks",
        &[(r#" "web" "ftp" "sftp" "webdav" "s3""#, r#" "sftp""#)],
    ),
    Remedy::of(
        "bot-without-key",
        r#"add `ssh-key "title" "ssh-ed25519 …"`"#,
        &[(
            r#"protocols "sftp""#,
            r#"protocols "sftp"
    ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
        )],
    ),
    Remedy::of("bot-without-key", "add the protocol `sftp`", &[(r#""ftp""#, r#""ftp" "sftp""#)])
    .written("bot \"b\" { system \"Feed\"; authentication \"none\"; protocols \"ftp\"; ssh-key \"k\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz\"; }\n"),
    Remedy::of(
        "bot-without-key",
        "or a password: FTP and WebDAV take no key",
        &[(r#"authentication "none""#, r#"authentication "password" password=(env)"B""#)],
    )
    .written("bot \"b\" { system \"Feed\"; authentication \"none\"; protocols \"ftp\"; ssh-key \"k\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz\"; }\n"),
    Remedy::of("bot-without-key", "add the protocol `web`", &[(r#""sftp""#, r#""sftp" "web""#)])
    .written("bot \"b\" { system \"Feed\"; authentication \"none\"; protocols \"sftp\"; api-key \"k\" save-to=\"k.key\"; }\n"),
    Remedy::of(
        "bot-without-key",
        "or `sftp` and an SSH key",
        &[(
            r#""ftp";"#,
            r#""sftp"; ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz";"#,
        )],
    )
    .written("bot \"b\" { system \"Feed\"; authentication \"none\"; protocols \"ftp\"; api-key \"k\" save-to=\"k.key\"; }\n"),
    Remedy::of(
        "bot-without-system",
        r#"add `system "…"`"#,
        &[("authentication", "system \"Nightly bank feed\"\n    authentication")],
    ),
    Remedy::of(
        "credential-shared",
        "give each account a credential of its own",
        &[(
            r#"ssh-key "shared" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw""#,
            r#"ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz""#,
        )],
    ),
    Remedy::of(
        "email-missing",
        r#"say `email "…"`"#,
        &[("authentication", "email \"alex@firm.example\"\n    authentication")],
    ),
    Remedy::of("email-missing", "or choose another method", &[("email-signup", "none")]),
    Remedy::of("email-missing", r#"say `email "…"`"#, &[("#null", r#""a@firm.example""#)])
    .written("user \"alex\" { email #null; authentication \"email-signup\"; }\n"),
    Remedy::of("expires-soon", "say a later date", &[("2026", "2027")]),
    Remedy::of(
        "human-looks-automated",
        "declare it with `bot` and a `system`",
        &[(r#"user "loader" {"#, "bot \"loader\" {\n    system \"Nightly load\"")],
    ),
    Remedy::of(
        "inactivity-bypass-redundant",
        "drop the line",
        &[("    bypass-user-lifecycle-rules #true\n", "")],
    ),
    Remedy::of(
        "login-deadline-never-met",
        "drop the day",
        &[("    require-login-by \"2099-01-31T00:00:00Z\"\n", "")],
    ),
    Remedy::of(
        "login-deadline-never-met",
        "or declare the `ssh-key`",
        &[(
            "    require",
            r#"    ssh-key "k" "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1nLxOJnMoLr0Sf4ygnrNxPsUCXD/oPSf9+Jd0Ud3Rz"
    require"#,
        )],
    ),
    Remedy::of(
        "login-deadline-without-effect",
        "drop the line if the person has signed in",
        &[("    require-login-by \"2024-01-31T00:00:00Z\"\n", "")],
    ),
    Remedy::of("login-deadline-without-effect", "say a later date if not", &[("2024", "2099")]),
    Remedy::of(
        "name-looks-alike",
        "keep one of the two if they are one user",
        &[("user \"cаrter\"\n", "")],
    ),
    Remedy::of("name-looks-alike", "or choose another name", &[("cаrter", "carter-two")]),
    Remedy::of(
        "name-not-full",
        "say the first and the last name",
        &[(r#""Priya""#, r#""Priya Nair""#)],
    ),
    Remedy::of(
        "password-without-email",
        r#"add `email "…"`"#,
        &[("authentication", "email \"alex@firm.example\"\n    authentication")],
    ),
    Remedy::of("password-without-method", "drop it", &[(r#" password=(env)"ALEX_PASSWORD""#, "")]),
    Remedy::of(
        "password-without-method",
        r#"or use `authentication "password"` and say `email "…"`"#,
        &[(
            r#"authentication "none""#,
            "email \"alex@firm.example\"\n    authentication \"password\"",
        )],
    ),
    Remedy::of(
        "password-without-method",
        r#"or use `authentication "password-with-imported-hash"`"#,
        &[(r#""none""#, r#""password-with-imported-hash""#)],
    )
    .written("user \"alex\" { email \"a@firm.example\"; authentication \"none\" hash=(env)\"H\"; }\n"),
    Remedy::of(
        "root-folder-missing",
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
        "root-folder-unreachable",
        "grant what they need there to `alex`",
        &[("        fence", "        fence\n        grant \"readonly\" user=\"alex\"")],
    )
    .gaining(&["alex: list, preview, read on users/alex"]),
    Remedy::of(
        "root-folder-unreachable",
        "to a group with `alex` in it, and nobody else",
        &[
            ("fence; ", r#"fence; grant "readonly" group="A"; "#),
            ("", "group \"A\" { member \"alex\"; }\n"),
        ],
    )
    .written(r#"site "s" { settings { folder-permissions-groups-only #true; }; }
user "alex" { user-root "users/alex"; }
user "ben"
group "Staff" { member "alex" "ben"; }
folder "users" { grant "readonly" group="Staff"; }
folder "users/alex" { fence; }
"#)
    .gaining(&["alex: list, preview, read on users/alex"]),
    Remedy::of(
        "root-folder-without-effect",
        "drop the line",
        &[("    user-root \"Customers/ACME\"\n", "")],
    ),
    Remedy::of(
        "root-folder-without-effect",
        "allow `ftp`, `sftp` or `webdav`",
        &[(r#"protocols "web""#, r#"protocols "web" "ftp""#)],
    ),
    Remedy::of(
        "root-folder-without-effect",
        "allow `ftp`, `sftp` or `webdav`",
        &[(r#"protocols "web""#, r#"protocols "web" "sftp""#)],
    ),
    Remedy::of(
        "root-folder-without-effect",
        "allow `ftp`, `sftp` or `webdav`",
        &[(r#"protocols "web""#, r#"protocols "web" "webdav""#)],
    ),
    Remedy::of(
        "root-folder-without-effect",
        r#"say `filesystem-layout "user-root"`"#,
        &[("    user-root", "    filesystem-layout \"user-root\"\n    user-root")],
    ),
    Remedy::of(
        "shared-human-login",
        "declare a user for each person, and a group for what they have in common",
        &[(
            r#"user "frontdesk" {
    name "Priya Nair & Alex Stone"
}"#,
            r#"user "priya" {
    name "Priya Nair"
}
user "alex" {
    name "Alex Stone"
}
group "Front desk" {
    member "priya" "alex"
}"#,
        )],
    ),
    Remedy::of(
        "username-taken-elsewhere",
        "such as `name@firm.example`",
        &[(r#""alex""#, r#""alex@firm.example""#)],
    ),
];
