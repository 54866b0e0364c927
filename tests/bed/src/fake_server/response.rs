//! Responses of the fake server: ordinary ones, and those of servers and networks that fail.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};

use serde_json::Value;

use super::NO_PANIC;

/// More than any test sends.
const PROMISED_LENGTH: usize = 100_000;

/// A response, or a failure to respond.
///
/// Statuses that clients retry (429, 502, 503, 504) come with `Retry-After: 0` unless the test sets its own, so that no
/// test waits between two tries.
#[derive(Debug, Clone)]
pub struct FakeResponse {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    pub(super) ending: Ending,
}

/// What follows the response.
#[derive(Debug, Clone)]
pub(super) enum Ending {
    /// The next request on the same connection.
    KeepOpen,
    /// The head promises more than is sent; then the connection closes.
    CutShort,
    /// The body never ends: this piece again and again.
    Endless(Vec<u8>),
    /// These bytes in place of a response; then the connection closes.
    Raw(Vec<u8>),
    /// These bytes in place of a response, then nothing until the client closes the connection.
    Hang(Vec<u8>),
    /// The connection is reset.
    Reset,
    /// The pieces that the test sends, in place of a response; then the connection closes.
    Fed(Feed),
}

/// A success with this JSON.
pub fn json_response(body: Value) -> FakeResponse {
    FakeResponse::new(200).with_json(body)
}

impl FakeResponse {
    /// A response without a body.
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new(), ending: Ending::KeepOpen }
    }

    fn ending(ending: Ending) -> Self {
        Self { ending, ..Self::new(200) }
    }

    /// These bytes in place of a response; then the connection closes.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::ending(Ending::Raw(bytes.into()))
    }

    /// These bytes in place of a response, then nothing until the client closes the connection.
    pub fn hanging_after(bytes: impl Into<Vec<u8>>) -> Self {
        Self::ending(Ending::Hang(bytes.into()))
    }

    /// Nothing at all until the client closes the connection.
    pub fn silence() -> Self {
        Self::hanging_after(Vec::new())
    }

    /// The connection is reset after the request was read.
    pub fn reset() -> Self {
        Self::ending(Ending::Reset)
    }

    /// The connection closes after the request was read: the response is lost.
    pub fn lost() -> Self {
        Self::raw(Vec::new())
    }

    /// A raw response that the test sends in pieces, once.
    pub fn fed(feed: &Feed) -> Self {
        Self::ending(Ending::Fed(feed.clone()))
    }

    /// Sets a JSON body, and its type.
    #[must_use]
    pub fn with_json(self, body: impl serde::Serialize) -> Self {
        self.with_body(serde_json::to_vec(&body).expect("JSON"), "application/json")
    }

    /// Sets a plain-text body, and its type.
    #[must_use]
    pub fn with_text(self, body: impl Into<String>) -> Self {
        self.with_body(body.into(), "text/plain")
    }

    /// Sets a body, and its type.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>, content_type: &str) -> Self {
        self.body = body.into();
        self.with_header("content-type", content_type)
    }

    /// Sets a header, in place of one of the same name.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Promises a longer body than it sends, and closes the connection.
    #[must_use]
    pub fn cut_short(self) -> Self {
        Self { ending: Ending::CutShort, ..self }
    }

    /// Continues the body with this piece until the client closes the connection.
    #[must_use]
    pub fn endless(self, piece: impl Into<Vec<u8>>) -> Self {
        Self { ending: Ending::Endless(piece.into()), ..self }
    }

    /// The head and the body; of the response to a `HEAD` request, the head alone.
    pub(super) fn bytes(&self, method: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} \r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let sets = |name: &str| self.headers.iter().any(|(known, _)| known == name);
        if matches!(self.status, 429 | 502 | 503 | 504) && !sets("retry-after") {
            head.push_str("retry-after: 0\r\n");
        }
        match self.ending {
            Ending::Endless(_) => {}
            Ending::CutShort => head.push_str(&format!("content-length: {PROMISED_LENGTH}\r\n")),
            _ if matches!(self.status, 204 | 304) || sets("content-length") => {}
            _ => head.push_str(&format!("content-length: {}\r\n", self.body.len())),
        }
        head.push_str("\r\n");
        let body = if method == "HEAD" { &[][..] } else { &self.body };
        [head.as_bytes(), body].concat()
    }
}

/// The sending half of a response that the test writes piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Feed(Arc<(Mutex<FeedState>, Condvar)>);

#[derive(Debug, Default)]
struct FeedState {
    pieces: VecDeque<Vec<u8>>,
    is_closed: bool,
}

impl Feed {
    pub fn new() -> Self {
        Self::default()
    }

    /// Hands over a piece, once the one before is on its way; returns whether anybody still takes it.
    pub fn send(&self, piece: impl Into<Vec<u8>>) -> bool {
        let (state, changed) = &*self.0;
        let waits = |state: &mut FeedState| !state.is_closed && !state.pieces.is_empty();
        let mut state = changed.wait_while(state.lock().expect(NO_PANIC), waits).expect(NO_PANIC);
        if !state.is_closed {
            state.pieces.push_back(piece.into());
            changed.notify_all();
        }
        !state.is_closed
    }

    /// Ends the response after the pieces so far.
    pub fn close(&self) {
        let (state, changed) = &*self.0;
        state.lock().expect(NO_PANIC).is_closed = true;
        changed.notify_all();
    }

    /// The next piece; `None` when the feed is closed.
    pub(super) fn next(&self) -> Option<Vec<u8>> {
        let (state, changed) = &*self.0;
        let waits = |state: &mut FeedState| !state.is_closed && state.pieces.is_empty();
        let mut state = changed.wait_while(state.lock().expect(NO_PANIC), waits).expect(NO_PANIC);
        let piece = state.pieces.pop_front();
        changed.notify_all();
        piece
    }
}
