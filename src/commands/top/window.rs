//! The requests of the last minutes, in little memory. No clock, no terminal: rows in, rows and rates out.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::spend::{LogStatus, SpendLog};

use crate::commands::logs::{alias, error, error_class, key};

/// Requests that are counted, and how old they become.
const MAX_ROWS: usize = 50_000;
pub(super) const SPAN: SignedDuration = SignedDuration::from_mins(15);
/// Requests that are listed and can be opened.
const MAX_ENTRIES: usize = 2_000;
/// Requests appear in the log this late, usually.
const LAG: SignedDuration = SignedDuration::from_secs(15);
const MAX_MESSAGE: usize = 200;
/// The key under which the server logs its own health checks.
const HEALTH_CHECKS: &str = "litellm-internal-health-check";

/// What is counted of a request. Names are shared by the rows that have them.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) end: Timestamp,
    pub(super) latency_ms: Option<u32>,
    pub(super) ttft_ms: Option<u32>,
    pub(super) tokens: u32,
    pub(super) cost: f64,
    pub(super) model: Arc<str>,
    pub(super) key: Arc<str>,
    pub(super) team: Arc<str>,
    /// Its class and code, if it failed.
    pub(super) error: Option<Arc<str>>,
}

/// What is shown of a request: never what was asked or answered.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) end: Timestamp,
    pub(super) start: Option<Timestamp>,
    pub(super) is_failure: bool,
    pub(super) code: String,
    pub(super) model: String,
    pub(super) provider_model: String,
    pub(super) deployment: String,
    pub(super) key: String,
    pub(super) key_hash: String,
    pub(super) key_alias: String,
    pub(super) team: String,
    pub(super) user: String,
    pub(super) customer: String,
    pub(super) session: String,
    pub(super) call_type: String,
    pub(super) latency: Option<SignedDuration>,
    pub(super) ttft: Option<SignedDuration>,
    pub(super) prompt_tokens: u64,
    pub(super) completion_tokens: u64,
    pub(super) cost: f64,
    pub(super) error: String,
    /// What the failure means, if it is the provider's and known.
    pub(super) cause: String,
    pub(super) message: String,
}

/// The requests of the last 15 minutes, at most 50,000.
#[derive(Debug)]
pub(super) struct Window {
    /// In the order of their ends, as far as they came in that order.
    rows: VecDeque<Row>,
    entries: VecDeque<Entry>,
    names: HashSet<Arc<str>>,
    /// Everything that ended later is in the window.
    complete_since: Timestamp,
    newest_end: Option<Timestamp>,
    now: Timestamp,
}

impl Entry {
    pub(super) fn of(log: &Lossless<SpendLog>) -> Option<Self> {
        // The attempts of a request that timed out are not requests, and health checks nobody's.
        if log.is_attempt() || log.api_key.as_deref() == Some(HEALTH_CHECKS) {
            return None;
        }
        let end = log.end_time.max(log.start_time)?;
        let owned = |text: &Option<String>| text.clone().unwrap_or_default();
        let is_failure = log.status == Some(LogStatus::Failure);
        let found = log.error().unwrap_or_default();
        let cause = found.cause().filter(|_| is_failure && log.is_failure_of_provider());
        let cause = cause.map(|cause| cause.describe(None)).unwrap_or_default();
        let code = found.code.unwrap_or_default();
        let message = error(log).map(|text| shortened(&litellm_proxy_redact::redact_text(&text)));
        let model = log.model_group.clone().filter(|group| !group.is_empty());
        let team = log.field("metadata").and_then(|metadata| {
            metadata.get("user_api_key_team_alias")?.as_str().filter(|alias| !alias.is_empty()).map(str::to_owned)
        });
        Some(Self {
            id: owned(&log.request_id),
            end,
            start: log.start_time,
            is_failure,
            code: if is_failure { code.clone() } else { String::new() },
            model: model.unwrap_or_else(|| owned(&log.model)),
            provider_model: owned(&log.model),
            deployment: owned(&log.model_id),
            key: key(log),
            key_hash: owned(&log.api_key),
            key_alias: alias(log).unwrap_or_default(),
            team: team.unwrap_or_else(|| owned(&log.team_id)),
            user: owned(&log.user),
            customer: owned(&log.end_user),
            session: owned(&log.session_id),
            call_type: owned(&log.call_type),
            latency: log.latency(),
            ttft: log.time_to_first_token(),
            prompt_tokens: log.prompt_tokens.unwrap_or_default(),
            completion_tokens: log.completion_tokens.unwrap_or_default(),
            cost: log.spend.unwrap_or_default(),
            error: match cause.as_str() {
                "" => error_class(log).unwrap_or_default(),
                cause => format!("{code} {cause}").trim_start().to_owned(),
            },
            cause,
            message: message.unwrap_or_default(),
        })
    }

    /// Returns whether a filter, in lower case, is part of what is shown.
    pub(super) fn contains(&self, filter: &str) -> bool {
        let shown = [&self.id, &self.code, &self.model, &self.provider_model, &self.deployment, &self.key, &self.team];
        let more = [&self.user, &self.customer, &self.session, &self.call_type, &self.error, &self.message];
        shown.into_iter().chain(more).any(|text| text.to_lowercase().contains(filter))
    }
}

/// Returns the beginning of a message.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn milliseconds(length: Option<SignedDuration>) -> Option<u32> {
    length.and_then(|length| u32::try_from(length.as_millis()).ok())
}

impl Window {
    /// Returns an empty window. Everything that ended after `complete_since` will be added.
    pub(super) fn new(complete_since: Timestamp, now: Timestamp) -> Self {
        let (rows, entries, names) = Default::default();
        Self { rows, entries, names, complete_since, newest_end: None, now }
    }

    /// Says that requests which ended earlier were not read.
    pub(super) fn begin_at(&mut self, complete_since: Timestamp) {
        self.complete_since = self.complete_since.max(complete_since);
    }

    /// Adds requests, and drops those that are too old at this time of the server's clock.
    pub(super) fn add(&mut self, entries: impl IntoIterator<Item = Entry>, now: Timestamp) {
        self.now = now;
        for entry in entries {
            self.newest_end = self.newest_end.max(Some(entry.end));
            let row = Row {
                end: entry.end,
                latency_ms: milliseconds(entry.latency),
                ttft_ms: milliseconds(entry.ttft),
                tokens: u32::try_from(entry.prompt_tokens.saturating_add(entry.completion_tokens)).unwrap_or(u32::MAX),
                cost: entry.cost,
                model: self.name(&entry.model),
                key: self.name(&entry.key),
                team: self.name(&entry.team),
                error: entry.is_failure.then(|| self.name(&entry.error)),
            };
            self.rows.push_back(row);
            self.entries.push_back(entry);
        }
        let oldest = before(now, SPAN);
        while self.rows.len() > MAX_ROWS || self.rows.front().is_some_and(|row| row.end < oldest) {
            let dropped = self.rows.pop_front();
            if self.rows.len() >= MAX_ROWS {
                self.complete_since = dropped.map_or(self.complete_since, |row| row.end.max(self.complete_since));
            }
        }
        self.entries.drain(..self.entries.len().saturating_sub(MAX_ENTRIES));
        self.names.retain(|name| Arc::strong_count(name) > 1);
    }

    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let name: Arc<str> = text.into();
        self.names.insert(Arc::clone(&name));
        name
    }

    pub(super) fn entries(&self) -> &VecDeque<Entry> {
        &self.entries
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the time up to which the requests are known: that of the newest, unless the log is only late.
    pub(super) fn as_of(&self) -> Timestamp {
        let latest = before(self.now, LAG);
        self.newest_end.unwrap_or(latest).max(latest).min(self.now)
    }

    /// Returns the requests that ended in the last `length`, and the length that is known, at least a second.
    pub(super) fn last(&self, length: SignedDuration) -> (impl Iterator<Item = &Row>, Duration) {
        let end = self.as_of();
        let begin = before(end, length).max(self.complete_since);
        let known = Duration::try_from(end.duration_since(begin)).unwrap_or_default().max(Duration::from_secs(1));
        (self.rows.iter().filter(move |row| row.end > begin && row.end <= end), known)
    }

    /// Returns sums over parts of this length, oldest first.
    pub(super) fn history(&self, parts: usize, length: SignedDuration, value: impl Fn(&Row) -> f64) -> Vec<f64> {
        let end = self.as_of();
        let mut sums = vec![0.0; parts];
        let length = length.as_millis().max(1);
        for row in &self.rows {
            let age = end.duration_since(row.end).as_millis();
            let part = usize::try_from(age / length).ok().filter(|_| age >= 0);
            if let Some(sum) = part.and_then(|part| parts.checked_sub(part + 1)).and_then(|index| sums.get_mut(index)) {
                *sum += value(row);
            }
        }
        sums
    }
}

fn before(time: Timestamp, length: SignedDuration) -> Timestamp {
    time.checked_sub(length).unwrap_or(time)
}
