//! Streamed completions: however the server cuts and ends them, and whatever happens to the connection.

use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use litellm_proxy_client::chat::{ChatCompletion, ChatRequest, Message};
use litellm_proxy_client::{Client, Error};
use proptest::prelude::*;
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, Feed, KEY};

pub(crate) const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-litellm-call-id: call-1\r\n";
pub(crate) const DONE: &str = "data: [DONE]\n\n";

pub(crate) fn chat_request() -> ChatRequest {
    ChatRequest::new("gpt-4", [Message::user("Tell me a story")])
}

pub(crate) fn client(url: &str) -> Client {
    Client::new(url, KEY).expect("a client")
}

/// A chunk for the first choice.
fn piece(delta: &Value, finish_reason: Option<&str>) -> Value {
    json!({"id": "c1", "created": 5, "model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]})
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}

pub(crate) fn says(text: &str) -> String {
    event(&piece(&json!({"content": text}), None))
}

pub(crate) fn stops() -> String {
    event(&piece(&json!({}), Some("stop")))
}

/// A chunked response with these pieces, after which the connection closes.
fn chunked<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut answer = format!("{HEAD}connection: close\r\ntransfer-encoding: chunked\r\n\r\n").into_bytes();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        answer.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        answer.extend_from_slice(piece);
        answer.extend_from_slice(b"\r\n");
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    answer
}

fn whole(body: &str) -> Vec<u8> {
    chunked([body.as_bytes()])
}

/// Reads the content of all chunks, and the error after them. After the end there is nothing more.
async fn read(answer: impl Into<Vec<u8>>) -> (String, Option<Error>) {
    let server = FakeServer::closing_after(answer);
    let mut stream = client(&server.uri()).chat().completions().stream(&chat_request()).await.expect("a stream");
    let mut text = String::new();
    let end = loop {
        match stream.next().await {
            Some(Ok(chunk)) => text.push_str(chunk.delta()),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    for _ in 0..2 {
        assert!(stream.next().await.is_none(), "{end:?}");
    }
    (text, end)
}

/// The spelling of an event; all mean the same.
#[derive(Debug, Clone)]
struct Style {
    ending: &'static str,
    blank: &'static str,
    in_lines: bool,
    comment: &'static str,
}

impl Style {
    fn write(&self, data: &str) -> String {
        let Self { ending, blank, comment, .. } = self;
        let comment = if comment.is_empty() { String::new() } else { format!("{comment}{ending}{ending}") };
        let lines: String = data.lines().map(|line| format!("data:{blank}{line}{ending}")).collect();
        format!("{comment}{lines}{ending}")
    }
}

fn style() -> impl Strategy<Value = Style> {
    let ending = prop::sample::select(vec!["\n", "\r", "\r\n"]);
    let blank = prop::sample::select(vec![" ", ""]);
    let comment = prop::sample::select(vec!["", "", ":", ": keep-alive", "id: 7", "retry: 10", "event: message"]);
    (ending, blank, any::<bool>(), comment).prop_map(|(ending, blank, in_lines, comment)| Style {
        ending,
        blank,
        in_lines,
        comment,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn stream_parsing_is_independent_of_chunking(
        pieces in prop::collection::vec("[a-zé漢😀 \n\r\u{2028}{}\":]{0,9}", 0..8),
        styles in prop::collection::vec(style(), 16),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let call = |call: Value| piece(&json!({"tool_calls": [call]}), None);
        let mut chunks = vec![piece(&json!({"role": "assistant", "content": ""}), None)];
        chunks.extend(pieces.iter().map(|text| piece(&json!({"content": text}), None)));
        chunks.extend([
            call(json!({"index": 0, "id": "t1", "type": "function", "function": {"name": "weather", "arguments": ""}})),
            call(json!({"index": 1, "id": "t2", "type": "function", "function": {"name": "time", "arguments": "{}"}})),
            call(json!({"index": 0, "function": {"arguments": "{\"city\": \"Or"}})),
            call(json!({"index": 0, "function": {"arguments": "léans\"}"}})),
            piece(&json!({}), Some("tool_calls")),
            json!({"id": "c1", "choices": [], "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5, "cost": 0.25}}),
        ]);
        let mut body = String::new();
        for (chunk, style) in chunks.iter().zip(styles.iter().cycle()) {
            let data = if style.in_lines { serde_json::to_string_pretty(chunk) } else { serde_json::to_string(chunk) };
            body.push_str(&style.write(&data.expect("JSON")));
        }
        body.push_str(&styles[15].write("[DONE]"));
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len())).collect();
        cuts.extend([0, body.len()]);
        cuts.sort_unstable();
        let answer = chunked(cuts.windows(2).map(|pair| &body.as_bytes()[pair[0]..pair[1]]));

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (streamed, collected) = runtime.block_on(async {
            let server = FakeServer::closing_after(answer);
            let client = client(&server.uri());
            let streamed = client.chat().completions().stream(&chat_request()).await.expect("a stream");
            let streamed: Vec<_> = streamed.try_collect().await.expect("chunks");
            let collected = client.chat().completions().stream(&chat_request()).await.expect("a stream").collected().await;
            (streamed, collected.expect("a response"))
        });
        prop_assert_eq!(streamed.iter().map(|chunk| serde_json::from_str(chunk.json().get()).expect("JSON")).collect::<Vec<Value>>(), chunks);
        let text = pieces.concat();
        prop_assert_eq!(streamed.iter().map(|chunk| chunk.delta()).collect::<String>(), text.clone());
        let meant: ChatCompletion = serde_json::from_value(json!({"id": "c1", "created": 5, "model": "m", "choices": [
            {"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": text, "tool_calls": [
                {"id": "t1", "type": "function", "function": {"name": "weather", "arguments": "{\"city\": \"Orléans\"}"}},
                {"id": "t2", "type": "function", "function": {"name": "time", "arguments": "{}"}},
            ]}},
        ], "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5, "cost": 0.25}})).expect("a completion");
        prop_assert_eq!(collected, meant);
    }
}

#[tokio::test]
async fn stream_request_sets_stream() {
    let server = FakeServer::closing_after(whole(&[says("hi"), stops(), DONE.to_owned()].concat()));
    let client = client(&server.uri());
    for (request, options) in [
        (chat_request(), Value::Null),
        (chat_request().include_usage(true), json!({"include_usage": true})),
        (chat_request().include_usage(false), json!({"include_usage": false})),
    ] {
        let stream = client.chat().completions().stream(&request).await.expect("a stream");
        assert_eq!(stream.call_info().call_id.as_deref(), Some("call-1"));
        assert_eq!(stream.headers()["content-type"], "text/event-stream; charset=utf-8");
        assert_eq!(stream.collected().await.expect("a response").text(), "hi");
        let (line, body) = server.requests().pop().expect("a request");
        assert_eq!(line, "POST /chat/completions");
        let messages = json!([{"role": "user", "content": "Tell me a story"}]);
        let mut expected = json!({"model": "gpt-4", "messages": messages, "stream": true});
        if !options.is_null() {
            expected["stream_options"] = options;
        }
        assert_eq!(body, expected);
    }
}

#[tokio::test]
async fn complete_streams_end_without_error() {
    let text = || says("all ") + &says("of it");
    for (answer, case) in [
        (whole(&[text(), stops(), DONE.to_owned()].concat()), "as it should be"),
        (whole(&[text(), stops()].concat()), "without [DONE]"),
        ([HEAD.as_bytes(), b"\r\n", text().as_bytes(), stops().as_bytes()].concat(), "with the connection"),
        (whole(&[text(), DONE.to_owned()].concat()), "without a reason"),
        (whole(&[text(), stops(), DONE.to_owned(), says("!"), "data: {".to_owned()].concat()), "more after [DONE]"),
        (whole(&[text(), stops(), "data: {\"choices\":[]}\n\n".to_owned()].concat()), "usage last"),
        (whole(&[text(), stops(), "data: cut in the mid".to_owned()].concat()), "half an event after it"),
        (
            [format!("{HEAD}content-length: 9999\r\n\r\n"), text(), stops(), DONE.to_owned()].concat().into_bytes(),
            "cut after [DONE]",
        ),
        (whole(&[text(), "data: \n\n".to_owned(), stops()].concat()), "an empty event"),
        (whole(&["data: {\"error\":null,\"choices\":[]}\n\n".to_owned(), text(), stops()].concat()), "no error"),
        (
            whole(
                &[event(&piece(&json!({"content": [{"type": "text", "text": "all "}]}), None)), says("of it"), stops()]
                    .concat(),
            ),
            "content in parts",
        ),
        (whole(&[text(), event(&json!({"choices": [{"index": null, "finish_reason": 1}]}))].concat()), "odd fields"),
        (whole(&[text(), event(&piece(&json!({"error": "none"}), Some("stop")))].concat()), "an error elsewhere"),
        (whole(&(text() + stops().trim_end())), "no blank line after the last event"),
        (whole(&(text() + "data:[DONE]")), "no blank line after [DONE]"),
        (
            whole(&format!("\u{feff}{}", text() + &stops()).replace("data: ", "data:").replace('\n', "\r\n")),
            "BOM and CRLF",
        ),
        (whole(&(text() + &stops() + DONE).replace("\n\n", "\n")), "no blank lines at all"),
        (
            whole(
                &(text() + &stops())
                    .replace("data: ", ": ping\n\nid: 1\nevent: message\ndata: ")
                    .replace(",\"choices", ",\ndata: \"choices"),
            ),
            "comments, names and data in lines",
        ),
        (whole(&(text() + "data: {\"type\":\"ping\"}\n\n" + &stops())), "a ping"),
    ] {
        let (received, error) = read(answer).await;
        assert_eq!((received.as_str(), error.map(|error| error.to_string())), ("all of it", None), "{case}");
    }
}

#[tokio::test]
async fn error_event_becomes_an_error() {
    let frame = r#"{"error":{"message":"quota of sk-0123456789 is used up","type":"throttling_error","param":"model","code":"429"}}"#;
    let quota = Some((429, "quota of [redacted] is used up", Some("throttling_error"), Some("model"), Some("429")));
    for (frame, expected) in [
        (format!("data: {frame}\n\n"), quota),
        (format!("event: error\ndata: {frame}\n\n"), quota),
        (format!("event: error\r\ndata:{frame}\r\n\r\n"), quota),
        (r#"data: {"error":{"message":"boom","code":200}}"#.to_owned(), Some((200, "boom", None, None, Some("200")))),
        (
            r#"data: {"error":{"message":"boom","type":"x","param":null,"code":null}}"#.to_owned(),
            Some((200, "boom", Some("x"), None, None)),
        ),
        (r#"data: {"error":"in one word"}"#.to_owned(), Some((200, "in one word", None, None, None))),
        ("event: error\ndata: no JSON at all".to_owned(), Some((200, "no JSON at all", None, None, None))),
        (r#"data: {"detail":"Not \ud83dFound"}"#.to_owned(), Some((200, "Not \u{fffd}Found", None, None, None))),
        (r#"data: {"detail":{"error":"gone"}}"#.to_owned(), Some((200, "gone", None, None, None))),
        (
            r#"data: {"message":"no","type":"auth_error","code":401}"#.to_owned(),
            Some((401, "no", Some("auth_error"), None, Some("401"))),
        ),
        (r#"event: error{"data":"an event's name is no data"}"#.to_owned(), None),
    ] {
        let (received, error) =
            read(whole(&[says("so "), says("far"), frame.clone(), "\n\n".to_owned(), says("!"), stops()].concat()))
                .await;
        let Some((status, message, kind, param, code)) = expected else {
            assert_eq!((received.as_str(), error.map(|error| error.code())), ("so far!", None), "{frame}");
            continue;
        };
        assert_eq!(received, "so far", "{frame}");
        let error = error.expect("a failure");
        let Error::Stream(refusal) = &error else { panic!("{frame}: {error:?}") };
        assert_eq!((error.code(), error.is_retryable()), ("stream_error", false));
        // An event that names no status has none.
        let named = Some(status).filter(|status| *status != 200);
        let shown = named.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
        assert_eq!(error.to_string(), format!("the stream failed: {message}{shown}"));
        assert_eq!(error.status().map(|status| status.as_u16()), named, "{frame}");
        assert_eq!(refusal.message, message);
        let words = (refusal.error_type.as_deref(), refusal.param.as_deref(), refusal.code.as_deref());
        assert_eq!((words, refusal.request_id.as_deref()), ((kind, param, code), Some("call-1")), "{frame}");
        assert!(refusal.url.ends_with("/chat/completions") && refusal.method == "POST", "{refusal:?}");
    }
}

#[tokio::test]
async fn truncated_and_malformed_streams_are_errors() {
    let second = |text: &str| event(&json!({"choices": [{"index": 1, "delta": {"content": text}}]}));
    let promised = |body: &str| format!("{HEAD}content-length: 99999\r\n\r\n{body}").into_bytes();
    let endless = format!("data: {}", "x".repeat(17 * 1024 * 1024));
    for (answer, received, code, reason) in [
        (whole(""), "", "stream_cut", "before the response was complete"),
        (whole(&says("half")), "half", "stream_cut", "before the response was complete"),
        (whole(&(says("half") + "data: {\"choices\":[{")), "half", "stream_cut", "before the response was complete"),
        (
            whole(&says("half").trim_end().replace("half", "half of it")),
            "half of it",
            "stream_cut",
            "before the response",
        ),
        (whole(&(says("one") + &second("tw") + &stops())), "one", "stream_cut", "before the response was complete"),
        (promised(&says("half")), "half", "interrupted_answer", "the connection was lost during POST http://"),
        (
            promised(&(says("half") + &stops())),
            "half",
            "interrupted_answer",
            "the connection was lost during POST http://",
        ),
        (
            format!("{HEAD}transfer-encoding: chunked\r\n\r\n3e8\r\n{}", says("half")).into_bytes(),
            "half",
            "interrupted_answer",
            "the connection was lost during POST http://",
        ),
        (
            whole(&(says("one") + "data: {\"choices\":1}\n\n" + &stops())),
            "one",
            "unexpected_answer",
            "an event that is not a chunk",
        ),
        (whole(&(says("one") + "data: {\n\n" + &stops())), "one", "unexpected_answer", "an event that is not a chunk"),
        (whole(&(says("one") + "data: []\n\n" + &stops())), "one", "unexpected_answer", "an event that is not a chunk"),
        (whole(&(says("one") + &endless)), "one", "unexpected_answer", "an oversized event"),
    ] {
        let (text, error) = read(answer).await;
        let error = error.unwrap_or_else(|| panic!("{text:?} should end with {reason:?}"));
        assert_eq!((text.as_str(), error.code()), (received, code), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.is_retryable(), "the model may have been paid: {error}");
    }
}

#[tokio::test]
async fn error_events_mean_what_they_mean_without_a_stream() {
    for (error, code) in [
        (json!({"message": "m", "code": "401"}), "unauthorized"),
        (json!({"message": "m", "code": 403}), "forbidden"),
        (json!({"message": "m", "code": "404"}), "not_found"),
        (json!({"message": "m", "code": 400, "type": "invalid_request_error"}), "refused"),
        (json!({"message": "m", "code": 429}), "rate_limited"),
        (json!({"message": "m", "code": "503"}), "server_error"),
        (json!({"message": "m", "type": "rate_limit_error"}), "rate_limited"),
        (json!({"message": "m", "code": "model_not_found", "type": "invalid_request_error"}), "not_found"),
        (json!({"message": "m", "code": "invalid_api_key"}), "unauthorized"),
        (json!({"message": "Overloaded", "type": "overloaded_error"}), "server_error"),
        (json!({"message": "m", "code": 302}), "server_error"),
        (json!("m"), "server_error"),
    ] {
        let (_, failure) = read(whole(&event(&json!({"error": error})))).await;
        let failure = failure.expect("a failure");
        assert_eq!(failure.refusal().expect("a refusal").to_error().code(), code, "{error}");
        assert!(!failure.is_retryable(), "{failure:?}");
    }
}

#[tokio::test]
async fn whole_completion_in_place_of_a_stream_is_one_chunk() {
    let completion = |text: &str| {
        json!({"id": "c1", "object": "chat.completion", "created": 5, "model": "m", "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text, "tool_calls": [
                {"id": "t", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}},
            {"index": 1, "finish_reason": "length", "message": {"role": "assistant", "content": "other"}},
        ], "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}})
    };
    let answer = |kind: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    };
    let expected: ChatCompletion = serde_json::from_value(completion("hi")).expect("a completion");
    let text = completion("hi").to_string();
    for answer in [
        answer("application/json", &text),
        answer("text/plain", &format!("\u{feff}{text}")),
        answer("text/event-stream", &text),
        answer("text/event-stream", &format!("\r\n {text}")),
        answer("text/event-stream", &format!("data: {text}\n\ndata: [DONE]\n\n")),
        answer("text/plain", &format!("data: {text}\n\n")),
    ] {
        let server = FakeServer::closing_after(answer.clone());
        let stream = client(&server.uri()).chat().completions().stream(&chat_request()).await.expect("a stream");
        assert_eq!(stream.collected().await.expect("a completion"), expected, "{answer}");
    }
}

#[tokio::test]
async fn lone_surrogate_costs_one_character() {
    let frame =
        |content: &str| format!(r#"data: {{"choices":[{{"index":0,"delta":{{"content":"{content}"}}}}]}}"#) + "\n\n";
    let split = [frame("a "), frame(r"\ud83d"), frame(r"\ude00"), frame(r" b\ud83d\ude00 \udc00c"), stops()].concat();
    let (text, error) = read(whole(&split)).await;
    assert_eq!((text.as_str(), error.map(|error| error.to_string())), ("a \u{fffd}\u{fffd} b😀 \u{fffd}c", None));
    let body = r#"{"choices":[{"index":0,"message":{"content":"x \ud83d y"}}]}"#;
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "application/json"));
    let completion = client(&server.uri()).chat().completions().create(&chat_request()).await.expect("a completion");
    assert_eq!(completion.text(), "x \u{fffd} y");
}

#[tokio::test]
async fn non_stream_response_is_an_error() {
    let answer = |status: &str, kind: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nretry-after: 31\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let refusal = r#"{"error":{"message":"slow down","type":"throttling_error","code":"429"}}"#;
    for (answer, code, status, words) in [
        (answer("429 Too Many Requests", "application/json", refusal), "rate_limited", 429, "slow down"),
        (answer("200 OK", "application/json", refusal), "rate_limited", 429, "slow down"),
        (answer("401 Unauthorized", "text/event-stream", "no"), "unauthorized", 401, "no"),
        (answer("200 OK", "application/json", r#"{"hello":[]}"#), "unexpected_answer", 200, "missing field `choices`"),
        (answer("200 OK", "text/html", "<html><title>Hi</title>"), "unexpected_answer", 200, "titled \"Hi\", not JSON"),
        (answer("200 OK", "text/plain", "hello"), "unexpected_answer", 200, "not valid JSON"),
        (answer("200 OK", "text/plain", ""), "unexpected_answer", 200, "the body is empty"),
        (answer("502 Bad Gateway", "text/html", "<html><title>Oops</title>"), "server_error", 502, "titled \"Oops\""),
    ] {
        let server = FakeServer::closing_after(answer);
        let error = client(&server.uri()).chat().completions().stream(&chat_request()).await.expect_err("no stream");
        assert_eq!((error.code(), error.status().map(|status| status.as_u16())), (code, Some(status)), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(
            server.received().len(),
            1,
            "neither a POST that may have had an effect nor one that should wait long is retried"
        );
    }
}

#[tokio::test]
async fn stream_works_with_combinators() {
    let server =
        FakeServer::closing_after(whole(&[says("a"), says("b"), says("c"), stops(), DONE.to_owned()].concat()));
    let client = client(&server.uri());
    let pieces: Vec<String> = client
        .chat()
        .completions()
        .stream(&chat_request())
        .await
        .expect("a stream")
        .filter_map(|chunk| std::future::ready(chunk.ok().map(|chunk| chunk.delta().to_owned())))
        .take(2)
        .collect()
        .await;
    assert_eq!(pieces, ["a", "b"]);
    let failing = FakeServer::closing_after(whole(&(says("a") + "data: {\"error\":\"boom\"}\n\n")));
    let stream = self::client(&failing.uri()).chat().completions().stream(&chat_request()).await.expect("a stream");
    let ends: Vec<bool> = stream.map(|chunk| chunk.is_ok()).take(9).collect().await;
    assert_eq!(ends, [true, false]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn chunks_arrive_at_once_and_dropping_the_stream_closes_the_connection() {
    let server = FakeServer::always(FakeResponse::hanging_after(format!("{HEAD}\r\n{}", says("first"))));
    let client = client(&server.uri());
    for count in 1..=3 {
        let mut stream = client.chat().completions().stream(&chat_request()).await.expect("a stream");
        // The server sends nothing more before the stream is dropped.
        assert_eq!(stream.next().await.expect("a chunk").expect("no error").delta(), "first");
        drop(stream);
        server.wait_for_closed(count);
        assert_eq!(server.connections(), count);
    }
    let stream = client.chat().completions().stream(&chat_request()).await.expect("a stream");
    let reading = tokio::spawn(stream.collected());
    server.wait_for_requests(4);
    reading.abort();
    server.wait_for_closed(4);
}

#[tokio::test]
async fn a_timeout_is_per_chunk_not_per_stream() {
    let allowed = Duration::from_millis(800);
    let feed = Feed::new();
    let server = FakeServer::always(FakeResponse::fed(&feed));
    let feeding = std::thread::spawn(move || {
        let chunks = (0..6).map(|number| says(&number.to_string())).chain([stops(), DONE.to_owned()]);
        for piece in [format!("{HEAD}\r\n")].into_iter().chain(chunks) {
            // All chunks together take longer than the timeout of one.
            std::thread::sleep(allowed / 4);
            feed.send(piece);
        }
        feed.close();
    });
    let call = client(&server.uri()).chat().completions().stream(&chat_request()).timeout(allowed);
    let whole = call.await.expect("a stream").collected().await.expect("the whole answer");
    assert_eq!(whole.text(), "012345");
    feeding.join().expect("no panic");
}

#[tokio::test]
async fn silent_stream_times_out() {
    let server = FakeServer::always(FakeResponse::hanging_after(format!("{HEAD}\r\n{}", says("first"))));
    let allowed = Duration::from_millis(300);
    let call = client(&server.uri()).chat().completions().stream(&chat_request()).timeout(allowed);
    let mut stream = call.await.expect("a stream");
    assert_eq!(stream.next().await.expect("a chunk").expect("no error").delta(), "first");
    let error = stream.next().await.expect("an end").expect_err("no more");
    assert!(matches!(&error, Error::Timeout { after, .. } if *after == allowed), "{error:?}");
    assert!(!error.is_retryable() && stream.next().await.is_none());
}
