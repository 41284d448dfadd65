//! Profiles of the desktop app.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static DESKTOP_CONFIGURATION_PROFILE: Kind = Kind {
    word: "desktop-configuration-profile",
    tag: "desktop_configuration_profile",
    one: "desktop configuration profile",
    many: "desktop configuration profiles",
    list: "desktop_configuration_profiles",
    manage: Some("desktop-configuration-profiles"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name workspace_id:0 use_for_all_users disable_drive_mounting mount_mappings",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "How the desktop app is set up.",
        required: &["mount_mappings"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("disable_drive_mounting", ValueKind::Bool),
    Attribute::new("mount_mappings", ValueKind::Object),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("use_for_all_users", ValueKind::Bool),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
