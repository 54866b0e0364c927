//! `health`: whether the server is ready, and waiting until it is.

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args as ClapArgs;
use litellm_proxy_client::{Client, Lossless};
use serde::Deserialize;
use serde_json::json;

use super::durations;
use crate::context::{Context, DryRun, parse_seconds};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Answer;

pub(super) const AFTER_HELP: &str = "\
No key is needed. The exit code is 0 if the server is ready, and 5 if it was not in time.

Examples:
  litellm-proxy health
  litellm-proxy health --wait 60s && ./deploy.sh
  litellm-proxy health --format json";

/// How long `sandbox wait` waits by default.
pub(super) const DEFAULT_WAIT: &str = "60s";

/// The readiness of a server. One that is ready reports at least its status.
#[derive(Debug, Deserialize)]
struct Ready {
    status: String,
    db: Option<String>,
    litellm_version: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Wait until the server is ready, for this long at most, such as 60s or 5m
    #[arg(long, value_name = "DURATION", value_parser = parse_wait)]
    wait: Option<Duration>,
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        if let Some(limit) = self.wait.filter(|_| context.is_sending(DryRun::default())) {
            return wait(context, &client, limit).await;
        }
        let call = client.http().request("GET", "/health/readiness").typed::<Lossless<Ready>>();
        context.answer_response(DryRun::default(), call, |ready| answer(&client, ready)).await
    }
}

/// Words the readiness of a server.
fn answer(client: &Client, ready: &Ready) -> Answer {
    Answer::new(format!("{} is {}", client.base_url().as_str().trim_end_matches('/'), ready.status))
        .line("database", ready.db.as_deref().unwrap_or_default())
        .line("version", ready.litellm_version.as_deref().unwrap_or_default())
}

/// Parses `60s`, `5m`, or a number of seconds.
pub(super) fn parse_wait(text: &str) -> Result<Duration, String> {
    match durations::parse_nonzero_seconds(text) {
        Ok(seconds) => Ok(Duration::from_secs(seconds.unsigned_abs())),
        Err(message) => parse_seconds(text).map_err(|_| message),
    }
}

/// Waits until a server is ready, and reports how long that took.
pub(super) async fn wait(context: &mut Context, client: &Client, limit: Duration) -> Result<Outcome> {
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
