//! `models bench`: what is sent, what is counted, and what it may cost.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

const STREAM: &str = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n\
    data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}\n\n\
    data: [DONE]\n\n";

fn serving() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let line = request.line();
        match line.split('?').next().unwrap_or_default() {
            "GET /model_group/info" => json_response(json!({"data": [
                {"model_group": "m", "mode": "chat"},
                {"model_group": "priced", "input_cost_per_token": 0.001, "output_cost_per_token": 0.002},
                {"model_group": "failing"},
                {"model_group": "embed", "mode": "embedding"},
                {"model_group": "image", "mode": "image_generation"},
            ]})),
            "GET /v1/model/info" => json_response(json!({"data": [
                {"model_name": "m", "model_info": {"id": "m-id"}, "litellm_params": {"model": "openai/m"}}]})),
            "POST /embeddings" => json_response(json!({"data": [{"index": 0, "embedding": [0.1]}]})),
            _ if body["model"] == "failing" => FakeResponse::new(429)
                .with_json(json!({"error": {"message": "litellm.RateLimitError: too many", "code": "429"}})),
            _ if body["stream"] == json!(true) => FakeResponse::new(200).with_body(STREAM, "text/event-stream"),
            _ => json_response(json!({"choices": [{"message": {"content": "ab"}}],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5}})),
        }
    })
}

fn posts(server: &FakeServer) -> Vec<Value> {
    let requests = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST "));
    requests.map(|(_, body)| body).collect()
}

#[test]
fn requests_differ_and_are_not_retried() {
    let server = serving();
    let run = Cli::of(&server)
        .run(&["models", "bench", "m-id", "--rate", "50", "--for", "1s", "-m", "hi", "--format", "json"]);
    let report: Value = serde_json::from_str(run.ok()).expect("JSON");
    let figures = &report["runs"][0];
    assert_eq!((&figures["loop"], &figures["sent"], &figures["ok"]), (&json!("open"), &json!(50), &json!(50)));
    assert_eq!((&figures["output_tokens"], &figures["cost"]), (&json!(250), &Value::Null));
    assert_eq!((&figures["ttft_ms"]["count"], &figures["itl_ms"]["count"]), (&json!(50), &json!(50)));
    let drawn = figures["histogram"].as_array().expect("a histogram");
    assert_eq!(drawn.iter().filter_map(|part| part["count"].as_u64()).sum::<u64>(), 50);
    let posts = posts(&server);
    assert!(posts.iter().all(|body| body["model"] == "m-id" && body["num_retries"] == 0 && body["max_tokens"] == 64));
    let mut prompts: Vec<_> = posts.iter().map(|body| body["messages"][0]["content"].to_string()).collect();
    prompts.sort();
    prompts.dedup();
    assert_eq!(prompts.len(), 50);
}

#[test]
fn steps_of_a_closed_loop_and_another_model_are_runs() {
    let server = serving();
    let words = [
        "models",
        "bench",
        "priced",
        "--concurrency",
        "1,3",
        "--requests",
        "6",
        "--compare",
        "m",
        "--no-stream",
        "--same-prompt",
        "--warmup",
        "2",
    ];
    let run = Cli::of(&server).on_terminal(100).run(&[&words[..], &["--yes"]].concat());
    run.ok();
    for text in [
        "priced 1 at once: 6 sent, 6 ok, $0.12, closed loop: waiting is not counted",
        "m 3 at once: 6 sent, 6 ok, cost unknown",
        "E2E",
        "throughput ",
    ] {
        assert!(run.stdout.contains(text), "{text}: {run:#?}");
    }
    assert!(!run.stdout.contains("ITL  "), "{run:#?}");
    assert_eq!(posts(&server).len(), 4 * (6 + 2));
    let run = Cli::of(&server).run(&[&words[..], &["--format", "csv"]].concat());
    assert_eq!(run.ok().lines().count(), 5, "{run:#?}");
}

#[test]
fn the_limit_of_the_cost_is_never_passed() {
    let server = serving();
    let words = ["models", "bench", "priced", "--concurrency", "4", "--requests", "40", "--max-tokens", "5", "-m", "x"];
    // A request costs $0.02, and is reserved with more.
    let run = Cli::of(&server).run(&[&words[..], &["--max-cost", "0.3", "--format", "json"]].concat());
    let report: Value = serde_json::from_str(run.ok()).expect("JSON");
    let cost = report["runs"][0]["cost"].as_f64().expect("a cost");
    assert!(cost <= 0.3 && cost > 0.1, "{report:#}");
    assert!(run.stderr.contains("their worst case would pass --max-cost $0.30"), "{run:#?}");
    let sent = posts(&server).len();
    assert_eq!(report["runs"][0]["sent"], sent);
    let run = Cli::of(&server).run(&[&words[..], &["--max-cost", "0"]].concat());
    assert!(run.code == 1 && posts(&server).len() == sent, "{run:#?}");
    let run = Cli::of(&server).run(&["models", "bench", "m", "--max-cost", "1"]);
    assert!(run.code == 2 && run.stderr.contains("needs the price of `m`"), "{run:#?}");
}

#[test]
fn errors_and_assertions_decide_the_exit_code() {
    let server = serving();
    for (words, code) in [
        (&["m", "--assert", "p95<60s", "--assert", "errors<1%", "--assert", "rps>0.1"][..], 0),
        (&["m", "--assert", "itl.p99<0.000001ms"], 1),
        (&["embed", "--assert", "ttft<60s"], 1),
        (&["embed"], 0),
        (&["failing"], 7),
        (&["failing", "--assert", "errors<=4"], 0),
        (&["image"], 1),
        (&["nobody"], 3),
    ] {
        let run =
            Cli::of(&server).run(&[&["models", "bench", "--concurrency", "2", "--requests", "4"], words].concat());
        assert_eq!(run.code, code, "{words:?}: {run:#?}");
    }
    let run = Cli::of(&server).run(&["models", "bench", "failing", "--concurrency", "1", "--requests", "3"]);
    assert!(run.stdout.contains("429 the provider limits the rate of requests ×3"), "{run:#?}");
}

#[test]
fn requests_that_meet_the_objectives_are_goodput() {
    let server = serving();
    let bench = |words: &[&str]| {
        Cli::of(&server).run(&[&["models", "bench", "--concurrency", "2", "--requests", "4"], words].concat())
    };
    for (words, code, measured) in [
        (&["m", "--slo", "ttft=60s,e2e=60s", "--assert", "goodput>=100%"][..], 0, "100.0%"),
        (&["m", "--slo", "ttft=60s,e2e=1us", "--assert", "goodput>0%"], 1, "0.0%"),
        (&["m", "--slo", "itl=60s", "--assert", "goodput>0.001"], 0, "holds"),
        (&["m", "--no-stream", "--slo", "e2e=60s", "--assert", "goodput>99%"], 0, "100.0%"),
        (&["embed", "--slo", "e2e=60s", "--assert", "goodput>99%"], 0, "100.0%"),
        // Requests that fail are not good, however fast they are.
        (&["failing", "--slo", "e2e=60s", "--assert", "goodput>0%", "--assert", "errors<=4"], 1, "0.0%"),
    ] {
        let run = bench(words);
        assert!(run.code == code && run.stderr.contains(measured), "{words:?}: {run:#?}");
    }
    let run = bench(&["m", "--slo", "ttft=60s", "--slo", "e2e=1us", "--format", "json"]);
    let figures = &serde_json::from_str::<Value>(run.ok()).expect("JSON")["runs"][0];
    assert_eq!(figures["slo"], json!({"ttft_ms": 60_000.0, "e2e_ms": 0.001}));
    assert_eq!((&figures["good"], &figures["goodput"]), (&json!(0), &json!(0.0)));
    let text = bench(&["m", "--slo", "ttft=60s"]);
    assert!(text.ok().contains("100.0% of requests, within ttft=60.0s"), "{text:#?}");
    assert!(!bench(&["m", "--compare", "m"]).ok().contains("oodput"), "nothing about objectives that were not given");
    let run = bench(&["embed", "--slo", "ttft=1s"]);
    assert!(run.code == 2 && run.stderr.contains("`embed` streams nothing"), "{run:#?}");
    assert_eq!(bench(&["m", "--no-stream", "--slo", "ttft=1s"]).code, 2);
}

#[test]
fn figures_are_written_to_a_file() {
    let server = serving();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("run.json");
    let file = path.to_str().expect("UTF-8");
    Cli::of(&server)
        .run(&["models", "bench", "m", "--rate", "20/s", "--for", "1s", "--json", file, "--assert", "p95<60s"])
        .ok();
    let report: Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
    assert_eq!((&report["runs"][0]["rate"], &report["assertions"][0]["holds"]), (&json!(20.0), &json!(true)));
}

#[test]
fn mistakes_are_usage_errors() {
    are_usage_errors(&[
        (&["models", "bench"], "MODEL"),
        (&["models", "bench", "m", "--rate", "0"], "must be from 0.001"),
        (&["models", "bench", "m", "--rate", "5", "--concurrency", "2"], "cannot be used with"),
        (&["models", "bench", "m", "--requests", "5"], "--concurrency"),
        (&["models", "bench", "m", "--concurrency", "0"], "0 is not in"),
        (&["models", "bench", "m", "--assert", "p95 < fast"], "a time with a unit"),
        (&["models", "bench", "m", "--assert", "goodput>95%"], "needs --slo"),
        (&["models", "bench", "m", "--slo", "ttft=5"], "a time with a unit"),
        (&["models", "bench", "m", "--slo", "ttft=5s,ttft=6s"], "has ttft twice"),
        (&["models", "bench", "m", "--curl"], "--curl cannot show"),
    ]);
}
