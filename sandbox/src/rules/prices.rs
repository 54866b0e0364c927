//! The prices of tokens: those of the deployment, or those of LiteLLM's price map.

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

/// Returns the prices of an input and an output token: those of `litellm_params` or `model_info`, else those of the
/// price map.
pub(crate) fn per_token(deployment: &JsonObject) -> (Option<f64>, Option<f64>) {
    let info = deployment.get_object("model_info");
    let own = |name: &str| {
        parameter(deployment, name).or_else(|| info.and_then(|info| info.get(name))).and_then(Value::as_f64)
    };
    let known = of(deployment);
    let (input, output) = (own("input_cost_per_token"), own("output_cost_per_token"));
    // A deployment or model with only one price has the other for free.
    let list = |name: &str| Some(known.as_ref()?.price(name).unwrap_or_default());
    let other = input.or(output).map(|_| 0.0);
    (
        input.or_else(|| list("input_cost_per_token")).or(other),
        output.or_else(|| list("output_cost_per_token")).or(other),
    )
}

/// Returns a price of a deployment by its name: its own, else that of the price map.
pub(crate) fn price(deployment: &JsonObject, name: &str) -> Option<f64> {
    let own = parameter(deployment, name).or_else(|| deployment.get_object("model_info")?.get(name));
    own.and_then(Value::as_f64).or_else(|| of(deployment)?.price(name))
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
