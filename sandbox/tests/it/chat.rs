//! Model requests: forwarded, mocked, retried, refused.

use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header, path};
use wiremock::{Mock, ResponseTemplate};

use super::harness::{Response, Sandbox, Upstream};

fn config(models: &[(&str, Value)], settings: &str) -> Sandbox {
    let models: Vec<Value> =
        models.iter().map(|(name, params)| json!({ "model_name": name, "litellm_params": params })).collect();
    Sandbox::configured(&format!("model_list: {}\nlitellm_settings: {settings}\n", json!(models)))
}

fn chat(sandbox: &Sandbox, model: &str, more: Value) -> Response {
    let mut body = json!({ "model": model, "messages": [{ "role": "user", "content": "hi" }] });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    sandbox.request("POST", "/chat/completions", body)
}

fn content(response: &Response) -> Value {
    response.ok()["choices"][0]["message"]["content"].clone()
}

/// Starts an upstream server with this response to every chat request.
fn upstream(response: ResponseTemplate) -> Upstream {
    let server = Upstream::start();
    server.mount(Mock::given(path("/v1/chat/completions")).respond_with(response));
    server
}

fn completion(text: &str) -> Value {
    json!({
        "id": "up", "object": "chat.completion", "created": 1, "model": "real-name",
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": text } }],
        "usage": { "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 },
    })
}

#[test]
fn requests_are_forwarded_and_charged() {
    let server = upstream(ResponseTemplate::new(200).set_body_json(completion("hello")));
    let base = format!("{}/", server.api_base());
    let params = json!({
        "model": "openai/real-name", "api_key": "sk-up", "api_base": base, "input_cost_per_token": 0.001, "output_cost_per_token": 0.002,
    });
    let sandbox = config(&[("m", params), ("w/*", json!({ "model": "openai/*", "api_base": base }))], "{}");
    let key = sandbox.request("POST", "/key/generate", json!({ "aliases": { "al": "m" } })).ok();
    let body = json!({ "model": "al", "messages": [], "temperature": 0.5, "metadata": { "a": 1 } });
    let response = sandbox.request_as(key["key"].as_str().expect("a key"), "POST", "/v1/chat/completions", body);
    assert_eq!((content(&response), &response.ok()["model"]), (json!("hello"), &json!("al")));
    assert_eq!(response.header("x-litellm-response-cost"), Some("0.02"));
    assert_eq!(response.header("x-litellm-attempted-fallbacks"), Some("0"));
    let info =
        sandbox.request("GET", &format!("/key/info?key={}", key["token"].as_str().expect("a hash")), Value::Null).ok();
    assert_eq!(info["info"]["spend"], 0.02);
    assert_eq!(content(&chat(&sandbox, "w/other", json!({}))), "hello");
    let asked = server.requests();
    assert_eq!(asked[0].headers["authorization"], "Bearer sk-up");
    let sent: Value = serde_json::from_slice(&asked[0].body).expect("JSON");
    assert_eq!(sent, json!({ "model": "real-name", "messages": [], "temperature": 0.5 }));
    let sent: Value = serde_json::from_slice(&asked[1].body).expect("JSON");
    assert_eq!(sent["model"], "other");
}

#[test]
fn named_credentials_authenticate_upstream() {
    let server = Upstream::start();
    let response = ResponseTemplate::new(200).set_body_json(completion("known"));
    server.mount(Mock::given(header("authorization", "Bearer sk-named")).respond_with(response));
    let sandbox = config(&[("m", json!({ "model": "openai/x", "litellm_credential_name": "c" }))], "{}");
    let values = json!({ "api_key": "sk-named", "api_base": server.api_base() });
    let credential = json!({ "credential_name": "c", "credential_info": {}, "credential_values": values });
    sandbox.request("POST", "/credentials", credential).ok();
    assert_eq!(content(&chat(&sandbox, "m", json!({}))), "known");
}

#[test]
fn streams_are_relayed_with_usage() {
    let chunk = |delta: Value| json!({ "id": "up", "model": "real", "choices": [{ "index": 0, "delta": delta }] });
    let usage = json!({ "id": "up", "choices": [], "usage": { "prompt_tokens": 11, "completion_tokens": 2 } });
    let stream = format!(
        "data: {}\n\ndata: {}\n\ndata: {usage}\n\ndata: [DONE]\n\n",
        chunk(json!({ "role": "assistant", "content": "one" })),
        chunk(json!({ "content": " two" }))
    );
    let server = upstream(ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream"));
    let params = json!({ "model": "openai/x", "api_base": server.api_base(), "input_cost_per_token": 0.5 });
    let sandbox = config(&[("m", params)], "{}");
    let key = sandbox.request("POST", "/key/generate", json!({})).ok();
    let secret = key["key"].as_str().expect("a key");
    let body = json!({ "model": "m", "messages": [], "stream": true });
    let response = sandbox.request_as(secret, "POST", "/chat/completions", body.clone());
    assert!(response.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")));
    assert!(response.text.contains("\"content\":\"one\"") && response.text.contains("\"model\":\"m\""), "{response:?}");
    assert!(response.text.ends_with("data: [DONE]\n\n") && !response.text.contains("prompt_tokens"), "{response:?}");
    let sent: Value = serde_json::from_slice(&server.requests()[0].body).expect("JSON");
    assert_eq!(sent["stream_options"], json!({ "include_usage": true }));
    let info =
        sandbox.request("GET", &format!("/key/info?key={}", key["token"].as_str().expect("a hash")), Value::Null).ok();
    assert_eq!(info["info"]["spend"], 5.5);
    let mut body = body;
    body["stream_options"] = json!({ "include_usage": true });
    assert!(sandbox.request("POST", "/chat/completions", body).text.contains("\"prompt_tokens\":11"));
}

#[test]
fn upstream_errors_get_litellm_statuses_and_messages() {
    let error = json!({ "error": { "message": "too fast", "type": "requests", "param": null, "code": null } });
    let server = upstream(ResponseTemplate::new(429).set_body_json(error));
    let slow = upstream(ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(20)));
    let models = [
        ("fast", json!({ "model": "openai/x", "api_base": server.api_base() })),
        ("slow", json!({ "model": "openai/x", "api_base": slow.api_base(), "timeout": 0.2 })),
        ("dead", json!({ "model": "openai/x", "api_base": "http://127.0.0.1:1/v1" })),
    ];
    let sandbox = config(&models, "{}");
    for (model, status, kind, words) in [
        ("fast", 429, "throttling_error", "litellm.RateLimitError: RateLimitError: OpenAIException - too fast"),
        ("slow", 408, "invalid_request_error", "litellm.Timeout: APITimeoutError - Request timed out."),
        ("dead", 500, "internal_server_error", "OpenAIException - Connection error."),
    ] {
        for stream in [false, true] {
            let refusal = chat(&sandbox, model, json!({ "stream": stream })).refused(status);
            let message = refusal["error"]["message"].as_str().expect("a string");
            assert!(message.starts_with("litellm.") && message.contains(words), "{message}");
            assert!(message.contains(&format!("model group '{model}' failed")), "{message}");
            assert_eq!(
                (&refusal["error"]["type"], &refusal["error"]["code"]),
                (&json!(kind), &json!(status.to_string()))
            );
        }
    }
}

#[test]
fn retries_and_fallbacks_replace_failed_deployments() {
    let broken = json!({ "model": "openai/x", "mock_response": "litellm.InternalServerError" });
    let mock = |text: &str| json!({ "model": "openai/x", "mock_response": text });
    let models = [
        ("twins", broken.clone()),
        ("twins", mock("the other twin")),
        ("broken", broken.clone()),
        ("long", json!({ "model": "openai/x", "mock_response": "litellm.ContextWindowExceededError" })),
        ("alone", broken.clone()),
        ("good", mock("from the fallback")),
        ("large", mock("from the large one")),
    ];
    let settings = "{fallbacks: [{broken: [alone, good]}], context_window_fallbacks: [{long: [large]}]}";
    let sandbox = config(&models, settings);
    for _ in 0..8 {
        assert_eq!(content(&chat(&sandbox, "twins", json!({}))), "the other twin");
    }
    let response = chat(&sandbox, "broken", json!({}));
    assert_eq!(
        (content(&response), response.header("x-litellm-attempted-fallbacks")),
        (json!("from the fallback"), Some("1"))
    );
    assert_eq!(response.header("x-litellm-model-group"), Some("good"));
    assert_eq!(content(&chat(&sandbox, "long", json!({}))), "from the large one");
    assert_eq!(content(&chat(&sandbox, "alone", json!({ "fallbacks": ["good"] }))), "from the fallback");
    let refusal = chat(&sandbox, "alone", json!({})).refused(500);
    assert!(
        refusal["error"]["message"].as_str().expect("a string").ends_with("No fallback was attempted."),
        "{refusal}"
    );
    let refusal = chat(&sandbox, "broken", json!({ "fallbacks": ["alone"] })).refused(500);
    assert!(
        refusal["error"]["message"].as_str().expect("a string").contains("Fallback to alone also failed"),
        "{refusal}"
    );
    chat(&sandbox, "broken", json!({ "disable_fallbacks": true })).refused(500);
}

#[test]
fn request_fallbacks_respect_the_models_of_the_key() {
    let broken = json!({ "model": "openai/x", "mock_response": "litellm.InternalServerError" });
    let sandbox = config(&[("mine", broken), ("other", json!({ "model": "openai/x", "mock_response": "no" }))], "{}");
    let key = sandbox.request("POST", "/key/generate", json!({ "models": ["mine"] })).ok();
    let body = json!({ "model": "mine", "messages": [], "fallbacks": ["other"] });
    let refusal =
        sandbox.request_as(key["key"].as_str().expect("a key"), "POST", "/chat/completions", body).refused(403);
    assert_eq!(refusal["error"]["type"], "key_model_access_denied");
}

#[test]
fn mocks_respond_on_every_endpoint() {
    let sandbox = config(&[("m", json!({ "model": "openai/x", "mock_response": "hello you" }))], "{}");
    let two = chat(&sandbox, "m", json!({ "n": 2 })).ok();
    assert_eq!(two["choices"].as_array().map(Vec::len), Some(2));
    // `mock_response` in a request is ignored.
    assert_eq!(content(&chat(&sandbox, "m", json!({ "mock_response": "mine" }))), "hello you");
    let stream = chat(&sandbox, "m", json!({ "stream": true, "stream_options": { "include_usage": true } }));
    assert!(stream.text.contains("\"content\":\"hel\"") && stream.text.contains("\"cost\":"), "{stream:?}");
    let embedding = sandbox.request("POST", "/embeddings", json!({ "model": "m", "input": "a" })).ok();
    assert_eq!(embedding["data"][0]["embedding"], "hello you");
    let completion = sandbox.request("POST", "/v1/completions", json!({ "model": "m", "prompt": "a" })).ok();
    assert_eq!(
        (&completion["object"], &completion["choices"][0]["text"]),
        (&json!("text_completion"), &json!("hello you"))
    );
    sandbox.request("POST", "/model/block", json!({ "model_id": "none" })).refused(404);
}

#[test]
fn invalid_model_requests_are_refused() {
    let sandbox = config(&[("m", json!({ "model": "openai/x", "mock_response": "x" }))], "{}");
    let mut added = json!({ "model_name": "stopped", "litellm_params": { "model": "openai/x", "mock_response": "x" } });
    added["model_info"] = json!({ "id": "stopped-id" });
    added["blocked"] = json!(true);
    sandbox.request("POST", "/model/new", added).ok();
    let authorization = format!("Bearer {}", sandbox.master_key);
    let broken = sandbox.send("POST", "/chat/completions", &[("Authorization", &authorization)], "{bad").refused(400);
    assert_eq!(broken["error"]["param"], "request_body");
    for (path, body, status, kind) in [
        ("/chat/completions", json!({ "model": "m" }), 400, "invalid_request_error"),
        ("/chat/completions", json!({ "model": 5, "messages": [] }), 400, "bad_request_error"),
        ("/chat/completions", json!({ "model": "none", "messages": [] }), 400, "invalid_request_error"),
        ("/chat/completions", json!({ "messages": [] }), 400, "invalid_request_error"),
        ("/chat/completions", json!([]), 400, "invalid_request_error"),
        ("/chat/completions", json!({ "model": "stopped", "messages": [] }), 403, "permission_error"),
        ("/embeddings", json!({ "model": "m" }), 400, "invalid_request_error"),
        ("/v1/completions", json!({ "model": "none", "prompt": "x" }), 400, "invalid_request_error"),
    ] {
        let refusal = sandbox.request("POST", path, body.clone()).refused(status);
        assert_eq!(refusal["error"]["type"], kind, "{path} {body}");
    }
    sandbox.request("POST", "/model/unblock", json!({ "model_id": "stopped-id" })).ok();
    assert_eq!(content(&chat(&sandbox, "stopped", json!({}))), "x");
}

#[test]
fn embeddings_are_forwarded() {
    let server = Upstream::start();
    let vectors = json!({
        "object": "list", "model": "real", "data": [{ "object": "embedding", "index": 0, "embedding": [0.5] }],
        "usage": { "prompt_tokens": 3, "total_tokens": 3 },
    });
    let response = ResponseTemplate::new(200).set_body_json(vectors);
    let asks = body_partial_json(json!({ "model": "e", "input": ["a"] }));
    server.mount(Mock::given(path("/v1/embeddings")).and(asks).respond_with(response));
    let sandbox = config(&[("m", json!({ "model": "openai/e", "api_base": server.api_base() }))], "{}");
    let details = sandbox.request("POST", "/v1/embeddings", json!({ "model": "m", "input": ["a"] })).ok();
    assert_eq!((&details["model"], &details["data"][0]["embedding"]), (&json!("m"), &json!([0.5])));
    assert_eq!(details["usage"]["prompt_tokens"], 3);
}

#[test]
fn connection_test_reaches_the_api_base() {
    let sandbox = Sandbox::start();
    let tried = |params: Value| {
        let body = json!({ "mode": "chat", "litellm_params": params });
        sandbox.request("POST", "/health/test_connection", body).ok()["status"].as_str().expect("a status").to_owned()
    };
    assert_eq!(tried(json!({ "model": "openai/gpt-4o" })), "success");
    assert_eq!(tried(json!({ "model": "openai/gpt-4o", "api_base": sandbox.url })), "success");
    assert_eq!(tried(json!({ "model": "openai/gpt-4o", "api_base": "http://127.0.0.1:9/v1" })), "error");
    assert_eq!(tried(json!({ "model": "no-such-provider/x" })), "error");
}

#[test]
fn mock_tool_calls_are_returned() {
    let call = json!({ "id": "call_1", "type": "function", "function": { "name": "weather", "arguments": "{}" } });
    let sandbox = Sandbox::start();
    let params = json!({ "model": "openai/x", "mock_response": "wait", "mock_tool_calls": [call] });
    sandbox
        .request("POST", "/model/new", json!({ "model_name": "tools", "litellm_params": params, "model_info": {} }))
        .ok();
    let question = json!({ "model": "tools", "n": 2, "messages": [{ "role": "user", "content": "hi" }] });
    let choices = sandbox.request("POST", "/chat/completions", question).ok()["choices"].clone();
    assert_eq!(choices[0]["message"]["tool_calls"], json!([call]));
    assert_eq!((&choices[1]["message"]["content"], choices[1]["message"].get("tool_calls")), (&json!("wait"), None));
}

#[test]
fn models_play_answers_that_are_not_text() {
    let image = json!({ "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgo=" } });
    let call = json!({ "id": "c", "type": "function", "function": { "name": "f", "arguments": "{}" } });
    let message = json!({ "content": null, "refusal": "No.", "images": [image], "tool_calls": [call] });
    let sandbox = config(
        &[
            (
                "odd",
                json!({ "model": "openai/x", "mock_response": "", "mock_message": message, "mock_finish_reason": "tool_calls", "n": 2 }),
            ),
            ("failing", json!({ "model": "openai/x", "mock_response": "so far", "mock_stream_error": "boom" })),
        ],
        "{}",
    );
    let whole = chat(&sandbox, "odd", json!({})).ok();
    assert_eq!(whole["choices"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&whole["choices"][0]["message"]["refusal"], &whole["choices"][0]["finish_reason"]),
        (&json!("No."), &json!("tool_calls"))
    );
    assert_eq!(whole["choices"][1]["message"], json!({ "content": "", "role": "assistant" }));
    let events = chat(&sandbox, "odd", json!({ "stream": true })).text;
    assert!(events.contains("\"refusal\":\"No.\"") && events.contains("\"index\":0"), "{events}");
    let events = chat(&sandbox, "failing", json!({ "stream": true })).text;
    let (before, after) = events.split_once("\"error\"").expect("an error event");
    assert!(before.contains("so ") && after.contains("boom") && after.ends_with("[DONE]\n\n"), "{events}");
}
