//! HTTP bodies and headers: what a received request holds, and how responses are written.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;

use super::response::{BrowserResponse, JsonResponse};

pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// A request whose body has been read.
pub(super) struct ReceivedRequest {
    pub(super) headers: HeaderMap,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// The body as JSON; `None` if it is empty.
    pub(super) body: Option<Value>,
    pub(super) now: Timestamp,
    /// The body's part of the memory for bodies, held until the response is complete.
    pub(super) _reservation: Option<OwnedSemaphorePermit>,
}

/// Writes a JSON response.
pub(super) fn json_response(response: &JsonResponse) -> Response<Body> {
    let text = serde_json::to_vec(&response.body).unwrap_or_default();
    let mut written = json_text_response(response.status, text);
    add_headers(written.headers_mut(), &response.headers);
    written
}

/// Writes a response whose body is JSON already.
pub(super) fn json_text_response(status: StatusCode, text: impl Into<Bytes>) -> Response<Body> {
    let mut written = Response::new(full_body(text));
    *written.status_mut() = status;
    written.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    written
}

/// Writes a response to a browser.
pub(super) fn browser_response(response: BrowserResponse) -> Response<Body> {
    let mut written = Response::new(full_body(response.body));
    *written.status_mut() = response.status;
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            // Each cookie needs a header of its own.
            written.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    written
}

/// Adds headers, except those that are not valid in HTTP.
pub(super) fn add_headers(headers: &mut HeaderMap, added: &[(String, String)]) {
    for (name, value) in added {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}

/// Returns a body that is sent at once.
pub(super) fn full_body(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).boxed_unsync()
}
