//! Channels of partners: folders by which files go to and come from them.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static PARTNER_CHANNEL: Kind = Kind {
    word: "partner-channel",
    tag: "partner_channel",
    one: "partner channel",
    many: "partner channels",
    list: "partner_channels",
    manage: Some("partner-channels"),
    attributes: ATTRIBUTES,
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new("partner_id", "partner", "partner-channel \"Claims\" partner=\"Globex\""),
        Spoken::new("path", "path", "partner-channel \"Claims\" partner=\"Globex\""),
    ],
    shows: "id workspace_id:0 direction use_channel_root partner_id partner_channel_template_id \
            path to_partner_folder_name from_partner_folder_name from_partner_route_path \
            to_partner_route_path to_partner_managed_folder_paths \
            from_partner_managed_folder_paths effective_to_partner_folder_name \
            effective_from_partner_folder_name channel_path to_partner_folder_path \
            from_partner_folder_path",
    listing: Listing {
        sort: &["workspace_id", "path", "partner_id"],
        filter: &["partner_id", "workspace_id"],
        together: &[&["workspace_id", "partner_id"]],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "A folder by which files go to and come from a partner.",
        name: "",
        required: &["partner_id", "path"],
        row: &["partner_id", "path"],
        within: None,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("direction", ValueKind::Choice(&["two_way", "to_partner", "from_partner"])),
    Attribute::new("from_partner_folder_name", ValueKind::Text),
    Attribute::new("from_partner_managed_folder_paths", ValueKind::List(&ValueKind::Item)),
    Attribute::new("from_partner_route_path", ValueKind::Text),
    Attribute::new("partner_id", ValueKind::Int).create_only().refers(Referent::PARTNER),
    Attribute::new("path", ValueKind::Path),
    Attribute::new("to_partner_folder_name", ValueKind::Text),
    Attribute::new("to_partner_managed_folder_paths", ValueKind::List(&ValueKind::Item)),
    Attribute::new("to_partner_route_path", ValueKind::Text),
    Attribute::new("use_channel_root", ValueKind::Bool),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
