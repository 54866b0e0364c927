//! No secret is ever shown: every name that bears one, in bodies, headers and queries, and in what a server repeats of
//! them, with every way to show a request.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer};

use crate::harness::{Cli, Run, in_parallel};

#[rustfmt::skip]
const NAMES: [&str; 64] = [
    "password", "secret", "key", "token", "auth", "authorization", "cookie", "credential", "credentials", "access", "private",
    "certificate", "api_key", "apikey", "apiKey", "api-key", "API_KEY", "x-api-key", "x-goog-api-key", "passwd", "passphrase",
    "pwd", "db_password", "dbPassword", "client_secret", "clientSecret", "AWS_SECRET_ACCESS_KEY", "aws_session_token",
    "aws_access_key_id", "private_key", "privateKey", "private_key_id", "access_token", "accessToken", "refresh_token", "id_token",
    "azure_ad_token", "jwt", "connection_string", "connectionString", "vertex_credentials", "vertex_ai_credentials",
    "slack_webhook_url", "hf_token", "master_key", "signing_key", "langfuse_secret_key", "proxy-authorization", "set-cookie",
    "x-litellm-key", "credential_values", "OPENAI_API_KEY_PROD", "api_key_2", "sas_token", "AccountKey", "csrf_token", "bearer",
    "oci_fingerprint", "x-auth-token", "X-Amz-Security-Token", "user_api_key", "encryption_key", "auth_value", "smtp_pass",
];

/// Every canary begins with it.
const MARK: &str = "hush-";

/// A secret whose every spelling differs: percent-encoded, in JSON, in Python, in HTML.
fn canary(number: usize) -> String {
    format!("{MARK}{number:02}/+\"'&é k")
}

fn body() -> Value {
    NAMES.iter().enumerate().map(|(number, name)| ((*name).to_owned(), Value::from(canary(number)))).collect()
}

fn query() -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(NAMES.iter().enumerate().map(|(number, name)| (*name, canary(number))));
    query.append_pair("code", &canary(90)).append_pair("page", "1").finish()
}

/// Repeats the request in a form that the path chooses.
fn echo(request: &FakeRequest) -> FakeResponse {
    let heard = format!("{}\n\n{}", request.head(), request.text());
    let decoded: Vec<String> = request.query_pairs().into_iter().map(|(_, value)| value).collect();
    let strings: Vec<Value> = serde_json::from_slice::<Value>(&request.body).ok().iter().flat_map(strings).collect();
    let values = json!([decoded, strings]);
    let path = request.path();
    let refusal = FakeResponse::new(if path.contains("success") { 200 } else { 400 });
    // Headers are Latin-1 to a server, and the test's are read as UTF-8.
    let refusal =
        refusal.with_header("x-echo", request.target.clone()).with_header("x-request-id", request.target.clone());
    if path.contains("text") {
        refusal.with_text(format!("{heard}\n{values}"))
    } else if path.contains("html") {
        let escaped =
            format!("{heard} {decoded:?}").replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#x27;");
        refusal.with_body(format!("<html><body><p>{}</p></body></html>", escaped.replace('\n', " ")), "text/html")
    } else if path.contains("python") {
        let message = format!("{{'error': {heard:?}, 'values': {values}}}");
        refusal.with_json(
            json!({"error": {"message": message, "type": heard, "param": decoded, "code": values.to_string()}}),
        )
    } else {
        let input = json!({"loc": ["body", "password"], "msg": heard, "input": canary(0)});
        refusal.with_json(json!({"detail": [input], "body": request.text(), "values": values}))
    }
}

fn strings(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        other => vec![other.clone()],
    }
}

#[track_caller]
fn shows_none(run: &Run, shown: &[&str], words: &[&str]) {
    for text in shown {
        let lower = text.to_ascii_lowercase();
        let Some(at) = lower.find(MARK) else { continue };
        let around: String = text.chars().skip(at.saturating_sub(60)).take(160).collect();
        panic!("{words:.5?} exits {} and shows …{around}…", run.code);
    }
}

#[test]
fn secrets_are_masked_wherever_a_request_is_shown() {
    let server = FakeServer::from_fn(echo);
    let (body, query) = (body().to_string(), query());
    let headers: Vec<String> = NAMES.iter().enumerate().map(|(at, name)| format!("{name}: {}", canary(at))).collect();
    let note = format!("x-note: {}", canary(7));
    let mut head: Vec<&str> = headers.iter().flat_map(|header| ["-H", header]).collect();
    // A header with an innocent name that repeats a secret.
    head.extend(["-H", &note]);
    let requests: Vec<(&str, Vec<String>)> = ["json", "text", "html", "python"]
        .into_iter()
        .flat_map(|form| {
            let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
            let path = format!("/{form}");
            let asking = format!("/{form}?{query}");
            [
                (form, own(&["http", "request", "POST", &path, "-j", &body])),
                (form, own(&["http", "request", "GET", &asking])),
                (form, own(&[&["http", "request", "POST", &path, "-j", "{}"], &head[..]].concat())),
                (
                    form,
                    own(&[
                        "http",
                        "request",
                        "POST",
                        &path,
                        "-H",
                        "content-type: application/x-www-form-urlencoded",
                        "-d",
                        &query,
                    ]),
                ),
            ]
        })
        .collect();
    in_parallel(requests.chunks(4), |requests| {
        for (form, words) in requests {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let run = |options: &[&str]| Cli::of(&server).run(&[&words, options].concat());
            for options in [
                &["--dry-run"][..],
                &["--dry-run", "--format", "json"],
                &["--dry-run", "--format", "yaml"],
                &["--curl"],
            ] {
                if *form != "json" {
                    continue;
                }
                let run = run(options);
                assert!(!run.ok().is_empty());
                shows_none(&run, &[&run.stdout, &run.stderr], &words);
            }
            for options in [&[][..], &["--format", "json"], &["--debug"]] {
                // The response itself is data, and goes to stdout as it is.
                let run = run(options);
                assert_eq!(run.code, 1, "{run:#?}");
                assert!(run.stdout.contains(MARK), "the server repeats the request: {run:#?}");
                shows_none(&run, &[&run.stderr], &words);
            }
        }
    });
    assert!(server.received().iter().any(|request| request.text().contains(MARK) && request.path() == "/html"));
}

#[test]
fn secrets_are_masked_in_what_a_command_sends_and_receives() {
    let params: Vec<String> = NAMES.iter().enumerate().map(|(at, name)| format!("{name}={}", canary(at))).collect();
    let mut add = vec!["models", "add", "m"];
    add.extend(params.iter().flat_map(|param| ["-p", param]));
    let values = body().to_string();
    let create = ["credentials", "create", "c", "--info", "{}", "--values", &values];
    for path in ["success", "json", "text", "html", "python"] {
        let server = FakeServer::from_fn(move |request| {
            echo(&FakeRequest { target: format!("/{path}{}", request.target), ..request.clone() })
        });
        for words in [&add[..], &create] {
            for options in [&["--debug"][..], &["--format", "json"], &["--dry-run"], &["--curl"]] {
                let run = Cli::of(&server).run(&[words, options].concat());
                let is_data = path == "success" && !options.contains(&"--dry-run") && !options.contains(&"--curl");
                let stdout = if is_data { "" } else { run.stdout.as_str() };
                shows_none(&run, &[stdout, &run.stderr], words);
                if options == ["--debug"] {
                    assert!(run.stderr.contains("\n> ") && run.stderr.contains("[redacted]"), "{run:#?}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_secret_stays_readable() {
    let row = json!({
        "max_tokens": 5, "key_alias": "ci", "key_name": "sk-...abcd", "access_groups": ["beta"], "input_cost_per_token": 3e-5,
        "token": "a".repeat(64), "cache_key": "warm", "system_fingerprint": "fp_1", "litellm_credential_name": "azure",
        "models": ["gpt-4o"], "total_tokens": 12, "monkey": "see",
    });
    let text = row.to_string();
    let server =
        FakeServer::always(test_bed::json_response(json!({"data": [row]})).with_header("x-litellm-key-spend", "1.5"));
    let run = Cli::of(&server).run(&["models", "list", "--debug"]);
    assert!(run.stderr.contains(&text) && run.stderr.contains("< x-litellm-key-spend: 1.5\n"), "{run:#?}");
    assert!(!run.stderr.contains("< [redacted]"), "{run:#?}");
    let run = Cli::of(&server).run(&[
        "http",
        "request",
        "POST",
        "/x?key_alias=ci&page=2",
        "-j",
        &text,
        "--dry-run",
        "--format",
        "json",
    ]);
    assert_eq!(run.json()["body"], row);
    assert_eq!(run.json()["url"], format!("{}/x?key_alias=ci&page=2", server.uri()));
}
