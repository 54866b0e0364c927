//! `models discover`: whom it asks with which key, and what it prints of the response.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

const PROVIDER_KEY: &str = "provider-key-1234567890";

fn provider() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| {
        let key = request.headers.get("authorization").unwrap_or_default();
        match request.line().as_str() {
            "GET /v1/models" if key != format!("Bearer {PROVIDER_KEY}") => {
                FakeResponse::new(401).with_json(json!({"error": {"message": "no key", "code": "401"}}))
            }
            "GET /v1/models" => json_response(json!({"data": [{"id": "new: one", "owned_by": "acme"}, {"id": "old"}]})),
            _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
        }
    })
}

fn proxy(base: &str) -> FakeServer {
    let base = base.to_owned();
    FakeServer::from_fn(move |request: &FakeRequest| match request.line().split('?').next().unwrap_or_default() {
        "GET /v2/model/info" => json_response(json!({"data": [
            {"model_name": "ours", "litellm_params": {"model": "openai/old", "api_base": format!("{base}/v1/")}},
            {"model_name": "elsewhere", "litellm_params": {"model": "openai/new: one"}},
        ]})),
        "GET /model/deprecations" => json_response(json!({"imminent": [{"litellm_model": "old",
                "deprecation_date": "2027-01-14", "successor_model": "new"}]})),
        _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
    })
}

#[test]
fn a_provider_is_asked_with_its_own_key_only() {
    let provider = provider();
    let proxy = proxy(&provider.uri());
    let words = ["models", "discover", &provider.uri(), "--provider-key", PROVIDER_KEY];
    let run = Cli::of(&proxy).run(&[&words[..], &["--format", "json"]].concat());
    let found: Vec<Value> = serde_json::from_str(run.ok()).expect("JSON");
    assert_eq!((&found[0]["id"], &found[0]["served_as"]), (&json!("new: one"), &json!([])));
    assert_eq!((&found[1]["served_as"], &found[1]["deprecation_date"]), (&json!(["ours"]), &json!("2027-01-14")));
    assert!(run.stderr.contains("from this machine, not from the server"), "{run:#?}");
    assert!(run.stderr.contains("2 models offered, 1 of them not on the server"), "{run:#?}");
    assert!(proxy.received().iter().all(|request| !format!("{:?}", request.headers).contains(PROVIDER_KEY)));
    assert!(provider.received().iter().all(|request| !format!("{:?}", request.headers).contains(test_bed::KEY)));
    let missing = Cli::of(&proxy).run(&[&words[..], &["--missing", "--format", "csv"]].concat());
    assert!(missing.ok().lines().count() == 2 && missing.stdout.contains("new: one"), "{missing:#?}");
}

#[test]
fn missing_models_are_entries_of_model_list() {
    let provider = provider();
    let proxy = proxy(&provider.uri());
    let words = ["models", "discover", &provider.uri(), "--provider-key", PROVIDER_KEY, "--yaml"];
    let run = Cli::of(&proxy).run(&words);
    let node = litellm_proxy_yaml::read(run.ok());
    assert!(node.is_ok(), "{run:#?}");
    let base = format!("{}/v1", provider.uri());
    assert_eq!(
        run.stdout,
        format!(
            "model_list:\n  - model_name: \"new: one\"\n    litellm_params:\n      model: \"openai/new: one\"\n      \
             api_base: {base}\n      api_key: os.environ/PROVIDER_API_KEY\n"
        )
    );
}

#[test]
fn a_refused_key_is_that_of_the_provider() {
    let provider = provider();
    let run = Cli::of(&proxy("")).run(&["models", "discover", &provider.uri()]);
    assert!(run.code == 4 && run.stderr.contains("the key for that server comes from --provider-key"), "{run:#?}");
    are_usage_errors(&[
        (&["models", "discover", "opneai"], "did you mean `openai`?"),
        (&["models", "discover", "zzz"], "name one of openai"),
    ]);
}

#[test]
fn deprecations_that_the_caller_may_not_see_are_said_in_one_line() {
    let provider = provider();
    let admins_only = "Authentication Error, Only proxy admin can be used to generate, delete, update info";
    for (status, reason) in
        [(404, "it is too old"), (403, "they are for admins only"), (401, "they are for admins only")]
    {
        let proxy = FakeServer::from_fn(move |request: &FakeRequest| match request.line().split('?').next() {
            Some("GET /v2/model/info") => json_response(json!({"data": []})),
            _ => FakeResponse::new(status).with_json(json!({"error": {"message": admins_only}})),
        });
        let run = Cli::of(&proxy).run(&[
            "models",
            "discover",
            &provider.uri(),
            "--provider-key",
            PROVIDER_KEY,
            "--format",
            "csv",
        ]);
        let line = format!("the server cannot tell deprecations: {reason}\n");
        assert!(run.code == 0 && run.stderr.contains(&line), "{run:#?}");
    }
}
