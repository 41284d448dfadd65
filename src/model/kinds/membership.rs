//! Who is in which group, and who administers it.

use super::{Kind, MEMBERSHIPS};

pub static MEMBERSHIP: Kind = Kind {
    word: "member",
    tag: "membership",
    one: "membership",
    many: "memberships",
    list: "group_users",
    manage: Some(MEMBERSHIPS),
    shows: "group_name group_id user_id admin:false username",
    ..Kind::NEW
};
