//! A pause that all requests keep: where the site asks one of several workers to come back later,
//! the others need not find out by themselves.

use super::clock::Clock;
use jiff::Timestamp;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A request is held back no longer than this, however often the site asks anew.
const LONGEST: Duration = Duration::from_secs(120);
/// Those who waited come back within such a while, not all at once.
const SPREAD: Duration = Duration::from_millis(250);

#[derive(Default)]
pub struct Gate(Mutex<Option<Timestamp>>);

impl Gate {
    /// Nobody passes for so long. What holds longer already stays.
    pub fn close(&self, pause: Duration, clock: &dyn Clock) {
        let Ok(until) = clock.now().checked_add(pause) else { return };
        let mut closed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *closed = Some(closed.map_or(until, |known| known.max(until)));
    }

    /// Waits until the gate is open.
    pub fn pass(&self, clock: &dyn Clock) {
        let mut waited = Duration::ZERO;
        while let Some(left) = self.left(clock) {
            let pause = (left + SPREAD.mul_f64(clock.jitter())).min(LONGEST - waited);
            if pause.is_zero() {
                break;
            }
            clock.sleep(pause);
            waited += pause;
        }
    }

    /// How long it stays closed.
    fn left(&self, clock: &dyn Clock) -> Option<Duration> {
        let until = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let left = until.duration_since(clock.now());
        Duration::try_from(left).ok().filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fake::FakeClock;
    use super::*;

    fn waited(clock: &FakeClock) -> Duration {
        Duration::try_from(clock.now().duration_since(Timestamp::UNIX_EPOCH)).expect("forward")
    }

    #[test]
    fn all_wait_for_the_longest_pause_and_no_longer() {
        let (gate, clock) = (Gate::default(), FakeClock::default());
        gate.pass(&clock);
        assert_eq!(waited(&clock), Duration::ZERO);
        gate.close(Duration::from_secs(9), &clock);
        gate.close(Duration::from_secs(5), &clock);
        gate.pass(&clock);
        gate.pass(&clock);
        assert_eq!(waited(&clock), Duration::from_secs(9));
    }

    /// A clock at which the site asks for another pause whenever one is over.
    struct Asking<'a>(FakeClock, &'a Gate);

    impl Clock for Asking<'_> {
        fn now(&self) -> Timestamp {
            self.0.now()
        }

        fn sleep(&self, pause: Duration) {
            self.0.sleep(pause);
            self.1.close(Duration::from_secs(50), &self.0);
        }

        fn jitter(&self) -> f64 {
            0.0
        }
    }

    #[test]
    fn nobody_is_held_back_for_ever() {
        let gate = Gate::default();
        let clock = Asking(FakeClock::default(), &gate);
        gate.close(Duration::from_secs(50), &clock);
        gate.pass(&clock);
        assert_eq!(waited(&clock.0), LONGEST);
    }
}
