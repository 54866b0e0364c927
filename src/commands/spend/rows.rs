//! Regroups daily activity into one row for each key, user, team, model, tag or customer, with its days.

use std::collections::BTreeMap;

use clap::ValueEnum;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Map, Value};

use litellm_proxy_client::spend::{Day, Metrics, Share};

/// The server's name for requests that belong to no entity. Requests that it leaves out are counted here too.
pub(super) const UNASSIGNED: &str = "Unassigned";

/// The amount that rows are sorted by and drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Measure {
    Spend,
    Requests,
    Tokens,
}

impl Measure {
    pub(super) fn of(self, amounts: &Amounts) -> f64 {
        match self {
            Self::Spend => amounts.spend,
            Self::Requests => number(amounts.requests),
            Self::Tokens => number(amounts.tokens),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "precise enough to draw and sort by")]
fn number(count: u64) -> f64 {
    count as f64
}

/// Requests, tokens and spend in dollars, as shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(super) struct Amounts {
    pub(super) requests: u64,
    pub(super) tokens: u64,
    pub(super) failed_requests: u64,
    #[serde(serialize_with = "serialize_rounded")]
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
    /// Subtracts `others`; `None` if nothing remains.
    fn without(self, others: Self) -> Option<Self> {
        let rest = Self {
            requests: self.requests.saturating_sub(others.requests),
            tokens: self.tokens.saturating_sub(others.tokens),
            failed_requests: self.failed_requests.saturating_sub(others.failed_requests),
            spend: if is_close(self.spend, others.spend) { 0.0 } else { self.spend - others.spend },
        };
        (rest.requests > 0 || rest.tokens > 0 || rest.spend > 0.0).then_some(rest)
    }

    /// Returns whether both are equal, up to the rounding errors of summed floats.
    pub(super) fn agrees_with(&self, other: &Self) -> bool {
        (self.requests, self.tokens, self.failed_requests) == (other.requests, other.tokens, other.failed_requests)
            && is_close(self.spend, other.spend)
    }
}

fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 + one.abs().max(other.abs()) * 1e-9
}

/// Removes the rounding error of summed floats.
pub(super) fn rounded(amount: f64) -> f64 {
    let shifted = amount * 1e12;
    if shifted.is_finite() && shifted.abs() < 1e15 { shifted.round() / 1e12 } else { amount }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn serialize_rounded<S: serde::Serializer>(amount: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(rounded(*amount))
}

/// The spend of one key, user, team, model, tag or customer.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SpendRow {
    pub(super) id: String,
    /// Alias or email address; `None` if unknown.
    pub(super) name: Option<String>,
    #[serde(flatten)]
    pub(super) amounts: Amounts,
    /// Share of the total spend, from 0 to 100.
    pub(super) share_percent: Option<f64>,
    /// Every day, starting with the first on which there was any request.
    pub(super) days: Vec<DailyAmounts>,
    /// Whose it is, for keys.
    #[serde(skip)]
    pub(super) owner: Owner,
    #[serde(skip)]
    pub(super) bar: String,
    #[serde(skip)]
    pub(super) sparkline: String,
}

/// Whose a key is, as far as the server tells.
#[derive(Debug, Clone, Default)]
pub(super) struct Owner {
    /// Email address or id of the user.
    pub(super) user: Option<String>,
    /// Id of the team, or its alias once that is known.
    pub(super) team: Option<String>,
}

impl Owner {
    /// Returns the owner in words: `ada@example.com in research`.
    pub(super) fn words(&self) -> String {
        match (&self.user, &self.team) {
            (Some(user), Some(team)) => format!("{user} in {team}"),
            (Some(user), None) => user.clone(),
            (None, Some(team)) => format!("team {team}"),
            (None, None) => String::new(),
        }
    }
}

/// One day of a row.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DailyAmounts {
    pub(super) date: String,
    #[serde(flatten)]
    pub(super) amounts: Amounts,
}

/// All rows, in descending order, and their sum.
pub(super) struct SpendRows {
    pub(super) list: Vec<SpendRow>,
    pub(super) sum: Amounts,
    /// Sum of the totals that the server gives for each day.
    pub(super) sum_of_days: Amounts,
    /// The totals of days with activity, by date.
    pub(super) by_day: BTreeMap<String, Amounts>,
    /// Every date; see [`calendar`].
    pub(super) calendar: Vec<String>,
}

/// Regroups days into rows as they arrive, in any order and in parts, so that no day is kept.
pub(super) struct Grouper {
    /// Selects the entities of a day.
    breakdown: fn(&Day) -> &BTreeMap<String, Share>,
    /// Reads a name from the metadata of an entity.
    name_of: fn(&Map<String, Value>) -> Option<String>,
    /// Reads whose an entity is from its metadata.
    owner_of: fn(&Map<String, Value>) -> Owner,
    /// By id: the name, the owner, and the amounts by date.
    entities: BTreeMap<String, Entity>,
    /// By date: the amounts of the day, and those of its entities together.
    days: BTreeMap<String, (Amounts, Amounts)>,
}

#[derive(Default)]
struct Entity {
    name: Option<String>,
    owner: Owner,
    by_date: BTreeMap<String, Amounts>,
}

impl Grouper {
    pub(super) fn new(
        breakdown: fn(&Day) -> &BTreeMap<String, Share>,
        name_of: fn(&Map<String, Value>) -> Option<String>,
    ) -> Self {
        let owner_of = |_: &Map<String, Value>| Owner::default();
        Self { breakdown, name_of, owner_of, entities: BTreeMap::new(), days: BTreeMap::new() }
    }

    /// Sets how to read whose an entity is.
    pub(super) fn with_owners(self, owner_of: fn(&Map<String, Value>) -> Owner) -> Self {
        Self { owner_of, ..self }
    }

    /// Adds a day, or a part of it.
    pub(super) fn add(&mut self, day: &Day) {
        let (total, in_entities) = self.days.entry(day.date.clone()).or_default();
        *total += Amounts::from(day.metrics);
        for (id, share) in (self.breakdown)(day) {
            let amounts = Amounts::from(share.metrics);
            *in_entities += amounts;
            let entity = self.entities.entry(id.clone()).or_default();
            entity.name = entity.name.take().or_else(|| (self.name_of)(&share.metadata));
            let owner = (self.owner_of)(&share.metadata);
            entity.owner.user = entity.owner.user.take().or(owner.user);
            entity.owner.team = entity.owner.team.take().or(owner.team);
            *entity.by_date.entry(day.date.clone()).or_default() += amounts;
        }
    }

    /// Returns the rows. With `add_unassigned`, requests that are in no entity get a row of their own.
    pub(super) fn finish(mut self, last: Date, measure: Measure, add_unassigned: bool) -> SpendRows {
        let (mut sum, mut sum_of_days) = (Amounts::default(), Amounts::default());
        for (date, (total, in_entities)) in &self.days {
            sum += *in_entities;
            sum_of_days += *total;
            if let Some(rest) = total.without(*in_entities).filter(|_| add_unassigned) {
                let entity = self.entities.entry(UNASSIGNED.to_owned()).or_default();
                *entity.by_date.entry(date.clone()).or_default() += rest;
                sum += rest;
            }
        }
        let by_day: BTreeMap<String, Amounts> = self.days.into_iter().map(|(date, (total, _))| (date, total)).collect();
        let calendar = calendar(by_day.keys().map(String::as_str), last);
        let mut rows: Vec<SpendRow> = self
            .entities
            .into_iter()
            .map(|(id, Entity { name, owner, by_date })| {
                let mut amounts = Amounts::default();
                for day in by_date.values() {
                    amounts += *day;
                }
                let day = |date: &String| DailyAmounts {
                    date: date.clone(),
                    amounts: by_date.get(date.as_str()).copied().unwrap_or_default(),
                };
                let days = calendar.iter().map(day).collect();
                let (bar, sparkline) = (String::new(), String::new());
                SpendRow { id, name, amounts, share_percent: None, days, owner, bar, sparkline }
            })
            .collect();
        rows.sort_by(|one, other| {
            let key = |row: &SpendRow| (measure.of(&row.amounts), row.amounts.requests);
            let ((one_first, one_second), (other_first, other_second)) = (key(one), key(other));
            other_first.total_cmp(&one_first).then(other_second.cmp(&one_second)).then(one.id.cmp(&other.id))
        });
        SpendRows { list: rows, sum, sum_of_days, calendar, by_day }
    }
}

impl SpendRows {
    /// Sets the share of each row. A share over 100% is left out: older servers count requests for a tag that they do not
    /// count in the total.
    pub(super) fn set_shares(&mut self, total: f64) {
        for row in &mut self.list {
            let share = (row.amounts.spend / total * 1e6).round() / 1e4;
            row.share_percent = (total > 0.0 && share <= 100.0).then_some(share);
        }
    }
}

/// Returns every date from the first of these days to `last`, including days without requests.
fn calendar<'a>(dates: impl Iterator<Item = &'a str> + Clone, last: Date) -> Vec<String> {
    let Some(first) = dates.clone().filter_map(|date| date.parse::<Date>().ok()).min() else {
        return dates.map(str::to_owned).collect();
    };
    // A server whose clock is ahead may have one more day.
    let last = dates.clone().filter_map(|date| date.parse::<Date>().ok()).max().map_or(last, |date| date.max(last));
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

    fn grouped(measure: Measure, add_unassigned: bool) -> SpendRows {
        let alias =
            |metadata: &Map<String, Value>| metadata.get("key_alias").and_then(Value::as_str).map(str::to_owned);
        let mut grouper = Grouper::new(|day| &day.breakdown.api_keys, alias);
        days().iter().rev().for_each(|day| grouper.add(day));
        grouper.finish(date(2026, 11, 21), measure, add_unassigned)
    }

    #[test]
    fn rows_are_in_descending_order_and_have_all_days() {
        let mut rows = grouped(Measure::Spend, false);
        rows.set_shares(1.0);
        let rows_as_json = serde_json::to_value(&rows.list).expect("JSON");
        let nothing =
            |date: &str| json!({"date": date, "requests": 0, "tokens": 0, "failed_requests": 0, "spend": 0.0});
        assert_eq!(
            rows_as_json,
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
        assert!(!rows.sum.agrees_with(&rows.sum_of_days), "two requests of the first day are in no row");
    }

    #[test]
    fn parts_of_a_day_add_up() {
        let mut grouper = Grouper::new(|day| &day.breakdown.api_keys, |_| None);
        let part = |id: &str| {
            day(
                json!({"date": "2026-11-20", "metrics": metrics(0.5, 2), "breakdown": {"api_keys": {id: {"metrics": metrics(0.25, 1)}}}}),
            )
        };
        for part in [part("a"), part("b"), part("a")] {
            grouper.add(&part);
        }
        let rows = grouper.finish(date(2026, 11, 20), Measure::Requests, true);
        let ids: Vec<_> = rows.list.iter().map(|row| (row.id.as_str(), row.amounts.requests)).collect();
        assert_eq!(ids, [(UNASSIGNED, 3), ("a", 2), ("b", 1)]);
        assert_eq!(rows.by_day["2026-11-20"].requests, 6);
    }

    #[test]
    fn requests_in_no_entity_are_counted_as_unassigned() {
        let rows = grouped(Measure::Requests, true);
        let ids: Vec<_> = rows.list.iter().map(|row| (row.id.as_str(), row.amounts.requests)).collect();
        assert_eq!(ids, [(UNASSIGNED, 2), ("aa", 2), ("bb", 1)]);
        assert!(rows.sum.agrees_with(&rows.sum_of_days));
    }

    #[test]
    fn rounding_errors_are_ignored() {
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
    fn no_days_give_no_rows_and_invalid_dates_are_kept() {
        let grouper = Grouper::new(|day| &day.breakdown.models, |_| None);
        let rows = grouper.finish(date(2026, 11, 21), Measure::Spend, true);
        assert!(rows.list.is_empty() && rows.sum == Amounts::default());
        assert_eq!(calendar(["someday"].into_iter(), date(2026, 11, 21)), ["someday"]);
    }
}
