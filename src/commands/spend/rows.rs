//! Days of activity turned around: for each key, user or other a row with its days, and what the server's own sums say.

use std::collections::BTreeMap;

use clap::ValueEnum;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use litellm_proxy_client::spend::{Day, Metrics, Share};

/// Where the server puts what belongs to none; what it leaves out altogether is put there too.
pub(super) const UNASSIGNED: &str = "Unassigned";

/// What rows are sorted and drawn by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum By {
    Spend,
    Requests,
    Tokens,
}

impl By {
    pub(super) fn of(self, amounts: &Amounts) -> f64 {
        match self {
            Self::Spend => amounts.spend,
            Self::Requests => number(amounts.requests),
            Self::Tokens => number(amounts.tokens),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "what is drawn and sorted by it is not that fine")]
fn number(count: u64) -> f64 {
    count as f64
}

/// What was done, in the numbers that are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Amounts {
    pub(super) requests: u64,
    pub(super) tokens: u64,
    pub(super) failed_requests: u64,
    #[serde(serialize_with = "without_noise")]
    pub(super) spend: f64,
}

impl From<Metrics> for Amounts {
    fn from(metrics: Metrics) -> Self {
        Self {
            requests: metrics.api_requests,
            tokens: metrics.total_tokens,
            failed_requests: metrics.failed_requests,
            spend: metrics.spend,
        }
    }
}

impl std::ops::AddAssign for Amounts {
    fn add_assign(&mut self, other: Self) {
        self.requests = self.requests.saturating_add(other.requests);
        self.tokens = self.tokens.saturating_add(other.tokens);
        self.failed_requests = self.failed_requests.saturating_add(other.failed_requests);
        self.spend += other.spend;
    }
}

impl Amounts {
    /// What is left of this without those, and whether there is anything.
    fn without(self, others: Self) -> Option<Self> {
        let left = Self {
            requests: self.requests.saturating_sub(others.requests),
            tokens: self.tokens.saturating_sub(others.tokens),
            failed_requests: self.failed_requests.saturating_sub(others.failed_requests),
            spend: if is_same(self.spend, others.spend) { 0.0 } else { self.spend - others.spend },
        };
        (left.requests > 0 || left.tokens > 0 || left.spend > 0.0).then_some(left)
    }

    /// True when both say the same; sums of fractions differ in their last digits.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        (self.requests, self.tokens, self.failed_requests) == (other.requests, other.tokens, other.failed_requests)
            && is_same(self.spend, other.spend)
    }
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 + one.abs().max(other.abs()) * 1e-9
}

/// The amount without the last digits that only come from adding fractions up.
pub(super) fn rounded(amount: f64) -> f64 {
    let shifted = amount * 1e12;
    if shifted.is_finite() && shifted.abs() < 1e15 { shifted.round() / 1e12 } else { amount }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn without_noise<S: serde::Serializer>(amount: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*amount))
}

/// What one key, user or other had of the time.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    pub(super) id: String,
    /// The name that people gave it.
    pub(super) name: Option<String>,
    #[serde(flatten)]
    pub(super) amounts: Amounts,
    /// The part of all that was spent, from 0 to 100.
    pub(super) share_percent: Option<f64>,
    /// Every day from the first on which anyone did anything.
    pub(super) days: Vec<RowDay>,
    #[serde(skip)]
    pub(super) bar: String,
    #[serde(skip)]
    pub(super) sparkline: String,
}

/// A day of a row.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RowDay {
    pub(super) date: String,
    #[serde(flatten)]
    pub(super) amounts: Amounts,
}

/// All rows, the greatest first, and what they add up to.
pub(super) struct Rows {
    pub(super) list: Vec<Row>,
    pub(super) sum: Amounts,
    /// The sum of the days as the server has them.
    pub(super) of_days: Amounts,
}

/// Turns days around. `parts` cuts a day by what rows are of; `whole_day`: of the requests of a day some may be in none of
/// these, and come into a row of their own.
pub(super) fn turn(
    days: &[Day],
    last: Date,
    by: By,
    parts: fn(&Day) -> &BTreeMap<String, Share>,
    name_of: fn(&Map<String, Value>) -> Option<String>,
    whole_day: bool,
) -> Rows {
    let mut found: BTreeMap<String, (Option<String>, BTreeMap<&str, Amounts>)> = BTreeMap::new();
    let (mut sum, mut of_days) = (Amounts::default(), Amounts::default());
    for day in days {
        let mut of_parts = Amounts::default();
        for (id, share) in parts(day) {
            let amounts = Amounts::from(share.metrics);
            of_parts += amounts;
            let entry = found.entry(id.clone()).or_default();
            entry.0 = entry.0.take().or_else(|| name_of(&share.metadata));
            *entry.1.entry(&day.date).or_default() += amounts;
        }
        let of_day = Amounts::from(day.metrics);
        if let Some(rest) = of_day.without(of_parts).filter(|_| whole_day) {
            *found.entry(UNASSIGNED.to_owned()).or_default().1.entry(&day.date).or_default() += rest;
            of_parts += rest;
        }
        sum += of_parts;
        of_days += of_day;
    }
    let calendar = calendar(days, last);
    let mut rows: Vec<Row> = found
        .into_iter()
        .map(|(id, (name, of_dates))| {
            let mut amounts = Amounts::default();
            for day in of_dates.values() {
                amounts += *day;
            }
            let day = |date: &String| RowDay {
                date: date.clone(),
                amounts: of_dates.get(date.as_str()).copied().unwrap_or_default(),
            };
            let days = calendar.iter().map(day).collect();
            Row { id, name, amounts, share_percent: None, days, bar: String::new(), sparkline: String::new() }
        })
        .collect();
    rows.sort_by(|one, other| {
        let key = |row: &Row| (by.of(&row.amounts), row.amounts.requests);
        let ((one_first, one_second), (other_first, other_second)) = (key(one), key(other));
        other_first.total_cmp(&one_first).then(other_second.cmp(&one_second)).then(one.id.cmp(&other.id))
    });
    Rows { list: rows, sum, of_days }
}

impl Rows {
    /// Gives each row its part of what was spent in all. More than that is no part: older servers count requests for a tag
    /// that they leave out of the whole.
    pub(super) fn share(&mut self, all: f64) {
        for row in &mut self.list {
            let share = (row.amounts.spend / all * 1e6).round() / 1e4;
            row.share_percent = (all > 0.0 && share <= 100.0).then_some(share);
        }
    }
}

/// The dates from the first of these days to the last day of the time, whether anything was done or not.
pub(super) fn calendar(days: &[Day], last: Date) -> Vec<String> {
    let known = days.iter().map(|day| day.date.as_str());
    let Some(first) = known.clone().filter_map(|date| date.parse::<Date>().ok()).min() else {
        return known.map(str::to_owned).collect();
    };
    // A server whose clock is ahead has a day more.
    let last = known.filter_map(|date| date.parse::<Date>().ok()).max().map_or(last, |date| date.max(last));
    first.series(jiff::Span::new().days(1)).take_while(|date| *date <= last).map(|date| date.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    fn day(value: Value) -> Day {
        serde_json::from_value(value).expect("a day")
    }

    fn metrics(spend: f64, requests: u64) -> Value {
        json!({"spend": spend, "api_requests": requests, "total_tokens": requests * 10})
    }

    fn days() -> Vec<Day> {
        vec![
            day(json!({"date": "2026-11-18", "metrics": metrics(0.3, 4), "breakdown": {"api_keys": {
                "aa": {"metrics": metrics(0.1, 1), "metadata": {"key_alias": null}},
                "bb": {"metrics": metrics(0.2, 1), "metadata": {"key_alias": "b"}}}}})),
            day(json!({"date": "2026-11-20", "metrics": metrics(0.7, 1), "breakdown": {"api_keys": {
                "aa": {"metrics": metrics(0.7, 1), "metadata": {"key_alias": "a"}}}}})),
        ]
    }

    fn turned(by: By, whole_day: bool) -> Rows {
        let alias =
            |metadata: &Map<String, Value>| metadata.get("key_alias").and_then(Value::as_str).map(str::to_owned);
        turn(&days(), date(2026, 11, 21), by, |day| &day.breakdown.api_keys, alias, whole_day)
    }

    #[test]
    fn each_has_a_row_with_all_days_the_greatest_first() {
        let mut rows = turned(By::Spend, false);
        rows.share(1.0);
        let shown = serde_json::to_value(&rows.list).expect("JSON");
        let nothing =
            |date: &str| json!({"date": date, "requests": 0, "tokens": 0, "failed_requests": 0, "spend": 0.0});
        assert_eq!(
            shown,
            json!([
                {"id": "aa", "name": "a", "requests": 2, "tokens": 20, "failed_requests": 0, "spend": 0.8, "share_percent": 80.0,
                 "days": [{"date": "2026-11-18", "requests": 1, "tokens": 10, "failed_requests": 0, "spend": 0.1},
                          nothing("2026-11-19"),
                          {"date": "2026-11-20", "requests": 1, "tokens": 10, "failed_requests": 0, "spend": 0.7},
                          nothing("2026-11-21")]},
                {"id": "bb", "name": "b", "requests": 1, "tokens": 10, "failed_requests": 0, "spend": 0.2, "share_percent": 20.0,
                 "days": [{"date": "2026-11-18", "requests": 1, "tokens": 10, "failed_requests": 0, "spend": 0.2},
                          nothing("2026-11-19"), nothing("2026-11-20"), nothing("2026-11-21")]},
            ])
        );
        assert!(!rows.sum.agrees_with(&rows.of_days), "two requests of the first day are in no row");
    }

    #[test]
    fn what_is_in_no_row_gets_one_where_that_can_be() {
        let rows = turned(By::Requests, true);
        let ids: Vec<_> = rows.list.iter().map(|row| (row.id.as_str(), row.amounts.requests)).collect();
        assert_eq!(ids, [(UNASSIGNED, 2), ("aa", 2), ("bb", 1)]);
        assert!(rows.sum.agrees_with(&rows.of_days));
    }

    #[test]
    fn sums_agree_but_for_their_last_digits() {
        let amounts = |spend, requests| Amounts { requests, spend, ..Amounts::default() };
        for (one, other, expected) in [
            (amounts(0.1 + 0.2, 1), amounts(0.3, 1), true),
            (amounts(1e9 + 0.1, 1), amounts(1e9 + 0.2, 1), true),
            (amounts(0.3, 1), amounts(0.300_01, 1), false),
            (amounts(0.3, 1), amounts(0.3, 2), false),
            (amounts(f64::NAN, 1), amounts(0.3, 1), false),
        ] {
            assert_eq!(one.agrees_with(&other), expected, "{one:?} {other:?}");
        }
        assert_eq!((rounded(0.1 + 0.2), rounded(1e300), rounded(-0.0)), (0.3, 1e300, -0.0));
    }

    #[test]
    fn nothing_has_no_rows_and_a_date_that_is_none_is_kept() {
        let rows = turn(&[], date(2026, 11, 21), By::Spend, |day| &day.breakdown.models, |_| None, true);
        assert!(rows.list.is_empty() && rows.sum == Amounts::default());
        let odd = [day(json!({"date": "someday", "metrics": metrics(1.0, 1)}))];
        assert_eq!(calendar(&odd, date(2026, 11, 21)), ["someday"]);
    }
}
