//! Hooks that observe requests and responses.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::request::Request;

/// Is told of every request and answer. Secrets are in them: show them through the `shown_*` methods of
/// [`Request`], [`redact_json`] and [`redact_text`].
pub trait Observer: Send + Sync {
    /// A request is about to be sent.
    fn on_request(&self, _request: &Request) {}
    /// An answer came; `body` is `None` where it is still to be streamed.
    fn on_response(
        &self,
        _request: &Request,
        _status: StatusCode,
        _headers: &HeaderMap,
        _body: Option<&[u8]>,
        _after: Duration,
    ) {
    }
    /// An attempt failed with `reason` and is repeated after `pause`.
    fn on_retry(&self, _request: &Request, _reason: &str, _pause: Duration, _attempt: u32) {}
}
