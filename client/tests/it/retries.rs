//! When requests are sent again, and on which connections.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use litellm_proxy_client::reqwest::Method;
use litellm_proxy_client::{Client, Error, RetryPolicy};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, in_turn, json_response, request_with};

const METHODS: [Method; 5] = [Method::GET, Method::PUT, Method::DELETE, Method::POST, Method::PATCH];

/// A server that is busy once.
fn busy_once(status: u16) -> FakeServer {
    FakeServer::always(in_turn([FakeResponse::new(status), json_response(json!({}))]))
}

async fn send(client: &Client, method: &Method) -> Result<Value, Error> {
    client.http().request(method.as_str(), "/any").json(&json!({"a": 1})).await
}

#[tokio::test]
async fn rate_limited_requests_are_sent_again_whatever_their_method() {
    for method in METHODS {
        let server = busy_once(429);
        let client = Client::new(server.uri(), KEY).expect("a client");
        send(&client, &method).await.expect("a response");
        assert_eq!(server.requests(), vec![request_with(&format!("{method} /any"), json!({"a": 1})); 2]);
    }
}

#[tokio::test]
async fn what_the_server_may_have_done_is_sent_again_only_if_idempotent() {
    for status in [502, 503, 504] {
        for method in METHODS {
            let server = busy_once(status);
            let client = Client::new(server.uri(), KEY).expect("a client");
            assert_eq!(send(&client, &method).await.is_ok(), method.is_idempotent(), "{method} {status}");
            assert_eq!(server.received().len(), 1 + usize::from(method.is_idempotent()), "{method} {status}");
        }
    }
}

#[tokio::test]
async fn what_broke_before_the_response_is_sent_again_only_if_idempotent() {
    let methods = [(Method::HEAD, 2), (Method::GET, 2), (Method::PUT, 2), (Method::DELETE, 1), (Method::POST, 1)];
    for (method, sent) in methods {
        for broken in [FakeResponse::lost(), FakeResponse::reset()] {
            let server = FakeServer::always(in_turn([broken, json_response(json!({}))]));
            let client = Client::new(server.uri(), KEY).expect("a client");
            let result = client.http().request(method.as_str(), "/any").open().await;
            assert_eq!(result.is_ok(), sent == 2, "{method}: {result:?}");
            assert_eq!(server.received().len(), sent, "{method}");
        }
    }
}

#[tokio::test]
async fn a_call_can_have_a_policy_of_its_own() {
    let patient = RetryPolicy::default().statuses_of_any_method([429, 503]).attempts(2);
    for (of_client, of_call, status, sent) in [
        (RetryPolicy::default(), None, 429, 2),
        (RetryPolicy::never(), None, 429, 1),
        (RetryPolicy::default(), Some(RetryPolicy::never()), 429, 1),
        (RetryPolicy::never(), Some(RetryPolicy::default()), 429, 2),
        (RetryPolicy::never(), Some(patient.clone()), 503, 2),
        (patient, None, 503, 2),
        (RetryPolicy::default().statuses_of_any_method([]), None, 429, 1),
    ] {
        let server = busy_once(status);
        let client = Client::builder(server.uri()).retry(of_client.clone()).build().expect("a client");
        let call = client.http().request("POST", "/any");
        let call = if let Some(policy) = of_call.clone() { call.retry(policy) } else { call };
        assert_eq!(call.await.is_ok(), sent == 2, "{of_client:?} {of_call:?}");
        assert_eq!(server.received().len(), sent, "{of_client:?} {of_call:?}");
    }
}

#[tokio::test]
async fn a_longer_retry_after_than_the_policy_allows_is_an_error_at_once() {
    let busy = FakeResponse::new(429).with_header("retry-after", "60");
    let server = FakeServer::always(in_turn([busy, json_response(json!({}))]));
    let client = Client::new(server.uri(), KEY).expect("a client");
    let error = client.http().request("POST", "/any").await.expect_err("a refusal");
    assert_eq!((error.code(), error.retry_after()), ("rate_limited", Some(Duration::from_secs(60))));
    assert_eq!(server.received().len(), 1);
}

/// Serves one request on each connection, promises to keep it, and closes it. Returns the URL, and a report of each close.
fn closing_server() -> (String, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, closed) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.expect("a connection");
            let mut request = [0; 4096];
            assert!(connection.read(&mut request).expect("a request") > 0);
            let kept = "HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
            connection.write_all(kept.as_bytes()).expect("a response");
            drop(connection);
            if sender.send(()).is_err() {
                return;
            }
        }
    });
    (url, closed)
}

#[tokio::test]
async fn a_connection_that_closed_while_idle_costs_no_request() {
    let (url, closed) = closing_server();
    let client = Client::builder(url).retry(RetryPolicy::never()).build().expect("a client");
    for _ in 0..5 {
        client.http().request("POST", "/any").await.expect("a response");
        closed.recv().expect("a close");
        // The client's end of the connection learns of it when the runtime has nothing else to do.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Answers the first request of each connection, reads the second, and closes the connection instead of responding.
/// Returns the URL, and a report of the requests: on which connection each arrived.
fn server_that_closes_on_reuse() -> (String, Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, requests) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for (number, connection) in listener.incoming().enumerate() {
            let mut connection = connection.expect("a connection");
            let sender = sender.clone();
            std::thread::spawn(move || {
                for turn in 0..2 {
                    let mut request = [0; 4096];
                    if connection.read(&mut request).is_ok_and(|length| length > 0) {
                        let _ = sender.send(number);
                    }
                    let kept = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
                    if turn == 0 {
                        connection.write_all(kept.as_bytes()).expect("a response");
                    }
                }
            });
        }
    });
    (url, requests)
}

#[tokio::test]
async fn a_request_that_met_a_closing_connection_is_sent_again_on_a_new_one_if_idempotent() {
    for method in METHODS {
        let (url, requests) = server_that_closes_on_reuse();
        let client = Client::builder(url).build().expect("a client");
        client.http().request("GET", "/any").await.expect("a response");
        // The connection is on its way back to the pool.
        tokio::time::sleep(Duration::from_millis(20)).await;
        let sent = client.http().request(method.as_str(), "/any").await;
        let connections: Vec<usize> = requests.try_iter().collect();
        // A DELETE would not find what its first attempt deleted.
        if method.is_idempotent() && method != Method::DELETE {
            sent.expect("a response on a new connection");
            assert_eq!(connections, [0, 0, 1], "{method}");
        } else {
            assert!(matches!(sent, Err(Error::Interrupted { .. })), "{method}: {sent:?}");
            assert_eq!(connections, [0, 0], "{method}");
        }
    }
}

#[tokio::test]
async fn idle_connections_are_kept_as_long_as_the_setting_says() {
    for (timeout, connections) in [(Duration::ZERO, 3), (Duration::from_secs(60), 1)] {
        let server = FakeServer::always_json(json!({}));
        let client = Client::builder(server.uri()).pool_idle_timeout(timeout).build().expect("a client");
        for _ in 0..3 {
            send(&client, &Method::GET).await.expect("a response");
            // The connection is on its way back to the pool.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(server.connections(), connections, "{timeout:?}");
    }
}
