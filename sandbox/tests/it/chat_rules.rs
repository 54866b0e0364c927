//! What callers may ask of models: models and fallbacks they may use, parameters, several models, and the headers of
//! responses.

use serde_json::{Value, json};
use wiremock::matchers::{any, path};
use wiremock::{Mock, ResponseTemplate};

use super::harness::{Response, Sandbox, Upstream};

const CONFIG: &str = r"
model_list:
  - {model_name: free, litellm_params: {model: openai/free-one, mock_response: hello}}
  - {model_name: paid, litellm_params: {model: openai/paid-one, mock_response: hi, input_cost_per_token: 0.001, output_cost_per_token: 0.002}}
  - {model_name: broken, litellm_params: {model: openai/broken-one, mock_response: litellm.InternalServerError}}
";

fn key(sandbox: &Sandbox, fields: Value) -> String {
    sandbox.request("POST", "/key/generate", fields).ok()["key"].as_str().expect("a secret").to_owned()
}

/// Sends a chat request; the fields replace those of a simple one.
fn chat(sandbox: &Sandbox, key: &str, fields: Value) -> Response {
    let mut body = json!({ "model": "free", "messages": [{ "role": "user", "content": "hi" }] });
    if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
        body.extend(fields);
    }
    sandbox.request_as(key, "POST", "/chat/completions", body)
}

#[test]
fn fallbacks_in_every_form_need_access() {
    let sandbox = Sandbox::configured(CONFIG);
    let restricted = key(&sandbox, json!({ "models": ["free", "broken"] }));
    for fields in [
        json!({ "fallbacks": ["paid"] }),
        json!({ "fallbacks": [{ "model": "paid" }] }),
        json!({ "fallbacks": [{ "free": ["paid"] }] }),
        json!({ "context_window_fallbacks": [{ "free": ["paid"] }] }),
        json!({ "content_policy_fallbacks": [{ "free": [{ "model": "paid" }] }] }),
        json!({ "router_settings_override": { "fallbacks": [{ "free": ["paid"] }] } }),
        json!({ "model": "free,paid" }),
        json!({ "model": ["paid"] }),
        json!({ "model": 5 }),
    ] {
        let refusal = chat(&sandbox, &restricted, fields.clone()).refused(403);
        assert_eq!(refusal["error"]["type"], "key_model_access_denied", "{fields}");
    }
    assert_eq!(chat(&sandbox, &restricted, json!({ "fallbacks": "paid" })).status, 200);
}

#[test]
fn fallbacks_name_the_model_of_their_provider() {
    let sandbox = Sandbox::configured(CONFIG);
    let master = sandbox.master_key.clone();
    for fallbacks in
        [json!(["free"]), json!([{ "model": "free" }]), json!([{ "broken": ["free"] }]), json!(["none", "free"])]
    {
        let response = chat(&sandbox, &master, json!({ "model": "broken", "fallbacks": fallbacks }));
        assert_eq!(response.ok()["model"], "free-one", "{fallbacks}");
        assert_eq!(response.header("x-litellm-attempted-fallbacks"), Some("1"));
        assert_eq!(response.header("x-litellm-model-group"), Some("free"));
    }
    let streamed = chat(&sandbox, &master, json!({ "model": "broken", "fallbacks": ["free"], "stream": true }));
    assert!(streamed.text.contains(r#""model":"free""#), "{}", streamed.text);
    let others = chat(&sandbox, &master, json!({ "model": "broken", "fallbacks": [{ "other": ["free"] }] }));
    others.refused(500);
    let missing = chat(&sandbox, &master, json!({ "model": "broken", "fallbacks": ["none"] })).refused(500);
    let message = missing["error"]["message"].as_str().expect("a message");
    assert!(message.contains("Fallback to none also failed: litellm.BadRequestError"), "{message}");
}

#[test]
fn fallbacks_can_replace_fields_of_the_request() {
    let server = Upstream::start();
    let answer = json!({ "id": "up", "choices": [{ "index": 0, "message": { "role": "assistant", "content": "x" } }] });
    server.mount(
        Mock::given(path("/v1/chat/completions")).respond_with(ResponseTemplate::new(200).set_body_json(answer)),
    );
    let sandbox = Sandbox::configured(CONFIG);
    let params = json!({ "model": "openai/real", "api_base": server.api_base() });
    sandbox.request("POST", "/model/new", json!({ "model_name": "up", "litellm_params": params })).ok();
    let other = json!({ "model": "up", "messages": [{ "role": "user", "content": "other" }], "temperature": 0.5 });
    let master = sandbox.master_key.clone();
    let response = chat(&sandbox, &master, json!({ "model": "broken", "fallbacks": [other], "temperature": 1 }));
    assert_eq!(response.ok()["model"], "real");
    let sent: Value = server.requests()[0].body_json().expect("JSON");
    assert_eq!((&sent["messages"][0]["content"], &sent["temperature"]), (&json!("other"), &json!(0.5)));
}

#[test]
fn parameters_that_only_deployments_set_are_refused() {
    let sandbox = Sandbox::configured(CONFIG);
    let master = sandbox.master_key.clone();
    for fields in [
        json!({ "api_base": "http://x" }),
        json!({ "base_url": null }),
        json!({ "user_config": {} }),
        json!({ "model_list": [] }),
        json!({ "input_cost_per_token": 0 }),
        json!({ "turn_off_message_logging": true }),
        json!({ "metadata": { "api_base": "http://x" } }),
        json!({ "fallbacks": [{ "model": "free", "api_base": "http://x" }] }),
    ] {
        let refusal = chat(&sandbox, &master, fields.clone()).refused(401);
        let message = refusal["error"]["message"].as_str().expect("a message");
        assert!(message.contains("Rejected Request"), "{fields}: {message}");
    }
    for name in [
        "mock_timeout",
        "mock_delay",
        "mock_testing_fallbacks",
        "mock_testing_context_fallbacks",
        "mock_testing_content_policy_fallbacks",
        "mock_testing_rate_limit_error",
    ] {
        for value in [json!(true), json!(false), json!(null)] {
            let refusal = chat(&sandbox, &master, json!({ name: value })).refused(400);
            let message = refusal["error"]["message"].as_str().expect("a message");
            assert!(message.starts_with(&format!("Mock testing request params are disabled on this proxy: {name}.")));
        }
    }
    let response = chat(&sandbox, &master, json!({ "mock_response": "mine", "api_key": "sk-x", "num_retries": 1 }));
    assert_eq!(response.ok()["choices"][0]["message"]["content"], "hello");
}

#[test]
fn missing_models_are_invalid_and_not_denied() {
    let sandbox = Sandbox::configured(CONFIG);
    let restricted = key(&sandbox, json!({ "models": ["free"] }));
    for (model, shown) in [(json!(null), "None"), (json!(""), "")] {
        let response = chat(&sandbox, &restricted, json!({ "model": model }));
        let message = response.refused(400)["error"]["message"].as_str().expect("a message").to_owned();
        assert!(message.contains(&format!("Invalid model name passed in model={shown}.")), "{message}");
        for name in ["x-litellm-call-id", "x-litellm-response-cost", "x-litellm-key-spend"] {
            assert!(response.header(name).is_some(), "{name}");
        }
    }
    let response = sandbox.request_as(&restricted, "POST", "/chat/completions", json!({}));
    assert_eq!(response.refused(400)["error"]["param"], "messages");
    assert!(chat(&sandbox, &restricted, json!({ "model": ["free"] })).refused(400)["error"]["param"] == "model");
}

#[test]
fn several_models_answer_a_list() {
    let sandbox = Sandbox::configured(CONFIG);
    let master = sandbox.master_key.clone();
    let items = chat(&sandbox, &master, json!({ "model": "free, paid,broken,none" })).ok();
    let models: Vec<&Value> = items.as_array().expect("a list").iter().map(|item| &item["model"]).collect();
    assert_eq!(models, ["free-one", "paid-one", "broken", "none"]);
    assert_eq!((&items[2]["status_code"], &items[3]["status_code"]), (&json!(500), &json!(400)));
    chat(&sandbox, &master, json!({ "model": "free,paid", "stream": true })).refused(500);
    let body = json!({ "model": "free,paid", "prompt": "x" });
    sandbox.request("POST", "/completions", body).refused(400);
    let key = key(&sandbox, json!({ "models": ["free", "paid"] }));
    chat(&sandbox, &key, json!({ "model": "free,paid" })).ok();
    let info = sandbox.request_as(&key, "GET", "/key/info", Value::Null).ok();
    assert!(info["info"]["spend"].as_f64() > Some(0.0), "{info}");
}

#[test]
fn headers_state_cost_and_duration() {
    let sandbox = Sandbox::configured(CONFIG);
    let key = key(&sandbox, json!({ "rpm_limit": 9 }));
    let paid = chat(&sandbox, &key, json!({ "model": "paid" }));
    paid.ok();
    for (name, value) in [
        ("x-litellm-response-cost", "0.05"),
        ("x-litellm-response-cost-original", "0.05"),
        ("x-litellm-response-cost-input", "0.01"),
        ("x-litellm-response-cost-output", "0.04"),
        ("x-litellm-response-cost-tool-usage", "0.0"),
        ("x-litellm-response-cost-discount-amount", "0.0"),
        ("x-litellm-key-spend", "0.05"),
        ("x-litellm-key-rpm-limit", "9"),
        ("x-litellm-model-name", "openai/paid-one"),
        ("x-litellm-model-api-base", "https://api.openai.com"),
        ("x-litellm-version", "1.110.2"),
        ("x-litellm-callback-duration-ms", "0.0"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(paid.header(name), Some(value), "{name}");
    }
    assert!(paid.header("x-litellm-response-duration-ms").is_some_and(|text| text.parse::<f64>().is_ok()));
    // What costs nothing states no cost, and a stream states zeros.
    let free = chat(&sandbox, &key, json!({}));
    assert_eq!((free.header("x-litellm-response-cost"), free.header("x-litellm-response-cost-input")), (None, None));
    let stream = chat(&sandbox, &key, json!({ "model": "paid", "stream": true }));
    assert_eq!(stream.header("x-litellm-response-cost"), None);
    assert_eq!(stream.header("x-litellm-response-cost-original"), Some("0.0"));
    let failed = chat(&sandbox, &key, json!({ "model": "broken" }));
    failed.refused(500);
    assert_eq!(failed.header("x-litellm-model-name"), Some("openai/broken-one"));
    assert!(failed.header("x-litellm-call-id").is_some());
    // Whom the server does not know learns nothing.
    assert_eq!(chat(&sandbox, "sk-unknown", json!({})).header("x-litellm-call-id"), None);
}

/// Returns what the upstream server got as key, organization and seed, after the master key or an admin stored the model.
fn variables_at_upstream(master_key: &str, by_admin: bool) -> [Option<String>; 3] {
    let server = Upstream::start();
    let answer = json!({ "id": "up", "choices": [{ "index": 0, "message": { "role": "assistant", "content": "x" } }] });
    server.mount(Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_json(answer)));
    let sandbox = Sandbox::from(litellm_proxy_sandbox::Sandbox::builder().config(CONFIG).master_key(master_key));
    sandbox.request("POST", "/user/new", json!({ "user_id": "ada", "user_role": "proxy_admin" })).ok();
    let admin = sandbox.request("POST", "/key/generate", json!({ "user_id": "ada" })).ok();
    let admin = admin["key"].as_str().expect("a key");
    let author = if by_admin { admin } else { master_key };
    let params = json!({ "model": "openai/real", "api_base": server.api_base(), "api_key": "os.environ/HOME",
        "organization": "os.environ/HOME", "seed": "os.environ/NO_SUCH_VARIABLE" });
    let made = json!({ "model_name": "stored", "litellm_params": params, "model_info": { "id": "stored" } });
    let made = sandbox.request_as(author, "POST", "/model/new", made).ok();
    assert_eq!(made.get("reads_variables"), None);
    chat(&sandbox, admin, json!({ "model": "stored" })).ok();
    // A change by an admin does not point the value of a variable elsewhere.
    let change = json!({ "litellm_params": { "temperature": 1 } });
    sandbox.request_as(author, "PATCH", "/model/stored/update", change).ok();
    chat(&sandbox, admin, json!({ "model": "stored" })).ok();
    let sent = server.requests();
    let text = |number: usize, name: &str| Some(sent[number].headers.get(name)?.to_str().expect("ASCII").to_owned());
    let seed = sent[0].body_json::<Value>().expect("JSON").get("seed").map(Value::to_string);
    let found = [text(0, "authorization"), text(0, "openai-organization"), seed];
    assert_eq!(text(1, "authorization"), found[0]);
    found
}

#[test]
fn variables_in_stored_models_are_read_for_the_master_key() {
    let home = std::env::var("HOME").expect("a home directory");
    let read = [Some(format!("Bearer {home}")), Some(home), None];
    assert_eq!(variables_at_upstream("sk-of-my-own-choice", false), read);
    // Others on the machine know the default key, and can sign in as an admin.
    let text = ["Bearer os.environ/HOME", "os.environ/HOME", "\"os.environ/NO_SUCH_VARIABLE\""];
    let text = text.map(|text| Some(text.to_owned()));
    assert_eq!(variables_at_upstream("sk-1234", false), text);
    assert_eq!(variables_at_upstream("sk-of-my-own-choice", true), text);
}

#[test]
fn models_of_any_name_are_served() {
    let sandbox = Sandbox::configured(CONFIG);
    let params = json!({ "model": "*", "mock_response": "any" });
    sandbox.request("POST", "/model/new", json!({ "model_name": "star", "litellm_params": params })).ok();
    let master = sandbox.master_key.clone();
    let response = chat(&sandbox, &master, json!({ "model": "star" }));
    assert_eq!(response.ok()["choices"][0]["message"]["content"], "any");
}

#[test]
fn budget_windows_stop_keys_and_teams() {
    let sandbox = Sandbox::configured(CONFIG);
    let windows =
        json!([{ "budget_duration": "1h", "max_budget": 0.04 }, { "budget_duration": "1d", "max_budget": 9 }]);
    sandbox.request("POST", "/team/new", json!({ "team_id": "t", "budget_limits": windows })).ok();
    for fields in [json!({ "budget_limits": windows }), json!({ "team_id": "t" })] {
        let key = key(&sandbox, fields.clone());
        chat(&sandbox, &key, json!({ "model": "paid" })).ok();
        let refusal = chat(&sandbox, &key, json!({ "model": "paid" })).refused(422);
        assert_eq!(refusal["error"]["type"], "budget_exceeded", "{fields}");
    }
}

#[test]
fn a_plus_in_the_id_of_a_user_is_kept() {
    let sandbox = Sandbox::start();
    sandbox.request("POST", "/user/new", json!({ "user_id": "a+b@x.io", "auto_create_key": false })).ok();
    for path in ["/user/info?user_id=a+b@x.io", "/user/info?user_id=a%2Bb@x.io", "/v2/user/info?user_id=a+b@x.io"] {
        assert_eq!(sandbox.request("GET", path, Value::Null).ok()["user_id"], "a+b@x.io", "{path}");
    }
    sandbox.request("GET", "/user/info?user_id=a%20b@x.io", Value::Null).refused(404);
}

#[test]
fn patterns_of_providers_cover_known_models() {
    let sandbox = Sandbox::start();
    let key = key(&sandbox, json!({ "models": ["openai/*"] }));
    assert_eq!(chat(&sandbox, &key, json!({ "model": "gpt-4o" })).status, 200);
    assert_eq!(chat(&sandbox, &key, json!({ "model": "claude-sonnet-4-5" })).status, 403);
    assert_eq!(chat(&sandbox, &key, json!({ "model": "unheard-of" })).status, 403);
}

#[test]
fn wildcards_cost_what_the_model_behind_them_costs() {
    let sandbox = Sandbox::configured(
        r#"
model_list:
  - {model_name: "claude/*", litellm_params: {model: "anthropic/*", mock_response: hi}, model_info: {id: claude}}
  - {model_name: "*", litellm_params: {model: "*", mock_response: hi}}
"#,
    );
    let master = sandbox.master_key.clone();
    for (model, provider_model, cost) in [
        ("claude/claude-sonnet-4-5", "anthropic/claude-sonnet-4-5", Some("0.00033")),
        ("claude/unknown", "anthropic/unknown", None),
        ("gpt-4o-mini", "gpt-4o-mini", Some("0.0000135")),
    ] {
        let response = chat(&sandbox, &master, json!({ "model": model }));
        assert_eq!(response.ok()["model"], model);
        assert_eq!(response.header("x-litellm-model-name"), Some(provider_model));
        let number = |text: &str| text.parse::<f64>().expect("a number");
        let close = |one: f64, other: f64| (one - other).abs() < 1e-12;
        let found = response.header("x-litellm-response-cost").map(number);
        assert!(found.zip(cost.map(number)).is_none_or(|(one, other)| close(one, other)), "{model}: {found:?}");
        assert_eq!(found.is_some(), cost.is_some(), "{model}");
    }
    let spent = key(&sandbox, json!({ "models": ["claude/*"], "max_budget": 0.0001 }));
    let fields = json!({ "model": "claude/claude-sonnet-4-5" });
    chat(&sandbox, &spent, fields.clone()).ok();
    chat(&sandbox, &spent, fields).refused(422);
    // The name of a model must imply its provider.
    let refusal = chat(&sandbox, &master, json!({ "model": "nothing-known" })).refused(400);
    let message = refusal["error"]["message"].as_str().expect("a message");
    assert!(message.starts_with("litellm.BadRequestError: LLM Provider NOT provided."), "{message}");
}
