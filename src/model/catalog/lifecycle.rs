//! Attributes of lifecycle rules, of users and of keys, that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, Kind};

pub static USER_RULE: &[Attribute] = &[
    Attribute::new("action", Kind::Choice(&["disable", "delete"])),
    Attribute::new("apply_to_all_workspaces", Kind::Bool),
    Attribute::new(
        "authentication_method",
        Kind::Choice(&[
            "all",
            "password",
            "sso",
            "none",
            "email_signup",
            "password_with_imported_hash",
            "password_and_ssh_key",
            "all_non_sso",
        ]),
    ),
    Attribute::new("group_ids", Kind::List(&Kind::Int)),
    Attribute::new("inactivity_days", Kind::Int),
    Attribute::new("include_folder_admins", Kind::Bool),
    Attribute::new("include_site_admins", Kind::Bool),
    Attribute::new("name", Kind::Text),
    Attribute::new("notify_users", Kind::Bool),
    Attribute::new("partner_tag", Kind::Text),
    Attribute::new("user_state", Kind::Choice(&["inactive", "disabled"])),
    Attribute::new("user_tag", Kind::Text),
    Attribute::new("workspace_id", Kind::Int),
];

pub static KEY_RULE: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", Kind::Bool),
    Attribute::new("expiration_days", Kind::Int),
    Attribute::new("inactivity_days", Kind::Int),
    Attribute::new("key_type", Kind::Choice(&["gpg", "ssh", "api"])),
    Attribute::new("name", Kind::Text),
    Attribute::new("workspace_id", Kind::Int),
];
