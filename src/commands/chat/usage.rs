//! The line about an answer: tokens, cost, times and deployment. A cost that is not known is called unknown, never $0.

use std::time::Duration;

use reqwest::header::HeaderMap;

use crate::context::Context;
use crate::output::{dollars, short_hash, short_id};
use litellm_proxy_client::chat::{ChatCompletion, Completion, Usage};
use litellm_proxy_client::{CallInfo, Client};

/// How long an answer took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timing {
    /// Until the first piece of a stream.
    pub(super) first_token: Option<Duration>,
    pub(super) total: Duration,
}

/// A cost in dollars, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cost {
    /// As the server reports it.
    Reported(f64),
    /// Computed from the prices of the model.
    Estimated(f64),
    Unknown,
}

impl Cost {
    /// Formats the cost, such as `$0.0007`, `≈$0.0007` or `cost unknown`.
    pub(super) fn describe(self) -> String {
        match self {
            Self::Reported(amount) => dollars(amount),
            Self::Estimated(amount) => format!("≈{}", dollars(amount)),
            Self::Unknown => "cost unknown".to_owned(),
        }
    }
}

/// What is known about an answer apart from its content.
pub(super) struct Answered {
    usage: Option<Usage>,
    /// The cost that the server reports.
    cost: Option<f64>,
    finish_reason: Option<String>,
    info: CallInfo,
    retries: u64,
    timing: Timing,
}

impl Answered {
    pub(super) fn of_completion(completion: &Completion, timing: Timing) -> Self {
        Self { cost: completion.cost(), ..Self::of_stream(completion.headers(), completion, timing) }
    }

    /// Headers of a stream leave before its cost is known, so they do not count.
    pub(super) fn of_stream(headers: &HeaderMap, completion: &ChatCompletion, timing: Timing) -> Self {
        let retries =
            headers.get("x-litellm-attempted-retries").and_then(|retries| retries.to_str().ok()?.parse().ok());
        Self {
            usage: completion.usage.clone(),
            cost: completion.usage.as_ref().and_then(Usage::reported_cost),
            finish_reason: completion.choices.first().and_then(|choice| choice.finish_reason.clone()),
            info: CallInfo::from_headers(headers),
            retries: retries.unwrap_or_default(),
            timing,
        }
    }

    /// Returns the cost: as reported, else computed from the prices of the model, which takes a request.
    pub(super) async fn cost(&self, client: &Client, model: &str) -> Cost {
        if let Some(cost) = self.cost {
            return Cost::Reported(cost);
        }
        let Some(usage) = self.usage.as_ref().filter(|usage| usage.prompt_tokens + usage.completion_tokens > 0) else {
            return Cost::Unknown;
        };
        // A server that does not tell its prices leaves the cost unknown.
        let prices = client.chat().prices(model).await.ok().flatten();
        prices
            .map_or(Cost::Unknown, |prices| Cost::Estimated(prices.cost(usage.prompt_tokens, usage.completion_tokens)))
    }

    pub(super) fn usage(&self) -> Option<Usage> {
        self.usage.clone()
    }

    pub(super) fn model_id(&self) -> Option<String> {
        self.info.model_id.clone()
    }

    /// Formats tokens, cost, time and deployment, such as `12 in, 40 out · $0.0004 · 1.20 s · gpt-4o-eu`.
    pub(super) fn short(&self, cost: Cost) -> String {
        let mut parts = vec![self.tokens(), cost.describe(), seconds(self.timing.total)];
        parts.extend(self.info.model_id.as_ref().map(|id| short_id(&short_hash(id)).into_owned()));
        let reason = self.finish_reason.as_deref().filter(|reason| !matches!(*reason, "" | "stop"));
        parts.extend(reason.map(|reason| format!("finish reason {reason}")));
        parts.join(" · ")
    }

    pub(super) fn call_id(&self) -> Option<String> {
        self.info.call_id.clone()
    }

    pub(super) fn tokens(&self) -> String {
        let Some(usage) = &self.usage else { return "tokens unknown".to_owned() };
        let and = |count: u64, what: &str| if count > 0 { format!(" ({count} {what})") } else { String::new() };
        format!(
            "{} in{}, {} out{}",
            usage.prompt_tokens,
            and(usage.cached_tokens(), "cached"),
            usage.completion_tokens,
            and(usage.reasoning_tokens(), "reasoning")
        )
    }

    fn describe(&self, cost: Cost) -> String {
        let mut parts = vec![self.tokens(), cost.describe(), self.timing.describe()];
        if let Some(id) = &self.info.model_id {
            parts.push(format!("deployment {}", short_id(&short_hash(id))));
        }
        if self.retries > 0 {
            parts.push(crate::output::count(self.retries, "retry"));
        }
        let reason = self.finish_reason.as_deref().filter(|reason| !matches!(*reason, "" | "stop"));
        parts.extend(reason.map(|reason| format!("finish reason {reason}")));
        parts.join(" · ")
    }
}

impl Timing {
    fn describe(self) -> String {
        match self.first_token {
            Some(first) => format!("first token {}, {} in all", seconds(first), seconds(self.total)),
            None => seconds(self.total),
        }
    }
}

/// Formats a duration in seconds, such as `0.41 s` or `12.3 s`.
pub(super) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

/// Prints the line.
pub(super) async fn report(context: &mut Context, client: &Client, model: &str, answer: &Answered) {
    let cost = answer.cost(client, model).await;
    let line = answer.describe(cost);
    context.output.dimmed(&format!("{line}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_line_names_what_is_above_zero() {
        let answer = |usage: serde_json::Value| Answered {
            usage: serde_json::from_value(usage).expect("a usage"),
            cost: None,
            finish_reason: Some("stop".to_owned()),
            info: CallInfo::default(),
            retries: 0,
            timing: Timing { first_token: None, total: Duration::from_millis(920) },
        };
        let plain = answer(json!({"prompt_tokens": 263, "completion_tokens": 6}));
        assert_eq!(plain.describe(Cost::Reported(0.0007)), "263 in, 6 out · $0.0007 · 0.92 s");
        let mut full = answer(json!({"prompt_tokens": 9, "completion_tokens": 6,
            "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 5}}));
        (full.retries, full.finish_reason) = (1, Some("length".to_owned()));
        full.timing.first_token = Some(Duration::from_millis(410));
        assert_eq!(
            full.describe(Cost::Unknown),
            "9 in (4 cached), 6 out (5 reasoning) · cost unknown · first token 0.41 s, 0.92 s in all · 1 retry · finish reason length"
        );
        assert_eq!(Cost::Estimated(0.0007).describe(), "≈$0.0007");
        assert_eq!(answer(serde_json::Value::Null).tokens(), "tokens unknown");
    }
}
