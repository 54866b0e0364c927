//! The results of `models test`, as JSON, as rows, and as verdicts about assertions.

use std::time::Duration;

use anyhow::Result;
use serde::{Serialize, Serializer};

use super::matrix;
use super::targets::Target;
use crate::commands::confirm::count;
use crate::commands::models::assertion::{Assertion, Metric, Series, Verdict, time};
use crate::context::Context;
use crate::output::{Column, count as count_of, dollars};

/// The result of one probe.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) ok: bool,
    pub(super) error: Option<String>,
    #[serde(rename = "ttft_ms", serialize_with = "milliseconds")]
    pub(super) first_content: Option<Duration>,
    #[serde(rename = "total_ms", serialize_with = "milliseconds")]
    pub(super) total: Option<Duration>,
    pub(super) output_tokens: Option<u64>,
    pub(super) tokens_per_second: Option<f64>,
    /// In dollars.
    pub(super) cost: Option<f64>,
    pub(super) detail: Option<String>,
    pub(super) call_id: Option<String>,
}

#[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
fn milliseconds<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(|time| (time.as_secs_f64() * 1e6).round() / 1e3).serialize(serializer)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Works,
    Fails,
    NotTested,
}

/// The results of a deployment.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    /// `None` if the server picked the deployment.
    pub(super) id: Option<String>,
    pub(super) model: String,
    pub(super) mode: String,
    pub(super) state: State,
    pub(super) mock: bool,
    /// Why it fails, or why it was not tested.
    pub(super) error: Option<String>,
    pub(super) note: Option<String>,
    #[serde(rename = "ttft_ms", serialize_with = "milliseconds")]
    pub(super) first_content: Option<Duration>,
    #[serde(rename = "total_ms", serialize_with = "milliseconds")]
    pub(super) total: Option<Duration>,
    pub(super) tokens_per_second: Option<f64>,
    /// In dollars; `None` if it is not known.
    pub(super) cost: Option<f64>,
    pub(super) checks: Vec<Check>,
}

impl Row {
    pub(super) fn new(target: &Target, by_name: bool, checks: Vec<Check>) -> Self {
        let failed = checks.iter().find(|check| !check.ok);
        let error = failed.and_then(|check| {
            let reason = check.error.clone()?;
            let is_first = checks.first().is_some_and(|first| first.name == check.name);
            Some(if is_first { reason } else { format!("{}: {reason}", check.name) })
        });
        let state = match (&error, checks.is_empty()) {
            (Some(_), _) => State::Fails,
            (None, true) => State::NotTested,
            (None, false) => State::Works,
        };
        // The stream is the measured call; models of other kinds have one call.
        let main = checks.iter().find(|check| check.name == "stream" && check.ok).or_else(|| checks.first());
        let costs: Vec<f64> = checks.iter().filter_map(|check| check.cost).collect();
        let note = (by_name && !checks.is_empty()).then(|| match target.id {
            Some(_) => "deployment not chosen: this key may not".to_owned(),
            None => "deployment not chosen: a wildcard serves it".to_owned(),
        });
        Self {
            id: target.id.clone().filter(|_| !by_name),
            model: target.model.clone(),
            mode: target.mode.clone(),
            state,
            mock: target.is_mock,
            error: error.or_else(|| target.skipped.clone()),
            note,
            first_content: main.and_then(|check| check.first_content),
            total: main.and_then(|check| check.total),
            tokens_per_second: main.and_then(|check| check.tokens_per_second),
            cost: (!costs.is_empty()).then(|| costs.iter().sum()),
            checks,
        }
    }

    /// Returns the id, or the name where the server picked the deployment.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.model)
    }

    pub(super) fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }
}

/// All results.
pub(super) struct Report {
    pub(super) rows: Vec<Row>,
    pub(super) verdicts: Vec<Verdict>,
}

impl Report {
    pub(super) fn new(rows: Vec<Row>, assertions: &[Assertion]) -> Self {
        let verdicts = assertions.iter().map(|assertion| assertion.check(|metric| measured(&rows, metric))).collect();
        Self { rows, verdicts }
    }

    pub(super) fn failed(&self) -> usize {
        self.rows.iter().filter(|row| row.state == State::Fails).count()
    }

    pub(super) fn tested(&self) -> usize {
        self.rows.iter().filter(|row| row.state != State::NotTested).count()
    }

    /// Shows the matrix to people and the rows to programs; the summary and the verdicts are messages.
    pub(super) fn show(&self, context: &mut Context) -> Result<()> {
        if context.output.is_for_people() && !context.output.is_tabular() {
            let text = matrix::draw(&self.rows, context.output.terminal().width.map(usize::from));
            context.output.prose(&text)?;
        } else {
            let columns: Vec<&Column<Row>> = COLUMNS.iter().collect();
            context.output.list("deployment", &self.rows, &columns, &self.rows)?;
        }
        context.output.note(self.summary());
        for verdict in &self.verdicts {
            let state = if verdict.holds { "holds" } else { "does not hold" };
            context.output.note(format_args!("{} {state}: {}", verdict.assertion, verdict.measured));
        }
        Ok(())
    }

    fn summary(&self) -> String {
        let (tested, failed) = (self.tested(), self.failed());
        let works = tested - failed;
        let mut parts = vec![format!("{works} work{}", if works == 1 { "s" } else { "" })];
        if failed > 0 {
            parts.push(format!("{failed} fail{}", if failed == 1 { "s" } else { "" }));
        }
        let skipped = self.rows.len() - tested;
        if skipped > 0 {
            parts.push(format!("{skipped} not tested"));
        }
        let calls: usize = self.rows.iter().map(|row| row.checks.len()).sum();
        let costs: Vec<f64> = self.rows.iter().filter_map(|row| row.cost).collect();
        let cost = if costs.is_empty() { "cost unknown".to_owned() } else { dollars(costs.iter().sum()) };
        let calls = count_of(u64::try_from(calls).unwrap_or(u64::MAX), "call");
        format!("{}: {}; {calls}, {cost}", count(self.rows.len(), "deployment"), parts.join(", "))
    }
}

/// Returns what was measured. The times of a mock do not count.
fn measured(rows: &[Row], metric: Metric) -> Option<f64> {
    let checks = || rows.iter().flat_map(|row| &row.checks);
    let real = || rows.iter().filter(|row| !row.mock).flat_map(|row| &row.checks);
    let number = |count: usize| u32::try_from(count).map_or(f64::INFINITY, f64::from);
    let failed = || number(checks().filter(|check| !check.ok).count());
    match metric {
        Metric::Time(Series::Total, quantile) => percentile(real().filter_map(|check| check.total), quantile),
        Metric::Time(Series::FirstContent, quantile) => {
            percentile(real().filter_map(|check| check.first_content), quantile)
        }
        Metric::Time(Series::Gaps, _)
        | Metric::RequestsPerSecond
        | Metric::TokensPerSecond
        | Metric::Goodput
        | Metric::GoodputShare => None,
        Metric::Errors => Some(failed()),
        Metric::ErrorShare => match checks().count() {
            0 => None,
            all => Some(failed() / number(all)),
        },
        Metric::Cost => Some(checks().filter_map(|check| check.cost).sum()),
    }
}

/// Returns the smallest time that at least this share of the times does not exceed, in seconds.
fn percentile(times: impl Iterator<Item = Duration>, quantile: f64) -> Option<f64> {
    let mut times: Vec<Duration> = times.collect();
    times.sort_unstable();
    let last = times.len().checked_sub(1)?;
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index of a short list"
    )]
    let index = ((times.len() as f64 * quantile).ceil() as usize).saturating_sub(1);
    times.get(index.min(last)).map(Duration::as_secs_f64)
}

const COLUMNS: &[Column<Row>] = &[
    Column::new("id", "Deployment", |row| row.name().to_owned()),
    Column::new("model", "Model", |row: &Row| row.model.clone()),
    Column::new("mode", "Mode", |row: &Row| row.mode.clone()),
    Column::state("state", "State", |row| matrix::state(row).to_owned()),
    Column::new("checks", "Checks", |row: &Row| {
        let passed: Vec<&str> = row.checks.iter().filter(|check| check.ok).map(|check| check.name).collect();
        passed.join(" ")
    }),
    Column::either(
        "ttft_ms",
        "TTFT",
        |row| row.first_content.map(time).unwrap_or_default(),
        |row| ms(row.first_content),
    ),
    Column::either("total_ms", "Total", |row| row.total.map(time).unwrap_or_default(), |row| ms(row.total)),
    Column::right("tokens_per_second", "Tok/s", |row: &Row| {
        row.tokens_per_second.map(|rate| format!("{rate:.1}")).unwrap_or_default()
    }),
    Column::money("cost", "Cost", |row: &Row| row.cost),
    Column::new("error", "Error", |row: &Row| row.error.clone().unwrap_or_default()),
];

fn ms(time: Option<Duration>) -> String {
    time.map(|time| format!("{:.3}", time.as_secs_f64() * 1e3)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_nearest_rank() {
        let times = |quantile| percentile((1..=100).map(Duration::from_secs), quantile);
        assert_eq!(times(0.5), Some(50.0));
        assert_eq!(times(0.95), Some(95.0));
        assert_eq!(times(1.0), Some(100.0));
        assert_eq!(percentile([Duration::from_secs(7)].into_iter(), 0.99), Some(7.0));
        assert_eq!(percentile(std::iter::empty(), 0.5), None);
    }
}
