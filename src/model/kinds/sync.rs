//! Syncs: files that are copied between folders and remote servers, on a schedule.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static SYNC: Kind = Kind {
    word: "sync",
    tag: "sync",
    one: "sync",
    many: "syncs",
    list: "syncs",
    manage: Some("syncs"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new("name", "name", "the node's own name is the name; rename with `was=`"),
        Spoken::in_trigger("trigger", "trigger"),
        Spoken::in_trigger("interval", "interval"),
        Spoken::in_trigger("schedule_times_of_day", "at"),
        Spoken::in_trigger("schedule_days_of_week", "days"),
        Spoken::in_trigger("schedule_time_zone", "time-zone"),
        Spoken::in_trigger("schedule_id", "schedule"),
        Spoken::in_trigger("holiday_region", "holiday-region"),
        Spoken::in_trigger("recurring_day", "recurring-day"),
        Spoken::in_trigger("recurring_days", "recurring-days"),
    ],
    shows: "id name description site_id workspace_id:0 user_id src_path dest_path \
            src_remote_server_id dest_remote_server_id src_site_id dest_site_id two_way:false \
            keep_after_copy delete_empty_folders disabled trigger trigger_file \
            always_write_trigger_file include_patterns exclude_patterns created_at updated_at \
            sync_interval_minutes interval recurring_day recurring_days schedule_id \
            schedule_days_of_week schedule_times_of_day schedule_time_zone holiday_region \
            latest_sync_run",
    listing: Listing {
        sort: &["site_id", "workspace_id", "name"],
        filter: &["workspace_id", "disabled", "src_remote_server_id", "dest_remote_server_id"],
        together: &[
            &["workspace_id", "disabled"],
            &["workspace_id", "src_remote_server_id"],
            &["workspace_id", "dest_remote_server_id"],
            &["disabled", "src_remote_server_id"],
            &["disabled", "dest_remote_server_id"],
            &["workspace_id", "disabled", "src_remote_server_id"],
            &["workspace_id", "disabled", "dest_remote_server_id"],
        ],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Files that are copied between folders and remote servers.",
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("always_write_trigger_file", ValueKind::Bool),
    Attribute::new("delete_empty_folders", ValueKind::Bool),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("dest_path", ValueKind::Text),
    Attribute::new("dest_remote_server_id", ValueKind::Int).refers(Referent::REMOTE_SERVER),
    Attribute::new("disabled", ValueKind::Bool),
    Attribute::new("exclude_patterns", ValueKind::List(&ValueKind::Item)),
    Attribute::new("holiday_region", ValueKind::Text)
        .refers_behind("custom_", Referent::HOLIDAY_CALENDAR),
    Attribute::new("include_patterns", ValueKind::List(&ValueKind::Item)),
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
    Attribute::new("keep_after_copy", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("recurring_day", ValueKind::Int),
    Attribute::new("recurring_days", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_id", ValueKind::Int).refers(Referent::SCHEDULE),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
    Attribute::new("src_path", ValueKind::Text),
    Attribute::new("src_remote_server_id", ValueKind::Int).refers(Referent::REMOTE_SERVER),
    Attribute::new("sync_interval_minutes", ValueKind::Int),
    Attribute::new("trigger", ValueKind::Choice(&["daily", "custom_schedule", "manual"])),
    Attribute::new("trigger_file", ValueKind::Text),
    Attribute::new("workspace_id", ValueKind::Int).create_only().refers(Referent::WORKSPACE),
];
