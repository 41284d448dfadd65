//! Settings of folders; what each type of them takes is in [`behavior_types`](super::behavior_types()).

use super::{Kind, Listing};

pub static BEHAVIOR: Kind = Kind {
    word: "behavior",
    tag: "behavior",
    one: "folder setting",
    many: "folder settings",
    list: "behaviors",
    manage: Some("behaviors"),
    has_place: true,
    shows: "id path attachment_url behavior name description value public_hosting_url \
            disable_parent_folder_behavior:false recursive inherited:false managed:false \
            root_behavior_site_admin_only:false",
    listing: Listing {
        sort: &["behavior"],
        filter: &[
            "clickwrap_id",
            "form_field_set_id",
            "impacts_ui",
            "remote_server_id",
            "behavior",
        ],
        together: &[&["impacts_ui", "behavior"], &["behavior", "remote_server_id"]],
        prefix: &[],
        range: &[],
    },
    ..Kind::NEW
};
