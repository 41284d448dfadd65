//! Attributes of schedules that the API lets a client write. Made from `attributes.json`, which a test compares.

use super::{Attribute, Kind};

pub static ATTRIBUTES: &[Attribute] = &[
    Attribute::new("holiday_region", Kind::Text),
    Attribute::new("name", Kind::Text),
    Attribute::new("schedule_days_of_week", Kind::List(&Kind::Int)),
    Attribute::new("schedule_time_zone", Kind::TimeZone),
    Attribute::new("schedule_times_of_day", Kind::List(&Kind::Text)),
];
