//! Templates of the channels by which files go to and from partners.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static PARTNER_CHANNEL_TEMPLATE: Kind = Kind {
    word: "partner-channel-template",
    tag: "partner_channel_template",
    one: "partner channel template",
    many: "partner channel templates",
    list: "partner_channel_templates",
    manage: Some("partner-channel-templates"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 direction use_channel_root name path to_partner_folder_name \
            from_partner_folder_name from_partner_route_path_pattern \
            to_partner_route_path_pattern to_partner_managed_folder_paths \
            from_partner_managed_folder_paths effective_to_partner_folder_name \
            effective_from_partner_folder_name",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "What the channels of a partner look like.",
        required: &["path"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("direction", ValueKind::Choice(&["two_way", "to_partner", "from_partner"])),
    Attribute::new("from_partner_folder_name", ValueKind::Text),
    Attribute::new("from_partner_managed_folder_paths", ValueKind::List(&ValueKind::Item)),
    Attribute::new("from_partner_route_path_pattern", ValueKind::Text),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("path", ValueKind::Text),
    Attribute::new("to_partner_folder_name", ValueKind::Text),
    Attribute::new("to_partner_managed_folder_paths", ValueKind::List(&ValueKind::Item)),
    Attribute::new("to_partner_route_path_pattern", ValueKind::Text),
    Attribute::new("use_channel_root", ValueKind::Bool),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
