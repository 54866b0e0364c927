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
