//! Attributes of API keys that a definition may say. Made from `attributes.json`, which a test compares.

use super::{Attribute, Kind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("description", Kind::Text),
    Attribute::new("expires_at", Kind::Instant),
    Attribute::new("name", Kind::Text),
    Attribute::new("path", Kind::Path).create_only(),
    Attribute::new(
        "permission_set",
        Kind::Choice(&[
            "none",
            "full",
            "desktop_app",
            "sync_app",
            "office_integration",
            "mobile_app",
            "files_only",
        ]),
    )
    .create_only(),
];
