//! Attributes of schedules that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, ValueKind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("holiday_region", ValueKind::Text),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("schedule_days_of_week", ValueKind::List(&ValueKind::Int)),
    Attribute::new("schedule_time_zone", ValueKind::TimeZone),
    Attribute::new("schedule_times_of_day", ValueKind::List(&ValueKind::Text)),
];
