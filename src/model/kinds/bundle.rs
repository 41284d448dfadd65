//! Share links, which the API calls bundles: who has the address gets in without an account.
//! They are known here by their internal names; the code of the address stays the site's.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static BUNDLE: Kind = Kind {
    word: "bundle",
    tag: "bundle",
    one: "share link",
    many: "share links",
    list: "bundles",
    manage: Some("bundles"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["internal_name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new(
        "internal_name",
        "name",
        "the node's own name is the internal_name; rename with `was=`",
    )],
    shows: "code color_left color_link color_text color_top color_top_text url description \
            expires_at password_protected:false permissions preview_only:false \
            require_registration require_share_recipient require_logout:false clickwrap_body \
            form_field_set skip_name skip_email start_access_on_date skip_company id \
            bypasses_site_expiration_rules created_at deleted:false deleted_at \
            dont_separate_submissions_by_folder effective_expires_at max_uses internal_name note \
            path_template path_template_time_zone send_email_receipt_to_uploader snapshot_id \
            user_id username group_id clickwrap_id inbox_id watermark_attachment watermark_value \
            workspace_id:0 has_inbox:false dont_allow_folders_in_uploads:false \
            requested_upload_slots:[] paths bundlepaths:[] form_field_set_id",
    listing: Listing {
        sort: &["expires_at"],
        filter: &[
            "created_at",
            "expires_at",
            "code",
            "group_id",
            "user_id",
            "bypasses_site_expiration_rules",
        ],
        together: &[&["group_id", "expires_at"], &["user_id", "expires_at"]],
        prefix: &["code"],
        range: &["created_at", "expires_at"],
    },
    table: Some(&Table {
        about: "A share link: what whoever has its address may do, and where.",
        name: "internal_name",
        required: &["paths"],
        by_itself: &["paths"],
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("bypasses_site_expiration_rules", ValueKind::Bool),
    Attribute::new("clickwrap_id", ValueKind::Int).refers(Referent::CLICKWRAP),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("dont_separate_submissions_by_folder", ValueKind::Bool),
    Attribute::new("expires_at", ValueKind::Instant),
    Attribute::new("form_field_set_id", ValueKind::Int).refers(Referent::FORM_FIELD_SET),
    Attribute::new("group_id", ValueKind::Int).refers(Referent::GROUP),
    Attribute::new("internal_name", ValueKind::Text),
    Attribute::new("max_uses", ValueKind::Int),
    Attribute::new("note", ValueKind::Text),
    Attribute::new("password", ValueKind::Secret).told_by("password_protected"),
    Attribute::new("path_template", ValueKind::Text),
    Attribute::new("path_template_time_zone", ValueKind::TimeZone),
    Attribute::new("paths", ValueKind::List(&ValueKind::Path)),
    Attribute::new(
        "permissions",
        ValueKind::Choice(&["read", "write", "read_write", "full", "none", "preview_only"]),
    ),
    Attribute::new("require_registration", ValueKind::Bool),
    Attribute::new("require_share_recipient", ValueKind::Bool),
    Attribute::new("send_email_receipt_to_uploader", ValueKind::Bool),
    Attribute::new("send_one_time_password_to_recipient_at_registration", ValueKind::Bool)
        .write_only(),
    Attribute::new("skip_company", ValueKind::Bool),
    Attribute::new("skip_email", ValueKind::Bool),
    Attribute::new("skip_name", ValueKind::Bool),
    Attribute::new("start_access_on_date", ValueKind::Instant),
    Attribute::new("user_id", ValueKind::Int).refers(Referent::USER),
    Attribute::new("watermark_value", ValueKind::Object),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
