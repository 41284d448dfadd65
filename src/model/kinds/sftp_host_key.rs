//! SFTP host keys. The private half is sent and never shown.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static SFTP_HOST_KEY: Kind = Kind {
    word: "sftp-host-key",
    tag: "sftp_host_key",
    one: "SFTP host key",
    many: "SFTP host keys",
    list: "sftp_host_keys",
    manage: Some("sftp-host-keys"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "active custom_domain_id id name key_type fingerprint_md5 fingerprint_sha256",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "By which the site is known over SFTP.",
        required: &["private_key"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("active", ValueKind::Bool),
    Attribute::new("custom_domain_id", ValueKind::Int).refers(Referent::CUSTOM_DOMAIN),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("private_key", ValueKind::Secret),
];
