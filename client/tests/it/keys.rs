//! Whose key goes with a request: fixed, of a provider who may have a better one, or set by hand; and that none is shown.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::keys::KeyFilter;
use litellm_proxy_client::reqwest::header::HeaderName;
use litellm_proxy_client::{ApiKey, Client, Error, KeyFuture, KeyProvider};
use serde_json::json;
use wiremock::matchers::{any, header};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use test_bed::servers::{KEY, answering, answering_json, requests};

/// Gives these keys, one each time it is asked, and then the last again; keeps which had been refused.
#[derive(Clone)]
struct Vault {
    keys: Arc<Mutex<VecDeque<Result<&'static str, &'static str>>>>,
    asked: Arc<Mutex<Vec<Option<String>>>>,
}

impl Vault {
    fn of<const N: usize>(keys: [Result<&'static str, &'static str>; N]) -> Self {
        Self { keys: Arc::new(Mutex::new(keys.into())), asked: Arc::default() }
    }

    /// For each time that it was asked, the key that had been refused.
    fn asked(&self) -> Vec<Option<String>> {
        self.asked.lock().expect("no panic while it is held").clone()
    }
}

impl KeyProvider for Vault {
    fn key<'a>(&'a self, refused: Option<&'a ApiKey>) -> KeyFuture<'a> {
        let refused = refused.map(|key| key.expose().to_owned());
        self.asked.lock().expect("no panic while it is held").push(refused);
        let mut keys = self.keys.lock().expect("no panic while it is held");
        let key = if keys.len() > 1 { keys.pop_front() } else { keys.front().copied() };
        Box::pin(async move {
            tokio::task::yield_now().await;
            Ok(ApiKey::new(key.expect("a key")?))
        })
    }
}

/// A server that knows one key alone.
async fn knowing(key: &str) -> MockServer {
    let server = MockServer::start().await;
    let fine = ResponseTemplate::new(200).set_body_json(json!({"data": [], "choices": []}));
    Mock::given(header("authorization", format!("Bearer {key}").as_str()))
        .respond_with(fine)
        .with_priority(1)
        .mount(&server)
        .await;
    let refusal = json!({"error": {"message": "unknown key", "type": "auth_error", "code": "401"}});
    Mock::given(any()).respond_with(ResponseTemplate::new(401).set_body_json(refusal)).mount(&server).await;
    server
}

fn client(server: &MockServer, vault: &Vault) -> Client {
    Client::builder(server.uri()).key_provider(vault.clone()).build().expect("a client")
}

fn sent(request: &Request, name: &str) -> String {
    request.headers.get(name).map_or_else(|| "none".to_owned(), |value| value.to_str().expect("text").to_owned())
}

/// The keys that a server was sent, in order.
async fn keys(server: &MockServer) -> Vec<String> {
    requests(server).await.iter().map(|request| sent(request, "authorization").replace("Bearer ", "")).collect()
}

#[tokio::test]
async fn a_provider_is_asked_for_each_request() {
    let server = answering_json(json!({"data": []})).await;
    let vault = Vault::of([Ok("one"), Ok("two"), Ok(" three\n"), Ok("")]);
    let client = client(&server, &vault);
    assert_eq!(vault.asked(), Vec::<Option<String>>::new());
    for _ in 0..4 {
        client.models().list().await.expect("a list");
    }
    assert_eq!(keys(&server).await, ["one", "two", "three", "none"]);
    assert_eq!(vault.asked(), vec![None; 4]);
}

#[tokio::test]
async fn a_refused_key_is_replaced_once() {
    let text = str::to_owned;
    for (given, expected, is_fine) in [
        (vec![Ok("old"), Ok("good")], vec!["old", "good"], true),
        // A better key that is none either is the end of it.
        (vec![Ok("old"), Ok("older"), Ok("good")], vec!["old", "older"], false),
        // The same key: there is no better one.
        (vec![Ok("old"), Ok("old"), Ok("good")], vec!["old"], false),
        (vec![Ok("good"), Ok("never")], vec!["good"], true),
        // Without a key first, with one then.
        (vec![Ok(""), Ok("good")], vec!["none", "good"], true),
    ] {
        let request = ChatRequest::new("m", [Message::user("hi")]);
        for kind in 0..4 {
            let server = knowing("good").await;
            let vault = Vault { keys: Arc::new(Mutex::new(given.clone().into())), asked: Arc::default() };
            let client = client(&server, &vault);
            let outcome = match kind {
                0 => client.models().list().await.map(drop),
                1 => client.chat().completions().create(&request).await.map(drop),
                2 => client.http().request("POST", "/any").raw().await.map(drop),
                _ => client.http().request("GET", "/any").open().await.map(|answer| {
                    assert_eq!(answer.status().is_success(), is_fine);
                }),
            };
            match outcome {
                Ok(()) => assert!(is_fine || kind == 3, "{given:?}"),
                Err(error) => assert!(!is_fine && matches!(error, Error::Unauthorized(_)), "{given:?}: {error:?}"),
            }
            assert_eq!(keys(&server).await, expected);
            let refused = if given[0] == Ok("good") { vec![None] } else { vec![None, given[0].ok().map(text)] };
            assert_eq!(vault.asked(), refused);
            let bodies: Vec<_> = requests(&server).await.into_iter().map(|request| request.body).collect();
            assert!(bodies.iter().all(|body| *body == bodies[0]), "the same request again");
        }
    }
}

#[tokio::test]
async fn only_a_refused_key_is_replaced() {
    for status in [400, 403, 404, 500] {
        let server = answering(ResponseTemplate::new(status)).await;
        let vault = Vault::of([Ok("old"), Ok("new")]);
        client(&server, &vault).models().list().await.expect_err("a failure");
        assert_eq!((keys(&server).await, vault.asked()), (vec!["old".to_owned()], vec![None]), "{status}");
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_sent() {
    let server = knowing("good").await;
    let vault = Vault::of([Err("the vault sk-0123456789 is closed")]);
    let error = client(&server, &vault).models().list().await.expect_err("no key");
    assert!(matches!(error, Error::NoKey(_)) && error.code() == "no_key" && !error.is_retryable(), "{error:?}");
    assert_eq!(error.to_string(), "no key to send: the vault [redacted] is closed");
    assert_eq!(keys(&server).await, Vec::<String>::new());
    let vault = Vault::of([Ok("old"), Err("closed by now")]);
    let error = client(&server, &vault).models().list().await.expect_err("no key");
    assert_eq!((error.code(), keys(&server).await), ("no_key", vec!["old".to_owned()]));
    let vault = Vault::of([Ok("a\nb")]);
    let error = client(&server, &vault).models().list().await.expect_err("no header");
    assert_eq!((error.code(), keys(&server).await.len()), ("invalid_request", 1));
}

#[tokio::test]
async fn a_header_that_is_set_by_hand_wins() {
    let server = knowing("good").await;
    let vault = Vault::of([Ok("of the vault")]);
    let provided = client(&server, &vault);
    let fixed = Client::new(server.uri(), KEY).expect("a client");
    for client in [&provided, &fixed] {
        let call = || client.http().request("GET", "/any");
        call().header("Authorization", "Bearer good").await.expect("an answer");
        call().header("authorization", "Bearer by hand").await.expect_err("a refusal");
    }
    assert_eq!(keys(&server).await, ["good", "by hand", "good", "by hand"]);
    assert_eq!(vault.asked(), Vec::<Option<String>>::new());
    // Under another name it is another header.
    let client =
        Client::builder(server.uri()).key_provider(vault).auth_header(HeaderName::from_static("x-litellm-key"));
    let client = client.build().expect("a client");
    client.http().request("GET", "/any").header("authorization", "Bearer good").await.expect("an answer");
    let last = requests(&server).await.pop().expect("a request");
    assert_eq!(
        (sent(&last, "authorization"), sent(&last, "x-litellm-key")),
        ("Bearer good".into(), "Bearer of the vault".into())
    );
}

#[tokio::test]
async fn the_key_goes_into_the_header_of_this_name() {
    let server = answering_json(json!({"data": []})).await;
    let name = HeaderName::from_static("x-litellm-key");
    let builder = || Client::builder(server.uri()).auth_header(name.clone());
    for client in [builder().api_key("sk-a"), builder().key_provider(Vault::of([Ok("sk-a")])), builder()] {
        client.build().expect("a client").models().list().await.expect("a list");
    }
    let found: Vec<_> = requests(&server)
        .await
        .iter()
        .map(|request| [sent(request, "x-litellm-key"), sent(request, "authorization")])
        .collect();
    assert_eq!(found, [["Bearer sk-a", "none"], ["Bearer sk-a", "none"], ["none", "none"]]);
}

#[tokio::test]
async fn a_provided_key_is_not_shown_and_a_looked_at_request_goes_with_it() {
    let server = answering_json(json!({})).await;
    let vault = Vault::of([Ok("of the vault")]);
    let client = client(&server, &vault);
    let request = client.models().delete("i").request().expect("a request");
    assert!(!request.headers.contains_key("authorization"), "{request:?}");
    assert_eq!(vault.asked().len(), 0);
    client.http().send(request.clone()).raw().await.expect("an answer");
    assert_eq!(keys(&server).await, ["of the vault"]);
}

#[tokio::test]
async fn no_key_is_in_what_is_shown_of_anything() {
    let secret = "own-secret-0123";
    let refusal = json!({"error": {"message": format!("no such key: {secret}"), "type": "auth_error", "code": "401"}});
    let stream = format!("data: {{\"error\":{{\"message\":\"{secret}\"}}}}\n\n");
    let refusing = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    let failing = answering(ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream")).await;
    let request = ChatRequest::new("m", [Message::user("hi")]);
    let builder = |server: &MockServer| Client::builder(server.uri());
    for is_provided in [false, true] {
        let with_key = |server: &MockServer| {
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
        let mut open = client.models().list().open().await.expect("an answer");
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
    assert_eq!(format!("{:?} {}", ApiKey::new(secret), ApiKey::new(secret)), "[redacted] [redacted]");
}
