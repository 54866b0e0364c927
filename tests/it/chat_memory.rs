//! How much memory `chat completions --stream` takes, by the kernel's count.

use std::process::{Command, Stdio};

use test_bed::long_stream::{MOST_KIB, long_stream, peak};

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
