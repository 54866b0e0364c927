//! Requests that are forwarded to an upstream server: what they cost, and what becomes of files.

use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, ResponseTemplate};

use super::harness::{Response, Sandbox, Upstream};

fn forwarding(upstream: &Upstream, params: &Value) -> Sandbox {
    let mut all = json!({ "api_base": upstream.api_base(), "api_key": "x" });
    for (name, value) in params.as_object().expect("an object") {
        all[name] = value.clone();
    }
    Sandbox::configured(&json!({ "model_list": [{ "model_name": "m", "litellm_params": all }] }).to_string())
}

fn cost(response: &Response, kind: &str) -> Option<f64> {
    response.header(&format!("x-litellm-response-cost{kind}")).map(|cost| cost.parse().expect("a number"))
}

#[test]
fn cached_tokens_and_long_prompts_cost_what_they_are_priced() {
    // The amounts are those of LiteLLM 1.110.2.
    let own = json!({
        "model": "openai/own", "input_cost_per_token": 0.001, "output_cost_per_token": 0.002,
        "cache_read_input_token_cost": 0.0001, "cache_creation_input_token_cost": 0.01,
    });
    let cached = json!({ "cached_tokens": 400 });
    for (params, prompt, details, expected) in [
        (json!({ "model": "openai/gpt-4o" }), 1_000, cached.clone(), [0.003, 0.0015, 0.001, 0.0005, 0.0]),
        (own.clone(), 1_000, cached, [0.84, 0.6, 0.2, 0.04, 0.0]),
        (own, 1_000, json!({ "cached_tokens": 400, "cache_creation_tokens": 200 }), [2.64, 0.4, 0.2, 0.04, 2.0]),
        (
            json!({ "model": "openai/gpt-5.4" }),
            300_000,
            json!({ "cached_tokens": 100_000 }),
            [1.052_25, 1.0, 0.002_25, 0.05, 0.0],
        ),
    ] {
        let upstream = Upstream::start();
        let completion = json!({
            "id": "c", "choices": [{ "index": 0, "message": { "role": "assistant", "content": "hi" }, "finish_reason": "stop" }],
            "usage": {
                "prompt_tokens": prompt, "completion_tokens": 100, "total_tokens": prompt + 100, "prompt_tokens_details": details,
            },
        });
        upstream.mount(
            Mock::given(path("/v1/chat/completions"))
                .respond_with(ResponseTemplate::new(200).set_body_json(completion)),
        );
        let sandbox = forwarding(&upstream, &params);
        let response = sandbox.request("POST", "/chat/completions", json!({ "model": "m", "messages": [] }));
        response.ok();
        let kinds = ["", "-input", "-output", "-cache-read", "-cache-creation"];
        for (kind, expected) in kinds.into_iter().zip(expected) {
            let found = cost(&response, kind).unwrap_or_default();
            assert!((found - expected).abs() < 1e-9, "{params} {details}{kind}: {found} is not {expected}");
        }
        let overhead = response.header("x-litellm-overhead-duration-ms").map(str::parse::<f64>);
        assert!(overhead.is_some_and(|overhead| overhead.is_ok()), "{response:?}");
    }
}

#[test]
fn images_to_change_are_forwarded_under_the_name_of_the_upstream_model() {
    let upstream = Upstream::start();
    let changed = json!({ "created": 1, "data": [{ "b64_json": "aW1hZ2U=" }, { "b64_json": "aW1hZ2U=" }] });
    upstream
        .mount(Mock::given(path("/v1/images/edits")).respond_with(ResponseTemplate::new(200).set_body_json(changed)));
    let sandbox = forwarding(&upstream, &json!({ "model": "openai/gpt-image-1" }));
    let authorization = format!("Bearer {}", sandbox.master_key);
    let headers = [("Content-Type", "multipart/form-data; boundary=b"), ("Authorization", authorization.as_str())];
    let form = |model: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n--b\r\nContent-Disposition: form-data; \
             name=\"n\"\r\n\r\n2\r\n--b\r\nContent-Disposition: form-data; name=\"image\"; \
             filename=\"a.png\"\r\n\r\nimage\r\n--b--\r\n"
        )
    };
    for path in ["/v1/images/edits", "/images/edits", "/openai/deployments/m/images/edits"] {
        let response = sandbox.send("POST", path, &headers, &form("m")).ok();
        assert_eq!(response["data"].as_array().map(Vec::len), Some(2), "{path}");
    }
    let received = upstream.requests();
    assert_eq!(String::from_utf8_lossy(&received[0].body), form("gpt-image-1"));
    let logs = sandbox.request("GET", "/spend/logs?summarize=false", Value::Null).ok();
    assert_eq!(logs[0]["call_type"], "aimage_edit", "{logs}");
    let unknown = sandbox.send("POST", "/images/edits", &headers, &form("nobody"));
    assert!(unknown.text.contains("/images/edits: Invalid model name passed in model=nobody"), "{unknown:?}");
}

#[test]
fn audio_files_are_forwarded_under_the_name_of_the_upstream_model() {
    let upstream = Upstream::start();
    let heard = json!({ "text": "spoken words", "language": "en", "duration": 2.5, "task": "transcribe" });
    upstream.mount(
        Mock::given(path("/v1/audio/transcriptions")).respond_with(ResponseTemplate::new(200).set_body_json(heard)),
    );
    let sandbox = forwarding(&upstream, &json!({ "model": "openai/whisper-1" }));
    let authorization = format!("Bearer {}", sandbox.master_key);
    let headers = [("Content-Type", "multipart/form-data; boundary=b"), ("Authorization", authorization.as_str())];
    let form = |model: &str, format: &str| {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n--b\r\nContent-Disposition: form-data; \
             name=\"response_format\"\r\n\r\n{format}\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; \
             filename=\"a.wav\"\r\n\r\nRIFF\r\n\r\nx\r\n--b--\r\n"
        )
    };
    let transcribe = |format: &str| sandbox.send("POST", "/v1/audio/transcriptions", &headers, &form("m", format)).ok();
    assert_eq!(transcribe("json"), json!({ "text": "spoken words", "usage": null }));
    let verbose = transcribe("verbose_json");
    assert_eq!((&verbose["duration"], &verbose["segments"]), (&json!(2.5), &Value::Null));
    // LiteLLM puts what is not JSON into JSON.
    assert!(transcribe("srt")["text"].as_str().is_some_and(|text| text.contains("spoken words")));
    let received = upstream.requests();
    assert_eq!(String::from_utf8_lossy(&received[0].body), form("whisper-1", "json"));
    let logs = sandbox.request("GET", "/spend/logs?summarize=false", Value::Null).ok();
    assert_eq!(logs[0]["call_type"], "atranscription", "{logs}");
}
