//! Times and lengths of time as the server writes them.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

/// A time of the server's: RFC 3339, or without an offset in UTC.
pub(super) fn parse_server_time(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
    })
}

/// The seconds of a length of time such as `30s`, `10m`, `24h`, `7d` or `2w`; `None` of anything else, also of months,
/// which are of no fixed length.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (count, unit) = text.split_at_checked(end)?;
    let size = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    count.parse::<i64>().ok()?.checked_mul(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_a_number_and_a_unit() {
        for (text, expected) in [
            ("0s", Some(0)),
            ("30s", Some(30)),
            ("10m", Some(600)),
            ("24h", Some(86_400)),
            ("7d", Some(604_800)),
            ("2w", Some(1_209_600)),
            ("1mo", None),
            ("30", None),
            ("d", None),
            ("-1d", None),
            ("1.5d", None),
            ("", None),
            ("99999999999999999999d", None),
            ("9223372036854775807w", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_in_utc() {
        for text in ["2026-01-31T00:00:00", "2026-01-31T00:00:00Z", "2026-01-31T02:00:00+02:00"] {
            assert_eq!(parse_server_time(text).map(|time| time.to_string()).as_deref(), Some("2026-01-31T00:00:00Z"));
        }
        assert_eq!(parse_server_time("soon"), None);
    }
}
