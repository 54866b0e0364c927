//! Calls of the library: looked at, changed, sent at the same time, given up; and any endpoint with any body.

use std::sync::Arc;
use std::time::Duration;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::reqwest::Method;
use litellm_proxy_client::{CallInfo, Client, Error, Form, Request};
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use wiremock::matchers::{any, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use test_bed::servers::{KEY, answering, answering_json, asked, bare, one_line, requests, with};
use test_bed::wire::{Say, Wire, answer};

/// As many calls as a busy program has under way.
const MANY: usize = 200;

fn client(url: impl AsRef<str>) -> Client {
    Client::new(url, KEY).expect("a client")
}

/// A server that keeps its connections and says in its answer what it was asked for.
async fn echoing() -> Wire {
    Wire::start(|request| async move {
        let line = request.lines().next().unwrap_or_default().to_owned();
        Say::Answer(answer(&json!({ "asked": line }).to_string()))
    })
    .await
}

/// Lets everything run that can without waiting for anybody.
async fn settle() {
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn many_calls_at_once_share_a_client_and_the_next_ones_their_connections() {
    // Nobody is answered before all have asked: so many are really under way at once.
    let everybody = Arc::new(Barrier::new(MANY));
    let server = Wire::start(move |request| {
        let everybody = Arc::clone(&everybody);
        async move {
            everybody.wait().await;
            let line = request.lines().next().unwrap_or_default();
            Say::Answer(answer(&json!({ "asked": line }).to_string()))
        }
    })
    .await;
    let client = client(server.uri());
    for round in 1..=2 {
        let mut calls = JoinSet::new();
        for number in 0..MANY {
            let client = client.clone();
            calls.spawn(async move { (number, client.http().request("GET", format!("/any/{number}")).await) });
        }
        while let Some(call) = calls.join_next().await {
            let (number, answer) = call.expect("no panic");
            assert_eq!(answer.expect("an answer"), json!({"asked": format!("GET /any/{number} HTTP/1.1")}));
        }
        settle().await;
        assert_eq!((server.connections(), server.requests().len()), (MANY, round * MANY));
    }
}

#[tokio::test]
async fn calls_one_after_the_other_use_one_connection() {
    let server = echoing().await;
    let client = client(server.uri());
    for number in 0..20 {
        // Whatever becomes of the answer, if only it is read.
        match number % 4 {
            0 => drop(client.http().request("GET", "/any").await.expect("an answer")),
            1 => drop(client.clone().http().request("POST", "/any").json(&[1]).raw().await.expect("an answer")),
            2 => drop(client.models().list().await.expect_err("no list")),
            _ => drop(client.http().request("PUT", "/any").open().await.expect("an answer").bytes().await),
        }
        settle().await;
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 20));
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled() {
    let server = Wire::start(|_| std::future::pending()).await;
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
        server.asked(count).await;
        pending.abort();
        server.closed(1).await;
        assert!(pending.await.expect_err("it was pending").is_cancelled());
    }
    assert_eq!((server.connections(), server.requests().len()), (5, 5));
}

#[tokio::test]
async fn a_call_shows_its_request_and_sends_nothing() {
    let server = answering_json(json!({})).await;
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
    assert_eq!(show(&plain), line("GET", "/v1/model/info?litellm_model_id=a+b", "", 30));
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
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn a_call_is_sent_as_it_was_changed() {
    let server = MockServer::start().await;
    let bytes = [0xff, 0, 1];
    let refusal = json!({"error": {"message": "no", "code": "404"}});
    Mock::given(path("/missing")).respond_with(ResponseTemplate::new(404).set_body_json(refusal)).mount(&server).await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(201).insert_header("x-litellm-call-id", "c1").set_body_bytes(bytes))
        .mount(&server)
        .await;
    let client = client(server.uri());
    let call =
        || client.http().request("GET", "/any?a=1").query("b", "x y").header("X-Team", "one").header("x-team", "two");
    let raw = call().raw().await.expect("an answer");
    assert_eq!((raw.status.as_u16(), &raw.body[..], raw.call_info().call_id.as_deref()), (201, &bytes[..], Some("c1")));
    let mut open = call().open().await.expect("an answer");
    assert_eq!((open.status().as_u16(), &open.headers()["x-litellm-call-id"] == "c1"), (201, true));
    assert_eq!(open.bytes().await.expect("a body"), bytes);
    assert!(open.error(&bytes).is_none() && open.chunk().await.expect("an end").is_none());
    // As JSON it is none, and says so.
    let error = call().await.expect_err("bytes");
    assert!(
        matches!(error, Error::UnexpectedResponse { .. }) && error.to_string().contains("not valid JSON"),
        "{error}"
    );
    for (name, value) in &requests(&server).await[0].headers {
        assert!(name != "x-team" || value == "two", "{value:?}");
    }
    assert_eq!(asked(&server).await, vec![bare("GET /any?a=1&b=x+y"); 3]);

    let missing = || client.http().request("GET", "/missing");
    assert!(matches!(missing().raw().await.expect_err("a refusal"), Error::NotFound(_)));
    let mut refused = missing().open().await.expect("an answer");
    assert_eq!(refused.status().as_u16(), 404);
    let body = refused.bytes().await.expect("a body");
    assert!(matches!(refused.error(&body), Some(Error::NotFound(refusal)) if refusal.message == "no"));

    let silent = Wire::start(|_| std::future::pending()).await;
    let allowed = Duration::from_millis(50);
    let error = self::client(silent.uri()).models().list().timeout(allowed).await.expect_err("silence");
    assert!(matches!(error, Error::Timeout { after, .. } if after == allowed), "{error:?}");
}

/// The parts of a multipart body: the lines of each head, and its bytes. Anything that is no such body is refused.
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
async fn any_endpoint_takes_any_body() {
    let server = answering_json(json!({"ok": 1.0})).await;
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
        // The last counts, and with it its type.
        post("/last").multipart(&form).form([("a", "b")]).json(&1),
        post("/bare").json(&1).body("text"),
        post("/none"),
    ] {
        assert_eq!(call.await.expect("an answer"), json!({"ok": 1.0}));
    }
    let sent = requests(&server).await;
    let kind = |request: &wiremock::Request| {
        request.headers.get("content-type").map(|kind| kind.to_str().expect("text").to_owned()).unwrap_or_default()
    };
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
    let place = |request: &wiremock::Request| {
        let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", request.url.path())
    };
    for (request, (name, content_type, body)) in sent.iter().zip(expected) {
        assert_eq!(place(request), format!("/llm/{name}"));
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
async fn methods_are_as_they_are_written_and_empty_answers_are_null() {
    let server = answering(ResponseTemplate::new(204)).await;
    let blank = answering(ResponseTemplate::new(200).set_body_string(" \n")).await;
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
        assert_eq!(client.http().request(written, "/any").await.expect("an answer"), Value::Null);
        assert_eq!(requests(&server).await.pop().map(|request| request.method.to_string()).as_deref(), Some(sent));
    }
    assert_eq!(client.http().request(Method::PUT, "/any").await.expect("an answer"), Value::Null);
    assert_eq!(blank.http().request("GET", "/any").await.expect("an answer"), Value::Null);
    let before = requests(&server).await.len();
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
    assert_eq!(requests(&server).await.len(), before);
}

#[tokio::test]
async fn a_request_that_was_looked_at_is_sent_as_it_is_or_changed() {
    let server = answering_json(json!({"model_id": "i"})).await;
    let other = answering_json(json!({})).await;
    let client = client(format!("{}/llm", server.uri()));
    let request = client.models().delete("i").request().expect("a request");
    let answer = client.http().send(request.clone()).raw().await.expect("an answer");
    assert_eq!((answer.status.as_u16(), answer.json::<Value>().expect("JSON")), (200, json!({"model_id": "i"})));
    let mut changed = request.clone();
    changed.method = Method::PUT;
    changed.url.set_path("/llm/other");
    changed.body = r#"{"id":"j"}"#.into();
    client.http().send(changed.clone()).raw().await.expect("an answer");
    let (deletion, change) = (json!({"id": "i"}), json!({"id": "j"}));
    let expected = [with("POST /llm/model/delete", deletion), with("PUT /llm/other", change)];
    assert_eq!(asked(&server).await, expected);
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
    assert_eq!((requests(&server).await.len(), requests(&other).await.len()), (2, 0));
}

#[tokio::test]
async fn an_answer_tells_what_the_call_was() {
    let body =
        json!({"id": "c", "choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}}], "new": 1.50});
    let mut answer = ResponseTemplate::new(200).set_body_json(&body);
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
        answer = answer.insert_header(name, value);
    }
    let server = answering(answer).await;
    let request = ChatRequest::new("gpt-4", [Message::user("hi")]);
    let completion = client(server.uri()).chat().completions().create(&request).await.expect("an answer");
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
    assert_eq!(one_line(&requests(&server).await[0]).0, "POST /chat/completions");

    let silent = answering_json(json!({"choices": []})).await;
    let completion = client(silent.uri()).chat().completions().create(&request).await.expect("an answer");
    assert_eq!((completion.call_info(), completion.text().as_ref()), (CallInfo::default(), ""));
}

#[test]
fn everything_can_be_sent_between_threads() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<Client>();
    is_send::<litellm_proxy_client::Call<Vec<litellm_proxy_client::Lossless<litellm_proxy_client::models::Model>>>>();
    is_send::<litellm_proxy_client::pages::Pages<litellm_proxy_client::keys::KeyPage>>();
    is_send::<litellm_proxy_client::chat::ChatStream>();
    is_send::<Error>();
}
