//! A streamed completion of 32 MB, to measure how much memory a process needs to read it.

use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::fake_server::{FakeResponse, FakeServer, Feed};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";
pub const EVENTS: usize = 8_000;
/// How many bytes of text an event carries.
pub const TEXT_LENGTH: usize = 4 * 1024;
/// More than reading takes, and far less than keeping what is read.
pub const MEMORY_LIMIT_KIB: usize = 12 * 1024;

/// Starts a server that streams 32 MB once. The thread ends when all of it is taken; the response ends when the feed
/// is closed.
pub fn long_stream() -> (FakeServer, JoinHandle<()>, Feed) {
    let feed = Feed::new();
    let server = FakeServer::always(FakeResponse::fed(&feed));
    let filler = event(
        &json!({"id": "c1", "created": 5, "model": "m", "choices": [{"index": 0, "delta": {"content": "x".repeat(TEXT_LENGTH)}, "finish_reason": null}]}),
    );
    let last = event(&json!({"id": "c1", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
        + "data: [DONE]\n\n";
    let sender = feed.clone();
    let feeding = std::thread::spawn(move || {
        assert!(sender.send(HEAD), "the head is taken");
        for _ in 0..EVENTS {
            assert!(sender.send(filler.as_str()), "an event is taken");
        }
        // The empty piece is accepted once the last event is on its way.
        assert!(sender.send(last) && sender.send(""), "the end is taken");
    });
    (server, feeding, feed)
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}
