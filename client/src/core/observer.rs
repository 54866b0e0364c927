//! [`Observer`]: hooks for logging requests and responses.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::request::Request;

/// Observes every request and response. They contain secrets: show them through the `redacted_*` methods of [`Request`],
/// [`redact_json`](crate::redact_json) and [`redact_text`](crate::redact_text).
pub trait Observer: Send + Sync {
    /// Called before a request is sent, for each attempt.
    fn on_request(&self, _request: &Request) {}
    /// Called for each response, `after` that long. `body` is `None` if it has not been read yet.
    fn on_response(
        &self,
        _request: &Request,
        _status: StatusCode,
        _headers: &HeaderMap,
        _body: Option<&[u8]>,
        _after: Duration,
    ) {
    }
    /// Called before a retry: an attempt failed with `reason`, and `attempt` starts after `pause`.
    fn on_retry(&self, _request: &Request, _reason: &str, _pause: Duration, _attempt: u32) {}
}
