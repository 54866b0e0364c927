//! Creating, updating, blocking and deleting deployments of the database; those of the configuration are read-only.

use hyper::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::secrets::sealed;
use crate::caller::Role;
use crate::fields::{self, Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::providers;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::RequestContext;
use crate::rules::deployments::READS_VARIABLES;
use crate::rules::prices;
use crate::store::Table;
use crate::time;

/// Accepts any body: its parts are validated separately, with different refusals.
pub(super) const ANY: &[Field] = &[
    optional("model_name", FieldType::Any),
    optional("litellm_params", FieldType::Any),
    optional("model_info", FieldType::Any),
    optional("litellm_params_to_remove", FieldType::Any),
    optional("blocked", FieldType::Bool),
];

const NAMES: &[Field] = &[required("model_name", FieldType::String), optional("blocked", FieldType::Bool)];
const NEW_NAME: &[Field] = &[optional("model_name", FieldType::String), optional("blocked", FieldType::Bool)];
const INFO: &[Field] = &[
    optional("id", FieldType::String),
    optional("team_id", FieldType::String),
    optional("base_model", FieldType::String),
];

/// The parameters that are validated; others are stored as they are.
const PARAMS: [Field; 17] = [
    optional("api_key", FieldType::String),
    optional("api_base", FieldType::String),
    optional("api_version", FieldType::String),
    optional("organization", FieldType::String),
    optional("region_name", FieldType::String),
    optional("custom_llm_provider", FieldType::String),
    optional("litellm_credential_name", FieldType::String),
    optional("budget_duration", FieldType::String),
    optional("tags", FieldType::Strings),
    optional("rpm", FieldType::Integer),
    optional("tpm", FieldType::Integer),
    optional("max_retries", FieldType::Integer),
    optional("max_budget", FieldType::Number),
    optional("input_cost_per_token", FieldType::Number),
    optional("output_cost_per_token", FieldType::Number),
    optional("input_cost_per_second", FieldType::Number),
    optional("output_cost_per_second", FieldType::Number),
];
const MODEL: [Field; 1] = [required("model", FieldType::String)];
const OTHER_MODEL: [Field; 1] = [optional("model", FieldType::String)];

/// Flags that LiteLLM stores with every deployment.
const FLAGS: [&str; 5] = [
    "use_xai_oauth",
    "use_litellm_proxy",
    "use_in_pass_through",
    "allow_client_keepalive_override",
    "merge_reasoning_content_in_choices",
];

fn refused(status: StatusCode, message: impl std::fmt::Display) -> Refusal {
    Refusal::of_status(status, format!("{{'error': '{message}'}}"))
}

fn bad_request(message: &str) -> Refusal {
    Refusal::of_status(StatusCode::BAD_REQUEST, format!("Authentication Error, {message}"))
}

const NO_LICENSE: &str =
    "You must be a LiteLLM Enterprise user to use this feature. The sandbox has no license, like LiteLLM without one.";

/// Refuses view-only admins, before anything else.
fn not_a_viewer(request: &RequestContext<'_>, route: &str) -> Result<(), Refusal> {
    if request.caller.role != Role::AdminViewer {
        return Ok(());
    }
    let message = format!("user not allowed to access this route, role= proxy_admin_viewer. Trying to access: {route}");
    Err(Refusal::of_status(StatusCode::FORBIDDEN, message))
}

/// The refusal of non-admins. Models of teams require a license.
const NOT_ALLOWED: &str = "User does not have permission to make this model call. Your role=internal_user. You can only make \
                           model calls if you are a PROXY_ADMIN or if you are a team admin, by specifying a team_id in the model_info.";

/// Returns whether parameters that a request sets may name variables of this process. Other users of the machine know the
/// default master key, and can sign in as an admin.
fn may_read_variables(request: &RequestContext<'_>) -> bool {
    request.caller.is_master() && request.config.has_secret_master_key()
}

fn by_admin(request: &RequestContext<'_>) -> Result<(), Refusal> {
    if request.caller.is_admin() { Ok(()) } else { Err(refused(StatusCode::FORBIDDEN, NOT_ALLOWED)) }
}

/// Validates the parameters of the body.
fn params(request: &RequestContext<'_>, model: [Field; 1]) -> Result<Option<JsonObject>, Refusal> {
    let Some(input) = request.body.get("litellm_params") else { return Ok(None) };
    let mut params = fields::parse_object("litellm_params", input, &[&model, &PARAMS[..]].concat())?;
    for name in ["timeout", "stream_timeout"] {
        if let Some(seconds) = params.get_f64(name) {
            params.set(name, seconds);
        }
    }
    Ok(Some(params))
}

fn info(request: &RequestContext<'_>) -> Result<JsonObject, Refusal> {
    match request.body.get("model_info") {
        None => Ok(JsonObject::default()),
        Some(input) if input.is_object() => fields::parse_object("model_info", input, INFO),
        Some(_) => {
            let message = "Input should be a valid dictionary or instance of ModelInfo";
            let error = json!({ "type": "model_type", "loc": ["body", "model_info"], "msg": message });
            Err(Refusal::Invalid(vec![error]))
        }
    }
}

/// Drops prices from the information that a request sets: LiteLLM keeps them in the parameters only.
fn without_prices(info: &mut JsonObject) {
    info.0.retain(|name, _| !prices::is_price(name));
}

/// Collects the validation errors of several parts of a body.
fn all_wrong<T>(results: Vec<Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for result in results {
        match result {
            Ok(value) => found.push(value),
            Err(Refusal::Invalid(wrong)) => errors.extend(wrong),
            Err(other) => return Err(other),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(Refusal::Invalid(errors)) }
}

pub(super) fn new(request: &RequestContext<'_>) -> HandlerResult {
    not_a_viewer(request, "/model/new")?;
    if request.body.get("litellm_params").is_none() || request.body.get("model_name").is_none() {
        return Err(Refusal::unexpected());
    }
    let params = params(request, MODEL).map(Option::unwrap_or_default);
    let parts = all_wrong(vec![fields::parse_body(&request.body.clone().into(), NAMES), params, info(request)])?;
    let [names, params, mut info] = <[JsonObject; 3]>::try_from(parts).unwrap_or_default();
    if let Some(team) = info.get_str("team_id") {
        if request.tables.get(Table::Teams, team)?.is_none() {
            return Err(refused(StatusCode::BAD_REQUEST, format_args!("Team id={team} does not exist in db")));
        }
        return Err(refused(StatusCode::FORBIDDEN, NO_LICENSE));
    }
    by_admin(request)?;
    let id = info.get_str("id").map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
    without_prices(&mut info);
    info.set("id", id.as_str());
    info.set("db_model", false);
    info.set("member_auto_router", false);
    let mut stored = params;
    for name in FLAGS {
        if !stored.contains(name) {
            stored.set(name, false);
        }
    }
    let now = time::format(request.now);
    let mut row = JsonObject::from_json(json!({
        "model_id": id, "model_name": names.get_str("model_name"), "litellm_params": Value::from(stored),
        "model_info": Value::from(info), "blocked": names.get_bool("blocked"), "created_at": now, "created_by": request.author(),
        "updated_at": now, "updated_by": request.author(),
    }));
    row.set(READS_VARIABLES, may_read_variables(request));
    if !request.tables.insert(Table::Models, &id, &row)? {
        let message = "Failed to add model to db. Check your server logs for more details.";
        return Err(refused(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    if providers::of(&row).is_none() {
        return Ok(not_served(&id));
    }
    Ok(Value::from(sealed(row)).into())
}

/// A response and not a `Refusal`, because the deployment is stored all the same.
fn not_served(id: &str) -> JsonResponse {
    let message = format!(
        "Model create was saved to the database, but the model id(s) ['{id}'] are not live in this pod's router after the reload \
         and are not being served by this pod: no provider is known for the model."
    );
    Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message).into()
}

/// `/health/test_connection` before it connects: checks that the provider is known.
pub(super) fn test(request: &RequestContext<'_>) -> HandlerResult {
    let params = params(request, OTHER_MODEL)?.unwrap_or_default();
    let deployment = JsonObject::from_json(json!({ "litellm_params": Value::from(params) }));
    Ok(match providers::of(&deployment) {
        Some(provider) => json!({ "status": "success", "result": { "custom_llm_provider": provider } }),
        None => json!({ "status": "error", "result": { "error": "no provider is known for this model" } }),
    }
    .into())
}

fn in_config(request: &RequestContext<'_>, id: &str) -> bool {
    request.config.models.iter().any(|deployment| crate::rules::access::id(deployment) == id)
}

/// Replaces the parameters that are sent, drops undeclared ones that are not, and merges `model_info`. Null keeps the old
/// value.
pub(super) fn update(request: &RequestContext<'_>) -> HandlerResult {
    not_a_viewer(request, "/model/update")?;
    let parts = all_wrong(vec![fields::parse_body(&request.body.clone().into(), NEW_NAME), info(request)])?;
    let [names, mut info] = <[JsonObject; 2]>::try_from(parts).unwrap_or_default();
    if request.body.get("model_info").is_none() {
        return Err(bad_request("model_info not provided"));
    }
    let id = info.get_str("id").unwrap_or_default().to_owned();
    let Some(mut row) = request.tables.get(Table::Models, &id)? else {
        if in_config(request, &id) {
            let message =
                "{'error': \"Can't edit model. Model in config. Store model in db via `/model/new`. to edit.\"}";
            return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
        }
        return Err(bad_request("model not found"));
    };
    by_admin(request)?;
    let Some(params) = params(request, OTHER_MODEL)? else { return Err(bad_request("litellm_params not provided")) };
    let mut stored = JsonObject(row.get_object("litellm_params").cloned().unwrap_or_default());
    let sent = request.body.get_object("litellm_params");
    stored.0.retain(|name, _| is_declared(name) || sent.is_some_and(|sent| sent.contains_key(name)));
    stored.0.extend(params.0);
    row.set("litellm_params", Value::from(stored));
    row.set(READS_VARIABLES, may_read_variables(request));
    without_prices(&mut info);
    add_info(&mut row, info, &id);
    if let Some(name) = names.get_str("model_name") {
        row.set("model_name", name);
    }
    save(request, row)
}

/// Merges the information of a request. The id of the deployment stays.
fn add_info(row: &mut JsonObject, info: JsonObject, id: &str) {
    let mut stored: Map<String, Value> = row.get_object("model_info").cloned().unwrap_or_default();
    stored.extend(info.0);
    stored.insert("id".to_owned(), id.into());
    row.set("model_info", Value::Object(stored));
}

/// Returns the names in `litellm_params_to_remove`.
fn removed<'a>(request: &'a RequestContext<'_>, sent: &Map<String, Value>) -> Result<Vec<&'a str>, Refusal> {
    let Some(list) = request.body.0.get("litellm_params_to_remove") else { return Ok(Vec::new()) };
    if !list.is_array() {
        let error = json!({
            "type": "tuple_type", "loc": ["body", "litellm_params_to_remove"], "msg": "Input should be a valid tuple",
        });
        return Err(Refusal::Invalid(vec![error]));
    }
    let names = request.body.get_strings("litellm_params_to_remove");
    let both: Vec<&str> = names.iter().copied().filter(|name| sent.contains_key(*name)).collect();
    let message = if names.contains(&"model") {
        "The required litellm_params.model cannot be removed".to_owned()
    } else if both.is_empty() {
        return Ok(names);
    } else {
        format!("Cannot set and remove the same litellm_params keys: {}", both.join(", "))
    };
    Err(fields::value_error(&[json!("body")], &message))
}

/// Returns whether LiteLLM declares a parameter for every provider.
fn is_declared(name: &str) -> bool {
    name == "model"
        || PARAMS.iter().any(|field| field.name == name)
        || FLAGS.contains(&name)
        || prices::is_price(name)
        || ["timeout", "stream_timeout", "mock_response", "auto_router_config", "model_info"].contains(&name)
        || name.starts_with("aws_")
        || name.starts_with("vertex_")
        || name.starts_with("watsonx_")
}

/// Merges the request into the deployment. Null removes a price, and nothing else; `litellm_params_to_remove` removes
/// parameters.
pub(super) fn patch(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.segment("model_id");
    not_a_viewer(request, &format!("/model/{id}/update"))?;
    let input = request.body.get("litellm_params").and_then(Value::as_object).cloned().unwrap_or_default();
    let params = params(request, OTHER_MODEL).map(Option::unwrap_or_default);
    let parts = all_wrong(vec![fields::parse_body(&request.body.clone().into(), NEW_NAME), params, info(request)])?;
    let removed = removed(request, &input)?;
    let [names, params, mut info] = <[JsonObject; 3]>::try_from(parts).unwrap_or_default();
    without_prices(&mut info);
    let Some(mut row) = request.tables.get(Table::Models, id)? else {
        if in_config(request, id) {
            let message = "Cannot edit config-based model. Store model in DB via /model/new first.";
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "validation_error", None, message));
        }
        return Err(not_on_proxy(id));
    };
    if !request.caller.is_admin() {
        return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, NOT_ALLOWED));
    }
    let mut stored = JsonObject(row.get_object("litellm_params").cloned().unwrap_or_default());
    let prices = input.iter().filter(|(name, value)| value.is_null() && prices::is_price(name));
    for name in prices.map(|(name, _)| name.as_str()).chain(removed) {
        stored.remove(name);
    }
    stored.0.extend(params.0);
    row.set("litellm_params", Value::from(stored));
    row.set(READS_VARIABLES, may_read_variables(request));
    // The id in the path takes precedence over `model_info.id`.
    add_info(&mut row, info, id);
    if let Some(name) = names.get_str("model_name") {
        row.set("model_name", name);
    }
    if let Some(blocked) = names.get("blocked") {
        row.set("blocked", blocked.clone());
    }
    save(request, row)
}

fn not_on_proxy(id: &str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found_error", None, format!("Model {id} not found on proxy."))
}

fn save(request: &RequestContext<'_>, mut row: JsonObject) -> HandlerResult {
    row.set("updated_at", time::format(request.now));
    row.set("updated_by", request.author());
    let id = row.get_str("model_id").unwrap_or_default().to_owned();
    // Unlike a new deployment, one of an unknown provider is a success here.
    request.tables.update(Table::Models, &id, &row)?;
    Ok(Value::from(sealed(row)).into())
}

pub(super) fn delete(request: &RequestContext<'_>) -> HandlerResult {
    not_a_viewer(request, "/model/delete")?;
    let id = request.body.get_str("id").unwrap_or_default();
    if request.tables.get(Table::Models, id)?.is_none() {
        return Err(refused(StatusCode::BAD_REQUEST, format_args!("Model with id={id} not found in db")));
    }
    by_admin(request)?;
    request.tables.delete(Table::Models, id)?;
    Ok(json!({ "message": format!("Model: {id} deleted successfully") }).into())
}

pub(super) fn block(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, true)
}

pub(super) fn unblock(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, false)
}

fn set_blocked(request: &RequestContext<'_>, blocked: bool) -> HandlerResult {
    let id = request.body.get_str("model_id").unwrap_or_default();
    let Some(mut row) = request.tables.get(Table::Models, id)? else { return Err(not_on_proxy(id)) };
    row.set("blocked", blocked);
    save(request, row)
}
