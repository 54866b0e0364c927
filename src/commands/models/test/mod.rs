//! `models test`: one small call to each deployment, and one more for each ability that it claims.

mod junit;
mod matrix;
mod report;
mod run;
mod targets;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, ValueEnum, ValueHint};
use litellm_proxy_client::probes::Probe;

use self::report::Report;
use self::targets::Target;
use super::assertion::{self, Assertion};
use crate::commands::confirm::{Confirmation, count};
use crate::commands::params;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::{AtomicFile, Existing, cannot};
use crate::outcome::Outcome;
use crate::output::{count as count_of, dollars};

/// How long the server waits for a provider, unless `--timeout` says otherwise.
const TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").required(true),
    after_help = "\
Each deployment is called by its id, with retries off: the true error comes at once, also during a
cooldown. A key that is limited to models cannot do so; then the server picks a deployment.
Models of chat answer a word, and stream one; tool calls, JSON and vision are tried where the model
claims them, or if --only names them. Where the first call fails, no other is made. A deployment
with a mock_response is marked: its times mean nothing, and no assertion counts them.

TTFT is the time to the first text, reasoning or tool call of the stream; Tok/s counts its tokens
over its whole time. Costs are the server's, or computed from its prices.

--assert takes a metric, <, <=, > or >=, and a value: p50, p90, p95, p99 or max of the total times,
ttft (the median) or ttft.p95, errors<1% or errors<=2 of the calls, cost<0.05 in dollars. With an
assertion about errors, failures alone do not fail the command.
Exit codes: 0, 7 if deployments fail, 1 if an assertion does not hold.

Examples:
  litellm-proxy models test gpt-4o
  litellm-proxy models test gpt-4 gpt-4o --only chat,stream --assert 'p95<2s'
  litellm-proxy models test --all --yes --junit report.xml
  litellm-proxy models test gpt-4o --yes --max-cost 0.05 --format json"
)]
pub(crate) struct Test {
    /// Names of models, or ids of deployments
    #[arg(group = "which", value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    models: Vec<String>,
    /// Test all deployments that the key may call
    #[arg(long, group = "which")]
    all: bool,
    /// What to try: chat, stream, tools, json, vision, embedding, speech, …
    #[arg(long, value_name = "PROBE", value_delimiter = ',', value_parser = probe)]
    only: Vec<Probe>,
    /// What costs more and is left out otherwise
    #[arg(long, value_enum, value_name = "PROBE", value_delimiter = ',')]
    include: Vec<Include>,
    /// What must hold, such as 'p95<2s' or 'errors<1%' (repeatable)
    #[arg(long, value_name = "ASSERTION", value_parser = assertion::parse)]
    assert: Vec<Assertion>,
    /// Write the results to this file, as JUnit XML
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    junit: Option<PathBuf>,
    /// Maximum number of deployments that are called at once
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    parallel: u16,
    /// Call nothing if more than this could be spent, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_cost: Option<f64>,
    #[command(flatten)]
    confirmation: Confirmation,
}

/// What is tried only if it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Include {
    Image,
}

/// Parses the name of a probe.
fn probe(text: &str) -> Result<Probe, String> {
    let names = || Probe::ALL.iter().map(|probe| probe.name());
    Probe::ALL.into_iter().find(|probe| probe.name() == text).ok_or_else(|| {
        let similar = names().map(|name| (strsim::jaro_winkler(name, text), name));
        match similar.max_by(|(one, _), (other, _)| one.total_cmp(other)).filter(|(score, _)| *score > 0.75) {
            Some((_, name)) => format!("did you mean `{name}`?"),
            None => format!("expected one of {}", names().collect::<Vec<_>>().join(", ")),
        }
    })
}

impl Test {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let mut junit = match &self.junit {
            Some(path) => {
                Some(AtomicFile::create(path, Existing::Replace).map_err(|error| cannot("write", path, &error))?)
            }
            None => None,
        };
        let client = context.client()?;
        let targets = targets::find(&client, &self.models, &self.only, self.include.contains(&Include::Image)).await?;
        self.agree(context, &targets)?;
        let timeout = context.timeout().unwrap_or(TIMEOUT);
        let rows = run::run(context, &client, targets, usize::from(self.parallel), timeout).await?;
        let report = Report::new(rows, &self.assert);
        if let (Some(path), Some(file)) = (&self.junit, &mut junit) {
            std::io::Write::write_all(file, junit::document(&report).as_bytes())
                .map_err(|error| cannot("write", path, &error))?;
        }
        if let (Some(path), Some(file)) = (&self.junit, junit) {
            file.commit().map_err(|error| cannot("write", path, &error))?;
        }
        report.show(context)?;
        self.outcome(&report)
    }

    /// Checks the limit of the cost, and asks on a terminal.
    fn agree(&self, context: &mut Context, targets: &[Target]) -> Result<()> {
        let deployments = targets.iter().filter(|target| !target.probes.is_empty()).count();
        let calls: usize = targets.iter().map(|target| target.probes.len()).sum();
        let unpriced: Vec<_> = targets.iter().filter(|target| target.worst_cost().is_none()).collect();
        let most: f64 = targets.iter().filter_map(Target::worst_cost).sum();
        if let Some(limit) = self.max_cost {
            if let Some(target) = unpriced.first() {
                return Err(Failure::Usage {
                    message: format!(
                        "--max-cost needs the price of `{}`, which the server does not know",
                        target.name()
                    ),
                    hint: Some(
                        "name models with a price, or set input_cost_per_token and output_cost_per_token".to_owned(),
                    ),
                }
                .into());
            }
            if most > limit {
                let message =
                    format!("the calls could cost {}, more than --max-cost {}", dollars(most), dollars(limit));
                return Err(Failure::WouldBeRefused {
                    message,
                    hint: Some("name fewer models, or use --only chat".to_owned()),
                }
                .into());
            }
        }
        if calls == 0 || !(self.all || most > 0.0) {
            return Ok(());
        }
        let cost = match unpriced.len() {
            0 => format!("at most {}", dollars(most)),
            some if some == targets.len() => "at unknown prices".to_owned(),
            some => format!("at most {} and {some} without a known price", dollars(most)),
        };
        let calls = count_of(u64::try_from(calls).unwrap_or(u64::MAX), "request");
        let question = format!("Call {} with {calls}, {cost}?", count(deployments, "deployment"));
        self.confirmation.ask_to(context, DryRun::default(), &question, "nothing was called")
    }

    fn outcome(&self, report: &Report) -> Result<Outcome> {
        let failed = report.failed();
        if failed > 0 && !self.assert.iter().any(Assertion::is_about_errors) {
            let (tested, verb) = (report.tested(), if failed == 1 { "fails" } else { "fail" });
            return Err(Failure::Partial(format!("{failed} of {} {verb}", count(tested, "deployment"))).into());
        }
        match report.verdicts.iter().filter(|verdict| !verdict.holds).count() {
            0 => Ok(Outcome::Done),
            _ => Ok(Outcome::Negative),
        }
    }
}
