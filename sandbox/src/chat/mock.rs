//! The response of a deployment with a `mock_response`, or without an upstream server: whole, or streamed in pieces.

use hyper::Response;
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::{self, Answer, ToolCall};
use super::failure::Failure;
use super::usage::{self, Usage};
use super::{AdmittedRequest, DeploymentError, DeploymentResult, events, media, spend, vectors};
use crate::config::own_response;
use crate::http::{Body, ReceivedRequest, json_response};
use crate::object::JsonObject;
use crate::response::JsonResponse;
use crate::route::ModelEndpoint;
use crate::rules::prices;
use crate::state::State;

/// The number of characters in each chunk of a stream.
const CHUNK: usize = 3;
/// The usage that LiteLLM reports for a mock that is not streamed, whatever its text.
const MOCK_USAGE: Usage = Usage::new(10, 20);
/// The same for `/v1/responses` and `/v1/messages`.
const RESPONSES_USAGE: Usage = Usage::new(36, 87);
const MESSAGES_USAGE: Usage = Usage::new(2_095, 503);
const NO_USAGE: Usage = Usage::new(0, 0);
/// The largest `n`.
const MAX_CHOICES: u64 = 128;

pub(super) fn respond(state: &State, mut admitted: AdmittedRequest, received: &ReceivedRequest) -> DeploymentResult {
    let endpoint = admitted.endpoint;
    let mock = prices::parameter(&admitted.deployment, "mock_response").filter(|mock| !mock.is_null());
    let text = match mock {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "This model is played by the sandbox: it has neither a mock_response nor an api_base.".to_owned(),
    };
    if let Some(failure) = Failure::mocked(&text, &admitted.model) {
        return Err(DeploymentError::failed(failure, admitted));
    }
    let id = format!("chatcmpl-{}", Uuid::new_v4());
    let streams = admitted.streams();
    let estimate = usage::estimate(&admitted, &text);
    let usage = match endpoint {
        ModelEndpoint::Embeddings => Usage::new(MOCK_USAGE.prompt, 0),
        ModelEndpoint::Responses => RESPONSES_USAGE,
        ModelEndpoint::Messages => MESSAGES_USAGE,
        _ if !matches!(endpoint, ModelEndpoint::Chat | ModelEndpoint::Completions) => NO_USAGE,
        _ if streams => estimate,
        // With a budget, LiteLLM has counted the prompt before.
        _ if admitted.parties.have_budgets() && prices::per_token(&admitted.deployment) != (None, None) => {
            Usage { prompt: estimate.prompt, ..MOCK_USAGE }
        }
        _ => MOCK_USAGE,
    };
    let cost = spend::record(state, &mut admitted, received, &id, usage)?;
    let mut response = match endpoint {
        ModelEndpoint::Responses | ModelEndpoint::Messages => answered(&admitted, text, received, usage),
        ModelEndpoint::Chat | ModelEndpoint::Completions if streams => {
            let usage = admitted.wants_usage().then_some((usage, cost.total()));
            events::events_response(&chunks(&id, endpoint, &admitted, &text, received, usage))
        }
        ModelEndpoint::Chat | ModelEndpoint::Completions | ModelEndpoint::Embeddings => {
            json_response(&JsonResponse::from(whole(&id, &admitted, &text, received, usage)))
        }
        _ => media::respond(&admitted, &text, received.now.as_second()),
    };
    spend::add_headers(response.headers_mut(), &admitted, cost);
    Ok(response)
}

/// Returns the answer in the format of an endpoint other than chat, whole or as events.
fn answered(admitted: &AdmittedRequest, text: String, received: &ReceivedRequest, usage: Usage) -> Response<Body> {
    let calls = prices::parameter(&admitted.deployment, "mock_tool_calls");
    let tool_calls = calls.map(ToolCall::list).unwrap_or_default();
    let answer = Answer { text, tool_calls, is_cut: false, usage };
    let created = received.now.as_second();
    match answer::writer(admitted, created).filter(|_| admitted.streams()) {
        Some(mut writer) => {
            let mut events = writer.start();
            let characters: Vec<char> = answer.text.chars().collect();
            events.extend(characters.chunks(CHUNK).flat_map(|piece| writer.text(&piece.iter().collect::<String>())));
            events.extend(writer.finish(&answer));
            events::named_events_response(&events)
        }
        None => json_response(&JsonResponse::from(answer::whole(admitted, &answer, created))),
    }
}

/// Returns how many choices there are: as many as the request asks for, else the deployment.
fn count(admitted: &AdmittedRequest) -> u64 {
    let requested = admitted.body.get("n").or_else(|| prices::parameter(&admitted.deployment, "n"));
    requested.and_then(Value::as_u64).unwrap_or(1).clamp(1, MAX_CHOICES)
}

/// Returns the fields that `mock_message` adds to the first choice, such as a refusal, reasoning, images or audio.
fn more_fields(admitted: &AdmittedRequest) -> impl Iterator<Item = (&String, &Value)> {
    let fields = prices::parameter(&admitted.deployment, "mock_message").and_then(Value::as_object);
    fields.into_iter().flatten()
}

/// Returns the fields of `mock_message` as a piece of a stream, where tool calls have an index.
fn more_delta(admitted: &AdmittedRequest) -> Option<Value> {
    let mut delta = JsonObject::default();
    for (name, value) in more_fields(admitted) {
        let mut value = value.clone();
        if let (true, Some(calls)) = (name == "tool_calls", value.as_array_mut()) {
            for (index, call) in calls.iter_mut().filter_map(Value::as_object_mut).enumerate() {
                call.insert("index".to_owned(), index.into());
            }
        }
        delta.set(name, value);
    }
    let delta = Value::from(delta);
    delta.as_object().is_some_and(|delta| !delta.is_empty()).then_some(delta)
}

/// Returns why a choice ends: the first as `mock_finish_reason` says.
fn finish_reason(admitted: &AdmittedRequest, index: u64) -> &str {
    let mocked = prices::parameter(&admitted.deployment, "mock_finish_reason").and_then(Value::as_str);
    mocked.filter(|_| index == 0).unwrap_or("stop")
}

fn whole(id: &str, admitted: &AdmittedRequest, text: &str, received: &ReceivedRequest, usage: Usage) -> Value {
    let (created, model) = (received.now.as_second(), &admitted.response_model);
    let choices = |of: &dyn Fn(u64) -> Value| (0..count(admitted)).map(of).collect::<Value>();
    match admitted.endpoint {
        ModelEndpoint::Chat => {
            let calls = prices::parameter(&admitted.deployment, "mock_tool_calls").filter(|calls| !calls.is_null());
            let choices = choices(&|index| {
                let mut message = JsonObject::from_json(json!({ "content": text, "role": "assistant" }));
                // Only the first choice calls tools.
                if let Some(calls) = calls.filter(|_| index == 0) {
                    message.set("tool_calls", calls.clone());
                }
                for (name, value) in more_fields(admitted).filter(|_| index == 0) {
                    message.set(name, value.clone());
                }
                let finish_reason = finish_reason(admitted, index);
                json!({ "finish_reason": finish_reason, "index": index, "message": Value::from(message) })
            });
            json!({
                "id": id, "created": created, "model": model, "object": "chat.completion", "choices": choices,
                "usage": usage.to_json(),
            })
        }
        ModelEndpoint::Completions => {
            let choices =
                choices(&|index| json!({ "finish_reason": "stop", "index": index, "text": text, "logprobs": null }));
            json!({
                "id": id, "object": "text_completion", "created": created, "model": model, "choices": choices,
                "usage": usage::detailed(usage),
            })
        }
        _ => {
            let usage = JsonObject::from_json(usage::embedding(usage)).with(json!({ "total_tokens": 0 }));
            let mock = prices::parameter(&admitted.deployment, "mock_response").cloned();
            let is_own = mock.as_ref().and_then(Value::as_str) == Some(&own_response(&admitted.model));
            // LiteLLM puts a `mock_response` where the numbers belong, whatever it is.
            let data = match (mock, admitted.body.get("input")) {
                (Some(_), Some(input)) if is_own => vectors::of(input),
                (mock, _) => {
                    let embedding = mock.unwrap_or_else(|| json!([0.0]));
                    json!([{ "embedding": embedding, "index": 0, "object": "embedding" }])
                }
            };
            json!({ "model": model, "data": data, "object": "list", "usage": Value::from(usage) })
        }
    }
}

fn chunks(
    id: &str,
    endpoint: ModelEndpoint,
    admitted: &AdmittedRequest,
    text: &str,
    received: &ReceivedRequest,
    usage: Option<(Usage, f64)>,
) -> Vec<Value> {
    let object = if endpoint == ModelEndpoint::Completions { "text_completion" } else { "chat.completion.chunk" };
    let count = count(admitted);
    // All choices have the same text; the first one states its role only once.
    let chunk = |choice: &dyn Fn(u64) -> Value| {
        let choices: Value = (0..count).map(choice).collect();
        let (created, model) = (received.now.as_second(), &admitted.response_model);
        let mut chunk = JsonObject::from_json(
            json!({ "id": id, "object": object, "created": created, "model": model, "choices": choices }),
        );
        if endpoint == ModelEndpoint::Completions {
            chunk.set("usage", Usage::new(0, 0).to_json());
        }
        Value::from(chunk)
    };
    let characters: Vec<char> = text.chars().collect();
    let mut chunks: Vec<Value> = Vec::new();
    for piece in characters.chunks(CHUNK) {
        let piece: String = piece.iter().collect();
        let is_first = chunks.is_empty();
        chunks.push(chunk(&|index| match endpoint {
            ModelEndpoint::Completions => json!({ "index": index, "text": piece }),
            _ if is_first || index > 0 => json!({ "index": index, "delta": { "role": "assistant", "content": piece } }),
            _ => json!({ "index": index, "delta": { "content": piece } }),
        }));
    }
    if let Some(delta) = more_delta(admitted).filter(|_| endpoint == ModelEndpoint::Chat) {
        let delta_of = |index: u64| if index == 0 { delta.clone() } else { json!({}) };
        chunks.push(chunk(&|index| json!({ "index": index, "delta": delta_of(index) })));
    }
    if let Some(message) = prices::parameter(&admitted.deployment, "mock_stream_error").and_then(Value::as_str) {
        // As an upstream server that fails in the middle.
        chunks.push(json!({ "error": { "message": message, "type": null, "param": null, "code": "500" } }));
        return chunks;
    }
    chunks.push(chunk(&|index| match endpoint {
        ModelEndpoint::Completions => json!({ "finish_reason": "stop", "index": index, "text": "" }),
        _ => json!({ "index": index, "delta": {}, "finish_reason": finish_reason(admitted, index) }),
    }));
    if let Some((usage, cost)) = usage {
        let mut last = JsonObject::from_json(chunk(&|index| json!({ "index": index, "delta": {} })));
        last.set("usage", usage::streamed(usage, cost));
        chunks.push(last.into());
    }
    chunks
}
