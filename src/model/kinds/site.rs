//! The site itself: its settings.

use super::{
    Attribute,
    Given::{Number, On, Text},
    Kind, Referent, SETTINGS, ValueKind,
};

pub static SITE: Kind = Kind {
    word: "site",
    tag: "site",
    one: "site",
    many: "sites",
    list: "site",
    attributes: ATTRIBUTES,
    defaults: &[
        ("allowed_2fa_method_sms", On),
        ("allowed_2fa_method_totp", On),
        ("allowed_2fa_method_webauthn", On),
        ("allowed_2fa_method_yubi", On),
        ("bundle_activity_notifications", Text("never")),
        ("bundle_expiration", Number(30)),
        ("bundle_registration_notifications", Text("per_bundle_setting")),
        ("bundle_upload_receipt_notifications", Text("never")),
        ("dav_enabled", On),
        ("dav_user_root_enabled", On),
        ("days_to_retain_backups", Number(30)),
        ("desktop_app", On),
        ("desktop_app_session_lifetime", Number(720)),
        ("domain_letsencrypt_chain", Text("default")),
        ("ftp_enabled", On),
        ("language", Text("en")),
        ("max_prior_passwords", Number(10)),
        ("mobile_app", On),
        ("mobile_app_session_lifetime", Number(720)),
        ("motd_use_for_ftp", On),
        ("motd_use_for_sftp", On),
        ("non_sso_groups_allowed", On),
        ("non_sso_users_allowed", On),
        ("office_integration_available", On),
        ("office_integration_type", Text("only_office")),
        ("password_min_length", Number(10)),
        ("password_require_letter", On),
        ("password_require_mixed", On),
        ("password_require_number", On),
        ("password_require_special", On),
        ("password_require_unbreached", On),
        ("password_requirements_apply_to_bundles", On),
        ("require_2fa_user_type", Text("all")),
        ("sftp_enabled", On),
        ("sftp_host_key_type", Text("default")),
        ("sftp_user_root_enabled", On),
        ("sharing_enabled", On),
        ("ssl_required", On),
        ("user_lockout_lock_period", Number(24)),
        ("user_lockout_tries", Number(5)),
        ("user_lockout_within", Number(6)),
        ("user_requests_enabled", On),
        ("users_can_create_api_keys", On),
        ("users_can_create_ssh_keys", On),
        ("welcome_email_enabled", On),
        ("welcome_screen", Text("enabled")),
    ],
    shows: "id name additional_text_file_types \
            ai_feature_availability allowed_2fa_method_sms allowed_2fa_method_totp \
            allowed_2fa_method_webauthn allowed_2fa_method_yubi allowed_2fa_method_email \
            allowed_2fa_method_static allowed_2fa_method_bypass_for_ftp_sftp_dav admin_user_id \
            admins_bypass_locked_subfolders allow_bundle_names allow_user_level_2fa_override \
            allow_user_level_allowed_ip_override allow_user_level_ssl_override \
            allowed_countries allowed_ips enforce_parent_site_user_ip_restrictions \
            always_mkdir_parents as2_message_retention_days ask_about_overwrites \
            bundle_activity_notifications bundle_expiration bundle_not_found_message \
            bundle_password_required bundles_default_owned_by_primary_group \
            bundle_recipient_blacklist_domains bundle_recipient_blacklist_free_email_domains \
            bundle_registration_notifications bundle_require_registration \
            bundle_require_share_recipient \
            bundle_send_one_time_password_to_recipient_at_registration bundle_require_note \
            bundle_send_shared_receipts bundle_upload_receipt_notifications \
            bundle_watermark_attachment bundle_watermark_value calculate_file_checksums_crc32 \
            calculate_file_checksums_md5 calculate_file_checksums_sha1 \
            calculate_file_checksums_sha256 \
            child_site_folder_admins_can_see_parent_site_directory \
            workspace_folder_admins_can_see_default_workspace_directory \
            uploads_via_email_authentication color2_left color2_link color2_text color2_top \
            color2_top_text contact_name created_at currency custom_namespace dav_enabled \
            dav_user_root_enabled days_to_retain_backups document_edits_in_bundle_allowed \
            default_time_zone desktop_app desktop_app_session_ip_pinning \
            desktop_app_session_lifetime legacy_checksums_mode \
            migrate_remote_server_sync_to_sync mcp_dcr_enabled mobile_app \
            mobile_app_session_ip_pinning mobile_app_session_lifetime disallowed_countries \
            disable_all_ai_features disable_files_certificate_generation \
            disable_notifications:false file_activity_events_enabled disable_password_reset \
            domain domain_hsts_header domain_letsencrypt_chain email fedramp \
            files_com_remote_server_enabled ftp_enabled reply_to_email non_sso_groups_allowed \
            non_sso_users_allowed folder_permissions_groups_only group_admins_can_add_users \
            group_admins_can_manage_group_memberships group_admins_can_delete_users \
            group_admins_can_enable_disable_users group_admins_can_modify_users \
            group_admins_can_bypass_user_lifecycle_rules group_admins_can_reset_passwords \
            group_admins_can_set_user_password hipaa:false icon128 icon16 icon32 icon48 \
            immutable_files_set_at include_password_in_welcome_email language ldap_base_dn \
            ldap_domain ldap_enabled ldap_group_action ldap_group_exclusion \
            ldap_group_inclusion ldap_host ldap_host_2 ldap_host_3 ldap_port ldap_secure \
            ldap_server_certificate ldap_type ldap_user_action ldap_user_include_groups \
            ldap_username ldap_username_field login_help_text logo login_page_background_image \
            max_prior_passwords managed_site_settings motd_text motd_use_for_ftp \
            motd_use_for_sftp next_billing_amount next_billing_date \
            office_integration_available office_integration_type oncehub_link opt_out_global \
            overdue:false password_min_length password_require_letter password_require_mixed \
            password_require_number password_require_special password_require_unbreached \
            password_requirements_apply_to_bundles password_validity_days phone \
            pin_all_remote_servers_to_site_region prevent_root_permissions_for_non_site_admins \
            protocol_access_groups_only require_2fa \
            restrict_root_folder_behaviors_to_site_admins \
            root_folder_behaviors_apply_to_workspaces require_2fa_exempt_all_sso_users \
            require_2fa_stop_time revoke_bundle_access_on_disable_or_delete \
            require_2fa_user_type require_logout_from_bundles_and_inboxes \
            session s3_compatible_endpoint_enabled sftp_enabled sftp_finalize_partial_uploads \
            sftp_host_key_type active_sftp_host_key_id active_sftp_host_key_ids \
            sftp_insecure_ciphers sftp_insecure_diffie_hellman sftp_user_root_enabled \
            sharing_enabled show_user_notifications_log_in_link show_request_access_link \
            site_footer site_header site_public_footer site_public_header smtp_address \
            smtp_authentication smtp_from smtp_port smtp_ssl smtp_username \
            session_expiry_minutes snapshot_sharing_enabled ssl_required subdomain \
            switch_to_plan_date trial_days_left trial_until use_dedicated_ips_for_smtp \
            use_provided_modified_at user user_lockout user_lockout_lock_period \
            user_lockout_tries user_lockout_within user_requests_enabled \
            user_requests_notify_admins users_can_create_api_keys users_can_create_ssh_keys \
            username_display welcome_custom_text email_footer_custom_text welcome_email_cc \
            welcome_email_subject welcome_email_enabled welcome_screen windows_mode_ftp",
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("active_sftp_host_key_id", ValueKind::Int).refers(Referent::SFTP_HOST_KEY),
    Attribute::new("active_sftp_host_key_ids", ValueKind::List(&ValueKind::Int))
        .refers(Referent::SFTP_HOST_KEY),
    Attribute::new("additional_text_file_types", ValueKind::List(&ValueKind::Item)),
    Attribute::new("admins_bypass_locked_subfolders", ValueKind::Bool),
    Attribute::new("ai_feature_availability", ValueKind::Object),
    Attribute::new("allow_bundle_names", ValueKind::Bool),
    Attribute::new("allow_user_level_2fa_override", ValueKind::Bool),
    Attribute::new("allow_user_level_allowed_ip_override", ValueKind::Bool),
    Attribute::new("allow_user_level_ssl_override", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_bypass_for_ftp_sftp_dav", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_email", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_sms", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_static", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_totp", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_webauthn", ValueKind::Bool),
    Attribute::new("allowed_2fa_method_yubi", ValueKind::Bool),
    Attribute::new("allowed_countries", ValueKind::Words).bears(SETTINGS),
    Attribute::new("allowed_ips", ValueKind::Addresses).bears(SETTINGS),
    Attribute::new("always_mkdir_parents", ValueKind::Bool),
    Attribute::new("as2_message_retention_days", ValueKind::Int),
    Attribute::new("ask_about_overwrites", ValueKind::Bool),
    Attribute::new(
        "bundle_activity_notifications",
        ValueKind::Choice(&["never", "always", "per_bundle_setting"]),
    ),
    Attribute::new("bundle_expiration", ValueKind::Int),
    Attribute::new("bundle_not_found_message", ValueKind::Text),
    Attribute::new("bundle_password_required", ValueKind::Bool),
    Attribute::new("bundle_recipient_blacklist_domains", ValueKind::List(&ValueKind::Domain)),
    Attribute::new("bundle_recipient_blacklist_free_email_domains", ValueKind::Bool),
    Attribute::new(
        "bundle_registration_notifications",
        ValueKind::Choice(&["never", "always", "per_bundle_setting"]),
    ),
    Attribute::new("bundle_require_note", ValueKind::Bool),
    Attribute::new("bundle_require_registration", ValueKind::Bool),
    Attribute::new("bundle_require_share_recipient", ValueKind::Bool),
    Attribute::new("bundle_send_one_time_password_to_recipient_at_registration", ValueKind::Bool),
    Attribute::new("bundle_send_shared_receipts", ValueKind::Bool),
    Attribute::new(
        "bundle_upload_receipt_notifications",
        ValueKind::Choice(&["never", "always", "per_bundle_setting"]),
    ),
    Attribute::new("bundle_watermark_value", ValueKind::Object),
    Attribute::new("bundles_default_owned_by_primary_group", ValueKind::Bool),
    Attribute::new("calculate_file_checksums_crc32", ValueKind::Bool),
    Attribute::new("calculate_file_checksums_md5", ValueKind::Bool),
    Attribute::new("calculate_file_checksums_sha1", ValueKind::Bool),
    Attribute::new("calculate_file_checksums_sha256", ValueKind::Bool),
    Attribute::new("child_site_folder_admins_can_see_parent_site_directory", ValueKind::Bool),
    Attribute::new("color2_left", ValueKind::Text),
    Attribute::new("color2_link", ValueKind::Text),
    Attribute::new("color2_text", ValueKind::Text),
    Attribute::new("color2_top", ValueKind::Text),
    Attribute::new("color2_top_text", ValueKind::Text),
    Attribute::new("custom_namespace", ValueKind::Bool),
    Attribute::new("dav_enabled", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("dav_user_root_enabled", ValueKind::Bool),
    Attribute::new("days_to_retain_backups", ValueKind::Int),
    Attribute::new("default_time_zone", ValueKind::TimeZone),
    Attribute::new("desktop_app", ValueKind::Bool),
    Attribute::new("desktop_app_session_ip_pinning", ValueKind::Bool),
    Attribute::new("desktop_app_session_lifetime", ValueKind::Int),
    Attribute::new("disable_2fa_with_delay", ValueKind::Bool).write_only(),
    Attribute::new("disable_all_ai_features", ValueKind::Bool),
    Attribute::new("disable_files_certificate_generation", ValueKind::Bool),
    Attribute::new("disable_password_reset", ValueKind::Bool),
    Attribute::new("disallowed_countries", ValueKind::Words).bears(SETTINGS),
    Attribute::new("document_edits_in_bundle_allowed", ValueKind::Bool),
    Attribute::new("domain", ValueKind::Text),
    Attribute::new("domain_hsts_header", ValueKind::Bool),
    Attribute::new(
        "domain_letsencrypt_chain",
        ValueKind::Choice(&["default", "isrg_root_x1", "dst_root_ca_x3"]),
    ),
    Attribute::new("email", ValueKind::Email),
    Attribute::new("email_footer_custom_text", ValueKind::Text),
    Attribute::new("enforce_parent_site_user_ip_restrictions", ValueKind::Bool),
    Attribute::new("fedramp", ValueKind::Bool),
    Attribute::new("file_activity_events_enabled", ValueKind::Bool),
    Attribute::new("files_com_remote_server_enabled", ValueKind::Bool),
    Attribute::new("folder_permissions_groups_only", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("ftp_enabled", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("group_admins_can_add_users", ValueKind::Bool),
    Attribute::new("group_admins_can_bypass_user_lifecycle_rules", ValueKind::Bool),
    Attribute::new("group_admins_can_delete_users", ValueKind::Bool),
    Attribute::new("group_admins_can_enable_disable_users", ValueKind::Bool),
    Attribute::new("group_admins_can_manage_group_memberships", ValueKind::Bool),
    Attribute::new("group_admins_can_modify_users", ValueKind::Bool),
    Attribute::new("group_admins_can_reset_passwords", ValueKind::Bool),
    Attribute::new("group_admins_can_set_user_password", ValueKind::Bool),
    Attribute::new("immutable_files", ValueKind::Bool).write_only(),
    Attribute::new("include_password_in_welcome_email", ValueKind::Bool),
    Attribute::new("language", ValueKind::Text),
    Attribute::new("ldap_base_dn", ValueKind::Text),
    Attribute::new("ldap_domain", ValueKind::Text),
    Attribute::new("ldap_enabled", ValueKind::Bool),
    Attribute::new("ldap_group_action", ValueKind::Text),
    Attribute::new("ldap_group_exclusion", ValueKind::Text),
    Attribute::new("ldap_group_inclusion", ValueKind::Text),
    Attribute::new("ldap_host", ValueKind::Text),
    Attribute::new("ldap_host_2", ValueKind::Text),
    Attribute::new("ldap_host_3", ValueKind::Text),
    Attribute::new("ldap_password_change", ValueKind::Secret).write_only(),
    Attribute::new("ldap_password_change_confirmation", ValueKind::Secret).write_only(),
    Attribute::new("ldap_port", ValueKind::Int),
    Attribute::new("ldap_secure", ValueKind::Bool),
    Attribute::new("ldap_server_certificate", ValueKind::Text),
    Attribute::new("ldap_type", ValueKind::Text),
    Attribute::new("ldap_user_action", ValueKind::Text),
    Attribute::new("ldap_user_include_groups", ValueKind::Text),
    Attribute::new("ldap_username", ValueKind::Text),
    Attribute::new("ldap_username_field", ValueKind::Text),
    Attribute::new("left_navigation_visibility", ValueKind::Object).write_only(),
    Attribute::new("legacy_checksums_mode", ValueKind::Bool),
    Attribute::new("login_help_text", ValueKind::Text),
    Attribute::new("max_prior_passwords", ValueKind::Int),
    Attribute::new("mcp_dcr_enabled", ValueKind::Bool),
    Attribute::new("migrate_remote_server_sync_to_sync", ValueKind::Bool),
    Attribute::new("mobile_app", ValueKind::Bool),
    Attribute::new("mobile_app_session_ip_pinning", ValueKind::Bool),
    Attribute::new("mobile_app_session_lifetime", ValueKind::Int),
    Attribute::new("motd_text", ValueKind::Text),
    Attribute::new("motd_use_for_ftp", ValueKind::Bool),
    Attribute::new("motd_use_for_sftp", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("non_sso_groups_allowed", ValueKind::Bool),
    Attribute::new("non_sso_users_allowed", ValueKind::Bool),
    Attribute::new("office_integration_available", ValueKind::Bool),
    Attribute::new(
        "office_integration_type",
        ValueKind::Choice(&["only_office", "office_365", "disabled"]),
    ),
    Attribute::new("opt_out_global", ValueKind::Bool),
    Attribute::new("password_min_length", ValueKind::Int),
    Attribute::new("password_require_letter", ValueKind::Bool),
    Attribute::new("password_require_mixed", ValueKind::Bool),
    Attribute::new("password_require_number", ValueKind::Bool),
    Attribute::new("password_require_special", ValueKind::Bool),
    Attribute::new("password_require_unbreached", ValueKind::Bool),
    Attribute::new("password_requirements_apply_to_bundles", ValueKind::Bool),
    Attribute::new("password_validity_days", ValueKind::Int),
    Attribute::new("pin_all_remote_servers_to_site_region", ValueKind::Bool),
    Attribute::new("prevent_root_permissions_for_non_site_admins", ValueKind::Bool),
    Attribute::new("protocol_access_groups_only", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("redirect_old_subdomain", ValueKind::Bool).write_only(),
    Attribute::new("reply_to_email", ValueKind::Email),
    Attribute::new("require_2fa", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("require_2fa_exempt_all_sso_users", ValueKind::Bool),
    Attribute::new(
        "require_2fa_user_type",
        ValueKind::Choice(&["all", "folder_and_site_admins", "site_admins"]),
    ),
    Attribute::new("require_logout_from_bundles_and_inboxes", ValueKind::Bool),
    Attribute::new("restrict_root_folder_behaviors_to_site_admins", ValueKind::Bool),
    Attribute::new("revoke_bundle_access_on_disable_or_delete", ValueKind::Bool),
    Attribute::new("root_folder_behaviors_apply_to_workspaces", ValueKind::Bool),
    Attribute::new("s3_compatible_endpoint_enabled", ValueKind::Bool),
    Attribute::new("session_expiry_minutes", ValueKind::Int),
    Attribute::new("sftp_enabled", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("sftp_finalize_partial_uploads", ValueKind::Bool),
    Attribute::new(
        "sftp_host_key_type",
        ValueKind::Choice(&["default", "exavault", "custom", "smartfile"]),
    ),
    Attribute::new("sftp_insecure_ciphers", ValueKind::Bool),
    Attribute::new("sftp_insecure_diffie_hellman", ValueKind::Bool),
    Attribute::new("sftp_user_root_enabled", ValueKind::Bool),
    Attribute::new("sharing_enabled", ValueKind::Bool).bears(SETTINGS),
    Attribute::new("show_request_access_link", ValueKind::Bool),
    Attribute::new("show_user_notifications_log_in_link", ValueKind::Bool),
    Attribute::new("site_footer", ValueKind::Text),
    Attribute::new("site_header", ValueKind::Text),
    Attribute::new("site_public_footer", ValueKind::Text),
    Attribute::new("site_public_header", ValueKind::Text),
    Attribute::new("smtp_address", ValueKind::Text),
    Attribute::new("smtp_authentication", ValueKind::Text),
    Attribute::new("smtp_from", ValueKind::Text),
    Attribute::new("smtp_password", ValueKind::Secret).write_only(),
    Attribute::new("smtp_port", ValueKind::Int),
    Attribute::new("smtp_ssl", ValueKind::Text),
    Attribute::new("smtp_username", ValueKind::Text),
    Attribute::new("snapshot_sharing_enabled", ValueKind::Bool),
    Attribute::new("ssl_required", ValueKind::Bool),
    Attribute::new("subdomain", ValueKind::Text),
    Attribute::new("uploads_via_email_authentication", ValueKind::Bool),
    Attribute::new("use_dedicated_ips_for_smtp", ValueKind::Bool),
    Attribute::new("use_provided_modified_at", ValueKind::Bool),
    Attribute::new("user_lockout", ValueKind::Bool),
    Attribute::new("user_lockout_lock_period", ValueKind::Int),
    Attribute::new("user_lockout_tries", ValueKind::Int),
    Attribute::new("user_lockout_within", ValueKind::Int),
    Attribute::new("user_requests_enabled", ValueKind::Bool),
    Attribute::new("user_requests_notify_admins", ValueKind::Bool),
    Attribute::new(
        "username_display",
        ValueKind::Choice(&[
            "username_only",
            "full_name_only",
            "full_name_username",
            "full_name_company",
            "full_name_username_company",
        ]),
    ),
    Attribute::new("users_can_create_api_keys", ValueKind::Bool),
    Attribute::new("users_can_create_ssh_keys", ValueKind::Bool),
    Attribute::new("welcome_custom_text", ValueKind::Text),
    Attribute::new("welcome_email_cc", ValueKind::Text),
    Attribute::new("welcome_email_enabled", ValueKind::Bool),
    Attribute::new("welcome_email_subject", ValueKind::Text),
    Attribute::new("welcome_screen", ValueKind::Choice(&["enabled", "hidden", "disabled"])),
    Attribute::new("windows_mode_ftp", ValueKind::Bool),
    Attribute::new("workspace_folder_admins_can_see_default_workspace_directory", ValueKind::Bool),
];
