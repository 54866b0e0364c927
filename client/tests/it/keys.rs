//! The key of a request: fixed, from a provider, or set by hand; and that it is never printed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::reqwest::header::HeaderName;
use litellm_proxy_client::{ApiKey, Client, Error, KeyFuture, KeyProvider};
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response};

/// Returns these keys in turn, then the last again; records which key had been rejected.
#[derive(Clone)]
struct Vault {
    keys: Arc<Mutex<VecDeque<Result<&'static str, &'static str>>>>,
    calls: Arc<Mutex<Vec<Option<String>>>>,
}

impl Vault {
    fn of<const N: usize>(keys: [Result<&'static str, &'static str>; N]) -> Self {
        Self { keys: Arc::new(Mutex::new(keys.into())), calls: Arc::default() }
    }

    /// The rejected key of each call.
    fn calls(&self) -> Vec<Option<String>> {
        self.calls.lock().expect("nothing panics while it holds the lock").clone()
    }
}

impl KeyProvider for Vault {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        let refused = refused.map(|key| key.expose().to_owned());
        self.calls.lock().expect("nothing panics while it holds the lock").push(refused);
        let mut keys = self.keys.lock().expect("nothing panics while it holds the lock");
        let key = if keys.len() > 1 { keys.pop_front() } else { keys.front().copied() };
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(ApiKey::new(key.expect("a key")?))
        })
    }
}

/// A server that accepts only this key.
fn server_accepting(key: &str) -> FakeServer {
    let server = FakeServer::new();
    let fine = json_response(json!({"data": [], "choices": []}));
    let authorization = format!("Bearer {key}");
    server.add_when(move |request| request.header("authorization") == Some(authorization.as_str()), fine);
    let refusal = json!({"error": {"message": "unknown key", "type": "auth_error", "code": "401"}});
    server.add("*", FakeResponse::new(401).with_json(refusal));
    server
}

fn client(server: &FakeServer, vault: &Vault) -> Client {
    Client::builder(server.uri()).key_provider(vault.clone()).build().expect("a client")
}

fn sent(request: &FakeRequest, name: &str) -> String {
    request.header(name).map_or_else(|| "none".to_owned(), std::borrow::ToOwned::to_owned)
}

/// The keys that a server received, in order.
fn keys(server: &FakeServer) -> Vec<String> {
    server.received().iter().map(|request| sent(request, "authorization").replace("Bearer ", "")).collect()
}

#[tokio::test]
async fn key_provider_is_called_per_request() {
    let server = FakeServer::always_json(json!({"data": []}));
    let vault = Vault::of([Ok("one"), Ok("two"), Ok(" three\n"), Ok("")]);
    let client = client(&server, &vault);
    assert_eq!(vault.calls(), Vec::<Option<String>>::new());
    for _ in 0..4 {
        client.models().list().await.expect("a list");
    }
    assert_eq!(keys(&server), ["one", "two", "three", "none"]);
    assert_eq!(vault.calls(), vec![None; 4]);
}

#[tokio::test]
async fn rejected_key_is_replaced_once() {
    let text = str::to_owned;
    for (given, expected, is_fine) in [
        (vec![Ok("old"), Ok("good")], vec!["old", "good"], true),
        // A second rejected key is not replaced.
        (vec![Ok("old"), Ok("older"), Ok("good")], vec!["old", "older"], false),
        // The same key again: no retry.
        (vec![Ok("old"), Ok("old"), Ok("good")], vec!["old"], false),
        (vec![Ok("good"), Ok("never")], vec!["good"], true),
        // First without a key, then with one.
        (vec![Ok(""), Ok("good")], vec!["none", "good"], true),
    ] {
        let request = ChatRequest::new("m", [Message::user("hi")]);
        for kind in 0..4 {
            let server = server_accepting("good");
            let vault = Vault { keys: Arc::new(Mutex::new(given.clone().into())), calls: Arc::default() };
            let client = client(&server, &vault);
            let outcome = match kind {
                0 => client.models().list().await.map(drop),
                1 => client.chat().completions().create(&request).await.map(drop),
                2 => client.http().request("POST", "/any").raw().await.map(drop),
                _ => client.http().request("GET", "/any").open().await.map(|response| {
                    assert_eq!(response.status().is_success(), is_fine);
                }),
            };
            match outcome {
                Ok(()) => assert!(is_fine || kind == 3, "{given:?}"),
                Err(error) => assert!(!is_fine && matches!(error, Error::Unauthorized(_)), "{given:?}: {error:?}"),
            }
            assert_eq!(keys(&server), expected);
            let refused = if given[0] == Ok("good") { vec![None] } else { vec![None, given[0].ok().map(text)] };
            assert_eq!(vault.calls(), refused);
            let bodies: Vec<_> = server.received().into_iter().map(|request| request.body).collect();
            assert!(bodies.iter().all(|body| *body == bodies[0]), "the same request again");
        }
    }
}

#[tokio::test]
async fn key_is_replaced_only_on_401() {
    for status in [400, 403, 404, 500] {
        let server = FakeServer::always(FakeResponse::new(status));
        let vault = Vault::of([Ok("old"), Ok("new")]);
        client(&server, &vault).models().list().await.expect_err("a failure");
        assert_eq!((keys(&server), vault.calls()), (vec!["old".to_owned()], vec![None]), "{status}");
    }
}

#[tokio::test]
async fn failing_key_provider_sends_nothing() {
    let server = server_accepting("good");
    let vault = Vault::of([Err("the vault sk-0123456789 is closed")]);
    let error = client(&server, &vault).models().list().await.expect_err("no key");
    assert!(matches!(error, Error::NoKey { .. }) && error.code() == "no_key" && !error.is_retryable(), "{error:?}");
    assert_eq!(error.to_string(), "no key to send: the vault [redacted] is closed");
    assert_eq!(keys(&server), Vec::<String>::new());
    let vault = Vault::of([Ok("old"), Err("closed by now")]);
    let error = client(&server, &vault).models().list().await.expect_err("no key");
    assert_eq!((error.code(), keys(&server)), ("no_key", vec!["old".to_owned()]));
    let vault = Vault::of([Ok("a\nb")]);
    let error = client(&server, &vault).models().list().await.expect_err("no header");
    assert_eq!((error.code(), keys(&server).len()), ("invalid_request", 1));
}

#[tokio::test]
async fn manual_auth_header_wins() {
    let server = server_accepting("good");
    let vault = Vault::of([Ok("of the vault")]);
    let provided = client(&server, &vault);
    let fixed = Client::new(server.uri(), KEY).expect("a client");
    for client in [&provided, &fixed] {
        let call = || client.http().request("GET", "/any");
        call().header("Authorization", "Bearer good").await.expect("a response");
        call().header("authorization", "Bearer by hand").await.expect_err("a refusal");
    }
    assert_eq!(keys(&server), ["good", "by hand", "good", "by hand"]);
    assert_eq!(vault.calls(), Vec::<Option<String>>::new());
    // Another name is another header.
    let client =
        Client::builder(server.uri()).key_provider(vault).auth_header(HeaderName::from_static("x-litellm-key"));
    let client = client.build().expect("a client");
    client.http().request("GET", "/any").header("authorization", "Bearer good").await.expect("a response");
    let last = server.received().pop().expect("a request");
    assert_eq!(
        (sent(&last, "authorization"), sent(&last, "x-litellm-key")),
        ("Bearer good".into(), "Bearer of the vault".into())
    );
}

#[tokio::test]
async fn auth_header_name_is_used() {
    let server = FakeServer::always_json(json!({"data": []}));
    let name = HeaderName::from_static("x-litellm-key");
    let builder = || Client::builder(server.uri()).auth_header(name.clone());
    for client in [builder().api_key("sk-a"), builder().key_provider(Vault::of([Ok("sk-a")])), builder()] {
        client.build().expect("a client").models().list().await.expect("a list");
    }
    let found: Vec<_> = server
        .received()
        .iter()
        .map(|request| [sent(request, "x-litellm-key"), sent(request, "authorization")])
        .collect();
    assert_eq!(found, [["Bearer sk-a", "none"], ["Bearer sk-a", "none"], ["none", "none"]]);
}

#[tokio::test]
async fn provided_key_is_added_when_a_preview_is_sent() {
    let server = FakeServer::always_json(json!({}));
    let vault = Vault::of([Ok("of the vault")]);
    let client = client(&server, &vault);
    let request = client.models().delete("i").request().expect("a request");
    assert!(!request.headers.contains_key("authorization"), "{request:?}");
    assert_eq!(vault.calls().len(), 0);
    client.http().send(request.clone()).raw().await.expect("a response");
    assert_eq!(keys(&server), ["of the vault"]);
}

#[tokio::test]
async fn debug_output_contains_no_key() {
    let secret = "own-secret-0123";
    let refusal = json!({"error": {"message": format!("no such key: {secret}"), "type": "auth_error", "code": "401"}});
    let stream = format!("data: {{\"error\":{{\"message\":\"{secret}\"}}}}\n\n");
    let refusing = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let failing = FakeServer::always(FakeResponse::new(200).with_body(stream, "text/event-stream"));
    let request = ChatRequest::new("m", [Message::user("hi")]);
    let builder = |server: &FakeServer| Client::builder(server.uri());
    for is_provided in [false, true] {
        let with_key = |server: &FakeServer| {
            if is_provided {
                builder(server).key_provider(Vault::of([Ok("own-secret-0123")]))
            } else {
                builder(server).api_key(secret)
            }
        };
        let mut shown = vec![format!("{:?}", with_key(&refusing))];
        let client = with_key(&refusing).build().expect("a client");
        shown.push(format!("{client:?} {:?} {:?}", client.models(), client.models().list()));
        shown.push(format!("{:?}", client.models().list().request()));
        shown.push(format!("{:?}", client.models().list().raw().await.expect_err("a refusal")));
        shown.push(client.models().list().await.expect_err("a refusal").to_string());
        let mut open = client.models().list().open().await.expect("a response");
        let body = open.bytes().await.expect("a body");
        shown.push(format!("{open:?} {:?}", open.error(&body)));
        shown.push(format!("{:?}", client.chat().completions().stream(&request).await.expect_err("a refusal")));
        let client = with_key(&failing).build().expect("a client");
        let mut stream = client.chat().completions().stream(&request).await.expect("a stream");
        shown.push(format!("{stream:?} {:?}", stream.next().await.expect("a failure")));
        shown.push(format!("{:?}", client.model_groups().create("g", [])));
        shown.push(format!("{:?}", client.keys().list_all(&KeyFilter::default())));
        for text in &shown {
            assert!(!text.contains(secret), "{is_provided}: {text}");
        }
        let redacted: Vec<bool> = shown.iter().map(|text| text.contains("[redacted]")).collect();
        assert_eq!(redacted[3..8], [true; 5], "{shown:#?}");
    }
    assert_eq!(format!("{:?}", ApiKey::new(secret)), "[redacted]");
}
