//! Times that automations start at, by name.

use super::{Attribute, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static SCHEDULE: Kind = Kind {
    word: "schedule",
    tag: "schedule",
    one: "schedule",
    many: "schedules",
    list: "schedules",
    manage: Some("schedules"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[
        Spoken::new("name", "name", "the node's own name is the name; rename with `was=`"),
        Spoken::new("schedule_days_of_week", "days", "days \"monday\" \"friday\""),
        Spoken::new("schedule_times_of_day", "at", "at \"02:00\""),
        Spoken::new("schedule_time_zone", "time-zone", "time-zone \"London\""),
    ],
    shows: "id name schedule_days_of_week schedule_times_of_day schedule_time_zone \
            holiday_region human_readable_schedule created_at updated_at",
    listing: Listing { sort: &["name"], ..Listing::NONE },
    table: Some(&Table {
        about: "Times that automations start at, by name.",
        required: &["schedule_days_of_week", "schedule_times_of_day"],
        named: true,
        kept_in_use: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("holiday_region", ValueKind::Text)
        .refers_behind("custom_", Referent::HOLIDAY_CALENDAR),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Item)),
];
