//! Spend by day: `*/daily/activity`.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Spend;
use crate::api::keys::recorded_name;
use crate::core::fields::null_as_default;
use crate::core::pages::{Page, Pages};
use crate::core::{ApiKey, Call, Error, Lossless, RawResponse};

/// How many rows a page of a complete list holds. It is the most that servers allow, so that few days are cut.
pub(super) const ROWS: u32 = 1000;

/// Whose spend it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Whose {
    /// That of users: `/user/daily/activity`. Callers who are no admins see their own.
    Users,
    /// That of teams: `/team/daily/activity`. Requests that belong to none are told as `Unassigned`.
    Teams,
    /// That of the tags of requests: `/tag/daily/activity`. A request counts once for each of its tags, the server's
    /// own for the user agent among them, so that the sum is more than was spent.
    Tags,
    /// That of customers: `/customer/daily/activity`.
    Customers,
    /// That of organizations: `/organization/daily/activity` (licensed on newer servers).
    Organizations,
}

impl Whose {
    fn segment(self) -> &'static str {
        match self {
            Self::Users => "user",
            Self::Teams => "team",
            Self::Tags => "tag",
            Self::Customers => "customer",
            Self::Organizations => "organization",
        }
    }

    /// The query parameter that names some of them, and its value.
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
                invalid("no id is named, and the server would take that for all")
            }
            (Self::Users, [id]) => Ok((name, id.clone())),
            (Self::Users, _) => invalid("the server tells the activity of one user at a time, or of all"),
            (_, ids) if ids.iter().any(|id| id.contains(',')) => {
                invalid("the server takes an id with a comma in it for two")
            }
            (_, ids) => Ok((name, ids.join(","))),
        }
    }
}

/// Which days to tell of, and what of them.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ActivityFilter {
    /// The first day, `YYYY-MM-DD` in UTC.
    pub start_date: String,
    /// The last day, `YYYY-MM-DD` in UTC; it is included.
    pub end_date: String,
    /// Of these alone: ids of users, teams, customers or organizations, or names of tags. Servers take one user at most;
    /// older ones pay no heed to it and tell of all: see [`Breakdown::entities`].
    #[serde(skip)]
    pub ids: Option<Vec<String>>,
    /// Of this model alone, by the name under which it is recorded: that of the provider, such as `openai/gpt-4o`, or
    /// `gpt-4o` on older servers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Of this key alone, given as the secret or its hash. The URL carries the hash. Newer servers record the master key
    /// under the name `litellm_proxy_master_key`.
    #[serde(skip)]
    pub api_key: Option<ApiKey>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Rows to a page; see [`Spend::daily_activity`]. 50 by default for users and 10 for others; up to 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

crate::core::options::setters! { ActivityFilter {
    strings: ids;
    string: model;
    u32: page, page_size;
} }

impl ActivityFilter {
    /// All activity from one day to another, both included: `YYYY-MM-DD` in UTC.
    pub fn between(start_date: impl Into<String>, end_date: impl Into<String>) -> Self {
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

    /// Of this key alone, given as the secret or its hash.
    #[must_use]
    pub fn api_key(mut self, key: impl Into<ApiKey>) -> Self {
        self.api_key = Some(key.into());
        self
    }
}

/// One page of activity.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ActivityPage {
    /// The days of which rows are on this page, the latest first.
    pub results: Vec<Lossless<Day>>,
    /// The sums of this page, and where it stands.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metadata: ActivityTotals,
}

/// The sums of one page, not of all, and where it stands. Older servers leave the sums of tags at zero.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ActivityTotals {
    /// Dollars.
    pub total_spend: Option<f64>,
    /// Tokens, of prompts and completions.
    pub total_tokens: Option<u64>,
    /// Requests, whether or not they succeeded.
    pub total_api_requests: Option<u64>,
    /// Requests that succeeded.
    pub total_successful_requests: Option<u64>,
    /// Requests that failed.
    pub total_failed_requests: Option<u64>,
    /// The number of this page, from 1.
    pub page: Option<u64>,
    /// Pages in all.
    pub total_pages: Option<u64>,
    /// Whether there is a page after this.
    pub has_more: Option<bool>,
}

/// A day, or the part of it that is on one page.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Day {
    /// `YYYY-MM-DD` in UTC.
    pub date: String,
    /// What was done.
    #[serde(default, deserialize_with = "null_as_default")]
    pub metrics: Metrics,
    /// The same by model, key, and so on.
    #[serde(default, deserialize_with = "null_as_default")]
    pub breakdown: Breakdown,
}

/// What was done, in numbers. They can be added up with `+=`.
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
    /// Tokens that were read from a provider's cache.
    #[serde(deserialize_with = "null_as_default")]
    pub cache_read_input_tokens: u64,
    /// Tokens that were written to a provider's cache.
    #[serde(deserialize_with = "null_as_default")]
    pub cache_creation_input_tokens: u64,
    /// Requests, whether or not they succeeded.
    #[serde(deserialize_with = "null_as_default")]
    pub api_requests: u64,
    /// Requests that succeeded.
    #[serde(deserialize_with = "null_as_default")]
    pub successful_requests: u64,
    /// Requests that failed.
    #[serde(deserialize_with = "null_as_default")]
    pub failed_requests: u64,
}

impl AddAssign for Metrics {
    fn add_assign(&mut self, other: Self) {
        // Destructured, so that none is forgotten.
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

/// A day's numbers, each time cut another way. Two parts of a day can be added up with `+=`.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Breakdown {
    /// By the ids of the users, teams, customers or organizations, or by tag; `Unassigned` for none of them.
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
    /// By the hash of the key, or the name under which the server records one of its own.
    #[serde(deserialize_with = "null_as_default")]
    pub api_keys: BTreeMap<String, Share>,
    /// By MCP server.
    #[serde(deserialize_with = "null_as_default")]
    pub mcp_servers: BTreeMap<String, Share>,
    /// By the endpoint that was called (newer servers).
    #[serde(deserialize_with = "null_as_default")]
    pub endpoints: BTreeMap<String, Share>,
}

/// What one model, key, team or other had of a day.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Share {
    /// What was done.
    #[serde(deserialize_with = "null_as_default")]
    pub metrics: Metrics,
    /// What the server knows of it: `key_alias` and `team_id` of a key, `team_alias` of a team, …
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: Map<String, Value>,
    /// The same by the hash of the key; empty for a key itself.
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

    fn into_items(self) -> Vec<Lossless<Day>> {
        self.results
    }

    fn total(&self) -> Option<u64> {
        // The server counts rows, and days are what comes.
        None
    }

    fn total_pages(&self) -> Option<u64> {
        self.metadata.total_pages
    }

    fn identity(_: &Lossless<Day>) -> Option<&str> {
        // Not the date: the rest of a day is on the next page.
        None
    }
}

impl Spend<'_> {
    /// One page of what was done and spent each day: `GET /user/daily/activity` and its kin, see [`Whose`].
    ///
    /// The server cuts pages by the rows of its database, of which a day has one for each user (team, …), key, model and
    /// endpoint, and only then adds the rows of a page up to days. The earliest day of a page may therefore go on at the
    /// next; its numbers, and the sums of the page, are those of the rows on this page.
    pub fn daily_activity(self, whose: Whose, filter: &ActivityFilter) -> Call<Lossless<ActivityPage>> {
        self.activity_page(whose, filter)
    }

    /// All days that the filter leaves, the latest first; its `page` and `page_size` do not count.
    ///
    /// A day of more than 1,000 rows, or at the edge of so many, comes in parts, one after another: add them up.
    /// Older servers give the rows of a day in no fixed order, so that a day in parts may count some rows twice and
    /// others not at all; [`Spend::daily_activity_whole`] knows how to avoid that.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use std::collections::BTreeMap;
    /// use litellm_proxy_client::spend::{ActivityFilter, Metrics, Whose};
    ///
    /// let november = ActivityFilter::between("2026-11-01", "2026-11-30").ids(["team456"]);
    /// let mut days = client.spend().daily_activity_all(Whose::Teams, &november);
    /// let mut by_date = BTreeMap::<String, Metrics>::new();
    /// while let Some(day) = days.next().await {
    ///     let day = day?.into_inner();
    ///     *by_date.entry(day.date).or_default() += day.metrics;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn daily_activity_all(self, whose: Whose, filter: &ActivityFilter) -> Pages<ActivityPage> {
        let client = self.0.clone();
        let filter = ActivityFilter { page_size: Some(ROWS), ..filter.clone() };
        Pages::new(move |page| {
            client.spend().activity_page(whose, &ActivityFilter { page: Some(page), ..filter.clone() })
        })
    }

    /// The sums over all days at once, in the metadata of the one page that comes: `GET /user/daily/activity/aggregated`
    /// and its kin. Older servers have that of users alone, and answer 404 for others; newer ones take 400 days at most,
    /// and break them down for the 100 keys that spent most. The filter's `page` and `page_size` do not count.
    pub fn daily_activity_aggregated(self, whose: Whose, filter: &ActivityFilter) -> Call<Lossless<ActivityPage>> {
        let filter = ActivityFilter { page: None, page_size: None, ..filter.clone() };
        self.activity_at(whose, &[whose.segment(), "daily", "activity", "aggregated"], &filter)
    }

    fn activity_page<P: DeserializeOwned>(self, whose: Whose, filter: &ActivityFilter) -> Call<P> {
        self.activity_at(whose, &[whose.segment(), "daily", "activity"], filter)
    }

    fn activity_at<P: DeserializeOwned>(self, whose: Whose, path: &[&str], filter: &ActivityFilter) -> Call<P> {
        let mut call = Call::new(self.0, Method::GET, path).query_from(filter);
        if let Some(key) = &filter.api_key {
            call = call.query("api_key", recorded_name(key.expose()));
        }
        match filter.ids.as_deref().map(|ids| whose.only(ids)) {
            None => call,
            Some(Ok((name, value))) => call.query(name, value),
            Some(Err(error)) => Call::with_decoder(Err(error), self.0, RawResponse::json),
        }
    }
}
