//! The feature `tracing`: a span for each call.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::{Client, RetryPolicy};
use serde_json::json;
use test_bed::{FakeResponse, FakeServer, in_turn, json_response};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Fields = BTreeMap<String, String>;

/// Keeps the fields of each span.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

impl Spans {
    fn visit(&self, id: &Id, visit: impl FnOnce(&mut Visitor<'_>)) {
        let mut spans = self.0.lock().expect("nothing panics while it holds the lock");
        let index = usize::try_from(id.into_u64()).expect("few spans") - 1;
        visit(&mut Visitor(&mut spans[index]));
    }

    fn take(&self) -> Vec<Fields> {
        self.0.lock().expect("nothing panics while it holds the lock").clone()
    }
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "litellm_proxy_client"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        let mut spans = self.0.lock().expect("nothing panics while it holds the lock");
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        self.visit(id, |visitor| values.record(visitor));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Asserts that a span has these fields, and none of the model's but these.
fn assert_fields(span: &Fields, expected: &[(&str, &str)]) {
    for (name, value) in expected {
        assert_eq!(span.get(*name).map(String::as_str), Some(*value), "{name} in {span:#?}");
    }
    let is_expected = |name: &String| expected.iter().any(|(expected, _)| expected == name);
    for name in span.keys().filter(|name| name.starts_with("gen_ai.") || name.starts_with("error.")) {
        assert!(is_expected(name), "{name} in {span:#?}");
    }
}

fn client(server: &FakeServer) -> Client {
    Client::builder(server.uri()).api_key("sk-0123456789").retry(RetryPolicy::default()).build().expect("a client")
}

#[tokio::test]
async fn a_call_is_a_span_after_the_conventions() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let completion = json!({
        "id": "chatcmpl-1", "model": "gpt-4o", "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "hello"}}],
    });
    let fine = json_response(completion.clone()).with_header("x-litellm-call-id", "call-1");
    let server = FakeServer::new()
        .on("POST /chat/completions", in_turn([FakeResponse::new(429), fine]))
        .on("*", FakeResponse::new(403).with_json(json!({"detail": "admins only"})));
    let client = client(&server);
    let request = ChatRequest::new("gpt-4", [Message::user("hi")]);
    client.chat().completions().create(&request).await.expect("a completion");
    client.keys().delete(["sk-9876543210"]).await.expect_err("a refusal");
    client.http().request("GET", "/any").query("api_key", "sk-9876543210").await.expect_err("a refusal");

    let port = server.address().port().to_string();
    let spans = spans.take();
    assert_fields(
        &spans[0],
        &[
            ("otel.name", "chat gpt-4"),
            ("otel.kind", "client"),
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.provider.name", "litellm"),
            ("gen_ai.request.model", "gpt-4"),
            ("gen_ai.response.id", "chatcmpl-1"),
            ("gen_ai.response.model", "gpt-4o"),
            ("gen_ai.usage.input_tokens", "10"),
            ("gen_ai.usage.output_tokens", "20"),
            ("http.request.method", "POST"),
            ("http.request.resend_count", "1"),
            ("http.response.status_code", "200"),
            ("server.address", "127.0.0.1"),
            ("server.port", &port),
            ("url.full", &format!("{}/chat/completions", server.uri())),
            ("litellm.call_id", "call-1"),
        ],
    );
    for span in &spans[1..] {
        assert_fields(
            span,
            &[("error.type", "forbidden"), ("otel.status_code", "ERROR"), ("http.response.status_code", "403")],
        );
    }
    assert_eq!(spans[1]["otel.name"], "POST");
    assert!(!format!("{spans:?}").contains("sk-"), "{spans:#?}");
}

#[tokio::test]
async fn the_span_of_a_stream_ends_with_the_stream() {
    let spans = Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let chunk = |choices: serde_json::Value, usage: serde_json::Value| {
        format!("data: {}\n\n", json!({"id": "chatcmpl-2", "model": "gpt-4o", "choices": choices, "usage": usage}))
    };
    let body = [
        chunk(json!([{"index": 0, "delta": {"content": "a"}}]), json!(null)),
        chunk(json!([{"index": 0, "delta": {}, "finish_reason": "stop"}]), json!(null)),
        chunk(json!([]), json!({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3})),
        "data: [DONE]\n\n".to_owned(),
    ]
    .concat();
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "text/event-stream"));
    let client = client(&server);
    let request = ChatRequest::new("gpt-4", [Message::user("hi")]);
    let stream = client.chat().completions().stream(&request).await.expect("a stream");
    assert!(!spans.take()[0].contains_key("http.response.status_code"), "it has not ended");
    stream.collected().await.expect("a completion");
    assert_fields(
        &spans.take()[0],
        &[
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.provider.name", "litellm"),
            ("gen_ai.request.model", "gpt-4"),
            ("gen_ai.response.id", "chatcmpl-2"),
            ("gen_ai.response.model", "gpt-4o"),
            ("gen_ai.usage.input_tokens", "1"),
            ("gen_ai.usage.output_tokens", "2"),
            ("http.response.status_code", "200"),
        ],
    );
}
