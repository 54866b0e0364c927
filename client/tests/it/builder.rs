//! The settings of a client: user agent, tries, timeouts, proxies, certificates, custom HTTP clients.

use std::time::Duration;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::reqwest::Proxy;
use litellm_proxy_client::{Certificate, Client, ClientBuilder, Error, RetryPolicy};
use serde_json::json;
use test_bed::process::rerun_with_environment;
use test_bed::{FakeResponse, FakeServer, KEY, json_response, request};

/// A host that does not resolve: it can be reached through a proxy only.
const ELSEWHERE: &str = "http://upstream.invalid:4000/llm";

/// A program's own client; it installs a crypto provider first.
fn own(settings: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> reqwest::Client {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    settings(reqwest::Client::builder()).build().expect("a client")
}

/// A TLS server with a certificate for `name`, and the PEM of the authority that signed it.
fn server_for(name: &str) -> (String, FakeServer) {
    let (authority, server) = FakeServer::tls(name);
    (authority, server.on("*", json_response(json!({"data": [{"id": "behind-tls"}]}))))
}

async fn list(builder: ClientBuilder) -> Result<usize, Error> {
    builder.build()?.models().list().await.map(|models| models.len())
}

fn certificate(pem: &str) -> Certificate {
    Certificate::from_pem(pem.as_bytes()).expect("a certificate")
}

#[tokio::test]
async fn user_agent_can_be_replaced() {
    let server = FakeServer::always_json(json!({"data": []}));
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
        names.push(name);
    }
    let received = server.received();
    let found: Vec<_> = received.iter().map(|request| request.header("user-agent").unwrap_or("none")).collect();
    assert_eq!(found, names);
    let error = builder().user_agent("a\nb").build().expect_err("no header");
    assert!(matches!(&error, Error::InvalidRequest(text) if text.contains("user agent")), "{error:?}");
}

#[tokio::test]
async fn tries_limits_attempts() {
    for (tries, expected) in [(0, 1), (1, 1), (2, 2), (5, 5)] {
        let server = FakeServer::always(FakeResponse::new(503).with_header("retry-after", "0"));
        let error = list(Client::builder(server.uri()).retry(RetryPolicy::default().attempts(tries)))
            .await
            .expect_err("a failure");
        assert_eq!((error.code(), server.received().len()), ("server_error", expected));
        let post =
            Client::builder(server.uri()).retry(RetryPolicy::default().attempts(tries)).build().expect("a client");
        post.models().delete("i").await.expect_err("a failure");
        assert_eq!(server.received().len(), expected + 1, "a POST is sent once");
    }
}

#[tokio::test]
async fn timeouts_are_distinct_errors() {
    let silent = FakeServer::always(FakeResponse::silence());
    let brief = Duration::from_millis(50);
    let question = ChatRequest::new("m", [Message::user("hi")]);
    // The client's timeout applies to every request; a call's own timeout wins.
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
    assert_eq!(silent.received().len(), 4, "what was sent and not answered is not sent again");

    // Connecting includes the TLS handshake, which never ends with a silent server.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let (authority, _other) = server_for("127.0.0.1");
    let builder = Client::builder(&url).connect_timeout(brief).only_ca_certificates([certificate(&authority)]);
    let error = list(builder).await.expect_err("silence");
    assert_eq!(error.to_string(), format!("cannot reach {url}: the connection timed out"));
    assert!(matches!(error, Error::Unreachable { .. }), "{error:?}");
}

#[tokio::test]
async fn proxy_and_no_proxy_are_respected() {
    let proxy = FakeServer::always(json_response(json!({"data":[{"id":"by-way"},{"id":"of"}]})));
    let server = FakeServer::always_json(json!({"data": [{"id": "direct"}]}));
    let through = || Proxy::http(proxy.uri()).expect("a proxy");
    assert_eq!(list(Client::builder(ELSEWHERE).api_key(KEY).proxy(through())).await.expect("a list"), 2);
    assert_eq!(list(Client::builder(server.uri()).proxy(through())).await.expect("a list"), 2);
    let received = proxy.received();
    assert_eq!(received[0].line(), "GET http://upstream.invalid:4000/llm/models");
    assert_eq!(received[0].headers["authorization"], format!("Bearer {KEY}"));
    assert_eq!(received[1].line(), format!("GET {}/models", server.uri()));
    assert_eq!(list(Client::builder(server.uri()).proxy(through()).no_proxy()).await.expect("a list"), 1);
    assert_eq!(list(Client::builder(server.uri()).no_proxy().proxy(through())).await.expect("a list"), 2);
    assert_eq!((proxy.received().len(), server.received().len()), (3, 1));
    let own = own(|settings| settings.proxy(through()));
    assert_eq!(list(Client::builder(server.uri()).no_proxy().http_client(own)).await.expect("a list"), 2);
}

#[tokio::test]
async fn environment_proxies_are_the_default() {
    if let (Ok(server), Ok(other)) = (std::env::var("SERVER"), std::env::var("OTHER_PROXY")) {
        assert_eq!(list(Client::builder(&server)).await.expect("through the environment's"), 2);
        assert_eq!(list(Client::builder(&server).no_proxy()).await.expect("directly"), 1);
        let for_http = Proxy::http(&other).expect("a proxy");
        assert_eq!(list(Client::builder(&server).proxy(for_http)).await.expect("through the other"), 3);
        let for_https = Proxy::https(&other).expect("a proxy");
        assert_eq!(list(Client::builder(&server).proxy(for_https)).await.expect("directly"), 1);
        return;
    }
    let of_environment = FakeServer::always(json_response(json!({"data":[{"id":"1"},{"id":"2"}]})));
    let other = FakeServer::always(json_response(json!({"data":[{"id":"1"},{"id":"2"},{"id":"3"}]})));
    let server = FakeServer::always(json_response(json!({"data":[{"id":"1"}]})));
    rerun_with_environment(
        "builder::environment_proxies_are_the_default",
        &[("HTTP_PROXY", &of_environment.uri()), ("SERVER", &server.uri()), ("OTHER_PROXY", &other.uri())],
    );
    assert_eq!([of_environment.received().len(), other.received().len(), server.received().len()], [1, 1, 2]);
}

#[tokio::test]
async fn ca_certificates_add_to_or_replace_system_roots() {
    if let (Ok(url), Ok(theirs), Ok(other)) = (std::env::var("SERVER"), std::env::var("THEIRS"), std::env::var("OTHER"))
    {
        let builder = || Client::builder(&url);
        // Here the server's authority is a system root.
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
    let theirs = || reqwest::Certificate::from_pem(authority.as_bytes()).expect("a certificate");
    for builder in [
        builder().ca_certificates([certificate(&authority)]),
        builder().ca_certificates([certificate(&other), certificate(&authority)]),
        builder().ca_certificates([certificate(&other)]).only_ca_certificates([certificate(&authority)]),
        builder().http_client(own(|settings| settings.tls_certs_only([theirs()]))),
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
    assert_eq!((trusted, server.received().len()), (4, 4), "the key is not sent to an untrusted server");

    let home = tempfile::TempDir::new().expect("a directory");
    let roots = home.path().join("roots.pem");
    std::fs::write(&roots, &authority).expect("a file");
    rerun_with_environment(
        "builder::ca_certificates_add_to_or_replace_system_roots",
        &[
            ("SSL_CERT_FILE", roots.to_str().expect("text")),
            ("SERVER", &server.uri()),
            ("THEIRS", &authority),
            ("OTHER", &other),
        ],
    );
}

#[tokio::test]
async fn custom_http_client_is_used_with_our_redirects_and_headers() {
    let own = own(|settings| settings.redirect(reqwest::redirect::Policy::none()));
    let server = FakeServer::from_fn(|request| {
        let fine = json_response(json!({"data": []}));
        if request.path() == "/models" { FakeResponse::new(307).with_header("location", "/elsewhere") } else { fine }
    });
    let clients = [(); 2]
        .map(|()| Client::builder(server.uri()).api_key(KEY).http_client(own.clone()).build().expect("a client"));
    for client in &clients {
        client.models().list().await.expect("a list");
    }
    let each = [request("GET /models"), request("GET /elsewhere")];
    assert_eq!(server.requests(), [each.clone(), each].concat());
    assert_eq!(server.connections(), 1, "they share its connections");
}
