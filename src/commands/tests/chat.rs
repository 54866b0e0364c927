//! `chat completions`: parameters, instructions, and what is said about an answer on stderr.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, Run, json_response};

use crate::in_process::{Cli, are_usage_errors};

const DONE: &str = "data: [DONE]\n\n";

fn chat(server: &FakeServer, more: &[&str]) -> Run {
    Cli::of(server).run(&[&["chat", "completions", "m", "hi", "--no-stdin"], more].concat())
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

fn answer(message: &Value) -> Value {
    json!({"choices": [{"index": 0, "finish_reason": "stop", "message": message}],
           "usage": {"prompt_tokens": 12, "completion_tokens": 40, "total_tokens": 52}})
}

fn streaming(events: impl Into<Vec<u8>>) -> FakeResponse {
    FakeResponse::new(200).with_body(events, "text/event-stream")
}

#[test]
fn parameters_and_instructions_are_sent() {
    let server = FakeServer::always_json(answer(&json!({"content": "x"})));
    let words = ["-p", "seed=7", "-p", "reasoning_effort=low", "--param", "metadata.tags=[\"x\"]", "-p", "n=1"];
    chat(&server, &[&words[..], &["--system", "Be brief", "--top-p", "0.5"]].concat()).ok();
    assert_eq!(
        server.requests()[0].1,
        json!({"model": "m", "messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "hi"}],
               "top_p": 0.5, "seed": 7, "reasoning_effort": "low", "metadata": {"tags": ["x"]}, "n": 1})
    );
    let chat: &[&str] = &["chat", "completions", "m", "hi", "--no-stdin"];
    for (more, words) in [
        (&["-p", "model=x"][..], "`model` is given twice"),
        (&["-p", "messages=[]"], "`messages` is given twice"),
        (&["-p", "stream=true"], "-p cannot set `stream`"),
        (&["-p", "temperature=1", "-t", "1"], "`temperature` is given twice"),
        (&["-p", "seed"], "-p takes KEY=VALUE"),
        (&["--system", "x", "-m", "system:y"], "instructions are given twice"),
        (&["--usage", "--stream", "-p", "stream_options.include_usage=false"], "`stream_options` is given twice"),
    ] {
        are_usage_errors(&[(&[chat, more].concat(), words)]);
    }
}

/// Prices of `m`, as older servers report those that they do not know.
fn prices(input: &Value, output: &Value) -> FakeResponse {
    let group = json!({"model_group": "m", "input_cost_per_token": input, "output_cost_per_token": output});
    json_response(json!({"data": [group]}))
}

#[test]
fn a_cost_is_reported_or_estimated_or_unknown() {
    let whole = || json_response(answer(&json!({"content": "x"})));
    let known = || prices(&json!(1e-5), &json!(2e-5));
    for (response, group, cost) in [
        (whole().with_header("x-litellm-response-cost", "7.000000000000001e-05"), known(), "$0.00007"),
        (whole(), known(), "≈$0.00092"),
        (whole().with_header("x-litellm-response-cost", "0.0"), prices(&json!(0.0), &json!(0.0)), "cost unknown"),
        (whole(), prices(&Value::Null, &json!(1e-5)), "cost unknown"),
        (whole(), FakeResponse::new(500).with_text("no"), "cost unknown"),
    ] {
        let server = FakeServer::new().on("POST /chat/completions", response).on("GET /model_group/info", group);
        let run = chat(&server, &["--usage"]);
        assert_eq!(run.ok(), "x\n");
        assert!(run.stderr.starts_with(&format!("12 in, 40 out · {cost} · ")), "{cost}: {run:#?}");
    }
}

#[test]
fn the_cost_of_a_stream_is_in_its_usage() {
    let text = |text: &str| event(&json!({"choices": [{"index": 0, "delta": {"content": text}}]}));
    let end = event(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}));
    let usage = |cost: &Value, choices: &Value| {
        event(&json!({"choices": choices, "usage": {"prompt_tokens": 12, "completion_tokens": 40, "cost": cost}}))
    };
    let empty_choice = json!([{"index": 0, "delta": {}}]);
    for (last, group, cost) in [
        (usage(&json!(0.0004), &json!([])), FakeResponse::new(500), "$0.0004"),
        (usage(&json!(0.0004), &empty_choice), FakeResponse::new(500), "$0.0004"),
        (usage(&Value::Null, &json!([])), prices(&json!(1e-5), &json!(2e-5)), "≈$0.00092"),
        (usage(&json!(0.0), &json!([])), prices(&json!(0.0), &json!(0.0)), "cost unknown"),
    ] {
        let events = [text("he"), text("llo"), end.clone(), last, DONE.to_owned()].concat();
        // The headers leave before the cost is known.
        let response = streaming(events).with_header("x-litellm-response-cost", "0.0");
        let response = response.with_header("x-litellm-model-id", "5f1c0000-0000-4000-8000-000000000000");
        let server = FakeServer::new().on("POST /chat/completions", response).on("GET /model_group/info", group);
        for format in [&[][..], &["--format", "json"], &["--format", "ndjson"]] {
            let run = chat(&server, &[&["--usage", "--stream"], format].concat());
            run.ok();
            let (before, after) = run.stderr.split_once(" · first token ").expect("the time of the first piece");
            assert_eq!(before, format!("12 in, 40 out · {cost}"), "{format:?}");
            assert!(after.ends_with(" s in all · deployment 5f1c0000…\n"), "{after}");
        }
        assert_eq!(server.requests()[0].1["stream_options"], json!({"include_usage": true}));
    }
    let nothing = streaming([text("hi"), end, DONE.to_owned()].concat());
    let server = FakeServer::new().on("POST /chat/completions", nothing);
    let run = chat(&server, &["--usage", "--stream"]);
    assert!(run.stderr.starts_with("tokens unknown · cost unknown · first token "), "{run:#?}");
}

#[test]
fn usage_of_an_empty_answer_is_shown_before_its_error() {
    let mut empty = answer(&json!({"content": null}));
    empty["choices"][0]["finish_reason"] = json!("length");
    let server = FakeServer::new().on("POST /chat/completions", json_response(empty));
    let run = chat(&server, &["--usage"]);
    let lines: Vec<_> = run.fails(6).lines().collect();
    assert!(lines[0].starts_with("12 in, 40 out · cost unknown · ") && lines[0].ends_with("finish reason length"));
    assert_eq!(lines[1], "error: the answer is empty: the token limit was reached before it began");
}

#[test]
fn reasoning_is_printed_to_stderr_before_the_answer() {
    for name in ["reasoning_content", "reasoning"] {
        let whole = answer(&json!({"content": "Paris", name: "Think.\nWell."}));
        let run = chat(&FakeServer::always_json(whole.clone()), &["--show-reasoning"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("Paris\n", "Think.\nWell.\n\n"));
        let run = chat(&FakeServer::always_json(whole), &["--show-reasoning", "--format", "json"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let piece = |delta: Value, reason: Value| {
            event(&json!({"choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}))
        };
        let events = [
            piece(json!({name: "Think.\n"}), Value::Null),
            piece(json!({name: "Well."}), Value::Null),
            piece(json!({"content": "Paris"}), json!("stop")),
            DONE.to_owned(),
        ];
        let run = chat(&FakeServer::always(streaming(events.concat())), &["--show-reasoning", "--stream"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("Paris\n", "Think.\nWell.\n\n"));
    }
}
