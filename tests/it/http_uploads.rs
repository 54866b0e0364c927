//! Uploads that are larger than what may be held in memory.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::Stdio;

use test_bed::process::peak_memory;

use crate::harness::Cli;

const MIB: u64 = 1 << 20;

#[test]
fn upload_is_read_while_it_is_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let cli = Cli::at(&url);
    let length = 200 * MIB;
    let file = std::fs::File::create(cli.home().join("in.jsonl")).expect("a file");
    file.set_len(length).expect("a sparse file");
    let words = ["http", "request", "/v1/files", "-F", "purpose=batch", "-F", "file=@in.jsonl"];
    let child =
        cli.shell("exec \"$@\"", &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    let (stream, _) = listener.accept().expect("a connection");
    let mut stream = BufReader::new(stream);
    let mut stated = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).expect("a line");
        if line.trim().is_empty() {
            break;
        }
        assert!(!line.to_ascii_lowercase().starts_with("transfer-encoding"), "{line}");
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            stated = value.trim().parse().expect("a number");
        }
    }
    assert!(stated > length && stated < length + 1000, "{stated}");
    let (mut received, mut zeros, mut buffer) = (0, 0, vec![0; 1 << 16]);
    while received < stated {
        let read = stream.read(&mut buffer).expect("the body");
        assert!(read > 0, "only {received} of {stated} bytes arrived");
        received += read as u64;
        for byte in &buffer[..read] {
            zeros += u64::from(*byte == 0);
        }
    }
    assert_eq!(zeros, length);
    let peak = peak_memory(&child.id().to_string());
    assert!(peak < 60 * 1024, "{peak} KiB for {length} bytes");
    stream
        .get_mut()
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")
        .expect("a response");
    let output = child.wait_with_output().expect("an exit");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn upload_that_may_have_arrived_is_not_repeated() {
    let server = test_bed::FakeServer::closing_after("");
    let cli = Cli::at(&server.uri()).file("in.jsonl", "{}\n");
    let run = cli.run(&["http", "request", "/v1/files", "-F", "file=@in.jsonl"]);
    assert!(run.fails(5).starts_with("error: "), "{run:#?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn files_that_cannot_be_uploaded_are_usage_errors() {
    let server = test_bed::FakeServer::always_json(serde_json::json!({}));
    let cli = Cli::at(&server.uri()).file("directory/x", "");
    for (field, reason) in [("file=@no", "cannot read `no`"), ("file=@directory", "cannot read `directory`")] {
        assert!(cli.run(&["http", "request", "/v1/files", "-F", field]).fails(2).contains(reason));
    }
    assert!(server.received().is_empty());
}

#[test]
fn large_file_is_a_body_that_is_read_again_for_each_try() {
    let failing = test_bed::FakeResponse::new(503).with_body("{}", "application/json");
    let server =
        test_bed::FakeServer::always(test_bed::in_turn([failing, test_bed::json_response(serde_json::json!({}))]));
    let text = "a".repeat(5 << 20);
    let body = format!("[\"{text}\"]");
    let cli = Cli::at(&server.uri()).file("in.json", &body).file("in.txt", &text);
    for (words, kind) in [
        (["PUT", "/x", "--input", "in.json"], Some("application/json")),
        (["PUT", "/x", "-d", "@in.json"], Some("application/json")),
        (["PUT", "/x", "-j", "@in.json"], Some("application/json")),
        (["PUT", "/x", "-d", "@in.txt"], None),
    ] {
        assert_eq!(cli.run(&[&["http", "request"], &words[..]].concat()).ok(), "{}\n");
        let received = server.received();
        let last = received.last().expect("a request");
        let sent = if kind.is_some() { &body } else { &text };
        assert!(last.body == sent.as_bytes() && last.header("content-type") == kind, "{words:?}");
    }
    assert_eq!(server.received().len(), 5);
    let run = cli.run(&["http", "request", "PUT", "/x", "-j", "@in.txt"]);
    assert!(run.fails(2).contains("invalid JSON in --json"), "{run:#?}");
    // What would destroy what is stored is looked for in files too.
    let masked = format!("{{\"litellm_params\":{{\"api_key\":\"sk-...1234\",\"x\":\"{}\"}}}}", "a".repeat(5 << 20));
    let run = cli.file("masked.json", &masked).run(&["http", "request", "/model/new", "--input", "masked.json"]);
    assert!(run.fails(2).contains("`litellm_params.api_key`"), "{run:#?}");
}
