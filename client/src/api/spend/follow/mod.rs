//! Which requests of a log are new: the logic of following it. It has no clock and sends nothing.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{LogFilter, LogPage, LogSort, SpendLog};
use crate::core::Lossless;
use crate::core::pages::SortOrder;

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

/// The order of the server's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
///     let mut look = cursor.look(client.server_now());
///     while let Some(page) = look.next_page(&filter) {
///         cursor.add(&mut look, client.spend().logs(&page).await?.into_inner(), |_| true);
///     }
///     for log in cursor.finish(look) {
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
        }
    }

    /// Begins a look at this time of the server's clock.
    pub fn look(&self, now: Timestamp) -> Look {
        let start = match self.order {
            Some(Order::End) => self.newest_end,
            _ => self.last_full,
        };
        let start = before(start.unwrap_or(self.since).min(now), LOOKBACK + OVERLAP);
        let is_first = self.looks == 0;
        let overlap_begins = self.newest_end.map_or(start, |end| before(end, OVERLAP));
        Look {
            began: now,
            start,
            is_first,
            is_full: self.looks.is_multiple_of(FULL_LOOK_EVERY),
            order: self.order,
            overlap_begins: (!is_first).then_some(overlap_begins),
            page: 1,
            page_size: if self.order == Some(Order::End) { LARGE_PAGE_SIZE } else { PAGE_SIZE },
            progress: Progress::MorePages,
            newest_end: None,
            logs: Vec::new(),
            new: HashMap::new(),
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const SECOND: i64 = 1_000;
    /// The server's time when the cursor is created, in milliseconds.
    const BEGIN: i64 = 10_000_000 * SECOND;

    fn time(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(milliseconds).expect("a time")
    }

    fn parsed(text: &str) -> i64 {
        let text = format!("{}Z", text.replace(' ', "T"));
        text.parse::<Timestamp>().expect("a time").as_millisecond()
    }

    /// A request, in milliseconds after [`BEGIN`]; it appears in the log after its end.
    #[derive(Debug, Clone)]
    struct Row {
        id: usize,
        start: i64,
        end: i64,
        appears: i64,
    }

    /// A server with these requests, that sorts by end or only by start.
    struct Server {
        rows: Vec<Row>,
        sorts: bool,
        page_size: usize,
    }

    impl Server {
        fn page(&self, filter: &LogFilter, now: i64) -> LogPage {
            let (start, end) = (parsed(filter.start_date.as_str()), parsed(filter.end_date.as_str()));
            let is_inside = |row: &&Row| row.appears <= now && (start..=end).contains(&row.start);
            let mut rows: Vec<&Row> = self.rows.iter().filter(is_inside).collect();
            rows.sort_by_key(|row| std::cmp::Reverse(if self.sorts { row.end } else { row.start }));
            let page = usize::try_from(filter.page.expect("a page")).expect("small");
            let of = |row: &&Row| json!({"request_id": format!("r{}", row.id), "startTime": time(row.start), "endTime": time(row.end)});
            let data: Vec<_> = rows.iter().skip((page - 1) * self.page_size).take(self.page_size).map(of).collect();
            let capped = self.sorts.then_some(false);
            let pages = rows.len().div_ceil(self.page_size);
            serde_json::from_value(json!({"data": data, "total_pages": pages, "total_is_capped": capped}))
                .expect("a page")
        }
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        // Starts around the beginning, mostly short and sometimes up to 15 minutes long, written up to a minute later.
        let row =
            (-1_200 * SECOND..1_200 * SECOND, prop_oneof![9 => 0..10 * SECOND, 1 => 0..900 * SECOND], 0..60 * SECOND);
        prop::collection::vec(row, 0..80).prop_map(|rows| {
            let rows = rows.into_iter().enumerate();
            rows.map(|(id, (start, length, delay))| {
                let start = BEGIN + start;
                Row { id, start, end: start + length, appears: start + length + delay }
            })
            .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        #[test]
        fn every_request_is_found_once(rows in rows(), sorts: bool, page_size in 1usize..12, wanted in prop_oneof![Just(usize::MAX), 0usize..5],
            looks in prop::collection::vec((1..200 * SECOND, 0..3 * SECOND, prop::option::weighted(0.2, 0usize..3)), 0..60)) {
            let server = Server { rows, sorts, page_size };
            let since = BEGIN - 600 * SECOND;
            let mut cursor = LogCursor::new(time(since), wanted);
            let mut now = BEGIN;
            let mut first_look = None;
            let mut found: Vec<(String, i64)> = Vec::new();
            // In the end all requests are in the log, and a full look follows.
            let last = (0..24).map(|_| (300 * SECOND, 0, None));
            for (pause, page_time, fails_at) in looks.into_iter().chain(last) {
                now += pause;
                let began = now;
                let mut look = cursor.look(time(now));
                let mut pages = 0;
                let failed = loop {
                    let Some(filter) = look.next_page(&LogFilter::between("", "")) else { break false };
                    if fails_at == Some(pages) {
                        break true;
                    }
                    cursor.add(&mut look, server.page(&filter, now), |_| true);
                    pages += 1;
                    now += page_time;
                };
                if failed {
                    continue;
                }
                let (first_look, _) = *first_look.get_or_insert((began, now));
                let new = cursor.finish(look);
                prop_assert!(first_look < began || new.len() <= wanted);
                prop_assert!(new.is_sorted_by_key(|log| log.end_time));
                found.extend(new.iter().map(|log| (log.request_id.clone().expect("an id"), began)));
            }
            let (first_look, first_end) = first_look.expect("one succeeded");
            let ids: HashSet<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
            prop_assert_eq!(ids.len(), found.len(), "twice: {:?}", found);
            for row in &server.rows {
                let id = format!("r{}", row.id);
                // What is written while the first look lasts may be in it, and then its limit applies.
                let is_later = row.appears > if wanted == usize::MAX { first_look } else { first_end };
                if is_later && row.start >= since {
                    prop_assert!(ids.contains(id.as_str()), "missing: {row:?}");
                }
                if row.appears <= first_look {
                    let is_wanted = wanted == usize::MAX && row.start >= since;
                    prop_assert!(!is_wanted || ids.contains(id.as_str()), "missing at first: {row:?}");
                    let late = found.iter().any(|(found, look)| *found == id && *look > first_look);
                    prop_assert!(!late, "found late: {row:?}");
                }
            }
        }
    }

    #[test]
    fn requests_at_the_edge_of_the_window_are_found_once() {
        let row = Row { id: 0, start: BEGIN - 831_216, end: BEGIN - 831_216, appears: BEGIN - 831_216 };
        let server = Server { rows: vec![row], sorts: false, page_size: 1 };
        let mut cursor = LogCursor::new(time(BEGIN - 900 * SECOND), 10);
        let mut ids = Vec::new();
        for now in [BEGIN + 128_785, BEGIN + 130_000] {
            let mut look = cursor.look(time(now));
            while let Some(filter) = look.next_page(&LogFilter::between("", "")) {
                cursor.add(&mut look, server.page(&filter, now), |_| true);
            }
            ids.extend(cursor.finish(look).into_iter().filter_map(|log| log.request_id.clone()));
        }
        assert_eq!(ids, ["r0"]);
    }

    #[test]
    fn requests_from_the_future_do_not_hide_others() {
        let row = |id: usize, end: i64, appears: i64| Row { id, start: end, end, appears };
        let later = BEGIN + 10_000 * SECOND;
        for sorts in [true, false] {
            // One of several replicas has another clock.
            let rows = vec![row(0, later, BEGIN), row(1, BEGIN + 5 * SECOND, BEGIN + 5 * SECOND)];
            let server = Server { rows, sorts, page_size: 10 };
            let mut cursor = LogCursor::new(time(BEGIN - SECOND), 10);
            let mut ids = Vec::new();
            for now in [BEGIN, BEGIN + 10 * SECOND, BEGIN + 20 * SECOND] {
                let mut look = cursor.look(time(now));
                while let Some(filter) = look.next_page(&LogFilter::between("", "")) {
                    cursor.add(&mut look, server.page(&filter, now), |_| true);
                }
                ids.extend(cursor.finish(look).into_iter().filter_map(|log| log.request_id.clone()));
            }
            assert_eq!(ids, ["r0", "r1"], "{sorts}");
        }
    }

    #[test]
    fn filters_of_older_servers_are_applied_here() {
        let mut cursor = LogCursor::new(time(BEGIN), 1);
        let mut look = cursor.look(time(BEGIN));
        let filter = look.next_page(&LogFilter::between("", "").model_group("m")).expect("a page");
        assert_eq!((filter.page, filter.page_size), (Some(1), Some(100)));
        assert_eq!(filter.sort_by, Some(LogSort::EndTime));
        assert_eq!(filter.model_group.as_deref(), Some("m"));
        let log = |id: &str, group: &str| json!({"request_id": id, "model_group": group});
        let page = json!({"data": [log("a", "m"), log("b", "other")], "total_pages": 1});
        cursor.add(&mut look, serde_json::from_value(page).expect("a page"), |log| {
            log.model_group.as_deref() == Some("m")
        });
        assert!(look.next_page(&filter).is_none());
        let ids: Vec<_> = cursor.finish(look).into_iter().map(|log| log.request_id.clone()).collect();
        assert_eq!(ids, [Some("a".to_owned())]);
    }
}
