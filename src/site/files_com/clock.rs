//! The one place that waits, and that asks what time it is.

#![expect(clippy::disallowed_methods, reason = "waiting and the time of day come from here")]

use jiff::Timestamp;
use std::time::Duration;

pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
    fn sleep(&self, pause: Duration);
    /// A number below one, not the same twice: many that wait should not come back as one.
    fn jitter(&self) -> f64;
}

pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn sleep(&self, pause: Duration) {
        std::thread::sleep(pause);
    }

    fn jitter(&self) -> f64 {
        // Without randomness all wait alike, which only costs time.
        f64::from(getrandom::u32().unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}
