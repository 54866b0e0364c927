//! Connections: the names and origins that are accepted, and bodies that are refused before they are sent.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use litellm_proxy_sandbox::Sandbox as Running;
use serde_json::{Value, json};

use super::harness::Sandbox;

const KEY: &str = "Authorization: Bearer sk-1234\r\n";

/// A connection on which requests are written by hand.
pub(crate) struct Connection(pub(crate) TcpStream);

impl Connection {
    pub(crate) fn open(sandbox: &Sandbox) -> Self {
        let stream = TcpStream::connect(sandbox.running.address()).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        stream.set_write_timeout(Some(Duration::from_secs(30))).expect("a timeout");
        Self(stream)
    }

    pub(crate) fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).expect("an open connection");
    }

    /// Reads until the end of the headers, and returns them.
    pub(crate) fn read_headers(&mut self) -> String {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") && self.0.read(&mut byte).expect("a response") > 0 {
            bytes.extend(byte);
        }
        String::from_utf8(bytes).expect("ASCII")
    }
}

/// Sends a request and returns its status and body.
fn exchange(sandbox: &Sandbox, request: &str) -> (u16, String) {
    let mut connection = Connection::open(sandbox);
    connection.write(request);
    let headers = connection.read_headers();
    let status = headers.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
    let length =
        headers.to_ascii_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let has_body = !request.starts_with("HEAD");
    let mut body = vec![0; length.filter(|_| has_body).unwrap_or_default()];
    connection.0.read_exact(&mut body).expect("a body");
    assert!(!headers.to_ascii_lowercase().contains("access-control"), "{headers}");
    (status, String::from_utf8(body).expect("UTF-8"))
}

/// Returns the status of a request with these headers.
fn status(sandbox: &Sandbox, line: &str, headers: &str) -> u16 {
    exchange(sandbox, &format!("{line}\r\n{headers}Content-Length: 0\r\n\r\n")).0
}

fn beyond_this_machine() -> Sandbox {
    let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0));
    let running = Running::builder().bind(address).start_blocking().expect("a sandbox");
    Sandbox { url: format!("http://127.0.0.1:{}", running.address().port()), master_key: "sk-1234".to_owned(), running }
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let sandbox = Sandbox::start();
    for host in ["localhost", "LocalHost:1", "127.0.0.1:4000", "127.3.2.1", "[::1]:4000", "a.localhost", "localhost."] {
        assert_eq!(status(&sandbox, "GET /models HTTP/1.1", &format!("{KEY}Host: {host}\r\n")), 200, "{host}");
    }
    // Pages, open endpoints, unknown paths and every method.
    for line in [
        "GET /models",
        "POST /key/generate",
        "GET /health/liveliness",
        "GET /openapi.json",
        "GET /ui/",
        "GET /sso/sign-in",
        "GET /set-user?id=evil",
        "POST /sso/cli/start",
        "POST /register",
        "POST /token",
        "GET /.well-known/litellm-cli-auth",
        "POST /sandbox/stop",
        "GET /sandbox/status",
        "GET /no/such/path",
        "OPTIONS /models",
        "HEAD /models",
        "TRACE /models",
    ] {
        for host in [
            "evil.example",
            "evil.example:4000",
            "0.0.0.0",
            "192.168.1.2",
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "",
        ] {
            let headers = format!("{KEY}Host: {host}\r\n");
            assert_eq!(status(&sandbox, &format!("{line} HTTP/1.1"), &headers), 403, "{line} {host}");
        }
    }
    let (_, refusal) = exchange(&sandbox, "GET /models HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    let error: Value = serde_json::from_str(&refusal).expect("JSON");
    let message = error["error"]["message"].as_str().expect("a message");
    assert!(message.contains("'evil.example'") && message.contains("localhost"), "{message}");
    assert_eq!((&error["error"]["type"], &error["error"]["code"]), (&json!("auth_error"), &json!("403")));
    // It still runs, and nothing was changed.
    assert_eq!(sandbox.request("GET", "/userinfo", Value::Null).ok()["sub"], "sandbox-user");
}

#[test]
fn requests_without_a_host_or_with_a_url_are_checked() {
    let sandbox = Sandbox::start();
    let get = |line: &str, headers: &str| status(&sandbox, line, &format!("{KEY}{headers}"));
    assert_eq!(get("GET /models HTTP/1.0", ""), 200);
    assert_eq!(get("GET /models HTTP/1.0", "Host: evil.example\r\n"), 403);
    assert_eq!(get("GET /models HTTP/1.1", ""), 400);
    assert_eq!(get("GET /models HTTP/1.1", "Host: localhost\r\nHost: evil.example\r\n"), 400);
    assert_eq!(get("GET http://localhost:4000/models HTTP/1.1", "Host: localhost\r\n"), 200);
    for line in ["GET http://evil.example/models HTTP/1.1", "GET http://evil.example/models HTTP/1.0"] {
        assert_eq!(get(line, "Host: localhost\r\n"), 403, "{line}");
    }
    assert_eq!(get("GET http://localhost/models HTTP/1.1", "Host: evil.example\r\n"), 403);
    assert_eq!(get("GET http://u@evil.example/models HTTP/1.1", "Host: localhost\r\n"), 403);
}

#[test]
fn pages_of_other_sites_change_nothing_and_cannot_log_in() {
    let sandbox = Sandbox::start();
    let send = |line: &str, headers: &str| {
        status(&sandbox, &format!("{line} HTTP/1.1"), &format!("{KEY}Host: localhost\r\n{headers}"))
    };
    let changes = [
        "POST /key/generate",
        "POST /chat/completions",
        "POST /sandbox/stop",
        "PATCH /model/x/update",
        "DELETE /access_group/x/delete",
        "POST /sso/cli/start",
        "POST /sso/sign-in",
        "POST /register",
        "POST /token",
        "POST /authorize/complete",
    ];
    let pages = ["GET /set-user?id=evil", "GET /userinfo", "GET /sso/key/generate", "GET /authorize", "GET /ui"];
    for line in changes.iter().chain(&pages) {
        for origin in
            ["https://evil.example", "null", "http://localhost.evil.example", "file://", "http://192.168.1.2:4000"]
        {
            assert_eq!(send(line, &format!("Origin: {origin}\r\n")), 403, "{line} {origin}");
        }
        assert_eq!(send(line, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403, "{line}");
        let form = send(line, "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n");
        assert_eq!(form == 403, !line.starts_with("GET"), "{line}");
        for same in
            ["Origin: http://localhost:3000\r\n", "Sec-Fetch-Site: same-origin\r\n", "Origin: http://[::1]:1\r\n"]
        {
            if *line != "POST /sandbox/stop" {
                assert_ne!(send(line, same), 403, "{line} {same}");
            }
        }
    }
    // A link leads to a page, and reading is left to the browser's same-origin policy.
    assert_eq!(send("GET /userinfo", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"), 200);
    assert_eq!(send("GET /models", "Origin: https://evil.example\r\n"), 200);
    assert_eq!(send("OPTIONS /models", "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"), 405);
}

#[test]
fn refused_pages_use_no_fault_up() {
    let sandbox = Sandbox::from(Running::builder().fault("* /models=503:1".parse().expect("a fault")));
    assert_eq!(status(&sandbox, "GET /models HTTP/1.1", "Host: evil.example\r\n"), 403);
    sandbox.request("GET", "/models", Value::Null).refused(503);
    let recorded: Vec<_> = sandbox.running.requests().iter().map(|request| request.status).collect();
    assert_eq!(recorded, [Some(403), Some(503)]);
}

#[test]
fn a_sandbox_beyond_this_machine_answers_to_any_name_and_asks_for_the_master_key() {
    let sandbox = beyond_this_machine();
    assert_eq!(sandbox.running.address().ip(), IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let headers = format!("{KEY}Host: proxy.example\r\nOrigin: https://proxy.example\r\n");
    assert_eq!(status(&sandbox, "POST /key/generate HTTP/1.1", &headers), 422);
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 17\r\n\r\nstate=s&user_id=u";
    let (status, body) = exchange(&sandbox, &format!("POST /sso/sign-in HTTP/1.1\r\nHost: proxy.example\r\n{form}"));
    assert!(status == 401 && body.contains("master key"), "{status} {body}");
}

#[test]
fn bodies_are_refused_before_they_are_sent() {
    let sandbox = Sandbox::start();
    let huge = 40_000_000_000_u64;
    for (line, key, length, expected) in [
        ("POST /key/generate", "sk-unknown", 30_000_000, 401),
        ("POST /chat/completions", "sk-unknown", 30_000_000, 401),
        ("POST /chat/completions", "", 30_000_000, 401),
        ("POST /model/new", "no-key", huge, 401),
        ("POST /key/generate", "sk-1234", huge, 413),
        ("POST /chat/completions", "sk-1234", 33_554_433, 413),
        ("POST /token", "", 30_000_000, 413),
        ("POST /register", "sk-1234", 30_000_000, 413),
        ("POST /sso/sign-in", "", 30_000_000, 413),
        ("POST /no/such/path", "sk-1234", 30_000_000, 404),
        ("GET /health/liveliness", "", 30_000_000, 200),
    ] {
        let mut connection = Connection::open(&sandbox);
        connection.write(&format!(
            "{line} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{{"
        ));
        let headers = connection.read_headers();
        assert!(headers.starts_with(&format!("HTTP/1.1 {expected} ")), "{line} {key} {length}: {headers}");
    }
}

#[test]
fn a_client_that_sends_a_refused_body_to_its_end_reads_the_refusal() {
    let sandbox = Sandbox::start();
    let body = "x".repeat(3_000_000);
    for (path, key, expected) in
        [("/key/generate", "sk-unknown", 401), ("/token", "sk-1234", 413), ("/no/path", "sk-1234", 404)]
    {
        let mut connection = Connection::open(&sandbox);
        connection.write(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ));
        let headers = connection.read_headers();
        assert!(headers.starts_with(&format!("HTTP/1.1 {expected} ")), "{path}: {headers}");
    }
    let mut connection = Connection::open(&sandbox);
    let filler = format!("X-Filler: {}\r\n", "x".repeat(1000)).repeat(200);
    connection.write(&format!("GET /models HTTP/1.1\r\nHost: localhost\r\n{filler}\r\n"));
    assert!(connection.read_headers().starts_with("HTTP/1.1 431 "));
    // A client that asks first is not asked to go on.
    let mut connection = Connection::open(&sandbox);
    connection
        .write("POST /key/generate HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
    assert!(connection.read_headers().starts_with("HTTP/1.1 401 "));
    let mut connection = Connection::open(&sandbox);
    connection.write(&format!(
        "POST /key/generate HTTP/1.1\r\nHost: localhost\r\n{KEY}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    ));
    assert!(connection.read_headers().starts_with("HTTP/1.1 100 "));
    connection.write("{}");
    assert!(connection.read_headers().starts_with("HTTP/1.1 200 "));
}
