//! `chat batch --dry-run`: what the requests will take, from tokens that the server counts for some of them.

use anyhow::Result;
use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{Endpoint, ModelLimits};
use serde::Serialize;
use serde_json::Value;

use super::cap::{self, Price};
use super::input::{Input, Lines};
use super::job::grouped;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{count, dollars};

/// How many requests are counted.
const SAMPLE: u64 = 100;

#[derive(Serialize)]
struct Estimate {
    requests: u64,
    /// Counted for some, and extrapolated.
    input_tokens: Option<u64>,
    counted_requests: u64,
    max_output_tokens: Option<u64>,
    /// In dollars.
    input_cost: Option<f64>,
    max_cost: Option<f64>,
}

pub(super) async fn run(
    context: &mut Context,
    client: &Client,
    input: &Input,
    lines: &Lines,
    price: Option<Price>,
) -> Result<Outcome> {
    let limits = cap::limits(client, &lines.models, price).await?;
    let (sampled, counted) = sample(client, input, lines).await?;
    let requests: u64 = lines.models.values().map(|totals| totals.requests).sum();
    let of = |model: &String| limits.get(model).copied().unwrap_or_default();
    let output = |model: &String| {
        let totals = lines.models.get(model).copied().unwrap_or_default();
        match (totals.unbounded, of(model).max_output_tokens) {
            (0, _) => Some(totals.output_tokens),
            (unbounded, Some(most)) => Some(totals.output_tokens.saturating_add(unbounded.saturating_mul(most))),
            (_, None) => None,
        }
    };
    let max_output_tokens = lines.models.keys().map(output).sum::<Option<u64>>();
    let max_cost = lines.models.iter().map(|(model, totals)| of(model).cost(totals.input_tokens, output(model)));
    let input_tokens = sampled.map(|tokens| extrapolated(tokens, counted, requests));
    // The share of a model in the tokens is that of its requests.
    let input_cost = input_tokens.and_then(|tokens| {
        let part = |totals: u64| extrapolated(tokens, requests, totals);
        lines.models.iter().map(|(model, totals)| input_price(of(model), part(totals.requests))).sum::<Option<f64>>()
    });
    let estimate = Estimate {
        requests,
        input_tokens,
        counted_requests: counted,
        max_output_tokens,
        input_cost,
        max_cost: max_cost.sum::<Option<f64>>(),
    };
    if !context.output.is_for_people() {
        return context.output.value(&estimate);
    }
    context.output.text(&describe(&estimate)).map(Outcome::done)
}

fn input_price(limits: ModelLimits, tokens: u64) -> Option<f64> {
    limits.cost(tokens, Some(0))
}

/// Counts the tokens of some requests, evenly spread. Returns them with the number of requests; `None` if the server cannot.
async fn sample(client: &Client, input: &Input, lines: &Lines) -> Result<(Option<u64>, u64)> {
    let step = (lines.len() as u64).div_ceil(SAMPLE).max(1);
    let mut requests = input.requests()?;
    let (mut index, mut tokens, mut counted) = (0_u64, 0_u64, 0_u64);
    while let Some((_, request)) = requests.next()? {
        index += 1;
        let Ok(request) = request else { continue };
        if !(index - 1).is_multiple_of(step) {
            continue;
        }
        let messages = match request.endpoint {
            Endpoint::Chat => request.body.get("messages").cloned(),
            _ => request
                .body
                .get("input")
                .map(|input| serde_json::json!([{"role": "user", "content": input.to_string()}])),
        };
        let tools = request.body.get("tools").cloned();
        let counting = client.chat().count_tokens(request.model(), messages.unwrap_or(Value::Null), tools);
        let Ok(count) = counting.await else { return Ok((None, 0)) };
        tokens += count.total_tokens;
        counted += 1;
    }
    Ok((Some(tokens), counted))
}

/// Returns `part` of `tokens`, which are those of `whole`.
fn extrapolated(tokens: u64, whole: u64, part: u64) -> u64 {
    u64::try_from(u128::from(tokens) * u128::from(part) / u128::from(whole.max(1))).unwrap_or(u64::MAX)
}

fn describe(estimate: &Estimate) -> String {
    let number = |number: u64| grouped(usize::try_from(number).unwrap_or(usize::MAX));
    let mut parts = vec![format!("{} requests", number(estimate.requests))];
    if estimate.requests == 1 {
        parts = vec![count(1, "request")];
    }
    parts.push(match estimate.input_tokens {
        Some(tokens) if estimate.counted_requests < estimate.requests => {
            format!("{} tokens in (counted for {}, extrapolated)", number(tokens), number(estimate.counted_requests))
        }
        Some(tokens) => format!("{} tokens in", number(tokens)),
        None => "tokens in unknown".to_owned(),
    });
    parts.push(match estimate.max_output_tokens {
        Some(tokens) => format!("at most {} out", number(tokens)),
        None => "no bound on tokens out".to_owned(),
    });
    parts.push(match (estimate.input_cost, estimate.max_cost) {
        (Some(input), Some(most)) => format!("≈{} for the input, at most {} in all", dollars(input), dollars(most)),
        (Some(input), None) => format!("≈{} for the input, no bound on the rest", dollars(input)),
        (None, _) => "cost unknown".to_owned(),
    });
    parts.join(" · ") + "\n"
}
