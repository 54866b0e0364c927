//! The last hour of the log: failures and successes. Bodies are not read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use litellm_proxy_client::RefusalKind;
use serde_json::Value;

use super::super::facts::Facts;
use super::super::finding::{Finding, name};
use super::super::sources::Source;
use super::causes::Cause;
use super::{Found, Unchecked, read};
use crate::output::times;

/// Refusals of one kind that are pointed out.
const MANY: usize = 5;

/// A row of the log.
pub(super) struct Row<'a> {
    /// When the request ended.
    pub(super) time: Timestamp,
    pub(super) seconds: f64,
    pub(super) deployment: Option<&'a str>,
    /// The name of the model that was asked for.
    pub(super) group: &'a str,
    pub(super) status: &'a str,
    pub(super) class: &'a str,
    pub(super) message: &'a str,
    provider: &'a str,
    pub(super) tokens: f64,
    /// Milliseconds that the proxy took itself.
    pub(super) overhead: Option<f64>,
}

impl<'a> Row<'a> {
    fn read(row: &'a Value) -> Option<Self> {
        fn text<'a>(value: Option<&'a Value>, field: &str) -> &'a str {
            value.and_then(|value| value.get(field)?.as_str()).unwrap_or_default()
        }
        let time = |field: &str| row.get(field)?.as_str().and_then(times::parse);
        let (start, end) = (time("startTime")?, time("endTime")?);
        let metadata = row.get("metadata");
        let error = metadata.and_then(|metadata| metadata.get("error_information"));
        let group = text(Some(row), "model_group");
        Some(Self {
            time: end,
            seconds: end.duration_since(start).as_secs_f64(),
            deployment: Some(text(Some(row), "model_id")).filter(|id| !id.is_empty()),
            group: if group.is_empty() { text(Some(row), "model") } else { group },
            status: text(error, "error_code"),
            class: text(error, "error_class"),
            message: text(error, "error_message"),
            provider: text(error, "llm_provider"),
            tokens: row.get("completion_tokens").and_then(Value::as_f64).unwrap_or_default(),
            overhead: metadata.and_then(|metadata| metadata.get("litellm_overhead_time_ms")?.as_f64()),
        })
    }

    /// Returns what the failure means, if it is the provider's.
    pub(super) fn cause(&self) -> Option<Cause> {
        // LiteLLM's own rate limits name the provider all the same.
        let is_own_limit = self.class == "ProxyRateLimitError";
        let is_providers = !is_own_limit && (!self.provider.is_empty() || self.message.starts_with("litellm."));
        is_providers.then(|| Cause::of(self.status, self.class, self.message)).flatten()
    }
}

/// Returns the rows of the log, the newest first.
pub(super) fn rows(facts: &Facts, source: Source) -> impl Iterator<Item = Row<'_>> {
    facts.list(source, "data").iter().filter_map(Row::read)
}

pub(super) fn failures(facts: &Facts) -> Found {
    if facts.reply(Source::Failures).is_some_and(|reply| reply.kind() == Some(RefusalKind::NotAdmin)) {
        return Err(Unchecked::Because("it needs the key of an admin".to_owned()));
    }
    let reply = read(facts, Source::Failures)?;
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for row in rows(facts, Source::Failures).filter(|row| row.cause().is_none()) {
        *counts.entry((row.class, row.group)).or_default() += 1;
    }
    let findings = counts.into_iter().filter(|(_, count)| *count >= MANY).map(|((class, group), count)| {
        let group = if group.is_empty() { String::new() } else { format!(" for `{}`", name(group)) };
        let what = if class.is_empty() { "requests".to_owned() } else { format!("{} refusals", name(class)) };
        Finding::info("log", format!("{count} {what}{group} in the last hour"))
            .evidence(reply.quoting(class))
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
            Row::read(&row).expect("a row").cause().map(|cause| cause.message)
        };
        assert_eq!(cause("RateLimitError"), Some("the provider limits the rate of requests"));
        assert_eq!(cause("ProxyRateLimitError"), None);
    }
}
