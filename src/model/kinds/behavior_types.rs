//! The types of folder settings ("behaviors") and the keys of their values. Made from
//! `behaviors.json`, which a test compares.

use super::{Attribute, Referent, ValueKind, by_word, find};

/// What the value of a folder setting is at its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRoot {
    Object,
    Text,
    List,
}

/// A type of folder setting.
#[derive(Debug)]
pub struct BehaviorType {
    pub name: &'static str,
    pub root: ValueRoot,
    pub keys: &'static [Attribute],
}

impl BehaviorType {
    pub fn key_by_word(&self, word: &str) -> Option<&'static Attribute> {
        by_word(self.keys, word)
    }

    pub fn key(&self, name: &str) -> Option<&'static Attribute> {
        find(self.keys, name)
    }
}

impl PartialEq for BehaviorType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for BehaviorType {}

pub fn behavior_types() -> &'static [BehaviorType] {
    BEHAVIORS
}

/// A permission fence is a folder setting of this type.
pub const FENCE: &str = "permission_fence";

/// A remote server is mounted by a folder setting of this type.
pub const MOUNT: &str = "remote_server_mount";

/// The setting that makes a folder a public page; a custom domain may lead there.
pub const HOSTING: &str = "serve_publicly";

/// The folder setting of that API name.
pub fn behavior_type(name: &str) -> Option<&'static BehaviorType> {
    let types = BEHAVIORS;
    types.binary_search_by(|t| t.name.cmp(name)).ok().map(|at| &types[at])
}

static BEHAVIORS: &[BehaviorType] = &[
    BehaviorType {
        name: "amazon_sns",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("arns", ValueKind::List(&ValueKind::Item)),
            Attribute::new("aws_credentials", ValueKind::Object).unshown(&["secret_access_key"]),
            Attribute::new("body", ValueKind::Object),
            Attribute::new("triggers", ValueKind::List(&ValueKind::Item)),
        ],
    },
    BehaviorType {
        name: "archive_overwritten_or_deleted_files",
        root: ValueRoot::Object,
        keys: &[Attribute::new("archive_path", ValueKind::Path)],
    },
    BehaviorType {
        name: "auto_decrypt",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("algorithm", ValueKind::Text),
            Attribute::new("gpg_key_id", ValueKind::Int).refers(Referent::GPG_KEY),
            Attribute::new("gpg_key_ids", ValueKind::List(&ValueKind::Int))
                .refers(Referent::GPG_KEY),
            Attribute::new("gpg_key_partner_id", ValueKind::Int).refers(Referent::PARTNER),
            Attribute::new("ignore_mdc_error", ValueKind::Bool),
            Attribute::new("suffix", ValueKind::Text),
            Attribute::new("use_all_private_keys", ValueKind::Bool),
        ],
    },
    BehaviorType {
        name: "auto_encrypt",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("algorithm", ValueKind::Text),
            Attribute::new("armor", ValueKind::Bool),
            Attribute::new("gpg_key_id", ValueKind::Int).refers(Referent::GPG_KEY),
            Attribute::new("gpg_key_ids", ValueKind::List(&ValueKind::Int))
                .refers(Referent::GPG_KEY),
            Attribute::new("gpg_key_partner_id", ValueKind::Int).refers(Referent::PARTNER),
            Attribute::new("signing_key_id", ValueKind::Int).refers(Referent::GPG_KEY),
            Attribute::new("suffix", ValueKind::Text),
        ],
    },
    BehaviorType {
        name: "auto_recrypt",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("armor", ValueKind::Bool),
            Attribute::new("decrypt_gpg_key_ids", ValueKind::List(&ValueKind::Int))
                .refers(Referent::GPG_KEY),
            Attribute::new("decrypt_gpg_key_partner_id", ValueKind::Int).refers(Referent::PARTNER),
            Attribute::new("encrypt_gpg_key_ids", ValueKind::List(&ValueKind::Int))
                .refers(Referent::GPG_KEY),
            Attribute::new("encrypt_gpg_key_partner_id", ValueKind::Int).refers(Referent::PARTNER),
            Attribute::new("ignore_mdc_error", ValueKind::Bool),
            Attribute::new("signing_key_id", ValueKind::Int).refers(Referent::GPG_KEY),
        ],
    },
    BehaviorType {
        name: "auto_unzip",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("destination_path", ValueKind::Text),
            Attribute::new("path_time_zone", ValueKind::TimeZone),
        ],
    },
    BehaviorType {
        name: "create_user_folders",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("additional_permission", ValueKind::Text),
            Attribute::new("existing_users", ValueKind::Bool),
            Attribute::new("group_id", ValueKind::Int).refers(Referent::GROUP),
            Attribute::new("new_folder_name", ValueKind::Text),
            Attribute::new("permission", ValueKind::Text),
            Attribute::new("subfolders", ValueKind::List(&ValueKind::Item)),
        ],
    },
    BehaviorType {
        name: "file_expiration",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("days_to_retain", ValueKind::Int),
            Attribute::new("delete_empty_folders", ValueKind::Bool),
        ],
    },
    BehaviorType {
        name: "google_pub_sub",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("body", ValueKind::Object),
            Attribute::new("google_credentials", ValueKind::Object).unshown(&["private_key"]),
            Attribute::new("projects_topics", ValueKind::List(&ValueKind::Object)),
            Attribute::new("triggers", ValueKind::List(&ValueKind::Item)),
        ],
    },
    BehaviorType {
        name: "inbox",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("allow_whitelisting", ValueKind::Bool),
            Attribute::new("capture_email_body_filename", ValueKind::Text),
            Attribute::new("clickwrap_id", ValueKind::Int).refers(Referent::CLICKWRAP),
            Attribute::new("description", ValueKind::Text),
            Attribute::new("disable_web_upload", ValueKind::Bool),
            Attribute::new("dont_allow_folders_in_uploads", ValueKind::Bool),
            Attribute::new("dont_separate_submissions_by_folder", ValueKind::Bool),
            Attribute::new(
                "dont_separate_submissions_by_folder_for_inbound_email",
                ValueKind::Bool,
            ),
            Attribute::new("enable_inbound_email_address", ValueKind::Bool).write_only(),
            Attribute::new("form_field_set_id", ValueKind::Int).refers(Referent::FORM_FIELD_SET),
            Attribute::new("help_text", ValueKind::Text),
            Attribute::new("key", ValueKind::Text),
            Attribute::new("notify_senders_on_successful_uploads_via_email", ValueKind::Bool),
            Attribute::new("notify_senders_on_successful_uploads_via_web", ValueKind::Bool),
            Attribute::new("password", ValueKind::Secret).write_only(),
            Attribute::new("path_template", ValueKind::Text),
            Attribute::new("path_template_time_zone", ValueKind::TimeZone),
            Attribute::new("requested_upload_slots", ValueKind::List(&ValueKind::Object)),
            Attribute::new("require_inbox_recipient", ValueKind::Bool),
            Attribute::new("require_registration", ValueKind::Bool),
            Attribute::new("show_on_login_page", ValueKind::Bool),
            Attribute::new("title", ValueKind::Text),
            Attribute::new("whitelist", ValueKind::List(&ValueKind::Item)),
        ],
    },
    BehaviorType {
        name: "limit_file_extensions",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("extensions", ValueKind::List(&ValueKind::Item)),
            Attribute::new("mode", ValueKind::Choice(&["whitelist", "blacklist"])),
        ],
    },
    BehaviorType { name: "limit_file_regex", root: ValueRoot::List, keys: &[] },
    BehaviorType {
        name: "limit_filename_length",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("max_length", ValueKind::Int),
            Attribute::new("shorten", ValueKind::Bool),
        ],
    },
    BehaviorType {
        name: "lock_subfolders",
        root: ValueRoot::Object,
        keys: &[Attribute::new("level", ValueKind::Text)],
    },
    BehaviorType { name: "malware_scanning", root: ValueRoot::Object, keys: &[] },
    BehaviorType {
        name: "metadata_category",
        root: ValueRoot::Object,
        keys: &[Attribute::new("metadata_category_id", ValueKind::Int)
            .refers(Referent::METADATA_CATEGORY)],
    },
    BehaviorType {
        name: "organize_files_into_subfolders",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("apply_behavior", ValueKind::Bool).write_only(),
            Attribute::new("regex", ValueKind::Text),
            Attribute::new("strftime_format", ValueKind::Text),
            Attribute::new("subfolder_name_type", ValueKind::Text),
            Attribute::new("time_zone", ValueKind::TimeZone),
        ],
    },
    BehaviorType {
        name: "override_upload_filename",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("filename_override_pattern", ValueKind::Text),
            Attribute::new("filename_regex_replace_from", ValueKind::Text),
            Attribute::new("filename_regex_replace_to", ValueKind::Text),
            Attribute::new("filename_replace_from", ValueKind::Text),
            Attribute::new("filename_replace_to", ValueKind::Text),
            Attribute::new("time_zone", ValueKind::TimeZone),
        ],
    },
    BehaviorType {
        name: "permission_fence",
        root: ValueRoot::Object,
        keys: &[Attribute::new("fenced_permissions", ValueKind::Choice(&["all"]))],
    },
    BehaviorType {
        name: "remote_server_metadata_index",
        root: ValueRoot::Object,
        keys: &[Attribute::new("interval_minutes", ValueKind::Int)],
    },
    BehaviorType {
        name: "remote_server_mount",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("remote_path", ValueKind::Text),
            Attribute::new("remote_server_id", ValueKind::Int).refers(Referent::REMOTE_SERVER),
        ],
    },
    BehaviorType {
        name: "serve_publicly",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("cors_enabled", ValueKind::Bool),
            Attribute::new("force_download", ValueKind::Bool),
            Attribute::new("key", ValueKind::Text),
            Attribute::new("password", ValueKind::Secret).write_only(),
            Attribute::new("require_site_authentication", ValueKind::Bool),
            Attribute::new("show_index", ValueKind::Bool),
            Attribute::new("username", ValueKind::Text),
        ],
    },
    BehaviorType {
        name: "slack_webhook",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("channel", ValueKind::Text),
            Attribute::new("icon_emoji", ValueKind::Text),
            Attribute::new("triggers", ValueKind::List(&ValueKind::Item)),
            Attribute::new("url", ValueKind::Text).likely_secret(),
            Attribute::new("username", ValueKind::Text),
        ],
    },
    BehaviorType { name: "storage_region", root: ValueRoot::Text, keys: &[] },
    BehaviorType {
        name: "teams_webhook",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("triggers", ValueKind::List(&ValueKind::Item)),
            Attribute::new("url", ValueKind::Text).likely_secret(),
        ],
    },
    BehaviorType {
        name: "watermark",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("dynamic_text", ValueKind::Text),
            Attribute::new("gravity", ValueKind::Text),
            Attribute::new("max_height_or_width", ValueKind::Int),
            Attribute::new("transparency", ValueKind::Int),
        ],
    },
    BehaviorType {
        name: "webhook",
        root: ValueRoot::Object,
        keys: &[
            Attribute::new("body", ValueKind::Object),
            Attribute::new("encoding", ValueKind::Text),
            Attribute::new("exclude_filenames", ValueKind::List(&ValueKind::Item)),
            Attribute::new("file_as_body", ValueKind::Text),
            Attribute::new("file_form_field", ValueKind::Text),
            Attribute::new("headers", ValueKind::Object),
            Attribute::new("method", ValueKind::Text),
            Attribute::new("triggering_filenames", ValueKind::List(&ValueKind::Item)),
            Attribute::new("triggers", ValueKind::List(&ValueKind::Item)),
            Attribute::new("urls", ValueKind::List(&ValueKind::Item)),
            Attribute::new("use_dedicated_ips", ValueKind::Bool),
            Attribute::new("verification_token", ValueKind::Secret),
        ],
    },
];
