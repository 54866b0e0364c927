//! Anthropic's format, `/v1/messages`: requests as chat requests, answers, events and refusals.

use hyper::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use super::AdmittedRequest;
use super::answer::{self, Answer, EventWriter, ToolCall};
use super::failure::Failure;
use crate::object::JsonObject;
use crate::response::{JsonResponse, Refusal};

/// Returns the message that holds an answer.
pub(super) fn whole(admitted: &AdmittedRequest, answer: &Answer) -> Value {
    let mut content = Vec::new();
    if !answer.text.is_empty() || answer.tool_calls.is_empty() {
        content.push(json!({ "type": "text", "text": answer.text }));
    }
    content.extend(answer.tool_calls.iter().map(|call| tool_use(call, arguments(call))));
    json!({
        "id": id(), "type": "message", "role": "assistant", "model": admitted.response_model, "content": content,
        "stop_reason": stop_reason(answer), "stop_sequence": null, "usage": usage(answer),
    })
}

fn id() -> String {
    format!("msg_{}", Uuid::new_v4().simple())
}

fn arguments(call: &ToolCall) -> Value {
    serde_json::from_str(&call.arguments).unwrap_or_else(|_| json!({}))
}

fn tool_use(call: &ToolCall, input: Value) -> Value {
    let mut block = JsonObject::from_json(json!({ "type": "tool_use", "id": call.id, "name": call.name }));
    block.set("input", input);
    block.into()
}

fn stop_reason(answer: &Answer) -> &'static str {
    match answer.is_cut {
        true => "max_tokens",
        false if answer.tool_calls.is_empty() => "end_turn",
        false => "tool_use",
    }
}

fn usage(answer: &Answer) -> Value {
    json!({ "input_tokens": answer.usage.prompt, "output_tokens": answer.usage.completion })
}

/// The events of a streamed message.
pub(super) struct Events {
    model: String,
    is_text_open: bool,
    /// The index of the next block.
    next: usize,
}

impl Events {
    pub(super) fn new(admitted: &AdmittedRequest) -> Self {
        Self { model: admitted.response_model.clone(), is_text_open: false, next: 0 }
    }

    fn open(&mut self, block: &Value) -> (usize, Value) {
        let index = self.next;
        self.next = self.next.saturating_add(1);
        (index, json!({ "type": "content_block_start", "index": index, "content_block": block }))
    }

    fn open_text(&mut self) -> Value {
        self.is_text_open = true;
        self.open(&json!({ "type": "text", "text": "" })).1
    }
}

impl EventWriter for Events {
    fn start(&mut self) -> Vec<Value> {
        let message = json!({
            "id": id(), "type": "message", "role": "assistant", "content": [], "model": self.model, "stop_reason": null,
            "stop_sequence": null, "usage": {
                "input_tokens": 0, "output_tokens": 0, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
            },
        });
        vec![json!({ "type": "message_start", "message": message })]
    }

    fn text(&mut self, piece: &str) -> Vec<Value> {
        let opened = if self.is_text_open { None } else { Some(self.open_text()) };
        let delta = json!({ "type": "text_delta", "text": piece });
        // The text is always the first block.
        opened.into_iter().chain([json!({ "type": "content_block_delta", "index": 0, "delta": delta })]).collect()
    }

    fn finish(&mut self, answer: &Answer) -> Vec<Value> {
        let mut events = Vec::new();
        if !self.is_text_open && answer.tool_calls.is_empty() {
            events.push(self.open_text());
        }
        if self.is_text_open {
            events.push(json!({ "type": "content_block_stop", "index": 0 }));
        }
        for call in &answer.tool_calls {
            let (index, start) = self.open(&tool_use(call, json!({})));
            let delta = json!({ "type": "input_json_delta", "partial_json": call.arguments });
            events.extend([
                start,
                json!({ "type": "content_block_delta", "index": index, "delta": delta }),
                json!({ "type": "content_block_stop", "index": index }),
            ]);
        }
        let delta = json!({ "stop_reason": stop_reason(answer), "stop_sequence": null });
        events.push(json!({ "type": "message_delta", "delta": delta, "usage": usage(answer) }));
        events.push(json!({ "type": "message_stop" }));
        events
    }

    fn fail(&mut self, failure: &Failure) -> Value {
        let (status, message) = failure.describe();
        json!({ "type": "error", "error": { "type": error_type(status), "message": message } })
    }
}

/// Converts a request to a chat request.
pub(super) fn to_chat(body: &JsonObject) -> JsonObject {
    let mut messages = Vec::new();
    if let Some(system) = body.get("system") {
        messages.push(answer::message("system", &blocks(system, &mut Vec::new())));
    }
    for message in body.get("messages").and_then(Value::as_array).into_iter().flatten() {
        let role = message.get("role").and_then(Value::as_str).unwrap_or("user");
        let content = message.get("content").cloned().unwrap_or_default();
        let results = content.as_array().into_iter().flatten();
        let results = results.filter(|block| block.get("type").and_then(Value::as_str) == Some("tool_result"));
        let mut has_results = false;
        for result in results {
            has_results = true;
            let content = result.get("content").map(|content| blocks(content, &mut Vec::new()));
            messages.push(json!({ "role": "tool", "tool_call_id": result.get("tool_use_id"), "content": content }));
        }
        let mut calls = Vec::new();
        let content = blocks(&content, &mut calls);
        let is_empty = content.as_str().is_some_and(str::is_empty) || content.as_array().is_some_and(Vec::is_empty);
        if !calls.is_empty() {
            let content = if is_empty { Value::Null } else { content };
            messages.push(json!({ "role": role, "content": content, "tool_calls": calls }));
        } else if !(is_empty && has_results) {
            messages.push(answer::message(role, &content));
        }
    }
    let mut chat = JsonObject::default();
    chat.copy(body, &["model", "max_tokens", "temperature", "top_p", "stream", "metadata", "user"]);
    chat.set("messages", messages);
    if let Some(stop) = body.get("stop_sequences") {
        chat.set("stop", stop.clone());
    }
    if let Some(tools) = body.get("tools").and_then(Value::as_array) {
        chat.set("tools", tools.iter().map(|tool| answer::function(tool, "input_schema")).collect::<Value>());
    }
    if let Some(choice) = body.get_object("tool_choice") {
        let choice = match choice.get("type").and_then(Value::as_str) {
            Some("any") => json!("required"),
            Some("tool") => json!({ "type": "function", "function": { "name": choice.get("name") } }),
            Some(other) => json!(other),
            None => Value::Null,
        };
        chat.set("tool_choice", choice);
    }
    chat
}

/// Converts content blocks to the content of a chat message: a string if there is only text. Collects tool calls.
fn blocks(content: &Value, calls: &mut Vec<Value>) -> Value {
    let Some(list) = content.as_array() else { return content.clone() };
    let mut parts = Vec::new();
    for block in list {
        match block.get("type").and_then(Value::as_str) {
            Some("text") => parts.push(json!({ "type": "text", "text": block.get("text") })),
            Some("image") => parts.push(image(block)),
            Some("tool_use") => {
                let arguments = block.get("input").map(Value::to_string).unwrap_or_default();
                calls.push(answer::tool_call(block.get("id"), block.get("name"), &arguments));
            }
            _ => {}
        }
    }
    let text = |part: &Value| part.get("text").and_then(Value::as_str).map(str::to_owned);
    match parts.iter().map(text).collect::<Option<Vec<String>>>() {
        Some(pieces) => Value::from(pieces.join("\n")),
        None => Value::from(parts),
    }
}

fn image(block: &Value) -> Value {
    let source = |name: &str| block.pointer(&format!("/source/{name}")).and_then(Value::as_str).unwrap_or_default();
    let url = match source("type") {
        "url" => source("url").to_owned(),
        _ => format!("data:{};base64,{}", source("media_type"), source("data")),
    };
    json!({ "type": "image_url", "image_url": { "url": url } })
}

/// Returns Anthropic's type of an error with this status.
fn error_type(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        409 => "conflict_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        408 | 500.. => "api_error",
        _ => "invalid_request_error",
    }
}

/// Converts a refusal to Anthropic's shape.
pub(crate) fn refusal(refusal: Refusal) -> Refusal {
    let response = JsonResponse::from(refusal);
    let error = response.body.get("error");
    let detail = response.body.get("detail");
    let field = |name: &str| error.and_then(|error| error.get(name));
    let message = field("message").or_else(|| detail?.get("error")).or(detail);
    let message = message.map(|message| message.as_str().map_or_else(|| message.to_string(), str::to_owned));
    let kind = error_type(response.status);
    let mut converted = JsonObject::from_json(json!({ "type": kind, "message": message }));
    if let Some(fields) = field("provider_specific_fields") {
        converted.set("provider_specific_fields", fields.clone());
    }
    let generic = [kind, "authentication_error", "permission_error", "invalid_request_error", "internal_server_error"];
    if let Some(own) = field("type").and_then(Value::as_str).filter(|own| !generic.contains(own)) {
        converted.set("litellm_error_type", own);
    }
    let body = json!({ "type": "error", "error": Value::from(converted) });
    Refusal::Other(JsonResponse { body, ..response })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_a_chat_request() {
        let body = json!({
            "model": "m", "max_tokens": 5, "system": [{ "type": "text", "text": "be nice" }], "stop_sequences": ["x"],
            "tools": [{ "name": "f", "description": "d", "input_schema": { "type": "object" } }],
            "tool_choice": { "type": "any" },
            "messages": [
                { "role": "user", "content": [{ "type": "text", "text": "look" }, {
                    "type": "image", "source": { "type": "base64", "media_type": "image/png", "data": "AA" },
                }] },
                { "role": "assistant", "content": [{ "type": "tool_use", "id": "t", "name": "f", "input": { "a": 1 } }] },
                { "role": "user", "content": [{ "type": "tool_result", "tool_use_id": "t", "content": "done" }] },
            ],
        });
        let expected = json!({
            "model": "m", "max_tokens": 5, "stop": ["x"], "tool_choice": "required",
            "tools": [{ "type": "function", "function": { "name": "f", "description": "d", "parameters": { "type": "object" } } }],
            "messages": [
                { "role": "system", "content": "be nice" },
                { "role": "user", "content": [
                    { "type": "text", "text": "look" },
                    { "type": "image_url", "image_url": { "url": "data:image/png;base64,AA" } },
                ] },
                { "role": "assistant", "content": null, "tool_calls": [
                    { "id": "t", "type": "function", "function": { "name": "f", "arguments": "{\"a\":1}" } },
                ] },
                { "role": "tool", "tool_call_id": "t", "content": "done" },
            ],
        });
        assert_eq!(Value::from(to_chat(&JsonObject::from_json(body))), expected);
    }

    #[test]
    fn refusals_take_the_shape_of_anthropic() {
        let shape = |original: Refusal| match refusal(original) {
            Refusal::Other(response) => (response.status.as_u16(), response.body),
            other => panic!("{other:?}"),
        };
        let budget = Refusal::error(StatusCode::UNPROCESSABLE_ENTITY, "budget_exceeded", None, "too much");
        let expected =
            json!({ "type": "invalid_request_error", "message": "too much", "litellm_error_type": "budget_exceeded" });
        assert_eq!(shape(budget), (422, json!({ "type": "error", "error": expected })));
        let (status, body) = shape(Refusal::detail(StatusCode::NOT_FOUND, "Not Found"));
        assert_eq!((status, &body["error"]), (404, &json!({ "type": "not_found_error", "message": "Not Found" })));
    }
}
