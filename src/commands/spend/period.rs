//! `--since` and `--until`. Dates are in UTC, like the days of the server.

use anyhow::Result;
use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

use crate::commands::moments::{Moment, refuse_future};
use crate::failure::Failure;

/// Options of commands that show whole days.
#[derive(Debug, Args)]
pub(in crate::commands) struct DayRange {
    /// First day, in UTC: today, yesterday, 7d or 1mo ago, or 2026-11-01
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = Moment::parse)]
    since: Moment,
    /// Last day (inclusive), in the same forms [default: today in UTC]
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    until: Option<Moment>,
}

impl DayRange {
    /// Returns the first and the last day.
    pub(in crate::commands) fn resolve(&self, now: Timestamp) -> Result<(Date, Date)> {
        day_range(self.since, self.until, now).map_err(Failure::usage)
    }

    /// Returns whether the days depend on the current time.
    pub(in crate::commands) fn is_relative(&self) -> bool {
        self.since.is_relative() || self.until.is_none_or(Moment::is_relative)
    }
}

/// Options of commands that show individual requests.
#[derive(Debug, Clone, Args)]
pub(in crate::commands) struct TimeRange {
    /// Earliest start time: 24h or 7d ago, today, 2026-11-01 (UTC) or 2026-11-01T14:30 [default: 1h]
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    since: Option<Moment>,
    /// Latest start time, in the same forms; a day is included whole [default: now]
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    until: Option<Moment>,
}

impl TimeRange {
    pub(in crate::commands) fn new(since: Option<Moment>, until: Option<Moment>) -> Self {
        Self { since, until }
    }

    /// Returns the first and the last time. With `has_request_id`, `--since` defaults to the beginning of the log.
    pub(in crate::commands) fn resolve(&self, has_request_id: bool, now: Timestamp) -> Result<(Timestamp, Timestamp)> {
        let since = self.since.unwrap_or(if has_request_id {
            Moment::At(Timestamp::UNIX_EPOCH)
        } else {
            Moment::Distance(1.hour())
        });
        time_range(since, self.until, now).map_err(Failure::usage)
    }

    /// Returns whether the times depend on the current time.
    pub(in crate::commands) fn is_relative(&self, has_request_id: bool) -> bool {
        self.since.map_or(!has_request_id, Moment::is_relative) || self.until.is_some_and(Moment::is_relative)
    }
}

/// Returns the time in UTC, in which days begin and end.
fn in_utc(now: Timestamp) -> Zoned {
    now.to_zoned(TimeZone::UTC)
}

/// Returns the day in UTC.
fn day_of(time: Timestamp) -> Date {
    in_utc(time).date()
}

/// Returns the first and the last day, in UTC.
fn day_range(since: Moment, until: Option<Moment>, now: Timestamp) -> Result<(Date, Date), String> {
    let now = in_utc(now);
    let start = since.start(&now)?;
    refuse_future("--since", start, &now)?;
    let first = day_of(start);
    // A day may have begun on the server that is still to come here.
    let last = until.map_or_else(|| Ok(now.date().max(first)), |until| until.start(&now).map(day_of))?;
    if last < first { Err(reversed_range(&first, &last)) } else { Ok((first, last)) }
}

/// Returns the first and the last time. Without an end, the last time is a day ahead, so that a request that starts now is
/// included, whatever the server's clock shows.
fn time_range(since: Moment, until: Option<Moment>, now: Timestamp) -> Result<(Timestamp, Timestamp), String> {
    let first = since.start(&in_utc(now))?;
    refuse_future("--since", first, &in_utc(now))?;
    let open_end = || now.checked_add(SignedDuration::from_hours(24)).map_err(|error| error.to_string());
    let last = until.map_or_else(open_end, |until| until.end(&in_utc(now)))?;
    if last < first { Err(reversed_range(&first, &last)) } else { Ok((first, last)) }
}

fn reversed_range<T: std::fmt::Display>(first: &T, last: &T) -> String {
    format!("--until ({last}) is before --since ({first})")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-21T13:30:15.25Z".parse().expect("a time")
    }

    #[test]
    fn day_ranges_are_in_utc_and_inclusive() {
        for (since, until, expected) in [
            ("30d", None, "2026-10-22 2026-11-21"),
            ("90m", None, "2026-11-21 2026-11-21"),
            ("14h", None, "2026-11-20 2026-11-21"),
            ("0d", Some("0d"), "2026-11-21 2026-11-21"),
            ("yesterday", Some("yesterday"), "2026-11-20 2026-11-20"),
            ("1mo", Some("today"), "2026-10-21 2026-11-21"),
            ("2026-11-01", Some("2026-11-01"), "2026-11-01 2026-11-01"),
            ("2026-11-01T23:30:00-02:00", Some("7d"), "2026-11-02 2026-11-14"),
        ] {
            let until = until.map(|until| Moment::parse(until).expect("a time"));
            let (first, last) = day_range(Moment::parse(since).expect("a time"), until, now()).expect("days");
            assert_eq!(format!("{first} {last}"), expected, "{since} {until:?}");
        }
    }

    #[test]
    fn time_ranges_include_whole_days() {
        for (since, until, expected) in [
            ("1h", None, "2026-11-21T12:30:15.25Z 2026-11-22T13:30:15.25Z"),
            ("2026-11-01", Some("2026-11-01"), "2026-11-01T00:00:00Z 2026-11-01T23:59:59.999999999Z"),
            ("2d", Some("1d"), "2026-11-19T13:30:15.25Z 2026-11-20T13:30:15.25Z"),
            ("yesterday", Some("yesterday"), "2026-11-20T00:00:00Z 2026-11-20T23:59:59.999999999Z"),
            ("2026-11-20T14:30", Some("today"), "2026-11-20T14:30:00Z 2026-11-21T23:59:59.999999999Z"),
        ] {
            let until = until.map(|until| Moment::parse(until).expect("a time"));
            let (first, last) = time_range(Moment::parse(since).expect("a time"), until, now()).expect("times");
            assert_eq!(format!("{first} {last}"), expected, "{since} {until:?}");
        }
    }

    #[test]
    fn reversed_and_too_early_ranges_are_refused() {
        let read = |text: &str| Moment::parse(text).expect("a time");
        for (since, until, expected) in [
            ("2026-11-02", Some("2026-11-01"), "is before --since"),
            ("1d", Some("2d"), "is before --since"),
            ("2027-01-01", None, "--since (2027-01-01T00:00:00+00:00) is in the future"),
            ("tomorrow", None, "--since (2026-11-22T00:00:00+00:00) is in the future"),
            ("tomorrow", Some("2027-01-01"), "is in the future"),
        ] {
            let until = until.map(read);
            assert!(day_range(read(since), until, now()).expect_err("reversed").contains(expected));
            assert!(time_range(read(since), until, now()).expect_err("reversed").contains(expected));
        }
        // The server's clock may be a little ahead, and its day another one.
        let late = "2026-11-21T23:57:00Z".parse().expect("a time");
        for (since, first) in [("2026-11-21T23:59Z", "2026-11-21"), ("2026-11-22", "2026-11-22")] {
            assert!(time_range(read(since), None, late).is_ok(), "{since}");
            let (from, to) = day_range(read(since), None, late).expect("days");
            assert_eq!((from.to_string(), to.to_string()), (first.to_owned(), first.to_owned()));
        }
        assert!(time_range(read("2026-11-21T13:36Z"), None, now()).is_err());
        for since in ["99999mo", "999999w"] {
            assert!(day_range(read(since), None, now()).is_err(), "{since}");
            assert!(time_range(read(since), None, now()).is_err(), "{since}");
        }
    }
}
