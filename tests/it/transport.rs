//! How requests travel: repeated or not, redirected or not, under which path and header, through which proxy, and
//! what of it is shown.

use serde_json::{Value, json};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{Cli, KEY, answering, answering_json, one_line, requests};
use test_bed::fault_server::{FaultServer, Reply};

const ADD: &[&str] = &["models", "add", "m", "-p", "model=openai/m"];
const UPDATE: &[&str] = &["models", "update", "i", "-p", "rpm=1"];
/// An address where nobody listens: port 1 is nobody's.
const NOBODY: &str = "http://127.0.0.1:1";

/// A server that answers the first request of a method with a status and `Retry-After: 0`, all else with the body.
async fn busy_at_first(busy_method: &str, status: u16, body: Value) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method(busy_method))
        .respond_with(ResponseTemplate::new(status).insert_header("retry-after", "0"))
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(&server).await;
    server
}

#[tokio::test]
async fn a_busy_server_is_asked_again_by_what_may_be_repeated() {
    for status in [429, 502, 503, 504] {
        let server = busy_at_first("GET", status, json!({"data": [{"id": "m"}]})).await;
        assert_eq!(Cli::of(&server).run(&["models", "list", "--format", "json"]).json(), json!([{"id": "m"}]));
        let sent: Vec<_> = requests(&server).await.iter().map(one_line).collect();
        assert_eq!(sent, vec![("GET /models".to_owned(), Value::Null); 2], "{status}");

        let server = busy_at_first("DELETE", status, json!({"credential_name": "c"})).await;
        Cli::of(&server).run(&["credentials", "delete", "c"]).ok();
        let methods: Vec<_> = requests(&server).await.iter().map(|request| request.method.to_string()).collect();
        assert_eq!(methods, ["GET", "DELETE", "DELETE"], "{status}");

        let server = busy_at_first("PUT", status, json!({})).await;
        Cli::of(&server).run(&["http", "request", "PUT", "/any", "-j", r#"{"a":1}"#]).ok();
        let sent: Vec<_> = requests(&server).await.iter().map(one_line).collect();
        assert_eq!(sent, vec![("PUT /any".to_owned(), json!({"a": 1})); 2], "{status}");
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_never_sent_twice() {
    for (status, code) in [(429, 1), (502, 6), (503, 6), (504, 6)] {
        for (busy_method, words) in [("POST", ADD), ("PATCH", UPDATE)] {
            let server = busy_at_first(busy_method, status, json!({})).await;
            Cli::of(&server).run(words).fails(code);
            assert_eq!(requests(&server).await.len(), 1, "{busy_method} {status}");
        }
    }
}

#[tokio::test]
async fn a_failure_that_will_not_pass_is_not_repeated() {
    for (status, code) in [(400, 1), (401, 4), (403, 4), (404, 3), (408, 1), (500, 6), (501, 6)] {
        let server = answering(ResponseTemplate::new(status).insert_header("retry-after", "0")).await;
        Cli::of(&server).run(&["models", "list"]).fails(code);
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn three_tries_are_all() {
    let server = answering(ResponseTemplate::new(503).insert_header("retry-after", "0")).await;
    let run = Cli::of(&server).run(&["models", "list", "--debug"]);
    let text = run.fails(6);
    assert_eq!(requests(&server).await.len(), 3);
    assert!(text.contains("* HTTP 503; attempt 2 in 0 ms\n") && text.contains("* HTTP 503; attempt 3 in 0 ms\n"));
    assert!(!text.contains("attempt 4"), "{text}");
}

#[tokio::test]
async fn a_long_pause_is_told_and_not_waited_for() {
    let server = answering(ResponseTemplate::new(429).insert_header("retry-after", "3600")).await;
    let run = Cli::of(&server).run(&["models", "list"]);
    assert!(run.fails(1).ends_with("\nhint: the server asks to retry in 3600 s\n"), "{run:#?}");
    assert_eq!(requests(&server).await.len(), 1);
    let server = answering(ResponseTemplate::new(503).insert_header("retry-after", "31")).await;
    Cli::of(&server).run(&["models", "list"]).fails(6);
    assert_eq!(requests(&server).await.len(), 1);
}

#[test]
fn what_was_not_sent_is_tried_again_whatever_the_method() {
    for words in [&["models", "list"], ADD, UPDATE] {
        let run = Cli::at(NOBODY).run(&[words, &["--debug"]].concat());
        let text = run.fails(5);
        for attempt in [2, 3] {
            assert!(text.contains(&format!("* connection refused; attempt {attempt} in ")), "{text}");
        }
        assert_eq!(text.matches(&format!(" {NOBODY}/model")).count(), 3, "{text}");
        assert!(
            text.ends_with(
                "error: cannot reach http://127.0.0.1:1: connection refused\nhint: the URL came from the variable LITELLM_PROXY_URL; set another with --base-url or LITELLM_PROXY_URL\n"
            ),
            "{text}"
        );
    }
}

/// A server that redirects everything with a status, and answers what it redirects to.
async fn redirecting(status: u16, to: &str) -> MockServer {
    let server = MockServer::start().await;
    let body = json!({"data": [{"id": "there"}]});
    Mock::given(path("/there")).respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(&server).await;
    // A location may be a whole URL: `SELF` stands for this server's.
    let to = to.replace("SELF", &server.uri());
    let redirect = ResponseTemplate::new(status).insert_header("location", to.as_str());
    Mock::given(any()).respond_with(redirect).with_priority(9).mount(&server).await;
    server
}

#[tokio::test]
async fn a_redirect_on_the_same_server_keeps_the_key() {
    for (status, to) in
        [(301, "/there"), (302, "there"), (303, "SELF/there"), (307, "/there"), (308, "/elsewhere/../there")]
    {
        let server = redirecting(status, to).await;
        let run = Cli::of(&server).run(&["models", "list", "--format", "json"]);
        assert_eq!(run.json(), json!([{"id": "there"}]), "{status}");
        let sent = requests(&server).await;
        assert_eq!(sent.len(), 2, "{status}");
        assert_eq!(one_line(&sent[1]).0, "GET /there");
        assert_eq!(sent[1].headers["authorization"], format!("Bearer {KEY}").as_str());
    }
}

#[tokio::test]
async fn only_a_redirect_that_keeps_the_method_is_followed_by_a_change() {
    for status in [307, 308] {
        let server = redirecting(status, "/there").await;
        Cli::of(&server).run(ADD).ok();
        let sent: Vec<_> = requests(&server).await.iter().map(one_line).collect();
        let body = json!({"model_name": "m", "litellm_params": {"model": "openai/m"}});
        assert_eq!(sent, [("POST /model/new".to_owned(), body.clone()), ("POST /there".to_owned(), body)]);
    }
    for status in [301, 302, 303] {
        let server = redirecting(status, "/there").await;
        let run = Cli::of(&server).run(ADD);
        assert!(run.fails(6).contains("a redirect to /there, which a POST does not follow"), "{run:#?}");
        assert_eq!(requests(&server).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_to_another_server_is_not_followed() {
    let other = answering_json(json!({"data": []})).await;
    let address = other.address().to_string();
    for status in [301, 302, 307, 308] {
        for to in [format!("http://{address}/models"), format!("//{address}/models"), format!("https://{address}/")] {
            for words in [&["models", "list"], ADD] {
                let server = redirecting(status, &to).await;
                let run = Cli::of(&server).run(words);
                let text = run.fails(6);
                assert!(text.contains("a redirect to another server, ") && text.contains(&address), "{text}");
                assert_eq!(requests(&server).await.len(), 1);
            }
        }
    }
    // The same host under another port is another server, and so is the same address under another name.
    let server = MockServer::start().await;
    let renamed = format!("http://localhost:{}/models", server.address().port());
    Mock::given(any())
        .respond_with(ResponseTemplate::new(307).insert_header("location", renamed.as_str()))
        .mount(&server)
        .await;
    Cli::of(&server).run(&["models", "list"]).fails(6);
    assert_eq!(requests(&server).await.len(), 1);
    assert!(requests(&other).await.is_empty());
}

#[tokio::test]
async fn redirects_in_a_circle_come_to_an_end() {
    let server = redirecting(307, "/round").await;
    for words in [&["models", "list"], ADD] {
        let run = Cli::of(&server).run(words);
        assert!(run.fails(6).contains("more than 10 redirects"), "{run:#?}");
    }
    assert_eq!(requests(&server).await.len(), 22);
}

#[tokio::test]
async fn the_path_of_the_base_url_stands_before_every_path() {
    let server = answering(ResponseTemplate::new(404)).await;
    for slash in ["", "/"] {
        let cli = Cli::at(&format!("{}/llm/a%20b{slash}", server.uri()));
        for words in [
            &["models", "list"][..],
            &["models", "get", "--id", "i"],
            ADD,
            UPDATE,
            &["credentials", "delete", "c"],
            &["keys", "list"],
            &["keys", "info", "--key", "sk-0123456789"],
            &["users", "list", "--page", "1"],
            &["teams", "list"],
            &["model-groups", "list"],
            &["chat", "completions", "m", "-m", "user:hi"],
            &["chat", "completions", "m", "-m", "user:hi", "--stream"],
            &["http", "request", "GET", "/any?x=1"],
            &["http", "request", "DELETE", "any/other"],
            &["keys", "import", "--discard-secrets", "--source-base-url", &format!("{}/llm/a%20b", server.uri())],
        ] {
            cli.run(words);
            let sent = requests(&server).await;
            assert!(!sent.is_empty(), "{words:?}");
            for request in sent {
                let path = request.url.path();
                assert!(path.starts_with("/llm/a%20b/") && !path.contains("//"), "{words:?}: {path}");
            }
            server.reset().await;
            Mock::given(any()).respond_with(ResponseTemplate::new(404)).mount(&server).await;
        }
        cli.run(&["version"]).ok();
        assert!(requests(&server).await.iter().all(|request| request.url.path().starts_with("/llm/a%20b/")));
    }
}

#[test]
fn a_name_is_one_segment_of_the_path_whatever_it_holds() {
    for (name, segment) in [
        ("plain-1.0_x", "plain-1.0_x"),
        ("a/b", "a%2Fb"),
        ("../../key/list", "..%2F..%2Fkey%2Flist"),
        ("a b", "a%20b"),
        ("a?b=c", "a%3Fb=c"),
        ("a#b", "a%23b"),
        ("50%", "50%25"),
        ("%2e%2e", "%252e%252e"),
        ("%2F", "%252F"),
        ("é漢😀", "%C3%A9%E6%BC%A2%F0%9F%98%80"),
        ("\u{202e}", "%E2%80%AE"),
        ("...", "..."),
    ] {
        let server = FaultServer::start(|_| Reply::json(r#"{"credential_name":"c"}"#));
        let cli = Cli::at(&server.uri());
        cli.run(&["credentials", "get", name]).ok();
        cli.run(&["credentials", "update", name, "--info", "{}"]).ok();
        cli.run(&["credentials", "delete", name]).ok();
        cli.run(&["models", "update", name, "-p", "rpm=1"]).ok();
        let lines: Vec<_> =
            server.received().iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect();
        let expected = [
            format!("GET /credentials/by_name/{segment} HTTP/1.1"),
            format!("PATCH /credentials/{segment} HTTP/1.1"),
            format!("GET /credentials/by_name/{segment} HTTP/1.1"),
            format!("DELETE /credentials/{segment} HTTP/1.1"),
            format!("PATCH /model/{segment}/update HTTP/1.1"),
        ];
        assert_eq!(lines, expected, "{name}");
    }
}

#[test]
fn a_name_that_no_path_can_hold_is_refused_before_anything_is_sent() {
    let server = FaultServer::start(|_| Reply::json("{}"));
    let cli = Cli::at(&server.uri());
    for name in ["", ".", "..", "a\nb", ".\t."] {
        for words in [
            &["credentials", "get", name][..],
            &["credentials", "update", name, "--info", "{}"],
            &["credentials", "delete", name],
            &["models", "update", name, "-p", "rpm=1"],
        ] {
            let run = cli.run(words);
            let text = run.fails(2);
            let is_named = text.contains("cannot be used as a name in a URL") || text.contains("a value is required");
            assert!(is_named, "{run:#?}");
        }
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn the_key_goes_into_the_header_that_is_asked_for_and_no_other() {
    let server = answering_json(json!({"data": []})).await;
    Cli::of(&server).run(&["--auth-header", "X-Litellm-Key", "models", "list"]).ok();
    Cli::of(&server).env("LITELLM_PROXY_AUTH_HEADER", "x-litellm-key").run(&["models", "list"]).ok();
    let dry = Cli::of(&server).run(&["--auth-header", "X-Litellm-Key", "models", "list", "--debug"]);
    assert!(dry.stderr.contains("> x-litellm-key: [redacted]\n"), "{dry:#?}");
    for request in requests(&server).await {
        assert_eq!(request.headers["x-litellm-key"], format!("Bearer {KEY}").as_str());
        assert!(!request.headers.contains_key("authorization"));
    }
}

#[test]
fn a_proxy_between_us_and_the_server_is_used_unless_the_server_is_exempt() {
    let proxy = FaultServer::start(|_| Reply::json(r#"{"data":[]}"#));
    let server = FaultServer::start(|_| Reply::json(r#"{"data":[]}"#));
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let cli = Cli::at("http://upstream.example:4000/llm").env(name, &proxy.uri());
        cli.run(&["models", "list"]).ok();
        let seen = proxy.received();
        let last = seen.last().expect("a request");
        assert!(last.starts_with("GET http://upstream.example:4000/llm/models HTTP/1.1\r\n"), "{name}: {last}");
    }
    let through = proxy.received().len();
    let cli = Cli::at(&server.uri()).env("HTTP_PROXY", &proxy.uri());
    let cli = cli.env("NO_PROXY", "example.com,127.0.0.1");
    cli.run(&["models", "list"]).ok();
    assert_eq!(proxy.received().len(), through);
    assert_eq!(server.received().len(), 1);
    assert!(server.received()[0].starts_with("GET /models HTTP/1.1\r\n"));
}

#[test]
fn a_proxy_for_https_is_asked_for_a_tunnel_and_is_not_shown_the_key() {
    let proxy = FaultServer::start(|_| Reply::http("403 Forbidden", "text/plain", "no tunnels here"));
    let cli = Cli::at("https://upstream.example/llm").env("HTTPS_PROXY", &proxy.uri());
    let run = cli.run(&["models", "list"]);
    assert!(run.fails(5).contains("error: cannot reach https://upstream.example/llm: "), "{run:#?}");
    let seen = proxy.received();
    assert!(!seen.is_empty());
    for head in seen {
        assert!(head.starts_with("CONNECT upstream.example:443 HTTP/1.1\r\n"), "{head}");
        assert!(!head.contains(KEY) && !head.to_ascii_lowercase().contains("\nauthorization"), "{head}");
    }
}

#[test]
fn the_password_of_a_proxy_is_not_told() {
    let cli = Cli::at("http://upstream.example").env("HTTP_PROXY", "http://someone:hush-hush@127.0.0.1:1");
    for words in [&["models", "list"][..], &["models", "list", "--debug"], &["models", "list", "--format", "json"]] {
        let run = cli.run(words);
        assert!(!run.fails(5).contains("hush-hush"), "{run:#?}");
    }
}

#[test]
fn a_body_that_never_ends_ends_with_the_time_allowed() {
    let head = |kind: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{{\"data\":[").into_bytes();
    for (kind, words) in [
        ("application/json", &["models", "list"][..]),
        ("text/plain", &["http", "request", "GET", "/any"]),
        ("text/event-stream", &["chat", "completions", "m", "-m", "user:hi", "--stream"]),
    ] {
        // Small pieces: what comes in before the time is up must not fill the memory.
        let reply = Reply::Endless { head: head(kind), piece: b"1,".to_vec() };
        let server = FaultServer::start(move |_| reply.clone());
        let run = Cli::at(&server.uri()).run(&[words, &["--timeout", "0.4"]].concat());
        assert!(run.fails(5).contains(" timed out after 0.4 s"), "{run:#?}");
        assert_eq!(server.received().len(), 1, "what was answered in part is not asked again");
    }
}

#[tokio::test]
async fn a_huge_list_is_a_list() {
    let filler = "x".repeat(10_000);
    let models: Vec<_> = (0..2_000).map(|number| json!({"id": format!("m{number}"), "note": filler})).collect();
    let server = answering_json(json!({"data": models})).await;
    let run = Cli::of(&server).run(&["models", "list", "--format", "ndjson"]);
    assert!(run.ok().len() > 20_000_000);
    assert_eq!(run.stdout.lines().count(), 2_000);
    assert!(run.stdout.ends_with(&format!("{{\"id\":\"m1999\",\"note\":\"{filler}\"}}\n")));
}

#[tokio::test]
async fn secrets_are_in_no_url_and_in_nothing_that_is_shown_on_the_side() {
    let secret = "sk-very-secret-0123456789";
    let refusal = json!({"error": {"message": format!("bad key {secret}, sent by {KEY}"), "code": "400"}});
    let refusing = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    let fine = answering_json(json!({"key": secret, "info": {"token": "aa"}, "deleted_keys": [secret]})).await;
    let values = format!("{{\"api_key\":\"{secret}\"}}");
    let api_key = format!("api_key={secret}");
    let source = refusing.uri();
    for words in [
        &["keys", "info", "--key", secret][..],
        &["keys", "delete", "--keys", secret],
        &["keys", "generate", "--key", secret],
        &["keys", "list", "--key-hash", "aa"],
        &["keys", "import", "--discard-secrets", "--source-base-url", &source, "--source-api-key", secret],
        &["credentials", "create", "c", "--info", "{}", "--values", &values],
        &["credentials", "update", "c", "--values", &values],
        &["models", "add", "m", "-p", "model=openai/m", "-p", &api_key],
        &["models", "update", "i", "-p", &api_key],
        &["teams", "assign-key", "--team-id", "t"],
        &["http", "request", "POST", "/any", "-j", &values, "-H", &format!("X-Api-Key: {secret}")],
        &["http", "request", "GET", "/any", "-H", &format!("Authorization: Bearer {secret}")],
        &["--api-key", secret, "users", "delete", "u"],
    ] {
        for server in [&refusing, &fine] {
            let cli = Cli::of(server);
            for more in [&["--debug"][..], &["--format", "json"], &["--debug", "--format", "json"]] {
                let run = cli.run(&[words, more].concat());
                assert!(!run.stderr.contains(secret) && !run.stderr.contains(KEY), "{words:?}: {run:#?}");
            }
            let run = cli.run(&[words, &["--curl"]].concat());
            assert!(!format!("{run:?}").contains(secret) && !run.stdout.contains(KEY), "{words:?}: {run:#?}");
        }
    }
    let run = Cli::of(&refusing).run(&["keys", "info", "--key", secret]);
    assert!(run.fails(1).starts_with("error: bad key [redacted], sent by [redacted] (HTTP 400)\n"), "{run:#?}");
    for server in [&refusing, &fine] {
        let sent = requests(server).await;
        assert!(sent.iter().any(|request| request.url.query().is_some_and(|query| query.starts_with("key="))));
        assert!(sent.iter().all(|request| !request.url.as_str().contains("sk-")));
    }
}
