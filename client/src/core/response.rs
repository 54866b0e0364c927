//! Responses: [`RawResponse`], read whole, and [`StreamingResponse`], with its body still to be read.

use std::fmt;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

use super::body::{Body, Incoming};
use super::call_info::CallInfo;
use super::error::Error;
use super::failures::{read_reason, without_url};
use super::key_provider::BoxError;
use super::refusal::Refusal;
use super::request::Request;
use super::trace::CallTrace;

/// A larger response body is an error rather than held in memory.
pub(crate) const MAX_RESPONSE_BYTES: usize = 512 * 1024 * 1024;

/// A successful response: status, headers, bytes.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The status, 2xx.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RawResponse {
    /// Returns what the headers report about the call: id, cost, deployment.
    pub fn call_info(&self) -> CallInfo {
        CallInfo::from_headers(&self.headers)
    }

    /// Deserializes the body from JSON.
    ///
    /// # Errors
    /// If it is not JSON of this shape.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// A successful response to a request for a stream.
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Events, still to be read; empty if the response was read whole.
    pub(crate) body: Body,
    /// Anything but events: what a server sends that ignores the request for a stream.
    pub(crate) whole: Option<RawResponse>,
}

impl Opened {
    pub(super) fn events(response: Incoming) -> Self {
        Self { status: response.status, headers: response.headers, body: response.body, whole: None }
    }

    pub(super) fn whole(response: RawResponse) -> Self {
        Self { status: response.status, headers: response.headers.clone(), body: Body::empty(), whole: Some(response) }
    }

    /// Hands over the trace of the call to whoever reads the body.
    pub(super) fn with(mut self, trace: CallTrace) -> Self {
        self.body.trace = trace;
        self
    }
}

/// Any response, refusals included, whose body is read chunk by chunk.
pub struct StreamingResponse {
    request: Request,
    response: Incoming,
    /// Why this redirect was not followed.
    unfollowed: Option<String>,
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("request", &self.request)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl StreamingResponse {
    pub(super) fn new(request: Request, response: Incoming, unfollowed: Option<String>) -> Self {
        Self { request, response, unfollowed }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status
    }

    /// Returns the headers. Those that describe the compression of the body are removed where it is undone.
    pub fn headers(&self) -> &HeaderMap {
        &self.response.headers
    }

    /// Returns the next chunk of the body as it arrives, `None` at the end.
    ///
    /// # Errors
    /// If the connection is lost, the timeout expires, or the body has an encoding that this crate cannot decode. A request with
    /// a header `Accept-Encoding` of its own gets the bytes of such a body as they are.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let body = &mut self.response.body;
        let chunk = body.chunk(&self.request).await;
        match &chunk {
            Ok(Some(_)) => {}
            Ok(None) => body.trace.end(None),
            Err(error) => body.trace.end(Some(error)),
        }
        chunk
    }

    /// Reads the rest of the body.
    ///
    /// # Errors
    /// The errors of [`StreamingResponse::chunk`], or if the body is larger than 512 MiB.
    pub async fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_RESPONSE_BYTES {
                let reason = format!("more than {} MiB", MAX_RESPONSE_BYTES >> 20);
                return Err(unexpected(&self.request, self.status(), reason));
            }
        }
        Ok(body)
    }

    /// Returns the error that this response is, given its body; `None` if it is successful. A redirect that is not followed is
    /// an error.
    pub fn error(&self, body: &[u8]) -> Option<Error> {
        let status = self.status();
        if let Some(reason) = &self.unfollowed {
            return Some(unexpected(&self.request, status, reason.clone()));
        }
        (!status.is_success()).then(|| Error::from_refusal(Refusal::read(&self.request, status, self.headers(), body)))
    }
}

pub(crate) fn unexpected(request: &Request, status: StatusCode, reason: impl AsRef<str>) -> Error {
    unexpected_because(request, status, reason, None)
}

/// [`unexpected`] with the error underneath, whose text shows no secret.
pub(crate) fn unexpected_because(
    request: &Request,
    status: StatusCode,
    reason: impl AsRef<str>,
    source: Option<BoxError>,
) -> Error {
    let reason = request.redact(reason.as_ref());
    Error::UnexpectedResponse { method: request.method.clone(), url: request.redacted_url(), status, reason, source }
}

pub(crate) fn timed_out(request: &Request) -> Error {
    Error::Timeout { method: request.method.clone(), url: request.redacted_url(), after: request.timeout, source: None }
}

/// Returns the error of a failure after the request may have reached the server.
pub(crate) fn connection_lost(request: &Request, error: reqwest::Error) -> Error {
    let (method, url) = (request.method.clone(), request.redacted_url());
    if error.is_timeout() {
        return Error::Timeout { method, url, after: request.timeout, source: Some(without_url(error)) };
    }
    let reason = request.redact(&read_reason(&error));
    Error::Interrupted { method, url, reason, source: Some(without_url(error)) }
}
