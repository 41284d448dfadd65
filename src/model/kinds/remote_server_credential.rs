//! Credentials of remote servers. What is secret is sent and never shown.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static REMOTE_SERVER_CREDENTIAL: Kind = Kind {
    word: "remote-server-credential",
    tag: "remote_server_credential",
    one: "remote server credential",
    many: "remote server credentials",
    list: "remote_server_credentials",
    manage: Some("remote-server-credentials"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 name description server_type aws_access_key s3_assume_role_arn \
            s3_assume_role_duration_seconds s3_assume_role_external_id \
            google_cloud_storage_s3_compatible_access_key wasabi_access_key \
            s3_compatible_access_key filebase_access_key cloudflare_access_key linode_access_key \
            sharepoint_tenant_id sharepoint_client_id sharepoint_app_credential_type username",
    listing: Listing {
        sort: &["workspace_id", "name"],
        filter: &["workspace_id", "name"],
        together: &[&["workspace_id", "name"]],
        prefix: &["name"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "What a remote server is signed in to with.",
        required: &["server_type"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("aws_access_key", ValueKind::Text),
    Attribute::new("aws_secret_key", ValueKind::Secret),
    Attribute::new("azure_blob_storage_access_key", ValueKind::Secret),
    Attribute::new("azure_blob_storage_sas_token", ValueKind::Secret),
    Attribute::new("azure_files_storage_access_key", ValueKind::Secret),
    Attribute::new("azure_files_storage_sas_token", ValueKind::Secret),
    Attribute::new("backblaze_b2_application_key", ValueKind::Secret),
    Attribute::new("backblaze_b2_key_id", ValueKind::Secret),
    Attribute::new("cloudflare_access_key", ValueKind::Text),
    Attribute::new("cloudflare_secret_key", ValueKind::Secret),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("filebase_access_key", ValueKind::Text),
    Attribute::new("filebase_secret_key", ValueKind::Secret),
    Attribute::new("google_cloud_storage_credentials_json", ValueKind::Secret),
    Attribute::new("google_cloud_storage_s3_compatible_access_key", ValueKind::Text),
    Attribute::new("google_cloud_storage_s3_compatible_secret_key", ValueKind::Secret),
    Attribute::new("linode_access_key", ValueKind::Text),
    Attribute::new("linode_secret_key", ValueKind::Secret),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("password", ValueKind::Secret),
    Attribute::new("private_key", ValueKind::Secret),
    Attribute::new("private_key_passphrase", ValueKind::Secret),
    Attribute::new("s3_assume_role_arn", ValueKind::Text),
    Attribute::new("s3_assume_role_duration_seconds", ValueKind::Int),
    Attribute::new("s3_compatible_access_key", ValueKind::Text),
    Attribute::new("s3_compatible_secret_key", ValueKind::Secret),
    Attribute::new(
        "server_type",
        ValueKind::Choice(&[
            "ftp",
            "sftp",
            "s3",
            "google_cloud_storage",
            "webdav",
            "wasabi",
            "backblaze_b2",
            "one_drive",
            "box",
            "dropbox",
            "google_drive",
            "azure",
            "sharepoint",
            "s3_compatible",
            "azure_files",
            "files_agent",
            "filebase",
            "cloudflare",
            "linode",
            "files_com",
        ]),
    ),
    Attribute::new("sharepoint_client_certificate", ValueKind::Secret),
    Attribute::new("sharepoint_client_id", ValueKind::Text),
    Attribute::new("sharepoint_client_secret", ValueKind::Secret),
    Attribute::new("sharepoint_tenant_id", ValueKind::Text),
    Attribute::new("username", ValueKind::Text),
    Attribute::new("wasabi_access_key", ValueKind::Text),
    Attribute::new("wasabi_secret_key", ValueKind::Secret),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
