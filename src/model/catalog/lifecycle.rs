//! Attributes of lifecycle rules, of users and of keys, that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, ValueKind};

pub static USER_RULE: &[Attribute] = &[
    Attribute::new("action", ValueKind::Choice(&["disable", "delete"])),
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new(
        "authentication_method",
        ValueKind::Choice(&[
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
    Attribute::new("group_ids", ValueKind::List(&ValueKind::Int)),
    Attribute::new("inactivity_days", ValueKind::Int),
    Attribute::new("include_folder_admins", ValueKind::Bool),
    Attribute::new("include_site_admins", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notify_users", ValueKind::Bool),
    Attribute::new("partner_tag", ValueKind::Text),
    Attribute::new("user_state", ValueKind::Choice(&["inactive", "disabled"])),
    Attribute::new("user_tag", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int),
];

pub static KEY_RULE: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new("expiration_days", ValueKind::Int),
    Attribute::new("inactivity_days", ValueKind::Int),
    Attribute::new("key_type", ValueKind::Choice(&["gpg", "ssh", "api"])),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int),
];
