//! Remote servers, which mounts and syncs work on. What is secret is sent and never shown.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static REMOTE_SERVER: Kind = Kind {
    word: "remote-server",
    tag: "remote_server",
    one: "remote server",
    many: "remote servers",
    list: "remote_servers",
    manage: Some("remote-servers"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id disabled:false authentication_method hostname remote_home_path upload_staging_path \
            allow_relative_paths name description port buffer_uploads max_connections \
            pin_to_site_region pinned_region remote_server_credential_id s3_bucket s3_region \
            s3_kms_key_id aws_access_key s3_assume_role_arn s3_assume_role_duration_seconds \
            s3_assume_role_external_id server_certificate server_host_key server_type \
            workspace_id:0 ssl username google_cloud_storage_bucket \
            google_cloud_storage_authentication_method google_cloud_storage_oauth_scope \
            google_cloud_storage_project_id google_cloud_storage_s3_compatible_access_key \
            backblaze_b2_s3_endpoint backblaze_b2_bucket wasabi_bucket wasabi_region \
            wasabi_access_key auth_status auth_account_name one_drive_account_type \
            sharepoint_tenant_id sharepoint_client_id sharepoint_app_authentication:false \
            sharepoint_app_credential_type sharepoint_site_url azure_blob_storage_account \
            azure_blob_storage_container azure_blob_storage_hierarchical_namespace \
            azure_blob_storage_dns_suffix azure_files_storage_account \
            azure_files_storage_share_name azure_files_storage_dns_suffix s3_compatible_bucket \
            s3_compatible_endpoint s3_compatible_region s3_compatible_virtual_hosted_style \
            s3_compatible_access_key enable_dedicated_ips custom_domain_id \
            outbound_ip_addresses:[] files_agent_permission_set files_agent_root \
            files_agent_version files_agent_up_to_date:false files_agent_latest_version \
            files_agent_supports_push_updates:false direct_transfer_available:false \
            outbound_agent_id filebase_bucket filebase_access_key files_api_key_prefix \
            cloudflare_bucket cloudflare_access_key cloudflare_endpoint dropbox_teams \
            linode_bucket linode_access_key linode_region supports_versioning:false",
    listing: Listing {
        sort: &[
            "workspace_id",
            "name",
            "server_type",
            "backblaze_b2_bucket",
            "google_cloud_storage_bucket",
            "wasabi_bucket",
            "s3_bucket",
            "azure_blob_storage_container",
            "azure_files_storage_share_name",
            "s3_compatible_bucket",
            "filebase_bucket",
            "cloudflare_bucket",
            "linode_bucket",
        ],
        filter: &[
            "name",
            "server_type",
            "workspace_id",
            "backblaze_b2_bucket",
            "google_cloud_storage_bucket",
            "wasabi_bucket",
            "s3_bucket",
            "azure_blob_storage_container",
            "azure_files_storage_share_name",
            "s3_compatible_bucket",
            "filebase_bucket",
            "cloudflare_bucket",
            "linode_bucket",
        ],
        together: &[
            &["server_type", "name"],
            &["workspace_id", "name"],
            &["backblaze_b2_bucket", "name"],
            &["google_cloud_storage_bucket", "name"],
            &["wasabi_bucket", "name"],
            &["s3_bucket", "name"],
            &["azure_blob_storage_container", "name"],
            &["azure_files_storage_share_name", "name"],
            &["s3_compatible_bucket", "name"],
            &["filebase_bucket", "name"],
            &["cloudflare_bucket", "name"],
            &["linode_bucket", "name"],
            &["workspace_id", "server_type"],
            &["workspace_id", "server_type", "name"],
        ],
        prefix: &[
            "name",
            "backblaze_b2_bucket",
            "google_cloud_storage_bucket",
            "wasabi_bucket",
            "s3_bucket",
            "azure_blob_storage_container",
            "azure_files_storage_share_name",
            "s3_compatible_bucket",
            "filebase_bucket",
            "cloudflare_bucket",
            "linode_bucket",
        ],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "A server elsewhere, which mounts and syncs work on.",
        required: &["server_type"],
        kept_in_use: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("allow_relative_paths", ValueKind::Bool),
    Attribute::new("aws_access_key", ValueKind::Text),
    Attribute::new("aws_secret_key", ValueKind::Secret),
    Attribute::new("azure_blob_storage_access_key", ValueKind::Secret),
    Attribute::new("azure_blob_storage_account", ValueKind::Text),
    Attribute::new("azure_blob_storage_container", ValueKind::Text),
    Attribute::new("azure_blob_storage_dns_suffix", ValueKind::Text),
    Attribute::new("azure_blob_storage_hierarchical_namespace", ValueKind::Bool),
    Attribute::new("azure_blob_storage_sas_token", ValueKind::Secret),
    Attribute::new("azure_files_storage_access_key", ValueKind::Secret),
    Attribute::new("azure_files_storage_account", ValueKind::Text),
    Attribute::new("azure_files_storage_dns_suffix", ValueKind::Text),
    Attribute::new("azure_files_storage_sas_token", ValueKind::Secret),
    Attribute::new("azure_files_storage_share_name", ValueKind::Text),
    Attribute::new("backblaze_b2_application_key", ValueKind::Secret),
    Attribute::new("backblaze_b2_bucket", ValueKind::Text),
    Attribute::new("backblaze_b2_key_id", ValueKind::Secret),
    Attribute::new("backblaze_b2_s3_endpoint", ValueKind::Text),
    Attribute::new("buffer_uploads", ValueKind::Choice(&["auto", "always", "never"])),
    Attribute::new("cloudflare_access_key", ValueKind::Text),
    Attribute::new("cloudflare_bucket", ValueKind::Text),
    Attribute::new("cloudflare_endpoint", ValueKind::Text),
    Attribute::new("cloudflare_secret_key", ValueKind::Secret),
    Attribute::new("custom_domain_id", ValueKind::Int).refers(Referent::CUSTOM_DOMAIN),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("dropbox_teams", ValueKind::Bool),
    Attribute::new("enable_dedicated_ips", ValueKind::Bool),
    Attribute::new("filebase_access_key", ValueKind::Text),
    Attribute::new("filebase_bucket", ValueKind::Text),
    Attribute::new("filebase_secret_key", ValueKind::Secret),
    Attribute::new(
        "files_agent_permission_set",
        ValueKind::Choice(&["read_write", "read_only", "write_only"]),
    ),
    Attribute::new("files_agent_root", ValueKind::Text),
    Attribute::new("files_agent_version", ValueKind::Text),
    Attribute::new("files_api_key", ValueKind::Secret).told_by("files_api_key_prefix"),
    Attribute::new(
        "google_cloud_storage_authentication_method",
        ValueKind::Choice(&["json", "hmac", "oauth"]),
    ),
    Attribute::new("google_cloud_storage_bucket", ValueKind::Text),
    Attribute::new("google_cloud_storage_credentials_json", ValueKind::Secret),
    Attribute::new("google_cloud_storage_oauth_scope", ValueKind::Text),
    Attribute::new("google_cloud_storage_project_id", ValueKind::Text),
    Attribute::new("google_cloud_storage_s3_compatible_access_key", ValueKind::Text),
    Attribute::new("google_cloud_storage_s3_compatible_secret_key", ValueKind::Secret),
    Attribute::new("hostname", ValueKind::Text),
    Attribute::new("linode_access_key", ValueKind::Text),
    Attribute::new("linode_bucket", ValueKind::Text),
    Attribute::new("linode_region", ValueKind::Text),
    Attribute::new("linode_secret_key", ValueKind::Secret),
    Attribute::new("max_connections", ValueKind::Int),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("one_drive_account_type", ValueKind::Choice(&["personal", "business_other"])),
    Attribute::new("outbound_agent_id", ValueKind::Int).refers(Referent::REMOTE_SERVER),
    Attribute::new("password", ValueKind::Secret),
    Attribute::new("pin_to_site_region", ValueKind::Bool),
    Attribute::new("port", ValueKind::Int),
    Attribute::new("private_key", ValueKind::Secret),
    Attribute::new("private_key_passphrase", ValueKind::Secret),
    Attribute::new("remote_server_credential_id", ValueKind::Int)
        .refers(Referent::REMOTE_SERVER_CREDENTIAL),
    Attribute::new("s3_assume_role_arn", ValueKind::Text),
    Attribute::new("s3_assume_role_duration_seconds", ValueKind::Int),
    Attribute::new("s3_bucket", ValueKind::Text),
    Attribute::new("s3_compatible_access_key", ValueKind::Text),
    Attribute::new("s3_compatible_bucket", ValueKind::Text),
    Attribute::new("s3_compatible_endpoint", ValueKind::Text),
    Attribute::new("s3_compatible_region", ValueKind::Text),
    Attribute::new("s3_compatible_secret_key", ValueKind::Secret),
    Attribute::new("s3_compatible_virtual_hosted_style", ValueKind::Bool),
    Attribute::new("s3_kms_key_id", ValueKind::Text),
    Attribute::new("s3_region", ValueKind::Text),
    Attribute::new("server_certificate", ValueKind::Choice(&["require_match", "allow_any"])),
    Attribute::new("server_host_key", ValueKind::Text),
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
    Attribute::new("sharepoint_site_url", ValueKind::Text),
    Attribute::new("sharepoint_tenant_id", ValueKind::Text),
    Attribute::new(
        "ssl",
        ValueKind::Choice(&["if_available", "require", "require_implicit", "never"]),
    ),
    Attribute::new("ssl_certificate", ValueKind::Secret),
    Attribute::new("upload_staging_path", ValueKind::Text),
    Attribute::new("username", ValueKind::Text),
    Attribute::new("wasabi_access_key", ValueKind::Text),
    Attribute::new("wasabi_bucket", ValueKind::Text),
    Attribute::new("wasabi_region", ValueKind::Text),
    Attribute::new("wasabi_secret_key", ValueKind::Secret),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
