//! Approximate durations for people.

use std::time::Duration;

/// Formats a duration in its largest suitable unit, such as `26 hours` or `5 minutes`.
pub(crate) fn roughly(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    // At least two of a unit, so that 26 hours do not become 1 day.
    let (size, unit) = units.into_iter().find(|(size, _)| seconds >= 2 * size).unwrap_or((1, "second"));
    let count = seconds / size;
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_fits_the_duration() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (119, "119 seconds"),
            (120, "2 minutes"),
            (7_199, "119 minutes"),
            (7_200, "2 hours"),
            (93_600, "26 hours"),
            (172_800, "2 days"),
        ] {
            assert_eq!(roughly(Duration::from_secs(seconds)), expected);
        }
    }
}
