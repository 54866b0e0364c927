//! `spend trend`: spend by day, in total or by model.

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::clock::ServerTime;
use super::fit::fit_columns;
use super::grouped::{check, is_table, note};
use super::period::DayRange;
use super::rows::{Amounts, Grouper, Measure, SpendRows, rounded};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, chart};
use litellm_proxy_client::spend::{ActivityFilter, ActivityScope};

const AFTER_HELP: &str = "\
With --by model, there is a column of the model, too.

Days are in UTC; a time selects its whole day. Days before the first request are left out. Users
who are not admins see their own spend.

Examples:
  litellm-proxy spend trend --since 12w
  litellm-proxy spend trend --by model --format csv
  litellm-proxy spend trend --by model --since 7d";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Trend {
    #[command(flatten)]
    days: DayRange,
    /// Rows to show: one for each day, or one for each day and model
    #[arg(long, value_name = "WHAT", value_enum, default_value = "day")]
    by: TrendBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TrendBy {
    Day,
    Model,
}

#[derive(Debug, Serialize)]
struct TrendRow {
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
        let client = context.client()?;
        let mut time = ServerTime::new(&client, self.days.is_relative());
        let (mut first, mut last) = self.days.resolve(time.now())?;
        let mut filter = ActivityFilter::between(first.to_string(), last.to_string());
        let call = client.spend().daily_activity_all(ActivityScope::Users, &filter);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let (models, total) = loop {
                    let mut grouper = Grouper::new(|day| &day.breakdown.model_groups, |_| None);
                    let each = |day| grouper.add(&day);
                    let total = client.spend().daily_activity_each(ActivityScope::Users, &filter, each).await?;
                    if let Some(now) = time.correction(context) {
                        let days = self.days.resolve(now)?;
                        if days != (first, last) {
                            (first, last) = days;
                            filter = ActivityFilter::between(first.to_string(), last.to_string());
                            continue;
                        }
                    }
                    break (grouper.finish(last, Measure::Spend, true), total);
                };
                check(context, &total, &models);
                let mut rows = match self.by {
                    TrendBy::Day => by_day(&models),
                    TrendBy::Model => by_model(&models),
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

fn by_day(models: &SpendRows) -> Vec<TrendRow> {
    let row = |date: &String| {
        let amounts = models.by_day.get(date).copied().unwrap_or_default();
        TrendRow { date: date.clone(), model: None, amounts, bar: String::new() }
    };
    models.calendar.iter().map(row).collect()
}

fn by_model(models: &SpendRows) -> Vec<TrendRow> {
    let dates = models.calendar.iter().enumerate();
    dates
        .flat_map(|(at, date)| {
            models.list.iter().filter_map(move |model| {
                let amounts = model.days.get(at)?.amounts;
                (amounts != Amounts::default()).then(|| TrendRow {
                    date: date.clone(),
                    model: Some(model.id.clone()),
                    amounts,
                    bar: String::new(),
                })
            })
        })
        .collect()
}

const DATE: Column<TrendRow> = Column::new("date", "Day", |row| row.date.clone());
const MODEL: Column<TrendRow> = Column::new("model", "Model", |row| row.model.clone().unwrap_or_default());
const NUMBERS: [&Column<TrendRow>; 3] = [
    &Column::right("requests", "Requests", |row| row.amounts.requests.to_string()),
    &Column::right("tokens", "Tokens", |row| row.amounts.tokens.to_string()),
    &Column::right("failed_requests", "Failed", |row| row.amounts.failed_requests.to_string()),
];
const SPEND: Column<TrendRow> = Column::money("spend", "Spend", |row| Some(rounded(row.amounts.spend)));
const BAR: Column<TrendRow> = Column::drawing("", |row| row.bar.clone());

fn show(context: &mut Context, rows: &mut [TrendRow], by: TrendBy) -> Result<Outcome> {
    let mut columns = vec![&DATE];
    columns.extend([&MODEL].into_iter().filter(|_| by == TrendBy::Model));
    columns.extend(NUMBERS);
    columns.push(&SPEND);
    let mut left_out = 0;
    let is_fitted = is_table(context) && !context.output.has_chosen_columns();
    if let (Some(width), true) = (context.output.terminal().width, is_fitted) {
        let width = usize::from(width);
        let all = columns.len();
        let widths = fit_columns(&mut columns, rows, width);
        left_out = all - columns.len();
        let bar_width = draw_bars(rows, &widths, width);
        columns.extend([&BAR].into_iter().filter(|_| bar_width > 0));
    }
    let outcome = context.output.list("request", rows, &columns, &rows)?;
    context.output.note_left_out(left_out);
    Ok(outcome)
}

/// Draws bars into the room next to columns of these widths. Returns the width of a bar, 0 if there is no room.
fn draw_bars(rows: &mut [TrendRow], widths: &[usize], width: usize) -> usize {
    let (bar_width, _) = chart::room(width, widths, 0);
    // If no model has a price, requests can still be compared.
    let measure = if rows.iter().any(|row| row.amounts.spend > 0.0) { Measure::Spend } else { Measure::Requests };
    let max = rows.iter().map(|row| measure.of(&row.amounts)).fold(0.0, f64::max);
    for row in rows {
        row.bar = chart::bar(measure.of(&row.amounts), max, bar_width);
    }
    bar_width
}
