//! The prices of tokens: those of the deployment, or those of LiteLLM's price map.

use std::cell::OnceCell;

use serde_json::Value;

use crate::object::JsonObject;
use crate::providers;
use crate::providers::price_map::{self, KnownModel};

/// Returns the known model of a deployment, by its base model or its own name.
pub(crate) fn of(deployment: &JsonObject) -> Option<KnownModel> {
    let base = deployment.get_object("model_info").and_then(|info| info.get("base_model")).and_then(Value::as_str);
    if let Some(base) = base {
        return price_map::model(base, None).or_else(|| price_map::model(providers::bare(base), None));
    }
    price_map::model(parameter(deployment, "model")?.as_str()?, providers::of(deployment))
}

/// Returns one of the `litellm_params`.
pub(crate) fn parameter<'a>(deployment: &'a JsonObject, name: &str) -> Option<&'a Value> {
    deployment.get_object("litellm_params")?.get(name)
}

/// Estimates the prompt tokens of a chat request: one for each word, and seven for the message around them.
pub(crate) fn prompt_tokens(body: &JsonObject) -> u32 {
    let messages = body.get("messages").and_then(Value::as_array);
    let contents = messages.into_iter().flatten().filter_map(|message| message.get("content")?.as_str());
    let words: usize = contents.map(|text| text.split_whitespace().count()).sum();
    u32::try_from(words).unwrap_or(u32::MAX).saturating_add(7)
}

/// The prices of a deployment: its own, and those of the price map, which is searched once, and only for what the
/// deployment does not price.
struct Prices<'a> {
    deployment: &'a JsonObject,
    known: OnceCell<Option<KnownModel>>,
}

impl<'a> Prices<'a> {
    fn of(deployment: &'a JsonObject) -> Self {
        Self { deployment, known: OnceCell::new() }
    }

    /// Returns a price of `litellm_params` or `model_info`.
    fn own(&self, name: &str) -> Option<f64> {
        let info = || self.deployment.get_object("model_info")?.get(name);
        parameter(self.deployment, name).or_else(info).and_then(Value::as_f64)
    }

    fn known(&self) -> Option<&KnownModel> {
        self.known.get_or_init(|| of(self.deployment)).as_ref()
    }

    fn price(&self, name: &str) -> Option<f64> {
        self.own(name).or_else(|| self.known()?.price(name))
    }

    fn per_token(&self) -> (Option<f64>, Option<f64>) {
        let (input, output) = (self.own("input_cost_per_token"), self.own("output_cost_per_token"));
        // A deployment or model with only one price has the other for free.
        let list = |name: &str| Some(self.known()?.price(name).unwrap_or_default());
        let other = input.or(output).map(|_| 0.0);
        (
            input.or_else(|| list("input_cost_per_token")).or(other),
            output.or_else(|| list("output_cost_per_token")).or(other),
        )
    }
}

/// Returns the prices of an input and an output token: those of `litellm_params` or `model_info`, else those of the
/// price map.
pub(crate) fn per_token(deployment: &JsonObject) -> (Option<f64>, Option<f64>) {
    Prices::of(deployment).per_token()
}

/// The prices of the kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TokenPrices {
    pub(crate) input: f64,
    pub(crate) output: f64,
    pub(crate) cache_read: f64,
    pub(crate) cache_creation: f64,
    pub(crate) reasoning: f64,
}

/// The lengths of prompts, in thousands of tokens, beyond which all tokens may have another price.
const THRESHOLDS: [u64; 7] = [32, 100, 128, 200, 256, 272, 512];

/// Returns the prices of a request whose prompt has this many tokens. What is cached costs as much as other tokens where it
/// has no price, and so does reasoning.
pub(crate) fn for_prompt(deployment: &JsonObject, tokens: u64) -> TokenPrices {
    let of_deployment = Prices::of(deployment);
    let (input, output) = of_deployment.per_token();
    let (input, output) = (input.unwrap_or_default(), output.unwrap_or_default());
    let own = |name: &str| of_deployment.price(name);
    let (mut prices, mut cache_read, mut cache_creation) =
        ((input, output), own("cache_read_input_token_cost"), own("cache_creation_input_token_cost"));
    for thousands in THRESHOLDS.into_iter().filter(|thousands| tokens > thousands * 1_000) {
        let above = |name: &str| own(&format!("{name}_above_{thousands}k_tokens"));
        if above("input_cost_per_token").is_none() {
            continue;
        }
        prices.0 = above("input_cost_per_token").unwrap_or(prices.0);
        prices.1 = above("output_cost_per_token").unwrap_or(prices.1);
        cache_read = above("cache_read_input_token_cost").or(cache_read);
        cache_creation = above("cache_creation_input_token_cost").or(cache_creation);
    }
    let (input, output) = prices;
    TokenPrices {
        input,
        output,
        cache_read: cache_read.unwrap_or(input),
        cache_creation: cache_creation.unwrap_or(input),
        reasoning: own("output_cost_per_reasoning_token").unwrap_or(output),
    }
}

/// Returns a price of a deployment by its name: its own, else that of the price map.
pub(crate) fn price(deployment: &JsonObject, name: &str) -> Option<f64> {
    Prices::of(deployment).price(name)
}

/// Returns whether a field is a price.
pub(crate) fn is_price(name: &str) -> bool {
    name.contains("cost_per_") || name.ends_with("_token_cost") || name == "tiered_pricing"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn deployment(params: &Value, info: &Value) -> JsonObject {
        JsonObject::from_json(json!({ "litellm_params": params, "model_info": info }))
    }

    #[test]
    fn cached_tokens_and_long_prompts_have_prices_of_their_own() {
        let of = |params: Value, tokens: u64| for_prompt(&deployment(&params, &json!({})), tokens);
        let expected = |input, output, cache_read, cache_creation| TokenPrices {
            input,
            output,
            cache_read,
            cache_creation,
            reasoning: output,
        };
        let known = json!({ "model": "openai/gpt-5.4" });
        assert_eq!(of(known.clone(), 272_000), expected(2.5e-6, 1.5e-5, 2.5e-7, 2.5e-6));
        assert_eq!(of(known, 272_001), expected(5e-6, 2.25e-5, 5e-7, 5e-6));
        // What a deployment does not price costs what the price map says, else as much as other tokens.
        let own = json!({ "model": "openai/gpt-4o", "input_cost_per_token": 0.001, "output_cost_per_token": 0.002 });
        assert_eq!(of(own, 10), expected(0.001, 0.002, 1.25e-6, 0.001));
        let own = json!({ "model": "openai/x", "input_cost_per_token": 0.5, "cache_creation_input_token_cost": 2 });
        assert_eq!(of(own, 10), expected(0.5, 0.0, 0.5, 2.0));
        assert_eq!(of(json!({ "model": "openai/x" }), 10), expected(0.0, 0.0, 0.0, 0.0));
    }

    #[test]
    fn deployment_prices_take_precedence_over_list_prices() {
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
