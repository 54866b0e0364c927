//! How tokens are counted where nobody else has, and told.

use serde_json::{Value, json};

use super::Admitted;
use super::spend::Usage;
use crate::sandbox::rules::prices;

/// Roughly what a tokenizer would count.
pub(super) fn counted(admitted: &Admitted, text: &str) -> Usage {
    Usage { prompt: prices::question(&admitted.body).into(), completion: text.split_whitespace().count() as u64 }
}

/// At the end of a stream.
pub(super) fn streamed_usage(usage: Usage, cost: f64) -> Value {
    let mut told = usage.to_json();
    told["completion_tokens_details"] = json!({ "reasoning_tokens": 0, "text_tokens": usage.completion });
    told["cost"] = cost.into();
    told
}

/// Of embeddings, which say nothing.
pub(super) fn embedding_usage(usage: Usage) -> Value {
    detailed(Usage { completion: 0, ..usage }.to_json())
}

/// Of embeddings and plain completions.
pub(super) fn detailed(mut told: Value) -> Value {
    for name in ["completion_tokens_details", "prompt_tokens_details"] {
        told[name] = Value::Null;
    }
    told
}
