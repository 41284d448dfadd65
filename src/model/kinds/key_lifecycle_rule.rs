//! What happens to keys that are not used.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static KEY_LIFECYCLE_RULE: Kind = Kind {
    word: "key-lifecycle-rule",
    tag: "key_lifecycle_rule",
    one: "key lifecycle rule",
    many: "key lifecycle rules",
    list: "key_lifecycle_rules",
    manage: Some("lifecycle-rules"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id key_type inactivity_days expiration_days apply_to_all_workspaces name \
            workspace_id",
    listing: Listing {
        sort: &["workspace_id", "key_type"],
        filter: &["key_type", "workspace_id"],
        together: &[&["workspace_id", "key_type"]],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "What happens to keys that are not used.",
        required: &["key_type"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new("expiration_days", ValueKind::Int),
    Attribute::new("inactivity_days", ValueKind::Int),
    Attribute::new("key_type", ValueKind::Choice(&["gpg", "ssh", "api"])),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
