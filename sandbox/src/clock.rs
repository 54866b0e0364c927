//! The clock that every expiry, rate window and budget reset reads: the system's, or one that tests set.

use std::sync::{Arc, Mutex, PoisonError};
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
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// The time of a manual clock; `None` for the system's.
    manual: Option<Arc<Mutex<Timestamp>>>,
}

impl Clock {
    /// Returns the system clock, which is the default.
    pub fn system() -> Self {
        Self::default()
    }

    /// Returns a clock that stands still at `start` until it is [advanced](Self::advance).
    pub fn manual(start: Timestamp) -> Self {
        Self { manual: Some(Arc::new(Mutex::new(start))) }
    }

    /// Returns the current time.
    pub fn now(&self) -> Timestamp {
        match &self.manual {
            Some(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
            None => Timestamp::now(),
        }
    }

    /// Moves a manual clock forward. Has no effect on the system clock.
    pub fn advance(&self, by: Duration) {
        if let Some(time) = &self.manual {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
            *time = time.saturating_add(by).unwrap_or(*time);
        }
    }
}
