//! Token usage and its cost: counted where no upstream server did, and formatted for each endpoint.

use serde_json::{Value, json};

use super::AdmittedRequest;
use crate::object::JsonObject;
use crate::rules::prices::{self, TokenPrices};

/// Token counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) prompt: u64,
    pub(super) completion: u64,
    /// The part of the prompt that the provider read from its cache.
    pub(super) cache_read: u64,
    /// The part of the prompt that it added to its cache.
    pub(super) cache_creation: u64,
    /// The part of the completion that is reasoning.
    pub(super) reasoning: u64,
}

/// A cost in dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    /// The cost of the prompt without its cached part.
    pub(super) input: f64,
    pub(super) output: f64,
    pub(super) cache_read: f64,
    pub(super) cache_creation: f64,
}

impl Usage {
    /// Returns a usage of which nothing was cached.
    pub(super) const fn new(prompt: u64, completion: u64) -> Self {
        Self { prompt, completion, cache_read: 0, cache_creation: 0, reasoning: 0 }
    }

    /// Parses the usage that an upstream server reports.
    pub(super) fn parse(usage: &Value) -> Option<Self> {
        let count = |path: &str| usage.pointer(path).and_then(Value::as_u64);
        let first = |paths: &[&str]| paths.iter().find_map(|path| count(path));
        Some(Self {
            prompt: first(&["/prompt_tokens", "/input_tokens"])?,
            completion: first(&["/completion_tokens", "/output_tokens"]).unwrap_or_default(),
            cache_read: first(&[
                "/prompt_tokens_details/cached_tokens",
                "/input_tokens_details/cached_tokens",
                "/cache_read_input_tokens",
            ])
            .unwrap_or_default(),
            cache_creation: first(&["/prompt_tokens_details/cache_creation_tokens", "/cache_creation_input_tokens"])
                .unwrap_or_default(),
            reasoning: first(&[
                "/completion_tokens_details/reasoning_tokens",
                "/output_tokens_details/reasoning_tokens",
            ])
            .unwrap_or_default(),
        })
    }

    pub(super) fn to_json(self) -> Value {
        let total = self.prompt.saturating_add(self.completion);
        json!({ "completion_tokens": self.completion, "prompt_tokens": self.prompt, "total_tokens": total })
    }

    #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
    pub(super) fn cost(self, deployment: &JsonObject) -> Cost {
        let TokenPrices { input, output, cache_read, cache_creation, reasoning } =
            prices::for_prompt(deployment, self.prompt);
        let cached = self.cache_read.saturating_add(self.cache_creation);
        let reasoned = self.reasoning.min(self.completion);
        Cost {
            input: input * self.prompt.saturating_sub(cached) as f64,
            output: output * self.completion.saturating_sub(reasoned) as f64 + reasoning * reasoned as f64,
            cache_read: cache_read * self.cache_read as f64,
            cache_creation: cache_creation * self.cache_creation as f64,
        }
    }
}

impl Cost {
    pub(super) fn total(self) -> f64 {
        self.input + self.cache_read + self.cache_creation + self.output
    }
}

/// Estimates the usage of a request and the text of its response.
pub(super) fn estimate(admitted: &AdmittedRequest, text: &str) -> Usage {
    Usage::new(prices::prompt_tokens(&admitted.body).into(), text.split_whitespace().count() as u64)
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
