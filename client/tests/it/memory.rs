//! How much memory a long stream takes, as counted by the kernel for a process of its own.

use test_bed::long_stream::{EVENTS, MEMORY_LIMIT_KIB, TEXT_LENGTH, long_stream};
use test_bed::process::{peak_memory, rerun_with_environment};

use crate::streams::{chat_request, client};

#[tokio::test]
async fn streaming_uses_constant_memory() {
    if let Ok(url) = std::env::var("STREAM_OF") {
        let mut stream = client(&url).chat().completions().stream(&chat_request()).await.expect("a stream");
        let mut length = stream.next().await.expect("a chunk").expect("no error").delta().len();
        let before = peak_memory("self");
        while let Some(chunk) = stream.next().await {
            length += chunk.expect("no error").delta().len();
        }
        assert_eq!(length, EVENTS * TEXT_LENGTH);
        let grown = peak_memory("self") - before;
        assert!(grown < MEMORY_LIMIT_KIB, "{grown} KiB more");
        return;
    }
    let (server, feeding, feed) = long_stream();
    let url = server.uri();
    let child = std::thread::spawn(move || {
        rerun_with_environment("memory::streaming_uses_constant_memory", &[("STREAM_OF", &url)]);
    });
    feeding.join().expect("all is taken");
    feed.close();
    child.join().expect("the memory is flat");
}
