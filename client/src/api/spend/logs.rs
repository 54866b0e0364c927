//! Spend by request: `/spend/logs/v2`. Its elder sister `/spend/logs` has no pages and stops after so many rows.

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Spend;
use crate::api::keys::recorded_name;
use crate::core::pages::{PAGE_SIZE, Page, Pages};
use crate::core::{ApiKey, Call, Lossless};

/// Which requests to list. The server gives 50 to a page.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LogFilter {
    /// Begun at this time or later: `YYYY-MM-DD HH:MM:SS` in UTC, or `YYYY-MM-DD` for the beginning of that day.
    pub start_date: String,
    /// Begun at this time or before, in the same forms. `YYYY-MM-DD` is the **beginning** of that day here too.
    pub end_date: String,
    /// Of this key, given as the secret or its hash. The URL carries the hash. Newer servers record the master key under
    /// the name `litellm_proxy_master_key`.
    #[serde(skip)]
    pub api_key: Option<ApiKey>,
    /// Of keys whose alias holds this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// Of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Of this customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_user: Option<String>,
    /// For this model, by the name under which it is recorded: that of the provider, such as `openai/gpt-4o`, or
    /// `gpt-4o` on older servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// For this model, by its public name. Older servers pay no heed to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_group: Option<String>,
    /// The request of this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// `success` or `failure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_filter: Option<String>,
    /// Which cost so many dollars or more.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub min_spend: Option<f64>,
    /// Which cost so many dollars or less.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_spend: Option<f64>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Requests to a page, 1 to 100; newer servers allow 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

crate::core::options::setters! { LogFilter {
    string: key_alias, user_id, team_id, end_user, model, model_group, request_id, status_filter;
    f64: min_spend, max_spend;
    u32: page, page_size;
} }

impl LogFilter {
    /// All requests begun between two times, both included: `YYYY-MM-DD HH:MM:SS` in UTC, or `YYYY-MM-DD` for the
    /// beginning of that day, also as the second.
    pub fn between(start_date: impl Into<String>, end_date: impl Into<String>) -> Self {
        Self {
            start_date: start_date.into(),
            end_date: end_date.into(),
            api_key: None,
            key_alias: None,
            user_id: None,
            team_id: None,
            end_user: None,
            model: None,
            model_group: None,
            request_id: None,
            status_filter: None,
            min_spend: None,
            max_spend: None,
            page: None,
            page_size: None,
        }
    }

    /// Of this key, given as the secret or its hash.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<ApiKey>) -> Self {
        self.api_key = Some(key.into());
        self
    }
}

/// One page of requests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LogPage {
    /// The requests, the latest first.
    pub data: Vec<Lossless<SpendLog>>,
    /// Requests in all; newer servers count to 10,000.
    #[serde(default)]
    pub total: Option<u64>,
    /// Whether there are more than the total says (newer servers).
    #[serde(default)]
    pub total_is_capped: Option<bool>,
    /// The number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Pages in all, by the total.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

/// A request as the server recorded it. What does not apply is absent or an empty text.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct SpendLog {
    /// The id, that of the completion where there was one.
    pub request_id: Option<String>,
    /// `acompletion`, `aembedding`, …; of a request that was turned away, its path.
    pub call_type: Option<String>,
    /// When it began, as an RFC 3339 time.
    #[serde(rename = "startTime")]
    pub start_time: Option<String>,
    /// When it ended, as an RFC 3339 time.
    #[serde(rename = "endTime")]
    pub end_time: Option<String>,
    /// `success` or `failure`.
    pub status: Option<String>,
    /// Dollars.
    pub spend: Option<f64>,
    /// Tokens of the prompt.
    pub prompt_tokens: Option<u64>,
    /// Tokens of the completion.
    pub completion_tokens: Option<u64>,
    /// Tokens of both.
    pub total_tokens: Option<u64>,
    /// The hash of the key, or the name under which the server records one of its own.
    pub api_key: Option<String>,
    /// The id of the user.
    pub user: Option<String>,
    /// The id of the team.
    pub team_id: Option<String>,
    /// The id of the customer.
    pub end_user: Option<String>,
    /// The provider's name of the model.
    pub model: Option<String>,
    /// The public name of the model.
    pub model_group: Option<String>,
    /// The id of the deployment.
    pub model_id: Option<String>,
    /// The provider.
    pub custom_llm_provider: Option<String>,
    /// What requests of one conversation have in common.
    pub session_id: Option<String>,
    /// `True` when the answer came from the server's cache.
    pub cache_hit: Option<String>,
}

impl Page for LogPage {
    type Item = Lossless<SpendLog>;

    fn into_items(self) -> Vec<Lossless<SpendLog>> {
        self.data
    }

    fn total(&self) -> Option<u64> {
        if self.total_is_capped == Some(true) { None } else { self.total }
    }

    fn total_pages(&self) -> Option<u64> {
        // Beyond its count the server goes on giving pages; the list ends with the first that is empty.
        if self.total_is_capped == Some(true) { Some(u64::MAX) } else { self.total_pages }
    }

    fn identity(item: &Lossless<SpendLog>) -> Option<&str> {
        item.request_id.as_deref()
    }
}

impl Spend<'_> {
    /// One page of single requests and what they cost, the latest first: `GET /spend/logs/v2`. Requests get there some
    /// seconds after they were answered.
    pub fn logs(self, filter: &LogFilter) -> Call<Lossless<LogPage>> {
        self.log_page(filter)
    }

    /// All requests that the filter leaves, whatever their number; its `page` and `page_size` do not count.
    pub fn logs_all(self, filter: &LogFilter) -> Pages<LogPage> {
        let client = self.0.clone();
        let filter = LogFilter { page_size: Some(PAGE_SIZE), ..filter.clone() };
        Pages::new(move |page| client.spend().log_page(&LogFilter { page: Some(page), ..filter.clone() }))
    }

    fn log_page<P: DeserializeOwned>(self, filter: &LogFilter) -> Call<P> {
        let call = Call::new(self.0, Method::GET, &["spend", "logs", "v2"]).query_from(filter);
        match &filter.api_key {
            Some(key) => call.query("api_key", recorded_name(key.expose())),
            None => call,
        }
    }
}
