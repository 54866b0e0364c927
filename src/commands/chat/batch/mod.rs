//! `chat batch`: sends a file of requests, and writes a line for each answer. Run again, it sends what is missing.

mod cap;
mod estimate;
mod input;
mod job;
mod journal;

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use self::cap::{Cap, Price};
use self::input::{Input, Lines, State};
use self::job::{Job, Sink};
use self::journal::{Journal, Resume};
use crate::commands::params;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{AtomicFile, Existing, cannot};
use crate::outcome::Outcome;
use litellm_proxy_client::chat::BatchDefaults;

const AFTER_HELP: &str = "\
INPUT has a request per line: {\"prompt\": …}, with \"system\" if needed, {\"messages\": [...]}, or
OpenAI's batch format, each with any parameter of the model. custom_id or id names a line; without
one it is line-1, line-2 and so on. All lines are checked before the first request.

A line is written for each answer, in OpenAI's format, as soon as it arrives. The file is the
journal: run again, the command sends what is missing or failed; the last line of an id counts.
An answer that is in the file is never asked for again. A request that is under way when the
program is killed may have been billed, and is sent again: at most as many as --concurrency.

After 429, 500, 502, 503, 504 and lost connections a request is sent up to five times, as late as
the server asks; 429 lowers the concurrency. The server's own retries are switched off.

--max-cost reserves the worst case of a request before it is sent: its bytes as input tokens, and
max_tokens, or the most that the model generates. Without a price and such a bound it is refused.

Examples:
  litellm-proxy chat batch requests.jsonl --model gpt-4 --dry-run
  litellm-proxy chat batch requests.jsonl -o answers.jsonl --model gpt-4
  litellm-proxy chat batch requests.jsonl -o a.jsonl --model gpt-4 --max-cost 5
  jq -c '{id, prompt: .text}' rows.jsonl | litellm-proxy chat batch - -o - --model gpt-4";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Batch {
    /// File with a request per line, or - for standard input
    #[arg(value_name = "INPUT")]
    input: String,
    /// File for the answers, continued if it exists; - prints them and keeps no journal
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    output: Option<String>,
    /// Model of lines that name none
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Instructions for conversations that have none, or @FILE to read them
    #[arg(long, value_name = "TEXT")]
    system: Option<String>,
    /// Any field of the request that a line does not set, such as max_tokens=100 (repeatable)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Maximum number of concurrent requests
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    concurrency: u16,
    /// Stop before more than this is spent, in dollars
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    max_cost: Option<f64>,
    /// Prices of a million input and output tokens, for models whose price the server does not know
    #[arg(long, value_name = "IN,OUT", value_parser = cap::price)]
    price: Option<Price>,
    /// Send lines again that have changed since they were answered
    #[arg(long)]
    force_changed: bool,
    /// Do not send lines again that have failed
    #[arg(long)]
    keep_failed: bool,
    /// At the end, write the last answer of each line into this file, in the order of the input
    #[arg(long, value_name = "FILE", conflicts_with = "dry_run")]
    ordered: Option<PathBuf>,
    /// Estimate tokens and cost; ask no model
    #[arg(long)]
    dry_run: bool,
}

impl Batch {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let defaults = self.defaults(context)?;
        let input = Input::open(context, &self.input, defaults)?;
        let mut lines = input.check()?;
        let client = context.client()?;
        if self.dry_run {
            return estimate::run(context, &client, &input, &lines, self.price).await;
        }
        let resume = Resume { force_changed: self.force_changed, keep_failed: self.keep_failed };
        let mut spent = 0.0;
        let sink = match self.output.as_deref() {
            None | Some("-") if self.ordered.is_some() => {
                return Err(Failure::usage("--ordered needs an output file, not standard output"));
            }
            None | Some("-") => Sink::Stdout,
            Some(path) => {
                let mut journal = Journal::open(path.as_ref(), input.path())?;
                spent = journal.read(context, &mut lines, resume)?;
                Sink::Journal(journal)
            }
        };
        if lines.count(State::Missing) == 0 {
            context.output.note(format_args!(
                "nothing to send: all {} are answered",
                crate::output::count(lines.len() as u64, "request")
            ));
            return self.finish(&input, &lines, sink);
        }
        let mut cap = match self.max_cost {
            Some(limit) => Cap::limited(limit, cap::limits(&client, &lines.models, self.price).await?, &lines.models)?,
            None => Cap::unlimited(),
        };
        cap.add_spent(spent);
        let job = Job::new(&input, &lines, sink, cap, usize::from(self.concurrency));
        let (sink, outcome) = job.run(context, &client).await;
        let ordered = self.finish(&input, &lines, sink);
        outcome.and(ordered)
    }

    fn defaults(&self, context: &mut Context) -> Result<BatchDefaults> {
        let params = params::read(context, "-p", &self.param)?;
        if let Some(name) = ["model", "messages", "input", "stream"].into_iter().find(|name| params.contains_key(*name))
        {
            return Err(Failure::usage(format!("-p cannot set `{name}`")));
        }
        let system = self.system.as_ref().map(|text| context.arguments.string(text)).transpose()?;
        Ok(BatchDefaults { model: self.model.clone(), system, params })
    }

    /// Writes the answers in the order of the input, if that is asked for.
    fn finish(&self, input: &Input, lines: &Lines, sink: Sink) -> Result<Outcome> {
        let (Some(path), Sink::Journal(mut journal)) = (&self.ordered, sink) else { return Ok(Outcome::Done) };
        let places = journal.last_lines()?;
        let mut file = AtomicFile::create(path, Existing::Replace).map_err(|error| cannot("write", path, &error))?;
        let mut requests = input.requests()?;
        let mut left = lines.len();
        while let Some((_, request)) = requests.next()? {
            let Ok(request) = request else { continue };
            if let Some(place) = places.get(&input::key(&request.custom_id)) {
                let line = journal.line_at(*place)?;
                std::io::Write::write_all(&mut file, &line).map_err(|error| cannot("write", path, &error))?;
            }
            left = left.saturating_sub(1);
        }
        if left > 0 {
            return Err(Failure::Refused("the input has changed while it was read".to_owned()).into());
        }
        file.commit().map_err(|error| cannot("write", path, &error))?;
        Ok(Outcome::Done)
    }
}
