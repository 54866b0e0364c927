//! Health checks: what they call, what they find, and what is recorded of it.

use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, ResponseTemplate};

use crate::harness::{Sandbox, Upstream};

/// A sandbox with a group of two: one is played, the other cannot be reached; and a deployment whose key is refused.
fn start(refusing: &Upstream) -> Sandbox {
    let error = json!({ "error": { "message": "Incorrect API key", "type": "authentication_error" } });
    refusing
        .mount(Mock::given(path("/v1/chat/completions")).respond_with(ResponseTemplate::new(401).set_body_json(error)));
    let config = format!(
        "model_list:\n\
         - {{model_name: m, litellm_params: {{model: openai/x}}, model_info: {{id: up}}}}\n\
         - {{model_name: m, litellm_params: {{model: openai/x, api_base: 'http://127.0.0.1:9/v1'}}, model_info: {{id: dead}}}}\n\
         - {{model_name: n, litellm_params: {{model: openai/x, api_base: '{}', api_key: bad}}, model_info: {{id: refused}}}}\n",
        refusing.api_base()
    );
    Sandbox::configured(&config)
}

#[test]
fn checks_call_the_upstream_server_and_are_recorded() {
    let upstream = Upstream::start();
    let sandbox = start(&upstream);
    let get = |path: &str| sandbox.request("GET", path, Value::Null);
    assert_eq!(get("/health/latest").ok(), json!({ "latest_health_checks": {}, "total_models": 0 }));
    assert_eq!(get("/health?model_id=up").ok()["healthy_endpoints"][0]["model_id"], "up");
    assert_eq!(upstream.requests().len(), 0);
    let refused = get("/health?model_id=refused").refused(503);
    let endpoint = &refused["unhealthy_endpoints"][0];
    assert_eq!((&endpoint["exception_status"], &endpoint["model_id"]), (&json!(401), &json!("refused")));
    assert!(endpoint["error"].as_str().expect("a string").contains("Incorrect API key"), "{endpoint}");
    assert_eq!(upstream.requests().len(), 1);
    let group = get("/health?model=m").ok();
    assert_eq!((&group["healthy_count"], &group["unhealthy_count"]), (&json!(1), &json!(1)));
    assert_eq!(get("/health?model=none").refused(503)["unhealthy_count"], 0);
    let unknown = get("/health?model_id=none").refused(404);
    assert_eq!(unknown["detail"]["error"], "Model with ID none not found");

    let latest = get("/health/latest").ok()["latest_health_checks"].clone();
    let status = |key: &str| format!("{} {}", latest[key]["status"], latest[key]["model_id"]);
    assert_eq!([status("up"), status("refused")], [r#""healthy" "up""#, r#""unhealthy" "refused""#]);
    // A group is healthy if one of it is, and a name that nothing has stays.
    assert_eq!([status("m"), status("none")], [r#""healthy" null"#, r#""unhealthy" null"#]);
    let history = |query: &str| get(&format!("/health/history{query}")).ok();
    let names = |list: &Value| -> Vec<Value> {
        list["health_checks"].as_array().expect("a list").iter().map(|row| row["model_name"].clone()).collect()
    };
    assert_eq!(names(&history("")), ["none", "m", "n", "m"]);
    assert_eq!(names(&history("?status_filter=unhealthy&limit=1")), ["none"]);
    assert_eq!(history("?model=m&offset=1")["total_records"], 2);
    get("/health/history?limit=1001").refused(422);
}

#[test]
fn states_of_the_server_are_for_admins() {
    let sandbox = Sandbox::start();
    let get = |path: &str| sandbox.request("GET", path, Value::Null);
    assert_eq!(get("/health/backlog").ok()["in_flight_requests"], 1);
    assert_eq!(get("/health/deployment_warnings").ok()["warnings"], json!([]));
    assert_eq!(get("/cache/ping").refused(503)["error"]["type"], "cache_ping_error");
    assert_eq!(get("/callbacks/list").ok()["success"], json!([]));
    assert_eq!(get("/model/deprecations?warn_within_days=60").ok()["warn_within_days"], 60);
    let key = sandbox.request("POST", "/key/generate", json!({})).ok()["key"].as_str().expect("a key").to_owned();
    for path in ["latest", "history", "backlog", "deployment_warnings"] {
        let response = sandbox.request_as(&key, "GET", &format!("/health/{path}"), Value::Null);
        assert!(matches!(response.status, 401 | 403), "{response:?}");
    }
}
