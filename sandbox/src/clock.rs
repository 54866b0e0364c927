//! The clock that every expiry, rate window and budget reset reads: the system's, or one that tests set. Either can be
//! moved forward.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The sandbox's clock. Clones share the time.
///
/// ```
/// use std::time::Duration;
///
/// use litellm_proxy_sandbox::Clock;
///
/// let clock = Clock::manual("2026-11-21T16:00:00Z".parse()?);
/// clock.advance(Duration::from_secs(90));
/// assert_eq!(clock.now().to_string(), "2026-11-21T16:01:30Z");
/// clock.reset();
/// assert_eq!(clock.now().to_string(), "2026-11-21T16:00:00Z");
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Where a manual clock stands; `None` for the system's time.
    start: Option<Timestamp>,
    /// How far it is from the system's time from the beginning.
    shift: SignedDuration,
    /// How far it has been advanced.
    ahead: Arc<Mutex<SignedDuration>>,
}

impl Clock {
    /// Returns the system clock, which is the default.
    pub fn system() -> Self {
        Self::default()
    }

    /// Returns a clock that runs like the system's, but ahead of it by this much, or behind if it is negative.
    pub fn shifted(by: SignedDuration) -> Self {
        Self { shift: by, ..Self::default() }
    }

    /// Returns a clock that stands still at `start` until it is [advanced](Self::advance).
    pub fn manual(start: Timestamp) -> Self {
        Self { start: Some(start), ..Self::default() }
    }

    /// Returns the current time.
    pub fn now(&self) -> Timestamp {
        let start = self.start.unwrap_or_else(Timestamp::now);
        start.checked_add(self.ahead()).unwrap_or(start)
    }

    /// Moves the clock forward. That of the system goes on from there.
    pub fn advance(&self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        let mut ahead = self.lock();
        *ahead = ahead.saturating_add(by);
    }

    /// Takes back all that it was advanced.
    pub fn reset(&self) {
        *self.lock() = SignedDuration::ZERO;
    }

    /// Returns how far it is ahead of where it would stand by itself; negative if it is behind.
    pub fn ahead(&self) -> SignedDuration {
        self.lock().saturating_add(self.shift)
    }

    fn lock(&self) -> MutexGuard<'_, SignedDuration> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
