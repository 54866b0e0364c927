//! `spend logs --follow`: polls the server for new requests and shows them as they arrive.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};

use super::log_query::{Log, LogQuery, columns, keep_newest, sort_by_start_time, start_time};
use super::streaming_table::StreamingTable;
use crate::commands::confirm::count;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::for_terminal;
use litellm_proxy_client::{Client, Error};

/// A request is logged when it ends, under its start time, so each poll also covers requests that started this long ago.
const LOOKBACK: SignedDuration = SignedDuration::from_mins(10);
/// The server's clock may be ahead by this much.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(24);
/// Every Nth poll reads all pages; the others stop at the first page without a new request.
const FULL_POLL_EVERY: u32 = 10;
const INTERVAL: Duration = Duration::from_secs(3);
/// How many existing requests to show before new ones, unless `--limit` is given.
const DEFAULT_INITIAL_COUNT: usize = 10;
const PAGE_SIZE: u32 = 100;

/// How to follow the log.
pub(super) struct Follow {
    interval: Duration,
    initial_count: usize,
}

impl Follow {
    pub(super) fn new(interval: Option<Duration>, limit: Option<usize>) -> Self {
        Self { interval: interval.unwrap_or(INTERVAL), initial_count: limit.unwrap_or(DEFAULT_INITIAL_COUNT) }
    }

    /// Shows requests until Ctrl-C, a closed pipe, or an error that retrying cannot fix.
    pub(super) async fn run(self, context: &mut Context, query: LogQuery) -> Result<Outcome> {
        let now = Timestamp::now();
        let filter = query.filter(query.first, now).page(1).page_size(PAGE_SIZE);
        let client = context.client()?;
        let first = client.spend().logs(&filter);
        context
            .perform(DryRun::default(), first, async |context, _| {
                let mut interrupt = pin!(tokio::signal::ctrl_c());
                let mut poller = Poller::new(client, query);
                let mut shown_count: usize = 0;
                let mut table = StreamingTable::new(context);
                let mut failed = false;
                let mut is_first = true;
                loop {
                    let polled = tokio::select! {
                        biased;
                        _ = &mut interrupt => return Err(interrupted(shown_count)),
                        polled = poller.poll() => polled,
                    };
                    match polled {
                        Ok(mut logs) => {
                            if is_first {
                                logs.retain(|log| start_time(log).is_none_or(|time| poller.query.first <= time));
                                keep_newest(&mut logs, self.initial_count);
                                show_header(context, &mut table, &logs)?;
                            }
                            if std::mem::take(&mut failed) {
                                context.output.note("the server is responding again");
                            }
                            is_first = false;
                            shown_count = shown_count.saturating_add(logs.len());
                            show(context, &mut table, &logs)?;
                        }
                        // An error on the first poll is not treated as transient.
                        Err(error) if is_first || !is_transient(&error) => return Err(error.into()),
                        Err(error) => {
                            if !std::mem::replace(&mut failed, true) {
                                context.output.warn(format_args!("{error}; retrying"));
                            }
                        }
                    }
                    if context.output.is_closed() {
                        return Ok(Outcome::Done);
                    }
                    tokio::select! {
                        biased;
                        _ = &mut interrupt => return Err(interrupted(shown_count)),
                        () = tokio::time::sleep(self.interval) => {}
                    }
                }
            })
            .await
    }
}

fn interrupted(shown_count: usize) -> anyhow::Error {
    Failure::Interrupted(format!("shown so far: {}", count(shown_count, "request"))).into()
}

/// Returns whether the same request may succeed later.
fn is_transient(error: &Error) -> bool {
    matches!(error, Error::Server(_) | Error::UnexpectedResponse { .. }) || error.is_retryable()
}

/// Finds requests that were not returned by an earlier poll.
struct Poller {
    client: Client,
    query: LogQuery,
    /// Start times of returned requests, by identity, as far back as a poll can find them again.
    seen: HashMap<String, Timestamp>,
    /// Every request that ended before this time was returned.
    since: Timestamp,
    polls: u32,
}

impl Poller {
    fn new(client: Client, query: LogQuery) -> Self {
        let since = query.first;
        Self { client, query, seen: HashMap::new(), since, polls: 0 }
    }

    /// Returns the requests that were not seen before, newest last.
    async fn poll(&mut self) -> Result<Vec<Log>, Error> {
        let now = Timestamp::now();
        let minus_lookback = |time: Timestamp| time.checked_sub(LOOKBACK).unwrap_or(time);
        let first = minus_lookback(self.since.min(now));
        let filter = self.query.filter(first, now.checked_add(CLOCK_SKEW).unwrap_or(now)).page_size(PAGE_SIZE);
        let is_full = self.polls.is_multiple_of(FULL_POLL_EVERY);
        let mut found: Vec<Log> = Vec::new();
        let mut new: HashMap<String, Timestamp> = HashMap::new();
        let mut page = 1;
        loop {
            let logs = self.client.spend().logs(&filter.clone().page(page)).await?.into_inner();
            let is_last = logs.data.is_empty()
                || (logs.total_is_capped != Some(true) && logs.total_pages.is_none_or(|last| u64::from(page) >= last));
            let count_before = found.len();
            for log in logs.data {
                let identity = identity(&log);
                // New requests shift others to the next page while pages are read, so one may come twice.
                if !self.seen.contains_key(&identity) && !new.contains_key(&identity) {
                    new.insert(identity, start_time(&log).unwrap_or(now));
                    found.push(log);
                }
            }
            let nothing_is_new = found.len() == count_before;
            if is_last || (nothing_is_new && !is_full) {
                break;
            }
            page += 1;
        }
        // Only after all pages: if a poll fails halfway, the next one must find its requests again.
        self.polls = self.polls.wrapping_add(1);
        self.seen.extend(new);
        if is_full {
            self.since = now;
            let first = minus_lookback(now);
            self.seen.retain(|_, time| *time >= first);
        }
        found.retain(|log| self.query.matches_model(log));
        sort_by_start_time(&mut found);
        Ok(found)
    }
}

/// Returns the request id, or the whole entry if it has none.
fn identity(log: &Log) -> String {
    log.request_id.clone().unwrap_or_else(|| log.json().get().to_owned())
}

fn show_header(context: &mut Context, table: &mut StreamingTable, logs: &[Log]) -> Result<()> {
    if !context.output.is_for_people() {
        return context.output.begin_rows(columns(context));
    }
    let first: Vec<_> = logs.iter().map(|log| cells(context, log)).collect();
    let header = table.header(columns(context), &first);
    context.output.text(&header)
}

fn show(context: &mut Context, table: &mut StreamingTable, logs: &[Log]) -> Result<()> {
    if context.output.is_for_people() {
        for log in logs {
            let line = table.line(&cells(context, log));
            context.output.text(&line)?;
        }
    } else {
        context.output.add_rows(logs, columns(context))?;
    }
    context.output.flush()
}

fn cells(context: &Context, log: &Log) -> Vec<String> {
    let is_terminal = context.output.terminal().stdout_is_terminal;
    let cells = columns(context).iter().map(|column| column.table_cell(log));
    cells.map(|cell| if is_terminal { for_terminal(&cell).into_owned() } else { cell }).collect()
}
