//! `logs list`, `logs tail` and `spend logs`: individual requests.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;

use super::bodies;
use super::filters::Filters;
use super::follow::Follow;
use super::query::{self, columns};
use crate::commands::durations;
use crate::commands::lists;
use crate::commands::moments::Moment;
use crate::commands::spend::clock::ServerTime;
use crate::commands::spend::period::TimeRange;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Listing;

const AFTER_HELP: &str = "\
Requests appear a few seconds after they end. Tables show local times, other formats the server's.
Times such as 10m ago are by the server's clock. --follow lists the last 10 requests and then new
ones as they end, until Ctrl-C, as a table, csv or ndjson; requests of more than 15 minutes are
missed, and --since last continues where the last such command stood. Older servers list requests
only for admins. Of a list such as --model a,b one has to match. `logs list` and `logs tail` do the
same.

Examples:
  litellm-proxy spend logs --key alias1 --since 24h --status failure
  litellm-proxy spend logs --since 1h --format csv
  litellm-proxy spend logs --follow --format ndjson | jq -r .model";

/// `spend logs`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Logs {
    /// Earliest start time: 24h or 7d ago, today, 2026-11-01 (UTC), 2026-11-01T14:30 or last [default: 1h]
    #[arg(long, value_name = "TIME|last", value_parser = Since::parse)]
    since: Option<Since>,
    /// Latest start time, in the same forms; a day is included whole [default: now]
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    until: Option<Moment>,
    #[command(flatten)]
    filters: Filters,
    /// Only the request with this id, at any time unless --since is given
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "follow")]
    request_id: Option<String>,
    /// Show only the newest N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Keep running and show new requests as they arrive
    #[arg(long, short = 'f', conflicts_with = "until")]
    follow: bool,
    /// Seconds between polls for new requests [default: 3]
    #[arg(long, value_name = "SECONDS", requires = "follow", value_parser = crate::context::parse_seconds)]
    interval: Option<Duration>,
    /// Fail once the server has not responded for this long, such as 5m [default: never]
    #[arg(long, value_name = "DURATION", requires = "follow", value_parser = durations::parse_nonzero_seconds)]
    give_up: Option<i64>,
    /// Show what was asked and answered too, where the server keeps it
    #[arg(long)]
    body: bool,
}

impl Logs {
    pub(in crate::commands) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self { since, until, filters, request_id, limit, follow, interval, give_up, body } = self;
        let (since, continues) = Since::split(since);
        if follow {
            let follow = Follow { interval, initial_count: size(limit), continues, give_up: give_up.map(pause), body };
            return tail(context, "--follow", TimeRange::new(since, None), filters, follow).await;
        }
        if continues {
            return Err(Failure::usage("--since last needs --follow"));
        }
        let rows = Rows { request_id, limit: size(limit), body };
        list(context, TimeRange::new(since, until), filters, rows).await
    }
}

fn pause(seconds: i64) -> Duration {
    Duration::from_secs(seconds.unsigned_abs())
}

/// Which rows `logs list` shows, and how.
struct Rows {
    request_id: Option<String>,
    limit: Option<usize>,
    body: bool,
}

/// `logs list`.
#[derive(Debug, Args)]
#[command(after_help = "\
Requests appear a few seconds after they end. Tables show local times, other formats the server's.
Times such as 10m ago are by the server's clock. Older servers list requests only for admins. Of a
list such as --model a,b, or of an option that is repeated, one has to match.

Examples:
  litellm-proxy logs list --status failure --since 24h
  litellm-proxy logs list --model gpt-4o --min-latency 10 --columns start_time,latency_ms,error
  litellm-proxy logs list --key ci --code 401,403,429 --since 7d
  litellm-proxy logs list --team research --since today --format csv")]
pub(crate) struct List {
    #[command(flatten)]
    times: TimeRange,
    #[command(flatten)]
    filters: Filters,
    /// Only the request with this id, at any time unless --since is given
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    request_id: Option<String>,
    /// Show only the newest N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Show what was asked and answered too, where the server keeps it: a request for each
    #[arg(long)]
    body: bool,
}

impl List {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let rows = Rows { request_id: self.request_id, limit: size(self.limit), body: self.body };
        list(context, self.times, self.filters, rows).await
    }
}

/// `logs tail`.
#[derive(Debug, Args)]
#[command(after_help = "\
Shows each request once, as it ends, as a table, csv or ndjson. Servers write requests some seconds
after they end; requests of more than 15 minutes are missed. Of a list such as --model a,b one has
to match.

--since last continues where the last such command with the same server and filters stood, even if
it was killed: nothing is missed, and nothing shown twice. At first it begins as without --since.

Examples:
  litellm-proxy logs tail
  litellm-proxy logs tail --status failure
  litellm-proxy logs tail --since last --format ndjson | jq -r .model
  litellm-proxy logs tail --key ci --format ndjson | jq -r .model")]
pub(crate) struct Tail {
    /// Show first what began after this time: 10m, today, 2026-11-01T14:30, or last [default: 1h]
    #[arg(long, value_name = "TIME|last", value_parser = Since::parse)]
    since: Option<Since>,
    #[command(flatten)]
    filters: Filters,
    /// How many of the newest requests to show first [default: 10]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Seconds between polls for new requests [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = crate::context::parse_seconds)]
    interval: Option<Duration>,
    /// Fail once the server has not responded for this long, such as 5m [default: never]
    #[arg(long, value_name = "DURATION", value_parser = durations::parse_nonzero_seconds)]
    give_up: Option<i64>,
    /// Show what was asked and answered too, where the server keeps it: a request for each
    #[arg(long)]
    body: bool,
}

/// What is shown first.
#[derive(Debug, Clone, Copy)]
enum Since {
    /// What the last follower has not shown.
    Last,
    At(Moment),
}

impl Since {
    fn parse(text: &str) -> Result<Self, String> {
        if text.trim().eq_ignore_ascii_case("last") {
            return Ok(Self::Last);
        }
        Moment::parse(text).map(Self::At).map_err(|error| format!("{error}; last continues where it ended"))
    }

    /// Returns the time, and whether to continue where the last follower ended.
    fn split(since: Option<Self>) -> (Option<Moment>, bool) {
        match since {
            Some(Self::At(moment)) => (Some(moment), false),
            Some(Self::Last) => (None, true),
            None => (None, false),
        }
    }
}

impl Tail {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self { since, filters, limit, interval, give_up, body } = self;
        let (since, continues) = Since::split(since);
        let follow = Follow { interval, initial_count: size(limit), continues, give_up: give_up.map(pause), body };
        tail(context, "`logs tail`", TimeRange::new(since, None), filters, follow).await
    }
}

fn size(limit: Option<u32>) -> Option<usize> {
    limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX))
}

async fn tail(
    context: &mut Context,
    name: &str,
    times: TimeRange,
    filters: Filters,
    follow: Follow,
) -> Result<Outcome> {
    // Invalid times are reported before anything is sent.
    let (first, last) = times.resolve(false, Timestamp::now())?;
    context.output.prefer_lines();
    context.output.refuse_order(name)?;
    if context.output.needs_an_end() {
        return Err(Failure::Usage {
            message: format!("{name} does not end, so it cannot be shown as JSON or YAML"),
            hint: Some("use --format ndjson, one JSON object per line".to_owned()),
        }
        .into());
    }
    let mut query = filters.query(context, first, last, None).await?;
    let client = context.client()?;
    let mut time = ServerTime::new(&client, times.is_relative(false));
    // Looking up names may have shown the server's clock.
    if let Some(now) = time.correction(context) {
        (query.first, query.last) = times.resolve(false, now)?;
    }
    follow.run(context, query, time, &times).await
}

async fn list(context: &mut Context, times: TimeRange, filters: Filters, rows: Rows) -> Result<Outcome> {
    let Rows { request_id, limit, body } = rows;
    let has_request_id = request_id.is_some();
    let (first, last) = times.resolve(has_request_id, Timestamp::now())?;
    let mut query = filters.query(context, first, last, request_id).await?;
    let client = context.client()?;
    let mut time = ServerTime::new(&client, times.is_relative(has_request_id));
    // Looking up names may have shown the server's clock.
    if let Some(now) = time.correction(context) {
        (query.first, query.last) = times.resolve(has_request_id, now)?;
    }
    let pages = client.spend().logs_all(&query.filter(query.first, query.last));
    context
        .perform(DryRun::default(), pages, async |context, pages| {
            let mut listing = Listing::new(&context.output, "request", &columns(context)).in_field("data");
            let names = lists::team_names_if(&client, listing.wants_team_names(&context.output));
            let (logs, names) = tokio::join!(query.collect(context, pages, limit), names);
            listing.set_team_names(names);
            let mut logs = logs?;
            if let Some(now) = time.correction(context) {
                (query.first, query.last) = times.resolve(has_request_id, now)?;
                let pages = client.spend().logs_all(&query.filter(query.first, query.last));
                logs = query.collect(context, pages, limit).await?;
            }
            if logs.is_empty() {
                query.ensure_subject_exists(context).await?;
            }
            if body {
                logs = client.spend().with_bodies(logs).await?;
            }
            let count = logs.len() as u64;
            let counts = [("total", count), ("page", 1), ("page_size", count), ("total_pages", 1)];
            lists::complete_team_names(context, &mut listing, &logs).await?;
            listing.add(&mut context.output, &logs)?;
            let outcome = listing.finish(&mut context.output, &counts)?;
            if body && !bodies::note_if_missing(context, &logs) && context.output.is_for_people() {
                for log in &logs {
                    context.output.prose_aside(&format!("\n{}\n", query::title(log)))?;
                    bodies::show(context, log)?;
                }
            }
            Ok(outcome)
        })
        .await
}
