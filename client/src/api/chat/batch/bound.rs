//! What a request of a batch may cost at most.

use serde_json::{Map, Value};

use super::line::{BatchRequest, Endpoint};
use crate::api::model_groups::ModelGroup;
use crate::api::models::Deployment;

/// Tokens that an image counts as, whatever its size.
const IMAGE_TOKENS: u64 = 2_000;
const OUTPUT_LIMITS: [&str; 3] = ["max_tokens", "max_completion_tokens", "max_output_tokens"];

/// The prices of a model in dollars per token, and the most tokens that it generates; as far as they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct ModelLimits {
    /// Price of an input token.
    pub input_price: Option<f64>,
    /// Price of an output token.
    pub output_price: Option<f64>,
    /// The most tokens of one answer.
    pub max_output_tokens: Option<u64>,
}

/// The most that a request can use.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Worst {
    /// Input tokens: no more than the request has bytes, with a fixed number for each image.
    pub input_tokens: u64,
    /// Output tokens of all its answers; `None` if nothing bounds them.
    pub output_tokens: Option<u64>,
    /// Its cost in dollars; `None` if a price or a bound is not known.
    pub cost: Option<f64>,
}

impl ModelLimits {
    /// Reads the limits of a model group. A price of 0 is one that the server does not know.
    pub fn of(group: &ModelGroup) -> Self {
        let known = |price: Option<f64>| price.filter(|price| price.is_finite() && *price > 0.0);
        Self {
            input_price: known(group.input_cost_per_token),
            output_price: known(group.output_cost_per_token),
            max_output_tokens: group.max_output_tokens,
        }
    }

    /// Reads the limits of a deployment. A price of 0 is one that the server does not know.
    pub fn of_deployment(deployment: &Deployment) -> Self {
        let field = |name: &str| {
            let of = |fields: &Map<String, Value>| fields.get(name).filter(|value| !value.is_null()).cloned();
            of(&deployment.model_info).or_else(|| of(&deployment.litellm_params))
        };
        let price = |name: &str| {
            let price = field(name).and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
            price.filter(|price| price.is_finite() && *price > 0.0)
        };
        Self {
            input_price: price("input_cost_per_token"),
            output_price: price("output_cost_per_token"),
            max_output_tokens: field("max_output_tokens").and_then(|value| value.as_u64()),
        }
    }

    /// Returns these limits with other prices, in dollars per token.
    #[must_use]
    pub fn with_prices(self, input: impl Into<f64>, output: impl Into<f64>) -> Self {
        Self { input_price: Some(input.into()), output_price: Some(output.into()), ..self }
    }

    /// Returns the most that a request can use.
    pub fn worst(&self, request: &BatchRequest) -> Worst {
        let input_tokens = input_tokens(&request.body);
        let output_tokens = match request.endpoint {
            Endpoint::Embeddings => Some(0),
            Endpoint::Chat | Endpoint::Responses => {
                let own = OUTPUT_LIMITS.into_iter().filter_map(|name| request.body.get(name)?.as_u64()).max();
                own.or(self.max_output_tokens).map(|tokens| tokens.saturating_mul(request.choices()))
            }
        };
        Worst { input_tokens, output_tokens, cost: self.cost(input_tokens, output_tokens) }
    }

    /// Returns the cost of these tokens in dollars; `None` if a price that counts is not known.
    pub fn cost(&self, input_tokens: u64, output_tokens: Option<u64>) -> Option<f64> {
        let output = match output_tokens? {
            0 => 0.0,
            tokens => self.output_price? * float(tokens),
        };
        Some(self.input_price? * float(input_tokens) + output)
    }
}

#[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
fn float(tokens: u64) -> f64 {
    tokens as f64
}

/// Returns a bound of the input tokens: a token has at least a byte.
fn input_tokens(body: &Map<String, Value>) -> u64 {
    body.iter().map(|(name, value)| name.len() as u64 + 4 + bytes(value)).sum()
}

fn bytes(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64 + 2,
        Value::Array(items) => items.iter().map(|item| bytes(item) + 1).sum::<u64>() + 2,
        Value::Object(fields) if fields.contains_key("image_url") => {
            let others = fields.iter().filter(|(name, _)| *name != "image_url");
            IMAGE_TOKENS + others.map(|(name, value)| name.len() as u64 + 4 + bytes(value)).sum::<u64>()
        }
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| name.len() as u64 + 4 + bytes(value)).sum::<u64>() + 2
        }
        other => other.to_string().len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::line::BatchDefaults;
    use super::*;

    fn request(line: &Value) -> BatchRequest {
        BatchRequest::parse(&line.to_string(), 1, &BatchDefaults::default()).expect("a request")
    }

    #[test]
    fn requests_are_bounded_by_their_bytes_and_limits() {
        let limits = ModelLimits { max_output_tokens: Some(1_000), ..ModelLimits::default() }.with_prices(1e-6, 2e-6);
        let line = json!({"model": "m", "prompt": "hello", "n": 3});
        let worst = limits.worst(&request(&line));
        assert!((5..150).contains(&worst.input_tokens) && worst.output_tokens == Some(3_000), "{worst:?}");
        assert_eq!(worst.cost, Some(1e-6 * float(worst.input_tokens) + 0.006));
        let bounded =
            limits.worst(&request(&json!({"model": "m", "prompt": "x", "max_tokens": 5, "max_completion_tokens": 7})));
        assert_eq!(bounded.output_tokens, Some(7));
        let free = ModelLimits::default().worst(&request(&line));
        assert_eq!((free.output_tokens, free.cost), (None, None));
        let embedding = json!({"url": "/v1/embeddings", "body": {"model": "m", "input": "text"}});
        let input_only = ModelLimits { input_price: Some(1e-6), ..ModelLimits::default() };
        assert!(input_only.worst(&request(&embedding)).cost.is_some());
    }

    #[test]
    fn an_image_counts_the_same_whatever_its_size() {
        let tokens = |url: &str| {
            let content = json!([{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": url}}]);
            let line = json!({"model": "m", "messages": [{"role": "user", "content": content}]});
            ModelLimits::default().worst(&request(&line)).input_tokens
        };
        assert_eq!(tokens("https://a/b.png"), tokens(&"x".repeat(1_000_000)));
        assert!((2_000..2_300).contains(&tokens("")));
    }
}
