//! Streams of server-sent events: of an upstream server, taken apart and put together again as they arrive.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::failure::Failure;
use super::spend::Usage;
use super::told;
use crate::row::Row;
use crate::server::Body;

/// No line of a stream may be longer.
const LONGEST_LINE: usize = 16 << 20;

/// An answer whose events come one by one.
pub(super) fn arriving(receiver: mpsc::Receiver<Bytes>) -> Response<Body> {
    let events = stream::unfold(receiver, |mut receiver| async {
        let event = receiver.recv().await?;
        Some((Ok::<_, Infallible>(Frame::data(event)), receiver))
    });
    response(StreamBody::new(events).boxed_unsync())
}

/// An answer whose events are all there, each written by itself.
pub(super) fn at_hand(events: &[Value]) -> Response<Body> {
    let events: Vec<Bytes> = events.iter().map(event).chain([end()]).collect();
    let frames = events.into_iter().map(|event| Ok::<_, Infallible>(Frame::data(event)));
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

fn end() -> Bytes {
    Bytes::from_static(b"data: [DONE]\n\n")
}

/// A stream that is passed on.
#[derive(Debug)]
pub(super) struct Relay {
    model: String,
    created: i64,
    /// What has come of a line that has no end yet.
    line: Vec<u8>,
    id: Option<String>,
    usage: Option<Usage>,
    said: String,
    has_reason: bool,
    ended: Ended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    No,
    Well,
    Badly,
}

impl Relay {
    pub(super) fn new(model: &str, created: i64) -> Self {
        let (line, said) = (Vec::new(), String::new());
        Self {
            model: model.to_owned(),
            created,
            line,
            id: None,
            usage: None,
            said,
            has_reason: false,
            ended: Ended::No,
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended != Ended::No
    }

    /// What the upstream server says that it has counted.
    pub(super) fn usage(&self) -> Option<Usage> {
        self.usage
    }

    /// The text so far.
    pub(super) fn said(&self) -> &str {
        &self.said
    }

    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or("chatcmpl")
    }

    /// The events that are to be passed on when these bytes have come.
    pub(super) fn take(&mut self, bytes: &[u8], exception: &str) -> Vec<Bytes> {
        let mut events = Vec::new();
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.has_ended() {
                break;
            }
            if self.line.len().saturating_add(piece.len()) > LONGEST_LINE {
                events.extend(self.fail(&Failure::connection(exception, "a line of the stream is too long")));
                break;
            }
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                events.extend(self.line(String::from_utf8_lossy(&line).trim_end(), exception));
            }
        }
        events
    }

    /// Ends the stream with an error, as the server tells it there.
    pub(super) fn fail(&mut self, failure: &Failure) -> Vec<Bytes> {
        self.ended = Ended::Badly;
        vec![event(&failure.event())]
    }

    fn line(&mut self, line: &str, exception: &str) -> Vec<Bytes> {
        let Some(data) = line.strip_prefix("data:").map(str::trim_start) else { return Vec::new() };
        if data == "[DONE]" {
            self.ended = Ended::Well;
            return Vec::new();
        }
        let Ok(mut chunk) = serde_json::from_str(data).map(Row) else {
            return self.fail(&Failure::connection(exception, "an event of the stream is no JSON object"));
        };
        if chunk.get("error").is_some() {
            return self.fail(&Failure::upstream(exception, StatusCode::INTERNAL_SERVER_ERROR, data.as_bytes()));
        }
        if let Some(usage) = chunk.take("usage").as_ref().and_then(Usage::read) {
            self.usage = Some(usage);
        }
        if let (None, Some(id)) = (&self.id, chunk.text("id")) {
            self.id = Some(id.to_owned());
        }
        let choices = chunk.get("choices").and_then(Value::as_array).cloned().unwrap_or_default();
        if choices.is_empty() {
            // It has come for its usage, which is told at the end to those who have asked.
            return Vec::new();
        }
        let choices: Vec<Value> = choices.into_iter().map(|choice| self.choice(choice)).collect();
        chunk.set("choices", choices);
        chunk.set("model", self.model.as_str());
        chunk.set("created", self.created);
        vec![event(&chunk.into())]
    }

    /// A choice without its nulls, as the server passes it on.
    fn choice(&mut self, mut choice: Value) -> Value {
        if let Some(fields) = choice.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
            if let Some(delta) = fields.get_mut("delta").and_then(Value::as_object_mut) {
                delta.retain(|_, value| !value.is_null());
            }
        }
        let content = choice.get("delta").and_then(|delta| delta.get("content")).or_else(|| choice.get("text"));
        self.said.push_str(content.and_then(Value::as_str).unwrap_or_default());
        self.has_reason |= choice.get("finish_reason").is_some();
        choice
    }

    /// The last events: after an error there are none.
    pub(super) fn end(&self, usage: Option<(Usage, f64)>) -> Vec<Bytes> {
        if self.ended == Ended::Badly {
            return Vec::new();
        }
        let chunk = |choice: Value| {
            json!({
                "id": self.id(), "object": "chat.completion.chunk", "created": self.created, "model": self.model,
                "choices": [choice],
            })
        };
        let stop = (!self.has_reason).then(|| chunk(json!({ "index": 0, "delta": {}, "finish_reason": "stop" })));
        let counted = usage.map(|(usage, cost)| {
            let mut last = Row::of(chunk(json!({ "index": 0, "delta": {} })));
            last.set("usage", told::streamed_usage(usage, cost));
            Value::from(last)
        });
        stop.iter().chain(&counted).map(event).chain([end()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> String {
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

    fn passed(stream: &str, size: usize) -> (Vec<Value>, Relay) {
        let mut relay = Relay::new("mine", 7);
        let events: Vec<Bytes> =
            stream.as_bytes().chunks(size).flat_map(|bytes| relay.take(bytes, "OpenAIException")).collect();
        let values = events.iter().map(|event| {
            let text = std::str::from_utf8(event).unwrap();
            serde_json::from_str(text.strip_prefix("data: ").unwrap().trim_end()).unwrap()
        });
        (values.collect(), relay)
    }

    #[test]
    fn a_stream_is_passed_on_however_it_is_cut() {
        let usage = Usage { prompt: 3, completion: 2 };
        for size in [1, 2, 3, 7, 64, 10_000] {
            let (events, relay) = passed(&stream(), size);
            let chunk = |choice: Value| json!({ "id": "c", "created": 7, "model": "mine", "choices": [choice] });
            let expected = [
                chunk(json!({ "index": 0, "delta": { "role": "assistant", "content": "Hé" } })),
                chunk(json!({ "index": 0, "delta": { "content": " you" } })),
                chunk(json!({ "index": 0, "delta": {}, "finish_reason": "stop" })),
            ];
            assert_eq!(events, expected, "{size}");
            assert_eq!((relay.usage(), relay.said(), relay.has_ended()), (Some(usage), "Hé you", true));
            assert_eq!(relay.end(None), [end()]);
            assert_eq!(relay.end(Some((usage, 0.5))).len(), 2);
        }
    }

    #[test]
    fn a_stream_that_breaks_off_is_ended() {
        let cut = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n";
        let (events, relay) = passed(cut, 10_000);
        assert_eq!((events.len(), relay.usage(), relay.has_ended()), (1, None, false));
        let last = relay.end(None);
        assert_eq!(last.len(), 2);
        assert!(String::from_utf8_lossy(&last[0]).contains("\"finish_reason\":\"stop\""));
    }

    #[test]
    fn an_error_in_a_stream_ends_it() {
        for bad in ["data: {\"error\":{\"message\":\"mid failure\"}}\n\n", "data: not JSON\n\n"] {
            let (events, relay) = passed(&format!("{bad}data: [DONE]\n\n"), 10_000);
            assert_eq!(events.len(), 1, "{events:?}");
            assert_eq!(events[0]["error"]["code"], "500");
            assert_eq!(relay.end(None), Vec::<Bytes>::new());
        }
    }
}
