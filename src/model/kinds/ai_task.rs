//! AI tasks. They work with an internal key of the master administrator.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static AI_TASK: Kind = Kind {
    word: "ai-task",
    tag: "ai_task",
    one: "AI task",
    many: "AI tasks",
    list: "ai_tasks",
    manage: Some("ai-tasks"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[
        Spoken::new("name", "name", "the node's own name is the name; rename with `was=`"),
        Spoken::in_trigger("trigger", "trigger"),
        Spoken::in_trigger("trigger_actions", "trigger"),
        Spoken::in_trigger("interval", "interval"),
        Spoken::in_trigger("schedule_times_of_day", "at"),
        Spoken::in_trigger("schedule_days_of_week", "days"),
        Spoken::in_trigger("schedule_time_zone", "time-zone"),
        Spoken::in_trigger("schedule_id", "schedule"),
        Spoken::in_trigger("holiday_region", "holiday-region"),
        Spoken::in_trigger("recurring_day", "recurring-day"),
        Spoken::in_trigger("recurring_days", "recurring-days"),
    ],
    shows: "id workspace_id:0 name description prompt permission_set path source disabled trigger \
            trigger_actions interval recurring_day recurring_days schedule_id \
            schedule_days_of_week schedule_times_of_day schedule_time_zone holiday_region \
            human_readable_schedule last_run_at master_admin_user_id created_at updated_at",
    listing: Listing {
        sort: &["workspace_id", "name", "disabled", "updated_at"],
        filter: &["disabled", "trigger", "workspace_id"],
        together: &[&["workspace_id", "disabled"]],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "Work that an AI does by itself.",
        required: &["prompt"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("description", ValueKind::Text),
    Attribute::new("disabled", ValueKind::Bool),
    Attribute::new("holiday_region", ValueKind::Text)
        .refers_behind("custom_", Referent::HOLIDAY_CALENDAR),
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
    Attribute::new("name", ValueKind::Text),
    Attribute::new("path", ValueKind::Text),
    Attribute::new("permission_set", ValueKind::Choice(&["full", "files_only"])),
    Attribute::new("prompt", ValueKind::Text),
    Attribute::new("recurring_day", ValueKind::Int),
    Attribute::new("recurring_days", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_id", ValueKind::Int).refers(Referent::SCHEDULE),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
    Attribute::new("source", ValueKind::Text),
    Attribute::new("trigger", ValueKind::Choice(&["manual", "daily", "custom_schedule", "action"])),
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
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
