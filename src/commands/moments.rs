//! Times on the command line: `today`, `7d` ago, dates, and dates with a time. One reading for all commands; each says in which
//! zone its dates are, and whether a duration is before now or after.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan as _, Zoned};

use super::durations;

/// A time on the command line, before it is known what time it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    /// This far from now: ago, or from now on.
    Distance(Span),
    /// This many days from today.
    DayFromToday(i8),
    /// A day.
    Day(Date),
    /// A time without a zone.
    Clock(DateTime),
    /// A time.
    At(Timestamp),
}

const EXPECTED: &str = "not a time; expected today, yesterday, 90m, 24h, 7d, 12w or 1mo, a date such as 2026-11-01, or a time such as 2026-11-01T14:30 or 2026-11-01T14:30:00Z";

impl Moment {
    /// Parses a time in any of the forms.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "now" => return Ok(Self::Distance(Span::new())),
            "today" => return Ok(Self::DayFromToday(0)),
            "yesterday" => return Ok(Self::DayFromToday(-1)),
            "tomorrow" => return Ok(Self::DayFromToday(1)),
            _ => {}
        }
        if let Some((count, unit)) = durations::parts(text)
            && let Some(span) = span(count, unit)
        {
            return span.map(Self::Distance);
        }
        if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(Self::At(time));
        }
        // Only the form with dashes, which no number has.
        if text.as_bytes().get(4) != Some(&b'-') {
            return Err(EXPECTED.to_owned());
        }
        if text.len() == "2026-11-01".len() {
            return text.parse().map(Self::Day).map_err(|_| EXPECTED.to_owned());
        }
        text.replacen('_', "T", 1).parse().map(Self::Clock).map_err(|_| EXPECTED.to_owned())
    }

    /// Returns whether the time depends on the current one.
    pub(super) fn is_relative(self) -> bool {
        matches!(self, Self::Distance(_) | Self::DayFromToday(_))
    }

    /// Returns the time; a day begins in the zone of `now`, and a duration is before `now`.
    pub(super) fn start(self, now: &Zoned) -> Result<Timestamp, String> {
        let time = match self {
            Self::Distance(span) => now.checked_sub(span).map_err(|_| too_long_ago())?.timestamp(),
            Self::DayFromToday(_) | Self::Day(_) => {
                self.day(now)?.to_zoned(now.time_zone().clone()).map_err(|error| error.to_string())?.timestamp()
            }
            Self::Clock(time) => at(time, now.time_zone())?,
            Self::At(time) => time,
        };
        // Servers accept only years of four digits.
        if time.to_zoned(TimeZone::UTC).year() < 1 { Err(too_long_ago()) } else { Ok(time) }
    }

    /// Returns the time; a day ends with its last nanosecond in the zone of `now`, and a duration is before `now`.
    pub(super) fn end(self, now: &Zoned) -> Result<Timestamp, String> {
        match self {
            Self::DayFromToday(_) | Self::Day(_) => at(self.day(now)?.at(23, 59, 59, 999_999_999), now.time_zone()),
            other => other.start(now),
        }
    }

    /// Returns a time to come: the end of a day, to the second, and a duration from `now` on.
    pub(super) fn deadline(self, now: &Zoned) -> Result<Timestamp, String> {
        match self {
            Self::Distance(span) => Ok(now.checked_add(span).map_err(|_| "too far ahead".to_owned())?.timestamp()),
            Self::DayFromToday(_) | Self::Day(_) => at(self.day(now)?.at(23, 59, 59, 0), now.time_zone()),
            Self::Clock(time) => at(time, now.time_zone()),
            Self::At(time) => Ok(time),
        }
    }

    /// Returns the day of a moment that is one.
    fn day(self, now: &Zoned) -> Result<Date, String> {
        match self {
            Self::DayFromToday(days) => now.date().checked_add(days.days()).map_err(|error| error.to_string()),
            Self::Day(date) => Ok(date),
            Self::Distance(_) | Self::Clock(_) | Self::At(_) => Ok(now.date()),
        }
    }
}

/// How far ahead the clock of a server may be.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Refuses a time before which nothing can have happened, on a server whose clock may be a little ahead.
pub(super) fn refuse_future(option: &str, time: Timestamp, now: &Zoned) -> Result<(), String> {
    if time.duration_since(now.timestamp()) <= CLOCK_TOLERANCE {
        return Ok(());
    }
    Err(format!(
        "{option} ({}) is in the future",
        time.to_zoned(now.time_zone().clone()).strftime("%Y-%m-%dT%H:%M:%S%:z")
    ))
}

fn at(time: DateTime, zone: &TimeZone) -> Result<Timestamp, String> {
    time.to_zoned(zone.clone()).map(|time| time.timestamp()).map_err(|error| error.to_string())
}

/// Returns the span of a number of units, or `None` for an unknown unit.
fn span(count: u32, unit: &str) -> Option<Result<Span, String>> {
    let (span, count) = (Span::new(), i64::from(count));
    let span = match unit {
        "s" => span.try_seconds(count),
        "m" | "min" => span.try_minutes(count),
        "h" => span.try_hours(count),
        // Of 24 hours, like a key's lifetime of so many days.
        "d" => span.try_hours(count.saturating_mul(24)),
        "w" => span.try_hours(count.saturating_mul(168)),
        "mo" => span.try_months(count),
        _ => return None,
    };
    Some(span.map_err(|_| too_long_ago()))
}

fn too_long_ago() -> String {
    "too long ago: no date is that early".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Zoned {
        "2026-11-30T13:30:15.25+01:00[+01:00]".parse().expect("a time")
    }

    #[test]
    fn every_form_has_a_start_an_end_and_a_deadline() {
        for (text, start, end, deadline) in [
            ("45s", "2026-11-30T12:29:30.25Z", "2026-11-30T12:29:30.25Z", "2026-11-30T12:31:00.25Z"),
            ("90m", "2026-11-30T11:00:15.25Z", "2026-11-30T11:00:15.25Z", "2026-11-30T14:00:15.25Z"),
            (" 2w ", "2026-11-16T12:30:15.25Z", "2026-11-16T12:30:15.25Z", "2026-12-14T12:30:15.25Z"),
            ("9mo", "2026-02-28T12:30:15.25Z", "2026-02-28T12:30:15.25Z", "2027-08-30T12:30:15.25Z"),
            ("now", "2026-11-30T12:30:15.25Z", "2026-11-30T12:30:15.25Z", "2026-11-30T12:30:15.25Z"),
            ("today", "2026-11-29T23:00:00Z", "2026-11-30T22:59:59.999999999Z", "2026-11-30T22:59:59Z"),
            ("Yesterday", "2026-11-28T23:00:00Z", "2026-11-29T22:59:59.999999999Z", "2026-11-29T22:59:59Z"),
            ("tomorrow", "2026-11-30T23:00:00Z", "2026-12-01T22:59:59.999999999Z", "2026-12-01T22:59:59Z"),
            ("2026-12-04", "2026-12-03T23:00:00Z", "2026-12-04T22:59:59.999999999Z", "2026-12-04T22:59:59Z"),
            ("2026-12-04T18:00", "2026-12-04T17:00:00Z", "2026-12-04T17:00:00Z", "2026-12-04T17:00:00Z"),
            ("2026-12-04 18:00:30", "2026-12-04T17:00:30Z", "2026-12-04T17:00:30Z", "2026-12-04T17:00:30Z"),
            ("2026-12-04_18:00", "2026-12-04T17:00:00Z", "2026-12-04T17:00:00Z", "2026-12-04T17:00:00Z"),
            ("2026-12-04T18:00Z", "2026-12-04T18:00:00Z", "2026-12-04T18:00:00Z", "2026-12-04T18:00:00Z"),
            ("2026-12-04T18:00:00+02:00", "2026-12-04T16:00:00Z", "2026-12-04T16:00:00Z", "2026-12-04T16:00:00Z"),
        ] {
            let moment = Moment::parse(text).expect(text);
            let times = [moment.start(&now()), moment.end(&now()), moment.deadline(&now())];
            assert_eq!(times.map(|time| time.expect(text).to_string()), [start, end, deadline], "{text}");
        }
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
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
            "soon",
            "2026-11-01T",
            "2026-11-01T25:00",
            "99999999999999999999d",
            "31.1.2026",
        ] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
        for text in ["99999999w", "999999mo"] {
            assert!(Moment::parse(text).and_then(|moment| moment.start(&now())).is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9]{0,21}|[0-9]{4}-[0-9]{2}-[0-9]{2}[T_ ]?|.)([0-9:]{0,8}|s|m|h|d|w|mo|.)?.?") {
            if let Ok(moment) = Moment::parse(&text) {
                let _ = (moment.start(&now()), moment.end(&now()), moment.deadline(&now()));
            }
        }
    }
}
