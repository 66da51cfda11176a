//! The clock, so that tests need not wait.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time and waits.
pub trait Clock {
    /// Seconds since 1970.
    fn now(&self) -> u64;
    /// Waits; an implementation may return early when somebody wants to stop.
    fn wait(&self, seconds: u64);
}

/// The system's clock. It wakes up every fifth of a second to ask whether to stop.
pub struct SystemClock {
    /// Whether somebody wants to stop.
    pub stops: fn() -> bool,
}

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    fn wait(&self, seconds: u64) {
        for _ in 0..seconds.saturating_mul(5) {
            if (self.stops)() {
                return;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}
