//! The view without a terminal: rows in, screens out. The snapshots are whole screens.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::spend::SpendLog;
use ratatui_core::backend::TestBackend;
use ratatui_core::terminal::Terminal;
use ratatui_crossterm::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde_json::{Value, json};

use super::keys::{Action, press};
use super::state::{Pane, Prompt, Screen, Server};
use super::tables::{By, Sort, lines, number, time, total};
use super::view;
use super::window::{Entry, SPAN, Window};

const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn now() -> Timestamp {
    "2026-11-21T10:42:31Z".parse().expect("a time")
}

fn ago(milliseconds: i64) -> Timestamp {
    now().checked_sub(SignedDuration::from_millis(milliseconds)).expect("a time")
}

fn entry_of(log: &Value) -> Option<Entry> {
    let log: Lossless<SpendLog> = serde_json::from_value(log.clone()).expect("a request");
    Entry::of(&log)
}

/// A request that ended this long ago.
fn log(number: i64, model: &str, milliseconds_ago: i64, latency: i64) -> Value {
    let end = ago(milliseconds_ago);
    let start = end.checked_sub(SignedDuration::from_millis(latency)).expect("a time");
    json!({"request_id": format!("chatcmpl-{number}"), "startTime": start.to_string(), "endTime": end.to_string(),
        "completionStartTime": end.checked_sub(SignedDuration::from_millis(latency / 3)).expect("a time").to_string(),
        "status": "success", "model": format!("openai/{model}"), "model_group": model, "model_id": "eu-1",
        "api_key": HASH, "user": "ann", "team_id": "t-1", "spend": 0.0012, "prompt_tokens": 60, "completion_tokens": 40,
        "total_tokens": 100, "call_type": "acompletion", "session_id": "s-1",
        "metadata": {"user_api_key_alias": if number % 3 == 0 { "ci" } else { "web" }, "user_api_key_team_alias": "research"}})
}

fn failed(mut log: Value, code: &str, class: &str, message: &str) -> Value {
    log["status"] = json!("failure");
    log["spend"] = json!(0);
    log["completionStartTime"] = log["endTime"].clone();
    log["metadata"]["error_information"] = json!({"error_code": code, "error_class": class, "error_message": message});
    log
}

fn logs() -> Vec<Value> {
    let mut logs: Vec<Value> = (0..300)
        .rev()
        .map(|number| {
            log(
                number,
                if number % 4 == 0 { "claude-sonnet" } else { "gpt-4o" },
                4_000 + number * 900,
                400 + (number % 50) * 40,
            )
        })
        .collect();
    let refused = "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-abcdefghijklmnopqrstuvwxyz123456. Look at your account's page of keys";
    for number in 0..6 {
        let log = log(1_000 + number, "wrong-\u{1b}[31mkey", 3_000 + number * 9_000, 210);
        logs.push(failed(log, "401", "AuthenticationError", refused));
    }
    logs.sort_by_key(|log| log["endTime"].to_string());
    logs
}

fn screen() -> Screen {
    let mut window = Window::new(ago(SPAN.as_millis().try_into().expect("small")), now());
    window.add(logs().iter().filter_map(entry_of), now());
    let server = Server {
        address: "proxy:4000".to_owned(),
        version: Some("1.110.2".to_owned()),
        database: Some(true),
        in_flight: Some(3),
        interval_seconds: 3,
        ..Server::default()
    };
    Screen::new(window, server, TimeZone::UTC, false, false)
}

fn drawn(screen: &Screen, width: u16, height: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    terminal.draw(|frame| view::draw(screen, frame.area(), frame.buffer_mut())).expect("drawn");
    let buffer = terminal.backend().buffer();
    let row = |row: u16| (0..width).map(|column| buffer[(column, row)].symbol()).collect::<String>();
    (0..height).map(|number| format!("{}\n", row(number).trim_end())).collect()
}

fn type_keys(screen: &mut Screen, keys: &str) -> Action {
    let mut last = Action::Ignore;
    for key in keys.chars() {
        let code = match key {
            '\n' => KeyCode::Enter,
            '\u{1b}' => KeyCode::Esc,
            '\t' => KeyCode::Tab,
            other => KeyCode::Char(other),
        };
        last = press(screen, KeyEvent::new(code, KeyModifiers::NONE), now());
    }
    last
}

#[track_caller]
fn assert_snapshot(name: &str, shown: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/top/snapshots").join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, shown).expect("written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(shown == expected, "{name}: run UPDATE_GENERATED=1 cargo test\n{shown}");
}

#[test]
fn screens_of_three_sizes_are_as_before() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        assert_snapshot(&format!("models-{width}x{height}"), &drawn(&screen(), width, height));
    }
    for (name, keys) in [
        ("keys", "2"),
        ("errors", "4"),
        ("wrapped", "w/incorrect\n"),
        ("request", "\t\n"),
        ("help", "?"),
        ("filter", "/401"),
    ] {
        let mut screen = screen();
        type_keys(&mut screen, keys);
        assert_snapshot(&format!("{name}-80x24"), &drawn(&screen, 80, 24));
    }
}

#[test]
fn every_line_fits_its_screen_and_holds_no_control_characters() {
    for width in 80..130 {
        let mut screen = screen();
        for keys in ["", "2", "3", "4", "w", "\t\n", "?"] {
            type_keys(&mut screen, keys);
            let shown = drawn(&screen, width, 30);
            assert!(!shown.contains('\u{1b}') && !shown.contains("sk-abc"), "{shown}");
            assert!(shown.lines().nth(1).is_some_and(|line| line.contains(" p95 ")), "{shown}");
        }
    }
    let small = drawn(&screen(), 79, 19);
    assert!(small.starts_with("too small: 79×19\nneeds 80×20; q quits\n"), "{small}");
    drawn(&screen(), 1, 1);
}

#[test]
fn attempts_and_health_checks_are_not_counted() {
    let plain = log(1, "m", 0, 100);
    let mut attempt = plain.clone();
    attempt["request_id"] = json!("x-attempt-0");
    let mut check = plain.clone();
    check["api_key"] = json!("litellm-internal-health-check");
    assert!(entry_of(&plain).is_some());
    assert!(entry_of(&attempt).is_none() && entry_of(&check).is_none());
}

#[test]
fn tables_sum_up_and_sort() {
    let mut window = Window::new(ago(60_000), now());
    let mut logs: Vec<Value> = (1..=100).map(|number| log(number, "a", 1_000, number * 10)).collect();
    logs.push(failed(log(101, "b", 1_000, 5_000), "429", "RateLimitError", "slow down"));
    window.add(logs.iter().filter_map(entry_of), now());
    let (rows, known) = window.last(SignedDuration::from_mins(5));
    assert_eq!(known.as_secs(), 59);
    let all = total(rows);
    assert_eq!((all.requests, all.failures, all.tokens), (101, 1, 10_100));
    let table = |by, sort| lines(window.last(SPAN).0, by, sort);
    let models = table(By::Model, Sort::default());
    let first = models.first().expect("a line");
    assert_eq!((&*first.name, first.p50, first.p95, first.ttft), ("a", Some(500), Some(950), Some(334)));
    // By errors, then by P50; and reversed.
    let by_errors = Sort::default().moved(true);
    let names = |sort: Sort| table(By::Model, sort).into_iter().map(|line| line.name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(by_errors), ["b", "a"]);
    assert_eq!(names(by_errors.reversed()), ["a", "b"]);
    assert_eq!(names(Sort { column: None, is_descending: false }), ["a", "b"]);
    let errors = table(By::Error, Sort::default());
    assert_eq!(
        errors.iter().map(|line| &*line.name).collect::<Vec<_>>(),
        ["429 the provider limits the rate of requests"]
    );
    // Around all columns and back.
    let around = (0..8).fold(Sort::default(), |sort, _| sort.moved(true));
    assert_eq!(around, Sort::default());
}

#[test]
fn memory_is_bounded_and_old_requests_leave() {
    let mut window = Window::new(ago(900_000), now());
    let template = entry_of(&log(1, "m", 60_000, 10)).expect("an entry");
    let entries = (0..60_000).map(|number| {
        let end = ago(60_000 - number);
        Entry { end, key: format!("key {number}"), ..template.clone() }
    });
    window.add(entries, now());
    let (rows, known) = window.last(SPAN);
    assert_eq!((rows.count(), window.entries().len()), (50_000, 2_000));
    // The rates are those of the time that is left.
    assert_eq!(known.as_secs(), 50);
    let later = now().checked_add(SPAN).expect("a time");
    window.add([], later);
    assert_eq!(window.last(SPAN).0.count(), 0);
}

#[test]
fn rates_are_as_of_the_newest_request_while_the_log_is_late() {
    let mut window = Window::new(ago(600_000), now());
    window.add(entry_of(&log(1, "m", 9_000, 10)), now());
    assert_eq!(now().duration_since(window.as_of()).as_secs(), 9);
    let later = now().checked_add(SignedDuration::from_secs(60)).expect("a time");
    window.add([], later);
    assert_eq!(later.duration_since(window.as_of()).as_secs(), 15);
    assert_eq!(window.history(3, SignedDuration::from_secs(60), |_| 1.0), [0.0, 0.0, 1.0]);
}

#[test]
fn keys_move_filter_open_and_go_back() {
    let mut screen = screen();
    assert_eq!(type_keys(&mut screen, "j"), Action::Redraw);
    assert_eq!(screen.selected_line, 1);
    type_keys(&mut screen, "Gjg");
    assert_eq!(screen.selected_line, 0);
    // The requests of a line, one of them, and back.
    type_keys(&mut screen, "\n");
    assert_eq!(screen.group, Some((By::Model, "gpt-4o".to_owned())));
    assert!(screen.requests().iter().all(|entry| entry.model == "gpt-4o"));
    type_keys(&mut screen, "kk\n");
    let open = screen.open.clone().expect("a request");
    assert_eq!(open.id, screen.requests()[screen.requests().len() - 3].id);
    type_keys(&mut screen, "\u{1b}\u{1b}\u{1b}");
    assert!(screen.open.is_none() && screen.group.is_none() && screen.pane == Pane::Table);
    // A filter is typed, kept, and dropped; letters of keys are letters of it.
    type_keys(&mut screen, "/quit");
    assert_eq!((screen.filter.as_str(), &screen.prompt), ("quit", &Some(Prompt::Filter)));
    assert!(screen.requests().is_empty());
    type_keys(&mut screen, "\n\u{1b}/CI\n");
    assert!(!screen.requests().is_empty() && screen.requests().iter().all(|entry| entry.key == "ci"));
    assert_eq!(type_keys(&mut screen, "?"), Action::Redraw);
    assert_eq!(type_keys(&mut screen, " "), Action::Redraw);
    assert!(!screen.shows_help && screen.paused.is_none());
    assert_eq!(type_keys(&mut screen, "x"), Action::Ignore);
    assert_eq!(type_keys(&mut screen, "q"), Action::Quit);
    let control = |code| press(&mut self::screen(), KeyEvent::new(KeyCode::Char(code), KeyModifiers::CONTROL), now());
    assert_eq!((control('c'), control('z')), (Action::Interrupt, Action::Stop));
}

#[test]
fn a_chosen_request_stays_while_others_arrive_and_a_pause_keeps_them() {
    let mut screen = screen();
    type_keys(&mut screen, "\tk");
    let chosen = screen.selected_request.clone().expect("a request");
    screen.add(entry_of(&log(2_000, "gpt-4o", 0, 5)).into_iter().collect(), now());
    let requests = screen.requests();
    assert_eq!(requests[screen.selected_index(&requests)].id, chosen);
    type_keys(&mut screen, "Gp");
    screen.add(entry_of(&log(2_001, "gpt-4o", 0, 5)).into_iter().collect(), now());
    let newest = |screen: &Screen| screen.requests().last().expect("a request").id.clone();
    assert_eq!(newest(&screen), "chatcmpl-2000");
    assert!(drawn(&screen, 80, 24).contains("PAUSED"));
    type_keys(&mut screen, "p");
    assert_eq!(newest(&screen), "chatcmpl-2001");
}

#[test]
fn a_key_is_blocked_only_with_write_and_its_name() {
    let mut screen = screen();
    type_keys(&mut screen, "2b");
    assert!(screen.prompt.is_none() && drawn(&screen, 80, 24).contains("this view only reads"));
    screen.may_write = true;
    assert_eq!(type_keys(&mut screen, "bweb"), Action::Redraw);
    assert!(drawn(&screen, 80, 24).contains("block the key `web`? type its name and Enter, or Esc: web▏"));
    assert_eq!(type_keys(&mut screen, "\n"), Action::Block { hash: HASH.to_owned(), name: "web".to_owned() });
    for wrong in ["b\n", "bwe\n", "bweb\u{1b}"] {
        assert_eq!(type_keys(&mut screen, wrong), Action::Redraw, "{wrong}");
        assert!(screen.prompt.is_none() && screen.message.is_some());
    }
    type_keys(&mut screen, "1b");
    assert!(screen.prompt.is_none() && screen.message.is_some());
}

#[test]
fn numbers_are_short() {
    for (value, expected) in
        [(0.0, "0"), (0.04, "0.0"), (9.94, "9.9"), (9.96, "10"), (9_999.0, "9999"), (12_345.0, "12k"), (2e6, "2.0M")]
    {
        assert_eq!(number(value), expected);
    }
    for (value, expected) in [(None, "–"), (Some(310), "310ms"), (Some(1_849), "1.8s"), (Some(99_960), "100s")] {
        assert_eq!(time(value), expected);
    }
}
