//! Attributes of groups that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, Kind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("admin_ids", Kind::Text),
    Attribute::new("ai_assistant_personality_id", Kind::Int),
    Attribute::new("allowed_ips", Kind::Addresses),
    Attribute::new("dav_permission", Kind::Bool),
    Attribute::new("desktop_configuration_profile_id", Kind::Int),
    Attribute::new("ftp_permission", Kind::Bool),
    Attribute::new("integration_centric_profile_id", Kind::Int),
    Attribute::new("name", Kind::Text),
    Attribute::new("notes", Kind::Text),
    Attribute::new("restapi_permission", Kind::Bool),
    Attribute::new("s3_compatible_endpoint_permission", Kind::Bool),
    Attribute::new("sftp_permission", Kind::Bool),
    Attribute::new("user_ids", Kind::Text),
    Attribute::new("workspace_id", Kind::Int).create_only(),
];
