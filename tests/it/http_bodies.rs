//! How `http request`, and every other command, reads the bodies and heads of responses: compressed, long, cut, strange.

use std::process::{Command, Stdio};

use serde_json::json;
use test_bed::process::peak_memory;
use test_bed::{FakeResponse, FakeServer, Feed, KEY, in_turn, json_response};

use crate::harness::{Cli, Run};
use crate::terminal::on_terminal;

/// `{"data":[{"id":"unzipped"}]}`
const GZIP: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 73, 44, 73, 84, 178, 138, 174, 86, 202, 76, 81, 178, 82, 42, 205,
    171, 202, 44, 40, 72, 77, 81, 170, 141, 173, 5, 0, 222, 230, 54, 60, 28, 0, 0, 0,
];
const ZLIB: &[u8] = &[
    120, 156, 171, 86, 74, 73, 44, 73, 84, 178, 138, 174, 86, 202, 76, 81, 178, 82, 42, 205, 171, 202, 44, 40, 72, 77,
    81, 170, 141, 173, 5, 0, 135, 141, 9, 191,
];
const DEFLATE: &[u8] = &[
    171, 86, 74, 73, 44, 73, 84, 178, 138, 174, 86, 202, 76, 81, 178, 82, 42, 205, 171, 202, 44, 40, 72, 77, 81, 170,
    141, 173, 5, 0,
];

fn get(server: &FakeServer, more: &[&str]) -> Run {
    Cli::of(server).run(&[&["http", "request", "GET", "/x"], more].concat())
}

/// What `http request` writes to a pipe, byte for byte.
fn piped(response: FakeResponse) -> Vec<u8> {
    let server = FakeServer::always(response);
    let output = Cli::of(&server).shell("\"$@\"", &["http", "request", "GET", "/x"]).output().expect("a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn compressed_bodies_are_decompressed() {
    for (encoding, body) in [("gzip", GZIP), ("x-gzip", GZIP), ("GZIP", GZIP), ("deflate", ZLIB), ("deflate", DEFLATE)]
    {
        let response = FakeResponse::new(200).with_body(body, "application/json");
        let server = FakeServer::always(response.with_header("content-encoding", encoding));
        let run = Cli::of(&server).run(&["models", "list", "--format", "json"]);
        assert_eq!(run.json(), json!([{"id": "unzipped"}]), "{encoding}");
        assert_eq!(get(&server, &[]).json(), json!({"data": [{"id": "unzipped"}]}), "{encoding}");
        let accepted =
            server.received().iter().map(|request| request.headers["accept-encoding"].clone()).collect::<Vec<_>>();
        assert_eq!(accepted, ["identity", "identity"], "on one machine, compression takes longer than it saves");
    }
    // Not encodings, but servers send them.
    for encoding in ["identity", "utf-8", "", "none"] {
        let server = FakeServer::always(json_response(json!(1)).with_header("content-encoding", encoding));
        assert_eq!(get(&server, &[]).ok(), "1\n", "{encoding}");
    }
}

#[test]
fn damaged_compression_is_an_error() {
    let cut = GZIP.get(..GZIP.len() - 9).expect("a part");
    for (body, reason) in [(cut, "it ends too early"), (b"{\"data\":[]}", "the body cannot be decompressed: ")] {
        let response = FakeResponse::new(200).with_body(body, "application/json");
        let server = FakeServer::always(response.with_header("content-encoding", "gzip"));
        for words in [&["models", "list"][..], &["http", "request", "GET", "/x"]] {
            let run = Cli::of(&server).run(words);
            assert!(run.fails(6).contains(reason), "{run:#?}");
        }
    }
}

#[test]
fn unknown_encoding_is_named_and_never_printed() {
    for encoding in ["br", "zstd", "gzip, br"] {
        let response = FakeResponse::new(200).with_body("gibberish", "application/json");
        let server = FakeServer::always(response.with_header("content-encoding", encoding));
        for words in [&["models", "list"][..], &["http", "request", "GET", "/x"]] {
            let run = Cli::of(&server).run(words);
            assert!(run.fails(6).contains(&format!("encoded with `{encoding}`, which cannot be decoded")), "{run:#?}");
        }
        assert!(get(&server, &[]).stderr.contains("hint: send a header `Accept-Encoding` of your own"));
        assert_eq!(get(&server, &["-H", "Accept-Encoding: br, zstd"]).ok(), "gibberish\n");
        let received = server.received();
        let last = received.last().expect("a request");
        assert_eq!(last.headers.get_all("accept-encoding"), ["br, zstd"]);
    }
    // There is nothing to decode.
    let server = FakeServer::always(FakeResponse::new(204).with_header("content-encoding", "br"));
    assert_eq!(get(&server, &[]).ok(), "");
}

#[test]
fn compression_that_the_user_asked_for_is_undone_where_it_is_printed() {
    let response = FakeResponse::new(200).with_body(GZIP, "application/json").with_header("content-encoding", "gzip");
    let server = FakeServer::always(response);
    let own = ["-H", "Accept-Encoding: gzip"];
    assert_eq!(get(&server, &own).ok(), get(&server, &[]).ok());
    assert_eq!(get(&server, &[&own[..], &["--jq", ".data[0].id"]].concat()).ok(), "unzipped\n");
    let file = |words: &[&str]| {
        let words = [&["http", "request", "GET", "/x", "--output-file", "-"], words].concat();
        Cli::of(&server).shell("\"$@\"", &words).output().expect("a shell").stdout
    };
    assert_eq!(file(&own), GZIP);
    assert_ne!(file(&[]), GZIP);
}

#[test]
fn bytes_that_are_not_text_are_piped_unchanged() {
    for (body, kind) in [
        (&b"\xff\xd8\x00\xff"[..], "image/jpeg"),
        (b"{\"a\":1}", "application/octet-stream"),
        (b"no newline", "application/octet-stream"),
        (b"123", "audio/wav"),
        (b"gr\xfc\xdfe\n", "text/plain; charset=iso-8859-1"),
        (b"\xff\xfe\x00", "application/json"),
    ] {
        let mut expected = body.to_vec();
        if kind == "application/json" {
            expected.push(b'\n');
        }
        assert_eq!(piped(FakeResponse::new(200).with_body(body, kind)), expected, "{kind}");
    }
}

#[test]
fn bytes_are_not_shown_on_a_terminal() {
    let server = FakeServer::always(FakeResponse::new(200).with_body(b"\x89PNG\x00\xff", "image/png"));
    let (text, code) = on_terminal(&Cli::of(&server), 160, &["http", "request", "GET", "/x"]);
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("bytes of `image/png`, which a terminal cannot show; use --output-file FILE or a pipe"),
        "{text}"
    );
    assert!(!text.contains("PNG"), "{text}");
    // Text is shown, whatever its type.
    for (body, kind, shown) in [
        ("caf\u{e9} \u{1b}[31m", "text/plain", "caf\u{e9} \\x1b[31m\n"),
        ("plain", "application/octet-stream", "plain"),
        ("{\"a\":1}", "", "{\n  \"a\": 1\n}\n"),
    ] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body, kind));
        let (text, code) = on_terminal(&Cli::of(&server), 100, &["http", "request", "GET", "/x"]);
        assert_eq!((text.as_str(), code), (shown, 0), "{kind}");
    }
}

#[test]
fn long_json_is_piped_as_it_arrives() {
    let body = format!("{{\"a\":[{}1]}}", "1, ".repeat(2_000_000));
    let printed = piped(FakeResponse::new(200).with_body(body.clone(), "application/json"));
    assert!(printed == format!("{body}\n").as_bytes(), "{} bytes", printed.len());
    // A format that was asked for is kept to.
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "application/json"));
    assert!(get(&server, &["--format", "json"]).ok().starts_with("{\n  \"a\": [\n    1,\n"));
}

#[test]
fn text_is_printed_as_it_arrives() {
    let feed = Feed::new();
    let server = FakeServer::always(FakeResponse::fed(&feed));
    let mut child = Cli::of(&server)
        .shell("\"$@\"", &["http", "request", "GET", "/x"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    assert!(feed.send("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nfirst\n"));
    let mut first = [0; 6];
    std::io::Read::read_exact(child.stdout.as_mut().expect("a pipe"), &mut first).expect("the first line");
    assert_eq!(&first, b"first\n");
    feed.close();
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn long_response_takes_constant_memory() {
    const PIECES: usize = 1_000;
    for kind in ["application/json", "application/octet-stream", "text/plain"] {
        let feed = Feed::new();
        let server = FakeServer::always(FakeResponse::fed(&feed));
        let mut child = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
            .args(["--base-url", &server.uri(), "http", "request", "GET", "/x"])
            .env_clear()
            .env("HOME", "/nonexistent")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the binary runs");
        server.wait_for_requests(1);
        let before = peak_memory(&child.id().to_string());
        assert!(feed.send(format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n\r\n[")));
        let piece = "\"0123456789\",".repeat(5_000);
        for _ in 0..PIECES {
            assert!(feed.send(piece.as_str()));
        }
        // The empty piece is accepted once the last is on its way.
        assert!(feed.send(""));
        // The process waits for the end: it has read all but what fits into a socket.
        let grown = peak_memory(&child.id().to_string()) - before;
        feed.close();
        assert!(child.wait().expect("it ends").success());
        assert!(grown < 12 * 1024, "{kind}: {grown} KiB more for {} MB", piece.len() * PIECES / 1_000_000);
    }
}

#[test]
fn closed_pipe_ends_the_download() {
    for kind in ["application/octet-stream", "text/plain", "text/event-stream", "application/json"] {
        let server = FakeServer::always(
            FakeResponse::new(200).with_body("data: 1\n\n", kind).endless("data: 2\n\n".repeat(1_000)),
        );
        let words = ["http", "request", "GET", "/x", "--timeout", "50"];
        let script = "{ \"$@\"; echo $? >code; } | head -c 7";
        let cli = Cli::of(&server);
        let output = cli.shell(script, &words).output().expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "data: 1", "{kind}");
        assert_eq!(std::fs::read_to_string(cli.home().join("code")).expect("a code"), "0\n", "{kind}");
    }
}

#[test]
fn cut_body_is_an_error_after_what_arrived() {
    for (kind, code) in [("text/plain", 5), ("application/octet-stream", 5), ("application/json", 5)] {
        let server = FakeServer::always(FakeResponse::new(200).with_body("[1, 2", kind).cut_short());
        let run = get(&server, &[]);
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.stderr.starts_with("error: the connection was lost during GET "), "{run:#?}");
        assert_eq!(run.stdout, if kind == "application/json" { "" } else { "[1, 2" });
    }
    let chunked = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";
    let run = get(&FakeServer::closing_after(chunked), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (5, "abc"), "{run:#?}");
}

#[test]
fn unusual_heads_are_read() {
    for (head, printed) in [
        ("HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nuntil the end\n", "until the end\n"),
        ("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n42", "42\n"),
        ("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1more than promised", "1\n"),
        ("HTTP/1.1 200\r\ncontent-length: 1\r\n\r\n1", "1\n"),
        ("HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n", ""),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nd\n\r\n0\r\ntrailer: t\r\n\r\n",
            "abcd\n",
        ),
    ] {
        let server = FakeServer::closing_after(head);
        assert_eq!(get(&server, &[]).ok(), printed, "{head}");
        assert_eq!(get(&server, &["--output-file", "/dev/stdout"]).ok().trim_end(), printed.trim_end(), "{head}");
    }
    let server = FakeServer::always(json_response(json!({"a": "body"})));
    let run = Cli::of(&server).run(&["http", "request", "HEAD", "/x", "--include"]);
    assert!(run.ok().contains("content-length: 12\n"), "{run:#?}");
    assert!(!run.stdout.contains("body"), "{run:#?}");
    let head = b"HTTP/1.1 200 OK\r\nx-name: J\xf6rg\r\ncontent-length: 1\r\n\r\n1".to_vec();
    let run = get(&FakeServer::closing_after(head), &["--include"]);
    assert!(run.ok().contains("x-name: J\u{fffd}rg\n"), "{run:#?}");
}

#[test]
fn many_headers_are_read_and_endless_ones_are_not() {
    let head = |count: usize| (0..count).map(|number| format!("x-{number}: v\r\n")).collect::<String>();
    let response = |count| format!("HTTP/1.1 200 OK\r\n{}content-length: 11\r\n\r\n{{\"data\":[]}}", head(count));
    let server = FakeServer::closing_after(response(900));
    assert_eq!(Cli::of(&server).run(&["models", "list", "--format", "json"]).json(), json!([]));
    assert!(get(&server, &["--include"]).ok().contains("x-899: v\n"));
    let large = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "v".repeat(1_000_000));
    let endless = format!("HTTP/1.1 200 OK\r\n{}", "set-cookie: a\r\n".repeat(100_000));
    for head in [response(2_000), large, endless] {
        let run = get(&FakeServer::closing_after(head), &[]);
        assert!(
            run.fails(5).contains("the response has more than 1000 headers, or more than 400 kB of them"),
            "{run:#?}"
        );
    }
}

#[test]
fn repeated_header_is_sent_repeatedly() {
    let server = FakeServer::always_json(json!({}));
    let words =
        ["-H", "X-Tag: a", "-H", "x-tag: b", "-H", "X-Tag: a", "-H", "Accept: text/html", "-H", "User-Agent: mine"];
    get(&server, &words).ok();
    let sent = server.received();
    assert_eq!(sent[0].headers.get_all("x-tag"), ["a", "b", "a"]);
    assert_eq!(sent[0].headers.get_all("accept"), ["text/html"]);
    assert_eq!(sent[0].headers.get_all("user-agent"), ["mine"]);
    assert_eq!(sent[0].headers.get_all("authorization"), [format!("Bearer {KEY}")]);
}

#[test]
fn post_without_a_body_declares_its_length() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server);
    for method in ["POST", "PUT", "PATCH", "GET", "DELETE", "HEAD", "OPTIONS"] {
        cli.run(&["http", "request", method, "/x"]).ok();
        let length = server.received().last().expect("a request").header("content-length").map(str::to_owned);
        let is_declared = matches!(method, "POST" | "PUT" | "PATCH");
        assert_eq!(length.as_deref(), is_declared.then_some("0"), "{method}");
    }
    // Exactly one, whoever sets it.
    for more in [&["-d", ""][..], &["-H", "Content-Length: 0"], &["-d", "xyz"]] {
        cli.run(&[&["http", "request", "POST", "/x"], more].concat()).ok();
    }
    let lengths: Vec<_> =
        server.received().iter().skip(7).map(|request| request.headers.get_all("content-length").join(",")).collect();
    assert_eq!(lengths, ["0", "0", "3"]);
}

#[test]
fn redirect_that_is_not_followed_is_shown() {
    let elsewhere = "https://elsewhere.example/login?next=%2Fx";
    let response = FakeResponse::new(302).with_header("location", elsewhere).with_body("Moved", "text/plain");
    let server = FakeServer::always(response);
    let run = get(&server, &["--include"]);
    assert_eq!(run.code, 6, "{run:#?}");
    let (head, body) = run.stdout.split_once("\n\n").expect("a head and a body");
    assert!(head.starts_with("HTTP 302 Found\n") && head.contains(&format!("location: {elsewhere}\n")), "{run:#?}");
    assert_eq!(body, "Moved\n");
    assert!(
        run.stderr.contains(&format!("a redirect to another server, {elsewhere}, which is not followed")),
        "{run:#?}"
    );
    let run = Cli::of(&server).run(&["http", "request", "GET", "/x", "--output-file", "f"]);
    assert_eq!((run.code, run.stdout.as_str()), (6, "Moved\n"), "{run:#?}");
    assert_eq!(server.received().len(), 2);
}

#[test]
fn redirect_to_https_names_the_url_to_use() {
    let server = FakeServer::new();
    let secure = server.uri().replace("http:", "https:");
    server.add("*", FakeResponse::new(301).with_header("location", format!("{secure}/models")));
    for words in [&["models", "list"][..], &["models", "delete", "m"], &["http", "request", "GET", "/x"]] {
        let run = Cli::of(&server).run(words);
        let hint = format!("hint: the server expects https: use {secure} instead of http\n");
        assert!(run.fails(6).ends_with(&hint), "{run:#?}");
    }
}

#[test]
fn requests_that_were_lost_are_sent_again_if_that_is_safe() {
    for lost in [FakeResponse::lost(), FakeResponse::reset()] {
        let sequence = || in_turn([lost.clone(), lost.clone(), json_response(json!({"data": [{"id": "m"}]}))]);
        let server = FakeServer::always(sequence());
        let run = Cli::of(&server).run(&["models", "list", "--debug"]);
        assert!(run.ok().contains('m') && run.stderr.contains("* the connection was lost: "), "{run:#?}");
        assert_eq!(server.received().len(), 3);
        for method in ["POST", "PATCH", "DELETE"] {
            let server = FakeServer::always(sequence());
            Cli::of(&server).run(&["http", "request", method, "/x"]).fails(5);
            assert_eq!(server.received().len(), 1, "{method}");
        }
    }
    // A response that has begun is not asked for again.
    let server = FakeServer::always(json_response(json!({"data": []})).cut_short());
    Cli::of(&server).run(&["models", "list"]).fails(5);
    assert_eq!(server.received().len(), 1);
}
