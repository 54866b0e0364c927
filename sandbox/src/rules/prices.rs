//! What tokens cost: by the deployment's own prices, or by a small table of well-known models.

use serde_json::Value;

use super::providers;
use crate::row::Row;

/// A model that is known without being told of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) provider: &'static str,
    pub(crate) mode: &'static str,
    pub(crate) max_input_tokens: u32,
    pub(crate) max_output_tokens: u32,
    /// Dollars for a token.
    pub(crate) input: f64,
    pub(crate) output: f64,
}

const fn chat(provider: &'static str, name: &'static str, tokens: (u32, u32), dollars: (f64, f64)) -> Known {
    let (max_input_tokens, max_output_tokens) = tokens;
    let (input, output) = dollars;
    Known { name, provider, mode: "chat", max_input_tokens, max_output_tokens, input, output }
}

const fn embedding(name: &'static str, input: f64) -> Known {
    let (max_input_tokens, max_output_tokens) = (8_191, 0);
    Known { name, provider: "openai", mode: "embedding", max_input_tokens, max_output_tokens, input, output: 0.0 }
}

/// List prices of the providers, late in 2026.
pub(super) const KNOWN: [Known; 14] = [
    chat("openai", "gpt-4o", (128_000, 16_384), (2.5e-6, 1e-5)),
    chat("openai", "gpt-4o-mini", (128_000, 16_384), (1.5e-7, 6e-7)),
    chat("openai", "gpt-4.1", (1_047_576, 32_768), (2e-6, 8e-6)),
    chat("openai", "gpt-4.1-mini", (1_047_576, 32_768), (4e-7, 1.6e-6)),
    chat("openai", "gpt-4", (8_192, 4_096), (3e-5, 6e-5)),
    chat("openai", "gpt-4-turbo", (128_000, 4_096), (1e-5, 3e-5)),
    chat("openai", "gpt-3.5-turbo", (16_385, 4_096), (5e-7, 1.5e-6)),
    chat("openai", "o3-mini", (200_000, 100_000), (1.1e-6, 4.4e-6)),
    chat("anthropic", "claude-3-5-sonnet-20241022", (200_000, 8_192), (3e-6, 1.5e-5)),
    chat("anthropic", "claude-sonnet-4-5", (200_000, 64_000), (3e-6, 1.5e-5)),
    chat("anthropic", "claude-haiku-4-5", (200_000, 64_000), (1e-6, 5e-6)),
    chat("gemini", "gemini-2.5-flash", (1_048_576, 65_535), (3e-7, 2.5e-6)),
    embedding("text-embedding-3-small", 2e-8),
    embedding("text-embedding-3-large", 1.3e-7),
];

/// What is known of a deployment's model, by its name with or without the provider, or by the one it is based on.
pub(crate) fn of(deployment: &Row) -> Option<&'static Known> {
    let base = deployment.object("model_info").and_then(|info| info.get("base_model")).and_then(Value::as_str);
    let model = base.or_else(|| parameter(deployment, "model").and_then(Value::as_str))?;
    let name = providers::bare(model);
    KNOWN.iter().find(|known| known.name == name)
}

/// One of the `litellm_params`.
pub(crate) fn parameter<'a>(deployment: &'a Row, name: &str) -> Option<&'a Value> {
    deployment.object("litellm_params")?.get(name)
}

/// Roughly what a tokenizer would count in a question: a token for each word, and seven around it.
pub(crate) fn question(body: &Row) -> u32 {
    let messages = body.get("messages").and_then(Value::as_array);
    let texts = messages.into_iter().flatten().filter_map(|message| message.get("content")?.as_str());
    let words: usize = texts.map(|text| text.split_whitespace().count()).sum();
    u32::try_from(words).unwrap_or(u32::MAX).saturating_add(7)
}

/// The price of a token, in and out: said in the parameters or the information of the deployment, or known.
pub(crate) fn per_token(deployment: &Row) -> (Option<f64>, Option<f64>) {
    let info = deployment.object("model_info");
    let said = |name: &str| {
        parameter(deployment, name).or_else(|| info.and_then(|info| info.get(name))).and_then(Value::as_f64)
    };
    let known = of(deployment);
    let (input, output) = (said("input_cost_per_token"), said("output_cost_per_token"));
    // Who says one price of a model that is not known has said that the other is nothing.
    let other = input.or(output).map(|_| 0.0);
    (input.or(known.map(|known| known.input)).or(other), output.or(known.map(|known| known.output)).or(other))
}

/// Whether a field is a price.
pub(crate) fn is_price(name: &str) -> bool {
    name.contains("cost_per_") || name.ends_with("_token_cost") || name == "tiered_pricing"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn deployment(params: &Value, info: &Value) -> Row {
        Row::of(json!({ "litellm_params": params, "model_info": info }))
    }

    #[test]
    fn prices_are_said_or_known() {
        for (params, info, expected) in [
            (json!({ "model": "openai/gpt-4o" }), json!({}), (Some(2.5e-6), Some(1e-5))),
            (json!({ "model": "gpt-4o" }), json!({}), (Some(2.5e-6), Some(1e-5))),
            (json!({ "model": "azure/mine" }), json!({ "base_model": "gpt-4o" }), (Some(2.5e-6), Some(1e-5))),
            (json!({ "model": "openai/gpt-4o", "input_cost_per_token": 0.5 }), json!({}), (Some(0.5), Some(1e-5))),
            (json!({ "model": "openai/x" }), json!({ "output_cost_per_token": 2 }), (Some(0.0), Some(2.0))),
            (json!({ "model": "openai/x" }), json!({}), (None, None)),
        ] {
            assert_eq!(per_token(&deployment(&params, &info)), expected, "{params} {info}");
        }
        assert!(is_price("input_cost_per_token") && is_price("cache_read_input_token_cost") && !is_price("max_tokens"));
    }
}
