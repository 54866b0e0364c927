//! Which requests of the log to show, in what order, and in which columns.

use anyhow::Result;
use jiff::Timestamp;

use super::accepted::Accepted;
use crate::commands::lists;
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{Column, cell, short_hash, short_id, times};
use jiff::SignedDuration;
use litellm_proxy_client::Lossless;
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::spend::{LogFilter, LogPage, SpendLog};

/// The name under which newer servers log the master key.
pub(in crate::commands) const MASTER_KEY: &str = "litellm_proxy_master_key";

/// The user of the master key; not every server lists it among its users.
pub(in crate::commands) const DEFAULT_USER: &str = "default_user_id";

/// A request as the server logged it.
pub(super) type Log = Lossless<SpendLog>;

/// Which requests to show.
pub(super) struct LogQuery {
    pub(super) filter: LogFilter,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
    accepted: Accepted,
}

impl LogQuery {
    /// Creates a query for requests that started between two times.
    pub(super) fn between(first: Timestamp, last: Timestamp, accepted: Accepted, request_id: Option<String>) -> Self {
        let mut filter = filter_between(first, last);
        accepted.add_to(&mut filter);
        filter.request_id = request_id;
        Self { filter, first, last, accepted }
    }

    /// Returns the filter for another range of time.
    pub(super) fn filter(&self, first: Timestamp, last: Timestamp) -> LogFilter {
        let LogFilter { start_date, end_date, .. } = filter_between(first, last);
        let mut filter = self.filter.clone();
        (filter.start_date, filter.end_date) = (start_date, end_date);
        filter
    }

    /// Returns a string that is the same for the same filters, whatever their times.
    pub(super) fn identity(&self) -> String {
        self.accepted.identity()
    }

    /// Returns whether a request matches the filters, which a server may ignore.
    pub(super) fn matches_filters(&self, log: &Log) -> bool {
        self.accepted.matches(log)
    }

    pub(super) fn matches(&self, log: &Log) -> bool {
        // The request to the server was in whole seconds.
        self.matches_filters(log) && start_time(log).is_none_or(|time| self.first <= time && time <= self.last)
    }

    /// Fails if the request, user or model of an empty result does not exist. An empty range of time is not a failure.
    pub(super) async fn ensure_subject_exists(&self, context: &mut Context) -> Result<()> {
        if let Some(request_id) = &self.filter.request_id {
            return Err(Failure::NotFound(format!(
                "no such request has the id `{request_id}`; requests appear a few seconds after they end"
            ))
            .into());
        }
        let models = &self.accepted.models;
        if !models.is_empty() {
            let unknown = context.client()?.keys().unknown_references(None, models).await;
            if let Some(unknown) = unknown.first() {
                return Err(Failure::NotFound(format!("the server has no {unknown}, and no request to it")).into());
            }
        }
        for user_id in self.accepted.users.iter().filter(|user_id| *user_id != DEFAULT_USER) {
            match context.client()?.users().get(user_id).await {
                Err(error) if error.is_not_found() => {
                    return Err(Failure::NotFound(format!("no user has the id `{user_id}`")).into());
                }
                // Callers who may not look up users get the empty list.
                _ => {}
            }
        }
        Ok(())
    }

    /// Warns if the user or model does not exist, for a command that waits for requests of it.
    pub(super) async fn warn_of_unknown_subject(&self, context: &mut Context) {
        if let Err(error) = self.ensure_subject_exists(context).await {
            context.output.warn(error);
        }
    }

    /// Returns all requests or the newest `limit`, newest last.
    pub(super) async fn collect(
        &self,
        context: &mut Context,
        mut pages: Pages<LogPage>,
        limit: Option<usize>,
    ) -> Result<Vec<Log>> {
        let Some(limit) = limit else {
            let mut logs = lists::collect(context, pages).await?.items;
            logs.retain(|log| self.matches(log));
            sort_by_start_time(&mut logs);
            return Ok(logs);
        };
        let mut logs = Vec::new();
        while let Some(page) = pages.next_page().await? {
            logs.extend(page.into_iter().filter(|log| self.matches(log)));
            // The server lists the newest first.
            if logs.len() >= limit {
                break;
            }
        }
        keep_newest(&mut logs, limit);
        Ok(logs)
    }
}

/// Returns a filter for start times, in the whole seconds that the server expects.
fn filter_between(first: Timestamp, last: Timestamp) -> LogFilter {
    let round_up =
        if last.subsec_nanosecond() > 0 { jiff::SignedDuration::from_secs(1) } else { jiff::SignedDuration::ZERO };
    LogFilter::between(first, last.checked_add(round_up).unwrap_or(last))
}

/// Returns the start time of a request.
pub(super) fn start_time(log: &Log) -> Option<Timestamp> {
    log.start_time
}

/// Sorts requests by start time, newest last.
pub(super) fn sort_by_start_time(logs: &mut [Log]) {
    logs.sort_by_cached_key(start_time);
}

/// Keeps the newest `limit` requests, newest last.
pub(super) fn keep_newest(logs: &mut Vec<Log>, limit: usize) {
    sort_by_start_time(logs);
    logs.drain(..logs.len().saturating_sub(limit));
}

/// Returns the columns for the output format.
pub(super) fn columns(context: &Context) -> Vec<&'static Column<Log>> {
    if context.output.has_chosen_columns() {
        return DATA.to_vec();
    }
    let is_table = context.output.is_for_people();
    match (is_table, context.output.terminal().width) {
        (false, _) => DATA.to_vec(),
        (true, None) => TABLE.to_vec(),
        // The request id would take half of the width.
        (true, Some(_)) => TABLE.split_last().map_or_else(Vec::new, |(_, others)| others.to_vec()),
    }
}

const STATUS: Column<Log> =
    Column::state("status", "Status", |log| log.status.as_ref().map(ToString::to_string).unwrap_or_default());
const MODEL: Column<Log> = Column::new("model", "Model", |log| {
    let group = log.model_group.clone().filter(|group| !group.is_empty());
    group.or_else(|| log.model.clone()).unwrap_or_default()
});
const USER: Column<Log> = Column::new("user", "User", |log: &Log| log.user.clone().unwrap_or_default())
    .short(|log| short_id(log.user.as_deref().unwrap_or_default()).into_owned())
    .optional(2);
const TEAM: Column<Log> = Column::new("team_id", "Team ID", |log: &Log| log.team_id.clone().unwrap_or_default())
    .short_title("Team")
    .of_teams()
    .optional(1);
const TOKENS: Column<Log> = Column::right("total_tokens", "Tokens", |log: &Log| {
    log.total_tokens.map(|tokens| tokens.to_string()).unwrap_or_default()
})
.optional(3);
const SPEND: Column<Log> = Column::money("spend", "Spend", |log| log.spend);
const REQUEST: Column<Log> = Column::new("request_id", "Request ID", |log| log.request_id.clone().unwrap_or_default());

const LATENCY: Column<Log> = Column::either(
    "latency_ms",
    "Latency",
    |log| log.latency().map(seconds).unwrap_or_default(),
    |log| log.latency().map(|latency| latency.as_millis().to_string()).unwrap_or_default(),
);
const TTFT: Column<Log> = Column::either(
    "ttft_ms",
    "TTFT",
    |log| log.time_to_first_token().map(seconds).unwrap_or_default(),
    |log| log.time_to_first_token().map(|latency| latency.as_millis().to_string()).unwrap_or_default(),
);
const ERROR: Column<Log> = Column::new("error", "Error", |log| error(log).unwrap_or_default());

const TABLE: [&Column<Log>; 9] = [
    &Column::new("start_time", "Time", local_time).short(short_time).whole(),
    &STATUS,
    &MODEL,
    &Column::new("key", "Key", key),
    &USER,
    &TEAM,
    &TOKENS,
    &SPEND,
    &REQUEST,
];

const DATA: [&Column<Log>; 14] = [
    &Column::new("start_time", "Time", |log| log.string("startTime").unwrap_or_default()),
    &STATUS,
    &MODEL,
    &Column::new("key_alias", "Key", |log| alias(log).unwrap_or_default()),
    &Column::new("api_key", "Key Hash", |log| log.api_key.clone().unwrap_or_default()),
    &USER,
    &TEAM,
    &TOKENS,
    &SPEND,
    &REQUEST,
    &LATENCY,
    &TTFT,
    &Column::new("customer", "Customer", |log| log.end_user.clone().unwrap_or_default()),
    &ERROR,
];

/// Returns a time as tables show it.
pub(super) fn seconds(time: SignedDuration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        format!("{} ms", time.as_millis())
    } else if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{seconds:.0} s")
    }
}

/// Returns why a request failed, in one line.
pub(in crate::commands) fn error(log: &Log) -> Option<String> {
    let message = log.error()?.message?;
    Some(message.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns the class of the error and its status: `RateLimitError 429`.
pub(in crate::commands) fn error_class(log: &Log) -> Option<String> {
    let error = log.error()?;
    let words: Vec<String> = [error.class, error.code].into_iter().flatten().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// Returns the line above what is shown of one request.
pub(super) fn title(log: &Log) -> String {
    let status = log.status.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("Request {}: {status}", log.request_id.as_deref().unwrap_or_default())
}

/// Returns the alias of the team.
pub(super) fn team_alias(log: &Log) -> Option<String> {
    let alias = cell(log.field("metadata")?.get("user_api_key_team_alias")?);
    Some(alias).filter(|alias| !alias.is_empty())
}

pub(in crate::commands) fn alias(log: &Log) -> Option<String> {
    let alias = cell(log.field("metadata")?.get("user_api_key_alias")?);
    Some(alias).filter(|alias| !alias.is_empty())
}

/// Returns the alias of the key, or else its shortened hash.
pub(in crate::commands) fn key(log: &Log) -> String {
    let key = log.api_key.as_deref().unwrap_or_default();
    if key == MASTER_KEY { "master key".to_owned() } else { alias(log).unwrap_or_else(|| short_hash(key)) }
}

/// Returns the start time in the local time zone, to the second.
fn local_time(log: &Log) -> String {
    formatted_time(log, "%Y-%m-%d %H:%M:%S")
}

/// Returns the start time without the year.
fn short_time(log: &Log) -> String {
    formatted_time(log, "%m-%d %H:%M:%S")
}

fn formatted_time(log: &Log, format: &str) -> String {
    start_time(log).map_or_else(
        || log.string("startTime").unwrap_or_default(),
        |time| time.to_zoned(times::zone()).strftime(format).to_string(),
    )
}
