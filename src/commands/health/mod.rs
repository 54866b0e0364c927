//! `health`: the health of the server and of its deployments, as far as the server knows it; waiting until the server is ready;
//! and calling deployments to see whether they respond.

mod check;
mod metrics;
mod screen;
mod wait;

use std::time::Duration;

use anyhow::Result;
use clap::{Args as ClapArgs, Subcommand};
use litellm_proxy_client::health::HealthReport;
use serde::Serialize;

pub(super) use self::wait::{DEFAULT_WAIT, parse_wait, wait};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;

pub(super) const AFTER_HELP: &str = "\
Without a command it only reads what the server knows, and calls no model: a deployment is as the
last check found it, and where there is none, as its requests in the log of the last hour went.
`health check` calls deployments, which costs money.

No key is needed to see whether the server is ready; the rest is for admins. The exit code is 0 if
all is well, 1 if the database or a deployment is not, and 5 if the server cannot be reached, or
with --wait was not ready in time.

The JSON has status, db and litellm_version as /health/readiness does, is_ready, response_time_ms,
clock_ahead_seconds, cache_responds, backlog, license, callbacks, warnings, deployments, unknown
(what the server does not report, and why), url and failing (ids). --format prometheus prints
metrics, for the textfile collector.

Examples:
  litellm-proxy health
  litellm-proxy health --wait 60s && ./deploy.sh
  litellm-proxy health --format json --jq '.failing[]'
  litellm-proxy health --format prometheus > litellm.prom
  litellm-proxy health check gpt-4o";

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Wait until the server is ready, for this long at most, such as 60s or 5m
    #[arg(long, value_name = "DURATION", value_parser = parse_wait)]
    wait: Option<Duration>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Call deployments to see whether they respond, which costs money
    #[command(after_help = check::AFTER_HELP)]
    Check(check::Check),
}

/// The JSON of a report.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a HealthReport,
    url: &'a str,
    /// The ids of deployments that do not respond.
    failing: Vec<&'a str>,
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        if let Some(Command::Check(check)) = self.command {
            return check.run(context).await;
        }
        let client = context.client()?;
        if !context.is_sending(DryRun::default()) {
            return context.preview(client.health().readiness());
        }
        if let Some(limit) = self.wait {
            return wait(context, &client, limit).await;
        }
        let report = client.health().report().await;
        if context.output.is_metrics() {
            context.output.text(&metrics::of(report.as_ref().ok(), client.server_now()))?;
        }
        let report = report?;
        let url = client.base_url().as_str().trim_end_matches('/');
        if context.output.is_metrics() {
        } else if context.output.is_for_people()
            && !context.output.is_tabular()
            && (context.output.shows_answers() || context.output.is_chosen())
        {
            screen::show(context, url, &report, client.server_now())?;
        } else if context.output.wants_cells() || context.output.is_tabular() {
            screen::list(context, report.deployments.as_deref().unwrap_or_default(), client.server_now())?;
        } else {
            let failing = report.failing().map(|deployment| deployment.id.as_str()).collect();
            context.output.value(&Document { report: &report, url, failing })?;
        }
        let is_well = report.is_ready && report.failing().next().is_none();
        match report.key_error {
            Some(error) => Err(error.into()),
            None if is_well => Ok(Outcome::Done),
            None => Ok(Outcome::Negative),
        }
    }
}
