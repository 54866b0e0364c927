//! [`RetryPolicy`]: which failed attempts are repeated, how often, and after which pause.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Duration;

use reqwest::{Method, StatusCode};

/// When a request is sent again. Set it for a client with [`ClientBuilder::retry`](crate::ClientBuilder::retry), or for a
/// single call with [`Call::retry`](crate::Call::retry).
///
/// | failure of an attempt | is retried |
/// |---|---|
/// | no connection, or it closed before anything was sent | for every method, unless the host is unknown or not trusted |
/// | [a status with which the server reports that it did nothing](Self::statuses_of_any_method): 429 | for every method |
/// | [a status that may come after the work was done](Self::statuses): 502, 503, 504 | for `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT`, `DELETE` |
/// | the connection was lost before a response began | for `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` |
/// | a timeout, a response that breaks off, any other status | never |
///
/// So a `POST` or `PATCH` that the server may have acted on is never sent twice. LiteLLM returns 429 before it does anything,
/// or passes on a provider's; only where it calls a model several times for one request, as for the tools of
/// an MCP server, can a 429 come after a part of the work.
///
/// ```no_run
/// # fn main() -> Result<(), litellm_proxy_client::Error> {
/// use std::time::Duration;
///
/// use litellm_proxy_client::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().attempts(6).max_retry_after(Duration::from_secs(90));
/// let client = Client::builder("http://localhost:4000").api_key("sk-api-key").retry(patient).build()?;
/// let once = client.models().list().retry(RetryPolicy::never());
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    statuses: Vec<u16>,
    statuses_of_any_method: Vec<u16>,
    first_pause: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 3,
            statuses: vec![502, 503, 504],
            statuses_of_any_method: vec![429],
            first_pause: Duration::from_millis(200),
            max_retry_after: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Returns a policy that sends every request once.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets how many times a request is sent at most. Default: 3. Zero counts as 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the statuses after which a request with an idempotent method is sent again. Default: 502, 503, 504.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Sets the statuses after which a request with any method, `POST` included, is sent again: those with which your server
    /// reports that it did nothing. Default: 429.
    pub fn statuses_of_any_method(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses_of_any_method = statuses.into_iter().collect();
        self
    }

    /// Sets the pause before the second attempt. Each further pause is twice as long, and each is shortened at random by up to
    /// a half, so that clients that failed together do not retry together. Default: 200 ms. A `Retry-After` of the server
    /// takes precedence.
    pub fn first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// Sets the longest `Retry-After` that is waited for. A response that asks for more is returned at once, as an error with
    /// [`Error::retry_after`](crate::Error::retry_after). Default: 30 s. A pause is never longer than the request's timeout.
    ///
    /// LiteLLM's own rate limits ask for 60 s.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// Returns whether another attempt may follow attempt number `attempt`.
    pub(super) fn allows_another(&self, attempt: u32) -> bool {
        attempt < self.attempts
    }

    /// Returns whether a response is a reason for another attempt.
    pub(super) fn is_retried(
        &self,
        method: &Method,
        status: StatusCode,
        retry_after: Option<Duration>,
        timeout: Duration,
    ) -> bool {
        let is_named = |statuses: &[u16]| statuses.contains(&status.as_u16());
        let is_harmless = is_named(&self.statuses_of_any_method) || method.is_idempotent() && is_named(&self.statuses);
        is_harmless && retry_after.is_none_or(|pause| pause <= self.max_retry_after.min(timeout))
    }

    /// Returns the pause after attempt number `attempt`, if the server does not ask for one.
    pub(crate) fn pause(&self, attempt: u32) -> Duration {
        jittered(self.first_pause.saturating_mul(1 << (attempt.saturating_sub(1)).min(7)))
    }
}

/// Returns between half and all of `pause`.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    pause / 2 + pause / 512 * u32::from(random.to_le_bytes()[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_statuses_without_effect_are_retried_for_every_method() {
        let policy = RetryPolicy::default();
        let timeout = Duration::from_secs(600);
        let is_retried = |policy: &RetryPolicy, method: Method, status: u16| {
            policy.is_retried(&method, StatusCode::from_u16(status).expect("a status"), None, timeout)
        };
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::POST, Method::PATCH] {
            assert!(is_retried(&policy, method.clone(), 429), "{method}");
            assert!(!is_retried(&policy, method.clone(), 500), "{method}");
            assert_eq!(is_retried(&policy, method.clone(), 503), method.is_idempotent(), "{method}");
        }
        let own = policy.statuses([500]).statuses_of_any_method([503]);
        assert!(is_retried(&own, Method::POST, 503) && is_retried(&own, Method::GET, 500));
        assert!(!is_retried(&own, Method::POST, 500) && !is_retried(&own, Method::GET, 429));
    }

    #[test]
    fn a_long_retry_after_is_not_waited_for() {
        let policy = RetryPolicy::default().max_retry_after(Duration::from_secs(90));
        let waits = |seconds: u64, timeout: u64| {
            let pause = Some(Duration::from_secs(seconds));
            policy.is_retried(&Method::GET, StatusCode::TOO_MANY_REQUESTS, pause, Duration::from_secs(timeout))
        };
        assert!(waits(60, 600) && waits(90, 600));
        assert!(!waits(91, 600) && !waits(60, 30));
    }

    #[test]
    fn pauses_double_up_to_a_limit() {
        let policy = RetryPolicy::default().first_pause(Duration::from_secs(1));
        for (attempt, longest) in [(1, 1), (2, 2), (3, 4), (8, 128), (100, 128)] {
            let pause = policy.pause(attempt);
            let longest = Duration::from_secs(longest);
            assert!(pause >= longest / 2 && pause <= longest, "{attempt}: {pause:?}");
        }
    }
}
