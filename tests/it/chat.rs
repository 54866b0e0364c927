//! `chat completions`: what is sent, and how whole and streamed answers are shown.

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::harness::{Cli, answering, answering_json, are_usage_errors, asked, hanging_up_after, requests, with};

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

async fn streaming(events: impl Into<Vec<u8>>) -> MockServer {
    answering(ResponseTemplate::new(200).set_body_raw(events, "text/event-stream; charset=utf-8")).await
}

/// The body of a request with one user message.
fn question(content: &str) -> Value {
    json!({"model": "gpt-4", "messages": [{"role": "user", "content": content}]})
}

#[tokio::test]
async fn a_question_is_answered_with_text() {
    let server = answering_json(completion("Fine, thanks.")).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["chat", "completions", "gpt-4", "-m", "user:Hello, how are you?"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("Fine, thanks.\n", ""));
    assert_eq!(asked(&server).await, [with("POST /chat/completions", question("Hello, how are you?"))]);
    let server = answering_json(completion("ends with a line end\n")).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert_eq!(run.ok(), "ends with a line end\n");
}

#[tokio::test]
async fn every_option_is_sent_and_only_what_is_given() {
    let server = answering_json(completion("x")).await;
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
        asked(&server).await,
        [with(
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

#[tokio::test]
async fn messages_come_from_arguments_files_and_pipes() {
    let server = answering_json(completion("x")).await;
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
        // What is piped in is not the message where there is one.
        (vec!["-m", "user:given"], json!([{"role": "user", "content": "given"}])),
    ] {
        cli.run(&[&["chat", "completions", "gpt-4"], words.as_slice()].concat()).ok();
        expected.push(with("POST /chat/completions", json!({"model": "gpt-4", "messages": messages})));
    }
    assert_eq!(asked(&server).await, expected);
}

#[tokio::test]
async fn several_answers_have_headings() {
    let answer = json!({"choices": [
        {"index": 0, "finish_reason": "stop", "message": {"content": "one"}},
        {"index": 1, "finish_reason": "stop", "message": {"content": "two"}},
    ]});
    let server = answering_json(answer).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--n", "2"]);
    assert_eq!(run.ok(), "--- choice 1 ---\none\n\n--- choice 2 ---\ntwo\n");
    assert_eq!(asked(&server).await[0].1["n"], 2);
}

#[tokio::test]
async fn tool_calls_and_refusals_are_shown() {
    let answer = json!({"choices": [{"finish_reason": "tool_calls", "message": {
        "content": null, "refusal": "I will not.",
        "tool_calls": [
            {"id": "a", "function": {"name": "weather", "arguments": "{\"city\": \"Paris\"}"}},
            {"id": "b", "function": {"name": "time", "arguments": ""}},
        ],
    }}]});
    let server = answering_json(answer).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert_eq!(run.ok(), "[refusal] I will not.\n[tool call] weather({\"city\": \"Paris\"})\n[tool call] time()\n");
}

#[tokio::test]
async fn an_answer_that_was_cut_is_warned_about() {
    for (reason, warning) in [
        ("length", "warning: the answer was cut at the limit of tokens\n"),
        ("content_filter", "warning: the answer was cut by a content filter\n"),
    ] {
        let server =
            answering_json(json!({"choices": [{"finish_reason": reason, "message": {"content": "so far"}}]})).await;
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("so far\n", warning));
        let server = streaming([text_chunk("so far"), chunk(&json!({}), Some(reason))].concat()).await;
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("so far\n", warning));
    }
}

#[tokio::test]
async fn in_json_the_answer_is_whole() {
    let server = answering_json(completion("hi")).await;
    let cli = Cli::of(&server);
    let words = ["chat", "completions", "gpt-4", "-m", "user:x", "--format"];
    assert_eq!(cli.run(&[&words[..], &["json"]].concat()).json(), completion("hi"));
    assert_eq!(cli.run(&[&words[..], &["ndjson"]].concat()).ok(), format!("{}\n", completion("hi")));
    for (_, body) in asked(&server).await {
        assert_eq!(body, question("x"));
    }
}

#[tokio::test]
async fn a_stream_is_printed_as_text() {
    let events = [
        ": a comment\n\n".to_owned(),
        chunk(&json!({"role": "assistant", "content": ""}), None),
        text_chunk("Hé"),
        // No blank after the colon, and another line ending.
        text_chunk("llo").replace("data: ", "data:").replace('\n', "\r\n"),
        text_chunk("\nworld"),
        chunk(&json!({}), Some("stop")),
        "data: {\"choices\": [], \"usage\": {\"total_tokens\": 3}}\n\ndata: [DONE]\n\n".to_owned(),
    ];
    let server = streaming(events.concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "-t", "1"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("Héllo\nworld\n", ""));
    let mut body = question("x");
    body["temperature"] = json!(1.0);
    body["stream"] = json!(true);
    assert_eq!(asked(&server).await, [with("POST /chat/completions", body)]);
}

#[tokio::test]
async fn a_stream_without_done_but_with_a_finish_reason_is_fine() {
    let server = streaming([text_chunk("all"), chunk(&json!({}), Some("stop"))].concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("all\n", ""));
}

#[tokio::test]
async fn a_stream_as_ndjson_is_a_chunk_on_each_line() {
    let events = [text_chunk("a"), text_chunk("b"), chunk(&json!({}), Some("stop")), "data: [DONE]\n\n".to_owned()];
    let server = streaming(events.concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "--format", "ndjson"]);
    let lines: Vec<Value> = run.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["choices"][0]["delta"]["content"], "b");
}

#[tokio::test]
async fn a_stream_of_several_answers_keeps_them_apart() {
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
    let server = streaming(events.concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream", "--n", "2"]);
    assert_eq!(run.ok(), "--- choice 1 ---\none\n\n--- choice 2 ---\ntwo\n");
}

#[tokio::test]
async fn tool_calls_and_refusals_of_a_stream_are_put_together() {
    let call = |index: u64, function: Value| json!({"tool_calls": [{"index": index, "function": function}]});
    let events = [
        text_chunk("Let me see."),
        chunk(&call(0, json!({"name": "weather", "arguments": "{\"ci"})), None),
        chunk(&call(1, json!({"name": "time", "arguments": "{}"})), None),
        chunk(&call(0, json!({"arguments": "ty\": 1}"})), None),
        chunk(&json!({"refusal": "Not "}), None),
        chunk(&json!({"refusal": "that."}), Some("tool_calls")),
    ];
    let server = streaming(events.concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!(
        run.ok(),
        "Let me see.\n[refusal] Not that.\n[tool call] weather({\"city\": 1})\n[tool call] time({})\n"
    );
}

#[tokio::test]
async fn an_error_frame_fails_and_says_how_much_came() {
    let frame = json!({"error": {"message": "the provider failed", "type": "x", "param": null, "code": "500"}});
    let server = streaming([text_chunk("Hé"), text_chunk("llo"), format!("data: {frame}\n\n")].concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "Héllo\n"), "{run:#?}");
    assert!(run.stderr.starts_with("error: the answer broke off after 5 characters\n"), "{run:#?}");
    assert!(run.stderr.contains("the provider failed"), "{run:#?}");
}

#[tokio::test]
async fn a_stream_that_is_cut_fails_and_says_how_much_came() {
    // The last event has no blank line after it: it never became one.
    let server = streaming([text_chunk("Hello"), text_chunk(" world").trim_end().to_owned()].concat()).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "Hello\n"), "{run:#?}");
    assert_eq!(
        run.stderr,
        "error: the answer broke off after 5 characters\n  caused by: the stream ended before the response was complete\n"
    );
}

#[tokio::test]
async fn what_is_no_stream_is_not_taken_for_one() {
    let server = answering_json(completion("whole")).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert!(run.fails(6).contains("`application/json` instead of an event stream"), "{run:#?}");
    let server = streaming("data: {\"choices\": 1}\n\n").await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert!(run.fails(6).contains("an event that is not a chunk"), "{run:#?}");
}

#[tokio::test]
async fn refusals_come_with_the_servers_words_streamed_or_not() {
    let refusal = json!({"error": {"message": "Budget has been exceeded! Current cost: 2.0, Max budget: 1.0",
                                   "type": "budget_exceeded", "param": null, "code": "400"}});
    let server = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    for option in ["--stream", "--no-stream"] {
        let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x", option]);
        assert_eq!(
            run.fails(1),
            "error: Budget has been exceeded! Current cost: 2.0, Max budget: 1.0 (HTTP 400)\n\
             hint: raise the budget, or wait until it resets\n"
        );
    }
    // One request each: what a model may have answered is not asked for twice.
    assert_eq!(asked(&server).await.len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_no_completion_is_a_failure() {
    let server = answering_json(json!({"hello": 1})).await;
    let run = Cli::of(&server).run(&["chat", "completions", "gpt-4", "-m", "user:x"]);
    assert!(run.fails(6).contains("missing field `choices`"), "{run:#?}");
}

#[tokio::test]
async fn a_dry_run_shows_the_request_and_sends_nothing() {
    let server = answering_json(completion("x")).await;
    let cli = Cli::of(&server);
    for option in ["--stream", "--no-stream"] {
        let run = cli.run(&["chat", "completions", "gpt-4", "-m", "user:x", option, "--dry-run"]);
        let (first, body) = run.ok().split_once('\n').expect("a line and a body");
        assert_eq!(first, format!("POST {}/chat/completions", server.uri()));
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(body.get("stream").is_some(), option == "--stream");
        assert_eq!(body["messages"], question("x")["messages"]);
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
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
        ("--stream", "--format=json", "--stream prints text"),
        ("--stream", "--format=yaml", "--stream prints text"),
        ("-m", "no colon", "invalid message format: no colon"),
        ("-m", "robot:x", "`robot` is not a role"),
        ("-m", ":x", "`` is not a role"),
        ("-m", "user:@nope.txt", "cannot read `nope.txt`"),
    ] {
        lines.push((with_message(option, value), reason));
    }
    let mut cases: Vec<(&[&str], &str)> = lines.iter().map(|(words, reason)| (words.as_slice(), *reason)).collect();
    cases.push((&["chat"], "Usage: litellm-proxy chat"));
    cases.push((&["chat", "completions"], "<MODEL>"));
    cases.push((&["chat", "completions", "gpt-4"], "at least one message is required"));
    are_usage_errors(&cases).await;
}

#[test]
fn a_message_that_is_wrong_explains_what_one_is() {
    let run = Cli::at("http://127.0.0.1:1").run(&["chat", "completions", "m", "-m", "robot:x"]);
    assert!(
        run.fails(2)
            .ends_with("hint: a message is ROLE:CONTENT, and the role one of system, developer, user, assistant\n"),
        "{run:#?}"
    );
}

#[test]
fn a_connection_that_breaks_fails_and_says_how_much_came() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 5000\r\n\r\n";
    let url = hanging_up_after([head, &text_chunk("Hello")].concat());
    let run = Cli::at(&url).run(&["chat", "completions", "gpt-4", "-m", "user:x", "--stream"]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "Hello\n"), "{run:#?}");
    assert!(
        run.stderr.starts_with(
            "error: the answer broke off after 5 characters\n  caused by: the connection was lost during POST "
        ),
        "{run:#?}"
    );
}

#[tokio::test]
async fn what_is_piped_in_and_is_no_text_is_not_left_out_silently() {
    let server = answering_json(json!({"choices": []})).await;
    let cli = Cli::of(&server).stdin([0xff, 0xfe]);
    assert!(cli.run(&["chat", "completions", "m", "-m", "system:x"]).fails(2).contains("not UTF-8 text"));
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn a_stream_that_ends_before_all_its_answers_do_is_cut() {
    let chunk = |index: u8, text: &str, end: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"{text}\"}},\"finish_reason\":{end}}}]}}\n\n"
        )
    };
    let body = [chunk(0, "one", "null"), chunk(1, "tw", "null"), chunk(0, "", "\"stop\"")].concat();
    let server = answering(ResponseTemplate::new(200).set_body_raw(body, "text/event-stream")).await;
    let run = Cli::of(&server).run(&["chat", "completions", "m", "-m", "user:x", "--n", "2", "--stream"]);
    assert_eq!(run.code, 5, "{run:#?}");
}
