//! What tokens cost: by the deployment's own prices, or by a small table of well-known models.

use serde_json::{Map, Value};

use crate::sandbox::row::Row;

/// A model that is known without being told of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::sandbox) struct Known {
    pub(in crate::sandbox) name: &'static str,
    pub(in crate::sandbox) mode: &'static str,
    pub(in crate::sandbox) max_input_tokens: u32,
    pub(in crate::sandbox) max_output_tokens: u32,
    /// Dollars for a token.
    pub(in crate::sandbox) input: f64,
    pub(in crate::sandbox) output: f64,
}

const fn known(name: &'static str, max_input_tokens: u32, max_output_tokens: u32, input: f64, output: f64) -> Known {
    Known { name, mode: "chat", max_input_tokens, max_output_tokens, input, output }
}

const fn embedding(name: &'static str, input: f64) -> Known {
    Known { name, mode: "embedding", max_input_tokens: 8_191, max_output_tokens: 0, input, output: 0.0 }
}

/// List prices of the providers, late in 2026.
const KNOWN: [Known; 14] = [
    known("gpt-4o", 128_000, 16_384, 2.5e-6, 1e-5),
    known("gpt-4o-mini", 128_000, 16_384, 1.5e-7, 6e-7),
    known("gpt-4.1", 1_047_576, 32_768, 2e-6, 8e-6),
    known("gpt-4.1-mini", 1_047_576, 32_768, 4e-7, 1.6e-6),
    known("gpt-4", 8_192, 4_096, 3e-5, 6e-5),
    known("gpt-4-turbo", 128_000, 4_096, 1e-5, 3e-5),
    known("gpt-3.5-turbo", 16_385, 4_096, 5e-7, 1.5e-6),
    known("o3-mini", 200_000, 100_000, 1.1e-6, 4.4e-6),
    known("claude-3-5-sonnet-20241022", 200_000, 8_192, 3e-6, 1.5e-5),
    known("claude-sonnet-4-5", 200_000, 64_000, 3e-6, 1.5e-5),
    known("claude-haiku-4-5", 200_000, 64_000, 1e-6, 5e-6),
    known("gemini-2.5-flash", 1_048_576, 65_535, 3e-7, 2.5e-6),
    embedding("text-embedding-3-small", 2e-8),
    embedding("text-embedding-3-large", 1.3e-7),
];

/// What is known of a deployment's model, by its name with or without the provider.
pub(in crate::sandbox) fn of(deployment: &Row) -> Option<&'static Known> {
    let model = parameter(deployment, "model").and_then(Value::as_str)?;
    let name = model.split_once('/').map_or(model, |(_, name)| name);
    KNOWN.iter().find(|known| known.name == name)
}

fn parameter<'a>(deployment: &'a Row, name: &str) -> Option<&'a Value> {
    deployment.object("litellm_params")?.get(name)
}

/// Roughly what a tokenizer would count in a question: a token for each word, and seven around it.
pub(in crate::sandbox) fn question(body: &Row) -> u32 {
    let messages = body.get("messages").and_then(Value::as_array);
    let texts = messages.into_iter().flatten().filter_map(|message| message.get("content")?.as_str());
    let words: usize = texts.map(|text| text.split_whitespace().count()).sum();
    u32::try_from(words).unwrap_or(u32::MAX).saturating_add(7)
}

/// The price of a token, in and out: said in the parameters or the information of the deployment, or known.
pub(in crate::sandbox) fn per_token(deployment: &Row) -> (Option<f64>, Option<f64>) {
    let said = |name: &str| {
        let info: Option<&Map<String, Value>> = deployment.object("model_info");
        parameter(deployment, name).or_else(|| info?.get(name)).and_then(Value::as_f64)
    };
    let known = of(deployment);
    (
        said("input_cost_per_token").or(known.map(|known| known.input)),
        said("output_cost_per_token").or(known.map(|known| known.output)),
    )
}
