//! `logs stats`: counts, errors, latencies and cost of the requests of some time.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::spend::LogStatus;
use serde::Serialize;

use super::filters::Filters;
use super::query::{self, Log, LogQuery, start_time};
use crate::commands::spend::clock::ServerTime;
use crate::commands::spend::period::TimeRange;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, chart, dollars, percent};

/// How many parts of the time a row has.
const PARTS: usize = 24;
/// What the requests without a name are called.
const NONE: &str = "none";

#[derive(Debug, Args)]
#[command(after_help = "\
Latencies are of requests that succeeded; half of them took no longer than p50, and 95 of 100 no
longer than p95. A request that timed out counts once, whatever the number of its attempts.

Examples:
  litellm-proxy logs stats
  litellm-proxy logs stats --by error --since 24h
  litellm-proxy logs stats --by key --model gpt-4o --since 7d --format csv")]
pub(crate) struct Stats {
    /// What each row is about
    #[arg(long, value_enum, default_value = "model")]
    by: By,
    #[command(flatten)]
    times: TimeRange,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    Model,
    Deployment,
    Key,
    User,
    Team,
    Customer,
    Error,
    Status,
}

impl By {
    fn title(self) -> &'static str {
        match self {
            Self::Model => "Model",
            Self::Deployment => "Deployment",
            Self::Key => "Key",
            Self::User => "User",
            Self::Team => "Team",
            Self::Customer => "Customer",
            Self::Error => "Error",
            Self::Status => "Status",
        }
    }

    /// Returns what a request belongs to; `None` for a request that does not count.
    fn name(self, log: &Log) -> Option<String> {
        let field = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
        let name = match self {
            Self::Model => field(&log.model_group).or_else(|| field(&log.model)).or_else(|| field(&log.call_type)),
            Self::Deployment => field(&log.model_id),
            Self::Key => Some(query::key(log)).filter(|key| !key.is_empty()),
            Self::User => field(&log.user),
            Self::Team => query::team_alias(log).or_else(|| field(&log.team_id)),
            Self::Customer => field(&log.end_user),
            Self::Error if !is_failed(log) => return None,
            Self::Error => query::error_class(log),
            Self::Status => log.status.as_ref().map(ToString::to_string),
        };
        Some(name.unwrap_or_else(|| NONE.to_owned()))
    }
}

fn is_failed(log: &Log) -> bool {
    log.status == Some(LogStatus::Failure)
}

/// The sums of a group of requests.
#[derive(Debug, Default)]
struct Sums {
    requests: u64,
    errors: u64,
    tokens: u64,
    spend: f64,
    latencies: Vec<SignedDuration>,
    first_tokens: Vec<SignedDuration>,
    parts: Vec<f64>,
    last_error: Option<(Option<Timestamp>, String)>,
}

impl Sums {
    fn add(&mut self, log: &Log, part: usize) {
        self.requests += 1;
        self.tokens = self.tokens.saturating_add(log.total_tokens.unwrap_or_default());
        self.spend += log.spend.unwrap_or_default();
        self.parts.resize(PARTS, 0.0);
        if let Some(count) = self.parts.get_mut(part) {
            *count += 1.0;
        }
        if is_failed(log) {
            self.errors += 1;
            let time = start_time(log);
            if let Some(error) = query::error(log)
                && self.last_error.as_ref().is_none_or(|(other, _)| *other <= time)
            {
                self.last_error = Some((time, error));
            }
        } else {
            self.latencies.extend(log.latency());
            self.first_tokens.extend(log.time_to_first_token());
        }
    }

    fn row(mut self, name: String) -> Row {
        self.latencies.sort_unstable();
        self.first_tokens.sort_unstable();
        Row {
            name,
            requests: self.requests,
            errors: self.errors,
            error_rate: ratio(self.errors, self.requests),
            p50_ms: percentile(&self.latencies, 50),
            p95_ms: percentile(&self.latencies, 95),
            ttft_p50_ms: percentile(&self.first_tokens, 50),
            tokens: self.tokens,
            spend: self.spend,
            last_error: self.last_error.map(|(_, error)| error),
            parts: self.parts,
        }
    }
}

/// Returns a share from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a share")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Returns the value, in milliseconds, that as many of 100 do not exceed: the nearest of those that there are.
fn percentile(sorted: &[SignedDuration], percent: usize) -> Option<i64> {
    let rank = sorted.len().checked_mul(percent)?.div_ceil(100);
    let value = sorted.get(rank.checked_sub(1)?)?;
    i64::try_from(value.as_millis()).ok()
}

/// A row of the answer.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    requests: u64,
    errors: u64,
    /// From 0 to 1.
    error_rate: f64,
    p50_ms: Option<i64>,
    p95_ms: Option<i64>,
    ttft_p50_ms: Option<i64>,
    tokens: u64,
    spend: f64,
    last_error: Option<String>,
    #[serde(skip)]
    parts: Vec<f64>,
}

fn milliseconds(time: Option<i64>) -> String {
    time.map(|time| query::seconds(SignedDuration::from_millis(time))).unwrap_or_default()
}

fn plain(time: Option<i64>) -> String {
    time.map(|time| time.to_string()).unwrap_or_default()
}

/// The groups, and the requests that were counted.
struct Counter {
    by: By,
    first: Timestamp,
    last: Timestamp,
    seen: HashSet<String>,
    groups: BTreeMap<String, Sums>,
}

impl Counter {
    fn new(by: By, first: Timestamp, last: Timestamp) -> Self {
        Self { by, first, last, seen: HashSet::new(), groups: BTreeMap::new() }
    }

    /// Counts a request once, on whatever pages it is.
    fn add(&mut self, log: &Log) {
        if log.is_attempt() || log.request_id.as_ref().is_some_and(|id| !self.seen.insert(id.clone())) {
            return;
        }
        let Some(name) = self.by.name(log) else { return };
        let part = start_time(log).map_or(0, |time| self.part(time));
        self.groups.entry(name).or_default().add(log, part);
    }

    /// Returns the part of the time in which a request began.
    fn part(&self, time: Timestamp) -> usize {
        let whole = self.last.duration_since(self.first).as_secs().max(1);
        let since = time.duration_since(self.first).as_secs().clamp(0, whole);
        let parts = i64::try_from(PARTS).unwrap_or(1);
        usize::try_from(since.saturating_mul(parts) / whole).unwrap_or_default().min(PARTS - 1)
    }

    /// Returns the rows, those with the most requests first.
    fn rows(self) -> Vec<Row> {
        let mut rows: Vec<Row> = self.groups.into_iter().map(|(name, sums)| sums.row(name)).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.requests));
        rows
    }
}

impl Stats {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self { by, times, filters } = self;
        let (first, last) = times.resolve(false, Timestamp::now())?;
        let mut query = filters.query(context, first, last, None).await?;
        let client = context.client()?;
        let mut time = ServerTime::new(&client, times.is_relative(false));
        if let Some(now) = time.correction(context) {
            (query.first, query.last) = times.resolve(false, now)?;
        }
        let pages = client.spend().logs_all(&query.filter(query.first, query.last));
        context
            .perform(DryRun::default(), pages, async |context, mut pages| {
                let mut counter = Counter::new(by, query.first, end(&query, time.now()));
                let mut is_first = true;
                while let Some(page) = pages.next_page().await? {
                    if std::mem::take(&mut is_first)
                        && let Some(now) = time.correction(context)
                    {
                        // What was found is of another time.
                        (query.first, query.last) = times.resolve(false, now)?;
                        pages = client.spend().logs_all(&query.filter(query.first, query.last));
                        counter = Counter::new(by, query.first, end(&query, now));
                        continue;
                    }
                    page.iter().filter(|log| query.matches(log)).for_each(|log| counter.add(log));
                }
                let rows = counter.rows();
                if rows.is_empty() {
                    query.ensure_subject_exists(context).await?;
                }
                show(context, by, &rows)
            })
            .await
    }
}

/// Returns the end of the time that is shown: an open one ends a day ahead.
fn end(query: &LogQuery, now: Timestamp) -> Timestamp {
    query.last.min(now)
}

fn show(context: &mut Context, by: By, rows: &[Row]) -> Result<Outcome> {
    let name = &Column::new("name", by.title(), |row: &Row| row.name.clone());
    let requests = &Column::right("requests", "Requests", |row: &Row| row.requests.to_string());
    let last_error =
        &Column::new("last_error", "Last error", |row: &Row| row.last_error.clone().unwrap_or_default()).at_least(30);
    let over_time = &Column::drawing("Over time", |row: &Row| chart::sparkline(&row.parts, PARTS)).optional(3);
    let sums: [&Column<Row>; 7] = [
        &Column::right("errors", "Errors", |row| row.errors.to_string()),
        &Column::either("error_rate", "Rate", |row| percent(row.error_rate * 100.0), |row| row.error_rate.to_string()),
        &Column::either("p50_ms", "p50", |row| milliseconds(row.p50_ms), |row| plain(row.p50_ms)),
        &Column::either("p95_ms", "p95", |row| milliseconds(row.p95_ms), |row| plain(row.p95_ms)),
        &Column::either(
            "ttft_p50_ms",
            "TTFT p50",
            |row: &Row| milliseconds(row.ttft_p50_ms),
            |row| plain(row.ttft_p50_ms),
        )
        .optional(1),
        &Column::right("tokens", "Tokens", |row: &Row| row.tokens.to_string()).optional(2),
        &Column::money("spend", "Spend", |row| Some(row.spend)),
    ];
    let is_drawn = context.output.is_for_people() && !context.output.has_chosen_columns();
    let mut columns = vec![name, requests];
    match by {
        // The rest says the same in each row.
        By::Error if is_drawn => columns.extend([last_error, over_time]),
        _ if is_drawn => columns.extend(sums.into_iter().chain([over_time])),
        _ => columns.extend(sums.into_iter().chain([last_error])),
    }
    let outcome = context.output.list("group", rows, &columns, &rows)?;
    if context.output.is_for_people() && !rows.is_empty() {
        let requests: u64 = rows.iter().map(|row| row.requests).sum();
        let errors: u64 = rows.iter().map(|row| row.errors).sum();
        let spend: f64 = rows.iter().map(|row| row.spend).sum();
        let sum = format!("{requests} in all, {errors} failed, {}", dollars(spend));
        context.output.note(sum);
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn log(id: &str, second: u32, took: u32, fields: &Value) -> Log {
        let mut row = json!({
            "request_id": id, "status": "success", "model_group": "m", "spend": 0.5, "total_tokens": 3,
            "startTime": format!("2026-11-30T10:00:{second:02}.000Z"),
            "endTime": format!("2026-11-30T10:00:{:02}.000Z", second + took),
        });
        row.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        serde_json::from_value(row).expect("a log")
    }

    fn time(second: u32) -> Timestamp {
        format!("2026-11-30T10:00:{second:02}Z").parse().expect("a time")
    }

    fn rows(by: By, logs: &[Log]) -> Vec<Row> {
        let mut counter = Counter::new(by, time(0), time(48));
        for log in logs {
            counter.add(log);
        }
        counter.rows()
    }

    #[test]
    fn requests_are_counted_once_with_their_latencies() {
        let failure = json!({"status": "failure", "spend": 0, "metadata": {"error_information":
            {"error_class": "Timeout", "error_code": "408", "error_message": "too\n slow Traceback (most recent call last): x"}}});
        let logs = [
            log("a", 0, 1, &json!({})),
            log("a", 0, 1, &json!({})),
            log("b", 2, 3, &json!({"completionStartTime": "2026-11-30T10:00:03.500Z"})),
            log("c", 46, 9, &failure),
            log("c-attempt-0", 46, 9, &failure),
            log("d", 47, 2, &json!({"model_group": "other"})),
        ];
        let list = rows(By::Model, &logs);
        let [m, other] = list.as_slice() else { panic!("{list:?}") };
        assert_eq!((m.name.as_str(), m.requests, m.errors, m.tokens), ("m", 3, 1, 9));
        assert_eq!((m.p50_ms, m.p95_ms, m.ttft_p50_ms), (Some(1000), Some(3000), Some(1500)));
        assert_eq!(m.last_error.as_deref(), Some("too slow"));
        assert!((m.error_rate - 1.0 / 3.0).abs() < 1e-9 && (m.spend - 1.0).abs() < 1e-9);
        assert_eq!((m.parts[0], m.parts[1], m.parts[23]), (1.0, 1.0, 1.0));
        assert_eq!((other.name.as_str(), other.requests), ("other", 1));
        let errors = rows(By::Error, &logs);
        assert_eq!(
            errors.iter().map(|row| (row.name.as_str(), row.requests)).collect::<Vec<_>>(),
            [("Timeout 408", 1)]
        );
        assert_eq!(rows(By::Customer, &logs)[0].name, NONE);
    }

    #[test]
    fn percentiles_are_the_nearest_of_those_that_there_are() {
        let list: Vec<SignedDuration> = (1..=100).map(SignedDuration::from_millis).collect();
        assert_eq!((percentile(&list, 50), percentile(&list, 95)), (Some(50), Some(95)));
        assert_eq!((percentile(&list[..1], 95), percentile(&[], 50)), (Some(1), None));
    }
}
