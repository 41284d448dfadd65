//! Records as a new site and a new user begin (api.md §4, and recorded answers for the site).

use super::store::Record;
use crate::model::Kind;
use crate::model::catalog::Resource;
use serde_json::{Value as Json, json};

/// Every attribute that is ever shown: flags off, the rest unset.
pub fn blank(resource: Resource) -> Record {
    let shown = resource.attributes().iter().filter(|attribute| !attribute.write_only);
    let blank = shown.map(|attribute| {
        let value = if attribute.kind == Kind::Bool { Json::Bool(false) } else { Json::Null };
        (attribute.name.to_owned(), value)
    });
    blank.collect()
}

fn with(resource: Resource, values: Json) -> Record {
    let mut record = blank(resource);
    if let Json::Object(values) = values {
        record.extend(values);
    }
    record
}

pub fn user(time_zone: Option<&Json>) -> Record {
    let mut record = with(
        Resource::User,
        json!({
            "authentication_method": "password",
            "self_managed": true,
            "ftp_permission": true,
            "sftp_permission": true,
            "dav_permission": true,
            "restapi_permission": true,
            "require_2fa": "use_system_setting",
            "ssl_required": "use_system_setting",
            "office_integration_enabled": true,
            "password_validity_days": 0,
            "user_root": "",
            "externally_managed": false,
        }),
    );
    // Memberships are relations of their own.
    record.shift_remove("group_ids");
    record.insert("time_zone".to_owned(), time_zone.cloned().unwrap_or(Json::Null));
    record
}

pub fn group() -> Record {
    let mut record = blank(Resource::Group);
    record.shift_remove("user_ids");
    record.shift_remove("admin_ids");
    record
}

pub fn site() -> Record {
    let on = [
        "allowed_2fa_method_sms",
        "allowed_2fa_method_totp",
        "allowed_2fa_method_webauthn",
        "allowed_2fa_method_yubi",
        "dav_enabled",
        "dav_user_root_enabled",
        "desktop_app",
        "ftp_enabled",
        "mobile_app",
        "motd_use_for_ftp",
        "motd_use_for_sftp",
        "non_sso_groups_allowed",
        "non_sso_users_allowed",
        "office_integration_available",
        "password_require_letter",
        "password_require_mixed",
        "password_require_number",
        "password_require_special",
        "password_require_unbreached",
        "password_requirements_apply_to_bundles",
        "sftp_enabled",
        "sftp_user_root_enabled",
        "sharing_enabled",
        "ssl_required",
        "user_requests_enabled",
        "users_can_create_api_keys",
        "users_can_create_ssh_keys",
        "welcome_email_enabled",
    ];
    let mut record = with(
        Resource::Site,
        json!({
            "id": 1,
            "bundle_activity_notifications": "never",
            "bundle_expiration": 30,
            "bundle_registration_notifications": "per_bundle_setting",
            "bundle_upload_receipt_notifications": "never",
            "days_to_retain_backups": 30,
            "desktop_app_session_lifetime": 720,
            "mobile_app_session_lifetime": 720,
            "domain_letsencrypt_chain": "default",
            "language": "en",
            "max_prior_passwords": 10,
            "office_integration_type": "only_office",
            "password_min_length": 10,
            "require_2fa_user_type": "all",
            "sftp_host_key_type": "default",
            "user_lockout_lock_period": 24,
            "user_lockout_tries": 5,
            "user_lockout_within": 6,
            "welcome_screen": "enabled",
        }),
    );
    for flag in on {
        record.insert(flag.to_owned(), Json::Bool(true));
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_an_attribute_of_its_kind() {
        let check = |resource: Resource, record: &Record, besides: &[&str]| {
            for (name, json) in record.iter().filter(|(name, _)| !besides.contains(&name.as_str()))
            {
                let attribute = resource.attribute(name).unwrap_or_else(|| panic!("{name}"));
                let value = crate::live::typed::from_json(attribute.kind, json);
                assert!(value.is_ok(), "{name}: {value:?}");
            }
        };
        check(Resource::User, &user(None), &["externally_managed"]);
        check(Resource::Group, &group(), &[]);
        check(Resource::Site, &site(), &["id"]);
    }
}
