//! `models compare`: where the facts come from, and what is said of a model that nobody knows.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;

fn serving() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| match request.line().as_str() {
        "GET /v1/model/info" => json_response(json!({"data": [
            {"model_name": "fast", "litellm_params": {"model": "openai/gpt-x"}, "model_info": {"id": "fast-1",
                "key": "openai/gpt-x", "input_cost_per_token": 2.5e-6, "output_cost_per_token": 1e-5, "mode": "chat",
                "max_input_tokens": null, "supports_vision": true}},
            {"model_name": "fast", "litellm_params": {"model": "openai/gpt-y"}, "model_info": {"id": "fast-2",
                "input_cost_per_token": 9e-6}},
            {"model_name": "mute", "litellm_params": {"model": "openai/mute"}, "model_info": {"id": "mute-1",
                "input_cost_per_token": 0}},
        ]})),
        "GET /public/litellm_model_cost_map" => json_response(json!({
            "gpt-x": {"max_input_tokens": 128_000, "input_cost_per_token": 9.0, "supports_function_calling": true,
                "deprecation_date": "2027-01-14", "successor_model": "gpt-z"},
            "claude": {"input_cost_per_token": 3e-6, "litellm_provider": "anthropic", "max_input_tokens": 200_000},
        })),
        _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
    })
}

#[test]
fn a_deployment_comes_before_the_price_map() {
    let server = serving();
    let run = Cli::of(&server).run(&["models", "compare", "fast", "claude", "--format", "json"]);
    let facts: Vec<Value> = serde_json::from_str(run.ok()).expect("JSON");
    assert_eq!((&facts[0]["source"], &facts[1]["source"]), (&json!("deployment"), &json!("price_map")));
    assert_eq!((&facts[0]["input_cost_per_token"], &facts[0]["max_input_tokens"]), (&json!(2.5e-6), &json!(128_000)));
    assert_eq!(facts[0]["abilities"], json!(["Tools", "Vision"]));
    assert!(run.stderr.contains("the deployments of `fast` have several prices"), "{run:#?}");
}

#[test]
fn models_are_the_columns_of_the_table() {
    let run = Cli::of(&serving()).on_terminal(80).run(&["models", "compare", "fast-1", "claude", "mute"]);
    let lines: Vec<Vec<&str>> = run.ok().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["fast-1", "claude", "mute"]);
    for line in [
        &["Input", "$/1M", "$2.50", "$3.00", "–"][..],
        &["Input", "tokens", "128000", "200000", "–"],
        &["Deprecated", "2027-01-14", "–", "–"],
        &["Successor", "gpt-z", "–", "–"],
        &["Vision", "✓", "–", "–"],
    ] {
        assert!(lines.iter().any(|found| found == line), "{line:?}: {run:#?}");
    }
    assert!(!run.stdout.contains("Audio in"), "{run:#?}");
}

#[test]
fn an_unknown_model_is_not_found() {
    let run = Cli::of(&serving()).run(&["models", "compare", "fast", "claudee"]);
    assert!(run.code == 3 && run.stderr.contains("did you mean `claude`?"), "{run:#?}");
}
