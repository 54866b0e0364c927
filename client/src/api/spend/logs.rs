//! Spend by request: `/spend/logs/v2`. The older `/spend/logs` has no pages and a limit of rows.

use std::borrow::Borrow;

use futures_util::stream::{StreamExt as _, TryStreamExt as _};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{LogTime, Spend};
use crate::api::keys::recorded_name;
use crate::core::fields::time;
use crate::core::pages::{PAGE_SIZE, Page, Pages, SortOrder};
use crate::core::{ApiKey, Call, Error, IntoField, Lossless};

/// How many requests are fetched whole at a time.
const BODIES_AT_ONCE: usize = 8;

crate::core::string_enum::string_enum! {
    /// The outcome of a request.
    LogStatus {
        /// The model responded.
        Success = "success",
        /// Anything else.
        Failure = "failure",
    }
}

crate::core::string_enum::string_enum! {
    /// What requests are sorted by.
    LogSort {
        /// Start time.
        StartTime = "startTime",
        /// End time.
        EndTime = "endTime",
        /// Cost.
        Spend = "spend",
        /// Tokens of prompt and completion.
        TotalTokens = "total_tokens",
    }
}

/// Which requests to list. The server returns 50 per page by default.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LogFilter {
    /// Only requests started at this time or later.
    pub start_date: LogTime,
    /// Only requests started at this time or earlier. A day is the **start** of that day here too.
    pub end_date: LogTime,
    /// Only requests of this key, given as secret or hash. The URL carries the hash. Newer servers record the master
    /// key under the name `litellm_proxy_master_key`.
    #[serde(default, skip_serializing)]
    pub api_key: Option<ApiKey>,
    /// Only requests of keys whose alias contains this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// Only requests of this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Only requests of this team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Only requests of this customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_user: Option<String>,
    /// Only requests to this model, by the name under which it is recorded: that of the provider, such as
    /// `openai/gpt-4o`, or `gpt-4o` on older servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Only requests to this model, by public name. Older servers ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_group: Option<String>,
    /// Only requests to this deployment, by id. Older servers ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_id: Option<String>,
    /// Only requests that failed with this code, such as `429`. Older servers ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Only the request with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Only requests of this session. Newer servers also list sessions whose id contains it; older ones ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// Only requests that succeeded, or that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_filter: Option<LogStatus>,
    /// Only requests that cost at least this many dollars.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub min_spend: Option<f64>,
    /// Only requests that cost at most this many dollars.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_spend: Option<f64>,
    /// Sort field; the start time by default. Older servers ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<LogSort>,
    /// Descending, the default, or ascending. Older servers ignore it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<SortOrder>,
    /// The page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Requests per page, 1 to 100; newer servers allow 1,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

crate::core::options::setters! { LogFilter {
    String: key_alias, user_id, team_id, end_user, model, model_group, model_id, error_code, request_id, session_id;
    LogStatus: status_filter;
    LogSort: sort_by;
    SortOrder: sort_order;
    f64: min_spend, max_spend;
    u32: page, page_size;
} }

impl LogFilter {
    /// Returns a filter for all requests started between two times, both inclusive. A day is its start, also as the second
    /// time.
    pub fn between(start_date: impl Into<LogTime>, end_date: impl Into<LogTime>) -> Self {
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
            model_id: None,
            error_code: None,
            request_id: None,
            session_id: None,
            status_filter: None,
            min_spend: None,
            max_spend: None,
            sort_by: None,
            sort_order: None,
            page: None,
            page_size: None,
        }
    }

    /// Sets `api_key`, given as secret or hash.
    #[must_use]
    pub fn api_key(mut self, key: impl IntoField<ApiKey>) -> Self {
        self.api_key = key.into_field();
        self
    }
}

/// One page of requests.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct LogPage {
    /// The requests, latest first.
    pub data: Vec<Lossless<SpendLog>>,
    /// Total number of requests; newer servers count up to 10,000.
    #[serde(default)]
    pub total: Option<u64>,
    /// Whether there are more than `total` (newer servers).
    #[serde(default)]
    pub total_is_capped: Option<bool>,
    /// Number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Total number of pages, from `total`.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

/// A request as the server recorded it. Fields that do not apply are absent or empty strings.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct SpendLog {
    /// Id; that of the completion, if there was one.
    pub request_id: Option<String>,
    /// `acompletion`, `aembedding`, …; the path of a rejected request.
    pub call_type: Option<String>,
    /// Start time.
    #[serde(rename = "startTime", deserialize_with = "time")]
    pub start_time: Option<Timestamp>,
    /// End time.
    #[serde(rename = "endTime", deserialize_with = "time")]
    pub end_time: Option<Timestamp>,
    /// When the first part of a streamed response arrived; of others, about the end time.
    #[serde(rename = "completionStartTime", deserialize_with = "time")]
    pub completion_start_time: Option<Timestamp>,
    /// Whether it succeeded or failed.
    pub status: Option<LogStatus>,
    /// Dollars.
    pub spend: Option<f64>,
    /// Prompt tokens.
    pub prompt_tokens: Option<u64>,
    /// Completion tokens.
    pub completion_tokens: Option<u64>,
    /// Tokens of both.
    pub total_tokens: Option<u64>,
    /// Hash of the key, or the name of an internal key of the server.
    pub api_key: Option<String>,
    /// Id of the user.
    pub user: Option<String>,
    /// Id of the team.
    pub team_id: Option<String>,
    /// Id of the customer.
    pub end_user: Option<String>,
    /// The provider's name of the model.
    pub model: Option<String>,
    /// Public name of the model.
    pub model_group: Option<String>,
    /// Id of the deployment.
    pub model_id: Option<String>,
    /// Provider.
    pub custom_llm_provider: Option<String>,
    /// Id that the requests of a conversation share.
    pub session_id: Option<String>,
    /// `True` if the response came from the server's cache.
    pub cache_hit: Option<String>,
}

impl SpendLog {
    /// Returns how long the request took.
    pub fn latency(&self) -> Option<SignedDuration> {
        Some(self.end_time?.duration_since(self.start_time?))
    }

    /// Returns how long the first part of a streamed response took. `None` if it was not streamed.
    pub fn time_to_first_token(&self) -> Option<SignedDuration> {
        let first = self.completion_start_time?;
        let is_streamed = self.end_time?.duration_since(first) > SignedDuration::from_millis(1);
        Some(first.duration_since(self.start_time?)).filter(|time| is_streamed && !time.is_negative())
    }

    /// Returns whether it is an attempt of another request, which newer servers record as well: of a request that timed out,
    /// each attempt has a row of its own.
    pub fn is_attempt(&self) -> bool {
        let number = self.request_id.as_deref().and_then(|id| id.rsplit_once("-attempt-"));
        number.is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

impl Lossless<SpendLog> {
    /// Returns whether it has the fields of what was asked and answered, be they empty.
    fn has_bodies(&self) -> bool {
        self.field("proxy_server_request").is_some() && self.field("response").is_some()
    }

    /// Returns the tags of the request, with those that the server adds.
    pub fn tags(&self) -> Vec<String> {
        match self.field("request_tags") {
            Some(serde_json::Value::String(text)) => serde_json::from_str(&text).unwrap_or_default(),
            Some(list) => serde_json::from_value(list).unwrap_or_default(),
            None => Vec::new(),
        }
    }
}

impl Page for LogPage {
    type Item = Lossless<SpendLog>;

    fn items(&self) -> &[Self::Item] {
        &self.data
    }

    fn into_items(self) -> Vec<Lossless<SpendLog>> {
        self.data
    }

    fn total(&self) -> Option<u64> {
        if self.total_is_capped == Some(true) { None } else { self.total }
    }

    fn total_pages(&self) -> Option<u64> {
        // The server returns pages beyond the capped total; the list ends with the first empty page.
        if self.total_is_capped == Some(true) { Some(u64::MAX) } else { self.total_pages }
    }

    fn identity(item: &Lossless<SpendLog>) -> Option<&str> {
        item.request_id.as_deref()
    }
}

impl Spend<'_> {
    /// Fetches one page of requests with their cost, latest first: `GET /spend/logs/v2`. The server records requests
    /// some seconds after it responds to them.
    pub fn logs(self, filter: impl Borrow<LogFilter>) -> Call<Lossless<LogPage>> {
        self.log_page(filter.borrow())
    }

    /// Lists all requests that match the filter, across pages; its `page` and `page_size` are ignored.
    pub fn logs_all(self, filter: impl Borrow<LogFilter>) -> Pages<LogPage> {
        let client = self.0.clone();
        let filter = LogFilter { page_size: Some(PAGE_SIZE), ..filter.borrow().clone() };
        Pages::new(move |page| client.spend().log_page(&LogFilter { page: Some(page), ..filter.clone() }))
    }

    /// Fetches what was recorded of one request, with what was asked and answered where the server keeps it, at any time:
    /// `GET /spend/logs?request_id=`. The id is that of the response; newer servers also take the id of the call
    /// (`x-litellm-call-id`). An unknown id is an empty list.
    pub fn logs_of_request(self, request_id: &str) -> Call<Vec<Lossless<SpendLog>>> {
        Call::new(self.0, Method::GET, &["spend", "logs"]).query("request_id", request_id)
    }

    /// Fetches the requests of a list again one by one, in the same order, with what was asked and answered where the server
    /// keeps it. Those that have it already, as on older servers, and those that are gone are returned as they are.
    pub async fn with_bodies(self, logs: Vec<Lossless<SpendLog>>) -> Result<Vec<Lossless<SpendLog>>, Error> {
        let calls = logs.into_iter().map(|log| async move {
            let (Some(id), false) = (&log.request_id, log.has_bodies()) else { return Ok(log) };
            let found = self.logs_of_request(id).await?;
            // Newer servers find the id of a call, too.
            Ok(found.into_iter().find(|found| found.request_id == log.request_id).unwrap_or(log))
        });
        futures_util::stream::iter(calls).buffered(BODIES_AT_ONCE).try_collect().await
    }

    fn log_page<P: DeserializeOwned>(self, filter: &LogFilter) -> Call<P> {
        let call = Call::new(self.0, Method::GET, &["spend", "logs", "v2"]).query_from(filter);
        match &filter.api_key {
            Some(key) => call.query("api_key", recorded_name(key.expose())),
            None => call,
        }
    }
}
