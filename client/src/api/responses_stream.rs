//! [`ResponseStream`]: a response of a model while it arrives.

use std::collections::VecDeque;
use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::chat::events;
use super::responses::ModelResponse;
use crate::core::body::Body;
use crate::core::call::unreadable;
use crate::core::response::{Opened, timed_out, unexpected};
use crate::core::{Error, Lossless, Request, sse};

/// A part of a response, as it arrives.
#[derive(Debug)]
#[non_exhaustive]
pub enum ResponseEvent {
    /// More of the text.
    Text(String),
    /// The whole response, at the end.
    Done(Box<Lossless<ModelResponse>>),
}

/// A response while it arrives, from [`Responses::stream`](super::responses::Responses::stream). Dropping it aborts the request.
pub struct ResponseStream {
    request: Request,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    parser: sse::Parser,
    events: VecDeque<sse::Event>,
    /// The whole response of a server that ignores the request for a stream.
    whole: Option<Lossless<ModelResponse>>,
    is_done: bool,
}

/// The data of an event, as far as it is used.
#[derive(Deserialize)]
struct Frame {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    delta: Option<Value>,
    #[serde(default)]
    response: Option<Box<RawValue>>,
    #[serde(default)]
    error: Option<Value>,
}

impl ResponseStream {
    pub(super) fn new(request: Request, opened: Opened) -> Result<Self, Error> {
        let Opened { status, headers, body, whole } = opened;
        let (parser, events) = (sse::Parser::new(), VecDeque::new());
        let mut stream = Self { request, status, headers, body, parser, events, whole: None, is_done: false };
        if let Some(response) = whole {
            if events::are_events(&response.body) {
                stream.push(&response.body)?;
            } else {
                let read = response.json().map_err(|error| unreadable(&stream.request, &response, error));
                stream.whole = Some(read?);
            }
        }
        Ok(stream)
    }

    /// Returns what arrives next; `None` after the whole response or an error.
    ///
    /// # Errors
    /// [`Error::Stream`] if the server reports a failure within the stream, [`Error::Timeout`] if nothing arrives for the
    /// timeout of the request, [`Error::StreamCut`] or [`Error::Interrupted`] if the stream ends before the response does,
    /// [`Error::UnexpectedResponse`] for anything else.
    pub async fn next(&mut self) -> Option<Result<ResponseEvent, Error>> {
        if self.is_done {
            return None;
        }
        let next = self.next_event().await;
        self.is_done = !matches!(next, Ok(ResponseEvent::Text(_)));
        if self.is_done {
            self.body.trace.end(next.as_ref().err());
        }
        Some(next)
    }

    async fn next_event(&mut self) -> Result<ResponseEvent, Error> {
        if let Some(response) = self.whole.take() {
            return Ok(ResponseEvent::Done(Box::new(response)));
        }
        loop {
            while let Some(event) = self.events.pop_front() {
                if let Some(event) = self.read(&event.data)? {
                    return Ok(event);
                }
            }
            let arriving = self.body.chunk(&self.request);
            let arrived = tokio::time::timeout(self.request.timeout, arriving).await;
            match arrived.map_err(|_| timed_out(&self.request))?? {
                Some(bytes) => self.push(&bytes)?,
                None => self.events.push_back(self.parser.finish().ok_or(Error::StreamCut)?),
            }
        }
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut events = Vec::new();
        let pushed = self.parser.push(bytes, &mut events);
        self.events.extend(events);
        pushed.map_err(|sse::TooLarge| unexpected(&self.request, self.status, "an oversized event"))
    }

    fn read(&self, data: &str) -> Result<Option<ResponseEvent>, Error> {
        let data = data.trim();
        if data.is_empty() || data == "[DONE]" {
            return Ok(None);
        }
        let unreadable = |error: serde_json::Error| {
            unexpected(&self.request, self.status, format!("an event that is not of a response: {error}"))
        };
        let frame: Frame = serde_json::from_str(data).map_err(unreadable)?;
        let is_error = |error: &Value| !error.is_null();
        match (frame.kind.as_str(), frame.response) {
            ("error", _) => Err(events::refused(&self.request, &self.headers, data)),
            ("response.output_text.delta", _) => {
                let text = frame.delta.as_ref().and_then(Value::as_str).filter(|text| !text.is_empty());
                Ok(text.map(|text| ResponseEvent::Text(text.to_owned())))
            }
            ("response.completed" | "response.incomplete" | "response.failed", Some(response)) => {
                let response = serde_json::from_str(response.get()).map_err(unreadable)?;
                Ok(Some(ResponseEvent::Done(Box::new(response))))
            }
            _ if frame.error.as_ref().is_some_and(is_error) => Err(events::refused(&self.request, &self.headers, data)),
            // Other events are parts of what the last one has.
            _ => Ok(None),
        }
    }
}

impl fmt::Debug for ResponseStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseStream").field("request", &self.request).finish_non_exhaustive()
    }
}
