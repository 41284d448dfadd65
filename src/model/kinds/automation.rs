//! Work that the site does by itself.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, ValueKind};

pub static AUTOMATION: Kind = Kind {
    word: "automation",
    tag: "automation",
    one: "automation",
    many: "automations",
    list: "automations",
    manage: Some("automations"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name", "schedule_id"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new(
            "automation",
            "action",
            "the action itself, as in: move-file { source \"In/*\"; destination \"Out/\"; }",
        ),
        Spoken::new("name", "name", "the node's own name is the name; rename with `was=`"),
        Spoken::new("trigger", "trigger", "trigger \"daily\""),
        Spoken::new("trigger_actions", "trigger", "trigger \"action\" \"create\""),
        Spoken::new("destinations", "destination", "destination \"Out/\" in the action"),
        Spoken::new("interval", "interval", "interval=\"week\" on the trigger"),
        Spoken::new("definition", "v2", "v2 { node …; edge … }"),
        Spoken::new("schedule_days_of_week", "days", "days \"monday\" \"friday\""),
        Spoken::new("schedule_times_of_day", "at", "at \"02:00\""),
        Spoken::new("schedule_time_zone", "time-zone", "time-zone \"London\""),
        Spoken::new("recurring_day", "recurring-day", "recurring-day=1 on the trigger"),
        Spoken::new("recurring_days", "recurring-days", "recurring-days=1 on the trigger"),
        Spoken::new("schedule_id", "schedule", "schedule=\"nightly\" on the trigger"),
        Spoken::new("holiday_region", "holiday-region", "holiday-region=\"us\" on the trigger"),
    ],
    shows: "id workspace_id:0 always_serialize_jobs always_overwrite_size_matching_files \
            automation deleted:false description definition destination_replace_from \
            destination_replace_to destinations disabled exclude_pattern import_urls \
            inbound_email_address flatten_destination_structure group_ids ignore_locked_folders \
            interval last_modified_at legacy_folder_matching name overwrite_files path \
            path_time_zone version recurring_day recurring_days schedule_id \
            retry_on_failure_interval_in_minutes retry_on_failure_number_of_attempts schedule \
            human_readable_schedule schedule_days_of_week schedule_times_of_day \
            schedule_time_zone source sync_ids trigger_actions trigger user_id user_ids value \
            webhook_url holiday_region",
    listing: Listing {
        sort: &["workspace_id", "name", "automation", "last_modified_at", "disabled"],
        filter: &["disabled", "last_modified_at", "workspace_id", "automation"],
        together: &[
            &["disabled", "last_modified_at"],
            &["workspace_id", "disabled"],
            &["disabled", "automation"],
            &["workspace_id", "last_modified_at"],
            &["automation", "last_modified_at"],
            &["workspace_id", "automation"],
            &["workspace_id", "disabled", "last_modified_at"],
            &["disabled", "automation", "last_modified_at"],
            &["workspace_id", "disabled", "automation"],
            &["workspace_id", "automation", "last_modified_at"],
            &["workspace_id", "disabled", "automation", "last_modified_at"],
        ],
        prefix: &[],
        range: &["last_modified_at"],
    },
    ..Kind::NEW
};

/// Actions that cannot be started by what people do with files.
pub const STARTED_BY_NO_ACTION: &[&str] = &["create_folder", "run_sync"];

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("always_overwrite_size_matching_files", ValueKind::Bool),
    Attribute::new("always_serialize_jobs", ValueKind::Bool),
    Attribute::new(
        "automation",
        ValueKind::Choice(&[
            "create_folder",
            "delete_file",
            "copy_file",
            "move_file",
            "as2_send",
            "run_sync",
            "import_file",
            "v2",
        ]),
    ),
    Attribute::new("definition", ValueKind::Object),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("destination_replace_from", ValueKind::Text),
    Attribute::new("destination_replace_to", ValueKind::Text),
    Attribute::new("destinations", ValueKind::List(&ValueKind::Text)),
    Attribute::new("disabled", ValueKind::Bool),
    Attribute::new("exclude_pattern", ValueKind::Text),
    Attribute::new("flatten_destination_structure", ValueKind::Bool),
    Attribute::new("group_ids", ValueKind::List(&ValueKind::Int)).refers(Referent::GROUP),
    Attribute::new("holiday_region", ValueKind::Text)
        .refers_behind("custom_", Referent::HOLIDAY_CALENDAR),
    Attribute::new("ignore_locked_folders", ValueKind::Bool),
    Attribute::new("import_urls", ValueKind::List(&ValueKind::Object)),
    Attribute::new(
        "interval",
        ValueKind::Choice(&[
            "day",
            "week",
            "week_end",
            "month",
            "month_end",
            "quarter",
            "quarter_end",
            "year",
            "year_end",
        ]),
    ),
    Attribute::new("legacy_folder_matching", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("overwrite_files", ValueKind::Bool),
    Attribute::new("path", ValueKind::Text),
    Attribute::new("path_time_zone", ValueKind::TimeZone),
    Attribute::new("recurring_day", ValueKind::Int),
    Attribute::new("recurring_days", ValueKind::List(&ValueKind::Int)),
    Attribute::new("retry_on_failure_interval_in_minutes", ValueKind::Int),
    Attribute::new("retry_on_failure_number_of_attempts", ValueKind::Int),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_id", ValueKind::Int),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
    Attribute::new("source", ValueKind::Text),
    Attribute::new("sync_ids", ValueKind::List(&ValueKind::Int)).refers(Referent::SYNC),
    Attribute::new(
        "trigger",
        ValueKind::Choice(&["manual", "daily", "custom_schedule", "webhook", "email", "action"]),
    ),
    Attribute::new(
        "trigger_actions",
        ValueKind::List(&ValueKind::Choice(&[
            "create",
            "copy",
            "move",
            "archived_delete",
            "update",
            "read",
            "destroy",
        ])),
    ),
    Attribute::new("user_ids", ValueKind::List(&ValueKind::Int)).refers(Referent::USER),
    Attribute::new("value", ValueKind::Object),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
