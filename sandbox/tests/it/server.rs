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
    let (known, missing) = (file("data/paths.txt"), missing_endpoints());
    let served = served(&sandbox);
    let mut count = 0;
    for (path, method) in
        endpoints(&known).filter(|(path, method)| !served.contains(&(shape(path), (*method).to_owned())))
    {
        let filled: Vec<String> = path.split('/').map(filled).collect();
        let response = sandbox.request(method, &filled.join("/"), Value::Null);
        // Some endpoints stand for more than one path of LiteLLM, such as `/models/{model}`.
        if response.status != 501 {
            assert!(
                !["Not Found", "Method Not Allowed"].iter().any(|text| response.text.contains(text)),
                "{method} {path}"
            );
            continue;
        }
        count += 1;
        let message = response.json()["error"]["message"].as_str().expect("a string").to_owned();
        assert!(message.starts_with(&format!("LiteLLM has {method} /")), "{message}");
        let shown = path.replace("{*", "{");
        let names = [family(&shown).unwrap_or(&shown).to_owned(), format!("{method} {shown}"), shown];
        assert!(names.iter().any(|name| missing.contains(name)), "{method} {path} is not listed");
    }
    assert!(count > 800, "{count}");
    for (method, path, status) in [
        ("GET", "/no/such/path", 404),
        ("PUT", "/cache/ping", 405),
        ("POST", "/models/gpt-4", 405),
        ("POST", "/models/gpt-4:countTokens", 501),
        ("PATCH", "/prompts/x", 501),
        ("GET", "/end_user/daily/activity/export", 501),
    ] {
        sandbox.request(method, path, Value::Null).refused(status);
    }
}

#[test]
fn nothing_is_listed_as_missing_that_exists() {
    let sandbox = Sandbox::configured(CONFIG);
    let known = file("data/paths.txt");
    let served = served(&sandbox);
    for listed in missing_endpoints() {
        let (method, path) = listed.split_once(' ').map_or((None, &*listed), |(method, path)| (Some(method), path));
        let is_listed = |known: &str, known_method: &str| {
            let is_path = known.replace("{*", "{") == path || family(known) == Some(path);
            is_path && method.is_none_or(|method| method == known_method)
        };
        assert!(endpoints(&known).any(|(known, method)| is_listed(known, method)), "LiteLLM does not have {listed}");
        // `{model}:countTokens` is a segment of its own at LiteLLM only.
        let is_served = |(here, here_method): &&(String, String)| {
            let is_path = *here == shape(path) && !path.contains(':') || family(here) == Some(path);
            is_path && method.is_none_or(|method| method == here_method)
        };
        assert_eq!(served.iter().find(is_served), None, "{listed} is listed");
    }
}

fn file(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("a file of the repository")
}

/// Returns what the documentation lists as missing: first segments, paths, and methods with paths.
fn missing_endpoints() -> Vec<String> {
    let documentation = file("../docs/sandbox.md");
    let (_, section) = documentation.split_once("### Missing endpoints").expect("the section");
    let (_, lists) = section.split_once("before them:").expect("the lists");
    lists.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the paths that the sandbox has, each with a method.
fn served(sandbox: &Sandbox) -> Vec<(String, String)> {
    let routes = sandbox.request("GET", "/routes", Value::Null).ok();
    let routes = routes["routes"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    routes.map(|route| (shape(&text(&route["path"])), text(&route["methods"][0]))).collect()
}

/// Returns the paths of LiteLLM, each with a method.
fn endpoints(known: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = known.lines().map(|line| line.split_once(' ').expect("a path and its methods"));
    lines.flat_map(|(path, methods)| methods.split(',').map(move |method| (path, method)))
}

/// Returns the first segment of a path, without versions and the like before it.
fn family(path: &str) -> Option<&str> {
    let before = ["", "v1", "v2", "v1beta", "api", "openai", "public"];
    path.split('/').find(|part| !before.contains(part)).filter(|part| path.starts_with('/') && !part.starts_with('{'))
}

/// Returns a segment with a value in place of its name.
fn filled(part: &str) -> String {
    part.split_once('}').map_or_else(|| part.to_owned(), |(_, suffix)| format!("x{suffix}"))
}

/// Returns a path without the names of its parameters.
fn shape(path: &str) -> String {
    let parts = path.split('/');
    parts.map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}
