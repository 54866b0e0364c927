//! `http request`, and what holds for every request: retries, redirects, errors.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, in_turn, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

fn text_of(body: &[u8]) -> &str {
    std::str::from_utf8(body).expect("UTF-8")
}

#[test]
fn request_prints_json_unchanged() {
    let body = "{\"z\":3e-05,\"a\":123456789012345678901234567890,\"m\":[1.0,{}]}";
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "application/json"));
    let cli = Cli::of(&server);
    let run = cli.run(&["http", "request", "get", "models?a=b%20c&d=http://x/"]);
    assert_eq!(
        run.ok(),
        "{\n  \"z\": 3e-05,\n  \"a\": 123456789012345678901234567890,\n  \"m\": [\n    1.0,\n    {}\n  ]\n}\n"
    );
    assert_eq!(run.stderr, "");
    cli.run(&["http", "request", "DELETE", "/a/b"]).ok();
    let whole = format!("{}/models", server.uri());
    cli.run(&["http", "request", "OPTIONS", &whole]).ok();
    assert_eq!(
        server.requests(),
        [request("GET /models?a=b%20c&d=http://x/"), request("DELETE /a/b"), request("OPTIONS /models")]
    );
}

#[test]
fn base_url_path_prefix_is_kept() {
    let server = FakeServer::always_json(json!(1));
    let cli = Cli::at(&format!("{}/llm/api/", server.uri()));
    cli.run(&["http", "request", "GET", "/models"]).ok();
    cli.run(&["models", "list"]).fails(6);
    assert!(cli.run(&["http", "request", "GET", "/../../secrets"]).fails(2).contains("leads out of"));
    assert_eq!(server.requests(), [request("GET /llm/api/models"), request("GET /llm/api/models")]);
}

#[test]
fn json_option_sends_json() {
    let server = FakeServer::always_json(json!({"ok": true}));
    let cli = Cli::of(&server).file("body.json", "{\"from\": \"a file\"}\n").stdin("[1, 2]");
    let body = "{\"model\": \"gpt-4\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
    cli.run(&["http", "request", "POST", "/chat/completions", "-j", body]).ok();
    cli.run(&["http", "request", "PUT", "/x", "--json", "@body.json"]).ok();
    cli.run(&["http", "request", "PATCH", "/x", "--json=@-"]).ok();
    cli.run(&["http", "request", "POST", "/x", "-j", "false"]).ok();
    assert_eq!(
        server.requests(),
        [
            request_with("POST /chat/completions", serde_json::from_str(body).expect("JSON")),
            request_with("PUT /x", json!({"from": "a file"})),
            request_with("PATCH /x", json!([1, 2])),
            request_with("POST /x", json!(false)),
        ]
    );
}

#[test]
fn data_option_detects_json_and_sends_raw_bytes() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server).file("bytes", [0xff, 0x00, b'\n']).stdin("piped, not json\n");
    let json = "{ \"b\": 3e-05,\"a\":123456789012345678901234567890 }";
    for data in [json, "a=1&b=2", "@bytes", "@-", ""] {
        cli.run(&["http", "request", "POST", "/x", "-d", data]).ok();
    }
    let sent = server.received();
    assert_eq!(text_of(&sent[0].body), json);
    assert_eq!(sent[0].headers["content-type"], "application/json");
    assert_eq!(text_of(&sent[1].body), "a=1&b=2");
    // A file is sent byte for byte, with its final newline.
    assert_eq!(sent[2].body, [0xff, 0x00, b'\n']);
    assert_eq!(text_of(&sent[3].body), "piped, not json\n");
    assert_eq!(sent[4].body, b"");
    for request in &sent[1..] {
        assert!(!request.headers.contains_key("content-type"), "{request:?}");
    }
}

#[test]
fn custom_headers_override_defaults() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server);
    cli.run(&["http", "request", "GET", "/health", "-H", "X-Custom-Header:value", "--header", "X-Url: http://x:1 "])
        .ok();
    cli.run(&["http", "request", "POST", "/x", "-d", "{}", "-H", "Content-Type: text/plain"]).ok();
    cli.run(&["http", "request", "GET", "/x", "-H", "Authorization: Basic abc"]).ok();
    let sent = server.received();
    assert_eq!(sent[0].headers["x-custom-header"], "value");
    assert_eq!(sent[0].headers["x-url"], "http://x:1");
    assert_eq!(sent[0].headers["authorization"], format!("Bearer {KEY}").as_str());
    assert_eq!(sent[1].headers["content-type"], "text/plain");
    assert_eq!(sent[2].headers.get_all("authorization"), ["Basic abc"]);
}

#[test]
fn response_of_any_type_is_printed() {
    for (kind, body, printed) in [
        ("text/plain", "I'm alive!", "I'm alive!\n"),
        ("text/plain", "line\n", "line\n"),
        ("application/json", "\"I'm alive!\"", "\"I'm alive!\"\n"),
        ("application/json", "", ""),
        ("text/html", "<html></html>", "<html></html>\n"),
        ("text/event-stream", "data: a\n\ndata: b\n\n", "data: a\n\ndata: b\n\n"),
    ] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body, kind));
        let run = Cli::of(&server).run(&["http", "request", "GET", "/x"]);
        assert_eq!((run.ok(), run.stderr.as_str()), (printed, ""), "{kind}");
    }
}

#[test]
fn refusal_prints_its_body_and_sets_the_exit_code() {
    for (status, code) in [(400, 1), (401, 4), (403, 4), (404, 3), (409, 8), (422, 1), (500, 6), (501, 6)] {
        let body = json!({"error": {"message": "the reason", "type": "t", "code": status.to_string()}});
        let server = FakeServer::always(FakeResponse::new(status).with_json(&body));
        let run = Cli::of(&server).run(&["http", "request", "GET", "/x"]);
        assert_eq!(run.code, code, "{run:#?}");
        assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON"), body);
        assert!(run.stderr.starts_with(&format!("error: the reason (HTTP {status})\n")), "{run:#?}");
    }
    let server = FakeServer::always(FakeResponse::new(418).with_text("short and stout"));
    let run = Cli::of(&server).run(&["http", "request", "GET", "/x", "--output-file", "f"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "short and stout\n"), "{run:#?}");
}

#[test]
fn include_prints_status_and_headers() {
    let server = FakeServer::always(json_response(json!({"a": 1})).with_header("x-litellm-version", "1.80.11"));
    let run = Cli::of(&server).run(&["http", "request", "GET", "/x", "--include"]);
    let (head, body) = run.ok().split_once("\n\n").expect("a head and a body");
    assert!(head.starts_with("HTTP 200 OK\n"), "{run:#?}");
    assert!(head.lines().any(|line| line == "x-litellm-version: 1.80.11"), "{run:#?}");
    assert_eq!(body, "{\n  \"a\": 1\n}\n");
}

#[test]
fn output_file_receives_the_exact_bytes() {
    let bytes = vec![0xff, 0xd8, 0x00, b'\n'];
    let server = FakeServer::always(FakeResponse::new(200).with_body(bytes.clone(), "image/jpeg"));
    let cli = Cli::of(&server);
    let run = cli.run(&["http", "request", "GET", "/x", "--output-file", "picture.jpg"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("", ""));
    assert_eq!(std::fs::read(cli.home().join("picture.jpg")).expect("the file"), bytes);
}

#[test]
fn absolute_url_of_another_origin_is_refused() {
    let other = FakeServer::always_json(json!({}));
    let server = FakeServer::always_json(json!({}));
    let url = format!("{}/steal", other.uri());
    let run = Cli::of(&server).run(&["http", "request", "GET", &url]);
    assert!(run.fails(2).contains("the server that the key is for"), "{run:#?}");
    assert_eq!((server.received().len(), other.received().len()), (0, 0));
}

#[test]
fn redirects_stay_on_the_same_origin() {
    let server = FakeServer::with_routes([
        ("GET /old", FakeResponse::new(307).with_header("location", "/new")),
        ("POST /old", FakeResponse::new(308).with_header("location", "/new")),
        ("POST /found", FakeResponse::new(302).with_header("location", "/new")),
        ("GET /new", json_response(json!("arrived"))),
        ("POST /new", json_response(json!("arrived too"))),
    ]);
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["http", "request", "GET", "/old"]).ok(), "\"arrived\"\n");
    assert_eq!(cli.run(&["http", "request", "POST", "/old", "-j", "{}"]).ok(), "\"arrived too\"\n");
    cli.run(&["http", "request", "POST", "/found", "-j", "{}"]).fails(6);
    assert_eq!(
        server.requests(),
        [
            request("GET /old"),
            request("GET /new"),
            request_with("POST /old", json!({})),
            request_with("POST /new", json!({})),
            request_with("POST /found", json!({})),
        ]
    );

    let other = FakeServer::always_json(json!({}));
    let elsewhere = FakeResponse::new(302).with_header("location", other.uri().as_str());
    let server = FakeServer::always(elsewhere);
    let run = Cli::of(&server).run(&["models", "list"]);
    assert!(run.fails(6).contains("a redirect to another server"), "{run:#?}");
    assert_eq!(other.received().len(), 0);

    let circle = FakeServer::always(FakeResponse::new(302).with_header("location", "/again"));
    assert!(Cli::of(&circle).run(&["models", "list"]).fails(6).contains("more than 10 redirects"));
}

#[test]
fn only_idempotent_requests_are_retried() {
    let busy = FakeResponse::new(503).with_header("retry-after", "0").with_text("busy");
    let server = FakeServer::new()
        .on("GET *", in_turn([busy.clone(), busy.clone(), json_response(json!({"data": []}))]))
        .on("POST *", busy.clone());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["models", "list", "--format", "json"]).json(), json!([]));
    assert_eq!(server.received().len(), 3);
    assert_eq!(cli.run(&["models", "delete", "m"]).fails(6), "error: busy (HTTP 503)\n");
    assert_eq!(server.received().len(), 4);

    let server = FakeServer::always(busy);
    assert_eq!(Cli::of(&server).run(&["models", "list"]).fails(6), "error: busy (HTTP 503)\n");
    assert_eq!(server.received().len(), 3);

    let limited = json!({"error": {"message": "Rate limit exceeded", "code": "429"}});
    let limited = FakeResponse::new(429).with_header("retry-after", "3600").with_json(limited);
    let server = FakeServer::always(limited);
    assert_eq!(
        Cli::of(&server).run(&["models", "list"]).fails(1),
        "error: Rate limit exceeded (HTTP 429)\nhint: the server asks to retry in 3600 s\n"
    );
    // An hour is too long to wait.
    assert_eq!(server.received().len(), 1);
}

#[test]
fn all_error_shapes_are_parsed() {
    for (status, body, code, error) in [
        (400, "{\"error\": \"plain\"}", 1, "plain (HTTP 400)"),
        (404, "{\"detail\": \"Not Found\"}", 3, "Not Found (HTTP 404)"),
        (403, "{\"detail\": {\"error\": \"Not allowed\"}}", 4, "Not allowed (HTTP 403)"),
        (
            422,
            "{\"detail\": [{\"loc\": [\"body\", \"model\"], \"msg\": \"Field required\", \"type\": \"missing\"}]}",
            1,
            "body.model: Field required (HTTP 422)",
        ),
        (400, "{\"error\": {\"message\": \"{'error': 'No such team'}\"}}", 1, "No such team (HTTP 400)"),
        (500, "Internal Server Error", 6, "Internal Server Error (HTTP 500)"),
        (500, "", 6, "Internal Server Error (empty response) (HTTP 500)"),
        (
            500,
            "<html><head><title>Bad Gateway</title></head><body><p>nginx</p></body></html>",
            6,
            "Internal Server Error, an HTML page titled \"Bad Gateway\": nginx (HTTP 500)",
        ),
        (
            404,
            "<!DOCTYPE html><html><head><title>LiteLLM Dashboard</title><style>a{}</style></head><body><script>((a,b)=>{})(1)</script></body></html>",
            3,
            "Not Found, an HTML page titled \"LiteLLM Dashboard\" (HTTP 404)",
        ),
    ] {
        let server = FakeServer::always(FakeResponse::new(status).with_text(body));
        let run = Cli::of(&server).run(&["models", "list"]);
        assert_eq!(run.fails(code).lines().next(), Some(format!("error: {error}").as_str()), "{body}");
        let is_elsewhere = body.contains("Not Found") || body.contains("Dashboard");
        assert_eq!(run.stderr.contains("hint: the server does not have this endpoint"), is_elsewhere, "{run:#?}");
    }
}

#[test]
fn non_litellm_response_exits_with_six() {
    for (kind, body, reason) in [
        ("text/html", "<html><head><title>Login</title></head></html>", "an HTML page titled \"Login\", not JSON"),
        ("application/json", "", "the body is empty"),
        ("application/json", "{\"data\": [", "not valid JSON"),
        ("application/json", "[]", "not the expected JSON"),
        ("application/json", "{\"data\": [{\"name\": 1}]}", "missing field `id`"),
        ("application/json", "{\"data\": null}", "not the expected JSON"),
    ] {
        let server = FakeServer::always(FakeResponse::new(200).with_body(body, kind));
        let run = Cli::of(&server).run(&["models", "list"]);
        assert!(run.fails(6).contains(reason), "{body}: {run:#?}");
        assert!(run.stderr.contains("hint: check that the base URL points to a LiteLLM proxy server"), "{run:#?}");
    }
}

#[test]
fn unreachable_server_error_names_the_source_of_the_url() {
    let run = Cli::at("http://127.0.0.1:1").run(&["models", "list"]);
    assert_eq!(
        run.fails(5),
        "error: cannot reach http://127.0.0.1:1: connection refused\n\
         hint: the URL came from the variable LITELLM_PROXY_URL; set another with --base-url or LITELLM_PROXY_URL\n"
    );
    let run = Cli::at("http://127.0.0.1:1").run(&["models", "list", "--format=json"]);
    let object: Value = serde_json::from_str(run.fails(5)).expect("one JSON object");
    assert_eq!(object["error"]["kind"], "unreachable");
    assert_eq!(object["error"]["status"], Value::Null);
}

#[test]
fn silent_server_times_out() {
    let server = FakeServer::always(FakeResponse::silence());
    let run = Cli::of(&server).run(&["models", "delete", "m", "--timeout", "0.2"]);
    assert!(run.fails(5).contains("/model/delete timed out after 0.2 s"), "{run:#?}");
    assert!(run.stderr.contains("hint: the server may still apply the change"), "{run:#?}");
    assert_eq!(server.received().len(), 1);
}

#[test]
fn auth_header_option_and_variable_are_used() {
    let server = FakeServer::always_json(json!({"data": []}));
    Cli::of(&server).run(&["models", "list", "--auth-header", "X-Litellm-Key"]).ok();
    Cli::of(&server).env("LITELLM_PROXY_AUTH_HEADER", "X-Litellm-Key").run(&["models", "list"]).ok();
    for request in server.received() {
        assert_eq!(request.headers["x-litellm-key"], format!("Bearer {KEY}"));
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
}

#[test]
fn dry_run_sends_nothing() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["http", "request", "POST", "/x?y=1", "-j", "{\"a\": 1}", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/x?y=1\n{{\n  \"a\": 1\n}}\n"));
    let run = cli.run(&["http", "request", "POST", "/x", "-d", "text", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/x\ntext\n"));
    assert_eq!(server.received().len(), 0);
}

#[test]
fn requests_without_a_key_have_no_auth_header() {
    let server = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    Cli::new().run(&["models", "list", "--base-url", &server.uri()]).ok();
    Cli::of(&server).run(&["models", "list", "--api-key", ""]).ok();
    for received in server.received() {
        assert_eq!(received.without_key(), request("GET /models"));
    }
    server.add("/key/list", FakeResponse::new(401));
    let run = Cli::new().run(&["keys", "list", "--base-url", &server.uri()]);
    assert!(run.fails(4).contains("hint: pass a key with --api-key or LITELLM_PROXY_API_KEY"), "{run:#?}");
}

#[test]
fn empty_variables_are_named_as_the_cause() {
    let server = FakeServer::new();
    server.add("/key/list", FakeResponse::new(401));
    let cli = Cli::new().env("LITELLM_PROXY_API_KEY", "").env("LITELLM_PROXY_URL", "");
    let refused = cli.run(&["keys", "list", "--base-url", &server.uri()]);
    assert!(refused.fails(4).contains("hint: LITELLM_PROXY_API_KEY is empty: set it (in CI,"), "{refused:#?}");
    // With a key of another origin, its variable is not the cause.
    let wrong = cli.run(&["keys", "list", "--base-url", &server.uri(), "--api-key", "sk-1"]);
    assert!(wrong.fails(4).contains("hint: the key came from --api-key"), "{wrong:#?}");
    // Something may listen at the default address of a developer's machine; then the URL is not the cause.
    let unreachable =
        cli.env("HTTP_PROXY", "http://127.0.0.1:1").env("NO_PROXY", "none.example").run(&["models", "list"]);
    let hint = "LITELLM_PROXY_URL is empty, so the default was used; set it, or pass --base-url";
    assert!(unreachable.fails(5).contains(hint), "{unreachable:#?}");
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["http"], "Usage: litellm-proxy http"),
        (&["http", "request"], "<PATH>"),
        (&["http", "request", "GET"], "the path is missing after GET"),
        (&["http", "request", "G T", "/x"], "`G T` is not an HTTP method"),
        (&["http", "request", "GET", "http://"], "is not a URL"),
        (&["http", "request", "POST", "/x", "-j", "{\"a\":"], "invalid JSON in --json"),
        (&["http", "request", "POST", "/x", "-j", "{}", "-d", "x"], "cannot be used with"),
        (&["http", "request", "POST", "/x", "-d", "@nope"], "cannot read `nope`"),
        (&["http", "request", "POST", "/x", "-j", "@nope"], "cannot read `nope`"),
        (&["http", "request", "GET", "/x", "-H", "no colon"], "--header takes KEY:VALUE"),
        (&["http", "request", "GET", "/x", "-H", "a b:c"], "is not a valid header name"),
        (&["http", "request", "GET", "/x", "-H", "a:b\nc"], "contains characters that are not allowed in a header"),
        (&["http", "request", "GET", "/x", "--timeout", "0"], "must be greater than zero"),
        (&["http", "request", "GET", "/x", "--timeout", "soon"], "not a number of seconds"),
        (&["http", "request", "GET", "/x", "--auth-header", "a b"], "is not a valid header name"),
        (&["http", "request", "GET", "/x", "--api-key", "a\nb"], "not allowed in a header"),
        (&["http", "request", "GET", "/x", "--ca-cert", "nope"], "cannot read `nope`"),
        (&["http", "request", "GET", "/x", "--base-url", "localhost:4000"], "the scheme is missing"),
        (&["http", "request", "GET", "/x", "--base-url", "ftp://h"], "must begin with http"),
        (&["http", "request", "GET", "/x", "--base-url", "http://u:p@h"], "must not contain a user name"),
    ]);
}

#[test]
fn post_with_a_broken_response_is_not_retried() {
    for head in ["", "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"data\": ["] {
        let server = FakeServer::closing_after(head);
        let run = Cli::of(&server).run(&["models", "delete", "m"]);
        assert_eq!(server.received().len(), 1);
        assert!(run.fails(5).starts_with("error: the connection was lost during POST "), "{run:#?}");
        assert!(
            run.stderr.ends_with("hint: the server may have applied the change: check before you retry\n"),
            "{run:#?}"
        );
    }
}

#[test]
fn http_proxy_and_no_proxy_are_respected() {
    let proxy = FakeServer::always_json(json!({"data": []}));
    // Nothing listens there: only the proxy can have responded.
    let cli = Cli::at("http://127.0.0.1:1").env("HTTP_PROXY", &proxy.uri());
    cli.run(&["models", "list"]).ok();
    assert_eq!(proxy.received()[0].headers["host"], "127.0.0.1:1");
    assert_eq!(proxy.requests(), [request("GET http://127.0.0.1:1/models")]);
    cli.env("NO_PROXY", "127.0.0.1").run(&["models", "list"]).fails(5);
    assert_eq!(proxy.received().len(), 1);
}

#[test]
fn netrc_does_not_replace_the_key() {
    let server = FakeServer::always_json(json!({"data": []}));
    let cli = Cli::of(&server).file(".netrc", "machine 127.0.0.1 login me password hidden\n");
    cli.run(&["models", "list"]).ok();
    assert_eq!(server.requests(), [request("GET /models")]);
}

#[test]
fn json_option_preserves_number_spelling() {
    let server = FakeServer::always_json(json!({}));
    let body = "{\"b\":3e-05,\"a\":123456789012345678901234567890}";
    Cli::of(&server).run(&["http", "request", "POST", "/x", "-j", body]).ok();
    assert_eq!(String::from_utf8_lossy(&server.received()[0].body), body);
}

#[test]
fn dry_run_preserves_number_spelling() {
    let run = Cli::at("http://h").run(&[
        "http",
        "request",
        "POST",
        "/x",
        "-d",
        "{\"n\":123456789012345678901234567890}",
        "--dry-run",
    ]);
    assert_eq!(run.ok(), "POST http://h/x\n{\n  \"n\": 123456789012345678901234567890\n}\n");
}

#[test]
fn unwritable_output_file_is_refused_before_sending() {
    let server = FakeServer::always_json(json!({}));
    Cli::of(&server).run(&["http", "request", "POST", "/x", "--output-file", "no/such/directory/f"]).fails(2);
    assert_eq!(server.received().len(), 0);
}

#[test]
fn curl_masks_a_custom_authorization_header() {
    let run =
        Cli::at("http://h").run(&["http", "request", "GET", "/x", "-H", "Authorization: Bearer another", "--curl"]);
    assert!(!run.ok().contains("LITELLM_PROXY_API_KEY") && !run.stdout.contains("another"), "{run:#?}");
}
