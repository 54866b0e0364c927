//! Responses as they arrive: compression, redirects that are not followed, headers of requests.

use std::io::Write as _;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::{Call, Client, Error};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY};

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).expect("memory");
    encoder.finish().expect("memory")
}

fn gzipped(data: &[u8], kind: &str) -> FakeServer {
    FakeServer::always(FakeResponse::new(200).with_body(gzip(data), kind).with_header("content-encoding", "gzip"))
}

fn client(server: &FakeServer) -> Client {
    Client::new(server.uri(), KEY).expect("a client")
}

fn get(server: &FakeServer) -> Call<Value> {
    client(server).http().request("GET", "/x")
}

#[tokio::test]
async fn compression_is_undone_and_its_headers_are_removed() {
    let server = gzipped(b"{\"a\":1}", "application/json");
    let response = get(&server).raw().await.expect("a response");
    assert_eq!((&response.body[..], response.headers.len()), (&b"{\"a\":1}"[..], 1));
    assert_eq!(get(&server).await.expect("JSON"), json!({"a": 1}));
    let response = get(&server).header("accept-encoding", "gzip").raw().await.expect("a response");
    assert_eq!(&response.body[..], b"{\"a\":1}");
    let response = get(&server).undecoded().raw().await.expect("a response");
    assert_eq!(&response.body[..], gzip(b"{\"a\":1}"));
    assert_eq!(response.headers["content-encoding"], "gzip");
}

#[tokio::test]
async fn compressed_stream_is_read() {
    let events = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    let server = gzipped(events.as_bytes(), "text/event-stream");
    let client = client(&server);
    let stream = client.chat().completions().stream(&ChatRequest::new("m", [Message::user("hi")])).await;
    let answer = stream.expect("a stream").collected().await.expect("an answer");
    assert_eq!(answer.text(), "hi");
    assert_eq!(
        server.received()[0].header("accept-encoding"),
        Some("identity"),
        "gateways hold compressed streams back"
    );
}

#[tokio::test]
async fn small_response_that_expands_arrives_in_small_pieces() {
    const LENGTH: usize = 100_000_000;
    let server = gzipped(&vec![b' '; LENGTH], "text/plain");
    let mut response = get(&server).open().await.expect("a response");
    let mut length = 0;
    while let Some(chunk) = response.chunk().await.expect("a piece") {
        assert!(!chunk.is_empty() && chunk.len() <= 32 * 1024, "{}", chunk.len());
        length += chunk.len();
    }
    assert_eq!(length, LENGTH);
}

#[tokio::test]
async fn redirect_that_is_not_followed_is_a_response_and_an_error() {
    let location = "http://elsewhere.example/x";
    let server = FakeServer::always(FakeResponse::new(307).with_header("location", location).with_text("over there"));
    let mut response = get(&server).open().await.expect("a response");
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (307, &location.parse().expect("a value"))
    );
    let body = response.bytes().await.expect("a body");
    assert_eq!(body, b"over there");
    let error = response.error(&body).expect("an error");
    assert!(matches!(&error, Error::UnexpectedResponse { reason, .. } if reason.contains(location)), "{error:?}");
    let error = get(&server).await.expect_err("not followed");
    assert!(matches!(&error, Error::UnexpectedResponse { reason, .. } if reason.contains(location)), "{error:?}");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn header_replaces_and_add_header_adds() {
    let client = Client::new("http://h", KEY).expect("a client");
    let call = client.http().request("GET", "/x").header("x-a", "1").add_header("X-A", "2").header("x-b", "1");
    let request = call.header("X-B", "2").request().expect("a request");
    let values =
        |name| request.headers.get_all(name).iter().map(|value| value.to_str().expect("text")).collect::<Vec<_>>();
    assert_eq!((values("x-a"), values("x-b")), (vec!["1", "2"], vec!["2"]));
    let secret = client.http().request("GET", "/x").add_header("authorization", "Bearer other").request();
    assert!(!format!("{secret:?}").contains("other"));
}
