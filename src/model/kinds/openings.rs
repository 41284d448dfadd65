//! Which settings of the site, of share links and of inboxes let more in, or out, and which way
//! they do.

use super::bundle::BUNDLE;
use super::{BEHAVIOR, Kind, SITE};
use crate::model::Value;

/// What a change of a setting does to the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Opens,
    Closes,
}

/// Which way a setting opens the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    On,
    Off,
    /// Whatever it says, by its absence.
    Unset,
    /// Only what is listed gets in; an empty list lets in everything.
    Listing,
    /// What is listed stays out.
    Unlisting,
    /// A smaller number asks for less.
    Lower,
    /// From one of these to a later one.
    Along(&'static [&'static str]),
}

static OPENINGS: &[(&str, Opens)] = &[
    ("admins_bypass_locked_subfolders", Opens::On),
    ("allow_user_level_2fa_override", Opens::On),
    ("allow_user_level_allowed_ip_override", Opens::On),
    ("allow_user_level_ssl_override", Opens::On),
    ("allowed_2fa_method_bypass_for_ftp_sftp_dav", Opens::On),
    ("allowed_countries", Opens::Listing),
    ("allowed_ips", Opens::Listing),
    ("bundle_password_required", Opens::Off),
    ("bundle_recipient_blacklist_domains", Opens::Unlisting),
    ("bundle_recipient_blacklist_free_email_domains", Opens::Off),
    ("bundle_require_registration", Opens::Off),
    ("bundle_require_share_recipient", Opens::Off),
    ("dav_enabled", Opens::On),
    ("desktop_app_session_ip_pinning", Opens::Off),
    ("disable_2fa_with_delay", Opens::On),
    ("disallowed_countries", Opens::Unlisting),
    ("document_edits_in_bundle_allowed", Opens::On),
    ("enforce_parent_site_user_ip_restrictions", Opens::Off),
    ("folder_permissions_groups_only", Opens::Off),
    ("ftp_enabled", Opens::On),
    ("group_admins_can_add_users", Opens::On),
    ("group_admins_can_bypass_user_lifecycle_rules", Opens::On),
    ("group_admins_can_delete_users", Opens::On),
    ("group_admins_can_enable_disable_users", Opens::On),
    ("group_admins_can_manage_group_memberships", Opens::On),
    ("group_admins_can_modify_users", Opens::On),
    ("group_admins_can_reset_passwords", Opens::On),
    ("group_admins_can_set_user_password", Opens::On),
    ("include_password_in_welcome_email", Opens::On),
    ("mobile_app_session_ip_pinning", Opens::Off),
    ("non_sso_groups_allowed", Opens::On),
    ("non_sso_users_allowed", Opens::On),
    ("password_min_length", Opens::Lower),
    ("password_require_letter", Opens::Off),
    ("password_require_mixed", Opens::Off),
    ("password_require_number", Opens::Off),
    ("password_require_special", Opens::Off),
    ("password_require_unbreached", Opens::Off),
    ("password_requirements_apply_to_bundles", Opens::Off),
    ("prevent_root_permissions_for_non_site_admins", Opens::Off),
    ("protocol_access_groups_only", Opens::Off),
    ("require_2fa", Opens::Off),
    ("require_2fa_exempt_all_sso_users", Opens::On),
    ("require_2fa_user_type", Opens::Along(&["all", "folder_and_site_admins", "site_admins"])),
    ("restrict_root_folder_behaviors_to_site_admins", Opens::Off),
    ("s3_compatible_endpoint_enabled", Opens::On),
    ("sftp_enabled", Opens::On),
    ("sftp_insecure_ciphers", Opens::On),
    ("sftp_insecure_diffie_hellman", Opens::On),
    ("sharing_enabled", Opens::On),
    ("snapshot_sharing_enabled", Opens::On),
    ("ssl_required", Opens::Off),
    ("uploads_via_email_authentication", Opens::Off),
    ("user_lockout", Opens::Off),
    ("users_can_create_api_keys", Opens::On),
    ("users_can_create_ssh_keys", Opens::On),
];

/// What a share link asks of who comes by it.
static OPENINGS_OF_LINKS: &[(&str, Opens)] = &[
    ("password", Opens::Unset),
    ("require_registration", Opens::Off),
    ("require_share_recipient", Opens::Off),
];

/// The same of an inbox. Its password is not shown: that it goes is told as a value that is lost.
static OPENINGS_OF_INBOXES: &[(&str, Opens)] = &[
    ("require_inbox_recipient", Opens::Off),
    ("require_registration", Opens::Off),
    ("whitelist", Opens::Listing),
];

/// Whether a change of this attribute of the site or a share link, or of this key of a folder
/// setting, opens or closes it. A list that changes both
/// ways opens.
pub fn effect(of: &Kind, name: &str, before: &Value, after: &Value) -> Option<Effect> {
    let openings = match of {
        site if site == &SITE => OPENINGS,
        link if link == &BUNDLE => OPENINGS_OF_LINKS,
        setting if setting == &BEHAVIOR => OPENINGS_OF_INBOXES,
        _ => return None,
    };
    let (_, opens) = openings.iter().find(|(known, _)| *known == name)?;
    if opens.by(before, after) {
        Some(Effect::Opens)
    } else {
        opens.by(after, before).then_some(Effect::Closes)
    }
}

impl Opens {
    fn by(self, before: &Value, after: &Value) -> bool {
        let is_on = |value: &Value| value.as_bool() == Some(true);
        match self {
            Opens::On => !is_on(before) && is_on(after),
            Opens::Off => is_on(before) && !is_on(after),
            Opens::Unset => !before.is_unset() && after.is_unset(),
            Opens::Listing => match (before.is_unset(), after.is_unset()) {
                (true, _) => false,
                (false, true) => true,
                (false, false) => lists_more(after, before),
            },
            Opens::Unlisting => lists_more(before, after),
            Opens::Lower => {
                let length = |value: &Value| value.as_int().unwrap_or(0);
                length(after) < length(before)
            }
            Opens::Along(words) => {
                let at =
                    |value: &Value| words.iter().position(|word| value.as_text() == Some(word));
                at(before).zip(at(after)).is_some_and(|(before, after)| before < after)
            }
        }
    }
}

/// Whether one of two lists has an entry that the other lacks, in whatever case. Countries come as
/// one text.
fn lists_more(one: &Value, other: &Value) -> bool {
    let entries = |value: &Value| -> Vec<String> {
        match value {
            Value::Text(text) => {
                let words = text.split([',', ' ']).filter(|word| !word.is_empty());
                words.map(str::to_ascii_lowercase).collect()
            }
            list => list.as_list().iter().map(|one| one.to_string().to_ascii_lowercase()).collect(),
        }
    };
    let known = entries(other);
    entries(one).iter().any(|entry| !known.contains(entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ValueKind;

    fn site(name: &str, before: Value, after: Value) -> Option<Effect> {
        effect(&SITE, name, &before, &after)
    }

    #[test]
    fn every_setting_is_one_of_the_site_and_of_a_kind_that_can_open_so() {
        for (name, opens) in OPENINGS {
            let kind = SITE.attribute(name).unwrap_or_else(|| panic!("{name}")).kind;
            let fits = match opens {
                Opens::On | Opens::Off => kind == ValueKind::Bool,
                Opens::Unset => false,
                Opens::Listing | Opens::Unlisting => matches!(
                    kind,
                    ValueKind::Addresses | ValueKind::Words | ValueKind::List(&ValueKind::Domain)
                ),
                Opens::Lower => kind == ValueKind::Int,
                Opens::Along(words) => match kind {
                    ValueKind::Choice(known) => words.iter().all(|word| known.contains(word)),
                    _ => false,
                },
            };
            assert!(fits, "{name} is {kind:?}");
        }
        assert!(OPENINGS.is_sorted_by_key(|(name, _)| *name));
    }

    #[test]
    fn a_setting_opens_one_way_and_closes_the_other() {
        assert_eq!(site("require_2fa", Value::Bool(true), Value::Bool(false)), Some(Effect::Opens));
        assert_eq!(site("require_2fa", Value::Bool(true), Value::Null), Some(Effect::Opens));
        assert_eq!(
            site("require_2fa", Value::Bool(false), Value::Bool(true)),
            Some(Effect::Closes)
        );
        assert_eq!(site("sharing_enabled", Value::Null, Value::Bool(true)), Some(Effect::Opens));
        assert_eq!(site("sharing_enabled", Value::Null, Value::Bool(false)), None);
        assert_eq!(
            site("require_2fa_user_type", Value::text("all"), Value::text("site_admins")),
            Some(Effect::Opens)
        );
        assert_eq!(site("password_min_length", Value::Int(12), Value::Int(8)), Some(Effect::Opens));
        assert_eq!(site("motd_text", Value::text("a"), Value::Null), None);
    }

    #[test]
    fn a_list_of_who_may_come_opens_when_it_grows_or_is_empty() {
        let ips = |all: &[&'static str]| Value::addresses(all.iter().copied());
        let (one, two) = (ips(&["192.0.2.1"]), ips(&["192.0.2.1", "198.51.100.0/24"]));
        assert_eq!(site("allowed_ips", one.clone(), two.clone()), Some(Effect::Opens));
        assert_eq!(site("allowed_ips", two.clone(), one.clone()), Some(Effect::Closes));
        assert_eq!(site("allowed_ips", two, Value::Null), Some(Effect::Opens));
        assert_eq!(site("allowed_ips", Value::Null, one.clone()), Some(Effect::Closes));
        assert_eq!(site("allowed_ips", one, ips(&["203.0.113.9"])), Some(Effect::Opens));
        let countries = |text: &str| Value::text(text);
        assert_eq!(
            site("disallowed_countries", countries("DE,FR"), countries("DE")),
            Some(Effect::Opens)
        );
    }
}
