//! `chat completions` and `http request`: piped input that is not read.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;
use test_bed::FakeServer;

use crate::harness::Cli;

const WARNING: &str =
    "warning: standard input was not read, because there is a user message; send it with -m user:@-\n";

fn server() -> FakeServer {
    FakeServer::always_json(json!({"choices": [{"index": 0, "finish_reason": "stop", "message": {"content": "hi"}}]}))
}

#[test]
fn piped_input_beside_a_user_message_is_a_warning() {
    let server = server();
    let words = ["chat", "completions", "m", "-m", "user:given"];
    for option in ["--stream", "--no-stream"] {
        let run = Cli::of(&server).stdin("a diff").run(&[&words[..], &[option]].concat());
        assert_eq!((run.ok(), run.stderr.as_str()), ("hi\n", WARNING), "{option}");
        let body = &server.received().pop().expect("a request").json()["messages"];
        assert_eq!(*body, json!([{"role": "user", "content": "given"}]));
    }
    for (words, stdin) in [
        (&["-m", "user:given"][..], ""),
        (&["-m", "user:@-"], "read"),
        (&["-m", "system:x", "-m", "user:@-"], "read"),
        (&["-m", "system:x"], "read"),
        (&[], "read"),
    ] {
        let run = Cli::of(&server).stdin(stdin).run(&[&["chat", "completions", "m"], words].concat());
        assert_eq!((run.ok(), run.stderr.as_str()), ("hi\n", ""), "{words:?}");
    }
}

#[test]
fn piped_input_is_sent_before_the_text() {
    let server = server();
    let both = json!([{"role": "user", "content": "a diff\n\nReview this"}]);
    let alone = json!([{"role": "user", "content": "Review this"}]);
    let cli = Cli::of(&server).file("diff.txt", "a diff\n").file("list.txt", "a diff\nrest\n");
    for (script, words, messages, stderr) in [
        ("printf 'a diff\n\n' | \"$@\"", &["Review this"][..], &both, ""),
        ("printf '\\357\\273\\277a diff' | \"$@\"", &["user:Review this"], &both, ""),
        ("\"$@\" < diff.txt", &["Review this"], &both, ""),
        ("\"$@\" < /dev/null", &["Review this"], &alone, ""),
        ("\"$@\" < /dev/zero", &["Review this"], &alone, ""),
        ("\"$@\" <&-", &["Review this"], &alone, ""),
        ("printf ' \n' | \"$@\"", &["Review this"], &alone, ""),
        ("printf 'a diff' | \"$@\"", &["Review this", "--no-stdin"], &alone, ""),
        ("printf 'a diff' | \"$@\"", &["-m", "user:Review this", "--no-stdin"], &alone, ""),
        (
            "(sleep 2.3; printf 'a diff') | \"$@\"",
            &["Review this"],
            &both,
            "waiting for standard input (--no-stdin skips it)\n",
        ),
        // The rest of the file belongs to the loop.
        ("{ read line; \"$@\"; } < list.txt", &["Review this"], &alone, WARNING),
    ] {
        let output = cli.shell(script, &[&["chat", "completions", "m"], words].concat()).output().expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stderr), stderr, "{script}");
        assert_eq!(output.stdout, b"hi\n", "{script}");
        let sent = server.received().pop().expect("a request").json();
        assert_eq!(sent["messages"], *messages, "{script}");
    }
    let run = Cli::of(&server).stdin(b"\xff\xfe".to_vec()).run(&["chat", "completions", "m", "Review this"]);
    assert!(run.fails(2).contains("standard input is not UTF-8 text"));
}

#[test]
fn a_loop_over_lines_makes_a_request_for_each() {
    let server = server();
    let cli = Cli::of(&server).file("list.txt", "one\ntwo\nthree\n");
    for message in ["-m \"user:$line\"", "\"$line\""] {
        server.reset();
        let script = format!("while read line; do \"$@\" {message}; done < list.txt");
        cli.shell(&script, &["chat", "completions", "m"]).output().expect("a shell");
        let sent: Vec<_> =
            server.received().iter().map(|request| request.json()["messages"][0]["content"].clone()).collect();
        assert_eq!(sent, ["one", "two", "three"], "{message}");
    }
}

#[test]
fn files_are_noticed_and_empty_or_silent_input_is_not() {
    let server = server();
    let cli = Cli::of(&server).file("diff.txt", "text").file("empty.txt", "");
    let words = ["chat", "completions", "m", "-m", "user:given"];
    for (script, warning) in [
        ("\"$@\" < diff.txt", WARNING),
        ("\"$@\" < empty.txt", ""),
        ("\"$@\" < /dev/null", ""),
        ("\"$@\" <&-", ""),
        ("\"$@\" < /dev/zero", ""),
        // The file has been read to its end.
        ("{ cat > /dev/null; \"$@\"; } < diff.txt", ""),
        // A pipe that stays open and silent.
        ("mkfifo pipe; sleep 60 > pipe & \"$@\" < pipe; kill $!", ""),
    ] {
        let output = cli.shell(script, &words).stdin(Stdio::null()).output().expect("a shell");
        assert_eq!(String::from_utf8_lossy(&output.stderr), warning, "{script}");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"hi\n"[..]), "{script}");
    }
}

#[test]
fn input_that_comes_late_is_noticed() {
    let feed = test_bed::Feed::new();
    let server = FakeServer::always(test_bed::FakeResponse::fed(&feed));
    let cli = Cli::of(&server);
    let mut child = cli
        .shell("exec \"$@\"", &["chat", "completions", "m", "-m", "user:given", "--stream"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    server.wait_for_requests(1);
    child.stdin.as_mut().expect("piped").write_all(b"late").expect("written");
    feed.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\n");
    feed.close();
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(
        (String::from_utf8_lossy(&output.stdout).as_ref(), String::from_utf8_lossy(&output.stderr).as_ref()),
        ("hi\n", WARNING)
    );
}

#[test]
fn piped_input_beside_a_body_is_a_warning() {
    let server = server();
    for (words, stdin, warning) in [
        (&["POST", "/x", "-j", "{}"][..], "{}", "warning: standard input was not read; send it with --json @-\n"),
        (&["POST", "/x", "-d", "a"], "{}", "warning: standard input was not read; send it with --data @-\n"),
        (&["POST", "/x"], "{}", "warning: standard input was not read; send it with --data @-\n"),
        (&["POST", "/x", "-j", "@-"], "{}", ""),
        (&["POST", "/x", "-j", "{}"], "", ""),
        // In a loop over the lines of a file, the rest of the file is not meant.
        (&["GET", "/x"], "next line", ""),
    ] {
        let run = Cli::of(&server).stdin(stdin).run(&[&["http", "request"], words].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, warning), "{words:?}");
    }
}
