//! `spend`: requests, sums and output.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, Respond, json_response, request};

use crate::in_process::{Cli, are_usage_errors};

const DAYS: [&str; 4] = ["--since", "2026-11-18", "--until", "2026-11-21"];
const RANGE: &str = "start_date=2026-11-18&end_date=2026-11-21&page=1&page_size=1000";
const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn metrics(requests: u64, failed: u64, spend: f64) -> Value {
    json!({"spend": spend, "total_tokens": requests * 30, "api_requests": requests,
           "successful_requests": requests - failed, "failed_requests": failed})
}

fn share(requests: u64, failed: u64, spend: f64, metadata: &Value) -> Value {
    json!({"metrics": metrics(requests, failed, spend), "metadata": metadata, "api_key_breakdown": {}})
}

/// Two days with two of everything; two requests of the first day reached no model.
fn activity() -> Value {
    let known = |name: &str| json!({"key_alias": name, "team_alias": name, "user_email": name, "alias": name});
    let nothing = json!({"key_alias": null, "team_alias": null});
    let cut = |one: &Value, other: &Value, other_name: &str| json!({"one": one, other_name: other});
    let (one, two) = (share(1, 0, 0.1, &known("First")), share(2, 1, 0.2, &nothing));
    json!({
        "results": [
            {"date": "2026-11-20", "metrics": metrics(5, 0, 0.5),
             "breakdown": {"entities": {"one": share(5, 0, 0.5, &known("First"))},
                           "api_keys": {"one": share(5, 0, 0.5, &known("First"))},
                           "model_groups": {"gpt": share(5, 0, 0.5, &json!({}))}}},
            {"date": "2026-11-18", "metrics": metrics(3, 1, 0.3),
             "breakdown": {"entities": cut(&one, &two, "Unassigned"), "api_keys": cut(&one, &two, HASH),
                           "model_groups": {"gpt": share(1, 0, 0.3, &json!({}))}}},
        ],
        "metadata": {"total_spend": 0.8, "total_tokens": 240, "total_api_requests": 8, "total_successful_requests": 7,
                     "total_failed_requests": 1, "page": 1, "total_pages": 1, "has_more": false},
    })
}

fn of_days<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&["spend"], words, &DAYS, more].concat()
}

#[test]
fn each_report_uses_its_endpoint_and_adds_up() {
    let server = FakeServer::always_json(activity());
    let cli = Cli::of(&server);
    let named = |second: &str| {
        format!(
            "id,name,requests,tokens,failed_requests,spend,share_percent\none,First,6,180,0,0.6,75\n{second},,2,60,1,0.2,25\n"
        )
    };
    for (noun, path, expected) in [
        ("keys", "user", named(HASH)),
        ("users", "user", named("Unassigned")),
        ("teams", "team", named("Unassigned")),
        ("customers", "customer", named("Unassigned")),
        (
            "models",
            "user",
            "id,requests,tokens,failed_requests,spend,share_percent\ngpt,6,180,0,0.8,100\nUnassigned,2,60,1,0,0\n"
                .to_owned(),
        ),
    ] {
        let run = cli.run(&of_days(&[noun], &["--format", "csv"]));
        assert_eq!((run.ok(), run.stderr.as_str()), (expected.as_str(), ""), "{noun}");
        let line = format!("GET /{path}/daily/activity?{RANGE}");
        assert_eq!(server.requests().last(), Some(&request(&line)), "{noun}");
    }
}

#[test]
fn json_has_days_and_tables_have_totals() {
    let server = FakeServer::always_json(activity());
    let cli = Cli::of(&server);
    let rows = cli.run(&of_days(&["keys"], &["--format", "json"])).json();
    let day = |date: &str, requests: u64, failed: u64, spend: f64| json!({"date": date, "requests": requests, "tokens": requests * 30, "failed_requests": failed, "spend": spend});
    let second = json!({"id": HASH, "name": null, "requests": 2, "tokens": 60, "failed_requests": 1, "spend": 0.2,
        "share_percent": 25.0,
        "days": [day("2026-11-18", 2, 1, 0.2), day("2026-11-19", 0, 0, 0.0), day("2026-11-20", 0, 0, 0.0),
                 day("2026-11-21", 0, 0, 0.0)]});
    assert_eq!((rows.as_array().map(Vec::len), &rows[1]), (Some(2), &second));
    let lines = cli.run(&of_days(&["keys"], &["--format", "ndjson"]));
    assert_eq!(lines.ok().lines().nth(1).map(|line| serde_json::from_str::<Value>(line).expect("JSON")), Some(second));
    let run = cli.run(&of_days(&["keys"], &[]));
    assert!(run.ok().contains("│ Key "), "{run:#?}");
    assert!(
        run.stdout.contains(&format!("│ {HASH} ┆       ┆        2 ┆     60 ┆      1 ┆ $0.20 ┆ 25.0% │")),
        "{run:#?}"
    );
    assert_eq!(run.stderr, "$0.80 in 8 requests, 2026-11-18 to 2026-11-21, days in UTC\n");
    let run = cli.run(&of_days(&["keys"], &["--top", "1", "--sort", "requests"]));
    assert!(!run.ok().contains(HASH), "{run:#?}");
    assert!(run.stderr.starts_with("1 of 2; $0.80 in 8 requests"), "{run:#?}");
}

#[test]
fn master_key_is_named() {
    let hash = litellm_proxy_client::key_hash(KEY);
    let of = |id: &str| {
        let part = share(1, 0, 0.1, &json!({"key_alias": null}));
        json_response(json!({"results": [{"date": "2026-11-20", "metrics": metrics(1, 0, 0.1),
            "breakdown": {"api_keys": {id: part}}}]}))
    };
    let unknown = || FakeResponse::new(404).with_json(json!({"detail": "Key not found in database"}));
    let own = || json_response(json!({"key": hash, "info": {"token": hash}}));
    for (id, known, name, looks) in [
        (hash.as_str(), unknown(), "master key", 1),
        // The caller's key without an alias.
        (hash.as_str(), own(), "", 1),
        (HASH, unknown(), "", 0),
        ("litellm_proxy_master_key", unknown(), "master key", 0),
    ] {
        let server = FakeServer::with_routes([("GET /user/daily/activity", of(id)), ("GET /key/info", known)]);
        let run = Cli::of(&server).run(&of_days(&["keys"], &["--format", "csv"]));
        assert!(run.ok().ends_with(&format!("\n{id},{name},1,30,0,0.1,100\n")), "{run:#?}");
        let looked = server.requests().iter().filter(|received| format!("{received:?}").contains("/key/info")).count();
        assert_eq!(looked, looks, "{id}");
    }
}

#[test]
fn sort_option_orders_rows() {
    let part = |spend: f64, requests: u64, tokens: u64| json!({"metrics": {"spend": spend, "api_requests": requests, "total_tokens": tokens}});
    let server = FakeServer::always_json(json!({"results": [{"date": "2026-11-20",
        "metrics": {"spend": 0.6, "api_requests": 6, "total_tokens": 6},
        "breakdown": {"entities": {"a": part(0.1, 2, 3), "b": part(0.2, 3, 1), "c": part(0.3, 1, 2)}}}]}));
    for (sort, expected) in [("spend", "cba"), ("requests", "bac"), ("tokens", "acb")] {
        let run = Cli::of(&server).run(&of_days(&["teams"], &["--sort", sort, "--format", "json"]));
        let ids: String = run
            .json()
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| row["id"].as_str().expect("an id").to_owned())
            .collect();
        assert_eq!(ids, expected, "{sort}");
    }
}

#[test]
fn tag_shares_are_relative_to_total_spend() {
    let server = FakeServer::with_routes([
        ("GET /tag/daily/activity", json_response(activity())),
        (
            "GET /user/daily/activity",
            json_response(json!({
            "results": [{"date": "2026-11-20", "metrics": metrics(3, 0, 1.2)}], "metadata": {"total_pages": 1}})),
        ),
    ]);
    let run = Cli::of(&server).run(&of_days(&["tags"], &["--format", "csv"]));
    assert!(run.ok().contains("one,6,180,0,0.6,50\n") && run.stderr.is_empty(), "{run:#?}");
    // The table explains why the shares add up to more.
    let run = Cli::of(&server).run(&of_days(&["tags"], &[]));
    assert_eq!(
        (run.ok().contains(" 50.0% │"), run.stderr.as_str()),
        (
            true,
            "a request counts for each of its tags, so shares may add up to more than 100%; 2026-11-18 to 2026-11-21, days in UTC\n"
        )
    );
    // A share is never more than 100%.
    let whole =
        json!({"results": [{"date": "2026-11-20", "metrics": metrics(3, 0, 0.5)}], "metadata": {"total_pages": 1}});
    let server = FakeServer::with_routes([
        ("GET /tag/daily/activity", json_response(activity())),
        ("GET /user/daily/activity", json_response(whole)),
    ]);
    let run = Cli::of(&server).run(&of_days(&["tags"], &["--format", "csv"]));
    assert!(run.ok().contains("one,6,180,0,0.6,\n"), "{run:#?}");
    assert_eq!(run.stderr, "");
    // Callers that may not read the total see the rest.
    let server = FakeServer::with_routes([("GET /tag/daily/activity", json_response(activity()))]);
    let run = Cli::of(&server).run(&of_days(&["tags"], &["--format", "csv"]));
    assert!(run.ok().contains("one,6,180,0,0.6,\n"), "{run:#?}");
    assert!(run.stderr.contains("shares are unknown"), "{run:#?}");
}

#[test]
fn missing_user_emails_are_fetched() {
    let page = json!({"results": [{"date": "2026-11-20", "metrics": metrics(3, 0, 0.3), "breakdown": {"entities": {
        "u1": share(1, 0, 0.1, &json!({})), "u,2": share(1, 0, 0.1, &json!({})), "Unassigned": share(1, 0, 0.1, &json!({}))}}}]});
    let users = json!({"users": [{"user_id": "u1", "user_email": "one@example.com"}], "total": 1});
    let server = FakeServer::with_routes([
        ("GET /user/daily/activity", json_response(page.clone())),
        ("GET /user/list", json_response(users)),
    ]);
    let run = Cli::of(&server).run(&of_days(&["users"], &["--format", "csv"]));
    assert!(run.ok().contains("u1,one@example.com,1,"), "{run:#?}");
    assert_eq!(server.requests()[1], request("GET /user/list?user_ids=u1&page=1&page_size=100&sort_by=user_id"));
    for (status, words) in [(401, ""), (403, ""), (500, "users are shown without their names")] {
        let refusal = FakeResponse::new(status).with_json(json!({"detail": "no"}));
        let server = FakeServer::with_routes([
            ("GET /user/daily/activity", json_response(page.clone())),
            ("GET /user/list", refusal),
        ]);
        let run = Cli::of(&server).run(&of_days(&["users"], &["--format", "csv"]));
        assert!(run.ok().contains("u1,,1,"), "{run:#?}");
        assert!(run.stderr.is_empty() == words.is_empty() && run.stderr.contains(words), "{run:#?}");
    }
}

#[test]
fn mismatched_totals_are_a_warning() {
    let mut less = activity();
    less["metadata"]["total_api_requests"] = json!(9);
    let mut other = activity();
    other["results"][0]["breakdown"]["api_keys"] = json!({});
    for (page, words) in [
        (less, "they add up to 8 requests and $0.8, and the server counts 9 requests and $0.8"),
        (other, "they add up to 3 requests and $0.3, and the server counts 8 requests and $0.8"),
    ] {
        let server = FakeServer::always_json(page);
        let run = Cli::of(&server).run(&of_days(&["keys"], &["--format", "csv"]));
        assert!(run.code == 0 && run.stderr.contains(words), "{run:#?}");
    }
}

/// A server with this many rows per day and per page; each part of a split day is one row.
struct Rows {
    days: Vec<(&'static str, u64)>,
    page_size: u64,
    aggregated: Option<u64>,
}

impl Respond for Rows {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let parameter = |name: &str| request.parameter(name);
        let (first, last) = (parameter("start_date").expect("a day"), parameter("end_date").expect("a day"));
        if request.path().ends_with("/aggregated") {
            return match self.aggregated {
                Some(requests) => {
                    json_response(json!({"results": [], "metadata": {"total_spend": 0.0, "total_tokens": 0,
                    "total_api_requests": requests, "total_successful_requests": requests, "total_failed_requests": 0}}))
                }
                None => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
            };
        }
        let rows: Vec<&str> = self
            .days
            .iter()
            .filter(|(day, _)| first.as_str() <= *day && *day <= last.as_str())
            .flat_map(|(day, count)| (0..*count).map(move |_| *day))
            .collect();
        let size = usize::try_from(self.page_size).expect("small");
        let page: Vec<&str> = rows.iter().skip((request.number("page") - 1) * size).take(size).copied().collect();
        let mut dates = page.clone();
        dates.dedup();
        let results: Vec<Value> = dates
            .iter()
            .map(|date| {
                let count = page.iter().filter(|day| *day == date).count();
                let numbers = json!({"api_requests": count, "successful_requests": count});
                json!({"date": date, "metrics": numbers, "breakdown": {"entities": {"t": {"metrics": numbers}}}})
            })
            .collect();
        json_response(json!({"results": results, "metadata": {"total_spend": 0.0, "total_tokens": 0,
            "total_api_requests": page.len(), "total_successful_requests": page.len(), "total_failed_requests": 0,
            "total_pages": rows.len().div_ceil(size)}}))
    }
}

fn with_rows(rows: Rows) -> FakeServer {
    FakeServer::always(rows)
}

#[test]
fn days_beyond_the_first_page_are_fetched_once() {
    let days = vec![("2026-11-21", 3), ("2026-11-20", 4), ("2026-11-19", 12), ("2026-11-18", 2)];
    let server = with_rows(Rows { days, page_size: 5, aggregated: Some(12) });
    let run = Cli::of(&server).run(&of_days(&["teams"], &["--format", "json"]));
    let rows = run.json();
    let counts: Vec<_> = rows[0]["days"].as_array().expect("days").iter().map(|day| day["requests"].clone()).collect();
    assert_eq!((counts, run.stderr.as_str()), (vec![json!(2), json!(12), json!(4), json!(3)], ""));
    let mut lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    lines.dedup();
    let page = |first: &str, last: &str, page: u32| {
        format!(
            "GET /team/daily/activity?start_date=2026-11-{first}&end_date=2026-11-{last}&page={page}&page_size=1000"
        )
    };
    let aggregated = "GET /team/daily/activity/aggregated?start_date=2026-11-19&end_date=2026-11-19".to_owned();
    assert_eq!(lines[0], page("18", "21", 1));
    let mut expected = vec![page("18", "21", 1), page("20", "20", 1), page("19", "19", 1), page("18", "18", 1)];
    expected.extend([page("19", "19", 2), page("19", "19", 3), aggregated]);
    // Pages are fetched a few at a time.
    lines.sort_unstable();
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

#[test]
fn busy_days_cost_one_request_each() {
    let dates: Vec<String> = (1..=30).map(|day| format!("2026-11-{day:02}")).collect();
    let month = ["spend", "teams", "--since", "2026-11-01", "--until", "2026-11-30", "--format", "json"];
    for (rows, requests) in [(5, 31), (4, 30), (1, 8), (0, 1)] {
        let days = dates.iter().rev().map(|date| (&*date.clone().leak(), rows)).collect();
        let server = with_rows(Rows { days, page_size: 5, aggregated: None });
        let found = Cli::of(&server).run(&month).json();
        let sum = found.as_array().expect("rows").first().map_or(json!(0), |row| row["requests"].clone());
        assert_eq!((sum, server.received().len()), (json!(30 * rows), requests), "{rows} rows a day");
    }
}

#[test]
fn quiet_days_beyond_the_first_page_cost_one_request() {
    let days = vec![("2026-11-30", 3), ("2026-11-29", 3), ("2026-11-02", 1)];
    let server = with_rows(Rows { days, page_size: 5, aggregated: None });
    let words = ["spend", "teams", "--since", "2026-11-01", "--until", "2026-11-30", "--format", "json"];
    let rows = Cli::of(&server).run(&words).json();
    assert_eq!((&rows[0]["requests"], server.received().len()), (&json!(7), 2));
}

/// A response of a server whose clock is this many hours ahead.
fn dated(hours: i64, body: Value) -> FakeResponse {
    let time = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours);
    json_response(body).with_header("date", time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

#[test]
fn days_are_counted_by_the_servers_clock() {
    for (hours, words) in [(-48, "2 days behind"), (48, "2 days ahead of")] {
        let server = FakeServer::from_fn(move |_| dated(hours, json!({"results": []})));
        let today = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(hours)).strftime("%Y-%m-%d").to_string();
        for noun in ["keys", "trend"] {
            let run = Cli::of(&server).run(&["spend", noun, "--since", "3d", "--format", "csv"]);
            run.ok();
            let warning =
                format!("warning: the server's clock is {words} this machine's; times are by the server's clock\n");
            assert_eq!(run.stderr, warning, "{noun}");
            let (last, _) = server.requests().pop().expect("a request");
            assert!(last.contains(&format!("end_date={today}")), "{last} {today}");
        }
        // Two requests each: the first showed the clock.
        assert_eq!(server.received().len(), 4);
        let run = Cli::of(&server).run(&of_days(&["keys"], &["--format", "csv"]));
        assert_eq!((run.stderr.as_str(), server.received().len()), ("", 5), "dates do not depend on a clock");
    }
    let server = FakeServer::from_fn(|_| dated(0, json!({"results": []})));
    let run = Cli::of(&server).run(&["spend", "keys", "--since", "3d", "--format", "csv"]);
    assert_eq!((run.code, run.stderr.as_str(), server.received().len()), (0, "", 1));
}

#[test]
fn split_day_is_verified_or_marked_doubtful() {
    for (aggregated, words) in [
        (Some(7), "they add up to 6 requests and $0, and the server counts 7 requests and $0"),
        (None, "the numbers of 2026-11-21 may be off"),
    ] {
        let server = with_rows(Rows { days: vec![("2026-11-21", 6)], page_size: 5, aggregated });
        let run = Cli::of(&server).run(&of_days(&["teams"], &["--format", "csv"]));
        assert!(run.ok().contains("t,,6,") && run.stderr.contains(words), "{run:#?}");
    }
}

#[test]
fn ignored_end_date_does_not_loop_forever() {
    let mut page = activity();
    page["metadata"]["total_pages"] = json!(2);
    let server = FakeServer::always_json(page);
    Cli::of(&server).run(&of_days(&["teams"], &["--format", "csv"])).ok();
    assert!(server.received().len() < 10);
}

#[test]
fn trend_has_a_row_per_day_or_model() {
    let server = FakeServer::always_json(activity());
    let cli = Cli::of(&server);
    assert_eq!(
        cli.run(&of_days(&["trend"], &["--format", "csv"])).ok(),
        "date,requests,tokens,failed_requests,spend\n2026-11-18,3,90,1,0.3\n2026-11-19,0,0,0,0\n2026-11-20,5,150,0,0.5\n2026-11-21,0,0,0,0\n"
    );
    assert_eq!(
        cli.run(&of_days(&["trend"], &["--by", "model", "--format", "csv"])).ok(),
        "date,model,requests,tokens,failed_requests,spend\n2026-11-18,gpt,1,30,0,0.3\n2026-11-18,Unassigned,2,60,1,0\n2026-11-20,gpt,5,150,0,0.5\n"
    );
    let rows = cli.run(&of_days(&["trend"], &["--format", "json"])).json();
    assert_eq!(rows[0], json!({"date": "2026-11-18", "requests": 3, "tokens": 90, "failed_requests": 1, "spend": 0.3}));
    let run = cli.run(&of_days(&["trend"], &[]));
    assert!(run.ok().contains("│ 2026-11-20 ┆        5 ┆    150 ┆      0 ┆ $0.50 │"), "{run:#?}");
    assert_eq!(server.requests()[0], request(&format!("GET /user/daily/activity?{RANGE}")));
}

#[test]
fn no_spend_is_an_empty_list() {
    let server = FakeServer::always_json(json!({"results": [], "metadata": {"total_pages": 0}}));
    let cli = Cli::of(&server);
    for noun in ["keys", "tags", "trend"] {
        assert_eq!(cli.run(&of_days(&[noun], &["--format", "json"])).json(), json!([]), "{noun}");
    }
    let run = cli.run(&of_days(&["keys"], &[]));
    assert!(run.ok().contains("Requests") && run.stderr.starts_with("$0.00 in 0 requests, "), "{run:#?}");
}

#[test]
fn total_is_the_servers_total() {
    let server = FakeServer::always(
        FakeResponse::new(200).with_body(r#"{"spend":0.0520,"max_budget":0.0}"#, "application/json"),
    );
    assert_eq!(Cli::of(&server).run(&["spend", "total"]).ok(), "{\n  \"spend\": 0.0520,\n  \"max_budget\": 0.0\n}\n");
    assert_eq!(server.requests(), [request("GET /global/spend")]);
}

#[test]
fn dry_run_sends_nothing() {
    let server = FakeServer::always_json(Value::Null);
    let cli = Cli::of(&server);
    for (words, path) in [
        (&["spend", "keys"][..], "/user/daily/activity?"),
        (&["spend", "tags"], "/tag/daily/activity?"),
        (&["spend", "trend"], "/user/daily/activity?"),
        (&["spend", "total"], "/global/spend"),
        (&["spend", "logs", "--key", "sk-1", "--team", "t"], "/spend/logs/v2?"),
        (&["spend", "logs", "--limit", "3"], "/spend/logs/v2?"),
        (&["spend", "logs", "--follow"], "/spend/logs/v2?"),
    ] {
        let run = cli.run(&[words, &["--curl"]].concat());
        assert!(run.ok().starts_with(&format!("curl -X GET '{}{path}", server.uri())), "{run:#?}");
    }
    assert_eq!(server.requests(), []);
}

#[test]
fn refusals_set_the_exit_code() {
    for (status, code) in [(401, 4), (403, 4), (404, 3), (400, 1)] {
        let server = FakeServer::always(FakeResponse::new(status).with_json(json!({"detail": "not for you"})));
        for noun in ["keys", "tags", "customers", "trend", "total", "logs"] {
            let run = Cli::of(&server).run(&["spend", noun]);
            assert!(run.fails(code).contains("not for you"), "{noun}: {run:#?}");
        }
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["spend"], "Usage: litellm-proxy spend"),
        (&["spend", "keys", "--since", "soon"], "not a time"),
        (
            &["spend", "keys", "--since", "2026-11-02", "--until", "2026-11-01"],
            "--until (2026-11-01) is before --since (2026-11-02)",
        ),
        (&["spend", "trend", "--since", "1d", "--until", "2d"], "is before --since"),
        (&["spend", "logs", "--since", "1h", "--until", "2h"], "is before --since"),
        (&["spend", "logs", "--since", "tomorrow"], "is in the future"),
        (&["spend", "trend", "--since", "2099-01-01", "--until", "2099-01-02"], "is in the future"),
        (&["spend", "keys", "--since", "99999999w"], "too long ago"),
        (&["spend", "users", "--top", "0"], "--top"),
        (&["spend", "teams", "--sort", "name"], "--sort"),
        (&["spend", "trend", "--by", "key"], "--by"),
        (&["spend", "logs", "--limit", "0"], "--limit"),
        (&["spend", "logs", "--status", "odd"], "--status"),
        (&["spend", "logs", "--interval", "1"], "--follow"),
        (&["spend", "logs", "--follow", "--interval", "0"], "--interval"),
        (&["spend", "logs", "--follow", "--until", "1h"], "--until"),
        (&["spend", "logs", "--follow", "--request-id", "r"], "--request-id"),
        (&["spend", "logs", "--follow", "--format", "yaml"], "use --format ndjson"),
        (&["spend", "logs", "--key", ""], "--key"),
    ]);
}
