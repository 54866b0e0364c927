//! Daily activity in whole days, assembled from pages that split days, and verified.

use jiff::civil::Date;

use super::activity::ROWS;
use super::{ActivityFilter, ActivityPage, ActivityScope, Day, Metrics, Spend};
use crate::core::{Error, Lossless};

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

impl Spend<'_> {
    /// Fetches all days that match the filter, each of them whole; its `page` and `page_size` are ignored.
    ///
    /// The pages of [`Spend::daily_activity_all`] split days, and older servers return the rows of a day in no fixed
    /// order. The earliest day of a page is therefore requested again, at the top of the next page. Only a day of more
    /// than 1,000 rows is read in parts, and its totals are taken from [`Spend::daily_activity_aggregated`].
    ///
    /// # Errors
    /// Returns the error of the first request that failed.
    pub async fn daily_activity_whole(
        self,
        scope: ActivityScope,
        filter: &ActivityFilter,
    ) -> Result<WholeActivity, Error> {
        let mut whole = WholeActivity {
            server_total: (scope != ActivityScope::Tags).then(Metrics::default),
            ..WholeActivity::default()
        };
        let mut left = ActivityFilter { page: Some(1), page_size: Some(ROWS), ..filter.clone() };
        loop {
            let page = self.daily_activity(scope, &left).await?.into_inner();
            let is_last = page.metadata.total_pages.is_none_or(|pages| pages <= 1);
            let total = sums(&page);
            let mut days: Vec<Day> = page.results.into_iter().map(Lossless::into_inner).collect();
            // Servers that ignore the end date return these days again.
            days.retain(|day| day.date <= left.end_date);
            days.sort_by(|one, other| other.date.cmp(&one.date));
            let earliest = if is_last { None } else { days.pop() };
            let cut = earliest.as_ref().map(|day| day.metrics).unwrap_or_default();
            whole.add(total, cut, days.iter());
            let fits_more = !days.is_empty();
            whole.days.append(&mut days);
            let Some(earliest) = earliest else { break };
            if fits_more {
                left.end_date = earliest.date;
                continue;
            }
            self.add_day(scope, filter, earliest.date.clone(), &mut whole).await?;
            match day_before(&earliest.date).filter(|day| *day >= filter.start_date) {
                Some(day) => left.end_date = day,
                None => break,
            }
        }
        whole.days.reverse();
        Ok(whole)
    }

    /// Adds a day that may have more rows than a page holds.
    async fn add_day(
        self,
        scope: ActivityScope,
        filter: &ActivityFilter,
        date: String,
        whole: &mut WholeActivity,
    ) -> Result<(), Error> {
        let filter = ActivityFilter { start_date: date.clone(), end_date: date.clone(), ..filter.clone() };
        let mut pages = self.daily_activity_all(scope, &filter);
        let mut day = Day { date: date.clone(), metrics: Metrics::default(), breakdown: super::Breakdown::default() };
        let mut parts: u32 = 0;
        while let Some(part) = pages.next().await {
            let part = part?.into_inner();
            day.metrics += part.metrics;
            day.breakdown += part.breakdown;
            parts = parts.saturating_add(1);
        }
        let mut total = day.metrics;
        if parts > 1 {
            match self.daily_activity_aggregated(scope, &filter).await {
                Ok(page) => total = sums(&page).unwrap_or(total),
                Err(_) => whole.uncertain_days.push(date),
            }
        }
        whole.add(Some(total), Metrics::default(), std::iter::empty());
        whole.days.push(day);
        Ok(())
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

    /// Adds the server's totals of a page without the day that was split, or the sums of the days if it has no totals.
    fn add<'a>(&mut self, total: Option<Metrics>, cut: Metrics, days: impl Iterator<Item = &'a Day>) {
        let Some(sum) = &mut self.server_total else { return };
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
            None => days.for_each(|day| *sum += day.metrics),
        }
    }
}

/// Returns the totals of a page.
fn sums(page: &ActivityPage) -> Option<Metrics> {
    let totals = &page.metadata;
    Some(Metrics {
        spend: totals.total_spend?,
        total_tokens: totals.total_tokens?,
        api_requests: totals.total_api_requests?,
        successful_requests: totals.total_successful_requests?,
        failed_requests: totals.total_failed_requests?,
        ..Metrics::default()
    })
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
}
