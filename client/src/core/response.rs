//! Responses: [`RawResponse`], read whole, and [`StreamingResponse`], with its body still to be read.

use std::fmt;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;

use super::call_info::CallInfo;
use super::error::Error;
use super::refusal::Refusal;
use super::request::Request;
use super::secret::redact_text;

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
pub(crate) enum Opened {
    /// Events, still to be read.
    Events(Response),
    /// Anything else, read whole: what a server sends that ignores the request for a stream.
    Whole(RawResponse),
}

/// Any response, refusals included, whose body is read chunk by chunk.
pub struct StreamingResponse {
    request: Request,
    response: Response,
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
    pub(super) fn new(request: Request, response: Response) -> Self {
        Self { request, response }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Returns the next chunk of the body as it arrives, `None` at the end.
    ///
    /// # Errors
    /// If the connection is lost, or the timeout expires.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        chunk(&self.request, &mut self.response).await
    }

    /// Reads the rest of the body.
    ///
    /// # Errors
    /// If the connection is lost, or the timeout expires.
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

    /// Returns the error that this response is, given its body; `None` if it is successful.
    pub fn error(&self, body: &[u8]) -> Option<Error> {
        let status = self.status();
        (!status.is_success()).then(|| Error::from_refusal(Refusal::read(&self.request, status, self.headers(), body)))
    }
}

/// Returns the next chunk of a body, `None` at the end.
pub(crate) async fn chunk(request: &Request, response: &mut Response) -> Result<Option<Bytes>, Error> {
    response.chunk().await.map_err(|error| connection_lost(request, &error))
}

pub(crate) fn unexpected(request: &Request, status: StatusCode, reason: String) -> Error {
    let reason = request.redact(&reason);
    Error::UnexpectedResponse { method: request.method.clone(), url: request.redacted_url(), status, reason }
}

pub(crate) fn timed_out(request: &Request) -> Error {
    Error::Timeout { method: request.method.clone(), url: request.redacted_url(), after: request.timeout }
}

/// Returns the error of a failure after the request may have reached the server.
pub(crate) fn connection_lost(request: &Request, error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return timed_out(request);
    }
    let reason = request.redact(&innermost(error));
    Error::Interrupted { method: request.method.clone(), url: request.redacted_url(), reason }
}

/// Returns the deepest cause, the specific one: `invalid peer certificate: UnknownIssuer`.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let text = cause.to_string();
    redact_text(text.split(" (os error").next().unwrap_or(&text)).into_owned()
}
