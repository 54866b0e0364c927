//! Whether the response to a probe is what it should be.

use std::time::Duration;

use serde_json::Value;

use super::{MeasuredStream, Probe, ProbeError, Probed};
use crate::core::RawResponse;

/// Judges a stream.
pub(super) fn stream(measured: MeasuredStream) -> Result<Probed, ProbeError> {
    if measured.chunks == 0 {
        return Err(ProbeError::Wrong("the stream had no chunk with a choice".to_owned()));
    }
    let tokens = |count: u64| Some(count).filter(|count| *count > 0);
    Ok(Probed {
        total: measured.total,
        first_content: measured.first_content,
        input_tokens: measured.usage.as_ref().and_then(|usage| tokens(usage.prompt_tokens)),
        output_tokens: measured.usage.as_ref().and_then(|usage| tokens(usage.completion_tokens)),
        cost: measured.usage.as_ref().and_then(crate::api::chat::Usage::reported_cost),
        detail: None,
        call_info: measured.call_info,
    })
}

/// Judges a response that is not a stream.
pub(super) fn response(probe: Probe, response: &RawResponse, total: Duration) -> Result<Probed, ProbeError> {
    let call_info = response.call_info();
    let mut probed = Probed { total, cost: call_info.cost.filter(|cost| *cost > 0.0), ..Probed::default() };
    probed.call_info = call_info;
    if probe == Probe::Speech {
        if response.body.is_empty() || response.body.trim_ascii_start().starts_with(b"{") {
            return Err(wrong("the response is not audio"));
        }
        probed.detail = Some(format!("{} bytes", response.body.len()));
        return Ok(probed);
    }
    let Ok(json) = response.json::<Value>() else { return Err(wrong("the response is not JSON")) };
    probed.detail = content(probe, &json)?;
    let usage = |names: [&str; 2]| names.into_iter().find_map(|name| json.get("usage")?.get(name)?.as_u64());
    probed.input_tokens = usage(["prompt_tokens", "input_tokens"]);
    probed.output_tokens = usage(["completion_tokens", "output_tokens"]);
    Ok(probed)
}

fn wrong(message: &str) -> ProbeError {
    ProbeError::Wrong(message.to_owned())
}

/// Checks the content of a response. Returns what else it shows.
fn content(probe: Probe, json: &Value) -> Result<Option<String>, ProbeError> {
    let first = |list: &str| json.get(list).and_then(Value::as_array).and_then(|items| items.first());
    let missing = |list: &str| wrong(&format!("the response has no `{list}`"));
    match probe {
        Probe::Embedding => {
            let vector = first("data").and_then(|item| item.get("embedding")).ok_or_else(|| missing("data"))?;
            let dimensions = vector.as_array().map(Vec::len);
            return Ok(dimensions.map(|count| format!("{count} dimensions")));
        }
        Probe::Moderation | Probe::Rerank => first("results").map(drop).ok_or_else(|| missing("results"))?,
        Probe::Image => first("data").map(drop).ok_or_else(|| missing("data"))?,
        Probe::Responses => json.get("output").map(drop).ok_or_else(|| missing("output"))?,
        Probe::Transcription => json.get("text").map(drop).ok_or_else(|| missing("text"))?,
        _ => chat(probe, first("choices").ok_or_else(|| missing("choices"))?)?,
    }
    Ok(None)
}

/// Checks the first choice of a completion.
fn chat(probe: Probe, choice: &Value) -> Result<(), ProbeError> {
    let message = choice.get("message");
    let field = |name: &str| message.and_then(|message| message.get(name));
    match probe {
        Probe::Tools => {
            let calls = field("tool_calls").and_then(Value::as_array).is_some_and(|calls| !calls.is_empty());
            let is_called = calls || field("function_call").is_some_and(Value::is_object);
            if is_called { Ok(()) } else { Err(wrong("no tool call came back")) }
        }
        Probe::Json => {
            let text = field("content").and_then(Value::as_str).unwrap_or_default();
            match serde_json::from_str::<Value>(text.trim()) {
                Ok(_) => Ok(()),
                Err(_) if choice.get("finish_reason").and_then(Value::as_str) == Some("length") => {
                    Err(wrong("the answer was cut before its JSON was complete"))
                }
                Err(_) => Err(wrong("the answer is not JSON")),
            }
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged(probe: Probe, json: &Value) -> Result<Option<String>, String> {
        content(probe, json).map_err(|error| error.to_string())
    }

    #[test]
    fn responses_must_have_what_the_probe_asks_for() {
        let answer = |message: Value| json!({"choices": [{"message": message, "finish_reason": "stop"}]});
        assert_eq!(judged(Probe::Chat, &answer(json!({"content": null}))), Ok(None));
        assert_eq!(judged(Probe::Chat, &json!({})), Err("the response has no `choices`".to_owned()));
        assert_eq!(judged(Probe::Json, &answer(json!({"content": " {\"ok\": true}\n"}))), Ok(None));
        assert_eq!(judged(Probe::Json, &answer(json!({"content": "Sure!"}))), Err("the answer is not JSON".to_owned()));
        let cut = json!({"choices": [{"message": {"content": "{\"o"}, "finish_reason": "length"}]});
        assert!(judged(Probe::Json, &cut).is_err_and(|error| error.contains("cut")));
        assert_eq!(judged(Probe::Tools, &answer(json!({"tool_calls": [{"id": "a"}]}))), Ok(None));
        assert_eq!(judged(Probe::Tools, &answer(json!({"content": "no"}))), Err("no tool call came back".to_owned()));
        let vector = json!({"data": [{"embedding": [0.1, 0.2, 0.3]}]});
        assert_eq!(judged(Probe::Embedding, &vector), Ok(Some("3 dimensions".to_owned())));
        assert!(judged(Probe::Rerank, &json!({"results": []})).is_err());
    }
}
