//! What a new user, a new site and other new objects have before anything is said of them
//! (api.md §4, and recorded answers for the site). Flags are off unless they are listed; the rest
//! is unset.

use super::{Attribute, Resource, ValueKind};
use crate::model::Value;

/// The value of an attribute that differs from its kind's.
#[derive(Debug, Clone, Copy)]
enum Given {
    On,
    Number(i64),
    Text(&'static str),
}

use Given::{Number, On, Text};

static USER: &[(&str, Given)] = &[
    ("authentication_method", Text("password")),
    ("dav_permission", On),
    ("ftp_permission", On),
    ("office_integration_enabled", On),
    ("password_validity_days", Number(0)),
    ("require_2fa", Text("use_system_setting")),
    ("restapi_permission", On),
    ("self_managed", On),
    ("sftp_permission", On),
    ("ssl_required", Text("use_system_setting")),
    ("user_root", Text("")),
];

static SITE: &[(&str, Given)] = &[
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
];

impl Resource {
    /// What a new object has of this attribute.
    pub fn default(self, attribute: &Attribute) -> Value {
        let table = match self {
            Resource::User => USER,
            Resource::Site => SITE,
            _ => &[],
        };
        match table.iter().find(|(name, _)| *name == attribute.name) {
            Some((_, On)) => Value::Bool(true),
            Some((_, Number(number))) => Value::Int(*number),
            Some((_, Text(text))) => Value::text(*text),
            None if attribute.kind == ValueKind::Bool => Value::Bool(false),
            None => Value::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_an_attribute_of_its_kind() {
        for (resource, table) in [(Resource::User, USER), (Resource::Site, SITE)] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0), "{resource:?}");
            for (name, _) in table {
                let attribute = resource.attribute(name).unwrap_or_else(|| panic!("{name}"));
                let json = crate::live::typed::plain_json(&resource.default(attribute));
                let value = crate::live::typed::from_json(attribute.kind, &json);
                assert!(value.is_ok(), "{name}: {value:?}");
            }
        }
    }
}
