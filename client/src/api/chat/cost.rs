//! What answers cost: as the server reports it, or estimated from the prices of the model. A cost that is not known is
//! `None`, never 0.

use serde_json::Value;

use super::Chat;
use super::completion::{Completion, Usage};
use crate::api::model_groups::ModelGroup;
use crate::core::Error;

/// The prices of a model, in dollars per token.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TokenPrices {
    /// The price of an input token.
    pub input: f64,
    /// The price of an output token.
    pub output: f64,
}

impl TokenPrices {
    /// Returns prices in dollars per token.
    pub fn new(input: impl Into<f64>, output: impl Into<f64>) -> Self {
        Self { input: input.into(), output: output.into() }
    }

    /// Returns the prices of a model group; `None` unless both are known. Servers report an unknown price as null, and
    /// older ones as 0.
    pub fn of(group: &ModelGroup) -> Option<Self> {
        let known = |price: Option<f64>| price.filter(|price| price.is_finite() && *price > 0.0);
        Some(Self { input: known(group.input_cost_per_token)?, output: known(group.output_cost_per_token)? })
    }

    /// Returns the cost of these tokens in dollars.
    #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
    pub fn cost(&self, input_tokens: u64, output_tokens: u64) -> f64 {
        self.input * input_tokens as f64 + self.output * output_tokens as f64
    }
}

impl Chat<'_> {
    /// Fetches the prices of a model, by public name: `GET /model_group/info`. If its deployments have several prices,
    /// these are the highest. `None` if they are not known.
    ///
    /// # Errors
    /// Returns the error of the request.
    pub async fn prices(&self, model: impl AsRef<str>) -> Result<Option<TokenPrices>, Error> {
        let model = model.as_ref();
        let groups = self.0.model_groups().info(model).await?;
        Ok(groups.iter().find(|group| group.model_group == model).and_then(|group| TokenPrices::of(group)))
    }
}

impl Completion {
    /// Returns the cost in dollars that the server reports for this completion, in a header or in its usage. Servers
    /// report no cost, or 0, for a model without a price: it is `None`.
    pub fn cost(&self) -> Option<f64> {
        positive(self.call_info().cost).or_else(|| self.usage.as_ref().and_then(Usage::reported_cost))
    }
}

impl Usage {
    /// Returns the cost in dollars that the server reports with the usage, as newer servers do in streams. `None` for 0,
    /// which stands for a model without a price.
    pub fn reported_cost(&self) -> Option<f64> {
        positive(self.cost)
    }

    /// Returns the number of input tokens that the provider read from its cache.
    pub fn cached_tokens(&self) -> u64 {
        self.detail("prompt_tokens_details", "cached_tokens")
    }

    /// Returns the number of output tokens that are reasoning.
    pub fn reasoning_tokens(&self) -> u64 {
        self.detail("completion_tokens_details", "reasoning_tokens")
    }

    fn detail(&self, details: &str, name: &str) -> u64 {
        self.extra.get(details).and_then(|details| details.get(name)).and_then(Value::as_u64).unwrap_or_default()
    }
}

fn positive(cost: Option<f64>) -> Option<f64> {
    cost.filter(|cost| cost.is_finite() && *cost > 0.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_price_of_null_or_zero_is_unknown() {
        let group = |input: Value, output: Value| {
            let group = json!({"model_group": "m", "input_cost_per_token": input, "output_cost_per_token": output});
            TokenPrices::of(&serde_json::from_value(group).expect("a group"))
        };
        assert_eq!(group(json!(1e-6), json!(2e-6)), Some(TokenPrices::new(1e-6, 2e-6)));
        for (input, output) in [(json!(0.0), json!(0.0)), (json!(1e-6), Value::Null), (json!(0), json!(1e-6))] {
            assert_eq!(group(input.clone(), output.clone()), None, "{input} {output}");
        }
    }

    #[test]
    fn details_of_the_usage_are_read() {
        let usage: Usage = serde_json::from_value(json!({"prompt_tokens": 9, "cost": 0.0,
            "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": null}))
        .expect("a usage");
        assert_eq!((usage.cached_tokens(), usage.reasoning_tokens(), usage.reported_cost()), (4, 0, None));
    }
}
