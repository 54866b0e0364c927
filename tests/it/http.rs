//! `http request`: any endpoint, any answer; and what holds of every request: retries, redirects, errors.

use serde_json::{Value, json};
use wiremock::matchers::{any, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{
    Cli, KEY, answering, answering_json, are_usage_errors, asked, bare, hanging_up_after, json_answer, one_line,
    requests, routed, with,
};

fn text_of(body: &[u8]) -> &str {
    std::str::from_utf8(body).expect("UTF-8")
}

#[tokio::test]
async fn a_path_is_asked_for_and_json_is_printed_as_it_came() {
    let body = "{\"z\":3e-05,\"a\":123456789012345678901234567890,\"m\":[1.0,{}]}";
    let server = answering(ResponseTemplate::new(200).set_body_raw(body, "application/json")).await;
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
        asked(&server).await,
        [bare("GET /models?a=b%20c&d=http://x/"), bare("DELETE /a/b"), bare("OPTIONS /models")]
    );
}

#[tokio::test]
async fn a_path_prefix_of_the_server_is_kept() {
    let server = answering_json(json!(1)).await;
    let cli = Cli::at(&format!("{}/llm/api/", server.uri()));
    cli.run(&["http", "request", "GET", "/models"]).ok();
    cli.run(&["models", "list"]).fails(6);
    assert!(cli.run(&["http", "request", "GET", "/../../secrets"]).fails(2).contains("leads out of"));
    assert_eq!(asked(&server).await, [bare("GET /llm/api/models"), bare("GET /llm/api/models")]);
}

#[tokio::test]
async fn json_bodies_are_sent_as_json() {
    let server = answering_json(json!({"ok": true})).await;
    let cli = Cli::of(&server).file("body.json", "{\"from\": \"a file\"}\n").stdin("[1, 2]");
    let body = "{\"model\": \"gpt-4\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
    cli.run(&["http", "request", "POST", "/chat/completions", "-j", body]).ok();
    cli.run(&["http", "request", "PUT", "/x", "--json", "@body.json"]).ok();
    cli.run(&["http", "request", "PATCH", "/x", "--json=@-"]).ok();
    cli.run(&["http", "request", "POST", "/x", "-j", "false"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            with("POST /chat/completions", serde_json::from_str(body).expect("JSON")),
            with("PUT /x", json!({"from": "a file"})),
            with("PATCH /x", json!([1, 2])),
            with("POST /x", json!(false)),
        ]
    );
}

#[tokio::test]
async fn data_that_is_json_is_sent_as_it_was_written_and_other_data_raw() {
    let server = answering_json(json!({})).await;
    let cli = Cli::of(&server).file("bytes", [0xff, 0x00, b'\n']).stdin("piped, not json\n");
    let json = "{ \"b\": 3e-05,\"a\":123456789012345678901234567890 }";
    for data in [json, "a=1&b=2", "@bytes", "@-", ""] {
        cli.run(&["http", "request", "POST", "/x", "-d", data]).ok();
    }
    let sent = requests(&server).await;
    assert_eq!(text_of(&sent[0].body), json);
    assert_eq!(sent[0].headers["content-type"], "application/json");
    assert_eq!(text_of(&sent[1].body), "a=1&b=2");
    // A file goes out byte for byte, its line end included.
    assert_eq!(sent[2].body, [0xff, 0x00, b'\n']);
    assert_eq!(text_of(&sent[3].body), "piped, not json\n");
    assert_eq!(sent[4].body, b"");
    for request in &sent[1..] {
        assert!(!request.headers.contains_key("content-type"), "{request:?}");
    }
}

#[tokio::test]
async fn headers_are_added_and_win_over_our_own() {
    let server = answering_json(json!({})).await;
    let cli = Cli::of(&server);
    cli.run(&["http", "request", "GET", "/health", "-H", "X-Custom-Header:value", "--header", "X-Url: http://x:1 "])
        .ok();
    cli.run(&["http", "request", "POST", "/x", "-d", "{}", "-H", "Content-Type: text/plain"]).ok();
    cli.run(&["http", "request", "GET", "/x", "-H", "Authorization: Basic abc"]).ok();
    let sent = requests(&server).await;
    assert_eq!(sent[0].headers["x-custom-header"], "value");
    assert_eq!(sent[0].headers["x-url"], "http://x:1");
    assert_eq!(sent[0].headers["authorization"], format!("Bearer {KEY}").as_str());
    assert_eq!(sent[1].headers["content-type"], "text/plain");
    assert_eq!(sent[2].headers.get_all("authorization").iter().collect::<Vec<_>>(), ["Basic abc"]);
}

#[tokio::test]
async fn answers_of_every_kind_are_printed() {
    for (kind, body, printed) in [
        ("text/plain", "I'm alive!", "I'm alive!\n"),
        ("text/plain", "line\n", "line\n"),
        ("application/json", "\"I'm alive!\"", "\"I'm alive!\"\n"),
        ("application/json", "", ""),
        ("text/html", "<html></html>", "<html></html>\n"),
        ("text/event-stream", "data: a\n\ndata: b\n\n", "data: a\n\ndata: b\n\n"),
    ] {
        let server = answering(ResponseTemplate::new(200).set_body_raw(body, kind)).await;
        let run = Cli::of(&server).run(&["http", "request", "GET", "/x"]);
        assert_eq!((run.ok(), run.stderr.as_str()), (printed, ""), "{kind}");
    }
}

#[tokio::test]
async fn a_refusal_prints_its_body_and_sets_the_exit_code() {
    for (status, code) in [(400, 1), (401, 4), (403, 4), (404, 3), (409, 8), (422, 1), (500, 6), (501, 6)] {
        let body = json!({"error": {"message": "the reason", "type": "t", "code": status.to_string()}});
        let server = answering(ResponseTemplate::new(status).set_body_json(&body)).await;
        let run = Cli::of(&server).run(&["http", "request", "GET", "/x"]);
        assert_eq!(run.code, code, "{run:#?}");
        assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON"), body);
        assert!(run.stderr.starts_with(&format!("error: the reason (HTTP {status})\n")), "{run:#?}");
    }
    let server = answering(ResponseTemplate::new(418).set_body_string("short and stout")).await;
    let run = Cli::of(&server).run(&["http", "request", "GET", "/x", "--output-file", "f"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, "short and stout\n"), "{run:#?}");
}

#[tokio::test]
async fn include_prints_status_and_headers_first() {
    let server = answering(json_answer(json!({"a": 1})).insert_header("x-litellm-version", "1.80.11")).await;
    let run = Cli::of(&server).run(&["http", "request", "GET", "/x", "--include"]);
    let (head, body) = run.ok().split_once("\n\n").expect("a head and a body");
    assert!(head.starts_with("HTTP 200 OK\n"), "{run:#?}");
    assert!(head.lines().any(|line| line == "x-litellm-version: 1.80.11"), "{run:#?}");
    assert_eq!(body, "{\n  \"a\": 1\n}\n");
}

#[tokio::test]
async fn an_answer_can_be_written_to_a_file_byte_for_byte() {
    let bytes = vec![0xff, 0xd8, 0x00, b'\n'];
    let server = answering(ResponseTemplate::new(200).set_body_raw(bytes.clone(), "image/jpeg")).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["http", "request", "GET", "/x", "--output-file", "picture.jpg"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("", ""));
    assert_eq!(std::fs::read(cli.home().join("picture.jpg")).expect("the file"), bytes);
}

#[tokio::test]
async fn another_server_is_not_asked() {
    let other = answering_json(json!({})).await;
    let server = answering_json(json!({})).await;
    let url = format!("{}/steal", other.uri());
    let run = Cli::of(&server).run(&["http", "request", "GET", &url]);
    assert!(run.fails(2).contains("the server that the key is for"), "{run:#?}");
    assert_eq!((requests(&server).await.len(), requests(&other).await.len()), (0, 0));
}

#[tokio::test]
async fn redirects_are_followed_within_the_server_only() {
    let server = routed([
        ("GET /old", ResponseTemplate::new(307).insert_header("location", "/new")),
        ("POST /old", ResponseTemplate::new(308).insert_header("location", "/new")),
        ("POST /found", ResponseTemplate::new(302).insert_header("location", "/new")),
        ("GET /new", json_answer(json!("arrived"))),
        ("POST /new", json_answer(json!("arrived too"))),
    ])
    .await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["http", "request", "GET", "/old"]).ok(), "\"arrived\"\n");
    assert_eq!(cli.run(&["http", "request", "POST", "/old", "-j", "{}"]).ok(), "\"arrived too\"\n");
    cli.run(&["http", "request", "POST", "/found", "-j", "{}"]).fails(6);
    assert_eq!(
        asked(&server).await,
        [
            bare("GET /old"),
            bare("GET /new"),
            with("POST /old", json!({})),
            with("POST /new", json!({})),
            with("POST /found", json!({})),
        ]
    );

    let other = answering_json(json!({})).await;
    let elsewhere = ResponseTemplate::new(302).insert_header("location", other.uri().as_str());
    let server = answering(elsewhere).await;
    let run = Cli::of(&server).run(&["models", "list"]);
    assert!(run.fails(6).contains("a redirect to another server"), "{run:#?}");
    assert_eq!(requests(&other).await.len(), 0);

    let circle = answering(ResponseTemplate::new(302).insert_header("location", "/again")).await;
    assert!(Cli::of(&circle).run(&["models", "list"]).fails(6).contains("more than 10 redirects"));
}

#[tokio::test]
async fn what_may_be_repeated_is_and_what_may_not_is_not() {
    let busy = ResponseTemplate::new(503).insert_header("retry-after", "0").set_body_string("busy");
    let server = MockServer::start().await;
    Mock::given(method("GET")).respond_with(busy.clone()).up_to_n_times(2).mount(&server).await;
    Mock::given(method("GET")).respond_with(json_answer(json!({"data": []}))).mount(&server).await;
    Mock::given(method("POST")).respond_with(busy.clone()).mount(&server).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["models", "list", "--format", "json"]).json(), json!([]));
    assert_eq!(requests(&server).await.len(), 3);
    assert_eq!(cli.run(&["models", "delete", "m"]).fails(6), "error: busy (HTTP 503)\n");
    assert_eq!(requests(&server).await.len(), 4);

    let server = answering(busy).await;
    assert_eq!(Cli::of(&server).run(&["models", "list"]).fails(6), "error: busy (HTTP 503)\n");
    assert_eq!(requests(&server).await.len(), 3);

    let limited = json!({"error": {"message": "Rate limit exceeded", "code": "429"}});
    let limited = ResponseTemplate::new(429).insert_header("retry-after", "3600").set_body_json(limited);
    let server = answering(limited).await;
    assert_eq!(
        Cli::of(&server).run(&["models", "list"]).fails(1),
        "error: Rate limit exceeded (HTTP 429)\nhint: the server asks to retry in 3600 s\n"
    );
    // Nobody waits for an hour.
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn every_shape_of_refusal_is_understood() {
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
        let server = answering(ResponseTemplate::new(status).set_body_string(body)).await;
        let run = Cli::of(&server).run(&["models", "list"]);
        assert_eq!(run.fails(code).lines().next(), Some(format!("error: {error}").as_str()), "{body}");
        let is_elsewhere = body.contains("Not Found") || body.contains("Dashboard");
        assert_eq!(run.stderr.contains("hint: the server does not have this endpoint"), is_elsewhere, "{run:#?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_not_litellms_is_a_failure_of_the_server() {
    for (kind, body, reason) in [
        ("text/html", "<html><head><title>Login</title></head></html>", "an HTML page titled \"Login\", not JSON"),
        ("application/json", "", "the body is empty"),
        ("application/json", "{\"data\": [", "not valid JSON"),
        ("application/json", "[]", "not the expected JSON"),
        ("application/json", "{\"data\": [{\"name\": 1}]}", "missing field `id`"),
        ("application/json", "{\"data\": null}", "not the expected JSON"),
    ] {
        let server = answering(ResponseTemplate::new(200).set_body_raw(body, kind)).await;
        let run = Cli::of(&server).run(&["models", "list"]);
        assert!(run.fails(6).contains(reason), "{body}: {run:#?}");
        assert!(run.stderr.contains("hint: check that the base URL points to a LiteLLM proxy server"), "{run:#?}");
    }
}

#[test]
fn a_server_that_is_not_there_is_named_with_the_place_its_url_came_from() {
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

#[tokio::test]
async fn a_server_that_does_not_answer_in_time_is_given_up() {
    let never = ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(3600));
    let server = answering(never).await;
    let run = Cli::of(&server).run(&["models", "delete", "m", "--timeout", "0.2"]);
    assert!(run.fails(5).contains("/model/delete timed out after 0.2 s"), "{run:#?}");
    assert!(run.stderr.contains("hint: the server may still do it"), "{run:#?}");
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn the_key_goes_into_the_header_that_is_asked_for() {
    let server = MockServer::start().await;
    Mock::given(any())
        .and(header("x-litellm-key", format!("Bearer {KEY}").as_str()))
        .respond_with(json_answer(json!({"data": []})))
        .mount(&server)
        .await;
    Cli::of(&server).run(&["models", "list", "--auth-header", "X-Litellm-Key"]).ok();
    Cli::of(&server).env("LITELLM_PROXY_AUTH_HEADER", "X-Litellm-Key").run(&["models", "list"]).ok();
    for request in requests(&server).await {
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
}

#[tokio::test]
async fn dry_runs_show_the_request_and_send_nothing() {
    let server = answering_json(json!({})).await;
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["http", "request", "POST", "/x?y=1", "-j", "{\"a\": 1}", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/x?y=1\n{{\n  \"a\": 1\n}}\n"));
    let run = cli.run(&["http", "request", "POST", "/x", "-d", "text", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/x\ntext\n"));
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn servers_without_a_key_are_asked_without_one() {
    let server = routed([("GET /models", json_answer(json!({"data": []})))]).await;
    Cli::new().run(&["models", "list", "--base-url", &server.uri()]).ok();
    Cli::of(&server).run(&["models", "list", "--api-key", ""]).ok();
    for request in requests(&server).await {
        assert_eq!(one_line(&request), bare("GET /models"));
        assert!(!request.headers.contains_key("authorization"), "{request:?}");
    }
    Mock::given(path("/key/list")).respond_with(ResponseTemplate::new(401)).mount(&server).await;
    let run = Cli::new().run(&["keys", "list", "--base-url", &server.uri()]);
    assert!(run.fails(4).contains("hint: give a key with --api-key or LITELLM_PROXY_API_KEY"), "{run:#?}");
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["http"], "Usage: litellm-proxy http"),
        (&["http", "request"], "<METHOD>"),
        (&["http", "request", "GET"], "<URI>"),
        (&["http", "request", "G T", "/x"], "`G T` is not an HTTP method"),
        (&["http", "request", "GET", "http://"], "is not a URL"),
        (&["http", "request", "POST", "/x", "-j", "{\"a\":"], "invalid JSON in --json"),
        (&["http", "request", "POST", "/x", "-j", "{}", "-d", "x"], "cannot be used with"),
        (&["http", "request", "POST", "/x", "-d", "@nope"], "cannot read `nope`"),
        (&["http", "request", "POST", "/x", "-j", "@nope"], "cannot read `nope`"),
        (&["http", "request", "GET", "/x", "-H", "no colon"], "--header takes KEY:VALUE"),
        (&["http", "request", "GET", "/x", "-H", "a b:c"], "is not a valid header name"),
        (&["http", "request", "GET", "/x", "-H", "a:b\nc"], "contains characters that are not allowed in a header"),
        (&["http", "request", "GET", "/x", "--timeout", "0"], "must be more than zero"),
        (&["http", "request", "GET", "/x", "--timeout", "soon"], "not a number of seconds"),
        (&["http", "request", "GET", "/x", "--auth-header", "a b"], "is not a valid header name"),
        (&["http", "request", "GET", "/x", "--api-key", "a\nb"], "no header can carry"),
        (&["http", "request", "GET", "/x", "--ca-cert", "nope"], "cannot read `nope`"),
        (&["http", "request", "GET", "/x", "--base-url", "localhost:4000"], "it has no scheme"),
        (&["http", "request", "GET", "/x", "--base-url", "ftp://h"], "must begin with http"),
        (&["http", "request", "GET", "/x", "--base-url", "http://u:p@h"], "must not hold a user name"),
    ])
    .await;
}

#[test]
fn an_answer_that_breaks_off_is_a_failure_and_is_not_asked_for_twice() {
    for head in ["", "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n{\"data\": ["] {
        // A second attempt would find nobody, and be told so.
        let run = Cli::at(&hanging_up_after(head)).run(&["models", "delete", "m"]);
        assert!(run.fails(5).starts_with("error: the connection was lost during POST "), "{run:#?}");
        assert!(
            run.stderr.ends_with("hint: the server may have applied the change: check before you retry\n"),
            "{run:#?}"
        );
    }
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_used_but_not_where_it_is_not_wanted() {
    let proxy = answering_json(json!({"data": []})).await;
    // Nobody listens there: only the proxy can have answered.
    let cli = Cli::at("http://127.0.0.1:1").env("HTTP_PROXY", &proxy.uri());
    cli.run(&["models", "list"]).ok();
    assert_eq!(requests(&proxy).await[0].headers["host"], "127.0.0.1:1");
    assert_eq!(asked(&proxy).await, [bare("GET /models")]);
    cli.env("NO_PROXY", "127.0.0.1").run(&["models", "list"]).fails(5);
    assert_eq!(requests(&proxy).await.len(), 1);
}

#[tokio::test]
async fn a_netrc_file_does_not_replace_the_key() {
    let server = answering_json(json!({"data": []})).await;
    let cli = Cli::of(&server).file(".netrc", "machine 127.0.0.1 login me password hidden\n");
    cli.run(&["models", "list"]).ok();
    assert_eq!(asked(&server).await, [bare("GET /models")]);
}

#[tokio::test]
async fn json_given_as_json_is_sent_as_it_was_written() {
    let server = answering_json(json!({})).await;
    let body = "{\"b\":3e-05,\"a\":123456789012345678901234567890}";
    Cli::of(&server).run(&["http", "request", "POST", "/x", "-j", body]).ok();
    assert_eq!(String::from_utf8_lossy(&requests(&server).await[0].body), body);
}

#[tokio::test]
async fn dry_runs_show_numbers_as_they_are_sent() {
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

#[tokio::test]
async fn nothing_is_sent_when_the_answer_could_not_be_kept() {
    let server = answering_json(json!({})).await;
    Cli::of(&server).run(&["http", "request", "POST", "/x", "--output-file", "no/such/directory/f"]).fails(2);
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn an_authorization_of_ones_own_is_not_shown_as_the_variable() {
    let run =
        Cli::at("http://h").run(&["http", "request", "GET", "/x", "-H", "Authorization: Bearer another", "--curl"]);
    assert!(!run.ok().contains("LITELLM_PROXY_API_KEY") && !run.stdout.contains("another"), "{run:#?}");
}
