//! What a request for a model has cost: written down, added to what all whom it concerns have spent, and said in the
//! headers. Requests that were refused are written down too.

use hyper::StatusCode;
use hyper::header::{HeaderMap, USER_AGENT};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Admitted;
use crate::SERVER_VERSION;
use crate::answer::{Answer, Refusal};
use crate::api::customers;
use crate::caller::{self, Caller, DEFAULT_USER, MASTER_KEY};
use crate::clock;
use crate::routes::Kind;
use crate::row::Row;
use crate::rules::budgets::{self, Spender};
use crate::rules::parties::{EVERYBODY, Parties, customer_id, tags};
use crate::rules::{access, prices};
use crate::server::{self, Received, State};
use crate::store::{Table, Tables, membership};

/// Tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Usage {
    pub(super) prompt: u64,
    pub(super) completion: u64,
}

/// Dollars.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Cost {
    input: f64,
    output: f64,
}

impl Usage {
    /// What an upstream server says it has counted.
    pub(super) fn read(told: &Value) -> Option<Self> {
        let count = |name: &str| told.get(name).and_then(Value::as_u64);
        Some(Self { prompt: count("prompt_tokens")?, completion: count("completion_tokens").unwrap_or_default() })
    }

    pub(super) fn to_json(self) -> Value {
        let total = self.prompt.saturating_add(self.completion);
        json!({ "completion_tokens": self.completion, "prompt_tokens": self.prompt, "total_tokens": total })
    }

    #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
    fn cost(self, deployment: &Row) -> Cost {
        let (input, output) = prices::per_token(deployment);
        Cost {
            input: input.unwrap_or_default() * self.prompt as f64,
            output: output.unwrap_or_default() * self.completion as f64,
        }
    }
}

impl Cost {
    pub(super) fn total(self) -> f64 {
        self.input + self.output
    }
}

/// Writes a request down, and adds its cost to what has been spent.
pub(super) fn record(
    state: &State,
    admitted: &mut Admitted,
    received: &Received,
    id: &str,
    usage: Usage,
) -> Result<Cost, Refusal> {
    let cost = usage.cost(&admitted.deployment);
    let total = usage.prompt.saturating_add(usage.completion);
    admitted.permit.settle(i64::try_from(total).unwrap_or(i64::MAX));
    let ended = Timestamp::now();
    let mut tags = tags(&admitted.caller, &admitted.body);
    tags.extend(agents(&received.headers));
    let mut row = written(&admitted.caller, received, &admitted.body, Some(&admitted.deployment), admitted.kind);
    row = row.with(json!({
        "request_id": id, "litellm_call_id": admitted.call_id, "spend": cost.total(), "total_tokens": total,
        "prompt_tokens": usage.prompt, "completion_tokens": usage.completion, "endTime": clock::write(ended),
        "completionStartTime": clock::write(ended), "request_duration_ms": milliseconds(received, ended),
        "model_group": admitted.model, "request_tags": tags, "status": "success",
        "created_at": clock::write(ended), "updated_at": clock::write(ended),
    }));
    add_metadata(&mut row, "litellm_call_id", json!(admitted.call_id));
    add_metadata(&mut row, "usage_object", usage.to_json());
    let breakdown = json!({ "input_cost": cost.input, "output_cost": cost.output, "total_cost": cost.total(), "original_cost": cost.total() });
    add_metadata(&mut row, "cost_breakdown", breakdown);
    if state.settings.keeps_prompts {
        row.set("proxy_server_request", Value::from(admitted.body.clone()));
    }
    let spenders = spenders(&admitted.parties, &admitted.caller);
    state.store.transaction(|tables| {
        tables.insert(Table::Requests, id, &row)?;
        tables.add_to_day(&row, endpoint(admitted.kind))?;
        customers::meet(tables, admitted.parties.customer_id.as_deref())?;
        budgets::spend(tables, &spenders, cost.total(), &clock::write(ended))?;
        Ok::<_, Refusal>(())
    })?;
    Ok(cost)
}

/// Writes down a request that somebody who is known made in vain.
pub(super) fn record_refusal(
    tables: &Tables<'_>,
    state: &State,
    received: &Received,
    kind: Kind,
    refusal: &Refusal,
) -> Result<(), Refusal> {
    let Ok(caller) = caller::identify(tables, &state.settings, &received.headers, received.now) else { return Ok(()) };
    let answer = Answer::from(refusal.clone());
    let (status, message) = (answer.status, answer.body.pointer("/error/message").cloned());
    let body = Row::of(received.body.clone().unwrap_or_default());
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    let asked = body.text("model").unwrap_or_default();
    let model = access::meant(&caller, team.as_ref(), asked);
    let deployments = access::deployments(tables, &state.settings)?;
    let deployment = access::serving(&deployments, model).first().copied();
    let mut tags = tags(&caller, &body);
    // What was refused for who asked is not looked at any further.
    if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::UNPROCESSABLE_ENTITY) {
        tags.extend(agents(&received.headers));
    }
    let ended = Timestamp::now();
    let id = uuid::Uuid::new_v4().to_string();
    let mut row = written(&caller, received, &body, deployment, kind).with(json!({
        "request_id": id, "litellm_call_id": id, "spend": 0.0, "total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0,
        "endTime": clock::write(ended), "completionStartTime": clock::write(ended),
        "request_duration_ms": milliseconds(received, ended), "request_tags": tags, "status": "failure",
        "cache_hit": "False", "created_at": clock::write(ended), "updated_at": clock::write(ended),
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
    tables.add_to_day(&row, endpoint(kind))?;
    customers::meet(tables, customer_id(&received.headers, &body).as_deref())
}

fn spenders(parties: &Parties, caller: &Caller) -> Vec<Spender> {
    let key = caller.token().map(|token| (Table::Keys, token.to_owned()));
    let user = caller.user_id.clone().map(|id| (Table::Users, id));
    let team = caller.team_id().map(|id| (Table::Teams, id.to_owned()));
    let member = parties.id_of_team().zip(parties.id_of_user());
    let member = member.map(|(team, user)| (Table::Memberships, membership(team, user)));
    let customer = parties.customer_id.clone().map(|id| (Table::Customers, id));
    let everybody = parties.everybody.as_ref().map(|_| (Table::Sums, EVERYBODY.to_owned()));
    let tags = parties.tags.iter().filter(|(_, row)| row.is_some()).map(|(name, _)| (Table::Tags, name.clone()));
    [key, user, team, member, customer, everybody].into_iter().flatten().chain(tags).collect()
}

/// What is written down of a request, whatever became of it.
fn written(caller: &Caller, received: &Received, body: &Row, deployment: Option<&Row>, kind: Kind) -> Row {
    let key = caller.key.as_ref();
    let parameters = deployment.and_then(|deployment| deployment.object("litellm_params"));
    let parameter = |name: &str| parameters?.get(name)?.as_str();
    let model = parameter("model").unwrap_or_default();
    let provider = deployment.map(|_| model.split_once('/').map_or("openai", |(provider, _)| provider));
    let api_key = caller.token().unwrap_or(MASTER_KEY);
    let user = caller.user_id.as_deref().unwrap_or(if key.is_none() { DEFAULT_USER } else { "" });
    let agent = received.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok());
    Row::of(json!({
        "request_id": null, "call_type": call_type(kind), "api_key": api_key,
        "spend": 0.0, "total_tokens": 0, "prompt_tokens": 0, "completion_tokens": 0, "startTime": clock::write(received.now),
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

fn add_metadata(row: &mut Row, name: &str, value: Value) {
    let mut metadata = row.object("metadata").cloned().unwrap_or_default();
    metadata.insert(name.to_owned(), value);
    row.set("metadata", Value::Object(metadata));
}

fn milliseconds(received: &Received, ended: Timestamp) -> i64 {
    i64::try_from(ended.duration_since(received.now).as_millis()).unwrap_or_default()
}

/// The program that asks is a tag of its own, with and without its version.
fn agents(headers: &HeaderMap) -> Vec<String> {
    let Some(agent) = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()) else { return Vec::new() };
    let program = agent.split_once('/').map(|(program, _)| program);
    program.into_iter().chain([agent]).map(|name| format!("User-Agent: {name}")).collect()
}

/// What the server calls it.
fn call_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Chat => "acompletion",
        Kind::Embeddings => "aembedding",
        Kind::Completions => "atext_completion",
    }
}

/// Under which endpoint a day counts it.
fn endpoint(kind: Kind) -> &'static str {
    match kind {
        Kind::Chat => "/chat/completions",
        Kind::Embeddings => "/embeddings",
        Kind::Completions => "/completions",
    }
}

fn deployment_id(deployment: &Row) -> &str {
    deployment.object("model_info").and_then(|info| info.get("id")).and_then(Value::as_str).unwrap_or_default()
}

/// What the headers of an answer say.
pub(super) fn add_headers(headers: &mut HeaderMap, admitted: &Admitted, cost: Cost) {
    let said = [
        ("x-litellm-call-id", admitted.call_id.clone()),
        ("x-litellm-model-id", deployment_id(&admitted.deployment).to_owned()),
        ("x-litellm-model-group", admitted.model.clone()),
        ("x-litellm-version", SERVER_VERSION.to_owned()),
        ("x-litellm-response-cost", cost.total().to_string()),
        ("x-litellm-response-cost-input", cost.input.to_string()),
        ("x-litellm-response-cost-output", cost.output.to_string()),
    ];
    server::add_headers(headers, &said.map(|(name, value)| (name.to_owned(), value)));
    server::add_headers(headers, &of_key(&admitted.parties, cost.total()));
    server::add_headers(headers, &admitted.permit.headers);
}

/// What the headers say of the key: its limits, and what it has spent with this request.
pub(super) fn of_key(parties: &Parties, cost: f64) -> Vec<(String, String)> {
    let key = parties.key.as_ref();
    let limits = ["tpm_limit", "rpm_limit", "max_budget"]
        .into_iter()
        .filter_map(|name| Some((format!("x-litellm-key-{}", name.replace('_', "-")), key?.get(name)?.to_string())));
    let spent = key.and_then(|key| key.number("spend")).unwrap_or_default() + cost;
    limits.chain([("x-litellm-key-spend".to_owned(), format!("{spent:?}"))]).collect()
}
