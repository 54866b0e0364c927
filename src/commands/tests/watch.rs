//! `--watch` where its output is read by a program. What is drawn on terminals is tested in `tests/it`.

use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

/// A server whose budgets change from request to request, and that refuses the last.
fn changing() -> FakeServer {
    let round = std::sync::atomic::AtomicUsize::new(0);
    FakeServer::from_fn(move |request: &FakeRequest| {
        if !request.line().starts_with("GET /budget/list") {
            return json_response(json!({"keys": [], "teams": [], "total_pages": 1}));
        }
        let budget = |id: &str, limit: u32| json!({"budget_id": id, "max_budget": limit});
        match round.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            0 => json_response(json!([budget("a", 1), budget("b", 1)])),
            1 => json_response(json!([budget("a", 1), budget("b", 2), budget("c", 3)])),
            2 => json_response(json!([budget("b", 2), budget("c", 3)])),
            _ => FakeResponse::new(403).with_json(json!({"error": {"message": "no more"}})),
        }
    })
}

#[test]
fn changes_are_events_until_the_server_refuses() {
    let run = Cli::of(&changing()).run(&["budgets", "list", "--watch", "1"]);
    assert_eq!((run.code, run.stderr.contains("no more")), (4, true), "{run:?}");
    let events: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let shown: Vec<_> = events
        .iter()
        .map(|event| format!("{} {}", event["event"], event["item"]["budget_id"]).replace('"', ""))
        .collect();
    assert_eq!(shown, ["added a", "added b", "modified b", "added c", "deleted a"]);
    assert!(events[0]["at"].as_str().is_some_and(|at| at.ends_with('Z')), "{events:?}");
    // The expression sees the event.
    let run =
        Cli::of(&changing()).run(&["budgets", "list", "--watch", "1", "--jq", ".event + \" \" + .item.budget_id"]);
    assert_eq!(run.stdout.lines().last(), Some("deleted a"));
}

#[test]
fn tables_are_redrawn_on_a_terminal() {
    let run = Cli::of(&changing()).on_terminal(80).run(&[
        "budgets",
        "list",
        "--watch",
        "1",
        "--columns",
        "budget_id,max_budget",
    ]);
    let rounds: Vec<&str> = run.stdout.split("\u{1b}[H").skip(1).collect();
    assert_eq!((run.code, rounds.len()), (4, 3), "{run:?}");
    assert!(rounds[0].contains("every 1 s") && !rounds[0].contains("\u{1b}[1m"), "{}", rounds[0]);
    assert!(rounds[1].contains("\u{1b}[1m│ b         ┆      $2.00 │\u{1b}[0m\u{1b}[K\n"), "{}", rounds[1]);
    assert!(!rounds[1].contains("\u{1b}[1m│ a ") && rounds[2].ends_with("\u{1b}[J"), "{}", rounds[2]);
}

#[test]
fn formats_with_an_end_and_short_pauses_are_usage_errors() {
    are_usage_errors(&[
        (&["budgets", "list", "--watch", "--format", "json"], "--watch redraws a table on a terminal"),
        (&["keys", "list", "--watch", "--format", "table"], "--watch redraws a table on a terminal"),
        (&["keys", "info", "a", "--watch=0.5"], "at least 1"),
        (&["keys", "info", "a", "--watch", "x"], "not a number of seconds"),
        (&["spend", "logs", "--watch", "--follow"], "--follow"),
    ]);
}
