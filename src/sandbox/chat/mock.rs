//! The answer of a deployment that has a `mock_response`: whole, or streamed a few letters at a time.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt as _, StreamBody};
use hyper::Response;
use hyper::body::Frame;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use serde_json::{Value, json};

use super::Admitted;
use super::spend::{self, Usage};
use crate::sandbox::answer::{Answer, Refusal};
use crate::sandbox::rules::prices;
use crate::sandbox::server::{Body, Received, State, json_response};

/// How many letters a piece of a stream has.
const PIECE: usize = 3;
/// What a mock takes for a whole answer, whatever it says, as the server has it.
const WHOLE: Usage = Usage { prompt: 10, completion: 20 };

pub(super) fn answer(
    state: &Arc<State>,
    mut admitted: Admitted,
    received: &Received,
) -> Result<Response<Body>, Refusal> {
    let parameters = admitted.deployment.object("litellm_params");
    let text = parameters.and_then(|parameters| parameters.get("mock_response")).and_then(Value::as_str);
    let text = text.unwrap_or("This model is played by the sandbox, and has no mock_response.").to_owned();
    let id = format!("chatcmpl-{}", uuid::Uuid::new_v4());
    let streams = admitted.body.flag("stream");
    let counted = counted(&admitted, &text);
    let usage = match streams {
        true => counted,
        // Where a budget counts, the server has counted the question before.
        false if admitted.parties.have_budgets() && prices::per_token(&admitted.deployment) != (None, None) => {
            Usage { prompt: counted.prompt, ..WHOLE }
        }
        false => WHOLE,
    };
    let cost = spend::record(state, &mut admitted, received, &id, usage)?;
    let mut response = if streams {
        let wants_usage = admitted.body.object("stream_options").and_then(|options| options.get("include_usage"));
        let wants_usage = wants_usage.and_then(Value::as_bool).unwrap_or_default();
        streamed(&chunks(&id, &admitted.model, &text, received, wants_usage.then_some((usage, cost.total()))))
    } else {
        let message = json!({ "content": text, "role": "assistant" });
        let body = json!({
            "id": id, "created": received.now.as_second(), "model": admitted.model, "object": "chat.completion",
            "choices": [{ "finish_reason": "stop", "index": 0, "message": message }], "usage": usage.to_json(),
        });
        json_response(&Answer::from(body))
    };
    spend::add_headers(response.headers_mut(), &admitted, cost);
    Ok(response)
}

/// Roughly what a tokenizer would count.
fn counted(admitted: &Admitted, text: &str) -> Usage {
    Usage { prompt: prices::question(&admitted.body).into(), completion: text.split_whitespace().count() as u64 }
}

fn chunks(id: &str, model: &str, text: &str, received: &Received, usage: Option<(Usage, f64)>) -> Vec<Value> {
    let chunk = |choice: Value| {
        json!({
            "id": id, "object": "chat.completion.chunk", "created": received.now.as_second(), "model": model, "choices": [choice],
        })
    };
    let letters: Vec<char> = text.chars().collect();
    let mut chunks: Vec<Value> = Vec::new();
    for piece in letters.chunks(PIECE) {
        let mut delta = json!({ "content": piece.iter().collect::<String>() });
        if chunks.is_empty() {
            delta = json!({ "role": "assistant", "content": delta["content"] });
        }
        chunks.push(chunk(json!({ "index": 0, "delta": delta })));
    }
    chunks.push(chunk(json!({ "index": 0, "delta": {}, "finish_reason": "stop" })));
    if let Some((usage, cost)) = usage {
        let mut last = chunk(json!({ "index": 0, "delta": {} }));
        last["usage"] = usage.to_json();
        last["usage"]["cost"] = cost.into();
        chunks.push(last);
    }
    chunks
}

/// Server-sent events, each written by itself.
fn streamed(chunks: &[Value]) -> Response<Body> {
    let events: Vec<Bytes> = chunks.iter().map(|chunk| Bytes::from(format!("data: {chunk}\n\n"))).collect();
    let end = Bytes::from_static(b"data: [DONE]\n\n");
    let frames = events.into_iter().chain([end]).map(|event| Ok::<_, Infallible>(Frame::data(event)));
    let mut response = Response::new(StreamBody::new(stream::iter(frames)).boxed_unsync());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    response
}
