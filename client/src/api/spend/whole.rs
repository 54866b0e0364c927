//! Days put together from pages that cut them, and checked.

use jiff::civil::Date;

use super::activity::ROWS;
use super::{ActivityFilter, ActivityPage, Day, Metrics, Spend, Whose};
use crate::core::{Error, Lossless};

/// What was done and spent on some days, each of them whole.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct WholeActivity {
    /// The days on which something was done, the earliest first, each once.
    pub days: Vec<Day>,
    /// What the server itself sums all of it up to; `None` for tags, of which older servers leave the sums at zero.
    pub told: Option<Metrics>,
    /// Days of so many rows that a page cannot hold them, and whose sums the server does not tell otherwise. Servers that
    /// give the rows of a day in no fixed order may have counted some twice and others not at all.
    pub doubtful: Vec<String>,
}

impl Spend<'_> {
    /// All days that the filter leaves, put together; its `page` and `page_size` do not count.
    ///
    /// The pages of [`Spend::daily_activity_all`] cut days, and older servers give the rows of a day in no fixed order. So
    /// the earliest day of a page is asked for again, at the top of the next one. Only a day of more than 1,000 rows
    /// is read in parts, and its sums are compared with those of [`Spend::daily_activity_aggregated`].
    ///
    /// # Errors
    /// That of the first request that failed.
    pub async fn daily_activity_whole(self, whose: Whose, filter: &ActivityFilter) -> Result<WholeActivity, Error> {
        let mut whole =
            WholeActivity { told: (whose != Whose::Tags).then(Metrics::default), ..WholeActivity::default() };
        let mut left = ActivityFilter { page: Some(1), page_size: Some(ROWS), ..filter.clone() };
        loop {
            let page = self.daily_activity(whose, &left).await?.into_inner();
            let is_last = page.metadata.total_pages.is_none_or(|pages| pages <= 1);
            let told = sums(&page);
            let mut days: Vec<Day> = page.results.into_iter().map(Lossless::into_inner).collect();
            // Those after the last day were given already, by a server that pays no heed to it.
            days.retain(|day| day.date <= left.end_date);
            days.sort_by(|one, other| other.date.cmp(&one.date));
            let earliest = if is_last { None } else { days.pop() };
            let cut = earliest.as_ref().map(|day| day.metrics).unwrap_or_default();
            whole.add(told, cut, days.iter());
            let fits_more = !days.is_empty();
            whole.days.append(&mut days);
            let Some(earliest) = earliest else { break };
            if fits_more {
                left.end_date = earliest.date;
                continue;
            }
            self.add_day(whose, filter, earliest.date.clone(), &mut whole).await?;
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
        whose: Whose,
        filter: &ActivityFilter,
        date: String,
        whole: &mut WholeActivity,
    ) -> Result<(), Error> {
        let filter = ActivityFilter { start_date: date.clone(), end_date: date.clone(), ..filter.clone() };
        let mut pages = self.daily_activity_all(whose, &filter);
        let mut day = Day { date: date.clone(), metrics: Metrics::default(), breakdown: super::Breakdown::default() };
        let mut parts: u32 = 0;
        while let Some(part) = pages.next().await {
            let part = part?.into_inner();
            day.metrics += part.metrics;
            day.breakdown += part.breakdown;
            parts = parts.saturating_add(1);
        }
        let mut told = day.metrics;
        if parts > 1 {
            match self.daily_activity_aggregated(whose, &filter).await {
                Ok(page) => told = sums(&page).unwrap_or(told),
                Err(_) => whole.doubtful.push(date),
            }
        }
        whole.add(Some(told), Metrics::default(), std::iter::empty());
        whole.days.push(day);
        Ok(())
    }
}

impl WholeActivity {
    /// What was done on all days.
    #[must_use]
    pub fn sum(&self) -> Metrics {
        let mut sum = Metrics::default();
        for day in &self.days {
            sum += day.metrics;
        }
        sum
    }

    /// Adds what the server told of a page, but for the day that was cut; where it told nothing, the days' own numbers.
    fn add<'a>(&mut self, told: Option<Metrics>, cut: Metrics, days: impl Iterator<Item = &'a Day>) {
        let Some(sum) = &mut self.told else { return };
        match told {
            Some(told) => {
                sum.spend += told.spend - cut.spend;
                for (sum, told, cut) in [
                    (&mut sum.total_tokens, told.total_tokens, cut.total_tokens),
                    (&mut sum.api_requests, told.api_requests, cut.api_requests),
                    (&mut sum.successful_requests, told.successful_requests, cut.successful_requests),
                    (&mut sum.failed_requests, told.failed_requests, cut.failed_requests),
                ] {
                    *sum = sum.saturating_add(told.saturating_sub(cut));
                }
            }
            None => days.for_each(|day| *sum += day.metrics),
        }
    }
}

/// The sums that came along with a page.
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
    fn the_day_before_is_one_earlier_across_months_and_years() {
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
