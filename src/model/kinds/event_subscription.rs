//! Event subscriptions: which events of a channel go to which targets.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static EVENT_SUBSCRIPTION: Kind = Kind {
    word: "event-subscription",
    tag: "event_subscription",
    one: "event subscription",
    many: "event subscriptions",
    list: "event_subscriptions",
    manage: Some("event-subscriptions"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id event_channel_id workspace_id:0 apply_to_all_workspaces name subject message \
            message_only enabled event_types filter delivery_policy event_target_ids created_at \
            updated_at",
    listing: Listing {
        sort: &["name", "enabled", "event_channel_id", "workspace_id"],
        filter: &["enabled", "event_channel_id", "workspace_id"],
        together: &[
            &["enabled", "event_channel_id"],
            &["workspace_id", "enabled"],
            &["workspace_id", "event_channel_id"],
            &["workspace_id", "enabled", "event_channel_id"],
        ],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Which events of a channel go to which targets.",
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new("delivery_policy", ValueKind::Object),
    Attribute::new("enabled", ValueKind::Bool),
    Attribute::new("event_channel_id", ValueKind::Int).refers(Referent::EVENT_CHANNEL),
    Attribute::new("event_target_ids", ValueKind::List(&ValueKind::Int))
        .refers(Referent::EVENT_TARGET),
    Attribute::new("event_types", ValueKind::List(&ValueKind::Item)),
    Attribute::new("filter", ValueKind::Object),
    Attribute::new("message", ValueKind::Text),
    Attribute::new("message_only", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("subject", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
