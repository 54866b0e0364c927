//! Requests passed on to an OpenAI-compatible server, and its answers passed back, streams as they arrive.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use hyper::{Response, StatusCode};
use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::events::{self, Relay};
use super::failure::Failure;
use super::spend::{self, Cost, Usage};
use super::{Admitted, Missed, Outcome, told};
use crate::answer::{Answer, Refusal};
use crate::routes::Kind;
use crate::row::Row;
use crate::rules::{prices, providers};
use crate::server::{Body, Received, State, json_response};
use crate::store::Table;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Seconds, where neither the request nor the deployment says how long to wait.
const DEFAULT_TIMEOUT: f64 = 6000.0;
/// Where ollama listens unless told otherwise.
const OLLAMA: &str = "http://localhost:11434";

/// Parameters of deployments that are for the proxy, and not for the model.
const OF_PROXY: [&str; 36] = [
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
];

/// Fields of requests that are for the proxy.
const FOR_PROXY: [&str; 18] = [
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

/// Where a deployment's server is, and what it is reached with.
pub(super) struct Target {
    base: String,
    key: Option<String>,
    headers: Map<String, Value>,
}

/// The server of a deployment. Without an `api_base`, of its own or of its credential, there is none: nothing leaves this
/// machine unless it is told where to.
pub(super) fn target(state: &State, deployment: &Row) -> Result<Option<Target>, Refusal> {
    let params = Row(deployment.object("litellm_params").cloned().unwrap_or_default());
    if params.get("mock_response").is_some() {
        return Ok(None);
    }
    let mut values = Row::default();
    if let Some(name) = params.text("litellm_credential_name") {
        let found = state.store.transaction(|tables| Ok::<_, Refusal>(tables.get(Table::Credentials, name)?))?;
        values = Row(found.and_then(|row| row.object("credential_values").cloned()).unwrap_or_default());
    }
    let text = |name: &str| params.text(name).or_else(|| values.text(name)).map(str::to_owned);
    let is_ollama = providers::of(deployment).is_some_and(|provider| provider.starts_with("ollama"));
    let base = text("api_base").or_else(|| text("base_url")).or_else(|| is_ollama.then(|| OLLAMA.to_owned()));
    let Some(base) = base.map(|base| base.trim_end_matches('/').to_owned()) else { return Ok(None) };
    // What it speaks there is its own; below /v1 it is OpenAI's.
    let base = if is_ollama && !base.ends_with("/v1") { format!("{base}/v1") } else { base };
    let mut headers = params.object("headers").cloned().unwrap_or_default();
    headers.extend(params.object("extra_headers").cloned().unwrap_or_default());
    if let Some(organization) = text("organization") {
        headers.insert("OpenAI-Organization".to_owned(), organization.into());
    }
    Ok(Some(Target { base, key: text("api_key"), headers }))
}

/// The model's name at the upstream server; what a wildcard stands for goes where the deployment's has its own.
fn model(deployment: &Row, asked: &str) -> String {
    let named = prices::parameter(deployment, "model").and_then(Value::as_str).unwrap_or_default();
    let model = providers::bare(named).to_owned();
    let pattern = deployment.text("model_name").unwrap_or_default();
    let Some((before, after)) = pattern.split_once('*').filter(|_| model.contains('*')) else { return model };
    let rest = asked.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    model.replacen('*', rest.unwrap_or(asked), 1)
}

fn body(deployment: &Row, model: String, asked: &Row, streams: bool) -> Value {
    let params = deployment.object("litellm_params").cloned().unwrap_or_default();
    let extra = params.get("extra_body").and_then(Value::as_object).cloned().unwrap_or_default();
    let is_own = |name: &str| {
        OF_PROXY.contains(&name) || prices::is_price(name) || name.starts_with("aws_") || name.starts_with("vertex_")
    };
    let mut body = Map::from_iter([("model".to_owned(), Value::from(model))]);
    body.extend(params.into_iter().filter(|(name, _)| !is_own(name)));
    body.extend(extra);
    let given = asked.0.iter().filter(|(name, value)| !FOR_PROXY.contains(&name.as_str()) && !value.is_null());
    body.extend(given.map(|(name, value)| (name.clone(), value.clone())));
    if streams {
        let mut options = asked.object("stream_options").cloned().unwrap_or_default();
        options.insert("include_usage".to_owned(), true.into());
        body.insert("stream_options".to_owned(), Value::Object(options));
    }
    Value::Object(body)
}

fn client() -> Option<&'static reqwest::Client> {
    static CLIENT: OnceLock<Option<reqwest::Client>> = OnceLock::new();
    let client = CLIENT.get_or_init(|| {
        let builder = reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT);
        builder.redirect(reqwest::redirect::Policy::none()).build().ok()
    });
    client.as_ref()
}

/// Whether anything answers there, whatever it says.
pub(super) async fn is_there(base: &str) -> bool {
    let Some(client) = client() else { return false };
    let asked = client.get(format!("{}/models", base.trim_end_matches('/'))).timeout(CONNECT_TIMEOUT).send();
    asked.await.is_ok()
}

fn seconds(admitted: &Admitted) -> f64 {
    let of = |name: &str| prices::parameter(&admitted.deployment, name).and_then(Value::as_f64);
    let seconds = admitted.body.number("timeout").or_else(|| of("timeout")).or_else(|| of("request_timeout"));
    seconds.filter(|seconds| (0.0..=DEFAULT_TIMEOUT).contains(seconds)).unwrap_or(DEFAULT_TIMEOUT)
}

/// What came: a stream that has begun, or all of an answer.
enum Came {
    Stream(reqwest::Response),
    Whole(Bytes),
}

/// Asks the upstream server, and answers with what it says.
pub(super) async fn answer(
    state: &Arc<State>,
    mut admitted: Admitted,
    received: &Arc<Received>,
    target: Target,
) -> Outcome {
    let exception = providers::exception(providers::of(&admitted.deployment).unwrap_or("openai"));
    let told = match ask(&admitted, target, &exception).await {
        Ok(Came::Stream(upstream)) => return Ok(streamed(state, admitted, received, upstream, exception)),
        Ok(Came::Whole(bytes)) => whole(&admitted, &bytes, &exception),
        Err(failure) => Err(failure),
    };
    let (answer, usage) = match told {
        Ok(told) => told,
        Err(failure) => return Err(Missed::failed(failure, admitted)),
    };
    let id = written_as(answer.text("id").unwrap_or("chatcmpl"));
    let cost = spend::record(state, &mut admitted, received, &id, usage)?;
    let mut response = json_response(&Answer::from(Value::from(answer)));
    spend::add_headers(response.headers_mut(), &admitted, cost);
    Ok(response)
}

async fn ask(admitted: &Admitted, target: Target, exception: &str) -> Result<Came, Failure> {
    let streams = admitted.kind != Kind::Embeddings && admitted.streams();
    let client = client().ok_or_else(|| Failure::connection(exception, "no TLS to connect with"))?;
    let path = match admitted.kind {
        Kind::Chat => "chat/completions",
        Kind::Embeddings => "embeddings",
        Kind::Completions => "completions",
    };
    let model = model(&admitted.deployment, &admitted.model);
    let text = serde_json::to_vec(&body(&admitted.deployment, model, &admitted.body, streams)).unwrap_or_default();
    let mut request =
        client.post(format!("{}/{path}", target.base)).header("content-type", "application/json").body(text);
    if let Some(key) = &target.key {
        request = request.bearer_auth(key);
    }
    for (name, value) in &target.headers {
        request = request.header(name, value.as_str().unwrap_or_default());
    }
    let seconds = seconds(admitted);
    let broken = || Failure::connection(exception, "Connection error.");
    let asked = async {
        let response = request.send().await.map_err(|_| broken())?;
        let status = StatusCode::from_u16(response.status().as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
        if streams && status.is_success() {
            return Ok(Came::Stream(response));
        }
        let bytes = response.bytes().await.map_err(|_| broken())?;
        if status.is_success() { Ok(Came::Whole(bytes)) } else { Err(Failure::upstream(exception, status, &bytes)) }
    };
    tokio::time::timeout(Duration::from_secs_f64(seconds), asked).await.map_err(|_| Failure::timeout(seconds))?
}

/// An answer under the name that was asked for, and what it has used.
fn whole(admitted: &Admitted, bytes: &[u8], exception: &str) -> Result<(Row, Usage), Failure> {
    let mut answer: Row = serde_json::from_slice(bytes)
        .map(Row)
        .map_err(|_| Failure::connection(exception, "the answer is no JSON object"))?;
    let list = if admitted.kind == Kind::Embeddings { "data" } else { "choices" };
    if !answer.get(list).is_some_and(Value::is_array) {
        return Err(Failure::connection(exception, "Connection error."));
    }
    let usage = answer.get("usage").and_then(Usage::read).unwrap_or_else(|| {
        let said = answer.get("choices").and_then(|choices| choices.get(0)?.get("message")?.get("content")?.as_str());
        told::counted(admitted, said.unwrap_or_default())
    });
    if admitted.kind == Kind::Embeddings {
        answer.set("usage", told::embedding_usage(usage));
    }
    answer.set("model", admitted.shown.as_str());
    Ok((answer, usage))
}

/// Upstream servers may give an id twice; what is written down has one of its own.
fn written_as(id: &str) -> String {
    format!("{id}-{}", uuid::Uuid::new_v4().simple())
}

/// Passes a stream on for as long as somebody reads it; then what it has cost is written down.
fn streamed(
    state: &Arc<State>,
    mut admitted: Admitted,
    received: &Arc<Received>,
    mut upstream: reqwest::Response,
    exception: String,
) -> Response<Body> {
    let (sender, receiver) = mpsc::channel::<Bytes>(16);
    let (state, received) = (Arc::clone(state), Arc::clone(received));
    let mut response = events::arriving(receiver);
    spend::add_headers(response.headers_mut(), &admitted, Cost::default());
    tokio::spawn(async move {
        let mut relay = Relay::new(&admitted.shown, received.now.as_second());
        let mut is_read = true;
        while is_read && !relay.has_ended() {
            let events = match upstream.chunk().await {
                Ok(Some(bytes)) => relay.take(&bytes, &exception),
                Ok(None) => break,
                Err(_) => relay.fail(&Failure::connection(&exception, "Connection error.")),
            };
            for event in events {
                is_read = is_read && sender.send(event).await.is_ok();
            }
        }
        let usage = relay.usage().unwrap_or_else(|| told::counted(&admitted, relay.said()));
        // It has been answered: there is nobody to tell if it cannot be written down.
        let cost = spend::record(&state, &mut admitted, &received, &written_as(relay.id()), usage).unwrap_or_default();
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
    fn what_is_passed_on_is_for_the_model_alone() {
        let params = json!({
            "model": "openai/gpt-x", "api_key": "sk-1", "api_base": "http://x", "rpm": 5, "temperature": 0.1, "seed": 7,
            "input_cost_per_token": 1, "use_xai_oauth": false, "extra_body": { "top_k": 3 },
        });
        let asked = json!({
            "model": "m", "messages": [], "temperature": 0.9, "metadata": { "a": 1 }, "mock_response": "x", "stop": null,
            "stream": true, "stream_options": { "include_usage": false },
        });
        let deployment = Row::of(json!({ "model_name": "m", "litellm_params": params }));
        let expected = json!({
            "model": "gpt-x", "temperature": 0.9, "seed": 7, "top_k": 3, "messages": [], "stream": true,
            "stream_options": { "include_usage": true },
        });
        assert_eq!(body(&deployment, model(&deployment, "m"), &Row::of(asked), true), expected);
    }

    #[test]
    fn a_wildcard_is_filled_in() {
        for (name, params, asked, expected) in [
            ("openai/*", "openai/*", "openai/gpt-5", "gpt-5"),
            ("x/*", "openai/y-*", "x/1", "y-1"),
            ("*", "openai/*", "gpt-5", "gpt-5"),
            ("w/*", "openai/fixed", "w/1", "fixed"),
        ] {
            let deployment = Row::of(json!({ "model_name": name, "litellm_params": { "model": params } }));
            assert_eq!(model(&deployment, asked), expected, "{name} {asked}");
        }
    }
}
