//! Durations in the server's format: a whole number and a unit, such as `30d`.

use litellm_proxy_client::Interval;

/// The expected format, for error messages.
const EXPECTED: &str = "expected a whole number and a unit (s, m, h, d, w or mo), such as 30d, 24h or 1mo";
/// The same for durations that are computed with, which excludes months.
const EXPECTED_FIXED: &str = "expected a whole number and a unit (s, m, h, d or w), such as 30m, 24h or 7d";
/// Error message for a duration of zero.
const ZERO: &str = "must be greater than zero";

/// Validates a duration that is sent to the server as written. Older servers silently read an invalid one as a day,
/// newer ones reject it with their own message.
pub(super) fn parse(text: &str) -> Result<String, String> {
    let (count, unit) = parts(text).ok_or_else(|| EXPECTED.to_owned())?;
    // The documentation writes minutes as `min`; servers read only the first letters of a unit.
    if !matches!(unit, "s" | "m" | "min" | "h" | "d" | "w" | "mo") {
        return Err(EXPECTED.to_owned());
    }
    if count == 0 {
        return Err(ZERO.to_owned());
    }
    Ok(text.to_owned())
}

/// Parses a duration to seconds. Months are rejected, since their length varies.
pub(super) fn parse_seconds(text: &str) -> Result<i64, String> {
    seconds(text).ok_or_else(|| EXPECTED_FIXED.to_owned())
}

/// Parses a duration greater than zero to seconds.
pub(super) fn parse_nonzero_seconds(text: &str) -> Result<i64, String> {
    match parse_seconds(text)? {
        0 => Err(ZERO.to_owned()),
        seconds => Ok(seconds),
    }
}

/// Returns the seconds of a duration such as `30s`, `10m`, `24h`, `7d` or `2w`, or `None` for anything else, including
/// months.
pub(super) fn seconds(text: &str) -> Option<i64> {
    parts(text)?;
    i64::try_from(Interval::from(text).to_duration()?.as_secs()).ok()
}

/// Splits a duration into its number and unit. No server accepts numbers beyond `u32`.
pub(super) fn parts(text: &str) -> Option<(u32, &str)> {
    let (count, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    Some((count.parse().ok()?, unit))
}

/// What must hold for any text. The entry function of a fuzz target, and of a test below.
#[cfg(any(test, fuzzing))]
pub(super) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    assert!(parse(text).is_err() || text.starts_with(|c: char| c.is_ascii_digit()), "{text:?}");
    assert_eq!(parse_nonzero_seconds(text).is_ok(), seconds(text).is_some_and(|seconds| seconds > 0), "{text:?}");
    // What is computed with is a duration for the server too.
    assert!(seconds(text).is_none_or(|seconds| seconds == 0) || parse(text).is_ok(), "{text:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_number_and_a_unit() {
        for (text, expected) in [
            ("0s", Some(0)),
            ("30s", Some(30)),
            ("10m", Some(600)),
            ("30min", Some(1_800)),
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
    fn only_durations_that_servers_understand_are_accepted() {
        for text in ["30s", "10m", "30min", "24h", "7d", "2w", "1mo"] {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        for text in
            ["", "30", "d", "xyz", "-1d", "1.5h", "30D", " 30d", "30d ", "1y", "monthly", "1h30m", "99999999999d"]
        {
            assert_eq!(parse(text), Err(EXPECTED.to_owned()), "{text}");
        }
        for text in ["0s", "00d"] {
            assert_eq!(parse(text), Err(ZERO.to_owned()), "{text}");
            assert_eq!(parse_nonzero_seconds(text), Err(ZERO.to_owned()), "{text}");
            assert_eq!(parse_seconds(text), Ok(0), "{text}");
        }
        assert_eq!(parse_nonzero_seconds("30m"), Ok(1_800));
        assert!(parse_seconds("1mo").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "([0-9]{0,21}|.)(s|m|min|h|d|w|mo|.)?.?") {
            check(text.as_bytes());
        }
    }
}
