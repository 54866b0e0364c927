//! What commands show of one thing on a terminal.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;
use crate::output::dollars;

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// A server that knows a key, its team and its user.
fn serving(key: &Value) -> FakeServer {
    let key = key.clone();
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        match line.split('?').next().unwrap_or_default() {
            "GET /key/info" => json_response(json!({"key": HASH, "info": key})),
            "GET /team/info" => json_response(json!({"team_id": "t-1", "team_info": {"team_id": "t-1",
                "team_alias": "research", "max_budget": 500.0, "spend": 120.0}})),
            "GET /user/info" => json_response(json!({"user_id": "u-1", "user_info": {"user_id": "u-1",
                "user_email": "bob@example.com"}})),
            _ => FakeResponse::new(404).with_json(json!({"error": {"message": "not found"}})),
        }
    })
}

#[test]
fn key_is_shown_in_lines_that_say_what_stops_it() {
    let key = json!({"key_alias": "ci", "team_id": "t-1", "user_id": "u-1", "models": ["gpt-4o", "gpt-4o-mini"],
        "spend": 100.5, "max_budget": 100.0, "budget_reset_at": "2030-12-01T12:00:00Z", "rpm_limit": 60,
        "last_active": "2020-01-02T12:00:00Z"});
    let server = serving(&key);
    let run = Cli::of(&server).on_terminal(80).run(&["keys", "info", HASH]);
    assert!(run.ok().lines().count() <= 8);
    let [spent, limit, of_team, team] = [100.5, 100.0, 120.0, 500.0].map(dollars);
    let expected = format!(
        "\
Key ci (88dc28d0), over budget
team    research (t-1), {of_team} of {team}
user    bob@example.com
models  gpt-4o, gpt-4o-mini
budget  {spent} of {limit}, resets 2030-12-01
rates   60 requests/min
usage   last used 2020-01-02
next    litellm-proxy budgets why ci
"
    );
    assert_eq!(run.ok(), expected);
    // The team and the user are fetched for it alone.
    let server = serving(&key);
    assert_eq!(Cli::of(&server).run(&["keys", "info", HASH]).json()["info"], key);
    assert_eq!(server.received().len(), 1);
    let server = serving(&key);
    let table = Cli::of(&server).on_terminal(80).run(&["keys", "info", HASH, "--format", "table"]);
    assert!(table.ok().contains("max_budget"), "{table:?}");
}

#[test]
fn status_of_a_key_is_the_first_reason_that_stops_it() {
    for (fields, status, next) in [
        (json!({}), "active", None),
        (json!({"blocked": true, "spend": 9, "max_budget": 1}), "blocked", Some("keys unblock ci")),
        (json!({"expires": "2020-01-02T12:00:00Z"}), "expired 2020-01-02", Some("keys update ci --duration 30d")),
        (json!({"spend": 1, "litellm_budget_table": {"max_budget": 1}}), "over budget", Some("budgets why ci")),
    ] {
        let mut key = fields.clone();
        key["key_alias"] = json!("ci");
        let run = Cli::of(&serving(&key)).on_terminal(80).run(&["keys", "info", HASH]);
        let headline = format!("Key ci (88dc28d0), {status}");
        assert_eq!(run.ok().lines().next(), Some(headline.as_str()), "{fields}");
        let shown = run.ok().lines().find_map(|line| line.strip_prefix("next    litellm-proxy "));
        assert_eq!(shown, next, "{fields}");
    }
}

#[test]
fn secret_of_a_new_key_stands_on_a_line_of_its_own() {
    let server = FakeServer::from_fn(|request: &FakeRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match request.line().split('?').next().unwrap_or_default() {
            "POST /key/generate" => json_response(json!({"key": body["key"], "key_alias": "ci", "models": []})),
            _ => json_response(json!({"data": []})),
        }
    });
    let run = Cli::of(&server).on_terminal(80).run(&["keys", "generate", "ci"]);
    let secret = server.requests().into_iter().find_map(|(_, body)| body["key"].as_str().map(str::to_owned));
    let secret = secret.expect("a secret");
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[0].starts_with("Created key ci ("), "{run:?}");
    assert!(lines[0].ends_with("); the secret is shown only this once"), "{run:?}");
    assert_eq!(&lines[1..], [format!("key     {secret}").as_str(), "models  all"]);
}
