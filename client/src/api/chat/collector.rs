//! Joins the chunks of a stream into a completion.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::chunk::{Chunk, ToolCallDelta};
use super::completion::{ChatCompletion, Choice};
use super::message::Content;
use super::tools::ToolCall;

/// Joins the chunks of a stream into one completion, whose message can be sent back in the next request.
///
/// For each choice:
/// - `content`, `refusal`, `reasoning_content` and the arguments of a function are joined; so are the `input` of a
///   `custom` tool, the `arguments` of a `function_call`, and `data` and `transcript` of `audio`; other fields of
///   `audio` are kept.
/// - The last name of a function is kept. Pieces with the same index belong to the same call; another id at that index
///   starts another call, and so does a piece without an index.
/// - Any other field of a delta, a call or its function goes to `extra`: lists are extended, and the last value of
///   anything else is kept unless it is null. Pieces of a block of `thinking_blocks` are joined until it is signed,
///   because only whole blocks can be sent back.
/// - The last finish reason is kept.
///
/// The completion has the first id, time and model, and the last usage.
#[derive(Debug, Clone, Default)]
pub struct Collector {
    answer: ChatCompletion,
    choices: BTreeMap<u64, Choice>,
    /// Tool calls by choice, index, and number of earlier calls at that index.
    calls: BTreeMap<(u64, u64, u64), ToolCall>,
}

impl Collector {
    /// Returns a collector without chunks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a chunk, as in `collector.add(&chunk?)`.
    pub fn add(&mut self, chunk: impl AsRef<Chunk>) {
        self.add_chunk(chunk.as_ref());
    }

    fn add_chunk(&mut self, chunk: &Chunk) {
        keep_first(&mut self.answer.id, chunk.id.as_ref());
        keep_first(&mut self.answer.created, chunk.created.as_ref());
        keep_first(&mut self.answer.model, chunk.model.as_ref());
        if chunk.usage.is_some() {
            self.answer.usage.clone_from(&chunk.usage);
        }
        for piece in &chunk.choices {
            let choice = self.choices.entry(piece.index).or_default();
            choice.index = piece.index;
            if piece.finish_reason.is_some() {
                choice.finish_reason.clone_from(&piece.finish_reason);
            }
            add_logprobs(&mut choice.logprobs, piece.logprobs.as_ref());
            let (message, delta) = (&mut choice.message, &piece.delta);
            if let Some(role) = &delta.role {
                message.role.clone_from(role);
            }
            if let Some(text) = &delta.content {
                match &mut message.content {
                    Some(Content::Text(whole)) => whole.push_str(text),
                    other => *other = Some(Content::Text(text.clone())),
                }
            }
            append(&mut message.refusal, delta.refusal.as_deref());
            append(&mut message.reasoning_content, delta.reasoning_content.as_deref());
            for call in &delta.tool_calls {
                let place = place_of(&self.calls, piece.index, call);
                add_to_call(self.calls.entry(place).or_default(), call);
            }
            add_fields(&mut message.extra, &delta.extra);
        }
    }

    /// Returns the completion so far.
    pub fn finish(mut self) -> ChatCompletion {
        for ((choice, ..), mut call) in self.calls {
            if call.kind.is_none() && !call.function.is_empty() {
                // Some providers omit it, but all require it.
                call.kind = Some("function".to_owned());
            }
            self.choices.entry(choice).or_default().message.tool_calls.push(call);
        }
        self.answer.choices = self.choices.into_values().collect();
        self.answer
    }
}

/// Returns the place of the call that a piece belongs to; a new one if it starts a call.
fn place_of(calls: &BTreeMap<(u64, u64, u64), ToolCall>, choice: u64, piece: &ToolCallDelta) -> (u64, u64, u64) {
    let Some(index) = piece.index else {
        // A call without an index is complete.
        let last = calls.range((choice, 0, 0)..=(choice, u64::MAX, u64::MAX)).next_back();
        return (choice, last.map_or(0, |((_, last, _), _)| last.saturating_add(1)), 0);
    };
    let Some((place, call)) = calls.range((choice, index, 0)..=(choice, index, u64::MAX)).next_back() else {
        return (choice, index, 0);
    };
    let begins = piece.id.as_ref().is_some_and(|id| !id.is_empty() && !call.id.is_empty() && *id != call.id);
    (choice, index, place.2.saturating_add(u64::from(begins)))
}

fn add_to_call(call: &mut ToolCall, piece: &ToolCallDelta) {
    if let Some(id) = piece.id.as_ref().filter(|id| !id.is_empty()) {
        call.id.clone_from(id);
    }
    keep_first(&mut call.kind, piece.kind.as_ref());
    // Some providers repeat the name in every piece.
    if let Some(name) = piece.function.name.as_ref().filter(|name| !name.is_empty()) {
        call.function.name.clone_from(name);
    }
    call.function.arguments.push_str(piece.function.arguments.as_deref().unwrap_or_default());
    add_fields(&mut call.function.extra, &piece.function.extra);
    add_fields(&mut call.extra, &piece.extra);
}

fn add_fields(whole: &mut Map<String, Value>, piece: &Map<String, Value>) {
    for (name, value) in piece {
        add_field(whole, name, value);
    }
}

/// Extends lists; keeps the last value of anything else unless it is null.
fn add_field(whole: &mut Map<String, Value>, name: &str, value: &Value) {
    match (whole.get_mut(name), value) {
        (_, Value::Null) => {}
        (Some(Value::Array(list)), Value::Array(more)) => {
            for item in more {
                if !(name == "thinking_blocks" && goes_on(list.last_mut(), item)) {
                    list.push(item.clone());
                }
            }
        }
        (Some(Value::Object(whole)), Value::Object(piece)) if matches!(name, "audio" | "custom" | "function_call") => {
            add_to_object(whole, piece);
        }
        _ => {
            whole.insert(name.to_owned(), value.clone());
        }
    }
}

/// Joins an object that arrives in pieces, like the name and arguments of a function.
fn add_to_object(whole: &mut Map<String, Value>, piece: &Map<String, Value>) {
    for (name, value) in piece {
        match (whole.get_mut(name), value) {
            (Some(Value::String(text)), Value::String(more))
                if matches!(name.as_str(), "arguments" | "data" | "input" | "transcript") =>
            {
                text.push_str(more);
            }
            (Some(_), Value::String(text)) if text.is_empty() => {}
            _ => add_field(whole, name, value),
        }
    }
}

/// Appends to a thinking block that is not signed yet; returns false if there is none or the piece is something else.
fn goes_on(block: Option<&mut Value>, piece: &Value) -> bool {
    let is_thinking = |block: &Map<String, Value>| block.get("type").is_some_and(|kind| kind == "thinking");
    let is_signed = |block: &Map<String, Value>| {
        block.get("signature").and_then(Value::as_str).is_some_and(|signature| !signature.is_empty())
    };
    let (Some(Value::Object(block)), Value::Object(piece)) = (block, piece) else { return false };
    if !is_thinking(block) || !is_thinking(piece) || is_signed(block) {
        return false;
    }
    for (name, value) in piece {
        match (block.get_mut(name), value) {
            (Some(Value::String(thought)), Value::String(more)) if name == "thinking" => thought.push_str(more),
            _ => add_field(block, name, value),
        }
    }
    true
}

/// Extends the lists of tokens of content and refusal.
fn add_logprobs(whole: &mut Option<Value>, piece: Option<&Value>) {
    let (Some(Value::Object(whole)), Some(Value::Object(piece))) = (whole.as_mut(), piece) else {
        if whole.is_none() {
            *whole = piece.cloned();
        }
        return;
    };
    for (name, tokens) in piece {
        match (whole.get_mut(name), tokens) {
            (Some(Value::Array(before)), Value::Array(tokens)) => before.extend_from_slice(tokens),
            (_, Value::Null) => {}
            _ => {
                whole.insert(name.clone(), tokens.clone());
            }
        }
    }
}

fn append(whole: &mut Option<String>, piece: Option<&str>) {
    if let Some(piece) = piece {
        whole.get_or_insert_default().push_str(piece);
    }
}

fn keep_first<T: Clone>(kept: &mut Option<T>, value: Option<&T>) {
    if kept.is_none() {
        *kept = value.cloned();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn chunks_are_joined_into_a_completion() {
        let piece = |index: u64, delta: Value| json!({"choices": [{"index": index, "delta": delta}]});
        let call = |index: u64, call: Value| piece(0, json!({"tool_calls": [merged(json!({"index": index}), call)]}));
        let mut collector = Collector::new();
        for chunk in [
            json!({"id": "c", "created": 1.5, "model": "m", "choices": [{"index": 1, "delta": {"role": "assistant", "content": "B"}}]}),
            piece(0, json!({"role": "assistant", "content": null, "reasoning_content": "hm"})),
            piece(1, json!({"content": "b"})),
            call(1, json!({"id": "two", "type": "function", "function": {"name": "g", "arguments": null}})),
            call(0, json!({"id": "one", "type": "function", "function": {"name": "f", "arguments": ""}})),
            piece(0, json!({"tool_calls": [{"id": "whole", "function": {"name": "h"}}]})),
            call(1, json!({"id": null, "function": {"arguments": "{}"}})),
            call(0, json!({"function": {"name": null, "arguments": "[1]"}})),
            json!({"choices": [{"index": 1, "delta": {}, "finish_reason": "length", "logprobs": {"content": [1]}}]}),
            json!({"choices": [{"index": 1, "delta": {}, "logprobs": {"content": [2], "refusal": null}}]}),
            json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]}),
            json!({"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cost": 0.5}}),
        ] {
            collector.add(serde_json::from_value::<Chunk>(chunk).expect("a chunk"));
        }
        assert_eq!(
            serde_json::to_value(collector.finish()).expect("JSON"),
            json!({"id": "c", "created": null, "model": "m", "choices": [
                {"index": 0, "message": {"role": "assistant", "content": null, "tool_calls": [
                    {"id": "one", "type": "function", "function": {"name": "f", "arguments": "[1]"}},
                    {"id": "two", "type": "function", "function": {"name": "g", "arguments": "{}"}},
                    {"id": "whole", "type": "function", "function": {"name": "h", "arguments": ""}},
                ], "reasoning_content": "hm"}, "finish_reason": "tool_calls"},
                {"index": 1, "message": {"role": "assistant", "content": "Bb"}, "finish_reason": "length",
                    "logprobs": {"content": [1, 2]}},
            ], "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3, "cost": 0.5}})
        );
    }

    /// Returns the message that these deltas of the first choice add up to.
    fn message_of(deltas: impl IntoIterator<Item = Value>) -> Value {
        let mut collector = Collector::new();
        for delta in deltas {
            let chunk = json!({"choices": [{"index": 0, "delta": delta}]});
            collector.add(serde_json::from_value::<Chunk>(chunk).expect("a chunk"));
        }
        serde_json::to_value(collector.finish().message()).expect("JSON")
    }

    #[test]
    fn fields_that_must_be_sent_back_are_kept() {
        let call = |call: Value| json!({"tool_calls": [merged(json!({"index": 0}), call)]});
        let thought = |thought: &str, signature: Value| json!({"thinking_blocks": [{"type": "thinking", "thinking": thought, "signature": signature}]});
        assert_eq!(
            message_of([
                json!({"content": "a", "annotations": [1], "audio": null, "images": [{"n": 1}], "stage": "one"}),
                thought("h", Value::Null),
                thought("m", json!("")),
                thought("", json!("s1")),
                thought("ok", json!("s2")),
                json!({"thinking_blocks": [{"type": "redacted_thinking", "data": "x"}]}),
                json!({"annotations": [2, 3], "images": null, "stage": "two", "provider_specific_fields": {"a": 1}}),
                json!({"stage": null, "provider_specific_fields": {"b": 2}, "audio": {"id": "a1", "transcript": "he"}}),
                json!({"audio": {"transcript": "llo", "expires_at": 5}, "function_call": {"name": "f", "arguments": "{"}}),
                json!({"function_call": {"name": "", "arguments": "}"}}),
                call(
                    json!({"id": "c1", "type": "custom", "custom": {"name": "grep", "input": "a"}, "caller": {"x": 1}})
                ),
                call(json!({"custom": {"input": "b"}, "function": null, "caller": null})),
                call(json!({"custom": {"name": "grep", "input": "c"}})),
            ]),
            json!({"role": "assistant", "content": "a", "annotations": [1, 2, 3], "images": [{"n": 1}], "stage": "two",
                "thinking_blocks": [
                    {"type": "thinking", "thinking": "hm", "signature": "s1"},
                    {"type": "thinking", "thinking": "ok", "signature": "s2"},
                    {"type": "redacted_thinking", "data": "x"},
                ],
                "provider_specific_fields": {"b": 2},
                "audio": {"id": "a1", "transcript": "hello", "expires_at": 5},
                "function_call": {"name": "f", "arguments": "{}"},
                "tool_calls": [{"id": "c1", "type": "custom", "custom": {"name": "grep", "input": "abc"}, "caller": {"x": 1}}]})
        );
    }

    #[test]
    fn tool_calls_are_joined_by_index_and_id() {
        let call = |call: Value| json!({"tool_calls": [call]});
        assert_eq!(
            message_of([
                call(json!({"index": 0, "id": "a", "function": {"name": "f", "arguments": "{", "signature": "s"}})),
                call(json!({"index": 0, "id": "a", "function": {"name": "f", "arguments": "}"}})),
                call(json!({"index": 0, "id": "b", "function": {"name": "g", "arguments": {"x": 1}}})),
                call(json!({"index": 1.0, "id": 3, "function": {"name": "i"}})),
                call(json!({"index": 0, "id": "", "function": {"name": "", "arguments": null}})),
                call(json!({"id": "whole", "function": {"name": "h"}})),
            ])["tool_calls"],
            json!([
                {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}", "signature": "s"}},
                {"id": "b", "type": "function", "function": {"name": "g", "arguments": "{\"x\":1}"}},
                {"id": "3", "type": "function", "function": {"name": "i", "arguments": ""}},
                {"id": "whole", "type": "function", "function": {"name": "h", "arguments": ""}},
            ])
        );
    }

    #[test]
    fn malformed_pieces_do_not_end_the_stream() {
        let chunk: Chunk = serde_json::from_value(json!({"id": 1, "model": 2, "created": 3.0, "choices": [
            {"index": null, "finish_reason": 1, "delta": {"role": 1, "content": [{"type": "text", "text": "a"}, {"type": "x"}],
                "refusal": false, "reasoning_content": [], "tool_calls": {}}},
        ], "usage": {"prompt_tokens": 10.0}}))
        .expect("a chunk");
        assert_eq!((chunk.delta(), chunk.id.as_deref(), chunk.created), ("a", Some("1"), Some(3)));
        assert_eq!(chunk.usage.map(|usage| usage.prompt_tokens), Some(10));
        let odd = [json!({"content": {}}), json!({"content": ["b"]}), json!({"content": "c"}), Value::Null];
        assert_eq!(message_of(odd)["content"], "c");
    }

    fn merged(mut one: Value, other: Value) -> Value {
        if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
            one.extend(other);
        }
        one
    }
}
