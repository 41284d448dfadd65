//! Event targets: where events are told.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static EVENT_TARGET: Kind = Kind {
    word: "event-target",
    tag: "event_target",
    one: "event target",
    many: "event targets",
    list: "event_targets",
    manage: Some("event-targets"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name target_type workspace_id:0 apply_to_all_workspaces enabled config \
            delivery_policy created_at updated_at",
    listing: Listing {
        sort: &["name", "enabled", "workspace_id"],
        filter: &["enabled", "target_type", "workspace_id"],
        together: &[
            &["enabled", "target_type"],
            &["workspace_id", "enabled"],
            &["workspace_id", "enabled", "target_type"],
        ],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Where events are told.",
        required: &["config", "target_type"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new("config", ValueKind::Object),
    Attribute::new("delivery_policy", ValueKind::Object),
    Attribute::new("enabled", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new(
        "target_type",
        ValueKind::Choice(&[
            "email",
            "webhook",
            "slack_webhook",
            "teams_webhook",
            "amazon_sns",
            "google_pubsub",
            "folder",
        ]),
    )
    .create_only(),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
