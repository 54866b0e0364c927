//! `chat completions`: answers that are more, less or other than one text.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer};

use crate::harness::{Cli, Run};

fn streaming(events: impl Into<Vec<u8>>) -> FakeServer {
    FakeServer::always(FakeResponse::new(200).with_body(events, "text/event-stream; charset=utf-8"))
}

fn frame(data: &Value) -> String {
    format!("data: {data}\n\n")
}

fn piece(index: u64, delta: &Value, finish_reason: Option<&str>) -> String {
    frame(&json!({"id": "c1", "choices": [{"index": index, "delta": delta, "finish_reason": finish_reason}]}))
}

const DONE: &str = "data: [DONE]\n\n";

fn chat(server: &FakeServer, more: &[&str]) -> Run {
    Cli::of(server).run(&[&["chat", "completions", "m", "-m", "user:x"], more].concat())
}

/// Runs the same message whole and streamed, and expects the same of both.
#[track_caller]
fn both(message: &Value, finish_reason: &str) -> Run {
    let whole = json!({"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}]});
    let whole = chat(&FakeServer::always_json(whole), &[]);
    let events = [piece(0, message, None), piece(0, &json!({}), Some(finish_reason)), DONE.to_owned()].concat();
    let streamed = chat(&streaming(events), &["--stream"]);
    assert_eq!((streamed.code, &streamed.stdout, &streamed.stderr), (whole.code, &whole.stdout, &whole.stderr));
    whole
}

#[test]
fn unrequested_choices_are_kept_apart() {
    let events = [
        piece(0, &json!({"role": "assistant", "content": "Al"}), None),
        piece(1, &json!({"role": "assistant", "content": "Be"}), None),
        piece(0, &json!({"content": "pha"}), None),
        piece(2, &json!({"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "{}"}}]}), None),
        piece(1, &json!({"content": "ta\n"}), None),
        piece(1, &json!({}), Some("length")),
        piece(0, &json!({}), Some("stop")),
        piece(2, &json!({}), Some("tool_calls")),
        DONE.to_owned(),
    ];
    let server = streaming(events.concat());
    let run = chat(&server, &["--stream"]);
    assert_eq!(run.ok(), "Alpha\n\n--- choice 2 ---\nBeta\n\n--- choice 3 ---\n[tool call] f({})\n");
    assert_eq!(run.stderr, "warning: the answer was cut off at the token limit\n");
    let requested = chat(&server, &["--stream", "--n", "3"]);
    assert_eq!(requested.ok(), format!("--- choice 1 ---\n{}", run.stdout));
    // Every format keeps all choices.
    let lines = chat(&server, &["--stream", "--format", "ndjson"]);
    assert_eq!(lines.ok().lines().count(), 8);
    let joined = chat(&server, &["--stream", "--format", "json"]).json();
    let contents: Vec<_> =
        joined["choices"].as_array().expect("choices").iter().map(|choice| &choice["message"]["content"]).collect();
    assert_eq!(contents, [&json!("Alpha"), &json!("Beta\n"), &Value::Null]);
    assert_eq!(joined["choices"][2]["message"]["tool_calls"][0]["function"]["name"], "f");
}

#[test]
fn choices_that_begin_with_another_index_are_shown() {
    let only_second =
        [piece(1, &json!({"content": "one"}), None), piece(1, &json!({"content": " text"}), Some("stop"))];
    let run = chat(&streaming(only_second.concat()), &["--stream"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("one text\n", ""));
    let run = chat(&streaming(only_second.concat()), &["--stream", "--n", "2"]);
    assert_eq!(run.ok(), "--- choice 2 ---\none text\n");
}

#[test]
fn unrequested_choices_of_a_whole_answer_have_headings() {
    let choice =
        |index: u64, text: &str| json!({"index": index, "finish_reason": "stop", "message": {"content": text}});
    let server = FakeServer::always_json(json!({"choices": [choice(0, "a"), choice(1, "b")]}));
    assert_eq!(chat(&server, &[]).ok(), "--- choice 1 ---\na\n\n--- choice 2 ---\nb\n");
    assert_eq!(chat(&server, &["--stream"]).ok(), "a\n\n--- choice 2 ---\nb\n");
    assert_eq!(chat(&server, &["--format", "json"]).json()["choices"][1]["message"]["content"], "b");
}

#[test]
fn contents_that_are_not_text_are_named() {
    let image = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}});
    for (message, stdout, words) in [
        (json!({"content": null, "images": [image, image]}), "", "the answer has 2 images, which text cannot show"),
        (json!({"content": "Look:", "images": [image]}), "Look:\n", "the answer has 1 image, which"),
        (
            json!({"content": null, "audio": {"id": "a", "data": "AAAA", "transcript": "Hello"}}),
            "Hello\n",
            "audio, shown as text",
        ),
        (json!({"content": null, "audio": {"id": "a", "data": "AAAA"}}), "", "the answer is audio; --format json"),
        (
            json!({"content": null, "function_call": {"name": "f", "arguments": "{\"a\": 1}"}}),
            "[function call] f({\"a\": 1})\n",
            "",
        ),
        (
            json!({"content": null, "tool_calls": [{"index": 0, "id": "t", "type": "custom", "custom": {"name": "grep", "input": "x"}}]}),
            "[tool call] grep(x)\n",
            "",
        ),
        (json!({"content": null, "refusal": "No."}), "[refusal] No.\n", ""),
        (json!({"content": null, "provider_specific_fields": {"refusal": "No."}}), "[refusal] No.\n", ""),
        (json!({"content": "", "reasoning_content": "hm"}), "", "the model reasoned, but gave no answer"),
        (json!({"content": null, "reasoning": "hm"}), "", "the model reasoned, but gave no answer"),
        (
            json!({"content": null, "thinking_blocks": [{"type": "thinking", "thinking": "hm"}]}),
            "",
            "the model reasoned",
        ),
        (json!({"content": "x", "reasoning_content": "hm"}), "x\n", ""),
        (json!({"content": null, "videos": [{"url": "x"}]}), "", "the answer has no text, only `videos`"),
    ] {
        let run = both(&message, "stop");
        assert_eq!(run.ok(), stdout, "{message}");
        assert!(run.stderr.contains(words) && run.stderr.is_empty() == words.is_empty(), "{message}: {run:#?}");
    }
}

#[test]
fn empty_answer_is_a_failure() {
    for (message, reason, words) in [
        (json!({"role": "assistant", "content": null}), "stop", "error: the answer is empty (finish reason `stop`)"),
        (json!({"content": "", "tool_calls": null, "images": [], "audio": null}), "stop", "the answer is empty"),
        (json!({"content": "", "provider_specific_fields": {"a": 1}}), "stop", "the answer is empty"),
        (json!({"content": ""}), "length", "the answer is empty: the token limit was reached before it began"),
        (json!({"content": null}), "content_filter", "the answer is empty: a content filter removed it"),
    ] {
        assert!(both(&message, reason).fails(6).contains(words), "{message}");
    }
    assert_eq!(
        chat(&FakeServer::always_json(json!({"choices": []})), &[]).fails(6),
        "error: the server sent no answer\n"
    );
    for (events, words) in [
        (DONE.to_owned(), "error: the server sent no answer\n"),
        (format!(": hello\n\n{DONE}"), "error: the server sent no answer\n"),
        (frame(&json!({"choices": [], "usage": {"total_tokens": 3}})) + DONE, "error: the server sent no answer\n"),
        (piece(0, &json!({"role": "assistant"}), None) + DONE, "error: the answer is empty\n"),
    ] {
        assert_eq!(chat(&streaming(events.clone()), &["--stream"]).fails(6), words, "{events}");
    }
    for format in ["json", "ndjson", "yaml"] {
        let run = chat(&streaming(DONE), &["--stream", "--format", format]);
        assert!(run.fails(6).contains("the server sent no answer"), "{format}: {run:#?}");
    }
}

#[test]
fn other_finish_reasons_are_warnings() {
    for (reason, words) in [
        ("max_tokens", "warning: the answer was cut off at the token limit\n"),
        ("malformed_function_call", "warning: the answer ended with the reason `malformed_function_call`\n"),
        ("tool_calls", ""),
    ] {
        let run = both(&json!({"content": "text"}), reason);
        assert_eq!((run.ok(), run.stderr.as_str()), ("text\n", words));
    }
}

#[test]
fn whole_completion_is_read_in_place_of_a_stream() {
    let body =
        json!({"choices": [{"index": 0, "finish_reason": "length", "message": {"content": "whole"}}]}).to_string();
    for kind in ["application/json", "text/event-stream", "text/plain"] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body.clone(), kind));
        let run = chat(&server, &["--stream"]);
        assert_eq!(
            (run.ok(), run.stderr.as_str()),
            ("whole\n", "warning: the answer was cut off at the token limit\n"),
            "{kind}"
        );
        assert_eq!(chat(&server, &["--stream", "--format", "ndjson"]).ok(), format!("{body}\n"));
    }
    for kind in ["text/html", "text/event-stream"] {
        let page = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>";
        let server = FakeServer::always(FakeResponse::new(200).with_body(page, kind));
        assert!(chat(&server, &["--stream"]).fails(6).contains("an HTML page titled \"Sign in\""), "{kind}");
    }
}

#[test]
fn lone_surrogate_costs_one_character() {
    let event = r#"data: {"choices":[{"index":0,"delta":{"content":"a \ud83d b"},"finish_reason":"stop"}]}"#;
    assert_eq!(chat(&streaming(format!("{event}\n\n{DONE}")), &["--stream"]).ok(), "a \u{fffd} b\n");
    let body = r#"{"choices":[{"index":0,"message":{"content":"a \ud83d b"},"finish_reason":"stop"}]}"#;
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "application/json"));
    assert_eq!(chat(&server, &[]).ok(), "a \u{fffd} b\n");
    assert_eq!(chat(&server, &["--format", "json"]).json()["choices"][0]["message"]["content"], "a \u{fffd} b");
}

#[test]
fn error_event_exits_like_the_same_response() {
    let error =
        |code: &Value, kind: &str| json!({"error": {"message": "boom", "type": kind, "param": null, "code": code}});
    for (frame_error, code, shown) in [
        (error(&json!("401"), "auth_error"), 4, "(HTTP 401)"),
        (error(&json!(403), "x"), 4, "(HTTP 403)"),
        (error(&json!("404"), "x"), 3, "(HTTP 404)"),
        (error(&json!("400"), "x"), 1, "(HTTP 400)"),
        (error(&json!(429), "throttling_error"), 1, "(HTTP 429)"),
        (error(&json!("503"), "x"), 6, "(HTTP 503)"),
        (error(&json!(null), "rate_limit_error"), 1, "boom\n"),
        (error(&json!("model_not_found"), "invalid_request_error"), 3, "boom\n"),
        (error(&json!(null), "None"), 6, "boom\n"),
        (json!({"error": "boom"}), 6, "boom\n"),
        (json!({"detail": "boom"}), 6, "boom\n"),
    ] {
        let run = chat(&streaming(frame(&frame_error)), &["--stream"]);
        assert!(
            run.fails(code).starts_with("error: the stream failed: boom") && run.stderr.contains(shown),
            "{frame_error}: {run:#?}"
        );
        let after_text = [piece(0, &json!({"content": "so far"}), None), frame(&frame_error), DONE.to_owned()].concat();
        let run = chat(&streaming(after_text.clone()), &["--stream"]);
        assert_eq!((run.code, run.stdout.as_str()), (code, "so far\n"), "{frame_error}: {run:#?}");
        let run = chat(&streaming(after_text), &["--stream", "--format", "json"]);
        let object: Value = serde_json::from_str(run.fails(code)).expect("JSON");
        let status = shown
            .strip_prefix("(HTTP ")
            .map(|status| json!(status.trim_end_matches(')').parse::<u16>().expect("a status")));
        assert_eq!(object["error"]["status"], status.unwrap_or_default(), "{frame_error}");
    }
    // Not as an event, but as the whole body.
    for kind in ["text/event-stream", "application/json"] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(r#"{"detail": "Not Found"}"#, kind));
        assert!(chat(&server, &["--stream"]).fails(6).contains("Not Found"), "{kind}");
        assert!(chat(&server, &[]).fails(6).contains("Not Found"), "{kind}");
    }
}
