//! A stream of 100 MB, and how much memory a process needs to read it.

use std::sync::Mutex;

use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::wire::{Say, Wire};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";
pub const EVENTS: usize = 25_000;
pub const EVENT: usize = 4 * 1024;
/// More than reading takes, and far less than keeping what is read.
pub const MOST_KIB: usize = 16 * 1024;

/// A server that streams 100 MB once and says when all of it is taken; the stream ends when the answer to that is dropped.
pub async fn long_stream() -> (Wire, JoinHandle<mpsc::Sender<Vec<u8>>>) {
    let (feed, fed) = mpsc::channel(1);
    let fed = Mutex::new(Some(fed));
    let server = Wire::start(move |_| {
        let fed = fed.lock().expect("no panic while it is held").take();
        std::future::ready(fed.map_or_else(|| Say::Last(Vec::new()), Say::Fed))
    })
    .await;
    let feeding = tokio::spawn(async move {
        feed.send(HEAD.to_owned().into_bytes()).await.expect("taken");
        let filler = event(
            &json!({"id": "c1", "created": 5, "model": "m", "choices": [{"index": 0, "delta": {"content": "x".repeat(EVENT)}, "finish_reason": null}]}),
        );
        for _ in 0..EVENTS {
            feed.send(filler.clone().into_bytes()).await.expect("taken");
        }
        feed.send(
            (event(&json!({"id": "c1", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}))
                + "data: [DONE]\n\n")
                .into_bytes(),
        )
        .await
        .expect("taken");
        feed
    });
    (server, feeding)
}

/// The most memory that a process has held, in KiB.
pub fn peak(process: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn event(data: &Value) -> String {
    format!("data: {data}\n\n")
}
