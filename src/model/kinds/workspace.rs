//! Workspaces: parts of the site with their own people, files and integrations. The default one has the
//! id 0 and no record.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static WORKSPACE: Kind = Kind {
    word: "workspace",
    tag: "workspace",
    one: "workspace",
    many: "workspaces",
    list: "workspaces",
    manage: Some("workspaces"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name",
    listing: Listing { sort: &["name"], filter: &["name"], prefix: &["name"], ..Listing::NONE },
    table: Some(&Table {
        about: "A part of the site with its own people, files and integrations.",
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[Attribute::new("name", ValueKind::Text)];
