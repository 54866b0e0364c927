//! `--slo ttft=500ms,e2e=5s`: the objectives that a request has to meet, each and all. Goodput counts the requests that do.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, json};

use super::engine::Times;
use crate::commands::models::assertion;

/// The time of a request that an objective limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Objective {
    FirstContent,
    /// The mean time between pieces of the stream.
    Gap,
    Total,
}

impl Objective {
    const ALL: [Self; 3] = [Self::FirstContent, Self::Gap, Self::Total];

    fn name(self) -> &'static str {
        match self {
            Self::FirstContent => "ttft",
            Self::Gap => "itl",
            Self::Total => "e2e",
        }
    }

    /// Returns the time of a request, or `None` if it has none: nothing that was streamed, or a single piece.
    fn of(self, times: &Times) -> Option<Duration> {
        match self {
            Self::FirstContent => times.first_content,
            Self::Gap => {
                let pieces = u32::try_from(times.gaps.len()).ok().filter(|pieces| *pieces > 0)?;
                Some(times.gaps.iter().sum::<Duration>() / pieces)
            }
            Self::Total => Some(times.total),
        }
    }
}

/// An objective, as in `ttft=500ms`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Limit {
    objective: Objective,
    limit: Duration,
}

/// Parses an objective.
pub(super) fn parse(text: &str) -> Result<Limit, String> {
    let (name, value) = text.split_once('=').ok_or("expected objectives such as ttft=500ms,e2e=5s")?;
    let name = name.trim().to_ascii_lowercase();
    let objective = Objective::ALL.into_iter().find(|objective| objective.name() == name);
    let objective = objective.ok_or_else(|| format!("`{name}` is not an objective; there are ttft, itl, e2e"))?;
    let limit = assertion::seconds(value.trim()).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let limit = limit.filter(|limit| !limit.is_zero());
    let limit = limit.ok_or_else(|| format!("`{value}` is not a time with a unit, such as 5s or 500ms"))?;
    Ok(Limit { objective, limit })
}

/// All objectives of a run.
#[derive(Debug, Clone)]
pub(super) struct Slo(Vec<Limit>);

impl Slo {
    /// Returns the objectives, or `None` without any.
    ///
    /// # Errors
    /// Returns a message if an objective is given twice, or needs a stream and there is none.
    pub(super) fn new(limits: &[Limit], is_streamed: bool) -> Result<Option<Self>, String> {
        for (index, limit) in limits.iter().enumerate() {
            let name = limit.objective.name();
            if limits.iter().skip(index + 1).any(|other| other.objective == limit.objective) {
                return Err(format!("--slo has {name} twice"));
            }
            if !is_streamed && limit.objective != Objective::Total {
                return Err(format!("--slo {name} needs a stream, and --no-stream asks for none"));
            }
        }
        Ok((!limits.is_empty()).then(|| Self(limits.to_vec())))
    }

    /// Returns whether a request meets all objectives. One whose answer has no first content does not meet `ttft`; one with
    /// a single piece has no gap that could be too long.
    pub(super) fn is_met(&self, times: &Times) -> bool {
        self.0.iter().all(|Limit { objective, limit }| {
            objective.of(times).map_or(*objective == Objective::Gap, |time| time <= *limit)
        })
    }

    /// Returns whether an objective is about a stream, and not about the whole request.
    pub(super) fn needs_stream(&self) -> bool {
        self.0.iter().any(|limit| limit.objective != Objective::Total)
    }
}

impl std::fmt::Display for Slo {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, Limit { objective, limit }) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(formatter, "{comma}{}={}", objective.name(), assertion::time(*limit))?;
        }
        Ok(())
    }
}

impl Serialize for Slo {
    /// The limits in milliseconds, as in `{"ttft_ms": 500.0}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let limit = |limit: &Limit| (format!("{}_ms", limit.objective.name()), json!(limit.limit.as_secs_f64() * 1e3));
        self.0.iter().map(limit).collect::<Map<_, _>>().serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slo(limits: &[&str]) -> Slo {
        let limits: Vec<_> = limits.iter().map(|text| parse(text).expect("an objective")).collect();
        Slo::new(&limits, true).expect("objectives").expect("some")
    }

    fn times(first: Option<u64>, gaps: &[u64], total: u64) -> Times {
        Times {
            first_content: first.map(Duration::from_millis),
            gaps: gaps.iter().copied().map(Duration::from_millis).collect(),
            total: Duration::from_millis(total),
            output_tokens: None,
            cost: None,
        }
    }

    #[test]
    fn a_request_is_good_if_it_meets_all_objectives() {
        let both = slo(&["ttft=500ms", "e2e=5s"]);
        assert_eq!(both.to_string(), "ttft=500ms,e2e=5.00s");
        assert_eq!(json!(both), json!({"ttft_ms": 500.0, "e2e_ms": 5000.0}));
        for (first, total, is_met) in
            [(Some(500), 5_000, true), (Some(501), 5_000, false), (Some(1), 5_001, false), (None, 1, false)]
        {
            assert_eq!(both.is_met(&times(first, &[], total)), is_met, "{first:?} {total}");
        }
        let gap = slo(&["itl=20ms"]);
        for (gaps, is_met) in [(&[10, 30][..], true), (&[10, 31], false), (&[], true)] {
            assert_eq!(gap.is_met(&times(Some(1), gaps, 100)), is_met, "{gaps:?}");
        }
    }

    #[test]
    fn mistakes_in_objectives_are_named() {
        for (text, message) in [
            ("ttft", "expected objectives"),
            ("ttft=5", "a time with a unit"),
            ("ttft=0s", "a time with a unit"),
            ("p95=2s", "there are ttft, itl, e2e"),
        ] {
            let error = parse(text).expect_err(text);
            assert!(error.contains(message), "{text}: {error}");
        }
        let limits = ["ttft=1s", "ttft=2s"].map(|text| parse(text).expect("an objective"));
        assert!(Slo::new(&limits, true).expect_err("twice").contains("twice"));
        assert!(Slo::new(limits.get(..1).expect("one"), false).expect_err("no stream").contains("--no-stream"));
    }
}
