//! `health`: what it requests, what it shows, and its exit codes; `health check`: what it calls, and what it does not.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message, "code": status.to_string()}}))
}

fn model(id: &str, name: &str, price: Option<f64>) -> Value {
    json!({
        "model_name": name, "litellm_params": {"model": "openai/x", "api_base": format!("http://{id}/v1")},
        "model_info": {"id": id, "input_cost_per_token": price, "output_cost_per_token": price},
    })
}

fn checked(id: &str, name: &str, is_healthy: bool, time: &str) -> Value {
    let counts = if is_healthy { (1, 0) } else { (0, 1) };
    json!({
        "model_id": id, "model_name": name, "status": if is_healthy { "healthy" } else { "unhealthy" },
        "healthy_count": counts.0, "unhealthy_count": counts.1, "checked_by": "admin", "checked_at": time,
        "error_message": if is_healthy { Value::Null } else {
            json!("litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key: sk-0123456789abcdefghij\nstack trace: Traceback (most recent call last):\n File \"/srv/x.py\"")
        },
    })
}

/// How a server differs from one that is well.
#[derive(Default, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "differences that do not depend on each other")]
struct Server {
    is_old: bool,
    has_failures: bool,
    is_database_down: bool,
    is_for_admins: bool,
    checks_itself: bool,
}

impl Server {
    fn start(self) -> FakeServer {
        FakeServer::from_fn(move |request: &FakeRequest| self.respond(&request.line()))
    }

    fn respond(self, line: &str) -> FakeResponse {
        let (path, query) = line.split_once('?').unwrap_or((line, ""));
        let admin =
            |response: FakeResponse| if self.is_for_admins { refusal(401, "Only proxy admin") } else { response };
        let newer = |response: FakeResponse| if self.is_old { FakeResponse::new(404) } else { admin(response) };
        let up = checked("up", "m", true, "2026-11-30T10:00:00+00:00");
        let down = checked("down", "n", false, "2026-11-30T10:05:00+00:00");
        match path {
            "GET /health/readiness" if self.is_database_down => {
                FakeResponse::new(503).with_json(json!({"status": "healthy", "db": "disconnected"}))
            }
            "GET /health/readiness" if self.is_old => {
                json_response(json!({"status": "connected", "db": "connected", "litellm_version": "1.80.11"}))
            }
            "GET /health/readiness" => json_response(json!({"status": "healthy", "db": "connected"})),
            "GET /health/readiness/details" => newer(json_response(json!({"status": "healthy", "litellm_version": "1.110.2"}))),
            "GET /health/backlog" => newer(json_response(json!({"in_flight_requests": 5, "queued_requests": 1, "rejected_requests": 0}))),
            "GET /health/license" => newer(json_response(json!({"has_license": false}))),
            "GET /health/deployment_warnings" => newer(json_response(json!({"warnings": [
                {"id": "a_warning", "severity": "critical", "ignore": null}, {"id": "ignored", "ignore": {"by": "x"}}]}))),
            "GET /callbacks/list" => admin(json_response(json!({"success": ["langfuse", "_own"]}))),
            "GET /cache/ping" => admin(refusal(503, "{\"message\": \"Cache not initialized. litellm.cache is None\"}")),
            "GET /model/info" | "GET /v1/model/info" => json_response(json!({"data": [
                model("up", "m", Some(0.001)), model("down", "n", None), model("dead", "dead\"gpt", None)]})),
            "GET /health/latest" if self.has_failures => {
                admin(json_response(json!({"latest_health_checks": {"up": up, "down": down}})))
            }
            "GET /health/latest" => admin(json_response(json!({"latest_health_checks": {"up": up}}))),
            "GET /health/history" => admin(json_response(json!({"health_checks": [down, up], "total_records": 2}))),
            "GET /spend/logs/v2" if self.has_failures => json_response(json!({"total": 1, "data": [{
                "request_id": "1", "model_id": "dead", "status": "failure", "startTime": "2026-11-30T10:00:00Z",
                "metadata": {"error_information": {"error_code": "500", "error_message": "OpenAIException - Connection error."}}}]})),
            "GET /spend/logs/v2" => json_response(json!({"total": 0, "data": []})),
            "GET /config/field/info" if self.checks_itself && query.ends_with("background_health_checks") => {
                json_response(json!({"field_value": true}))
            }
            "GET /config/field/info" if self.checks_itself => json_response(json!({"field_value": 300})),
            "GET /health" if query == "model_id=down" => FakeResponse::new(503).with_json(json!({
                "healthy_endpoints": [], "healthy_count": 0, "unhealthy_count": 1, "unhealthy_endpoints": [
                    {"model_id": "down", "exception_status": 502, "error": "litellm.BadGatewayError: <html><head><title>Oops</title></head></html>"}]})),
            "GET /health" if query.starts_with("model_id=") => {
                let id = query.trim_start_matches("model_id=");
                json_response(json!({"healthy_endpoints": [{"model_id": id}], "unhealthy_endpoints": []}))
            }
            "GET /health" => json_response(json!({"unhealthy_endpoints": [], "healthy_endpoints": [
                {"model": "openai/x", "api_base": "http://up/v1"}]})),
            _ => FakeResponse::new(404),
        }
    }
}

fn lines(server: &FakeServer) -> Vec<String> {
    let mut lines: Vec<String> =
        server.requests().into_iter().map(|(line, _)| line.split('?').next().unwrap_or_default().to_owned()).collect();
    lines.sort();
    lines
}

#[test]
fn report_only_reads_and_fails_for_failing_deployments() {
    let server = Server { has_failures: true, ..Server::default() }.start();
    let run = Cli::of(&server).on_terminal(80).run(&["health"]);
    assert_eq!(run.code, 1, "{run:?}");
    for expected in [
        "server     up, 1.110.2",
        "in flight  3, queued 1",
        "callbacks  langfuse",
        "a_warning (critical)",
        "\n  the provider refuses its key\n",
        "\n  the only request of the last hour failed: the server cannot connect to\n  http://dead/v1\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    assert!(!run.stdout.contains("ignored") && !run.stdout.contains("Traceback"), "{}", run.stdout);
    let wide = run.stdout.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    assert!(
        run.stderr.contains("1 of 3 deployments is unhealthy: down; 1 of 3 fails in the log: dead"),
        "{}",
        run.stderr
    );
    let asked = lines(&server);
    assert!(asked.len() == 11 && !asked.contains(&"GET /health".to_owned()), "{asked:?}");

    let well = Server::default().start();
    let run = Cli::of(&well).on_terminal(80).run(&["health"]);
    assert!(run.ok().contains("never checked") && run.stderr.contains("1 of 3 deployments are healthy"), "{run:?}");
}

#[test]
fn json_has_readiness_and_names_the_failing() {
    let server = Server { has_failures: true, ..Server::default() }.start();
    let run = Cli::of(&server).run(&["health"]);
    let json: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (&json["status"], &json["db"], &json["is_ready"]),
        (&json!("healthy"), &json!("connected"), &json!(true))
    );
    assert_eq!(json["failing"], json!(["down", "dead"]));
    let down = &json["deployments"][1];
    assert_eq!((&down["status"], &down["since"]), (&json!("unhealthy"), &json!("2026-11-30T10:05:00Z")));
    let own_words = down["server_error"].as_str().expect("a string");
    assert!(own_words.contains("Incorrect API key") && !own_words.contains("0123456789"), "{own_words}");
    let run = Cli::of(&server).run(&["health", "--format", "csv"]);
    assert!(run.stdout.starts_with("id,model,health,checked_at,since,error\nup,m,healthy,"), "{run:?}");
}

#[test]
fn metrics_are_for_health_alone_and_escape_labels() {
    let server = Server { has_failures: true, ..Server::default() }.start();
    let run = Cli::of(&server).run(&["health", "--format", "prometheus"]);
    assert_eq!(run.code, 1);
    for expected in [
        "litellm_cli_up 1\n",
        "litellm_cli_deployment_up{model=\"m\",id=\"up\"} 1\n",
        "litellm_cli_deployment_up{model=\"n\",id=\"down\"} 0\n",
        "litellm_cli_deployment_up{model=\"dead\\\"gpt\",id=\"dead\"} 0\n",
        "# TYPE litellm_cli_deployment_last_check_seconds gauge\n",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
    let gone = Cli::at("http://127.0.0.1:9").run(&["health", "--format", "prometheus"]);
    assert_eq!((gone.code, gone.stdout.ends_with("litellm_cli_up 0\n")), (5, true), "{gone:?}");
    are_usage_errors(&[(&["keys", "list", "--format", "prometheus"], "--format prometheus is for `health` alone")]);
}

#[test]
fn older_servers_and_other_keys_show_what_they_can() {
    let old = Server { is_old: true, ..Server::default() }.start();
    let run = Cli::of(&old).on_terminal(80).run(&["health"]);
    assert!(run.ok().contains("up, 1.80.11"), "{run:?}");
    for what in ["load", "license", "warnings"] {
        assert!(run.stderr.contains(&format!("LiteLLM 1.80.11 does not report its {what}\n")), "{run:?}");
    }
    let plain = Server { is_for_admins: true, ..Server::default() }.start();
    let run = Cli::of(&plain).on_terminal(80).run(&["health"]);
    assert!(run.ok().contains("up") && !lines(&plain).contains(&"GET /spend/logs/v2".to_owned()), "{run:?}");
    assert_eq!(run.stderr.matches("needs an admin key: ").count(), 1, "{run:?}");
    let none = FakeServer::from_fn(|request: &FakeRequest| match request.line().as_str() {
        line @ "GET /health/readiness" => Server::default().respond(line),
        line => panic!("{line}"),
    });
    let run = Cli::with_key(&none.uri(), "").on_terminal(80).run(&["health"]);
    assert!(run.ok().contains("database   connected") && run.stderr.contains("needs a key"), "{run:?}");
}

#[test]
fn database_that_is_down_is_the_one_cause() {
    let server = Server { is_database_down: true, has_failures: true, ..Server::default() }.start();
    let run = Cli::of(&server).on_terminal(80).run(&["health"]);
    assert_eq!((run.code, run.stdout.contains("not ready")), (1, true), "{run:?}");
    assert!(run.stderr.contains("the database is disconnected") && !run.stderr.contains("unhealthy"), "{run:?}");
    // 1.80.11 reports for some minutes that it is connected.
    for (path, status) in [("GET /spend/logs/v2", 500), ("GET /v1/model/info", 401), ("GET /health/readiness", 503)] {
        let old = Server { is_old: true, ..Server::default() };
        let losing = FakeServer::from_fn(move |request: &FakeRequest| match request.line().as_str() {
            line if line.starts_with(path)
                || line.replace("/v1", "").starts_with(&path.replace("/v1", ""))
                || status == 401 && line == "GET /cache/ping" =>
            {
                refusal(status, "Error in external connector (id 0)")
            }
            line => old.respond(line),
        });
        let run = Cli::of(&losing).on_terminal(80).run(&["health"]);
        assert_eq!((run.code, run.stdout.contains("not ready")), (1, true), "{run:?}");
        assert!(run.stderr.contains("the database is disconnected") && !run.stdout.contains("never"), "{run:?}");
        assert!(!run.stdout.contains("does not respond"), "{run:?}");
    }
    let unknown = Server { is_for_admins: true, ..Server::default() };
    let refusing = FakeServer::from_fn(move |request: &FakeRequest| match request.line().as_str() {
        "GET /model/info" | "GET /v1/model/info" => refusal(401, "Invalid API key"),
        line => unknown.respond(line),
    });
    let run = Cli::of(&refusing).on_terminal(80).run(&["health"]);
    assert_eq!((run.code, run.stderr.contains("Invalid API key")), (4, true), "{run:?}");
}

#[test]
fn check_calls_what_is_named_and_nothing_else() {
    let server = Server::default().start();
    let probes = |server: &FakeServer| -> Vec<String> {
        let lines = server.requests().into_iter().map(|(line, _)| line);
        lines.filter(|line| line.starts_with("GET /health?")).collect()
    };
    let run = Cli::of(&server).run(&["health", "check", "m", "down", "--parallel", "1"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert_eq!(probes(&server), ["GET /health?model_id=up", "GET /health?model_id=down"]);
    assert!(
        run.stderr.contains("unhealthy: down")
            && run.stdout.contains("502 a gateway between the server and the provider failed"),
        "{run:?}"
    );
    assert!(
        run.stderr.contains("This calls 2 deployments, up to 3 times each, at most $0.11, and what down costs"),
        "{run:?}"
    );
    // Nothing is called.
    for (words, code) in [
        (&["health", "check", "nope", "m"][..], 3),
        (&["health", "check", "m", "--max-cost", "0.1"], 1),
        (&["health", "check", "m", "--max-cost", "0"], 1),
        (&["health", "check", "down", "--max-cost", "9"], 1),
        (&["health", "check", "m", "--curl"], 0),
    ] {
        let server = Server::default().start();
        assert_eq!(Cli::of(&server).run(words).code, code, "{words:?}");
        assert_eq!(probes(&server), [] as [&str; 0], "{words:?}");
    }
    are_usage_errors(&[(&["health", "check"], "<MODEL>"), (&["health", "check", "m", "--all"], "cannot be used with")]);
    // A server of an older version calls all of a name.
    let old = Server { is_old: true, ..Server::default() }.start();
    let run = Cli::of(&old).run(&["health", "check", "up", "--max-cost", "1", "--format", "json"]);
    assert_eq!(
        (run.json()[0]["is_healthy"].clone(), probes(&old)),
        (json!(true), vec!["GET /health?model=m".to_owned()])
    );
    let own = Server { checks_itself: true, ..Server::default() }.start();
    let run = Cli::of(&own).run(&["health", "check", "m", "--max-cost", "0"]);
    assert!(run.ok().contains("healthy") && run.stderr.contains("the server checks itself each 300 s"), "{run:?}");
}
