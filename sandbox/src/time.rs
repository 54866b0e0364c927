//! Times in LiteLLM's format, and durations such as `30s`, `15m`, `24h`, `30d`, `2w` and `1mo`.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{RoundMode, Span, Timestamp, ToSpan as _, Unit, ZonedRound};

/// Formats a time as LiteLLM does.
pub(super) fn format(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// Parses a time: RFC 3339, or without a time zone, which means UTC.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim().replacen(' ', "T", 1);
    text.parse().ok().or_else(|| {
        let civil: jiff::civil::DateTime = text.parse().ok()?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// A duration as written: a count and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DurationSpec {
    count: i64,
    unit: DurationUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DurationUnit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
}

impl DurationSpec {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = match text.trim().to_ascii_lowercase().as_str() {
            "hourly" => "1h",
            "daily" => "24h",
            "weekly" => "7d",
            "monthly" => "30d",
            _ => text,
        };
        let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let (count, unit) = text.split_at_checked(digits)?;
        // LiteLLM reads only the first letter of the unit: `30min` is 30 minutes; but `1mo` is a month.
        let unit = match unit.as_bytes() {
            [b'm', b'o', ..] => DurationUnit::Month,
            [b's', ..] => DurationUnit::Second,
            [b'm', ..] => DurationUnit::Minute,
            [b'h', ..] => DurationUnit::Hour,
            [b'd', ..] => DurationUnit::Day,
            [b'w', ..] => DurationUnit::Week,
            _ => return None,
        };
        Some(Self { count: count.parse().ok()?, unit })
    }

    /// Returns the time this long after another.
    pub(super) fn after(self, time: Timestamp) -> Option<Timestamp> {
        let zoned = time.to_zoned(TimeZone::UTC);
        let span = match self.unit {
            DurationUnit::Second => Span::new().try_seconds(self.count),
            DurationUnit::Minute => Span::new().try_minutes(self.count),
            DurationUnit::Hour => Span::new().try_hours(self.count),
            DurationUnit::Day => Span::new().try_days(self.count),
            DurationUnit::Week => Span::new().try_weeks(self.count),
            DurationUnit::Month => Span::new().try_months(self.count),
        };
        Some(zoned.checked_add(span.ok()?).ok()?.timestamp())
    }

    /// Returns the next reset of a budget: days at midnight UTC, `7d` and `1w` on Mondays, `30d` and months on the
    /// first of a month; hours, minutes and seconds at the next multiple within the day, hour or minute.
    pub(super) fn next_reset(self, now: Timestamp) -> Option<Timestamp> {
        if self.count <= 0 {
            return Some(now);
        }
        let now = now.to_zoned(TimeZone::UTC);
        let midnight = now.start_of_day().ok()?;
        let multiple =
            |current: i8| i64::from(current).checked_div(self.count)?.checked_add(1)?.checked_mul(self.count);
        let reset = match (self.unit, self.count) {
            (DurationUnit::Day, 7) | (DurationUnit::Week, 1) => midnight.nth_weekday(1, Weekday::Monday),
            (DurationUnit::Day, 30) => midnight.first_of_month().ok()?.checked_add(1.month()),
            (DurationUnit::Month, months) => {
                midnight.first_of_month().ok()?.checked_add(Span::new().try_months(months).ok()?)
            }
            (DurationUnit::Day, days) => midnight.checked_add(Span::new().try_days(days).ok()?),
            (DurationUnit::Week, weeks) => midnight.checked_add(Span::new().try_weeks(weeks).ok()?),
            (DurationUnit::Hour, _) => midnight.checked_add(Span::new().try_hours(multiple(now.hour())?).ok()?),
            (DurationUnit::Minute, _) => {
                let hour = now.round(ZonedRound::new().smallest(Unit::Hour).mode(RoundMode::Trunc)).ok()?;
                hour.checked_add(Span::new().try_minutes(multiple(now.minute())?).ok()?)
            }
            (DurationUnit::Second, _) => {
                let minute = now.round(ZonedRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc)).ok()?;
                minute.checked_add(Span::new().try_seconds(multiple(now.second())?).ok()?)
            }
        };
        Some(reset.ok()?.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reset(duration: &str, now: &str) -> String {
        let now = super::parse(now).unwrap();
        DurationSpec::parse(duration).unwrap().next_reset(now).unwrap().to_string()
    }

    #[test]
    fn reset_times_match_litellm() {
        // 2026-11-21 is a Saturday.
        let now = "2026-11-21T16:07:31Z";
        for (duration, expected) in [
            ("1d", "2026-11-22T00:00:00Z"),
            ("2d", "2026-11-23T00:00:00Z"),
            ("7d", "2026-11-23T00:00:00Z"),
            ("1w", "2026-11-23T00:00:00Z"),
            ("30d", "2026-12-01T00:00:00Z"),
            ("1mo", "2026-12-01T00:00:00Z"),
            ("weekly", "2026-11-23T00:00:00Z"),
            ("15min", "2026-11-21T16:15:00Z"),
            ("1h", "2026-11-21T17:00:00Z"),
            ("5h", "2026-11-21T20:00:00Z"),
            ("24h", "2026-11-22T00:00:00Z"),
            ("15m", "2026-11-21T16:15:00Z"),
            ("10s", "2026-11-21T16:07:40Z"),
            ("60s", "2026-11-21T16:08:00Z"),
        ] {
            assert_eq!(reset(duration, now), expected, "{duration}");
        }
    }

    #[test]
    fn malformed_durations_are_rejected() {
        for text in ["", "d", "1", "1y", "-1d", "1.5h", "99999999999999999999d", "1 d"] {
            assert_eq!(DurationSpec::parse(text), None, "{text}");
        }
        let far = DurationSpec::parse("9999999999d").unwrap();
        assert_eq!(far.after(Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn times_parse_with_and_without_a_zone() {
        for text in ["2026-11-21T16:00:00Z", "2026-11-21 16:00:00", "2026-11-21T17:00:00+01:00"] {
            assert_eq!(super::parse(text).map(format).as_deref(), Some("2026-11-21T16:00:00.000000Z"), "{text}");
        }
    }
}
