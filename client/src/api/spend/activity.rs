//! Spend by day: `*/daily/activity`.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::AddAssign;

use jiff::civil::Date;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{ActivityDate, Spend};
use crate::api::keys::recorded_name;
use crate::core::fields::null_as_default;
use crate::core::pages::{Page, Pages};
use crate::core::{ApiKey, Call, Error, IntoField, Lossless, RawResponse};

/// Rows per page of a complete list: the maximum that servers allow, so that few days are split.
pub(super) const ROWS: u32 = 1000;

/// Whose activity to return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActivityScope {
    /// Users: `/user/daily/activity`. Callers other than admins see their own activity.
    Users,
    /// Teams: `/team/daily/activity`. Requests without a team are counted as `Unassigned`.
    Teams,
    /// Tags of requests: `/tag/daily/activity`. A request counts once per tag, including those that the server adds for
    /// the user agent, so the sum exceeds the actual spend.
    Tags,
    /// Customers: `/customer/daily/activity`.
    Customers,
    /// Organizations: `/organization/daily/activity` (requires a license on newer servers).
    Organizations,
}

impl ActivityScope {
    fn segment(self) -> &'static str {
        match self {
            Self::Users => "user",
            Self::Teams => "team",
            Self::Tags => "tag",
            Self::Customers => "customer",
            Self::Organizations => "organization",
        }
    }

    /// Returns the query parameter that selects some of them, and its value.
    fn only(self, ids: &[String]) -> Result<(&'static str, String), Error> {
        let name = match self {
            Self::Users => "user_id",
            Self::Teams => "team_ids",
            Self::Tags => "tags",
            Self::Customers => "end_user_ids",
            Self::Organizations => "organization_ids",
        };
        let invalid = |reason: &str| Err(Error::InvalidRequest(reason.to_owned()));
        match (self, ids) {
            (_, ids) if ids.iter().all(String::is_empty) => {
                invalid("no id is given, which the server would read as all")
            }
            (Self::Users, [id]) => Ok((name, id.clone())),
            (Self::Users, _) => invalid("the server returns the activity of one user at a time, or of all"),
            (_, ids) if ids.iter().any(|id| id.contains(',')) => {
                invalid("the server reads an id with a comma as two ids")
            }
            (_, ids) => Ok((name, ids.join(","))),
        }
    }
}

/// Which days to return, and which activity.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ActivityFilter {
    /// First day, in UTC.
    pub start_date: ActivityDate,
    /// Last day (inclusive), in UTC.
    pub end_date: ActivityDate,
    /// Only these: ids of users, teams, customers or organizations, or names of tags. Servers accept one user at most;
    /// older ones ignore it and return all; see [`Breakdown::entities`].
    #[serde(default, skip_serializing)]
    pub ids: Option<Vec<String>>,
    /// Only this model, by the name under which it is recorded: that of the provider, such as `openai/gpt-4o`, or
    /// `gpt-4o` on older servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Only this key, given as secret or hash. The URL carries the hash. Newer servers record the master key under the
    /// name `litellm_proxy_master_key`.
    #[serde(default, skip_serializing)]
    pub api_key: Option<ApiKey>,
    /// The page, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Rows per page; see [`Spend::daily_activity`]. By default 50 for users and 10 for others; at most 1,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

crate::core::options::setters! { ActivityFilter {
    Strings: ids;
    String: model;
    u32: page, page_size;
} }

impl ActivityFilter {
    /// Returns a filter for all activity between two days, both inclusive, in UTC.
    pub fn between(start_date: impl Into<ActivityDate>, end_date: impl Into<ActivityDate>) -> Self {
        Self {
            start_date: start_date.into(),
            end_date: end_date.into(),
            ids: None,
            model: None,
            api_key: None,
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

/// One page of activity.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ActivityPage {
    /// The days with rows on this page, latest first.
    pub results: Vec<Lossless<Day>>,
    /// Totals and position of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metadata: ActivityTotals,
}

/// Totals of one page, not of all pages, and its position. Older servers leave the totals of tags at zero.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ActivityTotals {
    /// Dollars.
    pub total_spend: Option<f64>,
    /// Tokens of prompts and completions.
    pub total_tokens: Option<u64>,
    /// Requests, successful or not.
    pub total_api_requests: Option<u64>,
    /// Successful requests.
    pub total_successful_requests: Option<u64>,
    /// Failed requests.
    pub total_failed_requests: Option<u64>,
    /// Number of this page, from 1.
    pub page: Option<u64>,
    /// Total number of pages.
    pub total_pages: Option<u64>,
    /// Whether more pages follow.
    pub has_more: Option<bool>,
}

/// A day, or the part of it on one page.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Day {
    /// `YYYY-MM-DD` in UTC.
    pub date: String,
    /// Metrics of the activity.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Metrics,
    /// The same metrics by model, key, and so on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub breakdown: Breakdown,
}

impl Day {
    /// Returns the date; `None` if the server did not send one.
    pub fn civil(&self) -> Option<Date> {
        self.date.parse().ok()
    }
}

/// Metrics of activity. They add up with `+=`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Metrics {
    /// Dollars.
    #[serde(deserialize_with = "null_as_default")]
    pub spend: f64,
    /// Tokens of prompts.
    #[serde(deserialize_with = "null_as_default")]
    pub prompt_tokens: u64,
    /// Tokens of completions.
    #[serde(deserialize_with = "null_as_default")]
    pub completion_tokens: u64,
    /// Tokens of both.
    #[serde(deserialize_with = "null_as_default")]
    pub total_tokens: u64,
    /// Tokens read from a provider's cache.
    #[serde(deserialize_with = "null_as_default")]
    pub cache_read_input_tokens: u64,
    /// Tokens written to a provider's cache.
    #[serde(deserialize_with = "null_as_default")]
    pub cache_creation_input_tokens: u64,
    /// Requests, successful or not.
    #[serde(deserialize_with = "null_as_default")]
    pub api_requests: u64,
    /// Successful requests.
    #[serde(deserialize_with = "null_as_default")]
    pub successful_requests: u64,
    /// Failed requests.
    #[serde(deserialize_with = "null_as_default")]
    pub failed_requests: u64,
}

impl AddAssign for Metrics {
    fn add_assign(&mut self, other: Self) {
        // Destructured so that a new field cannot be forgotten.
        let Self {
            spend,
            prompt_tokens,
            completion_tokens,
            total_tokens,
            cache_read_input_tokens,
            cache_creation_input_tokens,
            api_requests,
            successful_requests,
            failed_requests,
        } = self;
        *spend += other.spend;
        for (sum, more) in [
            (prompt_tokens, other.prompt_tokens),
            (completion_tokens, other.completion_tokens),
            (total_tokens, other.total_tokens),
            (cache_read_input_tokens, other.cache_read_input_tokens),
            (cache_creation_input_tokens, other.cache_creation_input_tokens),
            (api_requests, other.api_requests),
            (successful_requests, other.successful_requests),
            (failed_requests, other.failed_requests),
        ] {
            *sum = sum.saturating_add(more);
        }
    }
}

/// The metrics of a day, broken down in several ways. Parts of a day add up with `+=`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Breakdown {
    /// By id of user, team, customer or organization, or by tag; `Unassigned` for requests without one.
    #[serde(deserialize_with = "null_as_default")]
    pub entities: BTreeMap<String, Share>,
    /// By the provider's name of the model.
    #[serde(deserialize_with = "null_as_default")]
    pub models: BTreeMap<String, Share>,
    /// By the public name of the model.
    #[serde(deserialize_with = "null_as_default")]
    pub model_groups: BTreeMap<String, Share>,
    /// By provider.
    #[serde(deserialize_with = "null_as_default")]
    pub providers: BTreeMap<String, Share>,
    /// By hash of the key, or the name of an internal key of the server.
    #[serde(deserialize_with = "null_as_default")]
    pub api_keys: BTreeMap<String, Share>,
    /// By MCP server.
    #[serde(deserialize_with = "null_as_default")]
    pub mcp_servers: BTreeMap<String, Share>,
    /// By endpoint (newer servers).
    #[serde(deserialize_with = "null_as_default")]
    pub endpoints: BTreeMap<String, Share>,
}

/// The part of a day that belongs to one model, key or team.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Share {
    /// Metrics of the activity.
    #[serde(deserialize_with = "null_as_default")]
    pub metrics: Metrics,
    /// Information about it: `key_alias` and `team_id` of a key, `team_alias` of a team, …
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: Map<String, Value>,
    /// The same metrics by hash of the key; empty for a key itself.
    #[serde(deserialize_with = "null_as_default")]
    pub api_key_breakdown: BTreeMap<String, Self>,
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.metrics += other.metrics;
        if self.metadata.is_empty() {
            self.metadata = other.metadata;
        }
        merge(&mut self.api_key_breakdown, other.api_key_breakdown);
    }
}

impl AddAssign for Breakdown {
    fn add_assign(&mut self, other: Self) {
        let Self { entities, models, model_groups, providers, api_keys, mcp_servers, endpoints } = self;
        merge(entities, other.entities);
        merge(models, other.models);
        merge(model_groups, other.model_groups);
        merge(providers, other.providers);
        merge(api_keys, other.api_keys);
        merge(mcp_servers, other.mcp_servers);
        merge(endpoints, other.endpoints);
    }
}

fn merge(sum: &mut BTreeMap<String, Share>, more: BTreeMap<String, Share>) {
    for (name, share) in more {
        *sum.entry(name).or_default() += share;
    }
}

impl Page for ActivityPage {
    type Item = Lossless<Day>;

    fn items(&self) -> &[Self::Item] {
        &self.results
    }

    fn into_items(self) -> Vec<Lossless<Day>> {
        self.results
    }

    fn total(&self) -> Option<u64> {
        // The server counts rows, not days.
        None
    }

    fn total_pages(&self) -> Option<u64> {
        self.metadata.total_pages
    }

    fn identity(_: &Lossless<Day>) -> Option<&str> {
        // Not the date: the rest of a day may be on the next page.
        None
    }
}

impl Spend<'_> {
    /// Fetches one page of daily activity: `GET /user/daily/activity` and the like; see [`ActivityScope`].
    ///
    /// The server splits pages by rows of its database, one for each day, user (team, …), key, model and endpoint, and
    /// only then adds the rows of a page up to days. The earliest day of a page may therefore continue on the next
    /// page; its metrics and the totals of the page cover the rows on this page.
    pub fn daily_activity(
        self,
        scope: ActivityScope,
        filter: impl Borrow<ActivityFilter>,
    ) -> Call<Lossless<ActivityPage>> {
        self.activity_page(scope, filter.borrow())
    }

    /// Lists all days that match the filter, latest first, across pages; its `page` and `page_size` are ignored.
    ///
    /// A day that spans pages of 1,000 rows is returned in parts, one after another: add them up. Older servers return
    /// the rows of a day in no fixed order, so such a day may count some rows twice and others not at all;
    /// [`Spend::daily_activity_whole`] avoids that.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use std::collections::BTreeMap;
    /// use litellm_proxy_client::spend::{ActivityFilter, Metrics, ActivityScope};
    ///
    /// let november = ActivityFilter::between("2026-11-01", "2026-11-30").ids(["team456"]);
    /// let mut days = client.spend().daily_activity_all(ActivityScope::Teams, &november);
    /// let mut by_date = BTreeMap::<String, Metrics>::new();
    /// while let Some(day) = days.next().await {
    ///     let day = day?.into_inner();
    ///     *by_date.entry(day.date).or_default() += day.metrics;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn daily_activity_all(self, scope: ActivityScope, filter: impl Borrow<ActivityFilter>) -> Pages<ActivityPage> {
        let client = self.0.clone();
        let filter = ActivityFilter { page_size: Some(ROWS), ..filter.borrow().clone() };
        Pages::new(move |page| {
            client.spend().activity_page(scope, &ActivityFilter { page: Some(page), ..filter.clone() })
        })
    }

    /// Fetches the totals of all days, in the metadata of a single page: `GET /user/daily/activity/aggregated` and the
    /// like. Older servers support only users and return a 404 for others; newer ones accept 400 days at most and break
    /// them down for the 100 keys with the highest spend. The filter's `page` and `page_size` are ignored.
    pub fn daily_activity_aggregated(
        self,
        scope: ActivityScope,
        filter: impl Borrow<ActivityFilter>,
    ) -> Call<Lossless<ActivityPage>> {
        let filter = ActivityFilter { page: None, page_size: None, ..filter.borrow().clone() };
        self.activity_at(scope, &[scope.segment(), "daily", "activity", "aggregated"], &filter)
    }

    pub(super) fn activity_page<P: DeserializeOwned>(self, scope: ActivityScope, filter: &ActivityFilter) -> Call<P> {
        self.activity_at(scope, &[scope.segment(), "daily", "activity"], filter)
    }

    fn activity_at<P: DeserializeOwned>(self, scope: ActivityScope, path: &[&str], filter: &ActivityFilter) -> Call<P> {
        let mut call = Call::new(self.0, Method::GET, path).query_from(filter);
        if let Some(key) = &filter.api_key {
            call = call.query("api_key", recorded_name(key.expose()));
        }
        match filter.ids.as_deref().map(|ids| scope.only(ids)) {
            None => call,
            Some(Ok((name, value))) => call.query(name, value),
            Some(Err(error)) => Call::with_decoder(Err(error), self.0, RawResponse::json),
        }
    }
}
