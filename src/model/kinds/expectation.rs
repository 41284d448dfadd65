//! File expectations: files that should have come, and when. The API calls them expectations.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static EXPECTATION: Kind = Kind {
    word: "file-expectation",
    tag: "expectation",
    one: "file expectation",
    many: "file expectations",
    list: "expectations",
    manage: Some("file-expectations"),
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
    shows: "id workspace_id:0 name description path source exclude_pattern disabled \
            expectations_version trigger interval recurring_day recurring_days schedule_id \
            schedule_days_of_week schedule_times_of_day schedule_time_zone holiday_region \
            lookback_interval late_acceptance_interval inactivity_interval max_open_interval \
            criteria last_evaluated_at last_success_at last_failure_at last_result created_at \
            updated_at",
    listing: Listing {
        sort: &["workspace_id", "name", "disabled"],
        filter: &["disabled", "workspace_id"],
        together: &[&["workspace_id", "disabled"]],
        ..Listing::NONE
    },
    table: Some(&Table { about: "Files that should have come.", ..Table::NEW }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("criteria", ValueKind::Object),
    Attribute::new("description", ValueKind::Text),
    Attribute::new("disabled", ValueKind::Bool),
    Attribute::new("exclude_pattern", ValueKind::Text),
    Attribute::new("holiday_region", ValueKind::Text)
        .refers_behind("custom_", Referent::HOLIDAY_CALENDAR),
    Attribute::new("inactivity_interval", ValueKind::Int),
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
    Attribute::new("late_acceptance_interval", ValueKind::Int),
    Attribute::new("lookback_interval", ValueKind::Int),
    Attribute::new("max_open_interval", ValueKind::Int),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("path", ValueKind::Text),
    Attribute::new("recurring_day", ValueKind::Int),
    Attribute::new("recurring_days", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_id", ValueKind::Int).refers(Referent::SCHEDULE),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
    Attribute::new("source", ValueKind::Text),
    Attribute::new("trigger", ValueKind::Choice(&["manual", "upload", "daily", "custom_schedule"])),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
