//! Metadata categories: what is known of files besides their names. Their definitions are not writable.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static METADATA_CATEGORY: Kind = Kind {
    word: "metadata-category",
    tag: "metadata_category",
    one: "metadata category",
    many: "metadata categories",
    list: "metadata_categories",
    manage: Some("metadata-categories"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name definitions default_columns",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "What is known of files besides their names.",
        named: true,
        kept_in_use: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("default_columns", ValueKind::List(&ValueKind::Text)),
    Attribute::new("name", ValueKind::Text),
];
