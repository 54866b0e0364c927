//! The endpoints that run a model, and those that count tokens without running one.

use hyper::StatusCode;
use hyper::header::HeaderMap;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, LIMIT, optional, required};
use crate::object::JsonObject;
use crate::providers;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, ModelEndpoint, RequestContext, Route};
use crate::rules::grants::Grants;
use crate::rules::parties::Parties;
use crate::rules::{access, budget_check, deployments, prices};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::model("/chat/completions", ModelEndpoint::Chat),
    route::model("/v1/chat/completions", ModelEndpoint::Chat),
    route::model("/embeddings", ModelEndpoint::Embeddings),
    route::model("/v1/embeddings", ModelEndpoint::Embeddings),
    route::model("/completions", ModelEndpoint::Completions),
    route::model("/v1/completions", ModelEndpoint::Completions),
    // Azure's paths, which name the model.
    route::model("/openai/deployments/{model}/chat/completions", ModelEndpoint::Chat),
    route::model("/openai/deployments/{model}/embeddings", ModelEndpoint::Embeddings),
    route::model("/openai/deployments/{model}/completions", ModelEndpoint::Completions),
    route::model("/openai/deployments/{model}/images/generations", ModelEndpoint::Images),
    route::model("/openai/deployments/{model}/images/edits", ModelEndpoint::ImageEdits),
    route::model("/engines/{model}/chat/completions", ModelEndpoint::Chat),
    route::model("/engines/{model}/embeddings", ModelEndpoint::Embeddings),
    route::model("/engines/{model}/completions", ModelEndpoint::Completions),
    route::model("/responses", ModelEndpoint::Responses),
    route::model("/v1/responses", ModelEndpoint::Responses),
    route::model("/openai/v1/responses", ModelEndpoint::Responses),
    route::get("/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::get("/v1/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::get("/openai/v1/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::delete("/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::delete("/v1/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::delete("/openai/v1/responses/{response_id}", Access::AnyKey, &[], stored_response),
    route::model("/v1/messages", ModelEndpoint::Messages),
    route::post("/v1/messages/count_tokens", Access::AnyKey, COUNT, count_message_tokens),
    route::model("/images/generations", ModelEndpoint::Images),
    route::model("/v1/images/generations", ModelEndpoint::Images),
    route::model("/images/edits", ModelEndpoint::ImageEdits),
    route::model("/v1/images/edits", ModelEndpoint::ImageEdits),
    route::model("/moderations", ModelEndpoint::Moderations),
    route::model("/v1/moderations", ModelEndpoint::Moderations),
    route::model("/rerank", ModelEndpoint::Rerank),
    route::model("/v1/rerank", ModelEndpoint::Rerank),
    route::model("/v2/rerank", ModelEndpoint::Rerank),
    route::model("/audio/speech", ModelEndpoint::Speech),
    route::model("/v1/audio/speech", ModelEndpoint::Speech),
    route::model("/audio/transcriptions", ModelEndpoint::Transcriptions),
    route::model("/v1/audio/transcriptions", ModelEndpoint::Transcriptions),
    route::post("/utils/token_counter", Access::AnyKey, TOKEN_COUNTER, count_tokens),
    route::post("/cost/estimate", Access::Admins, COST, estimate_cost),
];

const COUNT: &[Field] = &[
    optional("model", FieldType::String),
    optional("messages", FieldType::Array),
    optional("system", FieldType::Any),
    optional("tools", FieldType::Array),
];
const TOKEN_COUNTER: &[Field] = &[
    required("model", FieldType::String),
    optional("prompt", FieldType::String),
    optional("messages", FieldType::Array),
    optional("contents", FieldType::Array),
];
const COST: &[Field] = &[
    required("model", FieldType::String),
    required("input_tokens", LIMIT),
    required("output_tokens", LIMIT),
    optional("cache_read_input_tokens", LIMIT),
    optional("cache_creation_input_tokens", LIMIT),
    optional("reasoning_tokens", LIMIT),
    optional("num_requests_per_day", LIMIT),
    optional("num_requests_per_month", LIMIT),
];

/// The sandbox stores no responses, so each id is unknown to it.
fn stored_response(_: &RequestContext<'_>) -> HandlerResult {
    let message = "litellm.BadRequestError: You passed in model=None. There are no healthy deployments for this model. The sandbox \
         stores no responses.";
    Err(Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", None, message))
}

fn words(value: Option<&Value>) -> usize {
    match value {
        Some(Value::String(text)) => text.split_whitespace().count(),
        Some(Value::Array(parts)) => parts.iter().map(|part| words(part.get("text"))).sum(),
        _ => 0,
    }
}

/// Refuses callers that may not use the model.
pub(super) fn check_access(request: &RequestContext<'_>, model: &str) -> Result<(), Refusal> {
    let caller = request.caller;
    let team = caller.team_id().map(|id| request.tables.get(Table::Teams, id)).transpose()?.flatten();
    let grants = Grants::find(request.tables, caller, team.as_ref())?;
    let deployments = deployments::find(request.tables, request.config)?;
    access::check(caller, team.as_ref(), &grants, model, &deployments)
}

/// Refuses callers that may not use the model, or whose budget is used up.
fn check_caller(request: &RequestContext<'_>, model: &str) -> Result<(), Refusal> {
    check_access(request, model)?;
    let of_request = (&HeaderMap::new(), &request.body);
    let parties = Parties::find(request.tables, request.config, request.caller, of_request, request.now)?;
    budget_check::check(&parties, request.config.max_budget)
}

fn count_message_tokens(request: &RequestContext<'_>) -> HandlerResult {
    let body = &request.body;
    let missing = |name: &str| {
        Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", None, format!("{name} parameter is required"))
    };
    let model = body.get_str("model").ok_or_else(|| missing("model"))?;
    if !body.contains("messages") {
        return Err(missing("messages"));
    }
    check_caller(request, model)?;
    let more = words(body.get("system")).saturating_add(body.get("tools").map_or(0, words_of_json));
    let count = message_tokens(body).saturating_add(more);
    Ok(json!({ "input_tokens": count, "litellm_count_source": "local_estimate" }).into())
}

fn words_of_json(value: &Value) -> usize {
    // As for Anthropic, a tool costs about a token for four characters of its schema.
    value.to_string().len() / 4
}

fn message_tokens(body: &JsonObject) -> usize {
    let messages = body.get("messages").and_then(Value::as_array);
    let parts = messages
        .into_iter()
        .flatten()
        .filter_map(|message| message.get("content"))
        .filter(|content| content.is_array());
    let of_parts: usize = parts.map(|content| words(Some(content))).sum();
    usize::try_from(prices::prompt_tokens(body)).unwrap_or(usize::MAX).saturating_add(of_parts)
}

fn count_tokens(request: &RequestContext<'_>) -> HandlerResult {
    let body = &request.body;
    let model = body.get_str("model").unwrap_or_default();
    check_caller(request, model)?;
    if !["prompt", "messages", "contents"].iter().any(|name| body.get(name).is_some()) {
        let message = "prompt or messages or contents must be provided";
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    }
    let count = match body.get("prompt") {
        Some(prompt) => words(Some(prompt)),
        None => message_tokens(body),
    };
    let deployments = deployments::find(request.tables, request.config)?;
    let serving = deployments.first_serving(model).map(|row| deployments::filled_in(row, model));
    let own = serving.as_deref().and_then(|row| prices::parameter(row, "model")?.as_str());
    let used = own.map_or(model, providers::bare);
    Ok(json!({
        "total_tokens": count, "request_model": model, "model_used": used, "tokenizer_type": "openai_tokenizer",
        "count_source": "local_estimate", "original_response": null, "error": false, "error_message": null,
        "status_code": null,
    })
    .into())
}

/// Returns what requests for a model cost: 0 for one without a price.
fn estimate_cost(request: &RequestContext<'_>) -> HandlerResult {
    let body = &request.body;
    let model = body.get_str("model").unwrap_or_default();
    let deployments = deployments::find(request.tables, request.config)?;
    let Some(deployment) = deployments.first_serving(model) else {
        let message = format!(
            "Could not calculate cost for model '{model}' (resolved to '{model}'): litellm.BadRequestError: LLM Provider NOT \
             provided. Pass in the LLM provider you are trying to call. You passed model={model}"
        );
        return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    };
    let count = |name: &str| body.get(name).and_then(Value::as_u64);
    let tokens = |name: &str| count(name).unwrap_or_default();
    let prices = prices::for_prompt(deployment, tokens("input_tokens"));
    let cost = |name: &str, price: f64| {
        #[expect(clippy::cast_precision_loss, reason = "no request has 2^53 tokens")]
        let tokens = tokens(name) as f64;
        tokens * price
    };
    let of_request = [
        ("input", cost("input_tokens", prices.input)),
        ("output", cost("output_tokens", prices.output)),
        ("margin", 0.0),
        ("cache_read", cost("cache_read_input_tokens", prices.cache_read)),
        ("cache_creation", cost("cache_creation_input_tokens", prices.cache_creation)),
        ("reasoning", cost("reasoning_tokens", prices.reasoning)),
    ];
    let total: f64 = of_request.iter().map(|(_, cost)| cost).sum();
    let mut response = JsonObject::from_json(json!({
        "model": model, "cost_per_request": total, "provider": providers::of(deployment),
        "input_cost_per_token": prices.input, "output_cost_per_token": prices.output,
        "cache_read_input_token_cost": prices.cache_read, "cache_creation_input_token_cost": prices.cache_creation,
        "output_cost_per_reasoning_token": prices.reasoning,
    }));
    for field in COST.iter().filter(|field| field.name != "model") {
        let is_period = field.name.starts_with("num_requests");
        let number = if is_period { Value::from(count(field.name)) } else { Value::from(tokens(field.name)) };
        response.set(field.name, number);
    }
    for (name, cost) in of_request {
        response.set(&format!("{name}_cost_per_request"), cost);
    }
    for (period, number) in [("daily", "num_requests_per_day"), ("monthly", "num_requests_per_month")] {
        #[expect(clippy::cast_precision_loss, reason = "nobody sends 2^53 requests")]
        let times = |cost: f64| count(number).map(|number| number as f64 * cost);
        response.set(&format!("{period}_cost"), times(total));
        for (name, cost) in of_request {
            response.set(&format!("{period}_{name}_cost"), times(cost));
        }
    }
    Ok(Value::from(response).into())
}
