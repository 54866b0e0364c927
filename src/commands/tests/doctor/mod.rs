//! `doctor`: one finding per cause, its command, the requests, and what is never shown.

mod models;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, Run, json_response};

use crate::in_process::{Cli, are_usage_errors};

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message, "type": "x", "code": status.to_string()}}))
}

/// The routes of a server without faults, with two deployments, for the master key.
fn healthy() -> Vec<(&'static str, FakeResponse)> {
    let model = |id: &str, name: &str| {
        json!({"model_name": name, "litellm_params": {"model": "openai/x", "api_base": "http://10.0.0.9/v1"},
            "model_info": {"id": id, "db_model": true, "input_cost_per_token": 0.001}})
    };
    vec![
        ("GET /health/readiness", json_response(json!({"status": "healthy", "db": "connected"}))),
        ("GET /health/liveliness", json_response(json!("I'm alive!"))),
        (
            "GET /health/readiness/details",
            json_response(json!({"status": "healthy", "db": "connected", "litellm_version": "1.110.2"})),
        ),
        ("GET /key/info", refusal(404, "Key not found in database")),
        ("GET /router/settings", json_response(json!({"current_values": {"fallbacks": []}}))),
        ("GET /config/field/info", json_response(json!({"field_name": "store_model_in_db", "field_value": true}))),
        ("GET /health/latest", json_response(json!({"latest_health_checks": {}}))),
        ("GET /health/deployment_warnings", json_response(json!({"warnings": []}))),
        ("GET /health/license", json_response(json!({"has_license": false, "expiration_date": null}))),
        ("GET /get/config/callbacks", json_response(json!({"callbacks": []}))),
        ("GET /v1/model/info", json_response(json!({"data": [model("a-id", "a"), model("b-id", "b")]}))),
        ("GET /key/list", json_response(json!({"keys": [], "total_count": 0}))),
        ("GET /v2/team/list", json_response(json!({"teams": [], "total": 0}))),
        ("GET /credentials", json_response(json!({"credentials": []}))),
        ("GET /model/deprecations", json_response(json!({"deprecated": [], "imminent": [], "upcoming": []}))),
        ("GET /spend/logs/v2", json_response(json!({"data": []}))),
    ]
}

/// A server with other responses than those of [`healthy`].
fn server(others: impl IntoIterator<Item = (&'static str, FakeResponse)>) -> FakeServer {
    let routes = others.into_iter().chain(healthy());
    routes.fold(FakeServer::new(), |server, (route, response)| server.on(route, response))
}

fn doctor(server: &FakeServer, words: &[&str]) -> Run {
    Cli::of(server).run(&[&["doctor"], words].concat())
}

/// Returns the id, the subject, the message and the command of each finding but notes.
fn findings(server: &FakeServer) -> Vec<[String; 4]> {
    let report = doctor(server, &["--format", "json", "--fail-on", "never"]).json();
    let found = report["findings"].as_array().expect("findings").iter();
    found
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| {
            ["id", "subject", "message", "command"].map(|name| finding[name].as_str().unwrap_or_default().to_owned())
        })
        .collect()
}

#[track_caller]
fn finds(server: &FakeServer, expected: &[[&str; 4]]) {
    let found = findings(server);
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, [id, subject, message, command]) in found.iter().zip(expected) {
        assert_eq!([found[0].as_str(), &found[1], &found[3]], [*id, *subject, *command], "{found:#?}");
        assert!(found[2].contains(message), "{found:#?}");
    }
}

#[test]
fn nothing_wrong_is_one_line() {
    let server = server([]);
    let run = doctor(&server, &["--skip", "srv.master_key"]);
    assert_eq!(run.ok().lines().count(), 1, "{run:#?}");
    assert!(run.stdout.starts_with("nothing wrong: "), "{run:#?}");
    assert!(server.received().iter().all(|request| request.method == "GET" && request.body.is_empty()));
    // What needs no key does not get it.
    let with_key = |request: &&FakeRequest| request.header("authorization").is_some();
    let received = server.received();
    let public: Vec<_> = received.iter().filter(|request| !with_key(request)).map(FakeRequest::line).collect();
    assert_eq!(public.len(), 2, "{public:?}");
}

#[test]
fn database_that_is_down_is_the_only_error() {
    let down = json!({"status": "healthy", "db": "disconnected"});
    // 1.80.11 reports for some minutes that it is connected.
    let old = json!({"status": "connected", "db": "connected", "litellm_version": "1.80.11"});
    for (status, body, key, message) in [
        (503, down.clone(), 401, "Authentication Error, Can't reach database server"),
        (503, down, 500, "Internal server error from /key/info. Details are in the proxy server logs."),
        (503, json!({"detail": "down"}), 401, "Authentication Error, Server has closed the connection"),
        (200, old.clone(), 500, "Internal Server Error, Error in external connector (id 0)"),
        (200, old, 401, "Authentication Error, Error in external connector (id 3)"),
    ] {
        let server = server([
            ("GET /health/readiness", FakeResponse::new(status).with_json(body)),
            ("GET /key/info", refusal(key, message)),
            ("GET /key/list", refusal(500, "no")),
        ]);
        finds(&server, &[["srv.db", "database", "the server cannot reach it", "litellm-proxy health --wait 5m"]]);
        assert_eq!(doctor(&server, &[]).code, 1);
        assert_eq!(doctor(&server, &["--fail-on", "never"]).code, 0);
    }
}

#[test]
fn server_that_fails_to_look_the_key_up_is_not_fine() {
    let server = server([("GET /key/info", refusal(500, "oops"))]);
    let found = findings(&server);
    assert!(
        found.iter().any(|[id, _, message, _]| id == "key.known" && message.contains("fails to look it up")),
        "{found:#?}"
    );
}

#[test]
fn refusals_of_the_key_are_told_apart() {
    let unblock = format!("litellm-proxy keys unblock {}", litellm_proxy_client::key_hash(KEY));
    let renew = format!("litellm-proxy keys update {} --duration 30d", litellm_proxy_client::key_hash(KEY));
    // The sandbox says it in other words.
    let sandbox = "Authentication Error, 1 validation error: `aliases` of the key is null, not a dictionary";
    let null = "Authentication Error, 1 validation error for LiteLLM_VerificationTokenView\naliases\n  Input should be";
    for (status, message, expected) in [
        (
            401,
            "Key is blocked. Update via `/key/unblock` if you're an admin.",
            ["key.blocked", "your key", "blocked", &unblock],
        ),
        (
            401,
            "Authentication Error - Expired Key. Key Expiry time 2026",
            ["key.expiring", "your key", "has expired", &renew],
        ),
        (
            401,
            "Authentication Error, Invalid API key provided.",
            ["key.known", "your key", "does not know it", "litellm-proxy login"],
        ),
        (
            401,
            "Authentication Error, No api key passed in.",
            [
                "key.known",
                "your key",
                "something in between removes it",
                "litellm-proxy doctor --auth-header X-Litellm-Key",
            ],
        ),
        (
            401,
            sandbox,
            [
                "key.null",
                "your key",
                "aliases is null",
                "litellm-proxy doctor --only key.null --fix --api-key ADMIN_KEY",
            ],
        ),
        (
            401,
            null,
            [
                "key.null",
                "your key",
                "aliases is null",
                "litellm-proxy doctor --only key.null --fix --api-key ADMIN_KEY",
            ],
        ),
    ] {
        let others = ["GET /key/info", "GET /router/settings", "GET /health/readiness/details"];
        let server = server(others.map(|route| (route, refusal(status, message))));
        finds(&server, &[expected]);
    }
}

#[test]
fn budget_and_expiry_of_a_plain_key_are_seen_by_itself() {
    let info = json!({"key": HASH, "info": {"key_alias": "ci", "spend": 12.5, "max_budget": 10.0, "user_id": "u"}});
    let denied = || refusal(401, "Authentication Error, Only proxy admin can be used to generate");
    let server = server([
        ("GET /key/info", json_response(info)),
        ("GET /router/settings", denied()),
        ("GET /health/readiness/details", denied()),
    ]);
    let command = format!("litellm-proxy budgets why {HASH}");
    finds(&server, &[["key.budget", "your key", "$12.50 of $10.00", &command]]);
    let run = doctor(&server, &[]);
    assert!(run.stdout.contains("(they need the key of an admin)\n"), "{run:#?}");
    let paths: Vec<_> = server.received().iter().map(|request| request.path().to_owned()).collect();
    assert!(!paths.iter().any(|path| path == "/key/list" || path == "/spend/logs/v2"), "{paths:?}");
}

#[test]
fn no_key_is_a_warning() {
    let server = server([]);
    let run = Cli::with_key(&server.uri(), "").run(&["doctor"]);
    assert!(run.ok().contains("! key: no key is set, so only what the server shows to everybody was checked\n"));
    assert_eq!(server.received().len(), 2);
}

/// A server with a key that a null has broken, until it is repaired.
fn with_broken_key() -> FakeServer {
    let row = |aliases: Value| json!({"token": HASH, "key_alias": "nullkey", "aliases": aliases, "config": {}});
    FakeServer::from_fn({
        let is_repaired = std::sync::atomic::AtomicBool::new(false);
        move |request: &FakeRequest| {
            let repaired = is_repaired.load(std::sync::atomic::Ordering::SeqCst);
            let aliases = if repaired { json!({}) } else { Value::Null };
            match (request.method.as_str(), request.path()) {
                ("POST", "/key/update") => {
                    is_repaired.store(true, std::sync::atomic::Ordering::SeqCst);
                    json_response(row(json!({})))
                }
                (_, "/key/list") if request.parameter("size").as_deref() == Some("1") => {
                    json_response(json!({"keys": [HASH], "total_count": 1}))
                }
                (_, "/key/list") if !repaired => {
                    refusal(500, "1 validation error for UserAPIKeyAuth\naliases\n  Input")
                }
                (_, "/key/list") => json_response(json!({"keys": [row(json!({}))], "total_count": 1})),
                (_, "/spend/keys") => json_response(json!([row(aliases)])),
                (_, "/key/info") if request.query().is_some() => json_response(json!({"info": row(aliases)})),
                (_, path) => {
                    let route = format!("GET {path}");
                    let known = healthy().into_iter().find(|(known, _)| *known == route);
                    known.map_or_else(|| FakeResponse::new(404), |(_, response)| response)
                }
            }
        }
    })
}

#[test]
fn key_that_a_null_has_broken_is_found_and_repaired() {
    let server = with_broken_key();
    let words = ["doctor", "--skip", "srv.master_key"];
    let run = Cli::of(&server).run(&words);
    let expected = "✗ key nullkey: it is broken: aliases is null. The server refuses it, and keys cannot be listed in full\n    \
                    litellm-proxy doctor --only key.null --fix\n";
    assert!(run.code == 1 && run.stdout.contains(expected), "{run:#?}");
    assert!(server.received().iter().all(|request| request.method == "GET"));
    let run = Cli::of(&server).run(&["doctor", "--only", "key.null", "--fix", "--yes"]);
    assert_eq!(run.ok().lines().count(), 1, "{run:#?}");
    assert_eq!(run.stderr, "repaired key nullkey: aliases is {}\n");
    let changes: Vec<_> = server.received().into_iter().filter(|request| request.method != "GET").collect();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].line_and_body(), ("POST /key/update".to_owned(), json!({"key": HASH, "aliases": {}})));
    let run = Cli::of(&server).run(&["doctor", "--only", "key.null", "--fix", "--yes"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "nothing that --fix can repair\n"), "{run:#?}");
}

#[test]
fn broken_key_among_too_many_is_an_error_without_a_repair() {
    let message = "1 validation error for UserAPIKeyAuth\naliases\n  Input should be a valid dictionary";
    let server = FakeServer::new();
    server.add_when(
        |request| request.parameter("size").as_deref() == Some("1"),
        json_response(json!({"keys": [HASH], "total_count": 100_000})),
    );
    server.add("GET /key/list", refusal(500, message));
    let server = healthy().into_iter().fold(server, |server, (route, response)| server.on(route, response));
    let report = doctor(&server, &["--only", "key.null", "--format", "json", "--fail-on", "never"]).json();
    assert!(report["findings"][0]["message"].as_str().expect("a message").contains("too many to find it"), "{report}");
    assert_eq!(report["findings"][0]["fixable"], false);
    assert!(server.received().iter().all(|request| request.path() != "/spend/keys"));
}

#[test]
fn findings_are_wrapped_on_a_terminal_and_commands_stay_whole() {
    let keys = json!({"keys": [{"token": "1", "key_alias": "one", "blocked": true}], "total_count": 1});
    let server = server([("GET /key/list", json_response(keys))]);
    let run = Cli::of(&server).on_terminal(40).run(&["doctor", "--all"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines.contains(&"! key one: it is blocked"), "{run:#?}");
    assert!(lines.contains(&"    litellm-proxy keys unblock one"), "{run:#?}");
    assert!(lines.iter().all(|line| line.chars().count() <= 40 || line.starts_with("    ")), "{run:#?}");
}

/// A row of the log about a failure of a deployment.
fn failure(id: &str, code: &str, class: &str, message: &str, at: &str) -> Value {
    json!({"startTime": at, "endTime": at, "model_id": id, "model_group": "a", "status": "failure", "metadata":
        {"error_information": {"error_code": code, "error_class": class, "error_message": message, "llm_provider": "openai"}}})
}

#[test]
fn other_keys_and_teams_are_warnings_together() {
    let past = "2020-01-01T00:00:00Z";
    let keys = json!({"keys": [
        {"token": "1", "key_alias": "one", "blocked": true},
        {"token": "2", "key_alias": "two", "expires": past},
        {"token": "3", "key_alias": "three", "expires": past},
        {"token": "4", "key_alias": "four", "spend": 2, "max_budget": 1},
        {"token": "5", "key_alias": "five", "spend": 2, "max_budget": 1, "budget_reset_at": past},
    ], "total_count": 5});
    let server = server([("GET /key/list", json_response(keys))]);
    let found: Vec<_> = findings(&server).into_iter().map(|[id, subject, _, command]| [id, subject, command]).collect();
    let columns = "litellm-proxy keys list --columns key_alias,spend,budget_reset_at";
    assert_eq!(
        found.iter().skip(1).map(|found| found.each_ref().map(String::as_str)).collect::<Vec<_>>(),
        [
            ["srv.budget_job", "budgets", columns],
            ["key.blocked", "key one", "litellm-proxy keys unblock one"],
            ["key.expiring", "2 keys", "litellm-proxy keys audit --only expired"],
            ["key.budget", "key four", "litellm-proxy budgets why four"],
        ]
    );
}

#[test]
fn requests_are_limited_and_light() {
    let keys = (0..100).map(|number| json!({"token": format!("{number:064}"), "models": []})).collect::<Vec<_>>();
    let teams = (0..100).map(|number| json!({"team_id": format!("t{number}")})).collect::<Vec<_>>();
    let models =
        (0..100).map(|number| json!({"model_name": format!("m{number}"), "model_info": {"id": number.to_string()}}));
    let server = server([
        ("GET /key/list", json_response(json!({"keys": keys, "total_count": 100_000}))),
        ("GET /v2/team/list", json_response(json!({"teams": teams, "total": 100_000}))),
        ("GET /v1/model/info", json_response(json!({"data": models.collect::<Vec<_>>()}))),
    ]);
    let report = doctor(&server, &["--format", "json"]).json();
    let received = server.received();
    assert!(received.len() <= 40, "{}", received.len());
    assert_eq!(report["requests"], received.len());
    let heavy = ["/openapi.json", "/spend/logs", "/metrics", "/public/litellm_model_cost_map", "/health", "/models"];
    assert!(received.iter().all(|request| request.method == "GET" && !heavy.contains(&request.path())));
    let null = report["checks"].as_array().expect("checks").iter().find(|check| check["id"] == "key.null");
    assert_eq!(null.expect("the check")["reason"], "only 1000 of 100000 keys were read, and none of them is broken");
}

#[test]
fn secrets_prompts_and_tracebacks_are_not_shown() {
    let secret = "sk-0123456789abcdefSECRET0123456789";
    let trace = format!(
        "litellm.AuthenticationError: bad key {secret}\nstack trace: Traceback (most recent call last):\n PROMPT"
    );
    let mut row = failure("a-id", "401", "AuthenticationError", &trace, "2026-11-30T10:00:00Z");
    row["messages"] = json!([{"role": "user", "content": "PROMPT"}]);
    row["proxy_server_request"] = json!({"messages": "PROMPT", "headers": {"authorization": secret}});
    let check = json!({"model_id": "b-id", "status": "unhealthy", "checked_at": "2026-11-30T10:40:00Z", "error_message": trace});
    let keys =
        json!({"keys": [{"token": "t", "key_alias": secret, "blocked": true, "key_name": secret}], "total_count": 1});
    let server = server([
        ("GET /health/latest", json_response(json!({"latest_health_checks": {"b-id": check}}))),
        ("GET /spend/logs/v2", json_response(json!({"data": [row]}))),
        ("GET /key/list", json_response(keys)),
        (
            "GET /credentials",
            json_response(json!({"credentials": [{"credential_name": "x", "credential_values": {"api_key": secret}}]})),
        ),
        ("GET /health/deployment_warnings", refusal(500, &trace)),
    ]);
    for words in [&["--all"][..], &["--format", "json"], &["--format", "csv"]] {
        let run = doctor(&server, words);
        let shown = format!("{}{}", run.stdout, run.stderr);
        for hidden in ["SECRET", "PROMPT", "Traceback", KEY] {
            assert!(!shown.contains(hidden), "{hidden}: {shown}");
        }
        assert!(shown.contains("b-id"), "{shown}");
    }
}

#[test]
fn what_responds_instead_of_litellm_is_named() {
    let page = || FakeResponse::new(200).with_body("<html><title>Sign in</title></html>", "text/html");
    for (response, expected) in [
        (page(), "it is not a LiteLLM proxy, or a login page is in front of it"),
        (FakeResponse::new(504).with_text("gateway"), "a gateway in between responds with 504"),
        (FakeResponse::new(503).with_text("<html></html>"), "a gateway in between responds with 503"),
        (json_response(json!({"hello": 1})), "it is not a LiteLLM proxy"),
    ] {
        let server = FakeServer::always(response);
        let found = findings(&server);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0][0] == "net.http" && found[0][2].contains(expected), "{found:#?}");
    }
    let moved = FakeServer::from_fn(|request: &FakeRequest| {
        FakeResponse::new(308).with_header("location", format!("https://proxy.example.com/llm{}", request.path()))
    });
    let found = findings(&moved);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0][2].contains("it redirects to https://proxy.example.com/llm, where no key is sent"), "{found:#?}");
    assert_eq!(found[0][3], "litellm-proxy doctor --base-url https://proxy.example.com/llm");
    let server = server([]);
    let url = server.uri();
    drop(server);
    let run = Cli::at(&url).run(&["doctor"]);
    assert!(run.code == 1 && run.stdout.contains("it does not accept connections: connection refused"));
    assert!(run.stdout.contains("(there is no connection)"), "{run:#?}");
}

#[test]
fn clock_that_is_off_is_an_error() {
    for (date, expected, code) in
        [("Sat, 21 Nov 2020 10:00:00 GMT", "behind", 1), ("Sat, 21 Nov 2099 10:00:00 GMT", "ahead of", 1)]
    {
        let readiness = json_response(json!({"status": "healthy", "db": "connected"})).with_header("date", date);
        let server = server([("GET /health/readiness", readiness)]);
        let run = doctor(&server, &["--only", "net.clock"]);
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.stdout.contains(expected) || run.stdout.contains("ahead"), "{run:#?}");
    }
}

#[test]
fn checks_are_chosen_by_id_and_by_group() {
    let server = server([]);
    let report = doctor(&server, &["--only", "net,key.null", "--skip", "net.tls", "--format", "json"]).json();
    let ids: Vec<_> = report["checks"].as_array().expect("checks").iter().map(|check| check["id"].clone()).collect();
    assert_eq!(ids, ["net.dns", "net.tcp", "net.http", "net.proxy", "net.clock", "key.null"]);
    let read = server.received().iter().map(FakeRequest::path).filter(|path| path.contains("model")).count();
    assert_eq!(read, 0, "models are not read for these");
    are_usage_errors(&[
        (&["doctor", "--only", "nonsense"], "no check is called `nonsense`"),
        (&["doctor", "--fail-on", "info"], "invalid value 'info'"),
    ]);
}

#[test]
fn what_cannot_be_checked_is_not_fine() {
    // The cause is named, whatever was chosen.
    for (only, cause) in [("srv.db", "connection refused"), ("key.null", "connection refused")] {
        let run = Cli::at("http://127.0.0.1:9").run(&["doctor", "--only", only]);
        assert!(run.code == 1 && run.stdout.contains(cause), "{run:#?}");
    }
    let blocked = refusal(401, "Authentication Error, Key is blocked. Update via `/key/unblock` if you're an admin.");
    let server = server([("GET /key/info", blocked)]);
    let run = doctor(&server, &["--only", "model.price"]);
    assert!(run.code == 1 && run.stdout.contains("litellm-proxy keys unblock"), "{run:#?}");
    // Nor is it, if the cause was left out.
    let run = Cli::at("http://127.0.0.1:9").run(&["doctor", "--skip", "net"]);
    assert!(run.code == 1 && run.stdout.contains("nothing checked: 0 of "), "{run:#?}");
    are_usage_errors(&[(&["doctor", "--only", "srv.db", "--skip", "srv"], "--only and --skip leave no check")]);
}

#[test]
fn every_check_is_documented() {
    let report = doctor(&server([]), &["--format", "json", "--fail-on", "never"]).json();
    let page = include_str!("../../../../docs/doctor.md");
    for check in report["checks"].as_array().expect("checks") {
        let row = format!("| `{}` |", check["id"].as_str().expect("an id"));
        assert_eq!(page.matches(&row).count(), 1, "{row}");
    }
}
