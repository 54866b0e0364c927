//! The options that select requests of the log.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;
use litellm_proxy_client::ApiKey;
use regex::{Regex, RegexBuilder};

use super::query::{LogQuery, MASTER_KEY, Rest};
use crate::commands::{names, params};
use crate::context::{Context, DryRun, parse_seconds};

/// Which requests to show.
#[derive(Debug, Args)]
pub(super) struct Filters {
    /// Only requests made with this key: secret, hash or alias, @FILE or @-
    #[arg(long, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    key: Option<String>,
    /// Only requests of this user, by id or email address
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,
    /// Only requests of this team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Only requests to this model, by its public name
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: Option<String>,
    /// Only requests of this customer, by id
    #[arg(long, value_name = "CUSTOMER", value_parser = NonEmptyStringValueParser::new())]
    customer: Option<String>,
    /// Only requests with this status: success or failure
    #[arg(long, value_name = "STATUS", value_parser = ["success", "failure"], hide_possible_values = true)]
    status: Option<String>,
    /// Only requests of this session, by id
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new())]
    session: Option<String>,
    /// Only requests that cost at least this
    #[arg(long, value_name = "DOLLARS", value_parser = params::dollars)]
    min_cost: Option<f64>,
    /// Only requests that took at least this long
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    min_latency: Option<Duration>,
    /// Only requests whose error, names, tags or ids match this regular expression
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    grep: Option<Regex>,
}

fn pattern(text: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(text).case_insensitive(true).build()
}

impl Filters {
    /// Looks up what is named, and returns which requests to show.
    pub(super) async fn query(
        self,
        context: &mut Context,
        first: Timestamp,
        last: Timestamp,
        request_id: Option<String>,
    ) -> Result<LogQuery> {
        let api_key = match self.key {
            Some(key) if key == MASTER_KEY => Some(ApiKey::new(key)),
            Some(key) => Some(names::key(context, &key).await?),
            None => None,
        };
        let team_id = match self.team {
            Some(team) => Some(names::team(context, DryRun::default(), &team).await?),
            None => None,
        };
        let user_id = match self.user {
            Some(user) => Some(names::user(context, DryRun::default(), &user).await?),
            None => None,
        };
        let rest = Rest { session: self.session.clone(), min_latency: self.min_latency, pattern: self.grep };
        Ok(LogQuery::between(first, last, rest, |filter| {
            filter.api_key = api_key;
            filter.team_id = team_id;
            filter.user_id = user_id;
            filter.model_group = self.model;
            filter.end_user = self.customer;
            filter.session_id = self.session;
            filter.min_spend = self.min_cost;
            filter.status_filter = self.status.map(Into::into);
            filter.request_id = request_id;
        }))
    }
}
