//! The states of keys, teams, users and customers, in the words of tables.

use jiff::{SignedDuration, Timestamp};

/// Expiries within this time are pointed out.
const SOON: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The words for what stops something. Tables color them.
pub(super) const BLOCKED: &str = "blocked";
pub(super) const EXPIRED: &str = "expired";
pub(super) const OVER_BUDGET: &str = "over budget";
pub(super) const ACTIVE: &str = "active";

/// Returns whether a budget is used up, as servers decide: at the limit.
pub(super) fn is_over_budget(spend: Option<f64>, max_budget: Option<f64>) -> bool {
    max_budget.is_some_and(|limit| spend.unwrap_or_default() >= limit)
}

/// Returns the state of something that can be blocked and has a budget.
pub(super) fn of(blocked: Option<bool>, spend: Option<f64>, max_budget: Option<f64>) -> &'static str {
    if blocked == Some(true) {
        BLOCKED
    } else if is_over_budget(spend, max_budget) {
        OVER_BUDGET
    } else {
        ACTIVE
    }
}

/// Returns when something expires, such as `expires in 2 d`; `None` if it has expired or not soon.
pub(super) fn expires_soon(expires: Option<Timestamp>, now: Timestamp) -> Option<String> {
    let left = expires?.duration_since(now);
    if left <= SignedDuration::ZERO || left > SOON {
        return None;
    }
    // At least two of a unit, so that 26 hours do not become 1 day.
    Some(match (left.as_hours(), left.as_mins()) {
        (hours @ 48.., _) => format!("expires in {} d", hours / 24),
        (hours @ 2.., _) => format!("expires in {hours} h"),
        (_, minutes) => format!("expires in {} min", minutes.max(1)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_it_is_named() {
        for (blocked, spend, max_budget, expected) in [
            (None, None, None, "active"),
            (Some(false), Some(1.0), Some(1.5), "active"),
            (Some(false), Some(1.5), Some(1.5), "over budget"),
            (None, None, Some(0.0), "over budget"),
            (Some(true), Some(2.0), Some(1.0), "blocked"),
        ] {
            assert_eq!(of(blocked, spend, max_budget), expected);
        }
    }

    #[test]
    fn near_expiries_are_counted() {
        let now: Timestamp = "2026-06-01T00:00:00Z".parse().expect("a time");
        for (expires, expected) in [
            ("2026-06-01T00:00:00Z", None),
            ("2026-06-01T00:00:30Z", Some("expires in 1 min")),
            ("2026-06-01T01:30:00Z", Some("expires in 90 min")),
            ("2026-06-02T23:00:00Z", Some("expires in 47 h")),
            ("2026-06-03T12:00:00Z", Some("expires in 2 d")),
            ("2026-06-08T00:00:00Z", Some("expires in 7 d")),
            ("2026-06-08T00:00:01Z", None),
        ] {
            assert_eq!(expires_soon(expires.parse().ok(), now).as_deref(), expected, "{expires}");
        }
        assert_eq!(expires_soon(None, now), None);
    }
}
