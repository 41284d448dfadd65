//! SIEM destinations: where logs go. Their tokens are sent and never shown.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static SIEM_HTTP_DESTINATION: Kind = Kind {
    word: "siem-destination",
    tag: "siem_http_destination",
    one: "SIEM destination",
    many: "SIEM destinations",
    list: "siem_http_destinations",
    manage: Some("siem-destinations"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name destination_type destination_url file_destination_path file_format \
            file_interval_minutes additional_headers sending_active generic_payload_type \
            splunk_token_masked crowdstrike_token_masked azure_dcr_immutable_id azure_stream_name \
            azure_oauth_client_credentials_tenant_id azure_oauth_client_credentials_client_id \
            azure_oauth_client_credentials_client_secret_masked qradar_username \
            qradar_password_masked solar_winds_token_masked new_relic_api_key_masked \
            datadog_api_key_masked action_send_enabled action_entries_sent \
            sftp_action_send_enabled sftp_action_entries_sent ftp_action_send_enabled \
            ftp_action_entries_sent web_dav_action_send_enabled web_dav_action_entries_sent \
            sync_send_enabled sync_entries_sent outbound_connection_send_enabled \
            outbound_connection_entries_sent automation_send_enabled automation_entries_sent \
            api_request_send_enabled api_request_entries_sent public_hosting_request_send_enabled \
            public_hosting_request_entries_sent email_send_enabled email_entries_sent \
            exavault_api_request_send_enabled exavault_api_request_entries_sent \
            settings_change_send_enabled settings_change_entries_sent last_http_call_target_type \
            last_http_call_success:false last_http_call_response_code \
            last_http_call_response_body last_http_call_error_message last_http_call_time \
            last_http_call_duration_ms most_recent_http_call_success_time connection_test_entry",
    listing: Listing::NONE,
    table: Some(&Table { about: "Where logs go.", required: &["destination_type"], ..Table::NEW }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("action_send_enabled", ValueKind::Bool),
    Attribute::new("additional_headers", ValueKind::Object),
    Attribute::new("api_request_send_enabled", ValueKind::Bool),
    Attribute::new("automation_send_enabled", ValueKind::Bool),
    Attribute::new("azure_dcr_immutable_id", ValueKind::Text),
    Attribute::new("azure_oauth_client_credentials_client_id", ValueKind::Text),
    Attribute::new("azure_oauth_client_credentials_client_secret", ValueKind::Secret)
        .told_by("azure_oauth_client_credentials_client_secret_masked"),
    Attribute::new("azure_oauth_client_credentials_tenant_id", ValueKind::Text),
    Attribute::new("azure_stream_name", ValueKind::Text),
    Attribute::new("crowdstrike_token", ValueKind::Secret).told_by("crowdstrike_token_masked"),
    Attribute::new("datadog_api_key", ValueKind::Secret).told_by("datadog_api_key_masked"),
    Attribute::new(
        "destination_type",
        ValueKind::Choice(&[
            "generic",
            "splunk",
            "azure_legacy",
            "qradar",
            "sumo",
            "rapid7",
            "solar_winds",
            "new_relic",
            "datadog",
            "azure",
            "file",
            "crowdstrike",
            "splunk_compatible",
        ]),
    ),
    Attribute::new("destination_url", ValueKind::Text),
    Attribute::new("email_send_enabled", ValueKind::Bool),
    Attribute::new("exavault_api_request_send_enabled", ValueKind::Bool),
    Attribute::new("file_destination_path", ValueKind::Text),
    Attribute::new("file_format", ValueKind::Choice(&["json", "csv"])),
    Attribute::new("file_interval_minutes", ValueKind::Int),
    Attribute::new("ftp_action_send_enabled", ValueKind::Bool),
    Attribute::new("generic_payload_type", ValueKind::Choice(&["json_newline", "json_array"])),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("new_relic_api_key", ValueKind::Secret).told_by("new_relic_api_key_masked"),
    Attribute::new("outbound_connection_send_enabled", ValueKind::Bool),
    Attribute::new("public_hosting_request_send_enabled", ValueKind::Bool),
    Attribute::new("qradar_password", ValueKind::Secret).told_by("qradar_password_masked"),
    Attribute::new("qradar_username", ValueKind::Text),
    Attribute::new("sending_active", ValueKind::Bool),
    Attribute::new("settings_change_send_enabled", ValueKind::Bool),
    Attribute::new("sftp_action_send_enabled", ValueKind::Bool),
    Attribute::new("solar_winds_token", ValueKind::Secret).told_by("solar_winds_token_masked"),
    Attribute::new("splunk_token", ValueKind::Secret).told_by("splunk_token_masked"),
    Attribute::new("sync_send_enabled", ValueKind::Bool),
    Attribute::new("web_dav_action_send_enabled", ValueKind::Bool),
];
