//! `chat completions`: requests, and how whole and streamed answers are printed.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, request_with};

use crate::harness::{Cli, are_usage_errors};

fn completion(content: &str) -> Value {
    json!({"id": "c1", "object": "chat.completion", "choices": [
        {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}},
    ], "usage": {"total_tokens": 7}})
}

/// The event of a chunk that adds `delta` to the first choice.
fn chunk(delta: &Value, finish_reason: Option<&str>) -> String {
    format!(
        "data: {}\n\n",
        json!({"id": "c1", "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]})
    )
}

fn text_chunk(text: &str) -> String {
    chunk(&json!({"content": text}), None)
}

fn streaming(events: impl Into<Vec<u8>>) -> FakeServer {
    FakeServer::always(FakeResponse::new(200).with_body(events, "text/event-stream; charset=utf-8"))
}

/// The body of a request with one user message.
fn chat_request(content: &str) -> Value {
    json!({"model": "gpt-4", "messages": [{"role": "user", "content": content}]})
}

#[test]
fn completion_prints_text() {
    let server = FakeServer::always_json(completion("Fine, thanks."));
    let cli = Cli::of(&server);
    let run = cli.run(&["chat", "completions", "gpt-4", "-m", "user:Hello, how are you?"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("Fine, thanks.\n", ""));
    assert_eq!(server.requests(), [request_with("POST /chat/completions", chat_request("Hello, how are you?"))]);
    let server = FakeServer::always_json(completion("ends with a line end\n"));
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert_eq!(run.ok(), "ends with a line end\n");
}

#[test]
fn options_are_sent_only_when_given() {
    let server = FakeServer::always_json(completion("x"));
    Cli::of(&server)
        .run(&[
            "chat",
            "completions",
            "gpt-4",
            "-m",
            "system:You are a helpful assistant",
            "--message",
            "user: What's the capital of France? ",
            "-m",
            "assistant:Paris: of course.",
            "-m",
            "developer:short",
            "-m",
            "user:Its population?",
            "-t",
            "0.7",
            "--top-p",
            "0.9",
            "--n",
            "1",
            "--max-tokens",
            "500",
            "--presence-penalty",
            "-0.5",
            "--frequency-penalty",
            "2",
            "--user",
            "end-user-1",
            "--no-stream",
        ])
        .ok();
    assert_eq!(
        server.requests(),
        [request_with(
            "POST /chat/completions",
            json!({
                "model": "gpt-4",
                "messages": [
                    {"role": "system", "content": "You are a helpful assistant"},
                    {"role": "user", "content": "What's the capital of France?"},
                    {"role": "assistant", "content": "Paris: of course."},
                    {"role": "developer", "content": "short"},
                    {"role": "user", "content": "Its population?"},
                ],
                "temperature": 0.7, "top_p": 0.9, "n": 1, "max_tokens": 500, "presence_penalty": -0.5,
                "frequency_penalty": 2.0, "user": "end-user-1",
            })
        )]
    );
}

#[test]
fn messages_are_read_from_arguments_files_and_stdin() {
    let server = FakeServer::always_json(completion("x"));
    let cli = Cli::of(&server).file("question.txt", "from: a file\n").stdin("piped\ntext\n");
    let mut expected = Vec::new();
    for (words, messages) in [
        (vec!["-m", "user:@question.txt"], json!([{"role": "user", "content": "from: a file"}])),
        (vec!["-m", "user:@-"], json!([{"role": "user", "content": "piped\ntext"}])),
        (vec!["-m", "user:@@home"], json!([{"role": "user", "content": "@home"}])),
        (vec![], json!([{"role": "user", "content": "piped\ntext"}])),
        (
            vec!["-m", "system:Review this"],
            json!([{"role": "system", "content": "Review this"}, {"role": "user", "content": "piped\ntext"}]),
        ),
    ] {
        cli.run(&[&["chat", "completions", "gpt-4"], words.as_slice()].concat()).ok();
        expected.push(request_with("POST /chat/completions", json!({"model": "gpt-4", "messages": messages})));
    }
    assert_eq!(server.requests(), expected);
}

#[test]
fn multiple_choices_have_headings() {
    let answer = json!({"choices": [
        {"index": 0, "finish_reason": "stop", "message": {"content": "one"}},
        {"index": 1, "finish_reason": "stop", "message": {"content": "two"}},
    ]});
    let server = FakeServer::always_json(answer);
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--n", "2"]);
    assert_eq!(run.ok(), "--- choice 1 ---\none\n\n--- choice 2 ---\ntwo\n");
    assert_eq!(server.requests()[0].1["n"], 2);
}

#[test]
fn tool_calls_and_refusals_are_printed() {
    let answer = json!({"choices": [{"finish_reason": "tool_calls", "message": {
        "content": null, "refusal": "I will not.",
        "tool_calls": [
            {"id": "a", "function": {"name": "weather", "arguments": "{\"city\": \"Paris\"}"}},
            {"id": "b", "function": {"name": "time", "arguments": ""}},
        ],
    }}]});
    let server = FakeServer::always_json(answer);
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert_eq!(run.ok(), "[refusal] I will not.\n[tool call] weather({\"city\": \"Paris\"})\n[tool call] time()\n");
}

#[test]
fn truncated_answer_is_a_warning() {
    for (reason, warning) in [
        ("length", "warning: the answer was cut off at the token limit\n"),
        ("content_filter", "warning: the answer was cut off by a content filter\n"),
    ] {
        let server =
            FakeServer::always_json(json!({"choices": [{"finish_reason": reason, "message": {"content": "so far"}}]}));
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("so far\n", warning));
        let server = streaming([text_chunk("so far"), chunk(&json!({}), Some(reason))].concat());
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("so far\n", warning));
    }
}

#[test]
fn json_format_prints_the_whole_response() {
    let server = FakeServer::always_json(completion("hi"));
    let cli = Cli::of(&server);
    let words = ["chat", "completions", "gpt-4", "-m", "user:x", "--format"];
    assert_eq!(cli.run(&[&words[..], &["json"]].concat()).json(), completion("hi"));
    assert_eq!(cli.run(&[&words[..], &["ndjson"]].concat()).ok(), format!("{}\n", completion("hi")));
    for (_, body) in server.requests() {
        assert_eq!(body, chat_request("x"));
    }
}

#[test]
fn stream_prints_text() {
    let events = [
        ": a comment\n\n".to_owned(),
        chunk(&json!({"role": "assistant", "content": ""}), None),
        text_chunk("Hé"),
        // No space after the colon, and another line ending.
        text_chunk("llo").replace("data: ", "data:").replace('\n', "\r\n"),
        text_chunk("\nworld"),
        chunk(&json!({}), Some("stop")),
        "data: {\"choices\": [], \"usage\": {\"total_tokens\": 3}}\n\ndata: [DONE]\n\n".to_owned(),
    ];
    let server = streaming(events.concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "-t", "1"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("Héllo\nworld\n", ""));
    let mut body = chat_request("x");
    body["temperature"] = json!(1.0);
    body["stream"] = json!(true);
    assert_eq!(server.requests(), [request_with("POST /chat/completions", body)]);
}

#[test]
fn stream_may_end_without_done_marker() {
    let server = streaming([text_chunk("all"), chunk(&json!({}), Some("stop"))].concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("all\n", ""));
}

#[test]
fn stream_as_ndjson_prints_a_chunk_per_line() {
    let events = [text_chunk("a"), text_chunk("b"), chunk(&json!({}), Some("stop")), "data: [DONE]\n\n".to_owned()];
    let server = streaming(events.concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "--format", "ndjson"]);
    let lines: Vec<Value> = run.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["choices"][0]["delta"]["content"], "b");
}

#[test]
fn stream_separates_multiple_choices() {
    let piece = |index: u64, text: &str, reason: Option<&str>| {
        let chunk = json!({"choices": [{"index": index, "delta": {"content": text}, "finish_reason": reason}]});
        format!("data: {chunk}\n\n")
    };
    let events = [
        piece(1, "t", None),
        piece(0, "o", None),
        piece(0, "ne", Some("stop")),
        piece(1, "wo", Some("stop")),
        "data: [DONE]\n\n".to_owned(),
    ];
    let server = streaming(events.concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "--n", "2"]);
    assert_eq!(run.ok(), "--- choice 1 ---\none\n\n--- choice 2 ---\ntwo\n");
}

#[test]
fn stream_assembles_tool_calls_and_refusals() {
    let call = |index: u64, function: Value| json!({"tool_calls": [{"index": index, "function": function}]});
    let events = [
        text_chunk("Let me see."),
        chunk(&call(0, json!({"name": "weather", "arguments": "{\"ci"})), None),
        chunk(&call(1, json!({"name": "time", "arguments": "{}"})), None),
        chunk(&call(0, json!({"arguments": "ty\": 1}"})), None),
        chunk(&json!({"refusal": "Not "}), None),
        chunk(&json!({"refusal": "that."}), Some("tool_calls")),
    ];
    let server = streaming(events.concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!(
        run.ok(),
        "Let me see.\n[refusal] Not that.\n[tool call] weather({\"city\": 1})\n[tool call] time({})\n"
    );
}

#[test]
fn error_event_reports_how_much_was_received() {
    let frame = json!({"error": {"message": "the provider failed", "type": "x", "param": null, "code": "500"}});
    let server = streaming([text_chunk("Hé"), text_chunk("llo"), format!("data: {frame}\n\n")].concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "Héllo\n"), "{run:#?}");
    assert!(run.stderr.starts_with("error: the answer broke off after 5 characters\n"), "{run:#?}");
    assert!(run.stderr.contains("the provider failed"), "{run:#?}");
}

#[test]
fn truncated_stream_reports_how_much_was_received() {
    // The last event is cut off: it never became one.
    let server = streaming([text_chunk("Hello"), text_chunk(" world").trim_end_matches("}]}\n\n").to_owned()].concat());
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "Hello\n"), "{run:#?}");
    assert_eq!(
        run.stderr,
        "error: the answer broke off after 5 characters\n  caused by: the stream ended before the response was complete\n"
    );
}

#[test]
fn malformed_event_is_a_failure() {
    let server = streaming("data: {\"choices\": 1}\n\n");
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert!(run.fails(6).contains("an event that is not a chunk"), "{run:#?}");
}

#[test]
fn refusals_show_the_servers_message() {
    let refusal = json!({"error": {"message": "Budget has been exceeded! Current cost: 2.0, Max budget: 1.0",
                                   "type": "budget_exceeded", "param": null, "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    for option in ["--stream", "--no-stream"] {
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", option]);
        let error = "error: Budget has been exceeded! Current cost: 2.0, Max budget: 1.0 (HTTP 400)\nhint: ";
        assert!(run.fails(1).starts_with(error), "{run:#?}");
        assert!(run.stderr.ends_with(" shows which limit it is and when it resets\n"), "{run:#?}");
    }
    // One completion each: one that may have been generated is not retried.
    let requests = server.received();
    assert_eq!(requests.iter().filter(|request| request.path() == "/chat/completions").count(), 2);
}

#[test]
fn malformed_completion_is_a_failure() {
    let server = FakeServer::always_json(json!({"hello": 1}));
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert!(run.fails(6).contains("missing field `choices`"), "{run:#?}");
}

#[test]
fn dry_run_sends_nothing() {
    let server = FakeServer::always_json(completion("x"));
    let cli = Cli::of(&server);
    for option in ["--stream", "--no-stream"] {
        let run = cli.run(&["chat", "completions", "gpt-4", "-m", "user:x", option, "--dry-run"]);
        let (first, body) = run.ok().split_once('\n').expect("a line and a body");
        assert_eq!(first, format!("POST {}/chat/completions", server.uri()));
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(body.get("stream").is_some(), option == "--stream");
        assert_eq!(body["messages"], chat_request("x")["messages"]);
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    let with_message =
        |option: &'static str, value: &'static str| vec!["chat", "completions", "gpt-4", "-m", "user:x", option, value];
    let mut lines = Vec::new();
    for (option, value, reason) in [
        ("--temperature", "2.1", "must be between 0 and 2"),
        ("-t", "-0.1", "must be between 0 and 2"),
        ("-t", "NaN", "must be between 0 and 2"),
        ("-t", "warm", "not a number"),
        ("--top-p", "1.5", "must be between 0 and 1"),
        ("--top-p", "-0.5", "must be between 0 and 1"),
        ("--presence-penalty", "2.5", "must be between -2 and 2"),
        ("--presence-penalty", "-2.5", "must be between -2 and 2"),
        ("--frequency-penalty", "-3", "must be between -2 and 2"),
        ("--n", "0", "--n"),
        ("--n", "1.5", "--n"),
        ("--max-tokens", "0", "--max-tokens"),
        ("--max-tokens", "-5", "--max-tokens"),
        ("-m", "robot:x", "unknown role `robot`"),
        ("-m", ":x", "unknown role ``"),
        ("-m", "user:@nope.txt", "cannot read `nope.txt`"),
    ] {
        lines.push((with_message(option, value), reason));
    }
    let mut cases: Vec<(&[&str], &str)> = lines.iter().map(|(words, reason)| (words.as_slice(), *reason)).collect();
    cases.push((&["chat"], "an interactive session needs a terminal"));
    cases.push((&["chat", "completions"], "<MODEL>"));
    cases.push((&["chat", "completions", "gpt-4"], "at least one message is required"));
    are_usage_errors(&cases);
}

#[test]
fn malformed_message_hint_explains_the_syntax() {
    let run = Cli::at("http://127.0.0.1:1").run(&["chat", "completions", "m", "-m", "robot:x"]);
    assert!(
        run.fails(2)
            .ends_with("hint: a message is ROLE:CONTENT, where ROLE is one of system, developer, user, assistant; one without a role is the user's\n"),
        "{run:#?}"
    );
}

#[test]
fn broken_connection_reports_how_much_was_received() {
    let response = FakeResponse::new(200).with_body(text_chunk("Hello"), "text/event-stream").cut_short();
    let server = FakeServer::always(response);
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "Hello\n"), "{run:#?}");
    assert!(
        run.stderr.starts_with(
            "error: the answer broke off after 5 characters\n  caused by: the connection was lost during POST "
        ),
        "{run:#?}"
    );
}

#[test]
fn piped_input_that_is_not_utf8_is_an_error() {
    let server = FakeServer::always_json(json!({"choices": []}));
    let cli = Cli::of(&server).stdin([0xff, 0xfe]);
    assert!(cli.run(&["chat", "completions", "m", "-m", "system:x"]).fails(2).contains("not UTF-8 text"));
    assert_eq!(server.received().len(), 0);
}

#[test]
fn stream_with_an_unfinished_choice_is_truncated() {
    let chunk = |index: u8, text: &str, end: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":{end}}}]}}\n\n"
        )
    };
    let body = [chunk(0, "one", "null"), chunk(1, "tw", "null"), chunk(0, "", "\"stop\"")].concat();
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "text/event-stream"));
    let run = Cli::of(&server).run(&["chat", "completions", "m", "-m", "user:x", "--n", "2", "--stream"]);
    assert_eq!(run.code, 5, "{run:#?}");
}
