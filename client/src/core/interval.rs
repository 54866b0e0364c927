//! [`Interval`]: lengths of time as LiteLLM writes them.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::into_field::into_field;

/// A length of time as the server writes it: a whole number and a unit, such as `30s`, `10m`, `24h`, `7d`, `2w` or `1mo`.
/// Any other string is kept, and it is the server that refuses it.
///
/// The unit matters: older servers round a lifetime in hours or days to midnight (UTC), and servers reset budgets of `30d`
/// with the calendar. An interval that is created from a [`Duration`] is in seconds, which no server rounds.
///
/// ```
/// use std::time::Duration;
/// use litellm_proxy_client::Interval;
///
/// assert_eq!(Interval::days(30), "30d");
/// assert_eq!(Interval::from("24h").to_duration(), Some(Duration::from_secs(86_400)));
/// assert_eq!(Interval::from(Duration::from_secs(86_400)), "86400s");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Interval(String);

impl Interval {
    /// Returns a number of seconds, such as `30s`.
    pub fn seconds(count: u32) -> Self {
        Self(format!("{count}s"))
    }

    /// Returns a number of minutes, such as `10m`.
    pub fn minutes(count: u32) -> Self {
        Self(format!("{count}m"))
    }

    /// Returns a number of hours, such as `24h`.
    pub fn hours(count: u32) -> Self {
        Self(format!("{count}h"))
    }

    /// Returns a number of days, such as `30d`.
    pub fn days(count: u32) -> Self {
        Self(format!("{count}d"))
    }

    /// Returns a number of weeks, such as `2w`.
    pub fn weeks(count: u32) -> Self {
        Self(format!("{count}w"))
    }

    /// Returns a number of months, such as `1mo`.
    pub fn months(count: u32) -> Self {
        Self(format!("{count}mo"))
    }

    /// Returns the interval as the server writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the length, with days of 24 hours; `None` for months, whose length varies, and for strings that are not
    /// intervals.
    pub fn to_duration(&self) -> Option<Duration> {
        let (count, unit) = self.0.split_at_checked(self.0.find(|c: char| !c.is_ascii_digit())?)?;
        let seconds = match unit {
            "s" => 1,
            "m" | "min" => 60,
            "h" => 3_600,
            "d" => 86_400,
            "w" => 604_800,
            _ => return None,
        };
        count.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
    }
}

impl AsRef<str> for Interval {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Interval {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Interval {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&String> for Interval {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<&Self> for Interval {
    fn from(interval: &Self) -> Self {
        interval.clone()
    }
}

/// In seconds, rounded up.
impl From<Duration> for Interval {
    fn from(duration: Duration) -> Self {
        let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
        Self(format!("{seconds}s"))
    }
}

impl FromStr for Interval {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl PartialEq<str> for Interval {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Interval {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

into_field!(Interval: Interval, &Interval, Duration, String, &str, &String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_known_of_fixed_units_only() {
        let hours = |hours: u64| Some(Duration::from_secs(hours * 3_600));
        for (text, length) in [
            ("3600s", hours(1)),
            ("60m", hours(1)),
            ("60min", hours(1)),
            ("24h", hours(24)),
            ("7d", hours(168)),
            ("2w", hours(336)),
            ("1mo", None),
            ("30", None),
            ("d", None),
            ("-1d", None),
            ("1.5d", None),
            ("", None),
            ("99999999999999999999s", None),
            ("9223372036854775807w", None),
        ] {
            assert_eq!(Interval::from(text).to_duration(), length, "{text}");
        }
    }

    #[test]
    fn durations_are_written_in_whole_seconds() {
        for (duration, text) in [
            (Duration::from_secs(86_400), "86400s"),
            (Duration::from_millis(1_500), "2s"),
            (Duration::ZERO, "0s"),
            (Duration::MAX, "18446744073709551615s"),
        ] {
            assert_eq!(Interval::from(duration), text);
        }
    }
}
