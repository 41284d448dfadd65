//! The attributes that records of each list show, and what they show where nothing is set.
//!
//! Names and order are those of the official Python SDK (PyPI `Files.com` 2.0.19).

use crate::site::local::store::Record;
use serde_json::Value as Json;
use std::sync::OnceLock;

/// The attributes of one kind of record.
pub struct Shape {
    /// Names apart by spaces, each with what stands for nothing: `name:JSON`. Without one it is
    /// null.
    text: &'static str,
    read: OnceLock<Vec<(&'static str, Json)>>,
}

impl Shape {
    const fn new(text: &'static str) -> Self {
        Self { text, read: OnceLock::new() }
    }

    fn attributes(&self) -> &[(&'static str, Json)] {
        self.read.get_or_init(|| self.text.split_ascii_whitespace().map(attribute).collect())
    }

    /// The record as the API shows it.
    pub fn show(&self, record: &Record) -> Record {
        let shown = self.attributes().iter().map(|(name, unset)| {
            let value = record.get(*name).filter(|value| !value.is_null());
            ((*name).to_owned(), value.unwrap_or(unset).clone())
        });
        shown.collect()
    }
}

fn attribute(word: &'static str) -> (&'static str, Json) {
    match word.split_once(':') {
        None => (word, Json::Null),
        Some((name, unset)) => match serde_json::from_str(unset) {
            Ok(unset) => (name, unset),
            Err(error) => panic!("what `{name}` shows unset is JSON: {error}"),
        },
    }
}

pub static USER: Shape = Shape::new(
    "id username admin_group_ids:[] allowed_ips attachments_permission:false api_keys_count:0 \
     authenticate_until authentication_method avatar_url billable:false billing_permission:false \
     bypass_site_allowed_ips:false bypass_user_lifecycle_rules:false created_at \
     dav_permission:false disabled:false disabled_expired_or_inactive:false \
     ai_assistant_personality_id desktop_configuration_profile_id integration_centric_profile_id \
     email filesystem_layout first_login_at ftp_permission:false group_ids:\"\" header_text \
     language last_login_at last_web_login_at last_ftp_login_at last_sftp_login_at \
     last_dav_login_at last_desktop_login_at last_restapi_login_at last_api_use_at last_active_at \
     last_protocol_cipher lockout_expires name company notes notification_daily_send_time \
     office_integration_enabled:false partner_admin:false partner_id partner_name password_set_at \
     password_validity_days:0 primary_group_id public_keys_count:0 \
     receive_admin_alerts:false \
     notify_on_all_site_warnings:false notify_on_all_sso_failures:false \
     notify_on_all_user_security_events:false notify_on_all_pending_work_failures:false \
     notify_on_all_siem_http_destination_failures:false notify_on_all_sync_failures:false \
     notify_on_all_automation_failures:false notify_on_all_expectation_failures:false require_2fa \
     require_login_by active_2fa:false require_password_change:false password_expired:false \
     responsible_group_id responsible_user_id readonly_site_admin:false restapi_permission:false \
     s3_compatible_endpoint_permission:false self_managed:false sftp_permission:false \
     site_admin:false workspace_admin:false site_id workspace_id:0 default_workspace_id:0 \
     skip_welcome_screen:false ssl_required sso_strategy_id externally_managed:false tags \
     time_zone type_of_2fa type_of_2fa_for_display user_root user_home:\"\" \
     days_remaining_until_password_expire password_expire_at",
);

pub static GROUP: Shape = Shape::new(
    "id name allowed_ips admin_ids:\"\" notes user_ids:\"\" usernames:\"\" ai_assistant_personality_id \
     ftp_permission:false sftp_permission:false dav_permission:false restapi_permission:false \
     s3_compatible_endpoint_permission:false desktop_configuration_profile_id \
     integration_centric_profile_id site_id workspace_id:0",
);

pub static GROUP_USER: Shape = Shape::new("group_name group_id user_id admin:false username");

pub static PERMISSION: Shape = Shape::new(
    "id path user_id username group_id group_name group_ids group_names partner_id partner_name \
     permission recursive:false site_id",
);

pub static FOLDER: Shape = Shape::new(
    "path created_by_id created_by_api_key_id created_by_as2_incoming_message_id \
     created_by_automation_id created_by_bundle_registration_id created_by_inbox_id \
     created_by_remote_server_id created_by_sync_id custom_metadata:{} display_name \
     type:\"directory\" size created_at last_modified_by_id last_modified_by_api_key_id \
     last_modified_by_automation_id last_modified_by_bundle_registration_id \
     last_modified_by_remote_server_id last_modified_by_sync_id mtime provided_mtime crc32 md5 \
     sha1 sha256 mime_type region permissions:\"lrwd\" subfolders_locked?:false is_locked:false \
     download_uri direct_connection_info priority_color preview_id preview",
);

pub static BEHAVIOR: Shape = Shape::new(
    "id path attachment_url behavior name description value public_hosting_url \
     disable_parent_folder_behavior:false recursive inherited:false managed:false \
     root_behavior_site_admin_only:false",
);

pub static AUTOMATION: Shape = Shape::new(
    "id workspace_id:0 always_serialize_jobs:false always_overwrite_size_matching_files:false \
     automation deleted:false description definition destination_replace_from \
     destination_replace_to destinations:[] disabled:false exclude_pattern import_urls:[] \
     inbound_email_address flatten_destination_structure:false group_ids:[] \
     ignore_locked_folders:false interval last_modified_at legacy_folder_matching:false name \
     overwrite_files:false path path_time_zone version recurring_day recurring_days:[] \
     schedule_id retry_on_failure_interval_in_minutes retry_on_failure_number_of_attempts \
     schedule human_readable_schedule schedule_days_of_week:[] schedule_times_of_day:[] \
     schedule_time_zone source sync_ids:[] trigger_actions:[] trigger user_id user_ids:[] value \
     webhook_url holiday_region",
);

pub static SITE: Shape = Shape::new(
    "id revoke_bundle_access_on_disable_or_delete:false name additional_text_file_types:[] ai_feature_availability allowed_2fa_method_sms:false \
     allowed_2fa_method_totp:false allowed_2fa_method_webauthn:false \
     allowed_2fa_method_yubi:false allowed_2fa_method_email:false allowed_2fa_method_static:false \
     allowed_2fa_method_bypass_for_ftp_sftp_dav:false admin_user_id \
     admins_bypass_locked_subfolders:false allow_bundle_names:false \
     allow_user_level_2fa_override:false allow_user_level_allowed_ip_override:false \
     allow_user_level_ssl_override:false allowed_countries allowed_ips \
     enforce_parent_site_user_ip_restrictions:false always_mkdir_parents:false \
     as2_message_retention_days ask_about_overwrites:false bundle_activity_notifications \
     bundle_expiration bundle_not_found_message bundle_password_required:false \
     bundles_default_owned_by_primary_group:false bundle_recipient_blacklist_domains:[] \
     bundle_recipient_blacklist_free_email_domains:false bundle_registration_notifications \
     bundle_require_registration:false bundle_require_share_recipient:false \
     bundle_send_one_time_password_to_recipient_at_registration:false bundle_require_note:false \
     bundle_send_shared_receipts:false bundle_upload_receipt_notifications \
     bundle_watermark_attachment bundle_watermark_value calculate_file_checksums_crc32:false \
     calculate_file_checksums_md5:false calculate_file_checksums_sha1:false \
     calculate_file_checksums_sha256:false \
     child_site_folder_admins_can_see_parent_site_directory:false \
     workspace_folder_admins_can_see_default_workspace_directory:false \
     uploads_via_email_authentication:false color2_left color2_link color2_text color2_top \
     color2_top_text contact_name created_at currency custom_namespace:false dav_enabled:false \
     dav_user_root_enabled:false days_to_retain_backups document_edits_in_bundle_allowed:false \
     default_time_zone desktop_app:false desktop_app_session_ip_pinning:false \
     desktop_app_session_lifetime legacy_checksums_mode:false \
     migrate_remote_server_sync_to_sync:false mcp_dcr_enabled:false mobile_app:false \
     mobile_app_session_ip_pinning:false mobile_app_session_lifetime disallowed_countries \
     disable_all_ai_features:false disable_files_certificate_generation:false \
     disable_notifications:false file_activity_events_enabled:false disable_password_reset:false \
     domain domain_hsts_header:false domain_letsencrypt_chain email fedramp:false \
     files_com_remote_server_enabled:false ftp_enabled:false reply_to_email \
     non_sso_groups_allowed:false non_sso_users_allowed:false \
     folder_permissions_groups_only:false group_admins_can_add_users:false \
     group_admins_can_manage_group_memberships:false group_admins_can_delete_users:false \
     group_admins_can_enable_disable_users:false group_admins_can_modify_users:false \
     group_admins_can_bypass_user_lifecycle_rules:false group_admins_can_reset_passwords:false \
     group_admins_can_set_user_password:false hipaa:false icon128 icon16 icon32 icon48 \
     immutable_files_set_at include_password_in_welcome_email:false language ldap_base_dn \
     ldap_domain ldap_enabled:false ldap_group_action ldap_group_exclusion ldap_group_inclusion \
     ldap_host ldap_host_2 ldap_host_3 ldap_port ldap_secure:false ldap_server_certificate \
     ldap_type ldap_user_action ldap_user_include_groups ldap_username ldap_username_field \
     login_help_text logo login_page_background_image max_prior_passwords managed_site_settings \
     motd_text motd_use_for_ftp:false motd_use_for_sftp:false next_billing_amount \
     next_billing_date office_integration_available:false office_integration_type oncehub_link \
     opt_out_global:false overdue:false password_min_length password_require_letter:false \
     password_require_mixed:false password_require_number:false password_require_special:false \
     password_require_unbreached:false password_requirements_apply_to_bundles:false \
     password_validity_days phone pin_all_remote_servers_to_site_region:false \
     prevent_root_permissions_for_non_site_admins:false protocol_access_groups_only:false \
     require_2fa:false restrict_root_folder_behaviors_to_site_admins:false \
     root_folder_behaviors_apply_to_workspaces:false require_2fa_exempt_all_sso_users:false \
     require_2fa_stop_time require_2fa_user_type require_logout_from_bundles_and_inboxes:false \
     session s3_compatible_endpoint_enabled:false sftp_enabled:false \
     sftp_finalize_partial_uploads:false sftp_host_key_type active_sftp_host_key_id \
     active_sftp_host_key_ids:[] sftp_insecure_ciphers:false sftp_insecure_diffie_hellman:false \
     sftp_user_root_enabled:false sharing_enabled:false show_user_notifications_log_in_link:false \
     show_request_access_link:false site_footer site_header site_public_footer site_public_header \
     smtp_address smtp_authentication smtp_from smtp_port smtp_ssl smtp_username \
     session_expiry_minutes snapshot_sharing_enabled:false ssl_required:false subdomain \
     switch_to_plan_date trial_days_left trial_until use_dedicated_ips_for_smtp:false \
     use_provided_modified_at:false user user_lockout:false user_lockout_lock_period \
     user_lockout_tries user_lockout_within user_requests_enabled:false \
     user_requests_notify_admins:false users_can_create_api_keys:false \
     users_can_create_ssh_keys:false username_display welcome_custom_text \
     email_footer_custom_text welcome_email_cc welcome_email_subject welcome_email_enabled:false \
     welcome_screen windows_mode_ftp:false",
);

pub static API_KEY: Shape = Shape::new(
    "id descriptive_label description created_at expires_at aws_style_credentials:false \
     last_use_at name permission_set platform site_id site_name url user_id workspace_id:0 path",
);

pub static PUBLIC_KEY: Shape = Shape::new(
    "id workspace_id:0 title created_at expires_at expired:false fingerprint fingerprint_sha256 \
     status last_login_at username user_id",
);

pub static SSO_STRATEGY: Shape = Shape::new(
    "protocol provider label logo_url id enabled:false user_count saml_provider_cert_fingerprint \
     saml_provider_issuer_url saml_provider_metadata_content saml_provider_metadata_url \
     saml_provider_slo_target_url saml_provider_sso_target_url scim_authentication_method \
     scim_username scim_oauth_access_token scim_oauth_access_token_expires_at subdomain \
     provision_users:false provision_groups:false deprovision_users:false \
     deprovision_groups:false deprovision_behavior provision_group_default \
     provision_group_exclusion provision_group_inclusion provision_group_required \
     provision_email_signup_groups provision_readonly_site_admin_groups \
     provision_site_admin_groups provision_group_admin_groups \
     provision_attachments_permission:false provision_dav_permission:false \
     provision_ftp_permission:false provision_sftp_permission:false provision_time_zone \
     provision_company provision_require_2fa provision_filesystem_layout provider_identifier \
     ldap_base_dn ldap_domain display_on_login_page:false ldap_host ldap_host_2 ldap_host_3 \
     ldap_port ldap_provisioning_enabled:false ldap_secure:false ldap_server_certificate \
     ldap_type ldap_username ldap_username_field",
);

pub static USER_LIFECYCLE_RULE: Shape = Shape::new(
    "id authentication_method group_ids:[] action inactivity_days include_folder_admins:false \
     include_site_admins:false apply_to_all_workspaces:false name notify_users:false partner_tag \
     site_id workspace_id user_state user_tag",
);

pub static KEY_LIFECYCLE_RULE: Shape = Shape::new(
    "id key_type inactivity_days expiration_days apply_to_all_workspaces:false name workspace_id",
);

pub static SCHEDULE: Shape = Shape::new(
    "id name schedule_days_of_week:[] schedule_times_of_day:[] schedule_time_zone holiday_region \
     human_readable_schedule created_at updated_at",
);

pub static SETTINGS_CHANGE: Shape = Shape::new(
    "api_key_id changes:[] created_at user_id user_is_files_support:false \
     user_is_from_parent_site:false username",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::Resource;

    #[test]
    fn all_that_can_be_written_is_shown_but_for_what_is_write_only() {
        let hidden = ["grant_permission"];
        for (resource, shape) in [
            (Resource::Site, &SITE),
            (Resource::User, &USER),
            (Resource::Group, &GROUP),
            (Resource::Automation, &AUTOMATION),
            (Resource::Schedule, &SCHEDULE),
            (Resource::UserLifecycleRule, &USER_LIFECYCLE_RULE),
            (Resource::KeyLifecycleRule, &KEY_LIFECYCLE_RULE),
            (Resource::ApiKey, &API_KEY),
        ] {
            let shown: Vec<_> = shape.attributes().iter().map(|(name, _)| *name).collect();
            for attribute in resource.attributes().iter().filter(|a| !hidden.contains(&a.name)) {
                let is_shown = shown.contains(&attribute.name);
                assert_eq!(is_shown, !attribute.write_only, "{resource:?} {}", attribute.name);
            }
        }
    }
}
