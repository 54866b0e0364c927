//! Clients that hang up while the upstream server is silent: its connection and the limits of the key are freed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::connections::Connection;
use super::harness::Sandbox;

/// Long enough for any machine; nothing waits for it unless a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// An upstream server that begins each response and falls silent; reports when it was asked and when it was hung up on.
fn silent_upstream(beginning: &'static str) -> (String, mpsc::Receiver<&'static str>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}/v1", listener.local_addr().expect("its address"));
    let (sender, events) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let sender = sender.clone();
            std::thread::spawn(move || serve(&stream, beginning, &sender));
        }
    });
    (base, events)
}

fn serve(mut stream: &TcpStream, beginning: &str, events: &mpsc::Sender<&'static str>) {
    let mut reader = BufReader::new(stream);
    let (mut line, mut length) = (String::new(), 0);
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).expect("a header");
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().expect("a length");
        }
    }
    reader.read_exact(&mut vec![0; length]).expect("a body");
    stream.write_all(beginning.as_bytes()).expect("an open connection");
    let _ = events.send("asked");
    // Until the other side closes it.
    let _ = reader.read_to_end(&mut Vec::new());
    let _ = events.send("hung up");
}

fn sandbox(base: &str) -> (Sandbox, String) {
    let sandbox = Sandbox::configured(&format!(
        "model_list:\n  - model_name: silent\n    litellm_params: {{model: openai/m, api_base: {base}, api_key: sk-u}}\n  \
         - {{model_name: mock, litellm_params: {{model: openai/m, mock_response: hi}}}}\n"
    ));
    let key = sandbox.request("POST", "/key/generate", json!({ "max_parallel_requests": 1 })).ok()["key"].clone();
    (sandbox, key.as_str().expect("a key").to_owned())
}

fn ask(sandbox: &Sandbox, key: &str, stream: bool) -> Connection {
    let body =
        json!({ "model": "silent", "messages": [{ "role": "user", "content": "hi" }], "stream": stream }).to_string();
    let mut connection = Connection::open(sandbox);
    connection.write(&format!(
        "POST /chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    connection
}

/// Waits until the key may run a request again.
#[track_caller]
fn expect_free(sandbox: &Sandbox, key: &str) {
    let mock = json!({ "model": "mock", "messages": [{ "role": "user", "content": "hi" }] });
    let end = Instant::now() + PATIENCE;
    while sandbox.request_as(key, "POST", "/chat/completions", mock.clone()).status != 200 {
        assert!(Instant::now() < end, "the permit is still held");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn is_busy(sandbox: &Sandbox, key: &str) -> bool {
    let mock = json!({ "model": "mock", "messages": [] });
    sandbox.request_as(key, "POST", "/chat/completions", mock).status == 429
}

#[test]
fn a_client_that_hangs_up_before_the_response_frees_the_upstream_connection() {
    for (beginning, stream) in [("", false), ("", true), ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", false)] {
        let (base, events) = silent_upstream(beginning);
        let (sandbox, key) = sandbox(&base);
        let connection = ask(&sandbox, &key, stream);
        assert_eq!(events.recv_timeout(PATIENCE), Ok("asked"));
        assert!(is_busy(&sandbox, &key));
        drop(connection);
        assert_eq!(events.recv_timeout(PATIENCE), Ok("hung up"), "{beginning:?} {stream}");
        expect_free(&sandbox, &key);
        let requests = sandbox.running.requests();
        let lost: Vec<_> = requests.iter().filter(|request| request.status.is_none()).collect();
        assert_eq!(lost.len(), 1, "{requests:#?}");
        assert_eq!(lost[0].body.as_ref().and_then(|body| body["model"].as_str()), Some("silent"));
    }
}

#[test]
fn a_client_that_hangs_up_during_a_stream_frees_the_upstream_connection() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    const CHUNK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n\
         data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\
         \"delta\":{\"role\":\"assistant\",\"content\":\"one\"},\"finish_reason\":null}]}\n\n";
    for beginning in [HEAD, CHUNK] {
        let (base, events) = silent_upstream(beginning);
        let (sandbox, key) = sandbox(&base);
        let mut connection = ask(&sandbox, &key, true);
        assert_eq!(events.recv_timeout(PATIENCE), Ok("asked"));
        assert!(connection.read_headers().starts_with("HTTP/1.1 200 "));
        assert!(is_busy(&sandbox, &key));
        drop(connection);
        assert_eq!(events.recv_timeout(PATIENCE), Ok("hung up"), "{beginning}");
        expect_free(&sandbox, &key);
        let logs = sandbox.request("GET", "/spend/logs", Value::Null).ok();
        let silent = logs.as_array().expect("logs").iter().filter(|row| row["model_group"] == "silent").count();
        assert_eq!(silent, 1, "what was streamed is charged");
    }
}
