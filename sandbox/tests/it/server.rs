//! Fallbacks, settings, spend of the whole server, and what the sandbox does not have.

use serde_json::{Value, json};

use super::harness::Sandbox;

const CONFIG: &str = r"
model_list:
  - {model_name: a, litellm_params: {model: openai/x, mock_response: litellm.InternalServerError, input_cost_per_token: 1}}
  - {model_name: b, litellm_params: {model: openai/x, mock_response: from b, input_cost_per_token: 1}}
  - {model_name: c, litellm_params: {model: openai/x, mock_response: from c, input_cost_per_token: 1}}
router_settings: {fallbacks: [{a: [b]}]}
";

fn chat(model: &str) -> Value {
    json!({ "model": model, "messages": [{ "role": "user", "content": "hi" }] })
}

#[test]
fn fallbacks_are_changed_while_the_server_runs() {
    let sandbox = Sandbox::configured(CONFIG);
    let answer = || {
        let response = sandbox.request("POST", "/chat/completions", chat("a"));
        (response.status == 200).then(|| response.json()["choices"][0]["message"]["content"].clone())
    };
    let get = |path: &str| sandbox.request("GET", path, Value::Null);
    assert_eq!((answer(), &get("/fallback/a").ok()["fallback_models"]), (Some(json!("from b")), &json!(["b"])));
    sandbox.request("POST", "/fallback", json!({ "model": "a", "fallback_models": ["c"] })).ok();
    assert_eq!((answer(), &get("/fallback/a").ok()["fallback_models"]), (Some(json!("from c")), &json!(["c"])));
    get("/fallback/a?fallback_type=context_window").refused(404);
    assert_eq!(get("/router/settings").ok()["current_values"]["fallbacks"], json!([{ "a": ["c"] }]));
    sandbox.request("DELETE", "/fallback/a", Value::Null).ok();
    sandbox.request("DELETE", "/fallback/a", Value::Null).refused(404);
    assert_eq!(answer(), None);
    let update = |body: Value| sandbox.request("POST", "/config/update", body);
    update(json!({ "router_settings": { "fallbacks": [{ "a": ["b", "c"] }] } })).ok();
    assert_eq!(answer(), Some(json!("from b")));
    let refused =
        update(json!({ "litellm_settings": { "cache": true }, "router_settings": { "fallbacks": [] } })).refused(501);
    assert!(refused["error"]["message"].as_str().expect("a string").contains("litellm_settings.cache"), "{refused}");
    assert_eq!(answer(), Some(json!("from b")));
    for (body, status) in [
        (json!({ "model": "none", "fallback_models": ["c"] }), 404),
        (json!({ "model": "a", "fallback_models": ["none"] }), 400),
        (json!({ "model": "a", "fallback_models": ["a"] }), 400),
        (json!({ "model": "a", "fallback_models": [] }), 422),
        (json!({ "model": "a", "fallback_models": ["b"], "fallback_type": "x" }), 422),
        (json!({}), 422),
    ] {
        sandbox.request("POST", "/fallback", body).refused(status);
    }
}

#[test]
fn spend_is_summed_for_the_whole_server() {
    let sandbox = Sandbox::configured(CONFIG);
    let made = sandbox.request("POST", "/key/generate", json!({ "key_alias": "big", "user_id": "u" })).ok();
    let (key, token) = (made["key"].as_str().expect("a key"), &made["token"]);
    sandbox.request_as(key, "POST", "/chat/completions", chat("b")).ok();
    sandbox.request_as(key, "POST", "/chat/completions", chat("b")).ok();
    sandbox.request("POST", "/chat/completions", chat("c")).ok();
    let get = |path: &str| sandbox.request("GET", path, Value::Null).ok();
    let keys = get("/global/spend/keys?limit=1");
    assert_eq!(
        keys,
        json!([{ "api_key": token, "key_alias": "big", "key_name": made["key_name"], "total_spend": 20.0 }])
    );
    assert_eq!(get("/global/spend/logs")[0]["spend"], 30.0);
    assert_eq!(get(&format!("/global/spend/logs?api_key={key}"))[0]["spend"], 20.0);
    assert_eq!(get("/global/spend/models"), json!([{ "model": "openai/x", "total_spend": 30.0 }]));
    let rows = get("/spend/keys");
    assert_eq!((&rows[0]["token"], &rows[0]["total_spend"]), (token, &json!(20.0)));
    sandbox.request("POST", "/user/new", json!({ "user_id": "u", "auto_create_key": false })).ok();
    let users = get("/spend/users");
    assert!(users.as_array().expect("a list").iter().any(|user| user["key_aliases"] == json!(["big"])), "{users}");
    assert_eq!(get("/spend/users?user_id=none"), json!([null]));
    sandbox.request("GET", "/global/spend/report", Value::Null).refused(400);
    sandbox.request("GET", "/global/spend/report?start_date=2026-01-01&end_date=2026-02-01", Value::Null).refused(400);
    sandbox.request_as(key, "GET", "/spend/keys", Value::Null).refused(401);
}

#[test]
fn service_accounts_are_keys_of_a_team() {
    let sandbox = Sandbox::configured(CONFIG);
    let path = "/key/service-account/generate";
    sandbox.request("POST", path, json!({ "key_alias": "robot" })).refused(400);
    sandbox.request("POST", path, json!({ "team_id": "none" })).refused(400);
    sandbox.request("POST", "/team/new", json!({ "team_id": "t" })).ok();
    let made = sandbox.request("POST", path, json!({ "team_id": "t", "key_alias": "robot", "user_id": "u" })).ok();
    assert_eq!((&made["user_id"], &made["metadata"]), (&Value::Null, &json!({ "service_account_id": "robot" })));
    let key = made["key"].as_str().expect("a key");
    assert_eq!(sandbox.request_as(key, "POST", "/key/health", Value::Null).ok()["key"], "healthy");
    sandbox.request_as("sk-wrong-key-wrong-key", "POST", "/key/health", Value::Null).refused(401);
}

#[test]
fn missing_endpoints_are_named_and_listed_in_the_documentation() {
    let sandbox = Sandbox::configured(CONFIG);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = std::fs::read_to_string(root.join("data/paths.txt")).expect("the paths");
    let documentation = std::fs::read_to_string(root.join("../docs/sandbox.md")).expect("the documentation");
    let (_, missing) = documentation.split_once("## What it does not do").expect("the section");
    let routes = sandbox.request("GET", "/routes", Value::Null).ok();
    let routes: Vec<String> =
        routes["routes"].as_array().expect("a list").iter().map(|route| shape(&route["path"])).collect();
    let mut count = 0;
    for path in paths.lines().filter(|path| !routes.contains(&shape(&json!(path)))) {
        let filled: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
        let response = sandbox.request("GET", &filled.join("/"), Value::Null);
        if response.status == 501 {
            count += 1;
            assert!(response.json()["error"]["message"].as_str().expect("a string").starts_with("LiteLLM has /"));
            let versions = ["v1", "v2", "v1beta", "api", "openai", "public"];
            let family = path.split('/').find(|part| !part.is_empty() && !versions.contains(part)).expect("a segment");
            assert!(missing.contains(&format!("`{family}`")) || missing.contains(path), "{path} is not listed");
        }
    }
    assert!(count > 300, "{count}");
    sandbox.request("GET", "/no/such/path", Value::Null).refused(404);
}

/// Returns a path without the names of its parameters.
fn shape(path: &Value) -> String {
    let parts = path.as_str().expect("a string").split('/');
    parts.map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}
