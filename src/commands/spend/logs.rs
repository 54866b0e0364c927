//! `spend logs`: individual requests and their cost.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;

use super::clock::ServerTime;
use super::follow;
use super::log_query::{LogQuery, MASTER_KEY, columns};
use super::period::TimeRange;
use crate::commands::{lists, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Listing;
use litellm_proxy_client::ApiKey;

const AFTER_HELP: &str = "\
Requests appear a few seconds after they end. Tables show local times, other formats the server's.
Times such as 10m ago are by the server's clock. --follow lists the last 10 requests and then new
ones as they end, until Ctrl-C, as a table, csv or ndjson; requests of more than 15 minutes are
missed. Older servers list requests only for admins.

Examples:
  litellm-proxy spend logs --key alias1 --since 24h --status failure
  litellm-proxy spend logs --since 1h --format csv
  litellm-proxy spend logs --follow --format ndjson | jq -r .model";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Logs {
    #[command(flatten)]
    times: TimeRange,
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
    /// Only requests with this status: success or failure
    #[arg(long, value_name = "STATUS", value_parser = ["success", "failure"], hide_possible_values = true)]
    status: Option<String>,
    /// Only the request with this id, at any time unless --since is given
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "follow")]
    request_id: Option<String>,
    /// Show only the newest N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Keep running and show new requests as they arrive
    #[arg(long, short = 'f')]
    follow: bool,
    /// Seconds between polls for new requests [default: 3]
    #[arg(long, value_name = "SECONDS", requires = "follow", value_parser = crate::context::parse_seconds)]
    interval: Option<std::time::Duration>,
}

impl Logs {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let has_request_id = self.request_id.is_some();
        // Invalid times are reported before anything is sent.
        let (first, last) = self.times.resolve(has_request_id, Timestamp::now())?;
        if self.follow {
            context.output.prefer_lines();
            context.output.refuse_order("--follow")?;
        }
        if self.follow && context.output.needs_an_end() {
            return Err(Failure::Usage {
                message: "--follow does not end, so it cannot be shown as JSON or YAML".to_owned(),
                hint: Some("use --format ndjson, one JSON object per line".to_owned()),
            }
            .into());
        }
        let limit = self.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let follow = self.follow.then(|| follow::Follow::new(self.interval, limit));
        let times = self.times.clone();
        let mut query = self.query(context, first, last).await?;
        let client = context.client()?;
        let mut time = ServerTime::new(&client, times.is_relative(has_request_id));
        // Looking up names may have shown the server's clock.
        if let Some(now) = time.correction(context) {
            (query.first, query.last) = times.resolve(has_request_id, now)?;
        }
        if let Some(follow) = follow {
            return follow.run(context, query, time, &times).await;
        }
        let pages = client.spend().logs_all(&query.filter(query.first, query.last));
        context
            .perform(DryRun::default(), pages, async |context, pages| {
                let mut listing = Listing::new(&context.output, "request", &columns(context)).in_field("data");
                let names = lists::team_names_if(&client, listing.wants_team_names(&context.output));
                let (logs, names) = tokio::join!(query.collect(context, pages, limit), names);
                listing.set_team_names(names);
                let mut logs = logs?;
                if let Some(now) = time.correction(context) {
                    (query.first, query.last) = times.resolve(has_request_id, now)?;
                    let pages = client.spend().logs_all(&query.filter(query.first, query.last));
                    logs = query.collect(context, pages, limit).await?;
                }
                if logs.is_empty() {
                    query.ensure_subject_exists(context).await?;
                }
                let count = logs.len() as u64;
                let counts = [("total", count), ("page", 1), ("page_size", count), ("total_pages", 1)];
                lists::complete_team_names(context, &mut listing, &logs).await?;
                listing.add(&mut context.output, &logs)?;
                listing.finish(&mut context.output, &counts)
            })
            .await
    }

    async fn query(self, context: &mut Context, first: Timestamp, last: Timestamp) -> Result<LogQuery> {
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
        Ok(LogQuery::between(first, last, |filter| {
            filter.api_key = api_key;
            filter.team_id = team_id;
            filter.user_id = user_id;
            filter.model_group = self.model;
            filter.status_filter = self.status.map(Into::into);
            filter.request_id = self.request_id;
        }))
    }
}
