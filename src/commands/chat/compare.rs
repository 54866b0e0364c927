//! `--compare`: the same request to several models at once, their answers in order, and a table of tokens, cost and time.

use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesOrdered;
use serde::Serialize;

use super::answer::{Show, print_completion};
use super::usage::{Answered, Cost, Timing, seconds};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::Error;
use litellm_proxy_client::chat::{ChatRequest, Completion};

/// The answer of one model.
#[derive(Serialize)]
struct Compared {
    model: String,
    answer: Option<String>,
    prompt_tokens: Option<u64>,
    completion_tokens: Option<u64>,
    /// In dollars.
    cost: Option<f64>,
    cost_is_estimated: bool,
    latency_ms: u64,
    error: Option<String>,
    completion: Option<Completion>,
    #[serde(skip)]
    shown_cost: String,
}

/// Sends the request to each of the models, and prints their answers in this order.
pub(super) async fn run(
    context: &mut Context,
    dry_run: DryRun,
    models: &[String],
    request: &ChatRequest,
    show: Show,
) -> Result<Outcome> {
    let client = context.client()?;
    let calls: Vec<_> = models
        .iter()
        .map(|model| {
            let mut request = request.clone();
            request.model.clone_from(model);
            client.chat().completions().create(&request)
        })
        .collect();
    context
        .perform(dry_run, calls, async |context, calls| {
            let asked = models.iter().zip(calls).map(|(model, call)| {
                let client = client.clone();
                async move {
                    let started = Instant::now();
                    let result = call.await;
                    let latency = started.elapsed();
                    let cost = match &result {
                        Ok(completion) => {
                            let timing = Timing { first_token: None, total: latency };
                            Answered::of_completion(completion, timing).cost(&client, model).await
                        }
                        Err(_) => Cost::Unknown,
                    };
                    compared(model, result, cost, latency)
                }
            });
            let mut answers: FuturesOrdered<_> = asked.collect();
            let mut all = Vec::with_capacity(models.len());
            while let Some(answer) = answers.next().await {
                if context.output.is_for_people() {
                    print(context, &answer, all.is_empty(), &show)?;
                }
                all.push(answer);
            }
            finish(context, &all)
        })
        .await
}

fn compared(model: &str, result: Result<Completion, Error>, cost: Cost, latency: Duration) -> Compared {
    let (completion, error) = match result {
        Ok(completion) => (Some(completion), None),
        Err(error) => (None, Some(error.to_string())),
    };
    let usage = completion.as_ref().and_then(|completion| completion.usage.clone());
    let answer = completion.as_ref().map(|completion| completion.text().into_owned());
    Compared {
        model: model.to_owned(),
        answer: answer.filter(|text| !text.is_empty()),
        prompt_tokens: usage.as_ref().map(|usage| usage.prompt_tokens),
        completion_tokens: usage.as_ref().map(|usage| usage.completion_tokens),
        cost: match cost {
            Cost::Reported(cost) | Cost::Estimated(cost) => Some(cost),
            Cost::Unknown => None,
        },
        cost_is_estimated: matches!(cost, Cost::Estimated(_)),
        latency_ms: u64::try_from(latency.as_millis()).unwrap_or(u64::MAX),
        shown_cost: if error.is_some() { String::new() } else { cost.describe() },
        error,
        completion,
    }
}

fn print(context: &mut Context, answer: &Compared, is_first: bool, show: &Show) -> Result<()> {
    let gap = if is_first { "" } else { "\n" };
    context.output.prose(&format!("{gap}--- {} ---\n", answer.model))?;
    if let Some(error) = &answer.error {
        context.output.note(format_args!("failed: {}: {error}", answer.model));
    }
    if let Some(completion) = &answer.completion
        && let Err(error) = print_completion(context, completion, show)
    {
        context.output.warn(format_args!("{}: {error:#}", answer.model));
    }
    context.output.flush()
}

fn finish(context: &mut Context, answers: &[Compared]) -> Result<Outcome> {
    let columns: [&Column<Compared>; 5] = [
        &Column::new("model", "Model", |row| row.model.clone()),
        &Column::new("prompt_tokens", "In", |row| number(row.prompt_tokens)),
        &Column::new("completion_tokens", "Out", |row| number(row.completion_tokens)),
        &Column::new("cost", "Cost", |row| row.shown_cost.clone()),
        &Column::new("latency_ms", "Time", |row| match row.error {
            Some(_) => "failed".to_owned(),
            None => seconds(Duration::from_millis(row.latency_ms)),
        }),
    ];
    if context.output.is_for_people() {
        context.output.text("\n")?;
        context.output.table(answers, &columns)?;
    } else {
        context.output.list("answer", answers, &columns, &answers)?;
    }
    let failed = answers.iter().filter(|answer| answer.error.is_some()).count();
    if failed == 0 {
        return Ok(Outcome::Done);
    }
    Err(Failure::Partial(format!("{failed} of {} models did not answer", answers.len())).into())
}

fn number(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
