//! Lengths of time as they are given to the server: a whole number and a unit, `30d`.

/// What can be given, for messages.
const HOW: &str = "give a whole number and s, m, h, d, w or mo, such as 30d, 24h or 1mo";
/// The same for what is reckoned with here.
const HOW_HERE: &str = "give a whole number and s, m, h, d or w, such as 30m, 24h or 7d";

/// The value parser of every option whose text the server is sent. What it cannot read, older servers take without a
/// word for a day, and newer ones refuse in words of their own.
pub(super) fn parse(text: &str) -> Result<String, String> {
    let (count, unit) = parts(text).ok_or_else(|| HOW.to_owned())?;
    // The document writes minutes so, and servers read the beginning of a unit.
    if !matches!(unit, "s" | "m" | "min" | "h" | "d" | "w" | "mo") {
        return Err(HOW.to_owned());
    }
    if count == 0 {
        return Err(format!("it must be more than zero: {HOW}"));
    }
    Ok(text.to_owned())
}

/// The value parser of lengths of time that are reckoned with here, in seconds. A month has no fixed length.
pub(super) fn parse_seconds(text: &str) -> Result<i64, String> {
    seconds(text).ok_or_else(|| HOW_HERE.to_owned())
}

/// The same, of some length.
pub(super) fn parse_some_seconds(text: &str) -> Result<i64, String> {
    match parse_seconds(text)? {
        0 => Err(format!("it must be more than zero: {HOW_HERE}")),
        seconds => Ok(seconds),
    }
}

/// The seconds of a length of time such as `30s`, `10m`, `24h`, `7d` or `2w`; `None` of anything else, also of months,
/// which are of no fixed length.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (count, unit) = parts(text)?;
    let size = match unit {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    i64::from(count).checked_mul(size)
}

/// Number and unit. No server reckons with longer numbers.
fn parts(text: &str) -> Option<(u32, &str)> {
    let (count, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    Some((count.parse().ok()?, unit))
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
    fn what_the_server_is_sent_is_what_it_can_read() {
        for text in ["30s", "10m", "30min", "24h", "7d", "2w", "1mo"] {
            assert_eq!(parse(text).as_deref(), Ok(text));
        }
        for text in
            ["", "30", "d", "xyz", "-1d", "1.5h", "30D", " 30d", "30d ", "1y", "monthly", "1h30m", "99999999999d"]
        {
            assert_eq!(parse(text), Err(HOW.to_owned()), "{text}");
        }
        for text in ["0s", "00d"] {
            assert!(parse(text).is_err_and(|message| message.starts_with("it must be more than zero")), "{text}");
            let some = parse_some_seconds(text);
            assert!(some.is_err_and(|message| message.starts_with("it must be more than zero")), "{text}");
            assert_eq!(parse_seconds(text), Ok(0), "{text}");
        }
        assert_eq!(parse_some_seconds("30m"), Ok(1_800));
        assert!(parse_seconds("1mo").is_err());
    }
}
