//! `--since` and `--until`: relative times, dates and RFC 3339. Dates are in UTC, like the days of the server.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::failure::Failure;

/// Options of commands that show whole days.
#[derive(Debug, Args)]
pub(super) struct DayRange {
    /// First day, in UTC: 7d or 12w ago, 2026-11-01, or an RFC 3339 time
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = parse_moment)]
    since: Moment,
    /// Last day (inclusive), in the same forms [default: today in UTC]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    until: Option<Moment>,
}

impl DayRange {
    /// Returns the first and the last day.
    pub(super) fn resolve(&self, now: Timestamp) -> Result<(Date, Date)> {
        day_range(self.since, self.until, now).map_err(Failure::usage)
    }

    /// Returns whether the days depend on the current time.
    pub(super) fn is_relative(&self) -> bool {
        self.since.is_relative() || self.until.is_none_or(Moment::is_relative)
    }
}

/// Options of commands that show individual requests.
#[derive(Debug, Clone, Args)]
pub(super) struct TimeRange {
    /// Earliest start time: 24h or 7d ago, 2026-11-01 (UTC) or RFC 3339 [default: 1h]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    since: Option<Moment>,
    /// Latest start time, in the same forms; a day is included whole [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment, conflicts_with = "follow")]
    until: Option<Moment>,
}

impl TimeRange {
    /// Returns the first and the last time. With `has_request_id`, `--since` defaults to the beginning of the log.
    pub(super) fn resolve(&self, has_request_id: bool, now: Timestamp) -> Result<(Timestamp, Timestamp)> {
        let since = self.since.unwrap_or(if has_request_id {
            Moment::At(Timestamp::UNIX_EPOCH)
        } else {
            Moment::Ago(SignedDuration::from_hours(1))
        });
        time_range(since, self.until, now).map_err(Failure::usage)
    }

    /// Returns whether the times depend on the current time.
    pub(super) fn is_relative(&self, has_request_id: bool) -> bool {
        self.since.map_or(!has_request_id, Moment::is_relative) || self.until.is_some_and(Moment::is_relative)
    }
}

/// A time on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// This long before now.
    Ago(SignedDuration),
    /// A day in UTC.
    Day(Date),
    At(Timestamp),
}

/// Parses `90m`, `24h`, `7d`, `12w`, `2026-11-01` or an RFC 3339 time.
fn parse_moment(text: &str) -> Result<Moment, String> {
    let text = text.trim();
    if let Some((count, unit)) = text.char_indices().next_back().and_then(|(at, _)| text.split_at_checked(at))
        && !count.is_empty()
        && count.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(seconds) = seconds_of(unit)
    {
        let length = count.parse::<i64>().ok().and_then(|count| count.checked_mul(seconds));
        return length.map(|seconds| Moment::Ago(SignedDuration::from_secs(seconds))).ok_or_else(too_long_ago);
    }
    // A time without an offset is refused: it would be ambiguous.
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(Moment::At(time));
    }
    let is_date = text.len() == "2026-11-01".len() && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    match text.parse::<Date>() {
        Ok(date) if is_date => Ok(Moment::Day(date)),
        _ => {
            Err("not a time; expected 90m, 24h, 7d or 12w, a date such as 2026-11-01, or 2026-11-01T14:30:00Z"
                .to_owned())
        }
    }
}

fn seconds_of(unit: &str) -> Option<i64> {
    match unit {
        "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        "w" => Some(604_800),
        _ => None,
    }
}

fn too_long_ago() -> String {
    "too long ago: no date is that early".to_owned()
}

impl Moment {
    fn is_relative(self) -> bool {
        matches!(self, Self::Ago(_))
    }

    /// Returns the time, for a day its start.
    fn start(self, now: Timestamp) -> Result<Timestamp, String> {
        let time = match self {
            Self::Ago(length) => now.checked_sub(length).map_err(|_| too_long_ago())?,
            Self::Day(date) => date.to_zoned(TimeZone::UTC).map_err(|error| error.to_string())?.timestamp(),
            Self::At(time) => time,
        };
        // The server accepts only years of four digits.
        if day_of(time).year() < 1 { Err(too_long_ago()) } else { Ok(time) }
    }

    /// Returns the time, for a day its last nanosecond.
    fn end(self, now: Timestamp) -> Result<Timestamp, String> {
        match self {
            Self::Day(date) => {
                let last =
                    date.at(23, 59, 59, 999_999_999).to_zoned(TimeZone::UTC).map_err(|error| error.to_string())?;
                Ok(last.timestamp())
            }
            other => other.start(now),
        }
    }
}

/// Returns the day in UTC.
fn day_of(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// Returns the first and the last day, in UTC.
fn day_range(since: Moment, until: Option<Moment>, now: Timestamp) -> Result<(Date, Date), String> {
    let first = day_of(since.start(now)?);
    let last = day_of(until.map_or(Ok(now), |until| until.start(now))?);
    if last < first { Err(reversed_range(&first, &last)) } else { Ok((first, last)) }
}

/// Returns the first and the last time. Without an end, the last time is a day ahead, so that a request that starts now is
/// included, whatever the server's clock shows.
fn time_range(since: Moment, until: Option<Moment>, now: Timestamp) -> Result<(Timestamp, Timestamp), String> {
    let first = since.start(now)?;
    let open_end = || now.checked_add(SignedDuration::from_hours(24)).map_err(|error| error.to_string());
    let last = until.map_or_else(open_end, |until| until.end(now))?;
    if last < first { Err(reversed_range(&first, &last)) } else { Ok((first, last)) }
}

fn reversed_range(first: &impl std::fmt::Display, last: &impl std::fmt::Display) -> String {
    format!("--until ({last}) is before --since ({first})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T13:30:15.25Z".parse().expect("a time")
    }

    #[test]
    fn relative_times_dates_and_rfc_3339_are_parsed() {
        let ago = |seconds| Ok(Moment::Ago(SignedDuration::from_secs(seconds)));
        for (text, expected) in [
            ("45s", ago(45)),
            ("90m", ago(5_400)),
            ("24h", ago(86_400)),
            ("7d", ago(604_800)),
            (" 30d ", ago(2_592_000)),
            ("12w", ago(7_257_600)),
            ("0d", ago(0)),
            ("2026-11-01", Ok(Moment::Day(jiff::civil::date(2026, 11, 1)))),
            ("2026-11-01T14:30:00Z", Ok(Moment::At("2026-11-01T14:30:00Z".parse().expect("a time")))),
            ("2026-11-01T14:30:00+02:00", Ok(Moment::At("2026-11-01T12:30:00Z".parse().expect("a time")))),
        ] {
            assert_eq!(parse_moment(text), expected, "{text}");
        }
        for text in [
            "",
            "d",
            "7",
            "-7d",
            "7 d",
            "1.5h",
            "7D",
            "7y",
            "ü",
            "7ü",
            "2026-11-31",
            "2026-11-1",
            "20261101",
            "2026-11-01T14:30",
            "2026-11-01 14:30:00",
            "yesterday",
            "99999999999999999999d",
            "9999999999999999w",
        ] {
            assert!(parse_moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn day_ranges_are_in_utc_and_inclusive() {
        for (since, until, expected) in [
            ("30d", None, "2026-10-22 2026-11-21"),
            ("90m", None, "2026-11-21 2026-11-21"),
            ("14h", None, "2026-11-20 2026-11-21"),
            ("0d", Some("0d"), "2026-11-21 2026-11-21"),
            ("2026-11-01", Some("2026-11-01"), "2026-11-01 2026-11-01"),
            ("2026-11-01T23:30:00-02:00", Some("7d"), "2026-11-02 2026-11-14"),
        ] {
            let until = until.map(|until| parse_moment(until).expect("a time"));
            let (first, last) = day_range(parse_moment(since).expect("a time"), until, now()).expect("days");
            assert_eq!(format!("{first} {last}"), expected, "{since} {until:?}");
        }
    }

    #[test]
    fn time_ranges_include_whole_days() {
        for (since, until, expected) in [
            ("1h", None, "2026-11-21T12:30:15.25Z 2026-11-22T13:30:15.25Z"),
            ("2026-11-01", Some("2026-11-01"), "2026-11-01T00:00:00Z 2026-11-01T23:59:59.999999999Z"),
            ("2d", Some("1d"), "2026-11-19T13:30:15.25Z 2026-11-20T13:30:15.25Z"),
        ] {
            let until = until.map(|until| parse_moment(until).expect("a time"));
            let (first, last) = time_range(parse_moment(since).expect("a time"), until, now()).expect("times");
            assert_eq!(format!("{first} {last}"), expected, "{since} {until:?}");
        }
    }

    #[test]
    fn reversed_and_too_early_ranges_are_refused() {
        let read = |text: &str| parse_moment(text).expect("a time");
        for (since, until) in [("2026-11-02", Some("2026-11-01")), ("1d", Some("2d")), ("2027-01-01", None)] {
            let until = until.map(read);
            assert!(day_range(read(since), until, now()).expect_err("reversed").contains("is before --since"));
            assert!(time_range(read(since), until, now()).expect_err("reversed").contains("is before --since"));
        }
        for since in ["999999w", "9999999w", "999999999w"] {
            assert!(day_range(read(since), None, now()).is_err(), "{since}");
            assert!(time_range(read(since), None, now()).is_err(), "{since}");
        }
    }
}
