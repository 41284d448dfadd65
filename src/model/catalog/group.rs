//! Attributes of groups that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, ValueKind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("admin_ids", ValueKind::Text),
    Attribute::new("ai_assistant_personality_id", ValueKind::Int),
    Attribute::new("allowed_ips", ValueKind::Addresses),
    Attribute::new("dav_permission", ValueKind::Bool),
    Attribute::new("desktop_configuration_profile_id", ValueKind::Int),
    Attribute::new("ftp_permission", ValueKind::Bool),
    Attribute::new("integration_centric_profile_id", ValueKind::Int),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notes", ValueKind::Text),
    Attribute::new("restapi_permission", ValueKind::Bool),
    Attribute::new("s3_compatible_endpoint_permission", ValueKind::Bool),
    Attribute::new("sftp_permission", ValueKind::Bool),
    Attribute::new("user_ids", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).create_only(),
];
