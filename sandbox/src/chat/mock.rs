//! The answer of a deployment that has a `mock_response`, or no server to ask: whole, or streamed a few letters at a time.

use serde_json::{Value, json};
use uuid::Uuid;

use super::failure::Failure;
use super::spend::{self, Usage};
use super::{Admitted, Missed, Outcome, events, told};
use crate::answer::Answer;
use crate::routes::Kind;
use crate::row::Row;
use crate::rules::prices;
use crate::server::{Received, State, json_response};

/// How many letters a piece of a stream has.
const PIECE: usize = 3;
/// What a mock takes for a whole answer, whatever it says, as the server has it.
const WHOLE: Usage = Usage { prompt: 10, completion: 20 };
/// As many answers as may be asked for at once.
const MOST_CHOICES: u64 = 128;

pub(super) fn answer(state: &State, mut admitted: Admitted, received: &Received) -> Outcome {
    let kind = admitted.kind;
    let mock = prices::parameter(&admitted.deployment, "mock_response").filter(|mock| !mock.is_null());
    let text = match mock {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => "This model is played by the sandbox: it has neither a mock_response nor an api_base.".to_owned(),
    };
    if let Some(failure) = Failure::mocked(&text, &admitted.model) {
        return Err(Missed::failed(failure, admitted));
    }
    let id = format!("chatcmpl-{}", Uuid::new_v4());
    let streams = kind != Kind::Embeddings && admitted.streams();
    let counted = told::counted(&admitted, &text);
    let usage = match kind {
        Kind::Embeddings => Usage { prompt: WHOLE.prompt, completion: 0 },
        _ if streams => counted,
        // Where a budget counts, the server has counted the question before.
        _ if admitted.parties.have_budgets() && prices::per_token(&admitted.deployment) != (None, None) => {
            Usage { prompt: counted.prompt, ..WHOLE }
        }
        _ => WHOLE,
    };
    let cost = spend::record(state, &mut admitted, received, &id, usage)?;
    let mut response = if streams {
        let usage = admitted.wants_usage().then_some((usage, cost.total()));
        events::at_hand(&chunks(&id, kind, &admitted, &text, received, usage))
    } else {
        json_response(&Answer::from(whole(&id, &admitted, &text, received, usage)))
    };
    spend::add_headers(response.headers_mut(), &admitted, cost);
    Ok(response)
}

fn count(admitted: &Admitted) -> u64 {
    let asked = admitted.body.get("n").and_then(Value::as_u64).unwrap_or(1);
    asked.clamp(1, MOST_CHOICES)
}

fn whole(id: &str, admitted: &Admitted, text: &str, received: &Received, usage: Usage) -> Value {
    let (created, model) = (received.now.as_second(), &admitted.shown);
    let choices = |of: &dyn Fn(u64) -> Value| (0..count(admitted)).map(of).collect::<Value>();
    match admitted.kind {
        Kind::Chat => {
            let calls = prices::parameter(&admitted.deployment, "mock_tool_calls").filter(|calls| !calls.is_null());
            let choices = choices(&|index| {
                let mut message = Row::of(json!({ "content": text, "role": "assistant" }));
                // The first answer alone asks for tools.
                if let Some(calls) = calls.filter(|_| index == 0) {
                    message.set("tool_calls", calls.clone());
                }
                json!({ "finish_reason": "stop", "index": index, "message": Value::from(message) })
            });
            json!({
                "id": id, "created": created, "model": model, "object": "chat.completion", "choices": choices,
                "usage": usage.to_json(),
            })
        }
        Kind::Completions => {
            let choices =
                choices(&|index| json!({ "finish_reason": "stop", "index": index, "text": text, "logprobs": null }));
            json!({
                "id": id, "object": "text_completion", "created": created, "model": model, "choices": choices,
                "usage": told::detailed(usage),
            })
        }
        Kind::Embeddings => {
            let usage = Row::of(told::embedding_usage(usage)).with(json!({ "total_tokens": 0 }));
            let mock = prices::parameter(&admitted.deployment, "mock_response").cloned();
            let embedding = mock.unwrap_or_else(|| json!([0.0]));
            json!({
                "model": model, "data": [{ "embedding": embedding, "index": 0, "object": "embedding" }], "object": "list",
                "usage": Value::from(usage),
            })
        }
    }
}

fn chunks(
    id: &str,
    kind: Kind,
    admitted: &Admitted,
    text: &str,
    received: &Received,
    usage: Option<(Usage, f64)>,
) -> Vec<Value> {
    let object = if kind == Kind::Completions { "text_completion" } else { "chat.completion.chunk" };
    let count = count(admitted);
    // Each of the answers says the same; only the first says but once whose they are.
    let chunk = |choice: &dyn Fn(u64) -> Value| {
        let choices: Value = (0..count).map(choice).collect();
        let (created, model) = (received.now.as_second(), &admitted.shown);
        let mut chunk =
            Row::of(json!({ "id": id, "object": object, "created": created, "model": model, "choices": choices }));
        if kind == Kind::Completions {
            chunk.set("usage", Usage { prompt: 0, completion: 0 }.to_json());
        }
        Value::from(chunk)
    };
    let letters: Vec<char> = text.chars().collect();
    let mut chunks: Vec<Value> = Vec::new();
    for piece in letters.chunks(PIECE) {
        let piece: String = piece.iter().collect();
        let is_first = chunks.is_empty();
        chunks.push(chunk(&|index| match kind {
            Kind::Completions => json!({ "index": index, "text": piece }),
            _ if is_first || index > 0 => json!({ "index": index, "delta": { "role": "assistant", "content": piece } }),
            _ => json!({ "index": index, "delta": { "content": piece } }),
        }));
    }
    chunks.push(chunk(&|index| match kind {
        Kind::Completions => json!({ "finish_reason": "stop", "index": index, "text": "" }),
        _ => json!({ "index": index, "delta": {}, "finish_reason": "stop" }),
    }));
    if let Some((usage, cost)) = usage {
        let mut last = Row::of(chunk(&|index| json!({ "index": index, "delta": {} })));
        last.set("usage", told::streamed_usage(usage, cost));
        chunks.push(last.into());
    }
    chunks
}
