//! What the requests to show have in common. Servers filter by one value each, and not every one by every field, so each
//! request is matched here again.

use std::time::Duration;

use litellm_proxy_client::ApiKey;
use litellm_proxy_client::spend::{LogFilter, LogStatus};
use regex::Regex;

use super::query::{Log, alias, error, error_class};
use crate::output::cell;

/// What is accepted of each field; of an empty list, anything.
#[derive(Debug, Default)]
pub(super) struct Accepted {
    pub(super) keys: Vec<ApiKey>,
    pub(super) teams: Vec<String>,
    pub(super) users: Vec<String>,
    pub(super) models: Vec<String>,
    pub(super) deployments: Vec<String>,
    pub(super) customers: Vec<String>,
    pub(super) statuses: Vec<LogStatus>,
    pub(super) codes: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) sessions: Vec<String>,
    pub(super) min_cost: Option<f64>,
    pub(super) min_latency: Option<Duration>,
    /// What the error, a name, a tag or an id matches.
    pub(super) pattern: Option<Regex>,
}

/// Returns the value of a list of one.
fn only<T: Clone>(values: &[T]) -> Option<T> {
    if let [value] = values { Some(value.clone()) } else { None }
}

fn is_among(accepted: &[String], found: Option<&String>) -> bool {
    accepted.is_empty() || found.is_some_and(|found| accepted.contains(found))
}

impl Accepted {
    /// Has the server filter by what it can.
    pub(super) fn add_to(&self, filter: &mut LogFilter) {
        filter.api_key = only(&self.keys);
        filter.team_id = only(&self.teams);
        filter.user_id = only(&self.users);
        filter.model_group = only(&self.models);
        filter.model_id = only(&self.deployments);
        filter.end_user = only(&self.customers);
        filter.status_filter = only(&self.statuses);
        filter.error_code = only(&self.codes);
        filter.session_id = only(&self.sessions);
        filter.min_spend = self.min_cost;
    }

    pub(super) fn matches(&self, log: &Log) -> bool {
        let is_slow =
            |least: Duration| log.latency().is_some_and(|latency| latency.as_secs_f64() >= least.as_secs_f64());
        // Older servers log the public name of what failed as the model.
        let model = log.model_group.as_ref().filter(|group| !group.is_empty()).or(log.model.as_ref());
        is_among(&self.models, model)
            && is_among(&self.deployments, log.model_id.as_ref())
            && is_among(&self.customers, log.end_user.as_ref())
            && is_among(&self.sessions, log.session_id.as_ref())
            // Every server filters by one of these.
            && (self.teams.len() < 2 || is_among(&self.teams, log.team_id.as_ref()))
            && (self.users.len() < 2 || is_among(&self.users, log.user.as_ref()))
            && (self.keys.len() < 2 || self.has_key(log))
            && (self.statuses.is_empty() || log.status.as_ref().is_none_or(|status| self.statuses.contains(status)))
            && (self.codes.is_empty() || is_among(&self.codes, log.error().and_then(|error| error.code).as_ref()))
            && (self.tags.is_empty() || log.tags().iter().any(|tag| self.tags.contains(tag)))
            && self.min_cost.is_none_or(|least| log.spend.unwrap_or_default() >= least)
            && self.min_latency.is_none_or(is_slow)
            && self.pattern.as_ref().is_none_or(|pattern| searched(log).any(|found| pattern.is_match(&found)))
    }

    fn has_key(&self, log: &Log) -> bool {
        let found = log.api_key.as_deref().unwrap_or_default();
        self.keys.iter().any(|key| key.hash() == found || key.expose() == found)
    }

    /// Returns a string that is the same for the same filters.
    pub(super) fn identity(&self) -> String {
        let mut lists = [
            &self.teams,
            &self.users,
            &self.models,
            &self.deployments,
            &self.customers,
            &self.codes,
            &self.tags,
            &self.sessions,
        ]
        .map(Clone::clone);
        for list in &mut lists {
            list.sort_unstable();
        }
        let mut others: Vec<String> = self.statuses.iter().map(ToString::to_string).collect();
        others.extend(self.keys.iter().map(ApiKey::hash));
        others.sort_unstable();
        let pattern = self.pattern.as_ref().map(Regex::as_str);
        serde_json::json!([lists, others, self.min_cost, self.min_latency, pattern]).to_string()
    }
}

/// Returns what a request can be found by.
fn searched(log: &Log) -> impl Iterator<Item = String> {
    let own = [&log.request_id, &log.call_type, &log.user, &log.team_id, &log.end_user, &log.model, &log.model_group];
    let own = own.into_iter().chain([&log.model_id, &log.session_id, &log.api_key]).flatten().cloned();
    let fields = ["api_base", "request_tags", "litellm_call_id", "requester_ip_address"];
    let fields = fields.into_iter().filter_map(|name| log.field(name)).map(|value| cell(&value));
    own.chain(fields).chain(alias(log)).chain(error(log)).chain(error_class(log)).collect::<Vec<_>>().into_iter()
}
