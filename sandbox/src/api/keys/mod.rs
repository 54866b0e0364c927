//! Virtual keys, stored as their SHA-256. Only the response that creates one contains the secret.

mod access;
mod change;
mod fields;
pub(in crate::api) mod generate;
mod list;
mod privileges;

use hyper::StatusCode;
use serde_json::{Value, json};

use self::access::Action;
use crate::caller::unreadable;
use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::windows;
use crate::secrets::token_of;
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::post("/key/generate", Access::Users, generate::FIELDS, generate::generate),
    route::post("/key/service-account/generate", Access::Users, generate::FIELDS, generate::service_account),
    route::post("/key/health", Access::AnyKey, &[], health),
    route::post("/key/update", Access::Users, change::FIELDS, change::update),
    route::post("/key/delete", Access::Users, DELETE, delete),
    route::get("/key/info", Access::AnyKey, INFO, info),
    route::post("/v2/key/info", Access::AnyKey, DELETE, infos),
    route::get("/key/list", Access::AnyKey, list::LIST, list::list),
    route::get("/key/aliases", Access::Users, list::ALIASES, list::aliases),
    route::post("/key/block", Access::Users, KEY, block),
    route::post("/key/unblock", Access::Users, KEY, unblock),
    route::post("/key/{key}/reset_spend", Access::Users, RESET, change::reset_spend),
    route::post("/key/regenerate", Access::Users, generate::FIELDS, regenerate),
    route::post("/key/{key}/regenerate", Access::Users, generate::FIELDS, regenerate),
];

const KEY: &[Field] = &[required("key", FieldType::String)];
const INFO: &[Field] = &[optional("key", FieldType::String)];
const DELETE: &[Field] = &[optional("keys", FieldType::Strings), optional("key_aliases", FieldType::Strings)];
const RESET: &[Field] = &[required("reset_to", FieldType::Number)];

/// Returns a key with default fields.
pub(super) fn new_row() -> JsonObject {
    JsonObject::template(include_str!("key.json"))
}

/// Returns the shorter form of a key that LiteLLM returns from some endpoints.
fn as_object(mut row: JsonObject) -> JsonObject {
    const LEFT_OUT: [&str; 5] =
        ["organization_id", "policies", "litellm_organization_table", "litellm_project_table", "jwt_key_mappings"];
    let organization = row.0.get_mut("organization_id").map(Value::take).unwrap_or_default();
    row.0.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    row.set("org_id", organization);
    row
}

/// Returns a key if the caller may perform the action, `None` if it does not exist.
fn owned(request: &RequestContext<'_>, key: &str, action: Action) -> Result<Option<JsonObject>, Refusal> {
    let Some(row) = request.tables.get(Table::Keys, &token_of(key))? else { return Ok(None) };
    if access::may(request, &row, action)? { Ok(Some(row)) } else { Err(access::refusal(request, &row, action)) }
}

fn not_found(message: &str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found_error", Some("key"), message)
}

/// Returns the JSON of a key with its budget.
fn to_json(request: &RequestContext<'_>, mut row: JsonObject) -> Result<JsonObject, Refusal> {
    row.remove("token");
    with_budget(request, row)
}

/// Adds the budget of a key.
fn with_budget(request: &RequestContext<'_>, mut row: JsonObject) -> Result<JsonObject, Refusal> {
    if let Some(id) = row.get_str("budget_id").map(str::to_owned) {
        let budget = request.tables.get(Table::Budgets, &id)?;
        row.set("litellm_budget_table", budget.map_or(Value::Null, Value::from));
    }
    Ok(row)
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    // The response names the key as the request does.
    let key = request.query.get_str("key").or(request.caller.token());
    let key = key.ok_or_else(|| not_found("Key not found in database"))?;
    let token = token_of(key);
    if let Some(row) = owned(request, &token, Action::See)? {
        let mut info = to_json(request, row)?;
        info.set("status", status(request, &info));
        if let Some(usage) = windows::usage(&windows::current(request.tables, Table::Keys, &token, request.now)?) {
            info.set("budget_limits_usage", usage);
        }
        return Ok(json!({ "key": key, "info": Value::from(info) }).into());
    }
    let deleted = request.tables.get(Table::DeletedKeys, &token)?.filter(|_| request.caller.sees_all());
    let Some(row) = deleted else { return Err(not_found("Key not found in database")) };
    let mut info = to_json(request, row)?;
    info.set("status", "deleted");
    Ok(json!({ "key": key, "info": Value::from(info) }).into())
}

/// The sandbox has no logging callbacks that could be unhealthy.
#[expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]
fn health(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "key": "healthy", "logging_callbacks": null }).into())
}

fn status(request: &RequestContext<'_>, key: &JsonObject) -> &'static str {
    let is_expired = key.get_time("expires").is_some_and(|expires| expires < request.now);
    match (key.get_bool("blocked"), is_expired) {
        (true, _) => "revoked",
        (false, true) => "expired",
        (false, false) => "active",
    }
}

fn infos(request: &RequestContext<'_>) -> HandlerResult {
    let (mut infos, mut is_known) = (Vec::new(), false);
    for key in request.body.get_strings("keys") {
        // Keys that the caller may not see are left out.
        if let Some(row) = request.tables.get(Table::Keys, &token_of(key))? {
            is_known = true;
            if access::may(request, &row, Action::See)? {
                infos.push(Value::from(to_json(request, row)?));
            }
        }
    }
    if !is_known {
        return Err(Refusal::detail(StatusCode::NOT_FOUND, json!({ "message": "No keys found" })));
    }
    Ok(json!({ "key": request.body.get_strings("keys"), "info": infos }).into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let keys = request.body.get_strings("keys");
    let aliases = request.body.get_strings("key_aliases");
    if keys.is_empty() && aliases.is_empty() {
        let message = "Value error, At least one of 'keys' or 'key_aliases' must be provided.";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    let mut rows = Vec::new();
    for key in &keys {
        rows.extend(owned(request, key, Action::Delete)?);
    }
    for alias in &aliases {
        for row in request.tables.find(Table::Keys, "key_alias", alias)? {
            rows.extend(owned(request, row.get_str("token").unwrap_or_default(), Action::Delete)?);
        }
    }
    if rows.is_empty() {
        return Err(Refusal::quoted(StatusCode::NOT_FOUND, "No keys found"));
    }
    rows.iter().try_for_each(check_readable)?;
    for row in rows {
        delete_key(request, row)?;
    }
    let named = if aliases.is_empty() { keys } else { aliases };
    Ok(json!({ "deleted_keys": named }).into())
}

/// Refuses a key with a null that LiteLLM cannot read.
fn check_readable(row: &JsonObject) -> Result<(), Refusal> {
    let Some(name) = unreadable(row) else { return Ok(()) };
    let message = format!("1 validation error: `{name}` is null, not a dictionary");
    Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message))
}

/// Deletes a key and archives its row.
pub(super) fn delete_key(request: &RequestContext<'_>, mut row: JsonObject) -> Result<(), Refusal> {
    let Some(token) = row.get_str("token").map(str::to_owned) else { return Ok(()) };
    request.tables.delete(Table::Keys, &token)?;
    let by = request.caller.token().unwrap_or("litellm_proxy_master_key");
    let organization = row.get("organization_id").cloned();
    row = as_object(row).with(json!({
        "id": uuid::Uuid::new_v4().to_string(), "organization_id": organization,
        "deleted_at": time::format(request.now), "deleted_by": request.author(), "deleted_by_api_key": by,
        "litellm_changed_by": request.changed_by,
    }));
    request.tables.delete(Table::DeletedKeys, &token)?;
    request.tables.insert(Table::DeletedKeys, &token, &row)?;
    Ok(())
}

fn block(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, true)
}

fn unblock(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, false)
}

fn set_blocked(request: &RequestContext<'_>, blocked: bool) -> HandlerResult {
    let key = request.body.get_str("key").unwrap_or_default();
    let is_hash = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !key.starts_with("sk-") && !is_hash {
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request_error", Some("key"), "Invalid key format."));
    }
    let action = Action::Block(if blocked { "/key/block" } else { "/key/unblock" });
    let Some(mut row) = owned(request, key, action)? else { return Err(not_found("Key not found.")) };
    row.set("blocked", blocked);
    touch(request, &mut row);
    request.tables.update(Table::Keys, &token_of(key), &row)?;
    if blocked && unreadable(&row).is_some() {
        // LiteLLM blocks the key and cannot show it.
        return Ok(Refusal::unexpected().into());
    }
    Ok(Value::from(if blocked { as_object(row) } else { row }).into())
}

/// Updates the modification time. LiteLLM does not record who made the change.
fn touch(request: &RequestContext<'_>, row: &mut JsonObject) {
    let now = time::format(request.now);
    row.set("updated_at", now.as_str());
    row.set("settings_updated_at", now);
}

fn regenerate(request: &RequestContext<'_>) -> HandlerResult {
    privileges::check_new(request, &request.body)?;
    Err(Refusal::needs_license("Regenerating Virtual Keys"))
}
