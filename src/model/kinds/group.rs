//! Groups of users.

use super::{Attribute, Given, Kind, Listing, Referent, SIGN_IN, Spoken, ValueKind};

pub static GROUP: Kind = Kind {
    word: "group",
    tag: "group",
    one: "group",
    many: "groups",
    list: "groups",
    manage: Some("groups"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name", "user_ids", "admin_ids"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new("name", "name", "the node's own name is the name; rename with `was=`"),
        Spoken::new("restapi_permission", "protocol \"web\"", "protocols \"web\""),
        Spoken::new("ftp_permission", "protocol \"ftp\"", "protocols \"ftp\""),
        Spoken::new("sftp_permission", "protocol \"sftp\"", "protocols \"sftp\""),
        Spoken::new("dav_permission", "protocol \"webdav\"", "protocols \"webdav\""),
        Spoken::new("s3_compatible_endpoint_permission", "protocol \"s3\"", "protocols \"s3\""),
        Spoken::new("admin_ids", "admin", "admin \"username\""),
        Spoken::new("user_ids", "member", "member \"username\""),
    ],
    shows: "id name allowed_ips admin_ids:\"\" notes user_ids:\"\" usernames:\"\" \
            ai_assistant_personality_id ftp_permission sftp_permission dav_permission \
            restapi_permission s3_compatible_endpoint_permission \
            desktop_configuration_profile_id integration_centric_profile_id site_id \
            workspace_id:0",
    listing: Listing {
        sort: &["site_id", "workspace_id", "name"],
        filter: &["name", "workspace_id"],
        together: &[&["workspace_id", "name"]],
        prefix: &["name"],
        range: &[],
    },
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("admin_ids", ValueKind::Text),
    Attribute::new("ai_assistant_personality_id", ValueKind::Int)
        .refers(Referent::AI_ASSISTANT_PERSONALITY),
    Attribute::new("allowed_ips", ValueKind::Addresses).bears(SIGN_IN),
    Attribute::new("dav_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("desktop_configuration_profile_id", ValueKind::Int)
        .refers(Referent::DESKTOP_CONFIGURATION_PROFILE),
    Attribute::new("ftp_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("integration_centric_profile_id", ValueKind::Int)
        .refers(Referent::INTEGRATION_CENTRIC_PROFILE),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notes", ValueKind::Text),
    Attribute::new("restapi_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("s3_compatible_endpoint_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("sftp_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("user_ids", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
