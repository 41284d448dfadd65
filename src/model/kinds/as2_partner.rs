//! AS2 partners: the other end of AS2 transfers.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static AS2_PARTNER: Kind = Kind {
    word: "as2-partner",
    tag: "as2_partner",
    one: "AS2 partner",
    many: "AS2 partners",
    list: "as2_partners",
    manage: Some("as2-partners"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 as2_station_id name uri server_certificate http_auth_username \
            additional_http_headers default_mime_type mdn_validation_level \
            signature_validation_level enable_dedicated_ips hex_public_certificate_serial \
            public_certificate public_certificate_md5 public_certificate_subject \
            public_certificate_issuer public_certificate_serial public_certificate_not_before \
            public_certificate_not_after",
    listing: Listing {
        sort: &["workspace_id", "as2_station_id", "name"],
        filter: &["as2_station_id", "workspace_id"],
        together: &[&["workspace_id", "as2_station_id"]],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "The other end of AS2 transfers.",
        required: &["as2_station_id", "uri"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("additional_http_headers", ValueKind::Object),
    Attribute::new("as2_station_id", ValueKind::Int).create_only().refers(Referent::AS2_STATION),
    Attribute::new("default_mime_type", ValueKind::Text),
    Attribute::new("enable_dedicated_ips", ValueKind::Bool),
    Attribute::new("http_auth_password", ValueKind::Secret),
    Attribute::new("http_auth_username", ValueKind::Text),
    Attribute::new(
        "mdn_validation_level",
        ValueKind::Choice(&["none", "weak", "normal", "strict", "auto"]),
    ),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("pkcs12", ValueKind::Secret),
    Attribute::new("pkcs12_password", ValueKind::Secret),
    Attribute::new("public_certificate", ValueKind::Text),
    Attribute::new("server_certificate", ValueKind::Choice(&["require_match", "allow_any"])),
    Attribute::new("signature_validation_level", ValueKind::Choice(&["normal", "none", "auto"])),
    Attribute::new("uri", ValueKind::Text),
];
