//! `models import` of what the server has already: what is left alone, updated, or added again.

use serde_json::json;
use test_bed::{FakeServer, json_response, request, request_with};

use crate::harness::Cli;
use crate::import::{outcomes, writes};

fn with_existing() -> FakeServer {
    let server = FakeServer::new();
    let existing = json!({"data": [
        {"model_name": "gpt-4", "litellm_params": {"model": "azure/gpt-4o"}, "model_info": {"id": "id-1"}},
        {"model_name": "gpt-4", "litellm_params": {"model": "azure/other"}, "model_info": {"id": "id-2"}},
        {"model_name": "renamed", "litellm_params": {"model": "x/y"}, "model_info": {"id": "own-id"}},
    ]});
    server.add("GET *", json_response(existing));
    server.add("*", json_response(json!({"model_id": "id"})));
    server
}

/// One exists by name and upstream model, one by id, one is new.
const MIXED: &str = "\
model_list:
  - {model_name: gpt-4, litellm_params: {model: azure/gpt-4o, rpm: 9}, model_info: {mode: chat}}
  - {model_name: named, litellm_params: {model: x/z}, model_info: {id: own-id}}
  - {model_name: gpt-4, litellm_params: {model: openai/gpt-4}}
";

#[test]
fn existing_models_are_left_unchanged() {
    let server = with_existing();
    let cli = Cli::of(&server).file("models.yaml", MIXED);
    let value = cli.run(&["models", "import", "models.yaml", "--format", "json"]).json();
    assert_eq!(value["unchanged"], 2);
    assert_eq!(outcomes(&value), [("gpt-4", "unchanged"), ("named", "unchanged"), ("gpt-4", "imported")]);
    assert_eq!(value["models"][0]["reason"], "exists already as id-1");
    assert_eq!(value["models"][1]["reason"], "exists already as own-id");
    assert_eq!(value["total"], 1);
    assert_eq!(
        server.requests(),
        [
            request("GET /v2/model/info?size=100000"),
            request_with(
                "POST /model/new",
                json!({"model_name": "gpt-4", "litellm_params": {"model": "openai/gpt-4"}})
            ),
        ]
    );
}

#[test]
fn on_conflict_update_updates_existing_models() {
    let server = with_existing();
    let cli = Cli::of(&server).file("models.yaml", MIXED);
    let words = ["models", "import", "models.yaml", "--on-conflict=update", "--concurrency", "1", "--format", "json"];
    let value = cli.run(&words).json();
    assert_eq!(outcomes(&value), [("gpt-4", "updated"), ("named", "updated"), ("gpt-4", "imported")]);
    assert_eq!(
        server.requests(),
        [
            request("GET /v2/model/info?size=100000"),
            request_with(
                "PATCH /model/id-1/update",
                json!({"model_name": "gpt-4", "litellm_params": {"model": "azure/gpt-4o", "rpm": 9},
                       "model_info": {"mode": "chat", "id": "id-1"}})
            ),
            request_with(
                "PATCH /model/own-id/update",
                json!({"model_name": "named", "litellm_params": {"model": "x/z"}, "model_info": {"id": "own-id"}})
            ),
            request_with(
                "POST /model/new",
                json!({"model_name": "gpt-4", "litellm_params": {"model": "openai/gpt-4"}})
            ),
        ]
    );
}

#[test]
fn existing_models_are_added_again_on_request() {
    let server = with_existing();
    let cli = Cli::of(&server).file("models.yaml", MIXED);
    let run = cli.run(&["models", "import", "models.yaml", "--on-conflict", "create"]);
    run.ok();
    let sent = server.requests();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|(line, _)| line == "POST /model/new"), "{sent:?}");
}

#[test]
fn failed_update_reports_the_reason() {
    let existing = json!({"data": [{"model_name": "m", "litellm_params": {"model": "x/m"}, "model_info": {}}]});
    let server = FakeServer::always_json(existing);
    let cli = Cli::of(&server).stdin("model_list: [{model_name: m, litellm_params: {model: x/m}}]");
    let run = cli.run(&["models", "import", "-", "--on-conflict", "update", "--format", "csv"]);
    assert_eq!(run.code, 7);
    assert!(!run.stdout.ends_with("not tried,\n"), "{run:#?}");
}

#[test]
fn deployments_with_the_same_name_are_matched_once_each() {
    let existing = json!({"data": [
        {"model_name": "m", "litellm_params": {"model": "x/m"}, "model_info": {"id": "d1"}},
        {"model_name": "m", "litellm_params": {"model": "x/m"}, "model_info": {"id": "d2"}},
    ]});
    let server =
        FakeServer::new().on("GET *", json_response(existing)).on("*", json_response(json!({"model_id": "x"})));
    let yaml = "model_list:\n\
        - {model_name: m, litellm_params: {model: x/m, rpm: 1}}\n\
        - {model_name: m, litellm_params: {model: x/m, rpm: 2}}\n\
        - {model_name: m, litellm_params: {model: x/m, api_base: asia}}\n";
    let cli = Cli::of(&server).file("models.yaml", yaml);
    cli.run(&["models", "import", "models.yaml", "--on-conflict", "update", "--concurrency", "1"]).ok();
    let lines: Vec<String> = server.requests().into_iter().map(|(line, _)| line).collect();
    assert_eq!(
        lines,
        ["GET /v2/model/info?size=100000", "PATCH /model/d1/update", "PATCH /model/d2/update", "POST /model/new"]
    );
}

#[test]
fn second_import_creates_nothing() {
    // Two equal entries are two deployments, and the key of neither is shown.
    let yaml = "model_list:\n- {model_name: m, litellm_params: {model: x/m, api_base: http://a, api_key: k}}\n\
        - {model_name: m, litellm_params: {model: x/m, api_base: http://a, api_key: k}}\n\
        - {model_name: m, litellm_params: {model: x/m, api_base: http://b, api_key: k}}\n";
    let stored = |id: &str, base: &str| json!({"model_name": "m", "litellm_params": {"model": "x/m", "api_base": base}, "model_info": {"id": id}});
    for (existing, created) in [
        (json!([]), 3),
        (json!([stored("1", "http://a")]), 2),
        (json!([stored("1", "http://a"), stored("2", "http://a")]), 1),
        (json!([stored("1", "http://a"), stored("2", "http://b"), stored("3", "http://a")]), 0),
    ] {
        let server = FakeServer::new()
            .on("GET *", json_response(json!({"data": existing})))
            .on("*", json_response(json!({"model_id": "new"})));
        let cli = Cli::of(&server).stdin(yaml);
        let run = cli.run(&["models", "import", "-", "--dry-run"]);
        let unchanged = format!("│ Unchanged ┆     {} │", 3 - created);
        assert_eq!(run.ok().contains(&unchanged), created < 3, "{run:#?}");
        let value = cli.run(&["models", "import", "-", "--format", "json"]).json();
        assert_eq!((&value["total"], &value["unchanged"]), (&json!(created), &json!(3 - created)));
        assert_eq!(writes(&server).len(), created);
    }
}
