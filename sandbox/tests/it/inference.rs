//! The endpoints of models other than chat: formats, forwarding, limits and costs.

use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, path};
use wiremock::{Mock, ResponseTemplate};

use super::harness::{Response, Sandbox, Upstream};

const CONFIG: &str = r#"
model_list:
  - {model_name: mock, litellm_params: {model: openai/x, mock_response: "hello you", input_cost_per_token: 0.001, output_cost_per_token: 0.002}}
  - {model_name: tools, litellm_params: {model: openai/x, mock_response: "", mock_tool_calls: [{id: c, type: function, function: {name: f, arguments: '{"a":1}'}}]}}
  - {model_name: embed, litellm_params: {model: openai/x, mock_response: [0.5]}}
  - {model_name: images, litellm_params: {model: azure/dall-e-3, mock_response: "https://example.com/i.png"}}
  - {model_name: speech, litellm_params: {model: openai/tts-1, mock_response: sound}}
  - {model_name: words, litellm_params: {model: openai/whisper-1, mock_response: the words}}
  - {model_name: rank, litellm_params: {model: cohere/rerank-v3.5, mock_response: r}}
"#;

fn user(text: &str) -> Value {
    json!([{ "role": "user", "content": text }])
}

/// Returns the events of a stream, and checks that each is sent under its type.
fn events(response: &Response) -> Vec<Value> {
    assert_eq!(response.status, 200, "{response:?}");
    let parse = |event: &str| {
        let (name, data) = event.split_once("\ndata: ").expect("a named event");
        let data: Value = serde_json::from_str(data).expect("JSON");
        assert_eq!(name, format!("event: {}", data["type"].as_str().expect("a type")));
        data
    };
    response.text.trim_end().split("\n\n").map(parse).collect()
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().expect("a type")).collect()
}

fn joined(events: &[Value], pointer: &str) -> String {
    events.iter().filter_map(|event| event.pointer(pointer)?.as_str()).collect()
}

#[test]
fn messages_are_answered_in_the_format_of_anthropic() {
    let sandbox = Sandbox::configured(CONFIG);
    let send = |body: Value| sandbox.request("POST", "/v1/messages", body);
    let whole = send(json!({ "model": "mock", "max_tokens": 9, "messages": user("hi") }));
    let message = whole.ok();
    assert_eq!(message["content"], json!([{ "type": "text", "text": "hello you" }]));
    assert_eq!(
        (&message["type"], &message["role"], &message["stop_reason"]),
        (&json!("message"), &json!("assistant"), &json!("end_turn"))
    );
    assert_eq!(message["usage"], json!({ "input_tokens": 2095, "output_tokens": 503 }));
    assert_eq!(whole.header("x-litellm-response-cost"), Some("3.101"));
    let called = send(json!({ "model": "tools", "max_tokens": 9, "messages": user("hi") })).ok();
    assert_eq!(called["content"], json!([{ "type": "tool_use", "id": "c", "name": "f", "input": { "a": 1 } }]));
    assert_eq!(called["stop_reason"], "tool_use");

    let stream = events(&send(json!({ "model": "mock", "max_tokens": 9, "messages": user("hi"), "stream": true })));
    let kinds = types(&stream);
    assert!(kinds.starts_with(&["message_start", "content_block_start", "content_block_delta"]), "{kinds:?}");
    assert!(kinds.ends_with(&["content_block_stop", "message_delta", "message_stop"]), "{kinds:?}");
    assert_eq!(joined(&stream, "/delta/text"), "hello you");
    assert_eq!(stream[stream.len() - 2]["usage"]["output_tokens"], 503);
    let stream = events(&send(json!({ "model": "tools", "max_tokens": 9, "messages": user("hi"), "stream": true })));
    assert_eq!(joined(&stream, "/delta/partial_json"), "{\"a\":1}");
    assert_eq!(stream[1]["index"], 0);
}

#[test]
fn refusals_of_messages_have_the_shape_of_anthropic() {
    let sandbox = Sandbox::configured(CONFIG);
    let key = sandbox.request("POST", "/key/generate", json!({ "models": ["mock"], "rpm_limit": 1 })).ok();
    let key = key["key"].as_str().expect("a key");
    let send =
        |key: &str, path: &str, body: Value| sandbox.send("POST", path, &[("x-api-key", key)], &body.to_string());
    let full = |model: &str| json!({ "model": model, "max_tokens": 9, "messages": user("hi") });
    for (path, key, body, status, kind) in [
        ("/v1/messages", "sk-wrong", full("mock"), 401, "authentication_error"),
        ("/v1/messages", key, full("tools"), 403, "permission_error"),
        ("/v1/messages/count_tokens", key, full("tools"), 403, "permission_error"),
        ("/v1/messages", sandbox.master_key.as_str(), full("none"), 400, "invalid_request_error"),
        (
            "/v1/messages",
            sandbox.master_key.as_str(),
            json!({ "model": "mock", "messages": [] }),
            400,
            "invalid_request_error",
        ),
        ("/v1/messages/count_tokens", key, json!({ "model": "mock" }), 400, "invalid_request_error"),
    ] {
        let error = send(key, path, body).refused(status);
        assert_eq!((&error["type"], &error["error"]["type"]), (&json!("error"), &json!(kind)), "{error}");
    }
    for (method, body, status) in [("POST", "{", 400), ("GET", "", 405)] {
        let error = sandbox.send(method, "/v1/messages", &[("x-api-key", key)], body).refused(status);
        assert_eq!(error["type"], "error", "{error}");
    }
    send(key, "/v1/messages", full("mock")).ok();
    let throttled = send(key, "/v1/messages", full("mock")).refused(429);
    assert_eq!(throttled["error"]["litellm_error_type"], "throttling_error");
    let counted =
        send(key, "/v1/messages/count_tokens", json!({ "model": "mock", "messages": user("hello you") })).ok();
    assert_eq!(counted["input_tokens"], 9);
}

#[test]
fn responses_are_answered_whole_and_streamed() {
    let sandbox = Sandbox::configured(CONFIG);
    let send = |body: Value| sandbox.request("POST", "/v1/responses", body);
    let whole = send(json!({ "model": "mock", "input": "hi", "instructions": "be nice" })).ok();
    assert_eq!(whole["output"][0]["content"][0]["text"], "hello you");
    assert_eq!(
        (&whole["object"], &whole["status"], &whole["instructions"]),
        (&json!("response"), &json!("completed"), &json!("be nice"))
    );
    assert_eq!((&whole["usage"]["input_tokens"], &whole["usage"]["output_tokens"]), (&json!(36), &json!(87)));
    let stream = events(&send(json!({ "model": "mock", "input": "hi", "stream": true })));
    let numbers: Vec<u64> = stream.iter().filter_map(|event| event["sequence_number"].as_u64()).collect();
    assert!(numbers.iter().copied().eq(0..numbers.len() as u64) && numbers.len() == stream.len(), "{numbers:?}");
    let types = types(&stream);
    assert!(
        types.starts_with(&["response.created", "response.in_progress", "response.output_item.added"]),
        "{types:?}"
    );
    assert_eq!(types.last(), Some(&"response.completed"));
    assert_eq!(joined(&stream, "/delta"), "hello you");
    assert_eq!(stream[stream.len() - 1]["response"]["output"][0]["content"][0]["text"], "hello you");
    let called = send(json!({ "model": "tools", "input": "hi" })).ok();
    assert_eq!(
        (&called["output"][0]["type"], &called["output"][0]["arguments"]),
        (&json!("function_call"), &json!("{\"a\":1}"))
    );
    sandbox.request("GET", "/v1/responses/resp_x", Value::Null).refused(400);
    sandbox.request("DELETE", "/v1/responses/resp_x", Value::Null).refused(400);
    assert_eq!(send(json!({ "model": "mock" })).refused(400)["error"]["param"], "input");
}

#[test]
fn paths_of_azure_name_the_model() {
    let sandbox = Sandbox::configured(CONFIG);
    let body = json!({ "messages": user("hi"), "prompt": "hi", "input": "hi", "model": "none" });
    let path = "/openai/deployments/mock/chat/completions";
    let model = |body: Value| sandbox.request("POST", path, body).ok()["model"].clone();
    assert_eq!(model(json!({ "messages": user("hi") })), "x");
    assert_eq!(model(body.clone()), "none");
    for prefix in ["/openai/deployments", "/engines"] {
        for (model, end) in [("mock", "chat/completions"), ("mock", "completions"), ("embed", "embeddings")] {
            sandbox.request("POST", &format!("{prefix}/{model}/{end}?api-version=2024-10-21"), body.clone()).ok();
        }
        sandbox.request("POST", &format!("{prefix}/none/chat/completions"), json!({ "messages": [] })).refused(400);
    }
}

#[test]
fn mocked_media_cost_what_the_price_map_says() {
    let sandbox = Sandbox::configured(CONFIG);
    let cost = |response: &Response| -> f64 {
        assert_eq!(response.status, 200, "{response:?}");
        response.header("x-litellm-response-cost").expect("a cost").parse().expect("a number")
    };
    let images =
        sandbox.request("POST", "/v1/images/generations", json!({ "model": "images", "prompt": "a cat", "n": 2 }));
    assert_eq!(images.ok()["data"][1]["url"], "https://example.com/i.png");
    assert!((cost(&images) - 2.0 * 4.19617e-8 * 1024.0 * 1024.0).abs() < 1e-9, "{}", cost(&images));
    let speech =
        sandbox.request("POST", "/v1/audio/speech", json!({ "model": "speech", "input": "four", "voice": "alloy" }));
    assert_eq!((speech.text.as_str(), speech.header("content-type")), ("sound", Some("audio/mpeg")));
    assert!((cost(&speech) - 4.0 * 1.5e-5).abs() < 1e-12, "{}", cost(&speech));
    let documents = json!(["a dog", "the cat sat", "cat food"]);
    let ranked = sandbox.request(
        "POST",
        "/v1/rerank",
        json!({ "model": "rank", "query": "the cat", "documents": documents, "top_n": 2 }),
    );
    let order: Vec<Value> =
        ranked.ok()["results"].as_array().expect("results").iter().map(|row| row["index"].clone()).collect();
    assert_eq!(order, [json!(1), json!(2)]);
    assert!(cost(&ranked) > 0.0);
    let moderated = sandbox.request("POST", "/v1/moderations", json!({ "model": "mock", "input": ["a", "b"] })).ok();
    assert_eq!(
        (&moderated["results"][1]["flagged"], moderated["results"].as_array().map(Vec::len)),
        (&json!(false), Some(2))
    );

    let form = |format: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwords\r\n--b\r\nContent-Disposition: form-data; \
             name=\"response_format\"\r\n\r\n{format}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"a.wav\"\r\n\r\nRIFF\r\n--b--\r\n"
        )
    };
    let authorization = format!("Bearer {}", sandbox.master_key);
    let headers = [("Content-Type", "multipart/form-data; boundary=b"), ("Authorization", authorization.as_str())];
    let heard = sandbox.send("POST", "/v1/audio/transcriptions", &headers, &form("json"));
    assert_eq!(heard.ok()["text"], "the words");
    assert!(cost(&heard) > 0.0);
    assert_eq!(sandbox.send("POST", "/v1/audio/transcriptions", &headers, &form("text")).text, "the words\n");
    sandbox.send("POST", "/v1/audio/transcriptions", &headers, "--b--").refused(422);
}

#[test]
fn budgets_and_spend_logs_include_every_endpoint() {
    let sandbox = Sandbox::configured(CONFIG);
    let made = sandbox.request("POST", "/key/generate", json!({ "max_budget": 0.3 })).ok();
    let (key, token) = (made["key"].as_str().expect("a key"), made["token"].as_str().expect("a hash"));
    let body = json!({ "model": "mock", "input": "hi" });
    sandbox.request_as(key, "POST", "/responses", body.clone()).ok();
    sandbox.request_as(key, "POST", "/responses", body.clone()).ok();
    assert_eq!(sandbox.request_as(key, "POST", "/responses", body).refused(422)["error"]["type"], "budget_exceeded");
    let logs = sandbox.request("GET", &format!("/spend/logs?api_key={token}"), Value::Null).ok();
    let of: Vec<(&Value, &Value)> =
        logs.as_array().expect("a list").iter().map(|row| (&row["call_type"], &row["status"])).collect();
    assert_eq!(of.len(), 3, "{of:?}");
    assert!(of.iter().all(|(kind, _)| *kind == "aresponses"), "{of:?}");
}

#[test]
fn other_formats_are_forwarded_as_chat_requests() {
    let upstream = Upstream::start();
    let chunk = |delta: Value, reason: Value| json!({ "id": "u", "choices": [{ "index": 0, "delta": delta, "finish_reason": reason }] });
    let call = json!({ "index": 0, "id": "c", "function": { "name": "f", "arguments": "{}" } });
    let usage = json!({ "id": "u", "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 2 } });
    let chunks = [
        chunk(json!({ "role": "assistant", "content": "one " }), Value::Null),
        chunk(json!({ "content": "two" }), Value::Null),
        chunk(json!({ "tool_calls": [call] }), json!("tool_calls")),
        usage,
    ];
    let stream: String =
        chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).chain(["data: [DONE]\n\n".to_owned()]).collect();
    let streamed = Mock::given(path("/v1/chat/completions")).and(body_partial_json(json!({ "stream": true })));
    upstream.mount(streamed.respond_with(ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream")));
    let whole = json!({
        "id": "u", "choices": [{ "index": 0, "finish_reason": "length", "message": { "role": "assistant", "content": "hello" } }],
        "usage": { "prompt_tokens": 3, "completion_tokens": 2 },
    });
    upstream
        .mount(Mock::given(path("/v1/chat/completions")).respond_with(ResponseTemplate::new(200).set_body_json(whole)));
    let native = json!({ "id": "r", "object": "response", "model": "real", "output": [], "usage": { "input_tokens": 4, "output_tokens": 1, "total_tokens": 5 } });
    upstream.mount(Mock::given(path("/v1/responses")).respond_with(ResponseTemplate::new(200).set_body_json(native)));
    let model = |name: &str, model: &str| json!({ "model_name": name, "litellm_params": { "model": model, "api_base": upstream.api_base() } });
    let models = json!([model("groq", "groq/x"), model("openai", "openai/x")]);
    let sandbox = Sandbox::configured(&format!("model_list: {models}\n"));
    let message = json!({ "model": "groq", "max_tokens": 9, "messages": user("hi"), "system": "be nice" });
    let answered = sandbox.request("POST", "/v1/messages", message.clone()).ok();
    assert_eq!((&answered["content"][0]["text"], &answered["stop_reason"]), (&json!("hello"), &json!("max_tokens")));
    let sent: Value = serde_json::from_slice(&upstream.requests()[0].body).expect("JSON");
    assert_eq!(sent["messages"][0], json!({ "role": "system", "content": "be nice" }));

    let mut streamed = message;
    streamed["stream"] = json!(true);
    let stream = events(&sandbox.request("POST", "/v1/messages", streamed));
    assert_eq!(
        (joined(&stream, "/delta/text").as_str(), joined(&stream, "/delta/stop_reason").as_str()),
        ("one two", "tool_use")
    );
    let end = &stream[stream.len() - 2];
    assert_eq!(end["usage"], json!({ "input_tokens": 3, "output_tokens": 2 }));
    let stream =
        events(&sandbox.request("POST", "/v1/responses", json!({ "model": "groq", "input": "hi", "stream": true })));
    let last = &stream[stream.len() - 1]["response"];
    assert_eq!((&last["output"][1]["name"], &last["usage"]["total_tokens"]), (&json!("f"), &json!(5)));
    let forwarded = sandbox.request("POST", "/v1/responses", json!({ "model": "openai", "input": "hi" })).ok();
    assert_eq!((&forwarded["model"], &forwarded["usage"]["total_tokens"]), (&json!("openai"), &json!(5)));
}

#[test]
fn tokens_are_counted_without_running_a_model() {
    let sandbox = Sandbox::configured(CONFIG);
    let count = |body: Value| sandbox.request("POST", "/utils/token_counter", body);
    let counted = count(json!({ "model": "mock", "messages": user("hello you") })).ok();
    assert_eq!((&counted["total_tokens"], &counted["model_used"]), (&json!(9), &json!("x")));
    assert_eq!(count(json!({ "model": "none", "prompt": "one two three" })).ok()["total_tokens"], 3);
    count(json!({ "model": "mock" })).refused(400);
    count(json!({ "prompt": "x" })).refused(422);
}

#[test]
fn requests_without_a_model_are_refused_in_the_words_of_their_endpoint() {
    let sandbox = Sandbox::configured(CONFIG);
    let message = |path: &str, body: Value| {
        let refusal = sandbox.request("POST", path, body).refused(400);
        let message = refusal.pointer("/error/message").or(refusal.pointer("/detail/error")).and_then(Value::as_str);
        message.expect("a message").to_owned()
    };
    let missing = "/rerank: Missing required parameter: 'model'.";
    assert_eq!(message("/rerank", json!({ "query": "q", "documents": ["d"] })), missing);
    assert_eq!(
        message("/audio/speech", json!({ "input": "x" })),
        "/audio/speech: Missing required parameter: 'model'."
    );
    let unknown = sandbox.request("POST", "/audio/speech", json!({ "model": "none", "input": "x", "voice": "v" }));
    let detail = unknown.refused(400)["detail"]["error"].as_str().map(str::to_owned).expect("a message");
    assert!(detail.starts_with("/audio/speech: Invalid model name passed in model=none."), "{detail}");
    let none = "Invalid model name passed in model=None.";
    assert!(message("/embeddings", json!({ "input": "x" })).contains(none));
}

#[test]
fn counting_and_pricing_need_access_to_the_model() {
    let sandbox = Sandbox::configured(CONFIG);
    let key = |fields: Value| {
        let key = sandbox.request("POST", "/key/generate", fields).ok();
        key["key"].as_str().expect("a secret").to_owned()
    };
    sandbox
        .request("POST", "/user/new", json!({ "user_id": "u", "user_role": "internal_user", "models": ["mock"] }))
        .ok();
    let (restricted, of_user, spent) =
        (key(json!({ "models": ["mock"] })), key(json!({ "user_id": "u" })), key(json!({ "max_budget": 0 })));
    let body = |model: &str| json!({ "model": model, "messages": user("hi") });
    for path in ["/utils/token_counter", "/v1/messages/count_tokens"] {
        for caller in [&restricted, &of_user] {
            sandbox.request_as(caller, "POST", path, body("mock")).ok();
            sandbox.request_as(caller, "POST", path, body("embed")).refused(403);
        }
        sandbox.request_as(&spent, "POST", path, body("mock")).refused(422);
    }
    sandbox.request_as(&of_user, "POST", "/spend/calculate", body("mock")).ok();
    sandbox.request_as(&of_user, "POST", "/spend/calculate", body("embed")).refused(403);
    sandbox.request_as(&restricted, "POST", "/spend/calculate", body("mock")).refused(401);
    // Users may look up a model; a key without a user may not.
    sandbox.request_as(&of_user, "GET", "/v1/models/mock", Value::Null).ok();
    sandbox.request_as(&restricted, "GET", "/v1/models/mock", Value::Null).refused(401);
}

#[test]
fn cost_of_tokens_is_estimated_for_admins() {
    let sandbox = Sandbox::start();
    let estimate = |body: Value| sandbox.request("POST", "/cost/estimate", body);
    let body = json!({ "model": "gpt-4o", "input_tokens": 1000, "output_tokens": 500, "num_requests_per_day": 10 });
    let estimated = estimate(body.clone()).ok();
    let near = |name: &str, expected: f64| {
        let value = estimated[name].as_f64().expect(name);
        assert!((value - expected).abs() < 1e-12, "{name}: {value}");
    };
    for (name, expected) in [
        ("cost_per_request", 0.0075),
        ("input_cost_per_request", 0.0025),
        ("daily_cost", 0.075),
        ("cache_read_input_token_cost", 1.25e-6),
        ("margin_cost_per_request", 0.0),
    ] {
        near(name, expected);
    }
    assert_eq!((&estimated["provider"], &estimated["monthly_cost"]), (&json!("openai"), &Value::Null));
    estimate(json!({ "model": "none", "input_tokens": 1, "output_tokens": 1 })).refused(404);
    estimate(json!({ "model": "gpt-4o" })).refused(422);
    estimate(json!({ "model": "gpt-4o", "input_tokens": -1, "output_tokens": 1 })).refused(422);
    let key = sandbox.request("POST", "/key/generate", json!({ "models": ["gpt-4o"] })).ok();
    let key = key["key"].as_str().expect("a key");
    sandbox.request_as(key, "POST", "/cost/estimate", body).refused(401);
}
