//! [`Observer`]: hooks for logging and measuring calls.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::error::Error;
use super::request::Request;

/// Observes every call. [`Observer::on_end`] is called exactly once for each, whatever becomes of it.
///
/// Requests and responses contain secrets: show them through the `redacted_*` methods of [`Request`],
/// [`redact_json`](crate::redact_json) and [`redact_text`](crate::redact_text). The methods are called while a call is under
/// way, so they should return quickly.
///
/// ```
/// use litellm_proxy_client::{CallContext, CallEnd, CallOutcome, Observer};
///
/// struct Log;
///
/// impl Observer for Log {
///     fn on_end(&self, call: &CallContext<'_>, end: &CallEnd<'_>) {
///         let outcome = match &end.outcome {
///             CallOutcome::Failure(error) => error.code(),
///             CallOutcome::Dropped => "dropped",
///             _ => "ok",
///         };
///         let (method, url) = (&call.request.method, call.request.redacted_url());
///         eprintln!("{} {method} {url}: {outcome}, {} bytes in {:?}", call.id, end.bytes, call.elapsed);
///     }
/// }
/// ```
pub trait Observer: Send + Sync {
    /// Called before a request is sent: the first time, for a retry, for a redirect, and with a renewed key.
    fn on_request(&self, _call: &CallContext<'_>) {}
    /// Called for each response, refusals included, once its body is read, or once it begins if the body is a stream.
    fn on_response(&self, _call: &CallContext<'_>, _response: &ObservedResponse<'_>) {}
    /// Called before the pause that precedes a retry.
    fn on_retry(&self, _call: &CallContext<'_>, _retry: &ObservedRetry<'_>) {}
    /// Called once for each call, after everything else: when its response is decoded, when its stream has ended, when it has
    /// failed, or when its future or stream is dropped.
    fn on_end(&self, _call: &CallContext<'_>, _end: &CallEnd<'_>) {}
}

/// The call that an [`Observer`] is called for.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallContext<'a> {
    /// Identifies the call in this process; the same for all its requests.
    pub id: CallId,
    /// The latest request as it is sent.
    pub request: &'a Request,
    /// How many requests were sent for this call so far, retries and redirects included. Zero if it failed before.
    pub sent: u32,
    /// The time since the call began, pauses included.
    pub elapsed: Duration,
}

/// Identifies a call in this process. Its display is a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CallId(pub(super) u64);

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A response to one of the requests of a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct ObservedResponse<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body; `None` if it is not read yet, or never is.
    pub body: Option<&'a [u8]>,
    /// The time since the request was sent.
    pub after: Duration,
}

/// A request that is about to be sent again.
#[derive(Debug)]
#[non_exhaustive]
pub struct ObservedRetry<'a> {
    /// Why the attempt before has failed.
    pub reason: &'a str,
    /// The pause before the next attempt.
    pub pause: Duration,
    /// The number of the next attempt, from 2.
    pub attempt: u32,
}

/// The end of a call.
#[derive(Debug)]
#[non_exhaustive]
pub struct CallEnd<'a> {
    /// The status of the last response; `None` if there was none.
    pub status: Option<StatusCode>,
    /// How many bytes of the body were received, after decompression.
    pub bytes: u64,
    /// Whether the call succeeded.
    pub outcome: CallOutcome<'a>,
}

/// The outcome of a call.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallOutcome<'a> {
    /// The response was received to its end and decoded. For [`Call::open`](crate::Call::open), a refusal is a response too.
    Success,
    /// The call returned this error, or its stream did.
    Failure(&'a Error),
    /// The future or the stream was dropped before its end, for example by a timeout of the program.
    Dropped,
}
