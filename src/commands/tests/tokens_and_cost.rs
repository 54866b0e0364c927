//! `tokens count` and `cost estimate`: what is sent, and that a price nobody states is unknown.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

const ESTIMATE: &[&str] = &["cost", "estimate", "m", "--input-tokens", "1000", "--output-tokens", "10"];

fn missing() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"detail": "Not Found"}))
}

/// What others than admins get, from 1.106 on.
fn not_for_users() -> FakeResponse {
    let message =
        "Authentication Error, Only proxy admin can be used to generate, delete, update info for new keys/users/teams.";
    FakeResponse::new(401).with_json(json!({"error": {"message": message, "type": "auth_error", "code": "401"}}))
}

/// A server with a model `m`, which reports these prices. Its estimate is null for others than admins.
fn server(estimate: Option<Value>, prices: (Value, Value), stated: Value) -> FakeServer {
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let (path, query) = line.split_once('?').unwrap_or((&line, ""));
        match path {
            "POST /utils/token_counter" => {
                json_response(json!({"total_tokens": 1000, "tokenizer_type": "openai_tokenizer"}))
            }
            "POST /cost/estimate" => match &estimate {
                None => missing(),
                Some(Value::Null) => not_for_users(),
                Some(estimate) => json_response(estimate.clone()),
            },
            "GET /model_group/info" if query.ends_with("=m") => json_response(json!({"data": [{"model_group": "m",
                "input_cost_per_token": prices.0, "output_cost_per_token": prices.1, "max_output_tokens": 10}]})),
            "GET /model_group/info" => json_response(json!({"data": []})),
            "GET /v1/model/info" => json_response(json!({"data": [{"model_name": "m", "litellm_params": stated}]})),
            "GET /public/litellm_model_cost_map" => json_response(json!({"known":
                {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}})),
            _ => missing(),
        }
    })
}

#[track_caller]
fn ok(cli: &Cli, words: &[&str]) -> String {
    cli.run(words).ok().to_owned()
}

fn estimated(cost: f64, price: f64) -> Value {
    json!({"cost_per_request": cost, "input_cost_per_request": cost, "output_cost_per_request": 0.0,
           "input_cost_per_token": price, "output_cost_per_token": price})
}

#[test]
fn messages_and_tools_are_counted() {
    let server = server(None, (Value::Null, Value::Null), json!({}));
    let words = ["tokens", "count", "m", "hi", "--no-stdin", "--system", "Brief", "--tools", r#"[{"name": "now"}]"#];
    let run = Cli::of(&server).run(&words);
    assert_eq!(serde_json::from_str::<Value>(run.ok()).expect("JSON")["total_tokens"], 1000);
    assert!(run.stderr.contains("does not count the tokens of tools"), "{run:#?}");
    assert_eq!(
        server.requests()[0].1,
        json!({"model": "m", "messages": [{"role": "system", "content": "Brief"}, {"role": "user", "content": "hi"}],
               "tools": [{"type": "function", "function": {"name": "now"}}]})
    );
    let shown = ok(&Cli::of(&server).on_terminal(80), &["tokens", "count", "m", "hi", "--no-stdin"]);
    assert_eq!(shown, "≈1000 tokens of m\ncounted  openai tokenizer\n");
    are_usage_errors(&[(&["tokens", "count", "m", "--no-stdin"], "at least one message is required")]);
}

#[test]
fn a_cost_comes_from_the_first_source_that_knows_a_price() {
    let priced = (json!(1e-6), json!(2e-6));
    for (server, source, cost) in [
        (server(Some(estimated(0.5, 1e-3)), priced.clone(), json!({})), json!("cost_estimate"), json!(0.5)),
        (server(None, priced.clone(), json!({})), json!("model_group"), json!(0.00102)),
        (server(Some(Value::Null), priced.clone(), json!({})), json!("model_group"), json!(0.00102)),
        (server(Some(estimated(0.0, 0.0)), priced, json!({})), json!("model_group"), json!(0.00102)),
        (server(Some(estimated(0.0, 0.0)), (Value::Null, Value::Null), json!({})), Value::Null, Value::Null),
        // As 1.80 reports a price that it does not know.
        (server(None, (json!(0.0), json!(0.0)), json!({})), Value::Null, Value::Null),
        (
            server(None, (json!(0.0), json!(0.0)), json!({"input_cost_per_token": 0, "output_cost_per_token": 0})),
            json!("deployments"),
            json!(0.0),
        ),
    ] {
        let run = Cli::of(&server).run(ESTIMATE);
        let estimate: Value = serde_json::from_str(run.ok()).expect("JSON");
        assert_eq!(estimate["source"], source, "{estimate}");
        let difference = estimate["cost"].as_f64().zip(cost.as_f64()).map(|(one, other)| (one - other).abs());
        assert!(difference.map_or(estimate["cost"] == cost, |difference| difference < 1e-12), "{estimate} {cost}");
    }
}

#[test]
fn an_unknown_cost_is_said_and_refused_with_strict() {
    let server = server(None, (json!(0.0), json!(0.0)), json!({}));
    let cli = Cli::of(&server).on_terminal(80);
    let shown = ok(&cli, ESTIMATE);
    assert!(shown.starts_with("The cost is unknown: m has no price") && !shown.contains('$'), "{shown}");
    let strict = cli.run(&[ESTIMATE, &["--strict"]].concat());
    assert_eq!((strict.code, strict.stdout), (1, shown));
}

#[test]
fn a_model_that_the_server_does_not_serve_has_the_price_of_the_map_or_is_not_found() {
    let server = server(None, (Value::Null, Value::Null), json!({}));
    let of = |model: &str| {
        Cli::of(&server).run(&["cost", "estimate", model, "--input-tokens", "1000", "--output-tokens", "0"])
    };
    let estimate: Value = serde_json::from_str(of("known").ok()).expect("JSON");
    assert_eq!((&estimate["cost"], &estimate["source"]), (&json!(0.001), &json!("price_map")));
    let unknown = of("other");
    assert_eq!(unknown.code, 3, "{unknown:#?}");
    let no_length = Cli::of(&server).run(&["cost", "estimate", "other", "--input-tokens", "1"]);
    assert!(no_length.code == 2 && no_length.stderr.contains("--max-tokens N"), "{no_length:#?}");
}

#[test]
fn a_text_is_counted_first_and_the_longest_answer_assumed() {
    let server = server(None, (json!(1e-6), json!(2e-6)), json!({}));
    let shown = ok(&Cli::of(&server).on_terminal(80), &["cost", "estimate", "m", "hi", "--no-stdin"]);
    assert!(shown.contains("1000 in, 10 out (the most that it generates)"), "{shown}");
    are_usage_errors(&[
        (&["cost", "estimate", "m", "hi", "--input-tokens", "1"], "cannot be used with"),
        (&["cost", "estimate", "m", "--no-stdin"], "at least one message is required"),
    ]);
}

#[test]
fn a_dry_run_shows_the_requests_that_do_not_depend_on_responses() {
    let server = server(None, (Value::Null, Value::Null), json!({}));
    let cli = Cli::of(&server);
    let shown = ok(&cli, &[ESTIMATE, &["--dry-run"]].concat());
    assert!(shown.contains("/cost/estimate") && shown.contains("\"output_tokens\": 10"), "{shown}");
    let shown = ok(&cli, &["cost", "estimate", "m", "hi", "--no-stdin", "--dry-run"]);
    assert!(shown.contains("/model_group/info?model_group=m") && shown.contains("/utils/token_counter"), "{shown}");
    assert!(cli.run(&["tokens", "count", "m", "hi", "--no-stdin", "--curl"]).ok().contains("/utils/token_counter"));
    assert!(server.received().is_empty());
}
