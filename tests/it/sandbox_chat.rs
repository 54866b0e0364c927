//! Requests for models that the sandbox passes on, plays, or refuses.

use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::sandbox::{Answer, Sandbox};

fn config(models: &[(&str, Value)], settings: &str) -> Sandbox {
    let models: Vec<Value> =
        models.iter().map(|(name, params)| json!({ "model_name": name, "litellm_params": params })).collect();
    Sandbox::configured(&format!("model_list: {}\nlitellm_settings: {settings}\n", json!(models)))
}

fn chat(sandbox: &Sandbox, model: &str, more: Value) -> Answer {
    let mut body = json!({ "model": model, "messages": [{ "role": "user", "content": "hi" }] });
    if let (Value::Object(body), Value::Object(more)) = (&mut body, more) {
        body.extend(more);
    }
    sandbox.ask("POST", "/chat/completions", body)
}

fn said(answer: &Answer) -> Value {
    answer.ok()["choices"][0]["message"]["content"].clone()
}

/// The requests that a server received, in order.
async fn requests(server: &MockServer) -> Vec<wiremock::Request> {
    server.received_requests().await.expect("requests are recorded")
}

/// An upstream server that gives every question this answer.
async fn upstream(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/v1/chat/completions")).respond_with(answer).mount(&server).await;
    server
}

fn completion(text: &str) -> Value {
    json!({
        "id": "up", "object": "chat.completion", "created": 1, "model": "real-name",
        "choices": [{ "index": 0, "finish_reason": "stop", "message": { "role": "assistant", "content": text } }],
        "usage": { "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 },
    })
}

#[tokio::test]
async fn a_question_is_passed_on_and_paid_for() {
    let server = upstream(ResponseTemplate::new(200).set_body_json(completion("hello"))).await;
    let base = format!("{}/v1/", server.uri());
    let params = json!({
        "model": "openai/real-name", "api_key": "sk-up", "api_base": base, "input_cost_per_token": 0.001, "output_cost_per_token": 0.002,
    });
    let sandbox = config(&[("m", params), ("w/*", json!({ "model": "openai/*", "api_base": base }))], "{}");
    let key = sandbox.ask("POST", "/key/generate", json!({ "aliases": { "al": "m" } })).ok();
    let body = json!({ "model": "al", "messages": [], "temperature": 0.5, "metadata": { "a": 1 } });
    let answer = sandbox.ask_as(key["key"].as_str().expect("a key"), "POST", "/v1/chat/completions", body);
    assert_eq!((said(&answer), &answer.ok()["model"]), (json!("hello"), &json!("al")));
    assert_eq!(answer.header("x-litellm-response-cost"), Some("0.02"));
    assert_eq!(answer.header("x-litellm-attempted-fallbacks"), Some("0"));
    let info =
        sandbox.ask("GET", &format!("/key/info?key={}", key["token"].as_str().expect("a hash")), Value::Null).ok();
    assert_eq!(info["info"]["spend"], 0.02);
    assert_eq!(said(&chat(&sandbox, "w/other", json!({}))), "hello");
    let asked = requests(&server).await;
    assert_eq!(asked[0].headers["authorization"], "Bearer sk-up");
    let sent: Value = serde_json::from_slice(&asked[0].body).expect("JSON");
    assert_eq!(sent, json!({ "model": "real-name", "messages": [], "temperature": 0.5 }));
    let sent: Value = serde_json::from_slice(&asked[1].body).expect("JSON");
    assert_eq!(sent["model"], "other");
}

#[tokio::test]
async fn a_named_credential_reaches_the_server() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(completion("known"));
    Mock::given(header("authorization", "Bearer sk-named")).respond_with(answer).mount(&server).await;
    let sandbox = config(&[("m", json!({ "model": "openai/x", "litellm_credential_name": "c" }))], "{}");
    let values = json!({ "api_key": "sk-named", "api_base": format!("{}/v1", server.uri()) });
    let credential = json!({ "credential_name": "c", "credential_info": {}, "credential_values": values });
    sandbox.ask("POST", "/credentials", credential).ok();
    assert_eq!(said(&chat(&sandbox, "m", json!({}))), "known");
}

#[tokio::test]
async fn a_stream_is_passed_on() {
    let chunk = |delta: Value| json!({ "id": "up", "model": "real", "choices": [{ "index": 0, "delta": delta }] });
    let usage = json!({ "id": "up", "choices": [], "usage": { "prompt_tokens": 11, "completion_tokens": 2 } });
    let stream = format!(
        "data: {}\n\ndata: {}\n\ndata: {usage}\n\ndata: [DONE]\n\n",
        chunk(json!({ "role": "assistant", "content": "one" })),
        chunk(json!({ "content": " two" }))
    );
    let server = upstream(ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream")).await;
    let params =
        json!({ "model": "openai/x", "api_base": format!("{}/v1", server.uri()), "input_cost_per_token": 0.5 });
    let sandbox = config(&[("m", params)], "{}");
    let key = sandbox.ask("POST", "/key/generate", json!({})).ok();
    let secret = key["key"].as_str().expect("a key");
    let body = json!({ "model": "m", "messages": [], "stream": true });
    let answer = sandbox.ask_as(secret, "POST", "/chat/completions", body.clone());
    assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")));
    assert!(answer.text.contains("\"content\":\"one\"") && answer.text.contains("\"model\":\"m\""), "{answer:?}");
    assert!(answer.text.ends_with("data: [DONE]\n\n") && !answer.text.contains("prompt_tokens"), "{answer:?}");
    let sent: Value = serde_json::from_slice(&requests(&server).await[0].body).expect("JSON");
    assert_eq!(sent["stream_options"], json!({ "include_usage": true }));
    let info =
        sandbox.ask("GET", &format!("/key/info?key={}", key["token"].as_str().expect("a hash")), Value::Null).ok();
    assert_eq!(info["info"]["spend"], 5.5);
    let mut body = body;
    body["stream_options"] = json!({ "include_usage": true });
    assert!(sandbox.ask("POST", "/chat/completions", body).text.contains("\"prompt_tokens\":11"));
}

#[tokio::test]
async fn an_upstream_error_is_told_in_the_words_of_the_server() {
    let error = json!({ "error": { "message": "too fast", "type": "requests", "param": null, "code": null } });
    let server = upstream(ResponseTemplate::new(429).set_body_json(error)).await;
    let slow = upstream(ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(20))).await;
    let at = |server: &MockServer| format!("{}/v1", server.uri());
    let models = [
        ("fast", json!({ "model": "openai/x", "api_base": at(&server) })),
        ("slow", json!({ "model": "openai/x", "api_base": at(&slow), "timeout": 0.2 })),
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
            let message = refusal["error"]["message"].as_str().expect("text");
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
fn another_deployment_answers_for_one_that_fails_and_another_model_for_both() {
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
        assert_eq!(said(&chat(&sandbox, "twins", json!({}))), "the other twin");
    }
    let answer = chat(&sandbox, "broken", json!({}));
    assert_eq!(
        (said(&answer), answer.header("x-litellm-attempted-fallbacks")),
        (json!("from the fallback"), Some("2"))
    );
    assert_eq!(answer.header("x-litellm-model-group"), Some("good"));
    assert_eq!(said(&chat(&sandbox, "long", json!({}))), "from the large one");
    assert_eq!(said(&chat(&sandbox, "alone", json!({ "fallbacks": ["good"] }))), "from the fallback");
    let refusal = chat(&sandbox, "alone", json!({})).refused(500);
    assert!(refusal["error"]["message"].as_str().expect("text").ends_with("No fallback was attempted."), "{refusal}");
    let refusal = chat(&sandbox, "broken", json!({ "fallbacks": ["alone"] })).refused(500);
    assert!(refusal["error"]["message"].as_str().expect("text").contains("Fallback to alone also failed"), "{refusal}");
    chat(&sandbox, "broken", json!({ "disable_fallbacks": true })).refused(500);
}

#[test]
fn a_key_cannot_reach_another_model_by_a_fallback_of_its_own() {
    let broken = json!({ "model": "openai/x", "mock_response": "litellm.InternalServerError" });
    let sandbox = config(&[("mine", broken), ("other", json!({ "model": "openai/x", "mock_response": "no" }))], "{}");
    let key = sandbox.ask("POST", "/key/generate", json!({ "models": ["mine"] })).ok();
    let body = json!({ "model": "mine", "messages": [], "fallbacks": ["other"] });
    let refusal = sandbox.ask_as(key["key"].as_str().expect("a key"), "POST", "/chat/completions", body).refused(403);
    assert_eq!(refusal["error"]["type"], "key_model_access_denied");
}

#[test]
fn mocks_answer_in_every_shape() {
    let sandbox = config(&[("m", json!({ "model": "openai/x", "mock_response": "hello you" }))], "{}");
    let two = chat(&sandbox, "m", json!({ "n": 2 })).ok();
    assert_eq!(two["choices"].as_array().map(Vec::len), Some(2));
    // What a request says of mocks is not gone by.
    assert_eq!(said(&chat(&sandbox, "m", json!({ "mock_response": "mine" }))), "hello you");
    let stream = chat(&sandbox, "m", json!({ "stream": true, "stream_options": { "include_usage": true } }));
    assert!(stream.text.contains("\"content\":\"hel\"") && stream.text.contains("\"cost\":"), "{stream:?}");
    let embedding = sandbox.ask("POST", "/embeddings", json!({ "model": "m", "input": "a" })).ok();
    assert_eq!(embedding["data"][0]["embedding"], "hello you");
    let completion = sandbox.ask("POST", "/v1/completions", json!({ "model": "m", "prompt": "a" })).ok();
    assert_eq!(
        (&completion["object"], &completion["choices"][0]["text"]),
        (&json!("text_completion"), &json!("hello you"))
    );
    sandbox.ask("POST", "/model/block", json!({ "model_id": "none" })).refused(404);
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let sandbox = config(&[("m", json!({ "model": "openai/x", "mock_response": "x" }))], "{}");
    let mut added = json!({ "model_name": "stopped", "litellm_params": { "model": "openai/x", "mock_response": "x" } });
    added["model_info"] = json!({ "id": "stopped-id" });
    added["blocked"] = json!(true);
    sandbox.ask("POST", "/model/new", added).ok();
    let authorization = format!("Bearer {}", sandbox.master_key);
    let broken = sandbox.send("POST", "/chat/completions", &[("Authorization", &authorization)], "{bad").refused(400);
    assert_eq!(broken["error"]["param"], "request_body");
    for (path, body, status, kind) in [
        ("/chat/completions", json!({ "model": "m" }), 400, "invalid_request_error"),
        ("/chat/completions", json!({ "model": 5, "messages": [] }), 400, "bad_request_error"),
        ("/chat/completions", json!({ "model": "none", "messages": [] }), 400, "invalid_request_error"),
        ("/chat/completions", json!({ "messages": [] }), 400, "invalid_request_error"),
        ("/chat/completions", json!([]), 500, "internal_server_error"),
        ("/chat/completions", json!({ "model": "stopped", "messages": [] }), 403, "permission_error"),
        ("/embeddings", json!({ "model": "m" }), 400, "invalid_request_error"),
        ("/v1/completions", json!({ "model": "none", "prompt": "x" }), 400, "None"),
    ] {
        let refusal = sandbox.ask("POST", path, body.clone()).refused(status);
        assert_eq!(refusal["error"]["type"], kind, "{path} {body}");
    }
    sandbox.ask("POST", "/model/unblock", json!({ "model_id": "stopped-id" })).ok();
    assert_eq!(said(&chat(&sandbox, "stopped", json!({}))), "x");
}

#[tokio::test]
async fn embeddings_are_passed_on() {
    let server = MockServer::start().await;
    let vectors = json!({
        "object": "list", "model": "real", "data": [{ "object": "embedding", "index": 0, "embedding": [0.5] }],
        "usage": { "prompt_tokens": 3, "total_tokens": 3 },
    });
    let answer = ResponseTemplate::new(200).set_body_json(vectors);
    let asks = body_partial_json(json!({ "model": "e", "input": ["a"] }));
    Mock::given(path("/v1/embeddings")).and(asks).respond_with(answer).mount(&server).await;
    let sandbox = config(&[("m", json!({ "model": "openai/e", "api_base": format!("{}/v1", server.uri()) }))], "{}");
    let told = sandbox.ask("POST", "/v1/embeddings", json!({ "model": "m", "input": ["a"] })).ok();
    assert_eq!((&told["model"], &told["data"][0]["embedding"]), (&json!("m"), &json!([0.5])));
    assert_eq!(told["usage"]["prompt_tokens"], 3);
}

#[test]
fn a_connection_is_tried_where_there_is_an_address() {
    let sandbox = Sandbox::start();
    let tried = |params: Value| {
        let body = json!({ "mode": "chat", "litellm_params": params });
        sandbox.ask("POST", "/health/test_connection", body).ok()["status"].as_str().expect("a status").to_owned()
    };
    assert_eq!(tried(json!({ "model": "openai/gpt-4o" })), "success");
    assert_eq!(tried(json!({ "model": "openai/gpt-4o", "api_base": sandbox.url })), "success");
    assert_eq!(tried(json!({ "model": "openai/gpt-4o", "api_base": "http://127.0.0.1:9/v1" })), "error");
    assert_eq!(tried(json!({ "model": "no-such-provider/x" })), "error");
}

#[test]
fn a_mock_may_ask_for_tools() {
    let call = json!({ "id": "call_1", "type": "function", "function": { "name": "weather", "arguments": "{}" } });
    let sandbox = Sandbox::start();
    let params = json!({ "model": "openai/x", "mock_response": "wait", "mock_tool_calls": [call] });
    sandbox
        .ask("POST", "/model/new", json!({ "model_name": "tools", "litellm_params": params, "model_info": {} }))
        .ok();
    let question = json!({ "model": "tools", "n": 2, "messages": [{ "role": "user", "content": "hi" }] });
    let choices = sandbox.ask("POST", "/chat/completions", question).ok()["choices"].clone();
    assert_eq!(choices[0]["message"]["tool_calls"], json!([call]));
    assert_eq!((&choices[1]["message"]["content"], choices[1]["message"].get("tool_calls")), (&json!("wait"), None));
}
