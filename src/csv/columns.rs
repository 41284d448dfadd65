//! The columns of the bulk import, and what each sets.
//!
//! The names and the values they take are those of the Files.com docs, *Users*, "Bulk Import".

use super::reader::Reader;

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Username,
    /// How the user signs in: a word, or the name of an SSO strategy.
    Method,
    /// Must be empty: a secret never stands in a file.
    Password,
    /// An attribute, by the kind that it has.
    Attribute(&'static str),
    /// `Y` sets the flag to this, `N` to the opposite.
    Flag(&'static str, bool),
    Groups,
    SelfManaged,
    TlsRequired,
    Folders,
}

/// One column.
#[derive(Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub meaning: Meaning,
    /// What a cell holds, for people.
    pub takes: &'static str,
    /// How the language says it.
    pub said: &'static str,
}

const fn column(
    name: &'static str,
    meaning: Meaning,
    takes: &'static str,
    said: &'static str,
) -> Column {
    Column { name, meaning, takes, said }
}

/// The columns in the order in which they are written.
pub static COLUMNS: &[Column] = &[
    column("username", Meaning::Username, "any name; required", "`user \"…\"` or `bot \"…\"`"),
    column(
        "authentication_method",
        Meaning::Method,
        "`password`, `password_with_imported_hash`, `password_and_ssh_key`, `email_signup`, `none` or an SSO strategy's name",
        "`authentication`",
    ),
    column("password", Meaning::Password, "nothing: a secret never stands in a file", "–"),
    column(
        "password_validity_days",
        Meaning::Attribute("password_validity_days"),
        "a whole number",
        "`password-validity-days`",
    ),
    column(
        "require_password_change",
        Meaning::Flag("require_password_change", true),
        "`Y` or `N`",
        "`require-password-change`",
    ),
    column("email", Meaning::Attribute("email"), "an address", "`email`"),
    column("full_name", Meaning::Attribute("name"), "two words or more", "`name`"),
    column("company", Meaning::Attribute("company"), "any text", "`company`"),
    column("group_ids", Meaning::Groups, "ids or names of groups, separated by commas", "`groups`"),
    column("site_admin", Meaning::Flag("site_admin", true), "`Y` or `N`", "`role \"site-admin\"`"),
    column(
        "self_managed",
        Meaning::SelfManaged,
        "`Y`, with `email_signup` only, or `N`",
        "`N`: `bot`; else `user`",
    ),
    column("notes", Meaning::Attribute("notes"), "any text", "`notes`"),
    column("time_zone", Meaning::Attribute("time_zone"), "a Rails time zone", "`time-zone`"),
    column("root_folder", Meaning::Attribute("user_root"), "a folder's path", "`user-root`"),
    column(
        "ip_whitelist",
        Meaning::Attribute("allowed_ips"),
        "addresses and CIDR ranges, separated by line breaks or `\\n`",
        "`allowed-ips`",
    ),
    column(
        "enforce_ip_whitelist",
        Meaning::Flag("bypass_site_allowed_ips", false),
        "`Y` or `N`",
        "`bypass-site-allowed-ips`, the other way round",
    ),
    column(
        "ssl_required",
        Meaning::TlsRequired,
        "`Y` or `N`",
        "`ssl-required` `\"always-require\"` or `\"never-require\"`",
    ),
    column(
        "access_expiration_date",
        Meaning::Attribute("authenticate_until"),
        "an ISO 8601 instant with its offset",
        "`authenticate-until`",
    ),
    column(
        "require_login_by",
        Meaning::Attribute("require_login_by"),
        "an ISO 8601 instant with its offset",
        "`require-login-by`",
    ),
    column("ftp_permission", Meaning::Flag("ftp_permission", true), "`Y` or `N`", "`protocols`"),
    column("sftp_permission", Meaning::Flag("sftp_permission", true), "`Y` or `N`", "`protocols`"),
    column("dav_permission", Meaning::Flag("dav_permission", true), "`Y` or `N`", "`protocols`"),
    column(
        "restapi_permission",
        Meaning::Flag("restapi_permission", true),
        "`Y` or `N`",
        "`protocols`",
    ),
    column(
        "folder_permissions",
        Meaning::Folders,
        "`Sales=readonly|Home/Adam=readwrite,history*`",
        "`grant` in a `folder`",
    ),
];

/// The words of `authentication_method`; anything else is the name of an SSO strategy.
pub const METHODS: &[&str] =
    &["password", "password_with_imported_hash", "password_and_ssh_key", "email_signup", "none"];

pub fn column_named(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// Reads a file of users, by the separator that makes most columns of its first row.
pub fn reader(text: &str) -> Reader<'_> {
    Reader::recognised(text, |name| column_named(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds;

    #[test]
    fn columns_set_attributes_that_exist() {
        for column in COLUMNS {
            if let Meaning::Attribute(name) | Meaning::Flag(name, _) = column.meaning {
                assert!(kinds::USER.attribute(name).is_some(), "{}", column.name);
            }
        }
    }
}
