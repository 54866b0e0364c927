//! Token usage and its cost: counted where no upstream server did, and formatted for each endpoint.

use serde_json::{Value, json};

use super::AdmittedRequest;
use crate::object::JsonObject;
use crate::rules::prices;

/// Token counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) prompt: u64,
    pub(super) completion: u64,
}

/// A cost in dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    pub(super) input: f64,
    pub(super) output: f64,
}

impl Usage {
    /// Parses the usage that an upstream server reports.
    pub(super) fn parse(usage: &Value) -> Option<Self> {
        let count = |name: &str| usage.get(name).and_then(Value::as_u64);
        let prompt = count("prompt_tokens").or_else(|| count("input_tokens"))?;
        let completion = count("completion_tokens").or_else(|| count("output_tokens")).unwrap_or_default();
        Some(Self { prompt, completion })
    }

    pub(super) fn to_json(self) -> Value {
        let total = self.prompt.saturating_add(self.completion);
        json!({ "completion_tokens": self.completion, "prompt_tokens": self.prompt, "total_tokens": total })
    }

    #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
    pub(super) fn cost(self, deployment: &JsonObject) -> Cost {
        let (input, output) = prices::per_token(deployment);
        Cost {
            input: input.unwrap_or_default() * self.prompt as f64,
            output: output.unwrap_or_default() * self.completion as f64,
        }
    }
}

impl Cost {
    pub(super) fn total(self) -> f64 {
        self.input + self.output
    }
}

/// Estimates the usage of a request and the text of its response.
pub(super) fn estimate(admitted: &AdmittedRequest, text: &str) -> Usage {
    Usage { prompt: prices::prompt_tokens(&admitted.body).into(), completion: text.split_whitespace().count() as u64 }
}

/// Formats the usage at the end of a stream.
pub(super) fn streamed(usage: Usage, cost: f64) -> Value {
    let details = json!({ "reasoning_tokens": 0, "text_tokens": usage.completion });
    JsonObject::from_json(usage.to_json()).with(json!({ "completion_tokens_details": details, "cost": cost })).into()
}

/// Formats the usage of an embeddings request, which has no completion tokens.
pub(super) fn embedding(usage: Usage) -> Value {
    detailed(Usage { completion: 0, ..usage })
}

/// Formats the usage of embeddings and plain completions.
pub(super) fn detailed(usage: Usage) -> Value {
    let details = json!({ "completion_tokens_details": null, "prompt_tokens_details": null });
    JsonObject::from_json(usage.to_json()).with(details).into()
}
