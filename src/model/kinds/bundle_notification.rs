//! Who is mailed about uploads and registrations by a share link.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind, Within};

pub static BUNDLE_NOTIFICATION: Kind = Kind {
    word: "bundle-notification",
    tag: "bundle_notification",
    one: "share link notification",
    many: "share link notifications",
    list: "bundle_notifications",
    manage: Some("bundle-notifications"),
    attributes: ATTRIBUTES,
    spoken: &[
        Spoken::new("bundle_id", "bundle", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_user_id", "user", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_upload", "upload", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_registration", "registration", "notify \"upload\" user=\"mara\""),
    ],
    shows: "bundle_id id notify_on_registration notify_on_upload notify_current_user:false \
            notify_user_id workspace_id:0 user_id",
    listing: Listing {
        sort: &["workspace_id", "bundle_id"],
        filter: &["bundle_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Who is mailed about what is done by a share link.",
        name: "",
        required: &["bundle_id"],
        row: &["bundle_id", "notify_user_id"],
        within: Some(Within { outer: "bundle", node: "notify" }),
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("bundle_id", ValueKind::Int).create_only().refers(Referent::BUNDLE),
    Attribute::new("notify_on_registration", ValueKind::Bool),
    Attribute::new("notify_on_upload", ValueKind::Bool),
    Attribute::new("notify_user_id", ValueKind::Int).create_only().refers(Referent::USER),
];
