//! Streams of server-sent events: those of an upstream server, parsed and written again as they arrive, and mocked
//! ones.

use std::fmt::Display;
use std::io;

use bytes::Bytes;
use eventsource_stream::{EventStreamError, Eventsource as _};
use futures_util::{Stream, StreamExt as _, stream};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::answer;
use super::failure::Failure;
use super::relay_format::{self, RelayFormat};
use super::usage::{self, Usage};
use crate::http::Body;
use crate::object::JsonObject;

/// Longer lines end a stream.
const MAX_LINE: usize = 16 << 20;

/// Returns a response that sends events as the channel receives them.
pub(super) fn streaming_response(receiver: mpsc::Receiver<Bytes>) -> Response<Body> {
    let events = stream::unfold(receiver, |mut receiver| async {
        let event = receiver.recv().await?;
        Some((Ok::<_, io::Error>(Frame::data(event)), receiver))
    });
    response(StreamBody::new(events).boxed_unsync())
}

/// Returns a response that sends these events, each in a frame of its own.
pub(super) fn events_response(events: &[Value]) -> Response<Body> {
    let events: Vec<Bytes> = events.iter().map(event).chain([done()]).collect();
    let frames = events.into_iter().map(|event| Ok::<_, io::Error>(Frame::data(event)));
    response(StreamBody::new(stream::iter(frames)).boxed_unsync())
}

/// Returns a response that sends events under their names, each in a frame of its own.
pub(super) fn named_events_response(events: &[Value]) -> Response<Body> {
    let events: Vec<Bytes> = events.iter().map(|event| answer::named_events(std::slice::from_ref(event))).collect();
    let frames = events.into_iter().map(|event| Ok::<_, io::Error>(Frame::data(event)));
    response(StreamBody::new(stream::iter(frames)).boxed_unsync())
}

fn response(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn event(data: &Value) -> Bytes {
    Bytes::from(format!("data: {data}\n\n"))
}

fn done() -> Bytes {
    Bytes::from_static(b"data: [DONE]\n\n")
}

/// Why the events of an upstream server end early.
#[derive(Debug)]
enum StreamError<E> {
    Connection(E),
    LineTooLong,
}

/// Parses the events of a body. An error is the message of the failure that ends the stream.
pub(super) fn parse<E: Display>(
    body: impl Stream<Item = Result<Bytes, E>>,
) -> impl Stream<Item = Result<String, &'static str>> {
    parse_limited(body, MAX_LINE)
}

fn parse_limited<E: Display>(
    body: impl Stream<Item = Result<Bytes, E>>,
    max_line: usize,
) -> impl Stream<Item = Result<String, &'static str>> {
    let mut line = 0_usize;
    let limited = body.map(move |bytes| {
        let bytes = bytes.map_err(StreamError::Connection)?;
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            line = line.saturating_add(piece.len());
            if line > max_line {
                return Err(StreamError::LineTooLong);
            }
            if piece.ends_with(b"\n") {
                line = 0;
            }
        }
        Ok(bytes)
    });
    limited.eventsource().map(|event| match event {
        Ok(event) => Ok(event.data),
        Err(EventStreamError::Transport(StreamError::Connection(_))) => Err("Connection error."),
        Err(EventStreamError::Transport(StreamError::LineTooLong)) => Err("a line of the stream is too long"),
        Err(EventStreamError::Utf8(_)) => Err("the stream is not valid UTF-8"),
        Err(EventStreamError::Parser(_)) => Err("the stream is not a valid event stream"),
    })
}

/// A stream that is passed on: rewrites its chunks, and collects their text and usage.
#[derive(Debug)]
pub(super) struct Relay {
    model: String,
    created: i64,
    id: Option<String>,
    usage: Option<Usage>,
    text: String,
    has_finish_reason: bool,
    state: RelayState,
    format: RelayFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RelayState {
    Open,
    Done,
    Failed,
}

impl Relay {
    pub(super) fn new(model: &str, created: i64, format: RelayFormat) -> Self {
        Self {
            model: model.to_owned(),
            created,
            id: None,
            usage: None,
            text: String::new(),
            has_finish_reason: false,
            state: RelayState::Open,
            format,
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.state != RelayState::Open
    }

    /// Returns the usage that the upstream server reported.
    pub(super) fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// Returns the text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("chatcmpl")
    }

    /// Ends the stream with an error event.
    pub(super) fn fail(&mut self, failure: &Failure) -> Bytes {
        self.state = RelayState::Failed;
        match &mut self.format {
            RelayFormat::Chat => event(&failure.event()),
            RelayFormat::Converted(converted) => converted.fail(failure),
            RelayFormat::Responses => relay_format::responses_error(failure),
        }
    }

    /// Takes the data of an upstream event and returns the event to pass on, if any.
    pub(super) fn push(&mut self, data: &str, exception: &str) -> Option<Bytes> {
        let data = data.trim_end();
        if data == "[DONE]" {
            self.state = RelayState::Done;
            return None;
        }
        let Ok(mut chunk) = serde_json::from_str(data).map(JsonObject) else {
            return Some(self.fail(&Failure::connection(exception, "an event of the stream is not a JSON object")));
        };
        if chunk.get("error").is_some() {
            let failure = Failure::upstream(exception, StatusCode::INTERNAL_SERVER_ERROR, data.as_bytes());
            return Some(self.fail(&failure));
        }
        if matches!(self.format, RelayFormat::Responses) {
            let event = relay_format::responses_event(chunk, &self.model);
            self.id = event.id.or(self.id.take());
            self.usage = event.usage.or(self.usage);
            self.text.push_str(&event.text);
            return Some(event.bytes);
        }
        if let Some(usage) = chunk.remove("usage").as_ref().and_then(Usage::parse) {
            self.usage = Some(usage);
        }
        if let (None, Some(id)) = (&self.id, chunk.get_str("id")) {
            self.id = Some(id.to_owned());
        }
        let choices = chunk.get("choices").and_then(Value::as_array).cloned().unwrap_or_default();
        if choices.is_empty() {
            // The chunk carries usage, which goes into the last event if the client requested it.
            return None;
        }
        let choices: Vec<Value> = choices.into_iter().map(|choice| self.choice(choice)).collect();
        if let RelayFormat::Converted(converted) = &mut self.format {
            return converted.push(&choices);
        }
        chunk.set("choices", choices);
        chunk.set("model", self.model.as_str());
        chunk.set("created", self.created);
        Some(event(&chunk.into()))
    }

    /// Returns a choice without its nulls, which LiteLLM removes.
    fn choice(&mut self, mut choice: Value) -> Value {
        if let Some(fields) = choice.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
            if let Some(delta) = fields.get_mut("delta").and_then(Value::as_object_mut) {
                delta.retain(|_, value| !value.is_null());
            }
        }
        let content = choice.get("delta").and_then(|delta| delta.get("content")).or_else(|| choice.get("text"));
        self.text.push_str(content.and_then(Value::as_str).unwrap_or_default());
        self.has_finish_reason |= choice.get("finish_reason").is_some();
        choice
    }

    /// Returns the last events; after an error there are none.
    pub(super) fn end(&mut self, usage: Option<(Usage, f64)>) -> Vec<Bytes> {
        if self.state == RelayState::Failed {
            return Vec::new();
        }
        match &mut self.format {
            RelayFormat::Chat => {}
            RelayFormat::Converted(converted) => {
                let usage = usage.map_or(Usage::new(0, 0), |(usage, _)| usage);
                return vec![converted.end(&self.text, usage)];
            }
            RelayFormat::Responses => return Vec::new(),
        }
        let chunk = |choice: Value| {
            json!({
                "id": self.id(), "object": "chat.completion.chunk", "created": self.created, "model": self.model,
                "choices": [choice],
            })
        };
        let stop =
            (!self.has_finish_reason).then(|| chunk(json!({ "index": 0, "delta": {}, "finish_reason": "stop" })));
        let usage = usage.map(|(usage, cost)| {
            let mut last = JsonObject::from_json(chunk(json!({ "index": 0, "delta": {} })));
            last.set("usage", usage::streamed(usage, cost));
            Value::from(last)
        });
        stop.iter().chain(&usage).map(event).chain([done()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn upstream() -> String {
        let first = json!({
            "id": "c", "created": 1, "model": "up",
            "choices": [{ "index": 0, "delta": { "role": "assistant", "content": "Hé" }, "finish_reason": null }],
        });
        let second = json!({ "id": "c", "choices": [{ "index": 0, "delta": { "content": " you", "refusal": null } }] });
        let third = json!({ "id": "c", "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
        let last = json!({ "id": "c", "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 2 } });
        format!(
            "data: {first}\r\n\r\n: a comment\n\ndata: {second}\n\ndata: {third}\n\ndata: {last}\n\ndata: [DONE]\n\n"
        )
    }

    async fn relayed(upstream: &str, size: usize) -> (Vec<Value>, Relay) {
        let mut relay = Relay::new("mine", 7, RelayFormat::Chat);
        let chunks = upstream.as_bytes().chunks(size).map(|bytes| Ok::<_, Infallible>(Bytes::copy_from_slice(bytes)));
        let mut events = std::pin::pin!(parse(stream::iter(chunks)));
        let mut values = Vec::new();
        while let (false, Some(data)) = (relay.has_ended(), events.next().await) {
            let event = match data {
                Ok(data) => relay.push(&data, "OpenAIException"),
                Err(message) => Some(relay.fail(&Failure::connection("OpenAIException", message))),
            };
            values.extend(event.map(|event| {
                let text = std::str::from_utf8(&event).unwrap();
                serde_json::from_str(text.strip_prefix("data: ").unwrap().trim_end()).unwrap()
            }));
        }
        (values, relay)
    }

    #[tokio::test]
    async fn a_stream_is_relayed_however_it_is_split() {
        let usage = Usage::new(3, 2);
        for size in [1, 2, 3, 7, 64, 10_000] {
            let (events, mut relay) = relayed(&upstream(), size).await;
            let chunk = |choice: Value| json!({ "id": "c", "created": 7, "model": "mine", "choices": [choice] });
            let expected = [
                chunk(json!({ "index": 0, "delta": { "role": "assistant", "content": "Hé" } })),
                chunk(json!({ "index": 0, "delta": { "content": " you" } })),
                chunk(json!({ "index": 0, "delta": {}, "finish_reason": "stop" })),
            ];
            assert_eq!(events, expected, "{size}");
            assert_eq!((relay.usage(), relay.text(), relay.has_ended()), (Some(usage), "Hé you", true));
            assert_eq!(relay.end(None), [done()]);
            assert_eq!(relay.end(Some((usage, 0.5))).len(), 2);
        }
    }

    #[tokio::test]
    async fn a_stream_that_breaks_off_is_finished() {
        let cut = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n";
        let (events, mut relay) = relayed(cut, 10_000).await;
        assert_eq!((events.len(), relay.usage(), relay.has_ended()), (1, None, false));
        let last = relay.end(None);
        assert_eq!(last.len(), 2);
        assert!(String::from_utf8_lossy(&last[0]).contains("\"finish_reason\":\"stop\""));
    }

    #[tokio::test]
    async fn an_error_event_ends_a_stream() {
        for bad in ["data: {\"error\":{\"message\":\"mid failure\"}}\n\n", "data: not JSON\n\n"] {
            let (events, mut relay) = relayed(&format!("{bad}data: [DONE]\n\n"), 10_000).await;
            assert_eq!(events.len(), 1, "{events:?}");
            assert_eq!(events[0]["error"]["code"], "500");
            assert_eq!(relay.end(None), Vec::<Bytes>::new());
        }
    }

    #[tokio::test]
    async fn an_endless_line_is_an_error() {
        let chunks = std::iter::repeat_n(Bytes::from_static(b"data: xxxxxxxxxx"), 100).map(Ok::<_, Infallible>);
        let events: Vec<_> = parse_limited(stream::iter(chunks), 100).take(2).collect().await;
        assert_eq!(events.first(), Some(&Err("a line of the stream is too long")));
    }
}
