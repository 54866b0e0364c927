//! Budget windows: additional budgets with intervals of their own. Servers report how much of a key's windows is used, but
//! not of a team's; there it is bounded by the spend of whole days.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::measure::text;
use crate::api::spend::{ActivityFilter, ActivityScope};
use crate::core::{Client, Lossless, parse_server_time};

/// How much of a window is used, in dollars, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WindowUse {
    pub(super) at_least: f64,
    pub(super) at_most: f64,
}

impl WindowUse {
    fn exactly(dollars: f64) -> Self {
        Self { at_least: dollars, at_most: dollars }
    }
}

/// Returns the windows in a field of a key or team.
pub(super) fn windows(field: Option<&Value>) -> &[Value] {
    field.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Returns what a key's own response says about its windows, `{"1d": {"current_spend": 0.5}}`.
pub(super) fn reported(windows: &[Value], usage: Option<&Value>) -> Vec<Option<WindowUse>> {
    let used = |window: &Value| usage?.get(text(window, "budget_duration")?)?.get("current_spend")?.as_f64();
    windows.iter().map(|window| used(window).map(WindowUse::exactly)).collect()
}

/// Fetches the spend of the days that the windows cover: `GET /team/daily/activity` or `/user/daily/activity`. What
/// cannot be fetched is not known.
pub(super) async fn fetch(
    client: &Client,
    scope: ActivityScope,
    filter: impl FnOnce(ActivityFilter) -> ActivityFilter,
    windows: &[Value],
    now: Timestamp,
) -> Vec<Option<WindowUse>> {
    let starts: Vec<Option<Timestamp>> = windows.iter().map(start).collect();
    let Some(first) = starts.iter().flatten().min() else { return vec![None; windows.len()] };
    let filter = filter(ActivityFilter::between(day(*first), day(now)));
    let Ok(days) = client.spend().daily_activity_all(scope, &filter).all().await else {
        return vec![None; windows.len()];
    };
    let days: Vec<(String, f64)> =
        days.into_iter().map(Lossless::into_inner).map(|day| (day.date, day.metrics.spend)).collect();
    starts.into_iter().map(|start| Some(bounds(&days, start?))).collect()
}

/// Returns the least and the most that can have been spent since `start`, from the spend of whole days.
fn bounds(days: &[(String, f64)], start: Timestamp) -> WindowUse {
    let first = day(start);
    let is_whole = start.to_zoned(TimeZone::UTC).time() == jiff::civil::Time::midnight();
    let sum = |with_first: bool| {
        let counted = days.iter().filter(|(date, _)| *date > first || (with_first && *date == first));
        counted.map(|(_, spend)| spend).sum()
    };
    WindowUse { at_least: sum(is_whole), at_most: sum(true) }
}

fn day(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).date().to_string()
}

/// Returns when a window began: its interval before its next reset.
fn start(window: &Value) -> Option<Timestamp> {
    let reset = parse_server_time(&text(window, "reset_at")?)?;
    let interval = text(window, "budget_duration")?;
    let (count, unit) = interval.split_at_checked(interval.find(|c: char| !c.is_ascii_digit())?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 604_800,
        _ => return None,
    };
    let length = count.parse::<i64>().ok()?.checked_mul(seconds)?;
    reset.checked_sub(SignedDuration::from_secs(length)).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn windows_are_bounded_by_the_days_that_they_cover() {
        let days = [("2026-11-28".to_owned(), 1.0), ("2026-11-29".to_owned(), 2.0), ("2026-11-30".to_owned(), 4.0)];
        for (interval, reset, least, most) in [
            ("1d", "2026-11-30T00:00:00Z", 6.0, 6.0),
            ("7d", "2026-12-05T00:00:00+00:00", 7.0, 7.0),
            ("36h", "2026-11-30T12:00:00Z", 6.0, 6.0),
            ("1h", "2026-11-30T13:00:00Z", 0.0, 4.0),
            ("2h", "2026-11-30T01:00:00Z", 4.0, 6.0),
        ] {
            let start = start(&json!({"budget_duration": interval, "reset_at": reset})).expect("a start");
            let expected = WindowUse { at_least: least, at_most: most };
            assert_eq!(bounds(&days, start), expected, "{interval} {reset}");
        }
        for window in [json!({"budget_duration": "1mo", "reset_at": "2026-11-30T13:00:00Z"}), json!({}), json!(1)] {
            assert_eq!(start(&window), None, "{window}");
        }
    }

    #[test]
    fn the_use_that_a_key_reports_is_exact() {
        let all = [json!({"budget_duration": "1h"}), json!({"budget_duration": "30d"})];
        let usage = json!({"1h": {"current_spend": 0.5}});
        assert_eq!(reported(&all, Some(&usage)), [Some(WindowUse::exactly(0.5)), None]);
        assert_eq!(reported(&all, None), [None, None]);
    }
}
