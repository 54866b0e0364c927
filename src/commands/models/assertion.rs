//! `--assert 'p95<2s'`: what must hold for measurements, so that a command can fail a pipeline.
//!
//! An assertion is a metric, `<`, `<=`, `>` or `>=`, and a value. Times need a unit: `2s`, `500ms`.

use std::time::Duration;

use serde::Serialize;

use crate::output::{dollars, percent};

/// The metrics that may be asserted, for help and errors.
const NAMES: [&str; 21] = [
    "p50", "p90", "p95", "p99", "max", "ttft", "ttft.p50", "ttft.p90", "ttft.p95", "ttft.p99", "ttft.max", "itl",
    "itl.p50", "itl.p90", "itl.p95", "itl.p99", "errors", "cost", "rps", "tps", "goodput",
];

/// How alike a name must be to be offered instead.
const SIMILAR: f64 = 0.6;

/// What is measured over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    /// Whole requests.
    Total,
    /// The first content of a stream.
    FirstContent,
    /// Gaps between pieces of content.
    Gaps,
}

/// A metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Metric {
    /// A quantile of times, from 0 to 1.
    Time(Series, f64),
    /// The number of errors.
    Errors,
    /// The share of errors, from 0 to 1.
    ErrorShare,
    /// Dollars.
    Cost,
    RequestsPerSecond,
    TokensPerSecond,
    /// Requests per second that meet the objectives.
    Goodput,
    /// The share of requests that meet the objectives, from 0 to 1.
    GoodputShare,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// An assertion, as it was written and as it is understood. Times are in seconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assertion {
    text: String,
    metric: Metric,
    operator: Operator,
    limit: f64,
}

/// Whether an assertion holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Verdict {
    pub(super) assertion: String,
    pub(super) holds: bool,
    /// The measured value, as people read it.
    pub(super) measured: String,
}

/// Parses an assertion.
pub(super) fn parse(text: &str) -> Result<Assertion, String> {
    let at = text.find(['<', '>']).ok_or_else(|| {
        "expected a metric, an operator (<, <=, > or >=) and a value, such as p95<2s or errors<1%".to_owned()
    })?;
    let (name, rest) = text.split_at(at);
    let (operator, value) = if let Some(value) = rest.strip_prefix("<=") {
        (Operator::LessOrEqual, value)
    } else if let Some(value) = rest.strip_prefix(">=") {
        (Operator::GreaterOrEqual, value)
    } else if let Some(value) = rest.strip_prefix('<') {
        (Operator::Less, value)
    } else {
        (Operator::Greater, rest.strip_prefix('>').unwrap_or(rest))
    };
    let (metric, limit) = read(&name.trim().to_ascii_lowercase(), value.trim())?;
    Ok(Assertion { text: text.trim().to_owned(), metric, operator, limit })
}

/// Reads a metric and the value that it is compared with.
fn read(name: &str, value: &str) -> Result<(Metric, f64), String> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let plain = |what: &str| number(value).ok_or_else(|| format!("`{value}` is not {what}"));
    if let Some(metric) = time_metric(name) {
        let seconds =
            seconds(value).ok_or_else(|| format!("`{value}` is not a time with a unit, such as 2s or 500ms"))?;
        return Ok((metric, seconds));
    }
    match name {
        "errors" => match value.strip_suffix('%').map(|share| number(share.trim())) {
            Some(Some(share)) => Ok((Metric::ErrorShare, share / 100.0)),
            Some(None) => Err(format!("`{value}` is not a percentage")),
            None => Ok((Metric::Errors, plain("a number of errors, or a percentage such as 1%")?)),
        },
        "cost" => match number(value.trim_start_matches('$')) {
            Some(amount) => Ok((Metric::Cost, amount)),
            None => Err(format!("`{value}` is not an amount of dollars")),
        },
        "rps" => Ok((Metric::RequestsPerSecond, plain("a number of requests per second")?)),
        "tps" => Ok((Metric::TokensPerSecond, plain("a number of tokens per second")?)),
        "goodput" => match value.strip_suffix('%').map(|share| number(share.trim())) {
            Some(Some(share)) => Ok((Metric::GoodputShare, share / 100.0)),
            Some(None) => Err(format!("`{value}` is not a percentage")),
            None => Ok((Metric::Goodput, plain("a number of requests per second, or a percentage such as 95%")?)),
        },
        unknown => Err(unknown_metric(unknown)),
    }
}

fn time_metric(name: &str) -> Option<Metric> {
    let (series, point) = match name.split_once('.') {
        Some(("ttft", point)) => (Series::FirstContent, point),
        Some(("itl", point)) => (Series::Gaps, point),
        Some(_) => return None,
        None if name == "ttft" => (Series::FirstContent, "p50"),
        None if name == "itl" => (Series::Gaps, "p50"),
        None => (Series::Total, name),
    };
    let quantile = match point {
        "p50" => 0.5,
        "p90" => 0.9,
        "p95" => 0.95,
        "p99" => 0.99,
        "max" => 1.0,
        _ => return None,
    };
    Some(Metric::Time(series, quantile))
}

fn unknown_metric(name: &str) -> String {
    let similar = NAMES.iter().map(|known| (strsim::jaro_winkler(name, known), known));
    let nearest = similar.filter(|(score, _)| *score >= SIMILAR).max_by(|(one, _), (other, _)| one.total_cmp(other));
    match nearest {
        Some((_, known)) => format!("`{name}` is not a metric; did you mean `{known}`?"),
        None => format!("`{name}` is not a metric; there are {}", NAMES.join(", ")),
    }
}

/// Parses a time with a unit to seconds.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let end = text.find(|c: char| c != '.' && !c.is_ascii_digit())?;
    let (number, unit) = text.split_at(end);
    let number = number.parse::<f64>().ok()?;
    let scale = match unit.trim() {
        "us" | "µs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        "m" | "min" => 60.0,
        _ => return None,
    };
    Some(number * scale)
}

impl Assertion {
    /// Returns whether it is about errors, so that it decides about them.
    pub(super) fn is_about_errors(&self) -> bool {
        matches!(self.metric, Metric::Errors | Metric::ErrorShare)
    }

    /// Returns whether it is about the requests that meet objectives.
    pub(super) fn is_about_goodput(&self) -> bool {
        matches!(self.metric, Metric::Goodput | Metric::GoodputShare)
    }

    /// Checks it against what `measured` returns: seconds for times, `None` for what was not measured, which fails.
    pub(super) fn check(&self, measured: impl Fn(Metric) -> Option<f64>) -> Verdict {
        let value = measured(self.metric);
        let holds = value.is_some_and(|value| match self.operator {
            Operator::Less => value < self.limit,
            Operator::LessOrEqual => value <= self.limit,
            Operator::Greater => value > self.limit,
            Operator::GreaterOrEqual => value >= self.limit,
        });
        let measured = value.map_or_else(|| "nothing was measured".to_owned(), |value| self.metric.describe(value));
        Verdict { assertion: self.text.clone(), holds, measured }
    }
}

impl Metric {
    fn describe(self, value: f64) -> String {
        match self {
            Self::Time(..) => time(Duration::try_from_secs_f64(value).unwrap_or_default()),
            Self::Errors => format!("{value}"),
            Self::ErrorShare | Self::GoodputShare => percent(value * 100.0),
            Self::Cost => dollars(value),
            Self::RequestsPerSecond | Self::TokensPerSecond | Self::Goodput => format!("{value:.1}"),
        }
    }
}

/// Formats a time with three digits at most: `310ms`, `1.24s`, `12.3s`.
pub(super) fn time(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        _ if seconds < 0.001 => format!("{:.2}ms", seconds * 1e3),
        _ if seconds < 0.01 => format!("{:.1}ms", seconds * 1e3),
        _ if seconds < 0.9995 => format!("{:.0}ms", seconds * 1e3),
        _ if seconds < 9.995 => format!("{seconds:.2}s"),
        _ if seconds < 99.95 => format!("{seconds:.1}s"),
        _ => format!("{seconds:.0}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, value: f64) -> bool {
        parse(text).expect("an assertion").check(|_| Some(value)).holds
    }

    #[test]
    fn assertions_compare_a_metric_with_a_value() {
        assert!(holds("p95<2s", 1.9) && !holds("p95<2s", 2.0) && holds("p95 <= 2s", 2.0));
        assert!(holds("p50<500ms", 0.4) && !holds("P50<500ms", 0.6));
        assert!(holds("errors<1%", 0.005) && !holds("errors<1%", 0.01) && holds("errors<=0", 0.0));
        assert!(holds("cost<$0.50", 0.4) && holds("cost<0.5", 0.4) && holds("rps>=4.5", 4.5));
        assert!(holds("goodput>=95%", 0.95) && !holds("goodput>=95%", 0.94) && holds("goodput>4.5", 5.0));
        assert_eq!(parse("ttft<1s").map(|a| a.metric), Ok(Metric::Time(Series::FirstContent, 0.5)));
        assert_eq!(parse("ttft.p95<1s").map(|a| a.metric), Ok(Metric::Time(Series::FirstContent, 0.95)));
        assert_eq!(parse("itl.p99<1s").map(|a| a.metric), Ok(Metric::Time(Series::Gaps, 0.99)));
        // What was not measured does not hold, whatever is asserted.
        let verdict = parse("p95>0s").expect("an assertion").check(|_| None);
        assert!(!verdict.holds && verdict.measured == "nothing was measured", "{verdict:?}");
    }

    #[test]
    fn mistakes_in_assertions_are_named() {
        for (text, message) in [
            ("p95", "expected a metric"),
            ("p95<2", "a time with a unit"),
            ("p95<-2s", "a time with a unit"),
            ("eror<1", "did you mean `errors`?"),
            ("ttft.p96<1s", "did you mean `ttft.p9"),
            ("errors<x%", "percentage"),
            ("cost<free", "an amount of dollars"),
            ("zzz<1", "there are p50, "),
            ("<1", "there are p50, "),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn times_have_three_digits() {
        for (micros, expected) in [
            (120, "0.12ms"),
            (2_340, "2.3ms"),
            (12_400, "12ms"),
            (310_000, "310ms"),
            (999_700, "1.00s"),
            (12_340_000, "12.3s"),
            (125_000_000, "125s"),
        ] {
            assert_eq!(time(Duration::from_micros(micros)), expected);
        }
    }
}
