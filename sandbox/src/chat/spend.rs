//! Spend logs: records each model request, refused ones included, adds its cost to the parties, and reports it in
//! headers.

use hyper::StatusCode;
use hyper::header::{HeaderMap, USER_AGENT};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::AdmittedRequest;
use super::cost;
use super::usage::{Cost, Usage};
use crate::caller::{self, Caller, DEFAULT_USER, MASTER_KEY};
use crate::http::{self, ReceivedRequest};
use crate::object::JsonObject;
use crate::providers;
use crate::response::{JsonResponse, Refusal};
use crate::route::ModelEndpoint;
use crate::rules::budgets::{self, SERVER_TOTAL, Spender};
use crate::rules::parties::{Parties, customer_id, tags};
use crate::rules::{access, customers, deployments, windows};
use crate::state::State;
use crate::store::{Table, Tables, membership};
use crate::time;
use crate::version::SERVER_VERSION;

/// Records a successful request and adds its cost to the spend of its parties.
pub(super) fn record(
    state: &State,
    admitted: &mut AdmittedRequest,
    received: &ReceivedRequest,
    id: &str,
    usage: Usage,
) -> Result<Cost, Refusal> {
    let cost = cost::of(admitted, usage);
    let total = usage.prompt.saturating_add(usage.completion);
    admitted.permit.settle(i64::try_from(total).unwrap_or(i64::MAX));
    let ended = state.clock.now();
    let mut tags = tags(&admitted.caller, &admitted.body);
    tags.extend(agents(&received.headers));
    let mut row = log_row(&admitted.caller, received, &admitted.body, Some(&admitted.deployment), admitted.endpoint);
    row = row.with(json!({
        "request_id": id, "litellm_call_id": admitted.call_id, "spend": cost.total(), "total_tokens": total,
        "prompt_tokens": usage.prompt, "completion_tokens": usage.completion, "endTime": time::format(ended),
        "completionStartTime": time::format(ended), "request_duration_ms": milliseconds(received, ended),
        "model_group": admitted.model, "request_tags": tags, "status": "success",
        "created_at": time::format(ended), "updated_at": time::format(ended),
    }));
    add_metadata(&mut row, "litellm_call_id", json!(admitted.call_id));
    add_metadata(&mut row, "usage_object", usage.to_json());
    let breakdown = json!({ "input_cost": cost.input, "output_cost": cost.output, "total_cost": cost.total(), "original_cost": cost.total() });
    add_metadata(&mut row, "cost_breakdown", breakdown);
    if state.config.stores_prompts {
        row.set("proxy_server_request", Value::from(admitted.body.clone()));
    }
    let spenders = spenders(&admitted.parties, &admitted.caller);
    state.store.grouped(|tables| {
        tables.insert(Table::Requests, id, &row)?;
        tables.add_to_day(&row, admitted.endpoint.properties().path)?;
        customers::ensure_exists(tables, admitted.parties.customer_id.as_deref())?;
        budgets::add_spend(tables, &spenders, cost.total(), &time::format(ended))?;
        for (table, id) in &spenders {
            let has_windows = match table {
                Table::Keys => !admitted.parties.key_windows.is_empty(),
                Table::Teams => !admitted.parties.team_windows.is_empty(),
                _ => false,
            };
            if has_windows {
                windows::add_spend(tables, *table, id, cost.total(), ended)?;
            }
        }
        Ok::<_, Refusal>(())
    })?;
    Ok(cost)
}

/// Records a refused request of an identified caller.
pub(super) fn record_refusal(
    tables: &Tables<'_>,
    state: &State,
    received: &ReceivedRequest,
    endpoint: ModelEndpoint,
    refusal: &Refusal,
) -> Result<(), Refusal> {
    let Ok(caller) = caller::identify(tables, &state.config, &received.headers, received.now) else { return Ok(()) };
    let answer = JsonResponse::from(refusal.clone());
    let (status, message) = (answer.status, answer.body.pointer("/error/message").cloned());
    let body = JsonObject::from_json(received.body.clone().unwrap_or_default());
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    let requested = body.get_str("model").unwrap_or_default();
    let model = access::resolve_alias(&caller, team.as_ref(), requested);
    let deployments = deployments::find(tables, &state.config)?;
    let deployment = access::serving(&deployments, model).first().copied();
    let mut tags = tags(&caller, &body);
    // LiteLLM refuses these before it reads the user agent.
    if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::UNPROCESSABLE_ENTITY) {
        tags.extend(agents(&received.headers));
    }
    let ended = state.clock.now();
    let id = uuid::Uuid::new_v4().to_string();
    let mut row = log_row(&caller, received, &body, deployment, endpoint).with(json!({
        "request_id": id, "litellm_call_id": id, "spend": 0.0, "total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0,
        "endTime": time::format(ended), "completionStartTime": time::format(ended),
        "request_duration_ms": milliseconds(received, ended), "request_tags": tags, "status": "failure",
        "cache_hit": "False", "created_at": time::format(ended), "updated_at": time::format(ended),
    }));
    match deployment {
        Some(_) => row.set("model_group", model),
        None => row.set("model", if status == StatusCode::BAD_REQUEST { "unknown-model" } else { model }),
    }
    add_metadata(&mut row, "status", json!("failure"));
    add_metadata(&mut row, "litellm_call_id", json!(id));
    let error = json!({ "error_code": status.as_str(), "error_message": message, "llm_provider": row.get("custom_llm_provider") });
    add_metadata(&mut row, "error_information", error);
    tables.insert(Table::Requests, &id, &row)?;
    tables.add_to_day(&row, endpoint.properties().path)?;
    customers::ensure_exists(tables, customer_id(&received.headers, &body).as_deref())
}

fn spenders(parties: &Parties, caller: &Caller) -> Vec<Spender> {
    let key = caller.token().map(|token| (Table::Keys, token.to_owned()));
    let user = caller.user_id.clone().map(|id| (Table::Users, id));
    let team = caller.team_id().map(|id| (Table::Teams, id.to_owned()));
    let member = parties.id_of_team().zip(parties.id_of_user());
    let member = member.map(|(team, user)| (Table::Memberships, membership(team, user)));
    let customer = parties.customer_id.clone().map(|id| (Table::Customers, id));
    let total = parties.server_total.as_ref().map(|_| (Table::Sums, SERVER_TOTAL.to_owned()));
    let tags = parties.tags.iter().filter(|(_, row)| row.is_some()).map(|(name, _)| (Table::Tags, name.clone()));
    [key, user, team, member, customer, total].into_iter().flatten().chain(tags).collect()
}

/// Returns the fields of a log row that do not depend on the outcome.
fn log_row(
    caller: &Caller,
    received: &ReceivedRequest,
    body: &JsonObject,
    deployment: Option<&JsonObject>,
    endpoint: ModelEndpoint,
) -> JsonObject {
    let key = caller.key.as_ref();
    let parameters = deployment.and_then(|deployment| deployment.get_object("litellm_params"));
    let parameter = |name: &str| parameters?.get(name)?.as_str();
    let model = parameter("model").unwrap_or_default();
    let provider = deployment.map(|_| model.split_once('/').map_or("openai", |(provider, _)| provider));
    let api_key = caller.token().unwrap_or(MASTER_KEY);
    let user = caller.user_id.as_deref().unwrap_or(if key.is_none() { DEFAULT_USER } else { "" });
    let agent = received.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    JsonObject::from_json(json!({
        "request_id": null, "call_type": endpoint.properties().call_type, "api_key": api_key,
        "spend": 0.0, "total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0, "startTime": time::format(received.now),
        "endTime": null, "request_duration_ms": 0, "completionStartTime": null, "model": model,
        "model_id": deployment.map_or("", deployment_id), "model_group": "",
        "custom_llm_provider": provider.unwrap_or_default(), "api_base": parameter("api_base").unwrap_or_default(), "user": user,
        "metadata": {
            "status": null, "user_agent": agent, "user_api_key": api_key,
            "user_api_key_alias": key.and_then(|key| key.get("key_alias")), "user_api_key_team_id": caller.team_id(),
            "user_api_key_user_id": caller.user_id, "user_api_key_org_id": null, "requester_ip_address": "127.0.0.1",
            "usage_object": {}, "cost_breakdown": null, "error_information": null,
        },
        "cache_hit": "None", "cache_key": "Cache OFF", "request_tags": [], "team_id": caller.team_id().unwrap_or_default(),
        "organization_id": "", "end_user": customer_id(&received.headers, body).unwrap_or_default(),
        "requester_ip_address": "127.0.0.1", "messages": {}, "response": {}, "proxy_server_request": {},
        "session_id": uuid::Uuid::new_v4().to_string(), "status": null, "mcp_namespaced_tool_name": null, "agent_id": null,
        "litellm_call_id": null,
    }))
}

fn add_metadata(row: &mut JsonObject, name: &str, value: Value) {
    let mut metadata = row.get_object("metadata").cloned().unwrap_or_default();
    metadata.insert(name.to_owned(), value);
    row.set("metadata", Value::Object(metadata));
}

fn milliseconds(received: &ReceivedRequest, ended: Timestamp) -> i64 {
    i64::try_from(ended.duration_since(received.now).as_millis()).unwrap_or_default()
}

/// Returns the tags of the user agent: its name, and its name with version.
fn agents(headers: &HeaderMap) -> Vec<String> {
    let Some(agent) = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()) else { return Vec::new() };
    let program = agent.split_once('/').map(|(program, _)| program);
    program.into_iter().chain([agent]).map(|name| format!("User-Agent: {name}")).collect()
}

fn deployment_id(deployment: &JsonObject) -> &str {
    deployment.get_object("model_info").and_then(|info| info.get("id")).and_then(Value::as_str).unwrap_or_default()
}

/// Adds the headers of a response: ids, cost, limits, durations.
pub(super) fn add_headers(headers: &mut HeaderMap, admitted: &AdmittedRequest, cost: Cost) {
    let deployment = &admitted.deployment;
    // The cost of a stream is known only at its end.
    let cost = if admitted.streams() { Cost::default() } else { cost };
    let elapsed = admitted.started.elapsed().as_secs_f64() * 1_000.0;
    let mut values = vec![
        ("x-litellm-call-id", admitted.call_id.clone()),
        ("x-litellm-model-id", deployment_id(deployment).to_owned()),
        ("x-litellm-model-group", admitted.model.clone()),
        ("x-litellm-version", SERVER_VERSION.to_owned()),
        ("x-litellm-response-duration-ms", format!("{elapsed:?}")),
        ("x-litellm-callback-duration-ms", "0.0".to_owned()),
    ];
    values.extend(text_of(deployment, "model").map(|model| ("x-litellm-model-name", model)));
    values.extend(api_base(deployment).map(|base| ("x-litellm-model-api-base", base)));
    if cost.total() > 0.0 {
        values.push(("x-litellm-response-cost", python_float(cost.total())));
    }
    if cost.total() > 0.0 || admitted.streams() {
        values.extend([
            ("x-litellm-response-cost-original", python_float(cost.total())),
            ("x-litellm-response-cost-discount-amount", "0.0".to_owned()),
            ("x-litellm-response-cost-margin-amount", "0.0".to_owned()),
            ("x-litellm-response-cost-margin-percent", "0.0".to_owned()),
            ("x-litellm-response-cost-input", python_float(cost.input)),
            ("x-litellm-response-cost-output", python_float(cost.output)),
            ("x-litellm-response-cost-tool-usage", "0.0".to_owned()),
        ]);
    }
    let values: Vec<_> = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    http::add_headers(headers, &values);
    http::add_headers(headers, &key_headers(&admitted.parties, cost.total()));
    http::add_headers(headers, &admitted.permit.headers);
}

/// Adds the headers of a refusal of an admitted caller.
pub(super) fn with_headers(
    refusal: Refusal,
    call_id: &str,
    parties: &Parties,
    deployment: Option<&JsonObject>,
) -> Refusal {
    let mut response = JsonResponse::from(refusal);
    let mut add = |name: &str, value: String| response.headers.push((name.to_owned(), value));
    add("x-litellm-call-id", call_id.to_owned());
    add("x-litellm-response-cost", "0".to_owned());
    if let Some(deployment) = deployment {
        add("x-litellm-model-id", deployment_id(deployment).to_owned());
        add("x-litellm-model-name", text_of(deployment, "model").unwrap_or_default());
    }
    response.headers.extend(key_headers(parties, 0.0));
    Refusal::Other(response)
}

fn text_of(deployment: &JsonObject, name: &str) -> Option<String> {
    deployment.get_object("litellm_params")?.get(name)?.as_str().map(str::to_owned)
}

/// Returns the server of a deployment: its own, or that of its provider where LiteLLM reports it for mocks.
fn api_base(deployment: &JsonObject) -> Option<String> {
    let of_provider = || (providers::of(deployment) == Some("openai")).then(|| "https://api.openai.com".to_owned());
    text_of(deployment, "api_base").or_else(of_provider)
}

/// Writes a number as Python does, such as `2.5e-06`.
pub(super) fn python_float(number: f64) -> String {
    let text = format!("{number:?}");
    match text.split_once("e-") {
        Some((digits, exponent)) => format!("{digits}e-{exponent:0>2}"),
        None => text,
    }
}

/// Returns the headers about the key: its limits, and its spend with this request.
pub(super) fn key_headers(parties: &Parties, cost: f64) -> Vec<(String, String)> {
    let key = parties.key.as_ref();
    let limits = ["tpm_limit", "rpm_limit", "max_budget"]
        .into_iter()
        .filter_map(|name| Some((format!("x-litellm-key-{}", name.replace('_', "-")), key?.get(name)?.to_string())));
    let spent = key.and_then(|key| key.get_f64("spend")).unwrap_or_default() + cost;
    limits.chain([("x-litellm-key-spend".to_owned(), format!("{spent:?}"))]).collect()
}
