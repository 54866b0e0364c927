//! Settings of the router: fallbacks that can be changed while the server runs, and what is fixed.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::fallbacks::{self, FallbackKind};
use crate::rules::{access, deployments};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::post("/fallback", Access::Admins, NEW, set),
    Route { query: KIND, ..route::get("/fallback/{model}", Access::Admins, KIND, get) },
    Route { query: KIND, ..route::delete("/fallback/{model}", Access::Admins, &[], delete) },
    route::get("/router/settings", Access::Admins, &[], settings),
    route::post("/config/update", Access::Admins, CONFIG, update),
];

const KIND_TYPE: FieldType = FieldType::OneOf(&["general", "context_window", "content_policy"]);
const KIND: &[Field] = &[optional("fallback_type", KIND_TYPE)];
const NEW: &[Field] = &[
    required("model", FieldType::String),
    required("fallback_models", FieldType::Strings),
    optional("fallback_type", KIND_TYPE),
];
const CONFIG: &[Field] = &[
    optional("environment_variables", FieldType::Object),
    optional("model_list", FieldType::Array),
    optional("litellm_settings", FieldType::Object),
    optional("general_settings", FieldType::Object),
    optional("router_settings", FieldType::Object),
];

/// Settings that are kept and returned, and not acted upon.
const KEPT: [&str; 20] = [
    "allowed_fails",
    "allowed_fails_policy",
    "cooldown_time",
    "default_litellm_params",
    "default_max_parallel_requests",
    "disable_cooldowns",
    "enable_pre_call_checks",
    "enable_tag_filtering",
    "model_group_alias",
    "model_group_retry_policy",
    "num_retries",
    "retry_after",
    "retry_policy",
    "routing_groups",
    "routing_strategy",
    "routing_strategy_args",
    "set_verbose",
    "stream_timeout",
    "tag_filtering_match_any",
    "timeout",
];

/// Where they are kept in the table of settings.
const SAVED: &str = "router_settings";

fn kind(fields: &JsonObject) -> FallbackKind {
    FallbackKind::parse(fields.get_str("fallback_type").unwrap_or_default())
}

fn none(model: &str, kind: FallbackKind) -> Refusal {
    let message = format!("No {} fallbacks configured for model '{model}'", kind.name());
    Refusal::detailed_error(StatusCode::NOT_FOUND, message)
}

fn set(request: &RequestContext<'_>) -> HandlerResult {
    let (model, models) =
        (request.body.get_str("model").unwrap_or_default(), request.body.get_strings("fallback_models"));
    if models.is_empty() {
        let message = "List should have at least 1 item after validation, not 0";
        let error = json!({ "type": "too_short", "loc": ["body", "fallback_models"], "msg": message });
        return Err(Refusal::Invalid(vec![error]));
    }
    let deployments = deployments::find(request.tables, request.config)?;
    let mut known: Vec<&str> = deployments.iter().filter_map(|row| row.get_str("model_name")).collect();
    known.sort_unstable();
    known.dedup();
    let unknown = |status, error: String| Refusal::detail(status, json!({ "error": error, "available_models": known }));
    if access::serving(&deployments, model).is_empty() {
        return Err(unknown(StatusCode::NOT_FOUND, format!("Model '{model}' not found in router")));
    }
    let is_unknown = |name: &&&str| access::serving(&deployments, name).is_empty();
    let invalid: Vec<String> = models.iter().filter(is_unknown).map(|name| format!("'{name}'")).collect();
    if !invalid.is_empty() {
        return Err(unknown(StatusCode::BAD_REQUEST, format!("Invalid fallback models: [{}]", invalid.join(", "))));
    }
    if models.contains(&model) {
        let message = format!("Model '{model}' cannot be its own fallback");
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    let kind = kind(&request.body);
    fallbacks::set(request.tables, kind, model, &models)?;
    Ok(json!({
        "model": model, "fallback_models": models, "fallback_type": kind.name(),
        "message": "Fallback configuration created successfully",
    })
    .into())
}

fn get(request: &RequestContext<'_>) -> HandlerResult {
    let (model, kind) = (request.segment("model"), kind(&request.query));
    let models = fallbacks::of(request.tables, request.config, kind, model)?.ok_or_else(|| none(model, kind))?;
    Ok(json!({ "model": model, "fallback_models": models, "fallback_type": kind.name() }).into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let (model, kind) = (request.segment("model"), kind(&request.query));
    if fallbacks::of(request.tables, request.config, kind, model)?.is_none() {
        return Err(none(model, kind));
    }
    fallbacks::set(request.tables, kind, model, &[])?;
    let message = "Fallback configuration deleted successfully";
    Ok(json!({ "model": model, "fallback_type": kind.name(), "message": message }).into())
}

/// Returns the settings by which the sandbox chooses deployments, in the form of LiteLLM's settings page.
fn settings(request: &RequestContext<'_>) -> HandlerResult {
    let lists = |kind| fallbacks::all(request.tables, request.config, kind);
    let strategy = "simple-shuffle";
    let values = json!({
        "routing_strategy": strategy, "routing_strategy_args": {}, "routing_groups": [], "num_retries": 2,
        "timeout": 6000.0, "fallbacks": lists(FallbackKind::General)?,
        "context_window_fallbacks": lists(FallbackKind::ContextWindow)?,
        "content_policy_fallbacks": lists(FallbackKind::ContentPolicy)?, "model_group_alias": {},
    });
    let mut values = JsonObject::from_json(values);
    let saved = saved(request)?;
    let is_of_database = |(name, value): (&String, &Value)| {
        (name.ends_with("fallbacks") && *value != json!([])) || saved.contains_key(name)
    };
    values.0.extend(saved.clone());
    let source = |entry: (&String, &Value)| {
        let source = if is_of_database(entry) { "db" } else { "default" };
        (entry.0.clone(), Value::from(source))
    };
    let sources: Map<String, Value> = values.0.iter().map(source).collect();
    let field = |(name, value): (&String, &Value)| {
        let kind = match value {
            Value::Array(_) => "List",
            Value::Object(_) => "Dictionary",
            Value::String(_) => "String",
            Value::Number(number) if number.is_f64() => "Float",
            _ => "Integer",
        };
        json!({
            "field_name": name, "field_type": kind, "field_value": value, "field_description": "", "field_default": null,
            "options": (name == "routing_strategy").then_some([strategy]), "ui_field_name": name, "link": null,
        })
    };
    let fields: Value = values.0.iter().map(field).collect();
    let descriptions = json!({ strategy: "Randomly picks a deployment from the list." });
    Ok(json!({
        "fields": fields, "current_values": Value::from(values), "routing_strategy_descriptions": descriptions,
        "source": sources,
    })
    .into())
}

/// Returns the settings that are kept and not acted upon.
fn saved(request: &RequestContext<'_>) -> Result<Map<String, Value>, Refusal> {
    let row = request.tables.get(Table::Settings, SAVED)?;
    Ok(row.map(|row| row.0).unwrap_or_default())
}

/// Changes fallbacks, and keeps other settings of the router; all others are those that the sandbox was started with.
fn update(request: &RequestContext<'_>) -> HandlerResult {
    let mut unsupported = Vec::new();
    let mut changes = Vec::new();
    let mut kept = saved(request)?;
    for (section, value) in &request.body.0 {
        let routes = matches!(section.as_str(), "router_settings" | "litellm_settings");
        match value {
            Value::Object(settings) => {
                for (name, value) in settings.iter().filter(|(_, value)| !value.is_null()) {
                    match FallbackKind::of_setting(name).filter(|_| routes) {
                        Some(kind) => changes.push((kind, value)),
                        None if section == "router_settings" && KEPT.contains(&name.as_str()) => {
                            kept.insert(name.clone(), value.clone());
                        }
                        None => unsupported.push(format!("{section}.{name}")),
                    }
                }
            }
            Value::Array(list) if !list.is_empty() => unsupported.push(section.clone()),
            _ => {}
        }
    }
    if !unsupported.is_empty() {
        let message = format!(
            "the sandbox changes only settings of the router while it runs; set {} in its configuration file",
            unsupported.join(", ")
        );
        return Err(Refusal::error(StatusCode::NOT_IMPLEMENTED, "not_implemented", None, message));
    }
    for (kind, value) in changes {
        fallbacks::replace_all(request.tables, request.config, kind, value)?;
    }
    let row = JsonObject(kept);
    if !request.tables.insert(Table::Settings, SAVED, &row)? {
        request.tables.update(Table::Settings, SAVED, &row)?;
    }
    Ok(json!({ "message": "Config updated successfully" }).into())
}
