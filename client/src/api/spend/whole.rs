//! Daily activity in whole days: each day fetched once, a few requests at a time, and verified.

use std::collections::BTreeMap;
use std::ops::AddAssign as _;
use std::pin::Pin;

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use jiff::Span;
use jiff::civil::Date;
use serde::Deserialize;

use super::activity::{ActivityTotals, ROWS};
use super::{ActivityFilter, ActivityScope, Breakdown, Day, Metrics, Spend};
use crate::core::fields::null_as_default;
use crate::core::{Client, Error};

/// How many pages are fetched at a time.
const IN_FLIGHT: usize = 8;

/// Activity of a range of days, each of them whole.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WholeActivity {
    /// The days with activity, earliest first, each once.
    pub days: Vec<Day>,
    /// The server's own total; `None` for tags, whose totals older servers leave at zero.
    pub server_total: Option<Metrics>,
    /// Days that span pages and whose totals the server does not return otherwise. Servers that return rows in no fixed
    /// order may have counted some rows twice and others not at all.
    pub uncertain_days: Vec<String>,
}

/// What the server says about a range of days as a whole.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ActivityTotal {
    /// See [`WholeActivity::server_total`].
    pub server_total: Option<Metrics>,
    /// See [`WholeActivity::uncertain_days`].
    pub uncertain_days: Vec<String>,
}

impl Spend<'_> {
    /// Fetches all days that match the filter, each of them whole; its `page` and `page_size` are ignored.
    ///
    /// It holds all days at once; [`Spend::daily_activity_each`] does not.
    ///
    /// # Errors
    /// Returns the error of the first request that failed.
    pub async fn daily_activity_whole(
        self,
        scope: ActivityScope,
        filter: &ActivityFilter,
    ) -> Result<WholeActivity, Error> {
        let mut days: BTreeMap<String, (Metrics, Breakdown)> = BTreeMap::new();
        let each = |day: Day| {
            let (metrics, breakdown) = days.entry(day.date).or_default();
            *metrics += day.metrics;
            breakdown.add_assign(day.breakdown);
        };
        let ActivityTotal { server_total, uncertain_days } = self.daily_activity_each(scope, filter, each).await?;
        let days = days.into_iter().map(|(date, (metrics, breakdown))| Day { date, metrics, breakdown }).collect();
        Ok(WholeActivity { days, server_total, uncertain_days })
    }

    /// Fetches all days that match the filter and calls `each` with them as they arrive, in no order; the filter's `page` and
    /// `page_size` are ignored. A day of more than 1,000 rows comes in parts: add them up.
    ///
    /// The pages of [`Spend::daily_activity_all`] split days, and older servers return the rows of a day in no fixed order.
    /// So each further request is for as many whole days as are expected to fit into one page, eight at a time. Only a day
    /// of more than 1,000 rows is read in pages, and its totals are taken from [`Spend::daily_activity_aggregated`].
    ///
    /// # Errors
    /// Returns the error of the first request that failed.
    pub async fn daily_activity_each(
        self,
        scope: ActivityScope,
        filter: &ActivityFilter,
        mut each: impl FnMut(Day),
    ) -> Result<ActivityTotal, Error> {
        let mut reading = Reading::new(self.0.clone(), scope, filter.clone());
        reading.fetch(Part::of(filter.start_date.as_str(), filter.end_date.as_str()));
        while let Some((part, page)) = reading.next().await? {
            reading.add(&part, page, &mut each);
        }
        Ok(reading.total)
    }
}

/// A part of the range: a page of one or more days.
#[derive(Debug, Clone)]
struct Part {
    first: String,
    last: String,
    page: u32,
    /// The totals of a day whose pages have all been read.
    is_total: bool,
}

impl Part {
    fn of(first: &str, last: &str) -> Self {
        Self { first: first.to_owned(), last: last.to_owned(), page: 1, is_total: false }
    }

    fn page(day: &str, page: u32) -> Self {
        Self { page, ..Self::of(day, day) }
    }
}

/// A page without the server's own text of it, which is not needed here.
#[derive(Deserialize)]
struct Page {
    results: Vec<Day>,
    #[serde(default, deserialize_with = "null_as_default")]
    metadata: ActivityTotals,
}

/// A day that is read in pages.
#[derive(Debug, Default)]
struct LongDay {
    sum: Metrics,
    /// Pages that were read, and pages that were requested.
    read: u32,
    requested: u32,
}

type Fetching = Pin<Box<dyn Future<Output = Result<(Part, Option<Page>), Error>> + Send>>;

/// A range of days being read.
struct Reading {
    client: Client,
    scope: ActivityScope,
    filter: ActivityFilter,
    in_flight: FuturesUnordered<Fetching>,
    waiting: Vec<Part>,
    long_days: BTreeMap<String, LongDay>,
    total: ActivityTotal,
}

impl Reading {
    fn new(client: Client, scope: ActivityScope, filter: ActivityFilter) -> Self {
        let server_total = (scope != ActivityScope::Tags).then(Metrics::default);
        let total = ActivityTotal { server_total, uncertain_days: Vec::new() };
        let (in_flight, waiting, long_days) = (FuturesUnordered::new(), Vec::new(), BTreeMap::new());
        Self { client, scope, filter, in_flight, waiting, long_days, total }
    }

    fn fetch(&mut self, part: Part) {
        self.waiting.push(part);
    }

    /// Returns the next page that arrives.
    async fn next(&mut self) -> Result<Option<(Part, Option<Page>)>, Error> {
        while self.in_flight.len() < IN_FLIGHT
            && let Some(part) = self.waiting.pop()
        {
            self.in_flight.push(self.request(part));
        }
        self.in_flight.next().await.transpose()
    }

    fn request(&self, part: Part) -> Fetching {
        let (start_date, end_date) = ((&part.first).into(), (&part.last).into());
        let (page, page_size) = (Some(part.page), Some(ROWS));
        let filter = ActivityFilter { start_date, end_date, page, page_size, ..self.filter.clone() };
        if part.is_total {
            let call = self.client.spend().daily_activity_aggregated(self.scope, &filter);
            return Box::pin(async move {
                let metadata = call.await.ok().map(|page| page.into_inner().metadata);
                Ok((part, metadata.map(|metadata| Page { results: Vec::new(), metadata })))
            });
        }
        let call = self.client.spend().activity_page(self.scope, &filter);
        Box::pin(async move { Ok((part, Some(call.await?))) })
    }

    fn add(&mut self, part: &Part, page: Option<Page>, each: &mut impl FnMut(Day)) {
        if part.is_total {
            self.end_long_day(&part.first, page.as_ref().and_then(|page| sums(&page.metadata)), page.is_none());
            return;
        }
        let Some(Page { results: mut days, metadata }) = page else { return };
        // Servers that ignore the dates return other days too.
        days.retain(|day| part.first <= day.date && day.date <= part.last);
        let pages = u32::try_from(metadata.total_pages.unwrap_or(1)).unwrap_or(u32::MAX);
        if self.long_days.contains_key(&part.first) && part.first == part.last {
            self.add_to_long_day(part, pages, days, each);
            return;
        }
        days.sort_by(|one, other| other.date.cmp(&one.date));
        let cut = if pages <= 1 { None } else { days.pop() };
        let left = cut.as_ref().map(|cut| (cut.metrics, cut.date.clone()));
        if let Some(cut) = cut.filter(|_| days.is_empty()) {
            // A day that fills the page: the rest of it is on its next pages.
            let (date, is_alone) = (cut.date.clone(), part.first == cut.date);
            self.long_days.insert(date.clone(), LongDay { sum: cut.metrics, read: 1, requested: 1 });
            each(cut);
            self.continue_long_day(&date, if is_alone { pages } else { 2 });
            self.fetch_days(&part.first, day_before(&date), 1, pages);
            return;
        }
        self.add_total(sums(&metadata), left.as_ref().map(|(metrics, _)| *metrics).unwrap_or_default(), &days);
        if let Some((_, date)) = left {
            let newest = days.first().map(|day| day.date.clone()).unwrap_or_default();
            let fitting = length(&date, &newest);
            self.fetch_days(&part.first, Some(date), fitting, pages);
        }
        days.into_iter().for_each(each);
    }

    /// Fetches the days from `first` to `last` in parts. A page holds `fitting` days, and the whole range has this many pages.
    fn fetch_days(&mut self, first: &str, last: Option<String>, fitting: i32, pages: u32) {
        let Some(last) = last.filter(|last| first <= last.as_str()) else { return };
        let (Ok(start), Ok(mut end)) = (first.parse::<Date>(), last.parse::<Date>()) else {
            // Not days that can be counted.
            return self.fetch(Part::of(first, &last));
        };
        // Days without activity take no room, but it is not known where they are.
        let pages = i32::try_from(pages.saturating_sub(1)).unwrap_or(i32::MAX).max(1);
        let sparse = length(first, &last).saturating_add(1) / pages.saturating_add(pages / 2);
        let step = fitting.max(sparse).max(1);
        let mut parts = Vec::new();
        while start <= end {
            let begin = end.checked_sub(Span::new().days(step - 1)).map_or(start, |begin| begin.max(start));
            parts.push(Part::of(&begin.to_string(), &end.to_string()));
            let Ok(before) = begin.yesterday() else { break };
            end = before;
        }
        // The latest first.
        self.waiting.extend(parts.into_iter().rev());
    }

    fn add_to_long_day(&mut self, part: &Part, pages: u32, days: Vec<Day>, each: &mut impl FnMut(Day)) {
        for day in days {
            if let Some(long) = self.long_days.get_mut(&part.first) {
                long.sum += day.metrics;
            }
            each(day);
        }
        if let Some(long) = self.long_days.get_mut(&part.first) {
            long.read = long.read.saturating_add(1);
        }
        self.continue_long_day(&part.first, pages);
    }

    /// Requests the pages of a day that have not been requested; after them, its totals.
    fn continue_long_day(&mut self, date: &str, pages: u32) {
        let Some(long) = self.long_days.get_mut(date) else { return };
        let (from, read) = (long.requested.saturating_add(1), long.read);
        long.requested = long.requested.max(pages);
        if read == long.requested {
            let sum = long.sum;
            if pages > 1 {
                self.fetch(Part { is_total: true, ..Part::page(date, 1) });
            } else {
                self.end_long_day(date, Some(sum), false);
            }
            return;
        }
        self.waiting.extend((from..=pages).rev().map(|page| Part::page(date, page)));
    }

    /// Adds the server's totals of a day that was read in pages.
    fn end_long_day(&mut self, date: &str, total: Option<Metrics>, is_uncertain: bool) {
        let Some(long) = self.long_days.remove(date) else { return };
        if is_uncertain {
            self.total.uncertain_days.push(date.to_owned());
            self.total.uncertain_days.sort_unstable();
        }
        self.add_total(Some(total.unwrap_or(long.sum)), Metrics::default(), &[]);
    }

    /// Adds the server's totals of a page without the day that was cut, or the sums of the days if it has no totals.
    fn add_total(&mut self, total: Option<Metrics>, cut: Metrics, days: &[Day]) {
        let Some(sum) = &mut self.total.server_total else { return };
        match total {
            Some(total) => {
                sum.spend += total.spend - cut.spend;
                for (sum, total, cut) in [
                    (&mut sum.total_tokens, total.total_tokens, cut.total_tokens),
                    (&mut sum.api_requests, total.api_requests, cut.api_requests),
                    (&mut sum.successful_requests, total.successful_requests, cut.successful_requests),
                    (&mut sum.failed_requests, total.failed_requests, cut.failed_requests),
                ] {
                    *sum = sum.saturating_add(total.saturating_sub(cut));
                }
            }
            None => days.iter().for_each(|day| *sum += day.metrics),
        }
    }
}

impl WholeActivity {
    /// Returns the sum over all days.
    #[must_use]
    pub fn sum(&self) -> Metrics {
        let mut sum = Metrics::default();
        for day in &self.days {
            sum += day.metrics;
        }
        sum
    }
}

/// Returns the totals of a page.
fn sums(totals: &ActivityTotals) -> Option<Metrics> {
    Some(Metrics {
        spend: totals.total_spend?,
        total_tokens: totals.total_tokens?,
        api_requests: totals.total_api_requests?,
        successful_requests: totals.total_successful_requests?,
        failed_requests: totals.total_failed_requests?,
        ..Metrics::default()
    })
}

/// Returns the number of days from one to another, both `YYYY-MM-DD`; 1 if they are not dates.
fn length(first: &str, last: &str) -> i32 {
    let days = || Some(first.parse::<Date>().ok()?.until(last.parse::<Date>().ok()?).ok()?.get_days());
    days().unwrap_or(1).max(1)
}

/// Returns the day before a day, both as `YYYY-MM-DD`; `None` if it is not a date.
fn day_before(date: &str) -> Option<String> {
    Some(date.parse::<Date>().ok()?.yesterday().ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_before_crosses_months_and_years() {
        for (day, before) in [
            ("2026-11-21", Some("2026-11-20")),
            ("2026-11-01", Some("2026-10-31")),
            ("2026-05-01", Some("2026-04-30")),
            ("2026-01-01", Some("2025-12-31")),
            ("2026-03-01", Some("2026-02-28")),
            ("2024-03-01", Some("2024-02-29")),
            ("2000-03-01", Some("2000-02-29")),
            ("2100-03-01", Some("2100-02-28")),
            ("2026-13-05", None),
            ("2026-11", None),
            ("today", None),
        ] {
            assert_eq!(day_before(day).as_deref(), before, "{day}");
        }
    }

    #[test]
    fn lengths_are_counted_in_days() {
        for (first, last, days) in [
            ("2026-10-30", "2026-11-02", 3),
            ("2026-11-02", "2026-11-02", 1),
            ("a", "b", 1),
            ("2026-11-02", "2026-11-01", 1),
        ] {
            assert_eq!(length(first, last), days, "{first} {last}");
        }
    }
}
