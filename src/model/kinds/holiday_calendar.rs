//! Holiday calendars: days on which schedules do not run.

use super::{Attribute, Kind, Listing, Spoken, Table, ValueKind};

pub static HOLIDAY_CALENDAR: Kind = Kind {
    word: "holiday-calendar",
    tag: "holiday_calendar",
    one: "holiday calendar",
    many: "holiday calendars",
    list: "holiday_calendars",
    manage: Some("holiday-calendars"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id name definition created_at updated_at",
    listing: Listing::NONE,
    table: Some(&Table {
        about: "Days on which nothing runs.",
        required: &["definition"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] =
    &[Attribute::new("definition", ValueKind::Object), Attribute::new("name", ValueKind::Text)];
