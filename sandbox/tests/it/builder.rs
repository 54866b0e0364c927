//! The library interface: starting, faults, recorded requests, stopping.

use std::net::TcpStream;
use std::time::Duration;

use litellm_proxy_sandbox::{Config, Error, SERVER_VERSION, Sandbox as Running};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, ResponseTemplate};

use super::harness::{Sandbox, Upstream};

const CONFIG: &str =
    "model_list: [{model_name: m, litellm_params: {model: openai/m, mock_response: hello}}]\nguardrails: []\n";

#[test]
fn configuration_comes_from_text_a_file_or_a_parsed_config() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("config.yaml");
    std::fs::write(&file, CONFIG).expect("a file");
    let parsed = Config::parse(CONFIG).expect("a configuration");
    for builder in [
        Running::builder().config(CONFIG),
        Running::builder().config(file.as_path()),
        Running::builder().config(parsed),
    ] {
        let sandbox = Sandbox::from(builder);
        assert_eq!(sandbox.running.ignored_settings(), ["guardrails"]);
        assert_eq!(sandbox.request("GET", "/models", Value::Null).ok()["data"][0]["id"], "m");
    }
}

#[test]
fn start_errors_are_typed() {
    let missing = Running::builder().config(std::path::Path::new("/no/such/config.yaml")).start_blocking();
    assert!(matches!(missing, Err(Error::ReadConfig { .. })), "{missing:?}");
    let invalid = Running::builder().config("model_list: [{}]").start_blocking();
    assert!(
        matches!(&invalid, Err(Error::InvalidConfig { message, .. }) if message.contains("model_name")),
        "{invalid:?}"
    );
    let first = Running::builder().start_blocking().expect("a sandbox");
    let taken = Running::builder().bind(first.address()).start_blocking();
    assert!(matches!(taken, Err(Error::Listen { .. })), "{taken:?}");
    let record = Running::builder().record("/no/such/directory/requests.jsonl").start_blocking();
    assert!(matches!(record, Err(Error::Record { .. })), "{record:?}");
}

#[test]
fn faults_can_be_added_while_running() {
    let sandbox = Sandbox::from(Running::builder().fault("GET /models=503:1".parse().expect("a fault")));
    sandbox.request("GET", "/models", Value::Null).refused(503);
    sandbox.request("GET", "/models", Value::Null).ok();
    sandbox.running.fault("POST /key/*=drop:1".parse().expect("a fault"));
    let headers = [("Authorization", "Bearer sk-1234")];
    assert!(sandbox.try_send("POST", "/key/generate", &headers, r#"{"key_alias": "made"}"#).is_err());
    assert_eq!(
        sandbox.request("GET", "/key/list?key_alias=made", Value::Null).ok()["total_count"],
        1,
        "it was executed"
    );
}

#[test]
fn requests_are_recorded_with_masked_secrets() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("requests.jsonl");
    let sandbox =
        Sandbox::from(Running::builder().record(&file).fault("POST /team/new=drop".parse().expect("a fault")));
    sandbox.request("POST", "/key/generate", json!({ "key": "sk-1234567890abcd" })).ok();
    sandbox.request("GET", "/key/info?key=sk-1234567890abcd", Value::Null).ok();
    let _ = sandbox.try_send("POST", "/team/new", &[("Authorization", "Bearer sk-1234")], "{}");
    let requests = sandbox.running.requests();
    let summary: Vec<_> =
        requests.iter().map(|request| (request.method.as_str(), request.path.as_str(), request.status)).collect();
    let expected = [("POST", "/key/generate", Some(200)), ("GET", "/key/info", Some(200)), ("POST", "/team/new", None)];
    assert_eq!(summary, expected);
    assert_eq!(requests[0].body, Some(json!({ "key": "[redacted]" })));
    assert_eq!((requests[1].query.as_str(), &requests[1].body), ("key=[redacted]", &None));
    let lines = std::fs::read_to_string(file).expect("the file");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(
        (lines.len(), &lines[1]["path"], &lines[2]["status"]),
        (3, &json!("/key/info?key=[redacted]"), &Value::Null)
    );
    assert!(!lines.iter().any(|line| line.to_string().contains("1234567890")));

    let forgetful = Sandbox::from(Running::builder().forget_requests());
    forgetful.request("GET", "/models", Value::Null).ok();
    assert_eq!(forgetful.running.requests(), []);
}

#[test]
fn dropping_a_sandbox_closes_its_port_at_once() {
    let sandbox = Sandbox::from(Running::builder().fault("GET /models=60s".parse().expect("a fault")));
    let address = sandbox.running.address();
    let url = format!("{}/models", sandbox.url);
    let hanging = std::thread::spawn(move || reqwest::blocking::get(url));
    while TcpStream::connect(address).is_err() {}
    drop(sandbox);
    assert!(TcpStream::connect(address).is_err());
    assert!(hanging.join().expect("no panic").is_err());
}

#[tokio::test]
async fn async_callers_can_start_block_and_stop() {
    let sandbox = Running::builder().start().await.expect("a sandbox");
    let (url, key) = (sandbox.url().to_owned(), sandbox.master_key().to_owned());
    // The test's only thread blocks, and the sandbox still responds.
    let status = std::thread::spawn(move || {
        let client = reqwest::blocking::Client::builder().no_proxy().build().expect("a client");
        client.get(format!("{url}/models")).bearer_auth(key).send().expect("a response").status()
    });
    assert_eq!(status.join().expect("no panic"), 200);
    let address = sandbox.address();
    sandbox.stop().await;
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn graceful_stop_finishes_requests_in_flight() {
    let upstream = Upstream::start();
    let completion = json!({ "choices": [{ "index": 0, "message": { "role": "assistant", "content": "done" } }] });
    let response = ResponseTemplate::new(200).set_body_json(completion).set_delay(Duration::from_millis(200));
    upstream.mount(Mock::given(path("/v1/chat/completions")).respond_with(response));
    let model =
        json!({ "model_name": "m", "litellm_params": { "model": "openai/m", "api_base": upstream.api_base() } });
    let sandbox = Running::builder().config(json!({ "model_list": [model] }).to_string()).start_blocking();
    let sandbox = sandbox.expect("a sandbox");
    let (url, key) = (format!("{}/chat/completions", sandbox.url()), sandbox.master_key().to_owned());
    let request = std::thread::spawn(move || {
        let client = reqwest::blocking::Client::builder().no_proxy().build().expect("a client");
        client.post(url).bearer_auth(key).body(r#"{"model": "m", "messages": []}"#).send()
    });
    while upstream.requests().is_empty() {
        std::thread::yield_now();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(sandbox.stop());
    assert_eq!(request.join().expect("no panic").expect("a response").status(), 200);
}

#[tokio::test]
async fn the_stop_endpoint_ends_run_until() {
    let sandbox = Running::builder().start().await.expect("a sandbox");
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let stop = client.post(format!("{}/sandbox/stop", sandbox.url())).bearer_auth(sandbox.master_key()).body("{}");
    let (stopped, unused) = tokio::join!(stop.send(), sandbox.run_until(std::future::pending()));
    assert_eq!((stopped.expect("a response").status().as_u16(), unused), (200, Vec::new()));
}

#[test]
fn the_imitated_version_is_reported() {
    let sandbox = Sandbox::start();
    let details = sandbox.request("GET", "/health/readiness/details", Value::Null).ok();
    assert_eq!(details["litellm_version"], SERVER_VERSION);
}

#[test]
fn no_secret_is_recorded() {
    const MARK: &str = "hush-";
    #[rustfmt::skip]
    let names = [
        "password", "secret", "key", "token", "auth", "authorization", "cookie", "credential", "credentials", "access", "private",
        "certificate", "api_key", "apiKey", "api-key", "API_KEY", "passwd", "passphrase", "pwd", "db_password", "client_secret",
        "AWS_SECRET_ACCESS_KEY", "aws_session_token", "private_key", "access_token", "refresh_token", "jwt", "connection_string",
        "vertex_credentials", "vertex_ai_credentials", "slack_webhook_url", "master_key", "credential_values", "sas_token",
    ];
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("requests.jsonl");
    let sandbox = Sandbox::from(Running::builder().record(&file));
    let canary = |at: usize| format!("{MARK}{at:02}/+\"é k");
    let body: Value =
        names.iter().enumerate().map(|(at, name)| ((*name).to_owned(), Value::from(canary(at)))).collect();
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(names.iter().enumerate().map(|(at, name)| (*name, canary(at)))).append_pair("code", &canary(99));
    let form = form.finish();
    let wrapped = json!({
        "litellm_params": body, "rows": [[body]], "text": body.to_string(), "max_tokens": 5, "key_alias": "ci",
        "repeated": canary(3), "field_name": "master_key", "field_value": canary(98), "base": "https://u:hush-97@h",
    });
    for body in [&body, &wrapped] {
        for path in ["/key/generate", "/model/new", "/chat/completions", "/config/update"] {
            sandbox.request("POST", path, body.clone());
        }
    }
    sandbox.request("GET", &format!("/models?{form}&page=1"), Value::Null).ok();
    sandbox.request("GET", "/key/info?key=hush-96", Value::Null);
    sandbox.request("POST", "/key/sk-hush-95abcdef/regenerate", json!({ "new_key": "sk-hush-94abcdef" }));
    let header = [("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", "Bearer hush-93x")];
    sandbox.send("POST", "/login?seen=hush-93x", &header, &form);

    let record = std::fs::read_to_string(&file).expect("the file");
    assert!(!record.contains(MARK), "{record}");
    let kept = format!("{:?}", sandbox.running.requests());
    assert!(!kept.contains(MARK), "{kept}");
    for readable in ["\"max_tokens\":5", "\"key_alias\":\"ci\"", "page=1", "https://[redacted]@h"] {
        assert!(record.contains(readable), "{readable} in {record}");
    }
}
