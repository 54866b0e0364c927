//! Tags of requests: those created with a budget, and those that requests used.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::budgets;
use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::post("/tag/new", Access::Admins, FIELDS, new),
    route::post("/tag/update", Access::Admins, FIELDS, update),
    route::post("/tag/info", Access::Admins, INFO, info),
    route::post("/tag/delete", Access::Admins, DELETE, delete),
    route::get("/tag/list", Access::Admins, LIST, list),
];

const FIELDS: &[Field] = &[
    required("name", FieldType::String),
    optional("description", FieldType::String),
    optional("models", FieldType::Strings),
    optional("model_info", FieldType::Object),
    optional("budget_id", FieldType::String),
    optional("max_budget", FieldType::Number),
    optional("soft_budget", FieldType::Number),
    optional("max_parallel_requests", FieldType::Integer),
    optional("tpm_limit", FieldType::Integer),
    optional("rpm_limit", FieldType::Integer),
    optional("model_max_budget", FieldType::Object),
    optional("budget_duration", FieldType::String),
];
const INFO: &[Field] = &[required("names", FieldType::Strings)];
const DELETE: &[Field] = &[required("name", FieldType::String)];
const LIST: &[Field] = &[optional("start_date", FieldType::String), optional("end_date", FieldType::String)];

/// LiteLLM's description of tags that were only used in requests.
const DYNAMIC: &str =
    "This is just a spend tag that was passed dynamically in a request. It does not control any LLM models.";
/// The prefix of user agent tags, which the list leaves out.
const AGENT: &str = "User-Agent: ";

/// Returns the refusal of a tag endpoint: always status 500, with the intended status in the message.
fn refused(status: u16, message: &str) -> Refusal {
    Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, format!("{status}: {message}"))
}

/// Returns the JSON of a tag, with or without its budget.
fn to_json(request: &RequestContext<'_>, mut row: JsonObject, with_budget: bool) -> Result<Value, Refusal> {
    row.remove("spend");
    let budget = row.remove("budget_id").and_then(|id| id.as_str().map(str::to_owned));
    let budget = budget.map(|id| request.tables.get(Table::Budgets, &id)).transpose()?.flatten();
    if let Some(budget) = budget.filter(|_| with_budget) {
        row.set("litellm_budget_table", budget);
    }
    Ok(row.into())
}

/// Sets the tag's budget: the named one, or a new one with the limits of the request.
fn set_budget(request: &RequestContext<'_>, row: &mut JsonObject) -> Result<(), Refusal> {
    let body = &request.body;
    if let Some(id) = body.get_str("budget_id") {
        if request.tables.get(Table::Budgets, id)?.is_none() {
            let message = "Foreign key constraint failed on the field: `LiteLLM_TagTable_budget_id_fkey (index)`";
            return Err(Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, message));
        }
        row.set("budget_id", id);
        return Ok(());
    }
    if !budgets::LIMITS.iter().any(|name| body.contains(name)) {
        return Ok(());
    }
    let known = row.get_str("budget_id").map(|id| budgets::change(request, id, body)).transpose()?.flatten();
    if known.is_none() && budgets::LIMITS.iter().any(|name| body.get(name).is_some()) {
        let budget = budgets::create(request, None, body)?;
        row.copy(&budget, &["budget_id"]);
    }
    Ok(())
}

/// Returns LiteLLM's error for models of the configuration, which occurs after the tag is stored.
fn configured_model(request: &RequestContext<'_>) -> Option<JsonResponse> {
    for model in request.body.get_strings("models") {
        let configured =
            request.config.models.iter().find(|deployment| deployment.get_str("model_name") == Some(model));
        if let Some(info) = configured.and_then(|deployment| deployment.get_object("model_info")) {
            let id = info.get("id").and_then(Value::as_str).unwrap_or_default();
            return Some(refused(500, &format!("404: Model {id} not found in database")).into());
        }
    }
    None
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("name").unwrap_or_default();
    if request.tables.get(Table::Tags, name)?.is_some() {
        return Err(refused(400, &format!("Tag {name} already exists")));
    }
    let now = time::format(request.now);
    let mut row = JsonObject::from_json(json!({
        "name": name, "description": request.body.get("description"), "models": request.body.get_strings("models"), "model_info": {},
        "created_at": now, "updated_at": now, "created_by": request.author(), "spend": 0.0, "budget_id": null,
    }));
    set_budget(request, &mut row)?;
    request.tables.insert(Table::Tags, name, &row)?;
    if let Some(answer) = configured_model(request) {
        return Ok(answer);
    }
    let tag = to_json(request, row, false)?;
    Ok(json!({ "message": format!("Tag {name} created successfully"), "tag": tag }).into())
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("name").unwrap_or_default();
    let Some(mut row) = request.tables.get(Table::Tags, name)? else {
        return Err(refused(404, &format!("Tag {name} not found")));
    };
    // Unnamed fields are cleared.
    row.set("description", request.body.get("description").cloned().unwrap_or_default());
    row.set("models", request.body.get_strings("models"));
    row.set("updated_at", time::format(request.now));
    set_budget(request, &mut row)?;
    request.tables.update(Table::Tags, name, &row)?;
    if let Some(answer) = configured_model(request) {
        return Ok(answer);
    }
    let tag = to_json(request, row, false)?;
    Ok(json!({ "message": format!("Tag {name} updated successfully"), "tag": tag }).into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    let mut tags = Map::new();
    let mut missing = Vec::new();
    for name in request.body.get_strings("names") {
        match request.tables.get(Table::Tags, name)? {
            Some(row) => {
                tags.insert(name.to_owned(), to_json(request, row, true)?);
            }
            None => missing.push(format!("'{name}'")),
        }
    }
    if missing.is_empty() {
        return Ok(Value::from(tags).into());
    }
    Err(refused(404, &format!("Tags not found: [{}]", missing.join(", "))))
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let created = request.tables.all(Table::Tags)?;
    let names: Vec<String> = created.iter().filter_map(|row| row.get_str("name").map(str::to_owned)).collect();
    let mut tags =
        created.into_iter().map(|row| to_json(request, row, true)).collect::<Result<Vec<Value>, Refusal>>()?;
    let first = request.query.get_str("start_date").unwrap_or("0000");
    let last = request.query.get_str("end_date").unwrap_or("9999");
    for spent in request.tables.spend_by_tag(first, last)? {
        if !spent.tag.starts_with(AGENT) && !names.contains(&spent.tag) {
            tags.push(json!({
                "name": spent.tag, "description": DYNAMIC, "models": null, "created_at": spent.first_day,
                "updated_at": spent.last_day,
            }));
        }
    }
    Ok(tags.into_iter().collect::<Value>().into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("name").unwrap_or_default();
    if !request.tables.delete(Table::Tags, name)? {
        return Err(refused(404, &format!("Tag {name} not found")));
    }
    Ok(json!({ "message": format!("Tag {name} deleted successfully") }).into())
}
