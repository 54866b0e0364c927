//! How requests are sent: retries, redirects, paths, headers, proxies, and what is printed of them.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, in_turn, json_response};

use crate::harness::Cli;

const ADD: &[&str] = &["models", "add", "m", "-p", "model=openai/m"];
const UPDATE: &[&str] = &["models", "update", "i", "-p", "rpm=1"];
/// An address where nothing listens.
const NOBODY: &str = "http://127.0.0.1:1";

/// A server that responds to the first request of a method with a status and `Retry-After: 0`, then with the body.
fn busy_at_first(busy_method: &str, status: u16, body: Value) -> FakeServer {
    let fine = json_response(body);
    let busy = FakeResponse::new(status).with_header("retry-after", "0");
    FakeServer::new().on(&format!("{busy_method} *"), in_turn([busy, fine.clone()])).on("*", fine)
}

#[test]
fn idempotent_requests_retry_on_busy_statuses() {
    for status in [429, 502, 503, 504] {
        let server = busy_at_first("GET", status, json!({"data": [{"id": "m"}]}));
        assert_eq!(Cli::of(&server).run(&["models", "list", "--format", "json"]).json(), json!([{"id": "m"}]));
        let sent: Vec<_> = server.received().iter().map(FakeRequest::line_and_body).collect();
        assert_eq!(sent, vec![("GET /models".to_owned(), Value::Null); 2], "{status}");

        let server = busy_at_first("DELETE", status, json!({"credential_name": "c"}));
        Cli::of(&server).run(&["credentials", "delete", "c"]).ok();
        let methods: Vec<_> = server.received().iter().map(|request| request.method.clone()).collect();
        assert_eq!(methods, ["GET", "DELETE", "DELETE"], "{status}");

        let server = busy_at_first("PUT", status, json!({}));
        Cli::of(&server).run(&["http", "request", "PUT", "/any", "-j", r#"{"a":1}"#]).ok();
        let sent: Vec<_> = server.received().iter().map(FakeRequest::line_and_body).collect();
        assert_eq!(sent, vec![("PUT /any".to_owned(), json!({"a": 1})); 2], "{status}");
    }
}

#[test]
fn non_idempotent_requests_are_not_retried_when_they_may_have_taken_effect() {
    for status in [502, 503, 504] {
        for (busy_method, words) in [("POST", ADD), ("PATCH", UPDATE)] {
            let server = busy_at_first(busy_method, status, json!({}));
            Cli::of(&server).run(words).fails(6);
            assert_eq!(server.received().len(), 1, "{busy_method} {status}");
        }
    }
}

#[test]
fn rate_limited_requests_are_retried_whatever_their_method() {
    // Nothing was done.
    for (busy_method, words) in [("POST", ADD), ("PATCH", UPDATE)] {
        let server = busy_at_first(busy_method, 429, json!({}));
        let text = Cli::of(&server).run(&[words, &["--debug"]].concat()).stderr;
        assert!(text.contains("* HTTP 429; attempt 2 in 0 ms\n"), "{text}");
        let methods: Vec<_> = server.received().iter().map(|request| request.method.clone()).collect();
        assert_eq!(methods[..2], [busy_method, busy_method]);
    }
}

#[test]
fn permanent_failures_are_not_retried() {
    for (status, code) in [(400, 1), (401, 4), (403, 4), (404, 3), (408, 1), (500, 6), (501, 6)] {
        let server = FakeServer::always(FakeResponse::new(status).with_header("retry-after", "0"));
        Cli::of(&server).run(&["models", "list"]).fails(code);
        assert_eq!(server.received().len(), 1, "{status}");
    }
}

#[test]
fn retries_stop_after_three_tries() {
    let server = FakeServer::always(FakeResponse::new(503).with_header("retry-after", "0"));
    let run = Cli::of(&server).run(&["models", "list", "--debug"]);
    let text = run.fails(6);
    assert_eq!(server.received().len(), 3);
    assert!(text.contains("* HTTP 503; attempt 2 in 0 ms\n") && text.contains("* HTTP 503; attempt 3 in 0 ms\n"));
    assert!(!text.contains("attempt 4"), "{text}");
}

#[test]
fn long_retry_after_is_reported_not_waited_for() {
    let server = FakeServer::always(FakeResponse::new(429).with_header("retry-after", "3600"));
    let run = Cli::of(&server).run(&["models", "list"]);
    assert!(run.fails(1).ends_with("\nhint: the server asks to retry in 3600 s\n"), "{run:#?}");
    assert_eq!(server.received().len(), 1);
    let server = FakeServer::always(FakeResponse::new(503).with_header("retry-after", "31"));
    Cli::of(&server).run(&["models", "list"]).fails(6);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn connect_failures_are_retried_for_every_method() {
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

#[test]
fn unknown_host_is_asked_for_once() {
    let run = Cli::at("http://nothing.invalid").run(&["models", "list", "--debug"]);
    let text = run.fails(5);
    assert!(text.contains("error: cannot reach http://nothing.invalid: "), "{text}");
    // Where no name server responds, it may do so later.
    assert!(!text.contains("unknown host; attempt"), "{text}");
}

#[test]
fn localhost_is_this_machine_whatever_the_system_says() {
    let server = FakeServer::always_json(json!({"data": []}));
    for host in ["localhost", "proxy.localhost", "LOCALHOST", "a.b.localhost."] {
        let cli = Cli::at(&format!("http://{host}:{}", server.address().port()));
        cli.run(&["models", "list"]).ok();
    }
    assert_eq!(server.received().len(), 4);
    // A server that listens on IPv6 alone. Not every machine has it.
    let Ok(listener) = std::net::TcpListener::bind("[::1]:0") else { return };
    let port = listener.local_addr().expect("an address").port();
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let _request = std::io::Read::read(&mut stream, &mut [0; 4096]).expect("a request");
        let response = b"HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n{\"data\":[]}";
        std::io::Write::write_all(&mut stream, response).expect("a response");
    });
    Cli::at(&format!("http://localhost:{port}")).run(&["models", "list"]).ok();
    serving.join().expect("a request");
}

/// A server that redirects everything with a status, and responds at the target.
fn redirecting(status: u16, to: &str) -> FakeServer {
    let server = FakeServer::new();
    let body = json!({"data": [{"id": "there"}], "model_id": "m"});
    server.add("/there", json_response(body));
    // A location may be a whole URL; `SELF` stands for this server's.
    let to = to.replace("SELF", &server.uri());
    let redirect = FakeResponse::new(status).with_header("location", to.as_str());
    server.add("*", redirect);
    server
}

#[test]
fn same_origin_redirect_keeps_the_key() {
    for (status, to) in
        [(301, "/there"), (302, "there"), (303, "SELF/there"), (307, "/there"), (308, "/elsewhere/../there")]
    {
        let server = redirecting(status, to);
        let run = Cli::of(&server).run(&["models", "list", "--format", "json"]);
        assert_eq!(run.json(), json!([{"id": "there"}]), "{status}");
        let sent = server.received();
        assert_eq!(sent.len(), 2, "{status}");
        assert_eq!(sent[1].line_and_body().0, "GET /there");
        assert_eq!(sent[1].headers["authorization"], format!("Bearer {KEY}").as_str());
    }
}

#[test]
fn writes_follow_only_method_preserving_redirects() {
    for status in [307, 308] {
        let server = redirecting(status, "/there");
        Cli::of(&server).run(ADD).ok();
        let sent: Vec<_> = server.received().iter().map(FakeRequest::line_and_body).collect();
        let body = json!({"model_name": "m", "litellm_params": {"model": "openai/m"}});
        assert_eq!(sent, [("POST /model/new".to_owned(), body.clone()), ("POST /there".to_owned(), body)]);
    }
    for status in [301, 302, 303] {
        let server = redirecting(status, "/there");
        let run = Cli::of(&server).run(ADD);
        assert!(run.fails(6).contains("a redirect to /there, which a POST does not follow"), "{run:#?}");
        assert_eq!(server.received().len(), 1, "{status}");
    }
}

#[test]
fn cross_origin_redirect_is_not_followed() {
    let other = FakeServer::always_json(json!({"data": []}));
    let address = other.address().to_string();
    for status in [301, 302, 307, 308] {
        for to in [format!("http://{address}/models"), format!("//{address}/models"), format!("https://{address}/")] {
            for words in [&["models", "list"], ADD] {
                let server = redirecting(status, &to);
                let run = Cli::of(&server).run(words);
                let text = run.fails(6);
                assert!(text.contains("a redirect to another server, ") && text.contains(&address), "{text}");
                assert_eq!(server.received().len(), 1);
            }
        }
    }
    // Another port or another name of the same address is another server.
    let server = FakeServer::new();
    let renamed = format!("http://localhost:{}/models", server.address().port());
    server.add("*", FakeResponse::new(307).with_header("location", renamed.as_str()));
    Cli::of(&server).run(&["models", "list"]).fails(6);
    assert_eq!(server.received().len(), 1);
    assert!(other.received().is_empty());
}

#[test]
fn redirect_loops_end() {
    let server = redirecting(307, "/round");
    for words in [&["models", "list"], ADD] {
        let run = Cli::of(&server).run(words);
        assert!(run.fails(6).contains("more than 10 redirects"), "{run:#?}");
    }
    assert_eq!(server.received().len(), 22);
}

#[test]
fn base_url_path_prefixes_every_path() {
    let server = FakeServer::always(FakeResponse::new(404));
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
            let sent = server.received();
            assert!(!sent.is_empty(), "{words:?}");
            for request in sent {
                let path = request.path();
                assert!(path.starts_with("/llm/a%20b/") && !path.contains("//"), "{words:?}: {path}");
            }
            server.reset();
            server.add("*", FakeResponse::new(404));
        }
        cli.run(&["version"]).ok();
        assert!(server.received().iter().all(|request| request.path().starts_with("/llm/a%20b/")));
    }
}

#[test]
fn names_are_encoded_as_one_path_segment() {
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
        let server = FakeServer::always(json_response(json!({"credential_name": "c", "model_id": "m"})));
        let cli = Cli::at(&server.uri());
        cli.run(&["credentials", "get", name]).ok();
        cli.run(&["credentials", "update", name, "--info", "{}"]).ok();
        cli.run(&["credentials", "delete", name]).ok();
        let update = cli.run(&["models", "update", name, "-p", "rpm=1"]);
        // This route of the server takes no slash.
        let is_sent = !name.contains('/');
        assert_eq!(update.code, if is_sent { 0 } else { 2 }, "{update:#?}");
        let lines: Vec<_> = server.received().iter().map(FakeRequest::line).collect();
        let mut expected = vec![
            format!("GET /credentials/by_name/{segment}"),
            format!("PATCH /credentials/{segment}"),
            // What the server kept, and what is to be deleted.
            format!("GET /credentials/by_name/{segment}"),
            format!("GET /credentials/by_name/{segment}"),
            format!("DELETE /credentials/{segment}"),
        ];
        expected.extend(is_sent.then(|| format!("PATCH /model/{segment}/update")));
        assert_eq!(lines, expected, "{name}");
    }
}

#[test]
fn unencodable_names_are_usage_errors() {
    let server = FakeServer::always_json(json!({}));
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

#[test]
fn auth_header_option_replaces_authorization() {
    let server = FakeServer::always_json(json!({"data": []}));
    Cli::of(&server).run(&["--auth-header", "X-Litellm-Key", "models", "list"]).ok();
    Cli::of(&server).env("LITELLM_PROXY_AUTH_HEADER", "x-litellm-key").run(&["models", "list"]).ok();
    let dry = Cli::of(&server).run(&["--auth-header", "X-Litellm-Key", "models", "list", "--debug"]);
    assert!(dry.stderr.contains("> x-litellm-key: [redacted]\n"), "{dry:#?}");
    for request in server.received() {
        assert_eq!(request.headers["x-litellm-key"], format!("Bearer {KEY}").as_str());
        assert!(!request.headers.contains_key("authorization"));
    }
}

#[test]
fn proxy_variables_are_respected() {
    let proxy = FakeServer::always(json_response(json!({"data":[]})));
    let server = FakeServer::always(json_response(json!({"data":[]})));
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let cli = Cli::at("http://upstream.example:4000/llm").env(name, &proxy.uri());
        cli.run(&["models", "list"]).ok();
        let seen = proxy.received();
        let last = seen.last().expect("a request");
        assert_eq!(last.line(), "GET http://upstream.example:4000/llm/models", "{name}");
    }
    let through = proxy.received().len();
    let cli = Cli::at(&server.uri()).env("HTTP_PROXY", &proxy.uri());
    let cli = cli.env("NO_PROXY", "example.com,127.0.0.1");
    cli.run(&["models", "list"]).ok();
    assert_eq!(proxy.received().len(), through);
    assert_eq!(server.received().len(), 1);
    assert_eq!(server.received()[0].line(), "GET /models");
}

#[test]
fn https_proxy_gets_connect_without_the_key() {
    let proxy = FakeServer::always(FakeResponse::new(403).with_body("no tunnels here", "text/plain"));
    let cli = Cli::at("https://upstream.example/llm").env("HTTPS_PROXY", &proxy.uri());
    let run = cli.run(&["models", "list"]);
    assert!(run.fails(5).contains("error: cannot reach https://upstream.example/llm: "), "{run:#?}");
    let seen = proxy.received();
    assert!(!seen.is_empty());
    for request in seen {
        assert_eq!(request.line(), "CONNECT upstream.example:443");
        assert!(!format!("{request:?}").contains(KEY) && request.header("authorization").is_none(), "{request:?}");
    }
}

#[test]
fn proxy_password_is_not_printed() {
    let cli = Cli::at("http://upstream.example").env("HTTP_PROXY", "http://someone:hush-hush@127.0.0.1:1");
    for words in [&["models", "list"][..], &["models", "list", "--debug"], &["models", "list", "--format", "json"]] {
        let run = cli.run(words);
        assert!(!run.fails(5).contains("hush-hush"), "{run:#?}");
    }
}

#[test]
fn endless_body_times_out() {
    for (kind, words) in [
        ("application/json", &["models", "list"][..]),
        ("text/plain", &["http", "request", "GET", "/any"]),
        ("text/event-stream", &["chat", "completions", "m", "-m", "user:hi", "--stream"]),
    ] {
        // Small pieces: what arrives before the timeout must not fill the memory.
        let response = FakeResponse::new(200).with_body("{\"data\":[", kind).endless("1,");
        let server = FakeServer::always(response);
        let run = Cli::at(&server.uri()).run(&[words, &["--timeout", "0.4"]].concat());
        // Text is printed as it arrives.
        let has_printed = kind == "text/plain";
        assert_eq!((run.code, run.stdout.is_empty()), (5, !has_printed), "{}", run.stderr);
        assert!(run.stderr.contains(" timed out after 0.4 s"), "{}", run.stderr);
        assert_eq!(server.received().len(), 1, "a partial response is not retried");
    }
}

#[test]
fn large_list_is_printed_whole() {
    let filler = "x".repeat(10_000);
    let models: Vec<_> = (0..2_000).map(|number| json!({"id": format!("m{number}"), "note": filler})).collect();
    let server = FakeServer::always_json(json!({"data": models}));
    let run = Cli::of(&server).run(&["models", "list", "--format", "ndjson"]);
    assert!(run.ok().len() > 20_000_000);
    assert_eq!(run.stdout.lines().count(), 2_000);
    assert!(run.stdout.ends_with(&format!("{{\"id\":\"m1999\",\"note\":\"{filler}\"}}\n")));
}

#[test]
fn secrets_are_absent_from_urls_and_stderr() {
    let secret = "sk-very-secret-0123456789";
    let refusal = json!({"error": {"message": format!("bad key {secret}, sent by {KEY}"), "code": "400"}});
    let refusing = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let fine = FakeServer::always_json(json!({"key": secret, "info": {"token": "aa"}, "deleted_keys": [secret]}));
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
        let sent = server.received();
        assert!(sent.iter().any(|request| request.query().is_some_and(|query| query.starts_with("key="))));
        assert!(sent.iter().all(|request| !request.target.contains("sk-")));
    }
}
