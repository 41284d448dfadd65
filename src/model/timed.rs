//! What a definition has for a while: `from=` and `until=`.

use crate::source::Span;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Something that is said with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// The node that says it.
    pub span: Span,
    /// From when on the definition has it.
    pub from: Option<Moment>,
    /// From when on it has it no longer.
    pub until: Option<Moment>,
}

/// A moment, and where it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    pub at: Timestamp,
    /// The day, or the instant, as it is said.
    pub said: Box<str>,
    pub span: Span,
}

impl Timed {
    pub fn has_begun(&self, now: Timestamp) -> bool {
        self.from.as_ref().is_none_or(|from| from.at <= now)
    }

    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.until.as_ref().is_some_and(|until| until.at <= now)
    }

    /// The moments after which the definition says something else.
    pub fn moments(&self) -> impl Iterator<Item = &Moment> {
        self.from.iter().chain(&self.until)
    }
}

/// Which end of a day is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// `from=`: as the day begins.
    Begins,
    /// `until=`: as it ends, so that the day itself still counts.
    Ends,
}

/// The moment at which a day begins or ends somewhere. Where clocks go forward at midnight, a day
/// begins at the first moment that its calendar has.
pub fn edge_of_day(day: Date, edge: Edge, zone: &TimeZone) -> Option<Timestamp> {
    let day = match edge {
        Edge::Begins => day,
        Edge::Ends => day.tomorrow().ok()?,
    };
    Some(day.to_zoned(zone.clone()).ok()?.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_and_end_where_they_are_meant() {
        let at = |day: &str, edge, zone: &str| {
            let zone = TimeZone::get(zone).expect("a zone");
            edge_of_day(day.parse().expect("a day"), edge, &zone).expect("a moment").to_string()
        };
        assert_eq!(at("2027-01-31", Edge::Ends, "UTC"), "2027-02-01T00:00:00Z");
        assert_eq!(at("2027-01-31", Edge::Begins, "Europe/Berlin"), "2027-01-30T23:00:00Z");
        assert_eq!(at("2027-01-31", Edge::Ends, "America/New_York"), "2027-02-01T05:00:00Z");
        // Summer time begins on this day, and ends on the other.
        assert_eq!(at("2027-03-28", Edge::Begins, "Europe/Berlin"), "2027-03-27T23:00:00Z");
        assert_eq!(at("2027-03-28", Edge::Ends, "Europe/Berlin"), "2027-03-28T22:00:00Z");
        assert_eq!(at("2027-10-31", Edge::Ends, "Europe/Berlin"), "2027-10-31T23:00:00Z");
        // The clocks of Beirut go forward at midnight.
        assert_eq!(at("2027-03-28", Edge::Begins, "Asia/Beirut"), "2027-03-27T22:00:00Z");
    }

    #[test]
    fn there_is_no_day_after_the_last_one() {
        assert_eq!(edge_of_day(Date::MAX, Edge::Ends, &TimeZone::UTC), None);
    }
}
