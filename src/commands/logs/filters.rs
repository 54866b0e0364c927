//! The options that select requests of the log.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use futures_util::future::{try_join_all, try_join3};
use jiff::Timestamp;
use litellm_proxy_client::ApiKey;
use litellm_proxy_client::keys::KeyName;
use regex::{Regex, RegexBuilder};

use super::accepted::Accepted;
use super::query::{LogQuery, MASTER_KEY};
use crate::commands::{names, params};
use crate::context::{Context, DryRun, parse_seconds};

/// Which requests to show. Of a list, such as `a,b`, or an option that is repeated, one has to match.
#[derive(Debug, Args)]
pub(super) struct Filters {
    /// Only requests made with this key: secret, hash or alias, @FILE or @-
    #[arg(long, value_name = "KEY", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    key: Vec<String>,
    /// Only requests of this user, by id or email address
    #[arg(long, value_name = "USER", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    user: Vec<String>,
    /// Only requests of this team, by id or alias
    #[arg(long, value_name = "TEAM", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    team: Vec<String>,
    /// Only requests to this model, by its public name
    #[arg(long, value_name = "MODEL", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    model: Vec<String>,
    /// Only requests to this deployment, by id
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    deployment: Vec<String>,
    /// Only requests of this customer, by id
    #[arg(long, value_name = "CUSTOMER", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    customer: Vec<String>,
    /// Only requests with this status: success or failure
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = ["success", "failure"], hide_possible_values = true)]
    status: Vec<String>,
    /// Only requests that failed with this code, such as 429
    #[arg(long, value_name = "CODE", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    code: Vec<String>,
    /// Only requests with this tag
    #[arg(long, value_name = "TAG", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    tag: Vec<String>,
    /// Only requests of this session, by id
    #[arg(long, value_name = "ID", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    session: Vec<String>,
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

/// Returns the name of a key; newer servers log the master key under one that no other place knows.
fn key_name(context: &mut Context, name: &str) -> Result<KeyName> {
    if name == MASTER_KEY { Ok(KeyName::Key(ApiKey::new(name))) } else { names::key_name(context, name) }
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
        let client = context.client()?;
        let keys = self.key.iter().map(|key| key_name(context, key)).collect::<Result<Vec<_>>>()?;
        let looks_up = context.looks_up(DryRun::default());
        let keys = keys.into_iter().map(async |name| match name {
            KeyName::Alias(alias) => {
                let listed = client.keys().by_alias(&alias).await?;
                anyhow::Ok(ApiKey::new(listed.token.clone().unwrap_or_default()))
            }
            name => Ok(name.into_key()),
        });
        let teams = self.team.into_iter().map(async |name| {
            if looks_up { Ok(client.teams().resolve(&name).await.map_err(names::failure)?.id) } else { Ok(name) }
        });
        let users = self.user.into_iter().map(async |name| {
            let is_id = names::is_user_id(&name) || !looks_up;
            if is_id { Ok(name) } else { Ok(client.users().resolve(&name).await.map_err(names::failure)?.id) }
        });
        let (keys, teams, users) = try_join3(try_join_all(keys), try_join_all(teams), try_join_all(users)).await?;
        let accepted = Accepted {
            keys,
            teams,
            users,
            models: self.model,
            deployments: self.deployment,
            customers: self.customer,
            statuses: self.status.into_iter().map(Into::into).collect(),
            codes: self.code,
            tags: self.tag,
            sessions: self.session,
            min_cost: self.min_cost,
            min_latency: self.min_latency,
            pattern: self.grep,
        };
        Ok(LogQuery::between(first, last, accepted, request_id))
    }
}
