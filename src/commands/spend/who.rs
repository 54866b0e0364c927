//! `spend keys`, `users`, `teams`, `models`, `tags` and `customers`: a row for each, with its days.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fitted::narrow;
use super::logs::{DEFAULT_USER, MASTER_KEY};
use super::period::Days;
use super::rows::{Amounts, By, Row, Rows, UNASSIGNED, rounded, turn};
use crate::commands::confirm::count;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, chart, dollars, percent};
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, Day, Share, WholeActivity};
use litellm_proxy_client::users::UserFilter;
use litellm_proxy_client::{ApiKey, Client, Error, is_key_hash};

/// How many users to ask the names of at a time: their ids stand in the URL.
const NAMES_AT_ONCE: usize = 50;

const AFTER_HELP: &str = "\
The server counts days in UTC: a time stands for the whole of its day. Those who are no admins
see what the server lets them see, which is their own. Requests show after up to a minute. As JSON
each row has its days too, from the first on which anyone did anything. The share is that of all
that was spent; a request counts for each of its tags.

Example:
  litellm-proxy spend keys --since 7d --top 10
  litellm-proxy spend teams --since 2026-11-01 --until 2026-11-30 --format csv";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Who {
    #[command(flatten)]
    days: Days,
    /// Only so many of them, the greatest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// What is greatest, and drawn: spend, requests or tokens
    #[arg(long, value_name = "COLUMN", value_enum, hide_possible_values = true, default_value = "spend")]
    sort: By,
}

/// What rows are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Keys,
    Users,
    Teams,
    Models,
    Tags,
    Customers,
}

impl Kind {
    fn whose(self) -> ActivityScope {
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

    fn parts(self) -> fn(&Day) -> &BTreeMap<String, Share> {
        match self {
            Self::Keys => |day| &day.breakdown.api_keys,
            Self::Models => |day| &day.breakdown.model_groups,
            Self::Users | Self::Teams | Self::Tags | Self::Customers => |day| &day.breakdown.entities,
        }
    }

    /// The name in what the server knows of one of them.
    fn name_of(self) -> fn(&Map<String, Value>) -> Option<String> {
        match self {
            Self::Keys => |known| text(known, "key_alias"),
            Self::Users => |known| text(known, "user_email").or_else(|| text(known, "user_alias")),
            Self::Teams => |known| text(known, "team_alias"),
            Self::Customers => |known| text(known, "alias"),
            Self::Models | Self::Tags => |_| None,
        }
    }

    /// Models and tags are names themselves.
    fn has_names(self) -> bool {
        !matches!(self, Self::Models | Self::Tags)
    }
}

fn text(known: &Map<String, Value>, field: &str) -> Option<String> {
    known.get(field).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

impl Who {
    pub(super) async fn run(self, context: &mut Context, kind: Kind) -> Result<Outcome> {
        let (first, last) = self.days.resolve()?;
        let filter = ActivityFilter::between(first.to_string(), last.to_string());
        let client = context.client()?;
        let call = client.spend().daily_activity_all(kind.whose(), &filter);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let activity = client.spend().daily_activity_whole(kind.whose(), &filter).await?;
                let is_whole = kind == Kind::Models;
                let mut rows = turn(&activity.days, last, self.sort, kind.parts(), kind.name_of(), is_whole);
                check(context, &activity, &rows);
                if kind == Kind::Tags && !rows.list.is_empty() {
                    // A request counts once for each of its tags, so their sum is not what was spent.
                    match client.spend().daily_activity_whole(ActivityScope::Users, &filter).await {
                        Ok(all) => rows.share(all.sum().spend),
                        Err(error) => context.output.warn(format_args!("no share can be told: {error}")),
                    }
                } else {
                    rows.share(rows.sum.spend);
                }
                let all = rows.list.len();
                rows.list.truncate(self.top.map_or(usize::MAX, |top| usize::try_from(top).unwrap_or(usize::MAX)));
                match kind {
                    Kind::Users => name_users(context, &client, &mut rows.list).await,
                    Kind::Keys => name_master_key(context, &client, &mut rows.list).await,
                    _ => {}
                }
                show(context, kind, self.sort, &mut rows)?;
                if is_table(context) {
                    let mut shown =
                        if rows.list.len() < all { format!("{} of {all}; ", rows.list.len()) } else { String::new() };
                    let sum = if kind == Kind::Tags { None } else { Some(rows.sum) };
                    if sum.is_none() && rows.list.iter().any(|row| row.share_percent.is_some()) {
                        shown.push_str(
                            "a request counts for each of its tags, so shares may add up to more than 100%; ",
                        );
                    }
                    note(context, &shown, sum, first, last);
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

/// Warns when the rows are not what the server's own sums say.
pub(super) fn check(context: &mut Context, activity: &WholeActivity, rows: &Rows) {
    let told = activity.server_total.map(Amounts::from);
    let other = [Some(rows.of_days), told].into_iter().flatten().find(|other| !rows.sum.agrees_with(other));
    let say = |amounts: &Amounts| format!("{} and ${}", requests(amounts.requests), rounded(amounts.spend));
    if let Some(other) = other {
        context.output.warn(format_args!(
            "the numbers may be off: they add up to {}, and the server counts {}",
            say(&rows.sum),
            say(&other)
        ));
    }
    if !activity.uncertain_days.is_empty() {
        context.output.warn(format_args!(
            "the numbers of {} may be off: the server cuts so busy a day into pages, in no fixed order on older versions",
            activity.uncertain_days.join(", ")
        ));
    }
}

pub(super) fn is_table(context: &Context) -> bool {
    context.output.is_for_people()
}

/// Says below a table what it adds up to, and of which days it tells.
pub(super) fn note(context: &mut Context, shown: &str, sum: Option<Amounts>, first: Date, last: Date) {
    let sum = sum.map(|sum| format!("{} in {}, ", dollars(sum.spend), requests(sum.requests))).unwrap_or_default();
    context.output.note(format_args!("{shown}{sum}{first} to {last}, days in UTC"));
}

fn requests(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "request")
}

/// Asks for the names of users, where the server did not tell them along with what they spent.
async fn name_users(context: &mut Context, client: &Client, rows: &mut [Row]) {
    let is_named = rows.iter().any(|row| row.name.is_some());
    let ids: Vec<String> = rows.iter().map(|row| &row.id).filter(|id| is_user(id)).cloned().collect();
    if is_named || ids.is_empty() {
        return;
    }
    let mut names = HashMap::new();
    for ids in ids.chunks(NAMES_AT_ONCE) {
        match client.users().list_all(&UserFilter::default().user_ids(ids)).all().await {
            Ok(users) => names.extend(users.into_iter().filter_map(|user| {
                let user = user.into_inner();
                Some((user.user_id?, user.user_email.or(user.user_alias)?))
            })),
            // Those who are no admins may not list users; they know who they are.
            Err(Error::Unauthorized(_) | Error::Forbidden(_)) => return,
            Err(error) => return context.output.warn(format_args!("users are shown without their names: {error}")),
        }
    }
    for row in rows {
        row.name = names.remove(&row.id);
    }
}

/// Names the master key: the server knows no such key and yet accepts it, or calls it so itself.
async fn name_master_key(context: &mut Context, client: &Client, rows: &mut [Row]) {
    let own = context.own_key().ok();
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

/// False of what stands for no user, or for the server's own; a comma would make two ids of one.
fn is_user(id: &str) -> bool {
    id != UNASSIGNED && id != DEFAULT_USER && !id.contains(',')
}

fn show(context: &mut Context, kind: Kind, by: By, rows: &mut Rows) -> Result<Outcome> {
    let numbers: [&Column<Row>; 5] = [
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
    let id = &Column::new("id", kind.title(), |row: &Row| row.id.clone());
    let name = &Column::new("name", "Name", |row: &Row| row.name.clone().unwrap_or_default());
    let rows = &mut rows.list;
    let (bar, sparkline) = (
        &Column::drawing("", |row: &Row| row.bar.clone()),
        &Column::drawing("By day", |row: &Row| row.sparkline.clone()),
    );
    let mut columns = vec![id];
    if kind.has_names() {
        columns.push(name);
    }
    columns.extend(numbers);
    let label = &Column::new("id", kind.title(), label);
    if let (Some(width), true) = (context.output.terminal().width, is_table(context)) {
        // A name says more than an id, and there is room for one of them.
        columns.drain(..columns.len() - numbers.len());
        columns.insert(0, label);
        tell_apart(rows);
        let width = usize::from(width);
        let widths = narrow(&mut columns, rows, width);
        let (bar_width, sparkline_width) = draw(rows, by, &widths, width);
        columns.extend([bar].into_iter().filter(|_| bar_width > 0));
        columns.extend([sparkline].into_iter().filter(|_| sparkline_width > 0));
    }
    context.output.list(rows, &columns, rows)
}

/// The name, or as much of the id as tells keys apart.
fn label(row: &Row) -> String {
    match &row.name {
        Some(name) => name.clone(),
        None => short(&row.id),
    }
}

fn short(id: &str) -> String {
    if is_key_hash(id) { format!("{}…", id.chars().take(12).collect::<String>()) } else { id.to_owned() }
}

/// Of names that several have, the id is shown too.
fn tell_apart(rows: &mut [Row]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in rows.iter().filter_map(|row| row.name.clone()) {
        *counts.entry(name).or_default() += 1;
    }
    for row in rows {
        if let Some(name) = row.name.as_mut().filter(|name| counts.get(*name).is_some_and(|count| *count > 1)) {
            *name = format!("{name} ({})", short(&row.id));
        }
    }
}

/// Draws what there is room for beside columns of these widths; how wide bars and sparklines are.
fn draw(rows: &mut [Row], by: By, widths: &[usize], width: usize) -> (usize, usize) {
    let days = rows.first().map_or(0, |row| row.days.len());
    let (bar, sparkline) = chart::room(width, widths, days);
    // Models without a price cost nothing; there are requests to compare even so.
    let by = if rows.iter().any(|row| by.of(&row.amounts) > 0.0) { by } else { By::Requests };
    let most = rows.iter().map(|row| by.of(&row.amounts)).fold(0.0, f64::max);
    for row in rows {
        row.bar = chart::bar(by.of(&row.amounts), most, bar);
        let days: Vec<f64> = row.days.iter().map(|day| by.of(&day.amounts)).collect();
        row.sparkline = chart::sparkline(&days, sparkline);
    }
    (bar, sparkline)
}
