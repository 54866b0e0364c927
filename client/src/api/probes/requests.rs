//! The requests of probes.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Probe;
use crate::api::chat::{ChatRequest, Message};
use crate::core::Form;

/// The most output tokens of a probe.
pub(super) const OUTPUT_TOKENS: u64 = 16;
/// The same where the answer has to be whole: a tool call, or JSON.
pub(super) const LONGER_OUTPUT_TOKENS: u64 = 64;
/// No fewer input tokens than the prompt of a probe has, with what a provider adds for a tool.
pub(super) const INPUT_TOKENS: u64 = 400;
/// The same for a prompt with an image.
pub(super) const VISION_TOKENS: u64 = 2_400;

/// An image of one pixel.
const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/// A request of a probe.
pub(super) struct Sent {
    pub(super) path: &'static str,
    pub(super) body: Body,
}

pub(super) enum Body {
    Json(Value),
    Form(Form),
    Stream(Box<ChatRequest>),
}

/// Returns the request of a probe.
pub(super) fn of(probe: Probe, model: &str, timeout: Duration) -> Sent {
    let chat = |fields: Value| json_request("/chat/completions", model, timeout, fields);
    let json = |path: &'static str, fields: Value| json_request(path, model, timeout, fields);
    let user = |text: &str| json!([{"role": "user", "content": text}]);
    match probe {
        Probe::Chat => chat(json!({"messages": user("ping"), "max_tokens": OUTPUT_TOKENS})),
        Probe::Stream => Sent { path: "/chat/completions", body: Body::Stream(Box::new(stream(model, timeout))) },
        Probe::Tools => chat(json!({
            "messages": user("Call the tool."), "max_tokens": LONGER_OUTPUT_TOKENS, "tool_choice": "required",
            "tools": [{"type": "function", "function": {"name": "ping", "description": "Answers.",
                "parameters": {"type": "object", "properties": {}}}}],
        })),
        Probe::Json => chat(json!({
            "messages": user("Answer with this JSON object and nothing else: {\"ok\": true}"),
            "max_tokens": LONGER_OUTPUT_TOKENS, "response_format": {"type": "json_object"},
        })),
        Probe::Vision => chat(json!({"max_tokens": OUTPUT_TOKENS, "messages": [{"role": "user", "content": [
            {"type": "text", "text": "Which color?"}, {"type": "image_url", "image_url": {"url": PIXEL}},
        ]}]})),
        Probe::Completion => json("/completions", json!({"prompt": "ping", "max_tokens": OUTPUT_TOKENS})),
        Probe::Embedding => json("/embeddings", json!({"input": ["ping"]})),
        Probe::Responses => json("/responses", json!({"input": "ping", "max_output_tokens": OUTPUT_TOKENS})),
        Probe::Moderation => json("/moderations", json!({"input": "ping"})),
        Probe::Rerank => json("/rerank", json!({"query": "ping", "documents": ["ping", "pong"], "top_n": 1})),
        Probe::Speech => json("/audio/speech", json!({"input": "ping", "voice": "alloy"})),
        Probe::Transcription => Sent { path: "/audio/transcriptions", body: Body::Form(recording(model, timeout)) },
        Probe::Image => json("/images/generations", json!({"prompt": "a dot", "n": 1, "size": "256x256"})),
    }
}

/// The fields that switch retries off, and bound the time, on the server.
fn at_once(timeout: Duration) -> [(&'static str, Value); 3] {
    [("num_retries", json!(0)), ("max_retries", json!(0)), ("timeout", json!(timeout.as_secs_f64()))]
}

fn json_request(path: &'static str, model: &str, timeout: Duration, fields: Value) -> Sent {
    let mut body = Map::new();
    body.insert("model".to_owned(), Value::from(model));
    if let Value::Object(fields) = fields {
        body.extend(fields);
    }
    body.extend(at_once(timeout).map(|(name, value)| (name.to_owned(), value)));
    Sent { path, body: Body::Json(Value::Object(body)) }
}

fn stream(model: &str, timeout: Duration) -> ChatRequest {
    let request = ChatRequest::new(model, [Message::user("ping")]).max_tokens(OUTPUT_TOKENS).include_usage(true);
    at_once(timeout).into_iter().fold(request, |request, (name, value)| request.extra(name, value))
}

fn recording(model: &str, timeout: Duration) -> Form {
    let form = Form::new().text("model", model);
    let form = at_once(timeout).into_iter().fold(form, |form, (name, value)| form.text(name, value.to_string()));
    form.file("file", "silence.wav", silence())
}

/// Returns a WAV file: a fifth of a second of silence, in 8-bit mono at 8 kHz.
fn silence() -> Vec<u8> {
    const SAMPLES: u32 = 1_600;
    const RATE: u32 = 8_000;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + SAMPLES).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // PCM, one channel.
    file.extend([1, 0, 1, 0]);
    file.extend(RATE.to_le_bytes());
    file.extend(RATE.to_le_bytes());
    // One byte a sample, of 8 bits.
    file.extend([1, 0, 8, 0]);
    file.extend(b"data");
    file.extend(SAMPLES.to_le_bytes());
    file.resize(44 + usize::try_from(SAMPLES).unwrap_or_default(), 128);
    file
}
