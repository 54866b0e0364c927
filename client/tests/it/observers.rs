//! What an observer sees of calls: requests, responses, retries, and exactly one end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::{
    BoxError, CallContext, CallEnd, CallOutcome, Client, ClientBuilder, KeyFuture, KeyProvider, ObservedResponse,
    ObservedRetry, Observer, RetryPolicy,
};
use serde_json::json;
use test_bed::{FakeResponse, FakeServer, KEY, in_turn, json_response};

/// Records what it observes.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<(String, String)>>>);

impl Recorder {
    fn record(&self, call: &CallContext<'_>, line: String) {
        self.0.lock().expect("nothing panics while it holds the lock").push((call.id.to_string(), line));
    }

    /// What was recorded since the last time, and how many calls it belongs to.
    fn take(&self) -> (Vec<String>, usize) {
        let taken = std::mem::take(&mut *self.0.lock().expect("nothing panics while it holds the lock"));
        let mut ids: Vec<_> = taken.iter().map(|(id, _)| id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        (taken.into_iter().map(|(_, line)| line).collect(), ids.len())
    }

    fn client(&self, url: &str) -> Client {
        self.builder(url).build().expect("a client")
    }

    fn builder(&self, url: &str) -> ClientBuilder {
        Client::builder(url).api_key(KEY).observer(Arc::new(self.clone()))
    }
}

impl Observer for Recorder {
    fn on_request(&self, call: &CallContext<'_>) {
        let key = call.request.headers.get("authorization").map_or("none", |key| key.to_str().expect("text"));
        self.record(call, format!("{} {} {key}", call.request.method, call.request.url.path()));
    }

    fn on_response(&self, call: &CallContext<'_>, response: &ObservedResponse<'_>) {
        let body = response.body.map(String::from_utf8_lossy);
        let id = response.headers.get("x-litellm-call-id").map(|id| id.to_str().expect("text"));
        self.record(call, format!("{} {body:?} {id:?}", response.status.as_u16()));
    }

    fn on_retry(&self, call: &CallContext<'_>, retry: &ObservedRetry<'_>) {
        self.record(call, format!("{}; attempt {}, at once: {}", retry.reason, retry.attempt, retry.pause.is_zero()));
    }

    fn on_end(&self, call: &CallContext<'_>, end: &CallEnd<'_>) {
        let outcome = match &end.outcome {
            CallOutcome::Success => "success",
            CallOutcome::Failure(error) => error.code(),
            CallOutcome::Dropped => "dropped",
            other => panic!("{other:?}"),
        };
        let status = end.status.map(|status| status.as_u16());
        self.record(call, format!("end: {outcome}, status {status:?}, {} bytes, sent {}", end.bytes, call.sent));
    }
}

fn chat_request() -> ChatRequest {
    ChatRequest::new("m", [Message::user("hi")])
}

#[tokio::test]
async fn observer_sees_requests_responses_retries_and_the_end() {
    let busy = FakeResponse::new(429).with_header("retry-after", "0");
    let fine = FakeResponse::new(200).with_header("x-litellm-call-id", "c1").with_text(r#"{"data":[]}"#);
    let server = FakeServer::always(in_turn([busy, fine]));
    let recorder = Recorder::default();
    recorder.client(&server.uri()).models().list().await.expect("a list");
    let expected = [
        format!("GET /models Bearer {KEY}"),
        "429 None None".to_owned(),
        "HTTP 429; attempt 2, at once: true".to_owned(),
        format!("GET /models Bearer {KEY}"),
        r#"200 Some("{\"data\":[]}") Some("c1")"#.to_owned(),
        "end: success, status Some(200), 11 bytes, sent 2".to_owned(),
    ];
    assert_eq!(recorder.take(), (expected.to_vec(), 1));
    recorder.client(&server.uri()).models().list().request().expect("a request");
    assert_eq!(recorder.take(), (vec![], 0), "nothing is sent");
}

#[tokio::test]
async fn observer_sees_the_end_of_failed_calls() {
    let recorder = Recorder::default();
    let unreachable = recorder.builder("http://127.0.0.1:1").retry(RetryPolicy::default().attempts(2));
    unreachable.build().expect("a client").models().list().await.expect_err("nothing listens");
    let expected = [
        format!("GET /models Bearer {KEY}"),
        "connection refused; attempt 2, at once: false".to_owned(),
        format!("GET /models Bearer {KEY}"),
        "end: unreachable, status None, 0 bytes, sent 2".to_owned(),
    ];
    assert_eq!(recorder.take(), (expected.to_vec(), 1));

    for (response, end) in [
        (FakeResponse::new(403).with_text("no"), "end: forbidden, status Some(403), 2 bytes, sent 1"),
        (json_response(json!([])), "end: unexpected_answer, status Some(200), 2 bytes, sent 1"),
        (FakeResponse::reset(), "end: interrupted_answer, status None, 0 bytes, sent 1"),
        (FakeResponse::silence(), "end: timeout, status None, 0 bytes, sent 1"),
        (
            FakeResponse::new(302).with_header("location", "http://elsewhere.invalid"),
            "end: unexpected_answer, status Some(302), 0 bytes, sent 1",
        ),
    ] {
        let server = FakeServer::always(response);
        let client = recorder.builder(&server.uri()).retry(RetryPolicy::never()).build().expect("a client");
        client.models().list().timeout(Duration::from_millis(200)).await.expect_err("a failure");
        let (lines, calls) = recorder.take();
        assert_eq!((lines.last().map(String::as_str), calls), (Some(end), 1), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("end")).count(), 1, "{lines:?}");
    }
}

/// Has no key.
struct Closed;

impl KeyProvider for Closed {
    fn key<'a>(&'a self, _: Option<&'a litellm_proxy_client::ApiKey>) -> KeyFuture<'a> {
        Box::pin(async { Err(BoxError::from("closed")) })
    }
}

#[tokio::test]
async fn a_call_without_a_key_ends_without_a_request() {
    let recorder = Recorder::default();
    let client = recorder.builder("http://127.0.0.1:1").key_provider(Closed).build().expect("a client");
    client.models().list().await.expect_err("no key");
    assert_eq!(recorder.take(), (vec!["end: no_key, status None, 0 bytes, sent 0".to_owned()], 1));
}

#[tokio::test]
async fn observer_sees_the_end_of_streams() {
    let chunk = |text: &str, reason: Option<&str>| {
        format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}]}))
    };
    let (first, last) = (chunk("a", None), chunk("b", Some("stop")));
    let done = "data: [DONE]\n\n";
    let error = "data: {\"error\":{\"message\":\"boom\",\"code\":\"500\"}}\n\n";
    let recorder = Recorder::default();
    for (body, chunks, outcome) in [
        (format!("{first}{last}{done}"), 9, "success"),
        (format!("{first}{error}"), 9, "stream_error"),
        (first.clone(), 9, "stream_cut"),
        // The reader has had enough.
        (format!("{first}{last}{done}"), 1, "dropped"),
    ] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body.clone(), "text/event-stream"));
        let client = recorder.client(&server.uri());
        let mut stream = client.chat().completions().stream(&chat_request()).await.expect("a stream");
        for _ in 0..chunks {
            if !matches!(stream.next().await, Some(Ok(_))) {
                break;
            }
        }
        drop(stream);
        let (lines, calls) = recorder.take();
        let end = format!("end: {outcome}, status Some(200), {} bytes, sent 1", body.len());
        assert_eq!((&lines[1..], calls), (&["200 None None".to_owned(), end][..], 1), "{body}");
    }
}

#[tokio::test]
async fn observer_sees_the_end_of_responses_read_piece_by_piece() {
    let server = FakeServer::always(FakeResponse::new(404).with_text("nothing"));
    let recorder = Recorder::default();
    let client = recorder.client(&server.uri());
    let open = || client.http().request("GET", "/any").open();
    open().await.expect("a response").bytes().await.expect("a body");
    drop(open().await.expect("a response"));
    let (lines, calls) = recorder.take();
    let ends: Vec<_> = lines.iter().filter(|line| line.starts_with("end")).map(String::as_str).collect();
    let expected =
        ["end: success, status Some(404), 7 bytes, sent 1", "end: dropped, status Some(404), 0 bytes, sent 1"];
    assert_eq!((ends, calls), (expected.to_vec(), 2));
}

#[tokio::test]
async fn observer_sees_dropped_calls() {
    let server = FakeServer::always(FakeResponse::silence());
    let recorder = Recorder::default();
    let client = recorder.client(&server.uri());
    for _ in 0..2 {
        let call = client.models().list().into_future();
        assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err(), "silence");
        let (lines, calls) = recorder.take();
        assert_eq!((lines.last().map(String::as_str), calls), (Some("end: dropped, status None, 0 bytes, sent 1"), 1));
    }
}
