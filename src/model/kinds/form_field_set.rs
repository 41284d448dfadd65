//! Form field sets: what those are asked who upload to an inbox or open a share link.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static FORM_FIELD_SET: Kind = Kind {
    word: "form-field-set",
    tag: "form_field_set",
    one: "form field set",
    many: "form field sets",
    list: "form_field_sets",
    manage: Some("form-field-sets"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["title"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("title", "name", "the node's own name is the title; rename with `was=`")],
    shows: "id title require_complete_metadata_capture form_layout:[] form_fields skip_name \
            skip_email skip_company in_use:false user_id workspace_id:0",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "What uploaders and downloaders are asked.",
        name: "title",
        own_keys: &["id", "form_field_set_id"],
        kept_in_use: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("form_fields", ValueKind::List(&ValueKind::Object)),
    Attribute::new("require_complete_metadata_capture", ValueKind::Bool),
    Attribute::new("skip_company", ValueKind::Bool),
    Attribute::new("skip_email", ValueKind::Bool),
    Attribute::new("skip_name", ValueKind::Bool),
    Attribute::new("title", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
