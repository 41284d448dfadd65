//! How long to wait before a request is sent again.

use super::clock::Clock;
use super::http::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use std::time::Duration;

/// A site that asks for more than this gets the longest pause of our own.
const LONGEST_ASKED: i64 = 59;
const FIRST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(20);

/// What `Retry-After` asks for: seconds, or a date by the site's own clock. None where it asks
/// for nothing that can be followed.
pub fn retry_after(response: &Response, now: Timestamp) -> Option<Duration> {
    let asked = response.header("Retry-After")?;
    let seconds = match asked.parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => {
            // Our clock may be wrong; the distance between two times of the site's is right.
            let now = date_of(response).unwrap_or(now);
            date(asked)?.duration_since(now).as_secs()
        }
    };
    (0..=LONGEST_ASKED).contains(&seconds).then(|| Duration::from_secs(seconds.unsigned_abs()))
}

/// When the site says that it answered.
pub fn date_of(response: &Response) -> Option<Timestamp> {
    response.header("Date").and_then(date)
}

fn date(text: &str) -> Option<Timestamp> {
    Some(rfc2822::parse(text).ok()?.timestamp())
}

/// The pause before attempt number `next`, the second one being 1: what the site asks for, or
/// twice as long each time, less a random part.
pub fn before(next: u32, response: Option<&Response>, clock: &dyn Clock) -> Duration {
    let asked = response.and_then(|response| retry_after(response, clock.now()));
    asked.unwrap_or_else(|| {
        let asks_long = response.is_some_and(|response| response.header("Retry-After").is_some());
        let doubled = FIRST.saturating_mul(1 << next.saturating_sub(1).min(10)).min(LONGEST);
        let whole = if asks_long { LONGEST } else { doubled };
        whole.mul_f64(1.0 - clock.jitter() / 2.0)
    })
}

#[cfg(test)]
mod tests {
    use super::super::fake::FakeClock;
    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Response { status: 429, headers: headers.collect(), body: Vec::new() }
    }

    /// The cases of the official mock server's tests (MIT, © Action Verb, LLC).
    #[test]
    fn reads_what_the_official_clients_read() {
        let now: Timestamp = "2026-11-22T03:13:42Z".parse().expect("a time");
        let read = |values: &[&str]| {
            let headers: Vec<_> = values.iter().map(|value| ("Retry-After", *value)).collect();
            retry_after(&answer(&headers), now).map(|pause| pause.as_secs())
        };
        assert_eq!(read(&[]), None);
        assert_eq!(read(&["aaaaaa"]), None);
        assert_eq!(read(&["5"]), Some(5));
        assert_eq!(read(&["60"]), None);
        assert_eq!(read(&["5", "10"]), Some(5));
        assert_eq!(read(&["5", "aaaaaa"]), Some(5));
        assert_eq!(read(&["Sun, 22 Nov 2026 03:13:50 GMT"]), Some(8));
        assert_eq!(read(&["-1"]), None);
    }

    #[test]
    fn a_wrong_clock_of_ours_changes_nothing() {
        let asked = [
            ("Date", "Sun, 22 Nov 2026 03:13:42 GMT"),
            ("retry-after", "Sun, 22 Nov 2026 03:13:46 GMT"),
        ];
        for ours in ["2026-11-22T01:00:00Z", "2031-01-01T00:00:00Z"] {
            let pause = retry_after(&answer(&asked), ours.parse().expect("a time"));
            assert_eq!(pause, Some(Duration::from_secs(4)));
        }
    }

    #[test]
    fn pauses_double_up_to_a_bound() {
        let clock = FakeClock::default();
        let pauses: Vec<u128> = (1..8).map(|next| before(next, None, &clock).as_millis()).collect();
        assert_eq!(pauses, [500, 1000, 2000, 4000, 8000, 16000, 20000]);
        let long = answer(&[("Retry-After", "600")]);
        assert_eq!(before(1, Some(&long), &clock), LONGEST);
    }
}
