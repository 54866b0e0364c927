//! `chat completions`: attachments, media that are saved, and templates.

use std::process::Stdio;

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response};

use crate::harness::Cli;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n-";

fn answer(message: &Value) -> Value {
    json!({"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
}

fn server() -> FakeServer {
    FakeServer::always_json(answer(&json!({"content": "hi"})))
}

#[test]
fn attachments_are_sent_by_what_they_contain() {
    let server = server();
    let cli = Cli::of(&server)
        .file("photo.txt", PNG)
        .file("notes.png", "some text\n")
        .file("song", b"ID3\x04\0")
        .file("paper.md", b"%PDF-1.7 x")
        .file("odd.flac", b"fLaC\0\0\0\x22");
    let text = |text: &str| json!({"type": "text", "text": text});
    let image = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgot"}});
    for (words, parts) in [
        (&["-a", "photo.txt"][..], json!([image])),
        (
            &["-a", "notes.png", "-a", "song"],
            json!([text("notes.png:\nsome text\n"), {"type": "input_audio", "input_audio": {"data": "SUQzBAA=", "format": "mp3"}}]),
        ),
        (
            &["-a", "paper.md"],
            json!([{"type": "file", "file": {"filename": "paper.md", "file_data": "data:application/pdf;base64,JVBERi0xLjcgeA=="}}]),
        ),
        (
            &["-a", "odd.flac", "--attach-type", "audio/flac"],
            json!([{"type": "input_audio", "input_audio": {"data": "ZkxhQwAAACI=", "format": "flac"}}]),
        ),
        (
            &["-a", "https://a.example/b.png?x=1"],
            json!([{"type": "image_url", "image_url": {"url": "https://a.example/b.png?x=1"}}]),
        ),
        (
            &["-a", "https://a.example/b", "--attach-type", "image/png", "--detail", "low"],
            json!([{"type": "image_url", "image_url": {"url": "https://a.example/b", "detail": "low"}}]),
        ),
    ] {
        cli.run(&[&["chat", "completions", "m", "What is it?"], words].concat()).ok();
        let expected: Vec<Value> = [vec![text("What is it?")], parts.as_array().expect("parts").clone()].concat();
        assert_eq!(
            server.received().pop().expect("a request").json()["messages"],
            json!([{"role": "user", "content": expected}]),
            "{words:?}"
        );
    }
    // From standard input, without a text, and after messages.
    let piped = Cli::of(&server).stdin(PNG);
    piped.run(&["chat", "completions", "m", "-a", "-"]).ok();
    assert_eq!(
        server.received().pop().expect("a request").json()["messages"],
        json!([{"role": "user", "content": [image]}])
    );
    piped.run(&["chat", "completions", "m", "-a", "-", "-m", "user:a", "-m", "assistant:b"]).ok();
    let messages = server.received().pop().expect("a request").json()["messages"].clone();
    assert_eq!(
        messages,
        json!([{"role": "user", "content": [text("a"), image]}, {"role": "assistant", "content": "b"}])
    );
}

#[test]
fn attachments_are_bounded_and_known() {
    let server = server();
    let cli = Cli::of(&server).file("empty", "").file("zip", "PK\x03\x04").file("dir/a", "a");
    let large = std::fs::File::create(cli.home().join("large")).expect("a file");
    large.set_len(21 << 20).expect("its length");
    for name in ["one", "two", "three"] {
        let file = std::fs::File::create(cli.home().join(name)).expect("a file");
        std::io::Write::write_all(&mut &file, PNG).expect("written");
        file.set_len(18 << 20).expect("its length");
    }
    for (words, message) in [
        (&["-a", "empty"][..], "`empty` is empty"),
        (&["-a", "zip"], "the content of `zip` does not show its type"),
        (&["-a", "dir"], "`dir` is a directory"),
        (&["-a", "large"], "`large` has 21 MB; an attachment may have 20 MB"),
        (&["-a", "one", "-a", "two", "-a", "three"], "larger than 50 MB together"),
        (&["-a", "missing"], "cannot read `missing`"),
        (&["-a", "https://a.example/b.pdf"], "does not end like an image"),
        (&["-a", "zip", "--attach-type", "zip"], "not a content type"),
    ] {
        let run = cli.run(&[&["chat", "completions", "m", "hi"], words].concat());
        assert!(run.fails(2).contains(message), "{words:?}: {run:#?}");
    }
    assert_eq!(server.received().len(), 0);
    // A pipe that never ends is read to its bound.
    let output = cli
        .shell(
            "mkfifo endless; cat /dev/zero > endless & \"$@\"; kill $! 2>/dev/null",
            &["chat", "completions", "m", "hi", "-a", "endless"],
        )
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    assert!(String::from_utf8_lossy(&output.stderr).contains("`endless` is larger than 20 MB"), "{output:?}");
    let cli = cli.file("photo", [PNG, &[0; 300]].concat());
    let shown = cli.run(&["chat", "completions", "m", "hi", "-a", "photo", "--dry-run"]);
    assert!(shown.ok().contains("data:image/png;base64,…(309 bytes)"), "{shown:#?}");
}

#[test]
fn media_are_saved_and_never_replaced() {
    let image = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgot"}});
    let elsewhere = json!({"image_url": {"url": "https://a.example/b.png"}});
    let message = json!({"content": null, "images": [image, elsewhere], "audio": {"id": "a", "data": "SUQzBAA=", "transcript": "Hello"}});
    let events = format!(
        "data: {}\n\ndata: [DONE]\n\n",
        json!({"choices": [{"index": 0, "delta": message, "finish_reason": "stop"}]})
    );
    for (response, option) in [
        (json_response(answer(&message)), "--no-stream"),
        (FakeResponse::new(200).with_body(events, "text/event-stream"), "--stream"),
    ] {
        let server = FakeServer::always(response.with_header("x-litellm-call-id", "c/1"));
        let cli = Cli::of(&server);
        let words = ["chat", "completions", "m", "hi", "--save-media", "out", option];
        let run = cli.run(&words);
        assert_eq!(run.ok(), "Hello\n");
        assert_eq!(
            run.stderr,
            "saved out/c_1-1.png (9 bytes)\nan image is not saved, but stored at https://a.example/b.png\nsaved out/c_1-3.mp3 (5 bytes)\n"
        );
        assert_eq!(std::fs::read(cli.home().join("out/c_1-1.png")).expect("a file"), PNG);
        let again = cli.run(&words);
        assert!(again.code == 1 && again.stderr.contains("`out/c_1-1.png` exists"), "{again:#?}");
        assert_eq!(server.received().len(), 2);
    }
    let run = Cli::of(&server()).run(&["chat", "completions", "m", "hi", "--save-media", "out"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("hi\n", "the answer has no images or audio to save\n"));
}

#[test]
fn templates_make_requests() {
    let server = server();
    let template = "\
model: gpt-4o
system: You review ${language}.
prompt: |-
  Review this:
  ${input}
params: {temperature: 0.2, seed: 7}
tools: [{name: f}]
schema: {type: string}
attach: [notes.txt]
defaults: {language: Rust}
";
    let cli = Cli::of(&server)
        .file(".config/litellm-proxy/templates/review.yaml", template)
        .file(".config/litellm-proxy/templates/notes.txt", "n")
        .file(".config/litellm-proxy/templates/broken.yaml", "prompt: x\nmodle: m\n")
        .stdin("a diff\n");
    let run = cli.run(&["chat", "completions", "--template", "review", "--var", "language=C"]);
    // The answer is not JSON.
    assert_eq!((run.code, run.stdout.as_str()), (1, "hi\n"), "{run:#?}");
    let sent = server.received().pop().expect("a request").json();
    let user = |text: &str| json!({"role": "user", "content": [{"type": "text", "text": text}, {"type": "text", "text": "notes.txt:\nn"}]});
    assert_eq!(
        sent,
        json!({"model": "gpt-4o", "messages": [{"role": "system", "content": "You review C."}, user("Review this:\na diff")],
               "tools": [{"type": "function", "function": {"name": "f"}}],
               "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "string"}, "strict": true}},
               "temperature": 0.2, "seed": 7})
    );
    // Options win.
    let words = [
        "chat",
        "completions",
        "m",
        "text",
        "--template",
        "review",
        "--system",
        "Be kind",
        "-t",
        "1",
        "-p",
        "seed=8",
        "-p",
        "response_format.type=text",
        "--no-stdin",
    ];
    cli.run(&words).ok();
    let sent = server.received().pop().expect("a request").json();
    assert_eq!((&sent["model"], &sent["temperature"], &sent["seed"]), (&json!("m"), &json!(1.0), &json!(8)));
    assert_eq!(sent["messages"], json!([{"role": "system", "content": "Be kind"}, user("Review this:\ntext")]));

    let count = server.received().len();
    for (words, message) in [
        (&["--template", "review", "--no-stdin"][..], "review.yaml, line 4, column 3: `${input}` has no value"),
        (&["--template", "review", "--var", "lang=C"], "the template has no variable `lang`"),
        (&["--template", "review", "--var", "lang"], "--var takes NAME=VALUE"),
        (&["--template", "broken"], "broken.yaml, line 2, column 1: unknown field `modle`"),
        (&["--template", "../x"], "is not the name of a template"),
        (&["m", "hi", "--var", "a=b"], "--template"),
    ] {
        let run = cli.run(&[&["chat", "completions"], words].concat());
        assert!(run.fails(2).contains(message), "{words:?}: {run:#?}");
    }
    let missing = cli.run(&["chat", "completions", "--template", "reviev"]);
    assert_eq!(missing.fails(3), "error: no template is named `reviev`; there are broken, review\n");
    assert_eq!(server.received().len(), count);

    let listed = cli.run(&["chat", "templates", "list", "--format", "json"]).json();
    assert_eq!(listed[1]["name"], "review");
    assert_eq!(listed[1]["variables"], json!(["language", "input"]));
    assert!(listed[0]["error"].as_str().is_some_and(|error| error.contains("unknown field")), "{listed}");
    assert_eq!(cli.run(&["chat", "templates", "show", "review"]).ok(), template);
    let path = cli.run(&["chat", "templates", "path", "review"]);
    assert_eq!(
        path.ok().trim_end(),
        cli.home().join(".config/litellm-proxy/templates/review.yaml").to_str().expect("UTF-8")
    );
    assert_eq!(Cli::of(&server).run(&["chat", "templates", "list", "--format", "json"]).json(), json!([]));
}
