//! The cost of a request, estimated before it is sent. A cost that is not known is `None`, never 0.

use futures_util::future::join;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Chat;
use super::cost::TokenPrices;
use crate::api::model_groups::ModelGroup;
use crate::core::{Call, Error};

/// A request whose cost is asked for.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CostQuestion {
    /// Public name of the model.
    pub model: String,
    /// The messages, whose tokens are counted unless `input_tokens` is set.
    pub messages: Value,
    /// The tools, which are counted with the messages.
    pub tools: Option<Value>,
    /// The number of input tokens.
    pub input_tokens: Option<u64>,
    /// The number of output tokens; by default the most that the model generates.
    pub output_tokens: Option<u64>,
}

impl CostQuestion {
    /// Returns a question about a model, by public name.
    pub fn new(model: impl Into<String>) -> Self {
        Self { model: model.into(), ..Self::default() }
    }

    /// Sets the messages, and the tools.
    #[must_use]
    pub fn messages(self, messages: impl Into<Value>, tools: Option<Value>) -> Self {
        Self { messages: messages.into(), tools, ..self }
    }

    /// Sets the number of input tokens.
    #[must_use]
    pub fn input_tokens(self, tokens: u64) -> Self {
        Self { input_tokens: Some(tokens), ..self }
    }

    /// Sets the number of output tokens.
    #[must_use]
    pub fn output_tokens(self, tokens: u64) -> Self {
        Self { output_tokens: Some(tokens), ..self }
    }
}

/// Where the prices of an estimate come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriceSource {
    /// `POST /cost/estimate`.
    CostEstimate,
    /// `GET /model_group/info`.
    ModelGroup,
    /// All deployments of the model state that it is free: `GET /v1/model/info`.
    Deployments,
    /// `GET /public/litellm_model_cost_map`, which LiteLLM maintains.
    PriceMap,
}

/// The estimated cost of a request, in dollars.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CostEstimate {
    /// Public name of the model.
    pub model: String,
    /// The number of input tokens.
    pub input_tokens: u64,
    /// The number of output tokens.
    pub output_tokens: u64,
    /// The cost in dollars; `None` if it is not known.
    pub cost: Option<f64>,
    /// The part of the input, in dollars.
    pub input_cost: Option<f64>,
    /// The part of the output, in dollars.
    pub output_cost: Option<f64>,
    /// Dollars per input token.
    pub input_cost_per_token: Option<f64>,
    /// Dollars per output token.
    pub output_cost_per_token: Option<f64>,
    /// Where the prices come from; `None` if they are not known.
    pub source: Option<PriceSource>,
}

/// The response of `POST /cost/estimate`, as far as it is used.
#[derive(Deserialize)]
struct Estimated {
    cost_per_request: Option<f64>,
    input_cost_per_request: Option<f64>,
    output_cost_per_request: Option<f64>,
    input_cost_per_token: Option<f64>,
    output_cost_per_token: Option<f64>,
}

impl CostEstimate {
    fn unknown(model: &str, input_tokens: u64, output_tokens: u64) -> Self {
        Self {
            model: model.to_owned(),
            input_tokens,
            output_tokens,
            cost: None,
            input_cost: None,
            output_cost: None,
            input_cost_per_token: None,
            output_cost_per_token: None,
            source: None,
        }
    }

    fn with_prices(self, prices: TokenPrices, source: PriceSource) -> Self {
        let (input, output) = (prices.cost(self.input_tokens, 0), prices.cost(0, self.output_tokens));
        Self {
            cost: Some(input + output),
            input_cost: Some(input),
            output_cost: Some(output),
            input_cost_per_token: Some(prices.input),
            output_cost_per_token: Some(prices.output),
            source: Some(source),
            ..self
        }
    }

    /// Takes over what the server computed, unless all of it is 0: that stands for a model without a price.
    fn with_estimated(self, estimated: &Estimated) -> Option<Self> {
        let is_positive = |amount: Option<f64>| amount.is_some_and(|amount| amount.is_finite() && amount > 0.0);
        let amounts = [estimated.cost_per_request, estimated.input_cost_per_token, estimated.output_cost_per_token];
        amounts.into_iter().any(is_positive).then_some(Self {
            cost: estimated.cost_per_request,
            input_cost: estimated.input_cost_per_request,
            output_cost: estimated.output_cost_per_request,
            input_cost_per_token: estimated.input_cost_per_token,
            output_cost_per_token: estimated.output_cost_per_token,
            source: Some(PriceSource::CostEstimate),
            ..self
        })
    }
}

/// Returns prices that a server reports: not if both are 0 or null, which older servers do for a model without a price. A
/// price of 0 next to another is one, such as that of the output of embeddings.
fn known(input: Option<f64>, output: Option<f64>) -> Option<TokenPrices> {
    let prices = TokenPrices::new(input?, output?);
    let are_valid = [prices.input, prices.output].iter().all(|price| price.is_finite() && *price >= 0.0);
    (are_valid && prices.input + prices.output > 0.0).then_some(prices)
}

/// Returns the most tokens that a model generates; an embedding has none.
fn longest_answer(group: &ModelGroup) -> Option<u64> {
    if group.mode.as_deref() == Some("embedding") { Some(0) } else { group.max_output_tokens }
}

fn price(fields: &Value, name: &str) -> Option<f64> {
    fields.get(name).and_then(Value::as_f64)
}

impl Chat<'_> {
    /// Returns the call that asks for the cost of a request: `POST /cost/estimate`, dollars in `cost_per_request`. Servers
    /// older than 1.106 do not have it, and the cost of a model without a price is 0. [`Chat::estimate_cost`] copes with
    /// both.
    pub fn cost_of_tokens(&self, model: impl AsRef<str>, input_tokens: u64, output_tokens: u64) -> Call<Value> {
        let body = json!({"model": model.as_ref(), "input_tokens": input_tokens, "output_tokens": output_tokens});
        self.0.http().request("POST", "/cost/estimate").json(&body)
    }

    /// Estimates the cost of a request before it is sent: counts the tokens with `POST /utils/token_counter` if their number
    /// is not given, and asks `POST /cost/estimate`, then the prices of `GET /model_group/info`, those that deployments
    /// state in `GET /v1/model/info`, and for a model that the server does not serve, LiteLLM's price map.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::chat::CostQuestion;
    ///
    /// let question = CostQuestion::new("gpt-4o").input_tokens(1_000).output_tokens(200);
    /// match client.chat().estimate_cost(&question).await?.cost {
    ///     Some(dollars) => println!("${dollars}"),
    ///     None => println!("unknown"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Returns the error of a request, [`Error::Missing`] if neither the server nor the price map knows the model, and
    /// [`Error::InvalidRequest`] without a number of output tokens if the most that the model generates is not known.
    pub async fn estimate_cost(&self, question: &CostQuestion) -> Result<CostEstimate, Error> {
        let model = &question.model;
        let (input_tokens, groups) = join(self.input_tokens(question), self.0.model_groups().info(model)).await;
        let (input_tokens, groups) = (input_tokens?, groups?);
        let group = groups.iter().map(AsRef::as_ref).find(|group: &&ModelGroup| group.model_group == *model);
        let output_tokens = question.output_tokens.or_else(|| longest_answer(group?)).ok_or_else(|| {
            let message =
                format!("the most tokens that `{model}` generates are not known: set the number of output tokens");
            Error::InvalidRequest(message)
        })?;
        let estimate = CostEstimate::unknown(model, input_tokens, output_tokens);
        let estimated = match self.cost_of_tokens(model, input_tokens, output_tokens).typed::<Estimated>().await {
            Ok(estimated) => estimate.clone().with_estimated(&estimated),
            // Only admins may ask for it: others are refused with 401, though their key is known from the requests before.
            Err(
                Error::NotFound(_)
                | Error::Unauthorized(_)
                | Error::Forbidden(_)
                | Error::Refused(_)
                | Error::Server(_),
            ) => None,
            Err(error) => return Err(error),
        };
        if let Some(estimate) = estimated {
            return Ok(estimate);
        }
        if let Some(group) = group {
            return match known(group.input_cost_per_token, group.output_cost_per_token) {
                Some(prices) => Ok(estimate.with_prices(prices, PriceSource::ModelGroup)),
                None if self.is_stated_free(model).await? => {
                    Ok(estimate.with_prices(TokenPrices::new(0.0, 0.0), PriceSource::Deployments))
                }
                None => Ok(estimate),
            };
        }
        let map = self.0.http().request("GET", "/public/litellm_model_cost_map").await?;
        let listed = map.get(model).ok_or_else(|| {
            Error::Missing(format!("neither the server nor its price map has a model named `{model}`"))
        })?;
        Ok(match known(price(listed, "input_cost_per_token"), price(listed, "output_cost_per_token")) {
            Some(prices) => estimate.with_prices(prices, PriceSource::PriceMap),
            None => estimate,
        })
    }

    async fn input_tokens(&self, question: &CostQuestion) -> Result<u64, Error> {
        if let Some(tokens) = question.input_tokens {
            return Ok(tokens);
        }
        let count = self.count_tokens(&question.model, question.messages.clone(), question.tools.clone());
        Ok(count.await?.total_tokens)
    }

    /// Returns whether every deployment of a model states prices of 0.
    async fn is_stated_free(&self, model: &str) -> Result<bool, Error> {
        let deployments = match self.0.models().info().await {
            // The key may chat, but not see deployments.
            Err(Error::Forbidden(_)) => return Ok(false),
            deployments => deployments?,
        };
        let mut own =
            deployments.iter().filter(|deployment| deployment.model_name.as_deref() == Some(model)).peekable();
        let is_free = |name: &str, parameters: &serde_json::Map<String, Value>| {
            // Prices of a configuration file may be strings.
            let number = |price: &Value| price.as_f64().or_else(|| price.as_str()?.parse().ok());
            parameters.get(name).and_then(number).is_some_and(|price: f64| price <= 0.0)
        };
        Ok(own.peek().is_some()
            && own.all(|deployment| {
                let parameters = &deployment.litellm_params;
                is_free("input_cost_per_token", parameters) && is_free("output_cost_per_token", parameters)
            }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_of_zero_on_both_sides_are_unknown() {
        assert_eq!(known(Some(1e-6), Some(2e-6)), Some(TokenPrices::new(1e-6, 2e-6)));
        assert_eq!(known(Some(1e-6), Some(0.0)), Some(TokenPrices::new(1e-6, 0.0)));
        for (input, output) in [(Some(0.0), Some(0.0)), (None, None), (Some(1e-6), None), (Some(f64::NAN), Some(1.0))] {
            assert_eq!(known(input, output), None, "{input:?} {output:?}");
        }
    }
}
