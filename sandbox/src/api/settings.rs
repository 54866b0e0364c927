//! General settings and pass-through endpoints: kept and returned as LiteLLM does it, and not acted upon.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::get("/config/list", Access::Admins, KIND, list),
    route::post("/config/field/update", Access::Admins, FIELD_VALUE, set),
    route::post("/config/field/delete", Access::Admins, FIELD, reset),
    route::get("/config/pass_through_endpoint", Access::Admins, &[], endpoints),
    route::post("/config/pass_through_endpoint", Access::Admins, ENDPOINT, new_endpoint),
    route::post("/config/pass_through_endpoint/{id}", Access::Admins, ENDPOINT, change_endpoint),
    Route {
        query: ENDPOINT_ID,
        ..route::delete("/config/pass_through_endpoint", Access::Admins, &[], delete_endpoint)
    },
];

const KIND: &[Field] = &[required("config_type", FieldType::OneOf(&["general_settings"]))];
const FIELD: &[Field] = &[required("field_name", FieldType::String), required("config_type", FieldType::String)];
const FIELD_VALUE: &[Field] = &[
    required("field_name", FieldType::String),
    required("field_value", FieldType::Any),
    required("config_type", FieldType::String),
];
const ENDPOINT_ID: &[Field] = &[required("endpoint_id", FieldType::String)];
const ENDPOINT: &[Field] = &[
    optional("id", FieldType::String),
    required("path", FieldType::String),
    required("target", FieldType::String),
    optional("headers", FieldType::Object),
    optional("default_query_params", FieldType::Object),
    optional("include_subpath", FieldType::Bool),
    optional("cost_per_request", FieldType::Number),
    optional("timeout", FieldType::Number),
    optional("auth", FieldType::Bool),
    optional("guardrails", FieldType::Object),
    optional("methods", FieldType::Strings),
];

/// The settings that can be changed, with the names of their types.
const SETTINGS: [(&str, &str); 44] = [
    ("admission_queue_timeout_seconds", "Float"),
    ("allowed_file_extensions", "List"),
    ("anthropic_prompt_caching_ttl", "String"),
    ("apply_user_budget_to_team_keys", "Boolean"),
    ("blocked_file_extensions", "List"),
    ("budget_exceeded_throttle_percentage", "Float"),
    ("budget_rollover", "Boolean"),
    ("cancel_on_disconnect", "Boolean"),
    ("disable_auto_add_proxy_admin_to_teams", "Boolean"),
    ("enable_anthropic_prompt_caching", "Boolean"),
    ("forward_client_headers_to_llm_api", "Boolean"),
    ("global_max_parallel_requests", "Integer"),
    ("max_batch_file_records", "Integer"),
    ("max_batch_file_size_mb", "Integer"),
    ("max_batch_file_uploads_per_day", "Integer"),
    ("max_file_downloads_per_minute", "Integer"),
    ("max_file_size_mb", "Integer"),
    ("max_in_flight_requests_per_worker", "Integer"),
    ("max_parallel_requests", "Integer"),
    ("max_queued_requests_per_worker", "Integer"),
    ("max_request_size_mb", "Integer"),
    ("max_response_size_mb", "Integer"),
    ("max_ui_session_budget", "Float"),
    ("maximum_daily_tag_spend_retention_period", "String"),
    ("maximum_health_check_retention_period", "String"),
    ("maximum_spend_logs_cleanup_batch_timeout", "String"),
    ("maximum_spend_logs_cleanup_batch_size", "Integer"),
    ("maximum_spend_logs_cleanup_max_batches", "Integer"),
    ("maximum_spend_logs_cleanup_run_budget", "String"),
    ("maximum_spend_logs_retention_period", "String"),
    ("mcp_allowed_clients", "List"),
    ("mcp_client_id_header", "String"),
    ("mcp_internal_ip_ranges", "List"),
    ("mcp_prefer_client_id_metadata_document", "Boolean"),
    ("mcp_required_fields", "List"),
    ("mcp_trusted_proxy_ranges", "List"),
    ("mcp_xff_num_trusted_hops", "Integer"),
    ("openai_system_messages_first", "Boolean"),
    ("personal_key_model_access_from_teams", "Boolean"),
    ("proxy_config_reload_interval_seconds", "Integer"),
    ("store_model_in_db", "Boolean"),
    ("store_prompts_in_spend_logs", "Boolean"),
    ("transcribe_media_buckets", "List"),
    ("user_api_key_cache_max_size", "Integer"),
];

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let field = |(name, kind): (&str, &str)| {
        let row = request.tables.get(Table::Settings, name)?;
        let (source, in_database) = if row.is_some() { ("db", Some(true)) } else { ("unset", None) };
        let value = row.and_then(|row| row.get("value").cloned());
        Ok(json!({
            "field_name": name, "field_type": kind, "field_description": "", "field_value": value,
            "stored_in_db": in_database, "field_default_value": null, "source": source, "editable": true,
        }))
    };
    let fields: Result<Vec<Value>, Refusal> = SETTINGS.into_iter().map(field).collect();
    Ok(Value::from(fields?).into())
}

/// Returns the name of the setting in the body.
fn named<'a>(request: &'a RequestContext<'_>) -> Result<&'a str, Refusal> {
    let name = request.body.get_str("field_name").unwrap_or_default();
    if SETTINGS.iter().any(|(known, _)| *known == name) {
        return Ok(name);
    }
    let message = format!("Invalid field={name} passed in.");
    Err(Refusal::detail(StatusCode::BAD_REQUEST, json!({ "error": message })))
}

fn set(request: &RequestContext<'_>) -> HandlerResult {
    let name = named(request)?;
    let row = JsonObject::from_json(json!({ "value": request.body.get("field_value") }));
    if !request.tables.insert(Table::Settings, name, &row)? {
        request.tables.update(Table::Settings, name, &row)?;
    }
    Ok(json!({ "param_name": "general_settings", "param_value": { name: row.get("value") } }).into())
}

fn reset(request: &RequestContext<'_>) -> HandlerResult {
    let name = named(request)?;
    request.tables.delete(Table::Settings, name)?;
    Ok(json!({ "message": format!("Field {name} reset"), "status": "success" }).into())
}

fn endpoints(request: &RequestContext<'_>) -> HandlerResult {
    let rows: Vec<Value> = request.tables.all(Table::PassThrough)?.into_iter().map(Value::from).collect();
    Ok(json!({ "endpoints": rows }).into())
}

fn new_endpoint(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("id").map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let mut row = JsonObject::from_json(json!({
        "id": id, "path": null, "target": null, "headers": {}, "default_query_params": {}, "include_subpath": false,
        "cost_per_request": 0.0, "timeout": null, "auth": true, "guardrails": null, "is_from_config": false,
        "methods": null,
    }));
    row.0.extend(request.body.clone().0.into_iter().filter(|(_, value)| !value.is_null()));
    if !request.tables.insert(Table::PassThrough, &id, &row)? {
        request.tables.update(Table::PassThrough, &id, &row)?;
    }
    Ok(json!({ "endpoints": [Value::from(row)] }).into())
}

fn change_endpoint(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.segment("id");
    let Some(mut row) = request.tables.get(Table::PassThrough, id)? else {
        let message = format!("Endpoint with ID '{id}' not found");
        return Err(Refusal::detail(StatusCode::NOT_FOUND, json!({ "error": message })));
    };
    let given = request.body.clone().0.into_iter();
    row.0.extend(given.filter(|(name, value)| name != "id" && !value.is_null()));
    request.tables.update(Table::PassThrough, id, &row)?;
    Ok(json!({ "endpoints": [Value::from(row)] }).into())
}

fn delete_endpoint(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.query.get_str("endpoint_id").unwrap_or_default();
    let Some(row) = request.tables.get(Table::PassThrough, id)? else {
        let message = format!("Endpoint with ID '{id}' was not found in pass-through endpoint list.");
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, json!({ "error": message })));
    };
    request.tables.delete(Table::PassThrough, id)?;
    Ok(json!({ "endpoints": [Value::from(row)] }).into())
}
