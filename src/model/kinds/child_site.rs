//! Child sites: who of this site administers them. Roles come in the list of grants.

use super::Kind;

pub static CHILD_SITE: Kind = Kind {
    word: "child-site",
    tag: "child_site_grant",
    one: "child site",
    many: "child sites",
    list: "permissions",
    manage: Some("child-site-grants"),
    ..Kind::NEW
};
