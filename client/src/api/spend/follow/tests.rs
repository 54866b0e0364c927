//! A cursor against a server that writes requests late, out of order, and fails.

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
        serde_json::from_value(json!({"data": data, "total_pages": pages, "total_is_capped": capped})).expect("a page")
    }
}

/// Returns the cursor of another process that was told the position of this one.
fn restarted(cursor: &LogCursor) -> LogCursor {
    let text = serde_json::to_string(&cursor.position()).expect("JSON");
    LogCursor::resume(serde_json::from_str(&text).expect("a position"))
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Starts around the beginning, mostly short and sometimes up to 15 minutes long, written up to a minute later.
    let row = (-1_200 * SECOND..1_200 * SECOND, prop_oneof![9 => 0..10 * SECOND, 1 => 0..900 * SECOND], 0..60 * SECOND);
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
        looks in prop::collection::vec((1..200 * SECOND, 0..3 * SECOND, prop::option::weighted(0.2, 0usize..3), prop::bool::weighted(0.2)), 0..60)) {
        let server = Server { rows, sorts, page_size };
        let since = BEGIN - 600 * SECOND;
        let mut cursor = LogCursor::new(time(since), wanted);
        let mut now = BEGIN;
        let mut first_look = None;
        let mut found: Vec<(String, i64)> = Vec::new();
        // In the end all requests are in the log, and a full look follows.
        let last = (0..24).map(|_| (300 * SECOND, 0, None, false));
        for (pause, page_time, fails_at, restarts) in looks.into_iter().chain(last) {
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
            if restarts {
                cursor = restarted(&cursor);
            }
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
    cursor.add(&mut look, serde_json::from_value(page).expect("a page"), |log| log.model_group.as_deref() == Some("m"));
    assert!(look.next_page(&filter).is_none());
    let ids: Vec<_> = cursor.finish(look).into_iter().map(|log| log.request_id.clone()).collect();
    assert_eq!(ids, [Some("a".to_owned())]);
}
