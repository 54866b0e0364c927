//! The steps of a fault: `500*2,slow:2s,cut:3`.

use std::fmt;
use std::time::Duration;

use hyper::StatusCode;

use super::{FaultEffect, FaultFailure, did_you_mean};

const KINDS: [&str; 4] = ["slow", "cut", "drop", "forever"];

/// The steps of a fault, which apply one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Steps(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    /// As it was written.
    text: String,
    effect: FaultEffect,
    /// How often it applies; `None` is forever.
    times: Option<u32>,
    used: u32,
}

impl Steps {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        // A fault of one effect stays until it is told otherwise.
        let default = if parts.len() == 1 { None } else { Some(1) };
        let steps = parts.iter().map(|part| Step::parse(part, default)).collect::<Result<Vec<_>, _>>()?;
        let before_last = steps.split_last().map_or(&[][..], |(_, before)| before);
        match before_last.iter().find(|step| step.times.is_none()) {
            Some(step) => Err(format!("nothing applies after '{}'", step.text)),
            None => Ok(Self(steps)),
        }
    }

    /// Returns the effect of the next step, and counts it; `None` if all are used up.
    pub(super) fn next(&mut self) -> Option<FaultEffect> {
        let step = self.0.iter_mut().find(|step| step.times.is_none_or(|times| step.used < times))?;
        step.used = step.used.saturating_add(1);
        Some(step.effect)
    }

    /// Returns whether no step was used.
    pub(super) fn is_untouched(&self) -> bool {
        self.0.iter().all(|step| step.used == 0)
    }

    /// Describes the steps that were not used up.
    pub(super) fn unused(&self) -> Vec<String> {
        self.0.iter().filter_map(Step::unused).collect()
    }
}

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            write!(f, "{}{}", if place == 0 { "" } else { "," }, step.text)?;
        }
        Ok(())
    }
}

impl Step {
    fn parse(text: &str, default: Option<u32>) -> Result<Self, String> {
        let (effects, times) = match text.split_once('*') {
            Some((effects, times)) => (effects.trim(), parse_times(times)?),
            None => match without_old_times(text) {
                Some((effects, times)) => (effects, parse_times(times)?),
                None => (text, default),
            },
        };
        let mut effect = FaultEffect::default();
        for part in effects.split('+') {
            let part = parse_effect(part.trim())?;
            let is_double =
                effect.delay.is_some() && part.delay.is_some() || effect.failure.is_some() && part.failure.is_some();
            if is_double {
                return Err(format!("{effects}: a step has one delay and one failure at most"));
            }
            effect = FaultEffect { delay: effect.delay.or(part.delay), failure: effect.failure.or(part.failure) };
        }
        Ok(Self { text: text.to_owned(), effect, times, used: 0 })
    }

    fn unused(&self) -> Option<String> {
        match (self.used, self.times) {
            (0, _) => Some(format!("{} was never used", self.text)),
            (used, Some(times)) if used < times => Some(format!("{} was used {used} of {times} times", self.text)),
            _ => None,
        }
    }
}

/// Splits `500:1`. After `slow` and `cut` alone, the colon belongs to the effect.
fn without_old_times(text: &str) -> Option<(&str, &str)> {
    let (effects, times) = text.rsplit_once(':')?;
    let (_, last) = effects.rsplit_once('+').unwrap_or(("", effects));
    parse_effect(last.trim()).is_ok().then(|| (effects.trim(), times))
}

/// Parses a number of times; `None` is forever.
fn parse_times(text: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text == "forever" {
        return Ok(None);
    }
    let times = text.parse().ok().filter(|times| *times > 0);
    times.map(Some).ok_or_else(|| format!("'{text}' is not a number of times"))
}

fn parse_effect(text: &str) -> Result<FaultEffect, String> {
    let delay = |delay| FaultEffect { delay: Some(delay), failure: None };
    let failure = |failure| FaultEffect { delay: None, failure: Some(failure) };
    if let Some(time) = parse_delay(text) {
        return Ok(delay(time));
    }
    let (kind, value) = text.split_once(':').map_or((text, None), |(kind, value)| (kind, Some(value)));
    match (kind, value) {
        ("drop", None) => Ok(failure(FaultFailure::Drop)),
        ("slow", value) => {
            value.and_then(parse_delay).map(delay).ok_or_else(|| "slow needs a time, such as slow:2s".to_owned())
        }
        ("cut", value) => {
            let events = value.and_then(|value| value.parse().ok());
            let events = events.ok_or_else(|| "cut needs a number of events, such as cut:3".to_owned())?;
            Ok(failure(FaultFailure::Cut(events)))
        }
        _ => match StatusCode::from_bytes(text.as_bytes()) {
            Ok(status) if status.as_u16() >= 400 => Ok(failure(FaultFailure::Status(status))),
            Ok(status) => Err(format!("{} is not a failure; a status of a fault is 400 or more", status.as_u16())),
            Err(_) => {
                let hint = did_you_mean(kind, KINDS.into_iter());
                Err(format!("'{text}' is not an effect (a status such as 500, slow:2s, cut:3, drop){hint}"))
            }
        },
    }
}

/// Parses `200ms` or `2s`.
fn parse_delay(text: &str) -> Option<Duration> {
    let (number, millis) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s')?, 1_000),
    };
    Some(Duration::from_millis(number.parse::<u64>().ok()?.checked_mul(millis)?))
}
