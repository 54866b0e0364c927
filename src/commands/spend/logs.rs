//! `spend logs`: single requests, and what they cost.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::follow;
use super::period::Times;
use crate::commands::{lists, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, WholeList, cell, times};
use litellm_proxy_client::pages::Pages;
use litellm_proxy_client::spend::LogPage;
use litellm_proxy_client::spend::{LogFilter, SpendLog};
use litellm_proxy_client::{ApiKey, Lossless};

/// Under this name newer servers record the master key.
pub(super) const MASTER_KEY: &str = "litellm_proxy_master_key";

/// The server's own user, behind the master key; not every server has it among its users.
pub(super) const DEFAULT_USER: &str = "default_user_id";

const AFTER_HELP: &str = "\
Requests show some seconds after they were answered. Tables have the local time, data has the
server's. With --follow the last 10 requests are listed, and then new ones as they come, until
Ctrl-C, as a table, csv or ndjson. Older servers list requests for admins alone.

Example:
  litellm-proxy spend logs --key alias1 --since 24h --status failure
  litellm-proxy spend logs --follow --format ndjson | jq -r .model";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Logs {
    #[command(flatten)]
    times: Times,
    /// Only requests with this key: the key, its hash or alias, @FILE or @-
    #[arg(long, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    key: Option<String>,
    /// Only requests of this user
    #[arg(long, value_name = "USER_ID", value_parser = NonEmptyStringValueParser::new())]
    user: Option<String>,
    /// Only requests of this team, by id or alias
    #[arg(long, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: Option<String>,
    /// Only requests for this model, by its public name
    #[arg(long, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: Option<String>,
    /// Only requests that ended so: success or failure
    #[arg(long, value_name = "STATUS", value_parser = ["success", "failure"], hide_possible_values = true)]
    status: Option<String>,
    /// Only the request of this id, whenever it was, unless --since is given too
    #[arg(long, value_name = "ID", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "follow")]
    request_id: Option<String>,
    /// Only so many, the newest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Go on with new requests as they come
    #[arg(long, short = 'f')]
    follow: bool,
    /// Seconds between two looks for new requests [default: 3]
    #[arg(long, value_name = "SECONDS", requires = "follow", value_parser = crate::context::parse_seconds)]
    interval: Option<std::time::Duration>,
}

/// A request as the server recorded it.
pub(super) type Log = Lossless<SpendLog>;

impl Logs {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (first, last) = self.times.resolve(self.request_id.is_some())?;
        if self.follow && context.output.needs_an_end() {
            return Err(Failure::Usage {
                message: "--follow has no end, and JSON and YAML need one".to_owned(),
                hint: Some("use --format ndjson: a JSON object on each line".to_owned()),
            }
            .into());
        }
        let limit = self.limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        let follow = self.follow.then(|| follow::Follow::new(self.interval, limit));
        let wanted = self.wanted(context, first, last).await?;
        if let Some(follow) = follow {
            return follow.run(context, wanted).await;
        }
        let pages = context.client()?.spend().logs_all(&wanted.filter);
        context
            .perform(DryRun::default(), pages, async |context, pages| {
                let logs = wanted.read(context, pages, limit).await?;
                if logs.is_empty() {
                    wanted.find_nobody(context).await?;
                }
                let count = logs.len() as u64;
                let counts = [("total", count), ("page", 1), ("page_size", count), ("total_pages", 1)];
                context.output.list(&logs, columns(context), &WholeList { name: "data", items: &logs, counts: &counts })
            })
            .await
    }

    async fn wanted(self, context: &mut Context, first: Timestamp, last: Timestamp) -> Result<Wanted> {
        let nothing_is_sent = DryRun::default();
        let mut filter = between(first, last);
        filter.api_key = match self.key {
            Some(key) if key == MASTER_KEY => Some(ApiKey::new(key)),
            Some(key) => Some(names::key(context, &key).await?),
            None => None,
        };
        filter.team_id = match self.team {
            Some(team) => Some(names::team(context, nothing_is_sent, &team).await?),
            None => None,
        };
        filter.user_id = self.user;
        filter.model_group.clone_from(&self.model);
        filter.status_filter = self.status;
        filter.request_id = self.request_id;
        Ok(Wanted { filter, first, last, model: self.model })
    }
}

/// The requests that were asked for.
pub(super) struct Wanted {
    filter: LogFilter,
    pub(super) first: Timestamp,
    last: Timestamp,
    model: Option<String>,
}

impl Wanted {
    /// The filter for other times.
    pub(super) fn filter(&self, first: Timestamp, last: Timestamp) -> LogFilter {
        let LogFilter { start_date, end_date, .. } = between(first, last);
        let mut filter = self.filter.clone();
        (filter.start_date, filter.end_date) = (start_date, end_date);
        filter
    }

    /// False of requests for other models: older servers give them too.
    pub(super) fn is_of_model(&self, log: &Log) -> bool {
        self.model.is_none() || self.model == log.model_group
    }

    fn holds(&self, log: &Log) -> bool {
        // The server was asked in whole seconds.
        self.is_of_model(log) && begun(log).is_none_or(|time| self.first <= time && time <= self.last)
    }

    /// Fails where nothing was found of a request or a user that is not there: a time in which nothing was done is no
    /// failure.
    async fn find_nobody(&self, context: &mut Context) -> Result<()> {
        if let Some(request_id) = &self.filter.request_id {
            return Err(Failure::NotFound(format!(
                "there is no such request with the id `{request_id}`; requests show some seconds after they were answered"
            ))
            .into());
        }
        let Some(user_id) = self.filter.user_id.as_ref().filter(|user_id| *user_id != DEFAULT_USER) else {
            return Ok(());
        };
        match context.client()?.users().get(user_id).await {
            Err(error) if error.is_not_found() => {
                Err(Failure::NotFound(format!("there is no user with the id `{user_id}`")).into())
            }
            // Those who may not know find nothing of what they asked for.
            _ => Ok(()),
        }
    }

    /// All of them or the newest, the newest last.
    async fn read(&self, context: &mut Context, mut pages: Pages<LogPage>, limit: Option<usize>) -> Result<Vec<Log>> {
        let Some(limit) = limit else {
            let mut logs = lists::collect(context, pages).await?.items;
            logs.retain(|log| self.holds(log));
            in_order(&mut logs);
            return Ok(logs);
        };
        let mut logs = Vec::new();
        while let Some(page) = pages.next_page().await? {
            logs.extend(page.into_iter().filter(|log| self.holds(log)));
            // The newest come first.
            if logs.len() >= limit {
                break;
            }
        }
        newest(&mut logs, limit);
        Ok(logs)
    }
}

/// The filter for requests begun from one time to another, in the whole seconds that the server takes.
fn between(first: Timestamp, last: Timestamp) -> LogFilter {
    let text = |time: Timestamp| time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let up = if last.subsec_nanosecond() > 0 { jiff::SignedDuration::from_secs(1) } else { jiff::SignedDuration::ZERO };
    LogFilter::between(text(first), text(last.checked_add(up).unwrap_or(last)))
}

/// When a request began.
pub(super) fn begun(log: &Log) -> Option<Timestamp> {
    log.start_time
}

/// Sorts requests by time, the newest last.
pub(super) fn in_order(logs: &mut [Log]) {
    logs.sort_by_cached_key(begun);
}

/// Leaves so many, in order.
pub(super) fn newest(logs: &mut Vec<Log>, limit: usize) {
    in_order(logs);
    logs.drain(..logs.len().saturating_sub(limit));
}

/// The columns of a list, by its format.
pub(super) fn columns(context: &Context) -> &'static [&'static Column<Log>] {
    let is_table = context.output.is_for_people();
    match (is_table, context.output.terminal().width) {
        (false, _) => &DATA,
        (true, None) => &TABLE,
        // The request's id alone would take half of the width.
        (true, Some(_)) => TABLE.split_last().map_or(&[], |(_, others)| others),
    }
}

const STATUS: Column<Log> = Column::new("status", "Status", |log| log.status.clone().unwrap_or_default());
const MODEL: Column<Log> = Column::new("model", "Model", |log| {
    let group = log.model_group.clone().filter(|group| !group.is_empty());
    group.or_else(|| log.model.clone()).unwrap_or_default()
});
const USER: Column<Log> = Column::new("user", "User", |log| log.user.clone().unwrap_or_default());
const TEAM: Column<Log> = Column::new("team_id", "Team ID", |log| log.team_id.clone().unwrap_or_default());
const TOKENS: Column<Log> = Column::right("total_tokens", "Tokens", |log| {
    log.total_tokens.map(|tokens| tokens.to_string()).unwrap_or_default()
});
const SPEND: Column<Log> = Column::money("spend", "Spend", |log| log.spend);
const REQUEST: Column<Log> = Column::new("request_id", "Request ID", |log| log.request_id.clone().unwrap_or_default());

const TABLE: [&Column<Log>; 9] = [
    &Column::new("start_time", "Time", local_time),
    &STATUS,
    &MODEL,
    &Column::new("key", "Key", key),
    &USER,
    &TEAM,
    &TOKENS,
    &SPEND,
    &REQUEST,
];

const DATA: [&Column<Log>; 10] = [
    &Column::new("start_time", "Time", |log| log.string("startTime").unwrap_or_default()),
    &STATUS,
    &MODEL,
    &Column::new("key_alias", "Key", |log| alias(log).unwrap_or_default()),
    &Column::new("api_key", "Key Hash", |log| log.api_key.clone().unwrap_or_default()),
    &USER,
    &TEAM,
    &TOKENS,
    &SPEND,
    &REQUEST,
];

fn alias(log: &Log) -> Option<String> {
    let alias = cell(log.field("metadata")?.get("user_api_key_alias")?);
    Some(alias).filter(|alias| !alias.is_empty())
}

/// The alias of the key, or as much of its hash as tells keys apart.
fn key(log: &Log) -> String {
    alias(log).unwrap_or_else(|| {
        let hash = log.api_key.as_deref().unwrap_or_default();
        if litellm_proxy_client::is_key_hash(hash) {
            format!("{}…", hash.chars().take(12).collect::<String>())
        } else {
            hash.to_owned()
        }
    })
}

/// The time of the local clock, to the second.
fn local_time(log: &Log) -> String {
    begun(log).map_or_else(
        || log.string("startTime").unwrap_or_default(),
        |time| time.to_zoned(times::zone()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}
