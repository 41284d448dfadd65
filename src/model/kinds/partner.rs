//! Partners: firms from outside. Their users have what the partner is granted, and nothing else.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static PARTNER: Kind = Kind {
    word: "partner",
    tag: "partner",
    one: "partner",
    many: "partners",
    list: "partners",
    manage: Some("partners"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "allow_bypassing_2fa_policies allowed_ips allow_credential_changes \
            allow_providing_gpg_keys allow_user_creation cc_emails_to_responsible_party \
            connections:[] id ai_assistant_personality_id workspace_id:0 name notes \
            partner_admin_ids:[] partner_channel_template_id partnership_role \
            responsible_group_id responsible_user_id root_folder show_partner_channel_home_page \
            tags user_ids:[]",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "A firm from outside, whose users have what the partner is granted.",
        required: &["root_folder"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("ai_assistant_personality_id", ValueKind::Int)
        .refers(Referent::AI_ASSISTANT_PERSONALITY),
    Attribute::new("allow_bypassing_2fa_policies", ValueKind::Bool),
    Attribute::new("allow_credential_changes", ValueKind::Bool),
    Attribute::new("allow_providing_gpg_keys", ValueKind::Bool),
    Attribute::new("allow_user_creation", ValueKind::Bool),
    Attribute::new("allowed_ips", ValueKind::Addresses),
    Attribute::new("cc_emails_to_responsible_party", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notes", ValueKind::Text),
    Attribute::new("partner_channel_template_id", ValueKind::Int)
        .refers(Referent::PARTNER_CHANNEL_TEMPLATE),
    Attribute::new("partnership_role", ValueKind::Choice(&["host", "guest", "host_and_guest"])),
    Attribute::new("responsible_group_id", ValueKind::Int).refers(Referent::GROUP),
    Attribute::new("responsible_user_id", ValueKind::Int).refers(Referent::USER),
    Attribute::new("root_folder", ValueKind::Path),
    Attribute::new("show_partner_channel_home_page", ValueKind::Bool),
    Attribute::new("tags", ValueKind::Words),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
