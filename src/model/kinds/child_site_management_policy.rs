//! Policies for child sites: settings that these get from here and cannot change.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static CHILD_SITE_MANAGEMENT_POLICY: Kind = Kind {
    word: "child-site-policy",
    tag: "child_site_management_policy",
    one: "child site policy",
    many: "child site policies",
    list: "child_site_management_policies",
    manage: Some("child-site-policies"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id policy_type name description value applied_child_site_ids:[] skip_child_site_ids \
            child_site_ids default_policy created_at updated_at",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "Settings that child sites get from here.",
        required: &["policy_type"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("child_site_ids", ValueKind::List(&ValueKind::Int)),
    Attribute::new("default_policy", ValueKind::Bool),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("policy_type", ValueKind::Choice(&["settings"])),
    Attribute::new("skip_child_site_ids", ValueKind::List(&ValueKind::Int)),
    Attribute::new("value", ValueKind::Settings),
];
