//! What is said of settings.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "inactive-user-unprotected",
        "add `bypass-user-lifecycle-rules #true` to the bot",
        &[("    protocols", "    bypass-user-lifecycle-rules #true\n    protocols")],
    ),
    Remedy::of(
        "lifecycle-rule-takes-admins",
        "add `bypass-user-lifecycle-rules #true` to one who is always to be there",
        &[(r#"user "noor" {"#, "user \"noor\" {\n    bypass-user-lifecycle-rules #true")],
    ),
    Remedy::of(
        "namespace-needs-domain",
        r#"say the site's domain: `domain "files.firm.example"`"#,
        &[("domain #null", r#"domain "files.firm.example""#)],
    ),
    Remedy::of(
        "namespace-with-sso",
        "change the authentication of every SSO user first",
        &[(
            r#"authentication "sso" strategy="okta""#,
            "email \"priya@acme.example\"\n    authentication \"email-signup\"",
        )],
    ),
    Remedy::of(
        "namespace-with-sso",
        "or drop `custom-namespace #false`",
        &[("        custom-namespace #false\n", "")],
    ),
    Remedy::of(
        "notify-without-recipients",
        "let one site administrator receive alerts",
        &[("notify-on-all-site-warnings #false", "notify-on-all-site-warnings #true")],
    ),
    Remedy::of(
        "notify-without-recipients",
        "or drop the setting",
        &[("        user-requests-notify-admins #true\n", "")],
    ),
    Remedy::of(
        "notify-without-requests",
        "switch `user-requests-enabled` on",
        &[("user-requests-enabled #false", "user-requests-enabled #true")],
    ),
    Remedy::of(
        "notify-without-requests",
        "or drop the notification",
        &[("        user-requests-notify-admins #true\n", "")],
    ),
    Remedy::of(
        "override-not-allowed",
        "drop the line",
        &[("    require-2fa \"never-require\"\n", "")],
    ),
    Remedy::of(
        "override-not-allowed",
        "let the site allow it: `allow-user-level-2fa-override #true`",
        &[("override #false", "override #true")],
    ),
    Remedy::of(
        "override-not-allowed",
        "drop the line",
        &[(r#" require-2fa "never-require";"#, "")],
    )
    .written(
        r#"site "s" { settings { allow-user-level-2fa-override #false; }; }
user "ana" { require-2fa "never-require"; }
"#,
    ),
    Remedy::of(
        "setting-locks-out",
        r#"add `protocols "web"` to a group that holds these people"#,
        &[(r#"protocols "sftp""#, r#"protocols "sftp" "web""#)],
    ),
];
