//! How much memory a long stream takes, by the kernel's count of a process of its own.

use test_bed::long_stream::{EVENT, EVENTS, MOST_KIB, long_stream, peak};
use test_bed::servers::again;

use crate::streams::{client, question};

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
        again("memory::a_long_stream_is_not_kept_by_the_library", &[("STREAM_OF", &url)]);
    });
    drop(feeding.await.expect("all is taken"));
    child.await.expect("the memory is flat");
}
