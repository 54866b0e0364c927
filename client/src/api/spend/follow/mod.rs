//! Which requests of a log are new: the logic of following it. It has no clock, and only [`Spend::new_logs`] sends.

mod position;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

pub use self::position::LogPosition;
use super::{LogFilter, LogPage, LogSort, Spend, SpendLog};
use crate::core::pages::SortOrder;
use crate::core::{Error, Lossless};
use serde::{Deserialize, Serialize};

/// Requests may appear in the log this long after they ended.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
/// Requests that took longer than this are not found.
const LOOKBACK: SignedDuration = SignedDuration::from_mins(15);
/// Requests that end after a look began, and replicas whose clock is ahead, are in its window too.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// If the server sorts by start time only, every Nth look reads all pages of its window.
const FULL_LOOK_EVERY: u32 = 10;
/// Requests per page: the maximum of older servers, and a number that newer ones send in less than a second.
const PAGE_SIZE: u32 = 100;
const LARGE_PAGE_SIZE: u32 = 200;
/// The maximum of newer servers, for a log that is busy enough that looks need several pages.
const LARGEST_PAGE_SIZE: u32 = 1_000;
/// Requests within the overlap of a busy log.
const MANY: usize = 600;

/// The order of the server's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    /// Newest end first: nothing that is new comes after requests that ended before the overlap.
    End,
    /// Newest start first, whatever was requested (older servers).
    Start,
}

/// A place in the log of requests. Each [`Look`] finds the requests that no earlier look found, each of them once: those
/// that took at most 15 minutes and appeared within a minute of their end.
///
/// ```no_run
/// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
/// use litellm_proxy_client::spend::{LogCursor, LogFilter};
///
/// let filter = LogFilter::between("", "").model_group("gpt-4o");
/// let mut cursor = LogCursor::new(client.server_now(), 10);
/// loop {
///     for log in client.spend().new_logs(&mut cursor, &filter, client.server_now(), |_| true).await? {
///         println!("{:?}", log.request_id);
///     }
///     tokio::time::sleep(std::time::Duration::from_secs(3)).await;
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct LogCursor {
    /// The first look returns requests that started at this time or later.
    since: Timestamp,
    /// The first look returns the newest of them, as many as this.
    wanted: usize,
    order: Option<Order>,
    /// The greatest end that a look has found, or the server's time at that look if it was earlier.
    newest_end: Option<Timestamp>,
    /// Requests that ended earlier were not read by the first look, so they are not new.
    floor: Option<Timestamp>,
    /// When the last look that read all pages began.
    last_full: Option<Timestamp>,
    /// The requests found, by identity, with their time, as long as they may be found again.
    found: HashMap<String, Timestamp>,
    looks: u32,
    /// It continues where another cursor stood, and has not looked yet.
    is_resumed: bool,
}

/// One look at the log, over several pages. Dropped halfway, it has not happened: the next look finds the same requests.
#[derive(Debug)]
pub struct Look {
    began: Timestamp,
    start: Timestamp,
    is_first: bool,
    /// Reads all pages of the window, in the order of [`Order::Start`].
    is_full: bool,
    order: Option<Order>,
    /// Requests that ended earlier are not expected to be new, in the order of [`Order::End`].
    overlap_begins: Option<Timestamp>,
    page: u32,
    page_size: u32,
    progress: Progress,
    newest_end: Option<Timestamp>,
    logs: Vec<Lossless<SpendLog>>,
    new: HashMap<String, Timestamp>,
}

/// How far a look has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    MorePages,
    /// The pages that were not read have nothing new.
    Enough,
    /// All pages were read.
    All,
}

impl LogCursor {
    /// Returns a cursor whose first look finds the newest requests, at most `wanted`, that started at `since` or later, by the
    /// server's clock.
    pub fn new(since: Timestamp, wanted: usize) -> Self {
        Self {
            since,
            wanted,
            order: None,
            newest_end: None,
            floor: None,
            last_full: None,
            found: HashMap::new(),
            looks: 0,
            is_resumed: false,
        }
    }

    /// Begins a look at this time of the server's clock.
    pub fn look(&self, now: Timestamp) -> Look {
        let start = match self.order {
            Some(Order::End) => self.newest_end,
            _ => self.last_full,
        };
        let start = before(start.unwrap_or(self.since).min(now), LOOKBACK + OVERLAP);
        let is_first = self.looks == 0 && !self.is_resumed;
        let overlap_begins = self.newest_end.map_or(start, |end| before(end, OVERLAP));
        Look {
            began: now,
            start,
            is_first,
            is_full: self.looks.is_multiple_of(FULL_LOOK_EVERY),
            // It may be another server by now.
            order: self.order.filter(|_| !self.is_resumed),
            overlap_begins: (!is_first).then_some(overlap_begins),
            page: 1,
            page_size: self.page_size(overlap_begins),
            progress: Progress::MorePages,
            newest_end: None,
            logs: Vec::new(),
            new: HashMap::new(),
        }
    }

    fn page_size(&self, overlap_begins: Timestamp) -> u32 {
        let is_in_overlap = |time: &&Timestamp| **time >= overlap_begins;
        match self.order {
            Some(Order::End) if self.found.values().filter(is_in_overlap).count() > MANY => LARGEST_PAGE_SIZE,
            Some(Order::End) => LARGE_PAGE_SIZE,
            _ => PAGE_SIZE,
        }
    }

    /// Adds the page of a look that [`Look::next_page`] asked for. `is_wanted` decides which requests are returned, for filters
    /// that older servers ignore.
    pub fn add(&self, look: &mut Look, page: LogPage, is_wanted: impl Fn(&Lossless<SpendLog>) -> bool) {
        let is_last = page.data.is_empty()
            || (page.total_is_capped != Some(true) && page.total_pages.is_none_or(|last| u64::from(look.page) >= last));
        let order = look.order.unwrap_or(order_of(&page));
        let count_before = look.new.len();
        let mut is_in_overlap = false;
        for log in page.data {
            let time = time_of(&log).unwrap_or(look.began);
            look.newest_end = Some(look.newest_end.map_or(time, |newest| newest.max(time)));
            let overlap_begins = *look.overlap_begins.get_or_insert(before(time.min(look.began), OVERLAP));
            is_in_overlap |= time >= overlap_begins;
            let identity = identity(&log);
            let is_known = self.found.contains_key(&identity) || look.new.contains_key(&identity);
            if is_known || self.floor.is_some_and(|floor| time < floor) {
                continue;
            }
            look.new.insert(identity, time);
            let is_early = look.is_first && log.start_time.is_some_and(|start| start < self.since);
            if !is_early && is_wanted(&log) {
                look.logs.push(log);
            }
        }
        look.order = Some(order);
        let continues = match order {
            Order::End => is_in_overlap || (look.is_first && look.logs.len() < self.wanted),
            Order::Start => look.is_full || look.new.len() > count_before,
        };
        if look.is_first {
            self.keep_newest(look);
        }
        look.progress = match (is_last, continues) {
            (true, _) => Progress::All,
            (false, true) => Progress::MorePages,
            (false, false) => Progress::Enough,
        };
        look.page = look.page.saturating_add(1);
    }

    /// Sorts the requests by their end, and drops all but those that the first look is to find.
    fn keep_newest(&self, look: &mut Look) {
        look.logs.sort_by_cached_key(|log| (time_of(log), identity(log)));
        if look.is_first {
            look.logs.drain(..look.logs.len().saturating_sub(self.wanted));
        }
    }

    /// Moves the cursor past a look whose pages were all read, and returns the new requests, latest end last.
    pub fn finish(&mut self, mut look: Look) -> Vec<Lossless<SpendLog>> {
        self.looks = self.looks.wrapping_add(1);
        self.is_resumed = false;
        self.order = look.order;
        if let Some(end) = look.newest_end.map(|end| end.min(look.began)) {
            self.newest_end = Some(self.newest_end.map_or(end, |newest| newest.max(end)));
        }
        if look.is_first && look.order == Some(Order::End) && look.progress != Progress::All {
            self.floor = look.overlap_begins;
        }
        if look.progress == Progress::All {
            self.last_full = Some(look.began);
        }
        self.found.extend(std::mem::take(&mut look.new));
        let base = match self.order {
            Some(Order::End) => self.newest_end,
            _ => self.last_full,
        };
        if let Some(base) = base {
            // No window reaches further back, rounded to the second before.
            let first = before(base, LOOKBACK + OVERLAP + SignedDuration::from_secs(1));
            self.found.retain(|_, time| *time >= first);
        }
        self.keep_newest(&mut look);
        look.logs
    }
}

impl Look {
    /// Returns the filter of the next page to read, with the look's times, order and page; `None` after the last.
    pub fn next_page(&self, filter: &LogFilter) -> Option<LogFilter> {
        if self.progress != Progress::MorePages {
            return None;
        }
        Some(LogFilter {
            start_date: self.start.into(),
            end_date: self.began.checked_add(AHEAD).unwrap_or(self.began).into(),
            page: Some(self.page),
            page_size: Some(self.page_size),
            // Older servers ignore it.
            sort_by: Some(LogSort::EndTime),
            sort_order: Some(SortOrder::Descending),
            ..filter.clone()
        })
    }
}

impl Spend<'_> {
    /// Fetches the requests that earlier looks of the cursor did not find, latest end last, with as many requests as it takes:
    /// `GET /spend/logs/v2`. `now` is the time by the server's clock. `is_wanted` decides which are returned, for filters that
    /// older servers ignore. If it fails, the next look finds them.
    pub async fn new_logs(
        self,
        cursor: &mut LogCursor,
        filter: &LogFilter,
        now: Timestamp,
        is_wanted: impl Fn(&Lossless<SpendLog>) -> bool,
    ) -> Result<Vec<Lossless<SpendLog>>, Error> {
        let mut look = cursor.look(now);
        while let Some(filter) = look.next_page(filter) {
            let page = self.logs(&filter).await?.into_inner();
            cursor.add(&mut look, page, &is_wanted);
        }
        Ok(cursor.finish(look))
    }
}

/// Returns the order of the server's list: only servers that sort as requested say whether their count is capped.
fn order_of(page: &LogPage) -> Order {
    let is_sorted = page.data.is_sorted_by(|one, next| time_of(one) >= time_of(next));
    if page.total_is_capped.is_some() && is_sorted { Order::End } else { Order::Start }
}

fn before(time: Timestamp, length: SignedDuration) -> Timestamp {
    time.checked_sub(length).unwrap_or(time)
}

/// Returns the end of a request, or else its start.
fn time_of(log: &SpendLog) -> Option<Timestamp> {
    log.end_time.max(log.start_time)
}

/// Returns the request id, or the whole entry if it has none.
fn identity(log: &Lossless<SpendLog>) -> String {
    log.request_id.clone().unwrap_or_else(|| log.json().get().to_owned())
}
