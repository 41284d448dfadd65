//! Clickwraps: terms that are agreed to before anything is shown.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static CLICKWRAP: Kind = Kind {
    word: "clickwrap",
    tag: "clickwrap",
    one: "clickwrap",
    many: "clickwraps",
    list: "clickwraps",
    manage: Some("clickwraps"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name body use_with_users use_with_bundles use_with_inboxes",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "Terms that are agreed to before anything is shown.",
        kept_in_use: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("body", ValueKind::Text),
    Attribute::new("name", ValueKind::Text),
    Attribute::new(
        "use_with_bundles",
        ValueKind::Choice(&["none", "available", "require", "available_to_all_users"]),
    ),
    Attribute::new(
        "use_with_inboxes",
        ValueKind::Choice(&["none", "available", "require", "available_to_all_users"]),
    ),
    Attribute::new(
        "use_with_users",
        ValueKind::Choice(&[
            "none",
            "require",
            "require_all_users_once",
            "require_all_users_always",
        ]),
    ),
];
