//! `/key/generate`: applies the defaults and bounds of the configuration and returns the secret once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hyper::StatusCode;
use serde_json::{Value, json};

use super::fields::key_fields;
use super::{access, new_row, privileges};
use crate::api::budgets;
use crate::fields::{BUDGET_WINDOWS, Field, FieldType, LIMIT, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::windows;
use crate::secrets::{hash, mask_key};
use crate::store::Table;
use crate::time::{self, DurationSpec};

pub(super) const FIELDS: &[Field] = key_fields![
    optional("key", FieldType::String),
    optional("key_type", FieldType::OneOf(&["llm_api", "management", "read_only", "default"])),
    optional("auto_rotate", FieldType::Bool),
    optional("rotation_interval", FieldType::String),
];

/// The request fields that are stored under their own name.
pub(super) const STORED: [&str; 28] = [
    "key_alias",
    "models",
    "spend",
    "max_budget",
    "user_id",
    "team_id",
    "agent_id",
    "organization_id",
    "project_id",
    "budget_id",
    "max_parallel_requests",
    "metadata",
    "tpm_limit",
    "rpm_limit",
    "tpd_limit",
    "budget_duration",
    "budget_limits",
    "allowed_cache_controls",
    "allowed_routes",
    "config",
    "permissions",
    "model_max_budget",
    "budget_fallbacks",
    "aliases",
    "blocked",
    "access_group_ids",
    "key_type",
    "router_settings",
];
/// The request fields that are stored in the metadata.
pub(super) const IN_METADATA: [&str; 20] = [
    "model_rpm_limit",
    "model_tpm_limit",
    "enforced_params",
    "tag_rpm_limit",
    "mcp_rpm_limit",
    "rpm_limit_type",
    "tpm_limit_type",
    "throttle_on_budget_exceeded",
    "default_estimated_output_tokens",
    "default_estimated_output_tokens_per_model",
    "enable_prompt_caching",
    "end_user_budget_id",
    "allowed_vector_store_indexes",
    "tags",
    "guardrails",
    "policies",
    "prompts",
    "allowed_passthrough_routes",
    "denied_passthrough_routes",
    "disable_global_guardrails",
];
/// The fields of the rotation, which a new key takes only together.
pub(super) const ROTATION: [&str; 2] = ["auto_rotate", "rotation_interval"];
/// The fields that require an Enterprise license.
const LICENSED: [&str; 7] = [
    "tags",
    "guardrails",
    "policies",
    "prompts",
    "allowed_passthrough_routes",
    "denied_passthrough_routes",
    "disable_global_guardrails",
];
/// The length of the shortest secret that a caller may choose.
const SHORTEST_SECRET: usize = 16;

pub(super) fn generate(request: &RequestContext<'_>) -> HandlerResult {
    let mut input = request.body.clone();
    own_key_only(request, &mut input)?;
    privileges::check_new(request, &input)?;
    if let Some(team) = input.get_str("team_id").filter(|_| !request.caller.is_admin()) {
        access::may_generate(request, team, "/key/generate")?;
    }
    let answer = create(request, input)?;
    Ok(Value::from(answer).into())
}

/// `/key/service-account/generate`: creates a key of a team, without a user.
pub(super) fn service_account(request: &RequestContext<'_>) -> HandlerResult {
    let mut input = request.body.clone();
    let refused = |message: &str| Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    let Some(team) = input.get_str("team_id").map(str::to_owned) else {
        return refused("team_id is required for service account keys. Please specify `team_id` in the request body.");
    };
    if request.tables.get(Table::Teams, &team)?.is_none() {
        return refused(
            "team_id does not exist in the database. Please specify a valid `team_id` in the request body.",
        );
    }
    if !request.caller.is_admin() {
        access::may_generate(request, &team, "/key/service-account/generate")?;
    }
    input.remove("user_id");
    let id = input.get_str("key_alias").map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let mut metadata = input.get_object("metadata").cloned().unwrap_or_default();
    metadata.insert("service_account_id".to_owned(), id.into());
    input.set("metadata", metadata);
    Ok(Value::from(create(request, input)?).into())
}

/// Refuses non-admins a key for another user; assigns theirs by default.
fn own_key_only(request: &RequestContext<'_>, input: &mut JsonObject) -> Result<(), Refusal> {
    if request.caller.is_admin() {
        return Ok(());
    }
    let own = request.caller.user_id.as_deref();
    match input.get_str("user_id") {
        Some(user) if Some(user) != own => {
            let message = format!(
                "User can only create keys for themselves. Got user_id={user}, Your ID={}",
                own.unwrap_or("None")
            );
            Err(Refusal::of_status(StatusCode::FORBIDDEN, message))
        }
        Some(_) => Ok(()),
        None => {
            input.set("user_id", own.map_or(Value::Null, Value::from));
            Ok(())
        }
    }
}

/// Creates a key and returns the response, including the secret.
pub(in crate::api) fn create(request: &RequestContext<'_>, mut input: JsonObject) -> Result<JsonObject, Refusal> {
    request.config.key_rules.iter().try_for_each(|rule| rule.check(&input))?;
    fill_in(&mut input, &request.config.key_defaults);
    // Null stands for the default.
    input.0.retain(|_, value| !value.is_null());
    check(request, &input)?;
    if let Some(id) = input.get_str("organization_id") {
        return Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, no_organization(id)));
    }
    if input.get_object("metadata").is_some_and(|metadata| metadata.contains_key("service_account_id"))
        && input.get("team_id").is_none()
    {
        let message = "team_id is required for service account keys. Please specify `team_id` in the request body.";
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    }
    bound(&mut input, &request.config.key_bounds)?;
    let secret = match input.get_str("key") {
        Some(_) if request.config.chooses_secrets => {
            let message =
                "{'error': 'Custom API key values are disabled by your administrator. Keys must be auto-generated.'}";
            return Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
        }
        Some(key) if key.starts_with("sk-") && key.len() < SHORTEST_SECRET => {
            let message = format!(
                "{{'error': 'Invalid key format. LiteLLM Virtual Key must be at least {SHORTEST_SECRET} characters long.'}}"
            );
            return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
        }
        Some(key) if key.starts_with("sk-") => key.to_owned(),
        Some(_) => {
            let message =
                "{'error': \"Invalid key format. LiteLLM Virtual Key must start with 'sk-'. Received: ****\"}";
            return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
        }
        None => new_secret(),
    };
    let token = hash(&secret);
    let now = time::format(request.now);
    let mut row = new_row();
    row.copy(&input, &STORED);
    row.copy_into_metadata(&input, &IN_METADATA);
    if let Some(routes) = privileges::preset(input.get_str("key_type")) {
        row.set("allowed_routes", json!([routes]));
    }
    if let Some(dollars) = input.get("soft_budget") {
        row.remove("budget_id");
        warn_at(request, &mut row, dollars)?;
    }
    if input.get("auto_rotate") == Some(&json!(true)) && input.get_str("rotation_interval").is_some() {
        row.copy(&input, &ROTATION);
    }
    windows::start(&mut row, request.now);
    row.set("token", token.as_str());
    row.set("key_name", mask_key(&secret));
    if let Some(duration) = input.get_str("duration") {
        row.set("expires", expiry(request, duration)?);
    }
    if let Some(duration) = row.get_str("budget_duration").and_then(DurationSpec::parse) {
        row.set(
            "budget_reset_at",
            duration.next_reset(request.now).map_or(Value::Null, |time| time::format(time).into()),
        );
    }
    for (field, value) in [
        ("created_at", now.as_str()),
        ("updated_at", &now),
        ("created_by", request.author()),
        ("updated_by", request.author()),
    ] {
        row.set(field, value);
    }
    // An existing key stays unchanged, and the response is as if it were new.
    request.tables.insert(Table::Keys, &token, &row)?;
    let mut answer = JsonObject::template(include_str!("generated.json"));
    for (name, value) in row.0 {
        // These differ between row and response.
        if answer.contains(&name) && !matches!(name.as_str(), "policies" | "router_settings") {
            answer.set(&name, value);
        }
    }
    if let (Some(settings), Some(all)) =
        (input.get_object("router_settings"), answer.0.get_mut("router_settings").and_then(Value::as_object_mut))
    {
        all.extend(settings.clone());
    }
    if let Some(budget) = answer.get_str("budget_id") {
        let budget = request.tables.get(Table::Budgets, budget)?;
        answer.set("litellm_budget_table", budget.map_or(Value::Null, Value::from));
    }
    for (name, value) in [("key", &secret), ("token", &token), ("token_id", &token)] {
        answer.set(name, value.as_str());
    }
    Ok(answer)
}

/// Sets the dollars at which the server warns, in a budget of the key's own.
pub(super) fn warn_at(request: &RequestContext<'_>, row: &mut JsonObject, dollars: &Value) -> Result<(), Refusal> {
    let mut limit = JsonObject::default();
    limit.set("soft_budget", dollars.clone());
    let known = row.get_str("budget_id").map(|id| budgets::change(request, id, &limit)).transpose()?.flatten();
    if known.is_none() && !dollars.is_null() {
        let budget = budgets::create(request, None, &limit)?;
        row.set("budget_id", budget.get("budget_id").cloned().unwrap_or_default());
    }
    Ok(())
}

fn new_secret() -> String {
    format!("sk-{}", URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().as_bytes()))
}

/// Returns the expiry time of a key with this duration.
pub(super) fn expiry(request: &RequestContext<'_>, duration: &str) -> Result<String, Refusal> {
    let refused = |message: String| Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message);
    let Some(parsed) = DurationSpec::parse(duration) else {
        let has_number = duration.starts_with(|first: char| first.is_ascii_digit());
        let unsupported = || format!("Unsupported duration unit, passed duration: {duration}");
        return Err(refused(if has_number { unsupported() } else { "Invalid duration format".to_owned() }));
    };
    let expires = parsed.after(request.now).map(time::format);
    expires.ok_or_else(|| refused("Python int too large to convert to C int".to_owned()))
}

/// Validates the fields of new and updated keys.
pub(super) fn check(request: &RequestContext<'_>, input: &JsonObject) -> Result<(), Refusal> {
    let asks_for = |value: &Value| *value != json!([]) && *value != json!(false);
    if let Some(feature) = LICENSED.iter().find(|name| input.get(name).is_some_and(asks_for)) {
        let message = format!(
            "This feature is only available for LiteLLM Enterprise users: {feature}. The sandbox has no license."
        );
        return Err(Refusal::quoted(StatusCode::FORBIDDEN, message));
    }
    if input.get_object("model_max_budget").is_some_and(|budgets| !budgets.is_empty()) {
        let message = "Invalid model_max_budget: You must have an enterprise license to set model_max_budget. You must be a \
                       LiteLLM Enterprise user to use this feature. The sandbox has no license.";
        return Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    check_budgets(input)?;
    if let Some(duration) = input.get_str("budget_duration").filter(|text| DurationSpec::parse(text).is_none()) {
        let message = format!(
            "{{'error': \"Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'.\"}}"
        );
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    }
    if input.get("models").and_then(Value::as_array).is_some_and(|models| models.iter().any(|model| !model.is_string()))
    {
        return Err(Refusal::quoted(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error."));
    }
    if let Some(alias) = input.get_str("key_alias").filter(|alias| !alias.is_empty()) {
        let token = input.get_str("key").map(crate::secrets::token_of);
        let others = request.tables.find(Table::Keys, "key_alias", alias)?;
        if others.iter().any(|other| other.get_str("token") != token.as_deref()) {
            let message =
                format!("Key with alias '{alias}' already exists. Unique key aliases across all keys are required.");
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request_error", Some("key_alias"), message));
        }
    }
    if let Some(project) = input.get_str("project_id") {
        let message = format!("Project not found, project_id={project}");
        return Err(Refusal::quoted(StatusCode::NOT_FOUND, message));
    }
    if let Some(id) = privileges::value_of(input, "end_user_budget_id").and_then(Value::as_str)
        && request.tables.get(Table::Budgets, id)?.is_none()
    {
        let message = format!("end_user_budget_id={id} does not match any budget.");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    let budget = input.get_str("budget_id").map(|id| request.tables.get(Table::Budgets, id)).transpose()?;
    if budget.is_some_and(|budget| budget.is_none()) {
        return Err(Refusal::quoted(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error."));
    }
    Ok(())
}

/// Organizations require a license, so there are none.
pub(super) fn no_organization(id: &str) -> String {
    format!("Organization doesn't exist in db. Organization={id}. Create organization via `/organization/new` call.")
}

/// Refuses negative budgets.
pub(super) fn check_budgets(input: &JsonObject) -> Result<(), Refusal> {
    for name in ["max_budget", "soft_budget"] {
        if let Some(budget) = input.get_f64(name).filter(|budget| *budget < 0.0) {
            let message = format!("{name} must be a non-negative finite number. Received: {budget:?}");
            return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
        }
    }
    Ok(())
}

/// Applies `default_key_generate_params` to missing fields.
fn fill_in(input: &mut JsonObject, defaults: &JsonObject) {
    for (name, value) in &defaults.0 {
        let is_empty = input.get(name).is_none_or(|value| value == &json!([]) || value == &json!({}));
        if is_empty {
            input.set(name, value.clone());
        }
    }
}

/// Applies `upperbound_key_generate_params`: refuses larger values, and sets missing ones to the bound.
fn bound(input: &mut JsonObject, bounds: &JsonObject) -> Result<(), Refusal> {
    for (name, bound) in &bounds.0 {
        let Some(value) = input.get(name) else {
            input.set(name, bound.clone());
            continue;
        };
        let length = |value: &Value| DurationSpec::parse(value.as_str()?)?.after(jiff::Timestamp::UNIX_EPOCH);
        let is_more = match (value.as_f64(), bound.as_f64()) {
            (Some(value), Some(bound)) => value > bound,
            _ => length(value) > length(bound),
        };
        if is_more {
            let message = format!("{name} is over max limit set in config - user_value={value}; max_value={bound}");
            return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
        }
    }
    Ok(())
}
