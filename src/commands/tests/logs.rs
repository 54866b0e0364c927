//! `logs`: which requests are shown, and their sums.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

fn row(id: &str, fields: &Value) -> Value {
    let mut row = json!({
        "request_id": id, "status": "success", "model_group": "gpt-4o", "model": "openai/gpt-4o", "model_id": "d-1",
        "api_key": "litellm_proxy_master_key", "spend": 0.25, "total_tokens": 12, "prompt_tokens": 8,
        "completion_tokens": 4, "end_user": "c-1", "session_id": "s-1", "metadata": {},
        "startTime": "2026-11-20T10:00:00.000Z", "endTime": "2026-11-20T10:00:02.000Z",
        "completionStartTime": "2026-11-20T10:00:00.500Z",
    });
    if let (Value::Object(row), Value::Object(fields)) = (&mut row, fields) {
        row.extend(fields.clone());
    }
    row
}

fn failure(id: &str) -> Value {
    let error = json!({"error_class": "RateLimitError", "error_code": "429",
        "error_message": "slow down\n\nLiteLLM: model group 'gpt-4o' failed with the error above."});
    row(
        id,
        &json!({"status": "failure", "spend": 0, "total_tokens": 0, "metadata": {"error_information": error},
        "startTime": "2026-11-20T11:00:00.000Z", "endTime": "2026-11-20T11:00:20.000Z",
        "completionStartTime": "2026-11-20T11:00:20.000Z"}),
    )
}

fn server() -> FakeServer {
    let rows = json!([
        failure("r-3"),
        failure("r-3-attempt-0"),
        row(
            "r-2",
            &json!({"end_user": "c-2", "session_id": "s-12", "endTime": "2026-11-20T10:00:09.000Z", "model_id": "d-2",
            "user": "u-2", "team_id": "t-2", "model_group": "claude", "request_tags": ["blue", "User-Agent: x"]})
        ),
        row("r-1", &json!({"user": "u-1", "team_id": "t-1", "request_tags": "[\"red\"]"})),
    ]);
    let server = FakeServer::new();
    server.add("/spend/logs/v2", json_response(json!({"data": rows, "total": 4, "page": 1, "total_pages": 1})));
    server
}

const DAY: [&str; 4] = ["--since", "2026-11-20", "--until", "2026-11-20"];

#[test]
fn filters_that_a_server_ignores_are_applied_again() {
    let server = server();
    let cli = Cli::of(&server);
    for (options, ids) in [
        (&["--status", "failure"][..], "r-3\nr-3-attempt-0\n"),
        (&["--session", "s-1"], "r-3\nr-3-attempt-0\nr-1\n"),
        (&["--customer", "c-2"], "r-2\n"),
        (&["--min-cost", "0.2"], "r-2\nr-1\n"),
        (&["--min-latency", "8.5"], "r-3\nr-3-attempt-0\nr-2\n"),
        (&["--grep", "SLOW.down"], "r-3\nr-3-attempt-0\n"),
        (&["--grep", "ratelimit", "--customer", "c-2"], ""),
        (&["--model", "claude,none"], "r-2\n"),
        (&["--model", "claude", "--model", "none"], "r-2\n"),
        (&["--customer", "c-1,c-2", "--status", "success,failure", "--min-cost", "0.1"], "r-1\nr-2\n"),
        (&["--session", "s-12,s-1"], "r-1\nr-2\nr-3\nr-3-attempt-0\n"),
        (&["--user", "u-1,u-2"], "r-1\nr-2\n"),
        (&["--user", "u-1", "--user", "u-3"], "r-1\n"),
        (&["--key", "litellm_proxy_master_key,sk-other", "--status", "success"], "r-1\nr-2\n"),
        (&["--key", "sk-other,sk-another"], ""),
        (&["--deployment", "d-2"], "r-2\n"),
        (&["--deployment", "d-2,d-1"], "r-1\nr-2\nr-3\nr-3-attempt-0\n"),
        (&["--code", "429"], "r-3\nr-3-attempt-0\n"),
        (&["--code", "400,500"], ""),
        (&["--tag", "red"], "r-1\n"),
        (&["--tag", "red,blue"], "r-1\nr-2\n"),
    ] {
        let words = [&["logs", "list"][..], &DAY, options, &["--format", "name"]].concat();
        let shown = cli.run(&words).ok().to_owned();
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&shown), sorted(ids), "{options:?}");
        let as_alias = [&["spend", "logs"][..], &DAY, options, &["--format", "name"]].concat();
        assert_eq!(cli.run(&as_alias).ok(), shown, "{options:?}");
    }
    let queries = |server: &FakeServer| server.requests().iter().map(|request| request.0.clone()).collect::<String>();
    // The server filters by one value of each; several are matched here.
    assert!(queries(&server).contains("&error_code=429") && queries(&server).contains("&model_id=d-2"));
    assert!(!queries(&server).contains("claude"), "{}", queries(&server));
    let query = server.requests().first().map(|request| request.0.clone()).unwrap_or_default();
    assert!(query.contains("status_filter=failure"), "{query}");
}

#[test]
fn latencies_and_errors_are_columns() {
    let words = [&["logs", "list"][..], &DAY, &["--format", "csv", "--columns", "request_id,latency_ms,ttft_ms,error"]];
    let server = server();
    let shown = Cli::of(&server).run(&words.concat()).ok().to_owned();
    assert!(shown.contains("r-1,2000,500,\n") && shown.contains("r-3,20000,,slow down\n"), "{shown}");
}

#[test]
fn stats_count_each_request_once() {
    let server = server();
    let cli = Cli::of(&server);
    let csv = |by: &str| {
        let columns = ["--format", "csv", "--columns", "name,requests,errors,p50_ms,p95_ms,spend,last_error"];
        cli.run(&[&["logs", "stats", "--by", by][..], &DAY, &columns].concat()).ok().to_owned()
    };
    let header = "name,requests,errors,p50_ms,p95_ms,spend,last_error\n";
    assert_eq!(csv("model"), format!("{header}gpt-4o,2,1,2000,2000,0.25,slow down\nclaude,1,0,9000,9000,0.25,\n"));
    assert_eq!(csv("key"), format!("{header}master key,3,1,2000,9000,0.5,slow down\n"));
    assert_eq!(csv("error"), format!("{header}RateLimitError 429,1,1,,,0,slow down\n"));
    assert!(csv("customer").contains("c-2,1,0,9000,9000,0.25,\n"));
    let table = Cli::of(&server).on_terminal(80).run(&[&["logs", "stats"][..], &DAY].concat());
    assert!(table.ok().contains("50.0%") && table.stderr.contains("3 in all, 1 failed, $0.50"), "{}", table.stdout);
    let rows = Cli::of(&server).run(&[&["logs", "stats", "--format", "json"][..], &DAY].concat());
    assert_eq!(serde_json::from_str::<Value>(rows.ok()).expect("JSON")[0]["requests"], 2);
}

#[test]
fn one_request_is_shown_with_its_error_and_bodies() {
    let server = FakeServer::new();
    let kept = json!({"proxy_server_request": {"messages": [{"role": "user", "content": "hello"}]}, "messages": {}});
    let mut found = failure("r-3");
    if let (Value::Object(found), Value::Object(kept)) = (&mut found, kept) {
        found.extend(kept);
    }
    server.add("/spend/logs?request_id=r-3", json_response(json!([found])));
    server.add("/spend/logs?request_id=none", json_response(json!([])));
    let cli = Cli::of(&server).on_terminal(80);
    let shown = cli.run(&["logs", "get", "r-3"]).ok().to_owned();
    for line in
        ["Request r-3: failure\n", "RateLimitError 429: slow down\n", "gpt-4o, upstream openai/gpt-4o\n", "20 s"]
    {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert!(!shown.contains("hello") && !shown.contains("LiteLLM:"));
    let with_body = cli.run(&["logs", "get", "r-3", "--body"]).ok().to_owned();
    assert!(with_body.starts_with(&shown) && with_body.contains("\"content\": \"hello\""), "{with_body}");
    let missing = Cli::of(&server).run(&["logs", "get", "none"]);
    assert_eq!((missing.code, missing.stdout.as_str()), (3, ""));
    assert!(missing.stderr.contains("no request has the id `none`"), "{}", missing.stderr);
}

#[test]
fn bodies_of_a_list_are_fetched_where_the_server_keeps_them() {
    let server = server();
    let body =
        |text: &str| json!({"proxy_server_request": {"messages": [{"content": text}]}, "response": {"id": text}});
    server.add("/spend/logs?request_id=r-1", json_response(json!([row("r-1", &body("one"))])));
    server.add("/spend/logs?request_id=r-2", json_response(json!([row("r-2", &body("two"))])));
    for id in ["r-3", "r-3-attempt-0"] {
        server.add(&format!("/spend/logs?request_id={id}"), json_response(json!([failure(id)])));
    }
    let list = |cli: &Cli, options: &[&str]| cli.run(&[&["logs", "list"][..], &DAY, options].concat());
    let shown = list(&Cli::of(&server).on_terminal(80), &["--body", "--tag", "red,blue"]).ok().to_owned();
    let at = |text: &str| shown.find(text).unwrap_or_else(|| panic!("{text}: {shown}"));
    let (one, two) = (at("Request r-1: success\n"), at("Request r-2: success\n"));
    assert!(at("Time") < two && two < at("\"content\": \"two\"") && at("\"content\": \"one\"") > one, "{shown}");
    let rows = list(&Cli::of(&server), &["--body", "--tag", "blue", "--format", "ndjson"]).ok().to_owned();
    assert!(rows.contains("\"id\":\"two\"") && rows.lines().count() == 1, "{rows}");
    let none = list(&Cli::of(&server).on_terminal(80), &["--body", "--status", "failure", "--limit", "1"]);
    assert!(none.stderr.contains("the server keeps no bodies"), "{}", none.stderr);
    let followed = ["spend", "logs", "--follow", "--body", "--format", "json"];
    are_usage_errors(&[(&followed, "does not end")]);
}

#[test]
fn a_model_that_does_not_exist_is_reported_while_its_requests_are_awaited() {
    let server = FakeServer::new();
    let looks = AtomicUsize::new(0);
    server.add("/spend/logs/v2", move |_: &FakeRequest| {
        let is_first = looks.fetch_add(1, Ordering::Relaxed) == 0;
        let body = json!({"data": [], "total": 0, "page": 1, "total_pages": 0});
        if is_first { json_response(body) } else { FakeResponse::new(403).with_json(json!({"detail": "no more"})) }
    });
    server.add("/models", json_response(json!({"data": [{"id": "gpt-4o"}]})));
    server.add("/v1/model/info", json_response(json!({"data": []})));
    let followed = Cli::of(&server).run(&["logs", "tail", "--model", "gpt-5o", "--interval", "0.01"]);
    assert!(
        followed.stderr.contains("warning: the server has no model or access group `gpt-5o`"),
        "{}",
        followed.stderr
    );
}

#[test]
fn what_cannot_be_shown_is_refused_before_anything_is_sent() {
    are_usage_errors(&[
        (&["logs", "list", "--grep", "("], "invalid value '('"),
        (&["logs", "list", "--min-latency", "0"], "must be greater than zero"),
        (&["logs", "list", "--since", "1h", "--until", "2h"], "is before --since"),
        (&["logs", "list", "--since", "tomorrow"], "is in the future"),
        (&["logs", "tail", "--since", "2099-01-01"], "is in the future"),
        (&["logs", "stats", "--since", "2099-01-01", "--until", "2099-01-02"], "is in the future"),
        (&["logs", "tail", "--format", "json"], "`logs tail` does not end"),
        (&["spend", "logs", "--since", "last"], "--since last needs --follow"),
        (&["logs", "list", "--model", "a,"], "a value is required"),
        (&["logs", "list", "--status", "success,bad"], "invalid value 'bad'"),
        (&["logs", "stats", "--by", "cat"], "invalid value 'cat'"),
        (&["logs", "get"], "REQUEST_ID"),
    ]);
}
