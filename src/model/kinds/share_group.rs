//! Share groups: somebody's lists of people to share with.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static SHARE_GROUP: Kind = Kind {
    word: "share-group",
    tag: "share_group",
    one: "share group",
    many: "share groups",
    list: "share_groups",
    manage: Some("share-groups"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name notes user_id members",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "Somebody's list of people to share with.",
        required: &["members"],
        named: true,
        own_keys: &["id", "share_group_id"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("members", ValueKind::List(&ValueKind::Object)),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notes", ValueKind::Text),
    Attribute::new("user_id", ValueKind::Int).create_only().refers(Referent::USER),
];
