//! Notifications: who is mailed about what happens in a folder.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind, Within};

pub static NOTIFICATION: Kind = Kind {
    word: "notification",
    tag: "notification",
    one: "notification",
    many: "notifications",
    list: "notifications",
    manage: Some("notifications"),
    has_place: true,
    attributes: ATTRIBUTES,
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new("path", "path", "notify \"upload\" user=\"mara\""),
        Spoken::new("user_id", "user", "notify \"upload\" user=\"mara\""),
        Spoken::new("group_id", "group", "notify \"upload\" user=\"mara\""),
        Spoken::new("group_ids", "all-of", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_upload", "upload", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_copy", "copy", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_move", "move", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_delete", "delete", "notify \"upload\" user=\"mara\""),
        Spoken::new("notify_on_download", "download", "notify \"upload\" user=\"mara\""),
    ],
    shows: "id path group_id group_name group_ids group_names:[] triggering_group_ids \
            triggering_user_ids trigger_by_share_recipients notify_user_actions notify_on_copy notify_on_delete \
            notify_on_download notify_on_move notify_on_upload recursive send_interval subject \
            message triggering_filenames workspace_id:0 unsubscribed:false unsubscribed_reason \
            user_id username suppressed_email:false",
    listing: Listing {
        sort: &["workspace_id", "path", "user_id", "group_id"],
        filter: &["path", "user_id", "workspace_id", "group_id"],
        together: &[
            &["workspace_id", "path"],
            &["workspace_id", "user_id"],
            &["workspace_id", "group_id"],
            &["workspace_id", "user_id", "path"],
        ],
        prefix: &["path"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Who is mailed about what happens in a folder.",
        name: "",
        required: &["path"],
        row: &["path", "user_id", "group_id", "group_ids"],
        within: Some(Within { outer: "folder", node: "notify" }),
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("group_id", ValueKind::Int).create_only().refers(Referent::GROUP),
    Attribute::new("group_ids", ValueKind::List(&ValueKind::Int))
        .create_only()
        .refers(Referent::GROUP)
        .joined(),
    Attribute::new("message", ValueKind::Text),
    Attribute::new("notify_on_copy", ValueKind::Bool),
    Attribute::new("notify_on_delete", ValueKind::Bool),
    Attribute::new("notify_on_download", ValueKind::Bool),
    Attribute::new("notify_on_move", ValueKind::Bool),
    Attribute::new("notify_on_upload", ValueKind::Bool),
    Attribute::new("notify_user_actions", ValueKind::Bool),
    Attribute::new("path", ValueKind::Path).create_only(),
    Attribute::new("recursive", ValueKind::Bool),
    Attribute::new(
        "send_interval",
        ValueKind::Choice(&["five_minutes", "fifteen_minutes", "hourly", "daily"]),
    ),
    Attribute::new("subject", ValueKind::Text),
    Attribute::new("trigger_by_share_recipients", ValueKind::Bool),
    Attribute::new("triggering_filenames", ValueKind::List(&ValueKind::Item)),
    Attribute::new("triggering_group_ids", ValueKind::List(&ValueKind::Int))
        .refers(Referent::GROUP),
    Attribute::new("triggering_user_ids", ValueKind::List(&ValueKind::Int)).refers(Referent::USER),
    Attribute::new("user_id", ValueKind::Int).create_only().refers(Referent::USER),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
