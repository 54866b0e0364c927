//! The endpoints that run a model, and those that count tokens without running one.

use hyper::StatusCode;
use hyper::header::HeaderMap;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
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
    let used = own.map_or(model, crate::providers::bare);
    Ok(json!({
        "total_tokens": count, "request_model": model, "model_used": used, "tokenizer_type": "openai_tokenizer",
        "count_source": "local_estimate", "original_response": null, "error": false, "error_message": null,
        "status_code": null,
    })
    .into())
}
