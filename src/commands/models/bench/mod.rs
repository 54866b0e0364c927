//! `models bench`: how fast a model answers under load.

mod engine;
mod figures;
mod show;
mod slo;
mod subject;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, ValueHint};
use litellm_proxy_client::Client;
use serde::Serialize;
use uuid::Uuid;

use self::engine::Load;
use self::figures::Figures;
use self::slo::{Limit, Slo};
use self::subject::{Prompt, Subject};
use super::assertion::{self, Assertion, Verdict};
use crate::commands::bulk;
use crate::commands::confirm::Confirmation;
use crate::commands::cost_cap::CostCap;
use crate::commands::{durations, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files::{AtomicFile, Existing, cannot};
use crate::outcome::Outcome;
use crate::output::{Column, count, dollars};

const TIMEOUT: Duration = Duration::from_secs(60);
const PROMPT: &str = "Write a short paragraph about the sea.";
const DEFAULT_RATE: f64 = 1.0;
const DEFAULT_SECONDS: i64 = 10;
const DEFAULT_REQUESTS: u64 = 10;

#[derive(Debug, Args)]
#[command(after_help = "\
--rate sends on a schedule, whatever comes back (open loop). Times count from when a request was to
be sent, so a slow answer that delays others is not hidden. --concurrency sends the next request
when one is done (closed loop): its times leave the waiting out, and look better under trouble.
Without either, one request a second is sent for 10 seconds. Schedule slip is how late this machine
sent; above 5 ms it is too slow for the rate. Retries are off, and errors are in no time.

TTFT is the time to the first text, reasoning or tool call, ITL the time between pieces of a stream,
E2E the whole request. Tokens are those of the usage that the server reports.

--slo counts the requests that meet all objectives, as goodput. Failed requests do not meet them.
itl is the mean of a request.

--max-cost is never passed: the worst case of each request is reserved before it is sent, its bytes
as input tokens and --max-tokens. --assert takes p50 to p99, max, ttft, ttft.p95, itl.p99, errors,
cost, rps, tps and goodput, as in 'p95<2s', 'errors<1%', 'rps>4.5', 'goodput>=95%'; it must hold in
every run.
Exit codes: 0, 7 if requests fail (unless an assertion is about errors), 1 if an assertion does not
hold.

Examples:
  litellm-proxy models bench gpt-4o --rate 5 --for 2s --prompt @prompt.txt
  litellm-proxy models bench gpt-4o --concurrency 1,4 --requests 8 --json run.json
  litellm-proxy models bench gpt-4o --compare gpt-4 --for 2s --assert 'p95<2s'
  litellm-proxy models bench gpt-4o --for 2s --slo ttft=500ms,e2e=5s --assert 'goodput>=95%'")]
pub(crate) struct Bench {
    /// Name of a model, or id of a deployment
    #[arg(value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// Requests per second, on a schedule
    #[arg(long, value_name = "N", value_parser = rate, conflicts_with_all = ["concurrency", "requests"])]
    rate: Option<f64>,
    /// How long to send, such as 30s or 5m
    #[arg(long = "for", value_name = "DURATION", value_parser = durations::parse_nonzero_seconds)]
    duration: Option<i64>,
    /// Requests that are under way at once, one run for each number, such as 1,4,16
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    concurrency: Vec<u16>,
    /// Requests of each run of --concurrency [default: 10, or those of --for]
    #[arg(long, value_name = "N", requires = "concurrency", value_parser = clap::value_parser!(u64).range(1..))]
    requests: Option<u64>,
    /// Requests before those that are measured
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(0..=1000))]
    warmup: u64,
    /// What to ask, or @FILE to read it
    #[arg(short = 'm', long, value_name = "TEXT", default_value = PROMPT, hide_default_value = true)]
    prompt: String,
    /// Send the same prompt each time; caches may answer
    #[arg(long)]
    same_prompt: bool,
    /// Maximum number of tokens of each answer
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..))]
    max_tokens: u64,
    /// Wait for whole answers; there is no TTFT and no ITL then
    #[arg(long)]
    no_stream: bool,
    /// Measure another model afterwards, in the same way
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    compare: Option<String>,
    /// Times that each request should meet, such as ttft=500ms,e2e=5s; also itl
    #[arg(long, value_name = "SLO", value_delimiter = ',', value_parser = slo::parse)]
    slo: Vec<Limit>,
    /// What must hold, such as 'p95<2s' or 'errors<1%' (repeatable)
    #[arg(long, value_name = "ASSERTION", value_parser = assertion::parse)]
    assert: Vec<Assertion>,
    /// Stop before more than this is spent, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_cost: Option<f64>,
    /// Write the figures to this file, as JSON
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    json: Option<PathBuf>,
    #[command(flatten)]
    confirmation: Confirmation,
}

/// Parses a rate per second.
fn rate(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches("/s").parse::<f64>().map_err(|_| "not a number of requests per second")?;
    if (0.001..=10_000.0).contains(&number) { Ok(number) } else { Err("must be from 0.001 to 10000".to_owned()) }
}

/// All figures, as JSON.
#[derive(Serialize)]
struct Report<'a> {
    runs: &'a [Figures],
    assertions: &'a [Verdict],
}

impl Bench {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let slo = Slo::new(&self.slo, !self.no_stream).map_err(Failure::usage)?;
        if slo.is_none() && self.assert.iter().any(Assertion::is_about_goodput) {
            return Err(Failure::usage("--assert goodput needs --slo, such as --slo ttft=500ms,e2e=5s"));
        }
        let mut file = self.json.as_deref().map(create).transpose()?;
        let prompt = Prompt {
            text: context.arguments.string(&self.prompt)?,
            mark: (!self.same_prompt).then(|| Uuid::new_v4().simple().to_string().chars().take(8).collect()),
            max_tokens: self.max_tokens,
            is_streamed: !self.no_stream,
            timeout: context.timeout().unwrap_or(TIMEOUT),
        };
        let client = context.client()?;
        let mut subjects = vec![Subject::find(&client, &self.model).await?];
        if let Some(other) = &self.compare {
            subjects.push(Subject::find(&client, other).await?);
        }
        if let Some(subject) = subjects.iter().find(|subject| !subject.is_streamed())
            && slo.as_ref().is_some_and(Slo::needs_stream)
        {
            return Err(Failure::usage(format!("`{}` streams nothing; --slo can only have e2e", subject.model)));
        }
        let loads = self.loads();
        self.agree(context, &subjects, &loads, &prompt)?;
        let mut cap = CostCap::new(self.max_cost);
        let (mut runs, mut was_stopped) = (Vec::new(), false);
        'all: for subject in &subjects {
            for load in &loads {
                let figures = Figures::new(&subject.model, *load, slo.clone())?;
                let (figures, stopped) =
                    self.measure(context, &client, (subject, &prompt), (*load, figures), &mut cap).await?;
                if context.output.is_for_people() && !context.output.is_tabular() {
                    let gap = if runs.is_empty() { "" } else { "\n" };
                    context.output.prose(&format!("{gap}{}", show::run(&figures)))?;
                    context.output.flush()?;
                }
                self.warn(context, &figures);
                runs.push(figures);
                was_stopped |= stopped;
                if was_stopped {
                    break 'all;
                }
            }
        }
        let verdicts = self.verdicts(&runs);
        let report = Report { runs: &runs, assertions: &verdicts };
        show_all(context, &runs, &report)?;
        if let (Some(path), Some(mut file)) = (&self.json, file.take()) {
            let text = serde_json::to_string_pretty(&report)? + "\n";
            std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|error| cannot("write", path, &error))?;
            file.commit().map_err(|error| cannot("write", path, &error))?;
        }
        for verdict in &verdicts {
            let state = if verdict.holds { "holds" } else { "does not hold" };
            context.output.note(format_args!("{} {state}: {}", verdict.assertion, verdict.measured));
        }
        if was_stopped {
            return Err(Failure::Interrupted("the figures are those of the requests before".to_owned()).into());
        }
        self.outcome(runs, &verdicts)
    }

    fn loads(&self) -> Vec<Load> {
        let seconds = |seconds: i64| Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        if self.concurrency.is_empty() {
            let duration = seconds(self.duration.unwrap_or(DEFAULT_SECONDS));
            return vec![Load::Open { rate: self.rate.unwrap_or(DEFAULT_RATE), duration }];
        }
        let duration = self.duration.map(seconds);
        let requests = self.requests.or_else(|| duration.is_none().then_some(DEFAULT_REQUESTS));
        let load = |number: &u16| Load::Closed { concurrency: usize::from(*number), requests, duration };
        self.concurrency.iter().map(load).collect()
    }

    /// Checks the limit of the cost, and asks on a terminal.
    fn agree(&self, context: &mut Context, subjects: &[Subject], loads: &[Load], prompt: &Prompt) -> Result<()> {
        let worst: Vec<Option<f64>> = subjects.iter().map(|subject| subject.worst(prompt)).collect();
        let unpriced = subjects.iter().zip(&worst).find(|(_, worst)| worst.is_none());
        if let (Some(_), Some((subject, _))) = (self.max_cost, unpriced) {
            return Err(Failure::Usage {
                message: format!("--max-cost needs the price of `{}`, which the server does not know", subject.model),
                hint: Some("set input_cost_per_token and output_cost_per_token of its deployments".to_owned()),
            }
            .into());
        }
        let requests: Option<u64> = loads.iter().map(|load| load.requests().map(|all| all + self.warmup)).sum();
        #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
        let most: Option<f64> = worst.iter().map(|worst| Some((*worst)? * requests? as f64)).sum();
        let most = match (most, self.max_cost) {
            (Some(most), Some(limit)) => Some(most.min(limit)),
            (most, limit) => most.or(limit),
        };
        let calls = requests.map(|requests| count(requests * subjects.len() as u64, "request"));
        let calls = calls.unwrap_or_else(|| "requests for as long as --for says".to_owned());
        let cost =
            most.map_or_else(|| "at a cost that is not known".to_owned(), |most| format!("at most {}", dollars(most)));
        let question = format!("Send {calls}, {cost}?");
        self.confirmation.ask_to(context, DryRun::default(), &question, "nothing was sent")
    }

    /// Runs one load of a model. Returns its figures, and whether Ctrl-C ended it.
    async fn measure(
        &self,
        context: &mut Context,
        client: &Client,
        (subject, prompt): (&Subject, &Prompt),
        (load, mut figures): (Load, Figures),
        cap: &mut CostCap,
    ) -> Result<(Figures, bool)> {
        let worst = subject.worst(prompt).unwrap_or_default();
        let send = |number: u64, start: Instant| subject.send(client.clone(), prompt, number, start);
        let progress =
            bulk::progress(context, usize::try_from(load.requests().unwrap_or_default()).unwrap_or_default());
        let warmup = Load::Closed { concurrency: 1, requests: Some(self.warmup), duration: None };
        // Numbers of prompts that the measured requests do not have.
        let warm = |number: u64, start: Instant| send(u64::MAX / 2 + number, start);
        let warmed = engine::run(warmup, (cap, worst), warm, context.interrupt.pressed(), |_| {}).await;
        if !warmed.was_stopped {
            let on_sample = |sample| {
                figures.add(sample);
                progress.inc(1);
            };
            let end = engine::run(load, (cap, worst), send, context.interrupt.pressed(), on_sample).await;
            progress.finish_and_clear();
            figures.finish(end);
            return Ok((figures, end.was_stopped));
        }
        progress.finish_and_clear();
        Ok((figures, true))
    }

    fn warn(&self, context: &mut Context, figures: &Figures) {
        if figures.kind == "open" && figures.slip > show::MOST_SLIP {
            let slip = assertion::time(figures.slip);
            context
                .output
                .warn(format_args!("the schedule slipped by up to {slip}: this machine is too slow for the rate"));
        }
        if figures.not_sent > 0 {
            let limit = self.max_cost.map(dollars).unwrap_or_default();
            let requests = count(figures.not_sent, "request");
            context.output.warn(format_args!("{requests} not sent: their worst case would pass --max-cost {limit}"));
        }
    }

    /// Checks the assertions against each run.
    fn verdicts(&self, runs: &[Figures]) -> Vec<Verdict> {
        let of_run = |assertion: &Assertion, run: &Figures| {
            let verdict = assertion.check(|metric| run.measured(metric));
            if runs.len() == 1 {
                return verdict;
            }
            Verdict { assertion: format!("{} ({})", verdict.assertion, show::name(run)), ..verdict }
        };
        self.assert.iter().flat_map(|assertion| runs.iter().map(move |run| of_run(assertion, run))).collect()
    }

    fn outcome(&self, mut runs: Vec<Figures>, verdicts: &[Verdict]) -> Result<Outcome> {
        let (sent, failed): (u64, u64) = runs.iter().fold((0, 0), |(s, f), run| (s + run.sent, f + run.failed));
        if failed > 0 && !self.assert.iter().any(Assertion::is_about_errors) {
            let error = runs.iter_mut().find_map(|run| run.first_error.take());
            if let Some(error) = error.filter(|error| failed == sent && super::concerns_all_models(error)) {
                return Err(error.into());
            }
            let verb = if failed == 1 { "has" } else { "have" };
            return Err(Failure::Partial(format!("{failed} of {} {verb} failed", count(sent, "request"))).into());
        }
        if sent == 0 {
            return Err(Failure::Refused("nothing was sent".to_owned()).into());
        }
        Ok(if verdicts.iter().all(|verdict| verdict.holds) { Outcome::Done } else { Outcome::Negative })
    }
}

fn create(path: &Path) -> Result<AtomicFile> {
    AtomicFile::create(path, Existing::Replace).map_err(|error| cannot("write", path, &error))
}

/// Shows the runs side by side to people, and all figures to programs.
fn show_all(context: &mut Context, runs: &[Figures], report: &Report<'_>) -> Result<()> {
    let columns: Vec<&Column<Figures>> = show::COLUMNS.iter().collect();
    if !context.output.is_for_people() || context.output.is_tabular() {
        return context.output.list("run", runs, &columns, report).map(drop);
    }
    if runs.len() > 1 {
        let has_slo = runs.iter().any(|run| run.slo.is_some());
        let columns = columns.get(..columns.len() - usize::from(!has_slo)).unwrap_or_default();
        context.output.text("\n")?;
        context.output.table(runs, columns)?;
    }
    Ok(())
}
