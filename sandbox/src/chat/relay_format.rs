//! The formats in which the stream of an upstream server is passed on, other than that of chat completions.

use bytes::Bytes;
use serde_json::{Value, json};

use super::answer::{self, Answer, EventWriter, ToolCall};
use super::failure::Failure;
use super::usage::Usage;
use crate::object::JsonObject;

/// What happens to the events of a stream.
#[derive(Debug)]
pub(super) enum RelayFormat {
    /// They are chunks of a chat completion.
    Chat,
    /// They are chunks of a chat completion, and become the events of another endpoint.
    Converted(Converted),
    /// They are events of `/responses` already.
    Responses,
}

/// A stream of chunks that becomes the events of another endpoint.
#[derive(Debug)]
pub(super) struct Converted {
    writer: Box<dyn EventWriter>,
    has_started: bool,
    tool_calls: Vec<ToolCall>,
    is_cut: bool,
}

impl Converted {
    pub(super) fn new(writer: Box<dyn EventWriter>) -> Self {
        Self { writer, has_started: false, tool_calls: Vec::new(), is_cut: false }
    }

    fn started(&mut self) -> Vec<Value> {
        if std::mem::replace(&mut self.has_started, true) { Vec::new() } else { self.writer.start() }
    }

    /// Takes the choices of a chunk and returns their events, if any.
    pub(super) fn push(&mut self, choices: &[Value]) -> Option<Bytes> {
        let mut events = self.started();
        // These formats know one answer.
        if let Some(choice) = choices.first() {
            let delta = choice.get("delta");
            let text = delta.and_then(|delta| delta.get("content")?.as_str()).unwrap_or_default();
            if !text.is_empty() {
                events.extend(self.writer.text(text));
            }
            if let Some(calls) = delta.and_then(|delta| delta.get("tool_calls")) {
                ToolCall::collect(&mut self.tool_calls, calls);
            }
            self.is_cut |= choice.get("finish_reason").and_then(Value::as_str) == Some("length");
        }
        (!events.is_empty()).then(|| answer::named_events(&events))
    }

    pub(super) fn fail(&mut self, failure: &Failure) -> Bytes {
        let mut events = self.started();
        events.push(self.writer.fail(failure));
        answer::named_events(&events)
    }

    pub(super) fn end(&mut self, text: &str, usage: Usage) -> Bytes {
        let mut events = self.started();
        let tool_calls = std::mem::take(&mut self.tool_calls);
        let answer = Answer { text: text.to_owned(), tool_calls, is_cut: self.is_cut, usage };
        events.extend(self.writer.finish(&answer));
        answer::named_events(&events)
    }
}

/// What an event of `/responses` says about the request.
#[derive(Debug, Default)]
pub(super) struct ResponsesEvent {
    pub(super) id: Option<String>,
    pub(super) usage: Option<Usage>,
    pub(super) text: String,
    pub(super) bytes: Bytes,
}

/// Puts the requested model's name into an event of `/responses`.
pub(super) fn responses_event(mut event: JsonObject, model: &str) -> ResponsesEvent {
    let mut read = ResponsesEvent::default();
    if event.get_str("type") == Some("response.output_text.delta") {
        event.get_str("delta").unwrap_or_default().clone_into(&mut read.text);
    }
    if let Some(response) = event.0.get_mut("response").and_then(Value::as_object_mut) {
        read.id = response.get("id").and_then(Value::as_str).map(str::to_owned);
        read.usage = response.get("usage").and_then(Usage::parse);
        response.insert("model".to_owned(), model.into());
    }
    read.bytes = answer::named_events(&[event.into()]);
    read
}

/// Returns the event that ends a stream of `/responses`.
pub(super) fn responses_error(failure: &Failure) -> Bytes {
    let (status, message) = failure.describe();
    answer::named_events(&[json!({ "type": "error", "code": status.as_str(), "message": message, "param": null })])
}
