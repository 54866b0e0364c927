//! Requests forwarded to an OpenAI-compatible server; streams are relayed as they arrive.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::answer::{self, Answer};
use super::events::{self, Relay};
use super::failure::Failure;
use super::relay_format::{Converted, RelayFormat};
use super::usage::{self, Cost, Usage};
use super::{AdmittedRequest, DeploymentError, DeploymentResult, media, multipart, spend};
use crate::http::{Body, ReceivedRequest, json_response};
use crate::object::JsonObject;
use crate::providers;
use crate::response::{JsonResponse, Refusal};
use crate::route::ModelEndpoint;
use crate::rules::prices;
use crate::state::State;
use crate::store::Table;
use crate::upstream_client::CONNECT_TIMEOUT;

/// The timeout in seconds where neither the request nor the deployment sets one.
const DEFAULT_TIMEOUT: f64 = 6000.0;
/// The headers about requests that were forwarded.
const OVERHEAD: &str = "x-litellm-overhead-duration-ms";
const CACHE_READ_COST: &str = "x-litellm-response-cost-cache-read";
const CACHE_CREATION_COST: &str = "x-litellm-response-cost-cache-creation";
/// The usage of responses that report none and have none.
const NO_USAGE: Usage = Usage::new(0, 0);
/// The providers whose servers have `/responses`, as LiteLLM knows them. Other servers get chat requests.
const PROVIDERS_WITH_RESPONSES: [&str; 9] =
    ["openai", "azure", "azure_ai", "xai", "litellm_proxy", "volcengine", "openrouter", "hosted_vllm", "fireworks_ai"];
/// Ollama's default address.
const OLLAMA: &str = "http://localhost:11434";

/// Deployment parameters that the proxy consumes instead of forwarding them.
const DEPLOYMENT_PARAMS_CONSUMED: [&str; 38] = [
    "model",
    "api_key",
    "api_base",
    "base_url",
    "api_version",
    "organization",
    "region_name",
    "custom_llm_provider",
    "litellm_credential_name",
    "budget_duration",
    "max_budget",
    "tags",
    "rpm",
    "tpm",
    "weight",
    "order",
    "max_parallel_requests",
    "max_retries",
    "num_retries",
    "timeout",
    "stream_timeout",
    "mock_response",
    "model_info",
    "headers",
    "extra_headers",
    "extra_body",
    "configurable_clientside_auth_params",
    "drop_params",
    "additional_drop_params",
    "cooldown_time",
    "use_xai_oauth",
    "use_litellm_proxy",
    "use_in_pass_through",
    "allow_client_keepalive_override",
    "merge_reasoning_content_in_choices",
    "stream_options",
    "metadata",
    "stream",
];

/// Request parameters that the proxy consumes instead of forwarding them.
const REQUEST_PARAMS_CONSUMED: [&str; 18] = [
    "model",
    "metadata",
    "litellm_metadata",
    "fallbacks",
    "context_window_fallbacks",
    "disable_fallbacks",
    "num_retries",
    "timeout",
    "cache",
    "tags",
    "guardrails",
    "api_key",
    "api_base",
    "base_url",
    "mock_response",
    "mock_tool_calls",
    "stream_options",
    "litellm_session_id",
];

/// A deployment's upstream server, and how to authenticate there.
pub(super) struct Target {
    base: String,
    key: Option<String>,
    headers: Map<String, Value>,
}

impl Target {
    /// Adds the key and the headers of the deployment.
    fn authenticate(&self, mut request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value.as_str().unwrap_or_default());
        }
        request
    }
}

/// Returns the upstream server of a deployment. Without an `api_base`, its own or that of its credential, there is
/// none: the sandbox never calls a provider by default.
pub(super) fn target(state: &State, deployment: &JsonObject) -> Result<Option<Target>, Refusal> {
    if prices::parameter(deployment, "mock_response").is_some_and(|mock| !mock.is_null()) {
        return Ok(None);
    }
    let params = JsonObject(deployment.get_object("litellm_params").cloned().unwrap_or_default());
    let mut values = JsonObject::default();
    if let Some(name) = params.get_str("litellm_credential_name") {
        let found = state.store.transaction(|tables| Ok::<_, Refusal>(tables.get(Table::Credentials, name)?))?;
        values = JsonObject(found.and_then(|row| row.get_object("credential_values").cloned()).unwrap_or_default());
    }
    let text = |name: &str| params.get_str(name).or_else(|| values.get_str(name)).map(str::to_owned);
    let is_ollama = providers::of(deployment).is_some_and(|provider| provider.starts_with("ollama"));
    let base = text("api_base").or_else(|| text("base_url")).or_else(|| is_ollama.then(|| OLLAMA.to_owned()));
    let Some(base) = base.map(|base| base.trim_end_matches('/').to_owned()) else { return Ok(None) };
    // Ollama's own API is at the root; OpenAI's is below /v1.
    let base = if is_ollama && !base.ends_with("/v1") { format!("{base}/v1") } else { base };
    let mut headers = params.get_object("headers").cloned().unwrap_or_default();
    headers.extend(params.get_object("extra_headers").cloned().unwrap_or_default());
    if let Some(organization) = text("organization") {
        headers.insert("OpenAI-Organization".to_owned(), organization.into());
    }
    Ok(Some(Target { base, key: text("api_key"), headers }))
}

/// Returns the model's name at the upstream server.
pub(super) fn upstream_model(deployment: &JsonObject) -> String {
    let named = prices::parameter(deployment, "model").and_then(Value::as_str).unwrap_or_default();
    providers::bare(named).to_owned()
}

/// Returns the body of the upstream request: parameters of the deployment, then those of the request.
fn upstream_body(deployment: &JsonObject, model: String, request: &JsonObject, streams: bool) -> Value {
    let params = deployment.get_object("litellm_params").cloned().unwrap_or_default();
    let extra = params.get("extra_body").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_consumed = |name: &str| {
        DEPLOYMENT_PARAMS_CONSUMED.contains(&name)
            || prices::is_price(name)
            || name.starts_with("aws_")
            || name.starts_with("vertex_")
    };
    let mut body = Map::from_iter([("model".to_owned(), Value::from(model))]);
    body.extend(params.into_iter().filter(|(name, _)| !is_consumed(name)));
    body.extend(extra);
    let forwarded =
        request.0.iter().filter(|(name, value)| !REQUEST_PARAMS_CONSUMED.contains(&name.as_str()) && !value.is_null());
    body.extend(forwarded.map(|(name, value)| (name.clone(), value.clone())));
    if streams {
        let mut options = request.get_object("stream_options").cloned().unwrap_or_default();
        options.insert("include_usage".to_owned(), true.into());
        body.insert("stream_options".to_owned(), Value::Object(options));
    }
    Value::Object(body)
}

/// Returns whether the server responds at all, whatever its status.
pub(super) async fn is_reachable(state: &State, base: &str) -> bool {
    let Ok(client) = state.upstream.get(base) else { return false };
    let request = client.get(format!("{}/models", base.trim_end_matches('/'))).timeout(CONNECT_TIMEOUT);
    request.send().await.is_ok()
}

/// Sends a small JSON request, and fails as a model request does.
pub(super) async fn post(
    state: &State,
    target: &Target,
    path: &str,
    body: &Value,
    timeout: Duration,
    exception: &str,
) -> Result<(), Failure> {
    let client = state.upstream.get(&target.base).map_err(|reason| Failure::connection(exception, &reason))?;
    let body = serde_json::to_vec(body).unwrap_or_default();
    let request = client.post(format!("{}{path}", target.base)).header("content-type", "application/json").body(body);
    let broken = || Failure::connection(exception, "Connection error.");
    let response = async {
        let response = target.authenticate(request).send().await.map_err(|_| broken())?;
        let status = StatusCode::from_u16(response.status().as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
        let bytes = response.bytes().await.map_err(|_| broken())?;
        if status.is_success() { Ok(()) } else { Err(Failure::upstream(exception, status, &bytes)) }
    };
    tokio::time::timeout(timeout, response).await.map_err(|_| Failure::timeout(timeout.as_secs_f64()))?
}

/// Returns the timeout of a request in seconds.
fn timeout_seconds(admitted: &AdmittedRequest) -> f64 {
    let of = |name: &str| prices::parameter(&admitted.deployment, name).and_then(Value::as_f64);
    let seconds = admitted.body.get_f64("timeout").or_else(|| of("timeout")).or_else(|| of("request_timeout"));
    seconds.filter(|seconds| (0.0..=DEFAULT_TIMEOUT).contains(seconds)).unwrap_or(DEFAULT_TIMEOUT)
}

/// A successful response of an upstream server.
enum UpstreamResponse {
    Stream(reqwest::Response),
    Whole(Bytes),
}

/// Forwards a request to the upstream server and returns its response.
pub(super) async fn respond(
    state: &Arc<State>,
    mut admitted: AdmittedRequest,
    received: &Arc<ReceivedRequest>,
    target: Target,
) -> DeploymentResult {
    let exception = providers::exception(providers::of(&admitted.deployment).unwrap_or("openai"));
    let sent = Instant::now();
    let response = send(state, &admitted, received, target, &exception).await;
    let waited = sent.elapsed();
    let parsed = match response {
        Ok(UpstreamResponse::Stream(upstream)) => {
            let overhead = overhead(&admitted, waited);
            let mut response = relay(state, admitted, received, upstream, exception);
            add_header(&mut response, OVERHEAD, &overhead);
            return Ok(response);
        }
        Ok(UpstreamResponse::Whole(bytes)) if admitted.endpoint == ModelEndpoint::Speech => {
            let cost = spend::record(state, &mut admitted, received, &unique_id("speech"), NO_USAGE)?;
            let mut response = media::speech(&admitted, bytes);
            spend::add_headers(response.headers_mut(), &admitted, cost);
            return Ok(response);
        }
        Ok(UpstreamResponse::Whole(bytes)) if admitted.endpoint == ModelEndpoint::Transcriptions => {
            let cost = spend::record(state, &mut admitted, received, &unique_id("transcription"), NO_USAGE)?;
            let mut response = media::upstream_transcription(&admitted, &bytes);
            spend::add_headers(response.headers_mut(), &admitted, cost);
            return Ok(response);
        }
        Ok(UpstreamResponse::Whole(bytes)) => parse(&admitted, &bytes, &exception, received.now.as_second()),
        Err(failure) => Err(failure),
    };
    let (body, usage) = match parsed {
        Ok(parsed) => parsed,
        Err(failure) => return Err(DeploymentError::failed(failure, admitted)),
    };
    let id = unique_id(body.get_str("id").unwrap_or("chatcmpl"));
    let cost = spend::record(state, &mut admitted, received, &id, usage)?;
    let mut response = json_response(&JsonResponse::from(Value::from(body)));
    spend::add_headers(response.headers_mut(), &admitted, cost);
    add_header(&mut response, OVERHEAD, &overhead(&admitted, waited));
    for (name, cost) in [(CACHE_READ_COST, cost.cache_read), (CACHE_CREATION_COST, cost.cache_creation)] {
        if cost > 0.0 {
            add_header(&mut response, name, &spend::python_float(cost));
        }
    }
    Ok(response)
}

/// Returns the time that was not spent waiting for the upstream server, in milliseconds.
fn overhead(admitted: &AdmittedRequest, waited: Duration) -> String {
    let overhead = admitted.started.elapsed().saturating_sub(waited).as_secs_f64() * 1_000.0;
    format!("{overhead:?}")
}

fn add_header(response: &mut Response<Body>, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        response.headers_mut().insert(name, value);
    }
}

async fn send(
    state: &State,
    admitted: &AdmittedRequest,
    received: &ReceivedRequest,
    target: Target,
    exception: &str,
) -> Result<UpstreamResponse, Failure> {
    let streams = admitted.streams();
    let client = state.upstream.get(&target.base).map_err(|reason| Failure::connection(exception, &reason))?;
    let model = upstream_model(&admitted.deployment);
    let path = if is_converted(admitted) { "/chat/completions" } else { admitted.endpoint.properties().path };
    let (content_type, body) = if let Some(form) = &received.form {
        let content_type = received.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        (content_type.unwrap_or_default(), multipart::with_model(&received.headers, form, &model))
    } else {
        let body = json_body(admitted, model, streams);
        ("application/json", serde_json::to_vec(&body).unwrap_or_default())
    };
    let request = client.post(format!("{}{path}", target.base)).header("content-type", content_type).body(body);
    let request = target.authenticate(request);
    let seconds = timeout_seconds(admitted);
    let broken = || Failure::connection(exception, "Connection error.");
    let response = async {
        let response = request.send().await.map_err(|_| broken())?;
        let status = StatusCode::from_u16(response.status().as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
        if streams && status.is_success() {
            return Ok(UpstreamResponse::Stream(response));
        }
        let bytes = response.bytes().await.map_err(|_| broken())?;
        if status.is_success() {
            Ok(UpstreamResponse::Whole(bytes))
        } else {
            Err(Failure::upstream(exception, status, &bytes))
        }
    };
    tokio::time::timeout(Duration::from_secs_f64(seconds), response).await.map_err(|_| Failure::timeout(seconds))?
}

/// Returns the body of the upstream request, in the format that the upstream server has.
fn json_body(admitted: &AdmittedRequest, model: String, streams: bool) -> Value {
    if is_converted(admitted) {
        let request = answer::chat_request(admitted.endpoint, &admitted.body);
        return upstream_body(&admitted.deployment, model, &request, streams);
    }
    // Only chunks need an option for their usage.
    let needs_option = streams && admitted.endpoint != ModelEndpoint::Responses;
    upstream_body(&admitted.deployment, model, &admitted.body, needs_option)
}

/// Returns whether a request is forwarded as a chat request, because its format is not that of the upstream server.
fn is_converted(admitted: &AdmittedRequest) -> bool {
    match admitted.endpoint {
        ModelEndpoint::Messages => true,
        ModelEndpoint::Responses => {
            !providers::of(&admitted.deployment).is_some_and(|provider| PROVIDERS_WITH_RESPONSES.contains(&provider))
        }
        _ => false,
    }
}

/// Returns the field that every response of an endpoint has.
fn list_of(admitted: &AdmittedRequest) -> &'static str {
    match admitted.endpoint {
        ModelEndpoint::Embeddings | ModelEndpoint::Images | ModelEndpoint::ImageEdits => "data",
        ModelEndpoint::Moderations | ModelEndpoint::Rerank => "results",
        ModelEndpoint::Responses if !is_converted(admitted) => "output",
        _ => "choices",
    }
}

/// Returns the upstream body under the requested model name, and its usage.
fn parse(
    admitted: &AdmittedRequest,
    bytes: &[u8],
    exception: &str,
    created: i64,
) -> Result<(JsonObject, Usage), Failure> {
    let mut body: JsonObject = serde_json::from_slice(bytes)
        .map(JsonObject)
        .map_err(|_| Failure::connection(exception, "the response is not a JSON object"))?;
    let list = list_of(admitted);
    if !body.get(list).is_some_and(Value::is_array) {
        return Err(Failure::connection(exception, "Connection error."));
    }
    let usage = body.get("usage").and_then(Usage::parse).unwrap_or_else(|| {
        let is_of_images = matches!(admitted.endpoint, ModelEndpoint::Images | ModelEndpoint::ImageEdits);
        if matches!(list, "results" | "output") || is_of_images {
            return NO_USAGE;
        }
        let text = body.get("choices").and_then(|choices| choices.get(0)?.get("message")?.get("content")?.as_str());
        usage::estimate(admitted, text.unwrap_or_default())
    });
    if admitted.endpoint == ModelEndpoint::Embeddings {
        body.set("usage", usage::embedding(usage));
    }
    if is_converted(admitted) {
        let answer = Answer::of_chat(&body, usage);
        return Ok((JsonObject::from_json(answer::whole(admitted, &answer, created)), usage));
    }
    if body.contains("model") || list == "choices" {
        body.set("model", admitted.response_model.as_str());
    }
    Ok((body, usage))
}

/// Returns an id for the spend log; upstream servers may use one twice.
fn unique_id(id: &str) -> String {
    format!("{id}-{}", uuid::Uuid::new_v4().simple())
}

/// Relays a stream for as long as the client reads it, then records its cost.
fn relay(
    state: &Arc<State>,
    mut admitted: AdmittedRequest,
    received: &Arc<ReceivedRequest>,
    upstream: reqwest::Response,
    exception: String,
) -> Response<Body> {
    let (sender, receiver) = mpsc::channel::<Bytes>(16);
    let (state, received) = (Arc::clone(state), Arc::clone(received));
    let mut response = events::streaming_response(receiver);
    spend::add_headers(response.headers_mut(), &admitted, Cost::default());
    tokio::spawn(async move {
        let chunks = stream::unfold(upstream, |mut upstream| async {
            let chunk = upstream.chunk().await.transpose()?;
            Some((chunk, upstream))
        });
        let mut upstream = std::pin::pin!(events::parse(chunks));
        let created = received.now.as_second();
        let format = match answer::writer(&admitted, created) {
            Some(writer) if is_converted(&admitted) => RelayFormat::Converted(Converted::new(writer)),
            Some(_) => RelayFormat::Responses,
            None => RelayFormat::Chat,
        };
        let mut relay = Relay::new(&admitted.response_model, created, format);
        while !relay.has_ended() {
            let data = tokio::select! {
                // A client that hangs up must not have to wait for a silent server.
                () = sender.closed() => break,
                data = upstream.next() => data,
            };
            let event = match data {
                None => break,
                Some(Ok(data)) => relay.push(&data, &exception),
                Some(Err(message)) => Some(relay.fail(&Failure::connection(&exception, message))),
            };
            if let Some(event) = event
                && sender.send(event).await.is_err()
            {
                break;
            }
        }
        let usage = relay.usage().unwrap_or_else(|| usage::estimate(&admitted, relay.text()));
        // The response is complete, so a failure to record it cannot be reported.
        let cost = spend::record(&state, &mut admitted, &received, &unique_id(relay.id()), usage).unwrap_or_default();
        for event in relay.end(admitted.wants_usage().then_some((usage, cost.total()))) {
            let _ = sender.send(event).await;
        }
    });
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn consumed_parameters_are_not_forwarded() {
        let params = json!({
            "model": "openai/gpt-x", "api_key": "sk-1", "api_base": "http://x", "rpm": 5, "temperature": 0.1, "seed": 7,
            "input_cost_per_token": 1, "use_xai_oauth": false, "extra_body": { "top_k": 3 },
        });
        let request = json!({
            "model": "m", "messages": [], "temperature": 0.9, "metadata": { "a": 1 }, "mock_response": "x", "stop": null,
            "stream": true, "stream_options": { "include_usage": false },
        });
        let deployment = JsonObject::from_json(json!({ "model_name": "m", "litellm_params": params }));
        let expected = json!({
            "model": "gpt-x", "temperature": 0.9, "seed": 7, "top_k": 3, "messages": [], "stream": true,
            "stream_options": { "include_usage": true },
        });
        let model = upstream_model(&deployment);
        assert_eq!(upstream_body(&deployment, model, &JsonObject::from_json(request), true), expected);
    }
}
