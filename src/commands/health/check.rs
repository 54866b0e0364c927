//! `health check`: calls deployments to see whether they respond.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::health::{Probe, ProbePlan};

use crate::commands::bulk::{self, Bulk};
use crate::commands::confirm::{Confirmation, count};
use crate::commands::several;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, dollars};

pub(super) const AFTER_HELP: &str = "\
Each deployment gets a short question, of which the server pays for up to three attempts. It is
asked by its id, so that the true error shows, even while the server pauses it after failures.
Servers before 1.84 ask all deployments of a name. Names are looked up first: the server keeps
what it is asked for, and a misspelled name would stay unhealthy.

If the server checks its deployments itself (background_health_checks), this shows its last
results, and calls nothing.

The exit code is 0 if all are healthy, and 1 if some are not, or if --max-cost forbids the calls.

Examples:
  litellm-proxy health check gpt-4o
  litellm-proxy health check --all --max-cost 0.05
  litellm-proxy health check gpt-4o-eu gpt-4o-us --timeout 30 --format json";

/// How long a deployment may take by default, with its three attempts.
const TIMEOUT: Duration = Duration::from_secs(90);

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Models or ids of deployments, or - to read them from stdin, a line each
    #[arg(value_name = "MODEL", required_unless_present = "all", conflicts_with = "all")]
    models: Vec<String>,
    /// Call all deployments
    #[arg(long)]
    all: bool,
    /// Call nothing if it may cost more than this, in dollars, or if a price is unknown
    #[arg(long, value_name = "DOLLARS", value_parser = parse_dollars)]
    max_cost: Option<f64>,
    /// Maximum number of deployments to call at a time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    parallel: u16,
    #[command(flatten)]
    confirmation: Confirmation,
}

fn parse_dollars(text: &str) -> Result<f64, String> {
    let dollars: f64 = text.trim_start_matches('$').parse().map_err(|_| "not a number of dollars".to_owned())?;
    if dollars.is_finite() && dollars >= 0.0 { Ok(dollars) } else { Err("must be zero or more".to_owned()) }
}

impl Check {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let names = several::read(context, &self.models)?;
        if !context.is_sending(DryRun::default()) {
            let mut requests = vec![client.models().info().request()?];
            for name in &names {
                requests.push(client.health().probe(name).request()?);
            }
            return context.preview(requests);
        }
        let plan = client.health().plan_probes(&names).await?;
        if plan.is_empty() {
            return Err(Failure::NotFound("the server has no deployments that this key may call".to_owned()).into());
        }
        if plan.is_last_result {
            let every = plan.interval.map(|seconds| format!(" each {seconds} s")).unwrap_or_default();
            context
                .output
                .note(format!("the server checks itself{every}: these are its last results, and nothing is called"));
        } else {
            self.confirm(context, &plan)?;
        }
        let timeout = context.timeout().unwrap_or(TIMEOUT);
        let errors = RefCell::new(Vec::new());
        let calls = plan.targets.iter().map(|target| {
            let (client, errors) = (&client, &errors);
            async move {
                Ok(client.health().probe_target(target, timeout).await.unwrap_or_else(|error| {
                    let failed = target.not_probed(&error);
                    errors.borrow_mut().push(error);
                    failed
                }))
            }
        });
        let mut results: Vec<Option<Vec<Probe>>> = plan.targets.iter().map(|_| None).collect();
        let bulk = Bulk { concurrency: self.parallel, fail_fast: false };
        let finished = bulk::run(context, bulk, calls.collect(), |index, result| {
            if let (Some(place), Ok(probes)) = (results.get_mut(index), result) {
                *place = Some(probes.clone());
            }
            Ok(())
        })
        .await;
        let mut errors = errors.into_inner();
        if errors.len() == plan.targets.len() {
            // No deployment is to blame.
            return Err(errors.swap_remove(0).into());
        }
        let probes: Vec<Probe> = results.into_iter().flatten().flatten().collect();
        let outcome = show(context, &probes)?;
        if finished.was_interrupted {
            let message = format!("checked {} of {}", probes.len(), count(plan.len(), "deployment"));
            return Err(Failure::Interrupted(message).into());
        }
        Ok(outcome)
    }

    /// Says what the calls may cost, and asks whether to make them.
    fn confirm(&self, context: &mut Context, plan: &ProbePlan) -> Result<()> {
        let unpriced: Vec<&str> = plan.unpriced().collect();
        let calls = format!("{}, up to 3 times each", count(plan.len(), "deployment"));
        let cost = match unpriced.as_slice() {
            [] => format!("at most {}", dollars(plan.max_cost())),
            _ if unpriced.len() == plan.len() => "at a price that the server does not know".to_owned(),
            some => format!("at most {}, and what {} costs", dollars(plan.max_cost()), some.join(", ")),
        };
        if let Some(limit) = self.max_cost.map(dollars)
            && (!unpriced.is_empty() || self.max_cost.is_none_or(|limit| plan.max_cost() > limit || limit <= 0.0))
        {
            let message = format!("nothing was called: --max-cost allows {limit}, and this would call {calls}, {cost}");
            return Err(Failure::Refused(message).into());
        }
        let question = format!("This calls {calls}, {cost}");
        if self.confirmation.will_ask(context, DryRun::default()) {
            return self.confirmation.ask_to(
                context,
                DryRun::default(),
                &format!("{question}. Call?"),
                "nothing was called",
            );
        }
        context.output.note(question);
        Ok(())
    }
}

/// Prints the results, and names those that are not healthy.
fn show(context: &mut Context, probes: &[Probe]) -> Result<Outcome> {
    context.output.list("deployment", probes, &COLUMNS, &probes)?;
    let ids = |is_healthy: Option<bool>| {
        let found = probes.iter().filter(|probe| probe.is_healthy == is_healthy);
        found.map(|probe| probe.id.as_str()).collect::<Vec<_>>()
    };
    for (is_healthy, what) in [(Some(false), "unhealthy"), (None, "not checked")] {
        let found = ids(is_healthy);
        if !found.is_empty() {
            context.output.note(format!("{what}: {}", found.join(", ")));
        }
    }
    let are_all_healthy = probes.iter().all(|probe| probe.is_healthy == Some(true));
    Ok(if are_all_healthy { Outcome::Done } else { Outcome::Negative })
}

const COLUMNS: [&Column<Probe>; 5] = [
    &Column::new("id", "Deployment", |probe: &Probe| probe.id.clone()).id(),
    &Column::new("model", "Model", |probe| probe.model.clone()),
    &Column::state("health", "Health", |probe| health(probe).to_owned()),
    &Column::either("response_time_ms", "Time", time, |probe| probe.response_time_ms.to_string()),
    &Column::new("error", "Error", |probe: &Probe| probe.error.clone().unwrap_or_default()).at_least(30),
];

fn health(probe: &Probe) -> &'static str {
    match probe.is_healthy {
        Some(true) => "healthy",
        Some(false) => "unhealthy",
        None => "unknown",
    }
}

fn time(probe: &Probe) -> String {
    match probe.response_time_ms {
        milliseconds @ ..1_000 => format!("{milliseconds} ms"),
        milliseconds => format!("{}.{} s", milliseconds / 1_000, milliseconds % 1_000 / 100),
    }
}
