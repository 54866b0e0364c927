//! How much memory a long stream takes, by the kernel's count of a process of its own.

use std::process::{Command, Stdio};
use std::sync::Mutex;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::harness::again;
use crate::library_streams::{DONE, HEAD, client, question, says, stops};
use crate::wire::{Say, Wire};

const EVENTS: usize = 25_000;
const EVENT: usize = 4 * 1024;
/// More than reading takes, and far less than keeping what is read.
const MOST_KIB: usize = 16 * 1024;

/// A server that streams 100 MB once and says when all of it is taken; the stream ends when the answer to that is dropped.
async fn long_stream() -> (Wire, JoinHandle<mpsc::Sender<Vec<u8>>>) {
    let (feed, fed) = mpsc::channel(1);
    let fed = Mutex::new(Some(fed));
    let server = Wire::start(move |_| {
        let fed = fed.lock().expect("no panic while it is held").take();
        std::future::ready(fed.map_or_else(|| Say::Last(Vec::new()), Say::Fed))
    })
    .await;
    let feeding = tokio::spawn(async move {
        feed.send(format!("{HEAD}\r\n").into()).await.expect("taken");
        let filler = says(&"x".repeat(EVENT));
        for _ in 0..EVENTS {
            feed.send(filler.clone().into()).await.expect("taken");
        }
        feed.send((stops() + DONE).into()).await.expect("taken");
        feed
    });
    (server, feeding)
}

/// The most memory that a process has held, in KiB.
fn peak(process: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("its peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test]
async fn a_long_stream_is_not_kept_by_the_library() {
    if let Ok(url) = std::env::var("STREAM_OF") {
        let mut stream = client(&url).chat().completions().stream(&question()).await.expect("a stream");
        let mut length = stream.next().await.expect("a chunk").expect("no error").delta().len();
        let before = peak("self");
        while let Some(chunk) = stream.next().await {
            length += chunk.expect("no error").delta().len();
        }
        assert_eq!(length, EVENTS * EVENT);
        let grown = peak("self") - before;
        assert!(grown < MOST_KIB, "{grown} KiB more");
        return;
    }
    let (server, feeding) = long_stream().await;
    let url = server.uri();
    let child = tokio::task::spawn_blocking(move || {
        again("library_memory::a_long_stream_is_not_kept_by_the_library", &[("STREAM_OF", &url)]);
    });
    drop(feeding.await.expect("all is taken"));
    child.await.expect("the memory is flat");
}

#[tokio::test]
async fn a_long_stream_is_not_kept_by_the_command() {
    let (server, feeding) = long_stream().await;
    let mut child = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
        .args(["--base-url", &server.uri(), "chat", "completions", "m", "-m", "user:hi", "--stream"])
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary runs");
    server.asked(1).await;
    let before = peak(&child.id().to_string());
    let feed = feeding.await.expect("all is taken");
    // It waits for the end: what it has read so far is all but what fits into a socket.
    let grown = peak(&child.id().to_string()) - before;
    drop(feed);
    let status = tokio::task::spawn_blocking(move || child.wait()).await.expect("no panic").expect("an end");
    assert!(status.success() && grown < MOST_KIB, "{status}, {grown} KiB more");
}
