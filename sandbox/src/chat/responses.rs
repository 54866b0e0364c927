//! OpenAI's format of `/v1/responses`: requests as chat requests, answers and events.

use serde_json::{Value, json};
use uuid::Uuid;

use super::AdmittedRequest;
use super::answer::{self, Answer, EventWriter, ToolCall};
use super::failure::Failure;
use crate::object::JsonObject;

/// The fields of a request that its response repeats.
const REPEATED: [&str; 12] = [
    "instructions",
    "metadata",
    "tools",
    "tool_choice",
    "temperature",
    "top_p",
    "max_output_tokens",
    "previous_response_id",
    "reasoning",
    "text",
    "truncation",
    "user",
];

/// Returns the response that holds an answer.
pub(super) fn whole(admitted: &AdmittedRequest, answer: &Answer, created: i64) -> Value {
    let mut output = Vec::new();
    if !answer.text.is_empty() || answer.tool_calls.is_empty() {
        output.push(message(&id("msg"), "completed", &answer.text));
    }
    output.extend(answer.tool_calls.iter().map(|call| function_call(&id("fc"), "completed", call, &call.arguments)));
    let response = skeleton(&admitted.response_model, created, &admitted.body);
    complete(response, output, answer).into()
}

fn id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::new_v4().simple())
}

fn skeleton(model: &str, created: i64, request: &JsonObject) -> JsonObject {
    let mut response = JsonObject::from_json(json!({
        "id": id("resp"), "object": "response", "created_at": created, "status": "in_progress", "error": null,
        "incomplete_details": null, "instructions": null, "metadata": {}, "model": model, "output": [],
        "parallel_tool_calls": true, "temperature": 1.0, "tool_choice": "auto", "tools": [], "top_p": 1.0,
        "max_output_tokens": null, "previous_response_id": null, "reasoning": { "effort": null, "summary": null },
        "text": { "format": { "type": "text" } }, "truncation": "disabled", "usage": null, "user": null, "store": true,
    }));
    for name in REPEATED {
        if let Some(value) = request.get(name) {
            response.set(name, value.clone());
        }
    }
    response
}

fn complete(mut response: JsonObject, output: Vec<Value>, answer: &Answer) -> JsonObject {
    response.set("status", if answer.is_cut { "incomplete" } else { "completed" });
    if answer.is_cut {
        response.set("incomplete_details", json!({ "reason": "max_output_tokens" }));
    }
    response.set("output", output);
    let (input, output) = (answer.usage.prompt, answer.usage.completion);
    let usage = json!({
        "input_tokens": input, "output_tokens": output, "total_tokens": input.saturating_add(output), "cost": null,
        "input_tokens_details": {
            "audio_tokens": null, "cached_tokens": 0, "cached_tokens_details": null, "image_tokens": null,
            "text_tokens": null, "video_tokens": null,
        },
        "output_tokens_details": { "audio_tokens": null, "reasoning_tokens": null, "text_tokens": null },
    });
    response.set("usage", usage);
    response
}

fn message(id: &str, status: &str, text: &str) -> Value {
    let content = if status == "completed" { json!([part(text)]) } else { json!([]) };
    json!({ "id": id, "type": "message", "role": "assistant", "status": status, "content": content, "phase": null })
}

fn part(text: &str) -> Value {
    json!({ "type": "output_text", "text": text, "annotations": [], "logprobs": null })
}

fn function_call(id: &str, status: &str, call: &ToolCall, arguments: &str) -> Value {
    json!({
        "id": id, "type": "function_call", "status": status, "call_id": call.id, "name": call.name, "arguments": arguments,
    })
}

/// The events of a streamed response.
pub(super) struct Events {
    response: JsonObject,
    /// The id of the message and its text so far, if it has begun.
    message: Option<(String, String)>,
    output: Vec<Value>,
    sequence: u64,
}

impl Events {
    pub(super) fn new(admitted: &AdmittedRequest, created: i64) -> Self {
        let response = skeleton(&admitted.response_model, created, &admitted.body);
        Self { response, message: None, output: Vec::new(), sequence: 0 }
    }

    fn event(&mut self, kind: &str, fields: Value) -> Value {
        let event = json!({ "type": kind, "sequence_number": self.sequence });
        self.sequence = self.sequence.saturating_add(1);
        JsonObject::from_json(event).with(fields).into()
    }

    fn open_message(&mut self) -> Vec<Value> {
        let id = id("msg");
        let item = message(&id, "in_progress", "");
        let added = json!({ "output_index": 0, "item": item });
        let part = json!({ "item_id": id, "output_index": 0, "content_index": 0, "part": part("") });
        self.message = Some((id, String::new()));
        vec![self.event("response.output_item.added", added), self.event("response.content_part.added", part)]
    }

    fn close_message(&mut self) -> Vec<Value> {
        let Some((id, text)) = self.message.take() else { return Vec::new() };
        let place = |fields: Value| {
            let place = json!({ "item_id": id, "output_index": 0, "content_index": 0 });
            Value::from(JsonObject::from_json(place).with(fields))
        };
        let item = message(&id, "completed", &text);
        self.output.push(item.clone());
        vec![
            self.event("response.output_text.done", place(json!({ "text": text, "logprobs": [] }))),
            self.event("response.content_part.done", place(json!({ "part": part(&text) }))),
            self.event("response.output_item.done", json!({ "output_index": 0, "item": item })),
        ]
    }

    fn tool_call(&mut self, call: &ToolCall) -> Vec<Value> {
        let (index, id) = (self.output.len(), id("fc"));
        let item = function_call(&id, "completed", call, &call.arguments);
        self.output.push(item.clone());
        let place = |name: &str| {
            let mut place = JsonObject::from_json(json!({ "item_id": id, "output_index": index }));
            place.set(name, call.arguments.as_str());
            Value::from(place)
        };
        let added = json!({ "output_index": index, "item": function_call(&id, "in_progress", call, "") });
        let mut done = JsonObject::from_json(place("arguments"));
        done.set("name", call.name.as_str());
        vec![
            self.event("response.output_item.added", added),
            self.event("response.function_call_arguments.delta", place("delta")),
            self.event("response.function_call_arguments.done", done.into()),
            self.event("response.output_item.done", json!({ "output_index": index, "item": item })),
        ]
    }
}

impl EventWriter for Events {
    fn start(&mut self) -> Vec<Value> {
        let response = json!({ "response": Value::from(self.response.clone()) });
        vec![self.event("response.created", response.clone()), self.event("response.in_progress", response)]
    }

    fn text(&mut self, piece: &str) -> Vec<Value> {
        let mut events = if self.message.is_none() { self.open_message() } else { Vec::new() };
        if let Some((id, text)) = &mut self.message {
            text.push_str(piece);
            let delta = json!({
                "item_id": id, "output_index": 0, "content_index": 0, "delta": piece, "logprobs": [],
            });
            events.push(self.event("response.output_text.delta", delta));
        }
        events
    }

    fn finish(&mut self, answer: &Answer) -> Vec<Value> {
        let mut events = Vec::new();
        if self.message.is_none() && answer.tool_calls.is_empty() {
            events.extend(self.open_message());
        }
        events.extend(self.close_message());
        for call in &answer.tool_calls {
            events.extend(self.tool_call(call));
        }
        let response = complete(self.response.clone(), self.output.clone(), answer);
        let kind = if answer.is_cut { "response.incomplete" } else { "response.completed" };
        events.push(self.event(kind, json!({ "response": Value::from(response) })));
        events
    }

    fn fail(&mut self, failure: &Failure) -> Value {
        let (_, message) = failure.describe();
        let failed = json!({ "status": "failed", "error": { "code": "server_error", "message": message } });
        let response = self.response.clone().with(failed);
        self.event("response.failed", json!({ "response": Value::from(response) }))
    }
}

/// Converts a request to a chat request.
pub(super) fn to_chat(body: &JsonObject) -> JsonObject {
    let mut messages = Vec::new();
    if let Some(instructions) = body.get("instructions") {
        messages.push(answer::message("system", instructions));
    }
    match body.get("input") {
        Some(Value::Array(items)) => messages.extend(items.iter().filter_map(item)),
        Some(text) => messages.push(answer::message("user", text)),
        None => {}
    }
    let mut chat = JsonObject::default();
    let same = ["model", "temperature", "top_p", "stream", "metadata", "user", "parallel_tool_calls"];
    chat.copy(body, &same);
    chat.set("messages", messages);
    if let Some(limit) = body.get("max_output_tokens") {
        chat.set("max_tokens", limit.clone());
    }
    if let Some(tools) = body.get("tools").and_then(Value::as_array) {
        // Tools that a provider runs itself do not exist in chat requests.
        let functions = tools.iter().filter(|tool| tool.get("type").and_then(Value::as_str) == Some("function"));
        chat.set("tools", functions.map(|tool| answer::function(tool, "parameters")).collect::<Value>());
    }
    match body.get("tool_choice") {
        Some(Value::Object(choice)) => {
            chat.set("tool_choice", json!({ "type": "function", "function": { "name": choice.get("name") } }));
        }
        Some(choice) => chat.set("tool_choice", choice.clone()),
        None => {}
    }
    chat
}

/// Converts an item of the input to a message.
fn item(item: &Value) -> Option<Value> {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    match text("type") {
        Some("function_call") => {
            let call = answer::tool_call(item.get("call_id"), item.get("name"), text("arguments").unwrap_or("{}"));
            Some(json!({ "role": "assistant", "content": null, "tool_calls": [call] }))
        }
        Some("function_call_output") => {
            Some(json!({ "role": "tool", "tool_call_id": item.get("call_id"), "content": item.get("output") }))
        }
        Some("message") | None => {
            let role = text("role").map_or("user", |role| if role == "developer" { "system" } else { role });
            Some(answer::message(role, &content(item.get("content")?)))
        }
        _ => None,
    }
}

fn content(content: &Value) -> Value {
    let Some(parts) = content.as_array() else { return content.clone() };
    let converted = parts.iter().filter_map(|part| match part.get("type").and_then(Value::as_str) {
        Some("input_image") => Some(json!({ "type": "image_url", "image_url": { "url": part.get("image_url") } })),
        _ => Some(json!({ "type": "text", "text": part.get("text")? })),
    });
    converted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_requests_become_chat_requests() {
        let body = json!({
            "model": "m", "instructions": "be nice", "max_output_tokens": 5, "stream": true,
            "tools": [{ "type": "function", "name": "f", "parameters": {} }, { "type": "web_search" }],
            "tool_choice": { "type": "function", "name": "f" },
            "input": [
                { "role": "user", "content": [{ "type": "input_text", "text": "look" }] },
                { "type": "function_call", "call_id": "c", "name": "f", "arguments": "{}" },
                { "type": "function_call_output", "call_id": "c", "output": "done" },
                { "type": "reasoning", "summary": [] },
            ],
        });
        let expected = json!({
            "model": "m", "max_tokens": 5, "stream": true,
            "tools": [{ "type": "function", "function": { "name": "f", "description": null, "parameters": {} } }],
            "tool_choice": { "type": "function", "function": { "name": "f" } },
            "messages": [
                { "role": "system", "content": "be nice" },
                { "role": "user", "content": [{ "type": "text", "text": "look" }] },
                { "role": "assistant", "content": null, "tool_calls": [
                    { "id": "c", "type": "function", "function": { "name": "f", "arguments": "{}" } },
                ] },
                { "role": "tool", "tool_call_id": "c", "content": "done" },
            ],
        });
        assert_eq!(Value::from(to_chat(&JsonObject::from_json(body))), expected);
        let text = to_chat(&JsonObject::from_json(json!({ "input": "hi" })));
        assert_eq!(text.get("messages"), Some(&json!([{ "role": "user", "content": "hi" }])));
    }
}
