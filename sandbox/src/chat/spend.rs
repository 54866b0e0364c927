//! Spend logs: records each model request, refused ones included, adds its cost to the parties, and reports it in
//! headers.

use hyper::StatusCode;
use hyper::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};
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
use crate::store::{LogMetadata, LogRow, Object, Table, Tables, membership};
use crate::time;
use crate::version::SERVER_VERSION;

/// The rate limits of a key, and the header that states each.
const KEY_LIMITS: [(&str, &str); 2] =
    [("tpm_limit", "x-litellm-key-tpm-limit"), ("rpm_limit", "x-litellm-key-rpm-limit")];
/// The number of headers for which a response has room.
const MOST_HEADERS: usize = 40;

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
    let call = Call {
        caller: &admitted.caller,
        received,
        body: &admitted.body,
        deployment: Some(&admitted.deployment),
        endpoint: admitted.endpoint,
    };
    let ended_text = time::format(ended);
    let outcome = LogOutcome {
        id,
        call_id: &admitted.call_id,
        model: None,
        model_group: &admitted.model,
        usage,
        cost: Some(cost),
        tags: &tags,
        ended: (ended, &ended_text),
        error: None,
        stores_prompt: state.config.stores_prompts,
    };
    let spenders = spenders(&admitted.parties, &admitted.caller);
    state.store.grouped(|tables| {
        call.log(tables, &outcome)?;
        customers::ensure_exists(tables, admitted.parties.customer_id.as_deref())?;
        budgets::add_spend(tables, &spenders, cost.total(), &ended_text)?;
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
    let kind = answer.body.pointer("/error/type").and_then(Value::as_str).map(str::to_owned);
    let body = JsonObject::from_json(received.body.clone().unwrap_or_default());
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    let requested = body.get_str("model").unwrap_or_default();
    let model = access::resolve_alias(&caller, team.as_ref(), requested);
    let deployments = deployments::find(tables, &state.config)?;
    let deployment = access::serving(&deployments, model).first().map(|row| deployments::filled_in(row, model));
    let deployment = deployment.as_deref();
    let mut tags = tags(&caller, &body);
    // LiteLLM refuses these before it reads the user agent.
    if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::UNPROCESSABLE_ENTITY) {
        tags.extend(agents(&received.headers));
    }
    let unknown = if status == StatusCode::BAD_REQUEST { "unknown-model" } else { model };
    let id = uuid::Uuid::new_v4().to_string();
    let ended = state.clock.now();
    let outcome = LogOutcome {
        id: &id,
        call_id: &id,
        model: deployment.is_none().then_some(unknown),
        model_group: if deployment.is_some() { model } else { "" },
        usage: Usage::default(),
        cost: None,
        tags: &tags,
        ended: (ended, &time::format(ended)),
        error: Some((status, kind, message)),
        stores_prompt: false,
    };
    Call { caller: &caller, received, body: &body, deployment, endpoint }.log(tables, &outcome)?;
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

/// A call whose outcome is logged.
struct Call<'a> {
    caller: &'a Caller,
    received: &'a ReceivedRequest,
    body: &'a JsonObject,
    deployment: Option<&'a JsonObject>,
    endpoint: ModelEndpoint,
}

/// The outcome of a call.
struct LogOutcome<'a> {
    id: &'a str,
    call_id: &'a str,
    /// The model to log in place of the deployment's.
    model: Option<&'a str>,
    model_group: &'a str,
    usage: Usage,
    /// `None` for a refusal.
    cost: Option<Cost>,
    tags: &'a [String],
    /// Also as text.
    ended: (Timestamp, &'a str),
    /// The status, the type and the message of the error.
    error: Option<(StatusCode, Option<String>, Option<Value>)>,
    stores_prompt: bool,
}

impl Call<'_> {
    fn log(&self, tables: &Tables<'_>, outcome: &LogOutcome<'_>) -> Result<(), Refusal> {
        let parameters = self.deployment.and_then(|deployment| deployment.get_object("litellm_params"));
        let parameter = |name: &str| parameters?.get(name)?.as_str();
        let model = parameter("model").unwrap_or_default();
        let of_name = || model.split_once('/').map_or("openai", |(provider, _)| provider);
        let provider = self.deployment.map(|row| providers::of(row).unwrap_or_else(of_name)).unwrap_or_default();
        let without_user = if self.caller.key.is_none() { DEFAULT_USER } else { "" };
        let Usage { prompt, completion, .. } = outcome.usage;
        let (ended, ended_text) = outcome.ended;
        let is_success = outcome.error.is_none();
        let endpoint = self.endpoint.properties();
        let row = LogRow {
            request_id: outcome.id,
            call_type: endpoint.call_type,
            api_key: self.caller.token().unwrap_or(MASTER_KEY),
            spend: outcome.cost.unwrap_or_default().total(),
            total_tokens: prompt.saturating_add(completion),
            prompt_tokens: prompt,
            completion_tokens: completion,
            started: &time::format(self.received.now),
            ended: ended_text,
            request_duration_ms: milliseconds(self.received, ended),
            completion_started: ended_text,
            model: outcome.model.unwrap_or(model),
            model_id: self.deployment.map_or("", deployment_id),
            model_group: outcome.model_group,
            custom_llm_provider: provider,
            api_base: parameter("api_base").unwrap_or_default(),
            user: self.caller.user_id.as_deref().unwrap_or(without_user),
            metadata: self.log_metadata(provider, outcome),
            cache_hit: if is_success { "None" } else { "False" },
            request_tags: outcome.tags,
            team_id: self.caller.team_id().unwrap_or_default(),
            end_user: &customer_id(&self.received.headers, self.body).unwrap_or_default(),
            proxy_server_request: if outcome.stores_prompt { Object::Fields(&self.body.0) } else { Object::Empty {} },
            session_id: &uuid::Uuid::new_v4().to_string(),
            status: if is_success { "success" } else { "failure" },
            litellm_call_id: outcome.call_id,
            created_at: ended_text,
            updated_at: ended_text,
            ..LogRow::empty()
        };
        Ok(tables.log_request(&row, endpoint.path)?)
    }

    fn log_metadata<'a>(&'a self, provider: &str, outcome: &'a LogOutcome<'_>) -> LogMetadata<'a> {
        let caller = self.caller;
        let error = outcome.error.as_ref().map(|(status, kind, message)| {
            // Refusals of the proxy itself name no provider.
            let is_of_provider =
                message.as_ref().and_then(Value::as_str).is_some_and(|message| message.starts_with("litellm."));
            let provider = if is_of_provider { provider } else { "" };
            let text = message.as_ref().and_then(Value::as_str).unwrap_or_default();
            json!({
                "error_code": status.as_str(), "error_class": error_class(*status, kind.as_deref(), text),
                "error_message": message, "llm_provider": provider, "traceback": "",
            })
        });
        let breakdown = outcome.cost.map(|cost| {
            let total = cost.total();
            json!({ "input_cost": cost.input, "output_cost": cost.output, "total_cost": total, "original_cost": total })
        });
        let empty = LogRow::empty().metadata;
        LogMetadata {
            status: outcome.error.as_ref().map(|_| "failure"),
            user_agent: self.received.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()),
            user_api_key: caller.token().unwrap_or(MASTER_KEY),
            user_api_key_alias: caller.key.as_ref().and_then(|key| key.get("key_alias")),
            user_api_key_team_id: caller.team_id(),
            user_api_key_user_id: caller.user_id.as_deref(),
            usage_object: if outcome.cost.is_some() { outcome.usage.to_json() } else { empty.usage_object },
            cost_breakdown: breakdown,
            error_information: error,
            litellm_call_id: outcome.call_id,
            ..empty
        }
    }
}

/// Returns the exception of LiteLLM behind a refusal.
fn error_class<'a>(status: StatusCode, kind: Option<&str>, message: &'a str) -> &'a str {
    // Those of providers are named in the message; a caller's own limit speaks of the provider's, too.
    let of_provider = message.strip_prefix("litellm.").and_then(|rest| rest.split_once(':')).map(|(class, _)| class);
    match (status.as_u16(), kind.unwrap_or_default()) {
        (429, _) if message.contains("Limit type:") => "ProxyRateLimitError",
        (_, "budget_exceeded") => "BudgetExceededError",
        (_, "token_not_found_in_db") => "KeyNotFoundError",
        (_, kind) if kind.ends_with("model_access_denied") => "ModelAccessDeniedProxyException",
        (400, _) if message.contains("Invalid model name") => "ProxyModelNotFoundError",
        (400, _) if message.contains("Missing required parameter") => "ProxyMissingRequiredParamError",
        _ => of_provider.unwrap_or("ProxyException"),
    }
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
    // All of them fit, so that the map does not grow with each.
    headers.reserve(MOST_HEADERS);
    let mut add = |name: &'static str, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    add("x-litellm-call-id", admitted.call_id.clone());
    add("x-litellm-model-id", deployment_id(deployment).to_owned());
    add("x-litellm-model-group", admitted.model.clone());
    add("x-litellm-version", SERVER_VERSION.to_owned());
    add("x-litellm-response-duration-ms", format!("{elapsed:?}"));
    add("x-litellm-callback-duration-ms", "0.0".to_owned());
    if let Some(model) = text_of(deployment, "model") {
        add("x-litellm-model-name", model);
    }
    if let Some(base) = api_base(deployment) {
        add("x-litellm-model-api-base", base);
    }
    if cost.total() > 0.0 {
        add("x-litellm-response-cost", python_float(cost.total()));
    }
    if cost.total() > 0.0 || admitted.streams() {
        add("x-litellm-response-cost-original", python_float(cost.total()));
        add("x-litellm-response-cost-discount-amount", "0.0".to_owned());
        add("x-litellm-response-cost-margin-amount", "0.0".to_owned());
        add("x-litellm-response-cost-margin-percent", "0.0".to_owned());
        add("x-litellm-response-cost-input", python_float(cost.input));
        add("x-litellm-response-cost-output", python_float(cost.output));
        add("x-litellm-response-cost-tool-usage", "0.0".to_owned());
    }
    for (name, value) in key_headers(&admitted.parties, cost.total()) {
        add(name, value);
    }
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
    response.headers.extend(named(key_headers(parties, 0.0)));
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
pub(super) fn key_headers(parties: &Parties, cost: f64) -> Vec<(&'static str, String)> {
    let key = parties.key.as_ref();
    let limits = KEY_LIMITS.into_iter().filter_map(|(name, header)| Some((header, key?.get(name)?.to_string())));
    let budget = key.and_then(|key| key.get_f64("max_budget"));
    let limits = limits.chain(budget.map(|budget| ("x-litellm-key-max-budget", Value::from(budget).to_string())));
    let spent = key.and_then(|key| key.get_f64("spend")).unwrap_or_default() + cost;
    limits.chain([("x-litellm-key-spend", format!("{spent:?}"))]).collect()
}

/// Returns headers with owned names, as refusals carry them.
pub(super) fn named(headers: Vec<(&'static str, String)>) -> impl Iterator<Item = (String, String)> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_have_the_classes_of_litellm() {
        for (status, kind, message, class) in [
            (401, "token_not_found_in_db", "Authentication Error, Invalid API key provided.", "KeyNotFoundError"),
            (401, "authentication_error", "litellm.AuthenticationError: AuthenticationError: x", "AuthenticationError"),
            (
                403,
                "key_model_access_denied",
                "The requested model 'm' is not available",
                "ModelAccessDeniedProxyException",
            ),
            (422, "budget_exceeded", "Budget has been exceeded!", "BudgetExceededError"),
            (
                429,
                "throttling_error",
                "litellm.RateLimitError: Rate limit exceeded. Limit type: requests.",
                "ProxyRateLimitError",
            ),
            (429, "throttling_error", "litellm.RateLimitError: RateLimitError: x", "RateLimitError"),
            (
                400,
                "invalid_request_error",
                "/x: Missing required parameter: 'messages'.",
                "ProxyMissingRequiredParamError",
            ),
            (400, "invalid_request_error", "'model' must be a string.", "ProxyException"),
        ] {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(error_class(status, Some(kind), message), class, "{message}");
        }
    }
}
