//! What a run has measured: histograms, counts and costs.

use std::collections::BTreeMap;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::{Serialize, Serializer};
use serde_json::json;

use super::engine::{End, Load, Sample};
use super::slo::Slo;
use crate::commands::models::assertion::{Metric, Series};

/// The longest time that is told apart, in microseconds: an hour.
const LONGEST: u64 = 3_600_000_000;
/// How many rows a drawn histogram has.
const ROWS: u32 = 10;

/// Times in microseconds, with three digits.
pub(super) struct Times(Histogram<u64>);

impl Times {
    fn new() -> anyhow::Result<Self> {
        Ok(Self(Histogram::new_with_bounds(1, LONGEST, 3)?))
    }

    fn add(&mut self, time: Duration) {
        self.0.saturating_record(u64::try_from(time.as_micros()).unwrap_or(LONGEST).max(1));
    }

    /// Returns a quantile, from 0 to 1; `None` if nothing was measured.
    pub(super) fn quantile(&self, quantile: f64) -> Option<Duration> {
        let micros = if quantile >= 1.0 { self.0.max() } else { self.0.value_at_quantile(quantile) };
        (!self.0.is_empty()).then(|| Duration::from_micros(micros))
    }

    /// Returns the times from the shortest to the longest in parts of equal ratios, with the number of each. Each begins
    /// where the one before ends.
    pub(super) fn parts(&self) -> Vec<(Duration, Duration, u64)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let (shortest, longest) = (self.0.min().max(1), self.0.max().max(1) + 1);
        #[expect(clippy::cast_precision_loss, reason = "less than an hour")]
        let (from, ratio) = (shortest as f64, longest as f64 / shortest as f64);
        let edge = |row: u32| {
            let at = from * ratio.powf(f64::from(row) / f64::from(ROWS));
            if row == ROWS {
                longest
            } else {
                u64::try_from(Duration::from_secs_f64(at / 1e6).as_micros()).unwrap_or(longest)
            }
        };
        let mut parts: Vec<(Duration, Duration, u64)> = Vec::new();
        for row in 0..ROWS {
            let (start, end) = (edge(row), edge(row + 1));
            if end > start {
                parts.push((Duration::from_micros(start), Duration::from_micros(end), 0));
            }
        }
        for value in self.0.iter_recorded() {
            let time = Duration::from_micros(value.value_iterated_to());
            let index = parts.iter().position(|(_, end, _)| time < *end).unwrap_or(parts.len().saturating_sub(1));
            if let Some(part) = parts.get_mut(index) {
                part.2 += value.count_at_value();
            }
        }
        parts
    }
}

impl Serialize for Times {
    /// Milliseconds.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = |quantile: f64| self.quantile(quantile).map(milliseconds);
        let mean = (!self.0.is_empty()).then(|| (self.0.mean()).round() / 1e3);
        json!({
            "count": self.0.len(), "mean": mean, "p50": at(0.5), "p90": at(0.9), "p95": at(0.95), "p99": at(0.99),
            "max": at(1.0),
        })
        .serialize(serializer)
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The figures of one run.
#[derive(Serialize)]
pub(super) struct Figures {
    pub(super) model: String,
    /// `open` or `closed`.
    #[serde(rename = "loop")]
    pub(super) kind: &'static str,
    pub(super) rate: Option<f64>,
    pub(super) concurrency: Option<usize>,
    pub(super) seconds: f64,
    pub(super) sent: u64,
    pub(super) ok: u64,
    pub(super) failed: u64,
    pub(super) errors: BTreeMap<String, u64>,
    /// Requests that `--max-cost` did not allow.
    pub(super) not_sent: u64,
    /// In dollars; `None` if no request had a cost.
    pub(super) cost: Option<f64>,
    /// How much later than intended the latest request was sent.
    #[serde(rename = "schedule_slip_ms", serialize_with = "in_milliseconds")]
    pub(super) slip: Duration,
    #[serde(rename = "ttft_ms")]
    pub(super) first_content: Times,
    #[serde(rename = "e2e_ms")]
    pub(super) total: Times,
    #[serde(rename = "itl_ms")]
    pub(super) gaps: Times,
    pub(super) requests_per_second: f64,
    pub(super) output_tokens: u64,
    pub(super) tokens_per_second: f64,
    /// The objectives that a good request meets.
    pub(super) slo: Option<Slo>,
    /// Requests that meet it; those that failed do not.
    pub(super) good: Option<u64>,
    /// Good requests per second.
    pub(super) goodput: Option<f64>,
    #[serde(serialize_with = "drawn")]
    pub(super) histogram: Vec<(Duration, Duration, u64)>,
    #[serde(skip)]
    pub(super) first_error: Option<litellm_proxy_client::Error>,
}

fn in_milliseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    milliseconds(*time).serialize(serializer)
}

fn drawn<S: Serializer>(parts: &[(Duration, Duration, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    let part = |(from, to, count): &(Duration, Duration, u64)| json!({"from_ms": milliseconds(*from), "to_ms": milliseconds(*to), "count": count});
    parts.iter().map(part).collect::<Vec<_>>().serialize(serializer)
}

impl Figures {
    pub(super) fn new(model: &str, load: Load, slo: Option<Slo>) -> anyhow::Result<Self> {
        let (kind, rate, concurrency) = match load {
            Load::Open { rate, .. } => ("open", Some(rate), None),
            Load::Closed { concurrency, .. } => ("closed", None, Some(concurrency)),
        };
        Ok(Self {
            model: model.to_owned(),
            kind,
            rate,
            concurrency,
            seconds: 0.0,
            sent: 0,
            ok: 0,
            failed: 0,
            errors: BTreeMap::new(),
            not_sent: 0,
            cost: None,
            slip: Duration::ZERO,
            first_content: Times::new()?,
            total: Times::new()?,
            gaps: Times::new()?,
            requests_per_second: 0.0,
            output_tokens: 0,
            tokens_per_second: 0.0,
            good: slo.as_ref().map(|_| 0),
            goodput: None,
            slo,
            histogram: Vec::new(),
            first_error: None,
        })
    }

    /// Adds a request. The times of one that failed are in no histogram.
    pub(super) fn add(&mut self, (slip, result): Sample) {
        self.sent += 1;
        self.slip = self.slip.max(slip);
        match result {
            Ok(times) => {
                self.ok += 1;
                if let (Some(slo), Some(good)) = (&self.slo, &mut self.good) {
                    *good += u64::from(slo.is_met(&times));
                }
                self.total.add(times.total);
                times.first_content.into_iter().for_each(|time| self.first_content.add(time));
                times.gaps.into_iter().for_each(|time| self.gaps.add(time));
                self.output_tokens += times.output_tokens.unwrap_or_default();
                if let Some(cost) = times.cost {
                    *self.cost.get_or_insert_default() += cost;
                }
            }
            Err(failed) => {
                self.failed += 1;
                *self.errors.entry(failed.class).or_default() += 1;
                self.first_error = self.first_error.take().or(failed.error);
            }
        }
    }

    /// Computes what depends on all requests.
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 tokens")]
    pub(super) fn finish(&mut self, end: End) {
        self.seconds = milliseconds(end.wall) / 1e3;
        self.not_sent = end.not_sent;
        let seconds = end.wall.as_secs_f64().max(f64::MIN_POSITIVE);
        self.requests_per_second = self.ok as f64 / seconds;
        self.tokens_per_second = self.output_tokens as f64 / seconds;
        self.goodput = self.good.map(|good| good as f64 / seconds);
        self.histogram = self.total.parts();
    }

    /// Returns the share of good requests among those sent, from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
    pub(super) fn good_share(&self) -> Option<f64> {
        self.good.filter(|_| self.sent > 0).map(|good| good as f64 / self.sent as f64)
    }

    /// Returns what was measured, for assertions.
    #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
    pub(super) fn measured(&self, metric: Metric) -> Option<f64> {
        let times = |series| match series {
            Series::Total => &self.total,
            Series::FirstContent => &self.first_content,
            Series::Gaps => &self.gaps,
        };
        match metric {
            Metric::Time(series, quantile) => times(series).quantile(quantile).map(|time| time.as_secs_f64()),
            Metric::Errors => Some(self.failed as f64),
            Metric::ErrorShare => (self.sent > 0).then(|| self.failed as f64 / self.sent as f64),
            Metric::Cost => Some(self.cost.unwrap_or_default()).filter(|_| self.ok == 0 || self.cost.is_some()),
            Metric::RequestsPerSecond => Some(self.requests_per_second).filter(|_| self.ok > 0),
            Metric::Goodput => self.goodput.filter(|_| self.sent > 0),
            Metric::GoodputShare => self.good_share(),
            Metric::TokensPerSecond => Some(self.tokens_per_second).filter(|_| self.output_tokens > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_times_are_in_a_part_of_the_histogram() {
        for times in [vec![5], vec![5, 5, 5], vec![1, 2, 3], vec![10, 11, 12, 13, 5_000], (1..=1_000).collect()] {
            let mut histogram = Times::new().expect("a histogram");
            for time in &times {
                histogram.add(Duration::from_millis(*time));
            }
            let parts = histogram.parts();
            assert_eq!(
                parts.iter().map(|(_, _, count)| count).sum::<u64>(),
                times.len() as u64,
                "{times:?}: {parts:?}"
            );
            assert!(parts.windows(2).all(|pair| pair[0].1 == pair[1].0), "{parts:?}");
        }
        assert!(Times::new().expect("a histogram").parts().is_empty());
    }

    #[test]
    fn quantiles_are_exact_to_three_digits() {
        let mut times = Times::new().expect("a histogram");
        assert_eq!(times.quantile(0.5), None);
        (1..=1_000).for_each(|time| times.add(Duration::from_millis(time)));
        for (quantile, expected) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0), (1.0, 1000.0)] {
            let found = times.quantile(quantile).expect("a time").as_secs_f64() * 1e3;
            assert!((found - expected).abs() <= expected / 500.0, "{quantile}: {found}");
        }
    }
}
