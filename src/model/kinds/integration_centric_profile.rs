//! Profiles of users who work with remote servers above all.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static INTEGRATION_CENTRIC_PROFILE: Kind = Kind {
    word: "integration-centric-profile",
    tag: "integration_centric_profile",
    one: "integration-centric profile",
    many: "integration-centric profiles",
    list: "integration_centric_profiles",
    manage: Some("integration-centric-profiles"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name workspace_id:0 use_for_all_users expected_remote_servers",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Which remote servers users are to connect.",
        required: &["expected_remote_servers"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("expected_remote_servers", ValueKind::List(&ValueKind::Object)),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("use_for_all_users", ValueKind::Bool),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
