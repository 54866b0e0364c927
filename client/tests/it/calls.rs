//! Calls: previewed, changed, concurrent, cancelled; and any endpoint with any body.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::reqwest::Method;
use litellm_proxy_client::{CallInfo, Client, Error, Form, Request};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request, request_with};
use tokio::task::JoinSet;

/// As many concurrent calls as a busy program has.
const MANY: usize = 200;

fn client(url: impl AsRef<str>) -> Client {
    Client::new(url, KEY).expect("a client")
}

/// A server that reports the line of each request.
fn echoing() -> FakeServer {
    FakeServer::from_fn(|request| json_response(json!({ "line": request.line() })))
}

#[tokio::test]
async fn concurrent_calls_share_the_connections_of_their_client() {
    // No request gets a response before all have arrived, so all are in flight at once.
    let all_arrived = Arc::new(Barrier::new(MANY));
    let server = FakeServer::from_fn(move |request| {
        all_arrived.wait();
        json_response(json!({ "line": request.line() }))
    });
    let client = client(server.uri());
    for round in 1..=2 {
        let mut calls = JoinSet::new();
        for number in 0..MANY {
            let client = client.clone();
            calls.spawn(async move { (number, client.http().request("GET", format!("/any/{number}")).await) });
        }
        while let Some(call) = calls.join_next().await {
            let (number, response) = call.expect("no panic");
            assert_eq!(response.expect("a response"), json!({"line": format!("GET /any/{number}")}));
        }
        assert_eq!(server.received().len(), round * MANY);
    }
    // The first round needs a connection for each call; the second finds connections that are free again.
    assert!((MANY..2 * MANY).contains(&server.connections()), "{} connections", server.connections());
}

#[tokio::test]
async fn consecutive_calls_reuse_connections() {
    let server = echoing();
    let client = client(server.uri());
    for number in 0..20 {
        // Whatever becomes of the response, as long as it is read.
        match number % 4 {
            0 => drop(client.http().request("GET", "/any").await.expect("a response")),
            1 => drop(client.clone().http().request("POST", "/any").json(&[1]).raw().await.expect("a response")),
            2 => drop(client.models().list().await.expect_err("no list")),
            _ => drop(client.http().request("PUT", "/any").open().await.expect("a response").bytes().await),
        }
    }
    assert_eq!(server.received().len(), 20);
    // A connection may still be on its way back to the pool when the next call begins.
    assert!(server.connections() < 10, "{} connections", server.connections());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn dropped_call_is_cancelled() {
    let server = FakeServer::always(FakeResponse::silence());
    let client = client(server.uri());
    let question = ChatRequest::new("m", [Message::user("hi")]);
    for count in 1..=5 {
        let calls = client.clone();
        let question = question.clone();
        let pending = tokio::spawn(async move {
            match count {
                1 => drop(calls.models().list().await),
                2 => drop(calls.chat().completions().create(&question).await),
                3 => drop(calls.chat().completions().stream(&question).await),
                4 => drop(calls.http().request("DELETE", "/any").open().await),
                _ => drop(calls.keys().list_all(&KeyFilter::default()).all().await),
            }
        });
        server.wait_for_requests(count);
        pending.abort();
        server.wait_for_closed(count);
        assert!(pending.await.expect_err("it was pending").is_cancelled());
    }
    assert_eq!((server.connections(), server.received().len()), (5, 5));
}

#[tokio::test]
async fn request_preview_sends_nothing() {
    let server = FakeServer::always_json(json!({}));
    let client = client(server.uri());
    let question = ChatRequest::new("m", [Message::user("hi")]).temperature(0.5);
    let plain = client.models().info_by_id("a b").request().expect("a request");
    let chat = client.chat().completions().create(&question).request().expect("a request");
    let changed = client.keys().own_info().header("X-Team", "a").query("q", "é&").timeout(Duration::from_secs(3));
    let changed = changed.request().expect("a request");
    let show = |request: &Request| {
        let body = String::from_utf8(request.body.to_vec()).expect("text");
        (
            request.method.to_string(),
            request.url.to_string().replace(&server.uri(), ""),
            body,
            request.timeout.as_secs(),
        )
    };
    let line = |method: &str, url: &str, body: &str, timeout: u64| {
        (method.to_owned(), url.to_owned(), body.to_owned(), timeout)
    };
    assert_eq!(show(&plain), line("GET", "/v1/model/info?litellm_model_id=a%20b", "", 30));
    let body = r#"{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0.5}"#;
    assert_eq!(show(&chat), line("POST", "/chat/completions", body, 600));
    assert_eq!(show(&changed), line("GET", "/key/info?q=%C3%A9%26", "", 3));
    for request in [&plain, &chat, &changed] {
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
        let shown: Vec<_> = request.redacted_headers().collect();
        assert!(shown.contains(&("authorization", "[redacted]".to_owned())), "{shown:?}");
        assert!(!format!("{request:?}").contains(KEY));
    }
    assert_eq!(
        (&changed.headers["x-team"], &chat.headers["content-type"]),
        (&"a".parse().expect("a value"), &"application/json".parse().expect("a value"))
    );
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn call_changes_are_sent() {
    let server = FakeServer::new();
    let bytes = [0xff, 0, 1];
    let refusal = json!({"error": {"message": "no", "code": "404"}});
    server.add("/missing", FakeResponse::new(404).with_json(refusal));
    server.add(
        "*",
        FakeResponse::new(201).with_header("x-litellm-call-id", "c1").with_body(bytes, "application/octet-stream"),
    );
    let client = client(server.uri());
    let call =
        || client.http().request("GET", "/any?a=1").query("b", "x y").header("X-Team", "one").header("x-team", "two");
    let raw = call().raw().await.expect("a response");
    assert_eq!((raw.status.as_u16(), &raw.body[..], raw.call_info().call_id.as_deref()), (201, &bytes[..], Some("c1")));
    let mut open = call().open().await.expect("a response");
    assert_eq!((open.status().as_u16(), &open.headers()["x-litellm-call-id"] == "c1"), (201, true));
    assert_eq!(open.bytes().await.expect("a body"), bytes);
    assert!(open.error(&bytes).is_none() && open.chunk().await.expect("an end").is_none());
    // It is not valid JSON.
    let error = call().await.expect_err("bytes");
    assert!(
        matches!(error, Error::UnexpectedResponse { .. }) && error.to_string().contains("not valid JSON"),
        "{error}"
    );
    assert_eq!(server.received()[0].headers.get_all("x-team"), ["two"]);
    assert_eq!(server.requests(), vec![request("GET /any?a=1&b=x%20y"); 3]);

    let missing = || client.http().request("GET", "/missing");
    assert!(matches!(missing().raw().await.expect_err("a refusal"), Error::NotFound(_)));
    let mut refused = missing().open().await.expect("a response");
    assert_eq!(refused.status().as_u16(), 404);
    let body = refused.bytes().await.expect("a body");
    assert!(matches!(refused.error(&body), Some(Error::NotFound(refusal)) if refusal.message == "no"));

    let silent = FakeServer::always(FakeResponse::silence());
    let allowed = Duration::from_millis(50);
    let error = self::client(silent.uri()).models().list().timeout(allowed).await.expect_err("silence");
    assert!(matches!(error, Error::Timeout { after, .. } if after == allowed), "{error:?}");
}

/// Parses a multipart body strictly into parts: the header lines and the bytes of each.
fn parts(kind: &str, body: &[u8]) -> Vec<(Vec<String>, Vec<u8>)> {
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let mark = format!("\r\n--{boundary}");
    let body = [b"\r\n", body].concat();
    let mut pieces = Vec::new();
    let mut rest = body.as_slice();
    while let Some(at) = rest.windows(mark.len()).position(|bytes| bytes == mark.as_bytes()) {
        pieces.push(&rest[..at]);
        rest = &rest[at + mark.len()..];
    }
    assert_eq!((pieces.remove(0), rest), (&b""[..], &b"--\r\n"[..]), "a beginning and an end");
    let part = |piece: &&[u8]| {
        let piece = piece.strip_prefix(b"\r\n").expect("a line after the boundary");
        let end = piece.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head and a body");
        let head = std::str::from_utf8(&piece[..end]).expect("text");
        (head.split("\r\n").map(str::to_owned).collect(), piece[end + 4..].to_vec())
    };
    pieces.iter().map(part).collect()
}

#[tokio::test]
async fn http_request_sends_any_body() {
    let server = FakeServer::always_json(json!({"ok": 1.0}));
    let client = client(format!("{}/llm", server.uri()));
    let post = |path: &str| client.http().request("post", path);
    let file = vec![b'\r', b'\n', b'-', b'-', 0xff, 0];
    let form = Form::new()
        .text("purpose", "batch ü")
        .file_of_type("file", "a \"b\".jsonl", "application/jsonl", "{}\n{}")
        .file("raw", "raw.bin", file.clone());
    let body = json!({"a": 1, "b": [null, 1.5]});
    for call in [
        post("/json").json(&body),
        post("bytes").body(vec![0xff, 0]).header("content-type", "audio/wav"),
        post("/form").form([("a b", "c&d"), ("é", ""), ("a b", "=")]),
        post("/multipart?x=1").multipart(&form),
        // The last body wins, with its type.
        post("/last").multipart(&form).form([("a", "b")]).json(&1),
        post("/bare").json(&1).body("text"),
        post("/none"),
    ] {
        assert_eq!(call.await.expect("a response"), json!({"ok": 1.0}));
    }
    let sent = server.received();
    let kind = |request: &FakeRequest| request.header("content-type").map(str::to_owned).unwrap_or_default();
    let multipart = &sent[3];
    let multipart_kind = kind(multipart);
    let form_kind = "application/x-www-form-urlencoded";
    let expected: [(&str, &str, &[u8]); 7] = [
        ("json", "application/json", br#"{"a":1,"b":[null,1.5]}"#),
        ("bytes", "audio/wav", &[0xff, 0]),
        ("form", form_kind, b"a+b=c%26d&%C3%A9=&a+b=%3D"),
        ("multipart?x=1", &multipart_kind, &multipart.body),
        ("last", "application/json", b"1"),
        ("bare", "", b"text"),
        ("none", "", b""),
    ];
    for (request, (name, content_type, body)) in sent.iter().zip(expected) {
        assert_eq!(request.target, format!("/llm/{name}"));
        assert_eq!(
            (request.method.as_str(), kind(request).as_str(), request.body.as_slice()),
            ("POST", content_type, body),
            "{name}"
        );
        assert_eq!(request.headers["authorization"], format!("Bearer {KEY}"));
    }
    assert_eq!(sent.len(), 7);
    let head = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        parts(&multipart_kind, &multipart.body),
        [
            (head(&["Content-Disposition: form-data; name=\"purpose\""]), "batch ü".into()),
            (
                head(&[
                    "Content-Disposition: form-data; name=\"file\"; filename=\"a %22b%22.jsonl\"",
                    "Content-Type: application/jsonl"
                ]),
                b"{}\n{}".to_vec()
            ),
            (
                head(&[
                    "Content-Disposition: form-data; name=\"raw\"; filename=\"raw.bin\"",
                    "Content-Type: application/octet-stream"
                ]),
                file
            ),
        ]
    );
}

#[tokio::test]
async fn methods_are_normalized_and_empty_responses_are_null() {
    let server = FakeServer::always(FakeResponse::new(204));
    let blank = FakeServer::always(FakeResponse::new(200).with_text(" \n"));
    let (client, blank) = (client(server.uri()), client(blank.uri()));
    for (written, sent) in [
        ("GET", "GET"),
        ("get", "GET"),
        ("PaTcH", "PATCH"),
        ("HEAD", "HEAD"),
        ("OPTIONS", "OPTIONS"),
        ("DELETE", "DELETE"),
        ("purge", "PURGE"),
    ] {
        assert_eq!(client.http().request(written, "/any").await.expect("a response"), Value::Null);
        assert_eq!(server.received().pop().map(|request| request.method.clone()).as_deref(), Some(sent));
    }
    assert_eq!(client.http().request(Method::PUT, "/any").await.expect("a response"), Value::Null);
    assert_eq!(blank.http().request("GET", "/any").await.expect("a response"), Value::Null);
    let before = server.received().len();
    for (method, uri, reason) in [
        ("", "/any", "`` is not an HTTP method"),
        ("G ET", "/any", "`G ET` is not an HTTP method"),
        ("GÉT", "/any", "is not an HTTP method"),
        ("GET", "http://127.0.0.1:1/any", "the server that the key is for"),
        ("GET", "https://elsewhere.example/", "the server that the key is for"),
        ("GET", "http://[", "is not a URL"),
    ] {
        let shown = client.http().request(method, uri).request().expect_err(reason);
        let sent = client.http().request(method, uri).json(&1).query("a", "b").await.expect_err(reason);
        for error in [shown, sent] {
            assert!(matches!(&error, Error::InvalidRequest(text) if text.contains(reason)), "{error:?}");
        }
    }
    for (name, value) in [("a b", "c"), ("", "c"), ("a", "b\nc")] {
        let error = client.http().request("GET", "/any").header(name, value).await.expect_err("no header");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
    assert_eq!(server.received().len(), before);
}

#[tokio::test]
async fn previewed_request_can_be_sent_or_changed() {
    let server = FakeServer::always_json(json!({"model_id": "i"}));
    let other = FakeServer::always_json(json!({}));
    let client = client(format!("{}/llm", server.uri()));
    let request = client.models().delete("i").request().expect("a request");
    let response = client.http().send(request.clone()).raw().await.expect("a response");
    assert_eq!((response.status.as_u16(), response.json::<Value>().expect("JSON")), (200, json!({"model_id": "i"})));
    let mut changed = request.clone();
    changed.method = Method::PUT;
    changed.url.set_path("/llm/other");
    changed.body = r#"{"id":"j"}"#.into();
    client.http().send(changed.clone()).raw().await.expect("a response");
    let (deletion, change) = (json!({"id": "i"}), json!({"id": "j"}));
    let expected = [request_with("POST /llm/model/delete", deletion), request_with("PUT /llm/other", change)];
    assert_eq!(server.requests(), expected);
    for url in
        [other.uri(), format!("{}/other/model/delete", server.uri()), server.uri(), format!("{}/llmore", server.uri())]
    {
        let mut moved = request.clone();
        moved.url = url.parse().expect("a URL");
        let error = client.http().send(moved).raw().await.expect_err("not ours");
        assert!(
            matches!(&error, Error::InvalidRequest(text) if text.contains("the server that the key is for")),
            "{error:?}"
        );
    }
    assert_eq!((server.received().len(), other.received().len()), (2, 0));
}

#[tokio::test]
async fn call_info_is_read_from_headers() {
    let body =
        json!({"id": "c", "choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}}], "new": 1.50});
    let mut response = json_response(body.clone());
    for (name, value) in [
        ("x-litellm-call-id", "call-1"),
        ("x-litellm-response-cost", "3.5e-05"),
        ("x-litellm-model-id", "id-1"),
        ("x-litellm-model-group", "gpt-4"),
        ("x-litellm-model-api-base", "https://api.example/v1"),
        ("x-litellm-version", "1.106.2"),
        ("x-litellm-key-spend", "0.25"),
        ("x-litellm-key-max-budget", "None"),
        ("x-litellm-response-duration-ms", "1500.5"),
        ("x-litellm-overhead-duration-ms", "2"),
    ] {
        response = response.with_header(name, value);
    }
    let server = FakeServer::always(response);
    let request = ChatRequest::new("gpt-4", [Message::user("hi")]);
    let completion = client(server.uri()).chat().completions().create(&request).await.expect("a response");
    let info = completion.call_info();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!((info.call_id, info.model_id, info.model_group), (text("call-1"), text("id-1"), text("gpt-4")));
    assert_eq!((info.api_base, info.version), (text("https://api.example/v1"), text("1.106.2")));
    assert_eq!((info.cost, info.key_spend, info.key_max_budget), (Some(3.5e-5), Some(0.25), None));
    assert_eq!(
        (info.duration, info.overhead),
        (Some(Duration::from_micros(1_500_500)), Some(Duration::from_millis(2)))
    );
    assert_eq!((completion.text(), &completion.headers()["x-litellm-version"] == "1.106.2"), ("hi".into(), true));
    assert_eq!(serde_json::to_string(&completion).expect("JSON"), body.to_string());
    assert_eq!(server.received()[0].line_and_body().0, "POST /chat/completions");

    let silent = FakeServer::always_json(json!({"choices": []}));
    let completion = client(silent.uri()).chat().completions().create(&request).await.expect("a response");
    assert_eq!((completion.call_info(), completion.text().as_ref()), (CallInfo::default(), ""));
}

#[test]
fn client_types_are_send_and_sync() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Client>();
    is_send::<litellm_proxy_client::Call<Vec<litellm_proxy_client::Lossless<litellm_proxy_client::models::Model>>>>();
    is_send::<litellm_proxy_client::pages::Pages<litellm_proxy_client::keys::KeyPage>>();
    is_send::<litellm_proxy_client::chat::ChatStream>();
    is_send::<Error>();
}
