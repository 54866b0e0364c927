//! How long the parts of a stream take.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::api::chat::{ChatStream, Chunk, Delta, Usage};
use crate::core::{Call, CallInfo, Error};

/// The times of a streamed completion. All count from the start that was given to [`measure`].
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MeasuredStream {
    /// The time to the first content: text, reasoning or a tool call. `None` if there was none.
    pub first_content: Option<Duration>,
    /// The times between pieces of content.
    pub gaps: Vec<Duration>,
    /// The time to the end of the stream.
    pub total: Duration,
    /// Tokens and, on newer servers, cost: from the last chunk.
    pub usage: Option<Usage>,
    /// Number of chunks with a choice.
    pub chunks: u64,
    /// The headers of the response.
    pub call_info: CallInfo,
}

/// Sends a request for a stream, and reads it to its end. A chunk that carries only a role is no content.
///
/// # Errors
/// The error of the request, or of the stream.
pub async fn measure(call: Call<ChatStream>, started: Instant) -> Result<MeasuredStream, Error> {
    let mut stream = call.await?;
    let mut measured = MeasuredStream { call_info: stream.call_info(), ..MeasuredStream::default() };
    let mut last: Option<Duration> = None;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        let now = started.elapsed();
        measured.chunks += u64::from(!chunk.choices.is_empty());
        if let Some(usage) = &chunk.usage {
            measured.usage = Some(usage.clone());
        }
        if !has_content(&chunk) {
            continue;
        }
        match last {
            Some(last) => measured.gaps.push(now.saturating_sub(last)),
            None => measured.first_content = Some(now),
        }
        last = Some(now);
    }
    measured.total = started.elapsed();
    Ok(measured)
}

fn has_content(chunk: &Chunk) -> bool {
    chunk.choices.iter().any(|choice| is_content(&choice.delta))
}

fn is_content(delta: &Delta) -> bool {
    let is_text = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    let has = |name: &str| match delta.extra.get(name) {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(fields)) => !fields.is_empty(),
        _ => false,
    };
    is_text(&delta.content)
        || is_text(&delta.reasoning_content)
        || is_text(&delta.refusal)
        || !delta.tool_calls.is_empty()
        || ["reasoning", "thinking_blocks", "function_call", "audio", "images"].into_iter().any(has)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_role_alone_is_no_content() {
        for (delta, expected) in [
            (json!({"role": "assistant"}), false),
            (json!({"role": "assistant", "content": ""}), false),
            (json!({"content": null, "tool_calls": null}), false),
            (json!({"content": "a"}), true),
            (json!({"reasoning_content": "so"}), true),
            (json!({"reasoning": "so"}), true),
            (json!({"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f"}}]}), true),
        ] {
            let chunk: Chunk =
                serde_json::from_value(json!({"choices": [{"index": 0, "delta": delta}]})).expect("a chunk");
            assert_eq!(has_content(&chunk), expected, "{delta}");
        }
    }
}
