//! `spend trend`: the days one after another.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use super::fitted::narrow;
use super::period::Days;
use super::rows::{Amounts, By, Rows, calendar, rounded, turn};
use super::who::{check, is_table, note};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, chart};
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope, WholeActivity};

const AFTER_HELP: &str = "\
The server counts days in UTC: a time stands for the whole of its day. Days before the first
request are left out. Those who are no admins see what they spent themselves.

Example:
  litellm-proxy spend trend --since 12w
  litellm-proxy spend trend --by model --format csv";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Trend {
    #[command(flatten)]
    days: Days,
    /// What a row is: a day, or what a day had of a model
    #[arg(long, value_name = "WHAT", value_enum, default_value = "day")]
    by: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Day,
    Model,
}

#[derive(Debug, Serialize)]
struct Row {
    date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(flatten)]
    amounts: Amounts,
    #[serde(skip)]
    bar: String,
}

impl Trend {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (first, last) = self.days.resolve()?;
        let filter = ActivityFilter::between(first.to_string(), last.to_string());
        let client = context.client()?;
        let call = client.spend().daily_activity_all(ActivityScope::Users, &filter);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let activity = client.spend().daily_activity_whole(ActivityScope::Users, &filter).await?;
                let models = turn(&activity.days, last, By::Spend, |day| &day.breakdown.model_groups, |_| None, true);
                check(context, &activity, &models);
                let mut rows = match self.by {
                    Part::Day => by_day(&activity, last),
                    Part::Model => by_model(&activity, &models, last),
                };
                show(context, &mut rows, self.by)?;
                if is_table(context) {
                    note(context, "", Some(models.sum), first, last);
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

fn by_day(activity: &WholeActivity, last: Date) -> Vec<Row> {
    let known: BTreeMap<&str, Amounts> =
        activity.days.iter().map(|day| (day.date.as_str(), Amounts::from(day.metrics))).collect();
    let row = |date: String| {
        let amounts = known.get(date.as_str()).copied().unwrap_or_default();
        Row { date, model: None, amounts, bar: String::new() }
    };
    calendar(&activity.days, last).into_iter().map(row).collect()
}

fn by_model(activity: &WholeActivity, models: &Rows, last: Date) -> Vec<Row> {
    let dates = calendar(&activity.days, last).into_iter().enumerate();
    dates
        .flat_map(|(at, date)| {
            models.list.iter().filter_map(move |model| {
                let amounts = model.days.get(at)?.amounts;
                (amounts != Amounts::default()).then(|| Row {
                    date: date.clone(),
                    model: Some(model.id.clone()),
                    amounts,
                    bar: String::new(),
                })
            })
        })
        .collect()
}

const DATE: Column<Row> = Column::new("date", "Day", |row| row.date.clone());
const MODEL: Column<Row> = Column::new("model", "Model", |row| row.model.clone().unwrap_or_default());
const NUMBERS: [&Column<Row>; 3] = [
    &Column::right("requests", "Requests", |row| row.amounts.requests.to_string()),
    &Column::right("tokens", "Tokens", |row| row.amounts.tokens.to_string()),
    &Column::right("failed_requests", "Failed", |row| row.amounts.failed_requests.to_string()),
];
const SPEND: Column<Row> = Column::money("spend", "Spend", |row| Some(rounded(row.amounts.spend)));
const BAR: Column<Row> = Column::drawing("", |row| row.bar.clone());

fn show(context: &mut Context, rows: &mut [Row], by: Part) -> Result<Outcome> {
    let mut columns = vec![&DATE];
    columns.extend([&MODEL].into_iter().filter(|_| by == Part::Model));
    columns.extend(NUMBERS);
    columns.push(&SPEND);
    if let (Some(width), true) = (context.output.terminal().width, is_table(context)) {
        let width = usize::from(width);
        let widths = narrow(&mut columns, rows, width);
        let bar = draw(rows, &widths, width);
        columns.extend([&BAR].into_iter().filter(|_| bar > 0));
    }
    context.output.list(rows, &columns, &rows)
}

/// Draws what there is room for beside columns of these widths; how wide a bar is.
fn draw(rows: &mut [Row], widths: &[usize], width: usize) -> usize {
    let (bar, _) = chart::room(width, widths, 0);
    // Models without a price cost nothing; there are requests to compare even so.
    let by = if rows.iter().any(|row| row.amounts.spend > 0.0) { By::Spend } else { By::Requests };
    let most = rows.iter().map(|row| by.of(&row.amounts)).fold(0.0, f64::max);
    for row in rows {
        row.bar = chart::bar(by.of(&row.amounts), most, bar);
    }
    bar
}
