//! The attributes that records of each list show, and what they show where nothing is set.
//!
//! Names and order are those of the official Python SDK (PyPI `Files.com` 2.0.19); those of the
//! kinds stand in [`kinds`](crate::model::kinds).

use crate::model::kinds::KINDS;
use crate::model::{Kind, ValueKind};
use crate::site::local::store::Record;
use serde_json::Value as Json;
use std::sync::{LazyLock, OnceLock};

/// The attributes of one kind of record.
pub struct Shape {
    /// Names apart by spaces, each with what stands for nothing: `name:JSON`. Without one it is
    /// null, or what the values of the kind's attribute begin with.
    text: &'static str,
    kind: Option<&'static Kind>,
    read: OnceLock<Vec<(&'static str, Json)>>,
}

/// What records of a kind show.
pub fn of(kind: &Kind) -> &'static Shape {
    static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
        let shape = |kind: &&'static Kind| Shape { kind: Some(kind), ..Shape::new(kind.shows) };
        KINDS.iter().map(shape).collect()
    });
    let known = SHAPES.iter().find(|shape| shape.kind == Some(kind));
    match known {
        Some(shape) => shape,
        None => unreachable!("every kind is among all kinds"),
    }
}

impl Shape {
    const fn new(text: &'static str) -> Self {
        Self { text, kind: None, read: OnceLock::new() }
    }

    fn attributes(&self) -> &[(&'static str, Json)] {
        let read = || self.text.split_ascii_whitespace().map(|word| self.attribute(word)).collect();
        self.read.get_or_init(read)
    }

    fn attribute(&self, word: &'static str) -> (&'static str, Json) {
        let Some((name, unset)) = word.split_once(':') else {
            let attribute = self.kind.and_then(|kind| kind.attribute(word));
            return (word, attribute.map_or(Json::Null, |attribute| unset(attribute.kind)));
        };
        match serde_json::from_str(unset) {
            Ok(unset) => (name, unset),
            Err(error) => panic!("what `{name}` shows unset is JSON: {error}"),
        }
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

fn unset(kind: ValueKind) -> Json {
    match kind {
        ValueKind::Bool => Json::Bool(false),
        ValueKind::List(_) => Json::Array(Vec::new()),
        _ => Json::Null,
    }
}

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

pub static SETTINGS_CHANGE: Shape = Shape::new(
    "api_key_id changes:[] created_at user_id user_is_files_support:false \
     user_is_from_parent_site:false username",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_written_is_shown_but_for_what_is_write_only() {
        let hidden = ["grant_permission"];
        for kind in KINDS {
            let shown: Vec<_> = of(kind).attributes().iter().map(|(name, _)| *name).collect();
            for attribute in kind.attributes.iter().filter(|a| !hidden.contains(&a.name)) {
                let is_shown = shown.contains(&attribute.name);
                assert_eq!(is_shown, !attribute.write_only, "{} {}", kind.word, attribute.name);
            }
        }
    }

    /// What the kind's attribute says already is not said again.
    #[test]
    fn unset_values_stand_once() {
        for kind in KINDS {
            for word in kind.shows.split_ascii_whitespace() {
                let Some((name, said)) = word.split_once(':') else { continue };
                let Some(attribute) = kind.attribute(name) else { continue };
                assert_ne!(unset(attribute.kind).to_string(), said, "{} {name}", kind.word);
            }
        }
    }
}
