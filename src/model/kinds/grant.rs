//! Levels of access that somebody has on a folder.

use super::{Kind, Listing};

pub static GRANT: Kind = Kind {
    word: "grant",
    tag: "grant",
    one: "grant",
    many: "grants",
    list: "permissions",
    manage: Some("grants"),
    has_place: true,
    shows: "id path user_id username group_id group_name group_ids group_names partner_id \
            partner_name permission recursive:false site_id",
    listing: Listing {
        sort: &["site_id", "group_id", "path", "user_id", "partner_id", "id"],
        filter: &["path", "group_id", "partner_id", "user_id"],
        together: &[
            &["group_id", "path"],
            &["partner_id", "path"],
            &["user_id", "path"],
            &["user_id", "group_id"],
            &["user_id", "group_id", "path"],
            &["user_id", "group_id", "partner_id"],
            &["user_id", "group_id", "partner_id", "path"],
        ],
        prefix: &["path"],
        range: &[],
    },
    ..Kind::NEW
};
