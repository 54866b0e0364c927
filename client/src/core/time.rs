//! Parses the times that the server sends.

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

/// Parses a time from a response: RFC 3339, or a date and time without an offset, which LiteLLM means as UTC.
pub fn parse_server_time(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: civil::DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_an_offset_are_in_utc() {
        for text in ["2026-01-31T00:00:00", "2026-01-31T00:00:00Z", "2026-01-31T02:00:00+02:00"] {
            assert_eq!(parse_server_time(text).map(|time| time.to_string()).as_deref(), Some("2026-01-31T00:00:00Z"));
        }
        assert_eq!(parse_server_time("soon"), None);
    }
}
