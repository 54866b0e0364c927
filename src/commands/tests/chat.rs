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

#[test]
fn tools_are_sent_and_functions_are_wrapped() {
    let function = json!({"name": "f", "parameters": {"type": "object"}});
    let tool = json!({"type": "function", "function": function});
    for (given, sent) in [
        (json!([tool]), json!([tool])),
        (json!([function, {"type": "web_search"}]), json!([tool, {"type": "web_search"}])),
        (function, json!([tool])),
    ] {
        let server = FakeServer::always_json(answer(&json!({"content": "x"})));
        chat(&server, &["--tools", &given.to_string()]).ok();
        assert_eq!(server.requests()[0].1["tools"], sent, "{given}");
    }
    let chat: &[&str] = &["chat", "completions", "m", "hi", "--no-stdin"];
    for (tools, words) in [
        ("[1]", "each tool needs"),
        ("[{}]", "each tool needs"),
        ("1", "expected an array"),
        ("x", "invalid JSON in --tools"),
    ] {
        are_usage_errors(&[(&[chat, &["--tools", tools]].concat(), words)]);
    }
    are_usage_errors(&[(&[chat, &["--tools", "[]", "-p", "tools=[]"]].concat(), "`tools` is given twice")]);
}

#[test]
fn answers_are_checked_against_a_schema() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": false});
    for (message, finish_reason, code, error) in [
        (json!({"content": "{\"n\": 1}"}), "stop", 0, ""),
        (
            json!({"content": "{\"n\": \"x\"}"}),
            "stop",
            1,
            "error: the answer does not match the schema: .n: expected integer, found string\n",
        ),
        (
            json!({"content": "{\"n\": "}),
            "length",
            1,
            "warning: the answer was cut off at the token limit\nerror: the answer does not match the schema: the JSON is incomplete\n",
        ),
        (
            json!({"content": "n is 1"}),
            "stop",
            1,
            "error: the answer does not match the schema: it is not JSON: expected ident at line 1 column 2\n",
        ),
        (
            json!({"content": null, "refusal": "No."}),
            "stop",
            1,
            "error: the model refused, so there is no answer for the schema\n",
        ),
        (
            json!({"content": null, "tool_calls": [{"id": "a", "function": {"name": "f", "arguments": "{}"}}]}),
            "tool_calls",
            0,
            "",
        ),
    ] {
        let mut whole = answer(&message);
        whole["choices"][0]["finish_reason"] = json!(finish_reason);
        let mut delta = message.clone();
        if let Some(call) = delta.get_mut("tool_calls") {
            call[0]["index"] = json!(0);
        }
        let events = [
            event(&json!({"choices": [{"index": 0, "delta": delta}]})),
            event(&json!({"choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]})),
            DONE.to_owned(),
        ];
        for (response, more) in [
            (json_response(whole.clone()), &[][..]),
            (json_response(whole.clone()), &["--format", "yaml"]),
            (streaming(events.concat()), &["--stream"]),
            (streaming(events.concat()), &["--stream", "--format", "ndjson"]),
        ] {
            let server = FakeServer::always(response);
            let run = chat(&server, &[&["--schema", &schema.to_string()], more].concat());
            assert_eq!(run.code, code, "{message} {more:?}: {run:#?}");
            assert!(
                error.ends_with(&run.stderr) && (code == 0 || !run.stderr.is_empty()),
                "{message} {more:?}: {run:#?}"
            );
            assert!(!run.stdout.is_empty(), "{message} {more:?}");
            let format = &server.requests()[0].1["response_format"];
            assert_eq!(
                *format,
                json!({"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": true}})
            );
        }
    }
    let server = FakeServer::always_json(answer(&json!({"content": "[]"})));
    let run = chat(&server, &["--schema", "{\"type\": \"object\", \"minProperties\": 1}"]);
    assert_eq!(run.code, 1);
    let warnings: Vec<_> = run.stderr.lines().collect();
    assert!(warnings[0].starts_with("warning: the schema is not strict"), "{run:#?}");
    assert_eq!(warnings[1], "warning: the answer is not checked against `minProperties`");
    assert_eq!(server.requests()[0].1["response_format"]["json_schema"]["strict"], false);
    let chat: &[&str] = &["chat", "completions", "m", "hi", "--no-stdin"];
    are_usage_errors(&[
        (&[chat, &["--schema", "[]"]].concat(), "--schema: a schema is a JSON object"),
        (&[chat, &["--schema", "{\"$ref\": \"#/x\"}"]].concat(), "the schema refers to `#/x`"),
    ]);
}

#[test]
fn jq_reads_the_answer_that_a_schema_asks_for() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "array"}}, "required": ["n"], "additionalProperties": false});
    let call = json!([{"id": "a", "function": {"name": "f", "arguments": "{}"}}]);
    for (message, stdout, stderr) in [
        (json!({"content": "{\"n\": [\"x\", 1.0]}"}), "x\n1.0\n", ""),
        (
            json!({"content": "{\"n\": 1}"}),
            "",
            "error: the answer does not match the schema: .n: expected array, found integer\n",
        ),
        (
            json!({"content": "n is 1"}),
            "",
            "n is 1\nerror: the answer does not match the schema: it is not JSON: expected ident at line 1 column 2\n",
        ),
        (
            json!({"content": null, "refusal": "No."}),
            "",
            "error: the model refused, so there is no answer for the schema\n",
        ),
        (
            json!({"content": null, "tool_calls": call}),
            "",
            "error: the model called a tool, so there is no answer for --jq; --format json has the call\n",
        ),
    ] {
        let mut delta = message.clone();
        if let Some(call) = delta.get_mut("tool_calls") {
            call[0]["index"] = json!(0);
        }
        let events = event(&json!({"choices": [{"index": 0, "delta": delta, "finish_reason": "stop"}]})) + DONE;
        for (response, more) in [(json_response(answer(&message)), &[][..]), (streaming(events.clone()), &["--stream"])]
        {
            let server = FakeServer::always(response);
            let run = chat(&server, &[&["--schema", &schema.to_string(), "--jq", ".n[]"], more].concat());
            assert_eq!((run.stdout.as_str(), run.stderr.as_str()), (stdout, stderr), "{message} {more:?}");
            assert_eq!(run.code, i32::from(!stderr.is_empty()), "{message} {more:?}");
        }
    }
    let choices = json!([{"index": 0, "message": {"content": "{\"n\":[1]}"}}, {"index": 1, "message": {"content": "{\"n\":[2]}"}}]);
    let server = FakeServer::always_json(json!({"choices": choices}));
    let all = ["--schema", &schema.to_string(), "--jq"];
    assert_eq!(chat(&server, &[&all[..], &[".n[]"]].concat()).stdout, "1\n2\n");
    // A format asks for the whole completion.
    let whole = [&all[..], &[".choices[1].index", "--format", "json"]].concat();
    assert_eq!(chat(&server, &whole).stdout, "1\n");
}

#[test]
fn models_are_compared_in_order() {
    let server = FakeServer::new().on("GET /model_group/info", prices(&json!(1e-5), &json!(2e-5)));
    server.add_when(
        |request| request.path() == "/chat/completions" && request.field("model") == "bad",
        FakeResponse::new(400).with_json(json!({"error": {"message": "no such model", "code": "400"}})),
    );
    server.add_when(
        |request| request.path() == "/chat/completions" && request.field("model") == "dear",
        json_response(answer(&json!({"content": "Bonjour"}))).with_header("x-litellm-response-cost", "0.5"),
    );
    server.add("POST /chat/completions", json_response(answer(&json!({"content": "Hello"}))));
    let words = ["chat", "completions", "--no-stdin", "--compare", "m,bad,dear", "hi", "-t", "0"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(run.code, 7, "{run:#?}");
    let (answers, table) = run.stdout.rsplit_once("\n\n").expect("a table");
    assert_eq!(answers, "--- m ---\nHello\n\n--- bad ---\n\n--- dear ---\nBonjour");
    let cells = |line: &'_ str| line.split(['│', '┆']).flat_map(str::split_whitespace).map(str::to_owned).collect();
    let rows: Vec<Vec<String>> = table.lines().map(cells).collect();
    let row =
        |name: &str| rows.iter().find(|row| row.first().is_some_and(|first| first == name)).expect("a row").clone();
    assert_eq!(row("m")[1..4], ["12", "40", "≈$0.00092"], "{table}");
    assert_eq!(row("dear")[1..4], ["12", "40", "$0.50"]);
    assert_eq!(row("bad")[1..], ["failed"]);
    assert!(
        run.stderr.starts_with("failed: bad: ") && run.stderr.ends_with("error: 1 of 3 models did not answer\n"),
        "{run:#?}"
    );
    let sent = server.requests();
    assert_eq!(
        sent.iter().filter(|(line, body)| line == "POST /chat/completions" && body["temperature"] == 0.0).count(),
        3
    );

    let run = Cli::of(&server).run(&[&words[..], &["--format", "json"]].concat());
    let all: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((run.code, &all[0]["answer"], &all[2]["cost"]), (7, &json!("Hello"), &json!(0.5)));
    assert_eq!(all[0]["completion"]["choices"][0]["message"]["content"], "Hello");
    assert!(
        all[1]["answer"].is_null() && all[1]["error"].as_str().is_some_and(|error| error.contains("no such model"))
    );
    are_usage_errors(&[
        (&["chat", "completions", "m", "hi", "--compare", "a,b"], "takes one TEXT and no MODEL"),
        (&["chat", "completions", "hi", "--compare", "a,b", "--stream"], "cannot be used with"),
    ]);
}
