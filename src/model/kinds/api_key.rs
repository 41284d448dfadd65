//! API keys, of users and of the site itself: the secret is shown once, when one is made.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, ValueKind};

pub static API_KEY: Kind = Kind {
    word: "api-key",
    tag: "api_key",
    one: "API key",
    many: "API keys",
    list: "api_keys",
    manage: Some("api-keys"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name")],
    shows: "id descriptive_label description created_at expires_at aws_style_credentials \
            last_use_at name permission_set platform site_id site_name url user_id \
            workspace_id:0 path",
    listing: Listing {
        sort: &["site_id", "workspace_id"],
        filter: &["aws_style_credentials", "expires_at"],
        range: &["expires_at"],
        ..Listing::NONE
    },
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("aws_style_credentials", ValueKind::Bool).create_only(),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("expires_at", ValueKind::Instant),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("path", ValueKind::Path).create_only(),
    Attribute::new(
        "permission_set",
        ValueKind::Choice(&[
            "none",
            "full",
            "desktop_app",
            "sync_app",
            "office_integration",
            "mobile_app",
            "files_only",
        ]),
    )
    .create_only(),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
