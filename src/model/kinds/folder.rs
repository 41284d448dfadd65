//! Folders.

use super::{Attribute, Kind, ValueKind};

pub static FOLDER: Kind = Kind {
    word: "folder",
    tag: "folder",
    one: "folder",
    many: "folders",
    list: "folders",
    manage: Some("folders"),
    has_place: true,
    protect: true,
    attributes: ATTRIBUTES,
    shows: "path created_by_id created_by_api_key_id created_by_as2_incoming_message_id \
            created_by_automation_id created_by_bundle_registration_id created_by_inbox_id \
            created_by_remote_server_id created_by_sync_id custom_metadata:{} display_name \
            type:\"directory\" size created_at last_modified_by_id last_modified_by_api_key_id \
            last_modified_by_automation_id last_modified_by_bundle_registration_id \
            last_modified_by_remote_server_id last_modified_by_sync_id mtime provided_mtime \
            crc32 md5 sha1 sha256 mime_type region permissions:\"lrwd\" \
            subfolders_locked?:false is_locked:false download_uri direct_connection_info \
            priority_color preview_id preview",
    ..Kind::NEW
};

/// What a folder shows of itself; all else stands on it.
const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("custom_metadata", ValueKind::Object),
    Attribute::new("priority_color", ValueKind::Text),
];
