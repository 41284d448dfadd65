//! Attributes of API keys that a definition may say. Made from `attributes.json`, which a test compares.

use super::{Attribute, ValueKind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("description", ValueKind::Text),
    Attribute::new("expires_at", ValueKind::Instant),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("path", ValueKind::Path).create_only(),
    Attribute::new(
        "permission_set",
        ValueKind::Choice(&[
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
