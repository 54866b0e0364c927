//! What a batch has cost, and the limit that it must not pass: the worst case of each request is reserved while it is sent.

use std::collections::BTreeMap;

use anyhow::Result;
use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{BatchAnswer, BatchRequest, BatchResponse, ModelLimits};

use super::input::Totals;
use super::journal::Charge;
use crate::commands::cost_cap::CostCap;
use crate::failure::Failure;
use crate::output::dollars;

/// Costs of a batch in dollars.
pub(super) struct Cap {
    costs: CostCap,
    limits: BTreeMap<String, ModelLimits>,
    /// Answers whose cost is not known.
    pub(super) unknown: u64,
}

/// Prices from the command line, in dollars per million tokens.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price {
    input: f64,
    output: f64,
}

/// Parses `IN,OUT`.
pub(super) fn price(text: &str) -> Result<Price, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|price| price.is_finite() && *price >= 0.0);
    let pair = text.split_once(',').and_then(|(input, output)| Some((number(input)?, number(output)?)));
    let (input, output) = pair.ok_or("expected IN,OUT in dollars per million tokens, such as 2.5,10")?;
    Ok(Price { input: input / 1e6, output: output / 1e6 })
}

/// Fetches the prices of the models of a batch, with one request.
pub(super) async fn limits(
    client: &Client,
    models: &BTreeMap<String, Totals>,
    price: Option<Price>,
) -> Result<BTreeMap<String, ModelLimits>> {
    let groups = match client.model_groups().list().await {
        Ok(groups) => groups,
        // Prices are given, and limits may be.
        Err(_) if price.is_some() => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let limits_of = |model: &String| {
        let group = groups.iter().find(|group| group.model_group == *model);
        let known = group.map(|group| ModelLimits::of(group)).unwrap_or_default();
        (model.clone(), price.map_or(known, |price| known.with_prices(price.input, price.output)))
    };
    Ok(models.keys().map(limits_of).collect())
}

impl Cap {
    /// Returns costs without a limit.
    pub(super) fn unlimited() -> Self {
        Self { costs: CostCap::default(), limits: BTreeMap::new(), unknown: 0 }
    }

    /// Returns costs with a limit. Fails unless each request has a price and a bound.
    pub(super) fn limited(
        limit: f64,
        limits: BTreeMap<String, ModelLimits>,
        models: &BTreeMap<String, Totals>,
    ) -> Result<Self> {
        for (model, totals) in models {
            let known = limits.get(model).copied().unwrap_or_default();
            // Any request shows whether the prices that count are known.
            let output_tokens = totals.output_tokens + totals.unbounded;
            if known.cost(totals.input_tokens, Some(output_tokens)).is_none() {
                let message = format!("--max-cost needs the price of `{model}`, which the server does not know");
                let hint = Some("give it with --price IN,OUT, in dollars per million tokens".to_owned());
                return Err(Failure::Usage { message, hint }.into());
            }
            if totals.unbounded > 0 && known.max_output_tokens.is_none() {
                let message = format!("--max-cost needs a bound on the answers of `{model}`");
                let hint = Some("set one with -p max_tokens=N".to_owned());
                return Err(Failure::Usage { message, hint }.into());
            }
        }
        Ok(Self { costs: CostCap::new(Some(limit)), limits, ..Self::unlimited() })
    }

    /// Reserves the worst case of a request. Returns it, or `None` if it does not fit under the limit now.
    pub(super) fn reserve(&mut self, request: &BatchRequest) -> Option<f64> {
        if self.costs.limit().is_none() {
            return Some(0.0);
        }
        let worst = self.limits.get(request.model()).and_then(|limits| limits.worst(request).cost)?;
        self.costs.reserve(worst).then_some(worst)
    }

    /// Releases what was reserved for a request, and counts what it cost. `worst` is that of one attempt.
    pub(super) fn settle(
        &mut self,
        request: &BatchRequest,
        (reserved, worst): (f64, f64),
        answer: &BatchAnswer,
    ) -> Charge {
        let is_success = answer.result.as_ref().is_ok_and(BatchResponse::is_success);
        let cost = answer.result.as_ref().ok().and_then(|response| {
            let estimated = || {
                let (input, output) = response.tokens()?;
                self.limits.get(request.model())?.cost(input, Some(output))
            };
            response.cost().or_else(estimated)
        });
        // Attempts that were cut off may have been billed, and so may an answer without a cost.
        let unsure = f64::from(answer.cut) + if is_success && cost.is_none() { 1.0 } else { 0.0 };
        let at_most = Some(unsure * worst).filter(|cost| *cost > 0.0);
        self.unknown += u64::from(is_success && cost.is_none());
        self.costs.settle(reserved, cost.unwrap_or_default() + at_most.unwrap_or_default());
        Charge { cost, at_most }
    }

    /// Counts what earlier runs have spent.
    pub(super) fn add_spent(&mut self, cost: f64) {
        self.costs.spent += cost;
    }

    /// Formats what was spent, such as `$2.31 of $5.00`.
    pub(super) fn describe(&self) -> String {
        match self.costs.limit() {
            Some(limit) => format!("{} of {}", dollars(self.costs.spent), dollars(limit)),
            None if self.costs.spent == 0.0 && self.unknown > 0 => "cost unknown".to_owned(),
            None => dollars(self.costs.spent),
        }
    }
}
