//! Event channels: subscriptions belong to one.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static EVENT_CHANNEL: Kind = Kind {
    word: "event-channel",
    tag: "event_channel",
    one: "event channel",
    many: "event channels",
    list: "event_channels",
    manage: Some("event-channels"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name workspace_id:0 description enabled default_channel created_at updated_at",
    listing: Listing {
        sort: &["name", "enabled", "default_channel", "workspace_id"],
        filter: &["enabled", "default_channel", "workspace_id"],
        together: &[&["workspace_id", "enabled"], &["workspace_id", "default_channel"]],
        ..Listing::NONE
    },
    table: Some(&Table { about: "Events and who is told of them.", named: true, ..Table::NEW }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("default_channel", ValueKind::Bool),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("enabled", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
