//! The last hour of the log: failures and successes. Bodies are not read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use litellm_proxy_client::spend::{LogError, SpendLog};
use litellm_proxy_client::{FailureCause, Lossless, RefusalKind};
use serde_json::Value;

use super::super::facts::Facts;
use super::super::finding::{Finding, name};
use super::super::sources::Source;
use super::{Found, Unchecked, read};

/// Refusals of one kind that are pointed out.
const MANY: usize = 5;

/// A row of the log.
pub(super) struct Row {
    /// When the request ended.
    pub(super) time: Timestamp,
    pub(super) seconds: f64,
    pub(super) deployment: Option<String>,
    /// The name of the model that was asked for.
    pub(super) group: String,
    /// Why it failed; empty if it did not.
    pub(super) error: LogError,
    /// What the failure means, if it is the provider's.
    pub(super) cause: Option<FailureCause>,
    pub(super) tokens: f64,
    /// Milliseconds that the proxy took itself.
    pub(super) overhead: Option<f64>,
}

impl Row {
    fn read(row: &Value) -> Option<Self> {
        let log: Lossless<SpendLog> = serde_json::from_value(row.clone()).ok()?;
        let end = log.end_time?;
        let error = log.error().unwrap_or_default();
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Some(Self {
            time: end,
            seconds: end.duration_since(log.start_time?).as_secs_f64(),
            deployment: text(&log.model_id),
            group: text(&log.model_group).or(text(&log.model)).unwrap_or_default(),
            cause: error.cause().filter(|cause| log.is_failure_of_provider() && is_of_deployment(*cause)),
            error,
            tokens: row.get("completion_tokens").and_then(Value::as_f64).unwrap_or_default(),
            overhead: row.get("metadata").and_then(|metadata| metadata.get("litellm_overhead_time_ms")?.as_f64()),
        })
    }
}

/// Returns whether a cause says something about a deployment: others are about a request, or the consequence of other errors.
pub(super) fn is_of_deployment(cause: FailureCause) -> bool {
    use FailureCause as C;
    !matches!(cause, C::Cooldown | C::NoDeployment | C::Unsupported)
}

/// Returns the rows of the log, the newest first.
pub(super) fn rows(facts: &Facts, source: Source) -> impl Iterator<Item = Row> {
    facts.list(source, "data").iter().filter_map(Row::read)
}

pub(super) fn failures(facts: &Facts) -> Found {
    if facts.reply(Source::Failures).is_some_and(|reply| reply.kind() == Some(RefusalKind::NotAdmin)) {
        return Err(Unchecked::Because("it needs the key of an admin".to_owned()));
    }
    let reply = read(facts, Source::Failures)?;
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows(facts, Source::Failures).filter(|row| row.cause.is_none()) {
        *counts.entry((row.error.class.unwrap_or_default(), row.group)).or_default() += 1;
    }
    let findings = counts.into_iter().filter(|(_, count)| *count >= MANY).map(|((class, group), count)| {
        let group = if group.is_empty() { String::new() } else { format!(" for `{}`", name(&group)) };
        let what = if class.is_empty() { "requests".to_owned() } else { format!("{} refusals", name(&class)) };
        Finding::info("log", format!("{count} {what}{group} in the last hour"))
            .evidence(reply.quoting(&class))
            .command("litellm-proxy logs list --status failure --since 1h")
    });
    Ok(findings.collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn own_rate_limits_are_not_failures_of_the_provider() {
        let cause = |class: &str| {
            let row = json!({"startTime": "2026-11-30T10:00:00Z", "endTime": "2026-11-30T10:00:01Z", "metadata": {
                "error_information": {"error_class": class, "error_code": "429", "llm_provider": "openai",
                    "error_message": "litellm.RateLimitError: Rate limit exceeded"}}});
            Row::read(&row).expect("a row").cause
        };
        assert_eq!(cause("RateLimitError"), Some(FailureCause::RateLimit));
        assert_eq!(cause("ProxyRateLimitError"), None);
    }
}
