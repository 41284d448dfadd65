//! Since when: so many days, weeks, months or years back, or a day.

use crate::cli::exit::Failure;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

const EXAMPLE: &str =
    "say how far back, as in 90d, 12w, 6m (months) or 1y, or since which day, as in 2026-01-31";

/// As it is said; what it comes to depends on now.
#[derive(Debug, Clone, Copy)]
pub enum Since {
    Back(Span),
    Day(Date),
    At(Timestamp),
}

/// What a command line says.
pub fn parse(text: &str) -> Result<Since, String> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let span = |number: i64| match unit {
        "d" => Span::new().try_days(number).ok(),
        "w" => Span::new().try_weeks(number).ok(),
        "m" => Span::new().try_months(number).ok(),
        "y" => Span::new().try_years(number).ok(),
        _ => None,
    };
    if let Ok(number @ 1..) = number.parse::<u32>()
        && let Some(span) = span(i64::from(number))
    {
        return Ok(Since::Back(span));
    }
    let is_day = text.len() == 10 && text.bytes().all(|b| b == b'-' || b.is_ascii_digit());
    if is_day && let Ok(day) = text.parse() {
        return Ok(Since::Day(day));
    }
    if let Ok(at) = text.parse() {
        return Ok(Since::At(at));
    }
    Err(EXAMPLE.to_owned())
}

impl Since {
    /// The moment, which must be past.
    pub fn before(self, now: Timestamp) -> Result<Timestamp, Failure> {
        let at = match self {
            Since::Back(span) => {
                let now = now.to_zoned(TimeZone::UTC);
                now.checked_sub(span).ok().map(|at| at.timestamp())
            }
            Since::Day(day) => day.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp()),
            Since::At(at) => Some(at),
        };
        at.filter(|at| *at < now).ok_or_else(|| Failure::Usage {
            message: "`--since` names no moment of the past".to_owned(),
            help: EXAMPLE.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Option<String> {
        let now = "2026-06-01T12:00:00Z".parse().expect("a moment");
        parse(text).ok()?.before(now).ok().map(|at| at.to_string())
    }

    #[test]
    fn days_weeks_months_and_dates_are_moments() {
        assert_eq!(moment("90d").as_deref(), Some("2026-03-03T12:00:00Z"));
        assert_eq!(moment("12w").as_deref(), Some("2026-03-09T12:00:00Z"));
        assert_eq!(moment("6m").as_deref(), Some("2025-12-01T12:00:00Z"));
        assert_eq!(moment("1y").as_deref(), Some("2025-06-01T12:00:00Z"));
        assert_eq!(moment("2026-01-31").as_deref(), Some("2026-01-31T00:00:00Z"));
        assert_eq!(moment("2026-01-31T08:00:00+01:00").as_deref(), Some("2026-01-31T07:00:00Z"));
        for wrong in [
            "",
            "90",
            "d",
            "0d",
            "-3d",
            "90 days",
            "99999999999d",
            "4294967295y",
            "2026-13-01",
            "soon",
            "2030-01-01",
            "1h",
            "９0d",
        ] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }
}
