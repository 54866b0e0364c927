//! `spend keys`, `users`, `teams`, `models`, `tags` and `customers`: a row for each, with its spend by day.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::clock::ServerTime;
use super::fit::{OWNER, fit_columns};
use super::period::DayRange;
use super::rows::{Amounts, Grouper, Measure, Owner, SpendRow, SpendRows, UNASSIGNED, rounded};
use crate::commands::confirm::count;
use crate::commands::lists;
use crate::commands::logs::{DEFAULT_USER, MASTER_KEY};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, TeamNames, chart, dollars, percent, short_hash};
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, ActivityTotal, Day, Share};
use litellm_proxy_client::users::UserFilter;
use litellm_proxy_client::{ApiKey, Client, Error};

/// How many users to request at a time: their ids are sent in the URL.
const USERS_PER_REQUEST: usize = 50;

/// The end of the help page of one of the commands.
macro_rules! after_help {
    ($about:literal, $noun:literal) => {
        concat!(
            $about,
            "\
Days are in UTC; a time selects its whole day. Users who are not admins see only their own spend.
Requests appear within a minute. Days start with the first on which there was a request. Shares
are of the total spend.

Examples:
  litellm-proxy spend ",
            $noun,
            " --since 7d --top 10
  litellm-proxy spend ",
            $noun,
            " --since 2026-11-01 --until 2026-11-30 --format csv
  litellm-proxy spend ",
            $noun,
            " --since 30d --sort requests"
        )
    };
}
pub(super) use after_help;

#[derive(Debug, Args)]
pub(crate) struct GroupedSpend {
    #[command(flatten)]
    days: DayRange,
    /// Show only the N with the highest spend (see --sort)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// Amount to sort by and draw: spend, requests or tokens
    #[arg(long, value_name = "COLUMN", value_enum, hide_possible_values = true, default_value = "spend")]
    sort: Measure,
}

/// The values that spend is grouped by, one row each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    Keys,
    Users,
    Teams,
    Models,
    Tags,
    Customers,
}

impl Grouping {
    fn scope(self) -> ActivityScope {
        match self {
            Self::Keys | Self::Users | Self::Models => ActivityScope::Users,
            Self::Teams => ActivityScope::Teams,
            Self::Tags => ActivityScope::Tags,
            Self::Customers => ActivityScope::Customers,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Keys => "Key",
            Self::Users => "User",
            Self::Teams => "Team",
            Self::Models => "Model",
            Self::Tags => "Tag",
            Self::Customers => "Customer",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Keys => "key with requests",
            Self::Users => "user with requests",
            Self::Teams => "team with requests",
            Self::Models => "model with requests",
            Self::Tags => "tag with requests",
            Self::Customers => "customer with requests",
        }
    }

    fn breakdown(self) -> fn(&Day) -> &BTreeMap<String, Share> {
        match self {
            Self::Keys => |day| &day.breakdown.api_keys,
            Self::Models => |day| &day.breakdown.model_groups,
            Self::Users | Self::Teams | Self::Tags | Self::Customers => |day| &day.breakdown.entities,
        }
    }

    /// Returns how to read the name from the metadata that the server sends along.
    fn name_of(self) -> fn(&Map<String, Value>) -> Option<String> {
        match self {
            Self::Keys => |metadata| text(metadata, "key_alias"),
            Self::Users => |metadata| text(metadata, "user_email").or_else(|| text(metadata, "user_alias")),
            Self::Teams => |metadata| text(metadata, "team_alias"),
            Self::Customers => |metadata| text(metadata, "alias"),
            Self::Models | Self::Tags => |_| None,
        }
    }

    /// Models and tags are identified by their names.
    fn has_names(self) -> bool {
        !matches!(self, Self::Models | Self::Tags)
    }
}

fn text(metadata: &Map<String, Value>, field: &str) -> Option<String> {
    metadata.get(field).and_then(Value::as_str).filter(|value| !value.is_empty()).map(str::to_owned)
}

impl GroupedSpend {
    pub(super) async fn run(self, context: &mut Context, grouping: Grouping) -> Result<Outcome> {
        let client = context.client()?;
        let mut time = ServerTime::new(&client, self.days.is_relative());
        let (mut first, mut last) = self.days.resolve(time.now())?;
        let mut filter = ActivityFilter::between(first.to_string(), last.to_string());
        let call = client.spend().daily_activity_all(grouping.scope(), &filter);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let shows_owners = grouping == Grouping::Keys && context.output.is_terminal_table();
                let (mut rows, total, teams) = loop {
                    let mut grouper = Grouper::new(grouping.breakdown(), grouping.name_of());
                    if shows_owners {
                        grouper = grouper.with_owners(owner_of);
                    }
                    let each = |day| grouper.add(&day);
                    let work = client.spend().daily_activity_each(grouping.scope(), &filter, each);
                    let (total, teams) = tokio::join!(work, lists::team_names_if(&client, shows_owners));
                    let total = total?;
                    if let Some(now) = time.correction(context) {
                        let days = self.days.resolve(now)?;
                        if days != (first, last) {
                            (first, last) = days;
                            filter = ActivityFilter::between(first.to_string(), last.to_string());
                            continue;
                        }
                    }
                    break (grouper.finish(last, self.sort, grouping == Grouping::Models), total, teams);
                };
                check(context, &total, &rows);
                if grouping == Grouping::Tags && !rows.list.is_empty() {
                    // A request counts once for each of its tags, so their sum is not the total spend.
                    let mut sum = 0.0;
                    let each = |day: Day| sum += day.metrics.spend;
                    match client.spend().daily_activity_each(ActivityScope::Users, &filter, each).await {
                        Ok(_) => rows.set_shares(sum),
                        Err(error) => context.output.warn(format_args!("shares are unknown: {error}")),
                    }
                } else {
                    rows.set_shares(rows.sum.spend);
                }
                let total = rows.list.len();
                rows.list.truncate(self.top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX)));
                match grouping {
                    Grouping::Users => name_users(context, &client, &mut rows.list).await,
                    Grouping::Keys => {
                        name_master_key(context, &client, &mut rows.list).await;
                        let ids = rows.list.iter().filter_map(|row| row.owner.team.as_deref());
                        let is_partial = teams.may_lack_any(ids);
                        let teams = if is_partial { lists::all_team_names(&client).await } else { teams };
                        name_teams(&teams, &mut rows.list);
                    }
                    _ => {}
                }
                show(context, grouping, self.sort, &mut rows)?;
                if is_table(context) {
                    let mut prefix = if rows.list.len() < total {
                        format!("{} of {total}; ", rows.list.len())
                    } else {
                        String::new()
                    };
                    let sum = if grouping == Grouping::Tags { None } else { Some(rows.sum) };
                    if sum.is_none() && rows.list.iter().any(|row| row.share_percent.is_some()) {
                        prefix.push_str(
                            "a request counts for each of its tags, so shares may add up to more than 100%; ",
                        );
                    }
                    note(context, &prefix, sum, first, last);
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

/// Warns if the rows do not add up to the server's own totals.
pub(super) fn check(context: &mut Context, total: &ActivityTotal, rows: &SpendRows) {
    let reported = total.server_total.map(Amounts::from);
    let differing = [Some(rows.sum_of_days), reported].into_iter().flatten().find(|other| !rows.sum.agrees_with(other));
    let describe = |amounts: &Amounts| format!("{} and ${}", requests(amounts.requests), rounded(amounts.spend));
    if let Some(differing) = differing {
        context.output.warn(format_args!(
            "the numbers may be off: they add up to {}, and the server counts {}",
            describe(&rows.sum),
            describe(&differing)
        ));
    }
    if !total.uncertain_days.is_empty() {
        context.output.warn(format_args!(
            "the numbers of {} may be off: the server splits such busy days into pages, which older versions do not order",
            total.uncertain_days.join(", ")
        ));
    }
}

pub(super) fn is_table(context: &Context) -> bool {
    context.output.is_for_people()
}

/// Shows the sum and the range of days below a table.
pub(super) fn note(context: &mut Context, prefix: &str, sum: Option<Amounts>, first: Date, last: Date) {
    let sum = sum.map(|sum| format!("{} in {}, ", dollars(sum.spend), requests(sum.requests))).unwrap_or_default();
    context.output.note(format_args!("{prefix}{sum}{first} to {last}, days in UTC"));
}

fn requests(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "request")
}

/// Fetches the names of users if the server did not send them with the activity.
async fn name_users(context: &mut Context, client: &Client, rows: &mut [SpendRow]) {
    let has_names = rows.iter().any(|row| row.name.is_some());
    let ids: Vec<String> = rows.iter().map(|row| &row.id).filter(|id| is_user(id)).cloned().collect();
    if has_names || ids.is_empty() {
        return;
    }
    let mut names = HashMap::new();
    for ids in ids.chunks(USERS_PER_REQUEST) {
        match client.users().list_all(&UserFilter::default().user_ids(ids)).all().await {
            Ok(users) => names.extend(users.into_iter().filter_map(|user| {
                let user = user.into_inner();
                Some((user.user_id?, user.user_email.or(user.user_alias)?))
            })),
            // Users who are not admins may not list users, and see only themselves here.
            Err(Error::Unauthorized(_) | Error::Forbidden(_)) => return,
            Err(error) => return context.output.warn(format_args!("users are shown without their names: {error}")),
        }
    }
    for row in rows {
        row.name = names.remove(&row.id);
    }
}

/// Names the master key: newer servers log it under a fixed name, and older ones accept the key but do not list it.
async fn name_master_key(context: &mut Context, client: &Client, rows: &mut [SpendRow]) {
    let own = context.own_key().await.ok();
    let own_hash = own.as_ref().map(ApiKey::hash);
    for row in rows.iter_mut().filter(|row| row.name.is_none()) {
        let is_master_key = match &own {
            _ if row.id == MASTER_KEY => true,
            Some(own) if own_hash.as_deref() == Some(&row.id) => {
                matches!(client.keys().info(own).await, Err(error) if error.is_not_found())
            }
            _ => false,
        };
        if is_master_key {
            row.name = Some("master key".to_owned());
        }
    }
}

/// Reads whose a key is; older servers send only the team.
fn owner_of(metadata: &Map<String, Value>) -> Owner {
    let user = text(metadata, "user_email").or_else(|| text(metadata, "user_id"));
    Owner { user, team: text(metadata, "team_id") }
}

fn name_teams(teams: &TeamNames, rows: &mut [SpendRow]) {
    for team in rows.iter_mut().filter_map(|row| row.owner.team.as_mut()) {
        *team = teams.name(team).into_owned();
    }
}

/// Returns false for placeholders, and for ids with a comma, which the server would split in two.
fn is_user(id: &str) -> bool {
    id != UNASSIGNED && id != DEFAULT_USER && !id.contains(',')
}

fn show(context: &mut Context, grouping: Grouping, measure: Measure, rows: &mut SpendRows) -> Result<Outcome> {
    let numbers: [&Column<SpendRow>; 5] = [
        &Column::right("requests", "Requests", |row| row.amounts.requests.to_string()),
        &Column::right("tokens", "Tokens", |row| row.amounts.tokens.to_string()),
        &Column::right("failed_requests", "Failed", |row| row.amounts.failed_requests.to_string()),
        &Column::money("spend", "Spend", |row| Some(rounded(row.amounts.spend))),
        &Column::either(
            "share_percent",
            "Share",
            |row| row.share_percent.map(percent).unwrap_or_default(),
            |row| row.share_percent.map(|share| share.to_string()).unwrap_or_default(),
        ),
    ];
    let id = &Column::new("id", grouping.title(), |row: &SpendRow| row.id.clone());
    let name = &Column::new("name", "Name", |row: &SpendRow| row.name.clone().unwrap_or_default());
    let rows = &mut rows.list;
    let (bar, sparkline) = (
        &Column::drawing("", |row: &SpendRow| row.bar.clone()),
        &Column::drawing("By day", |row: &SpendRow| row.sparkline.clone()),
    );
    let mut columns = vec![id];
    if grouping.has_names() {
        columns.push(name);
    }
    columns.extend(numbers);
    let label = &Column::new("id", grouping.title(), label);
    let owner = &Column::new(OWNER, "Owner", |row: &SpendRow| row.owner.words());
    let mut left_out = 0;
    let is_fitted = is_table(context) && !context.output.has_chosen_columns();
    if let (Some(width), true) = (context.output.terminal().width, is_fitted) {
        // There is room for the name or the id; the name is more useful.
        columns.drain(..columns.len() - numbers.len());
        columns.insert(0, label);
        if grouping == Grouping::Keys {
            columns.insert(1, owner);
        }
        disambiguate(rows);
        let width = usize::from(width);
        let all = columns.len();
        let widths = fit_columns(&mut columns, rows, width);
        left_out = all - columns.len();
        let (bar_width, sparkline_width) = draw_charts(rows, measure, &widths, width);
        columns.extend([bar].into_iter().filter(|_| bar_width > 0));
        columns.extend([sparkline].into_iter().filter(|_| sparkline_width > 0));
    }
    let outcome = context.output.list(grouping.noun(), rows, &columns, rows)?;
    context.output.note_left_out(left_out);
    Ok(outcome)
}

/// Returns the name, or else the id, shortened if it is a key hash.
fn label(row: &SpendRow) -> String {
    match &row.name {
        Some(name) => name.clone(),
        None => short_hash(&row.id),
    }
}

/// Appends the id to names that several rows share.
fn disambiguate(rows: &mut [SpendRow]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in rows.iter().filter_map(|row| row.name.clone()) {
        *counts.entry(name).or_default() += 1;
    }
    for row in rows {
        if let Some(name) = row.name.as_mut().filter(|name| counts.get(*name).is_some_and(|count| *count > 1)) {
            *name = format!("{name} ({})", short_hash(&row.id));
        }
    }
}

/// Draws bars and sparklines into the room next to columns of these widths. Returns their widths, 0 if there is no room.
fn draw_charts(rows: &mut [SpendRow], measure: Measure, widths: &[usize], width: usize) -> (usize, usize) {
    let days = rows.first().map_or(0, |row| row.days.len());
    let (bar_width, sparkline_width) = chart::room(width, widths, days);
    // If no model has a price, requests can still be compared.
    let measure = if rows.iter().any(|row| measure.of(&row.amounts) > 0.0) { measure } else { Measure::Requests };
    let max = rows.iter().map(|row| measure.of(&row.amounts)).fold(0.0, f64::max);
    for row in rows {
        row.bar = chart::bar(measure.of(&row.amounts), max, bar_width);
        let days: Vec<f64> = row.days.iter().map(|day| measure.of(&day.amounts)).collect();
        row.sparkline = chart::sparkline(&days, sparkline_width);
    }
    (bar_width, sparkline_width)
}
