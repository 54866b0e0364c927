//! `models test`: which calls it makes, what it says of each deployment, and what it costs at most.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Run, json_response};

use crate::in_process::{Cli, are_usage_errors};

const STREAM: &str = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"pong\"}}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\n\
    data: [DONE]\n\n";

fn deployment(name: &str, info: Value, params: Value) -> Value {
    let mut deployment = json!({"model_name": name, "litellm_params": {"model": "openai/m"},
        "model_info": {"id": format!("{name}-id")}});
    for (part, fields) in [("model_info", info), ("litellm_params", params)] {
        for (field, value) in fields.as_object().expect("an object") {
            deployment[part][field] = value.clone();
        }
    }
    deployment
}

fn refused(status: u16, kind: &str, message: &str) -> FakeResponse {
    FakeResponse::new(status)
        .with_json(json!({"error": {"message": message, "type": kind, "code": status.to_string(), "param": null}}))
}

/// A server with a deployment of each kind and fault. With `limited`, the key may not call deployments by id.
fn serving(limited: bool) -> FakeServer {
    FakeServer::from_fn(move |request: &FakeRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let model = body["model"].as_str().unwrap_or_default();
        let line = request.line();
        let priced = json!({"input_cost_per_token": 0.001, "output_cost_per_token": 0.002, "mode": "chat"});
        let able =
            json!({"supports_vision": true, "supports_function_calling": true, "supports_response_schema": true});
        match line.split('?').next().unwrap_or_default() {
            "GET /v1/model/info" => json_response(json!({"data": [
                deployment("good", able, json!({})),
                deployment("priced", priced, json!({})),
                deployment("badkey", json!({}), json!({})),
                deployment("dead", json!({}), json!({})),
                deployment("mock", json!({}), json!({"mock_response": "hi"})),
                deployment("embed", json!({"mode": "embedding"}), json!({})),
                deployment("image", json!({"mode": "image_generation"}), json!({})),
                deployment("wild/*", json!({}), json!({})),
            ]})),
            _ if limited && model.ends_with("-id") => {
                refused(403, "key_model_access_denied", "is not available for this API key")
            }
            _ if model.starts_with("badkey") => refused(
                401,
                "None",
                "litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key provided: sk-12345678901234567890",
            ),
            _ if model.starts_with("dead") => refused(
                500,
                "None",
                "litellm.InternalServerError: OpenAIException - Connection error.\nTraceback (most recent call last):\n  File \"/app/x.py\"",
            ),
            "POST /embeddings" => json_response(
                json!({"data": [{"index": 0, "embedding": [0.1, 0.2, 0.3]}], "usage": {"prompt_tokens": 3}}),
            ),
            "POST /images/generations" => json_response(json!({"data": [{"url": "http://x"}]})),
            _ if body["stream"] == json!(true) => FakeResponse::new(200).with_body(STREAM, "text/event-stream"),
            _ if body.get("tools").is_some() => json_response(json!({"choices": [{"message": {"content": "no"}}]})),
            _ => json_response(json!({"choices": [{"message": {"content": "{}"}}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5}})),
        }
    })
}

fn posts(server: &FakeServer) -> Vec<Value> {
    let requests = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST "));
    requests.map(|(_, body)| body).collect()
}

fn rows(run: &Run) -> Vec<Value> {
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn deployments_are_called_by_id_with_retries_off() {
    let server = serving(false);
    Cli::of(&server).run(&["--timeout", "7", "models", "test", "priced"]).ok();
    let posts = posts(&server);
    assert_eq!(posts.len(), 2, "{posts:#?}");
    for body in &posts {
        assert_eq!(body["model"], "priced-id");
        assert_eq!((&body["num_retries"], &body["max_retries"], &body["timeout"]), (&json!(0), &json!(0), &json!(7.0)));
    }
    assert_eq!(posts[1]["stream_options"]["include_usage"], true);
}

#[test]
fn each_deployment_has_a_line_with_its_cause() {
    let server = serving(false);
    let run = Cli::of(&server).on_terminal(80).run(&["models", "test", "--all", "--yes"]);
    assert_eq!(run.code, 7, "{run:#?}");
    for words in [
        "badkey-id   chat   ✗ 401 the provider refuses its key",
        "dead-id     chat   ✗ 500 the server cannot connect to the provider",
        "✗ tools: no tool call came back",
        "mock-id     chat   ✓ mock",
        "embed-id    embed  ✓ 3 dimensions",
        "not tested: images cost more: add --include image",
        "not tested: a wildcard",
    ] {
        assert!(run.stdout.contains(words), "{words}: {run:#?}");
    }
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80), "{run:#?}");
    assert!(run.stderr.contains("8 deployments: 3 work, 3 fail, 2 not tested; 12 calls, $0.04"), "{run:#?}");
    assert!(run.stderr.contains("3 of 6 deployments fail"), "{run:#?}");
    assert!(!(run.stdout.clone() + &run.stderr).contains("sk-1234567890"), "{run:#?}");
}

#[test]
fn programs_read_a_row_for_each_deployment() {
    let server = serving(false);
    let run = Cli::of(&server).run(&["models", "test", "good", "badkey", "mock", "--format", "json"]);
    let rows = rows(&run);
    assert_eq!((run.code, rows.len()), (7, 3), "{run:#?}");
    assert_eq!(rows[0]["checks"].as_array().map(Vec::len), Some(5));
    assert_eq!((&rows[0]["state"], &rows[0]["error"]), (&json!("fails"), &json!("tools: no tool call came back")));
    assert!(rows[0]["checks"][1]["ttft_ms"].is_number() && rows[0]["checks"][0]["ttft_ms"].is_null());
    assert_eq!((&rows[1]["state"], &rows[2]["mock"]), (&json!("fails"), &json!(true)));
    let run = Cli::of(&server).run(&["models", "test", "priced", "--format", "csv"]);
    assert!(run.ok().starts_with("id,model,mode,state,checks,ttft_ms,total_ms,tokens_per_second,cost,error\npriced-id,priced,chat,works,chat stream,"));
}

#[test]
fn a_key_that_is_limited_to_models_tests_them_by_name() {
    let server = serving(true);
    let run = Cli::of(&server).run(&["models", "test", "priced", "--format", "json"]);
    let rows: Vec<Value> = serde_json::from_str(run.ok()).expect("JSON");
    assert_eq!((&rows[0]["id"], &rows[0]["note"]), (&Value::Null, &json!("deployment not chosen: this key may not")));
    let models: Vec<_> = posts(&server).iter().map(|body| body["model"].clone()).collect();
    assert_eq!(models, ["priced-id", "priced", "priced"]);
}

#[test]
fn nothing_is_called_that_could_cost_too_much() {
    let server = serving(false);
    for (words, code, message) in [
        (&["models", "test", "priced", "--max-cost", "0.001"][..], 1, "more than --max-cost $0.001"),
        (&["models", "test", "priced", "--max-cost", "0"], 1, "more than --max-cost"),
        (&["models", "test", "good", "--max-cost", "1"], 2, "needs the price of `good-id`"),
        (&["models", "test", "prised"], 3, "did you mean `priced`?"),
    ] {
        let run = Cli::of(&server).run(words);
        assert!(run.code == code && run.stderr.contains(message), "{run:#?}");
    }
    assert_eq!(posts(&server), Vec::<Value>::new());
    Cli::of(&server).run(&["models", "test", "priced", "--max-cost", "10"]).ok();
    Cli::of(&server).run(&["models", "test", "image", "--include", "image", "--only", "image"]).ok();
    assert_eq!(posts(&server).len(), 3);
}

#[test]
fn assertions_decide_the_exit_code() {
    let server = serving(false);
    for (words, code) in [
        (&["priced", "--assert", "p95<60s", "--assert", "errors<1%", "--assert", "cost<1"][..], 0),
        (&["priced", "--assert", "p95<0.001ms"], 1),
        (&["priced", "--assert", "cost<0.01"], 1),
        (&["priced", "badkey", "--assert", "errors<50%"], 0),
        (&["priced", "badkey", "--assert", "errors<1"], 1),
        (&["badkey", "--assert", "p95<60s"], 7),
        // The times of a mock mean nothing.
        (&["mock", "--assert", "p95<60s"], 1),
    ] {
        let run = Cli::of(&server).run(&[&["models", "test"], words].concat());
        assert_eq!(run.code, code, "{words:?}: {run:#?}");
    }
    let run = Cli::of(&server).run(&["models", "test", "mock", "--assert", "p95<60s"]);
    assert!(run.stderr.contains("p95<60s does not hold: nothing was measured"), "{run:#?}");
}

#[test]
fn junit_has_a_case_for_each_call_and_assertion() {
    let server = serving(false);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.xml");
    let file = path.to_str().expect("UTF-8");
    let words = ["models", "test", "priced", "badkey", "image", "--junit", file, "--assert", "p95<60s"];
    assert_eq!(Cli::of(&server).run(&words).code, 7);
    let xml = std::fs::read_to_string(&path).expect("the report");
    for words in [
        "<testsuite name=\"models test\" tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"1\"",
        "<testcase classname=\"priced.priced-id\" name=\"stream\"",
        "<failure message=\"401 the provider refuses its key\"/>",
        "name=\"p95&lt;60s\"",
        "<skipped message=\"images cost more",
    ] {
        assert!(xml.contains(words), "{words}: {xml}");
    }
}

#[test]
fn mistakes_are_usage_errors() {
    are_usage_errors(&[
        (&["models", "test"], "required"),
        (&["models", "test", "m", "--all"], "cannot be used with"),
        (&["models", "test", "m", "--only", "chatt"], "did you mean `chat`?"),
        (&["models", "test", "m", "--assert", "p59<2s"], "did you mean `p50`?"),
        (&["models", "test", "m", "--assert", "p95<2"], "a time with a unit"),
        (&["models", "test", "m", "--curl"], "--curl cannot show"),
    ]);
}
