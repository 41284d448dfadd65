//! Scheduled exports: reports, of permissions for example, that are mailed to somebody.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static SCHEDULED_EXPORT: Kind = Kind {
    word: "scheduled-export",
    tag: "scheduled_export",
    one: "scheduled export",
    many: "scheduled exports",
    list: "scheduled_exports",
    manage: Some("scheduled-exports"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
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
    shows: "id name export_type report_name export_options user_id disabled trigger interval \
            recurring_day recurring_days schedule_id schedule_days_of_week schedule_times_of_day \
            schedule_time_zone holiday_region human_readable_schedule last_run_at last_export_id \
            last_error created_at updated_at",
    listing: Listing {
        sort: &["name", "export_type", "disabled"],
        filter: &["disabled", "export_type"],
        prefix: &["export_type"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "A report that is mailed to somebody.",
        required: &["export_type"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("disabled", ValueKind::Bool),
    Attribute::new("export_options", ValueKind::Object),
    Attribute::new(
        "export_type",
        ValueKind::Choice(&[
            "folder_size_audit",
            "group_membership_audit",
            "permission_audit",
            "share_link_audit",
        ]),
    ),
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
    Attribute::new("recurring_day", ValueKind::Int),
    Attribute::new("recurring_days", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_id", ValueKind::Int).refers(Referent::SCHEDULE),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
    Attribute::new("trigger", ValueKind::Choice(&["daily", "custom_schedule"])),
    Attribute::new("user_id", ValueKind::Int).refers(Referent::USER),
];
