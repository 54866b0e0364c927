//! What a model answered, independent of the format of an endpoint, and how a format writes it as events.

use bytes::Bytes;
use serde_json::{Value, json};

use super::AdmittedRequest;
use super::failure::Failure;
use super::usage::Usage;
use super::{messages, responses};
use crate::object::JsonObject;
use crate::route::ModelEndpoint;

/// The answer of a model.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) tool_calls: Vec<ToolCall>,
    /// Whether the model stopped at the limit of tokens.
    pub(super) is_cut: bool,
    pub(super) usage: Usage,
}

/// A call of a tool by the model.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ToolCall {
    pub(super) id: String,
    pub(super) name: String,
    /// JSON.
    pub(super) arguments: String,
}

impl Answer {
    /// Reads the first choice of a chat response.
    pub(super) fn of_chat(response: &JsonObject, usage: Usage) -> Self {
        let choice = response.get("choices").and_then(|choices| choices.get(0));
        let message = choice.and_then(|choice| choice.get("message"));
        let text = message.and_then(|message| message.get("content")?.as_str()).unwrap_or_default().to_owned();
        let tool_calls = message.and_then(|message| message.get("tool_calls")).map(ToolCall::list).unwrap_or_default();
        let finish_reason = choice.and_then(|choice| choice.get("finish_reason")?.as_str());
        Self { text, tool_calls, is_cut: finish_reason == Some("length"), usage }
    }
}

impl ToolCall {
    /// Reads the `tool_calls` of a chat message.
    pub(super) fn list(calls: &Value) -> Vec<Self> {
        let mut list = Vec::new();
        Self::collect(&mut list, calls);
        list
    }

    /// Adds the `tool_calls` of a chunk, whose arguments come in pieces.
    pub(super) fn collect(list: &mut Vec<Self>, calls: &Value) {
        for (position, piece) in calls.as_array().into_iter().flatten().enumerate() {
            let index = piece.get("index").and_then(Value::as_u64).and_then(|index| usize::try_from(index).ok());
            // A model calls few tools; a larger index is nonsense.
            let index = index.unwrap_or(position).min(list.len());
            if index == list.len() {
                list.push(Self::default());
            }
            let Some(call) = list.get_mut(index) else { continue };
            let text = |pointer: &str| piece.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            call.id.push_str(text("/id"));
            call.name.push_str(text("/function/name"));
            call.arguments.push_str(text("/function/arguments"));
        }
    }
}

/// Writes an answer as the events of one endpoint. Each event names itself in `type`.
pub(super) trait EventWriter: Send {
    fn start(&mut self) -> Vec<Value>;
    fn text(&mut self, piece: &str) -> Vec<Value>;
    /// Ends the text, adds the tool calls, and ends the stream.
    fn finish(&mut self, answer: &Answer) -> Vec<Value>;
    fn fail(&mut self, failure: &Failure) -> Value;
}

impl std::fmt::Debug for dyn EventWriter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("EventWriter")
    }
}

/// Returns the writer of an endpoint whose events are not those of chat completions.
pub(super) fn writer(admitted: &AdmittedRequest, created: i64) -> Option<Box<dyn EventWriter>> {
    match admitted.endpoint {
        ModelEndpoint::Messages => Some(Box::new(messages::Events::new(admitted))),
        ModelEndpoint::Responses => Some(Box::new(responses::Events::new(admitted, created))),
        _ => None,
    }
}

/// Returns the response of such an endpoint to a request that is not streamed.
pub(super) fn whole(admitted: &AdmittedRequest, answer: &Answer, created: i64) -> Value {
    match admitted.endpoint {
        ModelEndpoint::Messages => messages::whole(admitted, answer),
        _ => responses::whole(admitted, answer, created),
    }
}

/// Returns the chat request that stands for a request in another format.
pub(super) fn chat_request(endpoint: ModelEndpoint, body: &JsonObject) -> JsonObject {
    match endpoint {
        ModelEndpoint::Messages => messages::to_chat(body),
        ModelEndpoint::Responses => responses::to_chat(body),
        _ => body.clone(),
    }
}

/// Writes events under their names.
pub(super) fn named_events(events: &[Value]) -> Bytes {
    let text: String = events
        .iter()
        .map(|event| {
            format!("event: {}\ndata: {event}\n\n", event.get("type").and_then(Value::as_str).unwrap_or("error"))
        })
        .collect();
    Bytes::from(text)
}

/// Returns a message of a chat request.
pub(super) fn message(role: &str, content: &Value) -> Value {
    json!({ "role": role, "content": content })
}

/// Returns a function tool of a chat request.
pub(super) fn function(tool: &Value, parameters: &str) -> Value {
    let field = |name: &str| tool.get(name).cloned().unwrap_or_default();
    let function =
        json!({ "name": field("name"), "description": field("description"), "parameters": field(parameters) });
    json!({ "type": "function", "function": function })
}

/// Returns an assistant's call of a tool in a chat request.
pub(super) fn tool_call(id: Option<&Value>, name: Option<&Value>, arguments: &str) -> Value {
    json!({ "id": id, "type": "function", "function": { "name": name, "arguments": arguments } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tool_calls_are_put_together_from_pieces() {
        let mut calls = Vec::new();
        for piece in [
            json!([{ "index": 0, "id": "a", "function": { "name": "f", "arguments": "" } }]),
            json!([{ "index": 0, "function": { "arguments": "{\"x\":" } }]),
            json!([{ "index": 0, "function": { "arguments": "1}" } }]),
            json!([{ "index": 1, "id": "b", "function": { "name": "g", "arguments": "{}" } }]),
        ] {
            ToolCall::collect(&mut calls, &piece);
        }
        let of = |call: &ToolCall| (call.id.clone(), call.name.clone(), call.arguments.clone());
        let expected = [("a", "f", "{\"x\":1}"), ("b", "g", "{}")];
        assert_eq!(
            calls.iter().map(of).collect::<Vec<_>>(),
            expected.map(|(id, name, arguments)| (id.to_owned(), name.to_owned(), arguments.to_owned()))
        );
    }
}
