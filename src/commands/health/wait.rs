//! `health --wait`: waiting until the server is ready.

use std::time::{Duration, Instant};

use anyhow::Result;
use litellm_proxy_client::Client;
use serde_json::json;

use crate::commands::durations;
use crate::context::{Context, parse_seconds};
use crate::failure::Failure;
use crate::outcome::Outcome;

/// How long `sandbox wait` waits by default.
pub(in crate::commands) const DEFAULT_WAIT: &str = "60s";

/// Parses `60s`, `5m`, or a number of seconds.
pub(in crate::commands) fn parse_wait(text: &str) -> Result<Duration, String> {
    match durations::parse_nonzero_seconds(text) {
        Ok(seconds) => Ok(Duration::from_secs(seconds.unsigned_abs())),
        Err(message) => parse_seconds(text).map_err(|_| message),
    }
}

/// Waits until a server is ready, and reports how long that took.
pub(in crate::commands) async fn wait(context: &mut Context, client: &Client, limit: Duration) -> Result<Outcome> {
    let url = client.base_url().to_string();
    let url = url.trim_end_matches('/');
    let started = Instant::now();
    if let Err(error) = client.health().wait(limit).await {
        let message = format!("{url} was not ready within {} s", limit.as_secs_f64());
        return Err(anyhow::Error::from(error).context(Failure::NotReady(message)));
    }
    let seconds = (started.elapsed().as_secs_f64() * 10.0).round() / 10.0;
    if context.output.is_chosen() {
        return context.output.value(&json!({ "url": url, "is_ready": true, "seconds": seconds }));
    }
    context.output.prose(&format!("{url} is ready after {seconds} s\n")).map(Outcome::done)
}
