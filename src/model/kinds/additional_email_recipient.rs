//! Addresses that get a copy of what a user is mailed.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind, Within};

pub static ADDITIONAL_EMAIL_RECIPIENT: Kind = Kind {
    word: "additional-email-recipient",
    tag: "additional_email_recipient",
    one: "additional email recipient",
    many: "additional email recipients",
    list: "user_additional_email_recipients",
    manage: Some("additional-email-recipients"),
    attributes: ATTRIBUTES,
    spoken: &[
        Spoken::new("user_id", "user", "additional-email-recipient \"archive@acme.example\""),
        Spoken::new("email", "email", "additional-email-recipient \"archive@acme.example\""),
    ],
    shows: "id user_id workspace_id:0 email created_at",
    listing: Listing {
        sort: &["email", "user_id", "workspace_id"],
        filter: &["email", "workspace_id", "user_id"],
        together: &[
            &["workspace_id", "email"],
            &["user_id", "email"],
            &["workspace_id", "user_id"],
            &["workspace_id", "user_id", "email"],
        ],
        prefix: &["email"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "An address that gets a copy of what a user is mailed.",
        name: "",
        required: &["user_id", "email"],
        row: &["user_id", "email"],
        within: Some(Within { outer: "user", node: "additional-email-recipient" }),
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("email", ValueKind::Email),
    Attribute::new("user_id", ValueKind::Int).create_only().refers(Referent::USER),
];
