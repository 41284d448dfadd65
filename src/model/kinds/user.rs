//! Accounts of people and, as `bot`, of workloads.

use super::{
    Attribute,
    Given::{Number, On, Text},
    Kind, Listing, MEMBERSHIPS, ROLES, Referent, SIGN_IN, Spoken, ValueKind,
};

pub static USER: Kind = Kind {
    word: "user",
    tag: "user",
    one: "user",
    many: "users",
    list: "users",
    manage: Some("users"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["username", "group_ids"],
    defaults: &[
        ("authentication_method", Text("password")),
        ("dav_permission", On),
        ("default_workspace_id", Number(0)),
        ("ftp_permission", On),
        ("office_integration_enabled", On),
        ("password_validity_days", Number(0)),
        ("require_2fa", Text("use_system_setting")),
        ("restapi_permission", On),
        ("self_managed", On),
        ("sftp_permission", On),
        ("ssl_required", Text("use_system_setting")),
        ("user_root", Text("")),
        ("workspace_id", Number(0)),
    ],
    spoken: &[
        Spoken::new(
            "username",
            "username",
            "the node's own name is the username; rename with `was=`",
        ),
        Spoken::new("site_admin", "role \"site-admin\"", "role \"site-admin\""),
        Spoken::new("readonly_site_admin", "role \"read-only-admin\"", "role \"read-only-admin\""),
        Spoken::new("billing_permission", "role \"billing-admin\"", "role \"billing-admin\""),
        Spoken::new("self_managed", "self-managed", "declare the account with `bot` or `user`"),
        Spoken::new("authentication_method", "authentication", "authentication \"password\""),
        Spoken::new("sso_strategy_id", "strategy", "authentication \"sso\" strategy=\"…\""),
        Spoken::new("password", "password", "authentication \"password\" password=(env)\"NAME\""),
        Spoken::new(
            "password_confirmation",
            "password",
            "authentication \"password\" password=(env)\"NAME\"",
        ),
        Spoken::new(
            "change_password",
            "password",
            "authentication \"password\" password=(env)\"NAME\"",
        ),
        Spoken::new(
            "change_password_confirmation",
            "password",
            "authentication \"password\" password=(env)\"NAME\"",
        ),
        Spoken::new(
            "imported_password_hash",
            "hash",
            "authentication \"password-with-imported-hash\" hash=(env)\"NAME\"",
        ),
        Spoken::new("group_ids", "groups", "groups \"Name\""),
        Spoken::new("grant_permission", "grant", "a `grant` in the folder"),
        Spoken::new("restapi_permission", "protocol \"web\"", "protocols \"web\""),
        Spoken::new("ftp_permission", "protocol \"ftp\"", "protocols \"ftp\""),
        Spoken::new("sftp_permission", "protocol \"sftp\"", "protocols \"sftp\""),
        Spoken::new("dav_permission", "protocol \"webdav\"", "protocols \"webdav\""),
        Spoken::new("s3_compatible_endpoint_permission", "protocol \"s3\"", "protocols \"s3\""),
    ],
    shows: "id username admin_group_ids:[] allowed_ips attachments_permission api_keys_count:0 \
            authenticate_until authentication_method avatar_url billable:false \
            billing_permission bypass_site_allowed_ips bypass_user_lifecycle_rules created_at \
            dav_permission disabled disabled_expired_or_inactive:false \
            ai_assistant_personality_id desktop_configuration_profile_id \
            integration_centric_profile_id email filesystem_layout first_login_at \
            ftp_permission group_ids:\"\" header_text language last_login_at last_web_login_at \
            last_ftp_login_at last_sftp_login_at last_dav_login_at last_desktop_login_at \
            last_restapi_login_at last_api_use_at last_active_at last_protocol_cipher \
            lockout_expires name company notes notification_daily_send_time \
            office_integration_enabled partner_admin partner_id partner_name password_set_at \
            password_validity_days:0 primary_group_id public_keys_count:0 receive_admin_alerts \
            notify_on_all_site_warnings notify_on_all_sso_failures \
            notify_on_all_user_security_events notify_on_all_pending_work_failures \
            notify_on_all_siem_http_destination_failures notify_on_all_sync_failures \
            notify_on_all_automation_failures notify_on_all_expectation_failures require_2fa \
            require_login_by active_2fa:false require_password_change password_expired:false \
            responsible_group_id responsible_user_id readonly_site_admin restapi_permission \
            s3_compatible_endpoint_permission self_managed sftp_permission site_admin \
            workspace_admin site_id workspace_id:0 default_workspace_id:0 skip_welcome_screen \
            ssl_required sso_strategy_id externally_managed:false tags time_zone type_of_2fa \
            type_of_2fa_for_display user_root user_home:\"\" \
            days_remaining_until_password_expire password_expire_at",
    listing: Listing {
        sort: &[
            "site_id",
            "workspace_id",
            "company",
            "name",
            "disabled",
            "authenticate_until",
            "username",
            "email",
            "site_admin",
            "last_desktop_login_at",
            "last_login_at",
            "password_validity_days",
            "ssl_required",
        ],
        filter: &[
            "username",
            "name",
            "email",
            "company",
            "site_admin",
            "password_validity_days",
            "ssl_required",
            "last_login_at",
            "authenticate_until",
            "not_site_admin",
            "disabled",
            "partner_id",
            "primary_group_id",
            "workspace_id",
        ],
        together: &[
            &["site_admin", "username"],
            &["not_site_admin", "username"],
            &["workspace_id", "username"],
            &["company", "name"],
            &["workspace_id", "name"],
            &["workspace_id", "email"],
            &["workspace_id", "company"],
            &["workspace_id", "site_admin"],
            &["workspace_id", "not_site_admin"],
            &["workspace_id", "disabled"],
            &["workspace_id", "partner_id"],
            &["workspace_id", "site_admin", "username"],
            &["workspace_id", "not_site_admin", "username"],
            &["workspace_id", "disabled", "username"],
            &["workspace_id", "partner_id", "username"],
            &["workspace_id", "company", "name"],
        ],
        prefix: &["username", "name", "email", "company"],
        range: &["password_validity_days", "last_login_at", "authenticate_until"],
    },
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("ai_assistant_personality_id", ValueKind::Int)
        .refers(Referent::AI_ASSISTANT_PERSONALITY),
    Attribute::new("allowed_ips", ValueKind::Addresses).bears(SIGN_IN),
    Attribute::new("attachments_permission", ValueKind::Bool),
    Attribute::new("authenticate_until", ValueKind::Instant).bears(SIGN_IN),
    Attribute::new(
        "authentication_method",
        ValueKind::Choice(&[
            "password",
            "sso",
            "none",
            "email_signup",
            "password_with_imported_hash",
            "password_and_ssh_key",
        ]),
    ),
    Attribute::new("billing_permission", ValueKind::Bool).bears(ROLES),
    Attribute::new("bypass_site_allowed_ips", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("bypass_user_lifecycle_rules", ValueKind::Bool),
    Attribute::new("change_password", ValueKind::Secret),
    Attribute::new("change_password_confirmation", ValueKind::Secret),
    Attribute::new("company", ValueKind::Text),
    Attribute::new("dav_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("default_workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
    Attribute::new("desktop_configuration_profile_id", ValueKind::Int)
        .refers(Referent::DESKTOP_CONFIGURATION_PROFILE),
    Attribute::new("disabled", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("email", ValueKind::Email),
    Attribute::new(
        "filesystem_layout",
        ValueKind::Choice(&[
            "site_root",
            "user_root",
            "partner_root",
            "integration_centric",
            "workspace_root",
        ]),
    ),
    Attribute::new("ftp_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("grant_permission", ValueKind::Text),
    Attribute::new("group_ids", ValueKind::Text),
    Attribute::new("header_text", ValueKind::Text),
    Attribute::new("imported_password_hash", ValueKind::Secret),
    Attribute::new("integration_centric_profile_id", ValueKind::Int)
        .refers(Referent::INTEGRATION_CENTRIC_PROFILE),
    Attribute::new("language", ValueKind::Text),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("notes", ValueKind::Text),
    Attribute::new("notification_daily_send_time", ValueKind::Int),
    Attribute::new("notify_on_all_automation_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_expectation_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_pending_work_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_siem_http_destination_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_site_warnings", ValueKind::Bool),
    Attribute::new("notify_on_all_sso_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_sync_failures", ValueKind::Bool),
    Attribute::new("notify_on_all_user_security_events", ValueKind::Bool),
    Attribute::new("office_integration_enabled", ValueKind::Bool),
    Attribute::new("partner_admin", ValueKind::Bool).bears(ROLES),
    Attribute::new("partner_id", ValueKind::Int).refers(Referent::PARTNER).bears(MEMBERSHIPS),
    Attribute::new("password", ValueKind::Secret),
    Attribute::new("password_confirmation", ValueKind::Secret),
    Attribute::new("password_validity_days", ValueKind::Int),
    Attribute::new("primary_group_id", ValueKind::Int).refers(Referent::GROUP),
    Attribute::new("readonly_site_admin", ValueKind::Bool).bears(ROLES),
    Attribute::new("receive_admin_alerts", ValueKind::Bool),
    Attribute::new(
        "require_2fa",
        ValueKind::Choice(&["use_system_setting", "always_require", "never_require"]),
    ),
    Attribute::new("require_login_by", ValueKind::Instant),
    Attribute::new("require_password_change", ValueKind::Bool),
    Attribute::new("responsible_group_id", ValueKind::Int).refers(Referent::GROUP),
    Attribute::new("responsible_user_id", ValueKind::Int).refers(Referent::USER),
    Attribute::new("restapi_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("s3_compatible_endpoint_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("self_managed", ValueKind::Bool),
    Attribute::new("sftp_permission", ValueKind::Bool).bears(SIGN_IN),
    Attribute::new("site_admin", ValueKind::Bool).bears(ROLES),
    Attribute::new("skip_welcome_screen", ValueKind::Bool),
    Attribute::new(
        "ssl_required",
        ValueKind::Choice(&["use_system_setting", "always_require", "never_require"]),
    ),
    Attribute::new("sso_strategy_id", ValueKind::Int),
    Attribute::new("tags", ValueKind::Words),
    Attribute::new("time_zone", ValueKind::TimeZone),
    Attribute::new("user_home", ValueKind::Path),
    Attribute::new("user_root", ValueKind::Path).bears(SIGN_IN),
    Attribute::new("username", ValueKind::Text),
    Attribute::new("workspace_admin", ValueKind::Bool).bears(ROLES),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
