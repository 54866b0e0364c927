//! Deployments that take long, by the last rows of the log.

use std::collections::BTreeMap;

use super::super::facts::Facts;
use super::super::finding::{Finding, name, word};
use super::super::sources::Source;
use super::log::{Row, rows};
use super::{Found, read};

/// Seconds that an answer may take, and those that each of its tokens adds.
const LONG: f64 = 5.0;
const PER_TOKEN: f64 = 0.05;

pub(super) fn slow(facts: &Facts) -> Found {
    let reply = read(facts, Source::Successes)?;
    let mut deployments: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(facts, Source::Successes) {
        if let Some(id) = row.deployment.clone() {
            deployments.entry(id).or_default().push(row);
        }
    }
    let findings = deployments.into_iter().filter_map(|(id, mut rows)| {
        rows.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
        let median = rows.get(rows.len() / 2)?;
        if median.seconds < median.tokens.mul_add(PER_TOKEN, LONG) {
            return None;
        }
        let overhead = median.overhead.map(|overhead| overhead / 1000.0);
        let who = match overhead {
            Some(overhead) if overhead * 2.0 > median.seconds => format!(", {overhead:.1} s of it the proxy itself"),
            Some(_) => ": the provider is slow, not the proxy".to_owned(),
            None => String::new(),
        };
        let message = format!("its answers take {:.1} s{who}", median.seconds);
        let excerpt = format!("{} rows, {:.1} s, {} tokens", rows.len(), median.seconds, median.tokens);
        Some(
            Finding::warning(format!("deployment {} ({})", name(&id), name(&median.group)), message)
                .evidence(reply.quoting(&excerpt))
                .command(format!("litellm-proxy logs list --model {} --since 1h", word(&median.group))),
        )
    });
    Ok(findings.collect())
}
