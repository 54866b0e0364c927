//! `spend logs`: individual requests, listed or followed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, in_turn, json_response, request};

use crate::harness::Cli;

const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn log(number: u64, group: &str) -> Value {
    json!({"request_id": format!("r{number}"), "startTime": format!("2026-11-20T10:00:{number:02}.500000Z"), "status": "success",
           "model": format!("fake-{group}"), "model_group": group, "user": "u1", "team_id": "", "total_tokens": 30,
           "spend": 0.05, "api_key": HASH, "metadata": {"user_api_key_alias": if number == 1 { json!("ci") } else { Value::Null }}})
}

/// `/spend/logs/v2` of a server with this many requests, newest first.
struct LogPages(u64);

impl Respond for LogPages {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let page = request.number("page");
        let logs: Vec<Value> =
            (0..self.0).rev().skip((page - 1) * 2).take(2).map(|number| log(number, "gpt")).collect();
        json_response(
            json!({"data": logs, "total": self.0, "page": page, "page_size": 2, "total_pages": self.0.div_ceil(2)}),
        )
    }
}

const DAY: [&str; 4] = ["--since", "2026-11-20", "--until", "2026-11-20"];

#[test]
fn logs_reads_all_pages_newest_last() {
    let server = FakeServer::always(LogPages(5));
    let cli = Cli::of(&server).env("TZ", "America/New_York");
    let words = |more: &[&'static str]| [&["spend", "logs"], &DAY[..], more].concat();
    let whole = cli.run(&words(&["--format", "json"])).json();
    let ids =
        |list: &Value| list.as_array().expect("a list").iter().map(|log| log["request_id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&whole["data"]), ["r0", "r1", "r2", "r3", "r4"]);
    assert_eq!((&whole["total"], &whole["total_pages"], &whole["data"][1]), (&json!(5), &json!(1), &log(1, "gpt")));
    let lines = cli.run(&words(&["--format", "ndjson"]));
    let first: Value = serde_json::from_str(lines.ok().lines().next().expect("a line")).expect("JSON");
    assert_eq!((lines.stdout.lines().count(), first), (5, log(0, "gpt")));
    let run = cli.run(&words(&[]));
    assert!(run.ok().contains("│ 2026-11-20 05:00:01 ┆ success ┆ gpt   ┆ ci       ┆ u1   ┆"), "{run:#?}");
    assert!(run.stdout.contains("│ 2026-11-20 05:00:02 ┆ success ┆ gpt   ┆ aaaaaaaa ┆ u1   ┆"), "{run:#?}");
    let newest = cli.run(&words(&["--limit", "1", "--format", "csv"]));
    assert_eq!(
        newest.ok(),
        format!(
            "start_time,status,model,key_alias,api_key,user,team_id,total_tokens,spend,request_id,latency_ms,ttft_ms,customer,error\n2026-11-20T10:00:04.500000Z,success,gpt,,{HASH},u1,,30,0.05,r4,,,,\n"
        )
    );
    let line = |page: u32| {
        request(&format!(
            "GET /spend/logs/v2?start_date=2026-11-20%2000%3A00%3A00&end_date=2026-11-21%2000%3A00%3A00&page={page}&page_size=100"
        ))
    };
    let received = server.requests();
    assert!(
        received.contains(&line(1)) && received.contains(&line(3)) && !received.contains(&line(4)),
        "{received:#?}"
    );
}

#[test]
fn logs_filters_by_model_locally() {
    // Times are sent in whole seconds, up to the start of the next day.
    let at = |time: &str| {
        let mut log = log(9, "gpt");
        (log["request_id"], log["startTime"]) = (json!(time), json!(time));
        log
    };
    let (after, before) = (at("2026-11-21T00:00:00Z"), at("2026-11-19T23:59:59.9Z"));
    let logs = [after, log(3, "gpt"), log(2, "other"), log(1, "gpt"), before];
    let keys = json!({"keys": [{"token": HASH, "key_alias": "ci"}], "total_count": 1, "total_pages": 1});
    let server = FakeServer::with_routes([
        ("GET /spend/logs/v2", json_response(json!({"data": logs, "total": 5, "total_pages": 1}))),
        ("GET /key/list", json_response(keys)),
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": {"team_id": "t1"}, "keys": []}))),
    ]);
    let cli = Cli::of(&server);
    let words =
        ["--key", "ci", "--user", "u 1", "--team", "t1", "--status", "success", "--model", "gpt", "--format", "json"];
    let whole = cli.run(&[&["spend", "logs"], &DAY[..], &words].concat()).json();
    assert_eq!((whole["data"].as_array().map(Vec::len), &whole["total"]), (Some(2), &json!(2)));
    let asked_of_logs = |received: Vec<(String, Value)>| {
        received.into_iter().rfind(|(line, _)| line.contains("/spend/")).expect("a request").0
    };
    assert_eq!(
        asked_of_logs(server.requests()),
        format!(
            "GET /spend/logs/v2?start_date=2026-11-20%2000%3A00%3A00&end_date=2026-11-21%2000%3A00%3A00&user_id=u%201&team_id=t1&model_group=gpt&status_filter=success&page=1&page_size=100&api_key={HASH}"
        )
    );
    cli.run(&["spend", "logs", "--request-id", "r1", "--key", "litellm_proxy_master_key"]).ok();
    let line = asked_of_logs(server.requests());
    assert!(
        line.starts_with("GET /spend/logs/v2?start_date=1970-01-01%2000%3A00%3A00&") && line.contains("request_id=r1"),
        "{line}"
    );
    assert!(line.ends_with("api_key=litellm_proxy_master_key"), "{line}");
}

fn page_of(numbers: &[u64]) -> FakeResponse {
    let logs: Vec<Value> = numbers
        .iter()
        .map(|number| {
            let mut log = log(*number, "gpt");
            // Later than the start of any window.
            log["startTime"] = json!(format!("2999-01-01T00:00:{number:02}Z"));
            log
        })
        .collect();
    json_response(json!({"data": logs, "total": logs.len(), "total_pages": 1}))
}

const FOLLOW: [&str; 7] = ["spend", "logs", "--follow", "--interval", "0.01", "--format", "ndjson"];

fn refusal(status: u16) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"detail": "no"}))
}

#[test]
fn follow_prints_each_request_once_until_refused() {
    let server = FakeServer::always(in_turn([
        page_of(&[2, 1]),
        page_of(&[2, 1]),
        page_of(&[4, 3, 2, 1]),
        refusal(500),
        refusal(500),
        refusal(500),
        page_of(&[5, 4, 3]),
        refusal(403),
    ]));
    let cli = Cli::of(&server);
    let run = cli.run(&FOLLOW);
    let ids: Vec<_> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["request_id"].clone())
        .collect();
    assert_eq!((run.code, ids), (4, ["r1", "r2", "r3", "r4", "r5"].map(Value::from).to_vec()), "{run:#?}");
    assert_eq!(run.stderr.matches("retrying").count(), 1, "{run:#?}");
    assert_eq!(run.stderr.matches("the server is responding again").count(), 1, "{run:#?}");
    assert!(run.stderr.contains("error: no (HTTP 403)"), "{run:#?}");
}

/// A server of the newer kind whose clock is this many hours ahead: it lists the requests of a window by its own clock,
/// latest end first.
struct OtherClock {
    hours: i64,
    /// Ids and ages in seconds.
    logs: Vec<(&'static str, i64)>,
}

impl OtherClock {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now() + jiff::SignedDuration::from_hours(self.hours)
    }
}

impl Respond for OtherClock {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let parameter = |name: &str| {
            let text = request.parameter(name).expect("a time").replace(' ', "T");
            format!("{text}Z").parse::<jiff::Timestamp>().expect("a time")
        };
        let window = parameter("start_date")..=parameter("end_date");
        let started = |age: i64| self.now() - jiff::SignedDuration::from_secs(age);
        let rows = self.logs.iter().filter(|(_, age)| window.contains(&started(*age)));
        let rows: Vec<Value> = rows
            .map(|(id, age)| json!({"request_id": id, "startTime": started(*age), "endTime": started(*age)}))
            .collect();
        let date = self.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let body = json!({"data": rows, "total": rows.len(), "total_pages": 1, "total_is_capped": false});
        json_response(body).with_header("date", date)
    }
}

#[test]
fn windows_are_by_the_servers_clock() {
    let logs = || vec![("new", 30), ("older", 300), ("old", 1_200)];
    for (hours, words, requests) in
        [(-1, "60 minutes behind", 2), (1, "60 minutes ahead of", 2), (-30, "30 hours behind", 2), (0, "", 1)]
    {
        let server = FakeServer::always(OtherClock { hours, logs: logs() });
        let run = Cli::of(&server).run(&["spend", "logs", "--since", "10m", "--format", "json"]);
        let rows = run.json();
        let ids: Vec<_> = rows["data"].as_array().expect("rows").iter().map(|log| log["request_id"].clone()).collect();
        assert_eq!(ids, ["older", "new"], "{hours}");
        assert_eq!(server.received().len(), requests, "{hours}");
        let warning = if words.is_empty() {
            String::new()
        } else {
            format!("warning: the server's clock is {words} this machine's; times are by the server's clock\n")
        };
        assert_eq!(run.stderr, warning, "{hours}");
        // Dates do not depend on a clock.
        let run = Cli::of(&server).run(&[&["spend", "logs", "--format", "json"], &DAY[..]].concat());
        assert_eq!((run.code, run.stderr.as_str(), server.received().len()), (0, "", requests + 1), "{hours}");
    }
}

#[test]
fn follow_finds_requests_of_a_server_with_another_clock() {
    for hours in [-1, 1, 30] {
        let server = FakeServer::new();
        server.add("/spend/logs/v2", OtherClock { hours, logs: vec![("new", 30), ("old", 1_200)] });
        let cli = Cli::of(&server);
        let words = ["spend", "logs", "--follow", "--since", "10m", "--interval", "0.01", "--format", "ndjson"];
        let mut child =
            cli.shell("exec \"$@\"", &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        assert!(line.contains("\"new\""), "{hours}: {line}");
        server
            .add_first("/spend/logs/v2", OtherClock { hours, logs: vec![("newest", 1), ("new", 40), ("old", 1_210)] });
        line.clear();
        stdout.read_line(&mut line).expect("a line");
        assert!(line.contains("newest"), "{hours}: {line}");
        server.add_first("/spend/logs/v2", refusal(403));
        let mut output = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut output).expect("UTF-8");
        assert_eq!(output.matches("the server's clock is").count(), 1, "{output}");
        assert_eq!(child.wait().expect("a status").code(), Some(4));
    }
}

#[test]
fn follow_reads_newer_servers_by_end() {
    let ended = |number: u64, seconds: i64| {
        let mut log = log(number, "gpt");
        let time = jiff::Timestamp::now() - jiff::SignedDuration::from_secs(seconds);
        (log["startTime"], log["endTime"]) = (json!(time), json!(time));
        log
    };
    let page = |logs: Vec<Value>, pages: u32| {
        json_response(json!({"data": logs, "total_pages": pages, "total_is_capped": false}))
    };
    let server = FakeServer::always(in_turn([
        // Pages after those that ended before the overlap are not read.
        page(vec![ended(3, 5), ended(2, 10)], 9),
        page(vec![ended(1, 600), ended(0, 700)], 9),
        page(vec![ended(4, 1), ended(3, 5)], 9),
        // This look is not complete, so its requests are found again.
        refusal(500),
        refusal(500),
        refusal(500),
        page(vec![ended(5, 0), ended(4, 2)], 9),
        page(vec![ended(1, 600)], 9),
        refusal(403),
    ]));
    let run = Cli::of(&server).run(&[&FOLLOW[..], &["--limit", "2"]].concat());
    let ids: Vec<_> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["request_id"].clone())
        .collect();
    assert_eq!((run.code, ids), (4, ["r2", "r3", "r4", "r5"].map(Value::from).to_vec()), "{run:#?}");
    let lines: Vec<String> = server.requests().into_iter().map(|(line, _)| line).collect();
    assert!(lines.iter().all(|line| line.contains("&sort_by=endTime&sort_order=desc&")), "{lines:#?}");
    assert!(lines[0].contains("page=1&page_size=100") && lines[2].contains("page=1&page_size=200"), "{lines:#?}");
}

#[test]
fn follow_starts_with_the_newest_and_fails_on_the_first_error() {
    let server = FakeServer::always(in_turn([page_of(&[3, 2, 1]), refusal(401)]));
    let cli = Cli::of(&server);
    let words = ["spend", "logs", "-f", "--interval", "0.01", "--limit", "1", "--format", "csv"];
    let run = cli.run(&words);
    assert!(run.code == 4 && run.stdout.lines().count() == 2 && run.stdout.ends_with(",r3,,,,\n"), "{run:#?}");
    let server = FakeServer::always(in_turn([refusal(500)]));
    let cli = Cli::of(&server);
    let run = cli.run(&FOLLOW);
    assert!(run.fails(6).starts_with("error: "), "{run:#?}");
}

#[test]
fn missing_request_or_user_is_not_found_and_no_logs_is_a_success() {
    let nothing = || json_response(json!({"data": [], "total": 0, "page": 1, "page_size": 100, "total_pages": 0}));
    let of_users = |status: u16, body: Value| FakeResponse::new(status).with_json(body);
    let unknown = json!({"error": {"message": "User u9 not found", "type": "internal_server_error", "code": "404"}});
    let user = json!({"user_id": "u9", "user_info": {"user_id": "u9"}, "keys": [], "teams": []});
    for (words, (status, response), code, output, looks) in [
        (&["--request-id", "r9"][..], (500, json!({})), 3, "no such request has the id `r9`", 0),
        (&["--request-id", "r9", "--since", "1h"], (500, json!({})), 3, "has the id `r9`", 0),
        (&["--user", "u9"], (404, unknown.clone()), 3, "error: no user has the id `u9`\n", 1),
        (&["--user", "u9", "--limit", "3"], (404, unknown), 3, "error: no user has the id `u9`\n", 1),
        (&["--user", "u9"], (200, user), 0, "", 1),
        // Callers that are not admins may not read users.
        (&["--user", "u9"], (403, json!({"detail": "no"})), 0, "", 1),
        (&["--user", "default_user_id"], (404, json!({})), 0, "", 0),
        (&["--status", "failure"], (404, json!({})), 0, "", 0),
    ] {
        let server = FakeServer::with_routes([
            ("GET /spend/logs/v2", nothing()),
            ("GET /user/info", of_users(status, response)),
        ]);
        let run = Cli::of(&server).run(&[&["spend", "logs", "--format", "csv"], words].concat());
        assert_eq!(run.code, code, "{words:?}: {run:#?}");
        assert!(run.stderr.contains(output) && run.stdout.is_empty() == (code != 0), "{words:?}: {run:#?}");
        let looked = server.requests().into_iter().filter(|received| *received == request("GET /user/info?user_id=u9"));
        assert_eq!(looked.count(), looks, "{words:?}");
    }
}

#[test]
fn follow_keeps_column_widths() {
    let mut wide = log(4, "a-model-with-a-name-that-is-longer-than-most");
    wide["metadata"]["user_api_key_alias"] = json!("a-key-with-a-long-alias-too");
    wide["startTime"] = json!("2999-01-01T00:00:04Z");
    let later = json_response(json!({"data": [wide], "total": 1, "total_pages": 1}));
    let answers = [page_of(&[2, 1]), page_of(&[3]), later, refusal(401)];
    let server = FakeServer::always(in_turn(answers));
    let cli = Cli::of(&server);
    let words = ["spend", "logs", "-f", "--interval", "0.01"];
    let run = cli.run(&words);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!((run.code, lines.len()), (4, 5), "{run:#?}");
    let place = |line: &str, text: &str| line.find(text).map(|at| line.get(..at).expect("text").chars().count());
    for (title, cell) in [("Model", "gpt"), ("User", "u1"), ("Request ID", "r")] {
        assert_eq!(place(lines[0], title), place(lines[1], &format!("  {cell}")).map(|at| at + 2), "{run:#?}");
        assert_eq!(place(lines[1], &format!("  {cell}")), place(lines[2], &format!("  {cell}")), "{run:#?}");
    }
    assert!(
        lines[4].contains("  a-model-with-a-name-that-is-longer-than-most  a-key-with-a-long-alias-too  u1"),
        "{run:#?}"
    );
}

#[test]
fn follow_ends_on_ctrl_c_and_closed_pipe() {
    let server = FakeServer::always(in_turn([page_of(&[1])]));
    let cli = Cli::of(&server);
    let mut child =
        cli.shell("exec \"$@\"", &FOLLOW).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line");
    assert!(line.contains("r1"), "{line}");
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    let mut output = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut output).expect("UTF-8");
    assert_eq!(
        (child.wait().expect("a status").code(), output.as_str()),
        (Some(130), "error: interrupted: shown so far: 1 request\n")
    );
    // No new requests arrive, so no write notices the closed pipe.
    let script = "{ timeout 60 \"$@\"; echo code $? >&2; } | head -1";
    let ended = cli.shell(script, &FOLLOW).output().expect("a shell");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "code 0\n");
}
