//! Commands that call models of other kinds than chat: what they send, and where the bytes go.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Run, json_response};

use crate::in_process::{Cli, are_usage_errors};

/// A server with a model of each kind; the image is what `image` says.
fn serving(image: Value) -> FakeServer {
    FakeServer::from_fn(move |request: &FakeRequest| match request.line().as_str() {
        "POST /embeddings" => json_response(json!({"model": "m", "usage": {"prompt_tokens": 3, "total_tokens": 3},
            "data": [{"index": 0, "embedding": [0.10, 2e-3]}, {"index": 1, "embedding": [1, 2]}]})),
        "POST /images/generations" | "POST /images/edits" => json_response(json!({"created": 1, "data": image})),
        "POST /audio/speech" => FakeResponse::new(200).with_body("sound", "audio/mpeg"),
        "POST /audio/transcriptions" => json_response(json!({"text": "spoken words"})),
        "POST /rerank" => json_response(json!({"id": "r", "results": [{"index": 1, "relevance_score": 0.9}]})),
        "POST /moderations" => json_response(json!({"id": "mod", "results":
            [{"flagged": true, "categories": {"violence": true, "hate": false, "illicit": null}}]})),
        _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
    })
}

fn parsed(run: &Run) -> Value {
    serde_json::from_str(run.ok()).expect("JSON")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn embeddings_take_several_texts_and_print_a_vector_a_line() {
    let server = serving(json!([]));
    let words = ["embeddings", "create", "m", "one", "two", "--dimensions", "2", "-p", "encoding_format=float"];
    assert_eq!(parsed(&Cli::of(&server).run(&words))["usage"]["prompt_tokens"], 3);
    assert_eq!(
        server.requests()[0].1,
        json!({"model": "m", "input": ["one", "two"], "dimensions": 2, "encoding_format": "float"})
    );
    let run = Cli::of(&server).run(&["embeddings", "create", "m", "one", "--format", "ndjson"]);
    assert_eq!(run.ok().lines().count(), 2, "{run:#?}");
    assert_eq!(server.requests()[1].1["input"], "one");
    let shown = Cli::of(&server).on_terminal(80).run(&["embeddings", "create", "m", "one"]);
    assert!(shown.ok().starts_with("2 vectors of 2 numbers from m\n"), "{shown:#?}");
    let folder = folder();
    let path = folder.path().join("lines.txt");
    std::fs::write(&path, "one\n\ntwo\n").expect("a file");
    let file = format!("@{}", path.display());
    Cli::of(&server).run(&["embeddings", "create", "m", &file, "--lines"]).ok();
    assert_eq!(server.requests()[3].1["input"], json!(["one", "two"]));
}

#[test]
fn images_are_written_to_new_private_files() {
    let image = || json!({"b64_json": STANDARD.encode(b"image"), "url": null});
    let folder = folder();
    let path = folder.path().join("a.png");
    let words = ["images", "generate", "m", "a cat", "--size", "1x1", "-o", path.to_str().expect("UTF-8")];
    let server = serving(json!([image()]));
    let run = Cli::of(&server).run(&words);
    assert!(run.ok().is_empty() && run.stderr.contains("(5 bytes)"), "{run:#?}");
    assert_eq!(server.requests()[0].1, json!({"model": "m", "prompt": "a cat", "size": "1x1"}));
    assert_eq!(std::fs::read(&path).expect("the image"), b"image");
    // Nothing is paid for an image that cannot be saved.
    let taken = Cli::of(&server).run(&words);
    assert!(taken.code == 2 && taken.stderr.contains("--force replaces it"), "{taken:#?}");
    assert_eq!(server.received().len(), 1);
    let server = serving(json!([image(), image()]));
    Cli::of(&server).run(&[&words[..], &["--n", "2"]].concat()).ok();
    assert!(folder.path().join("a-1.png").exists() && folder.path().join("a-2.png").exists());
    assert_eq!(Cli::of(&serving(json!([image()]))).run(&["images", "generate", "m", "x"]).ok(), "image");
    let json = Cli::of(&server).run(&["images", "generate", "m", "x", "--jq", ".data | length"]);
    assert_eq!(json.ok(), "2\n");
}

#[test]
fn edits_send_images_and_a_mask_as_files_of_their_type() {
    let image = json!({"b64_json": STANDARD.encode(b"changed"), "url": null});
    let server = serving(json!([image]));
    let folder = folder();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    };
    let (cat, hat, mask) =
        (file("cat.jpg", b"\xff\xd8\xffcat"), file("hat", b"\x89PNGhat"), file("mask.png", b"RIFF1234WEBPmask"));
    let output = folder.path().join("b.png");
    let words = ["images", "edit", "m", "a hat", "-i", &cat, "--image", &hat, "--mask", &mask, "--n", "1"];
    let more = ["--size", "1x1", "-p", "quality=low", "-o", output.to_str().expect("UTF-8")];
    Cli::of(&server).run(&[&words[..], &more].concat()).ok();
    assert_eq!(std::fs::read(&output).expect("the image"), b"changed");
    let request = server.received().pop().expect("a request");
    let body = String::from_utf8_lossy(&request.body).into_owned();
    let mut parts: Vec<_> = body.split("\r\n--").filter_map(|part| part.split_once("form-data; ")).collect();
    let parts: Vec<String> = parts.drain(..).map(|(_, part)| part.replace("\r\n", "|")).collect();
    let expected = [
        "name=\"model\"||m",
        "name=\"prompt\"||a hat",
        "name=\"n\"||1",
        "name=\"size\"||1x1",
        "name=\"quality\"||low",
        "name=\"image\"; filename=\"cat.jpg\"|Content-Type: image/jpeg||\u{fffd}\u{fffd}\u{fffd}cat",
        "name=\"image\"; filename=\"hat\"|Content-Type: image/png||\u{fffd}PNGhat",
        "name=\"mask\"; filename=\"mask.png\"|Content-Type: image/webp||RIFF1234WEBPmask",
    ];
    assert_eq!(parts, expected, "{body}");
    // Nothing is sent where something is missing.
    let empty = file("empty.png", b"");
    are_usage_errors(&[
        (&["images", "edit", "m", "a hat"], "--image"),
        (&["images", "edit", "m", "a hat", "--image", "no-such-file.png"], "cannot read `no-such-file.png`"),
        (&["images", "edit", "m", "a hat", "--image", &empty], "is empty"),
        (&["images", "edit", "m", "a hat", "--image", &cat, "-p", "mask=x"], "--mask sends the mask"),
        (&["images", "edit", "m", "a hat", "--image", &cat, "--n", "2"], "do not fit into one pipe"),
    ]);
}

#[test]
fn the_url_of_an_image_is_fetched_when_asked_and_without_the_key() {
    let other = FakeServer::from_fn(|_| FakeResponse::new(200).with_body("image", "image/png"));
    let url = format!("{}/i.png?signature=x", other.uri());
    let server = serving(json!([{"url": url}]));
    let folder = folder();
    let path = folder.path().join("a.png");
    let words = ["images", "generate", "m", "a cat", "-o", path.to_str().expect("UTF-8")];
    let run = Cli::of(&server).run(&words);
    assert_eq!((run.code, run.stdout), (1, format!("{url}\n")), "{}", run.stderr);
    assert!(run.stderr.contains("--download fetches it") && !path.exists() && other.received().is_empty());
    Cli::of(&server).run(&[&words[..], &["--download"]].concat()).ok();
    assert_eq!(std::fs::read(&path).expect("the image"), b"image");
    let fetched = other.received();
    assert_eq!(fetched[0].line(), "GET /i.png?signature=x");
    assert_eq!(fetched[0].header("authorization"), None);
    let local = serving(json!([{"url": "file:///etc/passwd"}]));
    let run = Cli::of(&local).run(&[&words[..], &["--download", "--force"]].concat());
    assert!(run.code == 1 && run.stderr.contains("which is not a URL"), "{run:#?}");
}

#[test]
fn bytes_are_not_written_to_a_terminal() {
    let server = serving(json!([]));
    for words in [&["audio", "speech", "m", "hi"][..], &["images", "generate", "m", "hi"]] {
        let run = Cli::of(&server).on_terminal(80).run(words);
        assert!(run.code == 2 && run.stderr.contains("-o FILE saves it"), "{run:#?}");
    }
    assert!(server.received().is_empty());
    assert_eq!(Cli::of(&server).run(&["audio", "speech", "m", "hi", "--voice", "alloy"]).ok(), "sound");
    assert_eq!(server.requests()[0].1, json!({"model": "m", "input": "hi", "voice": "alloy"}));
    are_usage_errors(&[
        (&["audio", "speech", "m", "hi", "--jq", "."], "has no --format and no --jq"),
        (&["images", "generate", "m", "hi", "--n", "2"], "do not fit into one pipe"),
        (&["images", "generate", "m", " "], "PROMPT is empty"),
        (&["audio", "transcribe", "m", "no-such-file.mp3"], "cannot read `no-such-file.mp3`"),
    ]);
}

#[test]
fn audio_is_uploaded_with_other_fields() {
    let server = serving(json!([]));
    let folder = folder();
    let path = folder.path().join("a.mp3");
    std::fs::write(&path, "sound").expect("a file");
    let path = path.to_str().expect("UTF-8");
    let words = ["audio", "transcribe", "m", path, "--language", "en", "-p", "timestamp_granularities=[\"word\"]"];
    assert_eq!(Cli::of(&server).run(&words).ok(), "spoken words\n");
    let body = String::from_utf8(server.received()[0].body.clone()).expect("text");
    for part in
        ["name=\"model\"\r\n\r\nm", "name=\"language\"\r\n\r\nen", "name=\"timestamp_granularities[]\"\r\n\r\nword"]
    {
        assert!(body.contains(part), "{body}");
    }
    assert!(body.contains("filename=\"a.mp3\"") && body.contains("\r\n\r\nsound"), "{body}");
    let json = Cli::of(&server).run(&["audio", "transcribe", "m", path, "--format", "json"]);
    assert_eq!(parsed(&json), json!({"text": "spoken words"}));
    let shown = Cli::of(&server).run(&["audio", "transcribe", "m", path, "--dry-run"]);
    assert!(shown.ok().contains("/audio/transcriptions"), "{shown:#?}");
    let language: &[&str] = &["audio", "transcribe", "m", path, "--language", "en", "-p", "language=de"];
    are_usage_errors(&[
        (language, "`language` is given twice"),
        (&["audio", "transcribe", "m", path, "-p", "file=x"], "-p cannot set `file`"),
    ]);
}

#[test]
fn nothing_in_a_response_is_dropped_silently() {
    let of = |response: Value| FakeServer::always_json(response);
    let says = |kind: &str, field: &str| json!({"type": "message", "content": [{"type": kind, field: "words"}]});
    let run = |server: &FakeServer| Cli::of(server).run(&["responses", "create", "m", "hi", "--previous", "resp_1"]);
    let server = of(json!({"id": "r", "status": "completed", "output": [says("output_text", "text")]}));
    assert_eq!(run(&server).ok(), "words\n");
    assert_eq!(server.requests()[0].1, json!({"model": "m", "input": "hi", "previous_response_id": "resp_1"}));
    let refused = run(&of(json!({"output": [says("refusal", "refusal")]})));
    assert!(refused.ok().is_empty() && refused.stderr.contains("the model refused: words"), "{refused:#?}");
    let call = json!({"type": "function_call", "name": "now"});
    assert_eq!(parsed(&run(&of(json!({"output": [call]})))), call);
    let empty = run(&of(json!({"status": "completed", "output": []})));
    assert!(empty.code != 0 && empty.stderr.contains("the response is empty (status completed)"), "{empty:#?}");
    let failed = run(&of(json!({"output": [], "status": "failed", "error": {"message": "too long"}})));
    assert!(failed.code == 1 && failed.stderr.contains("too long"), "{failed:#?}");
    let cut = run(&of(json!({"output": [says("output_text", "text")], "status": "incomplete",
        "incomplete_details": {"reason": "max_output_tokens"}})));
    assert!(cut.ok() == "words\n" && cut.stderr.contains("not complete: max_output_tokens"), "{cut:#?}");
    are_usage_errors(&[(&["responses", "create", "m", "hi", "-p", "stream=true"], "-p cannot set `stream`")]);
}

#[test]
fn responses_arrive_piece_by_piece() {
    let events = |end: &str| {
        let delta = |text: &str| format!("data: {}\n\n", json!({"type": "response.output_text.delta", "delta": text}));
        let body = format!(": keep-alive\n\n{}{}{end}", delta("Hel"), delta("lo"));
        FakeServer::always(FakeResponse::new(200).with_body(body, "text/event-stream"))
    };
    let message = json!({"type": "message", "content": [{"type": "output_text", "text": "Hello"}]});
    let call = json!({"type": "function_call", "name": "now", "arguments": "{}"});
    let response = json!({"id": "r", "status": "completed", "output": [message, call]});
    let completed = format!("data: {}\n\n", json!({"type": "response.completed", "response": response}));
    let words = &["responses", "create", "m", "hi", "--stream", "-a", "Cargo.toml"][..];
    let server = events(&completed);
    assert_eq!(Cli::of(&server).run(words).ok(), format!("Hello\n{call}\n"));
    let (_, sent) = server.requests().swap_remove(0);
    assert_eq!((&sent["stream"], &sent["input"][0]["content"][1]["type"]), (&json!(true), &json!("input_text")));
    let run = Cli::of(&server).run(&[words, &["--format", "json"]].concat());
    assert_eq!(serde_json::from_str::<Value>(run.ok()).expect("JSON"), response);
    let failed = "data: {\"type\": \"error\", \"message\": \"boom\", \"code\": \"500\"}\n\n";
    for (end, code, error) in [("", 5, "the response broke off"), (failed, 6, "boom")] {
        let run = Cli::of(&events(end)).run(words);
        assert!(run.code == code && run.stdout == "Hello\n" && run.stderr.contains(error), "{run:?}");
    }
    let whole = FakeServer::always_json(response.clone());
    assert_eq!(Cli::of(&whole).run(words).ok(), format!("Hello\n{call}\n"));
}

#[test]
fn rankings_show_the_documents_to_people() {
    let server = serving(json!([]));
    let words = ["rerank", "m", "capital", "Berlin", "Paris"];
    assert_eq!(parsed(&Cli::of(&server).run(&words))["results"][0]["index"], 1);
    assert_eq!(server.requests()[0].1, json!({"model": "m", "query": "capital", "documents": ["Berlin", "Paris"]}));
    let shown = Cli::of(&server).on_terminal(80).run(&words);
    assert!(shown.ok().contains("Paris") && !shown.ok().contains("Berlin"), "{shown:#?}");
    let csv = Cli::of(&server).run(&[&words[..], &["--format", "csv"]].concat());
    assert_eq!(csv.ok(), "index,relevance_score,document\n1,0.9,Paris\n");
    let objects = ["rerank", "m", "capital", "--documents", r#"[{"text": "Berlin"}, "Paris"]"#, "--top-n", "1"];
    Cli::of(&server).run(&objects).ok();
    assert_eq!(
        server.requests()[3].1,
        json!({"model": "m", "query": "capital", "documents": [{"text": "Berlin"}, "Paris"], "top_n": 1})
    );
}

#[test]
fn harmful_text_fails_only_when_asked() {
    let server = serving(json!([]));
    let words = ["moderations", "create", "hello", "--model", "m"];
    assert_eq!(parsed(&Cli::of(&server).run(&words))["results"][0]["flagged"], true);
    assert_eq!(server.requests()[0].1, json!({"input": ["hello"], "model": "m"}));
    let shown = Cli::of(&server).on_terminal(80).run(&words);
    assert!(shown.ok().contains("violence") && !shown.ok().contains("hate"), "{shown:#?}");
    let run = Cli::of(&server).run(&[&words[..], &["--fail-if-flagged"]].concat());
    assert_eq!(run.code, 9, "{run:#?}");
}

#[test]
fn an_endpoint_that_the_server_does_not_have_is_named() {
    let server = FakeServer::from_fn(|_| FakeResponse::new(404).with_json(json!({"detail": "Not Found"})));
    let run = Cli::of(&server).run(&["rerank", "m", "capital", "Berlin", "Paris"]);
    assert!(run.code == 3 && run.stderr.contains("does not have this endpoint"), "{run:#?}");
    assert!(run.stderr.contains("POST http") && run.stderr.contains("/rerank: check"), "{run:#?}");
}
