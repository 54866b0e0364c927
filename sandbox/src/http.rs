//! HTTP bodies and headers: what a received request holds, and how responses are written.

use std::io;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use hyper::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;

use super::response::{BrowserResponse, JsonResponse};

/// The body of a response; only an injected fault makes one fail.
pub(super) type Body = UnsyncBoxBody<Bytes, io::Error>;

/// A request whose body has been read.
pub(super) struct ReceivedRequest {
    pub(super) headers: HeaderMap,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// The body as JSON; `None` if it is empty.
    pub(super) body: Option<Value>,
    /// The form with its files, where the endpoint forwards it.
    pub(super) form: Option<Bytes>,
    pub(super) now: Timestamp,
    /// The body's part of the memory for bodies, held until the response is complete.
    pub(super) _reservation: Option<OwnedSemaphorePermit>,
}

/// The endpoints that read a plus in their query as a plus, since ids of users may be email addresses.
const LITERAL_PLUS: [&str; 2] = ["/user/info", "/v2/user/info"];

/// Parses the query of a path.
pub(super) fn parse_query(path: &str, query: &str) -> Vec<(String, String)> {
    let query = if LITERAL_PLUS.contains(&path) { query.replace('+', "%2B") } else { query.to_owned() };
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Writes a JSON response.
pub(super) fn json_response(response: &JsonResponse) -> Response<Body> {
    let text = serde_json::to_vec(&response.body).unwrap_or_default();
    let mut written = json_text_response(response.status, text);
    add_headers(written.headers_mut(), &response.headers);
    written
}

/// A JSON document with a list whose items are written one after another, since all of them may be large.
pub(super) struct JsonItems {
    /// The document up to the list.
    pub(super) before: String,
    pub(super) items: Box<dyn Iterator<Item = String> + Send>,
    /// The document after the list.
    pub(super) after: String,
}

/// The least size of a part of a streamed document.
const PART: usize = 64 << 10;

impl JsonItems {
    /// Returns the document in parts.
    fn parts(self) -> impl Iterator<Item = Bytes> + Send {
        let Self { before, mut items, after } = self;
        let (mut before, mut after, mut separator) = (Some(before), Some(after), "");
        std::iter::from_fn(move || {
            let mut part = before.take().unwrap_or_default();
            while part.len() < PART {
                let Some(item) = items.next() else {
                    part.push_str(&after.take().unwrap_or_default());
                    break;
                };
                part.push_str(separator);
                part.push_str(&item);
                separator = ",";
            }
            (!part.is_empty()).then(|| Bytes::from(part))
        })
    }
}

/// Writes a document with a list; one that is large is written while it is sent.
pub(super) fn json_items_response(document: JsonItems) -> Response<Body> {
    let mut parts = document.parts().fuse();
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if second.is_none() {
        return json_text_response(StatusCode::OK, first);
    }
    let parts = [first].into_iter().chain(second).chain(parts).map(|part| Ok(Frame::data(part)));
    json_body_response(StatusCode::OK, StreamBody::new(stream::iter(parts)).boxed_unsync())
}

/// Writes a response whose body is JSON already.
pub(super) fn json_text_response(status: StatusCode, text: impl Into<Bytes>) -> Response<Body> {
    json_body_response(status, full_body(text))
}

fn json_body_response(status: StatusCode, body: Body) -> Response<Body> {
    let mut written = Response::new(body);
    *written.status_mut() = status;
    let headers = written.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
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
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn written(sizes: &[usize]) -> (bool, String) {
        let items: Vec<String> = sizes.iter().map(|size| format!("\"{}\"", "x".repeat(*size))).collect();
        let document = JsonItems { before: "[".to_owned(), items: Box::new(items.into_iter()), after: "]".to_owned() };
        let body = json_items_response(document).into_body();
        let is_whole = hyper::body::Body::size_hint(&body).exact().is_some();
        let bytes = body.collect().await.unwrap().to_bytes();
        (is_whole, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn lists_are_the_same_in_one_part_or_many() {
        for (sizes, is_whole) in [
            (vec![], true),
            (vec![1], true),
            (vec![PART - 4], true),
            (vec![PART - 3], false),
            (vec![PART, PART, 1], false),
            (vec![1_000; 200], false),
        ] {
            let items: Vec<String> = sizes.iter().map(|size| "x".repeat(*size)).collect();
            assert_eq!(written(&sizes).await, (is_whole, Value::from(items).to_string()), "{sizes:?}");
        }
    }
}
