//! The settings of a client: names, tries, times, proxies, certificates, a client of one's own, and who is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::reqwest::header::HeaderMap;
use litellm_proxy_client::reqwest::{Certificate, Proxy, StatusCode};
use litellm_proxy_client::{Client, ClientBuilder, Error, Observer, Request};
use serde_json::json;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use test_bed::fault_server::{FaultServer, Reply};
use test_bed::servers::{KEY, again, answering, answering_json, requests};
use test_bed::tls::server_for;
use test_bed::wire::{Say, Wire};

/// A host that no resolver knows: whoever reaches it does so through a proxy.
const ELSEWHERE: &str = "http://upstream.invalid:4000/llm";

/// A client of a program's own, which chooses who encrypts before it makes one.
fn own(settings: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> reqwest::Client {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    settings(reqwest::Client::builder()).build().expect("a client")
}

async fn list(builder: ClientBuilder) -> Result<usize, Error> {
    builder.build()?.models().list().await.map(|models| models.len())
}

fn certificate(pem: &str) -> Certificate {
    Certificate::from_pem(pem.as_bytes()).expect("a certificate")
}

#[tokio::test]
async fn the_user_agent_is_ours_unless_another_is_set() {
    let server = answering_json(json!({"data": []})).await;
    let builder = || Client::builder(server.uri());
    let theirs = || own(|settings| settings.user_agent("theirs/3"));
    let ours = concat!("litellm-proxy/", env!("CARGO_PKG_VERSION"));
    let mut names = Vec::new();
    for (builder, name) in [
        (builder(), ours),
        (builder().user_agent("my-program/2 (é)"), "my-program/2 (é)"),
        (builder().http_client(theirs()), "theirs/3"),
        (builder().http_client(theirs()).user_agent("mine/1"), "mine/1"),
        (builder().http_client(own(|settings| settings)), "none"),
    ] {
        assert_eq!(list(builder).await.expect("a list"), 0);
        names.push(name.as_bytes().to_vec());
    }
    let found: Vec<_> = requests(&server)
        .await
        .iter()
        .map(|request| {
            request.headers.get("user-agent").map_or_else(|| b"none".to_vec(), |name| name.as_bytes().to_vec())
        })
        .collect();
    assert_eq!(found, names);
    let error = builder().user_agent("a\nb").build().expect_err("no header");
    assert!(matches!(&error, Error::InvalidRequest(text) if text.contains("user agent")), "{error:?}");
}

#[tokio::test]
async fn a_request_is_tried_as_often_as_is_allowed() {
    for (tries, expected) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let server = answering(ResponseTemplate::new(503).insert_header("retry-after", "0")).await;
        let error = list(Client::builder(server.uri()).max_attempts(tries)).await.expect_err("a failure");
        assert_eq!((error.code(), requests(&server).await.len()), ("server_error", expected));
        let post = Client::builder(server.uri()).max_attempts(tries).build().expect("a client");
        post.models().delete("i").await.expect_err("a failure");
        assert_eq!(requests(&server).await.len(), expected + 1, "a POST is sent once");
    }
}

#[tokio::test]
async fn times_that_are_up_are_errors_of_their_own() {
    let silent = Wire::start(|_| std::future::pending()).await;
    let brief = Duration::from_millis(50);
    let question = ChatRequest::new("m", [Message::user("hi")]);
    // Of the client, for every request, and of the call before that of the client.
    let client = Client::builder(silent.uri()).timeout(brief).build().expect("a client");
    let slow = Client::new(silent.uri(), KEY).expect("a client");
    let own = Duration::from_millis(70);
    for (error, allowed) in [
        (client.models().list().await.expect_err("silence"), brief),
        (client.chat().completions().create(&question).await.expect_err("silence"), brief),
        (client.models().list().timeout(own).await.expect_err("silence"), own),
        (slow.models().list().timeout(own).await.expect_err("silence"), own),
    ] {
        assert!(matches!(&error, Error::Timeout { after, .. } if *after == allowed), "{error:?}");
    }
    let timeout = |client: &Client| client.models().list().request().expect("a request").timeout;
    let chat = |client: &Client| client.chat().completions().create(&question).request().expect("a request").timeout;
    assert_eq!((timeout(&client), chat(&client)), (brief, brief));
    assert_eq!(
        (timeout(&slow), chat(&slow)),
        (litellm_proxy_client::DEFAULT_TIMEOUT, litellm_proxy_client::DEFAULT_CHAT_TIMEOUT)
    );
    assert_eq!(silent.requests().len(), 4, "what was sent and not answered is not sent again");

    // Connecting is over when TLS is: with a server that never says a word, it never is.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let (authority, _other) = server_for("127.0.0.1");
    let builder = Client::builder(&url).connect_timeout(brief).only_ca_certificates([certificate(&authority)]);
    let error = list(builder).await.expect_err("silence");
    assert_eq!(error.to_string(), format!("cannot reach {url}: the connection timed out"));
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn a_proxy_is_gone_through_unless_there_is_to_be_none() {
    let proxy = FaultServer::start(|_| Reply::json(r#"{"data":[{"id":"by-way"},{"id":"of"}]}"#));
    let server = answering_json(json!({"data": [{"id": "direct"}]})).await;
    let through = || Proxy::http(proxy.uri()).expect("a proxy");
    assert_eq!(list(Client::builder(ELSEWHERE).api_key(KEY).proxy(through())).await.expect("a list"), 2);
    assert_eq!(list(Client::builder(server.uri()).proxy(through())).await.expect("a list"), 2);
    let heads = proxy.received();
    assert!(heads[0].starts_with("GET http://upstream.invalid:4000/llm/models HTTP/1.1\r\n"), "{heads:?}");
    assert!(heads[0].contains(&format!("\r\nauthorization: Bearer {KEY}\r\n")), "{heads:?}");
    assert!(heads[1].starts_with(&format!("GET {}/models HTTP/1.1\r\n", server.uri())), "{heads:?}");
    assert_eq!(list(Client::builder(server.uri()).proxy(through()).no_proxy()).await.expect("a list"), 1);
    assert_eq!(list(Client::builder(server.uri()).no_proxy().proxy(through())).await.expect("a list"), 2);
    assert_eq!((proxy.received().len(), requests(&server).await.len()), (3, 1));
    let own = own(|settings| settings.proxy(through()));
    assert_eq!(list(Client::builder(server.uri()).no_proxy().http_client(own)).await.expect("a list"), 2);
}

#[tokio::test]
async fn the_proxies_of_the_environment_count_where_there_is_no_other() {
    if let (Ok(server), Ok(other)) = (std::env::var("SERVER"), std::env::var("OTHER_PROXY")) {
        assert_eq!(list(Client::builder(&server)).await.expect("through the environment's"), 2);
        assert_eq!(list(Client::builder(&server).no_proxy()).await.expect("directly"), 1);
        let for_http = Proxy::http(&other).expect("a proxy");
        assert_eq!(list(Client::builder(&server).proxy(for_http)).await.expect("through the other"), 3);
        let for_https = Proxy::https(&other).expect("a proxy");
        assert_eq!(list(Client::builder(&server).proxy(for_https)).await.expect("directly"), 1);
        return;
    }
    let of_environment = FaultServer::start(|_| Reply::json(r#"{"data":[{"id":"1"},{"id":"2"}]}"#));
    let other = FaultServer::start(|_| Reply::json(r#"{"data":[{"id":"1"},{"id":"2"},{"id":"3"}]}"#));
    let server = FaultServer::start(|_| Reply::json(r#"{"data":[{"id":"1"}]}"#));
    again(
        "builder::the_proxies_of_the_environment_count_where_there_is_no_other",
        &[("HTTP_PROXY", &of_environment.uri()), ("SERVER", &server.uri()), ("OTHER_PROXY", &other.uri())],
    );
    assert_eq!([of_environment.received().len(), other.received().len(), server.received().len()], [1, 1, 2]);
}

#[tokio::test]
async fn certificates_are_trusted_beside_the_systems_or_in_their_place() {
    if let (Ok(url), Ok(theirs), Ok(other)) = (std::env::var("SERVER"), std::env::var("THEIRS"), std::env::var("OTHER"))
    {
        let builder = || Client::builder(&url);
        // The server's authority is one of the system's here.
        for builder in [builder(), builder().ca_certificates([certificate(&other)])] {
            assert_eq!(list(builder).await.expect("a list"), 1);
        }
        assert_eq!(list(builder().only_ca_certificates([certificate(&theirs)])).await.expect("a list"), 1);
        for builder in [builder().only_ca_certificates([certificate(&other)]), builder().only_ca_certificates([])] {
            let error = list(builder).await.expect_err("not trusted");
            assert!(matches!(&error, Error::Unreachable { reason, .. } if reason.contains("certificate")), "{error:?}");
        }
        return;
    }
    let (authority, server) = server_for("127.0.0.1");
    let (other, _other_server) = server_for("127.0.0.1");
    let builder = || Client::builder(server.uri()).api_key(KEY);
    for builder in [
        builder().ca_certificates([certificate(&authority)]),
        builder().ca_certificates([certificate(&other), certificate(&authority)]),
        builder().ca_certificates([certificate(&other)]).only_ca_certificates([certificate(&authority)]),
        builder().http_client(own(|settings| settings.tls_certs_only([certificate(&authority)]))),
    ] {
        assert_eq!(list(builder).await.expect("a list"), 1);
    }
    let trusted = server.received().len();
    for builder in [
        builder(),
        builder().ca_certificates([certificate(&other)]),
        builder().only_ca_certificates([certificate(&other)]),
    ] {
        let error = list(builder).await.expect_err("not trusted");
        assert!(matches!(&error, Error::Unreachable { reason, .. } if reason.contains("certificate")), "{error:?}");
    }
    assert_eq!((trusted, server.received().len()), (4, 4), "the key goes to nobody who is not trusted");

    let home = tempfile::TempDir::new().expect("a directory");
    let roots = home.path().join("roots.pem");
    std::fs::write(&roots, &authority).expect("a file");
    again(
        "builder::certificates_are_trusted_beside_the_systems_or_in_their_place",
        &[
            ("SSL_CERT_FILE", roots.to_str().expect("text")),
            ("SERVER", &server.uri()),
            ("THEIRS", &authority),
            ("OTHER", &other),
        ],
    );
}

/// Keeps what it was told.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Told {
    fn tell(&self, line: String) {
        self.0.lock().expect("no panic while it is held").push(line);
    }
}

impl Observer for Told {
    fn on_request(&self, request: &Request) {
        let key = request.headers.get("authorization").map_or("none", |key| key.to_str().expect("text"));
        self.tell(format!("sending {} {} {key}", request.method, request.url.path()));
    }

    fn on_response(
        &self,
        request: &Request,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<&[u8]>,
        _: Duration,
    ) {
        let body = body.map(String::from_utf8_lossy);
        let id = headers.get("x-litellm-call-id").map(|id| id.to_str().expect("text"));
        self.tell(format!("answered {} {} {body:?} {id:?}", request.url.path(), status.as_u16()));
    }

    fn on_retry(&self, request: &Request, reason: &str, pause: Duration, attempt: u32) {
        self.tell(format!("retrying {} {reason} {} {attempt}", request.url.path(), pause.is_zero()));
    }
}

#[tokio::test]
async fn an_observer_is_told_of_all_that_is_sent_and_answered() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    Mock::given(any()).respond_with(busy).up_to_n_times(1).with_priority(1).mount(&server).await;
    let fine = ResponseTemplate::new(200).insert_header("x-litellm-call-id", "c1").set_body_string(r#"{"data":[]}"#);
    Mock::given(any()).respond_with(fine).mount(&server).await;
    let told = Arc::new(Told::default());
    let builder = |url: &str| Client::builder(url).api_key("sk-a").observer(told.clone());
    let client = builder(&server.uri()).build().expect("a client");
    client.models().list().await.expect("a list");
    client.models().delete("i").open().await.expect("an answer");
    client.models().list().request().expect("a request");
    list(builder("http://127.0.0.1:1").max_attempts(2)).await.expect_err("nobody");
    assert_eq!(
        *told.0.lock().expect("no panic while it is held"),
        [
            "sending GET /models Bearer sk-a",
            "answered /models 429 None None",
            "retrying /models HTTP 429 true 2",
            "sending GET /models Bearer sk-a",
            r#"answered /models 200 Some("{\"data\":[]}") Some("c1")"#,
            "sending POST /model/delete Bearer sk-a",
            r#"answered /model/delete 200 None Some("c1")"#,
            "sending GET /models Bearer sk-a",
            "retrying /models connection refused false 2",
            "sending GET /models Bearer sk-a",
        ]
    );
}

#[tokio::test]
async fn a_client_of_ones_own_connects_as_it_says_and_sends_as_we_do() {
    let own = own(|settings| settings.redirect(reqwest::redirect::Policy::none()));
    let server = Wire::start(|request| async move {
        let status = if request.contains("GET /models ") { "307 Moved\r\nlocation: /elsewhere" } else { "200 OK" };
        Say::Answer(format!("HTTP/1.1 {status}\r\ncontent-length: 11\r\n\r\n{{\"data\":[]}}"))
    })
    .await;
    let clients = [(); 2]
        .map(|()| Client::builder(server.uri()).api_key(KEY).http_client(own.clone()).build().expect("a client"));
    for client in &clients {
        client.models().list().await.expect("a list");
    }
    let lines: Vec<String> =
        server.requests().iter().map(|request| request.lines().next().unwrap_or_default().to_owned()).collect();
    assert_eq!(lines, ["GET /models HTTP/1.1", "GET /elsewhere HTTP/1.1"].repeat(2));
    assert!(server.requests().iter().all(|request| request.contains(&format!("\r\nauthorization: Bearer {KEY}\r\n"))));
    assert_eq!(server.connections(), 1, "they share its connections");
}
