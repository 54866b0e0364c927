//! `watch health`: deployments and the database.

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::Error;
use litellm_proxy_client::health::HealthReport;

use super::action::Action;
use super::{Look, about, watch};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;

pub(super) const AFTER_HELP: &str = concat!(
    about!(),
    "
  LITELLM_PROXY_WATCH_FAILING, _NEW and _RECOVERED, ids of deployments, a line each

Nothing is called: a deployment is as `litellm-proxy health` shows it. Each deployment that stops
responding, and each that does again, is a change.

Examples:
  litellm-proxy watch health --exec ./page.sh
  litellm-proxy watch health --exec ./page.sh --every 5m --or-unreachable
  litellm-proxy watch health --once --exec logger -- -t litellm"
);

/// What is bad if the database is, and if there is no response.
const DATABASE: &str = "database";
const SERVER: &str = "server";

#[derive(Debug, Args)]
pub(crate) struct Health {
    /// Count a server that cannot be reached as bad, rather than as a look that failed
    #[arg(long)]
    or_unreachable: bool,
    #[command(flatten)]
    action: Action,
}

impl Health {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        if !context.is_sending(DryRun::default()) {
            return context.preview(client.health().readiness());
        }
        let or_unreachable = self.or_unreachable;
        let look = async |_: &mut Context| match client.health().report().await {
            Ok(HealthReport { key_error: Some(error), .. }) => Err(error.into()),
            Ok(report) => Ok(of(&report)),
            Err(error @ (Error::Unreachable { .. } | Error::Timeout { .. } | Error::Interrupted { .. }))
                if or_unreachable =>
            {
                let message = format!("bad: {error}");
                Ok(Look { bad: vec![SERVER.to_owned()], message, variables: Vec::new() })
            }
            Err(error) => Err(error.into()),
        };
        watch(context, self.action, ("health", "health".to_owned()), look).await
    }
}

fn of(report: &HealthReport) -> Look {
    let mut bad: Vec<String> = report.failing().map(|deployment| deployment.id.clone()).collect();
    bad.sort_unstable();
    let failing = bad.join("\n");
    if !report.is_ready {
        bad.insert(0, DATABASE.to_owned());
    }
    let reason = |id: &String| {
        let found = report.failing().find(|deployment| deployment.id == *id)?;
        let hour = found.last_hour.as_ref().and_then(|hour| hour.error.as_deref());
        Some(format!("{id} ({})", found.error.as_deref().or(hour)?))
    };
    let message = match bad.as_slice() {
        [] => "good: all respond".to_owned(),
        some => {
            let reasons = some.iter().map(|id| reason(id).unwrap_or_else(|| id.clone()));
            format!("bad: {}", reasons.collect::<Vec<_>>().join(", "))
        }
    };
    Look { bad, message, variables: vec![("FAILING", failing)] }
}
