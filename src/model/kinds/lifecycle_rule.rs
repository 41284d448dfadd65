//! What happens to users who are inactive.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static LIFECYCLE_RULE: Kind = Kind {
    word: "lifecycle-rule",
    tag: "lifecycle_rule",
    one: "lifecycle rule",
    many: "lifecycle rules",
    list: "user_lifecycle_rules",
    manage: Some("lifecycle-rules"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id authentication_method group_ids action inactivity_days include_folder_admins \
            include_site_admins apply_to_all_workspaces name notify_users partner_tag site_id \
            workspace_id user_state user_tag",
    listing: Listing {
        sort: &["site_id", "workspace_id"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "What happens to users who are inactive.",
        required: &["action", "inactivity_days"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
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
    Attribute::new("group_ids", ValueKind::List(&ValueKind::Int)).refers(Referent::GROUP),
    Attribute::new("inactivity_days", ValueKind::Int),
    Attribute::new("include_folder_admins", ValueKind::Bool),
    Attribute::new("include_site_admins", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notify_users", ValueKind::Bool),
    Attribute::new("partner_tag", ValueKind::Text),
    Attribute::new("user_state", ValueKind::Choice(&["inactive", "disabled"])),
    Attribute::new("user_tag", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
