//! AS2 stations: the site's own end of AS2 transfers. Keys are sent and never shown.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static AS2_STATION: Kind = Kind {
    word: "as2-station",
    tag: "as2_station",
    one: "AS2 station",
    many: "AS2 stations",
    list: "as2_stations",
    manage: Some("as2-stations"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 name uri domain hex_public_certificate_serial \
            public_certificate_md5 public_certificate private_key_md5 public_certificate_subject \
            public_certificate_issuer public_certificate_serial public_certificate_not_before \
            public_certificate_not_after private_key_password_md5",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "The site's own end of AS2 transfers.",
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("name", ValueKind::Text),
    Attribute::new("pkcs12", ValueKind::Secret),
    Attribute::new("pkcs12_password", ValueKind::Secret),
    Attribute::new("private_key", ValueKind::Secret).told_by("private_key_md5"),
    Attribute::new("private_key_password", ValueKind::Secret).told_by("private_key_password_md5"),
    Attribute::new("public_certificate", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
