//! Errors: the server's message in each of its shapes, and whether a retry is safe.

use std::time::Duration;

use litellm_proxy_client::keys::KeyRegeneration;
use litellm_proxy_client::{Call, Client, Error, Refusal, RetryPolicy};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY};

fn client(url: impl AsRef<str>) -> Client {
    Client::builder(url).api_key(KEY).retry(RetryPolicy::never()).build().expect("a client")
}

/// Type, param and code of a refusal.
type Words = (Option<&'static str>, Option<&'static str>, Option<&'static str>);
const UNSAID: Words = (None, None, None);

/// Status and body of a response, and the expected error.
const REFUSALS: [(u16, &str, &str, &str, Words); 16] = [
    (
        401,
        r#"{"error":{"message":"Authentication Error, no key","type":"auth_error","param":"None","code":"401"}}"#,
        "unauthorized",
        "Authentication Error, no key",
        (Some("auth_error"), None, Some("401")),
    ),
    (
        400,
        r#"{"error":{"message":"Key expired","type":"expired_key","param":"None","code":400}}"#,
        "unauthorized",
        "Key expired",
        (Some("expired_key"), None, Some("400")),
    ),
    (403, r#"{"detail":"admins only"}"#, "forbidden", "admins only", UNSAID),
    (404, r#"{"detail":"Not Found"}"#, "not_found", "Not Found", UNSAID),
    (404, r#"{"detail":{"error":"User not found"}}"#, "not_found", "User not found", UNSAID),
    (
        400,
        r#"{"error":{"message":"{'error': 'Model with id=x not found in db'}","type":"None","code":"400"}}"#,
        "not_found",
        "Model with id=x not found in db",
        (None, None, Some("400")),
    ),
    (409, r#"{"error":"there is one"}"#, "conflict", "there is one", UNSAID),
    (
        400,
        r#"{"error":{"message":"Key with alias 'a' already exists.","type":"bad_request_error","code":"400"}}"#,
        "conflict",
        "Key with alias 'a' already exists.",
        (Some("bad_request_error"), None, Some("400")),
    ),
    (500, r#"{"error":"Unique constraint failed on x"}"#, "conflict", "Unique constraint failed on x", UNSAID),
    (
        429,
        r#"{"error":{"message":"too many","type":"throttling_error","param":"tpm","code":"429"}}"#,
        "rate_limited",
        "too many",
        (Some("throttling_error"), Some("tpm"), Some("429")),
    ),
    (
        422,
        r#"{"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required"},{"loc":[],"msg":"bad"}]}"#,
        "refused",
        "body.model: Field required; bad",
        UNSAID,
    ),
    (
        400,
        r#"{"error":{"message":"Budget has been exceeded!","type":"budget_exceeded","param":null,"code":"400"}}"#,
        "refused",
        "Budget has been exceeded!",
        (Some("budget_exceeded"), None, Some("400")),
    ),
    (
        500,
        r#"{"error":{"message":"boom","type":"internal_server_error","param":"None","code":null}}"#,
        "server_error",
        "boom",
        (Some("internal_server_error"), None, None),
    ),
    (503, "down for repair", "server_error", "down for repair", UNSAID),
    // Older servers report some failures with status 200.
    (
        200,
        r#"{"message":"Credential not found in DB.","type":"internal_server_error","param":"None","code":"404"}"#,
        "not_found",
        "Credential not found in DB.",
        (Some("internal_server_error"), None, Some("404")),
    ),
    (200, r#"{"error":{"message":"boom","code":503}}"#, "server_error", "boom", (None, None, Some("503"))),
];

#[tokio::test]
async fn missing_license_is_detected_for_any_status() {
    for (status, message, needs_license) in [
        (500, "Regenerating Virtual Keys is an Enterprise feature", true),
        (403, "You must be a LiteLLM Enterprise user to use this feature.", true),
        (400, "If you have a license please set `LITELLM_LICENSE` in your env.", true),
        (404, "there is no model `enterprise-gpt`", false),
        (500, "boom", false),
    ] {
        let server = FakeServer::always(FakeResponse::new(status).with_json(json!({"error": {"message": message}})));
        let error = client(server.uri()).keys().regenerate("sk-1", &KeyRegeneration::default()).await;
        let error = error.expect_err("a refusal");
        assert_eq!(error.refusal().map(Refusal::needs_license), Some(needs_license), "{message}");
        let is_told = error.hint().is_some_and(|hint| hint.contains("license"));
        // A missing resource has its own error.
        assert_eq!(is_told, needs_license, "{message}: {error:?}");
    }
}

#[tokio::test]
async fn refusal_keeps_all_server_details() {
    for (status, body, code, message, words) in REFUSALS {
        let response = FakeResponse::new(status)
            .with_header("x-litellm-call-id", "call-1")
            .with_header("x-request-id", "other")
            .with_header("retry-after", "1.5")
            .with_text(body);
        let server = FakeServer::always(response);
        let error =
            client(server.uri()).http().request("POST", "/any?a=1").json(&json!({})).await.expect_err("a refusal");
        let refusal = error.refusal().unwrap_or_else(|| panic!("{body}: {error:?}"));
        assert_eq!((error.code(), refusal.message.as_str()), (code, message), "{body}");
        // An error with status 200 has the status in its body.
        let reported =
            if status == 200 { refusal.code.as_deref().expect("a code").parse().expect("a status") } else { status };
        assert_eq!(error.to_string(), format!("{message} (HTTP {reported})"));
        assert_eq!((error.status().map(|status| status.as_u16()), refusal.status.as_u16()), (Some(reported), reported));
        let found = (refusal.error_type.as_deref(), refusal.param.as_deref(), refusal.code.as_deref());
        assert_eq!(found, words, "{body}");
        assert_eq!(refusal.request_id.as_deref(), Some("call-1"));
        assert_eq!(refusal.retry_after, Some(Duration::from_millis(1500)));
        assert_eq!(refusal.body, body);
        let url = format!("{}/any?a=1", server.uri());
        assert_eq!(error.endpoint().map(|(method, url)| (method.as_str(), url)), Some(("POST", url.as_str())));
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn absent_refusal_details_are_none_and_secrets_masked() {
    let secret = "not-like-a-key-0123";
    let body = format!("no such user: sk-0123456789, {secret}, {KEY}");
    let server = FakeServer::always(FakeResponse::new(400).with_header("x-request-id", "r1").with_text(body));
    let call = client(server.uri()).http().request("POST", "/any").json(&json!({"api_key": secret}));
    let error = call.await.expect_err("a refusal");
    let Error::Refused(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(refusal.message, "no such user: [redacted], [redacted], [redacted]");
    assert_eq!(refusal.body, refusal.message);
    let found = (&refusal.error_type, &refusal.param, &refusal.code, refusal.retry_after);
    assert_eq!((found, refusal.request_id.as_deref()), ((&None, &None, &None, None), Some("r1")));
    for reported in [format!("{error:?}"), error.to_string()] {
        assert!(!reported.contains(secret) && !reported.contains("sk-"), "{reported}");
    }
}

#[tokio::test]
async fn only_safe_errors_are_retryable() {
    const METHODS: [&str; 6] = ["GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"];
    const ALL: &str = "GET HEAD PUT DELETE POST PATCH";
    const IDEMPOTENT: &str = "GET HEAD PUT DELETE";
    let silent = FakeServer::always(FakeResponse::silence());
    let cut = FakeServer::always(FakeResponse::new(200).with_body("{", "application/json").cut_short());
    let reset = FakeServer::always(FakeResponse::reset());
    let page = FakeServer::always(FakeResponse::new(200).with_text("<html></html>"));
    let mut cases = vec![
        ("http://127.0.0.1:1".to_owned(), "unreachable", ALL),
        (silent.uri(), "timeout", "GET HEAD"),
        (cut.uri(), "interrupted_answer", "GET"),
        (reset.uri(), "interrupted_answer", "GET HEAD"),
        (page.uri(), "unexpected_answer", ""),
    ];
    let mut servers = Vec::new();
    for (status, code, retryable) in [
        (429, "rate_limited", ALL),
        (502, "server_error", IDEMPOTENT),
        (503, "server_error", IDEMPOTENT),
        (504, "server_error", IDEMPOTENT),
        (500, "server_error", ""),
        (501, "server_error", ""),
        (400, "refused", ""),
        (401, "unauthorized", ""),
        (403, "forbidden", ""),
        (404, "not_found", ""),
        (408, "refused", ""),
        (409, "conflict", ""),
    ] {
        let server = FakeServer::always(FakeResponse::new(status).with_header("retry-after", "0"));
        cases.push((server.uri(), code, retryable));
        servers.push(server);
    }
    for (url, code, retryable) in &cases {
        let client = client(url);
        for method in METHODS {
            let allowed = if *code == "timeout" { 50 } else { 20_000 };
            let call: Call<Value> = client.http().request(method, "/any").timeout(Duration::from_millis(allowed));
            match call.await {
                Err(error) => {
                    assert_eq!(error.code(), *code, "{method}: {error}");
                    assert_eq!(
                        error.is_retryable(),
                        retryable.split(' ').any(|name| name == method),
                        "{method} {error}"
                    );
                }
                // The response to a HEAD request has no body that could be cut or be a page.
                Ok(response) => assert_eq!((method, response), ("HEAD", Value::Null), "{url}"),
            }
        }
    }
    let invalid = client("http://127.0.0.1:1").http().request("G ET", "/").await.expect_err("no method");
    assert!(!invalid.is_retryable() && !Error::StreamCut.is_retryable() && invalid.endpoint().is_none());
    for server in &servers {
        assert_eq!(server.received().len(), METHODS.len(), "tries(1) is one try");
    }
}

/// Returns an error and what caused it.
fn chain(error: &Error) -> Vec<&(dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &(dyn std::error::Error + 'static)), |cause| cause.source()).collect()
}

#[tokio::test]
async fn the_error_underneath_is_kept_and_shows_no_secret() {
    let secret = "sk-0123456789abcdef";
    let call =
        |url: &str| client(url).http().request("GET", "/any").header("x-secret", secret).query("token", "t0ps3cret");
    let unreachable = call("http://127.0.0.1:1").await.expect_err("nothing listens");
    let kind = |error: &Error| {
        let io = chain(error).into_iter().find_map(|cause| cause.downcast_ref::<std::io::Error>());
        io.map(std::io::Error::kind)
    };
    assert_eq!(kind(&unreachable), Some(std::io::ErrorKind::ConnectionRefused));
    let is_reqwest = |error: &Error| chain(error)[1].is::<reqwest::Error>();
    let silent = FakeServer::always(FakeResponse::silence());
    let timeout = call(&silent.uri()).timeout(Duration::from_millis(50)).await.expect_err("silence");
    let reset = FakeServer::always(FakeResponse::reset());
    let lost = call(&reset.uri()).await.expect_err("a reset");
    assert!([&unreachable, &timeout, &lost].into_iter().all(is_reqwest));

    let odd = FakeServer::always_json(json!({"data": secret}));
    let unreadable = client(odd.uri()).models().list().await.expect_err("no list");
    let json = chain(&unreadable)[1].downcast_ref::<serde_json::Error>().expect("an error of serde_json");
    assert!(json.is_data() && json.to_string().contains("invalid type"), "{json}");
    for error in [&unreachable, &timeout, &lost, &unreadable] {
        for cause in chain(error) {
            let shown = format!("{cause} {cause:?}");
            assert!(!shown.contains(secret) && !shown.contains("t0ps3cret"), "{shown}");
        }
    }
}
