//! Servers for tests of the command line and of the library.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::Value;
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// The key that clients of these servers send.
pub const KEY: &str = "sk-test-master-key";

/// Runs one test of this program again, in a process of its own whose environment is these variables and no others, and
/// expects it to pass: for what can only be set or measured for a whole process.
pub fn again(test: &str, variables: &[(&str, &str)]) {
    let mut command = std::process::Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", test, "--nocapture"]).env_clear().envs(variables.iter().copied());
    let output = command.output().expect("this program runs");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("test result: ok. 1 passed"), "{test}: {out}{err}");
}

/// A server that gives every request the same answer.
pub async fn answering(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// A server that answers every request with this JSON.
pub async fn answering_json(body: Value) -> MockServer {
    answering(ResponseTemplate::new(200).set_body_json(body)).await
}

/// The requests that a server got, in order.
pub async fn requests(server: &MockServer) -> Vec<Request> {
    // A test that never yields uses up what tokio grants one poll, and then waits for ever when a server is dropped.
    tokio::task::yield_now().await;
    server.received_requests().await.expect("requests are recorded")
}

/// The one request that a server got, as `METHOD /path?query` and its JSON body, null when it has none.
#[track_caller]
pub fn one_line(request: &Request) -> (String, Value) {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let body = if request.body.is_empty() { Value::Null } else { request.body_json().expect("a JSON body") };
    (format!("{} {}{query}", request.method, request.url.path()), body)
}

/// A server that answers `METHOD /path`, whatever the query, and nothing else.
pub async fn routed<const N: usize>(routes: [(&str, ResponseTemplate); N]) -> MockServer {
    let server = MockServer::start().await;
    for (route, answer) in routes {
        let (verb, place) = route.split_once(' ').expect("a method and a path");
        Mock::given(method(verb)).and(path(place)).respond_with(answer).mount(&server).await;
    }
    server
}

/// A success with this JSON.
pub fn json_answer(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// What a server was asked, in order, each as [`one_line`]. Each request carried [`KEY`], and said of its body, if it
/// had one, that it is JSON.
pub async fn asked(server: &MockServer) -> Vec<(String, Value)> {
    let header = |request: &Request, name: &str| {
        request.headers.get(name).map(|value| value.to_str().expect("a text").to_owned())
    };
    let sent = requests(server).await;
    for request in &sent {
        assert_eq!(header(request, "authorization"), Some(format!("Bearer {KEY}")), "{request:?}");
        let kind = (!request.body.is_empty()).then(|| "application/json".to_owned());
        assert_eq!(header(request, "content-type"), kind, "{request:?}");
    }
    sent.iter().map(one_line).collect()
}

/// A question without a body, as [`asked`] gives it.
pub fn bare(line: &str) -> (String, Value) {
    (line.to_owned(), Value::Null)
}

/// A request with a body, as [`asked`] gives it.
pub fn with(line: &str, body: Value) -> (String, Value) {
    (line.to_owned(), body)
}

/// The number of a query parameter.
pub fn number_in_query(request: &Request, name: &str) -> usize {
    let pair = request.url.query_pairs().find(|(known, _)| known == name);
    pair.unwrap_or_else(|| panic!("{name} in {}", request.url)).1.parse().expect("a number")
}

/// A server that answers the first request with these bytes and then hangs up, whatever they promised; and its URL.
pub fn hanging_up_after(answer: impl Into<Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = answer.into();
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().expect("a connection");
        // The request is read to its end: hanging up on unread bytes would take the answer back.
        let mut request = Vec::new();
        let mut bytes = [0; 4096];
        while !is_complete(&request) {
            match connection.read(&mut bytes).expect("a request") {
                0 => break,
                count => request.extend_from_slice(&bytes[..count]),
            }
        }
        connection.write_all(&answer).expect("the answer is taken");
    });
    url
}

fn is_complete(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().expect("a number"))
}

/// A request of a login, which carried no key: as `METHOD /path?query`, and its JSON, or the fields of its form.
pub fn keyless(request: &Request) -> (String, Value) {
    let text = |name: &str| request.headers.get(name).map(|value| value.to_str().expect("a text"));
    assert_eq!((text("authorization"), text("x-litellm-key")), (None, None), "{request:?}");
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let line = format!("{} {}{query}", request.method, request.url.path());
    let body = match text("content-type") {
        Some("application/json") => request.body_json().expect("JSON"),
        Some("application/x-www-form-urlencoded") => {
            form_urlencoded::parse(&request.body).map(|(name, value)| (name.into_owned(), Value::from(value))).collect()
        }
        kind => {
            assert!(kind.is_none() && request.body.is_empty(), "{request:?}");
            Value::Null
        }
    };
    (line, body)
}
