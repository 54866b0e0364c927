//! How much memory `chat completions --stream` takes, as counted by the kernel.

use std::process::{Command, Stdio};

use test_bed::long_stream::{MEMORY_LIMIT_KIB, long_stream};
use test_bed::process::peak_memory;

#[test]
fn streaming_uses_constant_memory() {
    let (server, feeding, feed) = long_stream();
    let mut child = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
        .args(["--base-url", &server.uri(), "chat", "completions", "m", "-m", "user:hi", "--stream"])
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary runs");
    server.wait_for_requests(1);
    let before = peak_memory(&child.id().to_string());
    feeding.join().expect("all is taken");
    // The process waits for the end: it has read all but what fits into a socket.
    let grown = peak_memory(&child.id().to_string()) - before;
    feed.close();
    let status = child.wait().expect("it ends");
    assert!(status.success() && grown < MEMORY_LIMIT_KIB, "{status}, {grown} KiB more");
}
