//! `chat batch`: its lines, its journal, retries, the limit of cost, and runs that are killed.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Run, in_turn, json_response};

use crate::harness::Cli;
use crate::sandbox::Sandbox;

fn answer(text: &str) -> Value {
    json!({"id": "c1", "choices": [{"index": 0, "finish_reason": "stop", "message": {"content": text}}],
           "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}})
}

/// Answers each request with the text of its last message.
fn echo(request: &FakeRequest) -> FakeResponse {
    let body = request.json();
    let last = body["messages"].as_array().and_then(|messages| messages.last()).cloned().unwrap_or_default();
    json_response(answer(last["content"].as_str().unwrap_or_default()))
}

fn batch(cli: &Cli, more: &[&str]) -> Run {
    cli.run(&[&["chat", "batch", "in.jsonl", "-o", "out.jsonl", "--model", "m"], more].concat())
}

fn output(cli: &Cli) -> Vec<Value> {
    let text = std::fs::read_to_string(cli.home().join("out.jsonl")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn ids(cli: &Cli) -> Vec<String> {
    let mut ids: Vec<String> =
        output(cli).iter().map(|line| line["custom_id"].as_str().expect("an id").to_owned()).collect();
    ids.sort();
    ids
}

fn lines(count: usize) -> String {
    (1..=count).map(|number| format!("{}\n", json!({"prompt": format!("text {number}"), "max_tokens": 10}))).collect()
}

#[test]
fn every_line_gets_an_answer_in_the_format_of_openai() {
    let server = FakeServer::from_fn(|request| {
        let response = echo(request).with_header("x-litellm-response-cost", "0.25");
        response.with_header("x-litellm-call-id", "call").with_header("x-litellm-model-id", "d1")
    });
    let openai = json!({"custom_id": "b", "method": "POST", "url": "/v1/chat/completions",
        "body": {"model": "other", "messages": [{"role": "user", "content": "two"}]}});
    let input = format!("\u{feff}{}\n\n{openai}\n{}", json!({"prompt": "one", "id": "a"}), json!({"prompt": "three"}));
    let cli = Cli::of(&server).file("in.jsonl", &input);
    let run = batch(&cli, &["-p", "seed=7", "--system", "Be brief"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("", "3 of 3 answered · $0.75\n"));
    assert_eq!(ids(&cli), ["a", "b", "line-4"]);
    let line = output(&cli).into_iter().find(|line| line["custom_id"] == "b").expect("an answer");
    assert_eq!(line["response"], json!({"status_code": 200, "request_id": "call", "body": answer("two")}));
    assert!(line["error"].is_null() && line["id"].as_str().is_some_and(|id| id.starts_with("batch_req_")), "{line}");
    let details = &line["litellm"];
    assert_eq!((&details["line"], &details["cost"], &details["attempts"]), (&json!(3), &json!(0.25), &json!(1)));
    assert_eq!((&details["model_id"], details["sha256"].as_str().map(str::len)), (&json!("d1"), Some(64)));
    let sent = server.received();
    assert!(sent.iter().all(|request| request.header("x-litellm-num-retries") == Some("0")));
    let system = json!({"role": "system", "content": "Be brief"});
    let bodies: Vec<Value> = sent.iter().map(FakeRequest::json).collect();
    assert!(
        bodies.contains(&json!({"messages": [system, {"role": "user", "content": "one"}], "model": "m", "seed": 7})),
        "{bodies:?}"
    );
    assert!(
        bodies
            .contains(&json!({"messages": [system, {"role": "user", "content": "two"}], "model": "other", "seed": 7}))
    );

    // Nothing is sent again.
    let again = batch(&cli, &["-p", "seed=7", "--system", "Be brief"]);
    assert_eq!((again.ok(), again.stderr.as_str()), ("", "nothing to send: all 3 requests are answered\n"));
    assert_eq!(server.received().len(), 3);
    let run = cli.stdin("{\"prompt\": \"x\"}").run(&["chat", "batch", "-", "-o", "-", "--model", "m"]);
    assert_eq!(serde_json::from_str::<Value>(run.ok()).expect("a line")["custom_id"], "line-1");
}

#[test]
fn all_lines_are_checked_before_anything_is_sent() {
    let server = FakeServer::from_fn(echo);
    let input = "{\"prompt\": \"a\", \"id\": \"x\"}\n[]\n{\"prompt\": \"b\", \"id\": \"x\"}\n{\"url\": \"/v1/files\", \"body\": {}}\n";
    let cli = Cli::of(&server).file("in.jsonl", input).file("empty.jsonl", "\n").file("notes", "my notes");
    let run = batch(&cli, &[]);
    let expected = "error: `in.jsonl` has invalid lines:
  line 2: not a JSON object
  line 3: the id `x` is that of line 1 too
  line 4: the url is \"/v1/files\"; expected /v1/chat/completions, /v1/embeddings or /v1/responses\n";
    assert_eq!(run.fails(2), expected);
    let good = Cli::of(&server)
        .file("in.jsonl", lines(2))
        .file("notes", "my notes")
        .file("answers", "{\"custom_id\": \"z\", \"response\": null}\n");
    for (words, message) in [
        (&["in.jsonl", "-o", "in.jsonl", "--model", "m"][..], "input and output are the same file"),
        (&["in.jsonl", "-o", "notes", "--model", "m"], "`notes` is not the output of a batch"),
        (
            &["in.jsonl", "-o", "answers", "--model", "m"],
            "`answers` has answers to 1 request that the input does not have: `z`",
        ),
        (&["in.jsonl", "-o", "out.jsonl"], "line 1: no model"),
        (&["missing", "-o", "out.jsonl"], "cannot read `missing`"),
        (&["in.jsonl", "-o", "out.jsonl", "--model", "m", "-p", "stream=true"], "-p cannot set `stream`"),
        (&["in.jsonl", "-o", "-", "--model", "m", "--ordered", "x"], "--ordered needs an output file"),
        (&["in.jsonl", "--model", "m"], "--output"),
    ] {
        let run = good.run(&[&["chat", "batch"], words].concat());
        assert!(run.fails(2).contains(message), "{words:?}: {run:#?}");
    }
    assert_eq!(std::fs::read_to_string(good.home().join("notes")).expect("a file"), "my notes");
    assert!(cli.run(&["chat", "batch", "empty.jsonl", "-o", "o"]).fails(2).contains("has no requests"));
    assert_eq!(server.received().len(), 0);
}

#[test]
fn a_run_continues_what_another_left() {
    let server = FakeServer::from_fn(echo);
    let cli = Cli::of(&server).file("in.jsonl", lines(3));
    batch(&cli, &[]).ok();
    // Killed while it wrote its last line.
    let path = cli.home().join("out.jsonl");
    let text = std::fs::read_to_string(&path).expect("the output");
    let torn = text.get(..text.len() - 20).expect("a part of it");
    std::fs::write(&path, torn).expect("written");
    let run = batch(&cli, &[]);
    assert!(
        run.ok().is_empty() && run.stderr.starts_with("warning: the last line of `out.jsonl` was incomplete"),
        "{run:#?}"
    );
    assert_eq!(
        (ids(&cli), server.received().len()),
        (vec!["line-1".to_owned(), "line-2".to_owned(), "line-3".to_owned()], 4)
    );

    // A line that has changed is not silently kept.
    let cli = cli.file("in.jsonl", lines(3).replace("text 2", "other"));
    assert!(batch(&cli, &[]).fails(2).contains("the input has changed since `out.jsonl` was written: line 2\n"));
    batch(&cli, &["--force-changed", "--ordered", "ordered.jsonl"]).ok();
    assert_eq!(server.received().len(), 5);
    let ordered = std::fs::read_to_string(cli.home().join("ordered.jsonl")).expect("the ordered output");
    let contents: Vec<Value> = ordered
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).expect("JSON")["response"]["body"]["choices"][0]["message"]["content"]
                .clone()
        })
        .collect();
    assert_eq!(contents, ["text 1", "other", "text 3"]);
}

#[test]
fn failures_are_retried_listed_and_sent_again() {
    let error = |status: u16| {
        let message = "bad\n\nLiteLLM: model group 'm' failed with the error above. No fallback was attempted.";
        FakeResponse::new(status).with_json(json!({"error": {"message": message, "code": status.to_string()}}))
    };
    let busy = |name: &str| error(429).with_header(name, "0");
    let server = FakeServer::new();
    let is = |text: &'static str| move |request: &FakeRequest| request.text().contains(text);
    server.add_when(
        is("text 1"),
        in_turn([busy("retry-after"), busy("llm_provider-retry-after"), json_response(answer("1"))]),
    );
    server.add_when(is("text 2"), error(400));
    server.add_when(is("text 3"), json_response(json!({"error": {"message": "inside"}})));
    server.add("POST /chat/completions", echo);
    let cli = Cli::of(&server).file("in.jsonl", lines(4));
    let run = batch(&cli, &["--concurrency", "1"]);
    assert_eq!(
        run.fails(7),
        "failed: line-2: HTTP 400: bad\nfailed: line-3: HTTP 200: inside\n2 of 4 answered · cost unknown (2 of unknown cost)\nerror: 2 of 4 requests failed\n"
    );
    let written = output(&cli);
    assert_eq!((&written[0]["litellm"]["attempts"], &written[1]["response"]["status_code"]), (&json!(3), &json!(400)));
    assert_eq!(written[2]["error"], json!({"code": "error_in_response", "message": "inside"}));
    let count = server.received().len();
    assert_eq!(batch(&cli, &["--keep-failed"]).ok(), "");
    assert_eq!(server.received().len(), count);
    assert_eq!(batch(&cli, &[]).code, 7);
    assert_eq!((server.received().len(), output(&cli).len()), (count + 2, 6));
}

#[test]
fn a_refused_key_or_budget_ends_the_job() {
    for (status, body, code) in [
        (401, json!({"error": {"message": "no such key", "code": "401"}}), 4),
        (403, json!({"error": {"message": "not allowed", "code": "403"}}), 4),
        (422, json!({"error": {"message": "over budget", "type": "budget_exceeded", "code": "422"}}), 1),
        (400, json!({"error": {"message": "over budget", "type": "budget_exceeded", "code": "400"}}), 1),
    ] {
        let server = FakeServer::always(FakeResponse::new(status).with_json(body));
        let cli = Cli::of(&server).file("in.jsonl", lines(20));
        let run = batch(&cli, &["--concurrency", "2"]);
        assert_eq!(run.code, code, "{status}: {run:#?}");
        assert!(run.stderr.contains("not sent") && server.received().len() <= 3, "{status}: {run:#?}");
    }
    let cli = Cli::at("http://127.0.0.1:9").file("in.jsonl", lines(1));
    assert_eq!(cli.run(&["chat", "batch", "in.jsonl", "-o", "out.jsonl", "--model", "m", "--timeout", "1"]).code, 5);
}

#[test]
fn the_limit_of_cost_is_never_passed() {
    // Costs vary tenfold, and stay below the worst case: 60 bytes at $1 and 10 tokens at $100 a million tokens.
    let spent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&spent);
    let server = FakeServer::from_fn(move |request| {
        if request.path() != "/chat/completions" {
            return json_response(
                json!({"data": [{"model_group": "m", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-4}]}),
            );
        }
        let micros = 100 + request.text().len() * 7 % 10 * 90;
        counted.fetch_add(micros, Ordering::Relaxed);
        echo(request).with_header("x-litellm-response-cost", format!("{micros}e-6"))
    });
    let cli = Cli::of(&server).file("in.jsonl", lines(100));
    let run = batch(&cli, &["--max-cost", "0.02", "--concurrency", "16"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("error: stopped at $0.0") && run.stderr.contains(" not sent\n"), "{run:#?}");
    let total = spent.load(Ordering::Relaxed);
    assert!((18_000..=20_000).contains(&total), "{total} millionths of a dollar");
    // What was spent before counts.
    let again = batch(&cli, &["--max-cost", "0.02"]);
    assert!(again.code == 7 && spent.load(Ordering::Relaxed) <= 20_000, "{again:#?}");
    batch(&cli, &["--max-cost", "1"]).ok();
    assert_eq!(ids(&cli).iter().collect::<BTreeSet<_>>().len(), 100);

    for (group, line, more, message) in [
        (
            json!({"model_group": "m", "input_cost_per_token": 0.0, "output_cost_per_token": 0.0}),
            "{\"prompt\": \"a\"}",
            &[][..],
            "needs the price of `m`",
        ),
        (
            json!({"model_group": "m", "input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}),
            "{\"prompt\": \"a\"}",
            &[],
            "needs a bound on the answers of `m`",
        ),
        (
            json!({"model_group": "x"}),
            "{\"prompt\": \"a\"}",
            &["--price", "1,2"],
            "needs a bound on the answers of `m`",
        ),
    ] {
        let server = FakeServer::from_fn(move |_| json_response(json!({"data": [group]})));
        let cli = Cli::of(&server).file("in.jsonl", line);
        let run = batch(&cli, &[&["--max-cost", "1"], more].concat());
        assert!(run.fails(2).contains(message), "{run:#?}");
        assert!(server.received().iter().all(|request| request.path() != "/chat/completions"));
    }
}

#[test]
fn a_dry_run_estimates_tokens_and_cost() {
    let server = FakeServer::from_fn(|request| match request.path() {
        "/model_group/info" => json_response(
            json!({"data": [{"model_group": "m", "input_cost_per_token": 1e-5, "output_cost_per_token": 2e-5, "max_output_tokens": 1000.0}]}),
        ),
        "/utils/token_counter" => json_response(json!({"total_tokens": 12, "tokenizer_type": "openai_tokenizer"})),
        path => panic!("an unexpected request: {path}"),
    });
    let cli = Cli::of(&server)
        .file("in.jsonl", lines(250))
        .file("free.jsonl", "{\"prompt\": \"a\", \"model\": \"free\"}\n{\"prompt\": \"b\"}\n");
    let run = cli.run(&["chat", "batch", "in.jsonl", "--model", "m", "--dry-run"]);
    let line = run.ok();
    assert!(line.starts_with("250 requests · 3,000 tokens in (counted for 84, extrapolated) · at most 2,500 out · ≈$0.03 for the input, at most $0."), "{line}");
    let estimate = cli.run(&["chat", "batch", "free.jsonl", "--model", "m", "--dry-run", "--format", "json"]).json();
    assert_eq!((&estimate["requests"], &estimate["input_tokens"]), (&json!(2), &json!(24)));
    assert!(
        estimate["max_cost"].is_null() && estimate["input_cost"].is_null() && estimate["max_output_tokens"].is_null(),
        "{estimate}"
    );
}

#[test]
fn one_run_at_a_time_writes_an_output() {
    let feed = test_bed::Feed::new();
    let server = FakeServer::always(FakeResponse::fed(&feed));
    let cli = Cli::of(&server).file("in.jsonl", lines(1));
    let mut first = cli
        .shell("exec \"$@\"", &["chat", "batch", "in.jsonl", "-o", "out.jsonl", "--model", "m"])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    server.wait_for_requests(1);
    assert!(batch(&cli, &[]).fails(1).contains("another run writes `out.jsonl`"));
    feed.close();
    first.kill().expect("killed");
    first.wait().expect("it ends");
}

const CONFIG: &str = "\
model_list:
  - {model_name: m, litellm_params: {model: openai/gpt-4o, mock_response: hello}}
";

#[test]
fn killed_runs_lose_no_answer_and_repeat_none() {
    const LINES: usize = 400;
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli().file("in.jsonl", lines(LINES));
    let words =
        ["chat", "batch", "in.jsonl", "-o", "out.jsonl", "--model", "m", "--max-cost", "5", "--concurrency", "8"];
    let written = || std::fs::read_to_string(cli.home().join("out.jsonl")).unwrap_or_default().lines().count();
    let mut kills = 0;
    for enough in [20, 90, 170, 260, 330] {
        let mut child = cli
            .shell("exec \"$@\"", &words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        while written() < enough && child.try_wait().expect("its state").is_none() {
            std::thread::yield_now();
        }
        kills += usize::from(child.kill().is_ok() && !child.wait().expect("it ends").success());
    }
    let run = cli.run(&words);
    assert_eq!(run.ok(), "");
    let mut all = ids(&cli);
    assert_eq!(all.len(), LINES, "after {kills} kills");
    all.dedup();
    assert_eq!(all.len(), LINES);
    assert!(output(&cli).iter().all(|line| line["response"]["status_code"] == 200));
    let cost: f64 = output(&cli).iter().filter_map(|line| line["litellm"]["cost"].as_f64()).sum();
    assert!(cost > 0.0 && cost < 5.0, "{cost}");
    // At most the requests that were in flight at each kill have been repeated.
    let logs = cli.run(&["spend", "logs", "--format", "json"]).json();
    let calls = logs.as_array().map_or_else(|| logs["data"].as_array().map_or(0, Vec::len), Vec::len);
    assert!((LINES..=LINES + kills * 8).contains(&calls), "{calls} calls, {kills} kills");
}
