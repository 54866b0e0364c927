//! How tokens are counted where nobody else has, and told.

use serde_json::{Value, json};

use super::Admitted;
use super::spend::Usage;
use crate::row::Row;
use crate::rules::prices;

/// Roughly what a tokenizer would count.
pub(super) fn counted(admitted: &Admitted, text: &str) -> Usage {
    Usage { prompt: prices::question(&admitted.body).into(), completion: text.split_whitespace().count() as u64 }
}

/// At the end of a stream.
pub(super) fn streamed_usage(usage: Usage, cost: f64) -> Value {
    let details = json!({ "reasoning_tokens": 0, "text_tokens": usage.completion });
    Row::of(usage.to_json()).with(json!({ "completion_tokens_details": details, "cost": cost })).into()
}

/// Of embeddings, which say nothing.
pub(super) fn embedding_usage(usage: Usage) -> Value {
    detailed(Usage { completion: 0, ..usage })
}

/// Of embeddings and plain completions.
pub(super) fn detailed(usage: Usage) -> Value {
    let details = json!({ "completion_tokens_details": null, "prompt_tokens_details": null });
    Row::of(usage.to_json()).with(details).into()
}
