//! What of accounts the language says in words of its own.

/// Attributes of the API, and what is written instead.
pub(super) const SAID_OTHERWISE: &[(&str, &str)] = &[
    ("username", "the node's own name is the username; rename with `was=`"),
    ("site-admin", "role \"site-admin\""),
    ("readonly-site-admin", "role \"read-only-admin\""),
    ("billing-permission", "role \"billing-admin\""),
    ("self-managed", "declare the account with `bot` or `user`"),
    ("authentication-method", "authentication \"password\""),
    ("sso-strategy-id", "authentication \"sso\" strategy=\"…\""),
    ("password", "authentication \"password\" password=(env)\"NAME\""),
    ("password-confirmation", "authentication \"password\" password=(env)\"NAME\""),
    ("change-password", "authentication \"password\" password=(env)\"NAME\""),
    ("change-password-confirmation", "authentication \"password\" password=(env)\"NAME\""),
    ("imported-password-hash", "authentication \"password-with-imported-hash\" hash=(env)\"NAME\""),
    ("group-ids", "groups \"Name\""),
    ("grant-permission", "a `grant` in the folder"),
    ("restapi-permission", "protocols \"web\""),
    ("ftp-permission", "protocols \"ftp\""),
    ("sftp-permission", "protocols \"sftp\""),
    ("dav-permission", "protocols \"webdav\""),
    ("s3-compatible-endpoint-permission", "protocols \"s3\""),
    ("admin-ids", "admin \"username\""),
    ("user-ids", "member \"username\""),
    ("schedule-days-of-week", "days \"monday\" \"friday\""),
    ("schedule-times-of-day", "at \"02:00\""),
    ("schedule-time-zone", "time-zone \"London\""),
];

pub(super) fn said_otherwise(word: &str) -> bool {
    SAID_OTHERWISE.iter().any(|(known, _)| *known == word)
}
