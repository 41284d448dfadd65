//! GPG keys, by which folder settings and automations encrypt and decrypt. The private half and
//! its password are sent and never shown.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static GPG_KEY: Kind = Kind {
    word: "gpg-key",
    tag: "gpg_key",
    one: "GPG key",
    many: "GPG keys",
    list: "gpg_keys",
    manage: Some("gpg-keys"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 expires_at name partner_id partner_name user_id public_key_md5 \
            private_key_md5 generated_public_key generated_private_key private_key_password_md5 \
            public_key",
    listing: Listing {
        sort: &["workspace_id", "name", "expires_at"],
        filter: &["workspace_id", "partner_id", "expires_at"],
        together: &[
            &["workspace_id", "partner_id"],
            &["workspace_id", "expires_at"],
            &["partner_id", "expires_at"],
            &["workspace_id", "partner_id", "expires_at"],
        ],
        prefix: &[],
        range: &["expires_at"],
    },
    table: Some(&Table {
        about: "A GPG key, by which files are encrypted and decrypted.",
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("name", ValueKind::Text),
    Attribute::new("partner_id", ValueKind::Int).refers(Referent::PARTNER),
    Attribute::new("private_key", ValueKind::Secret).told_by("private_key_md5"),
    Attribute::new("private_key_password", ValueKind::Secret).told_by("private_key_password_md5"),
    Attribute::new("public_key", ValueKind::Text),
    Attribute::new("user_id", ValueKind::Int).create_only().refers(Referent::USER),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
