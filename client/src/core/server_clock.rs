//! The server's clock, as the `Date` of its responses shows it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AGE, DATE, HeaderMap};

use super::client::Client;

/// A difference that the whole seconds of the header and the way of the response can make up.
const UNCERTAIN: SignedDuration = SignedDuration::from_secs(2);

/// How far the server's clock is ahead, by its last responses. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServerClock(Arc<Mutex<Observed>>);

/// What the last three responses showed, oldest first: one that was held up on its way does not count.
#[derive(Debug, Default)]
struct Observed([Option<SignedDuration>; 3]);

impl Observed {
    fn add(&mut self, ahead: SignedDuration) {
        let [_, one, two] = self.0;
        self.0 = [one, two, Some(ahead)];
    }

    /// Returns the median of three, or else the last.
    fn ahead(&self) -> Option<SignedDuration> {
        let mut sorted = self.0;
        sorted.sort_unstable();
        match sorted {
            [Some(_), median, _] => median,
            _ => self.0[2],
        }
    }
}

impl ServerClock {
    /// Reads the clock from the headers of a response that has just arrived.
    pub(crate) fn observe(&self, headers: &HeaderMap) {
        if let Some(ahead) = ahead(headers, Timestamp::now()) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).add(ahead);
        }
    }

    fn ahead(&self) -> Option<SignedDuration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).ahead()
    }
}

fn ahead(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    // A cache repeats the date of the response that it keeps.
    if headers.get(AGE).is_some_and(|age| age != "0") {
        return None;
    }
    let date: SystemTime = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    // The header counts whole seconds, so the time is half a second later on average.
    let date = Timestamp::try_from(date).ok()?.checked_add(SignedDuration::from_millis(500)).ok()?;
    let ahead = date.duration_since(now);
    Some(if ahead.abs() < UNCERTAIN { SignedDuration::ZERO } else { ahead })
}

impl Client {
    /// Returns how far the server's clock is ahead of this machine's, to about a second, from the `Date` headers of the
    /// last responses; negative if it is behind. Less than two seconds are zero, since the header counts whole seconds. `None` before
    /// the first response, and if the server sends no date.
    ///
    /// Everything that the server records or compares (start times of requests, days of spend, when a key expires) is by
    /// its own clock.
    pub fn clock_ahead(&self) -> Option<SignedDuration> {
        self.inner.clock.ahead()
    }

    /// Returns the current time by the server's clock, as far as it is known, or else by this machine's.
    pub fn server_now(&self) -> Timestamp {
        let now = Timestamp::now();
        self.clock_ahead().and_then(|ahead| now.checked_add(ahead).ok()).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delayed_response_does_not_move_the_clock() {
        let mut observed = Observed::default();
        let shown = [60, 61, -30, 60, 0, 0].map(|seconds| {
            observed.add(SignedDuration::from_secs(seconds));
            observed.ahead().map(|ahead| ahead.as_secs())
        });
        assert_eq!(shown, [60, 61, 60, 60, 0, 0].map(Some));
    }

    #[test]
    fn date_tells_how_far_the_clock_is_ahead() {
        let now: Timestamp = "2026-11-21T10:00:00.5Z".parse().expect("a time");
        let of = |headers: &[(&'static str, &'static str)]| {
            let headers =
                headers.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
            ahead(&headers.collect(), now).map(|ahead| ahead.as_secs())
        };
        let second_ago = HeaderMap::from_iter([(DATE, "Sat, 21 Nov 2026 09:59:59 GMT".parse().expect("a value"))]);
        assert_eq!(ahead(&second_ago, now), Some(SignedDuration::ZERO));
        assert_eq!(of(&[("date", "Sat, 21 Nov 2026 10:00:00 GMT")]), Some(0));
        assert_eq!(of(&[("date", "Sat, 21 Nov 2026 11:00:00 GMT"), ("age", "0")]), Some(3600));
        assert_eq!(of(&[("date", "Fri, 20 Nov 2026 10:00:00 GMT")]), Some(-86400));
        assert_eq!(of(&[("date", "Sat, 21 Nov 2026 10:00:00 GMT"), ("age", "60")]), None);
        assert_eq!(of(&[("date", "today")]), None);
        assert_eq!(of(&[]), None);
    }
}
