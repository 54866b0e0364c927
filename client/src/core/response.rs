//! Responses: a success read whole, and any response with its body still to be read.

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

/// A decoded answer beyond this size is refused rather than held in memory.
pub(crate) const MAX_RESPONSE_BYTES: usize = 512 * 1024 * 1024;

/// A success as it came: status, headers, bytes.
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
    /// What the server tells of the call in its headers: id, cost, deployment.
    pub fn call_info(&self) -> CallInfo {
        CallInfo::from_headers(&self.headers)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// When it is not JSON, or not of this shape.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.body)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).field("bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Any answer, refusals included; its body is read piece by piece.
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

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The next piece of the body as it arrives, `None` at its end.
    ///
    /// # Errors
    /// When the connection breaks, or the time is up.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        chunk(&self.request, &mut self.response).await
    }

    /// The whole body.
    ///
    /// # Errors
    /// When the connection breaks, or the time is up.
    pub async fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_RESPONSE_BYTES {
                let reason = format!("with more than {} MiB", MAX_RESPONSE_BYTES >> 20);
                return Err(unexpected(&self.request, self.status(), reason));
            }
        }
        Ok(body)
    }

    /// The error that this answer stands for, given its body; `None` of a success.
    pub fn error(&self, body: &[u8]) -> Option<Error> {
        let status = self.status();
        (!status.is_success()).then(|| Error::from_refusal(Refusal::read(&self.request, status, self.headers(), body)))
    }
}

/// The next piece of a body, `None` at its end.
pub(crate) async fn chunk(request: &Request, response: &mut Response) -> Result<Option<Bytes>, Error> {
    response.chunk().await.map_err(|error| broken(request, &error))
}

pub(crate) fn unexpected(request: &Request, status: StatusCode, reason: String) -> Error {
    Error::UnexpectedResponse { method: request.method.clone(), url: request.redacted_url(), status, reason }
}

pub(crate) fn out_of_time(request: &Request) -> Error {
    Error::Timeout { method: request.method.clone(), url: request.redacted_url(), after: request.timeout }
}

/// A failure after the request may have reached the server.
pub(crate) fn broken(request: &Request, error: &reqwest::Error) -> Error {
    if error.is_timeout() {
        return out_of_time(request);
    }
    Error::Interrupted { method: request.method.clone(), url: request.redacted_url(), reason: innermost(error) }
}

/// The deepest cause is the one that says something: `invalid peer certificate: UnknownIssuer`.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    let text = cause.to_string();
    redact_text(text.split(" (os error").next().unwrap_or(&text)).into_owned()
}
